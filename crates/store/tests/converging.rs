//! Invariant 3: whoever has taken in the same batches holds the same documents, whatever the order and repeats.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeMap;

use common::{Desk, enrollment, id, person};
use posta_domain::Kind;
use posta_identity::ids::{Actor, Hash32, ScopeId};
use posta_identity::{EpochKey, SessionCertificate};
use posta_protocol::{BatchHeader, ChangeEntry, SignedBatch, pack_body};
use posta_store::{Applied, Incoming, ScopeFile, Write};
use proptest::prelude::*;

/// Batches with the certificates of their sessions, as they lie about in the world.
#[derive(Default)]
struct World {
    batches: Vec<SignedBatch>,
    certificates: BTreeMap<Actor, SessionCertificate>,
}

impl World {
    fn add(&mut self, desk: &Desk) {
        self.certificates.insert(desk.session.actor(), desk.certificate());
        for batch in desk.own_batches() {
            if !self.batches.iter().any(|known| known.hash() == batch.hash()) {
                self.batches.push(batch);
            }
        }
    }

    fn apply(&self, file: &ScopeFile, order: &[usize]) -> Applied {
        let incoming: Vec<Incoming<'_>> = order.iter().map(|place| self.incoming(*place)).collect();
        file.apply_many(&incoming).unwrap()
    }

    fn incoming(&self, place: usize) -> Incoming<'_> {
        let batch = &self.batches[place];
        let certificate = &self.certificates[&batch.decode_header().unwrap().session];
        Incoming { batch, certificate, epoch: None, denied: &[] }
    }
}

/// One step of a history: who writes what, and whether the other's news are taken in before.
#[derive(Debug, Clone)]
struct Step {
    second_desk: bool,
    hears_first: bool,
    document: u16,
    field: &'static str,
    value: u8,
}

fn step() -> impl Strategy<Value = Step> {
    let field = prop::sample::select(vec!["given_names", "phone", "residence"]);
    (any::<bool>(), prop::bool::weighted(0.3), 0..3u16, field, 0..4u8).prop_map(
        |(second_desk, hears_first, document, field, value)| Step {
            second_desk,
            hears_first,
            document,
            field,
            value,
        },
    )
}

fn live(steps: &[Step]) -> (World, Desk, Desk) {
    let scope = ScopeId::random();
    let (mut one, mut other) = (Desk::new(scope), Desk::new(scope));
    let mut world = World::default();
    for step in steps {
        let writer = if step.second_desk { &mut other } else { &mut one };
        if step.hears_first {
            world.apply(&writer.file, &(0..world.batches.len()).collect::<Vec<_>>());
        }
        writer.save_apart(&[person(step.document, &[(step.field, &format!("v{}", step.value))])]);
        world.add(&one);
        world.add(&other);
    }
    (world, one, other)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_order_and_any_repeats_give_the_same_documents_and_rows(
        (steps, shuffles) in prop::collection::vec(step(), 1..10).prop_flat_map(|steps| {
            let twice: Vec<usize> = (0..steps.len()).chain(0..steps.len()).collect();
            (Just(steps), prop::collection::vec(Just(twice).prop_shuffle(), 2))
        })
    ) {
        let (world, one, other) = live(&steps);
        let everything: Vec<usize> = (0..world.batches.len()).collect();
        world.apply(&one.file, &everything);
        world.apply(&other.file, &everything);
        let digest = one.file.digest().unwrap();
        prop_assert_eq!(other.file.digest().unwrap(), digest);
        for (number, order) in shuffles.iter().enumerate() {
            let late = Desk::new(one.scope);
            let order: Vec<usize> = order.iter().copied().filter(|place| *place < world.batches.len()).collect();
            if number == 0 {
                for place in &order {
                    world.apply(&late.file, &[*place]);
                }
            } else {
                for several in order.chunks(4) {
                    world.apply(&late.file, several);
                }
            }
            prop_assert_eq!(late.file.digest().unwrap(), digest);
            prop_assert_eq!(late.file.pending_changes().unwrap(), 0);
            prop_assert!(late.file.quarantined().unwrap().is_empty());
            for number in 0..3 {
                let (a, b) = (one.file.person(&id(number)).unwrap(), late.file.person(&id(number)).unwrap());
                prop_assert_eq!(a, b);
            }
            let hashes: Vec<Hash32> = world.batches.iter().map(SignedBatch::hash).collect();
            prop_assert!(late.file.check(&hashes).unwrap().is_clean());
        }
    }
}

