//! Looks at everything in the file again: pages, documents, projections, search words, applied marks.

use std::collections::BTreeSet;

use posta_documents::Document;
use posta_domain::DocumentId;
use posta_identity::EpochKey;
use posta_identity::ids::Hash32;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use super::{ScopeFile, Standing, project};
use crate::batch_rows::{count_of, hash_of, id_of};
use crate::device::DeviceFile;
use crate::error::Error;
use crate::report::CheckReport;
use crate::transaction::{self, Writer};

/// Projections and how to read all of them in a fixed order.
const PROJECTIONS: &[(&str, &str)] = &[
    ("person", "SELECT * FROM person ORDER BY row"),
    ("enrollment", "SELECT * FROM enrollment ORDER BY row"),
    ("consent", "SELECT * FROM consent ORDER BY row"),
    ("consultation", "SELECT * FROM consultation ORDER BY row"),
    ("screening", "SELECT * FROM screening ORDER BY row"),
    ("referral", "SELECT * FROM referral ORDER BY row"),
    ("referral_answer", "SELECT * FROM referral_answer ORDER BY row"),
    ("follow_up", "SELECT * FROM follow_up ORDER BY row"),
    ("service", "SELECT * FROM service ORDER BY row"),
    ("conflict", "SELECT * FROM conflict ORDER BY row, field"),
    ("linkage", "SELECT * FROM linkage ORDER BY row"),
    ("linked", "SELECT * FROM linked ORDER BY row"),
    ("training", "SELECT * FROM training ORDER BY row"),
    ("participant", "SELECT * FROM participant ORDER BY row"),
    ("work_plan", "SELECT * FROM work_plan ORDER BY row"),
    ("meeting", "SELECT * FROM meeting ORDER BY row"),
    ("commitment", "SELECT * FROM commitment ORDER BY row"),
    ("publication", "SELECT * FROM publication ORDER BY row"),
    ("publication_piece", "SELECT * FROM publication_piece ORDER BY row"),
    ("person_words", "SELECT term, doc FROM temp.person_word ORDER BY term, doc"),
    ("publication_words", "SELECT term, doc FROM temp.publication_word ORDER BY term, doc"),
];

impl ScopeFile {
    /// Checks the file against itself and against `shelf`, the names of this scope's batches on the shelf.
    pub fn check(&self, shelf: &[Hash32]) -> Result<CheckReport, Error> {
        self.check_all(|report| {
            for hash in shelf {
                report.batches += 1;
                if !self.is_applied(hash)? {
                    report.fault("not_applied", hash);
                }
            }
            self.check_outbox(shelf, report)
        })
    }

