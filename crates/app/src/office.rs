//! What the records of the supervisor's office have in common: how their forms are read, and how they are kept.

mod conflict;

use chrono::NaiveDate;
use posta_domain::{DocumentId, Fields, Kind, Plan, Problem, changed_over};
use posta_store::Write;

use crate::error::Error;
use crate::id::read_id;
use crate::open::Open;
use crate::person::only_warnings;
use crate::scope::Deed;
use crate::time::Moment;
use crate::view::Saved;

/// Whether records of a kind are of the office.
pub(crate) fn is_office(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Training
            | Kind::Participant
            | Kind::Plan
            | Kind::Meeting
            | Kind::Commitment
            | Kind::Publication
    )
}

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

/// The fields to put of what a form tells, over what it began from: what others wrote meanwhile in fields that the form
/// left alone stays. A field that they changed too, and to something else, is a problem by its name: whoever writes over it
/// is shown it first. `kept` is the record as its form would show it now.
pub(crate) fn written_over(
    base: &Fields,
    told: &Fields,
    kept: &Fields,
    problems: &mut Vec<Problem>,
) -> Fields {
    let (put, moved) = changed_over(base, told, kept);
    for key in moved.iter().filter(|key| !Plan::is_derived(key)) {
        let field = if key.starts_with("practice/") { "good_practices" } else { key };
        problems.push(Problem::error(field, "office_moved"));
    }
    put
}

/// What a form would show of a record, read as its form is; nothing of a new one.
pub(crate) fn shown_now(stored: &Fields, shown: impl Fn(&Fields) -> Fields) -> Fields {
    if stored.is_empty() { Fields::new() } else { shown(stored) }
}

/// What a record says once fields are put.
pub(crate) fn after(stored: &Fields, put: &Fields) -> Fields {
    let mut fields = stored.clone();
    fields.extend(put.clone());
    fields
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
