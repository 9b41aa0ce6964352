//! People of other departments.

use super::{Answer, Posta};
use posta_app::view::{ElsewhereCandidate, ElsewherePage, PersonInput, Saved};

/// Asks the server for people of other departments who may be people of this one. Needs the network.
#[tauri::command]
#[specta::specta]
pub async fn ask_elsewhere(posta: Posta<'_>) -> Answer<ElsewherePage> {
    Ok(posta.app()?.ask_elsewhere().await?)
}

/// What the server said last, without asking it.
#[tauri::command]
#[specta::specta]
pub async fn elsewhere_page(posta: Posta<'_>) -> Answer<ElsewherePage> {
    posta.act(move |app| app.elsewhere_page()).await
}

/// As `decide_pair`, of a person and somebody of another department.
#[tauri::command]
#[specta::specta]
pub async fn decide_elsewhere(
    posta: Posta<'_>,
    person: String,
    reference: String,
    decision: String,
) -> Answer<Saved> {
    posta.act(move |app| app.decide_elsewhere(&person, &reference, &decision)).await
}

/// Asks the other departments of the server who of theirs may be the person of a form. Needs the network; is noted.
#[tauri::command]
#[specta::specta]
pub async fn look_up_elsewhere(posta: Posta<'_>, input: PersonInput) -> Answer<Vec<ElsewhereCandidate>> {
    Ok(posta.app()?.look_up_elsewhere(&input).await?)
}

/// Registers here a person of another department, with what they allowed to be shared. Needs the network; is noted.
#[tauri::command]
#[specta::specta]
pub async fn bring_person(posta: Posta<'_>, reference: String) -> Answer<Saved> {
    Ok(posta.app()?.bring_person(&reference).await?)
}
