//! Language and theme of this device; asked and set while locked, too.

use super::{Answer, Posta};
use posta_app::view::LookView;

/// The look of this device.
#[tauri::command]
#[specta::specta]
pub async fn look(posta: Posta<'_>) -> Answer<LookView> {
    posta.act(|app| app.look()).await
}

/// Chooses the look of this device.
#[tauri::command]
#[specta::specta]
pub async fn set_look(posta: Posta<'_>, language: String, theme: String) -> Answer<LookView> {
    posta.act(move |app| app.set_look(&language, &theme)).await
}
