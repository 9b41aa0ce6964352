//! Symmetric keys: of an epoch of a scope, and of an encrypted file.

use std::fmt::Write;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::ids::Hash32;
use crate::random::fill_random;
use crate::seal::SealSecret;

/// The key of one epoch of a scope. In a care scope it encrypts batches; in every scope it wraps the keys of the files
/// of a device, so that each member present there can open them.
#[derive(Clone)]
pub struct EpochKey {
    /// SHA-256 of "posta epoch" and the key: names the epoch without giving it away.
    pub id: Hash32,
    /// The key itself.
    pub key: Zeroizing<[u8; 32]>,
}

impl EpochKey {
    /// A fresh key.
    pub fn random() -> Self {
        let mut key = Zeroizing::new([0; 32]);
        fill_random(key.as_mut());
        Self::from_key(*key)
    }

    /// The epoch of this key.
    pub fn from_key(key: [u8; 32]) -> Self {
        Self { id: Hash32::of_parts(&[b"posta epoch", &key]), key: Zeroizing::new(key) }
    }

    /// The secret that opens the inbox records of this epoch; its public half stands in the epoch's entry.
    pub fn inbox(&self) -> SealSecret {
        let mut secret = Zeroizing::new([0; 32]);
        // HKDF refuses only lengths beyond 255 hashes.
        let _ = Hkdf::<Sha256>::new(None, self.key.as_ref()).expand(b"posta inbox", secret.as_mut());
        SealSecret::from_bytes(*secret)
    }
}

impl std::fmt::Debug for EpochKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EpochKey({})", self.id)
    }
}

/// The key of an encrypted SQLite file: 32 bytes of key and 16 of salt.
#[derive(Clone)]
pub struct FileKey(Zeroizing<[u8; 48]>);

impl FileKey {
    /// A fresh key.
    pub fn random() -> Self {
        let mut bytes = Zeroizing::new([0; 48]);
        fill_random(bytes.as_mut());
        Self(bytes)
    }

    /// The key kept in `bytes`.
    pub fn from_bytes(bytes: [u8; 48]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The secret bytes.
    pub fn as_bytes(&self) -> &[u8; 48] {
        &self.0
    }

    /// The value of SQLCipher's `PRAGMA key` that uses key and salt as they are: `x'<96 hex>'`.
    pub fn pragma(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(99));
        text.push_str("x'");
        for byte in self.0.iter() {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text.push('\'');
        text
    }
}

impl std::fmt::Debug for FileKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FileKey")
    }
}
