//! The register as a file.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What to export, of whom and what for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ExportRequest {
    /// `csv`, `xlsx`, `fhir`, `dhis2`, `adx` or `national`.
    pub format: String,
    /// First day of registration; "": from the first.
    pub from: String,
    /// Last day of registration; "": to the last.
    pub to: String,
    /// Code of the post of registration; "": all.
    pub post: String,
    /// What for, in own words, at most 200 characters; it is kept in the audit.
    pub purpose: String,
}

/// What would leave, and who would not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct ExportPreview {
    /// People who leave.
    pub people: u32,
    /// Figures that leave, of a form that holds nothing else.
    pub figures: u32,
    /// Headings of the table of people, or what figures count.
    pub columns: Vec<String>,
    pub enrollments: u32,
    /// Whether what care teams keep leaves too: of those scopes that are open here, and in formats that take it.
    pub care: bool,
    pub consultations: u32,
    pub screenings: u32,
    pub referrals: u32,
    /// People whom nobody asked whether their file may be shared: they stay.
    pub not_asked: u32,
    /// People who refused that, or took it back: they stay.
    pub opposed: u32,
}

/// How far an export is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Type)]
pub struct ExportProgress {
    pub running: bool,
    /// People looked at so far; a workbook goes through them once for each of its tables.
    pub done: u32,
    pub of: u32,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ExportDone {
    pub path: String,
    pub bytes: u32,
    /// People in it; of figures none.
    pub people: u32,
    pub not_asked: u32,
    pub opposed: u32,
}
