//! The slip of a person: what they take along, with the code of their card.

use std::path::Path;

use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::permission::Act;
use crate::view::{ExportView, PrintView};

impl App {
    /// The slip as pages. That it was printed is noted for the supervisors first.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::BadInput`] (no such paper), [`Error::NotAllowed`], [`Error::Locked`];
    /// [`Error::Storage`] when it could not be noted, and is not shown.
    pub fn slip(&self, person: &str, _paper: &str, _language: &str) -> Result<PrintView, Error> {
        let _person = read_id(person)?;
        self.with(|open| {
            open.allow(Act::NotePrinted)?;
            Err(Error::NotFound)
        })
    }

    /// The slip as a PDF in a folder, under a name that tells nothing.
    ///
    /// # Errors
    /// As [`App::slip`]; [`Error::BadInput`]: there is no such folder; [`Error::Storage`].
    pub fn save_slip(
        &self,
        person: &str,
        _paper: &str,
        _language: &str,
        _folder: &Path,
    ) -> Result<ExportView, Error> {
        let _person = read_id(person)?;
        self.with(|open| {
            open.allow(Act::NotePrinted)?;
            Err(Error::NotFound)
        })
    }
}
