//! The words of the country's pack that forms need.

use super::{Answer, Posta};
use posta_app::view::Catalogue;

/// The words that this session's forms offer.
#[tauri::command]
#[specta::specta]
pub async fn catalogue(posta: Posta<'_>) -> Answer<Catalogue> {
    posta.act(|app| app.catalogue()).await
}
