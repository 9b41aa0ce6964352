//! The membership log of a department: a DAG of signed entries, the same for whoever holds the same entries.

mod index;
mod past;
mod rights;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use crate::entry::{Entry, EntryBody, EntryError, MAX_PARENTS};
use crate::ids::{DepartmentId, Hash32};
use crate::membership::Membership;
use crate::signing::SigningKey;

use index::Index;
pub(crate) use past::Past;
pub(crate) use rights::right_of;

/// The most entries kept aside while what they build on is missing.
pub const MAX_ORPHANS: usize = 1000;

/// What became of an inserted entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inserted {
    /// Accepted now, with those kept aside that waited for it.
    New,
    /// Accepted or kept aside before.
    Known,
    /// Kept aside until its parents come, and for a join its grant.
    Orphan,
}

pub(crate) struct Held {
    pub entry: Entry,
    /// One more than the largest of what it builds on; the first entry has 1.
    pub generation: u32,
    /// In the order of arrival here.
    pub place: u32,
    /// Places of all that it builds on, however far back.
    pub past: Past,
}

/// The entries of one department's log.
#[derive(Clone)]
pub struct Log {
    department: DepartmentId,
    entries: BTreeMap<Hash32, Arc<Held>>,
    index: Index,
    orphans: BTreeMap<Hash32, Entry>,
    tips: BTreeSet<Hash32>,
    membership: OnceLock<Membership>,
}

impl Log {
    /// An empty log.
    pub fn new(department: DepartmentId) -> Self {
        Self {
            department,
            entries: BTreeMap::new(),
            index: Index::default(),
            orphans: BTreeMap::new(),
            tips: BTreeSet::new(),
            membership: OnceLock::new(),
        }
    }

    /// The department whose log this is.
    pub fn department(&self) -> DepartmentId {
        self.department
    }

    /// Takes the bytes of an entry, in any order. What is invalid is an error and leaves no trace.
    pub fn insert(&mut self, bytes: &[u8]) -> Result<Inserted, EntryError> {
        let hash = Hash32::of(bytes);
        if self.entries.contains_key(&hash) || self.orphans.contains_key(&hash) {
            return Ok(Inserted::Known);
        }
        let entry = Entry::decode(bytes)?;
        if entry.department != self.department {
            return Err(EntryError::ForeignDepartment);
        }
        entry.verify()?;
        if self.is_orphan(&entry) {
            if self.orphans.len() >= MAX_ORPHANS {
                return Err(EntryError::TooManyOrphans);
            }
            self.orphans.insert(hash, entry);
            return Ok(Inserted::Orphan);
        }
        self.accept(entry)?;
        self.release_orphans();
        Ok(Inserted::New)
    }

    /// Signs `body` on top of the present tips and inserts it.
    pub fn append(&mut self, body: EntryBody, key: &SigningKey) -> Result<Entry, EntryError> {
        let parents = self.tips.iter().take(MAX_PARENTS).copied().collect();
        let entry = Entry::sign(self.department, parents, body, key);
        self.insert(&entry.encode())?;
        Ok(entry)
    }

    fn is_orphan(&self, entry: &Entry) -> bool {
        !foundations(entry).all(|hash| self.entries.contains_key(&hash))
    }

    fn accept(&mut self, entry: Entry) -> Result<(), EntryError> {
        let below: Vec<&Held> =
            foundations(&entry).filter_map(|hash| self.entries.get(&hash)).map(Arc::as_ref).collect();
        let past = Past::of(below.iter().map(|held| &held.past), below.iter().map(|held| held.place));
        let generation = below.iter().map(|held| held.generation).max().unwrap_or(0).saturating_add(1);
        self.check_rights(&entry, &past)?;
        for parent in &entry.parents {
            self.tips.remove(parent);
        }
        let hash = entry.hash();
        self.tips.insert(hash);
        self.index.add(&entry);
        let place = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.entries.insert(hash, Arc::new(Held { entry, generation, place, past }));
        self.membership = OnceLock::new();
        Ok(())
    }

    /// Whether `entry` builds on `earlier`, directly or not. Not if either is missing.
    pub fn is_after(&self, entry: &Hash32, earlier: &Hash32) -> bool {
        match (self.entries.get(entry), self.entries.get(earlier)) {
            (Some(entry), Some(earlier)) => entry.past.contains(earlier.place),
            _ => false,
        }
    }

    fn release_orphans(&mut self) {
        loop {
            let ready: Vec<Hash32> = self
                .orphans
                .iter()
                .filter(|(_, entry)| !self.is_orphan(entry))
                .map(|(hash, _)| *hash)
                .collect();
            if ready.is_empty() {
                return;
            }
            for entry in ready.iter().filter_map(|hash| self.orphans.remove(hash)).collect::<Vec<_>>() {
                // An orphan that turns out invalid is dropped, as it would have been with its parents present.
                let _ = self.accept(entry);
            }
        }
    }

    /// Who is who, from all accepted entries.
    pub fn membership(&self) -> &Membership {
        self.membership.get_or_init(|| Membership::fold(self))
    }

    /// SHA-256 of the sorted tips: names this state of the log.
    pub fn head(&self) -> Hash32 {
        let tips: Vec<&[u8]> = self.tips.iter().map(AsRef::as_ref).collect();
        Hash32::of_parts(&tips)
    }

    /// The entries on which no other builds, sorted.
    pub fn tips(&self) -> Vec<Hash32> {
        self.tips.iter().copied().collect()
    }

    /// The entries that a holder of `tips` lacks, parents first. Tips unknown here count for nothing.
    pub fn lacked_by(&self, tips: &[Hash32]) -> Vec<Vec<u8>> {
        let mut known = BTreeSet::new();
        let mut open: Vec<Hash32> = tips.to_vec();
        while let Some(hash) = open.pop() {
            if let Some(held) = self.entries.get(&hash)
                && known.insert(hash)
            {
                open.extend(foundations(&held.entry));
            }
        }
        self.ordered()
            .filter(|held| !known.contains(&held.entry.hash()))
            .map(|held| held.entry.encode())
            .collect()
    }

    /// All accepted entries, parents first.
    pub fn entries(&self) -> Vec<Vec<u8>> {
        self.ordered().map(|held| held.entry.encode()).collect()
    }

    /// The accepted entry with this hash.
    pub fn get(&self, hash: &Hash32) -> Option<&Entry> {
        self.entries.get(hash).map(|held| &held.entry)
    }

    pub(crate) fn held(&self, hash: &Hash32) -> Option<&Held> {
        self.entries.get(hash).map(Arc::as_ref)
    }

    /// How many entries are accepted.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no entry is accepted.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many entries are kept aside.
    pub fn orphans(&self) -> usize {
        self.orphans.len()
    }

    /// By generation, then hash: the same order for whoever has the same entries.
    pub(crate) fn ordered(&self) -> impl Iterator<Item = &Held> {
        let mut all: Vec<&Held> = self.entries.values().map(Arc::as_ref).collect();
        all.sort_by_key(|held| (held.generation, held.entry.hash()));
        all.into_iter()
    }
}

/// What an entry builds on: its parents, and for a join its grant.
fn foundations(entry: &Entry) -> impl Iterator<Item = Hash32> + '_ {
    let grant = match &entry.body {
        EntryBody::Join { grant, .. } => Some(*grant),
        _ => None,
    };
    entry.parents.iter().copied().chain(grant)
}

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Log({} entries, head {})", self.entries.len(), self.head())
    }
}
