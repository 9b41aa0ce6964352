//! Practice, and the first day.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Whom the window tells to practise with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct PracticePeople {
    pub adult: Option<PracticePerson>,
    pub child: Option<PracticePerson>,
}

/// Somebody invented.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PracticePerson {
    pub id: String,
    pub name: String,
    pub birth_year: Option<u32>,
}

/// How far a user is in the guided first day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FirstDayView {
    /// `new`, `begun`, `done` or `skipped`.
    pub state: String,
    /// Of whose work the steps are; "" while new.
    pub role: String,
    pub step: u32,
}
