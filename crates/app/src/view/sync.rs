//! Sincronización.

use serde::Serialize;
use specta::Type;

use super::PersonCard;

/// One exchange with the server, as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SyncReport {
    pub at: String,
    pub ok: bool,
    /// Problem code, "" when all went well.
    pub code: String,
    pub bytes_up: u32,
    pub bytes_down: u32,
    pub requests: u32,
    pub batches_up: u32,
    pub batches_down: u32,
    /// Changes acknowledged by the server for the first time, and changes that arrived.
    pub records_up: u32,
    pub records_down: u32,
    pub milliseconds: u32,
    pub refused: u32,
    pub quarantined: u32,
}

/// Something that was not taken in, kept aside with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct QuarantineCard {
    pub at: String,
    /// `change` or `batch`.
    pub what: String,
    pub reason: String,
    pub bytes: u32,
    pub from_device: String,
}

/// Sincronización.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SyncView {
    pub server: String,
    pub pending: u32,
    pub last_contact: Option<String>,
    pub history: Vec<SyncReport>,
    pub waiting: Vec<PersonCard>,
    /// Records that wait and are not in `waiting`: enrollments, consultations, and people beyond those listed.
    pub waiting_others: u32,
    pub quarantine: Vec<QuarantineCard>,
    /// This device found its own feed continued elsewhere (a restored or cloned disk) and took a new incarnation.
    pub forked: bool,
    /// Batches kept aside because their author was revoked.
    pub aside: u32,
}
