//! Who is here: unlocking, pausing, locking.

use super::{Answer, Posta};
use posta_app::view::{ProfileView, SessionView};

/// What may be known before anyone unlocks.
#[tauri::command]
#[specta::specta]
pub async fn profile(posta: Posta<'_>) -> Answer<ProfileView> {
    posta.act(|app| app.profile()).await
}

/// Opens a session with a password. Works without a network.
#[tauri::command]
#[specta::specta]
pub async fn unlock(posta: Posta<'_>, user: String, password: String) -> Answer<SessionView> {
    posta.act(move |app| app.unlock(&user, &password)).await
}

/// Opens a session that waits in memory.
#[tauri::command]
#[specta::specta]
pub async fn resume(posta: Posta<'_>, user: String, pin: String) -> Answer<SessionView> {
    posta.act(move |app| app.resume(&user, &pin)).await
}

/// Gives this session a PIN; "" takes it away.
#[tauri::command]
#[specta::specta]
pub async fn set_pin(posta: Posta<'_>, pin: String) -> Answer<()> {
    posta.act(move |app| app.set_pin(&pin)).await
}

/// Puts this session down: with a PIN it waits in memory, without one it ends.
#[tauri::command]
#[specta::specta]
pub async fn pause(posta: Posta<'_>) -> Answer<()> {
    posta.act(|app| app.pause()).await
}

/// Says that somebody is here.
#[tauri::command]
#[specta::specta]
pub async fn touch(posta: Posta<'_>) -> Answer<()> {
    posta.act(|app| app.touch()).await
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

/// Ends every session, waiting ones too.
#[tauri::command]
#[specta::specta]
pub async fn lock_all(posta: Posta<'_>) -> Answer<()> {
    let lock = |app: &posta_app::App| {
        app.lock_all();
        Ok::<_, crate::CommandError>(())
    };
    posta.act(lock).await
}
