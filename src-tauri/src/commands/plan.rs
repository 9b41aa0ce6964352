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

/// Keeps a work plan, new or changed; `base` is the form as it began, none of a new one.
#[tauri::command]
#[specta::specta]
pub async fn save_plan(posta: Posta<'_>, input: PlanInput, base: Option<PlanInput>) -> Answer<Saved> {
    posta.act(move |app| app.save_plan(&input, base.as_ref())).await
}

/// Keeps a meeting, new or changed; `base` is the form as it began, none of a new one.
#[tauri::command]
#[specta::specta]
pub async fn save_meeting(
    posta: Posta<'_>,
    input: MeetingInput,
    base: Option<MeetingInput>,
) -> Answer<Saved> {
    posta.act(move |app| app.save_meeting(&input, base.as_ref())).await
}

/// Keeps a commitment, new or changed; `base` is the form as it began, none of a new one.
#[tauri::command]
#[specta::specta]
pub async fn save_commitment(
    posta: Posta<'_>,
    input: CommitmentInput,
    base: Option<CommitmentInput>,
) -> Answer<Saved> {
    posta.act(move |app| app.save_commitment(&input, base.as_ref())).await
}
