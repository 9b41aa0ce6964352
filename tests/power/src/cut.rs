//! What a disk holds after a cut, worked out from the record.

use std::collections::{BTreeMap, BTreeSet};

use crate::disk::Op;
use crate::random::Random;

/// Bytes that a disk writes whole or not at all.
const SECTOR: usize = 512;

/// What became of what was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Damage {
    /// All of it is there, as after a kill.
    Kept,
    /// None of it is.
    Dropped,
    /// It is there up to some write, of which only the first sectors are.
    Torn,
    /// Any part of it is, some of it torn anywhere.
    Scattered,
    /// As scattered, and the files are as long as if all were, with zeros in the gaps.
    Zeroed,
}

impl Damage {
    /// All of them.
    pub const ALL: [Damage; 5] =
        [Damage::Kept, Damage::Dropped, Damage::Torn, Damage::Scattered, Damage::Zeroed];
}

/// A cut: before this operation of the record, with this damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cut {
    pub at: usize,
    pub damage: Damage,
    pub seed: u64,
}

/// Chooses cuts: half of them right before and after the moments that matter (syncs, names, acknowledgements), half
/// anywhere. All different, in order.
pub(crate) fn choose(log: &[Op], count: usize, seed: u64) -> Vec<Cut> {
    let mut random = Random::new(seed);
    let is_plain = |op: &Op| matches!(op, Op::Write { .. } | Op::Present { .. });
    let moments = (0..log.len()).filter(|at| !is_plain(&log[*at]));
    let mut sharp: Vec<Cut> = moments
        .flat_map(|at| [at, at + 1])
        .collect::<BTreeSet<_>>()
        .into_iter()
        .flat_map(|at| Damage::ALL.map(|damage| Cut { at, damage, seed: 0 }))
        .collect();
    let mut cuts = BTreeSet::new();
    while !sharp.is_empty() && cuts.len() < count / 2 {
        let cut = sharp.swap_remove(random.below(sharp.len()));
        cuts.insert(Cut { seed: random.draw(), ..cut });
    }
    while cuts.len() < count {
        let damage = [Damage::Kept, Damage::Torn, Damage::Scattered, Damage::Zeroed][random.below(4)];
        cuts.insert(Cut { at: random.below(log.len() + 1), damage, seed: random.draw() });
    }
    cuts.into_iter().collect()
}

#[derive(Clone)]
enum Change {
    Write { offset: usize, bytes: Vec<u8> },
    Truncate(usize),
}

struct Unsynced {
    file: usize,
    change: Change,
    /// A sync failed on it.
    is_doomed: bool,
}

enum Naming {
    Create(String, usize),
    Delete(String),
}

/// What a disk holds for sure, and what else it may hold, while the record is followed.
#[derive(Default)]
pub(crate) struct Platter {
    next: usize,
    contents: Vec<Vec<u8>>,
    unsynced: Vec<Unsynced>,
    names: BTreeMap<String, usize>,
    namings: Vec<Naming>,
    /// Acts acknowledged so far.
    pub acknowledged: usize,
}

impl Platter {
    /// Follows the record up to, without, the operation `at`.
    pub fn follow(&mut self, log: &[Op], at: usize) {
        while self.next < at {
            self.take(&log[self.next]);
            self.next += 1;
        }
    }

    fn take(&mut self, op: &Op) {
        match op {
            Op::Present { file, name, content } => {
                self.contents.resize(self.contents.len().max(file + 1), Vec::new());
                self.contents[*file].clone_from(content);
                self.names.insert(name.clone(), *file);
            }
            Op::Create { file, name } => {
                self.contents.resize(self.contents.len().max(file + 1), Vec::new());
                self.namings.push(Naming::Create(name.clone(), *file));
            }
            Op::Write { file, offset, bytes } => {
                self.change(*file, Change::Write { offset: *offset, bytes: bytes.clone() });
            }
            Op::Truncate { file, length } => self.change(*file, Change::Truncate(*length)),
            Op::Sync { file } => {
                let (synced, others) =
                    std::mem::take(&mut self.unsynced).into_iter().partition(|change| change.file == *file);
                self.unsynced = others;
                let synced: Vec<Unsynced> = synced;
                for change in synced.iter().filter(|change| !change.is_doomed) {
                    apply(&mut self.contents[*file], &change.change);
                }
            }
            Op::FailedSync { file } => {
                let failed = self.unsynced.iter_mut().filter(|change| change.file == *file);
                failed.for_each(|change| change.is_doomed = true);
            }
            Op::Delete { name } => self.namings.push(Naming::Delete(name.clone())),
            Op::SyncFolder => {
                for naming in std::mem::take(&mut self.namings) {
                    rename(&mut self.names, &naming);
                }
            }
            Op::Acknowledged => self.acknowledged += 1,
        }
    }

    fn change(&mut self, file: usize, change: Change) {
        self.unsynced.push(Unsynced { file, change, is_doomed: false });
    }

