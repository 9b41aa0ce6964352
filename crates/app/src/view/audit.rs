//! Who opened, changed, printed or exported which confidential record.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::UserCard;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct AuditFilter {
    /// User id or "".
    pub user: String,
    /// Act or "".
    pub act: String,
    /// Days, inclusive, or "".
    pub from: String,
    pub to: String,
    /// Opaque id of a record or "".
    pub record: String,
    pub offset: u32,
    /// At most 200.
    pub limit: u32,
}

/// A page of the audit, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct AuditPage {
    pub total: u32,
    pub rows: Vec<AuditRow>,
    pub users: Vec<UserCard>,
    /// What is wrong with the audit itself; told with the first page only.
    pub faults: Vec<AuditFault>,
}

/// One act on a confidential record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct AuditRow {
    pub at: String,
    /// Name.
    pub user: String,
    pub device: String,
    pub post: String,
    /// `opened`, `changed`, `printed`, `exported`.
    pub act: String,
    pub sensitivity: String,
    pub place: String,
    /// Opaque id.
    pub record: String,
    pub reason: String,
}

/// Something wrong with the audit itself: an altered, missing or forked batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct AuditFault {
    pub code: String,
    pub device: String,
    pub feed: String,
    pub n: u32,
}

/// Where one person's data was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ExportView {
    pub path: String,
    pub records: u32,
}