    /// As [`ScopeFile::check`] against everything that lies on the shelf, and looks into its batches: each change of a
    /// batch that was taken in must be in its document, wait or be set aside. `epoch` gives the key of a sealed batch.
    /// A batch that cannot be read here (no key, or of a later version of the program) may wait: that is no fault.
    /// `standing` tells which batches the membership log keeps aside, and which have lost their body to an erasure.
    pub fn check_batches<'k>(
        &self,
        device: &DeviceFile,
        epoch: impl Fn(&Hash32) -> Option<&'k EpochKey>,
        standing: impl Fn(&Hash32) -> Standing,
    ) -> Result<CheckReport, Error> {
        let shelf = device.hashes(&self.scope)?;
        self.check_all(|report| {
            self.check_changes(device, &shelf, epoch, standing, report)?;
            self.check_outbox(&shelf, report)
        })
    }

    fn check_all(
        &self,
        check_shelf: impl FnOnce(&mut CheckReport) -> Result<(), Error>,
    ) -> Result<CheckReport, Error> {
        let mut report = CheckReport::default();
        self.check_pages(&mut report)?;
        self.check_documents(&mut report)?;
        check_shelf(&mut report)?;
        if report.faults.is_empty() {
            self.check_projections(&mut report)?;
        }
        report.pending = self.pending_changes()?;
        report.quarantined = self.quarantined()?.len() as u64;
        Ok(report)
    }

    fn check_pages(&self, report: &mut CheckReport) -> Result<(), Error> {
        let answer: String =
            self.connection.query_row("PRAGMA quick_check(1)", [], |row| row.get("quick_check"))?;
        if answer != "ok" {
            report.fault("damaged_page", self.scope);
        }
        Ok(())
    }

    fn check_documents(&self, report: &mut CheckReport) -> Result<(), Error> {
        let mut sql = self.connection.prepare("SELECT id, heads, saved FROM document ORDER BY row")?;
        let mut rows = sql.query([])?;
        while let Some(row) = rows.next()? {
            let id: DocumentId = id_of(row, "id")?;
            report.documents += 1;
            match Document::load(&row.get::<_, Vec<u8>>("saved")?) {
                Err(_) => report.fault("document_does_not_load", id),
                Ok(document) if document.heads().concat() != row.get::<_, Vec<u8>>("heads")? => {
                    report.fault("heads_differ", id);
                }
                Ok(_) => {}
            }
        }
        Ok(())
    }

    /// An own batch here that is not there.
    fn check_outbox(&self, shelf: &[Hash32], report: &mut CheckReport) -> Result<(), Error> {
        let shelf: BTreeSet<&Hash32> = shelf.iter().collect();
        let mut sql = self.connection.prepare("SELECT hash FROM outbox ORDER BY feed, n")?;
        for hash in sql.query_map([], |row| hash_of(row, "hash"))? {
            let hash = hash?;
            if !shelf.contains(&hash) {
                report.fault("not_on_shelf", hash);
            }
        }
        Ok(())
    }

    /// Rebuilds everything in a transaction that is taken back, and compares.
    fn check_projections(&self, report: &mut CheckReport) -> Result<(), Error> {
        transaction::rehearse(&self.connection, |writer| {
            for (words, word) in [("person_words", "person_word"), ("publication_words", "publication_word")]
            {
                writer.execute_script(&format!(
                    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.{word} USING fts5vocab(main, {words}, instance)"
                ))?;
                let look = format!("INSERT INTO {words} ({words}) VALUES ('integrity-check')");
                if writer.execute(&look, []).is_err() {
                    report.fault("search_index", words);
                }
            }
            let before = fingerprints(writer)?;
            project::rebuild(writer)?;
            for ((table, was), is) in before.into_iter().zip(fingerprints(writer)?) {
                if was != is.1 {
                    report.fault("projection_differs", table);
                }
            }
            for table in project::PROJECTED {
                let sql = format!("SELECT count(*) AS projected FROM {table}");
                report.projected += writer.query_row(&sql, [], |row| count_of(row, "projected"))?;
            }
            Ok(())
        })
    }
}

/// A hash of every row of every projection.
fn fingerprints(writer: &Writer<'_>) -> Result<Vec<(&'static str, [u8; 32])>, Error> {
    PROJECTIONS.iter().map(|(table, sql)| Ok((*table, fingerprint(writer, sql)?))).collect()
}

fn fingerprint(writer: &Writer<'_>, sql: &str) -> Result<[u8; 32], Error> {
    let mut sql = writer.prepare(sql)?;
    let columns = sql.column_count();
    let mut rows = sql.query([])?;
    let mut digest = Sha256::new();
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            let (kind, bytes): (u8, Vec<u8>) = match row.get_ref(column)? {
                ValueRef::Null => (0, Vec::new()),
                ValueRef::Integer(number) => (1, number.to_le_bytes().to_vec()),
                ValueRef::Real(number) => (2, number.to_le_bytes().to_vec()),
                ValueRef::Text(text) => (3, text.to_vec()),
                ValueRef::Blob(bytes) => (4, bytes.to_vec()),
            };
            digest.update([kind]);
            digest.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes());
            digest.update(&bytes);
        }
    }
    Ok(digest.finalize().into())
}
