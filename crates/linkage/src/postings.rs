//! Which records lie under which key: one sorted list, and a small one of what came since.

use std::collections::BTreeSet;

use crate::blocking::Key;

/// Entries that wait before they are sorted into the long list.
const WAITING: usize = 200_000;

/// Key and record in one number, in order.
#[derive(Clone, Debug, Default)]
pub struct Postings {
    sorted: Vec<u64>,
    /// Where the keys of each beginning (the highest `32 - SHIFT` bits) start in `sorted`, and its end.
    starts: Vec<u32>,
    waiting: BTreeSet<u64>,
}

/// Bits of a key below those of `starts`.
const SHIFT: u32 = 14;

fn entry(key: Key, slot: u32) -> u64 {
    u64::from(key) << 32 | u64::from(slot)
}

impl Postings {
    pub fn insert(&mut self, keys: &[Key], slot: u32) {
        self.waiting.extend(keys.iter().map(|key| entry(*key, slot)));
        if self.waiting.len() >= WAITING.max(self.sorted.len() / 16) {
            self.settle(|_| true);
        }
    }

    /// Many at once, faster.
    pub fn extend(&mut self, entries: impl Iterator<Item = (Key, u32)>) {
        self.settle(|_| true);
        self.sorted.extend(entries.map(|(key, slot)| entry(key, slot)));
        self.sorted.sort_unstable();
        self.sorted.shrink_to_fit();
        self.note_starts();
    }

    fn note_starts(&mut self) {
        self.starts.clear();
        for (place, entry) in self.sorted.iter().enumerate() {
            let beginning = (*entry >> (32 + SHIFT)) as usize;
            if self.starts.len() <= beginning {
                self.starts.resize(beginning + 1, place as u32);
            }
        }
        self.starts.resize((1 << (32 - SHIFT)) + 1, self.sorted.len() as u32);
    }

    /// Sorts in what waits, and drops the records that are not kept.
    pub fn settle(&mut self, keep: impl Fn(u32) -> bool) {
        self.sorted.retain(|entry| keep(*entry as u32));
        let waiting = std::mem::take(&mut self.waiting);
        self.sorted.extend(waiting.into_iter().filter(|entry| keep(*entry as u32)));
        // Two sorted runs: the stable sort merges them.
        self.sorted.sort();
        self.note_starts();
    }

    /// Records under a key, dead ones too.
    pub fn under(&self, key: Key) -> impl Iterator<Item = u32> {
        let beginning = (key >> SHIFT) as usize;
        let start = |at: usize| self.starts.get(at).map_or(0, |place| *place as usize);
        let near = self.sorted.get(start(beginning)..start(beginning + 1)).unwrap_or_default();
        let from = near.partition_point(|entry| *entry < u64::from(key) << 32);
        let sorted =
            near.get(from..).unwrap_or_default().iter().take_while(move |entry| (*entry >> 32) as u32 == key);
        sorted.chain(self.waiting.range(entry(key, 0)..=entry(key, u32::MAX))).map(|entry| *entry as u32)
    }

    pub fn bytes(&self) -> usize {
        self.sorted.capacity() * 8 + self.starts.capacity() * 4 + self.waiting.len() * 12
    }
}
