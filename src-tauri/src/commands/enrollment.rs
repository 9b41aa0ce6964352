//! Enrollments: what decides, which papers, how far, where.

use super::{Answer, Posta};
use posta_app::view::{AnswerInput, EligibilityInput, EligibilityView, EnrollmentInput, Saved};

/// What a programme says of a form that is being filled in. Saves nothing.
#[tauri::command]
#[specta::specta]
pub async fn check_eligibility(posta: Posta<'_>, input: EligibilityInput) -> Answer<EligibilityView> {
    posta.act(move |app| app.check_eligibility(&input)).await
}

/// Prepares an enrollment of somebody who is registered.
#[tauri::command]
#[specta::specta]
pub async fn enroll_person(posta: Posta<'_>, person: String, input: EnrollmentInput) -> Answer<Saved> {
    posta.act(move |app| app.enroll_person(&person, &input)).await
}

/// Keeps new answers and what the programme says of them.
#[tauri::command]
#[specta::specta]
pub async fn decide_eligibility(
    posta: Posta<'_>,
    enrollment: String,
    answers: Vec<AnswerInput>,
) -> Answer<Saved> {
    posta.act(move |app| app.decide_eligibility(&enrollment, &answers)).await
}

/// Writes down what was seen of one requirement.
#[tauri::command]
#[specta::specta]
pub async fn mark_requirement(
    posta: Posta<'_>,
    enrollment: String,
    code: String,
    state: String,
) -> Answer<Saved> {
    posta.act(move |app| app.mark_requirement(&enrollment, &code, &state)).await
}

/// Says how far the programme's own procedure has come.
#[tauri::command]
#[specta::specta]
pub async fn set_enrollment_status(
    posta: Posta<'_>,
    enrollment: String,
    status: String,
    official_number: String,
    observation: String,
) -> Answer<Saved> {
    let set = move |app: &posta_app::App| {
        app.set_enrollment_status(&enrollment, &status, &official_number, &observation)
    };
    posta.act(set).await
}

/// Moves an enrollment to another facility.
#[tauri::command]
#[specta::specta]
pub async fn change_facility(posta: Posta<'_>, enrollment: String, facility: String) -> Answer<Saved> {
    posta.act(move |app| app.change_facility(&enrollment, &facility)).await
}
