//! Exchanges that go well, and what they count.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::sync::{Arc, Mutex};

use common::*;
use posta_identity::Role;
use posta_identity::ids::ScopeId;
use posta_store::DeviceFile;
use posta_sync::*;

#[tokio::test]
async fn work_of_one_desk_reaches_another_and_only_the_receipt_marks_it_as_sent() {
    let world = World::new();
    let (mut a, mut b) =
        (Desk::join(&world, "Ana", Role::Registrar), Desk::join(&world, "Beto", Role::Registrar));
    let (server, registry) = (FakeServer::new(&world), world.registry());
    let hashes = [a.work(registry, 300), a.work(registry, 300)];
    assert_eq!(a.pending(&registry), 2);
    let report = a.sync(&server).await.unwrap();
    assert_eq!((report.batches_up, report.records_up, report.left), (2, 2, 0));
    assert_eq!(a.pending(&registry), 0);
    let report = b.sync(&server).await.unwrap();
    assert_eq!((report.batches_down, report.records_down, report.quarantined), (2, 2, 0));
    assert_eq!(b.device.hashes(&registry).unwrap(), hashes);
    assert_eq!(b.device.session(&a.session.actor()).unwrap().unwrap(), a.session.certificate);
}

#[tokio::test]
async fn news_on_both_sides_cost_one_request() {
    let world = World::new();
    let (mut a, mut b) =
        (Desk::join(&world, "Ana", Role::Registrar), Desk::join(&world, "Beto", Role::Registrar));
    let (server, registry) = (FakeServer::new(&world), world.registry());
    for desk in [&mut a, &mut b] {
        desk.sync(&server).await.unwrap();
    }
    b.work(registry, 200);
    b.sync(&server).await.unwrap();
    a.work(registry, 200);
    let report = a.sync(&server).await.unwrap();
    assert_eq!((report.requests, report.batches_up, report.batches_down, report.left), (1, 1, 1, 0));
    let report = a.sync(&server).await.unwrap();
    assert_eq!((report.requests, report.batches_up, report.batches_down), (1, 0, 0));
    assert!(report.bytes_up < 600 && report.bytes_down < 500, "{report:?}");
}

#[tokio::test]
async fn the_first_contact_carries_nothing_until_it_has_a_nonce() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let server = FakeServer::new(&world);
    desk.work(world.registry(), 5000);
    let report = desk.sync(&server).await.unwrap();
    let batches: Vec<_> = server.seen().iter().map(|seen| seen.batches).collect();
    assert_eq!((report.requests, batches), (2, vec![0, 1]));
}

#[tokio::test]
async fn bytes_are_those_of_the_bodies_each_way() {
    let world = World::new();
    let (mut a, mut b) =
        (Desk::join(&world, "Ana", Role::Registrar), Desk::join(&world, "Beto", Role::Registrar));
    let server = FakeServer::new(&world);
    a.work(world.registry(), 10_000);
    let report = a.sync(&server).await.unwrap();
    assert_eq!(report.bytes_up as usize, server.seen().iter().map(|seen| seen.bytes).sum::<usize>());
    assert!((10_000..12_000).contains(&report.bytes_up), "{report:?}");
    let report = b.sync(&server).await.unwrap();
    assert!((10_000..12_000).contains(&report.bytes_down), "{report:?}");
}

#[tokio::test]
async fn care_batches_travel_sealed_with_whoever_syncs_and_stay_away_from_who_may_not_hold_them() {
    let world = World::new();
    let mut care = Desk::join(&world, "Carla", Role::Care);
    let mut registrar = Desk::join(&world, "Ana", Role::Registrar);
    let mut colleague = Desk::join(&world, "Ciro", Role::Care);
    let (server, scope) = (FakeServer::new(&world), world.care());
    care.work(scope, 400);
    let report = care.sync(&server).await.unwrap();
    assert_eq!((report.batches_up, report.records_up, report.left), (1, 1, 0));
    let report = registrar.sync(&server).await.unwrap();
    assert_eq!((report.batches_down, report.refused), (0, vec![]), "it does not even ask");
    let report = colleague.sync(&server).await.unwrap();
    assert_eq!((report.batches_down, report.records_down), (1, 0));
    assert_eq!(colleague.count(&scope), 1);
}

