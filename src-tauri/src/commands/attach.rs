//! A colleague who comes from a device of their own.

use super::{Answer, Posta};
use posta_app::view::{CodeView, UserCard};

/// What this device shows to the colleague.
#[tauri::command]
#[specta::specta]
pub async fn attach_request(posta: Posta<'_>) -> Answer<CodeView> {
    posta.act(posta_app::App::attach_request).await
}

/// The colleague's own device answers, by the password of whoever is unlocked there.
#[tauri::command]
#[specta::specta]
pub async fn attach_answer(posta: Posta<'_>, request_text: String, password: String) -> Answer<CodeView> {
    posta.act(move |app| app.attach_answer(&request_text, &password)).await
}

/// Takes the colleague in, under a new password for this device.
#[tauri::command]
#[specta::specta]
pub async fn attach_finish(posta: Posta<'_>, answer_text: String, new_password: String) -> Answer<UserCard> {
    posta.act(move |app| app.attach_finish(&answer_text, &new_password)).await
}
