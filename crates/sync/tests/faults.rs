//! Cuts, impostors, restored servers, cloned disks, hostile batches.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::*;
use posta_identity::{Role, SessionKey, SigningKey, ids::*};
use posta_protocol::{AsideLine, Frame, Recall, SignedBatch};
use posta_store::DeviceFile;
use posta_sync::*;

/// Whether the own batch may still grow.
fn is_open(device: &DeviceFile, batch: &SignedBatch) -> bool {
    let (feed, tip) = batch.tip().unwrap();
    device.offered_through(&feed).unwrap() < tip.n
}

#[tokio::test]
async fn an_upload_cut_again_and_again_still_progresses_and_loses_nothing() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let (server, registry) = (FakeServer::new(&world), world.registry());
    desk.sync(&server).await.unwrap();
    for _ in 0..30 {
        desk.work(registry, 4000);
    }
    server.set(Faults { cut_up: Some(16_000), ..Faults::default() });
    let mut tries = 0;
    while desk.pending(&registry) > 0 {
        tries += 1;
        assert!(tries < 20, "no progress");
        let _ = desk.sync(&server).await;
    }
    assert_eq!(server.count(&registry), 30);
    assert!(
        (2..8).contains(&tries),
        "{tries}: it was cut, and then no more was asked of the link than it lets through"
    );
}

#[tokio::test]
async fn after_a_cut_the_server_is_asked_before_anything_is_sent_again() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let (server, registry) = (FakeServer::new(&world), world.registry());
    desk.sync(&server).await.unwrap();
    for _ in 0..12 {
        desk.work(registry, 4000);
    }
    server.set(Faults { cut_up: Some(40_000), ..Faults::default() });
    assert!(matches!(desk.sync(&server).await, Err(Error::Unreachable)));
    assert_eq!(desk.pending(&registry), 12, "no receipt, nothing sent");
    server.set(Faults::default());
    server.seen();
    let report = desk.sync(&server).await.unwrap();
    let batches: Vec<_> = server.seen().iter().map(|seen| seen.batches).collect();
    assert_eq!((report.requests, batches), (2, vec![0, 3]), "all but one had arrived");
    assert_eq!(report.left, 0);
    desk.work(registry, 100);
    assert_eq!(desk.sync(&server).await.unwrap().requests, 1, "the next one does not ask first");
}

#[tokio::test]
async fn an_answer_cut_at_any_point_keeps_what_came_whole_and_the_next_brings_the_rest() {
    let world = World::new();
    let (mut a, mut b) =
        (Desk::join(&world, "Ana", Role::Registrar), Desk::join(&world, "Beto", Role::Registrar));
    let (server, registry) = (FakeServer::new(&world), world.registry());
    for _ in 0..6 {
        a.work(registry, 700);
    }
    a.sync(&server).await.unwrap();
    let mut held = Vec::new();
    for cut in (60..).step_by(371) {
        server.set(Faults { cut_down: Some(cut), ..Faults::default() });
        let outcome = b.sync(&server).await;
        assert!(b.count(&registry) >= held.last().copied().unwrap_or(0), "nothing is lost again");
        held.push(b.count(&registry));
        if outcome.is_ok() {
            break;
        }
    }
    assert_eq!((b.count(&registry), b.set_aside().len()), (6, 0));
    assert!(held.first() == Some(&0) && held.iter().any(|count| (1..6).contains(count)), "{held:?}");
}

#[tokio::test]
async fn an_answer_cut_after_its_receipt_is_complete() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let server = FakeServer::new(&world);
    desk.sync(&server).await.unwrap();
    desk.work(world.registry(), 100);
    let length = desk.sync(&server).await.unwrap().bytes_down as usize;
    desk.work(world.registry(), 100);
    // The end frame has five bytes.
    server.set(Faults { cut_down: Some(length - 6), ..Faults::default() });
    let outcome = desk.sync(&server).await;
    assert!(matches!(outcome, Err(Error::Unreachable)), "inside the receipt");
    server.set(Faults { cut_down: Some(length - 3), ..Faults::default() });
    assert!(desk.sync(&server).await.is_ok(), "before the end frame is whole");
}

