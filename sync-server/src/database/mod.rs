//! The server's database: a file of SQLite, or a server of PostgreSQL for several nodes. [`Database::write`] is the only door
//! for writing.

mod address;
mod batch;
mod borrowed;
mod compared;
mod connection;
mod cut;
mod department;
mod document;
mod erasure;
mod invitation;
mod look_up;
mod pool;
mod postgres;
mod progress;
mod server_key;
mod sqlite;
mod statement;
mod together;
mod trying;
mod usage;
mod waiting;
mod wreck;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::error::Error;
use pool::{Pool, Taken};

pub use address::Address;
pub use batch::{
    NewBatch, Shelved, StoredBatch, batch, body_length, branch, holds, lacked_by, links, lock_lanes,
    own_vector, own_vector_beside, shelve, vector, waiting, waiting_scopes,
};
pub use borrowed::{borrowed, came_in_checkpoint, note_word, remove_document};
pub use compared::{
    Compared, LINKAGE, code_of_department, compared_moved, compared_of, each_compared, find_person, flat,
};
pub use connection::{Connection, Lock, Transaction};
pub use cut::{count_by, last_of_device, last_of_user, place_of, places, written_by};
pub use department::{
    add_department, add_entry, add_session, department_of_code, entries_after, has_entry, lock_log, session,
    sessions,
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
    Progress, aside_count, departments, judged, judged_actors, judged_feeds, merge_again, merged_after,
    release_held, release_later, set_progress, set_settled, settled,
};
pub use server_key::{server_key, set_server_key};
pub use together::{Whom, held_together, moved_since, who_is_held};
pub use trying::{ChangeKey, Trying, clear_trying, set_trying, trying};
pub use usage::{add_usage, usage};
pub use waiting::{pending_total, waiting_total};
pub use wreck::Wreck;

/// Connections that write, and that read, of one node to a server of PostgreSQL; of a file one writes.
const WRITERS: usize = 8;
const READERS: usize = 8;
/// How often a transaction is tried that the database ends because of another one.
const TRIES: u32 = 8;

/// One open database. A copy is the same database.
#[derive(Clone)]
pub struct Database {
    shared: Arc<Shared>,
    /// Writes go by this connection, which holds a lock: whoever loses the one loses the other.
    alone: Option<Arc<Alone>>,
}

struct Shared {
    run: [u8; 16],
    /// One process has the database for itself.
    is_file: bool,
    writers: Pool,
    readers: Pool,
    /// Holds the lock of this run, once it serves.
    present: Mutex<Option<Taken>>,
    /// Time that reading and writing took. Microseconds.
    spent: AtomicU64,
    /// A page did not read as it was written: nothing is written any more.
    is_damaged: AtomicBool,
}

impl Database {
    /// Opens the database, creates a file that is missing, and brings the schema up to date.
    ///
    /// # Errors
    /// When it cannot be opened, is of a newer version, does not keep the durability or the locks asked for, or when what its
    /// log held does not read any more.
    pub fn open(address: &Address) -> Result<Self, Error> {
        let mut run = [0; 16];
        getrandom::fill(&mut run).map_err(|_| Error::Task)?;
        if let Address::File(path) = address
            && posta_wal::is_damaged(path)?
        {
            return Err(Error::DamagedFile);
        }
        let is_file = matches!(address, Address::File(_));
        let writers = Pool::new(address.clone(), if is_file { 1 } else { WRITERS });
        let readers = Pool::new(address.clone(), READERS);
        {
            let first = writers.take()?;
            if !is_file {
                postgres::check_locks(first.get()?, readers.take()?.get()?)?;
            }
            migrate(first.get()?, is_file)?;
        }
        let (present, spent, is_damaged) = (Mutex::default(), AtomicU64::new(0), AtomicBool::new(false));
        let shared = Shared { run, is_file, writers, readers, present, spent, is_damaged };
        Ok(Self { shared: Arc::new(shared), alone: None })
    }

    /// Random, another one each time that a database is opened.
    pub fn run(&self) -> [u8; 16] {
        self.shared.run
    }

    /// Runs one transaction, durable when this returns. Nothing else in this crate begins one. The act runs again when the
    /// database ended it because of another one. When the answer to its end was lost, nobody knows whether it is durable:
    /// that is an error. Once a page did not read, nothing is written any more: what is acknowledged must be kept.
    ///
    /// # Errors
    /// The act's own, or the database's.
    pub fn write<T>(&self, mut act: impl FnMut(&Transaction<'_>) -> Result<T, Error>) -> Result<T, Error> {
        self.shared.be_sound()?;
        self.timed(|| match &self.alone {
            Some(alone) => transact(&mut alone.connection(), &mut act),
            None => transact(&mut self.shared.writers.take()?, &mut act),
        })
        .inspect_err(|error| self.shared.note(error))
    }

    /// Reads what is committed, beside any writer.
    ///
    /// # Errors
    /// The act's own, or the database's.
    pub fn read<T>(&self, act: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Error> {
        self.timed(|| act(self.shared.readers.take()?.get()?)).inspect_err(|error| self.shared.note(error))
    }

    /// Takes erased content out of where it may still lie. Returns false when somebody is in the way.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn scrub(&self) -> Result<bool, Error> {
        self.shared.readers.clear();
        match &self.alone {
            Some(alone) => alone.connection().link()?.scrub(),
            None => self.shared.writers.take()?.link()?.scrub(),
        }
    }

    /// Lets other nodes see that this run goes on, from now to the end of this process.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn be_present(&self) -> Result<(), Error> {
        let number = Lock::Run(self.run()).number();
        let mut present = self.shared.present.lock().unwrap_or_else(PoisonError::into_inner);
        // Taken once more on the same connection, which shows that it is there.
        if present.as_ref().is_some_and(|taken| taken.link().is_ok_and(|link| link.hold(number).is_ok())) {
            return Ok(());
        }
        // What it held is free already, or soon: the database lets go of it with the connection.
        if let Some(mut gone) = present.take() {
            gone.discard();
        }
        let connection = self.shared.readers.take()?;
        if connection.link()?.hold(number)? {
            *present = Some(connection);
        }
        Ok(())
    }

