//! Everything that a file of the store says, as one hash.

use std::path::Path;

use posta_identity::FileKey;
use posta_identity::ids::Hash32;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

/// Says how the program ended while it applied; opening changes it.
const PASSING: &str = "trying";

/// A connection of our own to an encrypted file that is there.
fn open(path: &Path, key: &FileKey) -> Connection {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"{}\"", key.pragma().as_str())).unwrap();
    connection
}

/// How many batches or changes the file takes for what ended the program, or will at its next opening.
pub fn marked(path: &Path, key: &FileKey) -> rusqlite::Result<u64> {
    let sql = "SELECT count(*) FROM trying WHERE live = 1 OR deaths > 0";
    open(path, key).query_row(sql, [], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs)
}

/// Every row of every table.
pub fn content(path: &Path, key: &FileKey) -> rusqlite::Result<Hash32> {
    let connection = open(path, key);
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name";
    let mut tables = connection.prepare(sql)?;
    let names: Vec<String> = tables.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut all = Vec::new();
    for name in names.iter().filter(|name| *name != PASSING) {
        all.extend_from_slice(name.as_bytes());
        let mut table = connection.prepare(&format!("SELECT * FROM \"{name}\""))?;
        let columns = table.column_count();
        let mut rows = table.query([])?;
        while let Some(row) = rows.next()? {
            all.push(b'\n');
            for column in 0..columns {
                let value = row.get_ref(column)?;
                all.extend_from_slice(format!("{:?}", value.data_type()).as_bytes());
                match value {
                    ValueRef::Null => {}
                    ValueRef::Integer(number) => all.extend_from_slice(&number.to_le_bytes()),
                    ValueRef::Real(number) => all.extend_from_slice(&number.to_le_bytes()),
                    ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                        all.extend_from_slice(&bytes.len().to_le_bytes());
                        all.extend_from_slice(bytes);
                    }
                }
            }
        }
    }
    Ok(Hash32::of(&all))
}

/// Whether every page of a file in use is as it must be, and every index agrees with its table.
pub fn is_consistent(path: &Path, key: &FileKey) -> rusqlite::Result<bool> {
    let answer: String = open(path, key).query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    Ok(answer == "ok")
}

/// Whether the seal of every page holds; of a closed file, since the write-ahead log is not looked at.
pub fn is_sealed(path: &Path, key: &FileKey) -> rusqlite::Result<bool> {
    let connection = open(path, key);
    let mut broken = connection.prepare("PRAGMA cipher_integrity_check")?;
    Ok(broken.query([])?.next()?.is_none())
}

/// Makes a scope's file what a program of format 1 would have left, in one transaction.
pub fn take_back_to_format_one(path: &Path, key: &FileKey) {
    let sql = "BEGIN;
        DROP TRIGGER person_is_counted_anew;
        DROP TRIGGER person_is_not_counted;
        DROP TRIGGER enrollment_is_counted_anew;
        DROP TRIGGER enrollment_is_not_counted;
        DROP TRIGGER linked_is_counted_once;
        DROP TRIGGER linked_is_counted_apart;
        DROP TRIGGER consent_is_counted_anew;
        DROP TRIGGER consent_is_not_counted;
        DROP TRIGGER linkage_is_counted_anew;
        DROP TRIGGER linkage_is_not_counted;
        DROP TRIGGER consultation_is_counted_anew;
        DROP TRIGGER consultation_is_not_counted;
        DROP TRIGGER referral_is_counted_anew;
        DROP TRIGGER referral_is_not_counted;
        DROP TRIGGER follow_up_is_counted_anew;
        DROP TRIGGER follow_up_is_not_counted;
        DROP TRIGGER nobody_uncounted_is_counted;
        DROP TRIGGER who_is_counted_again_is;
        DROP TABLE uncounted;
        DROP TABLE tally;
        DROP TABLE tally_month;
        DROP TABLE stale_tally;
        DROP TABLE aggregate;
        DROP TABLE publication;
        DROP TABLE publication_words;
        DROP TABLE publication_piece;
        DROP TABLE training;
        DROP TABLE participant;
        DROP TABLE work_plan;
        DROP TABLE meeting;
        DROP TABLE commitment;
        DROP TABLE linkage;
        DROP TABLE linked;
        DROP TABLE conflict;
        DROP TABLE pair;
        DROP TABLE elsewhere;
        DROP TABLE looked;
        DROP INDEX consultation_to_link;
        ALTER TABLE consultation DROP COLUMN mode;
        ALTER TABLE consultation DROP COLUMN unidentified;
        ALTER TABLE consultation DROP COLUMN called;
        ALTER TABLE consultation DROP COLUMN alerts;
        ALTER TABLE consultation DROP COLUMN need_states;
        DROP TABLE screening;
        DROP TABLE referral;
        DROP TABLE referral_answer;
        DROP TABLE follow_up;
        DROP TABLE service;
        DROP INDEX person_by_household;
        ALTER TABLE person DROP COLUMN household;
        ALTER TABLE person DROP COLUMN household_role;
        ALTER TABLE person DROP COLUMN same_day;
        ALTER TABLE enrollment DROP COLUMN outcome;
        ALTER TABLE enrollment DROP COLUMN covered_groups;
        ALTER TABLE enrollment DROP COLUMN campaign;
        ALTER TABLE enrollment DROP COLUMN missing;
        DROP TABLE consent;
        PRAGMA user_version = 1;
        COMMIT;";
    open(path, key).execute_batch(sql).unwrap();
}