#[test]
fn what_lacks_a_cause_waits_and_goes_in_when_it_comes() {
    let mut desk = Desk::new(ScopeId::random());
    for phone in ["1", "2", "3"] {
        desk.save_apart(&[person(1, &[("given_names", "Ana"), ("phone", phone)])]);
    }
    let batches = desk.own_batches();
    let late = Desk::new(desk.scope);
    assert_eq!(late.take(&batches[2..], &desk).pending, 1);
    assert_eq!(late.take(&batches[1..2], &desk).pending, 1);
    assert_eq!(late.file.pending_changes().unwrap(), 2);
    assert!(late.file.person(&id(1)).unwrap().is_none());
    let applied = late.take(&batches[..1], &desk);
    assert_eq!((applied.admitted, applied.pending), (3, 0));
    assert_eq!(late.file.pending_changes().unwrap(), 0);
    assert_eq!(late.file.digest().unwrap(), desk.file.digest().unwrap());
    assert_eq!(late.take(&batches, &desk).done_before, 3);
}

#[test]
fn both_branches_of_a_forked_feed_are_taken_in() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save_apart(&[person(1, &[("given_names", "Ana")])]);
    let mut world = World::default();
    world.add(&desk);
    // A clone of the disk, unlocked again: same feed, same numbers, another session.
    let mut clone = desk.cloned_disk();
    for (desk, phone) in [(&mut desk, "1"), (&mut clone, "2")] {
        desk.unlock_again();
        desk.save_apart(&[person(1, &[("phone", phone)])]);
        world.add(desk);
    }
    let numbers: Vec<u64> = world.batches.iter().map(|batch| batch.decode_header().unwrap().n).collect();
    assert_eq!(numbers, [1, 2, 2]);
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let late = Desk::new(desk.scope);
        world.apply(&late.file, &order);
        let row = late.file.person(&id(1)).unwrap().unwrap();
        assert_eq!((row.given_names.as_str(), row.origin.conflicts), ("Ana", 1));
        let document = late.file.document(&Kind::Person, &id(1)).unwrap().unwrap();
        assert_eq!(document.conflicts()[0].values.len(), 2);
    }
}

#[test]
fn two_posts_that_edit_one_telephone_leave_a_conflict_and_merge_the_rest() {
    let scope = ScopeId::random();
    let (mut a, mut b) = (Desk::new(scope), Desk::new(scope));
    a.save_apart(&[person(1, &[("given_names", "Ana"), ("phone", "1")])]);
    b.take(&a.own_batches(), &a);
    a.save_apart(&[person(1, &[("phone", "70000001"), ("residence", "040901")])]);
    b.save_apart(&[person(1, &[("phone", "70000002")])]);
    a.take(&b.own_batches(), &b);
    b.take(&a.own_batches(), &a);
    assert_eq!(a.file.digest().unwrap(), b.file.digest().unwrap());
    for desk in [&a, &b] {
        let row = desk.file.person(&id(1)).unwrap().unwrap();
        assert_eq!((row.residence.as_str(), row.origin.conflicts), ("040901", 1));
        assert!(["70000001", "70000002"].contains(&row.phone.as_str()));
        assert_eq!(desk.file.totals().unwrap().conflicts, 1);
        for phone in ["70000001", "70000002"] {
            assert_eq!(desk.file.search(phone, 5).unwrap().len(), 1, "found by both values");
        }
    }
    // Choosing the value that is shown resolves it.
    let shown = a.file.person(&id(1)).unwrap().unwrap().phone;
    a.save_apart(&[person(1, &[("phone", &shown)])]);
    b.take(&a.own_batches(), &a);
    assert_eq!(b.file.person(&id(1)).unwrap().unwrap().origin.conflicts, 0);
    assert_eq!(b.file.totals().unwrap().conflicts, 0);
}

