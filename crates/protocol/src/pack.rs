//! What all bodies share: one zstd frame, and inside a seal a length and zeros up to a multiple of 512 bytes.

use zeroize::Zeroizing;

use crate::{body::BodyError, limits};

/// Length (4 bytes, little endian), the frame, zeros up to a multiple of `limits::PADDING`.
pub(crate) fn pad(packed: &[u8]) -> Result<Zeroizing<Vec<u8>>, BodyError> {
    let length = u32::try_from(packed.len()).map_err(|_| BodyError::TooLarge)?;
    let size = packed.len().saturating_add(4).next_multiple_of(limits::PADDING);
    let mut padded = Zeroizing::new(Vec::with_capacity(size));
    padded.extend_from_slice(&length.to_le_bytes());
    padded.extend_from_slice(packed);
    padded.resize(size, 0);
    Ok(padded)
}

/// The frame inside [`pad`]: zeros only behind it, and fewer than `limits::PADDING`.
pub(crate) fn unpad(padded: &[u8]) -> Result<&[u8], BodyError> {
    let (length, rest) = padded.split_first_chunk::<4>().ok_or(BodyError::DoesNotOpen)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| BodyError::DoesNotOpen)?;
    let (packed, zeros) = rest.split_at_checked(length).ok_or(BodyError::DoesNotOpen)?;
    if zeros.len() >= limits::PADDING || zeros.iter().any(|byte| *byte != 0) {
        return Err(BodyError::DoesNotOpen);
    }
    Ok(packed)
}

/// Kinds that this version does not know pass, but only short printable words.
pub(crate) fn is_kind(kind: &str) -> bool {
    (1..=limits::KIND).contains(&kind.len()) && kind.bytes().all(|b| b.is_ascii_graphic() || b == b' ')
}
