//! What a person carries to the next post.

use super::{Answer, Posta};
use posta_app::view::{ExportView, PrintView, SummaryOffer, SummaryReading};

/// What a summary could say of a person, for them to choose from.
#[tauri::command]
#[specta::specta]
pub async fn summary_offer(posta: Posta<'_>, person: String) -> Answer<SummaryOffer> {
    posta.act(move |app| app.summary_offer(&person)).await
}

/// A summary of what was chosen as pages: `a5`, `a6`, `receipt`.
#[tauri::command]
#[specta::specta]
pub async fn summary_page(
    posta: Posta<'_>,
    person: String,
    choice: Vec<String>,
    paper: String,
    language: String,
) -> Answer<PrintView> {
    posta.act(move |app| app.summary_page(&person, &choice, &paper, &language)).await
}

/// A summary as a PDF in a folder.
#[tauri::command]
#[specta::specta]
pub async fn save_summary(
    posta: Posta<'_>,
    person: String,
    choice: Vec<String>,
    paper: String,
    language: String,
    folder: String,
) -> Answer<ExportView> {
    posta.act(move |app| app.save_summary(&person, &choice, &paper, &language, folder.as_ref())).await
}

/// What a scanned summary says, and how far this device can vouch for it.
#[tauri::command]
#[specta::specta]
pub async fn read_summary(posta: Posta<'_>, text: String) -> Answer<SummaryReading> {
    posta.act(move |app| app.read_summary(&text)).await
}
