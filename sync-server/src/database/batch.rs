//! Batches, their chains and the version vector.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::connection::{Connection, Lock, Row, Transaction, named_params};
use posta_identity::ids::{Actor, DeviceId, Hash32, ScopeId};
use posta_protocol::chain::{self, Link};
use posta_protocol::{FeedId, SignedBatch, Tip, Vector, limits};

use crate::error::Error;

/// A verified batch on its way to the shelf.
pub struct NewBatch {
    /// Its scope.
    pub scope: ScopeId,
    /// Its feed.
    pub feed: FeedId,
    /// Place in the feed, from 1.
    pub n: i64,
    /// Hash of the header before.
    pub previous: Hash32,
    /// Hash of its own header.
    pub hash: Hash32,
    /// The device whose feed it is.
    pub device: DeviceId,
    /// The session that signed it.
    pub actor: Actor,
    /// What travels.
    pub signed: SignedBatch,
    /// Whether the server reads and merges it (registry) or only keeps it.
    pub readable: bool,
}

/// What became of a batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shelved {
    /// New, and now durable with its transaction.
    Stored,
    /// New, and another batch of the same number is here too: both are kept.
    Forked,
    /// It was here before.
    Known,
    /// The batch before it is not here; it will be sent again.
    MissingPrevious,
}

/// A batch with its place in the order of arrival.
pub struct StoredBatch {
    /// Row number.
    pub id: i64,
    /// Its feed.
    pub feed: FeedId,
    /// The device whose feed it is.
    pub device: DeviceId,
    /// The session that signed it.
    pub actor: Actor,
    /// Hash of its header.
    pub hash: Hash32,
    /// What travels.
    pub signed: SignedBatch,
}

/// Lets nobody else put batches into these lanes until the transaction ends, so that rows become visible in the order of
/// their numbers. In one order, whoever asks for several.
pub fn lock_lanes(transaction: &Transaction<'_>, lanes: impl Iterator<Item = ScopeId>) -> Result<(), Error> {
    let lanes: BTreeSet<[u8; 16]> = lanes.map(|lane| *lane.as_bytes()).collect();
    lanes.into_iter().try_for_each(|lane| transaction.lock(&Lock::Lane(lane)))
}

/// Puts a verified batch on the shelf and moves the tips of its feed.
pub fn shelve(transaction: &Transaction<'_>, batch: &NewBatch) -> Result<Shelved, Error> {
    lock_lanes(transaction, [batch.scope].into_iter())?;
    if holds(transaction, batch.hash)? {
        return Ok(Shelved::Known);
    }
    if batch.n > 1 && !has_previous(transaction, batch)? {
        return Ok(Shelved::MissingPrevious);
    }
    let forked = transaction.exists(
        "SELECT 1 FROM batch WHERE feed = :feed AND n = :n",
        named_params! { ":feed": batch.feed.as_bytes(), ":n": batch.n },
    )?;
    transaction
        .execute(
"INSERT INTO batch (scope, feed, n, previous, hash, device, actor, header, signature, body, merge)
             VALUES (:scope, :feed, :n, :previous, :hash, :device, :actor, :header, :signature, :body, :merge)",
named_params! {
            ":scope": batch.scope.as_bytes(),
            ":feed": batch.feed.as_bytes(),
            ":n": batch.n,
            ":previous": batch.previous.as_bytes(),
            ":hash": batch.hash.as_bytes(),
            ":device": batch.device.as_bytes(),
            ":actor": batch.actor.as_bytes(),
            ":header": batch.signed.header,
            ":signature": batch.signed.signature,
            ":body": batch.signed.body,
            ":merge": if batch.readable { "waiting" } else { "never" },
        })?;
    move_tip(transaction, batch)?;
    Ok(if forked { Shelved::Forked } else { Shelved::Stored })
}

/// Whether a batch of this header hash is here.
pub fn holds(connection: &Connection, hash: Hash32) -> Result<bool, Error> {
    connection.exists("SELECT 1 FROM batch WHERE hash = :hash", named_params! { ":hash": hash.as_bytes() })
}

fn has_previous(transaction: &Transaction<'_>, batch: &NewBatch) -> Result<bool, Error> {
    let found = transaction.exists(
        "SELECT 1 FROM batch WHERE hash = :previous AND feed = :feed AND n = :n",
        named_params! {
            ":previous": batch.previous.as_bytes(),
            ":feed": batch.feed.as_bytes(),
            ":n": batch.n - 1,
        },
    )?;
    Ok(found)
}

