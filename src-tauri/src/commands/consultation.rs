//! Consultations, part by part.

use super::{Answer, Posta};
use posta_app::view::{ConsultationInput, ConsultationView, NeedView, Saved, UnlinkedCard};

/// Records a consultation with what came of it, sealed for the care team of this municipality.
#[tauri::command]
#[specta::specta]
pub async fn record_consultation(posta: Posta<'_>, input: ConsultationInput) -> Answer<Saved> {
    posta.act(move |app| app.record_consultation(&input)).await
}

/// One consultation whole.
#[tauri::command]
#[specta::specta]
pub async fn consultation(posta: Posta<'_>, id: String) -> Answer<ConsultationView> {
    posta.act(move |app| app.consultation(&id)).await
}

/// Writes one part anew, `health` or `social`, over the state that it had as it was shown.
#[tauri::command]
#[specta::specta]
pub async fn write_part(
    posta: Posta<'_>,
    id: String,
    part: String,
    base: String,
    input: ConsultationInput,
) -> Answer<Saved> {
    posta.act(move |app| app.write_part(&id, &part, &base, &input)).await
}

/// Signs a part for this user, as it was shown.
#[tauri::command]
#[specta::specta]
pub async fn sign_part(posta: Posta<'_>, id: String, part: String, base: String) -> Answer<Saved> {
    posta.act(move |app| app.sign_part(&id, &part, &base)).await
}

/// Adds to a part that was signed.
#[tauri::command]
#[specta::specta]
pub async fn amend_part(posta: Posta<'_>, id: String, part: String, text: String) -> Answer<Saved> {
    posta.act(move |app| app.amend_part(&id, &part, &text)).await
}

/// Says what was done about a need and how it stands.
#[tauri::command]
#[specta::specta]
pub async fn tend_need(posta: Posta<'_>, id: String, need: NeedView, was: NeedView) -> Answer<Saved> {
    posta.act(move |app| app.tend_need(&id, &need, &was)).await
}

/// Says who somebody attended without identity was.
#[tauri::command]
#[specta::specta]
pub async fn link_consultation(posta: Posta<'_>, id: String, person: String) -> Answer<Saved> {
    posta.act(move |app| app.link_consultation(&id, &person)).await
}

/// Takes back who somebody attended without identity was said to be.
#[tauri::command]
#[specta::specta]
pub async fn unlink_consultation(posta: Posta<'_>, id: String) -> Answer<Saved> {
    posta.act(move |app| app.unlink_consultation(&id)).await
}

/// Those attended without identity who are not linked yet.
#[tauri::command]
#[specta::specta]
pub async fn unlinked_consultations(posta: Posta<'_>) -> Answer<Vec<UnlinkedCard>> {
    posta.act(move |app| app.unlinked_consultations()).await
}
