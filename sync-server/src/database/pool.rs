//! A bounded number of connections, opened when they are needed and used again.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::address::Address;
use super::connection::{Connection, Link};
use super::postgres::Server;
use super::sqlite::File;
use crate::error::Error;

/// How long anybody waits for a connection that others use.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a database that was found away is not tried again: a thousand who ask do not wait for it one after the other.
const AWAY: Duration = Duration::from_secs(1);

/// Connections to one database.
pub struct Pool(Arc<Shared>);

struct Shared {
    address: Address,
    most: usize,
    kept: Mutex<Kept>,
    given_back: Condvar,
}

#[derive(Default)]
struct Kept {
    free: Vec<Connection>,
    /// Free and taken.
    open: usize,
    /// When the database was found away.
    away: Option<Instant>,
    /// How often a connection was opened, or tried to.
    #[cfg(test)]
    tries: usize,
}

impl Pool {
    /// Nothing is opened yet.
    pub fn new(address: Address, most: usize) -> Self {
        Self(Arc::new(Shared { address, most, kept: Mutex::default(), given_back: Condvar::new() }))
    }

    /// One that nobody uses. A connection that was lost is replaced.
    ///
    /// # Errors
    /// When none can be opened, or none gets free in time.
    pub fn take(&self) -> Result<Taken, Error> {
        let until = Instant::now() + PATIENCE;
        let mut kept = self.0.kept();
        loop {
            if let Some(connection) = kept.free.pop() {
                drop(kept);
                let mut taken = Taken { pool: Arc::clone(&self.0), connection: Some(connection) };
                if taken.link()?.is_alive() {
                    return Ok(taken);
                }
                taken.discard();
                drop(taken);
                kept = self.0.kept();
                continue;
            }
            if kept.open < self.0.most {
                if kept.away.is_some_and(|at| at.elapsed() < AWAY) {
                    return Err(Error::Away);
                }
                kept.open += 1;
                #[cfg(test)]
                {
                    kept.tries += 1;
                }
                drop(kept);
                let mut taken = Taken { pool: Arc::clone(&self.0), connection: None };
                taken.connection = Some(self.0.connect().inspect_err(|error| self.0.note(error))?);
                return Ok(taken);
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Error::Busy);
            }
            let waited = self.0.given_back.wait_timeout(kept, left);
            kept = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// How often a connection was opened, or tried to.
    #[cfg(test)]
    pub fn tries(&self) -> usize {
        self.0.kept().tries
    }

    /// Closes those that nobody uses.
    pub fn clear(&self) {
        let mut kept = self.0.kept();
        kept.open = kept.open.saturating_sub(kept.free.len());
        kept.free.clear();
    }
}

impl Shared {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, error: &Error) {
        if matches!(error, Error::Away) {
            self.kept().away = Some(Instant::now());
        }
    }

    fn connect(&self) -> Result<Connection, Error> {
        Ok(match &self.address {
            Address::File(path) => Connection::over(File::open(path)?),
            Address::Server(..) => Connection::over(Server::connect(&self.address)?),
        })
    }
}

/// A connection that goes back when this is dropped.
pub struct Taken {
    pool: Arc<Shared>,
    connection: Option<Connection>,
}

impl Taken {
    /// Closes it instead: nobody knows in which state it is.
    pub fn discard(&mut self) {
        self.connection = None;
    }

    /// The connection.
    ///
    /// # Errors
    /// When it was discarded.
    pub fn get(&self) -> Result<&Connection, Error> {
        self.connection.as_ref().ok_or(Error::Away)
    }

    /// What it is to its database.
    ///
    /// # Errors
    /// When it was discarded.
    pub fn link(&self) -> Result<&dyn Link, Error> {
        Ok(self.get()?.link())
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        // An act that panicked may have left a transaction open.
        let sound = self.connection.take().filter(|_| !std::thread::panicking());
        let mut kept = self.pool.kept();
        match sound {
            Some(connection) => kept.free.push(connection),
            None => kept.open = kept.open.saturating_sub(1),
        }
        drop(kept);
        self.pool.given_back.notify_one();
    }
}