    /// Whether another run goes on: then what it began is its own to end.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn is_present(&self, run: [u8; 16]) -> Result<bool, Error> {
        let number = Lock::Run(run).number();
        let connection = self.shared.readers.take()?;
        if !connection.link()?.hold(number)? {
            return Ok(true);
        }
        connection.link()?.let_go(number)?;
        Ok(false)
    }

    /// The same database for whoever alone, of all nodes, may do something; its writes fail once that is so no more. None
    /// while another node may.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn alone(&self, lock: Lock) -> Result<Option<Self>, Error> {
        if self.shared.is_file {
            return Ok(Some(self.clone()));
        }
        let connection = self.shared.writers.take()?;
        if !connection.link()?.hold(lock.number())? {
            return Ok(None);
        }
        let alone = Arc::new(Alone { connection: Mutex::new(connection), number: lock.number() });
        Ok(Some(Self { shared: Arc::clone(&self.shared), alone: Some(alone) }))
    }

    /// Sees that every page that was read so far came as it was written: nothing is acknowledged after one that did not.
    ///
    /// # Errors
    /// [`Error::DamagedFile`].
    pub fn be_sound(&self) -> Result<(), Error> {
        self.shared.be_sound()
    }

    /// Sees that the database answers, and still promises durability.
    ///
    /// # Errors
    /// When it does not.
    pub fn check(&self) -> Result<(), Error> {
        self.shared.be_sound()?;
        let taken = self.shared.readers.take()?;
        taken.link()?.check().inspect_err(|error| self.shared.note(error))
    }

    /// Writes all that is committed now into an empty file, beside any writer; false when the database's own tools do that.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn copy_to(&self, file: &std::path::Path) -> Result<bool, Error> {
        self.shared.readers.take()?.link()?.copy_to(file)
    }

    /// Time that reading and writing took so far.
    pub fn spent(&self) -> Duration {
        Duration::from_micros(self.shared.spent.load(Ordering::Relaxed))
    }

    fn timed<T>(&self, act: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let outcome = act();
        let micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.shared.spent.fetch_add(micros, Ordering::Relaxed);
        outcome
    }
}

impl Shared {
    fn be_sound(&self) -> Result<(), Error> {
        if self.is_damaged.load(Ordering::Relaxed) { Err(Error::DamagedFile) } else { Ok(()) }
    }

    fn note(&self, error: &Error) {
        match error {
            // Where one connection is lost, the others mostly are.
            Error::Away => {
                self.writers.clear();
                self.readers.clear();
            }
            Error::DamagedFile => self.is_damaged.store(true, Ordering::Relaxed),
            _ => {}
        }
    }
}

/// A connection that holds a lock for as long as this is.
struct Alone {
    connection: Mutex<Taken>,
    number: i64,
}

impl Alone {
    fn connection(&self) -> std::sync::MutexGuard<'_, Taken> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        let mut connection = self.connection();
        if connection.link().and_then(|link| link.let_go(self.number)).is_err() {
            connection.discard();
        }
    }
}

fn transact<T>(
    taken: &mut Taken,
    act: &mut impl FnMut(&Transaction<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    for tries in 1.. {
        let (outcome, is_sound) = try_once(taken.get()?, act);
        if !is_sound {
            taken.discard();
            return outcome;
        }
        match outcome {
            Err(error) if error.is_collision() && tries < TRIES => std::thread::sleep(pause(tries)),
            outcome => return outcome,
        }
    }
    Err(Error::Busy)
}

/// Runs a transaction once; returns also whether the connection is as it was before.
fn try_once<T>(
    connection: &Connection,
    act: &mut impl FnMut(&Transaction<'_>) -> Result<T, Error>,
) -> (Result<T, Error>, bool) {
    if let Err(error) = connection.link().begin() {
        return (Err(error), connection.link().is_alive());
    }
    let outcome = act(&Transaction(connection));
    let ended = outcome.and_then(|done| connection.link().batch("COMMIT").map(|()| done));
    let is_sound = ended.is_ok() || connection.link().batch("ROLLBACK").is_ok();
    (ended, is_sound)
}

/// Longer each time, and of another length for each of those who collided.
fn pause(tries: u32) -> Duration {
    let mut random = [0; 1];
    // Without randomness they may collide once more.
    let _ = getrandom::fill(&mut random);
    Duration::from_millis((u64::from(random[0]) >> 4) + (2 << tries.min(8)))
}

fn migrate(connection: &Connection, is_file: bool) -> Result<(), Error> {
    let (link, migrations) =
        (connection.link(), if is_file { sqlite::MIGRATIONS } else { postgres::MIGRATIONS });
    let latest = i64::try_from(migrations.len()).unwrap_or(i64::MAX);
    if link.version()? == latest {
        return Ok(());
    }
    link.begin()?;
    let transaction = Transaction(connection);
    transaction.lock(&Lock::Schema)?;
    let done = link.version()?;
    if done > latest {
        return Err(Error::Newer);
    }
    for (number, migration) in (1_i64..).zip(migrations).filter(|(number, _)| *number > done) {
        link.batch(migration)?;
        if is_file && number == sqlite::COMPARED {
            compared::keep_compared_of_all(&transaction)?;
        }
        link.set_version(number)?;
    }
    link.batch("COMMIT")
}

#[cfg(test)]
mod conformance;
