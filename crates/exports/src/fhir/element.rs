//! Data types of FHIR R4 (4.0.1), with the elements that are used here.

use serde::Serialize;

/// Where a word has to stand and there is none.
pub(super) const NOT_TOLD: &str = "No indicado";

/// A coded word.
#[derive(Clone, Default, Serialize)]
pub(super) struct Coding {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub system: String,
    pub code: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub display: String,
}

/// Words, coded where there is a code.
#[derive(Clone, Default, Serialize)]
pub(super) struct Concept {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub coding: Vec<Coding>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// Another resource, or only its name.
#[derive(Clone, Default, Serialize)]
pub(super) struct Reference {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reference: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub display: String,
}

#[derive(Clone, Default, Serialize)]
pub(super) struct Identifier {
    #[serde(rename = "use", skip_serializing_if = "str::is_empty")]
    pub usage: &'static str,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<Concept>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub system: String,
    pub value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigner: Option<Reference>,
}

#[derive(Clone, Default, Serialize)]
pub(super) struct HumanName {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extension: Vec<Extension>,
    pub text: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub family: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<String>,
}

/// Something that the base resources have no element for.
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Extension {
    pub url: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extension: Vec<Extension>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_string: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_codeable_concept: Option<Concept>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_reference: Option<Reference>,
}

/// Only extensions: what stands beside a plain value.
#[derive(Clone, Default, Serialize)]
pub(super) struct Beside {
    pub extension: Vec<Extension>,
}

#[derive(Clone, Default, Serialize)]
pub(super) struct ContactPoint {
    pub system: &'static str,
    pub value: String,
}

#[derive(Clone, Default, Serialize)]
pub(super) struct Address {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub city: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub state: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub country: String,
}

#[derive(Clone, Default, Serialize)]
pub(super) struct Period {
    pub start: String,
}

impl Coding {
    pub fn new(system: &str, code: &str, display: &str) -> Self {
        Self { system: system.to_owned(), code: code.to_owned(), display: display.to_owned() }
    }
}

impl Concept {
    /// Of a word; FHIR has no empty code, so of none only that it was not told.
    pub fn of(coding: Coding) -> Self {
        if coding.code.is_empty() {
            return Self::text(if coding.display.is_empty() { NOT_TOLD } else { &coding.display });
        }
        Self { text: coding.display.clone(), coding: vec![coding] }
    }

    pub fn text(text: &str) -> Self {
        Self { coding: Vec::new(), text: text.to_owned() }
    }
}

impl Reference {
    /// To a resource of the bundle.
    pub fn to(id: &str) -> Self {
        Self { reference: super::id::url(id), display: String::new() }
    }

    pub fn shown(mut self, display: &str) -> Self {
        display.clone_into(&mut self.display);
        self
    }

    /// To somebody or something that is not in the bundle.
    pub fn named(display: &str) -> Self {
        Self { reference: String::new(), display: display.to_owned() }
    }
}
