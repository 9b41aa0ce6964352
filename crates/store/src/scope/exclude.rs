//! Taking batches out again: beyond the cut of a revocation they do not count. The documents are as if they had never
//! been taken in; what builds on them waits. Taken in later, after all, they bring everything back.

use std::collections::{BTreeMap, BTreeSet};

use posta_documents::{Document, RawChange};
use posta_domain::{DocumentId, Kind};
use posta_identity::EpochKey;
use posta_identity::ids::{Actor, Hash32};
use posta_protocol::FeedId;
use rusqlite::named_params;

use super::apply::is_applied;
use super::candidate::{self, Candidate, Source, actor_of};
use super::carrier::{Carriers, Place, places};
use super::{ScopeFile, document, inbox};
use crate::batch_rows::hash_of;
use crate::device::DeviceFile;
use crate::error::Error;
use crate::transaction::{self, Writer};

/// What was taken out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Excluded {
    /// Batches that do not count any more.
    pub batches: u64,
    /// Changes that are in their documents no more.
    pub removed: u64,
    /// Changes that now wait because they build on those.
    pub waiting: u64,
    /// Documents that were made anew.
    pub documents: Vec<(Kind, DocumentId)>,
    /// Documents of which nothing was left.
    pub gone: Vec<(Kind, DocumentId)>,
}

/// By document, the changes that no batch carries any more.
type Lost = BTreeMap<(Kind, DocumentId), BTreeSet<Hash32>>;

impl ScopeFile {
    /// Makes batches not count, own ones too: the documents they touched are made again without them, all in one
    /// transaction. Batches that do not count already, or that are unknown, are passed over. `device` and the own
    /// outbox give bodies, `epoch` the key of a sealed one; a batch that does not open brought nothing, and takes
    /// nothing away.
    ///
    /// A document that does not load stays as it is ([`ScopeFile::check`] names it).
    ///
    /// # Errors
    /// Those of the disk.
    pub fn exclude<'k>(
        &self,
        batches: &[Hash32],
        device: &DeviceFile,
        epoch: impl Fn(&Hash32) -> Option<&'k EpochKey>,
    ) -> Result<Excluded, Error> {
        let mut targets = Vec::new();
        for hash in batches {
            if is_applied(&self.connection, hash)? {
                targets.push(*hash);
            }
        }
        if targets.is_empty() {
            return Ok(Excluded::default());
        }
        transaction::write(&self.connection, |writer| {
            let carriers = Carriers { connection: writer, device, epoch: &epoch, scope: self.scope };
            let mut wanted = BTreeMap::<Place, Actor>::new();
            for hash in &targets {
                let opened = carriers.open(hash)?;
                unmark(writer, hash)?;
                let entries = opened.as_ref().map(|carrier| carrier.entries.as_slice()).unwrap_or_default();
                wanted.extend(places(entries).filter_map(|(place, actor)| Some((place, actor?))));
            }
            let carried = carriers.find(&wanted)?;
            let mut lost = Lost::new();
            for (kind, id, hash) in wanted.into_keys().filter(|place| !carried.contains_key(place)) {
                lost.entry((kind, id)).or_default().insert(hash);
            }
            let mut excluded = Excluded { batches: targets.len() as u64, ..Excluded::default() };
            take_out(writer, &carriers, lost, &mut excluded)?;
            Ok(excluded)
        })
    }
}

/// From now on the batch does not count.
fn unmark(writer: &Writer<'_>, hash: &Hash32) -> Result<(), Error> {
    for sql in [
        "DELETE FROM applied WHERE hash = :hash",
        "INSERT OR IGNORE INTO aside (hash) SELECT hash FROM outbox WHERE hash = :hash",
        "DELETE FROM quarantine WHERE hash = :hash AND what = 'batch'",
    ] {
        writer.execute(sql, named_params! { ":hash": hash.as_bytes() })?;
    }
    inbox::take_out(writer, hash)
}

