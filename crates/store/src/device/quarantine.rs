//! Batches from outside that did not verify: kept with their bytes and reason, never in anybody's way, and never more of
//! them than there is room for.

use posta_identity::ids::{Hash32, ScopeId};
use rusqlite::named_params;

use super::DeviceFile;
use crate::batch_rows::{hash_of, id_of};
use crate::error::Error;
use crate::transaction;

/// What is kept of batches that were set aside. A server that sends bad ones without end fills no disk.
struct Room {
    /// Bytes of all together; of what comes beyond them the fact alone is kept, without its bytes.
    bytes: i64,
    /// Batches; those beyond leave no trace here but the number in the history of exchanges.
    batches: i64,
}

const ROOM: Room = Room { bytes: 64 * 1024 * 1024, batches: 2_000 };

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
    /// Length in bytes of what is kept of it: 0 when the fact alone is.
    pub length: u32,
}

impl DeviceFile {
    /// Sets a batch aside; the same bytes for the same reason are kept once. When 64 MiB lie aside the bytes are not kept,
    /// when 2,000 batches do, nothing is.
    pub fn quarantine_batch(
        &self,
        scope: &ScopeId,
        reason: &str,
        at: i64,
        bytes: &[u8],
    ) -> Result<(), Error> {
        self.quarantine_within(&ROOM, scope, reason, at, bytes)
    }

    fn quarantine_within(
        &self,
        room: &Room,
        scope: &ScopeId,
        reason: &str,
        at: i64,
        bytes: &[u8],
    ) -> Result<(), Error> {
        let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        transaction::write(&self.connection, |writer| {
            writer.execute(
                "INSERT OR IGNORE INTO batch_quarantine (scope, hash, reason, at, bytes)
                 SELECT :scope, :hash, :reason, :at,
                        CASE WHEN kept <= :most_bytes - :length THEN :bytes ELSE x'' END
                 FROM (SELECT count(*) AS batches, coalesce(sum(length(bytes)), 0) AS kept
                       FROM batch_quarantine)
                 WHERE batches < :most_batches",
                named_params! {
                    ":scope": scope.as_bytes(), ":hash": Hash32::of(bytes).as_bytes(), ":reason": reason,
                    ":at": at, ":bytes": bytes, ":length": length, ":most_bytes": room.bytes,
                    ":most_batches": room.batches,
                },
            )?;
            Ok(())
        })
    }

    /// Forgets that these bytes were set aside: what they hold lies on the shelf by now, since the program knows more.
    pub fn release_batch(&self, bytes: &[u8]) -> Result<(), Error> {
        let hash = Hash32::of(bytes);
        let sql = "SELECT 1 AS here FROM batch_quarantine WHERE hash = :hash";
        if !self.connection.prepare_cached(sql)?.exists(named_params! { ":hash": hash.as_bytes() })? {
            return Ok(());
        }
        transaction::write(&self.connection, |writer| {
            let sql = "DELETE FROM batch_quarantine WHERE hash = :hash";
            writer.execute(sql, named_params! { ":hash": hash.as_bytes() })?;
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use posta_identity::FileKey;

    use super::*;

    #[test]
    fn of_what_is_set_aside_beyond_the_room_for_it_the_fact_is_kept_and_of_ever_more_not_even_that() {
        let folder = tempfile::tempdir().unwrap();
        let file = DeviceFile::open(&folder.path().join("device.posta"), &FileKey::random()).unwrap();
        let (room, scope) = (Room { bytes: 100, batches: 5 }, ScopeId::random());
        let set_aside = |bytes: &[u8]| file.quarantine_within(&room, &scope, "malformed", 7, bytes).unwrap();
        // The same ones come again with every exchange.
        for _ in 0..2 {
            set_aside(&[1; 60]);
            set_aside(&[2; 41]);
            set_aside(&[3; 40]);
            set_aside(&[4; 1]);
        }
        let kept = || -> Vec<(u32, Hash32)> {
            let aside = file.quarantined_batches().unwrap();
            aside.into_iter().rev().map(|aside| (aside.length, aside.hash)).collect()
        };
        let expected = [(60, 1, 60), (0, 2, 41), (40, 3, 40), (0, 4, 1)];
        let mut expected: Vec<(u32, Hash32)> =
            expected.iter().map(|(length, byte, of)| (*length, Hash32::of(&vec![*byte; *of]))).collect();
        assert_eq!(kept(), expected);
        set_aside(&[5; 9]);
        set_aside(&[6; 9]);
        expected.push((0, Hash32::of(&[5; 9])));
        assert_eq!(kept(), expected);
    }
}
