//! Changes and batches that were not taken in: kept with bytes and reason, never in anybody's way.

use std::collections::BTreeMap;

use posta_domain::{DocumentId, Kind};
use posta_identity::ids::{Actor, DeviceId, Hash32};
use posta_protocol::{FeedId, SignedBatch};
use rusqlite::{Connection, named_params};

use super::candidate::{Candidate, Source};
use super::{ScopeFile, exclude};
use crate::batch_rows::{count_of, hash_of, id_of, number};
use crate::error::Error;
use crate::transaction::{self, Writer};

/// Reason of a change that ended the program when it was tried.
pub(super) const ABORTED: &str = "aborted";
/// Reason of a change in a checkpoint whose author wrote another one in its place.
pub(super) const IMPOSTOR: &str = "checkpoint_twin";

/// Reason of a change of a kind that its author may not write.
pub(super) const NOT_PERMITTED: &str = "not_permitted";

/// A change or batch set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Hash of the change, or of the batch.
    pub hash: Hash32,
    /// `change`, `batch` or `record` (of the inbox).
    pub what: String,
    /// Kind and id of the document; `None` for a batch or a record.
    pub document: Option<(Kind, DocumentId)>,
    /// Why, as a short stable word.
    pub reason: String,
    /// Device that sent it.
    pub device: DeviceId,
    /// Feed that carried it.
    pub feed: FeedId,
    /// Number of the batch in that feed.
    pub n: u64,
    /// Unix seconds of the batch's hour.
    pub at: i64,
    /// Length in bytes.
    pub length: u32,
}

impl ScopeFile {
    /// What was set aside, newest first.
    pub fn quarantined(&self) -> Result<Vec<Quarantined>, Error> {
        let sql = "SELECT hash, what, kind, document, reason, device, feed, n, at, length(bytes) AS length
                   FROM quarantine ORDER BY row DESC";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map([], |row| {
            let what: String = row.get("what")?;
            let document = match what.as_str() {
                "change" => Some((Kind::from_word(&row.get::<_, String>("kind")?), id_of(row, "document")?)),
                _ => None,
            };
            Ok(Quarantined {
                hash: hash_of(row, "hash")?,
                what,
                document,
                reason: row.get("reason")?,
                device: id_of(row, "device")?,
                feed: id_of(row, "feed")?,
                n: count_of(row, "n")?,
                at: row.get("at")?,
                length: row.get("length")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl ScopeFile {
    /// Lets go of changes that were set aside for their kind and whose author may write it after all, and forgets that
    /// their batches were taken in. Returns those batches, to be taken in anew.
    pub fn reconsider_denied(&self, may_write: impl Fn(&Actor, &Kind) -> bool) -> Result<Vec<Hash32>, Error> {
        let sql = "SELECT row, actor, kind, feed, n FROM quarantine WHERE reason = :reason";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map(named_params! { ":reason": NOT_PERMITTED }, |row| {
            let (actor, feed): (Actor, FeedId) = (id_of(row, "actor")?, id_of(row, "feed")?);
            let kind = Kind::from_word(&row.get::<_, String>("kind")?);
            Ok((row.get::<_, i64>("row")?, actor, kind, feed, row.get::<_, i64>("n")?))
        })?;
        let (mut again, mut known) = (Vec::new(), BTreeMap::new());
        for found in rows {
            let (row, actor, kind, feed, n) = found?;
            let allowed = match known.get(&(actor, kind.clone())) {
                Some(allowed) => *allowed,
                None => may_write(&actor, &kind),
            };
            known.insert((actor, kind), allowed);
            if allowed {
                again.push((row, feed, n));
            }
        }
        if again.is_empty() {
            return Ok(Vec::new());
        }
        transaction::write(&self.connection, |writer| {
            let mut batches = Vec::new();
            for (row, feed, n) in &again {
                writer.execute("DELETE FROM quarantine WHERE row = :row", named_params! { ":row": row })?;
                batches.extend(exclude::forget_taken_in(writer, feed, *n)?);
            }
            Ok(batches)
        })
    }
}

/// Whether a change was set aside for its kind.
pub(super) fn is_denied(
    connection: &Connection,
    hash: &Hash32,
    kind: &Kind,
    document: &DocumentId,
) -> Result<bool, Error> {
    let sql = "SELECT 1 AS here FROM quarantine
               WHERE hash = :hash AND kind = :kind AND document = :document AND reason = :reason";
    let mut sql = connection.prepare_cached(sql)?;
    Ok(sql.exists(named_params! {
        ":hash": hash.as_bytes(), ":kind": kind.as_str(), ":document": document.as_bytes(),
        ":reason": NOT_PERMITTED,
    })?)
}

/// Whether a change was set aside because it ended the program.
pub(super) fn is_aborted(writer: &Writer<'_>, hash: &Hash32) -> Result<bool, Error> {
    let sql = "SELECT 1 AS here FROM quarantine WHERE hash = :hash AND reason = :reason";
    let mut sql = writer.prepare_cached(sql)?;
    Ok(sql.exists(named_params! { ":hash": hash.as_bytes(), ":reason": ABORTED })?)
}

pub(super) fn keep_change(
    writer: &Writer<'_>,
    kind: &Kind,
    id: &DocumentId,
    candidate: &Candidate,
    reason: &str,
) -> Result<(), Error> {
    let document = (kind.as_str(), id.as_bytes());
    keep(writer, "change", &candidate.hash, document, reason, &candidate.source, &candidate.bytes)
}

pub(super) fn keep_batch(
    writer: &Writer<'_>,
    batch: &SignedBatch,
    source: &Source,
    reason: &str,
) -> Result<(), Error> {
    keep(writer, "batch", &batch.hash(), ("", &[0; 16]), reason, source, &batch.to_bytes())
}

pub(super) fn keep_record(
    writer: &Writer<'_>,
    hash: &Hash32,
    kind: &str,
    reason: &str,
    source: &Source,
    bytes: &[u8],
) -> Result<(), Error> {
    keep(writer, "record", hash, (kind, &[0; 16]), reason, source, bytes)
}

fn keep(
    writer: &Writer<'_>,
    what: &str,
    hash: &Hash32,
    (kind, document): (&str, &[u8; 16]),
    reason: &str,
    source: &Source,
    bytes: &[u8],
) -> Result<(), Error> {
    writer.execute(
        "INSERT OR IGNORE INTO quarantine
             (hash, what, kind, document, reason, actor, device, feed, n, at, bytes)
         VALUES (:hash, :what, :kind, :document, :reason, :actor, :device, :feed, :n, :at, :bytes)",
        named_params! {
            ":hash": hash.as_bytes(), ":what": what, ":kind": kind, ":document": document, ":reason": reason,
            ":actor": source.actor.as_bytes(), ":device": source.device.as_bytes(),
            ":feed": source.feed.as_bytes(), ":n": number(source.n), ":at": source.at, ":bytes": bytes,
        },
    )?;
    Ok(())
}
