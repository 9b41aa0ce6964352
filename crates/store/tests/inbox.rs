//! Records sealed to the members of a scope: who writes them cannot read them back, who reads them can look them up.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Desk, NOON, id};
use posta_domain::{DocumentId, Kind};
use posta_identity::EpochKey;
use posta_identity::ids::{Hash32, ScopeId};
use posta_protocol::{InboxRecord, SignedBatch};
use posta_store::{Applied, InboxFilter, InboxKey, InboxPen, InboxWords, Incoming, LaneAct};

fn record(kind: &str, text: &str) -> InboxRecord {
    InboxRecord { kind: kind.to_owned(), bytes: text.as_bytes().to_vec() }
}

fn key(epoch: &EpochKey) -> InboxKey {
    InboxKey { epoch: epoch.id, public: epoch.inbox().public() }
}

/// Writes into the inbox of the care scope `of`.
fn append(desk: &Desk, of: &ScopeId, epoch: &EpochKey, pen: &mut InboxPen, texts: &[&str]) -> Hash32 {
    let act =
        LaneAct { lane: of.inbox(), session: &desk.session, membership: Hash32::of(b"membership"), at: NOON };
    let records: Vec<InboxRecord> = texts.iter().map(|text| record("notice", text)).collect();
    desk.device.append_inbox(&act, &key(epoch), pen, &records).unwrap()
}

fn shelf(desk: &Desk, lane: &ScopeId) -> Vec<SignedBatch> {
    let hashes = desk.device.hashes(lane).unwrap();
    hashes.iter().map(|hash| desk.device.batch(hash).unwrap().unwrap()).collect()
}

fn texts(batch: &SignedBatch, epoch: &EpochKey) -> Vec<String> {
    let records = batch.open_inbox(&epoch.inbox()).unwrap();
    records.iter().map(|record| String::from_utf8(record.bytes.clone()).unwrap()).collect()
}

#[test]
fn an_open_batch_grows_until_it_may_have_left() {
    let (desk, epoch, care) = (Desk::new(ScopeId::random()), EpochKey::random(), ScopeId::random());
    let mut pen = InboxPen::default();
    append(&desk, &care, &epoch, &mut pen, &["uno"]);
    append(&desk, &care, &epoch, &mut pen, &["dos", "tres"]);
    let [batch] = &shelf(&desk, &care.inbox())[..] else { panic!() };
    assert_eq!(texts(batch, &epoch), ["uno", "dos", "tres"]);
    assert!(batch.verify(&desk.session.certificate.session_public).is_ok());
    assert_eq!(desk.device.session(&desk.session.actor()).unwrap().unwrap(), desk.certificate());
    desk.device.offer(&[batch.hash()]).unwrap();
    append(&desk, &care, &epoch, &mut pen, &["cuatro"]);
    let batches = shelf(&desk, &care.inbox());
    let contents: Vec<_> = batches.iter().map(|batch| texts(batch, &epoch)).collect();
    assert_eq!(contents, [vec!["uno", "dos", "tres"], vec!["cuatro"]]);
    let header = batches[1].decode_header().unwrap();
    assert_eq!((header.n, header.previous, header.epoch), (2, batches[0].hash(), epoch.id));
    assert_eq!(desk.device.pending(&care.inbox()).unwrap().changes, 4);
}

#[test]
fn another_session_a_new_epoch_or_a_lost_pen_begin_another_batch() {
    let (mut desk, epoch, care) = (Desk::new(ScopeId::random()), EpochKey::random(), ScopeId::random());
    let mut pen = InboxPen::default();
    append(&desk, &care, &epoch, &mut pen, &["uno"]);
    let rotated = EpochKey::random();
    append(&desk, &care, &rotated, &mut pen, &["dos"]);
    append(&desk, &care, &rotated, &mut InboxPen::default(), &["tres"]);
    desk.unlock_again();
    append(&desk, &care, &rotated, &mut pen, &["cuatro"]);
    let batches = shelf(&desk, &care.inbox());
    assert_eq!(batches.len(), 4, "nothing that was written is replaced by less");
    assert_eq!(texts(&batches[0], &epoch), ["uno"]);
    assert_eq!(texts(&batches[3], &rotated), ["cuatro"]);
    assert_eq!(desk.device.vector(&care.inbox()).unwrap().0.len(), 1, "one chain");
}

