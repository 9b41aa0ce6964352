//! A change that ends the program is found by the marker that was left, and set aside; all else goes in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::process::{Child, Command};

use common::{Desk, id, person};
use posta_identity::ids::{Hash32, ScopeId};
use posta_identity::{FileKey, SessionCertificate};
use posta_protocol::{SignedBatch, open_body};
use posta_store::{Applied, ScopeFile};
use rusqlite::Connection;

fn raw(desk: &Desk) -> Connection {
    let connection = Connection::open(desk.scope_path()).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"{}\"", desk.scope_key.pragma().as_str())).unwrap();
    connection
}

/// What an abort leaves: the marker was committed, what was tried was not.
fn leave_marker(desk: &Desk, batch: &SignedBatch, change: &[u8]) {
    raw(desk)
        .execute(
            "INSERT INTO trying (batch, change, live, deaths) VALUES (?1, ?2, 1, 0)
             ON CONFLICT (batch, change) DO UPDATE SET live = 1, run = x''",
            (batch.hash().as_bytes(), change),
        )
        .unwrap();
}

fn markers(desk: &Desk) -> i64 {
    raw(desk).query_row("SELECT count(*) FROM trying", [], |row| row.get(0)).unwrap()
}

fn sender() -> Desk {
    let mut desk = Desk::new(ScopeId::random());
    desk.save_apart(&[
        person(1, &[("given_names", "Ana")]),
        person(2, &[("given_names", "Luz")]),
        person(3, &[("given_names", "Sol")]),
    ]);
    desk.save_apart(&[person(2, &[("phone", "70012345")])]);
    desk
}

/// The hash of a batch's change, as Automerge names it.
fn change(batch: &SignedBatch, place: usize) -> Hash32 {
    let entries = open_body(&batch.decode_header().unwrap(), &batch.body, None).unwrap();
    Hash32::of(&entries[place].bytes[8..])
}

#[test]
fn after_an_abort_at_a_batch_its_changes_are_tried_one_by_one() {
    let desk = sender();
    let batches = desk.own_batches();
    let mut late = Desk::new(desk.scope);
    leave_marker(&late, &batches[0], &[]);
    late.reopen();
    let applied = late.take(&batches, &desk);
    assert_eq!((applied.admitted, applied.quarantined), (4, 0));
    assert_eq!(late.file.digest().unwrap(), desk.file.digest().unwrap());
    assert_eq!(markers(&late), 0);
}

#[test]
fn the_change_at_which_it_ends_twice_in_a_row_is_set_aside_and_the_others_go_in() {
    let desk = sender();
    let batches = desk.own_batches();
    let mut late = Desk::new(desk.scope);
    leave_marker(&late, &batches[0], &[]);
    late.reopen();
    for _ in 0..2 {
        leave_marker(&late, &batches[0], change(&batches[0], 1).as_bytes());
        late.reopen();
    }
    let applied = late.take(&batches, &desk);
    assert_eq!((applied.admitted, applied.quarantined, applied.pending), (2, 1, 1));
    let aside = late.file.quarantined().unwrap();
    assert_eq!((aside[0].reason.as_str(), aside[0].hash), ("aborted", change(&batches[0], 1)));
    assert!(late.file.person(&id(2)).unwrap().is_none());
    assert_eq!(late.file.totals().unwrap().people, 2);
    assert!(batches.iter().all(|batch| late.file.is_applied(&batch.hash()).unwrap()));
    assert_eq!(markers(&late), 0);
    assert!(late.file.check(&[]).unwrap().is_clean());

    // It is not tried again when another batch brings it.
    late.reopen();
    let header = batches[0].decode_header().unwrap();
    let again = SignedBatch::sign(
        &posta_protocol::BatchHeader { n: 50, ..header },
        batches[0].body.clone(),
        &desk.session.sign,
    );
    let applied = late.take(&[again], &desk);
    assert_eq!((applied.admitted, applied.known, applied.quarantined), (0, 2, 1));
    assert_eq!(late.file.quarantined().unwrap().len(), 1);
}

#[test]
fn a_waiting_change_that_ends_the_program_is_found_too() {
    let desk = sender();
    let batches = desk.own_batches();
    let mut late = Desk::new(desk.scope);
    assert_eq!(late.take(&batches[1..], &desk).pending, 1);
    leave_marker(&late, &batches[0], &[]);
    for _ in 0..2 {
        leave_marker(&late, &batches[0], change(&batches[1], 0).as_bytes());
        late.reopen();
    }
    let applied = late.take(&batches, &desk);
    assert_eq!((applied.admitted, applied.quarantined), (3, 1));
    assert_eq!(late.file.person(&id(2)).unwrap().unwrap().phone, "");
    assert_eq!(late.file.pending_changes().unwrap(), 0);
    assert_eq!(markers(&late), 0);
}

