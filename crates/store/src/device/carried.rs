//! Batches that are carried to the server for others: sealed ones that nobody here reads, and those that lack what they
//! follow.

use std::collections::BTreeMap;

use posta_identity::ids::{Actor, DeviceId, Hash32, ScopeId};
use posta_protocol::chain::{self, Link};
use posta_protocol::{FeedId, SignedBatch};
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

    /// What of it is to be sent on: all but this device's own that the newest receipt of its lane covers. Those stay, as
    /// what lies on the shelf does: a server that was set back must get them again.
    pub fn carried_to_send(&self, device: &DeviceId) -> Result<Vec<CarriedBatch>, Error> {
        let carried = self.carried()?;
        let own = self.own_among(&carried, device)?;
        self.without_covered(carried, &own)
    }

    /// Carried ones without those of `own` that the newest receipt of their lane covers.
    pub fn without_covered(
        &self,
        mut carried: Vec<CarriedBatch>,
        own: &[CarriedBatch],
    ) -> Result<Vec<CarriedBatch>, Error> {
        let mut feeds: BTreeMap<(ScopeId, FeedId), Vec<Link>> = BTreeMap::new();
        for own in own {
            let Some(header) = self.carried_batch(&own.hash)?.and_then(|batch| batch.decode_header().ok())
            else {
                continue;
            };
            let link = Link { n: header.n, hash: own.hash, previous: header.previous };
            feeds.entry((own.lane, header.feed())).or_default().push(link);
        }
        for ((lane, feed), mut links) in feeds {
            let receipt = self.receipt(&lane)?.map(|(vector, _)| vector).unwrap_or_default();
            links.extend(self.links(&lane)?.remove(&feed).unwrap_or_default());
            let held = chain::held_by(&links, receipt.tips(&feed));
            carried.retain(|carried| !held.contains(&carried.hash));
        }
        Ok(carried)
    }

    /// This device's own among carried ones. A mend puts them there if what they follow is gone.
    pub fn own_among(&self, carried: &[CarriedBatch], device: &DeviceId) -> Result<Vec<CarriedBatch>, Error> {
        let mut own_sessions: BTreeMap<Actor, bool> = BTreeMap::new();
        let mut own = Vec::new();
        for one in carried {
            let is_own = match own_sessions.get(&one.session) {
                Some(is_own) => *is_own,
                None => self.session(&one.session)?.is_some_and(|session| session.device == *device),
            };
            own_sessions.insert(one.session, is_own);
            own.extend(is_own.then_some(*one));
        }
        Ok(own)
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
