//! Places and words of a pack.

use serde::{Deserialize, Serialize};

/// A code with the name that people read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// Stored code.
    pub code: String,
    /// Name on the screen, in the pack's language.
    pub name: String,
    /// Whether lists offer it first.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub common: bool,
}

/// A first-level division of the country.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// Official code, two digits.
    pub code: String,
    /// Name.
    pub name: String,
    /// ISO 3166-2 code.
    pub iso: String,
    /// Letters printed on identity cards, where the country prints any.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub letters: String,
}

/// A municipality.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Municipality {
    /// Official code; the first two digits are the department's.
    pub code: String,
    /// Name.
    pub name: String,
}

impl Municipality {
    /// Code of its department.
    pub fn department(&self) -> &str {
        self.code.get(..2).unwrap_or_default()
    }
}

/// A health facility.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facility {
    /// Official code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Kind in words, e.g. "Puesto de salud".
    pub kind: String,
    /// Level of care, 1 to 3.
    pub level: u8,
    /// Municipality by its official code.
    pub municipality: String,
}

/// A kind of identity document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentKind {
    /// Stored code.
    pub code: String,
    /// Name on the screen.
    pub name: String,
    /// The only country that issues it, if there is one; saves a question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Whose card it is, if it is one that the pack's country issues: as such it is proposed for machine-readable
    /// lines, and its numbers are checked and compared as that country's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card_of: Option<CardOf>,
    /// Whether its number may have a complement, a part that tells apart who has one number.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub complement: bool,
    /// Help for whoever types its number; may be blank.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint: String,
}

/// Whose card a country issues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardOf {
    /// Of its own nationals.
    Nationals,
    /// Of foreigners who live there.
    Foreigners,
}
