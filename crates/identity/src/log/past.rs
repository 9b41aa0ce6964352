//! The ancestors of an entry, as places in the order of arrival: as ranges while they are few, since logs are nearly
//! linear, and as one bit a place where branches interleave. So a set never takes more than a bit a place.

/// A set of places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Past {
    /// Sorted ranges, from and until, that neither overlap nor touch.
    Ranges(Vec<(u32, u32)>),
    /// Place 0 is the lowest bit of the first word.
    Bits(Vec<u64>),
}

impl Default for Past {
    fn default() -> Self {
        Self::Ranges(Vec::new())
    }
}

/// Bytes of a range, and of a word of bits.
const UNIT: usize = 8;
const BITS: usize = 64;

impl Past {
    /// The union of several sets of places, and these places.
    pub fn of<'a>(pasts: impl Iterator<Item = &'a Past>, places: impl Iterator<Item = u32>) -> Self {
        let (mut ranges, mut words) = (Vec::new(), Vec::new());
        for past in pasts {
            match past {
                Self::Ranges(of) => ranges.extend_from_slice(of),
                Self::Bits(of) => {
                    words.resize(words.len().max(of.len()), 0);
                    words.iter_mut().zip(of).for_each(|(word, more)| *word |= more);
                }
            }
        }
        ranges.extend(places.map(|place| (place, place.saturating_add(1))));
        let ranges = merged(ranges);
        let last = ranges.last().map_or(0, |(_, until)| *until as usize);
        if words.is_empty() && ranges.len() * UNIT <= last.div_ceil(BITS) * UNIT + 4 * UNIT {
            return Self::Ranges(ranges);
        }
        words.resize(words.len().max(last.div_ceil(BITS)), 0);
        for place in ranges.into_iter().flat_map(|(from, until)| from..until) {
            if let Some(word) = words.get_mut(place as usize / BITS) {
                *word |= 1 << (place as usize % BITS);
            }
        }
        Self::Bits(words)
    }

    /// Whether a place is in the set.
    pub fn contains(&self, place: u32) -> bool {
        match self {
            Self::Ranges(ranges) => {
                let after = ranges.partition_point(|(from, _)| *from <= place);
                after
                    .checked_sub(1)
                    .and_then(|last| ranges.get(last))
                    .is_some_and(|(_, until)| place < *until)
            }
            Self::Bits(words) => {
                let place = place as usize;
                words.get(place / BITS).is_some_and(|word| word & (1 << (place % BITS)) != 0)
            }
        }
    }
}

fn merged(mut all: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    all.sort_unstable();
    let mut ranges: Vec<(u32, u32)> = Vec::with_capacity(all.len());
    for (from, until) in all {
        match ranges.last_mut() {
            Some((_, end)) if *end >= from => *end = (*end).max(until),
            _ => ranges.push((from, until)),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::Past;

    #[test]
    fn places_are_joined_and_found() {
        let line = Past::of(std::iter::empty(), 0..5);
        assert_eq!(line, Past::Ranges(vec![(0, 5)]));
        let branch = Past::of(std::iter::once(&line), [7].into_iter());
        let both = Past::of([&branch, &line].into_iter(), [8, 9].into_iter());
        assert_eq!(both, Past::Ranges(vec![(0, 5), (7, 10)]));
        let found: Vec<u32> = (0..12).filter(|place| both.contains(*place)).collect();
        assert_eq!(found, [0, 1, 2, 3, 4, 7, 8, 9]);
        assert!(!Past::default().contains(0));
    }

    #[test]
    fn interleaved_branches_take_a_bit_a_place_and_no_more() {
        let mut branches = [Past::default(), Past::default()];
        for place in 0..4_000_u32 {
            let branch = &mut branches[place as usize % 2];
            *branch = Past::of(std::iter::once(&*branch), std::iter::once(place));
        }
        for (parity, branch) in branches.iter().enumerate() {
            let Past::Bits(words) = branch else { panic!("ranges of every other place") };
            assert!(words.len() <= 4_000 / 64 + 1);
            assert!(
                (0..4_100)
                    .all(|place| branch.contains(place) == (place < 4_000 && place as usize % 2 == parity))
            );
        }
        let all = Past::of(branches.iter(), std::iter::empty());
        assert!((0..4_000).all(|place| all.contains(place)) && !all.contains(4_000));
    }
}
