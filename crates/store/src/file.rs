//! Opening an encrypted file: key, settings read back, format.

use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use posta_identity::FileKey;
use posta_identity::durable::sync_parent;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use crate::error::Error;
use crate::migration::Family;

/// Settings that must hold, by name, value to set and value to read back.
const SETTINGS: &[(&str, &str, &str)] = &[
    ("journal_mode", "WAL", "wal"),
    // Acknowledged means durable: with WAL nothing less than FULL survives a power cut.
    ("synchronous", "FULL", "2"),
    ("fullfsync", "ON", "1"),
    ("checkpoint_fullfsync", "ON", "1"),
    ("foreign_keys", "ON", "1"),
    ("secure_delete", "ON", "1"),
    ("temp_store", "MEMORY", "2"),
    ("trusted_schema", "OFF", "0"),
    ("cell_size_check", "ON", "1"),
    // Pages. A save touches some 20 to 40: at 200 every sixth save paid for a checkpoint.
    ("wal_autocheckpoint", "1000", "1000"),
    // Bytes that the log keeps after a checkpoint.
    ("journal_size_limit", "8388608", "8388608"),
    // KiB of page cache: search at 100,000 people reads some hundred rows.
    ("cache_size", "-16384", "-16384"),
    ("query_only", "ON", "1"),
];

/// How long to wait for another program that writes to the same file.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens (or creates) a file, asserts its settings and brings it to the newest format.
pub(crate) fn open_file(path: &Path, key: &FileKey, family: &Family) -> Result<Connection, Error> {
    open(path, key, family).map_err(|error| match error {
        // The log beside it could not be made: the database tells no more than that.
        Error::Io(_) if is_read_only(path) => Error::ReadOnly,
        error => error,
    })
}

fn open(path: &Path, key: &FileKey, family: &Family) -> Result<Connection, Error> {
    // The library's first use must not be raced: a key given while another thread still sets it up is refused.
    static READY: OnceLock<()> = OnceLock::new();
    READY.get_or_init(|| drop(Connection::open_in_memory()));
    create_if_missing(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(128);
    unlock(&connection, key)?;
    family.recognize(&connection)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    for (name, value, expected) in SETTINGS {
        connection.pragma_update(None, name, value)?;
        assert_setting(&connection, name, expected)?;
    }
    family.migrate(&connection)?;
    Ok(connection)
}

/// Opens a damaged file to read what can be read. Its log stays beside it as it is.
pub(crate) fn open_wreck(path: &Path, key: &FileKey) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    unlock(&connection, key)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    for name in ["query_only", "cell_size_check"] {
        connection.pragma_update(None, name, "ON")?;
    }
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    Ok(connection)
}

/// Whether every page that was asked for read as it was written. The rest of a long value comes as noughts from a page that
/// does not, without an error before another page is asked for.
pub(crate) fn reads_well(connection: &Connection) -> bool {
    let status: Option<String> = connection.query_row("PRAGMA cipher_status", [], |row| row.get(0)).ok();
    status.is_some_and(|status| status == "1")
}

/// Refuses what was read where not every page came as it was written.
pub(crate) fn believe<T>(connection: &Connection, read: T) -> Result<T, Error> {
    if reads_well(connection) { Ok(read) } else { Err(Error::Damaged(rusqlite::ffi::SQLITE_CORRUPT)) }
}

/// Whether anybody else, of this program or another, has a file open: what is moved then would go on changing.
///
/// # Errors
/// Where it cannot be said.
pub(crate) fn is_in_use(path: &Path, key: &FileKey) -> Result<bool, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    // Whoever has a file with a log open holds a share of its lock all the while.
    connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE")?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    match unlock(&connection, key) {
        Err(Error::Busy) => Ok(true),
        Err(error) if !error.is_damage() => Err(error),
        _ => Ok(false),
    }
}

/// Looks at a file of which something said that it is damaged. A read that failed once is no damage: the file is opened
/// anew for this, and every page must come from the disk. By SQLite alone: whoever opens the file beside it and closes it
/// lets go of the locks of this whole process, and another program's last close then takes the log away.
///
/// # Errors
/// Where the disk, or another program, keeps it from being said.
pub(crate) fn is_damaged(path: &Path, key: &FileKey) -> Result<bool, Error> {
    if posta_wal::is_damaged(path)? {
        return Ok(true);
    }
    let looked = open_wreck(path, key).and_then(|connection| {
        let mut check = connection.prepare("PRAGMA quick_check")?;
        let answers = check.query_map([], |row| row.get::<_, String>("quick_check"))?;
        Ok(answers.collect::<Result<Vec<String>, _>>()?)
    });
    match looked {
        Ok(answers) => match answers.iter().find_map(|answer| failed_read(answer)) {
            Some(code) => Err(Error::Io(code)),
            None => Ok(answers != ["ok"]),
        },
        Err(error) if error.is_damage() => Ok(true),
        Err(error) => Err(error),
    }
}

