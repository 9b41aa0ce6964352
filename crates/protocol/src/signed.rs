//! A signed message: 64 bytes of Ed25519 signature, then the CBOR that was signed, kept as it came so that fields
//! of a newer program do not break the signature.

use crate::{cbor::DecodeError, limits};

pub(crate) fn join(signature: &[u8; 64], message: &[u8]) -> Vec<u8> {
    [signature.as_slice(), message].concat()
}

pub(crate) fn split<'b>(format: &'static str, bytes: &'b [u8]) -> Result<([u8; 64], &'b [u8]), DecodeError> {
    if bytes.len() > limits::HEAD {
        return Err(DecodeError::TooLarge { format });
    }
    let (signature, message) = bytes.split_first_chunk::<64>().ok_or(DecodeError::Malformed { format })?;
    Ok((*signature, message))
}
