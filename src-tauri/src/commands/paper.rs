//! Papers: what is read off a document or a card, and what is printed.

use std::path::Path;

use super::{Answer, Posta};
use posta_app::view::{ExportView, MrzView, PrintView, SheetLanguage, SheetView};

/// What the machine-readable lines of a document say.
#[tauri::command]
#[specta::specta]
pub async fn read_mrz(posta: Posta<'_>, text: String) -> Answer<MrzView> {
    posta.act(move |app| app.read_mrz(&text)).await
}

/// The id of the person whose card this is.
#[tauri::command]
#[specta::specta]
pub async fn open_card(posta: Posta<'_>, text: String) -> Answer<String> {
    posta.act(move |app| app.open_card(&text)).await
}

/// The languages of the rights sheet.
#[tauri::command]
#[specta::specta]
pub async fn sheet_languages(posta: Posta<'_>) -> Answer<Vec<SheetLanguage>> {
    posta.act(|app| app.sheet_languages()).await
}

/// The rights sheet in a language.
#[tauri::command]
#[specta::specta]
pub async fn rights_sheet(posta: Posta<'_>, language: String) -> Answer<SheetView> {
    posta.act(move |app| app.rights_sheet(&language)).await
}

/// A person's slip as pages: `a5`, `a6`, `receipt`.
#[tauri::command]
#[specta::specta]
pub async fn slip(posta: Posta<'_>, person: String, paper: String, language: String) -> Answer<PrintView> {
    posta.act(move |app| app.slip(&person, &paper, &language)).await
}

/// A person's slip as a PDF in a folder.
#[tauri::command]
#[specta::specta]
pub async fn save_slip(
    posta: Posta<'_>,
    person: String,
    paper: String,
    language: String,
    folder: String,
) -> Answer<ExportView> {
    posta.act(move |app| app.save_slip(&person, &paper, &language, Path::new(&folder))).await
}

/// A person's card as a page.
#[tauri::command]
#[specta::specta]
pub async fn card(posta: Posta<'_>, person: String, language: String) -> Answer<PrintView> {
    posta.act(move |app| app.card(&person, &language)).await
}

/// A person's card as a PDF in a folder.
#[tauri::command]
#[specta::specta]
pub async fn save_card(
    posta: Posta<'_>,
    person: String,
    language: String,
    folder: String,
) -> Answer<ExportView> {
    posta.act(move |app| app.save_card(&person, &language, Path::new(&folder))).await
}

/// The rights sheet as pages.
#[tauri::command]
#[specta::specta]
pub async fn sheet_print(posta: Posta<'_>, language: String, paper: String) -> Answer<PrintView> {
    posta.act(move |app| app.sheet_print(&language, &paper)).await
}

/// The rights sheet as a PDF in a folder.
#[tauri::command]
#[specta::specta]
pub async fn save_sheet(
    posta: Posta<'_>,
    language: String,
    paper: String,
    folder: String,
) -> Answer<ExportView> {
    posta.act(move |app| app.save_sheet(&language, &paper, Path::new(&folder))).await
}
