//! The membership logs in memory, in step with the database, which another process (`invite`) may extend.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use posta_identity::ids::{DepartmentId, Hash32};
use posta_identity::{Entry, EntryBody, Inserted, Log};
use posta_protocol::ExchangeHead;

use crate::clock::now_hour;
use crate::database::{self as db, Database, Transaction};
use crate::error::Error;

/// How often entries are decided about when another process extends the log meanwhile.
const TRIES: u32 = 16;

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
    /// Bytes of those that are to be charged: this server never had them, and the authority did not sign them.
    pub bytes: u64,
    /// Invalid, without parents, a second Join of one grant, or one that comes too late.
    pub refused: u32,
    /// Beyond what the device may bring today.
    pub beyond: u32,
}

/// What stands behind the entries that a device brings.
#[derive(Clone, Copy, Debug)]
pub struct Backing<'a> {
    /// Tips of the log by a receipt of this server: it had these entries once, and all that they build on.
    pub tips: &'a [Hash32],
    /// Bytes of new entries that it did not have and that the authority did not sign, at most.
    pub room: u64,
}

impl Backing<'_> {
    /// Nothing but the entries themselves.
    pub const NONE: Backing<'static> = Backing { tips: &[], room: u64::MAX };
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
    /// Join, and one that has expired takes none, unless the authority has built on that Join or a receipt of this
    /// server names it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn take(
        &self,
        database: &Database,
        department: DepartmentId,
        entries: &[Vec<u8>],
        backing: Backing<'_>,
    ) -> Result<TakenEntries, Error> {
        self.take_if(database, department, entries, backing, |_| true)
    }

    /// Takes the log that a device brings which nobody knows here, if by that log the device signed this head. What a
    /// stranger brings is not kept.
    ///
    /// An expired Join is taken when a receipt of this server names it: then it came in time, and the server was set
    /// back since. Whoever only fetched an invitation in time has no such receipt.
    ///
    /// # Errors
    /// When the database fails.
    pub fn introduce(
        &self,
        database: &Database,
        head: &ExchangeHead,
        entries: &[Vec<u8>],
        tips: &[Hash32],
    ) -> Result<(), Error> {
        let signed = |log: &Log| {
            let device = log.membership().device(head.device);
            device.is_some_and(|device| head.verify(&device.sign_public).is_ok())
        };
        self.take_if(database, head.department, entries, Backing { tips, ..Backing::NONE }, signed)?;
        Ok(())
    }

    fn take_if(
        &self,
        database: &Database,
        department: DepartmentId,
        entries: &[Vec<u8>],
        backing: Backing<'_>,
        wanted: impl Fn(&Log) -> bool,
    ) -> Result<TakenEntries, Error> {
        let _one_at_a_time = self.taking.lock().unwrap_or_else(PoisonError::into_inner);
        // Another process may extend the log meanwhile: then all is decided again, by what it is now.
        for _ in 0..TRIES {
            let Some((base, row)) = self.log_and_row(database, department)? else {
                return Ok(TakenEntries::default());
            };
            let (taken, new) = decide(&base, entries, backing, &wanted);
            let store = |transaction: &Transaction<'_>| {
                let is_latest = db::lock_log(transaction, department)? == row;
                if is_latest {
                    store_entries(transaction, department, &new)?;
                }
                Ok(is_latest)
            };
            if new.is_empty() || database.write(store)? {
                return Ok(taken);
            }
        }
        Err(Error::Busy)
    }
}

/// What of these entries a log takes, and the entries that are new in it then.
fn decide(
    base: &Log,
    entries: &[Vec<u8>],
    backing: Backing<'_>,
    wanted: &impl Fn(&Log) -> bool,
) -> (TakenEntries, Vec<Vec<u8>>) {
    let mut taken = TakenEntries::default();
    // Entries without their parents die with this copy, so nobody can fill the memory with them.
    let (mut log, mut refused) = extend(base, entries, &BTreeSet::new());
    let (mut unwanted, beyond, _) = unwanted_of(base, &log, backing);
    if !unwanted.is_empty() || !beyond.is_empty() {
        taken.beyond = u32::try_from(beyond.len()).unwrap_or(u32::MAX);
        unwanted.extend(beyond);
        (log, refused) = extend(base, entries, &unwanted);
        refused = refused.saturating_sub(taken.beyond as usize);
    }
    if !wanted(&log) {
        return (taken, Vec::new());
    }
    refused += log.orphans().saturating_sub(base.orphans());
    taken.refused = u32::try_from(refused).unwrap_or(u32::MAX);
    let new = log.lacked_by(&base.tips());
    if !new.is_empty() {
        taken.bytes = unwanted_of(base, &log, backing).2;
        taken.stored = u32::try_from(new.len()).unwrap_or(u32::MAX);
    }
    (taken, new)
}

