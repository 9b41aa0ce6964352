//! Erasing a person: two supervisors, and what became of it.

use super::{Answer, Posta};
use posta_app::view::{ErasureCard, RetentionView};

/// Orders that a person be erased; nothing happens until another supervisor agrees.
#[tauri::command]
#[specta::specta]
pub async fn order_erasure(
    posta: Posta<'_>,
    person: String,
    basis: String,
    others: Vec<String>,
) -> Answer<ErasureCard> {
    posta.act(move |app| app.order_erasure(&person, &basis, &others)).await
}

/// Agrees to another's order.
#[tauri::command]
#[specta::specta]
pub async fn agree_erasure(posta: Posta<'_>, order: String) -> Answer<ErasureCard> {
    posta.act(move |app| app.agree_erasure(&order)).await
}

/// All orders to erase.
#[tauri::command]
#[specta::specta]
pub async fn erasures(posta: Posta<'_>) -> Answer<Vec<ErasureCard>> {
    posta.act(move |app| app.erasures()).await
}

/// People whose records were kept as long as the pack says.
#[tauri::command]
#[specta::specta]
pub async fn past_retention(posta: Posta<'_>) -> Answer<RetentionView> {
    posta.act(move |app| app.past_retention()).await
}
