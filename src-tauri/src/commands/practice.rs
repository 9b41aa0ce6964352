//! Practice with invented people, and the guided first day.

use std::sync::Arc;

use super::{Answer, Posta, away};
use crate::CommandError;
use posta_app::view::{FirstDayView, PracticePeople, SessionView};

/// Begins a practice, or goes on in it, as `registrar`, `care`, `protection` or `supervisor`.
#[tauri::command]
#[specta::specta]
pub async fn start_practice(posta: Posta<'_>, role: String) -> Answer<SessionView> {
    let shell = Arc::clone(&posta);
    away(move || shell.practise_as(&role)).await
}

/// Ends it: all of it is destroyed.
#[tauri::command]
#[specta::specta]
pub async fn end_practice(posta: Posta<'_>) -> Answer<()> {
    let shell = Arc::clone(&posta);
    away(move || shell.end_practice()).await
}

/// Whom to practise with.
#[tauri::command]
#[specta::specta]
pub async fn practice_people(posta: Posta<'_>) -> Answer<PracticePeople> {
    posta.act(|app| app.practice_people()).await
}

/// How far a user of the device is in the first day.
#[tauri::command]
#[specta::specta]
pub async fn first_day(posta: Posta<'_>, user: String) -> Answer<FirstDayView> {
    let device = posta.device()?;
    away(move || Ok(device.first_day(&user))).await
}

/// Keeps how far a user of the device is.
#[tauri::command]
#[specta::specta]
pub async fn set_first_day(posta: Posta<'_>, user: String, view: FirstDayView) -> Answer<()> {
    let device = posta.device()?;
    away(move || device.set_first_day(&user, &view).map_err(CommandError::from)).await
}
