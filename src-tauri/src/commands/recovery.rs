//! A forgotten password, and a new one.

use std::path::Path;

use super::{Answer, Posta};
use posta_app::view::{ChallengeView, CodeView, SessionView};

/// What a user who forgot the password asks of the supervisor.
#[tauri::command]
#[specta::specta]
pub async fn begin_recovery(posta: Posta<'_>, user: String) -> Answer<CodeView> {
    posta.act(move |app| app.begin_recovery(&user)).await
}

/// Who asks.
#[tauri::command]
#[specta::specta]
pub async fn inspect_challenge(posta: Posta<'_>, text: String) -> Answer<ChallengeView> {
    posta.act(move |app| app.inspect_challenge(&text)).await
}

/// The answer, by the recovery key of a folder or of enough shares.
#[tauri::command]
#[specta::specta]
pub async fn answer_recovery(
    posta: Posta<'_>,
    text: String,
    authority_folder: String,
    shares: Vec<String>,
) -> Answer<CodeView> {
    posta.act(move |app| app.answer_recovery(&text, Path::new(&authority_folder), &shares)).await
}

/// Opens the user's keys with the answer, under a new password.
#[tauri::command]
#[specta::specta]
pub async fn finish_recovery(
    posta: Posta<'_>,
    user: String,
    answer_text: String,
    new_password: String,
) -> Answer<SessionView> {
    posta.act(move |app| app.finish_recovery(&user, &answer_text, &new_password)).await
}

/// A new password for whoever is unlocked.
#[tauri::command]
#[specta::specta]
pub async fn change_password(posta: Posta<'_>, old: String, fresh: String) -> Answer<()> {
    posta.act(move |app| app.change_password(&old, &fresh)).await
}
