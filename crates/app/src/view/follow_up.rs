//! The agenda.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::PersonCard;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct FollowUpInput {
    pub person: String,
    /// Id of the consultation, or "".
    pub consultation: String,
    /// Id of the referral, or "".
    pub referral: String,
    /// `YYYY-MM-DD`.
    pub on: String,
    pub what: String,
    /// Post's code; "": this one.
    pub post: String,
    /// Id of the user; "": whoever is there.
    pub assignee: String,
}

/// Which part of the agenda.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct AgendaInput {
    /// Post's code; "": of all posts of the own teams.
    pub post: String,
    /// Only what is given to this user.
    pub mine: bool,
    /// Also what was settled in the last seven days.
    pub settled: bool,
}

/// An item of the agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct FollowUpCard {
    pub id: String,
    /// None when the person is not here, or was attended without identity.
    pub person: Option<PersonCard>,
    /// What the team calls somebody attended without identity.
    pub called: String,
    pub referral: String,
    pub on: String,
    pub overdue: bool,
    pub what: String,
    pub post: String,
    pub post_name: String,
    pub assignee: String,
    pub assignee_name: String,
    /// `pendiente`, `hecho`, `no_localizada`, `cancelado`.
    pub state: String,
    pub settled_on: String,
    /// Two said different things of it without seeing each other; whatever is said of it next holds.
    pub contested: bool,
    pub tries: u32,
    /// Telephone, if the person agreed to be contacted.
    pub phone: String,
}

impl FollowUpCard {
    /// The card as it is shown while the consultation that it was planned in is closed.
    pub(crate) fn closed(self) -> Self {
        Self { what: String::new(), referral: String::new(), called: String::new(), ..self }
    }
}

/// Somebody that an item may be given to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct TeamMate {
    pub user: String,
    pub name: String,
}
