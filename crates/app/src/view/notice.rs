//! Sealed notices from a post to the care team.

use serde::Serialize;
use specta::Type;

use super::{PersonCard, SummaryLineView};

/// A person handed over to the care team. Only the team reads it, not even its sender afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct NoticeCard {
    pub id: String,
    /// `notice` (a hand-over), `accompaniment` (whom a minor came with, answered at registration), `handed_on` (by
    /// another team, with what the person let this one know).
    pub kind: String,
    pub at: String,
    /// Name of the sender.
    pub from: String,
    pub post: String,
    /// None when the person is not here yet.
    pub person: Option<PersonCard>,
    /// Of a hand-over: `same_day`, `minor_alone`, `pregnancy`, `private_talk`, `other`. Of an accompaniment:
    /// `with_parent`, `with_relative`, `alone`.
    pub reason: String,
    pub note: String,
    /// Of what was handed on.
    pub lines: Vec<SummaryLineView>,
    pub done: bool,
}
