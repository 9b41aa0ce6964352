//! A consultation between its two authors: read whole, written part by part, signed, amended, linked to a person.

use posta_documents::Document;
use posta_domain::{
    AuditAct, Consultation, DocumentId, Fields, Kind, NeedState, Part, Problem, Scalar, Signed, part_of,
};
use posta_store::Write;

use super::read::{content_of, read_content, read_need};
use crate::app::App;
use crate::audit::cannot_show;
use crate::catalogue::post_name;
use crate::error::Error;
use crate::id::{random_document, read_id};
use crate::open::Open;
use crate::permission::Act;
use crate::person::{only_warnings, scalar_text};
use crate::scope::{Deed, OpenScope};
use crate::time::{Moment, rfc3339};
use crate::view::{AmendmentView, ConsultationInput, ConsultationView, NeedView, Saved, SignatureView};

impl App {
    /// One consultation whole. That it was shown is noted first; a restricted one has to be opened with a reason before.
    ///
    /// # Errors
    /// [`Error::NotFound`] (also while a restricted one is closed), [`Error::NotAllowed`], [`Error::Locked`],
    /// [`Error::Unreadable`]; [`Error::Storage`] when it could not be noted, and is not shown.
    pub fn consultation(&self, id: &str) -> Result<ConsultationView, Error> {
        let now = self.now();
        let id = read_id(id)?;
        self.with(|open| {
            open.allow(Act::ReadConsultation)?;
            let view = open.show_consultation(id).map_err(cannot_show)?;
            let (scope, _) = open.find_in_teams(&Kind::Consultation, &id)?;
            open.note_in(scope, AuditAct::Opened, Kind::Consultation.as_str(), vec![id], now)?;
            Ok(view)
        })
    }

    /// Writes one part anew, as its form says it; returns once that is durable. The other part stays as it is. `base`
    /// says over which state of the part the form was filled in, as [`ConsultationView`] gives it.
    ///
    /// # Errors
    /// [`Error::BadInput`] (`part_signed`: somebody signed it, so it is amended; `part_moved`: a colleague wrote it
    /// meanwhile, and would be overwritten), [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`],
    /// [`Error::Storage`].
    pub fn write_part(
        &self,
        id: &str,
        part: &str,
        base: &str,
        input: &ConsultationInput,
    ) -> Result<Saved, Error> {
        let part = Part::from_word(part);
        let wanted = read_content(input);
        self.change_consultation(id, |_, consultation, apart| {
            if consultation.is_signed(&part) {
                return Err(Problem::error("part", "part_signed"));
            }
            if consultation.base_of(&part, apart) != base {
                return Err(Problem::error("part", "part_moved"));
            }
            match part {
                Part::Health => consultation.health = wanted.health,
                Part::Social => {
                    consultation.social = wanted.social;
                    consultation.needs = wanted.needs;
                    consultation.about_needs = wanted.about_needs;
                    consultation.alerts = wanted.alerts;
                    consultation.note = wanted.note;
                }
                Part::Other(_) => return Err(Problem::error("part", "part_unknown")),
            }
            Ok(())
        })
    }

    /// Signs a part for this user, in the state `base` in which it was shown; returns once that is durable.
    ///
    /// # Errors
    /// [`Error::BadInput`] (`part_blank`, `part_signed`, `part_moved`; `part_undecided`: two wrote it apart), and as
    /// [`App::write_part`].
    pub fn sign_part(&self, id: &str, part: &str, base: &str) -> Result<Saved, Error> {
        let part = Part::from_word(part);
        self.change_consultation(id, |open, consultation, apart| {
            if !consultation.is_signed(&part)
                && apart.iter().any(|(key, _)| part_of(key).as_ref() == Some(&part))
            {
                return Err(Problem::error("part", "part_undecided"));
            }
            if consultation.base_of(&part, apart) != base {
                return Err(Problem::error("part", "part_moved"));
            }
            consultation.sign(&part, &open.desk.secrets.user.to_string())
        })
    }

    /// Adds to a part that was signed; nothing of it is overwritten.
    ///
    /// # Errors
    /// [`Error::BadInput`] (`part_unsigned`, `amendment_blank`, `text_too_long`), and as [`App::write_part`].
    pub fn amend_part(&self, id: &str, part: &str, text: &str) -> Result<Saved, Error> {
        let key = random_document()?.to_string();
        self.change_consultation(id, |_, consultation, _| {
            consultation.amend(&key, Part::from_word(part), text)
        })
    }

    /// Says what was done about a need and how it stands, also after its part was signed. `was` is the need as it was
    /// shown.
    ///
    /// # Errors
    /// [`Error::BadInput`] (`need_unknown`, `need_state_unknown`; `need_moved`: a colleague said something else
    /// meanwhile), and as [`App::write_part`].
    pub fn tend_need(&self, id: &str, need: &NeedView, was: &NeedView) -> Result<Saved, Error> {
        self.change_consultation(id, |_, consultation, _| {
            if !consultation.needs.contains(&need.code) {
                return Err(Problem::error("need", "need_unknown"));
            }
            let state = NeedState::from_word(&need.state);
            if matches!(state, NeedState::Other(_)) {
                return Err(Problem::error("need", "need_state_unknown"));
            }
            let seen = consultation.about_needs.entry(need.code.clone()).or_default();
            let shown = read_need(was);
            if (&seen.state, &seen.done) != (&shown.state, &shown.done) {
                return Err(Problem::error("need", "need_moved"));
            }
            (seen.state, seen.done) = (state, need.done.trim().to_owned());
            Ok(())
        })
    }

