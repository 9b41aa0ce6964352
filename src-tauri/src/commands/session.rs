//! Who is here: joining, unlocking, locking.

use super::{Answer, Posta};
use posta_app::view::{ProfileView, SessionView};

/// What may be known before anyone unlocks.
#[tauri::command]
#[specta::specta]
pub async fn profile(posta: Posta<'_>) -> Answer<ProfileView> {
    posta.act(|app| app.profile()).await
}

/// Joins this device, or one more user of it, to a department with a one-time code.
#[tauri::command]
#[specta::specta]
pub async fn join(posta: Posta<'_>, server: String, code: String, password: String) -> Answer<SessionView> {
    Ok(posta.app()?.join(&server, &code, &password).await?)
}

/// Opens a session with a password. Works without a network.
#[tauri::command]
#[specta::specta]
pub async fn unlock(posta: Posta<'_>, user: String, password: String) -> Answer<SessionView> {
    posta.act(move |app| app.unlock(&user, &password)).await
}

/// Ends the session and forgets its keys.
#[tauri::command]
#[specta::specta]
pub async fn lock(posta: Posta<'_>) -> Answer<()> {
    let lock = |app: &posta_app::App| {
        app.lock();
        Ok::<_, crate::CommandError>(())
    };
    posta.act(lock).await
}
