//! Chains: what counts, what is held and what is lacked, whatever the forks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;

use posta_identity::Limit;
use posta_identity::ids::Hash32;
use posta_protocol::{
    Tip,
    chain::{Link, counted_by, held_by, lacked_by, last_among, on_branch, tips_of},
};
use proptest::prelude::*;

/// Links in which the one at place `i` follows the one at `parents[i]`, or begins the feed.
fn grow(parents: &[Option<usize>]) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for (place, parent) in parents.iter().enumerate() {
        let before = parent.map(|parent| links[parent]);
        links.push(Link {
            n: before.map_or(1, |before| before.n + 1),
            hash: Hash32::of(&place.to_le_bytes()),
            previous: before.map_or(Hash32::ZERO, |before| before.hash),
        });
    }
    links
}

/// 1 - 2 - 3 - 4, and a fork 2 - 3' - 4'.
fn forked() -> Vec<Link> {
    grow(&[None, Some(0), Some(1), Some(2), Some(1), Some(4)])
}

fn tip(link: &Link) -> Tip {
    Tip::of(link.n, &link.hash)
}

fn hashes(links: &[Link], places: &[usize]) -> BTreeSet<Hash32> {
    places.iter().map(|place| links[*place].hash).collect()
}

fn through(points: &[(u64, Hash32)]) -> Limit {
    Limit::Through(points.iter().copied().collect())
}

#[test]
fn what_counts_lies_on_the_branch_of_any_of_the_batches_named() {
    let links = forked();
    let point = |place: usize| (links[place].n, links[place].hash);
    let junk = (u64::MAX, Hash32::of(b"nobody has it"));
    let counted = |limit: &Limit| counted_by(&links, limit);
    assert_eq!(counted(&Limit::Free), hashes(&links, &[0, 1, 2, 3, 4, 5]));
    assert!(counted(&Limit::Nothing).is_empty() && counted(&through(&[])).is_empty());
    assert_eq!(counted(&through(&[point(2)])), hashes(&links, &[0, 1, 2]));
    assert_eq!(
        counted(&through(&[point(2), junk])),
        hashes(&links, &[0, 1, 2]),
        "what is unknown adds nothing"
    );
    assert_eq!(counted(&through(&[point(1), point(3), point(4)])), hashes(&links, &[0, 1, 2, 3, 4]));
    assert!(counted(&through(&[junk, (links[2].n + 1, links[2].hash)])).is_empty());
    let (one, other) = (through(&[point(3)]), through(&[point(2), point(5)]));
    assert_eq!(counted(&Limit::All(vec![one.clone(), other.clone()])), hashes(&links, &[0, 1, 2]));
    assert_eq!(counted(&Limit::Any(vec![one, other])), hashes(&links, &[0, 1, 2, 3, 4, 5]));
    let below =
        Limit::All(vec![through(&[point(3)]), Limit::Any(vec![through(&[point(5)]), Limit::Nothing])]);
    assert_eq!(counted(&below), hashes(&links, &[0, 1]));
}

#[test]
fn of_a_forked_feed_the_last_of_each_branch_is_named() {
    let links = forked();
    let last = |places: &[usize]| -> BTreeSet<Hash32> {
        last_among(&links, &hashes(&links, places)).iter().map(|link| link.hash).collect()
    };
    assert_eq!(last(&[0, 1, 2, 3, 4, 5]), hashes(&links, &[3, 5]));
    assert_eq!(last(&[0, 1, 2, 4]), hashes(&links, &[2, 4]));
    assert_eq!(last(&[0, 3]), hashes(&links, &[3]), "somebody else's batches between them");
    assert!(last(&[]).is_empty());
}

#[test]
fn the_tips_are_the_ends_of_all_branches() {
    let links = forked();
    assert_eq!(tips_of(&links).copied().collect::<Vec<_>>(), [links[3], links[5]]);
    assert_eq!(tips_of(&[]).count(), 0);
}

#[test]
fn a_branch_is_its_tip_and_its_ancestors_and_not_the_fork_below_the_tip() {
    let links = forked();
    assert_eq!(on_branch(&links, 3, &links[2].hash), hashes(&links, &[0, 1, 2]));
    assert_eq!(on_branch(&links, 4, &links[5].hash), hashes(&links, &[0, 1, 4, 5]));
    assert_eq!(on_branch(&links, 1, &links[0].hash), hashes(&links, &[0]));
}

#[test]
fn a_branch_whose_tip_is_not_here_or_has_another_number_is_empty() {
    let links = forked();
    assert!(on_branch(&links, 5, &Hash32::of(b"elsewhere")).is_empty());
    assert!(on_branch(&links, 4, &links[2].hash).is_empty());
    assert!(on_branch(&links, 0, &Hash32::ZERO).is_empty());
    assert!(on_branch(&[], 1, &links[0].hash).is_empty());
}

