//! The family group: who is registered together.

use serde::Serialize;
use specta::Type;

use super::PersonCard;

/// Another person of a family group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct HouseholdMember {
    pub card: PersonCard,
    /// `head`, `partner`, `child`, `other`.
    pub role: String,
}
