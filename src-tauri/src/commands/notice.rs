//! Hand-overs to the care team.

use super::{Answer, Posta};
use posta_app::view::{NoticeCard, Saved};

/// Hands a person over to the care team of the post's municipality. Only the team reads it.
#[tauri::command]
#[specta::specta]
pub async fn hand_over(posta: Posta<'_>, person: String, reason: String, note: String) -> Answer<Saved> {
    posta.act(move |app| app.hand_over(&person, &reason, &note)).await
}

/// Hands a person on to the care team of another municipality, with the chosen items. Only that team reads it.
#[tauri::command]
#[specta::specta]
pub async fn hand_on(posta: Posta<'_>, person: String, place: String, choice: Vec<String>) -> Answer<Saved> {
    posta.act(move |app| app.hand_on(&person, &place, &choice)).await
}

/// Tells the protection team of the post's municipality of somebody. Only that team reads it.
#[tauri::command]
#[specta::specta]
pub async fn tell_protection(posta: Posta<'_>, person: String, note: String) -> Answer<Saved> {
    posta.act(move |app| app.tell_protection(&person, &note)).await
}

/// What was handed over to the teams of this user.
#[tauri::command]
#[specta::specta]
pub async fn notices(posta: Posta<'_>) -> Answer<Vec<NoticeCard>> {
    posta.act(move |app| app.notices()).await
}

/// Says that a hand-over was taken care of.
#[tauri::command]
#[specta::specta]
pub async fn settle_notice(posta: Posta<'_>, id: String) -> Answer<()> {
    posta.act(move |app| app.settle_notice(&id)).await
}
