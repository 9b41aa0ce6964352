//! Which records lie under which key: one sorted list, and a small one of what came since.

use std::collections::BTreeSet;

use crate::blocking::Key;

/// Entries that wait before they are sorted into the long list.
const WAITING: usize = 200_000;

/// Key and record in one number, in order.
#[derive(Clone, Debug, Default)]
pub struct Postings {
    sorted: Vec<u64>,
    waiting: BTreeSet<u64>,
}

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
    }

    /// Sorts in what waits, and drops the records that are not kept.
    pub fn settle(&mut self, keep: impl Fn(u32) -> bool) {
        self.sorted.retain(|entry| keep(*entry as u32));
        let waiting = std::mem::take(&mut self.waiting);
        self.sorted.extend(waiting.into_iter().filter(|entry| keep(*entry as u32)));
        // Two sorted runs: the stable sort merges them.
        self.sorted.sort();
    }

    /// Records under a key, dead ones too.
    pub fn under(&self, key: Key) -> impl Iterator<Item = u32> {
        let from = self.sorted.partition_point(|entry| *entry < u64::from(key) << 32);
        let sorted = self.sorted.get(from..).unwrap_or_default().iter().take_while(move |entry| (*entry >> 32) as u32 == key);
        sorted.chain(self.waiting.range(entry(key, 0)..=entry(key, u32::MAX))).map(|entry| *entry as u32)
    }

    pub fn bytes(&self) -> usize {
        self.sorted.capacity() * 8 + self.waiting.len() * 12
    }
}
