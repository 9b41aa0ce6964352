//! Work plans, meetings of tables and networks of allies, commitments.

use super::{Answer, Posta};
use posta_app::view::{CommitmentInput, MeetingInput, MeetingView, PlanInput, PlanView, PlansView, Saved};

/// Plans, meetings, what is due, and which allies left.
#[tauri::command]
#[specta::specta]
pub async fn plans(posta: Posta<'_>) -> Answer<PlansView> {
    posta.act(|app| app.plans()).await
}

/// A work plan with its commitments.
#[tauri::command]
#[specta::specta]
pub async fn plan(posta: Posta<'_>, id: String) -> Answer<PlanView> {
    posta.act(move |app| app.plan(&id)).await
}

/// A meeting with its commitments.
#[tauri::command]
#[specta::specta]
pub async fn meeting(posta: Posta<'_>, id: String) -> Answer<MeetingView> {
    posta.act(move |app| app.meeting(&id)).await
}

/// Keeps a work plan, new or changed.
#[tauri::command]
#[specta::specta]
pub async fn save_plan(posta: Posta<'_>, input: PlanInput) -> Answer<Saved> {
    posta.act(move |app| app.save_plan(&input)).await
}

/// Keeps a meeting, new or changed.
#[tauri::command]
#[specta::specta]
pub async fn save_meeting(posta: Posta<'_>, input: MeetingInput) -> Answer<Saved> {
    posta.act(move |app| app.save_meeting(&input)).await
}

/// Keeps a commitment, new or changed.
#[tauri::command]
#[specta::specta]
pub async fn save_commitment(posta: Posta<'_>, input: CommitmentInput) -> Answer<Saved> {
    posta.act(move |app| app.save_commitment(&input)).await
}
