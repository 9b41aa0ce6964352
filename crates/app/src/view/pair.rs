//! Two records that may be of one person.

use serde::Serialize;
use specta::Type;

use super::PersonCard;

/// How many pairs wait, and how many were decided.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Type)]
pub struct PairCounts {
    pub contradicted: u32,
    pub certain: u32,
    pub possible: u32,
    pub later: u32,
    pub decided: u32,
}

/// A pair in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PairRow {
    pub a: PersonCard,
    pub b: PersonCard,
    /// `contradicted`, `certain`, `possible`, `later`, `same`, `different`.
    pub standing: String,
    pub reasons: Vec<String>,
    /// Of what was decided; else "".
    pub decided_by: String,
    pub decided_post: String,
    pub decided_at: String,
}

/// A page of pairs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PairsPage {
    pub rows: Vec<PairRow>,
    pub total: u32,
    pub counts: PairCounts,
    /// The register changed since it was looked through: there may be more.
    pub stale: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct PairReason {
    pub code: String,
    /// What it adds to the match weight; below zero: against.
    pub bits: f64,
}

/// One line of two records side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PairField {
    /// `given_names`, `surname1`, `surname2`, `birth`, `sex`, `nationality`, `document`, `phone`, `residence`, `guardian_name`, `registered_on`, `registered_post`.
    pub field: String,
    /// As stored; a document as "kind country number".
    pub a: String,
    pub b: String,
    /// `same`, `near`, `different`, `missing` (one side says nothing).
    pub agreement: String,
}

/// What somebody said of a pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PairDecision {
    /// `same`, `different`, `later`, `open`.
    pub decision: String,
    pub author: String,
    pub post: String,
    pub at: String,
    /// Whether it holds; two that hold contradict each other.
    pub holds: bool,
}

/// Two records that are held to be one person by way of others, and cannot be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PairContradiction {
    pub a: PersonCard,
    pub b: PersonCard,
    /// `decided_different`, `decided_both` (same and different at once), `same_enrollment`, `too_many` (more records than anybody has).
    pub cause: String,
}

/// Two records side by side.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub struct PairView {
    pub a: PersonCard,
    pub b: PersonCard,
    pub standing: String,
    /// What linkage proposes: `certain`, `possible`, `no`.
    pub proposal: String,
    /// 0 to 1.
    pub probability: f64,
    pub reasons: Vec<PairReason>,
    pub fields: Vec<PairField>,
    /// The last first.
    pub decisions: Vec<PairDecision>,
    /// Others that are held to be the same person as either.
    pub others: Vec<PersonCard>,
    pub contradictions: Vec<PairContradiction>,
    /// What was said that holds them and the others together: each can be taken back.
    pub bonds: Vec<PairBond>,
}

/// Two records that somebody said are the same person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PairBond {
    pub a: PersonCard,
    pub b: PersonCard,
    pub decided_by: String,
    pub decided_post: String,
    pub decided_at: String,
}

/// Another record that is held to be the same person, and who said so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PersonSource {
    pub card: PersonCard,
    pub decided_by: String,
    pub decided_post: String,
    pub decided_at: String,
    /// Whether the two were said to be one directly, so that it can be taken back here; else by way of a third.
    pub direct: bool,
}