#[tokio::test]
async fn an_unreachable_server_closes_no_batch_and_leaves_no_doubt() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let (server, registry) = (FakeServer::new(&world), world.registry());
    desk.sync(&server).await.unwrap();
    let open = desk.batch(registry, 200, |_| {});
    desk.device.put_own(&open, 1).unwrap();
    server.set(Faults { unreachable: true, ..Faults::default() });
    assert!(matches!(desk.sync(&server).await, Err(Error::Unreachable)));
    assert!(is_open(&desk.device, &open));
    server.set(Faults::default());
    let report = desk.sync(&server).await.unwrap();
    assert_eq!((report.requests, report.batches_up), (1, 1));
    assert!(!is_open(&desk.device, &open), "what has left never changes");
}

#[tokio::test]
async fn batches_are_offered_before_they_leave_even_when_no_receipt_comes_back() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let (server, registry) = (FakeServer::new(&world), world.registry());
    desk.sync(&server).await.unwrap();
    let open = desk.batch(registry, 200, |_| {});
    desk.device.put_own(&open, 1).unwrap();
    server.set(Faults { no_receipt: true, ..Faults::default() });
    assert!(matches!(desk.sync(&server).await, Err(Error::NotOurServer)));
    assert!(!is_open(&desk.device, &open));
    assert_eq!(desk.pending(&registry), 1);
}

#[tokio::test]
async fn a_captive_portal_marks_nothing_whatever_it_answers() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let (server, registry) = (FakeServer::new(&world), world.registry());
    desk.sync(&server).await.unwrap();
    desk.work(registry, 300);
    let nonce = desk.device.setting("exchange/nonce").unwrap();
    let page = b"<!DOCTYPE html><html><body>Acepte las condiciones</body></html>".to_vec();
    let end = Frame::End.encode();
    for (status, body) in [(200, page.clone()), (302, page.clone()), (403, page), (200, end), (511, vec![])] {
        server.set(Faults { portal: Some((status, body)), ..Faults::default() });
        let error = desk.sync(&server).await.unwrap_err();
        match status {
            511 => assert!(matches!(error, Error::Unreachable)),
            _ => assert!(matches!(error, Error::NotOurServer), "{status}: {error}"),
        }
        assert_eq!((desk.pending(&registry), desk.set_aside().len()), (1, 0));
        assert_eq!(desk.device.setting("exchange/nonce").unwrap(), nonce);
    }
    server.set(Faults::default());
    assert_eq!(desk.sync(&server).await.unwrap().left, 0);
}

#[tokio::test]
async fn a_receipt_that_the_server_has_not_signed_marks_nothing() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let (server, registry) = (FakeServer::new(&world), world.registry());
    desk.work(registry, 300);
    let signer = Some(SigningKey::from_bytes(&[5; 32]));
    server.set(Faults { signer, ..Faults::default() });
    assert!(matches!(desk.sync(&server).await, Err(Error::NotOurServer)));
    assert_eq!(desk.pending(&registry), 1);
    assert!(desk.device.receipt(&registry).unwrap().is_none());
}

#[tokio::test]
async fn a_stale_nonce_costs_one_more_request() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let server = FakeServer::new(&world);
    desk.sync(&server).await.unwrap();
    desk.work(world.registry(), 300);
    server.forget_nonces(b"after a restart");
    let report = desk.sync(&server).await.unwrap();
    assert_eq!((report.requests, report.left), (2, 0));
}

#[tokio::test]
async fn a_device_that_the_server_will_not_know_is_not_granted_anything() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let other = World::new();
    let server = FakeServer::new(&other);
    desk.work(world.registry(), 300);
    assert!(matches!(desk.sync(&server).await, Err(Error::NotGranted)));
    assert_eq!(desk.pending(&world.registry()), 1);
    assert!(server.seen().len() <= 3);
}

