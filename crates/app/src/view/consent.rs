//! What a person allows.

use serde::{Deserialize, Serialize};
use specta::Type;

/// One purpose and what the person said to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ConsentDecision {
    /// `register`, `share_facility`, `share_referral`, `statistics`, `contact`.
    pub purpose: String,
    /// `given`, `refused`, `withdrawn`.
    pub decision: String,
}

/// A conversation about what may be done with the data. Who explained it and when is the user and the day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct ConsentInput {
    /// ISO 639 code of the language it was explained in.
    pub language: String,
    pub interpreter: bool,
    /// `oral` (assumed), `written`.
    pub mode: String,
    /// Of a minor: whether the child agrees too.
    pub assent: bool,
    /// Id of the adult who answers for a minor, or "".
    pub caregiver: String,
    /// Only what was spoken of; empty when nobody asked.
    pub decisions: Vec<ConsentDecision>,
}

/// What holds now for one purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ConsentView {
    pub purpose: String,
    pub decision: String,
    /// Day of the conversation.
    pub on: String,
    pub language: String,
    pub interpreter: bool,
    pub mode: String,
    pub assent: bool,
    pub explained_by: String,
    pub post: String,
}
