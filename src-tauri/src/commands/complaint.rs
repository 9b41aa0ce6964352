//! Complaints of discrimination, and suggestions.

use super::{Answer, Posta};
use posta_app::view::ComplaintView;

/// Writes down a complaint or suggestion, sealed to the supervisors; `person` is "" without identity.
#[tauri::command]
#[specta::specta]
pub async fn record_complaint(posta: Posta<'_>, kind: String, text: String, person: String) -> Answer<()> {
    posta.act(move |app| app.record_complaint(&kind, &text, &person)).await
}

/// What was complained of and proposed in the department.
#[tauri::command]
#[specta::specta]
pub async fn complaints(posta: Posta<'_>) -> Answer<Vec<ComplaintView>> {
    posta.act(|app| app.complaints()).await
}
