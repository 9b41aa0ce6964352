//! Batches that are carried to the server for others: sealed ones that nobody here reads, and those that lack what they
//! follow.

use posta_identity::ids::{Actor, Hash32, ScopeId};
use posta_protocol::SignedBatch;
use rusqlite::{OptionalExtension, named_params};

use super::DeviceFile;
use crate::batch_rows::{hash_of, id_of};
use crate::error::Error;
use crate::file;
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

/// What became of batches to be carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kept {
    /// Kept, and not here before.
    pub new: u64,
    /// Not kept: there is no room.
    pub left: u64,
}

impl DeviceFile {
    /// Keeps batches, verified by the caller, to be passed on. Nothing more is kept when 256 MiB lie here.
    pub fn carry(&self, batches: &[(CarriedBatch, SignedBatch)]) -> Result<Kept, Error> {
        transaction::write(&self.connection, |writer| {
            let sql = "SELECT coalesce(sum(length(bytes)), 0) AS bytes FROM carried";
            let mut lies: i64 = writer.prepare_cached(sql)?.query_row([], |row| row.get("bytes"))?;
            let mut kept = Kept::default();
            for (carried, batch) in batches {
                let bytes = batch.to_bytes();
                let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
                if lies.saturating_add(length) > ROOM {
                    kept.left += 1;
                    continue;
                }
                let new = writer.execute(
                    "INSERT OR IGNORE INTO carried (hash, lane, session, bytes)
                     VALUES (:hash, :lane, :session, :bytes)",
                    named_params! {
                        ":hash": carried.hash.as_bytes(), ":lane": carried.lane.as_bytes(),
                        ":session": carried.session.as_bytes(), ":bytes": bytes,
                    },
                )?;
                if new > 0 {
                    (kept.new, lies) = (kept.new + 1, lies + length);
                }
            }
            Ok(kept)
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
        file::believe(&self.connection, bytes)?
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
