//! What is noted of acts on confidential records, and the acts that need a reason or a note.

use super::{Answer, Posta};
use posta_app::view::{AuditFilter, AuditPage, ExportView, TimelineEntry};
use std::path::PathBuf;

/// A page of the audit.
#[tauri::command]
#[specta::specta]
pub async fn audit_page(posta: Posta<'_>, filter: AuditFilter) -> Answer<AuditPage> {
    posta.act(move |app| app.audit_page(&filter)).await
}

/// Shows a restricted consultation, once the reason is noted.
#[tauri::command]
#[specta::specta]
pub async fn open_restricted(
    posta: Posta<'_>,
    consultation: String,
    reason: String,
    words: String,
) -> Answer<TimelineEntry> {
    posta.act(move |app| app.open_restricted(&consultation, &reason, &words)).await
}

/// Notes that a person's page is about to be printed, and answers the purposes that the person agreed to.
#[tauri::command]
#[specta::specta]
pub async fn note_printed(posta: Posta<'_>, person: String) -> Answer<Vec<String>> {
    posta.act(move |app| app.note_printed(&person)).await
}

/// Writes one person's data into a folder.
#[tauri::command]
#[specta::specta]
pub async fn export_person(posta: Posta<'_>, person: String, folder: String) -> Answer<ExportView> {
    posta.act(move |app| app.export_person(&person, &PathBuf::from(folder))).await
}