#[tokio::test]
async fn a_refused_scope_waits_and_the_others_go() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Carla", Role::Care);
    let server = FakeServer::new(&world);
    desk.work(world.registry(), 100);
    desk.work(world.care(), 100);
    server.set(Faults { refuse: Some(world.care()), ..Faults::default() });
    let report = desk.sync(&server).await.unwrap();
    assert_eq!(report.refused, [(world.care(), "scope_not_granted".to_owned())]);
    assert_eq!((desk.pending(&world.registry()), desk.pending(&world.care()), report.left), (0, 1, 1));
    server.set(Faults::default());
    assert_eq!(desk.sync(&server).await.unwrap().left, 0);
}

#[tokio::test]
async fn a_server_that_keeps_nothing_is_not_asked_without_end() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let server = FakeServer::new(&world);
    desk.sync(&server).await.unwrap();
    desk.work(world.registry(), 100);
    server.set(Faults { drops_batches: true, ..Faults::default() });
    let report = desk.sync(&server).await.unwrap();
    assert_eq!((report.requests, report.left), (1, 1));
}

#[tokio::test]
async fn a_restored_server_gets_back_what_it_lost_in_the_same_exchange() {
    let world = World::new();
    let (mut a, mut b) =
        (Desk::join(&world, "Ana", Role::Registrar), Desk::join(&world, "Beto", Role::Registrar));
    let (server, registry) = (FakeServer::new(&world), world.registry());
    for _ in 0..5 {
        a.work(registry, 200);
        b.work(registry, 200);
    }
    a.sync(&server).await.unwrap();
    b.sync(&server).await.unwrap();
    a.sync(&server).await.unwrap();
    let restored = server.restored(&registry, 3);
    a.work(registry, 200);
    let report = a.sync(&restored).await.unwrap();
    assert!(report.requests <= 3 && report.left == 0, "{report:?}");
    assert_eq!(restored.count(&registry), 11, "also what others made and it had seen");
    assert_eq!(b.sync(&restored).await.unwrap().batches_down, 1);
}

#[tokio::test]
async fn a_server_that_does_not_know_an_author_is_told_the_log_and_given_the_work_again_in_the_same_run() {
    let world = World::new();
    let mut carrier = Desk::join(&world, "Ana", Role::Registrar);
    let (before, registry) = (world.log(), world.registry());
    let mut author = Desk::join(&world, "Beto", Role::Registrar);
    let server = FakeServer::new(&world);
    author.work(registry, 200);
    author.sync(&server).await.unwrap();
    carrier.sync(&server).await.unwrap();
    // Restored to before the author joined, as a receipt has said already in an exchange that was cut then.
    let restored = FakeServer::new(&world);
    restored.set_log(before);
    carrier.device.set_receipt(&registry, &posta_protocol::Vector::new(), NOW).unwrap();
    let report = carrier.sync(&restored).await.unwrap();
    assert_eq!((report.left, report.refused.len()), (0, 0), "{report:?}");
    assert!(report.requests <= 3);
    assert_eq!(restored.count(&registry), 1);
}

#[tokio::test]
async fn an_author_whom_the_server_never_gets_to_know_is_not_tried_without_end() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let (server, registry) = (FakeServer::new(&world), world.registry());
    desk.sync(&server).await.unwrap();
    desk.work(registry, 200);
    let inject = vec![Frame::Refused { scope: registry, code: "unknown_session".to_owned() }];
    server.set(Faults { drops_batches: true, inject, ..Faults::default() });
    server.seen();
    let report = desk.sync(&server).await.unwrap();
    assert_eq!(report.refused, [(registry, "unknown_session".to_owned())]);
    let carried: Vec<_> = server.seen().iter().map(|seen| (seen.batches, seen.entries > 0)).collect();
    assert_eq!(carried, [(1, false), (1, true)], "once more, with the log");
}

