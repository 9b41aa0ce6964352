//! Which session made which batch: what a revocation cuts, and what it leaves.

use posta_identity::ids::{Actor, ScopeId};
use posta_protocol::FeedId;
use posta_protocol::chain::Link;
use rusqlite::named_params;

use super::DeviceFile;
use crate::batch_rows::{count_of, hash_of, id_of};
use crate::error::Error;

/// A batch of the shelf without its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedLink {
    /// Its feed.
    pub feed: FeedId,
    /// The session that signed it.
    pub session: Actor,
    /// Its place in the feed.
    pub link: Link,
    /// Bytes of header and body.
    pub bytes: u64,
}

impl DeviceFile {
    /// All batches of a scope or lane, feed by feed, lowest first.
    pub fn signed_links(&self, scope: &ScopeId) -> Result<Vec<SignedLink>, Error> {
        let sql = "SELECT feed, n, hash, previous, session, length(header) + length(body) AS bytes
                   FROM batch WHERE scope = :scope ORDER BY feed, n, hash";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map(named_params! { ":scope": scope.as_bytes() }, |row| {
            Ok(SignedLink {
                feed: id_of(row, "feed")?,
                session: id_of(row, "session")?,
                link: Link {
                    n: count_of(row, "n")?,
                    hash: hash_of(row, "hash")?,
                    previous: hash_of(row, "previous")?,
                },
                bytes: count_of(row, "bytes")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
