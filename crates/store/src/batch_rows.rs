//! A signed batch as columns `header`, `signature`, `body`, a certificate as its bytes, and ids as blobs.

use posta_identity::SessionCertificate;
use posta_identity::ids::Hash32;
use posta_protocol::SignedBatch;
use rusqlite::Row;
use rusqlite::types::Type;

/// Reads the three columns of a batch.
pub(crate) fn batch_of(row: &Row<'_>) -> rusqlite::Result<SignedBatch> {
    Ok(SignedBatch { header: row.get("header")?, signature: row.get("signature")?, body: row.get("body")? })
}

/// Reads the column `certificate`.
pub(crate) fn certificate_of(row: &Row<'_>) -> rusqlite::Result<SessionCertificate> {
    SessionCertificate::decode(&row.get::<_, Vec<u8>>("certificate")?)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Blob, Box::new(error)))
}

/// Reads a hash column.
pub(crate) fn hash_of(row: &Row<'_>, column: &str) -> rusqlite::Result<Hash32> {
    Ok(Hash32::from(row.get::<_, [u8; 32]>(column)?))
}

/// Reads a 16-byte id column.
pub(crate) fn id_of<T: From<[u8; 16]>>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    Ok(T::from(row.get::<_, [u8; 16]>(column)?))
}

/// Reads a count or number column that is never negative.
pub(crate) fn count_of(row: &Row<'_>, column: &str) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or(0))
}

/// The number as SQLite keeps it; numbers beyond its range (never reached by counting) become the largest.
pub(crate) fn number(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
