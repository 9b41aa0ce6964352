//! Ed25519 signatures under a context word, always verified strictly.

use ed25519_dalek::{Signature, Signer, VerifyingKey};
use zeroize::Zeroizing;

pub use ed25519_dalek::SigningKey;

use crate::random::fill_random;

/// A signature does not belong to the key and the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not verify")]
pub struct BadSignature;

/// A fresh signing key.
pub fn random_key() -> SigningKey {
    let mut seed = Zeroizing::new([0; 32]);
    fill_random(seed.as_mut());
    SigningKey::from_bytes(&seed)
}

/// The public half of `key`.
pub fn public_of(key: &SigningKey) -> [u8; 32] {
    key.verifying_key().to_bytes()
}

/// Signs `context` followed by `message`. No context word of the project begins another one.
pub fn sign(key: &SigningKey, context: &str, message: &[u8]) -> [u8; 64] {
    key.sign(&[context.as_bytes(), message].concat()).to_bytes()
}

/// Verifies what [`sign`] made, refusing weak keys and malleable signatures.
pub fn verify(
    public: &[u8; 32],
    context: &str,
    message: &[u8],
    signature: &[u8; 64],
) -> Result<(), BadSignature> {
    let public = VerifyingKey::from_bytes(public).map_err(|_| BadSignature)?;
    public
        .verify_strict(&[context.as_bytes(), message].concat(), &Signature::from_bytes(signature))
        .map_err(|_| BadSignature)
}
