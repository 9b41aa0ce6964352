//! The body of an inbox batch: records that whoever wrote them cannot read back.

use std::fmt;

use minicbor::{Decode, Encode};
use posta_identity::{SealSecret, seal};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    body::BodyError,
    cbor::{self, DecodeError, VERSION},
    lean::{compress, decompress_sealed},
    limits,
    pack::{is_kind, pad, unpad},
};

const INFO: &[u8] = b"posta inbox";
const FORMAT: &str = "inbox body";

/// One record for the members of a scope. Wiped when dropped.
#[derive(Clone, PartialEq, Eq, Encode, Decode, Zeroize, ZeroizeOnDrop)]
pub struct InboxRecord {
    /// What it is, 1 to `limits::KIND` bytes.
    #[n(0)]
    pub kind: String,
    /// Its content, which this crate does not read.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
}

impl fmt::Debug for InboxRecord {
    /// Sizes only: a record is people's data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InboxRecord({} bytes)", self.bytes.len())
    }
}

#[derive(Encode)]
struct Written<'a> {
    #[n(0)]
    v: u8,
    #[n(1)]
    records: &'a [InboxRecord],
}

#[derive(Decode)]
struct Read {
    #[n(0)]
    _v: u8,
    #[n(1)]
    records: Vec<InboxRecord>,
}

/// Packs records for whoever holds the secret of `inbox_public`: CBOR, zstd, length, zeros up to a multiple of 512,
/// HPKE bound to `aad` ([`BatchHeader::aad`](crate::BatchHeader::aad) of a header whose `seal` is
/// [`Seal::Inbox`](crate::Seal::Inbox)). Fails above the limits, and when the key is none.
pub fn pack_inbox(
    records: &[InboxRecord],
    inbox_public: &[u8; 32],
    aad: &[u8],
) -> Result<Vec<u8>, BodyError> {
    if records.len() > limits::CHANGES || records.iter().any(|record| !is_kind(&record.kind)) {
        return Err(BodyError::TooLarge);
    }
    let plain = Zeroizing::new(cbor::encode(&Written { v: VERSION, records }));
    let packed = Zeroizing::new(compress(&plain, 0)?);
    seal::hpke_seal(inbox_public, INFO, aad, &pad(&packed)?).map_err(|_| BodyError::Seal)
}

/// Opens an inbox body: memory stays bounded whatever it claims.
pub(crate) fn open_inbox(
    body: &[u8],
    secret: &SealSecret,
    aad: &[u8],
) -> Result<Vec<InboxRecord>, BodyError> {
    if body.len() > limits::BATCH {
        return Err(BodyError::TooLarge);
    }
    let padded = seal::hpke_open(secret, INFO, aad, body).map_err(|_| BodyError::DoesNotOpen)?;
    let plain = decompress_sealed(unpad(&padded)?, 0)?;
    let Read { records, .. } = cbor::decode_versioned(FORMAT, &plain)?;
    if records.len() > limits::CHANGES {
        return Err(BodyError::TooLarge);
    }
    if records.iter().any(|record| !is_kind(&record.kind)) {
        return Err(DecodeError::Malformed { format: FORMAT }.into());
    }
    Ok(records)
}