#[test]
fn a_full_batch_is_followed_by_another() {
    let (desk, epoch, care) = (Desk::new(ScopeId::random()), EpochKey::random(), ScopeId::random());
    let mut pen = InboxPen::default();
    for number in 0..600 {
        append(&desk, &care, &epoch, &mut pen, &[&format!("registro {number}")]);
    }
    let sizes: Vec<usize> =
        shelf(&desk, &care.inbox()).iter().map(|batch| texts(batch, &epoch).len()).collect();
    assert_eq!(sizes, [256, 256, 88]);
}

#[test]
fn a_feed_that_was_continued_elsewhere_is_left() {
    let (desk, epoch, care) = (Desk::new(ScopeId::random()), EpochKey::random(), ScopeId::random());
    append(&desk, &care, &epoch, &mut InboxPen::default(), &["uno"]);
    // The disk of an earlier day meets what was written later on it.
    let before = desk.device.incarnation(&care.inbox()).unwrap();
    let restored = Desk::new(desk.scope);
    restored.device.put_incarnation(&care.inbox(), &before.unwrap()).unwrap();
    restored.device.put_batch(&shelf(&desk, &care.inbox())[0], false).unwrap();
    let mut other = Desk::new(desk.scope);
    (other.keys, other.session) = (desk.keys.clone(), desk.session.clone());
    other.device = restored.device;
    append(&other, &care, &epoch, &mut InboxPen::default(), &["dos"]);
    assert_ne!(other.device.incarnation(&care.inbox()).unwrap(), before);
    assert!(other.device.forked_feeds(&care.inbox()).unwrap().is_empty());
    assert_eq!(other.device.vector(&care.inbox()).unwrap().0.len(), 2);
}

#[test]
fn the_writer_s_device_holds_nothing_of_it_in_clear() {
    let (mut desk, epoch, care) = (Desk::new(ScopeId::random()), EpochKey::random(), ScopeId::random());
    append(&desk, &care, &epoch, &mut InboxPen::default(), &["canario en la jaula"]);
    desk.reopen();
    for batch in shelf(&desk, &care.inbox()) {
        let bytes = batch.to_bytes();
        assert!(!common::holds(&bytes, b"canario"));
        assert!(batch.open(Some(&epoch)).is_err(), "not even the epoch's own key opens it as a body");
        assert!(batch.open_inbox(&EpochKey::random().inbox()).is_err());
    }
    assert!(!common::holds(&common::pages(&desk.device_path(), &desk.device_key), b"canario"));
}

/// A member of the care scope takes in what lies in `writer`'s inbox lane.
fn read(member: &Desk, writer: &Desk, epoch: Option<&EpochKey>) -> Applied {
    let batches = shelf(writer, &member.scope.inbox());
    let incoming: Vec<Incoming<'_>> = batches
        .iter()
        .map(|batch| Incoming { batch, certificate: &writer.session.certificate, epoch, denied: &[] })
        .collect();
    member.file.apply_many(&incoming).unwrap()
}

fn everything() -> InboxFilter {
    InboxFilter::default()
}

#[test]
fn members_read_records_with_who_sealed_them() {
    let (member, writer, epoch) =
        (Desk::new(ScopeId::random()), Desk::new(ScopeId::random()), EpochKey::random());
    append(&writer, &member.scope, &epoch, &mut InboxPen::default(), &["uno", "dos"]);
    assert_eq!(read(&member, &writer, None).unreadable, 1, "without the key it waits");
    assert_eq!(read(&member, &writer, Some(&epoch)).records, 2);
    assert_eq!(read(&member, &writer, Some(&epoch)).done_before, 1);
    let page = member.file.inbox(&everything(), 0, 10).unwrap();
    assert_eq!((page.total, page.rows.len()), (2, 2));
    let texts: std::collections::BTreeSet<_> = page.rows.iter().map(|row| row.bytes.as_slice()).collect();
    assert_eq!(texts, [b"dos".as_slice(), b"uno".as_slice()].into());
    for row in &page.rows {
        assert_eq!(
            (row.user, row.device, row.post.as_str()),
            (writer.user.user, writer.keys.device, "pisiga")
        );
        assert_eq!(member.file.inbox_record(&row.hash).unwrap().as_ref(), Some(row));
    }
    assert_eq!(member.file.inbox_users("notice").unwrap(), [writer.user.user]);
    // Two members who open it name it alike.
    let other = Desk::new(ScopeId::random());
    let path = other.folder.path().join(format!("{}.posta", member.scope));
    let colleague = posta_store::ScopeFile::open(&path, &other.scope_key).unwrap();
    for batch in shelf(&writer, &member.scope.inbox()) {
        colleague.apply(&batch, &writer.certificate(), Some(&epoch)).unwrap();
    }
    assert_eq!(colleague.inbox(&everything(), 0, 10).unwrap(), page);
}

