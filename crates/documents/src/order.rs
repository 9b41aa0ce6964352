//! The fixed order of a document's changes: causes first, and among those that are ready the smallest hash first.
//!
//! Which of two changes comes first depends on their own causal histories only, so every replica agrees.

use std::collections::{BTreeMap, BTreeSet};

use crate::ChangeHash;

/// Sorts hashes by the fixed order. `causes` gives the direct causes of each; those outside the map count as met.
pub(crate) fn fixed_order(causes: &BTreeMap<ChangeHash, Vec<ChangeHash>>) -> Vec<ChangeHash> {
    let mut waiting: BTreeMap<ChangeHash, usize> = BTreeMap::new();
    let mut followers: BTreeMap<ChangeHash, Vec<ChangeHash>> = BTreeMap::new();
    let mut ready = BTreeSet::new();
    for (hash, deps) in causes {
        let known: BTreeSet<_> = deps.iter().filter(|dep| causes.contains_key(*dep)).collect();
        if known.is_empty() {
            ready.insert(*hash);
        }
        waiting.insert(*hash, known.len());
        for dep in known {
            followers.entry(*dep).or_default().push(*hash);
        }
    }
    let mut ordered = Vec::with_capacity(causes.len());
    while let Some(hash) = ready.pop_first() {
        ordered.push(hash);
        for follower in followers.remove(&hash).unwrap_or_default() {
            if let Some(left) = waiting.get_mut(&follower) {
                *left = left.saturating_sub(1);
                if *left == 0 {
                    ready.insert(follower);
                }
            }
        }
    }
    ordered
}
