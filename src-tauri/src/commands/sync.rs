//! Exchange with the server.

use super::{Answer, Posta};
use posta_app::view::{SyncProgress, SyncReport, SyncTurn, SyncView};

/// One exchange, both directions.
#[tauri::command]
#[specta::specta]
pub async fn sync_now(posta: Posta<'_>) -> Answer<SyncReport> {
    Ok(posta.app()?.sync_now().await?)
}

/// The window's timer: an exchange if one is due, which lengthens nobody's session, and when to ask again.
#[tauri::command]
#[specta::specta]
pub async fn sync_if_due(posta: Posta<'_>) -> Answer<SyncTurn> {
    Ok(posta.app()?.sync_if_due().await?)
}

/// How far the exchange is that runs.
#[tauri::command]
#[specta::specta]
pub async fn sync_progress(posta: Posta<'_>) -> Answer<SyncProgress> {
    posta.act(|app| app.sync_progress()).await
}

/// There is a network again: what failed before does not hold up the next try.
#[tauri::command]
#[specta::specta]
pub async fn note_network(posta: Posta<'_>) -> Answer<()> {
    posta.act(|app| app.note_network()).await
}

/// What waits, what was exchanged, what was kept aside.
#[tauri::command]
#[specta::specta]
pub async fn sync_view(posta: Posta<'_>) -> Answer<SyncView> {
    posta.act(|app| app.sync_view()).await
}
