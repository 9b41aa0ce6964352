//! What is wrong or odd with a value, for the person who typed it.

use std::fmt;

use serde::Serialize;

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Shown beside the field; never blocks.
    Warning,
    /// The record is not saved until it is solved.
    Error,
}

/// A problem of one field. It names the field and a code, never the value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Problem {
    /// The flat key, or the key of the set or import line.
    pub field: String,
    /// A stable code with a message in every language, e.g. `birth_in_future`.
    pub code: &'static str,
    /// Whether it blocks.
    pub severity: Severity,
}

impl Problem {
    /// A problem that blocks.
    pub fn error(field: impl Into<String>, code: &'static str) -> Self {
        Self { field: field.into(), code, severity: Severity::Error }
    }

    /// A problem that is only shown.
    pub fn warning(field: impl Into<String>, code: &'static str) -> Self {
        Self { field: field.into(), code, severity: Severity::Warning }
    }

    /// Whether it blocks saving.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.code)
    }
}

impl std::error::Error for Problem {}
