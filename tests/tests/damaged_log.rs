//! The log that a crash left beside a file was damaged in the middle: SQLite forgets what follows without a word, Posta reads
//! it all the same, or says what may lack.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use posta_wal::{AS_FOUND, chain_again, is_damaged};
use rusqlite::Connection;
use tempfile::TempDir;

const HEAD: usize = 32;
const FRAME: usize = 24 + 4096;
/// Acts of one transaction each.
const ACTS: i64 = 30;

/// What damages a frame that begins at a byte.
type Harm = fn(&mut [u8], usize);

/// Of a page, of what is said of it, of its checksum, a sector, and a block of the disk that holds the end of one frame and
/// the beginning of the next.
const HARMS: [(&str, Harm); 6] = [
    ("a bit of the page", |log, at| log[at + 24 + 2000] ^= 4),
    ("a bit of the page's number", |log, at| log[at + 3] ^= 1),
    ("a bit of its salt", |log, at| log[at + 9] ^= 1),
    ("a bit of its checksum", |log, at| log[at + 17] ^= 1),
    ("a sector", |log, at| log[at..at + 512].fill(0)),
    ("a block", |log, at| log[at - 2000..at + 2096].fill(0)),
];

/// A file with a log of [`ACTS`] acts, as a crash leaves them. Beside the ends of transactions, counted in frames.
struct Crashed {
    folder: TempDir,
    ends: Vec<usize>,
}

fn open(path: &Path) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0")
        .unwrap();
    connection
}

fn act(connection: &Connection, n: i64) {
    let (text, bytes) = (format!("acto {n}"), vec![u8::try_from(n % 251).unwrap(); 3000]);
    connection.execute("INSERT INTO act VALUES (?1, ?2, ?3)", rusqlite::params![n, text, bytes]).unwrap();
}

impl Crashed {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("live");
        let connection = open(&path);
        connection.execute_batch("CREATE TABLE act (n INTEGER PRIMARY KEY, text TEXT, bytes BLOB)").unwrap();
        let mut ends = Vec::new();
        for n in 0..ACTS {
            act(&connection, n);
            ends.push((std::fs::metadata(log_of(&path)).unwrap().len() as usize - HEAD) / FRAME);
        }
        std::fs::copy(&path, folder.path().join("kept")).unwrap();
        std::fs::copy(log_of(&path), log_of(&folder.path().join("kept"))).unwrap();
        Self { folder, ends }
    }

    fn log(&self) -> Vec<u8> {
        std::fs::read(log_of(&self.folder.path().join("kept"))).unwrap()
    }

    /// The file again, with this log.
    fn with(&self, name: &str, log: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::copy(self.folder.path().join("kept"), &path).unwrap();
        std::fs::write(log_of(&path), log).unwrap();
        path
    }
}

fn log_of(path: &Path) -> PathBuf {
    path.with_file_name(format!("{}-wal", path.file_name().unwrap().to_str().unwrap()))
}

fn as_found(path: &Path) -> PathBuf {
    path.with_file_name(format!("{}{AS_FOUND}", path.file_name().unwrap().to_str().unwrap()))
}

/// Acts whose row reads, the last one first; none when the file does not open.
fn last_act(path: &Path) -> Option<i64> {
    let connection = Connection::open(path).ok()?;
    connection.query_row("SELECT n FROM act ORDER BY n DESC LIMIT 1", [], |row| row.get(0)).ok()
}

#[test]
fn what_was_saved_after_the_damage_is_read_and_the_log_as_it_was_found_is_kept() {
    let crashed = Crashed::new();
    let whole = crashed.log();
    let (mut forgotten, mut looked) = (0, 0);
    // Two acts follow for sure on each frame.
    for frame in 1..crashed.ends[crashed.ends.len() - 4] {
        for (what, harm) in HARMS {
            let place = format!("frame {frame}, {what}");
            let mut log = whole.clone();
            harm(&mut log, HEAD + frame * FRAME);
            let path = crashed.with("damaged", &log);
            assert!(is_damaged(&path).unwrap(), "{place}");
            let canary = crashed.with("canary", &log);
            forgotten += usize::from(last_act(&canary) != Some(ACTS - 1));
            std::fs::remove_file(&canary).unwrap();
            assert!(!chain_again(&path).unwrap(), "{place}: something may lack");
            assert!(std::fs::read(as_found(&path)).unwrap() == log, "{place}");
            let chained = std::fs::read(log_of(&path)).unwrap();
            assert!(!chain_again(&path).unwrap(), "{place}: and does so still");
            assert!(std::fs::read(log_of(&path)).unwrap() == chained, "{place}: once");
            assert!(is_damaged(&path).unwrap(), "{place}: until it is mended");
            // A page that the damage took may be one that the last act is found by.
            looked += usize::from(last_act(&path) == Some(ACTS - 1));
            std::fs::remove_file(as_found(&path)).unwrap();
            assert!(!is_damaged(&path).unwrap(), "{place}: it reads to its end");
        }
    }
    assert!(forgotten > 300 && looked * 10 > forgotten * 9, "{looked} of {forgotten} that SQLite forgot");
}

