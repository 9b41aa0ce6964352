//! Deterministic CBOR: fixed arrays whose first element is the version, minimal integers, nothing after the value.

use minicbor::{Decode, Decoder, Encode};
use thiserror::Error;

/// The version that this program writes, of every format in this crate.
pub const VERSION: u8 = 1;

/// Why bytes are not a value of the format named. Carries no content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DecodeError {
    /// Written by a newer program: this one cannot read it, and says so instead of guessing.
    #[error("{format}: version {found} is not known to this program")]
    UnknownVersion { format: &'static str, found: u8 },
    /// Not the format at all, cut short, or with bytes after its end.
    #[error("{format}: malformed")]
    Malformed { format: &'static str },
    /// Larger than the limit of its format.
    #[error("{format}: too large")]
    TooLarge { format: &'static str },
}

impl DecodeError {
    /// A short stable word for quarantine lists and error bodies.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownVersion { .. } => "unsupported_version",
            Self::Malformed { .. } => "malformed",
            Self::TooLarge { .. } => "too_large",
        }
    }
}

/// Encodes into a fresh vector. Writing to a vector cannot fail and the types of this crate raise no errors of
/// their own, so the empty vector stands for the impossible case: no decoder or signature check accepts it.
pub(crate) fn encode<T: Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).unwrap_or_default()
}

/// Decodes exactly one value, nothing after it.
pub(crate) fn decode<'b, T: Decode<'b, ()>>(format: &'static str, bytes: &'b [u8]) -> Result<T, DecodeError> {
    let mut decoder = Decoder::new(bytes);
    let value = decoder.decode::<T>().map_err(|_| DecodeError::Malformed { format })?;
    if decoder.position() != bytes.len() {
        return Err(DecodeError::Malformed { format });
    }
    Ok(value)
}

/// Like [`decode`], after a look at the version that stands first in the array.
pub(crate) fn decode_versioned<'b, T: Decode<'b, ()>>(
    format: &'static str,
    bytes: &'b [u8],
) -> Result<T, DecodeError> {
    let mut decoder = Decoder::new(bytes);
    let malformed = |_| DecodeError::Malformed { format };
    decoder.array().map_err(malformed)?;
    let found = decoder.u8().map_err(malformed)?;
    if found != VERSION {
        return Err(DecodeError::UnknownVersion { format, found });
    }
    decode(format, bytes)
}

/// Whether a text is a code: `[a-z0-9_]`, 1 to `limits::CODE` bytes. Nothing else from a peer may reach a log.
pub(crate) fn is_code(text: &str) -> bool {
    (1..=crate::limits::CODE).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}
