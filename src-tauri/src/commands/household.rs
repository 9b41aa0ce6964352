//! Family groups.

use super::{Answer, Posta};
use posta_app::view::Saved;

/// Puts a person into a family group: "" none, `new`, or its id.
#[tauri::command]
#[specta::specta]
pub async fn set_household(
    posta: Posta<'_>,
    person: String,
    household: String,
    role: String,
) -> Answer<Saved> {
    posta.act(move |app| app.set_household(&person, &household, &role)).await
}
