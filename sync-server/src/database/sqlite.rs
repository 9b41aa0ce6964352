//! A file of SQLite: one server, one machine.

use std::path::Path;
use std::time::Duration;

use posta_identity::private_file::create_private_if_missing;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Statement};

use super::connection::{Link, Named, Row, Value};
use crate::error::Error;

/// The steps of its schema, in the order in which they are applied; the schema's version is how many were.
pub const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/sqlite/0001_server.sql"),
    include_str!("../../migrations/sqlite/0002_spared.sql"),
    include_str!("../../migrations/sqlite/0003_batch_of_actor.sql"),
    include_str!("../../migrations/sqlite/0004_elsewhere.sql"),
    include_str!("../../migrations/sqlite/0005_together.sql"),
    include_str!("../../migrations/sqlite/0006_server_key.sql"),
];
/// The migration that made the last room for what is compared: what was there before is filled in with it.
pub const COMPARED: i64 = 5;
/// How long a statement waits for another process.
const BUSY_PATIENCE: Duration = Duration::from_secs(15);

/// A connection to the file.
pub struct File(Connection);

impl File {
    /// Opens the file, creates it when it is missing, and sees that it keeps the durability asked for.
    pub fn open(path: &Path) -> Result<Self, Error> {
        // Before the library makes it, so that only its owner reads it; its log gets the same mode.
        create_private_if_missing(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(BUSY_PATIENCE)?;
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", "ON")?;
        connection.pragma_update(None, "secure_delete", "ON")?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        connection.pragma_update(None, "trusted_schema", "OFF")?;
        connection.pragma_update(None, "cell_size_check", "ON")?;
        connection.set_prepared_statement_cache_capacity(64);
        let file = Self(connection);
        file.check()?;
        Ok(file)
    }
}

impl Link for File {
    fn execute(&self, sql: &str, with: Named<'_>) -> Result<u64, Error> {
        let mut statement = self.0.prepare_cached(sql)?;
        bind(&mut statement, with)?;
        Ok(statement.raw_execute()? as u64)
    }

    fn each(
        &self,
        sql: &str,
        with: Named<'_>,
        take: &mut dyn FnMut(&Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut statement = self.0.prepare_cached(sql)?;
        bind(&mut statement, with)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            take(&Row::File(row))?;
        }
        Ok(())
    }

    fn batch(&self, sql: &str) -> Result<(), Error> {
        Ok(self.0.execute_batch(sql)?)
    }

    fn begin(&self) -> Result<(), Error> {
        self.batch("BEGIN IMMEDIATE")
    }

    /// Who writes is alone, and only one process serves.
    fn lock(&self, _: i64) -> Result<(), Error> {
        Ok(())
    }

    fn hold(&self, _: i64) -> Result<bool, Error> {
        Ok(true)
    }

    fn let_go(&self, _: i64) -> Result<(), Error> {
        Ok(())
    }

    fn is_alive(&self) -> bool {
        true
    }

    fn check(&self) -> Result<(), Error> {
        let synchronous: i64 = self.0.pragma_query_value(None, "synchronous", |row| row.get(0))?;
        // Reads the file, too.
        let mode: String = self.0.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
        self.version()?;
        if mode == "wal" && synchronous == 2 { Ok(()) } else { Err(Error::Damaged("durability settings")) }
    }

    fn version(&self) -> Result<i64, Error> {
        Ok(self.0.pragma_query_value(None, "user_version", |row| row.get(0))?)
    }

    fn set_version(&self, version: i64) -> Result<(), Error> {
        Ok(self.0.pragma_update(None, "user_version", version)?)
    }

    /// One transaction that reads, so the copy is of one moment and holds nobody up; what was erased is not in it. The
    /// copy is looked through once.
    fn copy_to(&self, file: &Path) -> Result<bool, Error> {
        let path = file.to_str().ok_or(Error::Damaged("path"))?;
        self.execute("VACUUM INTO :path", &[(":path", Value::Text(path))])?;
        let copy = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let found: String = copy.pragma_query_value(None, "quick_check", |row| row.get(0))?;
        if found == "ok" { Ok(true) } else { Err(Error::Damaged("copy of the database")) }
    }

    /// Empties the write-ahead log.
    fn scrub(&self) -> Result<bool, Error> {
        self.0.busy_timeout(Duration::from_millis(200))?;
        let busy = self.0.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
        self.0.busy_timeout(BUSY_PATIENCE)?;
        Ok(busy? == 0)
    }
}

fn bind(statement: &mut Statement<'_>, with: Named<'_>) -> Result<(), Error> {
    let mut bound = 0;
    for (name, value) in with {
        let index = statement.parameter_index(name)?.ok_or(Error::Damaged("statement"))?;
        match value {
            Value::Null => statement.raw_bind_parameter(index, rusqlite::types::Null)?,
            Value::Number(number) => statement.raw_bind_parameter(index, number)?,
            Value::Text(text) => statement.raw_bind_parameter(index, text)?,
            Value::Bytes(bytes) => statement.raw_bind_parameter(index, bytes)?,
        }
        bound += 1;
    }
    // A parameter that was forgotten would be null.
    if bound == statement.parameter_count() { Ok(()) } else { Err(Error::Damaged("statement")) }
}

/// A column by its name.
pub fn value<'a>(row: &'a rusqlite::Row<'_>, name: &str) -> Result<Value<'a>, Error> {
    match row.get_ref(name)? {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(number) => Ok(Value::Number(number)),
        ValueRef::Text(text) => {
            std::str::from_utf8(text).map(Value::Text).map_err(|_| Error::Damaged("column"))
        }
        ValueRef::Blob(bytes) => Ok(Value::Bytes(bytes)),
        ValueRef::Real(_) => Err(Error::Damaged("column")),
    }
}
