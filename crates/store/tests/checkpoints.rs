//! Checkpoints: a newcomer without the keys of the past has all documents of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Desk, NOON, consultation, id, person};
use posta_documents::Document;
use posta_domain::Kind;
use posta_identity::EpochKey;
use posta_identity::ids::{Hash32, ScopeId};
use posta_protocol::{ChangeEntry, Checkpoint, FeedId, Tip};
use posta_store::{Applied, Incoming, LaneAct};

/// Two members wrote in an old epoch; the first then makes a checkpoint in a new one.
fn team() -> (Desk, Desk, EpochKey) {
    let scope = ScopeId::random();
    let (mut one, mut other) = (Desk::new(scope), Desk::new(scope));
    let old = EpochKey::random();
    (one.epoch, other.epoch) = (Some(old.clone()), Some(old));
    one.save_apart(&[consultation(1, 9, "una nota"), person(2, &[("given_names", "Ana")])]);
    other.take(&one.own_batches(), &one);
    other.save_apart(&[person(2, &[("phone", "1")])]);
    for batch in other.own_batches() {
        one.device.put_batch(&batch, false).unwrap();
    }
    one.take(&other.own_batches(), &other);
    (one, other, EpochKey::random())
}

fn put_checkpoint(desk: &Desk, epoch: &EpochKey) -> Vec<Hash32> {
    let act =
        LaneAct { lane: desk.scope.checkpoint(), session: &desk.session, membership: Hash32::ZERO, at: NOON };
    let parts = desk.file.checkpoint(&desk.device).unwrap();
    desk.device.append_checkpoint(&act, Some(epoch), &parts).unwrap()
}

fn take(reader: &Desk, writer: &Desk, lane: &ScopeId, epoch: Option<&EpochKey>) -> Applied {
    let mut applied = Applied::default();
    for hash in writer.device.hashes(lane).unwrap() {
        let batch = writer.device.batch(&hash).unwrap().unwrap();
        reader.device.put_batch(&batch, false).unwrap();
        // What another wrote is only looked at: its key is not here.
        let certificate = writer.certificate();
        applied += reader
            .file
            .apply_many(&[Incoming { batch: &batch, certificate: &certificate, epoch, denied: &[] }])
            .unwrap();
    }
    applied
}

#[test]
fn a_newcomer_without_old_keys_has_the_same_documents() {
    let (one, _other, epoch) = team();
    put_checkpoint(&one, &epoch);
    let newcomer = Desk::new(one.scope);
    assert_eq!(take(&newcomer, &one, &one.scope, Some(&epoch)).unreadable, 2);
    let applied = take(&newcomer, &one, &one.scope.checkpoint(), Some(&epoch));
    assert_eq!((applied.admitted, applied.quarantined), (3, 0), "changes of any actor are admitted");
    assert_eq!(newcomer.file.digest().unwrap(), one.file.digest().unwrap());
    assert_eq!(newcomer.file.person(&id(2)).unwrap().unwrap().phone, "1");
    assert_eq!(newcomer.file.cover(&newcomer.device).unwrap(), 2);
    assert_eq!(newcomer.file.cover(&newcomer.device).unwrap(), 0);
    let again = take(&newcomer, &one, &one.scope, Some(&epoch));
    assert_eq!((again.unreadable, again.done_before), (0, 2), "they are missed no more");
}

#[test]
fn work_after_the_checkpoint_builds_on_it() {
    let (mut one, _other, epoch) = team();
    put_checkpoint(&one, &epoch);
    one.epoch = Some(epoch.clone());
    one.save_apart(&[person(2, &[("phone", "3")])]);
    let newcomer = Desk::new(one.scope);
    take(&newcomer, &one, &one.scope, Some(&epoch));
    assert!(newcomer.file.pending_changes().unwrap() > 0);
    take(&newcomer, &one, &one.scope.checkpoint(), Some(&epoch));
    assert_eq!(newcomer.file.pending_changes().unwrap(), 0);
    assert_eq!(newcomer.file.digest().unwrap(), one.file.digest().unwrap());
}