#[test]
fn an_open_batch_that_grew_gives_each_record_once() {
    let (member, writer, epoch) =
        (Desk::new(ScopeId::random()), Desk::new(ScopeId::random()), EpochKey::random());
    let mut pen = InboxPen::default();
    append(&writer, &member.scope, &epoch, &mut pen, &["uno"]);
    assert_eq!(read(&member, &writer, Some(&epoch)).records, 1);
    append(&writer, &member.scope, &epoch, &mut pen, &["dos"]);
    assert_eq!(read(&member, &writer, Some(&epoch)).records, 1);
    assert_eq!(member.file.inbox(&everything(), 0, 10).unwrap().total, 2);
}

#[test]
fn what_is_taken_care_of_stays_so_also_when_its_batch_goes_and_comes_back() {
    let (member, writer, epoch) =
        (Desk::new(ScopeId::random()), Desk::new(ScopeId::random()), EpochKey::random());
    let batch = append(&writer, &member.scope, &epoch, &mut InboxPen::default(), &["uno", "dos"]);
    read(&member, &writer, Some(&epoch));
    assert_eq!(member.file.open_inbox_records("notice").unwrap(), 2);
    let first = member.file.inbox(&everything(), 0, 1).unwrap().rows[0].hash;
    assert!(member.file.settle_inbox(&first, NOON).unwrap());
    assert!(!member.file.settle_inbox(&first, NOON).unwrap());
    assert_eq!(member.file.open_inbox_records("notice").unwrap(), 1);
    // Its writer is revoked, and the batch lies beyond the cut.
    member.file.exclude(&[batch], &member.device, |_| Some(&epoch)).unwrap();
    assert_eq!(member.file.inbox(&everything(), 0, 10).unwrap().total, 0);
    assert_eq!(read(&member, &writer, Some(&epoch)).records, 2);
    assert_eq!(member.file.open_inbox_records("notice").unwrap(), 1);
    assert!(member.file.inbox_record(&first).unwrap().unwrap().settled);
}

#[test]
fn records_are_looked_up_by_user_act_document_and_time() {
    let member = Desk::new(ScopeId::random());
    let (one, other, epoch) =
        (Desk::new(ScopeId::random()), Desk::new(ScopeId::random()), EpochKey::random());
    for writer in [&one, &other] {
        append(writer, &member.scope, &epoch, &mut InboxPen::default(), &["abrió", "imprimió"]);
        read(&member, writer, Some(&epoch));
    }
    let fresh = member.file.inbox_to_note(10).unwrap();
    assert_eq!((fresh.len(), member.file.inbox_to_note(3).unwrap().len()), (4, 3));
    let words: Vec<(Hash32, InboxWords)> = fresh
        .iter()
        .zip(0..)
        .map(|(row, number)| {
            let act = if row.bytes == "abrió".as_bytes() { "opened" } else { "printed" };
            let documents = vec![id(1), id(100 + number)];
            (row.hash, InboxWords { at: NOON + i64::from(number), act: act.to_owned(), documents })
        })
        .collect();
    member.file.note_inbox(&words).unwrap();
    assert!(member.file.inbox_to_note(10).unwrap().is_empty());
    let count = |filter: InboxFilter| member.file.inbox(&filter, 0, 10).unwrap().total;
    assert_eq!(count(InboxFilter { user: Some(one.user.user), ..everything() }), 2);
    assert_eq!(count(InboxFilter { act: "opened".to_owned(), ..everything() }), 2);
    let of = |document: DocumentId| InboxFilter { document: Some(document), ..everything() };
    assert_eq!((count(of(id(1))), count(of(id(102))), count(of(id(9)))), (4, 1, 0));
    assert_eq!(count(InboxFilter { from: Some(NOON + 1), until: Some(NOON + 3), ..everything() }), 2);
    assert_eq!(count(InboxFilter { kind: "audit".to_owned(), ..everything() }), 0);
    let page = member.file.inbox(&everything(), 1, 2).unwrap();
    assert_eq!(page.rows.iter().map(|row| row.at - NOON).collect::<Vec<_>>(), [2, 1], "the last first");
}