#[test]
fn a_branch_ends_where_a_link_is_missing() {
    let links = forked();
    let later = [links[2], links[3]];
    assert_eq!(on_branch(&later, 4, &links[3].hash), hashes(&links, &[2, 3]));
}

#[test]
fn links_that_name_each_other_end() {
    let (a, b) = (Hash32::of(b"a"), Hash32::of(b"b"));
    let circle = [Link { n: 2, hash: a, previous: b }, Link { n: 3, hash: b, previous: a }];
    assert_eq!(on_branch(&circle, 2, &a), BTreeSet::from([a, b]));
    assert_eq!(held_by(&circle, [tip(&circle[1])].iter()), BTreeSet::from([a, b]));
    assert_eq!(tips_of(&circle).count(), 0);
}

#[test]
fn a_peer_that_is_ahead_is_sent_nothing_and_one_on_a_fork_all_but_its_known_past() {
    let links = forked();
    let ahead = [Tip::of(9, &Hash32::of(b"ahead"))];
    assert!(lacked_by(&links, ahead.iter()).is_empty());
    let beside = [tip(&links[1]), Tip::of(3, &Hash32::of(b"beside"))];
    assert_eq!(lacked_by(&links, beside.iter()), links[2..]);
    assert_eq!(lacked_by(&links, [].iter()), links);
}

#[test]
fn a_peer_on_a_branch_of_the_same_length_is_sent_the_whole_feed_so_that_neither_waits_for_the_other() {
    let links = forked();
    let last = links.iter().map(|link| link.n).max().unwrap();
    let beside = [Tip::of(last, &Hash32::of(b"beside"))];
    assert_eq!(lacked_by(&links, beside.iter()), links);
}

/// Feeds of up to 24 batches, most of them in one line.
fn feeds() -> impl Strategy<Value = Vec<Link>> {
    prop::collection::vec((any::<prop::sample::Index>(), 0u8..4), 1..24).prop_map(|steps| {
        let parents: Vec<Option<usize>> = steps
            .iter()
            .enumerate()
            .map(|(place, (index, choice))| match (place, choice) {
                (0, _) => None,
                (_, 0) => Some(index.index(place)),
                _ => Some(place - 1),
            })
            .collect();
        grow(&parents)
    })
}

proptest! {
    #[test]
    fn the_branches_of_all_tips_together_are_the_whole_feed(links in feeds()) {
        let all: BTreeSet<Hash32> = links.iter().map(|link| link.hash).collect();
        let together: BTreeSet<Hash32> =
            tips_of(&links).flat_map(|tip| on_branch(&links, tip.n, &tip.hash)).collect();
        prop_assert_eq!(together, all);
        let tips: Vec<Tip> = tips_of(&links).map(tip).collect();
        prop_assert!(lacked_by(&links, tips.iter()).is_empty());
    }

    #[test]
    fn a_branch_has_one_link_of_each_number_up_to_its_tip(links in feeds(), at in any::<prop::sample::Index>()) {
        let end = links[at.index(links.len())];
        let branch = on_branch(&links, end.n, &end.hash);
        let mut numbers: Vec<u64> =
            links.iter().filter(|link| branch.contains(&link.hash)).map(|link| link.n).collect();
        numbers.sort_unstable();
        prop_assert!(numbers.into_iter().eq(1..=end.n));
        for link in links.iter().filter(|link| branch.contains(&link.hash) && link.n > 1) {
            prop_assert!(branch.contains(&link.previous));
        }
    }

    #[test]
    fn a_branch_does_not_depend_on_the_order_nor_on_what_came_after(
        links in feeds(), at in any::<prop::sample::Index>(), kept in any::<u32>(),
    ) {
        let end = links[at.index(links.len())];
        let branch = on_branch(&links, end.n, &end.hash);
        let mut shuffled: Vec<Link> = links.iter().enumerate()
            .filter(|(place, link)| branch.contains(&link.hash) || kept >> place & 1 == 1)
            .map(|(_, link)| *link)
            .collect();
        shuffled.reverse();
        prop_assert_eq!(on_branch(&shuffled, end.n, &end.hash), branch);
    }

    #[test]
    fn what_a_peer_lacks_and_what_it_holds_are_the_whole_feed_once(
        links in feeds(), at in any::<prop::sample::Index>(),
    ) {
        let end = links[at.index(links.len())];
        let tips = [tip(&end)];
        let held = held_by(&links, tips.iter());
        prop_assert_eq!(&held, &on_branch(&links, end.n, &end.hash));
        let lacked: BTreeSet<Hash32> = lacked_by(&links, tips.iter()).iter().map(|link| link.hash).collect();
        prop_assert!(held.is_disjoint(&lacked));
        prop_assert_eq!(held.len() + lacked.len(), links.len());
    }
}
