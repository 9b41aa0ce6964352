//! The head of an exchange: who asks, what it knows of the membership log, which scopes it holds and how far.

use minicbor::{Decode, Encode};
use posta_identity::{
    BadSignature, SigningKey,
    ids::{DepartmentId, DeviceId, Hash32, ScopeId},
    signing,
};

use crate::{
    cbor::{self, DecodeError, VERSION},
    limits, signed,
    standing::Standing,
    vector::Vector,
};

const CONTEXT: &str = "posta exchange";
const FORMAT: &str = "exchange head";

/// How the answer should come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Terms {
    /// About how large its packs should be: what a cut of this link may lose. Bytes; 0: as the server likes.
    pub pack: u32,
    /// About how much should come at once: what this link let through before it was cut. Bytes; 0: all there is.
    pub room: u32,
    /// It may go on from what both sides have ([`Recall`](crate::Recall)).
    pub recalls: bool,
    /// The receipt may leave out what the device knows as well ([`BriefReceipt`](crate::BriefReceipt)).
    pub is_brief: bool,
}

/// Bits of what an answer may do.
const RECALLS: u8 = 1;
const BRIEF: u8 = 2;

impl Terms {
    fn may(self) -> Option<u8> {
        let may = if self.recalls { RECALLS } else { 0 } | if self.is_brief { BRIEF } else { 0 };
        Some(may).filter(|may| *may > 0)
    }
}

/// First frame of an exchange, signed by the device over everything before the signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeHead {
    pub v: u8,
    pub department: DepartmentId,
    pub device: DeviceId,
    /// From the server's last answer; empty at first contact.
    pub nonce: Vec<u8>,
    /// Tips of the membership log that the device holds.
    pub tips: Vec<Hash32>,
    /// The scopes asked for, each with the device's vector.
    pub scopes: Vec<(ScopeId, Vector)>,
    pub terms: Terms,
    /// Asked instead of tips and scopes: is all as it was?
    pub standing: Option<Standing>,
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
    nonce: Vec<u8>,
    #[n(4)]
    tips: Vec<Hash32>,
    #[n(5)]
    scopes: Vec<(ScopeId, Vector)>,
    #[n(6)]
    pack: Option<u32>,
    #[n(7)]
    standing: Option<Standing>,
    #[n(8)]
    room: Option<u32>,
    #[n(9)]
    may: Option<u8>,
}

impl ExchangeHead {
    /// On the server's terms.
    pub fn sign(
        department: DepartmentId,
        device: DeviceId,
        nonce: Vec<u8>,
        tips: Vec<Hash32>,
        scopes: Vec<(ScopeId, Vector)>,
        key: &SigningKey,
    ) -> Self {
        Self::sign_on(department, device, nonce, tips, scopes, Terms::default(), key)
    }

    pub fn sign_on(
        department: DepartmentId,
        device: DeviceId,
        nonce: Vec<u8>,
        tips: Vec<Hash32>,
        scopes: Vec<(ScopeId, Vector)>,
        terms: Terms,
        key: &SigningKey,
    ) -> Self {
        let (pack, room) = (some(terms.pack), some(terms.room));
        let (may, standing) = (terms.may(), None);
        let fields =
            Fields { v: VERSION, department, device, nonce, tips, scopes, pack, standing, room, may };
        let signed = cbor::encode(&fields);
        Self::from_parts(fields, signing::sign(key, CONTEXT, &signed), signed)
    }

    /// Asks only whether all is as it was.
    pub fn sign_standing(
        department: DepartmentId,
        device: DeviceId,
        nonce: Vec<u8>,
        standing: Standing,
        key: &SigningKey,
    ) -> Self {
        let (tips, scopes, standing) = (Vec::new(), Vec::new(), Some(standing));
        let (pack, room, may) = (None, None, None);
        let fields =
            Fields { v: VERSION, department, device, nonce, tips, scopes, pack, standing, room, may };
        let signed = cbor::encode(&fields);
        Self::from_parts(fields, signing::sign(key, CONTEXT, &signed), signed)
    }

    /// Whether the device with this Ed25519 key signed it (strict).
    pub fn verify(&self, device_public: &[u8; 32]) -> Result<(), BadSignature> {
        signing::verify(device_public, CONTEXT, &self.signed, &self.signature)
    }

    pub fn encode(&self) -> Vec<u8> {
        signed::join(&self.signature, &self.signed)
    }

    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (signature, signed) = signed::split(FORMAT, bytes)?;
        let fields: Fields = cbor::decode_versioned(FORMAT, signed)?;
        if fields.nonce.len() > limits::NONCE {
            return Err(DecodeError::TooLarge { format: FORMAT });
        }
        Ok(Self::from_parts(fields, signature, signed.to_vec()))
    }

    fn from_parts(fields: Fields, signature: [u8; 64], signed: Vec<u8>) -> Self {
        let Fields { v, department, device, nonce, tips, scopes, pack, standing, room, may } = fields;
        let terms = Terms {
            pack: pack.unwrap_or_default(),
            room: room.unwrap_or_default(),
            recalls: may.unwrap_or_default() & RECALLS != 0,
            is_brief: may.unwrap_or_default() & BRIEF != 0,
        };
        Self { v, department, device, nonce, tips, scopes, terms, standing, signature, signed }
    }
}

fn some(number: u32) -> Option<u32> {
    Some(number).filter(|number| *number > 0)
}
