//! The membership logs in memory, in step with the database, which another process (`invite`) may extend.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use posta_identity::ids::{DepartmentId, Hash32};
use posta_identity::{Entry, EntryBody, Log};
use posta_protocol::ExchangeHead;

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
    /// Invalid, without parents, or a second Join of one grant.
    pub refused: u32,
}

impl Members {
    /// The present log of a department of this server; `None` for any other.
    ///
    /// # Errors
    /// When the database fails or holds an entry that does not verify.
    pub fn log(&self, database: &Database, department: DepartmentId) -> Result<Option<Arc<Log>>, Error> {
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
        Ok(loaded.get(&department).map(|known| Arc::clone(&known.log)))
    }

    /// Takes entries in any order; what is new and valid becomes durable. A grant that was used takes no second
    /// Join.
    ///
    /// # Errors
    /// When the database fails.
    pub fn take(
        &self,
        database: &Database,
        department: DepartmentId,
        entries: &[Vec<u8>],
    ) -> Result<TakenEntries, Error> {
        self.take_if(database, department, entries, |_| true)
    }

    /// Takes the log that a device brings which nobody knows here, if by that log the device signed this head. What a
    /// stranger brings is not kept.
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
        self.take_if(database, head.department, entries, signed)?;
        Ok(())
    }

    fn take_if(
        &self,
        database: &Database,
        department: DepartmentId,
        entries: &[Vec<u8>],
        wanted: impl FnOnce(&Log) -> bool,
    ) -> Result<TakenEntries, Error> {
        let _one_at_a_time = self.taking.lock().unwrap_or_else(PoisonError::into_inner);
        let mut taken = TakenEntries::default();
        let Some(base) = self.log(database, department)? else { return Ok(taken) };
        // Entries without their parents die with this copy, so nobody can fill the memory with them.
        let mut log = Log::clone(&base);
        for bytes in entries {
            if is_second_join(&log, bytes) || log.insert(bytes).is_err() {
                taken.refused += 1;
            }
        }
        if !wanted(&log) {
            return Ok(taken);
        }
        taken.refused += u32::try_from(log.orphans().saturating_sub(base.orphans())).unwrap_or(u32::MAX);
        let new = log.lacked_by(&base.tips());
        if !new.is_empty() {
            database.write(|transaction| store_entries(transaction, department, &new, log.head()))?;
            taken.stored = u32::try_from(new.len()).unwrap_or(u32::MAX);
        }
        Ok(taken)
    }
}

/// Appends entries, parents first, and remembers the head that they lead to.
pub fn store_entries(
    transaction: &rusqlite::Transaction<'_>,
    department: DepartmentId,
    entries: &[Vec<u8>],
    head: Hash32,
) -> Result<(), Error> {
    for bytes in entries {
        db::add_entry(transaction, department, Hash32::of(bytes), bytes)?;
    }
    db::add_head(transaction, department, head)
}

/// Whether these bytes are a Join of a grant that another Join has used.
pub fn is_second_join(log: &Log, bytes: &[u8]) -> bool {
    let Ok(entry) = Entry::decode(bytes) else { return false };
    let EntryBody::Join { grant, .. } = &entry.body else { return false };
    let used = log.membership().grant(*grant).and_then(|grant| grant.used_by);
    used.is_some_and(|join| join != entry.hash())
}

/// Remembers the head that someone with these tips has, and those on the way to ours: batches may name any of them.
pub fn remember_heads(database: &Database, log: &Log, tips: &[Hash32]) -> Result<(), Error> {
    if tips.iter().any(|tip| log.get(tip).is_none()) {
        return Ok(());
    }
    let department = log.department();
    let heads = heads_on_the_way(tips, &log.lacked_by(tips));
    let new = database.read(|connection| {
        let mut new = Vec::new();
        for head in heads {
            if !db::knows_head(connection, department, head)? {
                new.push(head);
            }
        }
        Ok(new)
    })?;
    if new.is_empty() {
        return Ok(());
    }
    database.write(|transaction| new.iter().try_for_each(|head| db::add_head(transaction, department, *head)))
}

/// The membership heads that someone with these tips passes through while taking in these entries in order.
fn heads_on_the_way(tips: &[Hash32], entries: &[Vec<u8>]) -> Vec<Hash32> {
    let mut tips: BTreeSet<Hash32> = tips.iter().copied().collect();
    let mut heads = vec![head_of(&tips)];
    for bytes in entries {
        if let Ok(entry) = Entry::decode(bytes) {
            for parent in &entry.parents {
                tips.remove(parent);
            }
            tips.insert(entry.hash());
            heads.push(head_of(&tips));
        }
    }
    heads
}

/// As [`Log::head`]: SHA-256 over the sorted tips.
fn head_of(tips: &BTreeSet<Hash32>) -> Hash32 {
    let tips: Vec<&[u8]> = tips.iter().map(AsRef::as_ref).collect();
    Hash32::of_parts(&tips)
}
