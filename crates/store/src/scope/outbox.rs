//! Own batches. The last one stays open and grows, re-signed at each commit, until it may have left the device.

use posta_domain::{DocumentId, Kind};
use posta_identity::ids::{Hash32, ScopeId};
use posta_identity::{IdUse, SessionKey};
use posta_protocol::{
    BatchHeader, ChangeEntry, Checkpoint, DICTIONARY, FeedId, Seal, SignedBatch, drawn_ids, limits,
    open_body, pack_for,
};
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::{Commit, CommittedBatch, ScopeFile};
use crate::batch_rows::{batch_of, count_of, hash_of, id_of, number};
use crate::error::Error;
use crate::file;
use crate::transaction::Writer;

/// An open batch with this many changes is full. Each save writes it anew, and on the wire it takes about a kilobyte.
const CHANGES: usize = 128;
/// An open batch whose packed body has this many bytes is full.
const BODY: usize = 16 * 1024;
/// The same for changes that are not packed yet.
const RAW: usize = 48 * 1024;
/// Bytes of changes that one batch takes at most, even within an act: packed, they stay within the limits.
const RAW_MOST: usize = 128 * 1024;

impl ScopeFile {
    /// The feeds that this file has made batches in, one an incarnation.
    pub fn own_feeds(&self) -> Result<Vec<FeedId>, Error> {
        // One step of the index a feed: DISTINCT would read every batch's.
        let sql = "WITH RECURSIVE own (feed) AS (
                       SELECT min(feed) FROM outbox
                       UNION ALL
                       SELECT (SELECT min(feed) FROM outbox WHERE outbox.feed > own.feed) FROM own
                       WHERE own.feed IS NOT NULL
                   )
                   SELECT feed FROM own WHERE feed IS NOT NULL";
        let mut sql = self.connection.prepare_cached(sql)?;
        Ok(sql.query_map([], |row| id_of(row, "feed"))?.collect::<Result<_, _>>()?)
    }

    /// Own batches of a feed from number `after` + 1 on, in order.
    pub fn own_batches(&self, feed: &FeedId, after: u64) -> Result<Vec<CommittedBatch>, Error> {
        let sql = "SELECT n, changes, header, signature, body FROM outbox
                   WHERE feed = :feed AND n > :after ORDER BY n";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map(
            named_params! { ":feed": feed.as_bytes(), ":after": number(after) },
            committed_batch,
        )?;
        file::believe(&self.connection, rows.collect::<Result<_, _>>()?)
    }

    /// Own batches of a feed that follow the last one that `is_known`, in order: with nothing known, all of them. Goes
    /// backwards by hash, not by number, so a batch that grew after an older state of it had left counts as unknown.
    ///
    /// # Errors
    /// Those of `is_known`.
    pub fn own_batches_beyond(
        &self,
        feed: &FeedId,
        is_known: impl Fn(&Hash32) -> Result<bool, Error>,
    ) -> Result<Vec<CommittedBatch>, Error> {
        let mut sql = self
            .connection
            .prepare_cached("SELECT n, hash FROM outbox WHERE feed = :feed ORDER BY n DESC")?;
        let mut rows = sql.query(named_params! { ":feed": feed.as_bytes() })?;
        let mut last_known = 0;
        while let Some(row) = rows.next()? {
            if is_known(&hash_of(row, "hash")?)? {
                last_known = count_of(row, "n")?;
                break;
            }
        }
        self.own_batches(feed, last_known)
    }

    /// Number and hash of the last own batch of a feed.
    pub fn own_tip(&self, feed: &FeedId) -> Result<Option<(u64, Hash32)>, Error> {
        let sql = "SELECT n, hash FROM outbox WHERE feed = :feed ORDER BY n DESC LIMIT 1";
        let mut sql = self.connection.prepare_cached(sql)?;
        let tip = sql.query_row(named_params! { ":feed": feed.as_bytes() }, |row| {
            Ok((count_of(row, "n")?, hash_of(row, "hash")?))
        });
        Ok(tip.optional()?)
    }
}

/// Whether a batch was made here.
pub(super) fn is_own(connection: &Connection, hash: &Hash32) -> Result<bool, Error> {
    let mut sql = connection.prepare_cached("SELECT 1 AS own FROM outbox WHERE hash = :hash")?;
    Ok(sql.exists(named_params! { ":hash": hash.as_bytes() })?)
}

