//! Damage to the pages of a device's files, at places that are the same each time.

use std::path::Path;

use posta_identity::FileKey;
use rusqlite::Connection;

/// Bytes of a page.
const PAGE: usize = 4096;

/// A file by SQLCipher alone, with its log brought into it.
pub fn raw(path: &Path, key: &FileKey) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"{}\"", key.pragma().as_str())).unwrap();
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    connection
}

/// Every table and index of a file that holds something, with one page of it: the middle one, leaves rather than roots.
pub fn places(path: &Path, key: &FileKey) -> Vec<(String, usize)> {
    places_in(&raw(path, key))
}

/// The same of a file that is open.
pub fn places_in(connection: &Connection) -> Vec<(String, usize)> {
    let mut sql = connection
        .prepare(
            "SELECT name, pageno FROM dbstat WHERE ncell > 0 ORDER BY name, pagetype = 'internal', pageno",
        )
        .unwrap();
    let rows = sql.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))).unwrap();
    let mut all: Vec<(String, Vec<usize>)> = Vec::new();
    for row in rows {
        let (name, page) = row.unwrap();
        let page = usize::try_from(page).unwrap();
        match all.last_mut() {
            Some((known, pages)) if *known == name => pages.push(page),
            _ => all.push((name, vec![page])),
        }
    }
    all.into_iter().map(|(name, pages)| (name, pages[pages.len() / 2])).collect()
}

/// Every page of a file that something lies on, with the table or index that it is of.
pub fn pages(path: &Path, key: &FileKey) -> Vec<(String, usize)> {
    let connection = raw(path, key);
    let mut sql = connection
        .prepare(
            "SELECT name, pageno FROM dbstat WHERE ncell > 0 OR pagetype = 'overflow' ORDER BY name, pageno",
        )
        .unwrap();
    let rows =
        sql.query_map([], |row| Ok((row.get(0)?, usize::try_from(row.get::<_, i64>(1)?).unwrap()))).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Flips one bit in the middle of a page, numbered from 1.
pub fn flip(path: &Path, page: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[(page - 1) * PAGE + PAGE / 2] ^= 0x10;
    std::fs::write(path, bytes).unwrap();
}

/// Writes over a block of the disk in the middle of the log beside a file, where acts surely follow: the end of one frame and
/// the beginning of the next.
pub fn smash_log(path: &Path) {
    let log = path.with_file_name(format!("{}-wal", path.file_name().unwrap().to_str().unwrap()));
    let mut bytes = std::fs::read(&log).unwrap();
    let middle = (bytes.len() / PAGE / 2) * PAGE;
    bytes[middle..middle + PAGE].fill(0);
    std::fs::write(&log, bytes).unwrap();
}

/// Writes over most of a page, numbered from 1, so that it is none any more.
pub fn smash(path: &Path, page: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[(page - 1) * PAGE..page * PAGE - 64].fill(0xaa);
    std::fs::write(path, bytes).unwrap();
}