#[test]
fn a_checkpoint_stands_only_for_what_is_in_it() {
    let (one, mut other, _) = team();
    // A batch that is on the shelf and was not taken in, and one after it.
    other.save_apart(&[person(7, &[("given_names", "Sol")])]);
    other.save_apart(&[person(8, &[("given_names", "Paz")])]);
    let batches = other.own_batches();
    for batch in &batches {
        one.device.put_batch(batch, false).unwrap();
    }
    one.take(&batches[2..], &other);
    let parts = one.file.checkpoint(&one.device).unwrap();
    let covers = parts.last().unwrap().covers.clone().unwrap();
    let feed = FeedId::of(&other.scope, &other.keys.device, &other.incarnation);
    assert_eq!(covers.tips(&feed).copied().collect::<Vec<_>>(), [Tip::of(1, &batches[0].hash())]);
    assert!(parts[..parts.len() - 1].iter().all(|part| part.covers.is_none()));
}

#[test]
fn parts_stay_within_a_batch_and_keep_causes_first() {
    let mut one = Desk::new(ScopeId::random());
    one.epoch = Some(EpochKey::random());
    let long = "x".repeat(3900);
    for number in 0..60 {
        one.save_apart(&[consultation(number, 9, &format!("{number} {long}"))]);
    }
    let parts = one.file.checkpoint(&one.device).unwrap();
    assert!(parts.len() > 1);
    let act =
        LaneAct { lane: one.scope.checkpoint(), session: &one.session, membership: Hash32::ZERO, at: NOON };
    assert_eq!(one.device.append_checkpoint(&act, one.epoch.as_ref(), &parts).unwrap().len(), parts.len());
    let newcomer = Desk::new(one.scope);
    let applied = take(&newcomer, &one, &one.scope.checkpoint(), one.epoch.as_ref());
    assert_eq!((applied.admitted, applied.pending), (60, 0));
    assert_eq!(newcomer.file.digest().unwrap(), one.file.digest().unwrap());
}

#[test]
fn a_change_of_another_actor_counts_in_a_checkpoint_and_nowhere_else() {
    let (one, other, epoch) = team();
    put_checkpoint(&one, &epoch);
    // Taken out, the other's own batch leaves what the checkpoint says too.
    let reader = Desk::new(one.scope);
    let beyond: Vec<Hash32> = other.own_batches().iter().map(posta_protocol::SignedBatch::hash).collect();
    take(&reader, &one, &one.scope.checkpoint(), Some(&epoch));
    for batch in other.own_batches() {
        reader.device.put_batch(&batch, false).unwrap();
    }
    reader.take(&other.own_batches(), &other);
    let key = |id: &Hash32| [one.epoch.as_ref().unwrap(), &epoch].into_iter().find(|epoch| epoch.id == *id);
    let excluded = reader.file.exclude(&beyond, &reader.device, key).unwrap();
    assert_eq!((excluded.batches, excluded.removed), (1, 0));
    assert!(reader.file.holds(&Kind::Person, &id(2)).unwrap());
}

/// A first change of a person by somebody's session that they never wrote, and that wins by its hash.
fn forged(one: &Desk, wrote: &Hash32) -> ChangeEntry {
    let actor = *one.session.actor().as_bytes();
    let document = *id(2).as_bytes();
    let tries = (0..).map(|number| {
        let name = format!("Forjada {number}");
        Document::create(actor, &common::fields(&[("given_names", &name)]), NOON).unwrap().1
    });
    let change = tries.into_iter().find(|change| Hash32::from(change.hash) < *wrote).unwrap();
    ChangeEntry { kind: "person".to_owned(), document, bytes: change.bytes }
}

fn first_change(desk: &Desk) -> Hash32 {
    let parts = desk.file.checkpoint(&desk.device).unwrap();
    let bytes = &parts[0].changes[0].bytes;
    Hash32::from(posta_documents::admission::precheck(bytes).unwrap().hash)
}