#[test]
fn a_log_whose_head_was_damaged_loses_nothing() {
    let crashed = Crashed::new();
    for byte in [0, 9, 13, 17, 22, 26, 31] {
        let mut log = crashed.log();
        log[byte] ^= 0x10;
        let path = crashed.with("damaged", &log);
        assert!(is_damaged(&path).unwrap(), "byte {byte}");
        let canary = crashed.with("canary", &log);
        assert_eq!(last_act(&canary), None, "byte {byte}");
        assert!(chain_again(&path).unwrap(), "byte {byte}");
        assert_eq!(last_act(&path), Some(ACTS - 1), "byte {byte}");
    }
}

#[test]
fn what_a_power_cut_leaves_is_no_damage() {
    let crashed = Crashed::new();
    let whole = crashed.log();
    let (end, before) = (crashed.ends[crashed.ends.len() - 1], crashed.ends[crashed.ends.len() - 2]);
    // Any piece of what was under way may lack.
    for sector in (HEAD + before * FRAME) / 512 + 1..(HEAD + end * FRAME) / 512 {
        for filler in [0, 0xff] {
            let mut log = whole.clone();
            log[sector * 512..(sector + 1) * 512].fill(filler);
            if log == whole {
                continue;
            }
            let path = crashed.with("cut", &log);
            assert!(!is_damaged(&path).unwrap() && chain_again(&path).unwrap(), "sector {sector}");
            assert!(std::fs::read(log_of(&path)).unwrap() == log);
            assert_eq!(last_act(&path), Some(ACTS - 2));
        }
    }
    for length in [0, 7, HEAD, HEAD + 11, HEAD + FRAME, HEAD + 3 * FRAME + 99, whole.len() - 1] {
        assert!(!is_damaged(&crashed.with("short", &whole[..length])).unwrap(), "{length}");
    }
    assert!(!is_damaged(&crashed.folder.path().join("no such file")).unwrap());
}

/// An older run of the log lies below, each frame the end of a transaction, so that what a cut left out reads as something.
#[test]
fn what_a_power_cut_leaves_over_an_older_log_is_no_damage() {
    let again = Again::after(|connection| {
        for n in 0..300 {
            connection.execute("UPDATE one SET text = ?1", [format!("antes {n}")]).unwrap();
        }
    });
    let (mut looked, mut last) = (0, HEAD);
    for n in 0..25 {
        let bytes = vec![u8::try_from(n).unwrap(); 40_000];
        again.connection.execute("INSERT INTO other VALUES (?1)", [bytes]).unwrap();
        let whole = again.log();
        let is_new = |frame: &&[u8]| frame[8..16] == whole[16..24];
        let end = HEAD + whole[HEAD..].chunks(FRAME).take_while(is_new).count() * FRAME;
        for sector in last / 512 + 1..end / 512 {
            let at = sector * 512..(sector + 1) * 512;
            let mut log = whole.clone();
            log[at.clone()].copy_from_slice(&again.older[at]);
            assert!(!is_damaged(&again.cut(&log)).unwrap(), "act {n}, sector {sector}");
            looked += 1;
        }
        last = end;
    }
    assert!(looked > 1_000, "{looked}");
}