#[tokio::test]
async fn what_lies_aside_elsewhere_is_kept_as_the_last_signed_answer_told_it_and_no_flood_of_it() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let server = FakeServer::new(&world);
    let (user, device) = (UserId::from([7; 16]), DeviceId::from([2; 16]));
    let line = AsideLine { scope: world.registry(), user, device, batches: 3, from_hour: 1, to_hour: 9 };
    let tell = |times: usize, no_receipt: bool| {
        let inject = vec![Frame::Aside(line.clone()); times];
        server.set(Faults { inject, no_receipt, ..Faults::default() });
    };
    tell(1, false);
    desk.sync(&server).await.unwrap();
    assert_eq!(aside_elsewhere(&desk.device).unwrap(), std::slice::from_ref(&line));
    tell(0, true);
    desk.sync(&server).await.unwrap_err();
    assert_eq!(aside_elsewhere(&desk.device).unwrap().len(), 1, "who signs nothing tells nothing");
    tell(3000, false);
    desk.sync(&server).await.unwrap();
    assert_eq!(aside_elsewhere(&desk.device).unwrap().len(), 1000);
    tell(0, false);
    desk.sync(&server).await.unwrap();
    assert_eq!(aside_elsewhere(&desk.device).unwrap(), []);
}

#[tokio::test]
async fn a_receipt_that_covers_less_returns_work_to_what_is_to_be_sent() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let (server, registry) = (FakeServer::new(&world), world.registry());
    for _ in 0..3 {
        desk.work(registry, 200);
    }
    desk.sync(&server).await.unwrap();
    let restored = server.restored(&registry, 1);
    restored.set(Faults { drops_batches: true, ..Faults::default() });
    assert_eq!(desk.sync(&restored).await.unwrap().left, 2);
    assert_eq!(desk.pending(&registry), 2);
}

#[tokio::test]
async fn two_disks_that_go_on_with_one_feed_keep_both_branches_and_take_new_incarnations() {
    let world = World::new();
    let mut disk = Desk::join(&world, "Ana", Role::Registrar);
    let (server, registry) = (FakeServer::new(&world), world.registry());
    disk.work(registry, 200);
    disk.sync(&server).await.unwrap();
    let mut copy = disk.clone_disk();
    let before = disk.incarnation(&registry);
    assert_eq!(copy.incarnation(&registry), before);
    let (one, other) = (disk.work(registry, 200), copy.work(registry, 200));
    disk.sync(&server).await.unwrap();
    let report = copy.sync(&server).await.unwrap();
    assert_eq!((report.forked.as_slice(), report.left), ([registry].as_slice(), 0));
    let report = disk.sync(&server).await.unwrap();
    assert_eq!(report.forked, [registry]);
    for desk in [&disk, &copy] {
        let hashes = desk.device.hashes(&registry).unwrap();
        assert!(hashes.contains(&one) && hashes.contains(&other));
        assert_ne!(desk.device.incarnation(&registry).unwrap(), Some(before));
        assert_eq!(desk.device.forked_feeds(&registry).unwrap().len(), 1);
    }
    disk.work(registry, 200);
    copy.work(registry, 200);
    let reports = [
        disk.sync(&server).await.unwrap(),
        copy.sync(&server).await.unwrap(),
        disk.sync(&server).await.unwrap(),
    ];
    assert!(reports.iter().all(|report| report.left == 0 && report.forked.is_empty()));
    assert_eq!(disk.device.vector(&registry).unwrap(), copy.device.vector(&registry).unwrap());
}