#[test]
fn a_record_that_does_not_read_is_set_aside_alone() {
    let (member, writer, epoch) =
        (Desk::new(ScopeId::random()), Desk::new(ScopeId::random()), EpochKey::random());
    append(&writer, &member.scope, &epoch, &mut InboxPen::default(), &["bien", "mal"]);
    read(&member, &writer, Some(&epoch));
    let rows = member.file.inbox(&everything(), 0, 10).unwrap().rows;
    let bad = rows.iter().find(|row| row.bytes == b"mal").unwrap();
    assert!(member.file.refuse_inbox(&bad.hash, "not_a_notice").unwrap());
    let page = member.file.inbox(&everything(), 0, 10).unwrap();
    assert_eq!((page.total, page.rows[0].bytes.as_slice()), (1, b"bien".as_slice()));
    let aside = member.file.quarantined().unwrap();
    assert_eq!((aside[0].what.as_str(), aside[0].reason.as_str()), ("record", "not_a_notice"));
    assert_eq!(aside[0].document, None);
}

#[test]
fn a_body_that_does_not_open_is_set_aside_as_a_whole() {
    let (member, writer, epoch) =
        (Desk::new(ScopeId::random()), Desk::new(ScopeId::random()), EpochKey::random());
    let act =
        LaneAct { lane: member.scope.inbox(), session: &writer.session, membership: Hash32::ZERO, at: NOON };
    // Sealed to nobody we know, under the name of our epoch.
    let key = InboxKey { epoch: epoch.id, public: EpochKey::random().inbox().public() };
    writer.device.append_inbox(&act, &key, &mut InboxPen::default(), &[record("notice", "?")]).unwrap();
    assert_eq!(read(&member, &writer, Some(&epoch)).quarantined, 1);
    assert_eq!(member.file.quarantined().unwrap()[0].what, "batch");
    assert_eq!(member.file.inbox(&everything(), 0, 10).unwrap().total, 0);
}

#[test]
fn records_about_an_erased_person_go_whenever_they_come_and_noted_acts_stay() {
    let (member, writer, epoch) =
        (Desk::new(ScopeId::random()), Desk::new(ScopeId::random()), EpochKey::random());
    let mut pen = InboxPen::default();
    append(&writer, &member.scope, &epoch, &mut pen, &["antes"]);
    let act =
        LaneAct { lane: member.scope.inbox(), session: &writer.session, membership: Hash32::ZERO, at: NOON };
    writer.device.append_inbox(&act, &key(&epoch), &mut pen, &[record("audit", "acto")]).unwrap();
    read(&member, &writer, Some(&epoch));
    let note = |member: &Desk| {
        let words = InboxWords { at: NOON, act: String::new(), documents: vec![id(1)] };
        let fresh = member.file.inbox_to_note(10).unwrap();
        let words: Vec<_> = fresh.iter().map(|row| (row.hash, words.clone())).collect();
        member.file.note_inbox(&words).unwrap();
    };
    note(&member);
    assert_eq!(member.file.inbox(&everything(), 0, 10).unwrap().total, 2);
    let batches = member.file.batches_of(&[(Kind::Person, id(1))], &member.device, |_| Some(&epoch)).unwrap();
    assert_eq!(batches, [shelf(&writer, &member.scope.inbox())[0].hash()], "its body has to go too");
    member.file.erase(&[(Kind::Person, id(1))], &batches).unwrap();
    append(&writer, &member.scope, &epoch, &mut InboxPen::default(), &["después"]);
    read(&member, &writer, Some(&epoch));
    note(&member);
    let left = member.file.inbox(&everything(), 0, 10).unwrap().rows;
    assert_eq!(left.iter().map(|row| row.kind.as_str()).collect::<Vec<_>>(), ["audit"]);
    assert!(!common::holds(&common::pages(&member.scope_path(), &member.scope_key), "después".as_bytes()));
}

