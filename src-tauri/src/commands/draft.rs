//! Drafts: what is typed and not yet saved.

use super::{Answer, Posta};
use posta_app::view::{DraftCard, DraftInput};

/// Keeps a form as it is.
#[tauri::command]
#[specta::specta]
pub async fn save_draft(posta: Posta<'_>, input: DraftInput) -> Answer<DraftCard> {
    posta.act(move |app| app.save_draft(&input)).await
}

/// Lets go of a draft of this user.
#[tauri::command]
#[specta::specta]
pub async fn discard_draft(posta: Posta<'_>, id: String) -> Answer<()> {
    posta.act(move |app| app.discard_draft(&id)).await
}
