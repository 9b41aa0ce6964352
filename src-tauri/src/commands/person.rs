//! People: finding, seeing, registering, editing, deciding between two values.

use super::{Answer, Posta};
use posta_app::view::{
    FieldEdit, PersonCard, PersonInput, PersonView, ProblemView, RegistrationInput, SamePersonView, Saved,
};

/// People that match what was typed: names in any order, numbers, birth years.
#[tauri::command]
#[specta::specta]
pub async fn find_people(posta: Posta<'_>, text: String, limit: u32) -> Answer<Vec<PersonCard>> {
    posta.act(move |app| app.find_people(&text, limit)).await
}

/// Those of the register who may be the person of a form, with the reasons; at most 5.
#[tauri::command]
#[specta::specta]
pub async fn same_people(
    posta: Posta<'_>,
    input: PersonInput,
    household: String,
    limit: u32,
) -> Answer<Vec<SamePersonView>> {
    posta.act(move |app| app.same_people(&input, &household, limit)).await
}

/// Everything that this user may see of a person.
#[tauri::command]
#[specta::specta]
pub async fn person(posta: Posta<'_>, id: String) -> Answer<PersonView> {
    posta.act(move |app| app.person(&id)).await
}

/// Problems of a form that is being filled. Saves nothing.
#[tauri::command]
#[specta::specta]
pub async fn check_person(posta: Posta<'_>, input: PersonInput) -> Answer<Vec<ProblemView>> {
    posta.act(move |app| app.check_person(&input)).await
}

/// Registers a person and, when asked, their enrollment. Answers once both are on the disk.
#[tauri::command]
#[specta::specta]
pub async fn register_person(posta: Posta<'_>, input: RegistrationInput) -> Answer<Saved> {
    posta.act(move |app| app.register_person(&input)).await
}

/// Writes exactly the fields that were changed.
#[tauri::command]
#[specta::specta]
pub async fn edit_person(posta: Posta<'_>, id: String, edits: Vec<FieldEdit>) -> Answer<Saved> {
    posta.act(move |app| app.edit_person(&id, &edits)).await
}

/// Decides a field that has more than one value.
#[tauri::command]
#[specta::specta]
pub async fn resolve_conflict(
    posta: Posta<'_>,
    kind: String,
    id: String,
    field: String,
    value: String,
) -> Answer<Saved> {
    posta.act(move |app| app.resolve_conflict(&kind, &id, &field, &value)).await
}
