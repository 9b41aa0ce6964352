//! Saving: one transaction, the open batch, nothing unsent lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Desk, NOON, consultation, enrollment, fields, id, person};
use posta_domain::{DocumentId, Kind, Scalar};
use posta_identity::EpochKey;
use posta_identity::ids::{Hash32, Incarnation, ScopeId};
use posta_protocol::open_body;
use posta_store::{Commit, Draft, DraftId, Error, OwnFeedState, ScopeFile, Write};
use rusqlite::Connection;

fn raw(desk: &Desk) -> Connection {
    let connection = Connection::open(desk.scope_path()).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"{}\"", desk.scope_key.pragma().as_str())).unwrap();
    connection
}

#[test]
fn a_registration_is_document_rows_and_batch_at_once() {
    let mut desk = Desk::new(ScopeId::random());
    desk.file.put_author(&desk.session.certificate, "Rosa Prueba").unwrap();
    let committed = desk.save(&[
        person(
            1,
            &[
                ("given_names", "Ana María"),
                ("surname1", "Quispe"),
                ("surname2", "Mamani"),
                ("sex", "female"),
                ("birth", "1990-05-17"),
                ("nationality", "VE"),
                ("phone", "+591 700-12345"),
                ("residence", "040901"),
                ("document/a/kind", "ci"),
                ("document/a/country", "VE"),
                ("document/a/number", "V-12.345.678"),
                ("registered_post", "pisiga"),
                ("registered_on", "2026-11-21"),
            ],
        ),
        enrollment(2, 1),
    ]);
    assert_eq!(committed.documents, [(Kind::Person, id(1)), (Kind::Enrollment, id(2))]);
    let [batch] = committed.batches.as_slice() else { panic!("one batch") };
    assert_eq!((batch.n, batch.changes), (1, 2));
    let header = batch.batch.verify(&desk.session.certificate.session_public).unwrap();
    assert_eq!((header.n, header.previous, header.scope), (1, Hash32::ZERO, desk.scope));
    assert_eq!(u64::from(header.hour), u64::try_from(NOON / 3600).unwrap());

    let row = desk.file.person(&id(1)).unwrap().unwrap();
    assert_eq!(row.display_name, "Ana María Quispe Mamani");
    assert_eq!((row.birth.as_str(), row.birth_year), ("1990-05-17", Some(1990)));
    assert_eq!(row.documents, ["ci VE V-12.345.678"]);
    assert_eq!((row.residence.as_str(), row.nationality.as_str()), ("040901", "VE"));
    assert_eq!((row.registered_post.as_str(), row.registered_on.as_str()), ("pisiga", "2026-11-21"));
    assert_eq!((row.origin.author.as_str(), row.origin.post.as_str()), ("Rosa Prueba", "pisiga"));
    assert_eq!((row.origin.at, row.origin.updated_at, row.origin.conflicts), (NOON, NOON, 0));
    let enrollments = desk.file.enrollments_of(&id(1)).unwrap();
    assert_eq!(enrollments.len(), 1);
    assert_eq!((enrollments[0].program.as_str(), enrollments[0].status.as_str()), ("sus", "preparada"));
    assert!(desk.file.is_applied(&batch.batch.hash()).unwrap());
}

#[test]
fn a_commit_is_all_or_nothing() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save(&[person(1, &[("given_names", "Ana")])]);
    let draft = Draft {
        id: DraftId([9; 16]),
        owner: desk.user.user,
        kind: "registration".to_owned(),
        json: "{}".to_owned(),
        at: desk.at,
    };
    desk.file.save_draft(&draft).unwrap();
    let (digest, tip) = (desk.file.digest().unwrap(), desk.file.own_tip(&desk.feed()).unwrap());
    let writes =
        [person(1, &[("phone", "70012345")]), person(3, &[("given_names", "Luz")]), enrollment(4, 3)];
    let places = [
        ("INSERT", "document"),
        ("UPDATE", "document"),
        ("INSERT", "person"),
        ("INSERT", "enrollment"),
        ("INSERT", "outbox"),
        ("UPDATE", "outbox"),
        ("INSERT", "outbox_document"),
        ("DELETE", "draft"),
    ];
    for (act, table) in places {
        let trigger =
            format!("CREATE TRIGGER fails BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, 'x'); END");
        raw(&desk).execute_batch(&trigger).unwrap();
        desk.reopen();
        // A new batch inserts into the outbox, a continued one updates it.
        let sealed_through = if act == "INSERT" { 1 } else { 0 };
        let commit = Commit { sealed_through, draft: Some(draft.id), ..desk.act(&writes) };
        assert!(desk.file.commit(&commit).is_err(), "{act} {table}");
        assert_eq!(desk.file.digest().unwrap(), digest);
        assert_eq!(desk.file.own_tip(&desk.feed()).unwrap(), tip);
        assert!(desk.file.person(&id(3)).unwrap().is_none());
        assert!(desk.file.enrollments_of(&id(3)).unwrap().is_empty());
        assert_eq!(desk.file.person(&id(1)).unwrap().unwrap().phone, "");
        assert!(desk.file.draft(&desk.user.user, &draft.id).unwrap().is_some());
        assert_eq!(desk.file.search("luz", 5).unwrap().len(), 0);
        raw(&desk).execute_batch("DROP TRIGGER fails").unwrap();
    }
    desk.reopen();
    let commit = Commit { draft: Some(draft.id), ..desk.act(&writes) };
    assert_eq!(desk.file.commit(&commit).unwrap().documents.len(), 3);
    assert!(desk.file.drafts(&desk.user.user).unwrap().is_empty());
    assert!(desk.file.check(&[]).unwrap().faults.iter().all(|fault| fault.code == "not_on_shelf"));
}