/// The code of a read that failed, if an answer of the check tells of one.
fn failed_read(answer: &str) -> Option<i32> {
    let (_, code) = answer.rsplit_once("error code=")?;
    let code: i32 = code.trim().parse().ok()?;
    // The lower byte is the kind.
    (code & 0xff == rusqlite::ffi::SQLITE_IOERR).then_some(code)
}

fn unlock(connection: &Connection, key: &FileKey) -> Result<(), Error> {
    // Before the key: a wrong one would write noise to stderr.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    let text = key.pragma();
    connection.execute_batch(&Zeroizing::new(format!("PRAGMA key = \"{}\"", text.as_str())))?;
    // Without the cipher in the library, everything would work and nothing would be encrypted.
    let version: Option<String> =
        connection.query_row("PRAGMA cipher_version", [], |row| row.get("cipher_version")).ok();
    if version.is_none_or(|version| version.is_empty()) {
        return Err(Error::Setting("cipher_version"));
    }
    // The key is only tried by reading.
    connection.query_row("SELECT count(*) AS tables FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(())
}

fn assert_setting(connection: &Connection, name: &'static str, expected: &str) -> Result<(), Error> {
    let found = connection.pragma_query_value(None, name, |row| {
        Ok(match row.get_ref(0)? {
            rusqlite::types::ValueRef::Integer(number) => number.to_string(),
            other => other.as_str().unwrap_or_default().to_owned(),
        })
    })?;
    if found == expected { Ok(()) } else { Err(Error::Setting(name)) }
}

/// An empty file is a valid new database; made here so that only its owner may read it.
fn create_if_missing(path: &Path) -> Result<(), Error> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(file) => {
            file.sync_all()?;
            Ok(sync_parent(path)?)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Whether nothing may be made beside a file. The file itself is not tried: closing it would let go of all locks on it.
fn is_read_only(path: &Path) -> bool {
    let probe = path.with_extension("probe");
    match File::create_new(&probe) {
        Ok(_) => std::fs::remove_file(&probe).is_err(),
        Err(error) => matches!(error.kind(), ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migration::SCOPE;
    use crate::transaction;

    #[test]
    fn every_setting_is_read_back_as_it_must_be() {
        let folder = tempfile::tempdir().unwrap();
        let key = FileKey::random();
        for _ in 0..2 {
            let connection = open_file(&folder.path().join("a.posta"), &key, &SCOPE).unwrap();
            for (name, _, expected) in SETTINGS {
                assert_setting(&connection, name, expected).unwrap();
            }
            assert_setting(&connection, "user_version", &SCOPE.migrations.len().to_string()).unwrap();
        }
    }

    #[test]
    fn nothing_writes_outside_of_a_transaction() {
        let folder = tempfile::tempdir().unwrap();
        let connection = open_file(&folder.path().join("a.posta"), &FileKey::random(), &SCOPE).unwrap();
        let sql = "INSERT INTO identity (row, scope) VALUES (1, zeroblob(16))";
        assert!(connection.execute(sql, []).is_err());
        transaction::write(&connection, |writer| writer.execute(sql, [])).unwrap();
        assert!(connection.execute("DELETE FROM identity", []).is_err());
    }

    #[test]
    fn a_panic_in_a_transaction_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let connection = open_file(&folder.path().join("a.posta"), &FileKey::random(), &SCOPE).unwrap();
        let sql = "INSERT INTO identity (row, scope) VALUES (1, zeroblob(16))";
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _ = transaction::write(&connection, |writer| -> Result<(), Error> {
                writer.execute(sql, []).unwrap();
                panic!("synthetic");
            });
        }));
        assert!(panicked.is_err());
        let rows: i64 = connection.query_row("SELECT count(*) FROM identity", [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 0);
        transaction::write(&connection, |writer| writer.execute(sql, [])).unwrap();
    }
}
