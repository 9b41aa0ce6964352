//! One hash of the whole content: equal on two devices means equal documents.

use posta_documents::ContentDigest;
use posta_identity::ids::Hash32;

use super::ScopeFile;
use crate::error::Error;

impl ScopeFile {
    /// The [`ContentDigest`] of this scope, equal to that of every peer with the same documents.
    pub fn digest(&self) -> Result<Hash32, Error> {
        let mut sql =
            self.connection.prepare_cached("SELECT kind, id, heads FROM document ORDER BY kind, id")?;
        let mut rows = sql.query([])?;
        let mut digest = ContentDigest::default();
        while let Some(row) = rows.next()? {
            digest.add(&row.get::<_, String>("kind")?, &row.get("id")?, &row.get::<_, Vec<u8>>("heads")?);
        }
        Ok(Hash32::from(digest.finish()))
    }
}
