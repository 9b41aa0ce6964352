//! The machine-readable lines of a document, from a scanner that types or pasted.

use posta_domain::{Mrz, Pack, looks_like_mrz};
use posta_store::PersonRow;

use crate::app::App;
use crate::error::Error;
use crate::open::Open;
use crate::permission::Act;
use crate::person::{only_warnings, view_document, view_problem};
use crate::time::Moment;
use crate::view::{IdentityDocumentView, MrzView};

impl App {
    /// What the machine-readable lines say, for the form to take. A wrong check digit is a warning.
    ///
    /// # Errors
    /// [`Error::BadInput`] (these are no such lines), [`Error::NotAllowed`], [`Error::Locked`].
    pub fn read_mrz(&self, text: &str) -> Result<MrzView, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::RegisterPerson)?;
            match Mrz::read(text, now.today) {
                Ok(read) => mrz_view(&read, open.desk.pack, now),
                Err(problem) => Err(Error::BadInput(vec![view_problem(problem)])),
            }
        })
    }
}

fn mrz_view(read: &Mrz, pack: &Pack, now: Moment) -> Result<MrzView, Error> {
    let (surname1, surname2) = read.surnames();
    Ok(MrzView {
        given_names: read.given_names.clone(),
        surname1,
        surname2,
        // Without a date that can be read, it stays in the state in which the form has it.
        document: IdentityDocumentView {
            state: read.state(now.today).map(|state| state.to_string()).unwrap_or_default(),
            ..view_document(&read.document(pack, now.today))
        },
        birth: read.birth.to_string(),
        sex: read.sex.as_str().into(),
        nationality: read.nationality_code(),
        problems: only_warnings(read.problems.clone())?,
    })
}

impl Open {
    /// People of the document whose lines were scanned into the search: by its number, and else by its names.
    pub(crate) fn find_by_mrz(
        &self,
        text: &str,
        limit: u32,
        now: Moment,
    ) -> Result<Option<Vec<PersonRow>>, Error> {
        let Some(read) = looks_like_mrz(text).then(|| Mrz::read(text, now.today).ok()).flatten() else {
            return Ok(None);
        };
        let file = &self.registry()?.file;
        let by_number = file.search(&read.number, limit)?;
        if !by_number.is_empty() {
            return Ok(Some(by_number));
        }
        Ok(Some(file.search(&format!("{} {}", read.given_names, read.surname), limit)?))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::time::Duration;

    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn a_scanned_document_without_a_date_is_left_in_the_state_of_the_form() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 29).unwrap();
        let now = Moment { at: 0, today, up: Duration::ZERO };
        let state = |expiry| {
            let read = Mrz { expiry, code: "P".into(), ..Mrz::default() };
            mrz_view(&read, Pack::all().first().unwrap(), now).unwrap().document.state
        };
        assert_eq!(state(None), "");
        assert_eq!((state(Some(today)).as_str(), state(today.pred_opt()).as_str()), ("vigente", "vencido"));
    }
}
