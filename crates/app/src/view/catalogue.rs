//! The pack's words that forms need.

use serde::Serialize;
use specta::Type;

/// A code with its label in the language that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Choice {
    pub code: String,
    pub label: String,
    /// Shown first.
    pub common: bool,
}

/// A kind of identity document, with what its form needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct DocumentKindChoice {
    pub code: String,
    pub label: String,
    /// Shown first.
    pub common: bool,
    /// Whether its number may have a complement.
    pub complement: bool,
    /// Help with its number, or "".
    pub hint: String,
}

/// The pack's words that forms need, for this session's department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Catalogue {
    pub countries: Vec<Choice>,
    pub languages: Vec<Choice>,
    pub document_kinds: Vec<DocumentKindChoice>,
    pub document_states: Vec<Choice>,
    /// All municipalities: code, "Sabaya, Oruro".
    pub municipalities: Vec<Choice>,
    pub facilities: Vec<Choice>,
    pub programs: Vec<Choice>,
    pub needs: Vec<Choice>,
    pub reasons: Vec<Choice>,
    /// Kinds of services of the directory.
    pub service_kinds: Vec<Choice>,
    pub chronic: Vec<Choice>,
    pub hygiene: Vec<Choice>,
    pub states: Vec<Choice>,
    pub supports: Vec<Choice>,
    pub alerts: Vec<AlertChoice>,
    /// Posts of this department.
    pub posts: Vec<Choice>,
    /// What a guardian may be to a minor.
    pub relations: Vec<Choice>,
    /// Campaigns of this post today.
    pub campaigns: Vec<Choice>,
}

/// An alert with what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct AlertChoice {
    pub code: String,
    pub label: String,
    /// One or two sentences.
    pub hint: String,
    /// What an observer looks for: shown, never stored.
    pub guide: Vec<String>,
    /// Kind of service that it is referred to, or "".
    pub service: String,
    /// Instrument that looks into it, or "".
    pub instrument: String,
}