#[test]
fn a_bad_change_is_set_aside_and_the_rest_of_its_batch_goes_in() {
    let mut desk = Desk::new(ScopeId::random());
    let good = desk.save_apart(&[person(1, &[("given_names", "Ana")]), enrollment(2, 1)]);
    let header = good.batches[0].batch.decode_header().unwrap();
    let mut changes = posta_protocol::open_body(&header, &good.batches[0].batch.body, None).unwrap();
    let junk = ChangeEntry { kind: "person".to_owned(), document: [8; 16], bytes: b"not a change".to_vec() };
    changes.insert(1, junk.clone());
    let mut foreign = changes[0].clone();
    foreign.document = [9; 16];
    let mut other = Desk::new(desk.scope);
    other.save_apart(&[person(5, &[("given_names", "Luz")])]);
    let stolen = other.own_batches()[0].clone();
    let stolen = posta_protocol::open_body(&stolen.decode_header().unwrap(), &stolen.body, None).unwrap();
    changes.extend(stolen);
    let batch = SignedBatch::sign(&header, pack_body(&changes, None).unwrap(), &desk.session.sign);

    let late = Desk::new(desk.scope);
    let applied = late.take(std::slice::from_ref(&batch), &desk);
    assert_eq!((applied.admitted, applied.quarantined, applied.pending), (2, 2, 0));
    assert_eq!(late.file.digest().unwrap(), desk.file.digest().unwrap());
    let aside = late.file.quarantined().unwrap();
    let reasons: Vec<&str> = aside.iter().map(|change| change.reason.as_str()).collect();
    assert!(reasons.contains(&"foreign_actor"), "{reasons:?}");
    assert!(
        aside.iter().all(|change| change.what == "change" && change.n == 1 && change.feed == desk.feed())
    );
    assert_eq!(aside.iter().find(|change| change.reason != "foreign_actor").unwrap().length, 12);
    assert_eq!(late.take(&[batch], &desk).done_before, 1);
    assert_eq!(late.file.quarantined().unwrap().len(), 2);
}

#[test]
fn a_body_that_does_not_open_is_set_aside_and_blocks_nothing() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save_apart(&[person(1, &[("given_names", "Ana")])]);
    let header = desk.own_batches()[0].decode_header().unwrap();
    let broken = SignedBatch::sign(&BatchHeader { n: 7, ..header }, b"garbage".to_vec(), &desk.session.sign);
    let late = Desk::new(desk.scope);
    let applied = late.take(&[broken.clone(), desk.own_batches()[0].clone()], &desk);
    assert_eq!((applied.admitted, applied.quarantined), (1, 1));
    let aside = late.file.quarantined().unwrap();
    assert_eq!((aside[0].what.as_str(), aside[0].n, aside[0].hash), ("batch", 7, broken.hash()));
    assert!(late.file.is_applied(&broken.hash()).unwrap());
    // A batch under another session's certificate says nothing either.
    let stranger = Desk::new(desk.scope);
    let late = Desk::new(desk.scope);
    assert_eq!(late.take(&desk.own_batches(), &stranger).quarantined, 1);
    assert_eq!(late.file.quarantined().unwrap()[0].reason, "foreign_session");
}

#[test]
fn a_sealed_batch_waits_for_its_key() {
    let mut desk = Desk::new(ScopeId::random());
    desk.epoch = Some(EpochKey::random());
    desk.save_apart(&[person(1, &[("given_names", "Ana")])]);
    let [batch] = desk.own_batches().try_into().unwrap();
    let late = Desk::new(desk.scope);
    let certificate = desk.certificate();
    let wrong = EpochKey::random();
    for epoch in [None, Some(&wrong)] {
        let applied = late.file.apply(&batch, &certificate, epoch).unwrap();
        assert_eq!(applied, Applied { unreadable: 1, ..Applied::default() });
    }
    assert!(!late.file.is_applied(&batch.hash()).unwrap());
    assert_eq!(late.file.apply(&batch, &certificate, desk.epoch.as_ref()).unwrap().admitted, 1);
    assert_eq!(late.file.digest().unwrap(), desk.file.digest().unwrap());
}

#[test]
fn a_batch_of_another_scope_is_refused() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save(&[person(1, &[("given_names", "Ana")])]);
    let elsewhere = Desk::new(ScopeId::random());
    let outcome = elsewhere.file.apply(&desk.own_batches()[0], &desk.certificate(), None);
    assert!(outcome.is_err());
}

