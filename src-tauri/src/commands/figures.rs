//! Indicators.

use std::path::Path;

use super::{Answer, Posta};
use posta_app::view::{CampaignDays, ExportView, FiguresRequest, FiguresView, PrintView};

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
