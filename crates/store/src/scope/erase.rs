//! Erasing documents: their content goes from this file, and a tombstone refuses them for ever.

use std::collections::BTreeSet;

use posta_domain::{DocumentId, Kind};
use posta_identity::EpochKey;
use posta_identity::ids::Hash32;
use posta_protocol::{ChangeEntry, Checkpoint};
use rusqlite::{Connection, named_params};

use super::apply::is_applied;
use super::candidate::hash_of_change;
use super::carrier::Carriers;
use super::cover::Parts;
use super::{ScopeFile, document, inbox, project, quarantine};
use crate::batch_rows::hash_of;
use crate::device::DeviceFile;
use crate::error::Error;
use crate::transaction::{self, Writer};

/// What an erasure took away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Erased {
    /// Documents that were here.
    pub documents: u64,
    /// Changes that waited or were set aside.
    pub changes: u64,
    /// Drafts that named one of the documents.
    pub drafts: u64,
    /// Own batches that lost their body.
    pub bodies: u64,
}

impl ScopeFile {
    /// The batches that carry changes of these documents, of any lane of this scope: those whose bodies have to go.
    /// Reads everything on the shelf that opens.
    pub fn batches_of<'k>(
        &self,
        documents: &[(Kind, DocumentId)],
        device: &DeviceFile,
        epoch: impl Fn(&Hash32) -> Option<&'k EpochKey>,
    ) -> Result<Vec<Hash32>, Error> {
        let all = self.all_batches(device)?;
        let mut batches: BTreeSet<Hash32> =
            self.carrying(all, documents, device, epoch)?.into_iter().collect();
        let sql = "SELECT DISTINCT inbox_carrier.batch AS batch FROM inbox_carrier
                   JOIN inbox_subject ON inbox_subject.record = inbox_carrier.record
                   JOIN inbox_record ON inbox_record.row = inbox_carrier.record
                   WHERE inbox_subject.document = :document AND inbox_record.kind <> 'audit'";
        let mut sql = self.connection.prepare(sql)?;
        for (_, id) in documents {
            for hash in
                sql.query_map(named_params! { ":document": id.as_bytes() }, |row| hash_of(row, "batch"))?
            {
                batches.insert(hash?);
            }
        }
        Ok(batches.into_iter().collect())
    }

    /// Those of these batches that carry changes of these documents. A batch that does not open carries none.
    pub fn carrying<'k>(
        &self,
        batches: impl IntoIterator<Item = Hash32>,
        documents: &[(Kind, DocumentId)],
        device: &DeviceFile,
        epoch: impl Fn(&Hash32) -> Option<&'k EpochKey>,
    ) -> Result<Vec<Hash32>, Error> {
        let wanted: BTreeSet<(&str, &[u8; 16])> =
            documents.iter().map(|(kind, id)| (kind.as_str(), id.as_bytes())).collect();
        let carriers = Carriers { connection: &self.connection, device, epoch: &epoch, scope: self.scope };
        let mut found = Vec::new();
        for hash in batches {
            let Some(carrier) = carriers.open(&hash)? else { continue };
            if carrier.entries.iter().any(|entry| wanted.contains(&(entry.kind.as_str(), &entry.document))) {
                found.push(hash);
            }
        }
        Ok(found)
    }

    /// Whether a batch of a lane that carries changes has one of these documents in it; none when it is not here or does
    /// not open.
    pub fn carries<'k>(
        &self,
        hash: &Hash32,
        documents: &BTreeSet<(Kind, DocumentId)>,
        device: &DeviceFile,
        epoch: impl Fn(&Hash32) -> Option<&'k EpochKey>,
    ) -> Result<Option<bool>, Error> {
        let carriers = Carriers { connection: &self.connection, device, epoch: &epoch, scope: self.scope };
        let place = |entry: &ChangeEntry| (Kind::from_word(&entry.kind), DocumentId::from(entry.document));
        let carrier = carriers.open(hash)?;
        Ok(carrier.map(|carrier| carrier.entries.iter().any(|entry| documents.contains(&place(entry)))))
    }

    /// The other changes of these batches, those that count, in parts for the checkpoint lane: what must not go with
    /// their bodies. To be put there before [`ScopeFile::erase`].
    pub fn replacement<'k>(
        &self,
        batches: &[Hash32],
        documents: &[(Kind, DocumentId)],
        device: &DeviceFile,
        epoch: impl Fn(&Hash32) -> Option<&'k EpochKey>,
    ) -> Result<Vec<Checkpoint>, Error> {
        let carriers = Carriers { connection: &self.connection, device, epoch: &epoch, scope: self.scope };
        let mut parts = Parts::default();
        for hash in batches {
            if !is_applied(&self.connection, hash)? {
                continue;
            }
            let Some(carrier) = carriers.open(hash)? else { continue };
            for entry in carrier.entries {
                let place = (Kind::from_word(&entry.kind), DocumentId::from(entry.document));
                let hash = hash_of_change(&entry.bytes);
                // What its author may not write is not vouched for by whoever writes the checkpoint either.
                let is_denied = quarantine::is_denied(&self.connection, &hash, &place.0, &place.1)?;
                let is_gone = documents.contains(&place) || is_erased(&self.connection, &place.0, &place.1)?;
                if !is_gone && !is_denied {
                    parts.add(entry);
                }
            }
        }
        Ok(parts.end())
    }

    /// Erases documents, in one transaction: them, their rows and search words, what waits or was set aside of them,
    /// inbox records about them (but for noted acts), drafts that name them, and the bodies of the own ones among
    /// `batches`. A tombstone stays for each. Idempotent. Then the file is written anew without what was deleted: on
    /// [`Error::Busy`] from that, all is erased, and [`ScopeFile::compact`] is to be called again.
    pub fn erase(&self, documents: &[(Kind, DocumentId)], batches: &[Hash32]) -> Result<Erased, Error> {
        let erased = transaction::write(&self.connection, |writer| {
            let mut erased = Erased::default();
            for (kind, id) in documents {
                erase_document(writer, kind, id, &mut erased)?;
            }
            for hash in batches {
                erased.bodies += empty(writer, hash)?;
            }
            project::sweep_words(writer)?;
            Ok(erased)
        })?;
        self.compact()?;
        Ok(erased)
    }

    /// Writes the file anew without what was deleted.
    ///
    /// # Errors
    /// [`Error::Busy`] while another program has it open.
    pub fn compact(&self) -> Result<(), Error> {
        transaction::compact(&self.connection)
    }

    /// Whether the body of a batch was taken away here.
    pub fn is_hollow(&self, hash: &Hash32) -> Result<bool, Error> {
        let mut sql = self.connection.prepare_cached("SELECT 1 AS here FROM hollow WHERE hash = :hash")?;
        Ok(sql.exists(named_params! { ":hash": hash.as_bytes() })?)
    }

    /// Whether a document was erased here.
    pub fn is_erased(&self, kind: &Kind, id: &DocumentId) -> Result<bool, Error> {
        is_erased(&self.connection, kind, id)
    }

    /// Everything of the shelf and the outbox, of the lanes that carry changes.
    fn all_batches(&self, device: &DeviceFile) -> Result<BTreeSet<Hash32>, Error> {
        let mut all: BTreeSet<Hash32> = device.hashes(&self.scope)?.into_iter().collect();
        all.extend(device.hashes(&self.scope.checkpoint())?);
        let mut sql = self.connection.prepare("SELECT hash FROM outbox")?;
        for hash in sql.query_map([], |row| hash_of(row, "hash"))? {
            all.insert(hash?);
        }
        Ok(all)
    }
}

