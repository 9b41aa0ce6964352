//! Rebuild and check.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Desk, consultation, enrollment, id, person};
use posta_identity::ids::ScopeId;
use rusqlite::Connection;

fn raw(desk: &Desk) -> Connection {
    let connection = Connection::open(desk.scope_path()).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"{}\"", desk.scope_key.pragma().as_str())).unwrap();
    connection
}

/// Every projection row and every search word, as text.
fn rows(desk: &Desk) -> Vec<String> {
    let connection = raw(desk);
    connection
        .execute_batch("CREATE VIRTUAL TABLE temp.word USING fts5vocab(main, person_words, instance)")
        .unwrap();
    let mut all = Vec::new();
    for sql in [
        "SELECT * FROM person ORDER BY row",
        "SELECT * FROM enrollment ORDER BY row",
        "SELECT * FROM consultation ORDER BY row",
        "SELECT term, doc FROM temp.word ORDER BY term, doc",
    ] {
        let mut sql = connection.prepare(sql).unwrap();
        let columns = sql.column_count();
        let mut found = sql.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            all.push((0..columns).map(|at| format!("{:?}|", row.get_ref(at).unwrap())).collect::<String>());
        }
    }
    all
}

fn busy() -> Desk {
    let scope = ScopeId::random();
    let (mut a, mut b) = (Desk::new(scope), Desk::new(scope));
    a.save_apart(&[
        person(1, &[("given_names", "Ana"), ("phone", "1"), ("document/a/number", "1-2")]),
        person(2, &[("given_names", "Luz"), ("birth", "age:34@2026-11-21")]),
        enrollment(3, 1),
        consultation(4, 2, "una nota"),
    ]);
    b.take(&a.own_batches(), &a);
    for phone in ["70000001", "70000009"] {
        a.save_apart(&[person(1, &[("phone", phone)])]);
    }
    b.save_apart(&[person(1, &[("phone", "70000002"), ("surname1", "Ñahui")]), enrollment(3, 2)]);
    a.take(&b.own_batches(), &b);
    for own in b.own_batches() {
        a.device.put_batch(&own, false).unwrap();
    }
    a
}

#[test]
fn a_rebuild_gives_the_same_rows() {
    let desk = busy();
    let before = rows(&desk);
    assert!(before.len() > 10);
    assert_eq!(desk.file.rebuild().unwrap().documents, 4);
    assert_eq!(rows(&desk), before);
    assert_eq!(desk.file.person(&id(1)).unwrap().unwrap().origin.conflicts, 1);
}

#[test]
fn a_healthy_file_is_clean_and_a_check_changes_nothing() {
    let desk = busy();
    let (before, digest) = (rows(&desk), desk.file.digest().unwrap());
    let shelf = desk.device.hashes(&desk.scope).unwrap();
    let report = desk.file.check(&shelf).unwrap();
    assert!(report.is_clean(), "{report:?}");
    assert_eq!((report.documents, report.projected, report.batches), (4, 4, 4));
    assert_eq!((rows(&desk), desk.file.digest().unwrap()), (before, digest));
}

#[test]
fn a_check_names_what_is_wrong() {
    for (harm, code) in [
        ("UPDATE person SET phone = '7' WHERE given_names = 'Luz'", "projection_differs"),
        ("DELETE FROM enrollment", "projection_differs"),
        ("UPDATE document SET heads = zeroblob(32) WHERE kind = 'person'", "heads_differ"),
        ("UPDATE document SET saved = x'00' WHERE kind = 'enrollment'", "document_does_not_load"),
        ("DELETE FROM person_words WHERE rowid = 1", "projection_differs"),
        ("DELETE FROM applied", "not_applied"),
    ] {
        let mut desk = busy();
        raw(&desk).execute(harm, []).unwrap();
        desk.reopen();
        let report = desk.file.check(&desk.device.hashes(&desk.scope).unwrap()).unwrap();
        assert!(report.faults.iter().any(|fault| fault.code == code), "{harm}: {report:?}");
    }
}

#[test]
fn a_rebuild_repairs_rows_and_search() {
    let mut desk = busy();
    let before = rows(&desk);
    raw(&desk).execute_batch("DELETE FROM person; DELETE FROM person_words WHERE rowid = 2").unwrap();
    desk.reopen();
    assert!(desk.file.search("luz", 5).unwrap().is_empty());
    desk.file.rebuild().unwrap();
    assert_eq!(rows(&desk), before);
    assert_eq!(desk.file.search("luz", 5).unwrap().len(), 1);
}

#[test]
fn a_document_that_cannot_be_read_does_not_stop_a_rebuild() {
    let mut desk = busy();
    raw(&desk).execute("UPDATE document SET saved = x'00' WHERE kind = 'consultation'", []).unwrap();
    desk.reopen();
    let rebuilt = desk.file.rebuild().unwrap();
    assert_eq!((rebuilt.documents, rebuilt.unreadable), (3, 1));
    assert_eq!(desk.file.totals().unwrap().people, 2);
    let report = desk.file.check(&[]).unwrap();
    assert!(report.faults.iter().any(|fault| fault.subject == id(4).to_string()));
}

#[test]
fn a_batch_on_the_shelf_that_was_not_taken_in_is_named() {
    let mut desk = Desk::new(ScopeId::random());
    let mut other = Desk::new(desk.scope);
    desk.save(&[person(1, &[("given_names", "Ana")])]);
    other.save_apart(&[person(2, &[("given_names", "Luz")])]);
    let batch = other.own_batches().remove(0);
    desk.device.put_batch(&batch, false).unwrap();
    let report = desk.file.check(&desk.device.hashes(&desk.scope).unwrap()).unwrap();
    assert_eq!(report.faults.len(), 1);
    assert_eq!(
        (report.faults[0].code, report.faults[0].subject.clone()),
        ("not_applied", batch.hash().to_string())
    );
}