#[test]
fn a_field_that_cannot_be_written_leaves_the_whole_act_out() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save(&[person(1, &[("given_names", "Ana")])]);
    let digest = desk.file.digest().unwrap();
    let too_long = "x".repeat(40_000);
    let writes = [person(2, &[("given_names", "Luz")]), person(3, &[("given_names", &too_long)])];
    assert!(matches!(desk.file.commit(&desk.act(&writes)), Err(Error::Document(_))));
    assert_eq!(desk.file.digest().unwrap(), digest);
    assert_eq!(desk.file.totals().unwrap().people, 1);
}

#[test]
fn the_open_batch_grows_until_it_may_have_left() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save(&[person(1, &[("given_names", "Ana")])]);
    let second = desk.save(&[person(2, &[("given_names", "Luz")])]);
    assert_eq!((second.batches[0].n, second.batches[0].changes), (1, 2));
    assert_eq!(desk.own_batches().len(), 1);
    assert_eq!(desk.device.hashes(&desk.scope).unwrap().len(), 1, "the shelf has its newest state only");

    desk.device.offer(&[second.batches[0].batch.hash()]).unwrap();
    let third = desk.save(&[person(3, &[("given_names", "Sol")])]);
    assert_eq!((third.batches[0].n, third.batches[0].changes), (2, 1));
    let header = third.batches[0].batch.decode_header().unwrap();
    assert_eq!(header.previous, second.batches[0].batch.hash());
    assert_eq!(desk.own_batches()[0], second.batches[0].batch);
}

#[test]
fn another_session_begins_a_batch_of_its_own() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save(&[person(1, &[("given_names", "Ana")])]);
    let before = desk.own_batches();
    desk.unlock_again();
    let committed = desk.save(&[person(1, &[("phone", "70012345")])]);
    assert_eq!(committed.batches[0].n, 2);
    assert_eq!(desk.own_batches()[0], before[0]);
    committed.batches[0].batch.verify(&desk.session.certificate.session_public).unwrap();
}

#[test]
fn batches_hold_so_many_changes_and_an_act_is_not_parted() {
    let mut desk = Desk::new(ScopeId::random());
    let writes: Vec<Vec<Write>> = (0..210)
        .map(|n| vec![person(2 * n, &[("given_names", "Ana")]), enrollment(2 * n + 1, 2 * n)])
        .collect();
    let acts: Vec<Commit<'_>> = writes.iter().map(|writes| desk.act(writes)).collect();
    let committed = desk.file.commit_many(&acts).unwrap();
    let sizes: Vec<u32> = committed.batches.iter().map(|own| own.changes).collect();
    assert_eq!(sizes, [128, 128, 128, 36]);
    for own in &committed.batches {
        desk.device.put_own(&own.batch, own.changes).unwrap();
    }
    assert_eq!(desk.device.pending(&desk.scope).unwrap().changes, 420);
    let next = desk.save(&[person(999, &[("given_names", "Luz")])]);
    assert_eq!((next.batches[0].n, next.batches[0].changes), (4, 37));
    let body = open_body(&next.batches[0].batch.decode_header().unwrap(), &next.batches[0].batch.body, None);
    assert_eq!(body.unwrap().len(), 37);
}

