//! How far the newest receipt covers a feed, without walking all of it.

use posta_identity::ids::{Hash32, ScopeId};
use posta_protocol::{FeedId, Tip, Vector, chain::Link};
use rusqlite::{OptionalExtension, Row, named_params};

use super::DeviceFile;
use crate::batch_rows::{count_of, hash_of, number};
use crate::error::Error;

impl DeviceFile {
    /// The highest number of a feed that the newest receipt of its scope covers, among the batches that `is_own` knows
    /// by their hash; 0 when there is none. Goes backwards from the receipt's tips, so it takes one step unless the
    /// feed was continued elsewhere.
    ///
    /// # Errors
    /// Those of `is_own`.
    pub fn covered_through(
        &self,
        scope: &ScopeId,
        feed: &FeedId,
        is_own: impl Fn(&Hash32) -> Result<bool, Error>,
    ) -> Result<u64, Error> {
        let Some((receipt, _)) = self.receipt(scope)? else { return Ok(0) };
        self.reached_through(&receipt, feed, is_own)
    }

    /// The same of a vector that somebody else told.
    ///
    /// # Errors
    /// Those of `is_own`.
    pub fn reached_through(
        &self,
        vector: &Vector,
        feed: &FeedId,
        is_own: impl Fn(&Hash32) -> Result<bool, Error>,
    ) -> Result<u64, Error> {
        let mut through = 0;
        for tip in vector.tips(feed) {
            let mut link = self.named(feed, tip)?;
            while let Some(here) = link {
                if is_own(&here.hash)? {
                    through = through.max(here.n);
                    break;
                }
                link = self.link(&here.previous)?;
            }
        }
        Ok(through)
    }

    fn named(&self, feed: &FeedId, tip: &Tip) -> Result<Option<Link>, Error> {
        let sql = "SELECT n, hash, previous FROM batch WHERE feed = :feed AND n = :n";
        let mut sql = self.connection.prepare_cached(sql)?;
        let links =
            sql.query_map(named_params! { ":feed": feed.as_bytes(), ":n": number(tip.n) }, link_of)?;
        let links: Vec<Link> = links.collect::<Result<_, _>>()?;
        Ok(links.into_iter().find(|link| tip.names(link.n, &link.hash)))
    }

    fn link(&self, hash: &Hash32) -> Result<Option<Link>, Error> {
        let sql = "SELECT n, hash, previous FROM batch WHERE hash = :hash";
        let mut sql = self.connection.prepare_cached(sql)?;
        Ok(sql.query_row(named_params! { ":hash": hash.as_bytes() }, link_of).optional()?)
    }
}

fn link_of(row: &Row<'_>) -> rusqlite::Result<Link> {
    Ok(Link { n: count_of(row, "n")?, hash: hash_of(row, "hash")?, previous: hash_of(row, "previous")? })
}