#[tokio::test]
async fn an_open_body_of_a_care_scope_never_leaves() {
    let world = World::new();
    let mut care = Desk::join(&world, "Carla", Role::Care);
    let (server, scope) = (FakeServer::new(&world), world.care());
    let naked = care.batch(scope, 300, |header| header.epoch = posta_identity::Hash32::ZERO);
    care.device.put_own(&naked, 1).unwrap();
    care.work(world.registry(), 100);
    let report = care.sync(&server).await.unwrap();
    assert_eq!(report.refused, [(scope, "not_sealed".to_owned())]);
    assert_eq!((server.count(&scope), server.count(&world.registry())), (0, 1));
    assert_eq!((care.pending(&scope), report.left), (1, 1));
}

#[tokio::test]
async fn entries_come_first_so_that_a_stranger_s_work_verifies_at_once() {
    let world = World::new();
    let mut old = Desk::join(&world, "Ana", Role::Registrar);
    let mut new = Desk::join(&world, "Nora", Role::Registrar);
    assert!(old.log.membership().user(new.secrets.user).is_none());
    let server = FakeServer::new(&world);
    new.work(world.registry(), 200);
    new.sync(&server).await.unwrap();
    let report = old.sync(&server).await.unwrap();
    assert_eq!((report.batches_down, report.quarantined), (1, 0));
    assert!(report.entries_down >= 1);
    assert!(old.log.membership().user(new.secrets.user).is_some());
    let mut reloaded = posta_identity::Log::new(old.log.department());
    for entry in old.device.entries().unwrap() {
        reloaded.insert(&entry).unwrap();
    }
    assert_eq!(reloaded.head(), server.log().head(), "what came is kept");
}

#[tokio::test]
async fn a_server_that_lost_the_log_is_told_it_again() {
    let world = World::new();
    let before = world.log();
    let mut desk = Desk::join_unknown(&world, "Ana", Role::Registrar);
    let server = FakeServer::new(&world);
    server.set_log(before);
    desk.work(world.registry(), 200);
    let report = desk.sync(&server).await.unwrap();
    assert_eq!((report.left, server.count(&world.registry())), (0, 1));
    assert_eq!(server.log().head(), desk.log.head());
}

#[tokio::test]
async fn the_history_says_what_an_exchange_did_and_the_clock_how_far_it_is_off() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let server = FakeServer::new(&world);
    desk.work(world.registry(), 200);
    let report = desk.sync(&server).await.unwrap();
    server.set(Faults { unreachable: true, ..Faults::default() });
    assert!(desk.sync(&server).await.is_err());
    let [failed, done] = &desk.device.exchanges(10).unwrap()[..] else { panic!() };
    assert_eq!((failed.ok, failed.code.as_str()), (false, "unreachable"));
    assert_eq!((done.ok, done.code.as_str(), done.batches_up), (true, "", 1));
    assert_eq!((done.bytes_up, done.bytes_down), (report.bytes_up, report.bytes_down));
    assert_eq!(report.server_time, Some(NOW + 300));
    assert_eq!(clock_skew(&desk.device).unwrap(), Some(300));
}

#[tokio::test]
async fn a_plan_reads_what_the_last_receipt_does_not_cover() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Carla", Role::Care);
    let server = FakeServer::new(&world);
    desk.work(world.registry(), 100);
    desk.sync(&server).await.unwrap();
    let next = desk.work(world.care(), 100);
    let plan = plan(&desk.device, desk.log.membership(), desk.keys.device).unwrap();
    // Registry, care, and the inbox of care.
    assert_eq!((plan.scopes.len(), plan.batches(), plan.asks_first), (3, 1, false));
    assert!(plan.scopes.iter().any(|scope| scope.scope == world.care() && scope.send == [next]));
}

#[tokio::test]
async fn the_upload_goes_batch_by_batch_and_one_piece_at_a_time() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let server = FakeServer::new(&world);
    for _ in 0..40 {
        desk.work(world.registry(), 50_000);
    }
    desk.sync(&server).await.unwrap();
    let seen = server.seen();
    assert_eq!(seen.last().unwrap().batches, 40);
    assert!(seen.last().unwrap().largest_piece < 60_000);
    assert_eq!(seen.last().unwrap().sessions, 1);
}

#[tokio::test]
async fn more_than_one_request_may_carry_goes_in_several() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let (server, registry) = (FakeServer::new(&world), world.registry());
    desk.sync(&server).await.unwrap();
    desk.work_much(registry, 150, 230_000);
    server.seen();
    let report = desk.sync(&server).await.unwrap();
    assert_eq!((report.requests, report.batches_up, report.left), (2, 150, 0));
    assert!(server.seen().iter().all(|seen| seen.bytes < 33 << 20));
}

