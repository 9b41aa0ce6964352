//! Sincronización.

use serde::Serialize;
use specta::Type;

use super::PersonCard;

/// One exchange with the server, as it was.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct SyncReport {
    pub at: String,
    pub ok: bool,
    /// Problem code as of [`crate::Error::code`], "" when all went well.
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

/// What the window's timer came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct SyncTurn {
    /// The exchange that was due, as it went; nothing when none was.
    pub report: Option<SyncReport>,
    /// After this many seconds it is worth asking again.
    pub next_in_seconds: u32,
}

/// How far an exchange is that runs, or how far it came. Done is only what the server acknowledged by its signature.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct SyncProgress {
    pub running: bool,
    /// Changes of this device that waited as it began, and those of them that are acknowledged: never more.
    pub records: u32,
    pub records_done: u32,
    /// The same in bytes of batches as they lie here; the wire takes fewer.
    pub bytes: u32,
    pub bytes_done: u32,
    /// Body bytes that the connection took and brought until now: a sign of life, not of progress.
    pub bytes_up: u32,
    pub bytes_down: u32,
}

/// Records that wait for the same reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct WaitCard {
    /// Whose they are: `registry`, `care`, `protection`, or a word of a later version.
    pub sensitivity: String,
    pub records: u32,
    /// `next_exchange`, `running`, `join`, `revoked`, `quota`, `unreachable`, or another word of what hindered.
    pub reason: String,
    /// Code of the problem, whose sentence and action say it; "" when nothing is wrong.
    pub code: String,
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

/// A damaged file that was moved aside and made anew, and how that came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct MendCard {
    pub at: String,
    /// Whose records they are: `registry`, `care`, `protection`, or a word of a later version; `device` of the file that all
    /// users of the device share.
    pub sensitivity: String,
    /// Own batches that lay nowhere else, and drafts: read from the damaged file.
    pub batches: u32,
    pub drafts: u32,
    /// Whether work that was never sent may be missing; whether drafts may be; whether what was carried for others.
    pub lacks_work: bool,
    pub lacks_drafts: bool,
    pub lacks_carried: bool,
    /// The folder, below the device's, where the damaged file is kept.
    pub aside: String,
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
    /// Files that were damaged and were made anew.
    pub mended: Vec<MendCard>,
    /// Minutes that this device's clock was ahead of the server's (negative: behind) at the last answer; nothing while
    /// that is too little to matter.
    pub clock_off_minutes: Option<i32>,
    /// Batches kept aside because their author was revoked.
    pub aside: u32,
    /// Everything that `pending` counts, with why it waits.
    pub waits: Vec<WaitCard>,
    pub progress: SyncProgress,
    /// Exchanges that failed since the last one that went through.
    pub failures: u32,
    /// When the program tries next by itself; nothing while an exchange runs.
    pub next_try: Option<String>,
}
