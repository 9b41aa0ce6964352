//! Editing: only the fields that the user changed are written.

use posta_domain::{
    Accompaniment, Consultation, DocumentId, Enrollment, Fields, Kind, Pack, Person, Problem, Scalar,
    Severity,
};
use posta_identity::Sensitivity;
use posta_store::Write;

use super::input::view_problem;
use super::{only_warnings, read_birth};
use crate::accompaniment::read_accompaniment;
use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::open::Open;
use crate::permission::Act;
use crate::scope::{Deed, OpenScope};
use crate::time::Moment;
use crate::view::{FieldEdit, ProblemView, Saved};

/// The answer among the edits that is sealed and kept in no field.
const ACCOMPANIMENT: &str = "accompaniment";

impl App {
    /// Changes fields of a person, named by their flat keys; returns once that is durable. What another post changed
    /// meanwhile stays, and what both changed stays with both values. What a programme says of a new birth, sex or
    /// nationality is kept with it. Who turns out to be a minor is asked whom they came with: the edit `accompaniment`
    /// answers, is sealed to the care team first, and is no field.
    ///
    /// # Errors
    /// [`Error::BadInput`], [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn edit_person(&self, id: &str, edits: &[FieldEdit]) -> Result<Saved, Error> {
        let now = self.now();
        let id = read_id(id)?;
        self.with(|open| {
            open.allow(Act::EditPerson)?;
            let typed = edits.iter().map(|edit| (edit.field.as_str(), edit.value.as_str()));
            let (said, typed): (Vec<_>, Vec<_>) = typed.partition(|(field, _)| *field == ACCOMPANIMENT);
            let (mut write, mut warnings) = open.edit_of(&Kind::Person, id, typed.into_iter(), now)?;
            let answer = said.last().map_or("", |(_, answer)| answer);
            let (answer, odd) = open.accompaniment_of(&mut write, answer, now)?;
            warnings.extend(only_warnings(odd)?);
            if let Some(answer) = answer {
                warnings.extend(open.seal_accompaniment(&answer, now)?.map(view_problem));
            }
            let mut writes = open.decide_with(&write, now)?;
            writes.insert(0, write);
            open.registry()?.commit(&open.desk, &[Deed { writes, draft: None }], now.at)?;
            Ok(Saved { id: id.to_string(), warnings })
        })
    }
}

impl Open {
    /// Whom somebody came with who is a minor after this edit and was not known to be one before. The registry is told
    /// only that the team is to see them the same day.
    pub(super) fn accompaniment_of(
        &self,
        edit: &mut Write,
        answer: &str,
        now: Moment,
    ) -> Result<(Option<Accompaniment>, Vec<Problem>), Error> {
        let mut fields =
            self.registry()?.file.document(&Kind::Person, &edit.id)?.ok_or(Error::NotFound)?.fields();
        let was_minor = Person::from_fields(&fields).birth.is_minor_on(now.today) == Some(true);
        fields.extend(edit.fields.clone());
        let mut person = Person::from_fields(&fields);
        let is_minor = person.birth.is_minor_on(now.today) == Some(true);
        if answer.is_empty() && (was_minor || !is_minor) {
            return Ok((None, Vec::new()));
        }
        let (answer, odd) = read_accompaniment(edit.id, &person, answer, now);
        if answer.as_ref().is_some_and(Accompaniment::is_same_day) {
            person.same_day = true;
            edit.fields.extend(person.changes_from(&fields));
        }
        Ok((answer, odd))
    }

