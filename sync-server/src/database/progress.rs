//! How far each batch of a registry has come, and what was carried out of the log.

use super::connection::{Connection, Transaction, named_params};
use posta_identity::ids::{Actor, DepartmentId, Hash32, ScopeId};
use posta_protocol::FeedId;

use super::StoredBatch;
use super::batch::read_row;
use crate::error::Error;

/// How far a batch has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// To be merged.
    Waiting,
    /// Merged.
    Done,
    /// Beyond a revocation: kept, passed on, without effect.
    Aside,
    /// Merged but for changes whose causes are missing and for which its device has no room in `pending`.
    Held,
    /// A newer program may open it.
    Later,
}

impl Progress {
    fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Aside => "aside",
            Self::Held => "held",
            Self::Later => "later",
        }
    }
}

/// A registry batch that was looked at before.
pub struct Judged {
    /// Row number.
    pub id: i64,
    /// Hash of its header.
    pub hash: Hash32,
    /// Whether any of it is in the documents.
    pub is_in: bool,
    /// Whether it lies aside.
    pub is_aside: bool,
}

/// Notes how far a batch has come.
pub fn set_progress(transaction: &Transaction<'_>, id: i64, progress: Progress) -> Result<(), Error> {
    transaction.execute(
        "UPDATE batch SET merge = :merge WHERE id = :id AND merge <> 'never'",
        named_params! { ":id": id, ":merge": progress.as_str() },
    )?;
    Ok(())
}

/// A batch that was merged is merged once more.
pub fn merge_again(transaction: &Transaction<'_>, batch: &Hash32) -> Result<(), Error> {
    transaction.execute(
        "UPDATE batch SET merge = 'waiting' WHERE hash = :hash AND merge = 'done'",
        named_params! { ":hash": batch.as_bytes() },
    )?;
    Ok(())
}

/// Feeds and sessions of a scope whose batches were looked at before.
pub fn judged_feeds(connection: &Connection, scope: ScopeId) -> Result<Vec<(FeedId, Actor)>, Error> {
    connection.rows(
        "SELECT DISTINCT feed, actor FROM batch
         WHERE scope = :scope AND merge IN ('done', 'aside', 'held', 'later') ORDER BY feed, actor",
        named_params! { ":scope": scope.as_bytes() },
        |row| Ok((FeedId::from(row.get::<[u8; 16]>("feed")?), Actor::from(row.get::<[u8; 16]>("actor")?))),
    )
}

/// The sessions of a feed whose batches were looked at before.
pub fn judged_actors(connection: &Connection, feed: FeedId) -> Result<Vec<Actor>, Error> {
    connection.rows(
        "SELECT DISTINCT actor FROM batch
         WHERE feed = :feed AND merge IN ('done', 'aside', 'held', 'later') ORDER BY actor",
        named_params! { ":feed": feed.as_bytes() },
        |row| Ok(Actor::from(row.get::<[u8; 16]>("actor")?)),
    )
}

/// Those batches of a feed and session.
pub fn judged(connection: &Connection, feed: FeedId, actor: Actor) -> Result<Vec<Judged>, Error> {
    connection.rows(
        "SELECT id, hash, merge FROM batch
         WHERE feed = :feed AND actor = :actor AND merge IN ('done', 'aside', 'held', 'later') ORDER BY id",
        named_params! { ":feed": feed.as_bytes(), ":actor": actor.as_bytes() },
        |row| {
            let merge: String = row.get("merge")?;
            Ok(Judged {
                id: row.get("id")?,
                hash: Hash32::from(row.get::<[u8; 32]>("hash")?),
                is_in: merge == "done" || merge == "held",
                is_aside: merge == "aside",
            })
        },
    )
}

/// Batches of a scope that are in its documents, beyond a row, at most `limit`.
pub fn merged_after(
    connection: &Connection,
    scope: ScopeId,
    after: i64,
    limit: u32,
) -> Result<Vec<StoredBatch>, Error> {
    connection.rows(
        "SELECT id, feed, device, actor, hash, header, signature, body FROM batch
         WHERE scope = :scope AND merge IN ('done', 'held') AND id > :after ORDER BY id LIMIT :limit",
        named_params! { ":scope": scope.as_bytes(), ":after": after, ":limit": limit },
        read_row,
    )
}

/// Lets the next held batches of a scope beyond a row be tried again; returns the last row, `None` if there is none.
pub fn release_held(
    transaction: &Transaction<'_>,
    scope: ScopeId,
    after: i64,
    limit: u32,
) -> Result<Option<i64>, Error> {
    let released: Vec<i64> = transaction.rows(
"UPDATE batch SET merge = 'waiting' WHERE id IN
             (SELECT id FROM batch WHERE scope = :scope AND merge = 'held' AND id > :after ORDER BY id LIMIT :limit)
         RETURNING id",
named_params! { ":scope": scope.as_bytes(), ":after": after, ":limit": limit }, |row| row.get("id"))?;
    Ok(released.into_iter().max())
}

/// What waited for a newer program is tried again by this one.
pub fn release_later(transaction: &Transaction<'_>) -> Result<(), Error> {
    transaction.execute("UPDATE batch SET merge = 'waiting' WHERE merge = 'later'", named_params! {})?;
    Ok(())
}

/// How many batches of a scope lie aside.
pub fn aside_count(connection: &Connection, scope: ScopeId) -> Result<u64, Error> {
    let count: i64 = connection.one(
        "SELECT count(*) AS count FROM batch WHERE scope = :scope AND merge = 'aside'",
        named_params! { ":scope": scope.as_bytes() },
        |row| row.get("count"),
    )?;
    Ok(count.unsigned_abs())
}

/// All departments of this server.
pub fn departments(connection: &Connection) -> Result<Vec<DepartmentId>, Error> {
    connection.rows("SELECT id FROM department ORDER BY id", named_params! {}, |row| {
        Ok(DepartmentId::from(row.get::<[u8; 16]>("id")?))
    })
}

/// The last entry that was carried out here, and whether the write-ahead log is to be emptied.
pub fn settled(connection: &Connection, department: DepartmentId) -> Result<(i64, bool), Error> {
    let row = connection.row(
        "SELECT entry, scrub FROM settled WHERE department = :department",
        named_params! { ":department": department.as_bytes() },
        |row| Ok((row.get("entry")?, row.get("scrub")?)),
    )?;
    Ok(row.unwrap_or((0, false)))
}

/// Notes what was carried out.
pub fn set_settled(
    transaction: &Transaction<'_>,
    department: DepartmentId,
    entry: i64,
    scrub: bool,
) -> Result<(), Error> {
    transaction.execute(
        "INSERT INTO settled (department, entry, scrub) VALUES (:department, :entry, :scrub)
             ON CONFLICT (department) DO UPDATE SET entry = excluded.entry, scrub = excluded.scrub",
        named_params! {
            ":department": department.as_bytes(),
            ":entry": entry,
            ":scrub": scrub,
        },
    )?;
    Ok(())
}
