//! What forms send, and what they are told.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{AnswerInput, ConsentInput, IdentityDocumentView, RequirementMark};

/// A field's problem: an `error` keeps the form open, a `warning` never blocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ProblemView {
    pub field: String,
    pub code: String,
    pub severity: String,
}

/// The person half of the registration form, in flat words; empty text means not told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct PersonInput {
    pub given_names: String,
    pub surname1: String,
    pub surname2: String,
    pub name_undeclared: bool,
    /// `female`, `male`, `unknown`.
    pub sex: String,
    /// "", "1990-05-17", "1990-05", "1990" or "age:34" (today's date is added when saved).
    pub birth: String,
    pub nationality: String,
    pub documents: Vec<IdentityDocumentView>,
    pub without_documents: bool,
    pub languages: Vec<String>,
    pub phone: String,
    pub residence: String,
    pub guardian_name: String,
    pub guardian_relation: String,
    pub guardian_person: String,
}

/// Registration: a person and, usually, their enrollment and what they allow, saved in one transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct RegistrationInput {
    pub person: PersonInput,
    /// Program code, or "" to register without enrolling.
    pub program: String,
    /// Facility code, or "".
    pub facility: String,
    /// The draft that this registration came from, or "".
    pub draft: String,
    /// What was answered of the facts that the programme asks; a fact that is left out is not known.
    pub answers: Vec<AnswerInput>,
    /// Requirements that were looked at.
    pub requirements: Vec<RequirementMark>,
    /// What the person allows; without decisions nobody asked yet.
    pub consent: ConsentInput,
    /// Of a minor: `with_parent`, `with_relative`, `alone`; "" when not asked. Sealed to the care team, never kept here.
    pub accompaniment: String,
    /// The family group: "" for none, `new`, or its id.
    pub household: String,
    /// `head`, `partner`, `child`, `other`.
    pub household_role: String,
    /// Code of the campaign; "" takes the one of this post and day, if any.
    pub campaign: String,
    /// Records of the register that are said to be this person.
    pub same_as: Vec<String>,
    /// Records of the register that were looked at and are somebody else.
    pub different_from: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FieldEdit {
    /// Flat key: `phone`, `residence`, `language/es`, `document/1/number`, ...
    pub field: String,
    pub value: String,
}

/// A durable save. Given only after the transaction has reached the disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Saved {
    pub id: String,
    pub warnings: Vec<ProblemView>,
}
