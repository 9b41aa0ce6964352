//! What the server stores, what it refuses, and what it hands on.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};

use common::{Device, SABAYA, TURCO, World, person};
use posta_identity::ids::{Hash32, Incarnation};
use posta_identity::{DeviceKeys, Role, SessionKey};
use posta_protocol::{Asker, ChangeEntry, Frame, PackWriter, Seal, SignedBatch, Vector, code, pack_body};

fn change(device: &Device, id: u8) -> ChangeEntry {
    person(device.actor(), [id; 16], "Rosa").1
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_travels_from_one_device_to_another_in_one_round_trip_each() {
    let world = World::start().await;
    let url = world.running.url();
    let mut one = world.join(Role::Registrar, SABAYA).await;
    let mut other = world.join(Role::Registrar, TURCO).await;
    let registry = one.registry();
    let rosa = change(&one, 1);
    let first = one.batch(registry, &[rosa]);
    let sent = one.exchange(&url, registry, &[&first]).await;
    assert!(sent.ended && sent.covers(&first));
    let received = other.exchange(&url, registry, &[]).await;
    assert_eq!(received.batches, [first]);
    assert_eq!(received.sessions, [one.session.certificate.clone()]);
    let again = other.exchange_from(&url, &[(registry, received.vector(registry))], &[]).await;
    assert!(again.batches.is_empty() && again.sessions.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_device_brings_is_not_sent_back_to_it() {
    let world = World::start().await;
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    let rosa = change(&device, 1);
    let first = device.batch(registry, &[rosa]);
    let (feed, tip) = first.tip().unwrap();
    let mut mine = Vector::new();
    mine.insert(feed, tip);
    let answer = device.exchange_from(&world.running.url(), &[(registry, mine)], &[&first]).await;
    assert!(answer.covers(&first) && answer.batches.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_text_never_lands_in_a_care_scope() {
    let world = World::start().await;
    let url = world.running.url();
    let mut care = world.join(Role::Care, SABAYA).await;
    let (registry, scope) = (care.registry(), care.care());
    let rosa = change(&care, 1);
    let plain = care.sign(&care.header(scope, 1, Hash32::ZERO, false), &[rosa]);
    let mut pretended = care.header(scope, 1, Hash32::ZERO, false);
    pretended.epoch = care.secrets.latest_epoch(scope).unwrap().id;
    let pretended = SignedBatch::sign(&pretended, plain.body.clone(), &care.session.sign);
    let good = care.batch(registry, &[]);
    let scopes = [(scope, Vector::new()), (registry, Vector::new())];
    let answer = care.exchange_from(&url, &scopes, &[&plain, &pretended, &good]).await;
    let mut refused = answer.refused.clone();
    refused.sort();
    assert_eq!(refused, [(scope, code::BAD_REQUEST.to_owned()), (scope, "wrong_encryption".to_owned())]);
    assert!(answer.vector(scope).is_empty());
    assert!(answer.covers(&good));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_sealed_as_another_lane_asks_is_refused() {
    let world = World::start().await;
    let url = world.running.url();
    let mut care = world.join(Role::Care, SABAYA).await;
    let scope = care.care();
    for (lane, seal) in
        [(scope, Seal::Inbox), (scope.checkpoint(), Seal::Inbox), (scope.inbox(), Seal::Epoch)]
    {
        let mut header = care.header(lane, 1, Hash32::ZERO, false);
        header.epoch = care.secrets.latest_epoch(scope).unwrap().id;
        header.seal = seal;
        let key = care.secrets.latest_epoch(scope).unwrap();
        let body = pack_body(&[], Some((key, &header.aad()))).unwrap();
        let batch = SignedBatch::sign(&header, body, &care.session.sign);
        let answer = care.exchange(&url, lane, &[&batch]).await;
        assert_eq!(answer.refused, [(lane, "wrong_encryption".to_owned())]);
        assert!(answer.vector(lane).is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_encrypted_batch_is_refused_in_a_registry() {
    let world = World::start().await;
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    let sealed = device.sign(&device.header(registry, 1, Hash32::ZERO, true), &[]);
    let answer = device.exchange(&world.running.url(), registry, &[&sealed]).await;
    assert_eq!(answer.refused, [(registry, "wrong_encryption".to_owned())]);
    assert!(answer.vector(registry).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_signed_by_another_key_is_refused_and_the_next_goes_on() {
    let world = World::start().await;
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    let header = device.header(registry, 1, Hash32::ZERO, false);
    let forged = SignedBatch::sign(&header, Vec::new(), &DeviceKeys::random().sign);
    let mut altered = device.sign(&header, &[]);
    altered.body.push(0);
    let good = device.batch(registry, &[]);
    let answer = device.exchange(&world.running.url(), registry, &[&forged, &altered, &good]).await;
    let mut refused = answer.refused.clone();
    refused.sort();
    let expected = [code::BAD_REQUEST, code::BAD_SIGNATURE].map(|code| (registry, code.to_owned()));
    assert_eq!(refused, expected);
    assert!(answer.covers(&good));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_of_an_unknown_session_is_refused_until_the_session_comes() {
    let world = World::start().await;
    let url = world.running.url();
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    let batch = device.batch(registry, &[]);
    let frames =
        [device.head(&[(registry, Vector::new())]), Frame::Batch { bytes: batch.to_bytes() }, Frame::End];
    let answer = device.send(&url, &frames).await;
    assert_eq!(answer.refused, [(registry, "unknown_session".to_owned())]);
    assert!(device.exchange(&url, registry, &[&batch]).await.covers(&batch));
    // Once stored, the session need not come again.
    let second = device.batch(registry, &[]);
    let frames =
        [device.head(&[(registry, Vector::new())]), Frame::Batch { bytes: second.to_bytes() }, Frame::End];
    assert!(device.send(&url, &frames).await.covers(&second));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_on_a_device_that_its_user_never_joined_is_worth_nothing() {
    let world = World::start().await;
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let other = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    // A user of another device, certified by this one.
    device.session = SessionKey::start(&other.secrets, &device.keys, "pisiga", 1, device.log.head());
    let batch = device.batch(registry, &[]);
    let answer = device.exchange(&world.running.url(), registry, &[&batch]).await;
    assert_eq!(answer.refused, [(registry, "unknown_session".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_without_the_grant_does_not_write_through_a_shared_device() {
    let world = World::start().await;
    let url = world.running.url();
    let registrar = world.join(Role::Registrar, SABAYA).await;
    let issued = world.invite(Role::Care, SABAYA);
    let (care, join) = world.accept(&issued, registrar.keys.clone()).await;
    let mut care = care.finish_join(&url, &join).await;
    let scope = care.care();
    // The device may hold the care scope; the registrar's session may not write in it.
    let mut header = care.header(scope, 1, Hash32::ZERO, true);
    header.session = registrar.actor();
    let body = care.sign(&care.header(scope, 1, Hash32::ZERO, true), &[]).body;
    let forbidden = SignedBatch::sign(&header, body, &registrar.session.sign);
    let frames = [
        care.head(&[(scope, Vector::new())]),
        registrar.session_frame(),
        Frame::Batch { bytes: forbidden.to_bytes() },
        Frame::End,
    ];
    let answer = care.send(&url, &frames).await;
    assert_eq!(answer.refused, [(scope, "author_not_granted".to_owned())]);
    assert!(answer.vector(scope).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_of_a_membership_head_that_the_server_never_saw_is_stored() {
    let world = World::start().await;
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    let mut header = device.header(registry, 1, Hash32::ZERO, false);
    header.membership = Hash32::of(b"no such head");
    let batch = device.sign(&header, &[]);
    let answer = device.exchange(&world.running.url(), registry, &[&batch]).await;
    assert!(answer.refused.is_empty() && answer.covers(&batch));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_of_an_older_membership_head_is_stored() {
    let world = World::start().await;
    let url = world.running.url();
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    let old = device.batch(registry, &[]);
    world.join(Role::Registrar, TURCO).await;
    world.join(Role::Care, TURCO).await;
    device.exchange(&url, registry, &[]).await;
    let new = device.batch(registry, &[]);
    assert_ne!(old.decode_header().unwrap().membership, new.decode_header().unwrap().membership);
    assert!(device.exchange(&url, registry, &[&old, &new]).await.covers(&new));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gap_is_not_stored_and_closes_when_the_batch_comes_again() {
    let world = World::start().await;
    let url = world.running.url();
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    let batches: Vec<_> = (0..3).map(|_| device.batch(registry, &[])).collect();
    let gap = device.exchange(&url, registry, &[&batches[0], &batches[2]]).await;
    assert!(gap.covers(&batches[0]) && !gap.covers(&batches[2]));
    assert!(gap.refused.is_empty());
    let closed = device.exchange(&url, registry, &[&batches[1], &batches[2]]).await;
    assert!(closed.covers(&batches[2]));
}

#[tokio::test(flavor = "multi_thread")]
async fn batches_out_of_order_arrive_after_as_many_rounds_as_it_takes() {
    let world = World::start().await;
    let url = world.running.url();
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    let batches: Vec<_> = (0..4).map(|_| device.batch(registry, &[])).collect();
    let backwards: Vec<&SignedBatch> = batches.iter().rev().collect();
    for next in &batches {
        let answer = device.exchange(&url, registry, &backwards).await;
        assert!(answer.covers(next));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_batch_changes_nothing() {
    let world = World::start().await;
    let url = world.running.url();
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    let rosa = change(&device, 1);
    let first = device.batch(registry, &[rosa]);
    let before = device.exchange(&url, registry, &[&first, &first]).await;
    let digest = world.running.document_digest(registry).unwrap();
    let after = device.exchange(&url, registry, &[&first, &first, &first]).await;
    assert_eq!(before.vector(registry), after.vector(registry));
    assert_eq!(after.batches, [first]);
    assert_eq!(world.running.document_digest(registry).unwrap(), digest);
}

#[tokio::test(flavor = "multi_thread")]
async fn both_branches_of_a_fork_are_kept_and_handed_on() {
    let world = World::start().await;
    let url = world.running.url();
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let mut other = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    let root = device.batch(registry, &[]);
    let left = device.batch(registry, &[change(&device, 1)]);
    let right = device.sign(&device.header(registry, 2, root.hash(), false), &[change(&device, 2)]);
    let right_end = device.sign(&device.header(registry, 3, right.hash(), false), &[change(&device, 3)]);
    let all = [&root, &left, &right, &right_end];
    let answer = device.exchange(&url, registry, &all).await;
    assert!(answer.covers(&left) && answer.covers(&right_end) && !answer.covers(&right));
    assert_eq!(other.exchange(&url, registry, &[]).await.batches.len(), 4);
    // Whoever holds one branch is sent the other one only.
    let (feed, tip) = left.tip().unwrap();
    let mut knows_left = Vector::new();
    knows_left.insert(feed, tip);
    let rest = other.exchange_from(&url, &[(registry, knows_left)], &[]).await.batches;
    assert_eq!(rest, [right, right_end]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_peer_that_is_ahead_on_a_feed_is_sent_nothing_of_it() {
    let world = World::start().await;
    let url = world.running.url();
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let mut other = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    let (first, second) = (device.batch(registry, &[]), device.batch(registry, &[]));
    device.exchange(&url, registry, &[&first]).await;
    let (feed, tip) = second.tip().unwrap();
    let mut ahead = Vector::new();
    ahead.insert(feed, tip);
    assert!(other.exchange_from(&url, &[(registry, ahead)], &[]).await.batches.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_relays_what_others_made() {
    let world = World::start().await;
    let url = world.running.url();
    let mut author = world.join(Role::Registrar, SABAYA).await;
    let mut carrier = world.join(Role::Registrar, TURCO).await;
    let registry = author.registry();
    let batch = author.batch(registry, &[]);
    let frames = [
        carrier.head(&[(registry, Vector::new())]),
        author.session_frame(),
        Frame::Batch { bytes: batch.to_bytes() },
        Frame::End,
    ];
    assert!(carrier.send(&url, &frames).await.covers(&batch));
    assert!(author.exchange(&url, registry, &[]).await.covers(&batch));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_incarnation_is_a_new_feed() {
    let world = World::start().await;
    let url = world.running.url();
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    let first = device.batch(registry, &[]);
    device.incarnation = Incarnation::random();
    device.last.clear();
    let second = device.batch(registry, &[]);
    let answer = device.exchange(&url, registry, &[&first, &second]).await;
    assert!(answer.covers(&first) && answer.covers(&second));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_upload_keeps_what_was_received() {
    let world = World::start().await;
    let url = world.running.url();
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let mut witness = world.join(Role::Supervisor, "04").await;
    let registry = device.registry();
    let (rosa, ines) = (change(&device, 1), change(&device, 2));
    let (whole, cut) = (device.batch(registry, &[rosa]), device.batch(registry, &[ines]));
    let mut sent: Vec<u8> = [
        device.head(&[(registry, Vector::new())]),
        device.session_frame(),
        Frame::Batch { bytes: whole.to_bytes() },
    ]
    .iter()
    .flat_map(Frame::encode)
    .collect();
    let rest = Frame::Batch { bytes: cut.to_bytes() }.encode();
    sent.extend_from_slice(&rest[..rest.len() / 2]);
    let mut link = TcpStream::connect(world.running.addr).unwrap();
    write!(link, "POST /v1/exchange HTTP/1.1\r\nhost: posta\r\ncontent-length: 100000\r\n\r\n").unwrap();
    link.write_all(&sent).unwrap();
    // Stored while the upload is still open: others see it already.
    let mut seen = false;
    for _ in 0..2_000 {
        if witness.exchange(&url, registry, &[]).await.covers(&whole) {
            seen = true;
            break;
        }
    }
    assert!(seen, "the first batch was not stored while the rest was on its way");
    link.shutdown(Shutdown::Both).unwrap();
    let _ = link.read(&mut [0; 16]);
    let answer = device.exchange(&url, registry, &[]).await;
    assert!(answer.covers(&whole) && !answer.covers(&cut));
    assert!(device.exchange(&url, registry, &[&cut]).await.covers(&cut));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_keeps_all() {
    let world = World::start().await;
    let mut device = world.join(Role::Care, SABAYA).await;
    let (registry, care) = (device.registry(), device.care());
    let rosa = change(&device, 1);
    let (open, sealed) = (device.batch(registry, std::slice::from_ref(&rosa)), device.batch(care, &[rosa]));
    let both = [(registry, Vector::new()), (care, Vector::new())];
    device.exchange_from(&world.running.url(), &both, &[&open, &sealed]).await;
    let digest = world.running.document_digest(registry).unwrap();
    let world = world.restart().await;
    assert_eq!(world.running.document_digest(registry).unwrap(), digest);
    // The nonce given before the restart is still good.
    let answer = device.exchange_from(&world.running.url(), &both, &[]).await;
    assert_eq!(answer.status, 200);
    assert!(answer.covers(&open) && answer.covers(&sealed));
    assert_eq!(answer.batches, [open, sealed]);
}

/// An exchange whose packs go on from these batches.
fn going_on(device: &Device, known: &[SignedBatch], new: &SignedBatch) -> Vec<Frame> {
    let scope = new.decode_header().unwrap().scope;
    let head = device.head(&[(scope, Vector::new())]);
    let Frame::Head(asks) = &head else { panic!("a head") };
    let mut packs = PackWriter::asked_by(Asker::of(asks));
    let recall = Frame::Recall(packs.recall(known).unwrap());
    packs.add_session(device.actor(), &device.session.certificate.encode());
    packs.add_batch(new);
    vec![head, recall, Frame::Pack { bytes: packs.close().unwrap() }, Frame::End]
}

#[tokio::test(flavor = "multi_thread")]
async fn packs_go_on_from_what_lies_here_if_the_device_may_know_it_and_it_is_what_it_says() {
    let world = World::start().await;
    let url = world.running.url();
    let mut care = world.join(Role::Care, SABAYA).await;
    let mut registrar = world.join(Role::Registrar, TURCO).await;
    let (registry, scope) = (care.registry(), care.care());
    let rosa = change(&care, 1);
    let (first, second) = (care.batch(registry, &[rosa]), care.batch(registry, &[]));
    care.exchange(&url, registry, &[&first]).await;
    let answer = care.send(&url, &going_on(&care, std::slice::from_ref(&first), &second)).await;
    assert!(answer.covers(&second));
    let third = care.batch(registry, &[]);
    let answer = care.send(&url, &going_on(&care, &[first.without_body()], &third)).await;
    assert_eq!((answer.status, answer.code()), (409, code::NOT_THE_SAME), "it is not what it says");
    let sealed = care.batch(scope, &[]);
    care.exchange(&url, scope, &[&sealed]).await;
    let own = registrar.batch(registry, &[]);
    registrar.exchange(&url, registry, &[]).await;
    let answer = registrar.send(&url, &going_on(&registrar, &[sealed], &own)).await;
    assert_eq!((answer.status, answer.code()), (409, code::NOT_THE_SAME), "it may not know that");
    let answer = registrar.send(&url, &going_on(&registrar, &[first], &own)).await;
    assert!(answer.covers(&own), "and the next exchange goes on as if nothing had been");
}
