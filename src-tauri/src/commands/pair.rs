//! Records that may be of one person.

use super::{Answer, Posta};
use posta_app::view::{PairCounts, PairView, PairsPage, Saved};

/// Looks through the register for pairs that may be one person, if it changed since it was looked through last.
#[tauri::command]
#[specta::specta]
pub async fn look_for_pairs(posta: Posta<'_>) -> Answer<PairCounts> {
    posta.act(move |app| app.look_for_pairs()).await
}

/// A page of pairs: `open` (what contradicts itself, then certain, then possible), `later`, `decided`.
#[tauri::command]
#[specta::specta]
pub async fn pairs_page(posta: Posta<'_>, group: String, offset: u32, limit: u32) -> Answer<PairsPage> {
    posta.act(move |app| app.pairs_page(&group, offset, limit)).await
}

/// Two records side by side.
#[tauri::command]
#[specta::specta]
pub async fn pair(posta: Posta<'_>, a: String, b: String) -> Answer<PairView> {
    posta.act(move |app| app.pair(&a, &b)).await
}

/// Says of two records that they are the same person (`same`), are not (`different`), or that it is left for `later`; `open` takes back what was said.
#[tauri::command]
#[specta::specta]
pub async fn decide_pair(posta: Posta<'_>, a: String, b: String, decision: String) -> Answer<Saved> {
    posta.act(move |app| app.decide_pair(&a, &b, &decision)).await
}
