//! Deterministic CBOR: definite lengths, map keys ascending, as minicbor derives them.

use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

use crate::ids::Hash32;

/// CBOR of `value`. Writing to memory cannot fail, and no form here refuses a value.
pub(crate) fn encoded<T: Encode<()>>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(256);
    let _ = minicbor::encode(value, &mut bytes);
    bytes
}

/// As [`encoded`], for secrets: in one piece of memory of `capacity` bytes, wiped when dropped.
pub(crate) fn encoded_secret<T: Encode<()>>(value: &T, capacity: usize) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(capacity));
    let _ = minicbor::encode(value, &mut *bytes);
    bytes
}

/// Reads exactly one value; bytes after it are refused.
pub(crate) fn decoded<'b, T: Decode<'b, ()>>(bytes: &'b [u8]) -> Option<T> {
    let mut decoder = minicbor::Decoder::new(bytes);
    let value = decoder.decode().ok()?;
    (decoder.position() == bytes.len()).then_some(value)
}

/// The version byte that begins every form: key 0 of its map.
#[derive(Decode)]
#[cbor(map)]
pub(crate) struct VersionForm {
    #[n(0)]
    pub v: u8,
}

/// The version of the form in `bytes`, whatever else it holds.
pub(crate) fn version_of(bytes: &[u8]) -> Option<u8> {
    decoded::<VersionForm>(bytes).map(|form| form.v)
}

/// `[payload, SHA-256 of payload]`: a file that shows when it was damaged.
#[derive(Encode, Decode)]
struct CheckedForm {
    #[cbor(n(0), with = "minicbor::bytes")]
    payload: Vec<u8>,
    #[n(1)]
    sum: Hash32,
}

/// Wraps `payload` with its checksum, in memory that is wiped when dropped.
pub(crate) fn checked(payload: &[u8]) -> Zeroizing<Vec<u8>> {
    let form = CheckedForm { payload: payload.to_vec(), sum: Hash32::of(payload) };
    let bytes = encoded_secret(&form, payload.len() + 64);
    drop(Zeroizing::new(form.payload));
    bytes
}

/// The payload of [`checked`], unless it is damaged.
pub(crate) fn unchecked(bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let form: CheckedForm = decoded(bytes)?;
    let payload = Zeroizing::new(form.payload);
    (Hash32::of(&payload) == form.sum).then_some(payload)
}
