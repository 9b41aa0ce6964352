//! Inicio.

use serde::Serialize;
use specta::Type;

use super::{DraftCard, PersonCard};

/// Inicio.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct HomeView {
    pub today: String,
    pub registered_today: u32,
    pub attended_today: u32,
    pub people: u32,
    pub conflicts: u32,
    /// Those of which all values are kept for later.
    pub conflicts_later: u32,
    /// Records whose last change the server has not acknowledged.
    pub pending: u32,
    pub last_contact: Option<String>,
    pub recent: Vec<PersonCard>,
    pub drafts: Vec<DraftCard>,
    /// Sealed notices to this user's team that nobody has settled.
    pub notices: u32,
    /// Follow-ups of this post that are due today or before.
    pub due: u32,
    /// Somebody left a confidential scope of this user, and its key is not changed yet.
    pub must_rotate: bool,
}
