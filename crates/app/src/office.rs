//! What the records of the supervisor's office have in common: how their forms are read, and how they are kept.

use chrono::NaiveDate;
use posta_domain::{DocumentId, Fields, Kind, Problem};
use posta_store::Write;

use crate::error::Error;
use crate::id::read_id;
use crate::open::Open;
use crate::person::only_warnings;
use crate::scope::Deed;
use crate::time::Moment;
use crate::view::Saved;

/// One line as it is kept.
pub(crate) fn line(typed: &str) -> String {
    typed.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// A note as it is kept: with its own lines.
pub(crate) fn note(typed: &str) -> String {
    typed.replace("\r\n", "\n").trim().to_owned()
}

/// A day of a form; blank is none.
pub(crate) fn read_day(field: &str, typed: &str, problems: &mut Vec<Problem>) -> Option<NaiveDate> {
    let typed = typed.trim();
    let day = typed.parse().ok();
    if day.is_none() && !typed.is_empty() {
        problems.push(Problem::error(field, "date_unreadable"));
    }
    day
}

/// The id of another record that a form names; blank is none.
pub(crate) fn read_reference(
    field: &str,
    typed: &str,
    code: &'static str,
    problems: &mut Vec<Problem>,
) -> DocumentId {
    let id = typed.parse().ok();
    if id.is_none() && !typed.is_empty() {
        problems.push(Problem::error(field, code));
    }
    id.unwrap_or_default()
}

impl Open {
    /// The record that a form is about, with what is stored of it: a new one where the form names none.
    ///
    /// # Errors
    /// [`Error::NotFound`]: it names one that is not there.
    pub(crate) fn office_record(&self, kind: &Kind, id: &str) -> Result<(DocumentId, Fields), Error> {
        if id.is_empty() {
            return Ok((self.new_record_id(kind), Fields::new()));
        }
        let id = read_id(id)?;
        let document = self.registry()?.file.document(kind, &id)?.ok_or(Error::NotFound)?;
        Ok((id, document.fields()))
    }

    /// Writes what changed, unless a problem blocks.
    pub(crate) fn keep_office_record(
        &self,
        kind: Kind,
        id: DocumentId,
        fields: Fields,
        problems: Vec<Problem>,
        now: Moment,
    ) -> Result<Saved, Error> {
        let warnings = only_warnings(problems)?;
        let writes = vec![Write { kind, id, fields }];
        self.registry()?.commit(&self.desk, &[Deed { writes, draft: None }], now.at)?;
        Ok(Saved { id: id.to_string(), warnings })
    }
}
