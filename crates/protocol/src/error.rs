//! What a server answers instead of doing what was asked. Codes, never values.

use minicbor::{Decode, Encode};

use crate::{
    cbor::{self, DecodeError, VERSION},
    limits,
};

const FORMAT: &str = "error body";

/// The codes of an [`ErrorBody`] and of a refused scope.
pub mod code {
    pub const UNKNOWN_DEVICE: &str = "unknown_device";
    pub const SCOPE_NOT_GRANTED: &str = "scope_not_granted";
    pub const STALE_NONCE: &str = "stale_nonce";
    /// What both sides have is not the same any more: ask with vectors.
    pub const NOT_THE_SAME: &str = "not_the_same";
    pub const BAD_SIGNATURE: &str = "bad_signature";
    pub const TOO_LARGE: &str = "too_large";
    pub const UNSUPPORTED_VERSION: &str = "unsupported_version";
    pub const BAD_REQUEST: &str = "bad_request";
    pub const UNKNOWN_INVITATION: &str = "unknown_invitation";
    pub const INVITATION_USED: &str = "invitation_used";
    /// The server has taken no such join.
    pub const UNKNOWN_JOIN: &str = "unknown_join";
    /// The device, or the session that wrote a batch, was revoked.
    pub const REVOKED: &str = "revoked";
    /// The batch's content was erased: it is not taken back.
    pub const ERASED: &str = "erased";
    /// The device, or the department, has stored as much as it may.
    pub const QUOTA: &str = "quota";
    /// Too many requests: try again later.
    pub const RATE_LIMITED: &str = "rate_limited";
    /// The user has no role that lets them ask this.
    pub const NOT_ALLOWED: &str = "not_allowed";
    /// A look-up needs a name and a year of birth, or the number of a document.
    pub const TOO_LITTLE: &str = "too_little";
    /// The person did not agree that what they told elsewhere comes here.
    pub const NOT_CONSENTED: &str = "not_consented";
    /// No such person of another department, or not any more.
    pub const NOT_FOUND: &str = "not_found";
    pub const SERVER_TROUBLE: &str = "server_trouble";
}

/// The single frame of an answer that is not a success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorBody {
    /// One of [`code`], or a newer one: `[a-z0-9_]`, at most `limits::CODE` bytes.
    pub code: String,
    /// A fresh nonce for the next try; may be empty.
    pub nonce: Vec<u8>,
}

#[derive(Encode, Decode)]
struct Fields {
    #[n(0)]
    v: u8,
    #[n(1)]
    code: String,
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    nonce: Vec<u8>,
}

impl ErrorBody {
    pub fn new(code: &str, nonce: Vec<u8>) -> Self {
        Self { code: code.to_owned(), nonce }
    }

    pub fn encode(&self) -> Vec<u8> {
        cbor::encode(&Fields { v: VERSION, code: self.code.clone(), nonce: self.nonce.clone() })
    }

    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let Fields { code, nonce, .. } = cbor::decode_versioned(FORMAT, bytes)?;
        if nonce.len() > limits::NONCE || !cbor::is_code(&code) {
            return Err(DecodeError::Malformed { format: FORMAT });
        }
        Ok(Self { code, nonce })
    }
}
