//! The receipt: the only thing that marks work as sent. A captive portal's 200 is not one.

use minicbor::{Decode, Encode};
use posta_identity::{
    BadSignature, SigningKey,
    ids::{DepartmentId, Hash32, ScopeId},
    signing,
};

use crate::{
    cbor::{self, DecodeError, VERSION},
    limits, signed,
    vector::Vector,
};

const CONTEXT: &str = "posta receipt";
const FORMAT: &str = "receipt";

/// What the server stores durably of each scope granted, signed by its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub v: u8,
    pub department: DepartmentId,
    pub scopes: Vec<(ScopeId, Vector)>,
    /// The server's clock, seconds since 1970.
    pub time: i64,
    /// To be sent with the next exchange.
    pub nonce: Vec<u8>,
    /// Tips of the server's membership log after what was brought: what does not lie below them, it lacks. Empty: not
    /// told.
    pub tips: Vec<Hash32>,
    /// All is as the device said ([`Standing::answer`](crate::Standing::answer)); nothing else is told.
    pub same: Option<[u8; 16]>,
    pub signature: [u8; 64],
    signed: Vec<u8>,
}

/// A receipt without what the device knows as well: it has the same batches, and the same log. Whoever completes it and
/// finds the signature good has the receipt itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BriefReceipt {
    pub time: i64,
    pub nonce: Vec<u8>,
    pub signature: [u8; 64],
}

#[derive(Encode, Decode)]
struct BriefFields {
    #[n(0)]
    v: u8,
    #[n(1)]
    time: i64,
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    nonce: Vec<u8>,
}

impl BriefReceipt {
    /// The receipt, of these scopes and tips. Nothing is verified.
    pub fn complete(
        self,
        department: DepartmentId,
        scopes: Vec<(ScopeId, Vector)>,
        tips: Vec<Hash32>,
    ) -> Receipt {
        let tips = Some(tips).filter(|tips| !tips.is_empty());
        let (v, time, nonce) = (VERSION, self.time, self.nonce);
        let fields = Fields { v, department, scopes, time, nonce, tips, same: None };
        let signed = cbor::encode(&fields);
        Receipt::from_parts(fields, self.signature, signed)
    }

    pub fn encode(&self) -> Vec<u8> {
        let fields = BriefFields { v: VERSION, time: self.time, nonce: self.nonce.clone() };
        signed::join(&self.signature, &cbor::encode(&fields))
    }

    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (signature, rest) = signed::split(FORMAT, bytes)?;
        let BriefFields { time, nonce, .. } = cbor::decode_versioned(FORMAT, rest)?;
        if nonce.len() > limits::NONCE {
            return Err(DecodeError::TooLarge { format: FORMAT });
        }
        Ok(Self { time, nonce, signature })
    }
}

#[derive(Encode, Decode)]
struct Fields {
    #[n(0)]
    v: u8,
    #[n(1)]
    department: DepartmentId,
    #[n(2)]
    scopes: Vec<(ScopeId, Vector)>,
    #[n(3)]
    time: i64,
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    nonce: Vec<u8>,
    #[n(5)]
    tips: Option<Vec<Hash32>>,
    #[n(6)]
    #[cbor(with = "minicbor::bytes")]
    same: Option<[u8; 16]>,
}

impl Receipt {
    /// A receipt that does not tell what the server knows of the membership log.
    pub fn sign(
        department: DepartmentId,
        scopes: Vec<(ScopeId, Vector)>,
        time: i64,
        nonce: Vec<u8>,
        server: &SigningKey,
    ) -> Self {
        Self::sign_with_tips(department, scopes, Vec::new(), time, nonce, server)
    }

    /// A receipt for batches that also tells the tips of the server's membership log.
    pub fn sign_with_tips(
        department: DepartmentId,
        scopes: Vec<(ScopeId, Vector)>,
        tips: Vec<Hash32>,
        time: i64,
        nonce: Vec<u8>,
        server: &SigningKey,
    ) -> Self {
        let tips = Some(tips).filter(|tips| !tips.is_empty());
        let fields = Fields { v: VERSION, department, scopes, time, nonce, tips, same: None };
        let signed = cbor::encode(&fields);
        Self::from_parts(fields, signing::sign(server, CONTEXT, &signed), signed)
    }

    /// A receipt by which nothing has changed.
    pub fn sign_same(
        department: DepartmentId,
        same: [u8; 16],
        time: i64,
        nonce: Vec<u8>,
        server: &SigningKey,
    ) -> Self {
        let fields =
            Fields { v: VERSION, department, scopes: Vec::new(), time, nonce, tips: None, same: Some(same) };
        let signed = cbor::encode(&fields);
        Self::from_parts(fields, signing::sign(server, CONTEXT, &signed), signed)
    }

    /// Whether the server with this Ed25519 key signed it (strict).
    pub fn verify(&self, server_public: &[u8; 32]) -> Result<(), BadSignature> {
        signing::verify(server_public, CONTEXT, &self.signed, &self.signature)
    }

    /// Without what the device knows as well.
    pub fn brief(&self) -> BriefReceipt {
        BriefReceipt { time: self.time, nonce: self.nonce.clone(), signature: self.signature }
    }

    /// The vector that the server holds of a scope, if it answered for it.
    pub fn vector(&self, scope: &ScopeId) -> Option<&Vector> {
        self.scopes.iter().find(|(id, _)| id == scope).map(|(_, vector)| vector)
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
        let Fields { v, department, scopes, time, nonce, tips, same } = fields;
        let tips = tips.unwrap_or_default();
        Self { v, department, scopes, time, nonce, tips, same, signature, signed }
    }
}
