//! The membership log and the session certificates that were seen.

use posta_identity::SessionCertificate;
use posta_identity::ids::{Actor, Hash32};
use rusqlite::{OptionalExtension, named_params};

use super::DeviceFile;
use crate::error::Error;
use crate::transaction;

impl DeviceFile {
    /// Keeps entries of the membership log that are not here yet, in the order given (parents first).
    /// Returns how many were new.
    pub fn append_entries(&self, entries: &[Vec<u8>]) -> Result<usize, Error> {
        transaction::write(&self.connection, |writer| {
            entries.iter().try_fold(0, |new, bytes| {
                let sql = "INSERT OR IGNORE INTO log_entry (hash, bytes) VALUES (:hash, :bytes)";
                let hash = Hash32::of(bytes);
                Ok(new + writer.execute(sql, named_params! { ":hash": hash.as_bytes(), ":bytes": bytes })?)
            })
        })
    }

    /// Every entry of the membership log, in the order of arrival.
    pub fn entries(&self) -> Result<Vec<Vec<u8>>, Error> {
        let mut sql = self.connection.prepare_cached("SELECT bytes FROM log_entry ORDER BY row")?;
        Ok(sql.query_map([], |row| row.get("bytes"))?.collect::<Result<_, _>>()?)
    }

    /// Keeps a session's certificate (verified by the caller) under its actor.
    pub fn put_session(&self, certificate: &SessionCertificate) -> Result<(), Error> {
        transaction::write(&self.connection, |writer| {
            writer.execute(
                "INSERT OR IGNORE INTO session (actor, certificate) VALUES (:actor, :certificate)",
                named_params! {
                    ":actor": certificate.actor().as_bytes(),
                    ":certificate": certificate.encode(),
                },
            )?;
            Ok(())
        })
    }

    /// The certificate of the session with this actor.
    pub fn session(&self, actor: &Actor) -> Result<Option<SessionCertificate>, Error> {
        let bytes: Option<Vec<u8>> = self
            .connection
            .prepare_cached("SELECT certificate FROM session WHERE actor = :actor")?
            .query_row(named_params! { ":actor": actor.as_bytes() }, |row| row.get("certificate"))
            .optional()?;
        bytes.map(|bytes| read_certificate(&bytes)).transpose()
    }

    /// Every certificate here.
    pub fn sessions(&self) -> Result<Vec<SessionCertificate>, Error> {
        let mut sql = self.connection.prepare_cached("SELECT certificate FROM session ORDER BY actor")?;
        let rows: Vec<Vec<u8>> =
            sql.query_map([], |row| row.get("certificate"))?.collect::<Result<_, _>>()?;
        rows.iter().map(|bytes| read_certificate(bytes)).collect()
    }
}

fn read_certificate(bytes: &[u8]) -> Result<SessionCertificate, Error> {
    SessionCertificate::decode(bytes).map_err(|_| Error::Stored("session certificate"))
}
