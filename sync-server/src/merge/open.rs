//! What a stored batch of a registry holds.

use std::collections::BTreeSet;

use posta_documents::admission::precheck;
use posta_identity::ids::{Actor, ScopeId};
use posta_identity::{Lane, Membership};
use posta_protocol::ChangeEntry;

use crate::database::{ForeignChange, StoredBatch};

/// Kind and id.
pub type DocumentKey = (String, [u8; 16]);

/// A batch, opened.
pub enum Opened {
    /// Its changes, without those of documents that are gone. None when its body was erased.
    Changes(Vec<ForeignChange>),
    /// A newer program may open it: it waits, nothing is wrong with it.
    Later,
    /// It does not open, for this reason.
    Broken(&'static str),
}

/// Opens a batch of a lane whose bodies the server reads.
///
/// In a checkpoint lane each change is its own author's, whoever sends it; elsewhere all are the session's.
pub fn open_batch(
    membership: &Membership,
    lane: ScopeId,
    batch: &StoredBatch,
    gone: &BTreeSet<DocumentKey>,
) -> Opened {
    if batch.signed.is_bodyless() {
        return Opened::Changes(Vec::new());
    }
    let Some((_, lane)) = membership.lane(lane) else { return Opened::Broken("unknown_scope") };
    let entries = match batch.signed.open(None) {
        Ok(entries) => entries,
        Err(error) if error.is_of_later_version() => return Opened::Later,
        Err(error) => return Opened::Broken(error.code()),
    };
    let author = |bytes: &[u8]| match lane {
        Lane::Checkpoint => precheck(bytes).map_or(batch.actor, |chunk| Actor::from(chunk.actor)),
        Lane::Main | Lane::Inbox => batch.actor,
    };
    let foreign = |entry: ChangeEntry| ForeignChange {
        kind: entry.kind,
        document: entry.document,
        actor: author(&entry.bytes),
        batch: batch.hash,
        device: batch.device,
        bytes: entry.bytes,
    };
    let stands = |change: &ForeignChange| !gone.contains(&(change.kind.clone(), change.document));
    Opened::Changes(entries.into_iter().map(foreign).filter(stands).collect())
}