#[test]
fn twins_of_one_session_settle_the_same_way_in_any_order() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save_apart(&[person(1, &[("given_names", "Ana")])]);
    // A running session copied with its disk: two changes with one actor and sequence number, and work on each.
    let mut twin = desk.cloned_disk();
    let mut world = World::default();
    for (number, phone) in ["1", "2"].iter().enumerate() {
        let desk = if number == 0 { &mut desk } else { &mut twin };
        desk.save_apart(&[person(1, &[("phone", phone)])]);
        desk.save_apart(&[person(1, &[("residence", "040901")])]);
        world.add(desk);
    }
    assert_eq!(world.batches.len(), 5);
    let mut digests = std::collections::BTreeSet::new();
    for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [3, 4, 0, 1, 2], [0, 3, 1, 4, 2], [2, 4, 1, 3, 0]] {
        let late = Desk::new(desk.scope);
        for place in order {
            world.apply(&late.file, &[place]);
        }
        digests.insert(late.file.digest().unwrap());
        assert!(!late.file.quarantined().unwrap().is_empty());
        assert!(late.file.check(&[]).unwrap().is_clean());
        let together = Desk::new(desk.scope);
        world.apply(&together.file, &order);
        digests.insert(together.file.digest().unwrap());
    }
    assert_eq!(digests.len(), 1);
}

#[test]
fn a_write_may_be_of_a_document_that_came_from_elsewhere() {
    let scope = ScopeId::random();
    let (mut a, mut b) = (Desk::new(scope), Desk::new(scope));
    a.save_apart(&[person(1, &[("given_names", "Ana")])]);
    b.take(&a.own_batches(), &a);
    let write: Write = person(1, &[("phone", "70012345")]);
    b.save_apart(&[write]);
    a.take(&b.own_batches(), &b);
    let row = a.file.person(&id(1)).unwrap().unwrap();
    assert_eq!((row.phone.as_str(), row.origin.actor), ("70012345", a.session.actor()));
}

/// A batch as a later version would make it: another dictionary, or another layout of the body.
fn of_later_versions(desk: &Desk) -> [SignedBatch; 2] {
    let header = desk.own_batches()[0].decode_header().unwrap();
    let sign = |header: &BatchHeader, body: Vec<u8>| SignedBatch::sign(header, body, &desk.session.sign);
    // A zstd frame of one raw block: the array [2, []].
    let layout = [0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x03, 0x19, 0x00, 0x00, 0x82, 0x02, 0x80].to_vec();
    let changes = pack_body(&[], None).unwrap();
    [
        sign(&BatchHeader { n: 8, dictionary: 7, ..header.clone() }, changes),
        sign(&BatchHeader { n: 9, ..header }, layout),
    ]
}

#[test]
fn a_batch_of_a_later_version_stays_on_the_shelf_until_the_program_knows_it() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save_apart(&[person(1, &[("given_names", "Ana")])]);
    let mut batches = of_later_versions(&desk).to_vec();
    batches.push(desk.own_batches()[0].clone());
    let mut late = Desk::new(desk.scope);
    let applied = late.take(&batches, &desk);
    assert_eq!(applied, Applied { admitted: 1, unreadable: 2, ..Applied::default() });
    assert_eq!(late.take(&batches, &desk), Applied { unreadable: 2, done_before: 1, ..Applied::default() });
    assert!(late.file.quarantined().unwrap().is_empty());
    for batch in &batches[..2] {
        assert!(!late.file.is_applied(&batch.hash()).unwrap());
    }
    // Nothing is left that would make them suspect at the next opening.
    late.reopen();
    assert_eq!(late.take(&batches, &desk).unreadable, 2);
    assert_eq!(late.file.digest().unwrap(), desk.file.digest().unwrap());
}

#[test]
fn a_sealed_batch_with_a_later_header_field_is_taken_in() {
    let mut desk = Desk::new(ScopeId::random());
    let epoch = EpochKey::random();
    desk.save_apart(&[person(1, &[("given_names", "Ana")])]);
    let own = desk.own_batches()[0].clone();
    let changes = posta_protocol::open_body(&own.decode_header().unwrap(), &own.body, None).unwrap();
    let header = BatchHeader { epoch: epoch.id, ..own.decode_header().unwrap() };
    let with_later_field = |header: &BatchHeader| {
        let mut bytes = header.encode();
        bytes[0] = 0x8f;
        bytes.push(0x05);
        bytes
    };
    let aad = posta_protocol::aad_of(&with_later_field(&header)).unwrap();
    let body = pack_body(&changes, Some((&epoch, &aad))).unwrap();
    let header = with_later_field(&BatchHeader { body_hash: Hash32::of(&body), ..header });
    let batch = SignedBatch { header, signature: [0; 64], body };
    let late = Desk::new(desk.scope);
    assert_eq!(late.file.apply(&batch, &desk.certificate(), Some(&epoch)).unwrap().admitted, 1);
}
