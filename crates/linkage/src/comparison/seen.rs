//! How pairs of words agreed that were compared before in the same question: names are few, and their comparison is slow.

use std::cell::Cell;

use super::names::Level;
use crate::hash::mix;

/// A table in which a pair of words has one place, and the last one there stays.
pub struct SeenWords(Vec<Cell<(u64, Level)>>);

impl SeenWords {
    /// For one record against the register.
    pub fn few() -> Self {
        Self::of(10)
    }

    /// For the whole register against itself.
    pub fn many() -> Self {
        Self::of(16)
    }

    fn of(bits: u32) -> Self {
        Self(vec![Cell::new((u64::MAX, Level::None)); 1 << bits])
    }

    /// The level of two words by their numbers, found out if it is not there.
    pub fn level(&self, one: u32, other: u32, given: bool, find: impl FnOnce() -> Level) -> Level {
        let key = u64::from(one.min(other)) << 33 | u64::from(one.max(other)) << 1 | u64::from(given);
        let Some(cell) = self.0.get(mix(key) as usize & (self.0.len() - 1)) else { return find() };
        let (seen, level) = cell.get();
        if seen == key {
            return level;
        }
        let level = find();
        cell.set((key, level));
        level
    }
}
