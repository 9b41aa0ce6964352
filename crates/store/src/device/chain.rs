//! What one side lacks of a feed, decided from numbers and hashes alone.

use std::collections::{BTreeMap, BTreeSet};

use posta_identity::ids::Hash32;
use posta_protocol::Tip;

/// A batch as a link of its feed's chain.
#[derive(Clone, Copy)]
pub(crate) struct Link {
    pub n: u64,
    pub hash: Hash32,
    pub previous: Hash32,
}

/// The ends of the branches among the links of one feed.
pub(crate) fn tips_of(links: &[Link]) -> impl Iterator<Item = &Link> {
    let followed: BTreeSet<Hash32> = links.iter().map(|link| link.previous).collect();
    links.iter().filter(move |link| !followed.contains(&link.hash))
}

/// The links that a peer with these tips has: those that its tips name, and what they build on.
pub(crate) fn held_by<'a>(links: &[Link], tips: impl Iterator<Item = &'a Tip>) -> BTreeSet<Hash32> {
    let previous: BTreeMap<Hash32, Hash32> = links.iter().map(|link| (link.hash, link.previous)).collect();
    let mut held = BTreeSet::new();
    for tip in tips {
        let mut next = named_by(links, tip);
        while let Some(hash) = next.filter(|hash| held.insert(*hash)) {
            next = previous.get(&hash).copied().filter(|hash| previous.contains_key(hash));
        }
    }
    held
}

/// The links to send to a peer with these tips, lowest first.
///
/// A tip that is not here and not below what is here: the peer is ahead, nothing is sent this round. One that is not
/// here but below: a fork, everything the peer is not known to have is sent.
pub(crate) fn lacked_by<'a>(links: &[Link], tips: impl Iterator<Item = &'a Tip> + Clone) -> Vec<Link> {
    let highest = links.iter().map(|link| link.n).max().unwrap_or(0);
    if tips.clone().any(|tip| tip.n >= highest && named_by(links, tip).is_none()) {
        return Vec::new();
    }
    let held = held_by(links, tips);
    links.iter().filter(|link| !held.contains(&link.hash)).copied().collect()
}

fn named_by(links: &[Link], tip: &Tip) -> Option<Hash32> {
    links.iter().find(|link| tip.names(link.n, &link.hash)).map(|link| link.hash)
}