#[tokio::test]
async fn saving_goes_on_while_a_shared_device_file_syncs_on_another_task() {
    let world = World::new();
    let desk = Desk::join(&world, "Ana", Role::Registrar);
    let (server, registry) = (FakeServer::new(&world), world.registry());
    desk.work(registry, 100);
    let next = desk.batch(registry, 100, |_| {});
    let mut log = desk.log.clone();
    let mut shared = Arc::new(Mutex::new(desk.device));
    let hand = shared.clone();
    let task = tokio::spawn(async move { exchange(&mut shared, &server, &mut log, NOW).await });
    hand.lock().unwrap().put_own(&next, 1).unwrap();
    assert!(task.await.unwrap().is_ok());
    assert_eq!(hand.lock().unwrap().counts(&registry).unwrap().batches, 2);
}

/// Looks after every step of an exchange, where a power cut could end it.
struct Watched {
    device: DeviceFile,
    registry: ScopeId,
    entries: usize,
    steps_with_batches: usize,
}

impl DeviceDoor for Watched {
    fn with<R>(&mut self, act: impl FnOnce(&DeviceFile) -> R) -> R {
        let done = act(&self.device);
        if self.device.counts(&self.registry).unwrap().batches > 0 {
            self.steps_with_batches += 1;
            let entries = self.device.entries().unwrap().len();
            assert_eq!(entries, self.entries, "batches without the entries that came before them");
        }
        done
    }
}

#[tokio::test]
async fn the_entries_that_come_are_kept_before_the_batches_that_come_after_them() {
    let world = World::new();
    let mut beto = Desk::join(&world, "Beto", Role::Registrar);
    let mut ana = Desk::join(&world, "Ana", Role::Registrar);
    let (server, registry) = (FakeServer::new(&world), world.registry());
    ana.work_much(registry, 60, 100);
    ana.sync(&server).await.unwrap();
    let entries = server.log().entries().len();
    assert!(beto.device.entries().unwrap().len() < entries);
    let mut door = Watched { device: beto.device, registry, entries, steps_with_batches: 0 };
    exchange(&mut door, &server, &mut beto.log, NOW).await.unwrap();
    assert_eq!(door.device.counts(&registry).unwrap().batches, 60);
    assert!(door.steps_with_batches > 1, "otherwise nothing lay there in the middle");
}

#[tokio::test]
async fn a_device_that_has_not_joined_is_told_so() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    desk.device.remove_setting("device_keys").unwrap();
    let error = desk.sync(&FakeServer::new(&world)).await.unwrap_err();
    assert!(matches!(error, Error::NotJoined));
}

#[tokio::test]
async fn with_no_news_a_device_asks_by_where_it_stands_and_with_news_there_it_asks_once_more() {
    let world = World::new();
    let (mut ana, mut beto) =
        (Desk::join(&world, "Ana", Role::Registrar), Desk::join(&world, "Beto", Role::Registrar));
    let (server, registry) = (FakeServer::new(&world), world.registry());
    for desk in [&mut ana, &mut beto] {
        desk.work(registry, 100);
        desk.sync(&server).await.unwrap();
    }
    ana.sync(&server).await.unwrap();
    let whole = ana.device.receipt(&registry).unwrap().unwrap().0;
    server.seen();
    let report = ana.sync(&server).await.unwrap();
    assert_eq!((report.requests, report.left), (1, 0));
    assert!(report.bytes_up < 250 && report.bytes_down < 200, "{report:?}");
    assert_eq!(ana.device.receipt(&registry).unwrap().unwrap().0, whole, "what was told stays told");
    beto.work(registry, 100);
    beto.sync(&server).await.unwrap();
    let report = ana.sync(&server).await.unwrap();
    assert_eq!((report.requests, report.batches_down), (2, 1));
    assert_eq!(ana.sync(&server).await.unwrap().requests, 1);
}

#[tokio::test]
async fn nobody_but_the_server_says_that_nothing_has_changed() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let server = FakeServer::new(&world);
    desk.work(world.registry(), 100);
    desk.sync(&server).await.unwrap();
    server.set(Faults { signer: Some(posta_identity::signing::random_key()), ..Faults::default() });
    assert!(matches!(desk.sync(&server).await, Err(Error::NotOurServer)));
}
