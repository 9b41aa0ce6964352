//! The rights and requirements sheet. It holds nothing of anybody.

use std::path::Path;

use crate::app::App;
use crate::error::Error;
use crate::permission::Act;
use crate::view::{ExportView, PrintView, SheetLanguage, SheetView};

impl App {
    /// The languages that the sheet is offered in.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`].
    pub fn sheet_languages(&self) -> Result<Vec<SheetLanguage>, Error> {
        self.with(|open| {
            open.allow(Act::SeeHome)?;
            Ok(Vec::new())
        })
    }

    /// The sheet in a language.
    ///
    /// # Errors
    /// [`Error::NotFound`] (not in that language), [`Error::NotAllowed`], [`Error::Locked`].
    pub fn rights_sheet(&self, _language: &str) -> Result<SheetView, Error> {
        self.with(|open| {
            open.allow(Act::SeeHome)?;
            Err(Error::NotFound)
        })
    }

    /// The sheet as pages.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::BadInput`] (no such paper), [`Error::NotAllowed`], [`Error::Locked`].
    pub fn sheet_print(&self, _language: &str, _paper: &str) -> Result<PrintView, Error> {
        self.with(|open| {
            open.allow(Act::SeeHome)?;
            Err(Error::NotFound)
        })
    }

    /// The sheet as a PDF in a folder.
    ///
    /// # Errors
    /// As [`App::sheet_print`]; [`Error::BadInput`]: there is no such folder; [`Error::Storage`].
    pub fn save_sheet(&self, _language: &str, _paper: &str, _folder: &Path) -> Result<ExportView, Error> {
        self.with(|open| {
            open.allow(Act::SeeHome)?;
            Err(Error::NotFound)
        })
    }
}
