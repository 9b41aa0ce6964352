//! How the window looks on this device. Works while it is locked.

use super::{Answer, Posta, away};
use posta_app::view::LookView;

/// The language and theme that were chosen.
#[tauri::command]
#[specta::specta]
pub async fn look(posta: Posta<'_>) -> Answer<LookView> {
    let device = posta.device()?;
    away(move || Ok(device.look())).await
}

/// Chooses them for everybody who uses this device.
#[tauri::command]
#[specta::specta]
pub async fn set_look(posta: Posta<'_>, language: String, theme: String) -> Answer<()> {
    let device = posta.device()?;
    away(move || device.set_look(&language, &theme).map_err(Into::into)).await
}