/// Says again that an own batch changed a document, which was gone meanwhile.
pub(super) fn name_document(
    writer: &Writer<'_>,
    batch: &Hash32,
    kind: &Kind,
    id: &DocumentId,
) -> Result<(), Error> {
    writer.execute(
        "INSERT OR IGNORE INTO outbox_document (outbox, document)
         SELECT outbox.row, document.row FROM outbox, document
         WHERE outbox.hash = :hash AND document.id = :id AND document.kind = :kind",
        named_params! { ":hash": batch.as_bytes(), ":id": id.as_bytes(), ":kind": kind.as_str() },
    )?;
    Ok(())
}

pub(super) fn committed_batch(row: &Row<'_>) -> rusqlite::Result<CommittedBatch> {
    Ok(CommittedBatch { batch: batch_of(row)?, n: count_of(row, "n")?, changes: row.get("changes")? })
}

/// The end of the own feed while a transaction adds to it.
pub(super) struct Outbox<'w, 'c> {
    writer: &'w Writer<'w>,
    scope: ScopeId,
    commit: Commit<'c>,
    feed: FeedId,
    open: OpenBatch,
    closed: Vec<CommittedBatch>,
}

/// A batch that is being filled.
struct OpenBatch {
    /// Where it is stored, if it was begun by an earlier commit.
    row: Option<i64>,
    n: u64,
    previous: Hash32,
    entries: Vec<ChangeEntry>,
    /// Rows of the documents that this transaction's changes are of.
    touched: Vec<i64>,
    /// Bytes of all changes before packing.
    raw: usize,
}

impl OpenBatch {
    fn after(n: u64, previous: Hash32) -> Self {
        Self { row: None, n: n + 1, previous, entries: Vec::new(), touched: Vec::new(), raw: 0 }
    }

    fn is_full(&self) -> bool {
        self.entries.len() >= CHANGES || self.raw >= RAW
    }
}

impl<'w, 'c> Outbox<'w, 'c> {
    /// Finds the end of the feed; continues its last batch when that is the same session's, open and not full.
    pub fn open(writer: &'w Writer<'w>, scope: ScopeId, commit: &Commit<'c>) -> Result<Self, Error> {
        let feed = FeedId::of(&scope, &commit.session.certificate.device, &commit.incarnation);
        let sql = "SELECT row, n, hash, header, signature, body FROM outbox
                   WHERE feed = :feed ORDER BY n DESC LIMIT 1";
        let last = writer
            .prepare_cached(sql)?
            .query_row(named_params! { ":feed": feed.as_bytes() }, |row| {
                Ok((row.get::<_, i64>("row")?, count_of(row, "n")?, hash_of(row, "hash")?, batch_of(row)?))
            })
            .optional()?;
        let open = match last {
            None => OpenBatch::after(0, Hash32::ZERO),
            Some((row, n, hash, batch)) => {
                continued(row, &batch, commit).unwrap_or_else(|| OpenBatch::after(n, hash))
            }
        };
        Ok(Self { writer, scope, commit: *commit, feed, open, closed: Vec::new() })
    }

    /// Adds the changes of one act, with the rows of their documents. An act stays in one batch unless it alone is
    /// more than a batch.
    pub fn add(&mut self, commit: &Commit<'c>, changes: Vec<(i64, ChangeEntry)>) -> Result<(), Error> {
        for (place, (row, entry)) in changes.into_iter().enumerate() {
            let act_may_part = place % CHANGES == 0;
            if (act_may_part && self.open.is_full()) || self.open.raw + entry.bytes.len() > RAW_MOST {
                self.sign()?;
            }
            self.commit = *commit;
            self.open.raw += entry.bytes.len();
            self.open.touched.push(row);
            self.open.entries.push(entry);
        }
        Ok(())
    }

    /// Signs and stores what is left open, and returns every batch of this transaction.
    pub fn close(mut self) -> Result<Vec<CommittedBatch>, Error> {
        if !self.open.touched.is_empty() {
            self.sign()?;
        }
        Ok(self.closed)
    }

