//! Referrals and what becomes of them.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::PersonCard;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct ReferralInput {
    pub person: String,
    /// Id of the consultation, or "".
    pub consultation: String,
    /// Need's code.
    pub need: String,
    /// Id of the directory's entry, or "".
    pub service: String,
    /// Of a service that the directory does not have.
    pub service_name: String,
    /// `inmediata`, `pronta`, `normal`.
    pub urgency: String,
    /// What the letter says of the person: `name`, `age`, `sex`, `nationality`, `language`, `phone`.
    pub shares: Vec<String>,
    pub message: String,
    pub draft: String,
}

/// One thing that happened to a referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ReferralEventView {
    pub state: String,
    pub at: String,
    pub by: String,
    pub post: String,
    pub reason: String,
    /// Told by the code of the letter.
    pub by_code: bool,
    /// Among the last ones, which contradict each other.
    pub contradicts: bool,
}

/// A referral in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct ReferralCard {
    pub id: String,
    /// None when the person is registered elsewhere, or was attended without identity.
    pub person: Option<PersonCard>,
    /// What the team calls somebody attended without identity.
    pub called: String,
    pub need: String,
    pub service_name: String,
    pub place_name: String,
    pub urgency: String,
    pub state: String,
    pub contradicted: bool,
    /// Came from another team: from where; "" for the own.
    pub from: String,
    pub on: String,
    pub by: String,
    /// Whole days since it was sent without an answer.
    pub waiting_days: u32,
    /// Made in a restricted consultation that no reason was given for: only whose it is, and when it was made.
    pub closed: bool,
}

impl ReferralCard {
    /// The card as it is shown while the consultation that it was made in is closed.
    pub(crate) fn closed(self) -> Self {
        let Self { id, person, on, by, .. } = self;
        Self { id, person, on, by, closed: true, ..Self::default() }
    }
}

/// What a letter says of the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct LetterPieceView {
    pub piece: String,
    pub value: String,
}

/// A referral whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ReferralView {
    pub card: ReferralCard,
    pub message: String,
    pub told: Vec<LetterPieceView>,
    /// The oldest first.
    pub events: Vec<ReferralEventView>,
    /// The states that may follow.
    pub next: Vec<String>,
    /// Whether the person agrees today that it is shared.
    pub agreed: bool,
    pub contact: String,
    pub address: String,
    pub hours: String,
    /// Whether this team can print its letter: only who made it.
    pub letter: bool,
}

/// What came of an answer by code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ReferralAnswerView {
    /// `aceptada`, `rechazada`, `atendida`.
    pub state: String,
    /// Whether the team of the referral works here: it is told at once.
    pub known: bool,
}
