//! What a device says, under its signature, that it stores: between devices what a receipt is of a server.

use minicbor::{Decode, Encode};
use posta_identity::{
    BadSignature, SigningKey,
    ids::{DepartmentId, DeviceId, Hash32, ScopeId},
    signing,
};

use crate::{
    cbor::{self, DecodeError, VERSION},
    limits, signed,
    vector::Vector,
};

const CONTEXT: &str = "posta holding";
const FORMAT: &str = "holding";

/// First frame of what one device hands to another, and the last word of a talk between two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    pub v: u8,
    pub department: DepartmentId,
    /// Who says it.
    pub device: DeviceId,
    /// Ties it to one file, or to one connection.
    pub nonce: [u8; 32],
    /// When, by its clock. Seconds since 1970.
    pub at: i64,
    /// Tips of the membership log that it holds.
    pub tips: Vec<Hash32>,
    /// Of every lane that is here: how far.
    pub lanes: Vec<(ScopeId, Vector)>,
    pub signature: [u8; 64],
    signed: Vec<u8>,
}

#[derive(Encode, Decode)]
struct Fields {
    #[n(0)]
    v: u8,
    #[n(1)]
    department: DepartmentId,
    #[n(2)]
    device: DeviceId,
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    nonce: [u8; 32],
    #[n(4)]
    at: i64,
    #[n(5)]
    tips: Vec<Hash32>,
    #[n(6)]
    lanes: Vec<(ScopeId, Vector)>,
}

impl Holding {
    /// `at`: seconds since 1970.
    pub fn sign(
        department: DepartmentId,
        device: DeviceId,
        nonce: [u8; 32],
        at: i64,
        tips: Vec<Hash32>,
        lanes: Vec<(ScopeId, Vector)>,
        key: &SigningKey,
    ) -> Self {
        let fields = Fields { v: VERSION, department, device, nonce, at, tips, lanes };
        let signed = cbor::encode(&fields);
        Self::from_parts(fields, signing::sign(key, CONTEXT, &signed), signed)
    }

    /// Whether the device with this Ed25519 key signed it (strict).
    pub fn verify(&self, device_public: &[u8; 32]) -> Result<(), BadSignature> {
        signing::verify(device_public, CONTEXT, &self.signed, &self.signature)
    }

    /// How far it says that it holds a lane; nothing: not at all.
    pub fn vector(&self, lane: &ScopeId) -> Option<&Vector> {
        self.lanes.iter().find(|(id, _)| id == lane).map(|(_, vector)| vector)
    }

    pub fn encode(&self) -> Vec<u8> {
        signed::join(&self.signature, &self.signed)
    }

    /// # Errors
    /// [`DecodeError`]; of at most [`limits::HEAD`] bytes.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (signature, signed) = signed::split(FORMAT, bytes)?;
        let fields: Fields = cbor::decode_versioned(FORMAT, signed)?;
        if fields.lanes.len() > limits::LANES {
            return Err(DecodeError::TooLarge { format: FORMAT });
        }
        Ok(Self::from_parts(fields, signature, signed.to_vec()))
    }

    fn from_parts(fields: Fields, signature: [u8; 64], signed: Vec<u8>) -> Self {
        let Fields { v, department, device, nonce, at, tips, lanes } = fields;
        Self { v, department, device, nonce, at, tips, lanes, signature, signed }
    }
}