#[test]
fn an_act_larger_than_a_batch_becomes_several() {
    let mut desk = Desk::new(ScopeId::random());
    let writes: Vec<Write> = (0..300).map(|n| person(n, &[("given_names", "Ana")])).collect();
    let committed = desk.save(&writes);
    assert_eq!(committed.batches.iter().map(|own| own.changes).sum::<u32>(), 300);
    assert!(committed.batches.len() >= 3);
    let note = "á".repeat(4_000);
    let large: Vec<Write> = (1100..1150).map(|n| consultation(n, 1, &format!("{n}{note}"))).collect();
    desk.save(&large);
    assert!(desk.file.check(&desk.device.hashes(&desk.scope).unwrap()).unwrap().is_clean());
}

#[test]
fn writing_what_is_there_already_makes_no_batch() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save(&[person(1, &[("given_names", "Ana")])]);
    let before = desk.own_batches();
    let committed = desk.save(&[person(1, &[("given_names", "Ana")])]);
    assert!(committed.batches.is_empty() && committed.documents.is_empty());
    assert_eq!(desk.own_batches(), before);
}

#[test]
fn a_sealed_open_batch_grows_with_its_epoch_and_a_new_epoch_begins_a_batch() {
    let mut desk = Desk::new(ScopeId::random());
    desk.epoch = Some(EpochKey::random());
    desk.save(&[consultation(1, 9, "una nota")]);
    let second = desk.save(&[consultation(2, 9, "otra nota")]);
    assert_eq!((second.batches[0].n, second.batches[0].changes), (1, 2));
    let batch = &second.batches[0].batch;
    let header = batch.verify(&desk.session.certificate.session_public).unwrap();
    assert!(open_body(&header, &batch.body, None).is_err());
    assert_eq!(open_body(&header, &batch.body, desk.epoch.as_ref()).unwrap().len(), 2);
    assert_eq!(desk.device.pending(&desk.scope).unwrap().changes, 2);
    assert_eq!(desk.device.counts(&desk.scope).unwrap().batches, 1);
    desk.epoch = Some(EpochKey::random());
    assert_eq!(desk.save(&[consultation(3, 9, "tercera")]).batches[0].n, 2);
    assert_eq!(desk.file.consultations_of(&id(9)).unwrap().len(), 3);
}

#[test]
fn own_batches_can_be_neither_deleted_nor_shortened() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save(&[person(1, &[("given_names", "Ana")])]);
    desk.save(&[person(2, &[("given_names", "Luz")])]);
    let connection = raw(&desk);
    for sql in [
        "DELETE FROM outbox",
        "DELETE FROM document",
        "UPDATE outbox SET changes = 1",
        "UPDATE outbox SET n = 7, changes = 99",
    ] {
        assert!(connection.execute(sql, []).is_err(), "{sql}");
    }
    let shelf = Connection::open(desk.device_path()).unwrap();
    shelf.execute_batch(&format!("PRAGMA key = \"{}\"", desk.device_key.pragma().as_str())).unwrap();
    assert!(shelf.execute("DELETE FROM batch", []).is_err());
    desk.device.offer(&desk.device.hashes(&desk.scope).unwrap()).unwrap();
    assert!(shelf.execute("UPDATE batch SET body = x'00'", []).is_err());
}

/// Every source file of this crate by its name, with its text.
fn sources(folder: &std::path::Path, seen: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, seen);
        } else {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            seen.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn no_statement_of_this_crate_deletes_what_is_unsent() {
    let mut all = Vec::new();
    sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    // What is kept, and the one file that may say otherwise.
    for (table, place) in [
        ("document", Some("document.rs")),
        ("outbox_document", Some("document.rs")),
        ("applied", Some("exclude.rs")),
        ("outbox", None),
        ("batch", None),
        ("log_entry", None),
        ("session", None),
        ("receipt", None),
        ("hollow", None),
        ("tombstone", None),
    ] {
        let says = |text: &str| {
            [" ", "\"", "\n"].iter().any(|end| text.contains(&format!("DELETE FROM {table}{end}")))
        };
        let saying: Vec<&str> =
            all.iter().filter(|(_, text)| says(text)).map(|(name, _)| name.as_str()).collect();
        assert_eq!(saying, place.into_iter().collect::<Vec<_>>(), "{table}");
    }
}

#[test]
fn what_was_saved_is_there_after_opening_again() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save(&[person(1, &[("given_names", "Ana")]), enrollment(2, 1)]);
    let (digest, batches) = (desk.file.digest().unwrap(), desk.own_batches());
    desk.reopen();
    assert_eq!(desk.file.digest().unwrap(), digest);
    assert_eq!(desk.own_batches(), batches);
    // The same session may even go on with its open batch.
    assert_eq!(desk.save(&[person(3, &[("given_names", "Sol")])]).batches[0].changes, 3);
}

