//! Without a network: a file on a stick.

use std::path::Path;

use super::{Answer, Posta};
use posta_app::view::{CarrySaved, CarryTaken, CarryView};

/// What may be carried without a network: places for a file, and who has what.
#[tauri::command]
#[specta::specta]
pub async fn carry_view(posta: Posta<'_>) -> Answer<CarryView> {
    posta.act(|app| app.carry_view()).await
}

/// Writes a file for the others: what the server is not known to have (`unsent`), or `all` that may be passed on.
#[tauri::command]
#[specta::specta]
pub async fn carry_save(posta: Posta<'_>, folder: String, what: String) -> Answer<CarrySaved> {
    posta.act(move |app| app.carry_save(Path::new(&folder), &what)).await
}

/// Takes a file in.
#[tauri::command]
#[specta::specta]
pub async fn carry_take(posta: Posta<'_>, path: String) -> Answer<CarryTaken> {
    posta.act(move |app| app.carry_take(Path::new(&path))).await
}
