//! The last accepted batch of each feed, for revocations.

use std::collections::{BTreeMap, BTreeSet};

use super::connection::{Connection, Row, named_params};
use posta_identity::SessionCertificate;
use posta_identity::ids::{Actor, DepartmentId, DeviceId, Hash32, ScopeId, UserId};
use posta_protocol::FeedId;
use posta_protocol::chain::{self, Link};

use crate::error::Error;

/// Feed, number and hash.
pub type Last = ([u8; 16], u64, Hash32);

/// Of a device's feeds: the last of each branch where one forked.
pub fn last_of_device(connection: &Connection, device: DeviceId) -> Result<Vec<Last>, Error> {
    let found: Vec<Last> = connection.rows(
        "SELECT feed, n, hash FROM batch WHERE device = :device AND merge <> 'aside'",
        named_params! { ":device": device.as_bytes() },
        read_last,
    )?;
    let mut theirs = Theirs::new();
    for (feed, _, hash) in found {
        theirs.entry(feed).or_default().insert(hash);
    }
    last_among(connection, theirs)
}

/// Of the feeds in which a user has written: the user's last of each branch.
pub fn last_of_user(
    connection: &Connection,
    department: DepartmentId,
    user: UserId,
) -> Result<Vec<Last>, Error> {
    let sessions: Vec<([u8; 16], Vec<u8>)> = connection.rows(
        "SELECT actor, certificate FROM session WHERE department = :department",
        named_params! { ":department": department.as_bytes() },
        |row| Ok((row.get("actor")?, row.get("certificate")?)),
    )?;
    let mut theirs = Theirs::new();
    for (actor, certificate) in sessions {
        let certificate = SessionCertificate::decode(&certificate).map_err(|_| Error::Damaged("session"))?;
        if certificate.user != user {
            continue;
        }
        let found: Vec<Last> = connection.rows(
            "SELECT feed, n, hash FROM batch WHERE actor = :actor AND merge <> 'aside'",
            named_params! { ":actor": actor },
            read_last,
        )?;
        for (feed, _, hash) in found {
            theirs.entry(feed).or_default().insert(hash);
        }
    }
    last_among(connection, theirs)
}

/// Hashes of somebody's batches by feed.
type Theirs = BTreeMap<[u8; 16], BTreeSet<Hash32>>;

fn last_among(connection: &Connection, theirs: Theirs) -> Result<Vec<Last>, Error> {
    let mut all = Vec::new();
    for (feed, theirs) in theirs {
        let links: Vec<Link> =
            super::links(connection, FeedId::from(feed))?.into_iter().map(|(_, link)| link).collect();
        let last = chain::last_among(&links, &theirs).into_iter();
        all.extend(last.map(|link| (feed, link.n, link.hash)));
    }
    Ok(all)
}

/// Feed and number of a batch.
pub fn place_of(connection: &Connection, batch: Hash32) -> Result<Option<([u8; 16], u64)>, Error> {
    Ok(connection
        .row(
            "SELECT feed, n, hash FROM batch WHERE hash = :hash",
            named_params! { ":hash": batch.as_bytes() },
            read_last,
        )?
        .map(|(feed, n, _)| (feed, n)))
}

/// Where a batch is, and who signed it.
pub struct Place {
    /// Scope or lane.
    pub lane: ScopeId,
    /// Its feed.
    pub feed: [u8; 16],
    /// The session.
    pub actor: [u8; 16],
    /// Place in the feed.
    pub n: u64,
    /// Hash of its header.
    pub hash: Hash32,
    /// Length of its body.
    pub bytes: u64,
}

/// Every batch of every department, feed by feed in order.
pub fn places(connection: &Connection) -> Result<Vec<Place>, Error> {
    connection.rows(
        "SELECT scope, feed, actor, n, hash, length(body) AS bytes FROM batch ORDER BY scope, feed, n, id",
        named_params! {},
        |row| {
            let (feed, n, hash) = read_last(row)?;
            let lane = ScopeId::from(row.get::<[u8; 16]>("scope")?);
            Ok(Place {
                lane,
                feed,
                actor: row.get("actor")?,
                n,
                hash,
                bytes: row.get::<i64>("bytes")?.unsigned_abs(),
            })
        },
    )
}

/// A batch that a session signed.
pub struct Written {
    /// Scope or lane.
    pub lane: ScopeId,
    /// Its feed.
    pub feed: FeedId,
    /// Hash of its header.
    pub hash: Hash32,
    /// Its header.
    pub header: Vec<u8>,
}

/// The batches of one session.
pub fn written_by(connection: &Connection, actor: Actor) -> Result<Vec<Written>, Error> {
    connection.rows(
        "SELECT scope, feed, n, hash, header FROM batch WHERE actor = :actor",
        named_params! { ":actor": actor.as_bytes() },
        |row| {
            let (feed, _, hash) = read_last(row)?;
            let lane = ScopeId::from(row.get::<[u8; 16]>("scope")?);
            Ok(Written { lane, feed: FeedId::from(feed), hash, header: row.get("header")? })
        },
    )
}

/// How many batches a session signed. Their numbers tell less: of two lanes the later may be visible first.
pub fn count_by(connection: &Connection, actor: Actor) -> Result<i64, Error> {
    connection.one(
        "SELECT count(*) AS count FROM batch WHERE actor = :actor",
        named_params! { ":actor": actor.as_bytes() },
        |row| row.get("count"),
    )
}

fn read_last(row: &Row<'_>) -> Result<Last, Error> {
    let hash = Hash32::from(row.get::<[u8; 32]>("hash")?);
    Ok((row.get("feed")?, row.get::<i64>("n")?.unsigned_abs(), hash))
}
