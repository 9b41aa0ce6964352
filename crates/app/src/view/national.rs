//! Departments together.

use serde::Serialize;
use specta::Type;

use super::{Figure, FigureBreakdown};

/// A month of all departments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct NationalView {
    /// Its first day.
    pub month: String,
    /// First days of the months that can be asked for, the latest first.
    pub months: Vec<String>,
    /// No department tells a number under this.
    pub below: u32,
    /// Every department of the country, in the order of its codes.
    pub departments: Vec<NationalDepartment>,
    /// Together. "some": at least so many, because a department does not tell its part.
    pub figures: Vec<NationalFigure>,
}

/// A department beside the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct NationalDepartment {
    pub code: String,
    pub name: String,
    /// The own one, counted on this device.
    pub own: bool,
    /// Day on which the month was counted; "": nothing of it is here.
    pub made_on: String,
    pub people: Figure,
    pub enrolled: Figure,
    /// Consultations of the weeks that begin in the month.
    pub attended: Figure,
}

/// An indicator of all departments that told it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct NationalFigure {
    pub code: String,
    pub name: String,
    /// `people`, `records` or `percent`.
    pub unit: String,
    pub definition: String,
    pub figure: Figure,
    /// Of the month before.
    pub before: Figure,
    pub breakdowns: Vec<FigureBreakdown>,
}

/// What a file held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct NationalTaken {
    pub department: String,
    pub department_name: String,
    pub months: u32,
}
