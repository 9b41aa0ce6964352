//! The shelf: chains, vectors, what a peer lacks, receipts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Desk, NOON, person};
use posta_identity::ids::{Hash32, ScopeId};
use posta_protocol::{BatchHeader, ChangeEntry, FeedId, Seal, SignedBatch, Tip, Vector, pack_body};
use posta_store::{Exchanged, Shelved};

/// A feed's batch with arbitrary content, by the desk's session.
fn link(desk: &Desk, n: u64, previous: Hash32, word: &str) -> SignedBatch {
    let entry = ChangeEntry { kind: "person".to_owned(), document: [1; 16], bytes: word.as_bytes().to_vec() };
    let header = BatchHeader {
        v: 1,
        scope: desk.scope,
        device: desk.keys.device,
        incarnation: desk.incarnation,
        n,
        previous,
        body_hash: Hash32::ZERO,
        session: desk.session.actor(),
        membership: Hash32::ZERO,
        vector: Hash32::ZERO,
        dictionary: 0,
        epoch: Hash32::ZERO,
        seal: Seal::Epoch,
        hour: 0,
    };
    SignedBatch::sign(&header, pack_body(&[entry], None).unwrap(), &desk.session.sign)
}

fn chain(desk: &Desk, from: Option<&SignedBatch>, words: &[&str]) -> Vec<SignedBatch> {
    let (mut n, mut previous) = match from {
        Some(batch) => (batch.decode_header().unwrap().n, batch.hash()),
        None => (0, Hash32::ZERO),
    };
    words
        .iter()
        .map(|word| {
            n += 1;
            let batch = link(desk, n, previous, word);
            previous = batch.hash();
            batch
        })
        .collect()
}

fn hashes(batches: &[SignedBatch]) -> Vec<Hash32> {
    batches.iter().map(SignedBatch::hash).collect()
}

fn vector(feed: FeedId, tips: &[&SignedBatch]) -> Vector {
    let mut vector = Vector::new();
    for batch in tips {
        vector.insert(feed, batch.tip().unwrap().1);
    }
    vector
}

#[test]
fn a_batch_is_shelved_only_after_the_one_it_follows() {
    let desk = Desk::new(ScopeId::random());
    let feed = chain(&desk, None, &["a", "b", "c"]);
    assert_eq!(desk.device.put_batch(&feed[1], false).unwrap(), Shelved::MissingPrevious);
    assert_eq!(desk.device.put_batch(&feed[0], false).unwrap(), Shelved::Stored);
    assert_eq!(desk.device.put_batch(&feed[0], false).unwrap(), Shelved::Known);
    assert_eq!(desk.device.put_batch(&feed[2], false).unwrap(), Shelved::MissingPrevious);
    assert_eq!(desk.device.put_batches(&feed[1..], false).unwrap(), [Shelved::Stored, Shelved::Stored]);
    assert_eq!(desk.device.vector(&desk.scope).unwrap(), vector(desk.feed(), &[&feed[2]]));
    assert_eq!(desk.device.batch(&feed[1].hash()).unwrap().as_ref(), Some(&feed[1]));
}

#[test]
fn a_batch_whose_number_and_chain_disagree_is_refused() {
    let desk = Desk::new(ScopeId::random());
    let first = link(&desk, 1, Hash32::ZERO, "a");
    desk.device.put_batch(&first, false).unwrap();
    assert!(desk.device.put_batch(&link(&desk, 0, Hash32::ZERO, "x"), false).is_err());
    assert!(desk.device.put_batch(&link(&desk, 1, first.hash(), "x"), false).is_err());
    assert!(desk.device.put_batch(&link(&desk, 2, Hash32::ZERO, "x"), false).is_err());
    let jump = link(&desk, 3, first.hash(), "x");
    assert_eq!(desk.device.put_batch(&jump, false).unwrap(), Shelved::MissingPrevious);
}

#[test]
fn a_peer_lacks_what_follows_its_tip_in_feed_order() {
    let desk = Desk::new(ScopeId::random());
    let feed = chain(&desk, None, &["a", "b", "c", "d"]);
    desk.device.put_batches(&feed, false).unwrap();
    let lacked = |peer: &Vector| desk.device.lacked_by(&desk.scope, peer).unwrap();
    assert_eq!(lacked(&Vector::new()), hashes(&feed));
    assert_eq!(lacked(&vector(desk.feed(), &[&feed[1]])), hashes(&feed[2..]));
    assert_eq!(lacked(&vector(desk.feed(), &[&feed[3]])), []);
    assert_eq!(lacked(&vector(FeedId::from([9; 16]), &[&feed[3]])), hashes(&feed));
}

