//! Indicators.

use super::{Answer, Posta};
use posta_app::view::{FiguresRequest, FiguresView};

/// The indicators of a period and the one before, of a post or all.
#[tauri::command]
#[specta::specta]
pub async fn figures(posta: Posta<'_>, request: FiguresRequest) -> Answer<FiguresView> {
    posta.act(move |app| app.figures(&request)).await
}
