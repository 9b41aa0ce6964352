//! Batches from outside that did not verify: kept with their bytes and reason, never in anybody's way.

use posta_identity::ids::{Hash32, ScopeId};
use rusqlite::named_params;

use super::DeviceFile;
use crate::batch_rows::{hash_of, id_of};
use crate::error::Error;
use crate::transaction;

/// A batch that was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarantinedBatch {
    /// Scope it was offered for.
    pub scope: ScopeId,
    /// SHA-256 of its bytes.
    pub hash: Hash32,
    /// Why, as a short stable word.
    pub reason: String,
    /// When it came, Unix seconds.
    pub at: i64,
    /// Length in bytes.
    pub length: u32,
}

impl DeviceFile {
    /// Sets a batch aside; the same bytes for the same reason are kept once.
    pub fn quarantine_batch(
        &self,
        scope: &ScopeId,
        reason: &str,
        at: i64,
        bytes: &[u8],
    ) -> Result<(), Error> {
        transaction::write(&self.connection, |writer| {
            writer.execute(
                "INSERT OR IGNORE INTO batch_quarantine (scope, hash, reason, at, bytes)
                 VALUES (:scope, :hash, :reason, :at, :bytes)",
                named_params! {
                    ":scope": scope.as_bytes(), ":hash": Hash32::of(bytes).as_bytes(), ":reason": reason,
                    ":at": at, ":bytes": bytes,
                },
            )?;
            Ok(())
        })
    }

    /// The batches set aside, newest first.
    pub fn quarantined_batches(&self) -> Result<Vec<QuarantinedBatch>, Error> {
        let sql =
            "SELECT scope, hash, reason, at, length(bytes) AS length FROM batch_quarantine ORDER BY row DESC";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map([], |row| {
            Ok(QuarantinedBatch {
                scope: id_of(row, "scope")?,
                hash: hash_of(row, "hash")?,
                reason: row.get("reason")?,
                at: row.get("at")?,
                length: row.get("length")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
