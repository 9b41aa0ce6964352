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
    /// What a guardian may be to a minor.
    pub relations: Vec<Choice>,
    /// Campaigns of this post today.
    pub campaigns: Vec<Choice>,
}
