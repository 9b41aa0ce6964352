//! The server's SQLite file. [`Database::write`] is the only door for writing.

mod batch;
mod borrowed;
mod compared;
mod cut;
mod department;
mod document;
mod erasure;
mod invitation;
mod look_up;
mod progress;
mod together;
mod trying;
mod usage;

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use posta_identity::private_file::create_private_if_missing;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::error::Error;

pub use batch::{
    NewBatch, Shelved, StoredBatch, batch, holds, lacked_by, links, own_vector, shelve, vector, waiting,
    waiting_scopes,
};
pub use borrowed::{borrowed, came_in_checkpoint, note_word, remove_document};
pub use compared::{
    Compared, LINKAGE, code_of_department, compared_moved, compared_of, each_compared, find_person, flat,
};
pub use cut::{last_of_device, last_of_user, newest_by, place_of, places, written_by};
pub use department::{
    add_department, add_entry, add_session, department_of_code, entries_after, has_entry, session, sessions,
};
pub use document::{
    ABORTED, ForeignChange, SavedDocument, add_pending, add_quarantine, authors_set_aside, digest,
    is_aborting, is_pending, pending_count, pending_of, pending_of_device, put_document, quarantine_reasons,
    quarantined_for, remove_pending, remove_quarantine, saved, set_aside_for,
};
pub use erasure::{erase_body, erase_document, erase_pending, gone, take_out, whole_batch};
pub use invitation::{StoredInvitation, add_invitation, invitation_by_id, invitation_of_grant};
pub use look_up::{LookUp, Told, Turn, look_ups, note_found, note_look_up};
pub use progress::{
    Progress, aside_count, departments, judged, judged_feeds, merge_again, merged_after, release_held,
    release_later, set_progress, set_settled, settled,
};
pub use together::{Whom, held_together, moved_since, who_is_held};
pub use trying::{ChangeKey, Trying, clear_trying, set_trying, trying};
pub use usage::{add_usage, usage};

/// In the order in which they are applied; the schema's version is how many were.
const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/0001_server.sql"),
    include_str!("../../migrations/0002_spared.sql"),
    include_str!("../../migrations/0003_batch_of_actor.sql"),
    include_str!("../../migrations/0004_elsewhere.sql"),
    include_str!("../../migrations/0005_together.sql"),
];
/// The migration that made the last room for what is compared: what was there before is filled in with it.
const COMPARED: i64 = 5;
const READERS_KEPT: usize = 4;
/// How long a statement waits for another process.
const BUSY_PATIENCE: Duration = Duration::from_secs(15);

/// One open server database: one writer, a few readers.
pub struct Database {
    path: std::path::PathBuf,
    run: [u8; 16],
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl Database {
    /// Opens the file, creates it when it is missing, and brings its schema up to date.
    ///
    /// # Errors
    /// When the file cannot be opened, is of a newer version, or does not keep the durability asked for.
    pub fn open(path: &Path) -> Result<Self, Error> {
        // Before the library makes it, so that only its owner reads it; its log gets the same mode.
        create_private_if_missing(path)?;
        let mut writer = connect(path)?;
        migrate(&mut writer)?;
        let mut run = [0; 16];
        getrandom::fill(&mut run).map_err(|_| Error::Task)?;
        Ok(Self {
            path: path.to_path_buf(),
            run,
            writer: Mutex::new(writer),
            readers: Mutex::new(Vec::new()),
        })
    }

    /// Random, another one each time that a database is opened.
    pub fn run(&self) -> [u8; 16] {
        self.run
    }

    /// Runs one transaction, durable when this returns. Nothing else in this crate begins one.
    ///
    /// # Errors
    /// The act's own, or the database's.
    pub fn write<T>(&self, act: impl FnOnce(&Transaction<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let outcome = act(&transaction)?;
        transaction.commit()?;
        Ok(outcome)
    }

    /// Empties the write-ahead log, in which content that was erased may still lie. Returns false when a reader or
    /// another process is in the way.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn scrub(&self) -> Result<bool, Error> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.busy_timeout(Duration::from_millis(200))?;
        let busy = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
        writer.busy_timeout(BUSY_PATIENCE)?;
        Ok(busy? == 0)
    }

    /// Reads what is committed, beside any writer.
    ///
    /// # Errors
    /// The act's own, or the database's.
    pub fn read<T>(&self, act: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Error> {
        let kept = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match kept {
            Some(connection) => connection,
            None => connect(&self.path)?,
        };
        let outcome = act(&connection);
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < READERS_KEPT {
            readers.push(connection);
        }
        outcome
    }
}

fn connect(path: &Path) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_PATIENCE)?;
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    connection.pragma_update(None, "cell_size_check", "ON")?;
    let synchronous: i64 = connection.pragma_query_value(None, "synchronous", |row| row.get(0))?;
    if mode != "wal" || synchronous != 2 {
        return Err(Error::Damaged("durability settings"));
    }
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

fn migrate(connection: &mut Connection) -> Result<(), Error> {
    if version_of(connection)? == MIGRATIONS.len() {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = version_of(&transaction)?;
    if done > MIGRATIONS.len() {
        return Err(Error::Newer);
    }
    for (number, migration) in (1_i64..).zip(MIGRATIONS).skip(done) {
        transaction.execute_batch(migration)?;
        if number == COMPARED {
            compared::keep_compared_of_all(&transaction)?;
        }
        transaction.pragma_update(None, "user_version", number)?;
    }
    transaction.commit()?;
    Ok(())
}

fn version_of(connection: &Connection) -> Result<usize, Error> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    usize::try_from(version).map_err(|_| Error::Damaged("schema version"))
}
