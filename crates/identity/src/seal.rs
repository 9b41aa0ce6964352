//! Sealing: to a public key (HPKE, X25519, ChaCha20-Poly1305) and under a symmetric key (XChaCha20-Poly1305).

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use zeroize::Zeroizing;

use crate::random::{fill_random, random_bytes};

const NONCE: usize = 24;
const ENCAPPED: usize = 32;

/// Bytes that [`aead_seal`] adds: nonce and tag.
pub const AEAD_OVERHEAD: usize = NONCE + 16;

/// What was sealed could not be sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Wrong key, wrong associated data, or altered bytes.
    #[error("the sealed bytes do not open with this key")]
    DoesNotOpen,
    /// The public key or the plain text cannot be used.
    #[error("the bytes cannot be sealed to this key")]
    CannotSeal,
}

/// 32 fresh secret bytes: a key of one file.
pub fn random_key() -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    fill_random(key.as_mut());
    key
}

/// An X25519 secret, to open what was sealed to its public half.
#[derive(Clone)]
pub struct SealSecret(Zeroizing<[u8; 32]>);

impl SealSecret {
    /// A fresh secret.
    pub fn random() -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        fill_random(bytes.as_mut());
        Self(bytes)
    }

    /// The secret kept in `bytes`.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The secret bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The public half.
    pub fn public(&self) -> [u8; 32] {
        // An X25519 secret is any 32 bytes, so reading one back never fails.
        match <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(self.as_bytes()) {
            Ok(secret) => X25519HkdfSha256::sk_to_pk(&secret).to_bytes().into(),
            Err(_) => [0; 32],
        }
    }
}

impl std::fmt::Debug for SealSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealSecret")
    }
}

/// Seals `plain` to the X25519 key `public`: 32 bytes of encapsulated key, then the cipher text with its tag.
pub fn hpke_seal(public: &[u8; 32], info: &[u8], aad: &[u8], plain: &[u8]) -> Result<Vec<u8>, SealError> {
    let public =
        <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(public).map_err(|_| SealError::CannotSeal)?;
    let (encapped, cipher) = hpke::single_shot_seal::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &public,
        info,
        plain,
        aad,
    )
    .map_err(|_| SealError::CannotSeal)?;
    Ok([encapped.to_bytes().as_slice(), &cipher].concat())
}

/// Opens what [`hpke_seal`] made with the same `info` and `aad`.
pub fn hpke_open(
    secret: &SealSecret,
    info: &[u8],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let (encapped, cipher) = sealed.split_at_checked(ENCAPPED).ok_or(SealError::DoesNotOpen)?;
    let encapped =
        <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(encapped).map_err(|_| SealError::DoesNotOpen)?;
    let secret = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(secret.as_bytes())
        .map_err(|_| SealError::DoesNotOpen)?;
    hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &secret,
        &encapped,
        info,
        cipher,
        aad,
    )
    .map(Zeroizing::new)
    .map_err(|_| SealError::DoesNotOpen)
}

/// Encrypts `plain` under `key`, bound to `aad`: a random nonce of 24 bytes, then the cipher text with its tag.
pub fn aead_seal(key: &[u8; 32], aad: &[u8], plain: &[u8]) -> Result<Vec<u8>, SealError> {
    let nonce: [u8; NONCE] = random_bytes();
    let cipher = XChaCha20Poly1305::new(&Key::from(*key))
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad })
        .map_err(|_| SealError::CannotSeal)?;
    Ok([nonce.as_slice(), &cipher].concat())
}

/// Opens what [`aead_seal`] made with the same key and `aad`.
pub fn aead_open(key: &[u8; 32], aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let (nonce, cipher) = sealed.split_first_chunk::<NONCE>().ok_or(SealError::DoesNotOpen)?;
    XChaCha20Poly1305::new(&Key::from(*key))
        .decrypt(&XNonce::from(*nonce), Payload { msg: cipher, aad })
        .map(Zeroizing::new)
        .map_err(|_| SealError::DoesNotOpen)
}