    /// What an edit of a record would write.
    pub(crate) fn edit_of<'a>(
        &self,
        kind: &Kind,
        id: DocumentId,
        typed: impl Iterator<Item = (&'a str, &'a str)>,
        now: Moment,
    ) -> Result<(Write, Vec<ProblemView>), Error> {
        self.allow(act_to_change(kind))?;
        let scope = self.scope_of(kind)?;
        let document = scope.file.document(kind, &id)?.ok_or(Error::NotFound)?;
        if scope.sensitivity != Sensitivity::Registry && self.closed_in(scope)?.contains(&id) {
            return Err(Error::NotFound);
        }
        let stored = document.fields();
        let mut edited = Edited::read(kind, &stored)?;
        let mut problems = Vec::new();
        let mut keys = Vec::new();
        for (key, value) in typed {
            keys.push(key);
            problems.extend(edited.set(key, value, now).err());
        }
        if let Edited::Enrollment(enrollment) = &edited
            && keys.contains(&"status")
        {
            self.check_decided(&id, enrollment.status.as_str())?;
        }
        if let Edited::Consultation(consultation) = &edited
            && consultation.changes_signed_parts(&Consultation::from_fields(&stored))
        {
            problems.push(Problem::error("part", "part_signed"));
        }
        let touched = |field: &str| keys.iter().any(|key| key.split('/').next() == field.split('/').next());
        // What was odd before this edit does not stop it.
        let found = edited.problems(self.desk.pack, now);
        problems.extend(found.into_iter().filter(|p| p.severity == Severity::Warning || touched(&p.field)));
        let warnings = only_warnings(problems)?;
        let mut fields = edited.changes_from(&stored);
        // A field in conflict that is set to the value shown is a decision, so it is written all the same.
        for conflict in document.conflicts() {
            if keys.contains(&conflict.field.as_str()) && !fields.contains_key(&conflict.field) {
                let shown = stored.get(&conflict.field).cloned().unwrap_or_else(|| Scalar::from(""));
                fields.insert(conflict.field, shown);
            }
        }
        Ok((Write { kind: kind.clone(), id, fields }, warnings))
    }

    /// The scope that a kind of record lives in, if this user has it open.
    pub(crate) fn scope_of(&self, kind: &Kind) -> Result<&OpenScope, Error> {
        match kind {
            Kind::Person
            | Kind::Enrollment
            | Kind::Consent
            | Kind::Service
            | Kind::ReferralAnswer
            | Kind::Linkage
            | Kind::Aggregate
            | Kind::Training
            | Kind::Participant
            | Kind::Plan
            | Kind::Meeting
            | Kind::Commitment
            | Kind::Publication
            | Kind::PublicationPiece => self.registry(),
            Kind::Consultation | Kind::Screening | Kind::Referral | Kind::FollowUp => self.team(),
            Kind::Notice | Kind::Other(_) => Err(Error::NotFound),
        }
    }
}

/// What one has to be allowed to do in order to change a record of a kind.
pub(crate) fn act_to_change(kind: &Kind) -> Act {
    match kind {
        Kind::Person => Act::EditPerson,
        Kind::Enrollment => Act::TendEnrollment,
        Kind::Consent => Act::RecordConsent,
        Kind::Consultation => Act::RecordConsultation,
        Kind::Screening => Act::Screen,
        Kind::Referral => Act::Refer,
        Kind::FollowUp => Act::KeepAgenda,
        Kind::Service => Act::TendDirectory,
        Kind::ReferralAnswer => Act::AnswerReferral,
        Kind::Linkage => Act::DecidePair,
        Kind::Aggregate => Act::RecordConsultation,
        Kind::Training | Kind::Participant | Kind::Plan | Kind::Meeting | Kind::Commitment => Act::TendOffice,
        Kind::Publication | Kind::PublicationPiece => Act::TendShelf,
        Kind::Notice | Kind::Other(_) => Act::SettleNotice,
    }
}

/// A record of a kind that can be edited.
enum Edited {
    Person(Box<Person>),
    Enrollment(Box<Enrollment>),
    Consultation(Box<Consultation>),
}

impl Edited {
    fn read(kind: &Kind, stored: &Fields) -> Result<Self, Error> {
        match kind {
            Kind::Person => Ok(Edited::Person(Box::new(Person::from_fields(stored)))),
            Kind::Enrollment => Ok(Edited::Enrollment(Box::new(Enrollment::from_fields(stored)))),
            Kind::Consultation => Ok(Edited::Consultation(Box::new(Consultation::from_fields(stored)))),
            // What somebody allowed is said again, never edited; the rest has acts of its own.
            _ => Err(Error::NotFound),
        }
    }

    fn set(&mut self, key: &str, value: &str, now: Moment) -> Result<(), Problem> {
        match self {
            Edited::Person(person) if key == "birth" => {
                person.birth = read_birth(value, now.today)
                    .ok_or_else(|| Problem::error("birth", "birth_unreadable"))?;
                Ok(())
            }
            Edited::Person(person) => person.set(key, value),
            Edited::Enrollment(enrollment) => enrollment.set(key, value),
            Edited::Consultation(consultation) => consultation.set(key, value),
        }
    }

    fn problems(&self, pack: &Pack, now: Moment) -> Vec<Problem> {
        match self {
            Edited::Person(person) => person.problems(pack, now.today),
            Edited::Enrollment(enrollment) => enrollment.problems(pack, now.today),
            Edited::Consultation(consultation) => consultation.problems(pack, now.today),
        }
    }

    fn changes_from(&self, stored: &Fields) -> Fields {
        match self {
            Edited::Person(person) => person.changes_from(stored),
            Edited::Enrollment(enrollment) => enrollment.changes_from(stored),
            Edited::Consultation(consultation) => consultation.changes_from(stored),
        }
    }
}
