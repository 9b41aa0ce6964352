//! What the command line, tests and benchmarks are told beyond what screens show.

use std::collections::BTreeMap;

use serde::Serialize;
use specta::Type;

use crate::view::WaitCard;

/// Outcome of an import: the good lines are in, the bad ones are named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct ImportReport {
    pub persons: u32,
    pub enrollments: u32,
    pub consents: u32,
    pub consultations: u32,
    pub edits: u32,
    pub rejected: Vec<RejectedLine>,
    /// Code of the trouble that ended the import early: what is counted is in, later lines were not tried.
    pub stopped_by: Option<String>,
    /// The record that each `ref` of the file became.
    pub refs: BTreeMap<String, String>,
}

/// A line that did not go in. Names the field and the reason, never the value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct RejectedLine {
    /// From 1.
    pub line: u32,
    pub field: String,
    /// A problem code, or `not_json`, `not_a_line`, `unknown_ref`, `not_allowed`.
    pub reason: String,
}

/// What this device holds for this user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusReport {
    pub user: String,
    pub role: String,
    pub post: String,
    pub device: String,
    pub server: String,
    pub people: u32,
    pub conflicts: u32,
    pub scopes: Vec<ScopeStatus>,
    /// Records whose last change the server has not acknowledged.
    pub pending: u32,
    /// Everything that `pending` counts, with why it waits.
    pub waits: Vec<WaitCard>,
    /// Exchanges that failed since the last one that went through.
    pub failures: u32,
    /// Seconds since 1970, by the server's clock.
    pub last_contact: Option<i64>,
    pub quarantined: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScopeStatus {
    pub scope: String,
    pub sensitivity: String,
    pub place: String,
    pub documents: u32,
    /// Batches on this device's shelf.
    pub batches: u32,
    /// Own batches not yet acknowledged.
    pub unsent_batches: u32,
}

/// Equal digests mean equal content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScopeDigest {
    pub scope: String,
    pub sensitivity: String,
    pub place: String,
    pub documents: u32,
    pub digest: String,
}

/// Outcome of verifying everything that this user may open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckView {
    pub ok: bool,
    pub batches: u32,
    pub documents: u32,
    pub rows: u32,
    /// Named faults, without any content.
    pub faults: Vec<String>,
}
