//! The membership logs in memory, in step with the database, which another process (`invite`) may extend.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use posta_identity::ids::{DepartmentId, Hash32};
use posta_identity::{Entry, EntryBody, Log};
use posta_protocol::ExchangeHead;

use crate::clock::now_hour;
use crate::database::{self as db, Database};
use crate::error::Error;

/// One department's log as of a database row.
struct Loaded {
    log: Arc<Log>,
    row: i64,
}

/// The logs of all departments of a server.
#[derive(Default)]
pub struct Members {
    loaded: Mutex<HashMap<DepartmentId, Loaded>>,
    /// One taker at a time: of two Joins of one grant, the second must see the first.
    taking: Mutex<()>,
}

/// What became of entries that a device brought.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct TakenEntries {
    /// New, and durable.
    pub stored: u32,
    /// Their bytes.
    pub bytes: u64,
    /// Invalid, without parents, a second Join of one grant, or one that comes too late.
    pub refused: u32,
}

impl Members {
    /// The present log of a department of this server; `None` for any other.
    ///
    /// # Errors
    /// When the database fails or holds an entry that does not verify.
    pub fn log(&self, database: &Database, department: DepartmentId) -> Result<Option<Arc<Log>>, Error> {
        Ok(self.log_and_row(database, department)?.map(|(log, _)| log))
    }

    /// As [`log`](Self::log), with the database row of its last entry.
    ///
    /// # Errors
    /// As [`log`](Self::log).
    pub fn log_and_row(
        &self,
        database: &Database,
        department: DepartmentId,
    ) -> Result<Option<(Arc<Log>, i64)>, Error> {
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        let row = loaded.get(&department).map_or(0, |known| known.row);
        let (entries, last) = database.read(|connection| db::entries_after(connection, department, row))?;
        if !entries.is_empty() {
            let mut log = match loaded.get(&department) {
                Some(known) => Log::clone(&known.log),
                None => Log::new(department),
            };
            for entry in entries {
                log.insert(&entry).map_err(|_| Error::Damaged("membership entry"))?;
            }
            loaded.insert(department, Loaded { log: Arc::new(log), row: last });
        }
        Ok(loaded.get(&department).map(|known| (Arc::clone(&known.log), known.row)))
    }

    /// Takes entries in any order; what is new and valid becomes durable. A grant that was used takes no second
    /// Join, and one that has expired takes none, unless the authority has built on that Join.
    ///
    /// # Errors
    /// When the database fails.
    pub fn take(
        &self,
        database: &Database,
        department: DepartmentId,
        entries: &[Vec<u8>],
    ) -> Result<TakenEntries, Error> {
        self.take_if(database, department, entries, late_joins, |_| true)
    }

    /// Takes the log that a device brings which nobody knows here, if by that log the device signed this head. What a
    /// stranger brings is not kept.
    ///
    /// Expired Joins are taken here on purpose: this server was set back to a copy from before them, and nothing tells
    /// it when they were made. Whoever fetched an invitation in time can still come in by this way.
    ///
    /// # Errors
    /// When the database fails.
    pub fn introduce(
        &self,
        database: &Database,
        head: &ExchangeHead,
        entries: &[Vec<u8>],
    ) -> Result<(), Error> {
        let signed = |log: &Log| {
            let device = log.membership().device(head.device);
            device.is_some_and(|device| head.verify(&device.sign_public).is_ok())
        };
        self.take_if(database, head.department, entries, |_, _| BTreeSet::new(), signed)?;
        Ok(())
    }

    fn take_if(
        &self,
        database: &Database,
        department: DepartmentId,
        entries: &[Vec<u8>],
        unwanted: impl FnOnce(&Log, &Log) -> BTreeSet<Hash32>,
        wanted: impl FnOnce(&Log) -> bool,
    ) -> Result<TakenEntries, Error> {
        let _one_at_a_time = self.taking.lock().unwrap_or_else(PoisonError::into_inner);
        let mut taken = TakenEntries::default();
        let Some(base) = self.log(database, department)? else { return Ok(taken) };
        // Entries without their parents die with this copy, so nobody can fill the memory with them.
        let (mut log, mut refused) = extend(&base, entries, &BTreeSet::new());
        let unwanted = unwanted(&base, &log);
        if !unwanted.is_empty() {
            (log, refused) = extend(&base, entries, &unwanted);
        }
        if !wanted(&log) {
            return Ok(taken);
        }
        refused += log.orphans().saturating_sub(base.orphans());
        taken.refused = u32::try_from(refused).unwrap_or(u32::MAX);
        let new = log.lacked_by(&base.tips());
        if !new.is_empty() {
            database.write(|transaction| store_entries(transaction, department, &new))?;
            taken.bytes = new.iter().map(|entry| entry.len() as u64).sum();
            taken.stored = u32::try_from(new.len()).unwrap_or(u32::MAX);
        }
        Ok(taken)
    }
}

/// Appends entries, parents first.
pub fn store_entries(
    transaction: &rusqlite::Transaction<'_>,
    department: DepartmentId,
    entries: &[Vec<u8>],
) -> Result<(), Error> {
    entries.iter().try_for_each(|bytes| db::add_entry(transaction, department, Hash32::of(bytes), bytes))
}

/// A copy of a log with all of these entries that it accepts, and how many it does not.
fn extend(base: &Log, entries: &[Vec<u8>], unwanted: &BTreeSet<Hash32>) -> (Log, usize) {
    let mut log = base.clone();
    let refuses = |bytes: &&Vec<u8>| {
        unwanted.contains(&Hash32::of(bytes)) || is_second_join(&log, bytes) || log.insert(bytes).is_err()
    };
    let refused = entries.iter().filter(refuses).count();
    (log, refused)
}

/// The new Joins of expired grants. One that the authority has built on, directly or through others' entries, came in
/// time: it was in the log then, and a server that was set back must take it again, or nothing that came after it. What
/// users sign vouches for nothing: whoever comes too late could sign it too.
fn late_joins(base: &Log, log: &Log) -> BTreeSet<Hash32> {
    let new: Vec<Entry> =
        log.lacked_by(&base.tips()).iter().filter_map(|bytes| Entry::decode(bytes).ok()).collect();
    let (mut vouched, mut late) = (BTreeSet::new(), BTreeSet::new());
    // What builds on an entry comes after it, so seen from the end it comes before.
    for entry in new.iter().rev() {
        if entry.is_by_authority() || vouched.contains(&entry.hash()) {
            vouched.extend(entry.parents.iter().copied());
            continue;
        }
        let EntryBody::Join { grant, .. } = &entry.body else { continue };
        if log.membership().grant(*grant).is_some_and(|grant| grant.expires_hour <= now_hour()) {
            late.insert(entry.hash());
        }
    }
    late
}

/// Whether these bytes are a Join of a grant that another Join has used.
pub fn is_second_join(log: &Log, bytes: &[u8]) -> bool {
    let Ok(entry) = Entry::decode(bytes) else { return false };
    let EntryBody::Join { grant, .. } = &entry.body else { return false };
    let used = log.membership().grant(*grant).and_then(|grant| grant.used_by);
    used.is_some_and(|join| join != entry.hash())
}
