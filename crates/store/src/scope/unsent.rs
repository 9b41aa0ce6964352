//! What was changed here and is not received by the server yet, told by document.

use std::collections::BTreeMap;

use posta_domain::{DocumentId, Kind};
use posta_identity::ids::DeviceId;
use posta_protocol::FeedId;
use rusqlite::named_params;

use super::{ScopeFile, outbox};
use crate::batch_rows::{count_of, id_of, number};
use crate::device::DeviceFile;
use crate::error::Error;

/// How far receipts cover the feeds that a scope's file has made batches in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Covered(BTreeMap<FeedId, u64>);

impl ScopeFile {
    /// How far the newest receipt covers this file's own feeds.
    pub fn covered(&self, device: &DeviceFile) -> Result<Covered, Error> {
        let mut covered = BTreeMap::new();
        for feed in self.own_feeds()? {
            let through =
                device.covered_through(&self.scope, &feed, |hash| outbox::is_own(&self.connection, hash))?;
            covered.insert(feed, through);
        }
        Ok(Covered(covered))
    }

    /// The same, together with what another device said that it stores.
    pub fn covered_or_held(&self, device: &DeviceFile, by: &DeviceId) -> Result<Covered, Error> {
        let Covered(mut covered) = self.covered(device)?;
        let Some(vector) = device.holding(by, &self.scope)? else { return Ok(Covered(covered)) };
        for (feed, through) in &mut covered {
            let is_own = |hash: &_| outbox::is_own(&self.connection, hash);
            *through = device.reached_through(&vector, feed, is_own)?.max(*through);
        }
        Ok(Covered(covered))
    }

    /// Whether a change of this document that was made here lies beyond what is covered.
    pub fn is_unsent(&self, kind: &Kind, id: &DocumentId, covered: &Covered) -> Result<bool, Error> {
        let sql = "SELECT outbox.feed AS feed, max(outbox.n) AS n
                   FROM document JOIN outbox_document ON outbox_document.document = document.row
                   JOIN outbox ON outbox.row = outbox_document.outbox
                   WHERE document.id = :id AND document.kind = :kind GROUP BY outbox.feed";
        let mut sql = self.connection.prepare_cached(sql)?;
        let mut feeds = sql.query(named_params! { ":id": id.as_bytes(), ":kind": kind.as_str() })?;
        while let Some(row) = feeds.next()? {
            let through = covered.0.get(&id_of(row, "feed")?).copied().unwrap_or(0);
            if count_of(row, "n")? > through {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The documents with a change made here that lies beyond what is covered.
    pub fn unsent_documents(&self, covered: &Covered) -> Result<Vec<(Kind, DocumentId)>, Error> {
        let sql = "SELECT DISTINCT document.kind AS kind, document.id AS id
                   FROM outbox JOIN outbox_document ON outbox_document.outbox = outbox.row
                   JOIN document ON document.row = outbox_document.document
                   WHERE outbox.feed = :feed AND outbox.n > :through";
        let mut sql = self.connection.prepare_cached(sql)?;
        let mut documents = Vec::new();
        for (feed, through) in &covered.0 {
            let rows = sql.query_map(
                named_params! { ":feed": feed.as_bytes(), ":through": number(*through) },
                |row| Ok((Kind::from_word(&row.get::<_, String>("kind")?), id_of(row, "id")?)),
            )?;
            documents.extend(rows.collect::<Result<Vec<_>, _>>()?);
        }
        documents.sort();
        documents.dedup();
        Ok(documents)
    }
}
