//! Checkpoints: all documents as their changes, for members who cannot read the batches of the past, and how far they
//! stand for those.

use std::collections::BTreeSet;

use posta_documents::Document;
use posta_identity::ids::Hash32;
use posta_protocol::chain::{self, Link};
use posta_protocol::{ChangeEntry, Checkpoint, FeedId, Tip, Vector};
use rusqlite::named_params;

use super::ScopeFile;
use super::apply::is_applied;
use crate::batch_rows::{count_of, id_of};
use crate::device::DeviceFile;
use crate::error::Error;
use crate::transaction::{self, Writer};

/// Changes of one part, at most.
const CHANGES: usize = 1000;
/// Bytes of changes of one part, at most: packed, they stay within a batch's limits.
const BYTES: usize = 128 * 1024;

impl ScopeFile {
    /// All documents as a checkpoint in parts, each for one batch, to be put with
    /// [`DeviceFile::append_checkpoint`]: changes with their causes before them. The last part says which batches of
    /// the shelf all of it stands for: those that are taken in here, with all they follow, and of which nothing waits.
    ///
    /// # Errors
    /// [`Error::Document`] when a document does not load; those of the disk.
    pub fn checkpoint(&self, device: &DeviceFile) -> Result<Vec<Checkpoint>, Error> {
        let mut parts = Parts::default();
        let mut sql = self.connection.prepare("SELECT kind, id, saved FROM document ORDER BY row")?;
        let mut rows = sql.query([])?;
        while let Some(row) = rows.next()? {
            let (kind, document): (String, [u8; 16]) = (row.get("kind")?, row.get("id")?);
            for change in Document::load(&row.get::<_, Vec<u8>>("saved")?)?.changes() {
                parts.add(ChangeEntry { kind: kind.clone(), document, bytes: change.bytes });
            }
        }
        let mut parts = parts.end();
        let covers = Some(self.standing_vector(device)?);
        match parts.last_mut() {
            Some(last) => last.covers = covers,
            None => parts.push(Checkpoint { changes: Vec::new(), covers }),
        }
        Ok(parts)
    }

    /// The ends of what is taken in of each feed without a gap.
    fn standing_vector(&self, device: &DeviceFile) -> Result<Vector, Error> {
        let mut waiting = BTreeSet::<(FeedId, u64)>::new();
        let mut sql = self.connection.prepare_cached("SELECT DISTINCT feed, n FROM pending")?;
        let rows = sql.query_map([], |row| Ok((id_of(row, "feed")?, count_of(row, "n")?)))?;
        for row in rows {
            waiting.insert(row?);
        }
        let mut vector = Vector::new();
        for (feed, links) in device.links(&self.scope)? {
            let mut standing = BTreeSet::new();
            let mut kept: Vec<Link> = Vec::new();
            for link in links {
                let follows = link.n == 1 || standing.contains(&link.previous);
                if follows
                    && !waiting.contains(&(feed, link.n))
                    && (is_applied(&self.connection, &link.hash)? || self.is_covered(&link.hash)?)
                {
                    standing.insert(link.hash);
                    kept.push(link);
                }
            }
            for tip in chain::tips_of(&kept) {
                vector.insert(feed, Tip::of(tip.n, &tip.hash));
            }
        }
        Ok(vector)
    }

    /// Marks the batches of the shelf for which the checkpoints taken in here stand: without their keys they are
    /// missed no more. Returns how many are new. Call it once checkpoints were taken in.
    pub fn cover(&self, device: &DeviceFile) -> Result<u64, Error> {
        let mut sql = self.connection.prepare("SELECT vector FROM covering")?;
        let vectors: Vec<Vec<u8>> = sql.query_map([], |row| row.get("vector"))?.collect::<Result<_, _>>()?;
        let feeds = device.links(&self.scope)?;
        let mut covered = BTreeSet::new();
        for vector in vectors {
            let vector = Vector::decode(&vector).map_err(|_| Error::Stored("covered vector"))?;
            for (feed, links) in &feeds {
                covered.extend(chain::held_by(links, vector.tips(feed)));
            }
        }
        transaction::write(&self.connection, |writer| {
            let mut new = 0;
            for hash in covered {
                if !is_applied(writer, &hash)? {
                    let sql = "INSERT OR IGNORE INTO covered (hash) VALUES (:hash)";
                    new += writer.execute(sql, named_params! { ":hash": hash.as_bytes() })? as u64;
                }
            }
            Ok(new)
        })
    }

    /// Whether a checkpoint stands for a batch.
    pub fn is_covered(&self, hash: &Hash32) -> Result<bool, Error> {
        let mut sql = self.connection.prepare_cached("SELECT 1 AS here FROM covered WHERE hash = :hash")?;
        Ok(sql.exists(named_params! { ":hash": hash.as_bytes() })?)
    }
}

/// Keeps what a part of a checkpoint says it stands for.
pub(super) fn keep(writer: &Writer<'_>, batch: &Hash32, vector: &Vector) -> Result<(), Error> {
    writer.execute(
        "INSERT OR IGNORE INTO covering (batch, vector) VALUES (:batch, :vector)",
        named_params! { ":batch": batch.as_bytes(), ":vector": vector.encode() },
    )?;
    Ok(())
}

/// Changes on their way into parts.
#[derive(Default)]
pub(super) struct Parts {
    parts: Vec<Checkpoint>,
    open: Vec<ChangeEntry>,
    bytes: usize,
}

impl Parts {
    pub fn add(&mut self, entry: ChangeEntry) {
        if self.open.len() >= CHANGES || (self.bytes + entry.bytes.len() > BYTES && !self.open.is_empty()) {
            self.close();
        }
        self.bytes += entry.bytes.len();
        self.open.push(entry);
    }

    fn close(&mut self) {
        self.bytes = 0;
        self.parts.push(Checkpoint { changes: std::mem::take(&mut self.open), covers: None });
    }

    pub fn end(mut self) -> Vec<Checkpoint> {
        if !self.open.is_empty() {
            self.close();
        }
        self.parts
    }
}
