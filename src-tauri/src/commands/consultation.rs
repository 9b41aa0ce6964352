//! Consultations.

use super::{Answer, Posta};
use posta_app::view::{ConsultationInput, Saved};

/// Records a consultation, sealed for the care team of this municipality.
#[tauri::command]
#[specta::specta]
pub async fn record_consultation(posta: Posta<'_>, input: ConsultationInput) -> Answer<Saved> {
    posta.act(move |app| app.record_consultation(&input)).await
}