    /// Signs and stores the open batch, and begins the next one.
    fn sign(&mut self) -> Result<(), Error> {
        let commit = &self.commit;
        let header = BatchHeader {
            v: posta_protocol::VERSION,
            scope: self.scope,
            device: commit.session.certificate.device,
            incarnation: commit.incarnation,
            n: self.open.n,
            previous: self.open.previous,
            body_hash: Hash32::ZERO,
            session: commit.session.actor(),
            membership: commit.membership,
            vector: commit.vector,
            dictionary: if commit.epoch.is_some() { DICTIONARY } else { 0 },
            epoch: commit.epoch.map_or(Hash32::ZERO, |epoch| epoch.id),
            seal: Seal::Epoch,
            hour: u32::try_from(commit.at / 3600).unwrap_or(0),
        };
        let seeds = seeds_of(commit.session, header.is_sealed(), &self.open.entries);
        let content = Checkpoint { changes: std::mem::take(&mut self.open.entries), covers: None };
        // Rows that could not be read again are no reason not to save.
        let plain = BatchHeader { dictionary: 0, ..header.clone() };
        let pack = |header: &BatchHeader| pack_for(header, &content, &seeds, commit.epoch);
        let (header, body) = match pack(&header) {
            Err(_) if header.dictionary != 0 => {
                let body = pack(&plain);
                (plain, body)
            }
            packed => (header, packed),
        };
        let body = body.map_err(|error| Error::Batch(error.code()))?;
        let batch = SignedBatch::sign(&header, body, &commit.session.sign);
        if batch.byte_len() > limits::BATCH {
            return Err(Error::Batch("too_large"));
        }
        let hash = batch.hash();
        let changes = u32::try_from(content.changes.len()).unwrap_or(u32::MAX);
        let row = self.store(&batch, &hash, changes)?;
        for document in &self.open.touched {
            self.writer.execute(
                "INSERT OR IGNORE INTO outbox_document (outbox, document) VALUES (:outbox, :document)",
                named_params! { ":outbox": row, ":document": document },
            )?;
        }
        self.closed.push(CommittedBatch { batch, n: self.open.n, changes });
        self.open = OpenBatch::after(self.open.n, hash);
        Ok(())
    }

    fn store(&self, batch: &SignedBatch, hash: &Hash32, changes: u32) -> Result<i64, Error> {
        if let Some(row) = self.open.row {
            self.writer.execute(
                "UPDATE outbox SET hash = :hash, changes = :changes, header = :header, signature = :signature,
                        body = :body
                 WHERE row = :row",
                named_params! {
                    ":row": row, ":hash": hash.as_bytes(), ":changes": changes,
                    ":header": batch.header, ":signature": batch.signature, ":body": batch.body,
                },
            )?;
            return Ok(row);
        }
        self.writer.insert(
            "INSERT INTO outbox (feed, n, hash, session, changes, header, signature, body)
             VALUES (:feed, :n, :hash, :session, :changes, :header, :signature, :body)",
            named_params! {
                ":feed": self.feed.as_bytes(), ":n": number(self.open.n), ":hash": hash.as_bytes(),
                ":session": self.commit.session.actor().as_bytes(), ":changes": changes,
                ":header": batch.header, ":signature": batch.signature, ":body": batch.body,
            },
        )
    }
}

/// Where the ids in a batch were drawn, the most used first. What is sealed also names people of the registry.
fn seeds_of(session: &SessionKey, is_sealed: bool, entries: &[ChangeEntry]) -> Vec<posta_identity::IdSeed> {
    let ids: Vec<_> = drawn_ids(entries).collect();
    let mut seeds = Vec::new();
    if is_sealed {
        seeds.extend(session.seeds_of(IdUse::Sealed, ids.iter().copied()));
    }
    seeds.extend(session.seeds_of(IdUse::Open, ids));
    seeds.truncate(limits::SEEDS);
    seeds
}

/// The stored batch as an open one, if this commit may go on with it.
fn continued(row: i64, batch: &SignedBatch, commit: &Commit<'_>) -> Option<OpenBatch> {
    let header = batch.decode_header().ok()?;
    let epoch = commit.epoch.map_or(Hash32::ZERO, |epoch| epoch.id);
    if header.session != commit.session.actor()
        || header.n <= commit.sealed_through
        || header.epoch != epoch
        || batch.body.len() >= BODY
    {
        return None;
    }
    let entries = open_body(&header, &batch.body, commit.epoch).ok()?;
    let raw = entries.iter().map(|entry| entry.bytes.len()).sum();
    let open = OpenBatch {
        row: Some(row),
        n: header.n,
        previous: header.previous,
        entries,
        touched: Vec::new(),
        raw,
    };
    (!open.is_full()).then_some(open)
}
