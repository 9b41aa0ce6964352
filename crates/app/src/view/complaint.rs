//! Complaints of discrimination and suggestions.

use serde::Serialize;
use specta::Type;

use super::PersonCard;

/// A complaint or suggestion, sealed to the supervisors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ComplaintView {
    pub id: String,
    pub at: String,
    /// `complaint`, `suggestion`.
    pub kind: String,
    pub text: String,
    /// None when it was made without identity, or the person is not here.
    pub person: Option<PersonCard>,
    /// Who wrote it down, and where.
    pub from: String,
    pub post: String,
}