#[test]
fn a_peer_that_is_ahead_is_sent_nothing_of_that_feed() {
    let desk = Desk::new(ScopeId::random());
    let feed = chain(&desk, None, &["a", "b", "c", "d"]);
    desk.device.put_batches(&feed[..2], false).unwrap();
    let peer = vector(desk.feed(), &[&feed[3]]);
    assert_eq!(desk.device.lacked_by(&desk.scope, &peer).unwrap(), []);
    // Of another branch of the same length: neither is ahead, and each has to send for the other to come.
    let mut same_height = Vector::new();
    same_height.insert(desk.feed(), Tip { n: 2, hash: [0xee; 16] });
    assert_eq!(desk.device.lacked_by(&desk.scope, &same_height).unwrap(), hashes(&feed[..2]));
}

#[test]
fn a_fork_keeps_both_branches_and_each_side_gets_the_other() {
    let desk = Desk::new(ScopeId::random());
    let stem = chain(&desk, None, &["a", "b"]);
    let left = chain(&desk, stem.last(), &["c", "d", "e"]);
    let right = chain(&desk, stem.last(), &["C", "D"]);
    for batches in [&stem, &left] {
        desk.device.put_batches(batches, false).unwrap();
    }
    let peer = vector(desk.feed(), &[&right[1]]);
    // The peer's tip is not here and lower than mine: a fork, and nothing is known of what it has.
    assert_eq!(
        desk.device.lacked_by(&desk.scope, &peer).unwrap(),
        hashes(&stem).into_iter().chain(hashes(&left)).collect::<Vec<_>>()
    );
    assert_eq!(desk.device.put_batches(&right, false).unwrap(), [Shelved::Stored, Shelved::Stored]);
    assert_eq!(desk.device.lacked_by(&desk.scope, &peer).unwrap(), hashes(&left));
    assert_eq!(
        desk.device.lacked_by(&desk.scope, &vector(desk.feed(), &[&left[2]])).unwrap(),
        hashes(&right)
    );
    let both = vector(desk.feed(), &[&left[2], &right[1]]);
    assert_eq!(desk.device.vector(&desk.scope).unwrap(), both);
    assert_eq!(desk.device.lacked_by(&desk.scope, &both).unwrap(), []);
    assert_eq!(desk.device.forked_feeds(&desk.scope).unwrap(), [desk.feed()]);
    let report =
        desk.device.check(&desk.scope, |_| Some(desk.session.certificate.session_public), |_| false).unwrap();
    assert!(report.is_clean(), "a fork is a fact, not a fault: {report:?}");
}

#[test]
fn two_shelves_that_exchange_what_the_other_lacks_become_equal() {
    let (one, other) = (Desk::new(ScopeId::from([5; 16])), Desk::new(ScopeId::from([5; 16])));
    let stem = chain(&one, None, &["a"]);
    let (left, right) = (chain(&one, stem.last(), &["b", "c", "d"]), chain(&one, stem.last(), &["B"]));
    for (desk, branch) in [(&one, &left), (&other, &right)] {
        desk.device.put_batches(&stem, false).unwrap();
        desk.device.put_batches(branch, false).unwrap();
    }
    for _ in 0..2 {
        for (from, to) in [(&one, &other), (&other, &one)] {
            let peer = to.device.vector(&from.scope).unwrap();
            for hash in from.device.lacked_by(&from.scope, &peer).unwrap() {
                to.device.put_batch(&from.device.batch(&hash).unwrap().unwrap(), false).unwrap();
            }
        }
    }
    assert_eq!(one.device.vector(&one.scope).unwrap(), other.device.vector(&one.scope).unwrap());
    assert_eq!(one.device.counts(&one.scope).unwrap().batches, 5);
}

