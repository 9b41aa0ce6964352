//! The shelf: signed batches of all scopes and feeds, each only after the one it follows.

use std::collections::{BTreeMap, BTreeSet};

use posta_identity::ids::{DeviceId, Hash32, Incarnation, ScopeId};
use posta_protocol::chain::{self, Link};
use posta_protocol::{BatchHeader, FeedId, SignedBatch, Tip, Vector, limits, open_body};
use rusqlite::{Connection, OptionalExtension, named_params};

use super::{DeviceFile, erase, growth};
use crate::batch_rows::{batch_of, count_of, hash_of, id_of, number};
use crate::error::Error;
use crate::file;
use crate::scope::CommittedBatch;
use crate::transaction::{self, Writer};

/// What became of a batch given to the shelf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelved {
    /// New here (also a second branch of a forked feed).
    Stored,
    /// Already here, or an older state of an own batch that is here.
    Known,
    /// Took the place of the same own batch with fewer changes, which was never offered.
    Replaced,
    /// The batch it follows is not here: not stored.
    MissingPrevious,
}

/// A batch in the order of arrival.
#[derive(Debug, Clone)]
pub struct ShelfEntry {
    /// Place in the order of arrival, for the next `after`.
    pub row: i64,
    /// The batch's name.
    pub hash: Hash32,
    /// The batch.
    pub batch: SignedBatch,
}

/// How much lies on the shelf for a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ShelfCounts {
    /// All batches.
    pub batches: u64,
    /// Those made on this device.
    pub own: u64,
    /// Feeds.
    pub feeds: u64,
    /// Bytes of headers and bodies.
    pub bytes: u64,
}

/// Whether a feed of this device may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnFeedState {
    /// Only this device's outbox continued it.
    Clean,
    /// It was continued elsewhere (a restored or cloned disk): take a new incarnation.
    Foreign,
}

impl DeviceFile {
    /// Puts a batch, whose signature the caller has verified, on the shelf. `own`: it comes from the outbox.
    ///
    /// # Errors
    /// [`Error::Batch`] when the header does not read or its number and previous hash do not agree.
    pub fn put_batch(&self, batch: &SignedBatch, own: bool) -> Result<Shelved, Error> {
        self.put_batches(std::slice::from_ref(batch), own)
            .map(|all| all.first().copied().unwrap_or(Shelved::Known))
    }

    /// Puts several in one transaction, in the order given.
    pub fn put_batches(&self, batches: &[SignedBatch], own: bool) -> Result<Vec<Shelved>, Error> {
        transaction::write(&self.connection, |writer| {
            batches.iter().map(|batch| put(writer, batch, own, None)).collect()
        })
    }

    /// Puts an own batch of which the number of changes is known (of a sealed one the shelf cannot count them).
    pub fn put_own(&self, batch: &SignedBatch, changes: u32) -> Result<Shelved, Error> {
        transaction::write(&self.connection, |writer| put(writer, batch, true, Some(changes)))
    }

    /// As [`DeviceFile::put_own`], several in one transaction, each feed in order.
    pub fn put_all_own(&self, own: &[CommittedBatch]) -> Result<(), Error> {
        if own.is_empty() {
            return Ok(());
        }
        transaction::write(&self.connection, |writer| {
            own.iter().try_for_each(|own| put(writer, &own.batch, true, Some(own.changes)).map(|_| ()))
        })
    }

    /// What is chain-verified here of a scope: the tips of every feed.
    pub fn vector(&self, scope: &ScopeId) -> Result<Vector, Error> {
        vector(&self.connection, scope)
    }

    /// The batches that a peer with this vector lacks, feed by feed, each feed in order.
    pub fn lacked_by(&self, scope: &ScopeId, peer: &Vector) -> Result<Vec<Hash32>, Error> {
        let feeds = self.links(scope)?;
        Ok(feeds
            .iter()
            .flat_map(|(feed, links)| chain::lacked_by(links, peer.0.get(feed).into_iter().flatten()))
            .map(|link| link.hash)
            .collect())
    }

