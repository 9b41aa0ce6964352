//! Screening instruments.

use super::{Answer, Posta};
use posta_app::view::{
    InstrumentCard, QuestionnaireView, Saved, ScoreView, ScreeningAnswer, ScreeningInput, ScreeningView,
};

/// The instruments, each with whether it may be put to this person here.
#[tauri::command]
#[specta::specta]
pub async fn instruments(posta: Posta<'_>, person: String) -> Answer<Vec<InstrumentCard>> {
    posta.act(move |app| app.instruments(&person)).await
}

/// An instrument's text, as validated.
#[tauri::command]
#[specta::specta]
pub async fn questionnaire(posta: Posta<'_>, code: String) -> Answer<QuestionnaireView> {
    posta.act(move |app| app.questionnaire(&code)).await
}

/// What answers say so far.
#[tauri::command]
#[specta::specta]
pub async fn score_screening(
    posta: Posta<'_>,
    code: String,
    answers: Vec<ScreeningAnswer>,
) -> Answer<ScoreView> {
    posta.act(move |app| app.score_screening(&code, &answers)).await
}

/// Keeps answers.
#[tauri::command]
#[specta::specta]
pub async fn record_screening(posta: Posta<'_>, input: ScreeningInput) -> Answer<Saved> {
    posta.act(move |app| app.record_screening(&input)).await
}

/// What a person answered over time.
#[tauri::command]
#[specta::specta]
pub async fn screenings(posta: Posta<'_>, person: String) -> Answer<Vec<ScreeningView>> {
    posta.act(move |app| app.screenings(&person)).await
}
