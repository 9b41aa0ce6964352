//! What people allow.

use super::{Answer, Posta};
use posta_app::view::{ConsentInput, Saved};

/// Keeps a new conversation about consent.
#[tauri::command]
#[specta::specta]
pub async fn record_consent(posta: Posta<'_>, person: String, input: ConsentInput) -> Answer<Saved> {
    posta.act(move |app| app.record_consent(&person, &input)).await
}
