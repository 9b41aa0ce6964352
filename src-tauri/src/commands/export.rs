//! The register as a file, and people of tables that others made.

use std::path::Path;

use super::{Answer, Posta};
use posta_app::report::ImportReport;
use posta_app::view::{ExportDone, ExportPreview, ExportProgress, ExportRequest, TablePreview};

/// How many people and records would leave, and how many people stay.
#[tauri::command]
#[specta::specta]
pub async fn export_preview(posta: Posta<'_>, request: ExportRequest) -> Answer<ExportPreview> {
    posta.act(move |app| app.export_preview(&request)).await
}

/// Writes them into a folder.
#[tauri::command]
#[specta::specta]
pub async fn export_run(posta: Posta<'_>, request: ExportRequest, folder: String) -> Answer<ExportDone> {
    posta.act(move |app| app.export_run(&request, Path::new(&folder))).await
}

/// How far an export is that goes on.
#[tauri::command]
#[specta::specta]
pub async fn export_progress(posta: Posta<'_>) -> Answer<ExportProgress> {
    posta.act(|app| app.export_progress()).await
}

/// What a table of people says, and what of it would go in.
#[tauri::command]
#[specta::specta]
pub async fn preview_table(posta: Posta<'_>, file: String, columns: Vec<String>) -> Answer<TablePreview> {
    posta.act(move |app| app.preview_table(Path::new(&file), &columns)).await
}

/// Takes the people of a table in.
#[tauri::command]
#[specta::specta]
pub async fn import_table(posta: Posta<'_>, file: String, columns: Vec<String>) -> Answer<ImportReport> {
    posta.act(move |app| app.import_table(Path::new(&file), &columns)).await
}
