//! Drafts.

use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct DraftInput {
    /// "" for a new draft.
    pub id: String,
    /// `registration`, `consultation` or `edit`.
    pub kind: String,
    /// The form as JSON, kept as it is.
    pub form: String,
}

/// A draft in a list. Another user's draft shows only who and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct DraftCard {
    pub id: String,
    pub kind: String,
    pub owner: String,
    pub mine: bool,
    pub at: String,
    /// Name typed so far; empty when not mine or nothing typed.
    pub title: String,
    /// The form as JSON; empty when not mine.
    pub form: String,
    /// Older than 72 hours.
    pub stale: bool,
}
