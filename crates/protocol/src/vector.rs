//! Version vectors: which chain-verified batches of a scope a peer stores.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};
use posta_identity::ids::Hash32;

use crate::{
    cbor::{self, DecodeError},
    feed::FeedId,
};

/// The end of one branch of a feed: number (from 1) and the first 16 bytes of the header's hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct Tip {
    #[n(0)]
    pub n: u64,
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub hash: [u8; 16],
}

impl Tip {
    /// The tip that a header with this number and hash is.
    pub fn of(n: u64, header: &Hash32) -> Self {
        Self { n, hash: header.half() }
    }

    /// Whether this names the header with this hash.
    pub fn names(&self, n: u64, header: &Hash32) -> bool {
        *self == Self::of(n, header)
    }
}

/// Feed -> its tip, or tips when the feed has forked. A feed without tips is the same as no feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vector(pub BTreeMap<FeedId, BTreeSet<Tip>>);

impl Vector {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn insert(&mut self, feed: FeedId, tip: Tip) {
        self.0.entry(feed).or_default().insert(tip);
    }

    /// The tips of a feed, lowest first; none for an unknown feed.
    pub fn tips(&self, feed: &FeedId) -> impl Iterator<Item = &Tip> {
        self.0.get(feed).into_iter().flatten()
    }

    /// The highest number of a feed, 0 when there is none.
    pub fn highest(&self, feed: &FeedId) -> u64 {
        self.tips(feed).map(|tip| tip.n).max().unwrap_or(0)
    }

    pub fn is_empty(&self) -> bool {
        self.0.values().all(BTreeSet::is_empty)
    }

    /// Every tip of both. Which tip is an ancestor of which only the chain can tell, so none is dropped here.
    pub fn union(&self, other: &Vector) -> Vector {
        let mut both = self.clone();
        for (feed, tips) in &other.0 {
            both.0.entry(*feed).or_default().extend(tips.iter().copied());
        }
        both
    }

    /// The part about the feeds that `is_wanted` names: what a receipt tells a device that may upload and not read.
    pub fn of_feeds(&self, is_wanted: impl Fn(&FeedId) -> bool) -> Vector {
        Vector(
            self.0.iter().filter(|(feed, _)| is_wanted(feed)).map(|(id, tips)| (*id, tips.clone())).collect(),
        )
    }

    /// Deterministic CBOR: feeds and tips in order.
    pub fn encode(&self) -> Vec<u8> {
        cbor::encode(self)
    }

    pub fn decode(bytes: &[u8]) -> Result<Vector, DecodeError> {
        cbor::decode("vector", bytes)
    }

    /// Equal hashes: equal vectors.
    pub fn hash(&self) -> Hash32 {
        Hash32::of(&self.encode())
    }
}

impl<C> Encode<C> for Vector {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        let feeds = self.0.iter().filter(|(_, tips)| !tips.is_empty());
        e.map(feeds.clone().count() as u64)?;
        for (feed, tips) in feeds {
            e.encode_with(feed, ctx)?.encode_with(tips, ctx)?;
        }
        Ok(())
    }
}

impl<'b, C> Decode<'b, C> for Vector {
    fn decode(d: &mut minicbor::Decoder<'b>, ctx: &mut C) -> Result<Self, minicbor::decode::Error> {
        let mut vector = Vector::new();
        for pair in d.map_iter_with::<C, FeedId, BTreeSet<Tip>>(ctx)? {
            let (feed, tips) = pair?;
            for tip in tips {
                vector.insert(feed, tip);
            }
        }
        Ok(vector)
    }
}
