//! Deciding a conflict: the value that a person chose is written; the others stay in the history.

use posta_domain::{AuditAct, Consultation, Kind, Scalar, part_of};
use posta_store::Write;

use super::edit::act_to_change;
use super::only_warnings;
use super::show::scalar_text;
use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::paper::bad;
use crate::permission::Act;
use crate::scope::Deed;
use crate::view::{FieldEdit, Saved};

impl App {
    /// Writes the chosen value of a field in conflict, and what follows from it. A value that is none of those in conflict is an edit and is
    /// checked as one.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotAllowed`], [`Error::BadInput`], [`Error::Locked`], [`Error::Storage`].
    pub fn resolve_conflict(&self, kind: &str, id: &str, field: &str, value: &str) -> Result<Saved, Error> {
        let now = self.now();
        let kind = Kind::from_word(kind);
        let document = read_id(id)?;
        let chosen = self.with(|open| {
            open.allow(Act::ResolveConflict)?;
            open.allow(act_to_change(&kind))?;
            if kind == Kind::Enrollment
                && let Some(saved) = open.resolve_enrollment(document, field, value, now)?
            {
                return Ok(Some(saved));
            }
            let scope = open.scope_of(&kind)?;
            let is_confidential = open.confidential().any(|team| team.id == scope.id);
            if is_confidential && open.closed_in(scope)?.contains(&document) {
                return Err(Error::NotFound);
            }
            let loaded = scope.file.document(&kind, &document)?.ok_or(Error::NotFound)?;
            let is_signed = kind == Kind::Consultation
                && part_of(field)
                    .is_some_and(|part| Consultation::from_fields(&loaded.fields()).is_signed(&part));
            if is_signed {
                return Err(bad("part", "part_signed"));
            }
            let conflict = loaded.conflicts().into_iter().find(|conflict| conflict.field == field);
            let values = conflict.ok_or(Error::NotFound)?.values;
            let chosen: Option<Scalar> =
                values.into_iter().map(|each| each.value).find(|each| scalar_text(each) == value);
            let Some(chosen) = chosen else { return Ok(None) };
            let fields = [(field.to_owned(), chosen)].into_iter().collect();
            let mut writes = vec![Write { kind: kind.clone(), id: document, fields }];
            let mut warnings = Vec::new();
            if kind == Kind::Consultation && field == "person" {
                // What was made in it is about the same person.
                let fields = writes.iter().map(|write| write.fields.clone()).next().unwrap_or_default();
                let made = scope.file.made_in(&document)?.into_iter();
                writes.extend(made.map(|(kind, id)| Write { kind, id, fields: fields.clone() }));
            }
            if kind == Kind::Person {
                // Who turns out to be a minor by this was never asked whom they came with.
                if let Some(write) = writes.first_mut() {
                    warnings = only_warnings(open.accompaniment_of(write, "", now)?.1)?;
                }
                let decided = writes.first().map(|write| open.decide_with(write, now)).transpose()?;
                writes.extend(decided.unwrap_or_default());
            }
            if is_confidential {
                open.note_in(scope, AuditAct::Amended, kind.as_str(), vec![document], now)?;
            }
            scope.commit(&open.desk, &[Deed { writes, draft: None }], now.at)?;
            Ok(Some(Saved { id: document.to_string(), warnings }))
        })?;
        match chosen {
            Some(saved) => Ok(saved),
            None => self.edit_person(id, &[FieldEdit { field: field.into(), value: value.into() }]),
        }
    }
}