    /// Batches of the feeds that this device wrote in, among those that a peer with this vector is not known to have.
    /// For a peer that tells of no other feed: a tip that is not here says nothing but that a copy of this disk went on.
    pub fn own_lacked_by(&self, scope: &ScopeId, peer: &Vector) -> Result<Vec<Hash32>, Error> {
        let own = self.own_feeds(scope)?;
        let feeds = self.links(scope)?;
        let mut lacked = Vec::new();
        for (feed, links) in feeds.iter().filter(|(feed, _)| own.contains(*feed)) {
            let held = chain::held_by(links, peer.tips(feed));
            lacked.extend(links.iter().map(|link| link.hash).filter(|hash| !held.contains(hash)));
        }
        Ok(lacked)
    }

    /// The feeds of a scope or lane that this device wrote in.
    pub fn own_feeds(&self, scope: &ScopeId) -> Result<BTreeSet<FeedId>, Error> {
        let sql = "SELECT DISTINCT feed FROM batch WHERE scope = :scope AND own = 1";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map(named_params! { ":scope": scope.as_bytes() }, |row| id_of(row, "feed"))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A batch by its name.
    pub fn batch(&self, hash: &Hash32) -> Result<Option<SignedBatch>, Error> {
        let batch = self
            .connection
            .prepare_cached("SELECT header, signature, body FROM batch WHERE hash = :hash")?
            .query_row(named_params! { ":hash": hash.as_bytes() }, batch_of)
            .optional()?;
        file::believe(&self.connection, batch)
    }

    /// A batch and those before it in its feed, oldest first: at most so many, of not too many bytes, and all that are here.
    pub fn branch(&self, last: &Hash32, count: u32) -> Result<Vec<SignedBatch>, Error> {
        let (mut branch, mut bytes, mut next) = (Vec::new(), 0, *last);
        while branch.len() < count as usize
            && let Some(batch) = self.batch(&next)?
        {
            bytes += batch.byte_len();
            let Ok(header) = batch.decode_header() else { break };
            if bytes > limits::RECALLED_BYTES {
                break;
            }
            branch.push(batch);
            next = header.previous;
        }
        branch.reverse();
        Ok(branch)
    }

    /// At most `limit` batches of a scope that arrived after the given row (0: from the beginning).
    pub fn after(&self, scope: &ScopeId, row: i64, limit: u32) -> Result<Vec<ShelfEntry>, Error> {
        let mut sql = self.connection.prepare_cached(
            "SELECT row, hash, header, signature, body FROM batch
             WHERE scope = :scope AND row > :row ORDER BY row LIMIT :limit",
        )?;
        let rows = sql
            .query_map(named_params! { ":scope": scope.as_bytes(), ":row": row, ":limit": limit }, |row| {
                Ok(ShelfEntry { row: row.get("row")?, hash: hash_of(row, "hash")?, batch: batch_of(row)? })
            })?;
        file::believe(&self.connection, rows.collect::<Result<_, _>>()?)
    }

    /// Whether a batch lies here.
    pub fn holds_batch(&self, hash: &Hash32) -> Result<bool, Error> {
        let mut sql = self.connection.prepare_cached("SELECT 1 AS here FROM batch WHERE hash = :hash")?;
        Ok(sql.exists(named_params! { ":hash": hash.as_bytes() })?)
    }

    /// Names of the batches of a scope that arrived after the given row (0: from the beginning), with their rows.
    pub fn arrivals(&self, scope: &ScopeId, after: i64) -> Result<Vec<(i64, Hash32)>, Error> {
        let sql = "SELECT row, hash FROM batch WHERE scope = :scope AND row > :after ORDER BY row";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map(named_params! { ":scope": scope.as_bytes(), ":after": after }, |row| {
            Ok((row.get("row")?, hash_of(row, "hash")?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Says durably that every own batch here is about to leave the device: from now on none of them changes.
    pub fn offer_own(&self) -> Result<(), Error> {
        transaction::write(&self.connection, |writer| {
            writer.execute("UPDATE batch SET offered = 1 WHERE own = 1 AND offered = 0", [])?;
            Ok(())
        })
    }

    /// Names of all batches of a scope, in the order of arrival.
    pub fn hashes(&self, scope: &ScopeId) -> Result<Vec<Hash32>, Error> {
        let sql = "SELECT hash FROM batch WHERE scope = :scope ORDER BY row";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map(named_params! { ":scope": scope.as_bytes() }, |row| hash_of(row, "hash"))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Names of the batches of a scope that were made on this device, each feed in order.
    pub fn own_hashes(&self, scope: &ScopeId) -> Result<Vec<Hash32>, Error> {
        let sql = "SELECT hash FROM batch WHERE scope = :scope AND own = 1 ORDER BY feed, n";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map(named_params! { ":scope": scope.as_bytes() }, |row| hash_of(row, "hash"))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Says durably that these batches are about to leave the device: from now on they never change.
    pub fn offer(&self, hashes: &[Hash32]) -> Result<(), Error> {
        transaction::write(&self.connection, |writer| {
            for hash in hashes {
                let sql = "UPDATE batch SET offered = 1 WHERE hash = :hash AND offered = 0";
                writer.execute(sql, named_params! { ":hash": hash.as_bytes() })?;
            }
            Ok(())
        })
    }

    /// The highest number of a feed that was offered or came from outside; 0 when there is none. Read it just before a
    /// commit, under the same lock as `offer`.
    pub fn offered_through(&self, feed: &FeedId) -> Result<u64, Error> {
        let sql =
            "SELECT coalesce(max(n), 0) AS n FROM batch WHERE feed = :feed AND (offered = 1 OR own = 0)";
        let mut sql = self.connection.prepare_cached(sql)?;
        Ok(sql.query_row(named_params! { ":feed": feed.as_bytes() }, |row| count_of(row, "n"))?)
    }

    /// Whether this device's feed holds anything that its outbox, whose last batch is `tip`, did not make.
    pub fn own_feed_state(
        &self,
        scope: &ScopeId,
        device: &DeviceId,
        incarnation: &Incarnation,
        tip: Option<(u64, Hash32)>,
    ) -> Result<OwnFeedState, Error> {
        let feed = FeedId::of(scope, device, incarnation);
        let (tip_n, tip_hash) = tip.unwrap_or((0, Hash32::ZERO));
        // What lies at the tip's number may be an older state of the same open batch, if it never left.
        let sql = "SELECT count(*) AS foreign_batches FROM batch
                   WHERE scope = :scope AND feed = :feed
                     AND (own = 0 OR n > :n OR (n = :n AND hash <> :hash AND offered = 1))";
        let mut sql = self.connection.prepare_cached(sql)?;
        let foreign = sql.query_row(
            named_params! {
                ":scope": scope.as_bytes(), ":feed": feed.as_bytes(),
                ":n": number(tip_n), ":hash": tip_hash.as_bytes(),
            },
            |row| count_of(row, "foreign_batches"),
        )?;
        Ok(if foreign == 0 { OwnFeedState::Clean } else { OwnFeedState::Foreign })
    }

    /// Feeds of a scope that have forked: more than one tip.
    pub fn forked_feeds(&self, scope: &ScopeId) -> Result<Vec<FeedId>, Error> {
        let vector = self.vector(scope)?;
        Ok(vector.0.into_iter().filter(|(_, tips)| tips.len() > 1).map(|(feed, _)| feed).collect())
    }

    /// How much lies on the shelf for a scope.
    pub fn counts(&self, scope: &ScopeId) -> Result<ShelfCounts, Error> {
        let sql = "SELECT count(*) AS batches, coalesce(sum(own), 0) AS own, count(DISTINCT feed) AS feeds,
                          coalesce(sum(length(header) + length(body)), 0) AS bytes
                   FROM batch WHERE scope = :scope";
        let mut sql = self.connection.prepare_cached(sql)?;
        Ok(sql.query_row(named_params! { ":scope": scope.as_bytes() }, |row| {
            Ok(ShelfCounts {
                batches: count_of(row, "batches")?,
                own: count_of(row, "own")?,
                feeds: count_of(row, "feeds")?,
                bytes: count_of(row, "bytes")?,
            })
        })?)
    }

    /// The scopes that have batches here.
    pub fn scopes(&self) -> Result<Vec<ScopeId>, Error> {
        let mut sql = self.connection.prepare_cached("SELECT DISTINCT scope FROM batch ORDER BY scope")?;
        Ok(sql.query_map([], |row| id_of(row, "scope"))?.collect::<Result<_, _>>()?)
    }

    /// The links of every feed of a scope, lowest first.
    pub fn links(&self, scope: &ScopeId) -> Result<BTreeMap<FeedId, Vec<Link>>, Error> {
        links(&self.connection, scope)
    }
}

/// The tips of every feed.
pub(super) fn vector(connection: &Connection, scope: &ScopeId) -> Result<Vector, Error> {
    let mut vector = Vector::new();
    for (feed, links) in links(connection, scope)? {
        for tip in chain::tips_of(&links) {
            vector.insert(feed, Tip::of(tip.n, &tip.hash));
        }
    }
    Ok(vector)
}

fn links(connection: &Connection, scope: &ScopeId) -> Result<BTreeMap<FeedId, Vec<Link>>, Error> {
    let sql = "SELECT feed, n, hash, previous FROM batch WHERE scope = :scope ORDER BY feed, n, hash";
    let mut sql = connection.prepare_cached(sql)?;
    let mut feeds = BTreeMap::<FeedId, Vec<Link>>::new();
    let mut rows = sql.query(named_params! { ":scope": scope.as_bytes() })?;
    while let Some(row) = rows.next()? {
        let link =
            Link { n: count_of(row, "n")?, hash: hash_of(row, "hash")?, previous: hash_of(row, "previous")? };
        feeds.entry(id_of(row, "feed")?).or_default().push(link);
    }
    Ok(feeds)
}

pub(super) fn put(
    writer: &Writer<'_>,
    batch: &SignedBatch,
    own: bool,
    changes: Option<u32>,
) -> Result<Shelved, Error> {
    let header = batch.decode_header().map_err(|_| Error::Batch("header"))?;
    if header.n == 0 || (header.n == 1) != (header.previous == Hash32::ZERO) {
        return Err(Error::Batch("numbering"));
    }
    let hash = batch.hash();
    if is_here(writer, &hash)? {
        // It came back from outside before the outbox gave it again: it is ours, and it has been offered.
        if own {
            let sql = "UPDATE batch SET own = 1, offered = 1 WHERE hash = :hash AND own = 0";
            writer.execute(sql, named_params! { ":hash": hash.as_bytes() })?;
        }
        return Ok(Shelved::Known);
    }
    if header.n > 1 && !follows(writer, &header)? {
        return Ok(Shelved::MissingPrevious);
    }
    let is_hollow = erase::is_hollow(writer, &hash)?;
    let body = if is_hollow { &[] } else { batch.body.as_slice() };
    let changes = changes.or_else(|| count_changes(&header, batch));
    if own && let Some((row, offered)) = growth::other_state(writer, &header)? {
        if !offered {
            return growth::replace(writer, row, batch, &header, changes);
        }
        if growth::is_earlier(writer, row, batch, &header, changes)? {
            return Ok(Shelved::Known);
        }
    }
    writer.execute(
        "INSERT INTO batch (hash, scope, feed, n, previous, session, own, offered, changes, header, signature, body)
         VALUES (:hash, :scope, :feed, :n, :previous, :session, :own, :offered, :changes, :header, :signature, :body)",
        named_params! {
            ":hash": hash.as_bytes(), ":scope": header.scope.as_bytes(), ":feed": header.feed().as_bytes(),
            ":n": number(header.n), ":previous": header.previous.as_bytes(),
            ":session": header.session.as_bytes(), ":own": own, ":offered": is_hollow,
            ":changes": changes, ":header": batch.header, ":signature": batch.signature, ":body": body,
        },
    )?;
    Ok(Shelved::Stored)
}

fn is_here(writer: &Writer<'_>, hash: &Hash32) -> Result<bool, Error> {
    let mut sql = writer.prepare_cached("SELECT 1 AS here FROM batch WHERE hash = :hash")?;
    Ok(sql.exists(named_params! { ":hash": hash.as_bytes() })?)
}

fn follows(writer: &Writer<'_>, header: &BatchHeader) -> Result<bool, Error> {
    let sql =
        "SELECT 1 AS here FROM batch WHERE hash = :previous AND scope = :scope AND feed = :feed AND n = :n";
    let mut sql = writer.prepare_cached(sql)?;
    Ok(sql.exists(named_params! {
        ":previous": header.previous.as_bytes(), ":scope": header.scope.as_bytes(),
        ":feed": header.feed().as_bytes(), ":n": number(header.n - 1),
    })?)
}

fn count_changes(header: &BatchHeader, batch: &SignedBatch) -> Option<u32> {
    if header.is_sealed() {
        return None;
    }
    open_body(header, &batch.body, None).ok().and_then(|changes| u32::try_from(changes.len()).ok())
}
