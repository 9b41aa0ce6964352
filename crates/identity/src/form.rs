//! Deterministic CBOR: definite lengths, map keys ascending, as minicbor derives them.

use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

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
