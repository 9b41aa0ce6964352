//! Erased content on the shelf: bodies become nothing, headers stay, so that chains can still be checked.

use std::collections::BTreeSet;

use posta_identity::ids::{Hash32, ScopeId};
use posta_protocol::SignedBatch;
use rusqlite::{Connection, OptionalExtension, named_params};

use super::DeviceFile;
use crate::error::Error;
use crate::transaction;

impl DeviceFile {
    /// Takes the bodies of those of these batches away, for ever, that are of this scope or of a lane of it: one that comes
    /// again is kept without it. Returns how many had one. Idempotent. Then the file is written anew without what was
    /// deleted: on [`Error::Busy`] from that, all is erased, and [`DeviceFile::compact`] is to be called again.
    pub fn erase_bodies(&self, scope: &ScopeId, batches: &[Hash32]) -> Result<u64, Error> {
        let all: BTreeSet<&Hash32> = batches.iter().collect();
        let lanes = lanes_of(scope);
        let aside = self.set_aside_of(&lanes, &all)?;
        let [main, inbox, checkpoint] = &lanes;
        let bodies = transaction::write(&self.connection, |writer| {
            let mut bodies = 0;
            for hash in &all {
                let named = named_params! {
                    ":hash": hash.as_bytes(), ":main": main.as_bytes(), ":inbox": inbox.as_bytes(),
                    ":checkpoint": checkpoint.as_bytes(),
                };
                let sql = "INSERT OR IGNORE INTO hollow (hash) SELECT hash FROM batch
                           WHERE hash = :hash AND scope IN (:main, :inbox, :checkpoint)";
                writer.execute(sql, named)?;
                // What was erased never changes again either.
                let sql = "UPDATE batch SET body = x'', offered = 1 WHERE hash = :hash AND length(body) > 0
                           AND scope IN (:main, :inbox, :checkpoint)";
                bodies += writer.execute(sql, named)? as u64;
            }
            for hash in &all {
                let sql = "DELETE FROM carried WHERE hash = :hash AND lane IN (:main, :inbox, :checkpoint)";
                writer.execute(
                    sql,
                    named_params! {
                        ":hash": hash.as_bytes(), ":main": main.as_bytes(), ":inbox": inbox.as_bytes(),
                        ":checkpoint": checkpoint.as_bytes(),
                    },
                )?;
            }
            for row in aside {
                let sql = "UPDATE batch_quarantine SET bytes = x'' WHERE row = :row";
                writer.execute(sql, named_params! { ":row": row })?;
            }
            Ok(bodies)
        })?;
        self.compact()?;
        Ok(bodies)
    }

    /// Those of these batches that lie here with their bodies, on the shelf or carried, and are of this scope or of a lane
    /// of it.
    pub fn whole_of<'h>(
        &self,
        scope: &ScopeId,
        batches: impl IntoIterator<Item = &'h Hash32>,
    ) -> Result<Vec<Hash32>, Error> {
        let [main, inbox, checkpoint] = lanes_of(scope);
        let sql = "SELECT 1 AS here FROM batch WHERE hash = :hash AND length(body) > 0
                   AND scope IN (:main, :inbox, :checkpoint)
                   UNION ALL
                   SELECT 1 AS here FROM carried WHERE hash = :hash AND lane IN (:main, :inbox, :checkpoint)";
        let mut sql = self.connection.prepare_cached(sql)?;
        let mut whole = Vec::new();
        for hash in batches {
            if sql.exists(named_params! {
                ":hash": hash.as_bytes(), ":main": main.as_bytes(), ":inbox": inbox.as_bytes(),
                ":checkpoint": checkpoint.as_bytes(),
            })? {
                whole.push(*hash);
            }
        }
        Ok(whole)
    }

    /// Whether a batch lies here with its body; none when it is not here.
    pub fn has_body(&self, hash: &Hash32) -> Result<Option<bool>, Error> {
        let sql = "SELECT length(body) > 0 AS whole FROM batch WHERE hash = :hash";
        let mut sql = self.connection.prepare_cached(sql)?;
        Ok(sql.query_row(named_params! { ":hash": hash.as_bytes() }, |row| row.get("whole")).optional()?)
    }

    /// Whether batches of a scope, or of its checkpoints, lie here without the body that was erased: what else they held
    /// comes by a checkpoint.
    pub fn has_hollow(&self, scope: &ScopeId) -> Result<bool, Error> {
        let sql = "SELECT 1 AS here FROM batch
                   WHERE scope IN (:scope, :checkpoint) AND length(body) = 0";
        let mut sql = self.connection.prepare_cached(sql)?;
        let checkpoint = scope.checkpoint();
        Ok(sql.exists(named_params! { ":scope": scope.as_bytes(), ":checkpoint": checkpoint.as_bytes() })?)
    }

    /// Writes the file anew without what was deleted.
    ///
    /// # Errors
    /// [`Error::Busy`] while another program has it open.
    pub fn compact(&self) -> Result<(), Error> {
        transaction::compact(&self.connection)
    }

    /// Rows of what was set aside and holds one of these batches, of these lanes.
    fn set_aside_of(&self, lanes: &[ScopeId], batches: &BTreeSet<&Hash32>) -> Result<Vec<i64>, Error> {
        let mut sql = self.connection.prepare("SELECT row, bytes FROM batch_quarantine")?;
        let mut rows = sql.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let batch = SignedBatch::from_bytes(&row.get::<_, Vec<u8>>("bytes")?);
            let is_of = |batch: &SignedBatch| {
                batch.decode_header().is_ok_and(|header| lanes.contains(&header.scope))
                    && batches.contains(&batch.hash())
            };
            if batch.is_ok_and(|batch| is_of(&batch)) {
                found.push(row.get("row")?);
            }
        }
        Ok(found)
    }
}

fn lanes_of(scope: &ScopeId) -> [ScopeId; 3] {
    [*scope, scope.inbox(), scope.checkpoint()]
}

/// Whether the body of a batch was erased.
pub(super) fn is_hollow(connection: &Connection, hash: &Hash32) -> Result<bool, Error> {
    let mut sql = connection.prepare_cached("SELECT 1 AS here FROM hollow WHERE hash = :hash")?;
    Ok(sql.exists(named_params! { ":hash": hash.as_bytes() })?)
}
