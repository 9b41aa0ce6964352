//! A restricted consultation: a member of its team gives a reason before reading it. Nobody else has the key anyway.

use std::collections::BTreeSet;

use posta_domain::{AuditAct, AuditRecord, Consultation, DocumentId, Fields, Kind, OpeningReason, Scalar};
use posta_store::ConsultationRow;

use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::members::unknown_reason;
use crate::open::Open;
use crate::permission::Act;
use crate::scope::OpenScope;
use crate::session::turns::IDLE_RESTRICTED;
use crate::time::Moment;
use crate::view::{ProblemView, TimelineEntry};

/// Longest reason in own words. Characters.
const WORDS: usize = 200;

impl App {
    /// Shows a restricted consultation to a member of its team, once the reason is durable in the audit. From then on
    /// the session falls idle after a minute.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] (no member), [`Error::NotFound`], [`Error::BadInput`] (no such reason, or too many words),
    /// [`Error::Locked`], [`Error::Storage`]: the reason could not be kept, so nothing is shown.
    pub fn open_restricted(&self, id: &str, reason: &str, words: &str) -> Result<TimelineEntry, Error> {
        let now = self.now();
        let id = read_id(id)?;
        self.with(|open| {
            open.allow(Act::OpenRestricted)?;
            if matches!(OpeningReason::from_word(reason), OpeningReason::Other(_)) {
                return Err(unknown_reason());
            }
            if words.chars().nth(WORDS).is_some() {
                let (field, code, severity) = ("words".into(), "text_too_long".into(), "error".into());
                return Err(Error::BadInput(vec![ProblemView { field, code, severity }]));
            }
            let entry = open.open_restricted(id, reason, words, now)?;
            open.remember_opened(id);
            open.desk.idle_seconds = IDLE_RESTRICTED;
            Ok(entry)
        })
    }
}

impl Open {
    /// The restricted consultations of a scope that no reason was given for, and what was made in them.
    pub(crate) fn closed_in(&self, scope: &OpenScope) -> Result<BTreeSet<DocumentId>, Error> {
        let mut closed = BTreeSet::new();
        for consultation in scope.file.restricted_consultations()? {
            if !self.was_opened(&consultation) {
                closed.insert(consultation);
                closed.extend(scope.file.made_in(&consultation)?.into_iter().map(|(_, id)| id));
            }
        }
        Ok(closed)
    }

    /// What a scope holds about a person and shows: not what is part of a closed consultation.
    pub(crate) fn shown_about(
        &self,
        scope: &OpenScope,
        person: &DocumentId,
    ) -> Result<Vec<(Kind, DocumentId)>, Error> {
        let closed = self.closed_in(scope)?;
        let mut about = Vec::new();
        for each in self.linked_records(person)? {
            about.extend(scope.file.documents_about(&each)?);
        }
        about.retain(|(_, id)| !closed.contains(id));
        Ok(about)
    }

    /// A document of the open teams that may be shown and changed: not while it is part of a closed consultation.
    ///
    /// # Errors
    /// [`Error::NotFound`], also of what is closed.
    pub(crate) fn find_shown(&self, kind: &Kind, id: &DocumentId) -> Result<(&OpenScope, Fields), Error> {
        let (scope, fields) = self.find_in_teams(kind, id)?;
        if self.is_closed(scope, kind, id, &fields)? { Err(Error::NotFound) } else { Ok((scope, fields)) }
    }

    /// Whether one document is a closed consultation or was made in one.
    fn is_closed(
        &self,
        scope: &OpenScope,
        kind: &Kind,
        id: &DocumentId,
        fields: &Fields,
    ) -> Result<bool, Error> {
        if *kind == Kind::Consultation {
            return Ok(Consultation::from_fields(fields).restricted && !self.was_opened(id));
        }
        for (key, of) in [("consultation", Kind::Consultation), ("referral", Kind::Referral)] {
            let Some(made_in) = id_in(fields, key) else { continue };
            if let Some(document) = scope.file.document(&of, &made_in)?
                && self.is_closed(scope, &of, &made_in, &document.fields())?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn open_restricted(
        &self,
        id: DocumentId,
        reason: &str,
        words: &str,
        now: Moment,
    ) -> Result<TimelineEntry, Error> {
        let (scope, row) = self.find_consultation(id)?;
        let record = AuditRecord {
            at: now.at,
            act: AuditAct::OpenedRestricted,
            sensitivity: scope.sensitivity.as_str().into(),
            place: scope.place.clone(),
            kind: "consultation".into(),
            record: id,
            reason: reason.into(),
            words: words.into(),
        };
        self.note(&[record], now)?;
        Ok(TimelineEntry { opened: true, ..self.consultation_event(row) })
    }

    fn find_consultation(&self, id: DocumentId) -> Result<(&OpenScope, ConsultationRow), Error> {
        for scope in self.confidential() {
            let Some(document) = scope.file.document(&Kind::Consultation, &id)? else { continue };
            let person = Consultation::from_fields(&document.fields()).person;
            let rows = scope.file.consultations_of(&person)?;
            if let Some(row) = rows.into_iter().find(|row| row.id == id) {
                return Ok((scope, row));
            }
        }
        Err(Error::NotFound)
    }
}

/// The id that a field of a document names.
fn id_in(fields: &Fields, key: &str) -> Option<DocumentId> {
    fields.get(key).and_then(Scalar::as_text).and_then(|text| text.parse().ok())
}
