//! Looks for every change of the shelf's batches: in its document, waiting, or set aside.

use std::collections::{BTreeMap, BTreeSet};

use posta_documents::Document;
use posta_domain::{DocumentId, Kind};
use posta_identity::EpochKey;
use posta_identity::ids::Hash32;
use posta_protocol::{BodyError, SignedBatch};

use super::candidate::hash_of_change;
use super::{ScopeFile, document};
use crate::batch_rows::{hash_of, id_of};
use crate::device::DeviceFile;
use crate::error::Error;
use crate::report::CheckReport;

/// A change by its document and hash.
type Place = (Kind, DocumentId, Hash32);

/// The changes that must be somewhere: by document, each with the batch that carried it.
type Expected = BTreeMap<(Kind, DocumentId), Vec<(Hash32, Hash32)>>;

/// How a batch stands by the membership log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is taken in.
    Counts,
    /// It lies beyond the cut of a revocation: kept, and not taken in.
    Aside,
    /// Its content was erased: it has no body.
    Erased,
}

impl ScopeFile {
    /// A batch that was not taken in though it can be read, or was and of which something is nowhere.
    pub(super) fn check_changes<'k>(
        &self,
        device: &DeviceFile,
        shelf: &[Hash32],
        epoch: impl Fn(&Hash32) -> Option<&'k EpochKey>,
        standing: impl Fn(&Hash32) -> Standing,
        report: &mut CheckReport,
    ) -> Result<(), Error> {
        let set_aside = self.batches_set_aside()?;
        let mut expected = Expected::new();
        for hash in shelf {
            report.batches += 1;
            let Some(batch) = device.batch(hash)? else { continue };
            match standing(hash) {
                Standing::Counts if batch.is_bodyless() => {
                    report.fault("no_body", hash);
                    continue;
                }
                Standing::Counts => {}
                Standing::Aside if self.is_applied(hash)? => {
                    report.fault("aside_taken_in", hash);
                    continue;
                }
                Standing::Erased if !batch.is_bodyless() => {
                    report.fault("body_kept", hash);
                    continue;
                }
                Standing::Aside | Standing::Erased => continue,
            }
            let opened = open(&batch, &epoch);
            let waits = opened.as_ref().is_err_and(may_wait);
            if !self.is_applied(hash)? {
                if !waits {
                    report.fault("not_applied", hash);
                }
                continue;
            }
            match opened {
                _ if waits || set_aside.contains(hash) => {}
                Err(_) => report.fault("change_missing", hash),
                Ok(changes) => {
                    for (kind, id, change) in changes {
                        expected.entry((kind, id)).or_default().push((change, *hash));
                    }
                }
            }
        }
        let missing = self.missing(expected)?;
        missing.iter().for_each(|batch| report.fault("change_missing", batch));
        Ok(())
    }

    /// The batches of which a change is nowhere.
    fn missing(&self, expected: Expected) -> Result<BTreeSet<Hash32>, Error> {
        let elsewhere = self.changes_elsewhere()?;
        let mut missing = BTreeSet::new();
        for ((kind, id), changes) in expected {
            if self.is_erased(&kind, &id)? {
                continue;
            }
            let mut held = BTreeSet::new();
            if let Some((_, saved)) = document::stored(&self.connection, &kind, &id)? {
                // One that does not load is a fault of its own.
                let Ok(mut document) = Document::load(&saved) else { continue };
                held.extend(document.changes().into_iter().map(|change| Hash32::from(change.hash)));
            }
            for (change, batch) in changes {
                if !held.contains(&change) && !elsewhere.contains(&(kind.clone(), id, change)) {
                    missing.insert(batch);
                }
            }
        }
        Ok(missing)
    }

    fn batches_set_aside(&self) -> Result<BTreeSet<Hash32>, Error> {
        let mut sql = self.connection.prepare("SELECT hash FROM quarantine WHERE what = 'batch'")?;
        Ok(sql.query_map([], |row| hash_of(row, "hash"))?.collect::<Result<_, _>>()?)
    }

    /// Changes that wait or are set aside.
    fn changes_elsewhere(&self) -> Result<BTreeSet<Place>, Error> {
        let sql = "SELECT kind, document, hash FROM pending
                   UNION ALL SELECT kind, document, hash FROM quarantine WHERE what = 'change'";
        let mut sql = self.connection.prepare(sql)?;
        let rows = sql.query_map([], |row| {
            let kind = Kind::from_word(&row.get::<_, String>("kind")?);
            Ok((kind, id_of(row, "document")?, hash_of(row, "hash")?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn open<'k>(
    batch: &SignedBatch,
    epoch: &impl Fn(&Hash32) -> Option<&'k EpochKey>,
) -> Result<Vec<Place>, BodyError> {
    let header = batch.decode_header()?;
    let changes = batch.open(epoch(&header.epoch).filter(|_| header.is_sealed()))?;
    Ok(changes
        .into_iter()
        .map(|change| {
            let hash = hash_of_change(&change.bytes);
            (Kind::from_word(&change.kind), DocumentId::from(change.document), hash)
        })
        .collect())
}

/// Whether a batch that does not open for this reason is to be taken in later.
fn may_wait(error: &BodyError) -> bool {
    *error == BodyError::NoKey || error.is_of_later_version()
}
