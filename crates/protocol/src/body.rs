//! The body of a batch: changes as CBOR, compressed by zstd, sealed and padded when the scope is confidential.

use std::{fmt, io::Read};

use minicbor::{Decode, Encode};
use posta_identity::{EpochKey, seal};
use thiserror::Error;

use crate::{
    batch::BatchHeader,
    cbor::{self, DecodeError, VERSION},
    limits,
};

/// An open batch is packed again at every save: 4 KiB take 0.1 ms at this level and 1.2 ms at 19, for 0.2 % less.
const ZSTD_LEVEL: i32 = 12;

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

/// Version first, so that a later layout (lean rows) is told apart.
#[derive(Encode, Decode)]
struct Body {
    #[n(0)]
    v: u8,
    #[n(1)]
    changes: Vec<ChangeEntry>,
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
            Self::NoKey => "no_key",
            Self::DoesNotOpen => "does_not_open",
            Self::Seal => "seal",
            Self::Decode(error) => error.code(),
        }
    }

    /// Whether a newer program may open it: such a batch waits, nothing is wrong with it.
    pub fn is_of_later_version(&self) -> bool {
        matches!(self, Self::UnknownDictionary(_) | Self::Decode(DecodeError::UnknownVersion { .. }))
    }
}

/// Packs changes: CBOR, zstd and, with a key, length prefix, zeros up to a multiple of 512, XChaCha20-Poly1305 bound to
/// `aad` ([`BatchHeader::aad`]). Fails above the limits, or when the system has no randomness.
pub fn pack_body(changes: &[ChangeEntry], seal: Option<(&EpochKey, &[u8])>) -> Result<Vec<u8>, BodyError> {
    if changes.len() > limits::CHANGES || changes.iter().any(|change| !is_kind(&change.kind)) {
        return Err(BodyError::TooLarge);
    }
    let plain = cbor::encode(&Body { v: VERSION, changes: changes.to_vec() });
    if plain.len() > limits::UNPACKED {
        return Err(BodyError::TooLarge);
    }
    let packed = zstd::bulk::compress(&plain, ZSTD_LEVEL).map_err(|_| BodyError::Compression)?;
    let Some((epoch, aad)) = seal else { return Ok(packed) };
    seal::aead_seal(&epoch.key, aad, &pad(&packed)?).map_err(|_| BodyError::Seal)
}

/// Opens a body under a header of this program's version: memory stays bounded whatever it claims. A batch that arrived
/// is opened by [`SignedBatch::open`](crate::SignedBatch::open), which binds what a newer program added to the header.
pub fn open_body(
    header: &BatchHeader,
    body: &[u8],
    key: Option<&EpochKey>,
) -> Result<Vec<ChangeEntry>, BodyError> {
    open_bound(header, body, key, || Ok(header.aad()))
}

/// Opens a body; `aad`: what it is bound to if it is sealed.
pub(crate) fn open_bound(
    header: &BatchHeader,
    body: &[u8],
    key: Option<&EpochKey>,
    aad: impl FnOnce() -> Result<Vec<u8>, DecodeError>,
) -> Result<Vec<ChangeEntry>, BodyError> {
    if header.dictionary != 0 {
        return Err(BodyError::UnknownDictionary(header.dictionary));
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
    let Body { changes, .. } = cbor::decode_versioned("body", &plain)?;
    if changes.len() > limits::CHANGES {
        return Err(BodyError::TooLarge);
    }
    if changes.iter().any(|change| !is_kind(&change.kind)) {
        return Err(DecodeError::Malformed { format: "body" }.into());
    }
    Ok(changes)
}

/// Kinds that this version does not know pass, but only short printable words.
fn is_kind(kind: &str) -> bool {
    (1..=limits::KIND).contains(&kind.len()) && kind.bytes().all(|b| b.is_ascii_graphic() || b == b' ')
}

/// One zstd frame, nothing after it, at most `limits::UNPACKED` bytes out and 2^`limits::WINDOW_LOG` of window.
fn decompress(packed: &[u8]) -> Result<Vec<u8>, BodyError> {
    let broken = |_| BodyError::Compression;
    let mut decoder = zstd::stream::read::Decoder::with_buffer(packed).map_err(broken)?.single_frame();
    decoder.window_log_max(limits::WINDOW_LOG).map_err(broken)?;
    let mut plain = Vec::new();
    decoder.by_ref().take(limits::UNPACKED as u64 + 1).read_to_end(&mut plain).map_err(broken)?;
    if plain.len() > limits::UNPACKED {
        return Err(BodyError::TooLarge);
    }
    if !decoder.finish().is_empty() {
        return Err(BodyError::Compression);
    }
    Ok(plain)
}

fn pad(packed: &[u8]) -> Result<Vec<u8>, BodyError> {
    let length = u32::try_from(packed.len()).map_err(|_| BodyError::TooLarge)?;
    let mut padded = length.to_le_bytes().to_vec();
    padded.extend_from_slice(packed);
    padded.resize(padded.len().next_multiple_of(limits::PADDING), 0);
    Ok(padded)
}

fn unpad(padded: &[u8]) -> Result<&[u8], BodyError> {
    let (length, rest) = padded.split_first_chunk::<4>().ok_or(BodyError::DoesNotOpen)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| BodyError::DoesNotOpen)?;
    let (packed, zeros) = rest.split_at_checked(length).ok_or(BodyError::DoesNotOpen)?;
    if zeros.len() >= limits::PADDING || zeros.iter().any(|byte| *byte != 0) {
        return Err(BodyError::DoesNotOpen);
    }
    Ok(packed)
}
