//! The rights and requirements sheet. It holds nothing of anybody.

use std::path::Path;

use posta_domain::Sheet;
use posta_formats::{Paper, Print, Review};

use super::print::{bad, pages, read_language, read_paper, save_pdf};
use crate::app::App;
use crate::error::Error;
use crate::open::Open;
use crate::permission::Act;
use crate::view::{ConsentText, ExportView, PrintView, SheetLanguage, SheetSection, SheetView};

/// Papers that a sheet is made for.
const PAPERS: [Paper; 3] = [Paper::A4, Paper::A5, Paper::Receipt];

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
    /// [`Error::NotFound`], [`Error::BadInput`] (no such paper), [`Error::CannotPrint`], [`Error::NotAllowed`],
    /// [`Error::Locked`].
    pub fn sheet_print(&self, language: &str, paper: &str) -> Result<PrintView, Error> {
        self.with(|open| pages(&self.folder, open.lay_sheet_out(language, paper)?))
    }

    /// The sheet as a PDF in a folder.
    ///
    /// # Errors
    /// As [`App::sheet_print`]; [`Error::BadInput`]: there is no such folder; [`Error::Storage`].
    pub fn save_sheet(&self, language: &str, paper: &str, folder: &Path) -> Result<ExportView, Error> {
        let now = self.now();
        self.with(|open| {
            let print = open.lay_sheet_out(language, paper)?;
            if folder.is_dir() {
                save_pdf(&self.folder, print, folder, now.today)
            } else {
                Err(bad("folder", "folder_unknown"))
            }
        })
    }
}

impl Open {
    fn lay_sheet_out(&self, language: &str, paper: &str) -> Result<Print, Error> {
        self.allow(Act::SeeHome)?;
        let (paper, language) = (read_paper(paper, &PAPERS)?, read_language(language)?);
        let pack = self.desk.pack;
        let sheet = pack.sheet(language.code()).ok_or(Error::NotFound)?;
        let section = |section: &posta_domain::Section| posta_formats::Section {
            heading: section.title.clone(),
            paragraphs: section.lines.clone(),
        };
        let sheet = posta_formats::Sheet {
            language,
            title: sheet.title.clone(),
            sections: sheet.sections.iter().map(section).collect(),
            review: if sheet.reviewed { Review::Reviewed } else { Review::NotReviewed },
            edition: format!("{} {}", pack.id, pack.version),
        };
        sheet.lay_out(paper).map_err(|_| Error::CannotPrint)
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
