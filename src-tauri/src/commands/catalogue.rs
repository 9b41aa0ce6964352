//! The words of the country's pack that forms need.

use super::{Answer, Posta};
use posta_app::view::Catalogue;

/// The words that this session's forms offer, in a language of the interface.
#[tauri::command]
#[specta::specta]
pub async fn catalogue(posta: Posta<'_>, language: String) -> Answer<Catalogue> {
    posta.act(move |app| app.catalogue(&language)).await
}