/// Whether a tombstone stands for a document.
pub(super) fn is_erased(connection: &Connection, kind: &Kind, id: &DocumentId) -> Result<bool, Error> {
    let sql = "SELECT 1 AS here FROM tombstone WHERE id = :id AND kind = :kind";
    let mut sql = connection.prepare_cached(sql)?;
    Ok(sql.exists(named_params! { ":id": id.as_bytes(), ":kind": kind.as_str() })?)
}

fn erase_document(
    writer: &Writer<'_>,
    kind: &Kind,
    id: &DocumentId,
    erased: &mut Erased,
) -> Result<(), Error> {
    writer.execute(
        "INSERT OR IGNORE INTO tombstone (id, kind) VALUES (:id, :kind)",
        named_params! { ":id": id.as_bytes(), ":kind": kind.as_str() },
    )?;
    if let Some((row, _)) = document::stored(writer, kind, id)? {
        document::remove(writer, row)?;
        erased.documents += 1;
    }
    for sql in [
        "DELETE FROM pending WHERE document = :id AND kind = :kind",
        "DELETE FROM quarantine WHERE document = :id AND kind = :kind AND what = 'change'",
    ] {
        erased.changes +=
            writer.execute(sql, named_params! { ":id": id.as_bytes(), ":kind": kind.as_str() })? as u64;
    }
    let sql = "DELETE FROM quarantine WHERE what = 'record' AND instr(bytes, :id) > 0";
    writer.execute(sql, named_params! { ":id": id.as_bytes() })?;
    inbox::remove_about(writer, id)?;
    let sql = "DELETE FROM draft WHERE instr(json, :id) > 0";
    erased.drafts += writer.execute(sql, named_params! { ":id": id.to_string() })? as u64;
    Ok(())
}

/// Takes the body of a batch away where it is kept here; returns how many own ones had one.
fn empty(writer: &Writer<'_>, hash: &Hash32) -> Result<u64, Error> {
    let named = named_params! { ":hash": hash.as_bytes() };
    writer.execute("INSERT OR IGNORE INTO hollow (hash) VALUES (:hash)", named)?;
    writer.execute("DELETE FROM quarantine WHERE hash = :hash AND what = 'batch'", named)?;
    let sql = "UPDATE outbox SET body = x'' WHERE hash = :hash AND length(body) > 0";
    Ok(writer.execute(sql, named)? as u64)
}
