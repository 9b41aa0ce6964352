//! Ids that cost nothing on the wire: drawn from a random seed, and found again from it.
//!
//! A document id is 128 bits that nobody can guess. Sixteen random bytes for each are more than all else in many a row,
//! so a session draws one random seed and makes its ids of it: the first bytes of SHA-256 of the seed and a counter. The
//! seed travels in the batch that holds the documents: whoever may read that batch reads the ids in it anyway.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::fmt;

use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

use crate::random::random_bytes;

const DOMAIN: &[u8] = b"posta id";
/// Ids of one seed; then the next seed is drawn, so that who reads one batch knows few of the ids to come.
const IDS: u32 = 256;
/// Draws for one id: more than a seed has ids.
const DRAWS: usize = 300;
const AROUND: u32 = 2;

/// A stretch of ids: what a batch says of those in it.
#[derive(Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct IdSeed {
    /// Random.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub seed: [u8; 16],
    /// The lowest counter that is used.
    #[n(1)]
    pub first: u32,
    /// How many counters from there on.
    #[n(2)]
    pub count: u32,
}

impl IdSeed {
    /// Ids of one seed that a batch may use.
    pub const MOST: u32 = 1024;

    /// The id of a counter.
    pub fn id(&self, counter: u32) -> [u8; 16] {
        let digest =
            Sha256::new().chain_update(DOMAIN).chain_update(self.seed).chain_update(counter.to_le_bytes());
        let bytes: [u8; 32] = digest.finalize().into();
        let mut id = [0; 16];
        id.copy_from_slice(bytes.split_at(16).0);
        id
    }

    /// The counters of the stretch: at most [`IdSeed::MOST`] of them.
    pub fn counters(&self) -> impl Iterator<Item = u32> + use<> {
        self.first..self.first.saturating_add(self.count.min(Self::MOST))
    }
}

impl fmt::Debug for IdSeed {
    /// A seed tells ids that are not given yet.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdSeed({} ids)", self.count)
    }
}

/// Makes the ids of one session, and knows which it made.
#[derive(Default)]
pub struct IdMill {
    seeds: Vec<IdSeed>,
    made: HashMap<[u8; 16], (usize, u32)>,
}

impl IdMill {
    /// The next id.
    pub fn draw(&mut self) -> [u8; 16] {
        let mut seed = match self.seeds.pop() {
            Some(seed) if seed.count < IDS => seed,
            full => {
                self.seeds.extend(full);
                IdSeed { seed: random_bytes(), first: 0, count: 0 }
            }
        };
        let (place, counter) = (self.seeds.len(), seed.count);
        let id = seed.id(counter);
        seed.count += 1;
        self.seeds.push(seed);
        self.made.insert(id, (place, counter));
        id
    }

    /// The next id that is not taken. Who has read a batch can work out the ids to come, and use one first.
    pub fn draw_free(&mut self, is_taken: impl Fn(&[u8; 16]) -> bool) -> [u8; 16] {
        let mut id = self.draw();
        for _ in 0..DRAWS {
            if !is_taken(&id) {
                break;
            }
            id = self.draw();
        }
        id
    }

    /// The stretches in which these ids were drawn, and a little around them for what was drawn with them (the household of
    /// a person, say); ids of elsewhere are in none. The most used comes
    /// first.
    pub fn seeds_of(&self, ids: impl IntoIterator<Item = [u8; 16]>) -> Vec<IdSeed> {
        let mut stretches: BTreeMap<usize, (u32, u32, usize)> = BTreeMap::new();
        for (place, counter) in ids.into_iter().filter_map(|id| self.made.get(&id)) {
            let (low, high, uses) = stretches.entry(*place).or_insert((*counter, *counter, 0));
            (*low, *high, *uses) = ((*low).min(*counter), (*high).max(*counter), *uses + 1);
        }
        let mut used: Vec<_> = stretches.into_iter().collect();
        used.sort_by_key(|(place, (.., uses))| (Reverse(*uses), *place));
        // A seed has as many bytes as one id.
        used.retain(|(_, (.., uses))| *uses > 1);
        let seeds = used.into_iter().filter_map(|(place, (low, high, _))| {
            let seed = self.seeds.get(place)?;
            let first = low.saturating_sub(AROUND);
            let end = high.saturating_add(AROUND + 1).min(seed.count);
            Some(IdSeed { seed: seed.seed, first, count: end.saturating_sub(first) })
        });
        seeds.collect()
    }
}

impl fmt::Debug for IdMill {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdMill({} ids)", self.made.len())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_somebody_worked_out_and_used_first_is_not_given() {
        let mut mill = IdMill::default();
        let drawn = [mill.draw(), mill.draw()];
        let seed = mill.seeds_of(drawn)[0];
        let worked_out: Vec<_> = (0..IDS).map(|counter| seed.id(counter)).collect();
        assert_eq!(mill.draw(), worked_out[2], "they can be worked out");
        let id = mill.draw_free(|id| worked_out[..10].contains(id));
        assert_eq!(id, worked_out[10]);
        let id = mill.draw_free(|id| worked_out.contains(id));
        assert!(!worked_out.contains(&id), "of another seed");
    }
}
