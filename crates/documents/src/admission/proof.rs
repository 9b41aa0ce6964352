//! The proof that a document stays readable: apply, save, load, compare, read.

use automerge::{Automerge, Change, ROOT, ReadDoc, ValueRef};

use super::Refusal;
use crate::guard::guarded;
use crate::reading;

/// Reads a chunk that passed the pre-check, as Automerge understands it.
pub(super) fn decode(bytes: &[u8], hash: &[u8; 32]) -> Result<Change, Refusal> {
    let change = guarded(|| Change::try_from(bytes)).and_then(Result::ok).ok_or(Refusal::DoesNotApply)?;
    if change.hash().0 == *hash && change.raw_bytes() == bytes {
        Ok(change)
    } else {
        Err(Refusal::DoesNotApply)
    }
}

/// Applies a change whose causes are there. On a refusal the document must be thrown away.
pub(super) fn apply(inner: &mut Automerge, change: &Change) -> Result<(), Refusal> {
    guarded(|| inner.apply_changes([change.clone()]))
        .and_then(Result::ok)
        .filter(|()| guarded(|| inner.get_change_meta_by_hash(&change.hash()).is_some()) == Some(true))
        .ok_or(Refusal::DoesNotApply)
}

/// Saves a document and loads it again: same heads, and every field can be read. Heads commit to every change, so
/// equal heads mean that all changes came back byte for byte.
pub(super) fn save_and_load(inner: &Automerge) -> Result<(Vec<u8>, Automerge), Refusal> {
    guarded(|| {
        let saved = inner.save_nocompress();
        let loaded = Automerge::load(&saved).ok()?;
        let is_flat = loaded.map_range(ROOT, ..).all(|item| matches!(item.value, ValueRef::Scalar(_)));
        let reads =
            is_flat && loaded.get_heads() == inner.get_heads() && !reading::fields(&loaded).is_empty();
        reading::conflicts(&loaded);
        reads.then_some((saved, loaded))
    })
    .flatten()
    .ok_or(Refusal::DoesNotLoad)
}
