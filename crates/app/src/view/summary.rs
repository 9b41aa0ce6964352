//! What a person lets the next post know.

use serde::Serialize;
use specta::Type;

use super::Choice;

/// One item of a summary in words of the language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SummaryLineView {
    /// `name`, `birth`, `language`, `coverage`, `pregnancy`, `chronic`, `medicines`, `needs`, `referral`, `follow_up`.
    pub item: String,
    pub title: String,
    pub values: Vec<String>,
}

/// What a summary could say of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SummaryOffer {
    /// Only what there is something to say of.
    pub items: Vec<SummaryLineView>,
    /// What is chosen before the person chooses.
    pub first: Vec<String>,
    /// Whether the person agrees today that it is shared: without that nothing leaves.
    pub agreed: bool,
    /// Municipalities whose care team one may be handed on to.
    pub teams: Vec<Choice>,
}

/// A summary that was scanned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SummaryReading {
    /// `verified`; what cannot be verified here: `other_department`, `unknown_device` (not heard of yet), `ended` (a
    /// device that was cut off).
    pub standing: String,
    /// Day of which it is true.
    pub on: String,
    pub lines: Vec<SummaryLineView>,
}

/// What another team handed on of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct HandedCard {
    /// As in the list of notices, by which it is settled.
    pub id: String,
    pub at: String,
    /// Name of who handed on.
    pub from: String,
    pub post: String,
    pub lines: Vec<SummaryLineView>,
    pub done: bool,
}
