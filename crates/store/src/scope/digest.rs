//! One hash of the whole content: equal on two devices means equal documents.

use posta_identity::ids::Hash32;
use sha2::{Digest, Sha256};

use super::ScopeFile;
use crate::error::Error;

impl ScopeFile {
    /// SHA-256 over every document, sorted by kind and id: length of the kind (u32, little endian), kind, id (16 bytes),
    /// number of heads (u32, little endian), heads in order (32 bytes each).
    pub fn digest(&self) -> Result<Hash32, Error> {
        let mut sql =
            self.connection.prepare_cached("SELECT kind, id, heads FROM document ORDER BY kind, id")?;
        let mut rows = sql.query([])?;
        let mut digest = Sha256::new();
        while let Some(row) = rows.next()? {
            let kind: String = row.get("kind")?;
            let heads: Vec<u8> = row.get("heads")?;
            digest.update(length(kind.len()));
            digest.update(kind.as_bytes());
            digest.update(row.get::<_, [u8; 16]>("id")?);
            digest.update(length(heads.len() / 32));
            digest.update(&heads);
        }
        Ok(Hash32::from(<[u8; 32]>::from(digest.finalize())))
    }
}

fn length(count: usize) -> [u8; 4] {
    u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes()
}
