//! Certificates of own sessions, beside the own batches: the device file, where others look for them, may be restored to
//! an earlier day.

use posta_identity::SessionCertificate;
use posta_identity::ids::Actor;
use rusqlite::{OptionalExtension, named_params};

use super::ScopeFile;
use crate::batch_rows::certificate_of;
use crate::error::Error;
use crate::transaction::Writer;

impl ScopeFile {
    /// Certificates of all sessions that made batches here, to be put on the shelf with them
    /// ([`DeviceFile::put_sessions`](crate::DeviceFile::put_sessions)).
    pub fn own_certificates(&self) -> Result<Vec<SessionCertificate>, Error> {
        let mut sql = self.connection.prepare_cached("SELECT certificate FROM session ORDER BY actor")?;
        Ok(sql.query_map([], certificate_of)?.collect::<Result<_, _>>()?)
    }

    /// The certificate of a session that made batches here.
    pub fn certificate(&self, actor: &Actor) -> Result<Option<SessionCertificate>, Error> {
        let sql = "SELECT certificate FROM session WHERE actor = :actor";
        let mut sql = self.connection.prepare_cached(sql)?;
        Ok(sql.query_row(named_params! { ":actor": actor.as_bytes() }, certificate_of).optional()?)
    }
}

/// Keeps the certificate of the session whose batches this transaction stores.
pub(super) fn keep(writer: &Writer<'_>, certificate: &SessionCertificate) -> Result<(), Error> {
    writer.execute(
        "INSERT OR IGNORE INTO session (actor, certificate) VALUES (:actor, :certificate)",
        named_params! {
            ":actor": certificate.actor().as_bytes(), ":certificate": certificate.encode(),
        },
    )?;
    Ok(())
}
