//! Exchange with the server.

use super::{Answer, Posta};
use posta_app::view::{SyncReport, SyncView};

/// One exchange, both directions.
#[tauri::command]
#[specta::specta]
pub async fn sync_now(posta: Posta<'_>) -> Answer<SyncReport> {
    Ok(posta.app()?.sync_now().await?)
}

/// What waits, what was exchanged, what was kept aside.
#[tauri::command]
#[specta::specta]
pub async fn sync_view(posta: Posta<'_>) -> Answer<SyncView> {
    posta.act(|app| app.sync_view()).await
}
