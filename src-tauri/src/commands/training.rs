//! Trainings of staff and allies.

use std::path::Path;

use super::{Answer, Posta};
use posta_app::view::{
    EvaluationInput, ExportView, ParticipantInput, PrintView, Saved, TrainingCard, TrainingInput,
    TrainingReport, TrainingView,
};

/// Every training, the latest first.
#[tauri::command]
#[specta::specta]
pub async fn trainings(posta: Posta<'_>) -> Answer<Vec<TrainingCard>> {
    posta.act(|app| app.trainings()).await
}

/// A training with its participants and questions.
#[tauri::command]
#[specta::specta]
pub async fn training(posta: Posta<'_>, id: String, language: String) -> Answer<TrainingView> {
    posta.act(move |app| app.training(&id, &language)).await
}

/// Keeps a training, new or changed; `base` is the form as it began, none of a new one.
#[tauri::command]
#[specta::specta]
pub async fn save_training(
    posta: Posta<'_>,
    input: TrainingInput,
    base: Option<TrainingInput>,
) -> Answer<Saved> {
    posta.act(move |app| app.save_training(&input, base.as_ref())).await
}

/// Keeps a participant, new or changed; `base` is the form as it began, none of a new one.
#[tauri::command]
#[specta::specta]
pub async fn save_participant(
    posta: Posta<'_>,
    input: ParticipantInput,
    base: Option<ParticipantInput>,
) -> Answer<Saved> {
    posta.act(move |app| app.save_participant(&input, base.as_ref())).await
}

/// Takes back that somebody was written down, or takes that back.
#[tauri::command]
#[specta::specta]
pub async fn withdraw_participant(posta: Posta<'_>, id: String, withdrawn: bool) -> Answer<Saved> {
    posta.act(move |app| app.withdraw_participant(&id, withdrawn)).await
}

/// Takes the answers of a participant.
#[tauri::command]
#[specta::specta]
pub async fn evaluate(posta: Posta<'_>, input: EvaluationInput) -> Answer<Saved> {
    posta.act(move |app| app.evaluate(&input)).await
}

/// What was trained between two days.
#[tauri::command]
#[specta::specta]
pub async fn training_report(
    posta: Posta<'_>,
    from: String,
    to: String,
    language: String,
) -> Answer<TrainingReport> {
    posta.act(move |app| app.training_report(&from, &to, &language)).await
}

/// The certificate of a participant as a page.
#[tauri::command]
#[specta::specta]
pub async fn certificate(posta: Posta<'_>, participant: String) -> Answer<PrintView> {
    posta.act(move |app| app.certificate(&participant)).await
}

/// The certificate of a participant as a PDF in a folder.
#[tauri::command]
#[specta::specta]
pub async fn save_certificate(posta: Posta<'_>, participant: String, folder: String) -> Answer<ExportView> {
    posta.act(move |app| app.save_certificate(&participant, Path::new(&folder))).await
}
