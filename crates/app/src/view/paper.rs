//! Papers: what was read off one, and what is printed.

use serde::Serialize;
use specta::Type;

use super::{IdentityDocumentView, ProblemView};

/// What the machine-readable lines of a document say. A wrong check digit is a warning.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct MrzView {
    /// As the lines write them: capitals, transliterated, perhaps cut.
    pub given_names: String,
    pub surname1: String,
    pub surname2: String,
    /// Its state is "" when no date of expiry could be read: the form keeps the one it has.
    pub document: IdentityDocumentView,
    pub birth: String,
    pub sex: String,
    pub nationality: String,
    pub problems: Vec<ProblemView>,
}

/// Pages to look at and to print.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct PrintView {
    /// PNG as base64.
    pub pages: Vec<String>,
    /// Of the paper, in millimetres.
    pub width_mm: u32,
    pub height_mm: u32,
}
