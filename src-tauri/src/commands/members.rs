//! Users and devices: seeing them, cutting them off, letting in what was kept aside.

use super::{Answer, Posta};
use posta_app::view::MembersView;

/// Users, devices, what is kept aside, and the keys of confidential scopes.
#[tauri::command]
#[specta::specta]
pub async fn members(posta: Posta<'_>) -> Answer<MembersView> {
    posta.act(move |app| app.members()).await
}

/// Cuts a user off, for ever.
#[tauri::command]
#[specta::specta]
pub async fn revoke_user(posta: Posta<'_>, user: String, reason: String) -> Answer<MembersView> {
    posta.act(move |app| app.revoke_user(&user, &reason)).await
}

/// Cuts a device off, for ever.
#[tauri::command]
#[specta::specta]
pub async fn revoke_device(posta: Posta<'_>, device: String, reason: String) -> Answer<MembersView> {
    posta.act(move |app| app.revoke_device(&device, &reason)).await
}

/// Lets batches of a feed count after all, through the one named.
#[tauri::command]
#[specta::specta]
pub async fn admit(posta: Posta<'_>, feed: String, n: u32, hash: String) -> Answer<MembersView> {
    posta.act(move |app| app.admit(&feed, n, &hash)).await
}
