//! A damaged file of SQLite, read as far as it reads. Nothing is written to it.

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Row, named_params, types};

use super::connection::{Named, Transaction, Value};
use super::sqlite::MIGRATIONS;
use crate::error::Error;

/// How often a table is read anew around what does not read.
const TRIES: usize = 2_000;
/// How far beyond the last row that reads others are looked for when the end does not read either, at least.
const REACH: i64 = 1 << 16;
/// No table that is read so has shorter rows. Bytes.
const ROW: u64 = 64;

/// A damaged file while it is read, which nobody else may do meanwhile.
pub struct Wreck {
    connection: Connection,
    /// More rows than there may be.
    reach: i64,
    is_log_whole: bool,
}

/// What was read of a table, and whether that is all of it.
pub struct Read<T> {
    pub rows: Vec<T>,
    pub is_all: bool,
}

impl Wreck {
    /// # Errors
    /// [`Error::DamagedFile`] when not even the first page reads, [`Error::Newer`], [`Error::Older`], a busy file, or those of
    /// the disk.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let nobody_else = keep_out(path)?;
        let is_log_whole = posta_wal::chain_again(path)?;
        // Of a damaged log it knows only what lies before the damage.
        drop(nobody_else);
        let connection = keep_out(path)?;
        let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let latest = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
        let rows = std::fs::metadata(path)?.len() / ROW;
        let reach = i64::try_from(rows).unwrap_or(i64::MAX).max(REACH);
        match version.cmp(&latest) {
            std::cmp::Ordering::Greater => Err(Error::Newer),
            std::cmp::Ordering::Less => Err(Error::Older),
            std::cmp::Ordering::Equal => Ok(Self { connection, reach, is_log_whole }),
        }
    }

    /// Whether nothing of the log beside it was damaged: a page may be an older one otherwise, and nothing of it tells.
    pub fn is_log_whole(&self) -> bool {
        self.is_log_whole
    }

    /// The rows of a table that has numbered rows, by their numbers: from both ends up to what does not read, and then
    /// between, by halves.
    ///
    /// # Errors
    /// Those that are no damage.
    pub fn rows<T>(
        &self,
        table: &str,
        columns: &str,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Read<(i64, T)>, Error> {
        let select = |order: &str| {
            format!(
                "SELECT rowid AS at, {columns} FROM {table} NOT INDEXED
                 WHERE rowid BETWEEN :low AND :high ORDER BY rowid {order}"
            )
        };
        let (up, down) = (select(""), select("DESC"));
        let mut rows = BTreeMap::new();
        let (mut is_all, mut tries) = (true, 0);
        let mut ranges = VecDeque::from([(1, i64::MAX)]);
        while let Some((low, high)) = ranges.pop_front() {
            if low > high {
                continue;
            }
            let before = rows.len();
            let Some(last) = self.scan(&up, (low, high), &read, &mut rows)? else { continue };
            let low = last.map_or(low, |last| last + 1);
            let first = self.scan(&down, (low, high), &read, &mut rows)?.flatten();
            let high = match first {
                Some(first) => first - 1,
                None if high == i64::MAX => low.saturating_add(self.reach),
                None => high,
            };
            tries += 1;
            if low > high {
                continue;
            }
            is_all = false;
            if tries < TRIES && (low < high || rows.len() > before) {
                let middle = low + (high - low) / 2;
                ranges.extend([(low, middle), (middle + 1, high)]);
            }
        }
        Ok(Read { rows: rows.into_iter().collect(), is_all })
    }

    /// One row by its number; none where it does not read.
    ///
    /// # Errors
    /// As [`Wreck::rows`].
    pub fn row<T>(
        &self,
        table: &str,
        columns: &str,
        at: i64,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Error> {
        let sql = format!("SELECT {columns} FROM {table} NOT INDEXED WHERE rowid = :at");
        let mut sql = self.connection.prepare_cached(&sql)?;
        match sql.query_row(named_params! { ":at": at }, read) {
            Ok(row) => Ok(Some(row)),
            Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
            Err(error) if is_damage(&error) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes the rows of a table over as they are, those of a table without numbers from both ends of its `keys`. Returns
    /// how many, and whether these are all.
    ///
    /// # Errors
    /// Those of the disks.
    pub fn take_over(
        &self,
        transaction: &Transaction<'_>,
        (table, columns, keys): (&str, &[&str], &[&str]),
    ) -> Result<(u64, bool), Error> {
        let of_row = |row: &Row<'_>| {
            columns.iter().map(|column| row.get(*column)).collect::<rusqlite::Result<Vec<types::Value>>>()
        };
        let list = columns.join(", ");
        let read = if keys.is_empty() {
            let read = self.rows(table, &list, of_row)?;
            Read { rows: read.rows.into_iter().map(|(_, row)| row).collect(), is_all: read.is_all }
        } else {
            self.ends(&format!("SELECT {list} FROM {table}"), keys, of_row)?
        };
        let names: Vec<String> = columns.iter().map(|column| format!(":{column}")).collect();
        let sql = format!("INSERT OR IGNORE INTO {table} ({list}) VALUES ({})", names.join(", "));
        let (mut taken, mut is_all) = (0, read.is_all);
        for row in &read.rows {
            let values: Option<Vec<Value<'_>>> = row.iter().map(value_of).collect();
            let with = values.map(|values| names.iter().map(String::as_str).zip(values).collect::<Vec<_>>());
            match with.map(|with| transaction.execute(&sql, Named::from(with.as_slice()))) {
                Some(Ok(rows)) => taken += rows,
                // What does not fit its column is no row that the server wrote.
                None => is_all = false,
                Some(Err(Error::Database(error))) if is_misfit(&error) => is_all = false,
                Some(Err(error)) => return Err(error),
            }
        }
        Ok((taken, is_all))
    }

    /// The rows of a table without numbers, in the order of its keys and back.
    fn ends<T>(
        &self,
        sql: &str,
        keys: &[&str],
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Read<T>, Error> {
        let mut rows = Vec::new();
        for end in ["", " DESC"] {
            let order = keys.join(&format!("{end}, "));
            let see = |row: &Row<'_>| {
                rows.push(read(row)?);
                Ok(())
            };
            match self.each(&format!("{sql} ORDER BY {order}{end}"), &[], see) {
                Ok(()) if end.is_empty() => return Ok(Read { rows, is_all: true }),
                Err(error) if !is_damage(&error) => return Err(error.into()),
                _ => {}
            }
        }
        Ok(Read { rows, is_all: false })
    }

    /// Reads in one direction. `None` when it came to the end; else the last row that read, if any.
    fn scan<T>(
        &self,
        sql: &str,
        (low, high): (i64, i64),
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
        rows: &mut BTreeMap<i64, T>,
    ) -> Result<Option<Option<i64>>, Error> {
        let mut last = None;
        let scanned = self.each(sql, named_params! { ":low": low, ":high": high }, |row| {
            let at = row.get("at")?;
            rows.insert(at, read(row)?);
            last = Some(at);
            Ok(())
        });
        match scanned {
            Ok(()) => Ok(None),
            Err(error) if is_damage(&error) => Ok(Some(last)),
            Err(error) => Err(error.into()),
        }
    }

    fn each(
        &self,
        sql: &str,
        params: &[(&str, &dyn rusqlite::ToSql)],
        mut see: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        let mut sql = self.connection.prepare(sql)?;
        let mut rows = sql.query(params)?;
        while let Some(row) = rows.next()? {
            see(row)?;
        }
        Ok(())
    }
}

fn value_of(value: &types::Value) -> Option<Value<'_>> {
    match value {
        types::Value::Null => Some(Value::Null),
        types::Value::Integer(number) => Some(Value::Number(*number)),
        types::Value::Text(text) => Some(Value::Text(text)),
        types::Value::Blob(bytes) => Some(Value::Bytes(bytes)),
        types::Value::Real(_) => None,
    }
}

/// Whether what was read is not what was written, or the disk did not give it.
fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase, SystemIoFailure};
    matches!(
        error,
        rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::Utf8Error(..)
    ) || matches!(error.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase | SystemIoFailure))
}

fn is_misfit(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation)
}

/// Opens a file that nobody else has open, and keeps them out: whoever has it would go on writing into what is put aside.
fn keep_out(path: &Path) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE")?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    for (name, value) in [("query_only", "ON"), ("cell_size_check", "ON"), ("trusted_schema", "OFF")] {
        connection.pragma_update(None, name, value)?;
    }
    // Reading takes the lock, whatever is read: half a log makes nonsense of a file.
    match connection.pragma_query_value(None, "user_version", |_| Ok(())) {
        Err(error) if !is_damage(&error) => Err(error.into()),
        _ => Ok(connection),
    }
}