#[test]
fn an_own_open_batch_is_replaced_by_its_longer_state_only() {
    let mut desk = Desk::new(ScopeId::random());
    let short = desk.save(&[person(1, &[("given_names", "Ana")])]).batches.remove(0).batch;
    let long = desk.save(&[person(2, &[("given_names", "Luz")])]).batches.remove(0).batch;
    assert_eq!(desk.device.hashes(&desk.scope).unwrap(), [long.hash()]);
    assert_eq!(desk.device.put_batch(&short, true).unwrap(), Shelved::Known);
    assert_eq!(desk.device.hashes(&desk.scope).unwrap(), [long.hash()]);
    let other = link(&desk, 1, Hash32::ZERO, "otra");
    assert!(desk.device.put_batch(&other, true).is_err(), "not a longer state");
    // From outside the same place is a fork, and is kept.
    assert_eq!(desk.device.put_batch(&other, false).unwrap(), Shelved::Stored);
    assert_eq!(desk.device.put_batch(&long, true).unwrap(), Shelved::Known);
}

#[test]
fn own_batches_put_together_lie_as_if_put_one_by_one() {
    let mut desk = Desk::new(ScopeId::random());
    for number in 1..=300 {
        desk.file.commit(&desk.act(&[person(number, &[("given_names", "Ana")])])).unwrap();
    }
    let own = desk.file.own_batches(&desk.feed(), 0).unwrap();
    desk.device.put_all_own(&own[..2]).unwrap();
    desk.device.put_all_own(&own).unwrap();
    let names: Vec<_> = own.iter().map(|own| own.batch.hash()).collect();
    assert_eq!(desk.device.hashes(&desk.scope).unwrap(), names);
    assert_eq!(desk.device.pending(&desk.scope).unwrap().changes, 300);
    desk.reopen();
    assert_eq!(desk.device.hashes(&desk.scope).unwrap(), names);
}

#[test]
fn an_offered_batch_is_final() {
    let mut desk = Desk::new(ScopeId::random());
    let first = desk.save(&[person(1, &[("given_names", "Ana")])]).batches.remove(0).batch;
    assert_eq!(desk.device.offered_through(&desk.feed()).unwrap(), 0);
    let second = desk.save(&[person(2, &[("given_names", "Luz")])]).batches.remove(0).batch;
    desk.device.offer(&[second.hash()]).unwrap();
    assert_eq!(desk.device.offered_through(&desk.feed()).unwrap(), 1);
    assert_eq!(desk.device.put_batch(&first, true).unwrap(), Shelved::Known, "it is an earlier state of it");
    assert_eq!(desk.device.hashes(&desk.scope).unwrap(), [second.hash()]);
    desk.reopen();
    assert_eq!(desk.device.offered_through(&desk.feed()).unwrap(), 1);
}

#[test]
fn only_a_receipt_makes_work_sent_and_a_lower_one_makes_it_pending_again() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save_apart(&[person(1, &[("given_names", "Ana")])]);
    let after_one = desk.device.vector(&desk.scope).unwrap();
    desk.save_apart(&[person(2, &[("given_names", "Luz")]), person(3, &[("given_names", "Sol")])]);
    let pending = |desk: &Desk| {
        let pending = desk.device.pending(&desk.scope).unwrap();
        (pending.batches, pending.changes)
    };
    assert_eq!(pending(&desk), (2, 3), "offered is not sent");
    let all = desk.device.vector(&desk.scope).unwrap();
    desk.device.set_receipt(&desk.scope, &all, NOON).unwrap();
    assert_eq!(pending(&desk), (0, 0));
    assert_eq!(desk.device.receipt(&desk.scope).unwrap(), Some((all, NOON)));
    desk.device.set_receipt(&desk.scope, &after_one, NOON + 1).unwrap();
    assert_eq!(pending(&desk), (1, 2), "the server was restored");
    let mut strange = Vector::new();
    strange.insert(desk.feed(), Tip { n: 9, hash: [1; 16] });
    desk.device.set_receipt(&desk.scope, &strange, NOON + 2).unwrap();
    assert_eq!(pending(&desk), (2, 3), "a tip that is not ours covers nothing");
}

#[test]
fn batches_come_back_in_the_order_of_arrival() {
    let desk = Desk::new(ScopeId::random());
    let feed = chain(&desk, None, &["a", "b", "c"]);
    desk.device.put_batches(&feed, false).unwrap();
    let first = desk.device.after(&desk.scope, 0, 2).unwrap();
    assert_eq!(first.iter().map(|entry| entry.hash).collect::<Vec<_>>(), hashes(&feed[..2]));
    let rest = desk.device.after(&desk.scope, first[1].row, 10).unwrap();
    assert_eq!(rest.iter().map(|entry| &entry.batch).collect::<Vec<_>>(), [&feed[2]]);
    assert!(desk.device.after(&ScopeId::random(), 0, 10).unwrap().is_empty());
}

