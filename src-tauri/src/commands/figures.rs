//! Indicators.

use std::path::Path;

use super::{Answer, Posta};
use posta_app::view::{
    CampaignDays, ExportView, FiguresRequest, FiguresView, NationalTaken, NationalView, PrintView,
};

/// The indicators of a period and the one before, of a post or all.
#[tauri::command]
#[specta::specta]
pub async fn figures(posta: Posta<'_>, request: FiguresRequest) -> Answer<FiguresView> {
    posta.act(move |app| app.figures(&request)).await
}

/// The report of a period as pages.
#[tauri::command]
#[specta::specta]
pub async fn figures_print(posta: Posta<'_>, request: FiguresRequest) -> Answer<PrintView> {
    posta.act(move |app| app.figures_print(&request)).await
}

/// The report of a period as a PDF in a folder.
#[tauri::command]
#[specta::specta]
pub async fn save_figures(posta: Posta<'_>, request: FiguresRequest, folder: String) -> Answer<ExportView> {
    posta.act(move |app| app.save_figures(&request, Path::new(&folder))).await
}

/// The campaigns that have begun, the newest first.
#[tauri::command]
#[specta::specta]
pub async fn figure_campaigns(posta: Posta<'_>) -> Answer<Vec<CampaignDays>> {
    posta.act(|app| app.figure_campaigns()).await
}

/// A month of all departments together; "" for the last one over.
#[tauri::command]
#[specta::specta]
pub async fn national_figures(posta: Posta<'_>, month: String, language: String) -> Answer<NationalView> {
    posta.act(move |app| app.national_figures(&month, &language)).await
}

/// Takes in the figures of another department.
#[tauri::command]
#[specta::specta]
pub async fn take_national_figures(posta: Posta<'_>, path: String) -> Answer<NationalTaken> {
    posta.act(move |app| app.take_national_figures(Path::new(&path))).await
}
