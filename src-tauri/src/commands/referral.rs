//! Referrals.

use super::{Answer, Posta};
use posta_app::view::{
    ExportView, PrintView, ReferralAnswerView, ReferralCard, ReferralInput, ReferralView, Saved,
};

/// Prepares a referral.
#[tauri::command]
#[specta::specta]
pub async fn create_referral(posta: Posta<'_>, input: ReferralInput) -> Answer<Saved> {
    posta.act(move |app| app.create_referral(&input)).await
}

/// Referrals of this user's teams.
#[tauri::command]
#[specta::specta]
pub async fn referrals(posta: Posta<'_>, with_over: bool) -> Answer<Vec<ReferralCard>> {
    posta.act(move |app| app.referrals(with_over)).await
}

/// One referral with everything that happened.
#[tauri::command]
#[specta::specta]
pub async fn referral(posta: Posta<'_>, id: String) -> Answer<ReferralView> {
    posta.act(move |app| app.referral(&id)).await
}

/// Says what became of a referral.
#[tauri::command]
#[specta::specta]
pub async fn step_referral(posta: Posta<'_>, id: String, state: String, reason: String) -> Answer<Saved> {
    posta.act(move |app| app.step_referral(&id, &state, &reason)).await
}

/// Writes down an answer by the code of a letter.
#[tauri::command]
#[specta::specta]
pub async fn answer_referral(posta: Posta<'_>, code: String) -> Answer<ReferralAnswerView> {
    posta.act(move |app| app.answer_referral(&code)).await
}

/// The letter as pages.
#[tauri::command]
#[specta::specta]
pub async fn referral_letter(
    posta: Posta<'_>,
    id: String,
    paper: String,
    language: String,
) -> Answer<PrintView> {
    posta.act(move |app| app.referral_letter(&id, &paper, &language)).await
}

/// Notes that the letter goes to the printer, and sends a referral that was only prepared.
#[tauri::command]
#[specta::specta]
pub async fn note_letter_printed(posta: Posta<'_>, id: String) -> Answer<()> {
    posta.act(move |app| app.note_letter_printed(&id)).await
}

/// The letter as a PDF in a folder.
#[tauri::command]
#[specta::specta]
pub async fn save_referral_letter(
    posta: Posta<'_>,
    id: String,
    paper: String,
    language: String,
    folder: String,
) -> Answer<ExportView> {
    posta.act(move |app| app.save_referral_letter(&id, &paper, &language, folder.as_ref())).await
}
