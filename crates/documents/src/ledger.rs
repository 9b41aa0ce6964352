//! The causal graph of a document.

use std::collections::{BTreeMap, BTreeSet};

use automerge::Automerge;

use crate::admission::Chunk;
use crate::document::actor_bytes;
use crate::order::fixed_order;
use crate::{ActorBytes, ChangeHash};

#[derive(Clone)]
struct Entry {
    actor: ActorBytes,
    seq: u64,
    max_op: u64,
    deps: Vec<ChangeHash>,
}

/// The changes of one document without their contents.
#[derive(Clone, Default)]
pub(crate) struct Ledger {
    entries: BTreeMap<ChangeHash, Entry>,
    heads: BTreeSet<ChangeHash>,
}

/// What the history below some changes holds.
pub(crate) struct Ancestry {
    /// Whether the history is the whole document.
    pub is_whole: bool,
    /// The highest operation counter, or 0.
    pub max_op: u64,
    /// The author's last number, or 0.
    pub last_seq: u64,
}

impl Ledger {
    pub fn of(inner: &Automerge) -> Self {
        let mut ledger = Self::default();
        for meta in inner.get_changes_meta(&[]) {
            let deps: Vec<ChangeHash> = meta.deps.iter().map(|dep| dep.0).collect();
            let entry = Entry { actor: actor_bytes(&meta.actor), seq: meta.seq, max_op: meta.max_op, deps };
            ledger.entries.insert(meta.hash.0, entry);
        }
        ledger.heads = inner.get_heads().into_iter().map(|head| head.0).collect();
        ledger
    }

    /// Adds a change whose causes are here.
    pub fn add(&mut self, chunk: &Chunk) {
        for dep in &chunk.deps {
            self.heads.remove(dep);
        }
        self.heads.insert(chunk.hash);
        let max_op = chunk.start_op + chunk.operations - 1;
        let entry = Entry { actor: chunk.actor, seq: chunk.seq, max_op, deps: chunk.deps.clone() };
        self.entries.insert(chunk.hash, entry);
    }

    pub fn contains(&self, hash: &ChangeHash) -> bool {
        self.entries.contains_key(hash)
    }

    pub fn heads(&self) -> impl Iterator<Item = &ChangeHash> {
        self.heads.iter()
    }

    pub fn max_op(&self, hash: &ChangeHash) -> u64 {
        self.entries.get(hash).map_or(0, |entry| entry.max_op)
    }

    /// The last change of an author.
    pub fn last_of(&self, actor: ActorBytes) -> Option<ChangeHash> {
        let own = self.entries.iter().filter(|(_, entry)| entry.actor == actor);
        own.max_by_key(|(_, entry)| entry.seq).map(|(hash, _)| *hash)
    }

    /// The causes of the change that are not here.
    pub fn lacks(&self, chunk: &Chunk) -> Vec<ChangeHash> {
        chunk.deps.iter().filter(|dep| !self.contains(dep)).copied().collect()
    }

    /// Reads the history that consists of `deps`, which are here, and all their causes, for a change by `actor`.
    pub fn ancestry(&self, deps: &[ChangeHash], actor: ActorBytes) -> Ancestry {
        let is_whole = self.heads.iter().all(|head| deps.contains(head));
        let mut ancestry = Ancestry { is_whole, max_op: 0, last_seq: 0 };
        let mut see = |entry: &Entry| {
            ancestry.max_op = ancestry.max_op.max(entry.max_op);
            if entry.actor == actor {
                ancestry.last_seq = ancestry.last_seq.max(entry.seq);
            }
        };
        if is_whole {
            self.entries.values().for_each(see);
            return ancestry;
        }
        let mut seen = BTreeSet::new();
        let mut open = deps.to_vec();
        while let Some(hash) = open.pop() {
            if let Some(entry) = self.entries.get(&hash)
                && seen.insert(hash)
            {
                see(entry);
                open.extend(&entry.deps);
            }
        }
        ancestry
    }

    /// Whether another change by the same session has the same number.
    pub fn has_twin(&self, chunk: &Chunk) -> bool {
        self.entries.values().any(|entry| entry.actor == chunk.actor && entry.seq == chunk.seq)
    }

    /// In the fixed order, each change whose causes stay and that is not the later of two twins.
    pub fn settled(&self) -> Vec<ChangeHash> {
        let causes = self.entries.iter().map(|(hash, entry)| (*hash, entry.deps.clone())).collect();
        let mut kept = BTreeSet::new();
        let mut numbers = BTreeSet::new();
        let mut settled = Vec::new();
        for hash in fixed_order(&causes) {
            let Some(entry) = self.entries.get(&hash) else { continue };
            if entry.deps.iter().all(|dep| kept.contains(dep)) && numbers.insert((entry.actor, entry.seq)) {
                kept.insert(hash);
                settled.push(hash);
            }
        }
        settled
    }
}
