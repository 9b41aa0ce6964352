//! The department's register.

use super::{Answer, Posta};
use posta_app::view::{RegisterFilter, RegisterPage};

/// A page of everything registered in the department.
#[tauri::command]
#[specta::specta]
pub async fn register_page(posta: Posta<'_>, filter: RegisterFilter) -> Answer<RegisterPage> {
    posta.act(move |app| app.register_page(&filter)).await
}
