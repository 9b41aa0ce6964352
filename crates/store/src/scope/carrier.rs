//! Batches that count here, opened again: which of them carry a change, and where it came from.

use std::collections::{BTreeMap, BTreeSet};

use posta_domain::{DocumentId, Kind};
use posta_identity::ids::{Actor, Hash32, ScopeId};
use posta_identity::{EpochKey, Lane};
use posta_protocol::{ChangeEntry, SignedBatch};
use rusqlite::{Connection, OptionalExtension, named_params};

use super::candidate::{Source, actor_of, hash_of_change};
use super::lane::lane_of;
use crate::batch_rows::{batch_of, hash_of};
use crate::device::DeviceFile;
use crate::error::Error;

/// A change by its document and hash.
pub(super) type Place = (Kind, DocumentId, Hash32);

/// Gives batches with their changes: own ones from the outbox, the others from the shelf.
pub(super) struct Carriers<'a, 'k> {
    pub connection: &'a Connection,
    pub device: &'a DeviceFile,
    pub epoch: &'a dyn Fn(&Hash32) -> Option<&'k EpochKey>,
    pub scope: ScopeId,
}

/// A batch opened again.
pub(super) struct Carrier {
    pub lane: Lane,
    pub source: Source,
    pub entries: Vec<ChangeEntry>,
}

impl Carriers<'_, '_> {
    /// A batch with its changes; `None` when it is nowhere or does not open.
    pub fn open(&self, hash: &Hash32) -> Result<Option<Carrier>, Error> {
        let Some(batch) = self.batch(hash)? else { return Ok(None) };
        let Ok(header) = batch.decode_header() else { return Ok(None) };
        let Some(lane) = lane_of(&self.scope, &header.scope) else { return Ok(None) };
        let source = Source::of(&header);
        let entries = match lane {
            Lane::Inbox => Vec::new(),
            Lane::Main | Lane::Checkpoint => {
                let key = (self.epoch)(&header.epoch).filter(|_| header.is_sealed());
                let Ok(entries) = batch.open(key) else { return Ok(None) };
                entries
            }
        };
        Ok(Some(Carrier { lane, source, entries }))
    }

    /// The changes among `wanted` that batches which count carry, each with one of its sources. A change counts in a
    /// batch of its own session, or in a checkpoint.
    pub fn find(&self, wanted: &BTreeMap<Place, Actor>) -> Result<BTreeMap<Place, Source>, Error> {
        let mut found = BTreeMap::new();
        let sessions: BTreeSet<&Actor> = wanted.values().collect();
        let mut hashes = BTreeSet::new();
        for session in sessions {
            hashes.extend(self.batches_of(session)?);
        }
        // An author's own word first: a checkpoint only repeats it.
        for hash in hashes.into_iter().chain(self.checkpoints()?) {
            let Some(carrier) = self.open(&hash)? else { continue };
            for (place, actor) in places(&carrier.entries) {
                if wanted.contains_key(&place)
                    && (carrier.lane == Lane::Checkpoint || actor == Some(carrier.source.actor))
                {
                    found.entry(place).or_insert(carrier.source);
                }
            }
        }
        Ok(found)
    }

    fn batch(&self, hash: &Hash32) -> Result<Option<SignedBatch>, Error> {
        let sql = "SELECT header, signature, body FROM outbox WHERE hash = :hash";
        let mut sql = self.connection.prepare_cached(sql)?;
        let own = sql.query_row(named_params! { ":hash": hash.as_bytes() }, batch_of).optional()?;
        match own {
            Some(own) => Ok(Some(own)),
            None => self.device.batch(hash),
        }
    }

    /// Batches of a session that count here.
    fn batches_of(&self, session: &Actor) -> Result<Vec<Hash32>, Error> {
        let sql = "SELECT hash FROM applied WHERE session = :session AND lane = 'main'
                   UNION
                   SELECT hash FROM outbox
                   WHERE session = :session AND hash NOT IN (SELECT hash FROM aside)";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows =
            sql.query_map(named_params! { ":session": session.as_bytes() }, |row| hash_of(row, "hash"))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn checkpoints(&self) -> Result<Vec<Hash32>, Error> {
        let mut sql = self.connection.prepare_cached("SELECT hash FROM applied WHERE lane = 'checkpoint'")?;
        Ok(sql.query_map([], |row| hash_of(row, "hash"))?.collect::<Result<_, _>>()?)
    }
}

/// Where each change belongs, and the actor that it names.
pub(super) fn places(entries: &[ChangeEntry]) -> impl Iterator<Item = (Place, Option<Actor>)> + '_ {
    entries.iter().map(|entry| {
        let document = DocumentId::from(entry.document);
        let place = (Kind::from_word(&entry.kind), document, hash_of_change(&entry.bytes));
        (place, actor_of(&entry.bytes))
    })
}
