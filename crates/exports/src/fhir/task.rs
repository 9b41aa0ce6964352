//! Task: what is to be done about an enrollment or a referral.

use serde::Serialize;

use super::element::{Concept, Reference};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Task {
    pub resource_type: &'static str,
    pub id: String,
    pub status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_reason: Option<Concept>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_status: Option<Concept>,
    pub intent: &'static str,
    pub code: Concept,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    pub focus: Reference,
    #[serde(rename = "for")]
    pub subject: Reference,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub authored_on: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub last_modified: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Reference>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub input: Vec<Input>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Input {
    #[serde(rename = "type")]
    pub kind: Concept,
    pub value_string: String,
}
