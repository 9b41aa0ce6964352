//! Joining a department.

use std::path::Path;

use super::{Answer, Posta};
use posta_app::view::{InvitationView, ProfileView, SessionView};

/// What the invitation of a code says, and the words to compare, before anybody accepts it.
#[tauri::command]
#[specta::specta]
pub async fn look_at_invitation(posta: Posta<'_>, server: String, code: String) -> Answer<InvitationView> {
    Ok(posta.app()?.look_at_invitation(&server, &code).await?)
}

/// The same, of an invitation that came as a file.
#[tauri::command]
#[specta::specta]
pub async fn look_at_invitation_file(posta: Posta<'_>, path: String, code: String) -> Answer<InvitationView> {
    posta.act(move |app| app.look_at_invitation_file(Path::new(&path), &code)).await
}

/// Joins this device, or one more user of it, to a department with a one-time code.
#[tauri::command]
#[specta::specta]
pub async fn join(posta: Posta<'_>, server: String, code: String, password: String) -> Answer<SessionView> {
    Ok(posta.app()?.join(&server, &code, &password).await?)
}

/// Joins without a network; the server hears of it at the first exchange.
#[tauri::command]
#[specta::specta]
pub async fn join_from_file(
    posta: Posta<'_>,
    path: String,
    code: String,
    password: String,
) -> Answer<SessionView> {
    posta.act(move |app| app.join_from_file(Path::new(&path), &code, &password)).await
}

/// Goes on with a join that was cut.
#[tauri::command]
#[specta::specta]
pub async fn resume_join(posta: Posta<'_>, password: String) -> Answer<SessionView> {
    Ok(posta.app()?.resume_join(&password).await?)
}

/// Lets go of a join that was cut and that nobody goes on with.
#[tauri::command]
#[specta::specta]
pub async fn begin_join_anew(posta: Posta<'_>) -> Answer<ProfileView> {
    Ok(posta.app()?.begin_join_anew().await?)
}