#[test]
fn what_is_still_to_be_sent_is_told_by_document_and_only_from_receipts() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save_apart(&[person(1, &[("given_names", "Ana")])]);
    let waiting = |desk: &Desk| {
        let covered = desk.file.covered(&desk.device).unwrap();
        let documents = desk.file.unsent_documents(&covered).unwrap();
        for number in 1..=4 {
            for kind in [Kind::Person, Kind::Enrollment] {
                let listed = documents.contains(&(kind.clone(), id(number)));
                assert_eq!(desk.file.is_unsent(&kind, &id(number), &covered).unwrap(), listed);
            }
        }
        documents
    };
    assert_eq!(waiting(&desk), [(Kind::Person, id(1))], "offered is not sent");
    let one = desk.device.vector(&desk.scope).unwrap();
    desk.device.set_receipt(&desk.scope, &one, NOON).unwrap();
    assert_eq!(waiting(&desk), []);
    desk.save(&[person(2, &[("given_names", "Luz")]), enrollment(3, 2)]);
    assert_eq!(waiting(&desk), [(Kind::Person, id(2)), (Kind::Enrollment, id(3))]);
    // Another incarnation is another feed.
    desk.incarnation = Incarnation::random();
    desk.save_apart(&[person(1, &[("phone", "60012345")])]);
    assert_eq!(waiting(&desk).len(), 3);
    let all = desk.device.vector(&desk.scope).unwrap();
    desk.device.set_receipt(&desk.scope, &all, NOON).unwrap();
    assert_eq!(waiting(&desk), []);
    desk.device.set_receipt(&desk.scope, &one, NOON).unwrap();
    assert_eq!(waiting(&desk).len(), 3, "the server was restored");
}

#[test]
fn a_receipt_for_another_branch_covers_only_what_both_share() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save_apart(&[person(1, &[("given_names", "Ana")])]);
    let mut clone = desk.cloned_disk();
    clone.save_apart(&[person(2, &[("given_names", "Sol")])]);
    clone.save_apart(&[person(3, &[("given_names", "Mar")])]);
    desk.save(&[person(4, &[("given_names", "Luz")])]);
    let others: Vec<_> = clone.own_batches();
    desk.device.put_batches(&others, false).unwrap();
    desk.device.set_receipt(&desk.scope, &clone.device.vector(&desk.scope).unwrap(), NOON).unwrap();
    let covered = desk.file.covered(&desk.device).unwrap();
    assert_eq!(desk.file.unsent_documents(&covered).unwrap(), [(Kind::Person, id(4))]);
}

#[test]
fn a_restored_scope_file_finds_its_feed_continued_and_goes_on_in_a_new_incarnation() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save_apart(&[person(1, &[("given_names", "Ana")])]);
    let state = |desk: &Desk| {
        let tip = desk.file.own_tip(&desk.feed()).unwrap();
        desk.device.own_feed_state(&desk.scope, &desk.keys.device, &desk.incarnation, tip).unwrap()
    };
    assert_eq!(state(&desk), OwnFeedState::Clean);
    raw(&desk).execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let image = std::fs::read(desk.scope_path()).unwrap();
    desk.save_apart(&[person(2, &[("given_names", "Luz")])]);
    assert_eq!(state(&desk), OwnFeedState::Clean);
    let digest = desk.file.digest().unwrap();

    // The disk's image comes back under another name (the file is open).
    let restored = desk.folder.path().join("restored.posta");
    std::fs::write(&restored, &image).unwrap();
    desk.file = ScopeFile::open(&restored, &desk.scope_key).unwrap();
    assert_eq!(state(&desk), OwnFeedState::Foreign);
    let all: Vec<_> =
        desk.device.after(&desk.scope, 0, 100).unwrap().into_iter().map(|entry| entry.batch).collect();
    let applied = desk.take(&all, &desk);
    assert_eq!((applied.done_before, applied.admitted), (1, 1));
    assert_eq!(desk.file.digest().unwrap(), digest, "what the outbox lost came back from the shelf");
    desk.incarnation = Incarnation::random();
    assert_eq!(state(&desk), OwnFeedState::Clean);
    assert_eq!(desk.save(&[person(3, &[("given_names", "Sol")])]).batches[0].n, 1);
}

