//! A consultation between its two authors: read whole, written part by part, signed, amended, linked to a person.

use posta_domain::{
    AuditAct, Consultation, DocumentId, Fields, Kind, NeedState, Part, Problem, Signed, part_of,
};
use posta_store::Write;

use super::read::{content_of, read_content};
use crate::app::App;
use crate::audit::cannot_show;
use crate::catalogue::post_name;
use crate::error::Error;
use crate::id::{random_document, read_id};
use crate::open::Open;
use crate::paper::bad;
use crate::permission::Act;
use crate::person::only_warnings;
use crate::scope::{Deed, OpenScope};
use crate::time::{Moment, rfc3339};
use crate::view::{
    AmendmentView, ConsultationInput, ConsultationView, NeedView, Saved, SignatureView, UnlinkedCard,
};

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
        self.change_consultation(id, |_, consultation| {
            let before = consultation.clone();
            if before.is_signed(&part) {
                return Err(Problem::error("part", "part_signed"));
            }
            if before.base_of(&part) != base {
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

    /// Signs a part for this user; returns once that is durable.
    ///
    /// # Errors
    /// [`Error::BadInput`] (`part_blank`, `part_signed`), and as [`App::write_part`].
    pub fn sign_part(&self, id: &str, part: &str) -> Result<Saved, Error> {
        self.change_consultation(id, |open, consultation| {
            consultation.sign(&Part::from_word(part), &open.desk.secrets.user.to_string())
        })
    }

    /// Adds to a part that was signed; nothing of it is overwritten.
    ///
    /// # Errors
    /// [`Error::BadInput`] (`part_unsigned`, `amendment_blank`, `text_too_long`), and as [`App::write_part`].
    pub fn amend_part(&self, id: &str, part: &str, text: &str) -> Result<Saved, Error> {
        let key = random_document()?.to_string();
        self.change_consultation(id, |_, consultation| consultation.amend(&key, Part::from_word(part), text))
    }

    /// Says what was done about a need and how it stands, also after its part was signed.
    ///
    /// # Errors
    /// [`Error::BadInput`] (`need_unknown`, `need_state_unknown`), and as [`App::write_part`].
    pub fn tend_need(&self, id: &str, need: &NeedView) -> Result<Saved, Error> {
        self.change_consultation(id, |_, consultation| {
            if !consultation.needs.contains(&need.code) {
                return Err(Problem::error("need", "need_unknown"));
            }
            let state = NeedState::from_word(&need.state);
            if matches!(state, NeedState::Other(_)) {
                return Err(Problem::error("need", "need_state_unknown"));
            }
            let seen = consultation.about_needs.entry(need.code.clone()).or_default();
            (seen.state, seen.done) = (state, need.done.trim().to_owned());
            Ok(())
        })
    }

    /// Says who somebody attended without identity was.
    ///
    /// # Errors
    /// [`Error::NotFound`] (no such person), [`Error::BadInput`] (`consultation_linked`: to somebody else already), and as
    /// [`App::write_part`].
    pub fn link_consultation(&self, id: &str, person: &str) -> Result<Saved, Error> {
        let person = read_id(person)?;
        let is_known = self.read(|open| {
            open.allow(Act::RecordConsultation)?;
            Ok(open.registry()?.file.holds(&Kind::Person, &person)?)
        })?;
        if !is_known {
            return Err(Error::NotFound);
        }
        let now = self.now();
        let id = read_id(id)?;
        self.with(|open| {
            open.allow(Act::RecordConsultation)?;
            let (scope, stored) = open.find_shown(&Kind::Consultation, &id)?;
            let mut consultation = Consultation::from_fields(&stored);
            if !consultation.person.is_none() && consultation.person != person {
                return Err(bad("person", "consultation_linked"));
            }
            consultation.person = person;
            let mut writes =
                vec![Write { kind: Kind::Consultation, id, fields: consultation.changes_from(&stored) }];
            // What was made in it is about the same person.
            for (kind, made) in scope.file.made_in(&id)? {
                let fields = [("person".to_owned(), person.to_string().into())].into_iter().collect();
                writes.push(Write { kind, id: made, fields });
            }
            open.note_in(scope, AuditAct::Amended, Kind::Consultation.as_str(), vec![id], now)?;
            scope.commit(&open.desk, &[Deed { writes, draft: None }], now.at)?;
            Ok(Saved { id: id.to_string(), warnings: Vec::new() })
        })
    }

    /// Those who were attended without identity and are not linked yet, the newest first; what the team calls them only
    /// where the consultation is not closed. That the list was shown is noted first, once a session.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`]; [`Error::Storage`] when it could not be noted, and
    /// is not shown.
    pub fn unlinked_consultations(&self) -> Result<Vec<UnlinkedCard>, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::ReadConsultation)?;
            let mut cards = Vec::new();
            for scope in open.confidential() {
                let rows = scope.file.consultations_to_link().map_err(Error::from).map_err(cannot_show)?;
                cards.extend(rows.into_iter().map(|row| UnlinkedCard {
                    called: if row.restricted && !open.was_opened(&row.id) {
                        String::new()
                    } else {
                        row.called
                    },
                    id: row.id.to_string(),
                    on: row.on,
                    post: post_name(open.desk.pack, &row.post),
                    by: row.origin.author,
                }));
                open.note_list(scope, "unlinked", now)?;
            }
            Ok(cards)
        })
    }

    fn change_consultation(
        &self,
        id: &str,
        act: impl FnOnce(&Open, &mut Consultation) -> Result<(), Problem>,
    ) -> Result<Saved, Error> {
        let now = self.now();
        let id = read_id(id)?;
        self.with(|open| {
            open.allow(Act::RecordConsultation)?;
            let (scope, stored) = open.find_in_teams(&Kind::Consultation, &id)?;
            let mut consultation = Consultation::from_fields(&stored);
            open.refuse_closed(&consultation, &id)?;
            act(open, &mut consultation).or_else(|problem| only_warnings(vec![problem]).map(drop))?;
            let warnings = only_warnings(consultation.problems(open.desk.pack, now.today))?;
            let fields = consultation.changes_from(&stored);
            open.amend_in(scope, id, fields, now)?;
            Ok(Saved { id: id.to_string(), warnings })
        })
    }
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
        let conflicts = self.conflicts_of(scope, &Kind::Consultation, id, &document)?;
        let is_signed = |field: &str| part_of(field).is_some_and(|part| consultation.is_signed(&part));
        let conflicts = conflicts.into_iter().filter(|one| !one.field.starts_with("signed/"));
        let (apart, conflicts) = conflicts.partition(|one| is_signed(&one.field));
        Ok(ConsultationView {
            health_base: consultation.base_of(&Part::Health),
            social_base: consultation.base_of(&Part::Social),
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