#[tokio::test]
async fn bad_batches_are_set_aside_with_their_reason_and_stop_no_others() {
    let world = World::new();
    let mut reader = Desk::join(&world, "Ana", Role::Registrar);
    let mut writer = Desk::join(&world, "Beto", Role::Registrar);
    let care = Desk::join(&world, "Carla", Role::Care);
    let server = FakeServer::new(&world);
    let registry = world.registry();
    let good = [writer.work(registry, 100), writer.work(registry, 100)];
    writer.sync(&server).await.unwrap();
    reader.sync(&server).await.unwrap();
    let last = writer.work(registry, 100);
    writer.sync(&server).await.unwrap();

    let frame = |batch: &SignedBatch| Frame::Batch { bytes: batch.to_bytes() };
    let mut torn = writer.batch(registry, 50, |_| {});
    torn.signature[3] ^= 1;
    let mut bent = writer.batch(registry, 50, |_| {});
    bent.body.push(0);
    let foreign_scope = care.batch(world.care(), 50, |_| {});
    let foreign_device = writer.batch(registry, 50, |header| header.device = DeviceId::from([9; 16]));
    let gap = writer.batch(registry, 50, |header| {
        header.n += 5;
        header.previous = Hash32::of(b"never seen");
    });
    let sealed = writer.batch(registry, 50, |header| header.epoch = Hash32::of(b"an epoch"));
    let stranger = SessionKey::start(&care.secrets, &writer.keys, "pisiga", 1, writer.log.head());
    let mut header = writer.batch(registry, 50, |_| {}).decode_header().unwrap();
    header.session = stranger.actor();
    let strange = SignedBatch::sign(&header, b"body".to_vec(), &stranger.sign);
    let inject = vec![
        frame(&torn),
        frame(&bent),
        frame(&foreign_scope),
        frame(&foreign_device),
        frame(&gap),
        frame(&sealed),
        Frame::Session(stranger.certificate.encode()),
        frame(&strange),
        Frame::Session(b"no certificate".to_vec()),
        Frame::Entry(b"no entry".to_vec()),
        Frame::Batch { bytes: vec![2, 0, 0] },
        Frame::Batch { bytes: vec![1; 40] },
    ];
    server.set(Faults { inject, ..Faults::default() });
    let report = reader.sync(&server).await.unwrap();
    assert_eq!(reader.device.hashes(&registry).unwrap(), [good[0], good[1], last]);
    assert_eq!(
        reader.set_aside(),
        [
            "bad_signature",
            "body_hash",
            "foreign_device",
            "malformed",
            "missing_previous",
            "not_sealed",
            "scope_not_asked",
            "unknown_session",
            "unsupported_version",
        ]
    );
    assert_eq!((report.batches_down, report.quarantined), (1, 12));
    let aside = reader.device.quarantined_batches().unwrap();
    let early = aside.iter().find(|aside| aside.reason == "missing_previous").unwrap();
    assert_eq!(early.length, 0, "it comes again with the one before it");
    reader.sync(&server).await.unwrap();
    assert_eq!(reader.set_aside().len(), 9, "the same bytes are kept once");
}

#[tokio::test]
async fn work_of_a_role_that_may_not_write_in_a_scope_is_set_aside() {
    let world = World::new();
    let mut reader = Desk::join(&world, "Carla", Role::Care);
    let registrar = Desk::join(&world, "Ana", Role::Registrar);
    let server = FakeServer::new(&world);
    let care = world.care();
    let epoch = reader.secrets.latest_epoch(care).unwrap().id;
    let intruding = registrar.batch(care, 50, |header| header.epoch = epoch);
    let inject = vec![
        Frame::Session(registrar.session.certificate.encode()),
        Frame::Batch { bytes: intruding.to_bytes() },
    ];
    server.set(Faults { inject, ..Faults::default() });
    reader.sync(&server).await.unwrap();
    assert_eq!((reader.set_aside(), reader.count(&care)), (vec!["not_permitted".to_owned()], 0));
}

#[tokio::test]
async fn an_own_head_echoed_back_is_no_answer() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let server = FakeServer::new(&world);
    let head = posta_protocol::ExchangeHead::sign(
        desk.log.department(),
        desk.keys.device,
        Vec::new(),
        Vec::new(),
        Vec::new(),
        &desk.keys.sign,
    );
    server.set(Faults { inject: vec![Frame::Head(Box::new(head))], ..Faults::default() });
    assert!(matches!(desk.sync(&server).await, Err(Error::NotOurServer)));
}

