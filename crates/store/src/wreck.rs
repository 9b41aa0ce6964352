//! A damaged file: moved out of the way as it is, and read row by row as far as it still reads.

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use posta_identity::FileKey;
use posta_identity::durable::{sync_file, sync_parent};
use rusqlite::{Connection, Row, named_params};

use crate::error::Error;
use crate::file;

/// How often a file is opened anew around what does not read, a table.
const TRIES: usize = 2_000;
/// How far beyond the last row that reads others are looked for when the end does not read either, at least; more in a file
/// that may have more rows, of this many bytes.
const REACH: i64 = 1 << 16;
const ROW: u64 = 64;

/// Moves a file, closed by this program, with its log into `folder`, which is there, and makes that durable. Goes on where
/// it was interrupted: the log is there twice before the file goes, so no cut leaves one without the other. Returns where
/// it lies now.
///
/// # Errors
/// [`Error::Unreachable`]; the file is then whole in one of the two places.
pub fn move_aside(path: &Path, folder: &Path) -> Result<PathBuf, Error> {
    let target = folder.join(path.file_name().unwrap_or_default());
    let has_moved = target.exists();
    if path.exists() && !has_moved {
        let log = beside(path, "-wal");
        let found = beside(path, posta_wal::AS_FOUND);
        for (from, end) in [(log, "-wal"), (found, posta_wal::AS_FOUND)] {
            if from.exists() {
                let copy = beside(&target, end);
                fs::copy(&from, &copy)?;
                sync_file(&copy)?;
            }
        }
        sync_parent(&target)?;
        fs::rename(path, &target)?;
        sync_parent(&target)?;
        sync_parent(path)?;
    }
    // Beside a new file these would be another's.
    if !path.exists() {
        for end in ["-wal", "-shm", posta_wal::AS_FOUND] {
            match fs::remove_file(beside(path, end)) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
    }
    Ok(target)
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// A damaged file while it is read. Nothing is written to it.
pub(crate) struct Wreck<'a> {
    path: &'a Path,
    key: &'a FileKey,
    connection: Option<Connection>,
    /// Whether all of its log is in it.
    is_log_whole: bool,
}

/// What was read of a table, and whether that is all of it.
pub(crate) struct Read<T> {
    pub rows: Vec<T>,
    pub is_all: bool,
}

impl<'a> Wreck<'a> {
    /// With its log chained again where that is damaged; nobody may have the file open.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn at(path: &'a Path, key: &'a FileKey) -> Result<Self, Error> {
        Ok(Self { path, key, connection: None, is_log_whole: posta_wal::chain_again(path)? })
    }

    /// Whether nothing of the log beside it was damaged: a page may be an older one otherwise, and nothing of it tells.
    pub fn is_log_whole(&self) -> bool {
        self.is_log_whole
    }

    /// The rows of a table that has numbered rows, in their order: from both ends up to what does not read, and then
    /// between, by halves.
    ///
    /// # Errors
    /// Those that are no damage: the disk, another program.
    pub fn rows<T>(
        &mut self,
        table: &str,
        columns: &str,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Read<T>, Error> {
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
        let most = fs::metadata(self.path)?.len() / ROW;
        let reach = i64::try_from(most).unwrap_or(i64::MAX).max(REACH);
        while let Some((low, high)) = ranges.pop_front() {
            if low > high {
                continue;
            }
            let before = rows.len();
            let Some(last) = self.scan(&up, low, high, &read, &mut rows)? else { continue };
            let low = last.map_or(low, |last| last + 1);
            let before_back = rows.len();
            let first = self.scan(&down, low, high, &read, &mut rows)?.flatten();
            let high = match first {
                Some(first) => first - 1,
                None if high == i64::MAX => low.saturating_add(reach),
                None => high,
            };
            tries += 1;
            if low > high {
                continue;
            }
            is_all = false;
            let has_moved = rows.len() > before || rows.len() > before_back;
            if tries < TRIES && (low < high || has_moved) {
                let middle = low + (high - low) / 2;
                ranges.extend([(low, middle), (middle + 1, high)]);
            }
        }
        Ok(Read { rows: rows.into_values().collect(), is_all })
    }

    /// The rows of a table without numbers, or of an index, from both ends; `keys` are what they are ordered by.
    ///
    /// # Errors
    /// As [`Wreck::rows`].
    pub fn ends<T>(
        &mut self,
        sql: &str,
        keys: &[&str],
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Read<T>, Error> {
        let mut rows = Vec::new();
        for end in ["", " DESC"] {
            let order = keys.join(&format!("{end}, "));
            let scanned = self.each(&format!("{sql} ORDER BY {order}{end}"), &[], |row| {
                rows.push(read(row)?);
                Ok(())
            });
            match scanned {
                Ok(()) if end.is_empty() => return Ok(Read { rows, is_all: true }),
                Err(error) if !error.is_damage() => return Err(error),
                _ => {}
            }
        }
        Ok(Read { rows, is_all: false })
    }

    /// One row; none where it does not read.
    ///
    /// # Errors
    /// As [`Wreck::rows`].
    pub fn row<T>(
        &mut self,
        sql: &str,
        params: &[(&str, &dyn rusqlite::ToSql)],
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Error> {
        let mut found = None;
        let looked = self.each(sql, params, |row| {
            found = Some(read(row)?);
            Ok(())
        });
        match looked {
            Ok(()) => Ok(found),
            Err(error) if error.is_damage() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Reads in one direction. `None` when it came to the end; else the last row that read, if any.
    fn scan<T>(
        &mut self,
        sql: &str,
        low: i64,
        high: i64,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
        rows: &mut BTreeMap<i64, T>,
    ) -> Result<Option<Option<i64>>, Error> {
        let mut last = None;
        let range = named_params! { ":low": low, ":high": high };
        let scanned = self.each(sql, range, |row| {
            let at = row.get("at")?;
            rows.insert(at, read(row)?);
            last = Some(at);
            Ok(())
        });
        match scanned {
            Ok(()) => Ok(None),
            Err(error) if error.is_damage() => Ok(Some(last)),
            Err(error) => Err(error),
        }
    }

    /// After a page that does not read the cipher believes nothing any more: the next one opens anew.
    fn each(
        &mut self,
        sql: &str,
        params: &[(&str, &dyn rusqlite::ToSql)],
        mut see: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<(), Error> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => file::open_wreck(self.path, self.key)?,
        };
        {
            let mut sql = connection.prepare(sql)?;
            let mut rows = sql.query(params)?;
            while let Some(row) = rows.next()? {
                file::believe(&connection, row).map(&mut see)??;
            }
        }
        self.connection = Some(connection);
        Ok(())
    }
}