fn put_forged(forger: &Desk, entry: ChangeEntry) {
    let act = LaneAct {
        lane: forger.scope.checkpoint(),
        session: &forger.session,
        membership: Hash32::ZERO,
        at: NOON,
    };
    let parts = [Checkpoint { changes: vec![entry], covers: None }];
    forger.device.append_checkpoint(&act, None, &parts).unwrap();
}

#[test]
fn a_checkpoint_never_takes_the_place_of_what_an_author_wrote() {
    let scope = ScopeId::random();
    let (mut one, forger) = (Desk::new(scope), Desk::new(scope));
    one.save_apart(&[person(2, &[("given_names", "Rosa")])]);
    put_forged(&forger, forged(&one, &first_change(&one)));
    let (digest, batches) = (one.file.digest().unwrap(), one.own_batches());
    let applied = take(&one, &forger, &scope.checkpoint(), None);
    assert_eq!((applied.admitted, applied.quarantined), (0, 1));
    assert_eq!(one.file.digest().unwrap(), digest, "after it");
    // Together with it, in whatever order.
    for swap in [false, true] {
        let other = Desk::new(scope);
        let (certificate, foreign) = (one.certificate(), forger.certificate());
        let checkpoint = forger.device.hashes(&scope.checkpoint()).unwrap();
        let checkpoint = forger.device.batch(&checkpoint[0]).unwrap().unwrap();
        let mut incoming = [
            Incoming { batch: &batches[0], certificate: &certificate, epoch: None, denied: &[] },
            Incoming { batch: &checkpoint, certificate: &foreign, epoch: None, denied: &[] },
        ];
        if swap {
            incoming.reverse();
        }
        other.file.apply_many(&incoming).unwrap();
        assert_eq!(other.file.digest().unwrap(), digest, "beside it");
        assert_eq!(other.file.quarantined().unwrap()[0].reason, "checkpoint_twin");
    }
}

#[test]
fn what_an_author_wrote_takes_the_place_of_what_a_checkpoint_said() {
    let scope = ScopeId::random();
    let (mut one, forger) = (Desk::new(scope), Desk::new(scope));
    one.save_apart(&[person(2, &[("given_names", "Rosa")])]);
    put_forged(&forger, forged(&one, &first_change(&one)));
    let reader = Desk::new(scope);
    assert_eq!(take(&reader, &forger, &scope.checkpoint(), None).admitted, 1);
    reader.take(&one.own_batches(), &one);
    assert_eq!(reader.file.digest().unwrap(), one.file.digest().unwrap());
    assert_eq!(reader.file.quarantined().unwrap()[0].reason, "checkpoint_twin");
    take(&reader, &forger, &scope.checkpoint(), None);
    assert_eq!(reader.file.digest().unwrap(), one.file.digest().unwrap());
}

#[test]
fn what_a_checkpoint_says_of_a_session_does_not_stop_it() {
    let scope = ScopeId::random();
    let (mut one, forger) = (Desk::new(scope), Desk::new(scope));
    one.save_apart(&[person(1, &[("given_names", "Rosa")])]);
    // A second change of one's session, whose first is nowhere.
    let actor = *one.session.actor().as_bytes();
    let (mut document, _) =
        Document::create(actor, &common::fields(&[("given_names", "Forjada")]), NOON).unwrap();
    let change = document.edit(actor, &common::fields(&[("phone", "1")]), NOON).unwrap().unwrap();
    put_forged(
        &forger,
        ChangeEntry { kind: "person".to_owned(), document: *id(2).as_bytes(), bytes: change.bytes },
    );
    assert_eq!(take(&one, &forger, &scope.checkpoint(), None).pending, 1);
    let more = [person(1, &[("phone", "2")])];
    assert_eq!(one.file.commit(&one.act(&more)).unwrap().documents.len(), 1);
}