/// A frame of an older run in the middle: a write that a disk lost.
#[test]
fn no_page_of_an_older_run_comes_back_by_a_write_that_was_lost() {
    let change = |connection: &Connection, table: &str, n: i64| {
        connection.execute(&format!("UPDATE {table} SET text = ?1"), [format!("acto {n}")]).unwrap();
    };
    let again = Again::after(|connection| (0..20).for_each(|n| change(connection, "one", n)));
    change(&again.connection, "one", 20);
    (21..30).for_each(|n| change(&again.connection, "other", n));
    let (mut log, at) = (again.log(), HEAD + 4 * FRAME);
    log[at..at + FRAME].copy_from_slice(&again.older[at..at + FRAME]);
    let cut = again.cut(&log);
    assert!(is_damaged(&cut).unwrap() && !chain_again(&cut).unwrap());
    let sql = "SELECT one.text || ', ' || other.text FROM one, other";
    let text: String = open(&cut).query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(text, "acto 20, acto 29");
}

/// A file of two tables whose log begins anew over an older one.
struct Again {
    folder: TempDir,
    connection: Connection,
    older: Vec<u8>,
}

impl Again {
    fn after(acts: impl Fn(&Connection)) -> Self {
        let folder = TempDir::new().unwrap();
        let connection = open(&folder.path().join("live"));
        let tables = "CREATE TABLE one (text TEXT); CREATE TABLE other (text ANY);
                      INSERT INTO one VALUES ('a'); INSERT INTO other VALUES ('b')";
        connection.execute_batch(tables).unwrap();
        acts(&connection);
        let older = std::fs::read(log_of(&folder.path().join("live"))).unwrap();
        connection.query_row("PRAGMA wal_checkpoint(RESTART)", [], |_| Ok(())).unwrap();
        Self { folder, connection, older }
    }

    fn log(&self) -> Vec<u8> {
        std::fs::read(log_of(&self.folder.path().join("live"))).unwrap()
    }

    /// The file with this log.
    fn cut(&self, log: &[u8]) -> PathBuf {
        let cut = self.folder.path().join("cut");
        std::fs::copy(self.folder.path().join("live"), &cut).unwrap();
        std::fs::write(log_of(&cut), log).unwrap();
        cut
    }
}

#[test]
fn what_lies_beside_an_empty_file_is_no_log_of_it() {
    let crashed = Crashed::new();
    let mut log = crashed.log();
    log[HEAD + FRAME + 100] ^= 1;
    let path = crashed.with("damaged", &log);
    assert!(is_damaged(&path).unwrap());
    std::fs::write(&path, b"").unwrap();
    assert!(!is_damaged(&path).unwrap());
}

#[test]
fn chaining_that_was_cut_is_done_again() {
    let crashed = Crashed::new();
    let mut log = crashed.log();
    log[HEAD + 5 * FRAME + 100] ^= 1;
    let path = crashed.with("damaged", &log);
    for step in ["half a copy", "as found"] {
        std::fs::write(log_of(&path), &log).unwrap();
        let copy = path.with_file_name("damaged-wal-copy");
        std::fs::write(&copy, &log[..log.len() / 2]).unwrap();
        if step == "as found" {
            std::fs::write(as_found(&path), &log).unwrap();
        }
        assert!(!chain_again(&path).unwrap(), "{step}");
        assert_eq!(last_act(&path), Some(ACTS - 1), "{step}");
        assert!(std::fs::read(as_found(&path)).unwrap() == log && !copy.exists(), "{step}");
        std::fs::remove_file(as_found(&path)).unwrap();
    }
}

#[test]
fn a_log_that_began_anew_over_an_older_one_is_no_damage() {
    let crashed = Crashed::new();
    let live = crashed.folder.path().join("again");
    let connection = open(&live);
    connection.execute_batch("CREATE TABLE act (n INTEGER PRIMARY KEY, text TEXT, bytes BLOB)").unwrap();
    for n in 0..ACTS {
        act(&connection, n);
    }
    for n in ACTS..ACTS + 5 {
        connection.query_row("PRAGMA wal_checkpoint(RESTART)", [], |_| Ok(())).unwrap();
        act(&connection, n);
        assert!(!is_damaged(&live).unwrap());
    }
}

#[test]
fn looking_while_somebody_writes_finds_no_damage() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("live");
    let connection = open(&path);
    connection.execute_batch("PRAGMA wal_autocheckpoint = 50; PRAGMA synchronous = OFF").unwrap();
    connection.execute_batch("CREATE TABLE act (n INTEGER PRIMARY KEY, text TEXT, bytes BLOB)").unwrap();
    let has_ended = &AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            (0..3_000).for_each(|n| act(&connection, n));
            has_ended.store(true, Ordering::SeqCst);
        });
        while !has_ended.load(Ordering::SeqCst) {
            assert!(!is_damaged(&path).unwrap());
        }
    });
}