#[test]
fn a_crash_between_outbox_and_shelf_is_not_taken_for_a_fork() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save(&[person(1, &[("given_names", "Ana")])]);
    let writes = [person(2, &[("given_names", "Luz")])];
    desk.file.commit(&desk.act(&writes)).unwrap();
    let tip = desk.file.own_tip(&desk.feed()).unwrap();
    let state = desk.device.own_feed_state(&desk.scope, &desk.keys.device, &desk.incarnation, tip).unwrap();
    assert_eq!(state, OwnFeedState::Clean);
    for own in desk.file.own_batches(&desk.feed(), 0).unwrap() {
        desk.device.put_own(&own.batch, own.changes).unwrap();
    }
    assert!(desk.file.check(&desk.device.hashes(&desk.scope).unwrap()).unwrap().is_clean());
}

#[test]
fn unknown_kinds_fields_and_words_are_kept() {
    let mut desk = Desk::new(ScopeId::random());
    let kind = Kind::from_word("referral");
    let write = Write { kind: kind.clone(), id: DocumentId::from([3; 16]), fields: fields(&[("to", "x")]) };
    desk.save(&[write, person(1, &[("given_names", "Ana"), ("eye_color", "brown"), ("sex", "later_word")])]);
    assert_eq!(desk.file.person(&id(1)).unwrap().unwrap().sex, "later_word");
    let stored = desk.file.document(&Kind::Person, &id(1)).unwrap().unwrap().fields();
    assert_eq!(stored.get("eye_color"), Some(&Scalar::Text("brown".to_owned())));
    assert!(desk.file.holds(&kind, &DocumentId::from([3; 16])).unwrap());
    assert_eq!(desk.file.documents().unwrap().len(), 2);
}

#[test]
fn acts_of_two_sessions_are_not_one_commit() {
    let mut desk = Desk::new(ScopeId::random());
    let old = desk.session.clone();
    desk.unlock_again();
    let writes = [person(1, &[("given_names", "Ana")])];
    let acts = [desk.act(&writes), Commit { session: &old, ..desk.act(&writes) }];
    assert!(matches!(desk.file.commit_many(&acts), Err(Error::Batch(_))));
    assert_eq!(desk.file.totals().unwrap().people, 0);
}

#[test]
fn the_certificate_of_every_own_session_lies_beside_its_batches() {
    let mut desk = Desk::new(ScopeId::random());
    assert_eq!(desk.file.own_certificates().unwrap(), []);
    let first = desk.certificate();
    desk.save(&[person(1, &[("given_names", "Ana")])]);
    desk.unlock_again();
    let idle = desk.certificate();
    desk.unlock_again();
    desk.save(&[person(2, &[("given_names", "Luz")])]);
    let second = desk.certificate();
    // What others made is not ours to vouch for.
    let mut other = Desk::new(desk.scope);
    other.save_apart(&[person(3, &[("given_names", "Sol")])]);
    desk.take(&other.own_batches(), &other);
    desk.reopen();
    let mut kept = desk.file.own_certificates().unwrap();
    kept.sort_by_key(|certificate| certificate.hour);
    assert_eq!(kept.len(), 2);
    assert_eq!(desk.file.certificate(&first.actor()).unwrap(), Some(first));
    assert_eq!(desk.file.certificate(&second.actor()).unwrap(), Some(second));
    assert_eq!(desk.file.certificate(&idle.actor()).unwrap(), None);
    assert_eq!(desk.file.certificate(&other.session.actor()).unwrap(), None);
}

#[test]
fn a_device_file_rolled_back_gets_the_certificates_of_own_work_again() {
    let mut desk = Desk::new(ScopeId::random());
    desk.device.put_session(&desk.session.certificate).unwrap();
    desk.save(&[person(1, &[("given_names", "Ana")])]);
    desk.unlock_again();
    desk.save(&[person(2, &[("given_names", "Luz")])]);
    let path = desk.folder.path().join("rolled back.posta");
    let older = posta_store::DeviceFile::open(&path, &desk.device_key).unwrap();
    let certificates = desk.file.own_certificates().unwrap();
    older.put_sessions(&certificates).unwrap();
    older.put_sessions(&certificates).unwrap();
    assert_eq!(older.sessions().unwrap().len(), 2);
    for batch in desk.own_batches() {
        older.put_own(&batch, 1).unwrap();
        let session = batch.decode_header().unwrap().session;
        assert!(older.session(&session).unwrap().is_some());
    }
}
