//! What a change may say, given its own causal history.

use automerge::{Automerge, ChangeHash as Hash, ObjId, ROOT, ReadDoc};

use super::Refusal;
use super::chunk::Parsed;
use crate::ActorBytes;
use crate::ledger::Ancestry;

/// Checks a change against its own history, which `inner` holds: its numbers follow, and it replaces only what its
/// author saw. So every operation has an id of its own, and no counter can be pushed to its end.
pub(super) fn check(ancestry: &Ancestry, inner: &Automerge, parsed: &Parsed<'_>) -> Result<(), Refusal> {
    let chunk = &parsed.chunk;
    if chunk.seq != ancestry.last_seq + 1 || chunk.start_op != ancestry.max_op + 1 {
        return Err(Refusal::OutOfSequence);
    }
    let heads: Vec<Hash> = chunk.deps.iter().copied().map(Hash).collect();
    parsed.each_put(|key, replaced| {
        if replaced.is_empty() {
            return Ok(());
        }
        let values =
            if ancestry.is_whole { inner.get_all(ROOT, key) } else { inner.get_all_at(ROOT, key, &heads) };
        let values = values.map_err(|_| Refusal::DoesNotApply)?;
        let is_seen = |(counter, actor): &(u64, ActorBytes)| {
            values.iter().any(
                |(_, id)| matches!(id, ObjId::Id(held, by, _) if held == counter && by.to_bytes() == actor),
            )
        };
        if replaced.iter().all(is_seen) { Ok(()) } else { Err(Refusal::UnknownPredecessor) }
    })
}