#[tokio::test]
async fn a_missing_certificate_withholds_its_feed_only_and_is_told() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let (server, registry) = (FakeServer::new(&world), world.registry());
    desk.sync(&server).await.unwrap();
    desk.work(registry, 100);
    // A session whose certificate went with a device file restored to an earlier day; the next one goes on with its feed.
    let lost = SessionKey::start(&desk.secrets, &desk.keys, "pisiga", 498_002, desk.log.head());
    let known = std::mem::replace(&mut desk.session, lost);
    desk.work(registry, 100);
    let lost = std::mem::replace(&mut desk.session, known);
    desk.work(registry, 100);
    desk.device.put_incarnation(&registry, &Incarnation::random()).unwrap();
    desk.work(registry, 100);
    desk.work(registry, 100);
    for _ in 0..2 {
        let report = desk.sync(&server).await.unwrap();
        assert_eq!(report.refused, [(registry, "unknown_session".to_owned())]);
        assert_eq!((server.count(&registry), report.requests, report.left), (3, 1, 2));
    }
    // Other work of the scope goes on.
    desk.work(registry, 100);
    assert_eq!(desk.sync(&server).await.unwrap().batches_up, 1);
    assert_eq!(server.count(&registry), 4);
    desk.device.put_session(&lost.certificate).unwrap();
    let report = desk.sync(&server).await.unwrap();
    assert_eq!((server.count(&registry), report.left, report.refused), (6, 0, vec![]));
}

#[tokio::test]
async fn after_any_cut_packs_are_small_until_an_exchange_goes_through() {
    let world = World::new();
    let (mut a, mut b) =
        (Desk::join(&world, "Ana", Role::Registrar), Desk::join(&world, "Beto", Role::Registrar));
    let (server, registry) = (FakeServer::new(&world), world.registry());
    a.work(registry, 4000);
    a.sync(&server).await.unwrap();
    server.seen();
    server.set(Faults { cut_down: Some(900), ..Faults::default() });
    assert!(matches!(b.sync(&server).await, Err(Error::Unreachable)), "while it only downloads");
    server.set(Faults::default());
    let usual = server.seen()[0].pack;
    b.sync(&server).await.unwrap();
    let small = server.seen()[0].pack;
    assert!(small * 4 < usual, "{small} of {usual}");
    b.work(registry, 100);
    b.sync(&server).await.unwrap();
    assert!(server.seen()[0].pack > small);
}

#[tokio::test]
async fn what_came_down_before_a_cut_is_not_sent_back() {
    let world = World::new();
    let (mut a, mut b) =
        (Desk::join(&world, "Ana", Role::Registrar), Desk::join(&world, "Beto", Role::Registrar));
    let (server, registry) = (FakeServer::new(&world), world.registry());
    b.sync(&server).await.unwrap();
    for _ in 0..60 {
        a.work(registry, 700);
    }
    a.sync(&server).await.unwrap();
    server.set(Faults { cut_down: Some(30_000), ..Faults::default() });
    assert!(b.sync(&server).await.is_err());
    server.set(Faults::default());
    assert!((1..60).contains(&b.count(&registry)), "some of it came");
    server.seen();
    b.work(registry, 100);
    b.sync(&server).await.unwrap();
    let sent: usize = server.seen().iter().map(|seen| seen.batches).sum();
    assert_eq!((sent, b.count(&registry), b.pending(&registry)), (1, 61, 0), "its own work alone");
}

#[tokio::test]
async fn packs_go_on_from_what_the_server_has_and_are_sent_anew_if_it_has_not() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let (server, registry) = (FakeServer::new(&world), world.registry());
    desk.work(registry, 700);
    desk.sync(&server).await.unwrap();
    desk.work(registry, 700);
    desk.sync(&server).await.unwrap();
    let seen = server.seen();
    let last = seen.last().unwrap();
    assert_eq!((last.batches, last.recalled, last.sessions), (1, 1, 0), "nor is its session sent again");
    server.set(Faults { inject: vec![bogus_recall()], ..Faults::default() });
    desk.work(registry, 100);
    assert!(matches!(desk.sync(&server).await, Err(Error::ServerRefused { .. })), "and never for ever");
    server.set(Faults::default());
    assert_eq!(desk.sync(&server).await.unwrap().left, 0);
}

fn bogus_recall() -> Frame {
    Frame::Recall(Recall { last: Hash32::of(b"of nobody"), count: 3, check: [0; 8] })
}