#[test]
fn an_error_of_the_disk_makes_nothing_suspect() {
    let desk = sender();
    let batches = desk.own_batches();
    let mut late = Desk::new(desk.scope);
    raw(&late)
        .execute_batch("CREATE TRIGGER fails BEFORE INSERT ON person BEGIN SELECT RAISE(ABORT, 'x'); END")
        .unwrap();
    late.reopen();
    let certificate = desk.certificate();
    assert!(late.file.apply(&batches[0], &certificate, None).is_err());
    assert_eq!(markers(&late), 0);
    assert_eq!(late.file.documents().unwrap().len(), 0);
    raw(&late).execute_batch("DROP TRIGGER fails").unwrap();
    late.reopen();
    assert_eq!(late.take(&batches, &desk).admitted, 4);
}

#[test]
fn two_kills_at_a_healthy_change_leave_the_same_documents_as_everywhere() {
    let desk = sender();
    let batches = desk.own_batches();
    let mut late = Desk::new(desk.scope);
    leave_marker(&late, &batches[0], &[]);
    late.reopen();
    leave_marker(&late, &batches[0], change(&batches[0], 1).as_bytes());
    late.reopen();
    let applied = late.take(&batches, &desk);
    assert_eq!((applied.admitted, applied.quarantined), (4, 0));
    assert_eq!(late.file.digest().unwrap(), desk.file.digest().unwrap());
}

#[test]
fn ends_at_two_changes_by_turns_blame_neither() {
    let desk = sender();
    let batches = desk.own_batches();
    let mut late = Desk::new(desk.scope);
    leave_marker(&late, &batches[0], &[]);
    late.reopen();
    for place in [0, 1, 0, 1] {
        leave_marker(&late, &batches[0], change(&batches[0], place).as_bytes());
        late.reopen();
    }
    // Opening and closing in between is no end.
    late.reopen();
    let applied = late.take(&batches, &desk);
    assert_eq!((applied.admitted, applied.quarantined), (4, 0));
    assert_eq!(late.file.digest().unwrap(), desk.file.digest().unwrap());
    assert_eq!(markers(&late), 0);
}

#[test]
fn an_error_of_the_disk_at_a_single_change_is_no_end_of_the_program() {
    let desk = sender();
    let batches = desk.own_batches();
    let mut late = Desk::new(desk.scope);
    leave_marker(&late, &batches[0], &[]);
    for _ in 0..3 {
        raw(&late)
            .execute_batch("CREATE TRIGGER fails BEFORE INSERT ON person BEGIN SELECT RAISE(ABORT, 'x'); END")
            .unwrap();
        late.reopen();
        assert!(late.file.apply(&batches[0], &desk.certificate(), None).is_err());
        raw(&late).execute_batch("DROP TRIGGER fails").unwrap();
    }
    late.reopen();
    assert_eq!(late.take(&batches, &desk).admitted, 4);
    assert!(late.file.quarantined().unwrap().is_empty());
}

fn lock_file(desk: &Desk) -> File {
    let path = desk.scope_path().with_extension("applying");
    OpenOptions::new().write(true).create(true).truncate(false).open(path).unwrap()
}

fn deaths(desk: &Desk) -> i64 {
    raw(desk).query_row("SELECT sum(deaths) FROM trying", [], |row| row.get(0)).unwrap()
}

#[test]
fn a_second_opening_while_the_first_applies_marks_nothing() {
    let desk = sender();
    let batches = desk.own_batches();
    let late = Desk::new(desk.scope);
    leave_marker(&late, &batches[0], &[]);
    let applying = lock_file(&late);
    applying.lock_shared().unwrap();
    let second = ScopeFile::open(&late.scope_path(), &late.scope_key).unwrap();
    assert_eq!(deaths(&late), 0);
    // The second may apply at the same time.
    let certificate = desk.certificate();
    assert_eq!(second.apply(&batches[0], &certificate, None).unwrap().admitted, 3);
    // Once nobody applies, what is left tells where the program ended.
    leave_marker(&late, &batches[1], &[]);
    // Said, not dropped: a test that starts a program meanwhile may hold a copy of the file.
    applying.unlock().unwrap();
    drop(ScopeFile::open(&late.scope_path(), &late.scope_key).unwrap());
    assert_eq!(deaths(&late), 1);
    assert_eq!(late.take(&batches, &desk), Applied { admitted: 1, done_before: 1, ..Applied::default() });
}

