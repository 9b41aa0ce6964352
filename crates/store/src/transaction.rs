//! The one door for writing. Outside of it the connection refuses every write (`query_only`).

use std::ops::Deref;

use rusqlite::{Connection, Params};

use crate::error::Error;
use crate::file;

/// Proof of an open write transaction: functions that write take it. It reads like the connection.
pub(crate) struct Writer<'c>(&'c Connection);

impl Writer<'_> {
    /// Runs one statement of the cache; returns how many rows it changed.
    pub fn execute(&self, sql: &str, params: impl Params) -> Result<usize, Error> {
        Ok(self.0.prepare_cached(sql)?.execute(params)?)
    }

    /// Inserts one row and returns its number.
    pub fn insert(&self, sql: &str, params: impl Params) -> Result<i64, Error> {
        Ok(self.0.prepare_cached(sql)?.insert(params)?)
    }

    /// Runs the statements of a migration.
    pub fn execute_script(&self, sql: &str) -> Result<(), Error> {
        Ok(self.0.execute_batch(sql)?)
    }
}

impl Deref for Writer<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.0
    }
}

/// Does `act` in one transaction: all of it is durable when this returns `Ok`, none of it happened otherwise.
///
/// # Errors
/// Those of `act`; [`Error::Damaged`] where a page that was read is; [`Error::Busy`], [`Error::DiskFull`], [`Error::Io`] of the commit.
pub(crate) fn write<T>(
    connection: &Connection,
    act: impl FnOnce(&Writer<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let door = Door::open(connection)?;
    let value = act(&Writer(connection))?;
    // What was made of pages that did not come as they were written is not kept.
    let value = file::believe(connection, value)?;
    connection.prepare_cached("COMMIT")?.execute([])?;
    drop(door);
    Ok(value)
}

/// Does `act` in a transaction that is always taken back: for checks that compare with a rebuild.
///
/// # Errors
/// Those of `act`.
pub(crate) fn rehearse<T>(
    connection: &Connection,
    act: impl FnOnce(&Writer<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let _door = Door::open(connection)?;
    act(&Writer(connection))
}

/// Writes the whole file anew, without free pages, and empties its log: nothing that was deleted is left in either.
///
/// # Errors
/// [`Error::Busy`] while another program has the file open; those of the disk. The file is whole in any case.
pub(crate) fn compact(connection: &Connection) -> Result<(), Error> {
    if !connection.is_autocommit() {
        return Err(Error::Setting("one transaction at a time"));
    }
    connection.flush_prepared_statement_cache();
    connection.execute_batch("PRAGMA query_only = OFF")?;
    let compacted = connection.execute_batch("VACUUM").map_err(Error::from).and_then(|()| {
        let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy: i64 = connection.query_row(sql, [], |row| row.get("busy"))?;
        if busy == 0 { Ok(()) } else { Err(Error::Busy) }
    });
    connection.execute_batch("PRAGMA query_only = ON")?;
    compacted
}

/// Closes by itself: whatever was not committed is rolled back, also after an error or a panic.
struct Door<'c>(&'c Connection);

impl<'c> Door<'c> {
    fn open(connection: &'c Connection) -> Result<Self, Error> {
        if !connection.is_autocommit() {
            return Err(Error::Setting("one transaction at a time"));
        }
        let door = Self(connection);
        connection.prepare_cached("PRAGMA query_only = OFF")?.execute([])?;
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        Ok(door)
    }
}

impl Drop for Door<'_> {
    fn drop(&mut self) {
        // Failing here leaves a transaction that the next opening rolls back; there is nobody to tell.
        if !self.0.is_autocommit() {
            let _ = self.0.execute_batch("ROLLBACK");
        }
        let _ = self.0.prepare_cached("PRAGMA query_only = ON").and_then(|mut sql| sql.execute([]));
    }
}