fn move_tip(transaction: &Transaction<'_>, batch: &NewBatch) -> Result<(), Error> {
    transaction.execute(
        "DELETE FROM tip WHERE scope = :scope AND feed = :feed AND hash = :previous",
        named_params! {
            ":scope": batch.scope.as_bytes(),
            ":feed": batch.feed.as_bytes(),
            ":previous": batch.previous.as_bytes(),
        },
    )?;
    transaction.execute(
        "INSERT INTO tip (scope, feed, n, hash, device) VALUES (:scope, :feed, :n, :hash, :device)",
        named_params! {
            ":scope": batch.scope.as_bytes(),
            ":feed": batch.feed.as_bytes(),
            ":n": batch.n,
            ":hash": batch.hash.as_bytes(),
            ":device": batch.device.as_bytes(),
        },
    )?;
    Ok(())
}

/// The tips of a scope with whole hashes.
fn tips(connection: &Connection, scope: ScopeId) -> Result<BTreeMap<FeedId, Vec<(i64, Hash32)>>, Error> {
    let mut tips: BTreeMap<FeedId, Vec<(i64, Hash32)>> = BTreeMap::new();
    connection.each(
        "SELECT feed, n, hash FROM tip WHERE scope = :scope",
        named_params! { ":scope": scope.as_bytes() },
        |row| {
            let feed = FeedId::from(row.get::<[u8; 16]>("feed")?);
            tips.entry(feed).or_default().push((row.get("n")?, Hash32::from(row.get::<[u8; 32]>("hash")?)));
            Ok(())
        },
    )?;
    Ok(tips)
}

/// What the server stores of a scope.
pub fn vector(connection: &Connection, scope: ScopeId) -> Result<Vector, Error> {
    let mut vector = Vector::new();
    for (feed, tips) in tips(connection, scope)? {
        for (n, hash) in tips {
            vector.insert(feed, Tip::of(n.unsigned_abs(), &hash));
        }
    }
    Ok(vector)
}

/// What the server stores of a scope's feeds of one device.
pub fn own_vector(connection: &Connection, scope: ScopeId, device: DeviceId) -> Result<Vector, Error> {
    let mut vector = Vector::new();
    connection.each(
        "SELECT feed, n, hash FROM tip WHERE scope = :scope AND device = :device",
        named_params! { ":scope": scope.as_bytes(), ":device": device.as_bytes() },
        |row| {
            let n = row.get::<i64>("n")?.unsigned_abs();
            let tip = Tip::of(n, &Hash32::from(row.get::<[u8; 32]>("hash")?));
            vector.insert(FeedId::from(row.get::<[u8; 16]>("feed")?), tip);
            Ok(())
        },
    )?;
    Ok(vector)
}

/// As [`own_vector`], and of what the device has there itself what is stored too. On a copy of its disk it may have gone
/// on: then its own last batch is no tip here, and it could not tell that it has arrived.
pub fn own_vector_beside(
    connection: &Connection,
    scope: ScopeId,
    device: DeviceId,
    theirs: &Vector,
) -> Result<Vector, Error> {
    let mut vector = own_vector(connection, scope, device)?;
    let feeds: Vec<FeedId> = vector.0.keys().copied().collect();
    for feed in feeds {
        for tip in theirs.tips(&feed) {
            if let Ok(n) = i64::try_from(tip.n)
                && holds_tip(connection, feed, n, tip)?
            {
                vector.insert(feed, *tip);
            }
        }
    }
    Ok(vector)
}

/// The rows that someone with this vector lacks, in the order of arrival (so in feed order).
///
/// A tip that is not here and is beyond means that the peer is ahead on that feed: nothing is sent for it this
/// time. A tip that is not here and is not beyond is the peer's own branch of a fork: all but its known past is sent.
pub fn lacked_by(connection: &Connection, scope: ScopeId, theirs: &Vector) -> Result<Vec<i64>, Error> {
    let mut lacked = Vec::new();
    for (feed, mine) in tips(connection, scope)? {
        match unforked_from(connection, feed, &mine, theirs)? {
            Some(after) => lacked.extend(rows_after(connection, feed, after)?),
            None => {
                let rows = links(connection, feed)?;
                let links: Vec<Link> = rows.iter().map(|(_, link)| *link).collect();
                let ids: HashMap<Hash32, i64> = rows.iter().map(|(id, link)| (link.hash, *id)).collect();
                let known = theirs.0.get(&feed).into_iter().flatten();
                lacked.extend(chain::lacked_by(&links, known).iter().filter_map(|link| ids.get(&link.hash)));
            }
        }
    }
    lacked.sort_unstable();
    Ok(lacked)
}

/// The number after which rows are lacking, when one branch is all that both know of a feed: the usual case, in which
/// its links need not be read. `None`: they must be.
fn unforked_from(
    connection: &Connection,
    feed: FeedId,
    mine: &[(i64, Hash32)],
    theirs: &Vector,
) -> Result<Option<i64>, Error> {
    if mine.len() != 1 {
        return Ok(None);
    }
    let mut after = 0;
    for tip in theirs.tips(&feed) {
        match i64::try_from(tip.n) {
            Ok(n) if holds_tip(connection, feed, n, tip)? => after = after.max(n),
            _ => return Ok(None),
        }
    }
    Ok(Some(after))
}

