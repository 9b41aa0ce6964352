//! What is read of a damaged scope's file: what lies nowhere else. Documents are made again from the shelf.

use std::path::Path;

use posta_identity::ids::Hash32;
use posta_identity::{FileKey, SessionCertificate};

use super::{CommittedBatch, Draft, ScopeFile, draft, outbox};
use crate::batch_rows::{certificate_of, hash_of};
use crate::error::Error;
use crate::file;
use crate::wreck::Wreck;

/// What a damaged file still gave.
#[derive(Default)]
pub struct Salvaged {
    /// Own batches, in the order in which they were begun.
    pub own: Vec<CommittedBatch>,
    /// Certificates of the sessions that made them.
    pub certificates: Vec<SessionCertificate>,
    /// Drafts, of all users.
    pub drafts: Vec<Draft>,
    /// Records of the inbox that were taken care of, and when.
    pub settled: Vec<(Hash32, i64)>,
    /// Whether every own batch, with its session, was read.
    pub all_own: bool,
    /// Whether every draft was read.
    pub all_drafts: bool,
}

impl ScopeFile {
    /// Whether the file at `path` is damaged for sure.
    ///
    /// # Errors
    /// Where the disk, or another program, keeps it from being said.
    pub fn is_damaged(path: &Path, key: &FileKey) -> Result<bool, Error> {
        file::is_damaged(path, key)
    }

    /// Whether the log beside the file was damaged, so that SQLite would not see what was saved after the damage.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn is_log_damaged(path: &Path) -> Result<bool, Error> {
        Ok(posta_wal::is_damaged(path)?)
    }

    /// Reads what can be read of a damaged file, and changes nothing in it.
    ///
    /// # Errors
    /// Those that are no damage: the disk, another program.
    pub fn salvage(path: &Path, key: &FileKey) -> Result<Salvaged, Error> {
        let mut wreck = Wreck::at(path, key)?;
        let own = wreck.rows("outbox", "n, changes, header, signature, body", outbox::committed_batch)?;
        let certificates = wreck.rows("session", "certificate", certificate_of)?;
        let drafts = wreck.rows("draft", "id, owner, kind, json, at AS saved_at", draft::salvaged_draft)?;
        let settled = wreck.ends("SELECT hash, at FROM inbox_settled", &["hash"], |row| {
            Ok((hash_of(row, "hash")?, row.get("at")?))
        })?;
        Ok(Salvaged {
            own: own.rows,
            certificates: certificates.rows,
            drafts: drafts.rows,
            settled: settled.rows,
            all_own: own.is_all && certificates.is_all && wreck.is_log_whole(),
            all_drafts: drafts.is_all && wreck.is_log_whole(),
        })
    }
}