/// Appends entries, parents first.
pub fn store_entries(
    transaction: &Transaction<'_>,
    department: DepartmentId,
    entries: &[Vec<u8>],
) -> Result<(), Error> {
    entries.iter().try_for_each(|bytes| db::add_entry(transaction, department, Hash32::of(bytes), bytes))
}

/// A copy of a log with all of these entries that it accepts, and how many it does not.
fn extend(base: &Log, entries: &[Vec<u8>], unwanted: &BTreeSet<Hash32>) -> (Log, usize) {
    let mut log = base.clone();
    let mut joined = BTreeMap::new();
    let mut refused = 0;
    for bytes in entries {
        let join = grant_of(bytes);
        let is_second = |(grant, hash): &(Hash32, Hash32)| {
            let before = joined.get(grant).copied().or_else(|| used_by(base, *grant));
            before.is_some_and(|before| before != *hash)
        };
        if unwanted.contains(&Hash32::of(bytes)) || join.as_ref().is_some_and(is_second) {
            refused += 1;
            continue;
        }
        match log.insert(bytes) {
            // Only a Join that verifies uses its grant up.
            Ok(Inserted::New) => joined.extend(join),
            Ok(_) => {}
            Err(_) => refused += 1,
        }
    }
    (log, refused)
}

/// Of what is new in a log: Joins that come too late, entries beyond the room for them, and the bytes that are charged.
///
/// A Join of an expired grant that the authority has built on, directly or through others' entries, came in time: it was
/// in the log then, and a server that was set back must take it again, or nothing that came after it. So did what this
/// server once gave a receipt for, which is charged to nobody either. What users sign vouches for nothing: whoever comes
/// too late could sign it too.
fn unwanted_of(base: &Log, log: &Log, backing: Backing<'_>) -> (BTreeSet<Hash32>, BTreeSet<Hash32>, u64) {
    let new: Vec<(Entry, u64)> = log
        .lacked_by(&base.tips())
        .iter()
        .filter_map(|bytes| Some((Entry::decode(bytes).ok()?, bytes.len() as u64)))
        .collect();
    let mut receipted: BTreeSet<Hash32> = backing.tips.iter().copied().collect();
    let (mut vouched, mut late) = (receipted.clone(), BTreeSet::new());
    // What builds on an entry comes after it, so seen from the end it comes before.
    for (entry, _) in new.iter().rev() {
        if receipted.contains(&entry.hash()) {
            receipted.extend(entry.parents.iter().copied());
        }
        if entry.is_by_authority() || vouched.contains(&entry.hash()) {
            vouched.extend(entry.parents.iter().copied());
            continue;
        }
        let EntryBody::Join { grant, .. } = &entry.body else { continue };
        if log.membership().grant(*grant).is_some_and(|grant| grant.expires_hour <= now_hour()) {
            late.insert(entry.hash());
        }
    }
    let (mut beyond, mut charged) = (BTreeSet::new(), 0_u64);
    for (entry, length) in &new {
        let hash = entry.hash();
        if entry.is_by_authority() || receipted.contains(&hash) || late.contains(&hash) {
            continue;
        }
        match charged.checked_add(*length).filter(|sum| *sum <= backing.room) {
            Some(sum) => charged = sum,
            None => {
                beyond.insert(hash);
            }
        }
    }
    (late, beyond, charged)
}

/// The grant that a Join uses, with the Join's hash.
fn grant_of(bytes: &[u8]) -> Option<(Hash32, Hash32)> {
    let entry = Entry::decode(bytes).ok()?;
    let EntryBody::Join { grant, .. } = &entry.body else { return None };
    Some((*grant, entry.hash()))
}

fn used_by(log: &Log, grant: Hash32) -> Option<Hash32> {
    log.membership().grant(grant).and_then(|grant| grant.used_by)
}

/// Whether these bytes are a Join of a grant that another Join has used.
pub fn is_second_join(log: &Log, bytes: &[u8]) -> bool {
    grant_of(bytes).is_some_and(|(grant, hash)| used_by(log, grant).is_some_and(|join| join != hash))
}
