//! Reads a line and, when it is bad, says why without repeating any of its values.

use serde_json::{Map, Value};
use thiserror::Error;

use super::ImportLine;

/// A line could not be read. It names a code and perhaps a key, never a value.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}{code}", field.as_ref().map(|field| format!("{field}: ")).unwrap_or_default())]
pub struct LineError {
    /// `not_json`, `not_an_object`, `kind_missing`, `kind_unknown`, `key_unknown`, `key_missing`, `wrong_type`,
    /// `key_repeated`.
    pub code: &'static str,
    /// The key it is about, if it is one that could be meant as a key.
    pub field: Option<String>,
}

const PERSON: &[&str] = &[
    "ref",
    "given_names",
    "surname1",
    "surname2",
    "name_undeclared",
    "sex",
    "birth",
    "nationality",
    "documents",
    "without_documents",
    "languages",
    "phone",
    "residence",
    "guardian_name",
    "guardian_relation",
    "guardian_person",
    "post",
    "on",
    "household",
    "household_role",
    "same_day",
];
const DOCUMENT: &[&str] = &["kind", "country", "number", "complement", "state", "mrz_given", "mrz_surname"];
const ENROLLMENT: &[&str] = &[
    "ref",
    "person",
    "program",
    "post",
    "on",
    "status",
    "facility",
    "answers",
    "requirements",
    "official_number",
    "observation",
    "campaign",
];
const CONSENT: &[&str] =
    &["ref", "person", "on", "language", "interpreter", "mode", "assent", "caregiver", "purposes"];
const CONSULTATION: &[&str] = &["ref", "person", "post", "on", "reason", "needs", "note", "restricted"];
const EDIT: &[&str] = &["id", "set"];

/// Reads one line.
///
/// # Errors
/// Why not, in a code; the text of the line is never repeated, so it may go to a log.
pub fn parse_line(text: &str) -> Result<ImportLine, LineError> {
    let text = text.trim_start_matches('\u{feff}').trim();
    serde_json::from_str(text).map_err(|_| diagnose(text))
}

fn error(code: &'static str, key: Option<&str>) -> LineError {
    LineError { code, field: key.map(|key| crate::person::named(key).to_owned()) }
}

fn diagnose(text: &str) -> LineError {
    let Ok(value) = serde_json::from_str::<Value>(text) else { return error("not_json", None) };
    let Value::Object(object) = value else { return error("not_an_object", None) };
    let (keys, required): (&[&str], &[&str]) = match object.get("kind") {
        None => return error("kind_missing", Some("kind")),
        Some(Value::String(kind)) => match kind.as_str() {
            "person" => (PERSON, &[]),
            "enrollment" => (ENROLLMENT, &["person", "program"]),
            "consent" => (CONSENT, &["person", "purposes"]),
            "consultation" => (CONSULTATION, &["person"]),
            "edit" => (EDIT, &["id", "set"]),
            _ => return error("kind_unknown", Some("kind")),
        },
        Some(_) => return error("kind_unknown", Some("kind")),
    };
    if let Some(key) = object.keys().find(|key| *key != "kind" && !keys.contains(&key.as_str())) {
        return error("key_unknown", Some(key));
    }
    if let Some(key) = required.iter().find(|key| !object.contains_key(**key)) {
        return error("key_missing", Some(key));
    }
    if let Some(problem) = documents_error(&object) {
        return problem;
    }
    match object.iter().find(|(key, value)| !fits(key, value)) {
        Some((key, _)) => error("wrong_type", Some(key)),
        // What a map cannot show any more.
        None => error("key_repeated", None),
    }
}

fn documents_error(object: &Map<String, Value>) -> Option<LineError> {
    let documents = object.get("documents")?.as_array()?;
    for document in documents {
        let Value::Object(parts) = document else { return Some(error("wrong_type", Some("documents"))) };
        if let Some(key) = parts.keys().find(|key| !DOCUMENT.contains(&key.as_str())) {
            return Some(error("key_unknown", Some(key)));
        }
    }
    None
}

fn fits(key: &str, value: &Value) -> bool {
    let texts = |items: &[Value]| items.iter().all(Value::is_string);
    match (key, value) {
        (
            "name_undeclared" | "without_documents" | "restricted" | "same_day" | "interpreter" | "assent",
            value,
        ) => value.is_boolean(),
        ("answers", Value::Object(answers)) => answers.values().all(Value::is_boolean),
        ("requirements" | "purposes", Value::Object(words)) => words.values().all(Value::is_string),
        ("languages" | "needs", Value::Array(items)) => texts(items),
        ("documents", Value::Array(items)) => items
            .iter()
            .all(|item| item.as_object().is_some_and(|parts| parts.values().all(Value::is_string))),
        ("set", Value::Object(values)) => {
            values.values().all(|value| value.is_string() || value.is_boolean())
        }
        ("languages" | "needs" | "documents" | "set" | "answers" | "requirements" | "purposes", _) => false,
        (_, value) => value.is_string(),
    }
}
