//! Changes and batches that were not taken in: kept with bytes and reason, never in anybody's way.

use posta_domain::{DocumentId, Kind};
use posta_identity::ids::{DeviceId, Hash32};
use posta_protocol::{FeedId, SignedBatch};
use rusqlite::named_params;

use super::ScopeFile;
use super::candidate::{Candidate, Source};
use crate::batch_rows::{count_of, hash_of, id_of, number};
use crate::error::Error;
use crate::transaction::Writer;

/// Reason of a change that ended the program when it was tried.
pub(super) const ABORTED: &str = "aborted";
/// Reason of a change in a checkpoint whose author wrote another one in its place.
pub(super) const IMPOSTOR: &str = "checkpoint_twin";

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
