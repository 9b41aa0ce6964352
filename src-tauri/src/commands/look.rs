//! How the window looks on this device. Works while it is locked.

use super::{Answer, Posta};
use posta_app::view::LookView;

/// The language and theme that were chosen.
#[tauri::command]
#[specta::specta]
pub async fn look(posta: Posta<'_>) -> Answer<LookView> {
    posta.act(|app| Ok::<_, crate::CommandError>(app.look())).await
}

/// Chooses them for everybody who uses this device.
#[tauri::command]
#[specta::specta]
pub async fn set_look(posta: Posta<'_>, language: String, theme: String) -> Answer<()> {
    posta.act(move |app| app.set_look(&language, &theme)).await
}
