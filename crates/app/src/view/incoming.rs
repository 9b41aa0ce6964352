//! A table of people that others made, before it is taken in.

use serde::Serialize;
use specta::Type;

/// What a table of people says, and what of it would go in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct TablePreview {
    pub columns: Vec<TableColumn>,
    /// Every field that a column may be.
    pub fields: Vec<String>,
    /// Rows below the heading.
    pub rows: u32,
    /// Rows that would go in.
    pub good: u32,
    /// The first rows that would not.
    pub problems: Vec<TableProblem>,
}

/// A column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct TableColumn {
    pub heading: String,
    /// What it is; "" for one that is left out.
    pub field: String,
    /// The first value in it.
    pub sample: String,
}

/// Why a row does not go in; never the value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct TableProblem {
    /// As the spreadsheet numbers it.
    pub line: u32,
    pub field: String,
    pub code: String,
}