    fn change_consultation(
        &self,
        id: &str,
        act: impl FnOnce(&Open, &mut Consultation, &[(String, Scalar)]) -> Result<(), Problem>,
    ) -> Result<Saved, Error> {
        let now = self.now();
        let id = read_id(id)?;
        self.with(|open| {
            open.allow(Act::RecordConsultation)?;
            let (scope, _) = open.find_in_teams(&Kind::Consultation, &id)?;
            let document = scope.file.document(&Kind::Consultation, &id)?.ok_or(Error::NotFound)?;
            let stored = document.fields();
            let mut consultation = Consultation::from_fields(&stored);
            open.refuse_closed(&consultation, &id)?;
            act(open, &mut consultation, &apart_in(&document))
                .or_else(|problem| only_warnings(vec![problem]).map(drop))?;
            let warnings = only_warnings(consultation.problems(open.desk.pack, now.today))?;
            let fields = consultation.changes_from(&stored);
            open.amend_in(scope, id, fields, now)?;
            Ok(Saved { id: id.to_string(), warnings })
        })
    }
}

/// Every value of the fields that two wrote apart, in an order that is the same everywhere.
fn apart_in(document: &Document) -> Vec<(String, Scalar)> {
    let mut values = Vec::new();
    for conflict in document.conflicts() {
        values.extend(conflict.values.into_iter().map(|each| (conflict.field.clone(), each.value)));
    }
    values.sort_by_cached_key(|(field, value)| (field.clone(), scalar_text(value)));
    values
}

impl Open {
    /// A restricted consultation that no reason was given for is not changed either.
    fn refuse_closed(&self, consultation: &Consultation, id: &DocumentId) -> Result<(), Error> {
        if consultation.restricted && !self.was_opened(id) { Err(Error::NotFound) } else { Ok(()) }
    }

    fn amend_in(&self, scope: &OpenScope, id: DocumentId, fields: Fields, now: Moment) -> Result<(), Error> {
        self.note_in(scope, AuditAct::Amended, Kind::Consultation.as_str(), vec![id], now)?;
        let writes = vec![Write { kind: Kind::Consultation, id, fields }];
        scope.commit(&self.desk, &[Deed { writes, draft: None }], now.at)?;
        Ok(())
    }

    fn show_consultation(&self, id: DocumentId) -> Result<ConsultationView, Error> {
        let (scope, _) = self.find_in_teams(&Kind::Consultation, &id)?;
        let mut document = scope.file.document(&Kind::Consultation, &id)?.ok_or(Error::NotFound)?;
        let consultation = Consultation::from_fields(&document.fields());
        self.refuse_closed(&consultation, &id)?;
        let row = scope.file.consultations_of(&consultation.person)?.into_iter().find(|row| row.id == id);
        let row = row.ok_or(Error::NotFound)?;
        let person = match self.registry()?.file.person(&consultation.person)? {
            Some(person) => self.cards(&[person])?.pop(),
            None => None,
        };
        let history = document.history();
        let written = |key: &str| history.iter().rev().find(|put| put.field == key);
        let mut signatures = Vec::new();
        for part in [Part::Health, Part::Social] {
            for (user, signed) in consultation.signatures_of(&part) {
                let put = written(&format!("signed/{part}/{user}"));
                let author =
                    put.map(|put| scope.file.author(&posta_identity::Actor::from(put.actor))).transpose()?;
                let genuine = author.flatten().is_some_and(|author| author.user.to_string() == user);
                signatures.push(SignatureView {
                    part: part.to_string(),
                    user: user.to_owned(),
                    name: user.parse().map(|user| self.name_of(user)).unwrap_or_default(),
                    at: put.map(|put| rfc3339(put.at)).unwrap_or_default(),
                    holds: signed == Signed::Holds,
                    genuine,
                });
            }
        }
        let mut amendments = Vec::new();
        for (key, amendment) in &consultation.amendments {
            let Some(put) = written(&format!("amendment/{key}/text")) else { continue };
            let (by, _) = self.source(scope, put.actor)?;
            let (part, text) = (amendment.part.to_string(), amendment.text.clone());
            amendments.push((put.at, AmendmentView { part, text, by, at: rfc3339(put.at) }));
        }
        amendments.sort_by_key(|(at, _)| *at);
        let values = apart_in(&document);
        let conflicts = self.conflicts_of(scope, &Kind::Consultation, id, &document)?;
        let is_signed = |field: &str| part_of(field).is_some_and(|part| consultation.is_signed(&part));
        let conflicts = conflicts.into_iter().filter(|one| !one.field.starts_with("signed/"));
        let (apart, conflicts) = conflicts.partition(|one| is_signed(&one.field));
        Ok(ConsultationView {
            health_base: consultation.base_of(&Part::Health, &values),
            social_base: consultation.base_of(&Part::Social, &values),
            id: id.to_string(),
            person,
            content: content_of(&consultation),
            on: row.on,
            post: post_name(self.desk.pack, &row.post),
            by: row.origin.author,
            signatures,
            amendments: amendments.into_iter().map(|(_, view)| view).collect(),
            conflicts,
            apart,
        })
    }
}
