//! The rights and requirements sheet. It holds nothing of anybody.

use std::path::Path;

use posta_domain::Sheet;

use crate::app::App;
use crate::error::Error;
use crate::permission::Act;
use crate::view::{ConsentText, ExportView, PrintView, SheetLanguage, SheetSection, SheetView};

impl App {
    /// The languages that the sheet is offered in.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`].
    pub fn sheet_languages(&self) -> Result<Vec<SheetLanguage>, Error> {
        self.with(|open| {
            open.allow(Act::SeeHome)?;
            let language = |sheet: &Sheet| SheetLanguage {
                code: sheet.language.clone(),
                name: sheet.name.clone(),
                reviewed: sheet.reviewed,
            };
            Ok(open.desk.pack.sheets().map(language).collect())
        })
    }

    /// The sheet in a language.
    ///
    /// # Errors
    /// [`Error::NotFound`] (not in that language), [`Error::NotAllowed`], [`Error::Locked`].
    pub fn rights_sheet(&self, language: &str) -> Result<SheetView, Error> {
        self.with(|open| {
            open.allow(Act::SeeHome)?;
            open.desk.pack.sheet(language).map(sheet_view).ok_or(Error::NotFound)
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

fn sheet_view(sheet: &Sheet) -> SheetView {
    let section = |section: &posta_domain::Section| SheetSection {
        code: section.code.clone(),
        title: section.title.clone(),
        lines: section.lines.clone(),
    };
    let text = |text: &posta_domain::ConsentText| ConsentText {
        purpose: text.purpose.clone(),
        title: text.title.clone(),
        text: text.text.clone(),
    };
    SheetView {
        language: sheet.language.clone(),
        name: sheet.name.clone(),
        reviewed: sheet.reviewed,
        title: sheet.title.clone(),
        sections: sheet.sections.iter().map(section).collect(),
        consent_intro: sheet.consent_intro.clone(),
        consent: sheet.consent.iter().map(text).collect(),
    }
}
