//! The directory of services.

use super::{Answer, Posta};
use posta_app::view::{Saved, ServiceCard, ServiceInput};

/// The directory, those that attend here first.
#[tauri::command]
#[specta::specta]
pub async fn services(posta: Posta<'_>, with_closed: bool) -> Answer<Vec<ServiceCard>> {
    posta.act(move |app| app.services(with_closed)).await
}

/// Keeps an entry, new or changed.
#[tauri::command]
#[specta::specta]
pub async fn save_service(posta: Posta<'_>, input: ServiceInput) -> Answer<Saved> {
    posta.act(move |app| app.save_service(&input)).await
}

/// Says that somebody asked today, and all of an entry holds.
#[tauri::command]
#[specta::specta]
pub async fn verify_service(posta: Posta<'_>, id: String) -> Answer<Saved> {
    posta.act(move |app| app.verify_service(&id)).await
}
