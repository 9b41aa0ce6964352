//! Inicio.

use super::{Answer, Posta};
use posta_app::view::HomeView;

/// Today at this post.
#[tauri::command]
#[specta::specta]
pub async fn home(posta: Posta<'_>) -> Answer<HomeView> {
    posta.act(|app| app.home()).await
}
