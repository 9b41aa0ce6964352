//! What lies aside of somebody in a scope that whoever asks does not hold: that it is there, and nothing of it.

use minicbor::{Decode, Encode};
use posta_identity::ids::{DeviceId, ScopeId, UserId};

use crate::cbor::{self, DecodeError};

const FORMAT: &str = "aside";

/// Batches of one author on one device that do not count. Numbers and ids only.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct AsideLine {
    /// The scope that they, or their lanes, are of.
    #[n(0)]
    pub scope: ScopeId,
    /// Whose sessions signed them.
    #[n(1)]
    pub user: UserId,
    /// The device whose feeds they are.
    #[n(2)]
    pub device: DeviceId,
    /// How many.
    #[n(3)]
    pub batches: u32,
    /// Hours since 1970 of the earliest and of the latest, as their headers say.
    #[n(4)]
    pub from_hour: u32,
    #[n(5)]
    pub to_hour: u32,
}

impl AsideLine {
    pub fn encode(&self) -> Vec<u8> {
        cbor::encode(self)
    }

    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        cbor::decode(FORMAT, bytes)
    }
}