/// A lane with three batches of one writer, as it lies on a reader's shelf.
fn lane_of_three() -> (Desk, Desk, ScopeId) {
    let (reader, writer, epoch) =
        (Desk::new(ScopeId::random()), Desk::new(ScopeId::random()), EpochKey::random());
    for text in ["uno", "dos", "tres"] {
        append(&writer, &reader.scope, &epoch, &mut InboxPen::default(), &[text]);
    }
    let lane = reader.scope.inbox();
    for batch in shelf(&writer, &lane) {
        reader.device.put_batch(&batch, false).unwrap();
    }
    (reader, writer, lane)
}

fn faults(reader: &Desk, writer: &Desk, lane: &ScopeId) -> Vec<(&'static str, u64)> {
    let public = |_: &posta_identity::Actor| Some(writer.session.certificate.session_public);
    let faults = reader.device.check_lane(lane, public, |_| false, true).unwrap();
    assert!(faults.iter().all(|fault| fault.device == Some(writer.keys.device)), "{faults:?}");
    faults.into_iter().map(|fault| (fault.code, fault.n)).collect()
}

fn raw_shelf(desk: &Desk) -> rusqlite::Connection {
    let raw = rusqlite::Connection::open(desk.device_path()).unwrap();
    raw.execute_batch(&format!("PRAGMA key = \"{}\"", desk.device_key.pragma().as_str())).unwrap();
    raw.execute_batch("DROP TRIGGER batch_is_kept; DROP TRIGGER offered_batch_is_final").unwrap();
    raw
}

#[test]
fn an_untouched_lane_has_no_faults() {
    let (reader, writer, lane) = lane_of_three();
    assert_eq!(faults(&reader, &writer, &lane), []);
    reader.device.set_receipt(&lane, &writer.device.vector(&lane).unwrap(), NOON).unwrap();
    assert_eq!(faults(&reader, &writer, &lane), []);
}

#[test]
fn an_altered_record_is_named_by_device_and_number() {
    for harm in [
        "UPDATE batch SET body = zeroblob(length(body)) WHERE n = 2",
        "UPDATE batch SET signature = zeroblob(64) WHERE n = 2",
        "UPDATE batch SET body = x'' WHERE n = 2",
    ] {
        let (reader, writer, lane) = lane_of_three();
        raw_shelf(&reader).execute(harm, []).unwrap();
        assert_eq!(faults(&reader, &writer, &lane), [("altered", 2)], "{harm}");
    }
}

#[test]
fn a_record_left_out_in_the_middle_or_at_the_end_is_named() {
    let (reader, writer, lane) = lane_of_three();
    raw_shelf(&reader).execute("DELETE FROM batch WHERE n = 2", []).unwrap();
    assert_eq!(faults(&reader, &writer, &lane), [("missing", 2)]);
    let (reader, writer, lane) = lane_of_three();
    reader.device.set_receipt(&lane, &writer.device.vector(&lane).unwrap(), NOON).unwrap();
    raw_shelf(&reader).execute("DELETE FROM batch WHERE n = 3", []).unwrap();
    assert_eq!(faults(&reader, &writer, &lane), [("missing", 3)]);
    // Who may not read the lane need not hold it.
    let public = |_: &posta_identity::Actor| Some(writer.session.certificate.session_public);
    assert_eq!(reader.device.check_lane(&lane, public, |_| false, false).unwrap(), []);
}

#[test]
fn a_forked_lane_is_named_where_the_fork_begins() {
    let (reader, writer, lane) = lane_of_three();
    let other = Desk::new(ScopeId::random());
    let incarnation = writer.device.incarnation(&lane).unwrap().unwrap();
    let mut copy = Desk::new(other.scope);
    (copy.keys, copy.session) = (writer.keys.clone(), writer.session.clone());
    copy.device.put_incarnation(&lane, &incarnation).unwrap();
    copy.device.put_batches(&shelf(&writer, &lane)[..1], true).unwrap();
    copy.device.offer_own().unwrap();
    append(&copy, &reader.scope, &EpochKey::random(), &mut InboxPen::default(), &["otra historia"]);
    let branch = shelf(&copy, &lane).pop().unwrap();
    reader.device.put_batch(&branch, false).unwrap();
    assert_eq!(faults(&reader, &writer, &lane), [("forked", 2)]);
}
