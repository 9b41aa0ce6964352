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
    /// About how large the packs of the answer should be: what a cut of this link may lose. Bytes; 0: as the server likes.
    pub pack: u32,
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
}

impl ExchangeHead {
    /// Asks for packs of the size that the server likes.
    pub fn sign(
        department: DepartmentId,
        device: DeviceId,
        nonce: Vec<u8>,
        tips: Vec<Hash32>,
        scopes: Vec<(ScopeId, Vector)>,
        key: &SigningKey,
    ) -> Self {
        Self::sign_for_packs(department, device, nonce, tips, scopes, 0, key)
    }

    pub fn sign_for_packs(
        department: DepartmentId,
        device: DeviceId,
        nonce: Vec<u8>,
        tips: Vec<Hash32>,
        scopes: Vec<(ScopeId, Vector)>,
        pack: u32,
        key: &SigningKey,
    ) -> Self {
        let fields =
            Fields { v: VERSION, department, device, nonce, tips, scopes, pack: Some(pack), standing: None };
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
        let fields = Fields { v: VERSION, department, device, nonce, tips, scopes, pack: None, standing };
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
        let Fields { v, department, device, nonce, tips, scopes, pack, standing } = fields;
        let pack = pack.unwrap_or_default();
        Self { v, department, device, nonce, tips, scopes, pack, standing, signature, signed }
    }
}
