//! Orders to erase a person's records, and what became of them.

use serde::Serialize;
use specta::Type;

use super::PersonCard;

/// An order to erase. It has effect once a second person agrees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ErasureCard {
    pub order: String,
    /// Opaque id.
    pub person: String,
    /// "" once erased.
    pub name: String,
    /// `request`, `mistake`, `retention`, `court`.
    pub basis: String,
    pub ordered_by: String,
    pub ordered_at: String,
    pub agreed_by: Option<String>,
    pub agreed_at: Option<String>,
    pub carried_out: Vec<CarriedOut>,
    /// Ordered by this user, who therefore cannot be the one to agree.
    pub mine: bool,
}

/// One scope in which an order was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct CarriedOut {
    pub scope: String,
    pub sensitivity: String,
    pub place: String,
    pub documents: u32,
    pub at: String,
}

/// People whose records were kept as long as the pack says; proposed, never erased by age alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct RetentionView {
    /// 0 when the pack says nothing.
    pub years: u32,
    /// Whether somebody read the number in the norm itself.
    pub verified: bool,
    /// Where the number comes from.
    pub source: String,
    /// The last day that is past.
    pub through: String,
    pub total: u32,
    /// The oldest of them.
    pub people: Vec<PersonCard>,
}
