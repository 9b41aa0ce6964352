//! The body of a batch: changes as CBOR, compressed by zstd, sealed and padded when the scope is confidential.

use std::fmt;

use minicbor::{Decode, Encode};
use posta_identity::{EpochKey, seal};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::{
    batch::{BatchHeader, Seal},
    cbor::{self, DecodeError, VERSION},
    limits,
    pack::{compress, decompress, is_kind, pad, unpad},
    vector::Vector,
};

/// One change of one document, as Automerge's uncompressed chunk.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct ChangeEntry {
    /// The document's kind, 1 to `limits::KIND` bytes.
    #[n(0)]
    pub kind: String,
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub document: [u8; 16],
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
}

impl fmt::Debug for ChangeEntry {
    /// Sizes only: a change is people's data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChangeEntry({} bytes)", self.bytes.len())
    }
}

/// The body of a batch in a checkpoint lane: changes of any actor, and how far they are all there is.
#[derive(Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Each is its own author's, whoever sends it: admission must take the author from the change itself.
    pub changes: Vec<ChangeEntry>,
    /// The checkpoint ends here and stands for all changes of these batches; `None`: more follows, or no such claim.
    pub covers: Option<Vector>,
}

impl fmt::Debug for Checkpoint {
    /// Sizes only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Checkpoint({} changes)", self.changes.len())
    }
}

/// Version first, so that a later layout (lean rows) is told apart.
#[derive(Encode)]
struct Written<'a> {
    #[n(0)]
    v: u8,
    #[n(1)]
    changes: &'a [ChangeEntry],
    #[n(2)]
    covers: Option<&'a Vector>,
}

#[derive(Decode)]
struct Read {
    #[n(0)]
    _v: u8,
    #[n(1)]
    changes: Vec<ChangeEntry>,
    #[n(2)]
    covers: Option<Vector>,
}

/// Why a body cannot be packed or opened. Carries no content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BodyError {
    #[error("body: more than {} changes or {} bytes", limits::CHANGES, limits::UNPACKED)]
    TooLarge,
    #[error("body: zstd frame does not decode within its limits")]
    Compression,
    #[error("body: dictionary {0} is not known to this program")]
    UnknownDictionary(u32),
    #[error("body: seal {0} is not known to this program")]
    UnknownSeal(u8),
    #[error("body: not of the kind that was asked for")]
    OtherSeal,
    #[error("body: sealed in an epoch whose key is not here")]
    NoKey,
    #[error("body: does not open with this key and header")]
    DoesNotOpen,
    #[error("body: could not be sealed")]
    Seal,
    #[error(transparent)]
    Decode(#[from] DecodeError),
}

impl BodyError {
    /// A short stable word for quarantine lists.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::Compression => "compression",
            Self::UnknownDictionary(_) => "unknown_dictionary",
            Self::UnknownSeal(_) => "unknown_seal",
            Self::OtherSeal => "other_seal",
            Self::NoKey => "no_key",
            Self::DoesNotOpen => "does_not_open",
            Self::Seal => "seal",
            Self::Decode(error) => error.code(),
        }
    }

    /// Whether a newer program may open it: such a batch waits, nothing is wrong with it.
    pub fn is_of_later_version(&self) -> bool {
        matches!(
            self,
            Self::UnknownDictionary(_)
                | Self::UnknownSeal(_)
                | Self::Decode(DecodeError::UnknownVersion { .. })
        )
    }
}

/// Packs changes: CBOR, zstd and, with a key, length prefix, zeros up to a multiple of 512, XChaCha20-Poly1305 bound to
/// `aad` ([`BatchHeader::aad`]). Fails above the limits, or when the system has no randomness.
pub fn pack_body(changes: &[ChangeEntry], seal: Option<(&EpochKey, &[u8])>) -> Result<Vec<u8>, BodyError> {
    pack(changes, None, seal)
}

/// Packs a part of a checkpoint as [`pack_body`] packs changes.
pub fn pack_checkpoint(
    checkpoint: &Checkpoint,
    seal: Option<(&EpochKey, &[u8])>,
) -> Result<Vec<u8>, BodyError> {
    pack(&checkpoint.changes, checkpoint.covers.as_ref(), seal)
}

fn pack(
    changes: &[ChangeEntry],
    covers: Option<&Vector>,
    seal: Option<(&EpochKey, &[u8])>,
) -> Result<Vec<u8>, BodyError> {
    if changes.len() > limits::CHANGES || changes.iter().any(|change| !is_kind(&change.kind)) {
        return Err(BodyError::TooLarge);
    }
    let plain = Zeroizing::new(cbor::encode(&Written { v: VERSION, changes, covers }));
    let packed = compress(&plain)?;
    let Some((epoch, aad)) = seal else { return Ok(packed) };
    let packed = Zeroizing::new(packed);
    seal::aead_seal(&epoch.key, aad, &pad(&packed)?).map_err(|_| BodyError::Seal)
}

/// Opens a body under a header of this program's version: memory stays bounded whatever it claims. A batch that arrived
/// is opened by [`SignedBatch::open`](crate::SignedBatch::open), which binds what a newer program added to the header.
pub fn open_body(
    header: &BatchHeader,
    body: &[u8],
    key: Option<&EpochKey>,
) -> Result<Vec<ChangeEntry>, BodyError> {
    open_bound(header, body, key, || Ok(header.aad())).map(|checkpoint| checkpoint.changes)
}

/// Opens a body; `aad`: what it is bound to if it is sealed.
pub(crate) fn open_bound(
    header: &BatchHeader,
    body: &[u8],
    key: Option<&EpochKey>,
    aad: impl FnOnce() -> Result<Vec<u8>, DecodeError>,
) -> Result<Checkpoint, BodyError> {
    check_dictionary(header)?;
    match header.seal {
        Seal::Epoch => {}
        Seal::Inbox => return Err(BodyError::OtherSeal),
        Seal::Other(seal) => return Err(BodyError::UnknownSeal(seal)),
    }
    if body.len() > limits::BATCH {
        return Err(BodyError::TooLarge);
    }
    let plain = if header.is_sealed() {
        let key = key.filter(|key| key.id == header.epoch).ok_or(BodyError::NoKey)?;
        let padded = seal::aead_open(&key.key, &aad()?, body).map_err(|_| BodyError::DoesNotOpen)?;
        decompress(unpad(&padded)?)?
    } else {
        decompress(body)?
    };
    let Read { changes, covers, .. } = cbor::decode_versioned("body", &plain)?;
    if changes.len() > limits::CHANGES {
        return Err(BodyError::TooLarge);
    }
    if changes.iter().any(|change| !is_kind(&change.kind)) {
        return Err(DecodeError::Malformed { format: "body" }.into());
    }
    Ok(Checkpoint { changes, covers })
}

/// Only bodies without a dictionary are known.
pub(crate) fn check_dictionary(header: &BatchHeader) -> Result<(), BodyError> {
    match header.dictionary {
        0 => Ok(()),
        dictionary => Err(BodyError::UnknownDictionary(dictionary)),
    }
}
