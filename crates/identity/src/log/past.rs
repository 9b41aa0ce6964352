//! The ancestors of an entry, as ranges of places in the order of arrival. Logs are nearly linear, so these are few.

/// A set of places: sorted ranges that neither overlap nor touch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Past {
    ranges: Vec<(u32, u32)>,
}

impl Past {
    /// The union of several sets of places, and these places.
    pub fn of<'a>(pasts: impl Iterator<Item = &'a Past>, places: impl Iterator<Item = u32>) -> Self {
        let mut all: Vec<(u32, u32)> = pasts.flat_map(|past| past.ranges.iter().copied()).collect();
        all.extend(places.map(|place| (place, place.saturating_add(1))));
        all.sort_unstable();
        let mut ranges: Vec<(u32, u32)> = Vec::with_capacity(all.len());
        for (from, until) in all {
            match ranges.last_mut() {
                Some((_, end)) if *end >= from => *end = (*end).max(until),
                _ => ranges.push((from, until)),
            }
        }
        Self { ranges }
    }

    /// Whether a place is in the set.
    pub fn contains(&self, place: u32) -> bool {
        let after = self.ranges.partition_point(|(from, _)| *from <= place);
        after.checked_sub(1).and_then(|last| self.ranges.get(last)).is_some_and(|(_, until)| place < *until)
    }
}

#[cfg(test)]
mod tests {
    use super::Past;

    #[test]
    fn places_are_joined_and_found() {
        let line = Past::of(std::iter::empty(), 0..5);
        assert_eq!(line.ranges, [(0, 5)]);
        let branch = Past::of(std::iter::once(&line), [7].into_iter());
        let both = Past::of([&branch, &line].into_iter(), [8, 9].into_iter());
        assert_eq!(both.ranges, [(0, 5), (7, 10)]);
        let found: Vec<u32> = (0..12).filter(|place| both.contains(*place)).collect();
        assert_eq!(found, [0, 1, 2, 3, 4, 7, 8, 9]);
        assert!(!Past::default().contains(0));
    }
}
