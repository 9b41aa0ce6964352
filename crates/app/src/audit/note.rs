//! Noting an act on confidential records. What cannot be noted is not done, and not shown.

use posta_domain::{AuditAct, AuditRecord, DocumentId};
use posta_identity::Hash32;

use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::inbox::AUDIT;
use crate::open::Open;
use crate::permission::Act;
use crate::scope::OpenScope;
use crate::time::Moment;

impl App {
    /// Notes that the page, the slip or the card of a person was printed, and answers the purposes that the person agreed
    /// to: the page leaves out what is for any other. Call it before printing. Of a page that shows consultations those
    /// are noted, and never with the person, so that no row tells who was attended.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::NotFound`], [`Error::Locked`], [`Error::Storage`]: do not print then.
    pub fn note_printed(&self, person: &str) -> Result<Vec<String>, Error> {
        let now = self.now();
        let person = read_id(person)?;
        self.with(|open| {
            open.allow(Act::NotePrinted)?;
            if open.registry()?.file.person(&person)?.is_none() {
                return Err(Error::NotFound);
            }
            let agreed = open.agreed_purposes(&person, now)?;
            if !open.note_shown(AuditAct::Printed, &person, now)? {
                open.note_in(open.registry()?, AuditAct::Printed, "person", vec![person], now)?;
            }
            Ok(agreed)
        })
    }
}

impl Open {
    /// Notes acts for the supervisors; durable when it returns.
    ///
    /// # Errors
    /// [`Error::Storage`]: it was not noted, so it must not be done.
    pub fn note(&self, records: &[AuditRecord], now: Moment) -> Result<(), Error> {
        if records.is_empty() {
            return Ok(());
        }
        let records = records.iter().map(AuditRecord::encode).collect();
        self.seal_to(self.membership().audit(), AUDIT, records, now)
    }

    /// Notes an act on records of a confidential scope.
    ///
    /// # Errors
    /// As [`Open::note`].
    pub fn note_in(
        &self,
        scope: &OpenScope,
        act: AuditAct,
        kind: &str,
        records: Vec<DocumentId>,
        now: Moment,
    ) -> Result<(), Error> {
        let note = |record| AuditRecord {
            at: now.at,
            act: act.clone(),
            sensitivity: scope.sensitivity.as_str().into(),
            place: scope.place.clone(),
            kind: kind.into(),
            record,
            ..AuditRecord::default()
        };
        self.note(&records.into_iter().map(note).collect::<Vec<_>>(), now)
    }

    /// Notes that a list of a team's records was shown, once a session: the list as such, and none of its records.
    ///
    /// # Errors
    /// As [`Open::note`].
    pub fn note_list(&self, scope: &OpenScope, list: &str, now: Moment) -> Result<(), Error> {
        let name = Hash32::of_parts(&[b"posta list", list.as_bytes(), scope.id.as_bytes()]);
        let new = self.not_noted(&[DocumentId::from(name.half())]);
        if !new.is_empty() {
            self.note_in(scope, AuditAct::Opened, list, vec![DocumentId::NONE], now)?;
            self.remember_noted(new);
        }
        Ok(())
    }

    /// Notes an act on the consultations of a person whose content the page shows, those with all of their records.
    /// Returns whether there are any.
    ///
    /// # Errors
    /// As [`Open::note`].
    pub fn note_shown(&self, act: AuditAct, person: &DocumentId, now: Moment) -> Result<bool, Error> {
        let mut any = false;
        for scope in self.confidential() {
            let mut rows = Vec::new();
            for each in self.linked_records(person)? {
                rows.extend(scope.file.consultations_of(&each)?);
            }
            let shown = rows.iter().filter(|row| !row.restricted || self.was_opened(&row.id));
            let records: Vec<DocumentId> = shown.map(|row| row.id).collect();
            any |= !records.is_empty();
            self.note_in(scope, act.clone(), "consultation", records, now)?;
        }
        Ok(any)
    }
}

/// An error of reading inside an act that also notes: nothing could be shown, and nothing was to be saved.
pub(crate) fn cannot_show(error: Error) -> Error {
    match error {
        Error::Storage(what) => Error::Unreadable(what),
        other => other,
    }
}
