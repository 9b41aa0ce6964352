//! Receipts: what the server has said, by its signature, that it stores. Only they make work count as sent.

use posta_identity::ids::{Hash32, ScopeId};
use posta_protocol::{Vector, chain};
use rusqlite::{OptionalExtension, named_params};

use super::DeviceFile;
use crate::batch_rows::{count_of, hash_of, id_of};
use crate::error::Error;
use crate::transaction;

/// Own work that no receipt covers yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pending {
    /// Batches.
    pub batches: u64,
    /// Changes in them; a sealed batch of unknown content counts as one.
    pub changes: u64,
    /// Of the batches as they lie here, without signatures.
    pub bytes: u64,
}

/// An own batch that no receipt covers.
pub(super) struct Uncovered {
    pub hash: Hash32,
    pub changes: u64,
    pub bytes: u64,
}

impl DeviceFile {
    /// Keeps the newest receipt of a scope (verified by the caller) in place of the one before, also when it covers
    /// less: a restored server must get its work again. `time`: the server's, Unix seconds.
    pub fn set_receipt(&self, scope: &ScopeId, vector: &Vector, time: i64) -> Result<(), Error> {
        transaction::write(&self.connection, |writer| {
            writer.execute(
                "INSERT INTO receipt (scope, vector, time) VALUES (:scope, :vector, :time)
                 ON CONFLICT (scope) DO UPDATE SET vector = excluded.vector, time = excluded.time",
                named_params! { ":scope": scope.as_bytes(), ":vector": vector.encode(), ":time": time },
            )?;
            Ok(())
        })
    }

    /// The newest receipt of a scope and the server's time in it.
    pub fn receipt(&self, scope: &ScopeId) -> Result<Option<(Vector, i64)>, Error> {
        let row: Option<(Vec<u8>, i64)> = self
            .connection
            .prepare_cached("SELECT vector, time FROM receipt WHERE scope = :scope")?
            .query_row(named_params! { ":scope": scope.as_bytes() }, |row| {
                Ok((row.get("vector")?, row.get("time")?))
            })
            .optional()?;
        row.map(|(bytes, time)| Ok((Vector::decode(&bytes).map_err(|_| Error::Stored("receipt"))?, time)))
            .transpose()
    }

    /// Own batches of a scope that no receipt covers, in feed order.
    pub fn pending_batches(&self, scope: &ScopeId) -> Result<Vec<Hash32>, Error> {
        Ok(self.uncovered(scope)?.into_iter().map(|own| own.hash).collect())
    }

    /// How much own work of a scope no receipt covers.
    pub fn pending(&self, scope: &ScopeId) -> Result<Pending, Error> {
        let uncovered = self.uncovered(scope)?;
        Ok(Pending {
            batches: uncovered.len() as u64,
            changes: uncovered.iter().map(|own| own.changes.max(1)).sum(),
            bytes: uncovered.iter().map(|own| own.bytes).sum(),
        })
    }

    /// What would be lost with this device: own work of every scope and lane that no receipt covers.
    pub fn unsent(&self) -> Result<Vec<(ScopeId, Pending)>, Error> {
        let sql = "SELECT DISTINCT scope FROM batch WHERE own = 1 ORDER BY scope";
        let mut sql = self.connection.prepare_cached(sql)?;
        let scopes: Vec<ScopeId> = sql.query_map([], |row| id_of(row, "scope"))?.collect::<Result<_, _>>()?;
        let mut unsent = Vec::new();
        for scope in scopes {
            let pending = self.pending(&scope)?;
            if pending.batches > 0 {
                unsent.push((scope, pending));
            }
        }
        Ok(unsent)
    }

    pub(super) fn uncovered(&self, scope: &ScopeId) -> Result<Vec<Uncovered>, Error> {
        let receipt = self.receipt(scope)?.map(|(vector, _)| vector).unwrap_or_default();
        let mut covered = std::collections::BTreeSet::new();
        for (feed, links) in self.links(scope)? {
            covered.extend(chain::held_by(&links, receipt.0.get(&feed).into_iter().flatten()));
        }
        let sql =
            "SELECT hash, coalesce(changes, 0) AS changes, length(header) + length(body) AS bytes FROM batch
                   WHERE scope = :scope AND own = 1 ORDER BY feed, n, hash";
        let mut sql = self.connection.prepare_cached(sql)?;
        let own = sql.query_map(named_params! { ":scope": scope.as_bytes() }, |row| {
            let (changes, bytes) = (count_of(row, "changes")?, count_of(row, "bytes")?);
            Ok(Uncovered { hash: hash_of(row, "hash")?, changes, bytes })
        })?;
        let own: Vec<_> = own.collect::<Result<_, _>>()?;
        Ok(own.into_iter().filter(|own| !covered.contains(&own.hash)).collect())
    }
}
