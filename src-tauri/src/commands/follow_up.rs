//! The agenda.

use super::{Answer, Posta};
use posta_app::view::{AgendaInput, FollowUpCard, FollowUpInput, Saved, TeamMate};

/// The agenda of this user's teams.
#[tauri::command]
#[specta::specta]
pub async fn agenda(posta: Posta<'_>, input: AgendaInput) -> Answer<Vec<FollowUpCard>> {
    posta.act(move |app| app.agenda(&input)).await
}

/// Plans something to do.
#[tauri::command]
#[specta::specta]
pub async fn plan_follow_up(posta: Posta<'_>, input: FollowUpInput) -> Answer<Saved> {
    posta.act(move |app| app.plan_follow_up(&input)).await
}

/// Says what became of an item.
#[tauri::command]
#[specta::specta]
pub async fn settle_follow_up(posta: Posta<'_>, id: String, state: String, again: String) -> Answer<Saved> {
    posta.act(move |app| app.settle_follow_up(&id, &state, &again)).await
}

/// Gives an item to somebody, a post or another day.
#[tauri::command]
#[specta::specta]
pub async fn reassign_follow_up(posta: Posta<'_>, id: String, input: FollowUpInput) -> Answer<Saved> {
    posta.act(move |app| app.reassign_follow_up(&id, &input)).await
}

/// Those whom an item may be given to.
#[tauri::command]
#[specta::specta]
pub async fn team_mates(posta: Posta<'_>) -> Answer<Vec<TeamMate>> {
    posta.act(move |app| app.team_mates()).await
}
