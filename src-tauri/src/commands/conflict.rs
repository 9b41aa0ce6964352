//! Fields with several values.

use super::{Answer, Posta};
use posta_app::view::{ConflictsPage, OfficeConflicts, Saved};

/// Records with fields that have more than one value: `open`, or `later` (somebody kept both).
#[tauri::command]
#[specta::specta]
pub async fn conflicts_page(
    posta: Posta<'_>,
    group: String,
    offset: u32,
    limit: u32,
) -> Answer<ConflictsPage> {
    posta.act(move |app| app.conflicts_page(&group, offset, limit)).await
}

/// Keeps both values of a field until later.
#[tauri::command]
#[specta::specta]
pub async fn put_off_conflict(posta: Posta<'_>, kind: String, id: String, field: String) -> Answer<Saved> {
    posta.act(move |app| app.put_off_conflict(&kind, &id, &field)).await
}

/// The undecided fields of a training, participant, plan, meeting or commitment.
#[tauri::command]
#[specta::specta]
pub async fn office_conflicts(
    posta: Posta<'_>,
    kind: String,
    id: String,
    language: String,
) -> Answer<OfficeConflicts> {
    posta.act(move |app| app.office_conflicts(&kind, &id, &language)).await
}
