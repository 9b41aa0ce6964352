//! Two devices side by side.

use super::{Answer, Posta};
use posta_app::view::PeerTalk;

/// Waits for another laptop: shows an address.
#[tauri::command]
#[specta::specta]
pub async fn peer_listen(posta: Posta<'_>) -> Answer<PeerTalk> {
    Ok(posta.app()?.peer_listen().await?)
}

/// Calls a laptop that waits, by its address.
#[tauri::command]
#[specta::specta]
pub async fn peer_call(posta: Posta<'_>, address: String) -> Answer<PeerTalk> {
    Ok(posta.app()?.peer_call(&address).await?)
}

/// What the two are doing now.
#[tauri::command]
#[specta::specta]
pub async fn peer_view(posta: Posta<'_>) -> Answer<PeerTalk> {
    posta.act(|app| app.peer_view()).await
}

/// The four words are the same on both screens.
#[tauri::command]
#[specta::specta]
pub async fn peer_confirm(posta: Posta<'_>) -> Answer<PeerTalk> {
    posta.act(|app| app.peer_confirm()).await
}

/// They are not, or no more is wanted: ends it.
#[tauri::command]
#[specta::specta]
pub async fn peer_stop(posta: Posta<'_>) -> Answer<PeerTalk> {
    posta.act(|app| app.peer_stop()).await
}
