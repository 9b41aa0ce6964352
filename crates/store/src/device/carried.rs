//! Sealed batches that are carried to the server for others: nobody here reads their lanes.

use posta_identity::ids::{Actor, Hash32, ScopeId};
use posta_protocol::SignedBatch;
use rusqlite::{OptionalExtension, named_params};

use super::DeviceFile;
use crate::batch_rows::{hash_of, id_of};
use crate::error::Error;
use crate::transaction;

/// Carried bytes that are kept at most: far more than all posts of a department write in a month.
const ROOM: i64 = 256 * 1024 * 1024;

/// A carried batch, without its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CarriedBatch {
    pub hash: Hash32,
    pub lane: ScopeId,
    /// Whose certificate lies here too.
    pub session: Actor,
}

impl DeviceFile {
    /// Keeps a batch, verified by the caller, to be passed on; whether it was not here yet. Nothing more is kept when 256
    /// MiB lie here.
    pub fn carry(&self, lane: &ScopeId, session: &Actor, batch: &SignedBatch) -> Result<bool, Error> {
        let bytes = batch.to_bytes();
        let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        transaction::write(&self.connection, |writer| {
            let kept = writer.execute(
                "INSERT OR IGNORE INTO carried (hash, lane, session, bytes)
                 SELECT :hash, :lane, :session, :bytes
                 WHERE (SELECT coalesce(sum(length(bytes)), 0) FROM carried) <= :room - :length",
                named_params! {
                    ":hash": batch.hash().as_bytes(), ":lane": lane.as_bytes(),
                    ":session": session.as_bytes(), ":bytes": bytes, ":room": ROOM, ":length": length,
                },
            )?;
            Ok(kept > 0)
        })
    }

    /// What is carried, in the order of its coming.
    pub fn carried(&self) -> Result<Vec<CarriedBatch>, Error> {
        let sql = "SELECT hash, lane, session FROM carried ORDER BY row";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map([], |row| {
            let (lane, session) = (id_of(row, "lane")?, id_of(row, "session")?);
            Ok(CarriedBatch { hash: hash_of(row, "hash")?, lane, session })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A carried batch by its name.
    pub fn carried_batch(&self, hash: &Hash32) -> Result<Option<SignedBatch>, Error> {
        let sql = "SELECT bytes FROM carried WHERE hash = :hash";
        let mut sql = self.connection.prepare_cached(sql)?;
        let bytes: Option<Vec<u8>> =
            sql.query_row(named_params! { ":hash": hash.as_bytes() }, |row| row.get("bytes")).optional()?;
        bytes
            .map(|bytes| SignedBatch::from_bytes(&bytes).map_err(|_| Error::Stored("carried batch")))
            .transpose()
    }

    /// Lets go of what the server has answered for; whoever wrote it keeps it until the server's receipt says the same.
    pub fn set_down(&self, hashes: &[Hash32]) -> Result<(), Error> {
        transaction::write(&self.connection, |writer| {
            for hash in hashes {
                let sql = "DELETE FROM carried WHERE hash = :hash";
                writer.execute(sql, named_params! { ":hash": hash.as_bytes() })?;
            }
            Ok(())
        })
    }
}
