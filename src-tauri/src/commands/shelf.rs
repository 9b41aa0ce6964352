//! The knowledge shelf.

use std::path::Path;

use super::{Answer, Posta};
use posta_app::view::{CarryPlace, ExportView, Saved, ShelfHit, ShelfInput, ShelfPage, ShelfView};

/// What there is to read.
#[tauri::command]
#[specta::specta]
pub async fn shelf(posta: Posta<'_>, language: String) -> Answer<ShelfView> {
    posta.act(move |app| app.shelf(&language)).await
}

/// What has every word that was typed.
#[tauri::command]
#[specta::specta]
pub async fn search_shelf(
    posta: Posta<'_>,
    query: String,
    limit: u32,
    language: String,
) -> Answer<Vec<ShelfHit>> {
    posta.act(move |app| app.search_shelf(&query, limit, &language)).await
}

/// An item with its text.
#[tauri::command]
#[specta::specta]
pub async fn shelf_page(posta: Posta<'_>, id: String, language: String) -> Answer<ShelfPage> {
    posta.act(move |app| app.shelf_page(&id, &language)).await
}

/// Keeps an item, new or changed.
#[tauri::command]
#[specta::specta]
pub async fn save_shelf_item(posta: Posta<'_>, input: ShelfInput, base: Option<ShelfInput>) -> Answer<Saved> {
    posta.act(move |app| app.save_shelf_item(&input, base.as_ref())).await
}

/// Takes a PDF into an item.
#[tauri::command]
#[specta::specta]
pub async fn add_shelf_file(posta: Posta<'_>, id: String, path: String) -> Answer<Saved> {
    posta.act(move |app| app.add_shelf_file(&id, Path::new(&path))).await
}

/// Writes the PDF of an item into a folder.
#[tauri::command]
#[specta::specta]
pub async fn save_shelf_file(posta: Posta<'_>, id: String, folder: String) -> Answer<ExportView> {
    posta.act(move |app| app.save_shelf_file(&id, Path::new(&folder))).await
}

/// The PDF of an item in base64.
#[tauri::command]
#[specta::specta]
pub async fn shelf_file(posta: Posta<'_>, id: String) -> Answer<String> {
    posta.act(move |app| app.shelf_file(&id)).await
}

/// Sticks and other places with files of an ending: `pdf`, `table` or `figures`.
#[tauri::command]
#[specta::specta]
pub async fn places_with(posta: Posta<'_>, what: String) -> Answer<Vec<CarryPlace>> {
    posta.act(move |app| app.places_with(&what)).await
}
