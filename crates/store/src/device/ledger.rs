//! The membership log and the session certificates that were seen.

use posta_identity::SessionCertificate;
use posta_identity::ids::{Actor, Hash32};
use rusqlite::{OptionalExtension, named_params};

use super::DeviceFile;
use crate::batch_rows::certificate_of;
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
        self.put_sessions(std::slice::from_ref(certificate))
    }

    /// As [`DeviceFile::put_session`], several in one transaction.
    pub fn put_sessions(&self, certificates: &[SessionCertificate]) -> Result<(), Error> {
        if certificates.is_empty() {
            return Ok(());
        }
        transaction::write(&self.connection, |writer| {
            for certificate in certificates {
                writer.execute(
                    "INSERT OR IGNORE INTO session (actor, certificate) VALUES (:actor, :certificate)",
                    named_params! {
                        ":actor": certificate.actor().as_bytes(),
                        ":certificate": certificate.encode(),
                    },
                )?;
            }
            Ok(())
        })
    }

    /// The certificate of the session with this actor.
    pub fn session(&self, actor: &Actor) -> Result<Option<SessionCertificate>, Error> {
        let sql = "SELECT certificate FROM session WHERE actor = :actor";
        let mut sql = self.connection.prepare_cached(sql)?;
        Ok(sql.query_row(named_params! { ":actor": actor.as_bytes() }, certificate_of).optional()?)
    }

    /// Every certificate here.
    pub fn sessions(&self) -> Result<Vec<SessionCertificate>, Error> {
        let mut sql = self.connection.prepare_cached("SELECT certificate FROM session ORDER BY actor")?;
        Ok(sql.query_map([], certificate_of)?.collect::<Result<_, _>>()?)
    }
}
