//! What an exchange did, in real body bytes and acknowledged work.

use posta_identity::ids::ScopeId;
use posta_store::Exchanged;

/// What one exchange did, all its requests together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Body bytes of all requests.
    pub bytes_up: u64,
    /// Body bytes of all answers.
    pub bytes_down: u64,
    pub requests: u64,
    /// Batches given to the connection; what the server acknowledged is `records_up`.
    pub batches_up: u64,
    /// Batches new on the shelf.
    pub batches_down: u64,
    /// Changes that the server's receipts cover for the first time.
    pub records_up: u64,
    /// Bytes of the batches that they cover for the first time, as they lie here.
    pub acknowledged: u64,
    /// Changes in the new batches that can be read without a key (registry).
    pub records_down: u64,
    /// New batches that cannot be read without a key of their scope.
    pub sealed_down: u64,
    /// New entries of the membership log.
    pub entries_down: u64,
    /// Batches that still no receipt covers.
    pub left: u64,
    /// Batches and certificates set aside, each with its reason in the device file.
    pub quarantined: u64,
    /// Scopes that the server did not answer for, with its code; or that could not be sent, or not every feed of them.
    pub refused: Vec<(ScopeId, String)>,
    /// Scopes in which this device's own feed was continued elsewhere: it has a new incarnation there now.
    pub forked: Vec<ScopeId>,
    /// This device is revoked: what it brings is kept aside, and nothing comes down but entries and receipts.
    pub revoked: bool,
    /// The server's clock, seconds since 1970, when it answered.
    pub server_time: Option<i64>,
    pub milliseconds: u64,
}

impl Report {
    /// The line for the history.
    pub(crate) fn line(&self, at: i64, problem: Option<&str>) -> Exchanged {
        Exchanged {
            at,
            ok: problem.is_none(),
            code: problem.unwrap_or_default().to_owned(),
            bytes_up: self.bytes_up,
            bytes_down: self.bytes_down,
            requests: self.requests,
            batches_up: self.batches_up,
            batches_down: self.batches_down,
            records_up: self.records_up,
            records_down: self.records_down,
            milliseconds: self.milliseconds,
            refused: self.refused.len() as u64,
            quarantined: self.quarantined,
        }
    }
}
