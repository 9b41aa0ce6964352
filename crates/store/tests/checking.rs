//! Rebuild and check.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Desk, consultation, enrollment, id, person};
use posta_identity::EpochKey;
use posta_identity::ids::{Hash32, ScopeId};
use posta_protocol::{BatchHeader, ChangeEntry, SignedBatch, pack_body};
use posta_store::CheckReport;
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
    assert_eq!(
        (report.documents, report.projected, report.batches),
        (4, 5, 4),
        "a field in conflict has its own row"
    );
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

/// Looks into the batches, with the desk's key.
fn look(desk: &Desk) -> CheckReport {
    let epoch = |id: &Hash32| desk.epoch.as_ref().filter(|epoch| epoch.id == *id);
    desk.file.check_batches(&desk.device, epoch, |_| posta_store::Standing::Counts).unwrap()
}

/// A desk that holds changes in documents, one that waits and one set aside, all of them on its shelf.
fn holding_all_sorts() -> Desk {
    let mut desk = busy();
    let mut other = Desk::new(desk.scope);
    other.save_apart(&[person(8, &[("given_names", "Sol")])]);
    other.save_apart(&[person(8, &[("phone", "70000008")])]);
    let header = other.own_batches()[1].decode_header().unwrap();
    let junk = ChangeEntry { kind: "person".to_owned(), document: [8; 16], bytes: b"not a change".to_vec() };
    let header = BatchHeader { n: 1, previous: Hash32::ZERO, ..header };
    let junk = SignedBatch::sign(&header, pack_body(&[junk], None).unwrap(), &other.session.sign);
    desk.take(&[junk.clone(), other.own_batches()[1].clone()], &other);
    let foreign = Desk::new(desk.scope);
    let unopened = SignedBatch::sign(
        &BatchHeader { device: foreign.keys.device, ..header },
        b"garbage".to_vec(),
        &other.session.sign,
    );
    desk.take(std::slice::from_ref(&unopened), &other);
    // The first of the other desk's batches is not taken in, but what lies on the shelf is a chain.
    desk.device.put_batches(&[junk, unopened], false).unwrap();
    let file = Connection::open(desk.device_path()).unwrap();
    file.execute_batch(&format!("PRAGMA key = \"{}\"", desk.device_key.pragma().as_str())).unwrap();
    let late = &other.own_batches()[1];
    file.execute(
        "INSERT INTO batch (hash, scope, feed, n, previous, session, own, offered, header, signature, body)
         VALUES (?1, ?2, x'00', 2, x'00', x'00', 0, 0, ?3, ?4, ?5)",
        (late.hash().as_bytes(), desk.scope.as_bytes(), &late.header, &late.signature[..], &late.body),
    )
    .unwrap();
    desk.reopen();
    desk
}

#[test]
fn changes_that_wait_or_were_set_aside_are_accounted_for() {
    let desk = holding_all_sorts();
    let report = look(&desk);
    assert!(report.is_clean(), "{report:?}");
    assert_eq!((report.documents, report.projected, report.batches), (4, 5, 7));
    assert_eq!((report.pending, report.quarantined), (1, 2));
}

#[test]
fn a_batch_marked_as_taken_in_of_which_a_change_is_nowhere_is_named() {
    for harm in [
        "DELETE FROM pending",
        "DELETE FROM quarantine WHERE what = 'change'",
        "DELETE FROM quarantine WHERE what = 'batch'",
    ] {
        let desk = holding_all_sorts();
        raw(&desk).execute(harm, []).unwrap();
        let blind = desk.file.check(&desk.device.hashes(&desk.scope).unwrap()).unwrap();
        assert!(blind.is_clean());
        let faults = look(&desk).faults;
        let codes: Vec<&str> = faults.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, ["change_missing"], "{harm}");
    }
}

#[test]
fn a_document_that_has_gone_back_to_an_earlier_state_is_found_by_its_batches() {
    let mut desk = Desk::new(ScopeId::random());
    desk.epoch = Some(EpochKey::random());
    desk.save_apart(&[person(1, &[("given_names", "Ana")])]);
    let before: (Vec<u8>, Vec<u8>) = raw(&desk)
        .query_row("SELECT heads, saved FROM document", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    let lost = desk.save_apart(&[person(1, &[("phone", "70012345")])]).batches[0].batch.hash();
    assert!(look(&desk).is_clean());
    raw(&desk).execute("UPDATE document SET heads = ?1, saved = ?2", before).unwrap();
    desk.reopen();
    desk.file.rebuild().unwrap();
    assert!(desk.file.check(&desk.device.hashes(&desk.scope).unwrap()).unwrap().is_clean(), "it looks well");
    let report = look(&desk);
    assert_eq!(report.faults.len(), 1);
    assert_eq!(
        (report.faults[0].code, report.faults[0].subject.clone()),
        ("change_missing", lost.to_string())
    );
}

#[test]
fn a_batch_that_cannot_be_read_yet_is_no_fault_and_one_that_can_is() {
    let mut desk = Desk::new(ScopeId::random());
    let mut other = Desk::new(desk.scope);
    other.epoch = Some(EpochKey::random());
    other.save_apart(&[person(2, &[("given_names", "Luz")])]);
    let sealed = other.own_batches().remove(0);
    desk.device.put_batch(&sealed, false).unwrap();
    let third = Desk::new(desk.scope);
    let header = BatchHeader {
        device: third.keys.device,
        epoch: Hash32::ZERO,
        dictionary: 7,
        ..sealed.decode_header().unwrap()
    };
    let later = SignedBatch::sign(&header, b"whatever".to_vec(), &other.session.sign);
    desk.device.put_batch(&later, false).unwrap();
    assert!(look(&desk).is_clean());
    desk.epoch = other.epoch.clone();
    let faults = look(&desk).faults;
    assert_eq!(faults.len(), 1);
    assert_eq!((faults[0].code, faults[0].subject.clone()), ("not_applied", sealed.hash().to_string()));
    desk.take(&[sealed], &other);
    assert!(look(&desk).is_clean());
}