#[test]
fn whoever_applies_says_so_for_as_long_as_it_takes() {
    let desk = sender();
    let batches = desk.own_batches();
    let late = Desk::new(desk.scope);
    let certificate = desk.certificate();
    // Another program is writing: applying has begun and cannot end.
    let writing = raw(&late);
    writing.execute_batch("BEGIN IMMEDIATE").unwrap();
    let (path, key) = (late.scope_path(), late.scope_key.clone());
    std::thread::scope(|threads| {
        let first = threads.spawn(move || {
            let file = ScopeFile::open(&path, &key).unwrap();
            file.apply(&batches[0], &certificate, None).unwrap().admitted
        });
        let other = lock_file(&late);
        while other.try_lock().is_ok() {
            other.unlock().unwrap();
            assert!(!first.is_finished());
        }
        assert!(matches!(other.try_lock(), Err(TryLockError::WouldBlock)));
        writing.execute_batch("COMMIT").unwrap();
        assert_eq!(first.join().unwrap(), 3);
        other.try_lock().unwrap();
    });
}

/// Tells the process of its own where its work lies.
const FOLDER: &str = "POSTA_TEST_FOLDER";

#[test]
fn a_process_of_its_own_applies_what_lies_in_a_folder() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let read = |name: &str| std::fs::read(Path::new(&folder).join(name)).unwrap();
    let key = FileKey::from_bytes(read("key").try_into().unwrap());
    let path = String::from_utf8(read("path")).unwrap();
    let certificate = SessionCertificate::decode(&read("certificate")).unwrap();
    let batch = SignedBatch::from_bytes(&read("batch")).unwrap();
    let file = ScopeFile::open(Path::new(&path), &key).unwrap();
    file.apply(&batch, &certificate, None).unwrap();
}

/// A process, killed at the latest when the test ends, however that ends.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// Starts a process that applies, and waits until it says what it is trying.
fn begin_to_apply(desk: &Desk, folder: &Path, is_single: bool) -> Process {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_process_of_its_own_applies_what_lies_in_a_folder"])
        .env(FOLDER, folder)
        .spawn()
        .unwrap();
    let mut process = Process(child);
    let connection = raw(desk);
    let mut sql = connection.prepare("SELECT 1 FROM trying WHERE live = 1 AND (change <> x'') = ?1").unwrap();
    while !sql.exists([is_single]).unwrap() {
        assert!(process.0.try_wait().unwrap().is_none(), "it must not come to an end");
        std::thread::yield_now();
    }
    process
}

#[test]
fn a_process_killed_twice_while_it_applies_leaves_the_same_documents_as_everywhere() {
    let desk = sender();
    let batches = desk.own_batches();
    let mut late = Desk::new(desk.scope);
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("key", late.scope_key.as_bytes());
    write("path", late.scope_path().to_str().unwrap().as_bytes());
    write("certificate", &desk.certificate().encode());
    write("batch", &batches[0].to_bytes());
    // The first row of a person takes longer than anybody lives.
    let (tables, pairs) = ("spin AS a, spin AS b, spin AS c", "spin AS d, spin AS e, spin AS f");
    raw(&late)
        .execute_batch(&format!(
            "CREATE TABLE spin (n INTEGER); INSERT INTO spin VALUES (1), (2), (3), (4), (5), (6), (7), (8);
             INSERT INTO spin SELECT a.n FROM spin AS a, spin AS b, spin AS c;
             CREATE TRIGGER hangs BEFORE INSERT ON person
             BEGIN SELECT count(*) FROM {tables}, {pairs} WHERE a.n + f.n < 0; END"
        ))
        .unwrap();
    for is_single in [false, true] {
        let process = begin_to_apply(&late, folder.path(), is_single);
        let before = deaths(&late);
        late.reopen();
        assert_eq!(deaths(&late), before, "it lives: opening judges nothing");
        drop(process);
        late.reopen();
        assert_eq!(deaths(&late), before + 1);
    }
    raw(&late).execute_batch("DROP TRIGGER hangs").unwrap();
    let applied = late.take(&batches, &desk);
    assert_eq!((applied.admitted, applied.quarantined), (4, 0));
    assert_eq!(late.file.digest().unwrap(), desk.file.digest().unwrap());
    assert_eq!(markers(&late), 0);
}