fn holds_tip(connection: &Connection, feed: FeedId, n: i64, tip: &Tip) -> Result<bool, Error> {
    let hashes: Vec<[u8; 32]> = connection.rows(
        "SELECT hash FROM batch WHERE feed = :feed AND n = :n",
        named_params! { ":feed": feed.as_bytes(), ":n": n },
        |row| row.get("hash"),
    )?;
    Ok(hashes.into_iter().any(|hash| tip.names(tip.n, &Hash32::from(hash))))
}

fn rows_after(connection: &Connection, feed: FeedId, after: i64) -> Result<Vec<i64>, Error> {
    connection.rows(
        "SELECT id FROM batch WHERE feed = :feed AND n > :after",
        named_params! { ":feed": feed.as_bytes(), ":after": after },
        |row| row.get("id"),
    )
}

/// All rows of a feed as links of its chain.
pub fn links(connection: &Connection, feed: FeedId) -> Result<Vec<(i64, Link)>, Error> {
    connection.rows(
        "SELECT id, n, hash, previous FROM batch WHERE feed = :feed",
        named_params! { ":feed": feed.as_bytes() },
        |row| {
            let link = Link {
                n: row.get::<i64>("n")?.unsigned_abs(),
                hash: Hash32::from(row.get::<[u8; 32]>("hash")?),
                previous: Hash32::from(row.get::<[u8; 32]>("previous")?),
            };
            Ok((row.get("id")?, link))
        },
    )
}

/// One batch by its row.
pub fn batch(connection: &Connection, id: i64) -> Result<Option<StoredBatch>, Error> {
    connection.row(
        "SELECT id, feed, device, actor, hash, header, signature, body FROM batch WHERE id = :id",
        named_params! { ":id": id },
        read_row,
    )
}

/// The length of a batch's body. Bytes.
pub fn body_length(connection: &Connection, id: i64) -> Result<Option<usize>, Error> {
    let length: Option<i64> = connection.row(
        "SELECT length(body) AS bytes FROM batch WHERE id = :id",
        named_params! { ":id": id },
        |row| row.get("bytes"),
    )?;
    Ok(length.and_then(|length| usize::try_from(length).ok()))
}

/// A batch and those before it in its feed, oldest first: at most so many, of not too many bytes, and all that are here.
pub fn branch(connection: &Connection, last: Hash32, count: u32) -> Result<Vec<StoredBatch>, Error> {
    let (mut branch, mut bytes, mut next) = (Vec::new(), 0, last);
    while branch.len() < count as usize {
        let found = connection.row(
            "SELECT id, feed, device, actor, hash, header, signature, body FROM batch WHERE hash = :hash",
            named_params! { ":hash": next.as_bytes() },
            read_row,
        )?;
        let Some(batch) = found else { break };
        bytes += batch.signed.byte_len();
        let Ok(header) = batch.signed.decode_header() else { break };
        if bytes > limits::RECALLED_BYTES {
            break;
        }
        branch.push(batch);
        next = header.previous;
    }
    branch.reverse();
    Ok(branch)
}

/// The oldest batches of a scope that wait to be merged, at most `limit`, not beyond row `through`.
pub fn waiting(
    connection: &Connection,
    scope: ScopeId,
    through: i64,
    limit: u32,
) -> Result<Vec<StoredBatch>, Error> {
    connection.rows(
        "SELECT id, feed, device, actor, hash, header, signature, body FROM batch
         WHERE scope = :scope AND merge = 'waiting' AND id <= :through ORDER BY id LIMIT :limit",
        named_params! { ":scope": scope.as_bytes(), ":through": through, ":limit": limit },
        read_row,
    )
}

/// The scopes in which batches wait to be merged.
pub fn waiting_scopes(connection: &Connection) -> Result<Vec<ScopeId>, Error> {
    connection.rows(
        "SELECT DISTINCT scope FROM batch WHERE merge = 'waiting' ORDER BY scope",
        named_params! {},
        |row| Ok(ScopeId::from(row.get::<[u8; 16]>("scope")?)),
    )
}

pub(super) fn read_row(row: &Row<'_>) -> Result<StoredBatch, Error> {
    Ok(StoredBatch {
        id: row.get("id")?,
        feed: FeedId::from(row.get::<[u8; 16]>("feed")?),
        device: DeviceId::from(row.get::<[u8; 16]>("device")?),
        actor: Actor::from(row.get::<[u8; 16]>("actor")?),
        hash: Hash32::from(row.get::<[u8; 32]>("hash")?),
        signed: SignedBatch {
            header: row.get("header")?,
            signature: row.get("signature")?,
            body: row.get("body")?,
        },
    })
}