#[test]
fn a_check_finds_forged_bodies_and_unknown_sessions() {
    let desk = Desk::new(ScopeId::random());
    let feed = chain(&desk, None, &["a", "b"]);
    desk.device.put_batch(&feed[0], false).unwrap();
    let mut forged = feed[1].clone();
    forged.body.push(0);
    desk.device.put_batch(&forged, false).unwrap();
    let report =
        desk.device.check(&desk.scope, |_| Some(desk.session.certificate.session_public), |_| false).unwrap();
    assert_eq!((report.feeds, report.batches), (1, 2));
    let faults: Vec<_> = report.faults.iter().map(|fault| (fault.code, fault.subject.clone())).collect();
    assert_eq!(faults, [("bad_batch", forged.hash().to_string())]);
    assert_eq!(desk.device.check(&desk.scope, |_| None, |_| false).unwrap().faults.len(), 2);
}

#[test]
fn log_sessions_settings_history_and_quarantine_are_kept() {
    let mut desk = Desk::new(ScopeId::random());
    assert_eq!(desk.device.append_entries(&[b"one".to_vec(), b"two".to_vec()]).unwrap(), 2);
    assert_eq!(desk.device.append_entries(&[b"two".to_vec(), b"three".to_vec()]).unwrap(), 1);
    desk.device.put_session(&desk.certificate()).unwrap();
    desk.device.put_device_keys(&desk.keys).unwrap();
    desk.device.put_setting("nonce", b"abc").unwrap();
    desk.device.put_incarnation(&desk.scope, &desk.incarnation).unwrap();
    let exchanged =
        Exchanged { at: NOON, ok: true, bytes_up: 9, code: "x".to_owned(), ..Exchanged::default() };
    assert_eq!(desk.device.last_exchange_that_went_through().unwrap(), (0, 0));
    desk.device.add_exchange(&exchanged).unwrap();
    let failed = Exchanged { ok: false, ..exchanged.clone() };
    desk.device.add_exchange(&failed).unwrap();
    assert_eq!(desk.device.last_exchange_that_went_through().unwrap(), (1, NOON));
    desk.device.quarantine_batch(&desk.scope, "bad_signature", NOON, b"bytes").unwrap();
    desk.device.quarantine_batch(&desk.scope, "bad_signature", NOON + 1, b"bytes").unwrap();
    desk.reopen();
    assert_eq!(desk.device.entries().unwrap(), [b"one".to_vec(), b"two".to_vec(), b"three".to_vec()]);
    assert_eq!(desk.device.session(&desk.session.actor()).unwrap(), Some(desk.certificate()));
    assert_eq!(desk.device.sessions().unwrap().len(), 1);
    assert_eq!(desk.device.device_keys().unwrap().unwrap().device, desk.keys.device);
    assert_eq!(desk.device.setting("nonce").unwrap(), Some(b"abc".to_vec()));
    assert_eq!(desk.device.incarnation(&desk.scope).unwrap(), Some(desk.incarnation));
    assert_eq!(desk.device.incarnation(&ScopeId::random()).unwrap(), None);
    assert_eq!(desk.device.exchanges(10).unwrap(), [failed, exchanged]);
    let quarantined = desk.device.quarantined_batches().unwrap();
    assert_eq!(quarantined.len(), 1);
    assert_eq!((quarantined[0].reason.as_str(), quarantined[0].length), ("bad_signature", 5));
    desk.device.remove_setting("nonce").unwrap();
    assert_eq!(desk.device.setting("nonce").unwrap(), None);
}

#[test]
fn a_mark_says_of_each_scope_by_itself_that_something_may_lie_in_its_file_only() {
    let mut desk = Desk::new(ScopeId::random());
    let other = ScopeId::random();
    assert_eq!(desk.device.unshelved().unwrap(), []);
    for _ in 0..2 {
        desk.device.mark_unshelved(&desk.scope).unwrap();
    }
    desk.device.mark_unshelved(&other).unwrap();
    desk.device.reopen().unwrap();
    let both: std::collections::BTreeSet<_> = desk.device.unshelved().unwrap().into_iter().collect();
    assert_eq!(both, [desk.scope, other].into());
    for _ in 0..2 {
        desk.device.unmark_unshelved(&desk.scope).unwrap();
    }
    assert_eq!(desk.device.unshelved().unwrap(), [other]);
    assert!(!desk.device.is_marked_unshelved(&desk.scope).unwrap());
}
