//! Where both sides stood after the last exchange, in 16 bytes: a device with no news asks whether it is still so.

use minicbor::{Decode, Encode};
use posta_identity::ids::{DeviceId, Hash32, ScopeId};

use crate::{cbor, vector::Vector};

/// How much of a lane's id names it.
const NAME: usize = 4;
/// Lanes that one device asks for.
const LANES: usize = 1000;

/// What a device asks by, instead of by its vectors.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Standing {
    /// Four bytes of the id of each lane that it asks for, in their order.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    lanes: Vec<u8>,
    /// Of the membership log's tips, those lanes with their vectors as the last receipt told them, and the lines about
    /// what lies aside.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    hash: [u8; 16],
}

#[derive(Encode)]
struct Hashed<'a> {
    #[n(0)]
    tips: &'a [Hash32],
    #[n(1)]
    lanes: &'a [(ScopeId, Hash32)],
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    aside: &'a [u8],
}

impl Standing {
    /// `aside`: the lines about what lies aside, as frames.
    pub fn of(mut tips: Vec<Hash32>, lanes: &[(ScopeId, Vector)], aside: &[u8]) -> Self {
        tips.sort_unstable();
        let mut lanes: Vec<_> = lanes.iter().map(|(lane, vector)| (*lane, vector.hash())).collect();
        lanes.sort_unstable();
        let names = lanes.iter().flat_map(|(lane, _)| lane.as_bytes().iter().take(NAME).copied()).collect();
        let hash = Hash32::of(&cbor::encode(&Hashed { tips: &tips, lanes: &lanes, aside })).half();
        Self { lanes: names, hash }
    }

    /// The lanes that are meant, out of all there are; `None` when a name fits none of them, or several.
    pub fn lanes(&self, all: &[ScopeId]) -> Option<Vec<ScopeId>> {
        let (names, []) = self.lanes.as_chunks::<NAME>() else { return None };
        if names.len() > LANES || !names.is_sorted_by(|a, b| a < b) {
            return None;
        }
        let one = |name: &[u8; NAME]| {
            let mut fitting = all.iter().filter(|lane| lane.as_bytes().starts_with(name));
            fitting.next().copied().filter(|_| fitting.next().is_none())
        };
        names.iter().map(one).collect()
    }

    /// What a receipt says of it: to this device, and to this question only.
    pub fn answer(&self, device: &DeviceId, nonce: &[u8]) -> [u8; 16] {
        Hash32::of(&[self.hash.as_slice(), device.as_bytes(), nonce].concat()).half()
    }
}
