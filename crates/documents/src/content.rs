//! One hash over a whole scope's content, the same on a device and on the server.

use sha2::{Digest, Sha256};

use crate::ChangeHash;

/// SHA-256 over every document, sorted by kind and id: length of the kind (u32, little endian), kind, id (16 bytes),
/// number of heads (u32, little endian), sorted heads (32 bytes each). Equal digests mean equal documents.
#[derive(Default)]
pub struct ContentDigest(Sha256);

impl ContentDigest {
    /// Adds the next document; the caller gives them sorted by kind and id. `heads` are the sorted heads in a row.
    pub fn add(&mut self, kind: &str, id: &[u8; 16], heads: &[u8]) {
        self.0.update(length(kind.len()));
        self.0.update(kind.as_bytes());
        self.0.update(id);
        self.0.update(length(heads.len() / size_of::<ChangeHash>()));
        self.0.update(heads);
    }

    /// The digest of what was added.
    pub fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

fn length(count: usize) -> [u8; 4] {
    u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes()
}