    /// The files by name after a cut here.
    pub fn after(&self, damage: Damage, seed: u64) -> BTreeMap<String, Vec<u8>> {
        let mut random = Random::new(seed);
        let mut contents = self.contents.clone();
        let last = match damage {
            Damage::Kept | Damage::Scattered | Damage::Zeroed => self.unsynced.len(),
            Damage::Dropped => 0,
            Damage::Torn => random.below(self.unsynced.len() + 1),
        };
        for Unsynced { file, change, .. } in &self.unsynced[..last] {
            let content = &mut contents[*file];
            let before = content.len();
            if matches!(damage, Damage::Scattered | Damage::Zeroed) {
                match random.below(4) {
                    0 | 1 => apply(content, change),
                    2 => apply_sectors(content, change, &mut random),
                    _ => {}
                }
            } else {
                apply(content, change);
            }
            if let (Damage::Zeroed, Change::Write { offset, bytes }) = (damage, change) {
                content.resize(content.len().max(offset + bytes.len()).max(before), 0);
            }
        }
        if damage == Damage::Torn
            && let Some(Unsynced { file, change: Change::Write { offset, bytes }, .. }) =
                self.unsynced.get(last)
        {
            // Up to a border of sectors of the disk, not of the write.
            let sectors = (offset + bytes.len()).div_ceil(SECTOR) - offset / SECTOR;
            let end = (offset / SECTOR + random.below(sectors)) * SECTOR;
            let some = end.saturating_sub(*offset).min(bytes.len());
            let torn = Change::Write { offset: *offset, bytes: bytes[..some].to_vec() };
            apply(&mut contents[*file], &torn);
        }
        let mut names = self.names.clone();
        let named = match damage {
            Damage::Kept => self.namings.len(),
            Damage::Dropped => 0,
            _ => random.below(self.namings.len() + 1),
        };
        self.namings[..named].iter().for_each(|naming| rename(&mut names, naming));
        // No two names mean one file.
        names.into_iter().map(|(name, file)| (name, std::mem::take(&mut contents[file]))).collect()
    }
}

fn rename(names: &mut BTreeMap<String, usize>, naming: &Naming) {
    match naming {
        Naming::Create(name, file) => names.insert(name.clone(), *file),
        Naming::Delete(name) => names.remove(name),
    };
}

fn apply(content: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Write { bytes, .. } if bytes.is_empty() => {}
        Change::Write { offset, bytes } => {
            content.resize(content.len().max(offset + bytes.len()), 0);
            content[*offset..offset + bytes.len()].copy_from_slice(bytes);
        }
        Change::Truncate(length) => content.resize(*length, 0),
    }
}

/// Some of the sectors of a change.
fn apply_sectors(content: &mut Vec<u8>, change: &Change, random: &mut Random) {
    let Change::Write { offset, bytes } = change else { return };
    let mut from = *offset;
    while from < offset + bytes.len() {
        let to = ((from / SECTOR + 1) * SECTOR).min(offset + bytes.len());
        if random.once_in(2) {
            let part = bytes[from - offset..to - offset].to_vec();
            apply(content, &Change::Write { offset: from, bytes: part });
        }
        from = to;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(offset: usize, byte: u8, length: usize) -> Op {
        Op::Write { file: 0, offset, bytes: vec![byte; length] }
    }

    fn present() -> Op {
        Op::Present { file: 0, name: "a".into(), content: vec![0; 1024] }
    }

    fn after(log: &[Op], damage: Damage, seed: u64) -> Vec<u8> {
        let mut platter = Platter::default();
        platter.follow(log, log.len());
        platter.after(damage, seed).remove("a").unwrap()
    }

    #[test]
    fn what_was_synced_is_there_whatever_the_damage() {
        let log = [present(), write(0, 1, 1024), Op::Sync { file: 0 }, write(512, 2, 512)];
        for damage in Damage::ALL {
            for seed in 0..50 {
                let content = after(&log, damage, seed);
                assert!(content[..512].iter().all(|byte| *byte == 1), "{damage:?}");
                let second = content[512];
                assert!((1..=2).contains(&second) && content[512..].iter().all(|byte| *byte == second));
            }
        }
        assert_eq!(after(&log, Damage::Kept, 0)[512], 2);
        assert_eq!(after(&log, Damage::Dropped, 0)[512], 1);
    }

    #[test]
    fn what_was_not_synced_comes_in_any_order_and_torn() {
        let log = [present(), write(0, 1, 512), write(512, 2, 1024)];
        let seen = |damage| -> BTreeSet<_> {
            (0..200)
                .map(|seed| after(&log, damage, seed))
                .map(|content| (content[0], content[512], content.len()))
                .collect()
        };
        assert!(seen(Damage::Scattered).contains(&(0, 2, 1536)), "the later write without the earlier");
        assert!(seen(Damage::Torn).contains(&(1, 2, 1024)), "the first half of the last write");
        assert!(!seen(Damage::Torn).contains(&(0, 2, 1024)));
        assert!(seen(Damage::Zeroed).contains(&(0, 0, 1536)), "long and empty");
    }

    #[test]
    fn what_a_failed_sync_was_for_is_never_sure() {
        let log = [
            present(),
            write(0, 1, 512),
            Op::FailedSync { file: 0 },
            write(512, 2, 512),
            Op::Sync { file: 0 },
        ];
        let content = after(&log, Damage::Dropped, 0);
        assert_eq!((content[0], content[512]), (0, 2));
    }

    #[test]
    fn a_name_is_sure_once_its_folder_is_synced() {
        let made = [Op::Create { file: 0, name: "a".into() }, write(0, 1, 8), Op::Sync { file: 0 }];
        let mut platter = Platter::default();
        platter.follow(&made, 3);
        assert!(platter.after(Damage::Dropped, 0).is_empty());
        platter.take(&Op::SyncFolder);
        assert_eq!(platter.after(Damage::Dropped, 0)["a"], [1; 8]);
        platter.take(&Op::Delete { name: "a".into() });
        assert_eq!(platter.after(Damage::Dropped, 0).len(), 1);
        assert_eq!(platter.after(Damage::Kept, 0).len(), 0);
    }
}
