//! Erasure: nothing of the content stays in the files, and nothing brings it back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Desk, NOON, consultation, enrollment, holds, id, pages, person};
use posta_domain::{DocumentId, Kind};
use posta_identity::EpochKey;
use posta_identity::ids::{Hash32, ScopeId};
use posta_protocol::SignedBatch;
use posta_store::{Applied, Draft, DraftId, Erased, Error, Incoming, LaneAct, Standing};

/// Marked content of the person who is erased, and of somebody else.
const GONE: [&str; 4] = ["canarioqzx", "70987654", "notaqzx", "borradorqzx"];
const STAYS: &str = "quedaqzx";

fn documents() -> Vec<(Kind, DocumentId)> {
    vec![(Kind::Person, id(1)), (Kind::Enrollment, id(2)), (Kind::Consultation, id(3))]
}

/// A desk of a confidential scope with both people, in batches that mix them.
fn busy() -> Desk {
    let mut desk = Desk::new(ScopeId::random());
    desk.epoch = Some(EpochKey::random());
    desk.save_apart(&[
        person(1, &[("given_names", "Canarioqzx")]),
        person(5, &[("given_names", "Quedaqzx")]),
    ]);
    desk.save_apart(&[enrollment(2, 1), consultation(3, 1, "una notaqzx")]);
    desk.save_apart(&[person(1, &[("phone", "70987654")]), person(5, &[("phone", "70000005")])]);
    let json = format!(r#"{{"person":"{}","note":"borradorqzx"}}"#, id(1));
    let owner = desk.user.user;
    desk.file
        .save_draft(&Draft { id: DraftId([4; 16]), owner, kind: "edit".into(), json, at: NOON })
        .unwrap();
    let json = format!(r#"{{"person":"{}"}}"#, id(5));
    desk.file
        .save_draft(&Draft { id: DraftId([5; 16]), owner, kind: "edit".into(), json, at: NOON })
        .unwrap();
    desk
}

fn own_hashes(desk: &Desk) -> Vec<Hash32> {
    desk.own_batches().iter().map(SignedBatch::hash).collect()
}

/// As a member carries out an order: replaces, then erases; returns the batches without body.
fn carry_out(desk: &Desk) -> Vec<Hash32> {
    let epoch = |_: &Hash32| desk.epoch.as_ref();
    let batches = desk.file.batches_of(&documents(), &desk.device, epoch).unwrap();
    let parts = desk.file.replacement(&batches, &documents(), &desk.device, epoch).unwrap();
    let act =
        LaneAct { lane: desk.scope.checkpoint(), session: &desk.session, membership: Hash32::ZERO, at: NOON };
    desk.device.append_checkpoint(&act, desk.epoch.as_ref(), &parts).unwrap();
    desk.file.erase(&documents(), &batches).unwrap();
    desk.device.erase_bodies(&desk.scope, &batches).unwrap();
    batches
}

/// Everything of another desk's lane is taken in.
fn take_lane(reader: &Desk, writer: &Desk, lane: &ScopeId) -> Applied {
    let mut applied = Applied::default();
    for hash in writer.device.hashes(lane).unwrap() {
        let batch = writer.device.batch(&hash).unwrap().unwrap();
        let certificate = writer.certificate();
        let incoming =
            Incoming { batch: &batch, certificate: &certificate, epoch: writer.epoch.as_ref(), denied: &[] };
        applied += reader.file.apply_many(&[incoming]).unwrap();
    }
    applied
}

fn is_away(desk: &Desk) {
    for (kind, id) in documents() {
        assert!(!desk.file.holds(&kind, &id).unwrap());
        assert!(desk.file.is_erased(&kind, &id).unwrap());
    }
    assert!(desk.file.person(&id(1)).unwrap().is_none());
    assert!(desk.file.search("canarioqzx", 5).unwrap().is_empty());
    assert_eq!(desk.file.pending_changes().unwrap(), 0);
    let kept = desk.file.person(&id(5)).unwrap().unwrap();
    assert_eq!((kept.given_names.as_str(), kept.phone.as_str()), ("Quedaqzx", "70000005"));
}

/// No marked content in any page, free ones and logs included, of either file.
fn holds_nothing(desk: &Desk) {
    for (path, key) in [(desk.scope_path(), &desk.scope_key), (desk.device_path(), &desk.device_key)] {
        let log = std::fs::metadata(path.with_extension("posta-wal")).map_or(0, |log| log.len());
        assert_eq!(log, 0, "the log is empty");
        let pages = pages(&path, key);
        for canary in GONE {
            for text in [canary.to_owned(), canary[..1].to_uppercase() + &canary[1..]] {
                assert!(!holds(&pages, text.as_bytes()), "{text} in {path:?}");
            }
        }
    }
}

#[test]
fn the_content_goes_from_every_page_and_the_rest_stays() {
    let desk = busy();
    let before = pages(&desk.scope_path(), &desk.scope_key);
    for canary in ["Canarioqzx", "70987654", "notaqzx", "borradorqzx", "canarioqzx"] {
        assert!(holds(&before, canary.as_bytes()), "{canary} was there to be found");
    }
    let batches = carry_out(&desk);
    assert_eq!(batches.len(), 3);
    is_away(&desk);
    holds_nothing(&desk);
    assert!(holds(&pages(&desk.scope_path(), &desk.scope_key), STAYS.as_bytes()));
    assert_eq!(desk.file.drafts(&desk.user.user).unwrap().len(), 1);
    for own in desk.own_batches() {
        assert!(own.is_bodyless());
        assert!(own.verify_bodyless(&desk.session.certificate.session_public).is_ok(), "the chain stays");
    }
}

#[test]
fn erasing_twice_is_erasing_once() {
    let desk = busy();
    let batches = own_hashes(&desk);
    let first = desk.file.erase(&documents(), &batches).unwrap();
    assert_eq!(first, Erased { documents: 3, changes: 0, drafts: 1, bodies: 3 });
    assert_eq!(desk.file.erase(&documents(), &batches).unwrap(), Erased::default());
    assert_eq!(desk.device.erase_bodies(&desk.scope, &batches).unwrap(), 3);
    assert_eq!(desk.device.erase_bodies(&desk.scope, &batches).unwrap(), 0);
}

#[test]
fn an_old_batch_a_checkpoint_and_a_waiting_change_bring_nothing_back() {
    let writer = busy();
    let mut reader = Desk::new(ScopeId::random());
    let path = reader.folder.path().join(format!("{}.posta", writer.scope));
    reader.file = posta_store::ScopeFile::open(&path, &reader.scope_key).unwrap();
    reader.epoch = writer.epoch.clone();
    let old = writer.own_batches();
    let checkpoint = writer.file.checkpoint(&writer.device).unwrap();
    // A change that waits for its cause when the order comes.
    assert!(reader.take(&old[2..], &writer).pending > 0);
    reader.file.erase(&documents(), &[]).unwrap();
    let applied = reader.take(&old, &writer);
    assert_eq!((applied.erased, applied.quarantined), (3, 0), "the last batch was taken in before");
    is_away(&reader);
    let act = LaneAct {
        lane: writer.scope.checkpoint(),
        session: &writer.session,
        membership: Hash32::ZERO,
        at: NOON,
    };
    writer.device.append_checkpoint(&act, writer.epoch.as_ref(), &checkpoint).unwrap();
    assert_eq!(take_lane(&reader, &writer, &writer.scope.checkpoint()).erased, 4);
    reader.file.rebuild().unwrap();
    is_away(&reader);
    assert!(reader.file.quarantined().unwrap().is_empty(), "no bytes are kept aside");
    let raw = pages(&path, &reader.scope_key);
    assert!(GONE.iter().all(|canary| !holds(&raw, canary.as_bytes())));
}

#[test]
fn who_comes_later_gets_the_rest_by_the_replacement() {
    let writer = busy();
    carry_out(&writer);
    let mut late = Desk::new(ScopeId::random());
    let path = late.folder.path().join(format!("{}.posta", writer.scope));
    late.file = posta_store::ScopeFile::open(&path, &late.scope_key).unwrap();
    late.file.erase(&documents(), &[]).unwrap();
    assert_eq!(take_lane(&late, &writer, &writer.scope).quarantined, 0, "a batch without body is no fault");
    assert!(late.file.person(&id(5)).unwrap().is_none());
    take_lane(&late, &writer, &writer.scope.checkpoint());
    is_away(&late);
    assert_eq!(late.file.digest().unwrap(), writer.file.digest().unwrap());
}

#[test]
fn nothing_is_written_to_an_erased_document() {
    let mut desk = busy();
    carry_out(&desk);
    let again = desk.file.commit(&desk.act(&[person(1, &[("phone", "1")])]));
    assert!(matches!(again, Err(Error::Erased)));
    desk.unlock_again();
    desk.save_apart(&[person(6, &[("given_names", "Sol")])]);
    assert_eq!(desk.own_batches().len(), 4, "the feed goes on");
}

#[test]
fn a_body_that_comes_again_is_not_kept() {
    let desk = busy();
    let old = desk.own_batches();
    let batches = carry_out(&desk);
    let other = Desk::new(desk.scope);
    for batch in &old {
        other.device.put_batch(batch, false).unwrap();
    }
    other.device.erase_bodies(&desk.scope, &batches).unwrap();
    for batch in &old {
        other.device.put_batch(batch, false).unwrap();
        desk.device.put_batch(batch, false).unwrap();
    }
    for device in [&desk.device, &other.device] {
        for hash in &batches {
            assert!(device.batch(hash).unwrap().unwrap().is_bodyless());
        }
    }
    assert_eq!(other.device.vector(&desk.scope).unwrap(), desk.device.vector(&desk.scope).unwrap());
}

#[test]
fn a_scope_empties_no_batch_of_another_scope_and_refuses_none_that_comes_later() {
    let (desk, other) = (busy(), Desk::new(ScopeId::random()));
    let hashes = own_hashes(&desk);
    let strange = ScopeId::random();
    assert_eq!(desk.device.erase_bodies(&strange, &hashes).unwrap(), 0);
    assert_eq!(desk.device.whole_of(&desk.scope, &hashes).unwrap(), hashes);
    assert!(desk.device.whole_of(&strange, &hashes).unwrap().is_empty());
    other.device.erase_bodies(&strange, &hashes).unwrap();
    other.device.quarantine_batch(&desk.scope, "x", NOON, &desk.own_batches()[0].to_bytes()).unwrap();
    other.device.erase_bodies(&strange, &hashes).unwrap();
    assert!(other.device.quarantined_batches().unwrap()[0].length > 0);
    for batch in &desk.own_batches() {
        other.device.put_batch(batch, false).unwrap();
    }
    assert_eq!(other.device.whole_of(&desk.scope, &hashes).unwrap(), hashes);
}

#[test]
fn a_check_accepts_ordered_absence_and_names_any_other() {
    let desk = busy();
    let batches = carry_out(&desk);
    let epoch = |_: &Hash32| desk.epoch.as_ref();
    let public = |_: &posta_identity::Actor| Some(desk.session.certificate.session_public);
    let report = desk.device.check(&desk.scope, public, |hash| batches.contains(hash)).unwrap();
    assert!(report.is_clean(), "{report:?}");
    let erased = |hash: &Hash32| match batches.contains(hash) {
        true => Standing::Erased,
        false => Standing::Counts,
    };
    let report = desk.file.check_batches(&desk.device, epoch, erased).unwrap();
    assert!(report.is_clean(), "{report:?}");
    let report = desk.device.check(&desk.scope, public, |_| false).unwrap();
    assert!(report.faults.iter().all(|fault| fault.code == "no_body") && report.faults.len() == 3);
    let report = desk.file.check_batches(&desk.device, epoch, |_| Standing::Counts).unwrap();
    assert_eq!(report.faults.iter().filter(|fault| fault.code == "no_body").count(), 3);
    // And a body that should be gone.
    let kept = busy();
    let public = |_: &posta_identity::Actor| Some(kept.session.certificate.session_public);
    let report = kept.device.check(&kept.scope, public, |_| true).unwrap();
    assert!(report.faults.iter().all(|fault| fault.code == "body_kept") && report.faults.len() == 3);
}

#[test]
fn no_other_statement_takes_a_body_or_a_tombstone_away() {
    let desk = busy();
    let open = |path: &std::path::Path, key: &posta_identity::FileKey| {
        let raw = rusqlite::Connection::open(path).unwrap();
        raw.execute_batch(&format!("PRAGMA key = \"{}\"", key.pragma().as_str())).unwrap();
        raw
    };
    let file = open(&desk.scope_path(), &desk.scope_key);
    assert!(file.execute("UPDATE outbox SET body = x''", []).is_err());
    let shelf = open(&desk.device_path(), &desk.device_key);
    assert!(shelf.execute("UPDATE batch SET body = x''", []).is_err());
    desk.file.erase(&documents(), &[]).unwrap();
    for sql in [
        "DELETE FROM tombstone".to_owned(),
        format!("INSERT INTO document (kind, id, heads, saved) VALUES ('person', x'{}', x'', x'')", id(1)),
        format!(
            "INSERT INTO pending (hash, kind, document, actor, device, feed, n, at, bytes)
             VALUES (x'01', 'person', x'{}', x'', x'', x'', 1, 1, x'')",
            id(1)
        ),
    ] {
        let refused = file.execute(&sql, []).unwrap_err().to_string();
        assert!(refused.contains("stays erased"), "{sql}: {refused}");
    }
}
