//! What every print has in common: which paper and language, as pages for the window, as a file in a folder.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveDate;
use posta_formats::{Language, Paper, Print};
use posta_identity::private_file::{temporary_of, write_private};

use crate::error::Error;
use crate::folder::Folder;
use crate::id::random_document;
use crate::view::{ExportView, PrintView, ProblemView};

/// Of pages in the window: fine enough for a laser printer's text. Dots an inch.
const FINE: u16 = 200;

pub(crate) fn bad(field: &str, code: &str) -> Error {
    Error::BadInput(vec![ProblemView { field: field.into(), code: code.into(), severity: "error".into() }])
}

/// A paper by its word, of those that fit.
pub(crate) fn read_paper(word: &str, fitting: &[Paper]) -> Result<Paper, Error> {
    Paper::from_code(word)
        .filter(|paper| fitting.contains(paper))
        .ok_or_else(|| bad("paper", "paper_unknown"))
}

pub(crate) fn read_language(code: &str) -> Result<Language, Error> {
    Language::from_code(code).ok_or_else(|| bad("language", "language_unknown"))
}

/// Pages to look at and to print.
pub(crate) fn pages(folder: &Folder, print: Print) -> Result<PrintView, Error> {
    let print = told_apart(folder, print)?;
    let pictures = print.png(FINE).map_err(|_| Error::CannotPrint)?;
    let size = print.pages().first().copied().ok_or(Error::CannotPrint)?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // A page is some hundred millimetres.
    let whole = |millimetres: f64| millimetres.round() as u32;
    Ok(PrintView {
        pages: pictures.iter().map(|picture| STANDARD.encode(picture)).collect(),
        width_mm: whole(size.width_mm),
        height_mm: whole(size.height_mm),
    })
}

/// What a practice prints says so across each page.
fn told_apart(folder: &Folder, print: Print) -> Result<Print, Error> {
    if !folder.is_practice() {
        return Ok(print);
    }
    print.as_practice().map_err(|_| Error::CannotPrint)
}

/// Writes a PDF into a folder that is there, for its owner only, under a name that tells nothing.
pub(crate) fn save_pdf(
    home: &Folder,
    print: Print,
    folder: &Path,
    on: NaiveDate,
) -> Result<ExportView, Error> {
    let print = told_apart(home, print)?;
    let pdf = print.pdf(on).map_err(|_| Error::CannotPrint)?;
    let path = folder.join(format!("{}.pdf", random_document()?));
    if let Err(error) = write_private(&path, &pdf) {
        // What was written of it is in the clear.
        let _ = std::fs::remove_file(temporary_of(&path));
        return Err(Error::Storage(error.kind().to_string()));
    }
    Ok(ExportView { path: path.to_string_lossy().into_owned(), records: 1 })
}
