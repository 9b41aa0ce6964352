//! Own batches of the shelf, noted again in a file that was made anew: which work is sent is told from there.

use std::collections::BTreeSet;

use posta_domain::{DocumentId, Kind};
use posta_identity::EpochKey;
use posta_identity::ids::Hash32;
use rusqlite::named_params;

use super::apply::is_applied;
use super::{ScopeFile, certificate, outbox};
use crate::batch_rows::number;
use crate::device::DeviceFile;
use crate::error::Error;
use crate::transaction;

impl ScopeFile {
    /// Notes every own batch of this scope that lies on the shelf as made here, once what can be taken in was. Idempotent.
    pub fn regain_own<'k>(
        &self,
        device: &DeviceFile,
        epoch: impl Fn(&Hash32) -> Option<&'k EpochKey>,
    ) -> Result<(), Error> {
        for hash in device.own_hashes(&self.scope)? {
            if outbox::is_own(&self.connection, &hash)? {
                continue;
            }
            let Some(batch) = device.batch(&hash)? else { continue };
            let Ok(header) = batch.decode_header() else { continue };
            let opened = batch.open(epoch(&header.epoch).filter(|_| header.is_sealed()));
            let entries = opened.unwrap_or_default();
            let documents: BTreeSet<(Kind, DocumentId)> = entries
                .iter()
                .map(|entry| (Kind::from_word(&entry.kind), DocumentId::from(entry.document)))
                .collect();
            transaction::write(&self.connection, |writer| {
                // What was not taken in does not count yet, or no more.
                if !is_applied(writer, &hash)? {
                    let sql = "INSERT OR IGNORE INTO aside (hash) VALUES (:hash)";
                    writer.execute(sql, named_params! { ":hash": hash.as_bytes() })?;
                }
                writer.execute(
                    "INSERT OR IGNORE INTO outbox (feed, n, hash, session, changes, header, signature, body)
                     VALUES (:feed, :n, :hash, :session, :changes, :header, :signature, :body)",
                    named_params! {
                        ":feed": header.feed().as_bytes(), ":n": number(header.n), ":hash": hash.as_bytes(),
                        ":session": header.session.as_bytes(), ":changes": i64::try_from(entries.len()).unwrap_or(i64::MAX),
                        ":header": batch.header, ":signature": batch.signature, ":body": batch.body,
                    },
                )?;
                if let Some(known) = device.session(&header.session)? {
                    certificate::keep(writer, &known)?;
                }
                documents.iter().try_for_each(|(kind, id)| outbox::name_document(writer, &hash, kind, id))
            })?;
        }
        Ok(())
    }
}
