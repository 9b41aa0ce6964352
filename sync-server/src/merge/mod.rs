//! Registry batches become documents: after they are stored, before the answer ends.
//!
//! A group of batches is tried at once. Before that a marker is committed; if the process dies of a change (no
//! `catch_unwind` helps against an abort), the next start finds the marker and tries that group change by change,
//! naming each one first, and quarantines one that it dies of twice in a row. A bad change never stops the others.

mod offer;
mod turns;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use posta_identity::ids::ScopeId;
use posta_protocol::{ChangeEntry, open_body};

use crate::database::{self as db, ABORTED, ChangeKey, Database, ForeignChange, StoredBatch, Trying};
use crate::error::Error;

use offer::merge_document;

pub use turns::Turns;

/// Batches in one group.
const GROUP_BATCHES: u32 = 64;
/// Batches in a group of large ones.
const GROUP_LARGE: usize = 4;
/// The process must die of a change so often before it is blamed: once may have been a power cut.
const DEATHS: u32 = 2;
/// A group ends after this many opened bytes.
const GROUP_BYTES: usize = 4 * 1024 * 1024;

type DocumentKey = (String, [u8; 16]);

/// Merges everything that waits in a scope, until told to stop between two groups. The caller makes sure that only
/// one merge runs at a time.
pub fn merge_waiting(database: &Database, scope: ScopeId, stopping: &AtomicBool) -> Result<(), Error> {
    let left = database.read(|connection| db::trying(connection, scope))?;
    if let Some(trying) = left.filter(|trying| trying.run != database.run()) {
        retry_one_by_one(database, scope, trying)?;
    }
    while !stopping.load(Ordering::Relaxed) {
        let mut batches =
            database.read(|connection| db::waiting(connection, scope, i64::MAX, GROUP_BATCHES))?;
        let size: usize = batches.iter().map(|batch| batch.signed.body.len()).sum();
        if size > GROUP_BYTES / 16 {
            batches.truncate(GROUP_LARGE);
        }
        let Some(last) = batches.last() else { return Ok(()) };
        let trying = Trying { run: database.run(), through: last.id, change: None, deaths: 0 };
        database.write(|transaction| db::set_trying(transaction, scope, &trying))?;
        merge_group(database, scope, &batches)?;
    }
    Ok(())
}

/// Tries a group at once, one transaction for its results.
fn merge_group(database: &Database, scope: ScopeId, batches: &[StoredBatch]) -> Result<(), Error> {
    let mut offered: BTreeMap<DocumentKey, Vec<ForeignChange>> = BTreeMap::new();
    let mut broken = Vec::new();
    let mut taken = Vec::new();
    let mut size = 0;
    for batch in batches {
        if size > GROUP_BYTES {
            break;
        }
        taken.push(batch.id);
        match open_changes(batch) {
            Ok(changes) => {
                for change in changes {
                    size += change.bytes.len();
                    offered.entry((change.kind.clone(), change.document)).or_default().push(change);
                }
            }
            Err(reason) => broken.push((whole(batch), reason)),
        }
    }
    let mut merged = Vec::new();
    for ((kind, document), mut changes) in offered {
        changes.extend(pending_of(database, scope, &kind, document)?);
        merged.push(merge_document(database, scope, &kind, document, changes)?);
    }
    database.write(|transaction| {
        for (body, reason) in &broken {
            db::add_quarantine(transaction, scope, body, reason)?;
        }
        for document in &merged {
            document.keep(transaction, scope)?;
        }
        for id in &taken {
            db::mark_merged(transaction, *id)?;
        }
        db::clear_trying(transaction, scope)
    })
}

/// After a crash: every change of the group on its own, named before it is tried.
fn retry_one_by_one(database: &Database, scope: ScopeId, left: Trying) -> Result<(), Error> {
    loop {
        let batches = database.read(|connection| db::waiting(connection, scope, left.through, 1))?;
        let Some(batch) = batches.into_iter().next() else {
            return database.write(|transaction| db::clear_trying(transaction, scope));
        };
        match open_changes(&batch) {
            Ok(changes) => {
                for change in changes {
                    let (kind, document) = (change.kind.clone(), change.document);
                    if retry_change(database, scope, &left, change)? {
                        retry_pending(database, scope, &left, &kind, document)?;
                    }
                }
            }
            Err(reason) => {
                let body = whole(&batch);
                database.write(|transaction| db::add_quarantine(transaction, scope, &body, reason))?;
            }
        }
        database.write(|transaction| db::mark_merged(transaction, batch.id))?;
    }
}

/// What waited for a change that is in now, until nothing moves.
fn retry_pending(
    database: &Database,
    scope: ScopeId,
    left: &Trying,
    kind: &str,
    document: [u8; 16],
) -> Result<(), Error> {
    loop {
        let mut moved = false;
        for change in pending_of(database, scope, kind, document)? {
            moved |= retry_change(database, scope, left, change)?;
        }
        if !moved {
            return Ok(());
        }
    }
}

/// Returns whether the change is in now.
fn retry_change(
    database: &Database,
    scope: ScopeId,
    left: &Trying,
    change: ForeignChange,
) -> Result<bool, Error> {
    let key = ChangeKey::of(&change);
    let deaths = if left.change.as_ref() == Some(&key) { left.deaths + 1 } else { 0 };
    if deaths >= DEATHS {
        database.write(|transaction| {
            db::remove_pending(transaction, scope, &change)?;
            db::add_quarantine(transaction, scope, &change, ABORTED)
        })?;
        return Ok(false);
    }
    let trying = Trying { run: database.run(), through: left.through, change: Some(key), deaths };
    database.write(|transaction| db::set_trying(transaction, scope, &trying))?;
    let (kind, document) = (change.kind.clone(), change.document);
    let merged = merge_document(database, scope, &kind, document, vec![change])?;
    database.write(|transaction| merged.keep(transaction, scope))?;
    Ok(merged.has_merged())
}

fn pending_of(
    database: &Database,
    scope: ScopeId,
    kind: &str,
    document: [u8; 16],
) -> Result<Vec<ForeignChange>, Error> {
    database.read(|connection| db::pending_of(connection, scope, kind, document))
}

/// The changes of a batch, or why it does not open.
fn open_changes(batch: &StoredBatch) -> Result<Vec<ForeignChange>, &'static str> {
    let header = batch.signed.decode_header().map_err(|error| error.code())?;
    let entries = open_body(&header, &batch.signed.body, None).map_err(|error| error.code())?;
    let foreign = |entry: ChangeEntry| ForeignChange {
        kind: entry.kind,
        document: entry.document,
        actor: batch.actor,
        batch: batch.hash,
        bytes: entry.bytes,
    };
    Ok(entries.into_iter().map(foreign).collect())
}

/// A batch as one thing for the quarantine.
fn whole(batch: &StoredBatch) -> ForeignChange {
    ForeignChange {
        kind: String::new(),
        document: [0; 16],
        actor: batch.actor,
        batch: batch.hash,
        bytes: batch.signed.body.clone(),
    }
}