/// A document on its way to be made anew.
struct Torn {
    row: i64,
    kind: Kind,
    id: DocumentId,
    /// What stays of its changes, causes first.
    kept: Vec<RawChange>,
    /// Those of them that build on what goes.
    dependents: BTreeSet<Hash32>,
}

fn take_out(
    writer: &Writer<'_>,
    carriers: &Carriers<'_, '_>,
    lost: Lost,
    excluded: &mut Excluded,
) -> Result<(), Error> {
    let mut torn = Vec::new();
    for ((kind, id), hashes) in lost {
        forget(writer, &kind, &id, &hashes)?;
        let Some((row, saved)) = document::stored(writer, &kind, &id)? else { continue };
        let Ok(mut document) = Document::load(&saved) else { continue };
        let all = document.changes();
        let before = all.len();
        let kept: Vec<RawChange> =
            all.into_iter().filter(|change| !hashes.contains(&Hash32::from(change.hash))).collect();
        if kept.len() < before {
            excluded.removed += (before - kept.len()) as u64;
            let dependents = dependents(&kept, &hashes);
            torn.push(Torn { row, kind, id, kept, dependents });
        }
    }
    let sources = carriers.find(&those_that_wait(&torn))?;
    for Torn { row, kind, id, kept, .. } in torn {
        let candidates = kept.into_iter().map(|change| {
            let place = (kind.clone(), id, Hash32::from(change.hash));
            let unknown = || Source::unknown(Actor::from([0; 16]));
            Candidate::displaced(change, sources.get(&place).copied().unwrap_or_else(unknown))
        });
        let remade = candidate::remake(writer, row, &kind, &id, candidates.collect())?;
        excluded.waiting += remade.waiting;
        if remade.is_gone {
            excluded.gone.push((kind, id));
        } else {
            excluded.documents.push((kind, id));
        }
    }
    Ok(())
}

/// Takes changes out of where they wait or are set aside; not one that ended the program.
fn forget(writer: &Writer<'_>, kind: &Kind, id: &DocumentId, hashes: &BTreeSet<Hash32>) -> Result<(), Error> {
    for hash in hashes {
        for sql in [
            "DELETE FROM pending WHERE hash = :hash AND kind = :kind AND document = :id",
            "DELETE FROM quarantine
             WHERE hash = :hash AND kind = :kind AND document = :id AND reason <> 'aborted'",
        ] {
            writer.execute(
                sql,
                named_params! { ":hash": hash.as_bytes(), ":kind": kind.as_str(), ":id": id.as_bytes() },
            )?;
        }
    }
    Ok(())
}

/// The changes that build on what goes, straight or through others; causes come first in `kept`.
fn dependents(kept: &[RawChange], gone: &BTreeSet<Hash32>) -> BTreeSet<Hash32> {
    let mut without = gone.clone();
    let mut dependents = BTreeSet::new();
    for change in kept {
        let Ok(chunk) = posta_documents::admission::precheck(&change.bytes) else { continue };
        if chunk.deps.iter().any(|dep| without.contains(&Hash32::from(*dep))) {
            without.insert(Hash32::from(change.hash));
            dependents.insert(Hash32::from(change.hash));
        }
    }
    dependents
}

fn those_that_wait(torn: &[Torn]) -> BTreeMap<Place, Actor> {
    let mut wanted = BTreeMap::new();
    for document in torn {
        for change in &document.kept {
            let hash = Hash32::from(change.hash);
            if document.dependents.contains(&hash)
                && let Some(actor) = actor_of(&change.bytes)
            {
                wanted.insert((document.kind.clone(), document.id, hash), actor);
            }
        }
    }
    wanted
}

/// Forgets that the batches at a place of a feed were taken in, so that they are taken in anew. Returns them.
pub(super) fn forget_taken_in(writer: &Writer<'_>, feed: &FeedId, n: i64) -> Result<Vec<Hash32>, Error> {
    let mut sql =
        writer.prepare_cached("DELETE FROM applied WHERE feed = :feed AND n = :n RETURNING hash")?;
    let rows =
        sql.query_map(named_params! { ":feed": feed.as_bytes(), ":n": n }, |row| hash_of(row, "hash"))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
