//! What one side has or lacks of a feed, decided from numbers and hashes alone.
//!
//! All functions take the links of one feed whose chains were checked as they arrived: a link's `previous` is the hash
//! of a link of number `n - 1` of the same feed, or zero when `n` is 1. The batch before a link may be missing here.

use std::collections::{BTreeMap, BTreeSet};

use posta_identity::Limit;
use posta_identity::ids::Hash32;

use crate::vector::Tip;

/// A batch as a link of its feed's chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// Place in the feed, from 1.
    pub n: u64,
    /// Hash of its header.
    pub hash: Hash32,
    /// Hash of the header before; zero when `n` is 1.
    pub previous: Hash32,
}

/// The ends of the branches.
pub fn tips_of(links: &[Link]) -> impl Iterator<Item = &Link> {
    let followed: BTreeSet<Hash32> = links.iter().map(|link| link.previous).collect();
    links.iter().filter(move |link| !followed.contains(&link.hash))
}

/// The links that a peer with these tips has: those that its tips name, and what they build on.
pub fn held_by<'a>(links: &[Link], tips: impl Iterator<Item = &'a Tip>) -> BTreeSet<Hash32> {
    let mut held = BTreeSet::new();
    let before = before(links);
    for tip in tips {
        gather_branch(&before, named_by(links, tip), &mut held);
    }
    held
}

/// The links to send to a peer with these tips, in the order given.
///
/// A tip that is not here and beyond all that is here: the peer is ahead, nothing is sent this round. One that is not
/// here and not beyond is of a fork: everything the peer is not known to have is sent. That it has the same number as
/// the last one here makes it no less of a fork: the peer would have to know both to be ahead.
pub fn lacked_by<'a>(links: &[Link], tips: impl Iterator<Item = &'a Tip> + Clone) -> Vec<Link> {
    let highest = links.iter().map(|link| link.n).max().unwrap_or(0);
    if tips.clone().any(|tip| tip.n > highest && named_by(links, tip).is_none()) {
        return Vec::new();
    }
    let held = held_by(links, tips);
    links.iter().filter(|link| !held.contains(&link.hash)).copied().collect()
}

/// The link with this number and hash, and its ancestors: what counts of a feed that was cut there.
///
/// A fork that leaves this branch below the cut is not in it. A cut whose own link is not here gives nothing yet.
pub fn on_branch(links: &[Link], n: u64, hash: &Hash32) -> BTreeSet<Hash32> {
    let mut branch = BTreeSet::new();
    let tip = links.iter().find(|link| link.n == n && link.hash == *hash).map(|link| link.hash);
    gather_branch(&before(links), tip, &mut branch);
    branch
}

/// The links that count by a limit: what lies on the branch of any of the batches that it names.
pub fn counted_by(links: &[Link], limit: &Limit) -> BTreeSet<Hash32> {
    let places = links.iter().map(|link| (link.n, link.hash)).collect();
    counted(&before(links), &places, limit)
}

fn counted(
    before: &BTreeMap<Hash32, Hash32>,
    places: &BTreeSet<(u64, Hash32)>,
    limit: &Limit,
) -> BTreeSet<Hash32> {
    match limit {
        Limit::Free => before.keys().copied().collect(),
        Limit::Nothing => BTreeSet::new(),
        Limit::Through(points) => {
            let mut branches = BTreeSet::new();
            for (_, hash) in points.intersection(places) {
                gather_branch(before, Some(*hash), &mut branches);
            }
            branches
        }
        Limit::All(limits) => limits
            .iter()
            .map(|limit| counted(before, places, limit))
            .reduce(|left, right| &left & &right)
            .unwrap_or_default(),
        Limit::Any(limits) => limits.iter().flat_map(|limit| counted(before, places, limit)).collect(),
    }
}

/// Of these links, those on which no other of them builds, directly or not: what to name so that they and no later ones
/// count.
pub fn last_among(links: &[Link], theirs: &BTreeSet<Hash32>) -> Vec<Link> {
    let before = before(links);
    let mut candidates: Vec<&Link> = links.iter().filter(|link| theirs.contains(&link.hash)).collect();
    candidates.sort_by_key(|link| (std::cmp::Reverse(link.n), link.hash));
    let mut below = BTreeSet::new();
    let mut last = Vec::new();
    for link in candidates {
        if !below.contains(&link.hash) {
            gather_branch(&before, Some(link.hash), &mut below);
            last.push(*link);
        }
    }
    last
}

/// Each link's hash with that of the one before it.
fn before(links: &[Link]) -> BTreeMap<Hash32, Hash32> {
    links.iter().map(|link| (link.hash, link.previous)).collect()
}

/// Adds a link and its ancestors, up to those that are in already.
fn gather_branch(before: &BTreeMap<Hash32, Hash32>, tip: Option<Hash32>, branch: &mut BTreeSet<Hash32>) {
    let mut next = tip;
    while let Some(hash) = next.filter(|hash| before.contains_key(hash) && branch.insert(*hash)) {
        next = before.get(&hash).copied();
    }
}

fn named_by(links: &[Link], tip: &Tip) -> Option<Hash32> {
    links.iter().find(|link| tip.names(link.n, &link.hash)).map(|link| link.hash)
}
