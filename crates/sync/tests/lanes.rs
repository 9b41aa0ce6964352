//! Inbox and checkpoint lanes, revoked authors and devices, erased bodies, entries that were made here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::sync::Arc;

use common::*;
use posta_identity::{EntryBody, Hash32, Revoked, Role, ids::ScopeId};
use posta_protocol::{Checkpoint, Frame, InboxRecord, Seal};
use posta_store::{CarriedBatch, InboxKey, InboxPen, LaneAct};
use posta_sync::*;

/// Seals a record into the inbox of a scope.
fn hand_over(desk: &Desk, scope: ScopeId, pen: &mut InboxPen) -> Hash32 {
    let members = desk.log.membership();
    let epoch = members.epoch(scope, members.current_epoch(scope).unwrap()).unwrap();
    let key = InboxKey { epoch: epoch.epoch, public: epoch.inbox_public };
    let act = LaneAct { lane: scope.inbox(), session: &desk.session, membership: desk.log.head(), at: NOW };
    let record = InboxRecord { kind: "notice".to_owned(), bytes: b"una nota".to_vec() };
    desk.device.append_inbox(&act, &key, pen, &[record]).unwrap()
}

/// Writes two parts of a checkpoint of a scope.
fn check_in(desk: &Desk, scope: ScopeId) -> Vec<Hash32> {
    let act =
        LaneAct { lane: scope.checkpoint(), session: &desk.session, membership: desk.log.head(), at: NOW };
    let part = Checkpoint { changes: Vec::new(), covers: None };
    let epoch = desk.secrets.latest_epoch(scope).unwrap();
    desk.device.append_checkpoint(&act, Some(epoch), &[part.clone(), part]).unwrap()
}

/// The authority says something; every server made later, and this one, know it.
fn decree(world: &Arc<World>, server: &FakeServer, body: EntryBody) {
    let mut held = world.authority.lock().unwrap();
    let (authority, log) = &mut *held;
    // The authority works from what its server knows.
    for entry in server.log().entries() {
        log.insert(&entry).unwrap();
    }
    authority.sign(body, log).unwrap();
    server.set_log(log.clone());
}

fn revoke(who: Revoked) -> EntryBody {
    EntryBody::Revoke { who, cuts: Vec::new(), destroy: false }
}

#[tokio::test]
async fn a_registrar_hands_in_what_only_the_care_team_may_read() {
    let world = World::new();
    let mut care = Desk::join(&world, "Carla", Role::Care);
    let mut registrar = Desk::join(&world, "Ana", Role::Registrar);
    let mut neighbour = Desk::join(&world, "Beto", Role::Registrar);
    let (server, inbox) = (FakeServer::new(&world), world.care().inbox());
    let hash = hand_over(&registrar, world.care(), &mut InboxPen::default());
    let report = registrar.sync(&server).await.unwrap();
    assert_eq!((report.batches_up, report.left, report.refused.len()), (1, 0, 0));
    assert_eq!((server.count(&inbox), registrar.pending(&inbox)), (1, 0));
    assert_eq!(care.sync(&server).await.unwrap().batches_down, 1);
    assert_eq!(care.device.hashes(&inbox).unwrap(), [hash]);
    assert_eq!(neighbour.sync(&server).await.unwrap().batches_down, 0);
    // Another's record comes to the team, and not to who handed in one of their own.
    hand_over(&neighbour, world.care(), &mut InboxPen::default());
    neighbour.sync(&server).await.unwrap();
    assert_eq!(registrar.sync(&server).await.unwrap().batches_down, 0);
    assert_eq!((registrar.count(&inbox), server.count(&inbox)), (1, 2));
}

#[tokio::test]
async fn own_work_that_a_mend_could_only_carry_is_sent_until_a_receipt_covers_it_and_stays() {
    let world = World::new();
    let _care = Desk::join(&world, "Carla", Role::Care);
    let mut registrar = Desk::join(&world, "Ana", Role::Registrar);
    let (server, lane) = (FakeServer::new(&world), world.care().inbox());
    let work = |desk: &Desk| {
        let hash = hand_over(desk, world.care(), &mut InboxPen::default());
        desk.device.offer(&[hash]).unwrap();
        let batch = desk.device.batch(&hash).unwrap().unwrap();
        (CarriedBatch { hash, lane, session: desk.session.certificate.actor() }, batch)
    };
    registrar.sync(&server).await.unwrap();
    // The disk as it was before the damage; of what it wrote then, the new file has nothing on its shelf.
    let before = registrar.clone_disk();
    let [first, second, third] = [work(&before), work(&before), work(&before)];
    registrar.device.put_session(&before.session.certificate).unwrap();
    registrar.device.carry(&[second.clone(), third.clone()]).unwrap();
    let to_send = |desk: &Desk| desk.device.carried_to_send(&desk.keys.device).unwrap();
    registrar.sync(&server).await.unwrap();
    assert_eq!(to_send(&registrar), [second.0, third.0], "the server lacks what goes before");
    registrar.device.carry(std::slice::from_ref(&first)).unwrap();
    registrar.sync(&server).await.unwrap();
    registrar.sync(&server).await.unwrap();
    assert_eq!((server.count(&lane), to_send(&registrar)), (3, Vec::new()));
    // A server that was set back gets it again.
    let server = server.restored(&lane, 1);
    for _ in 0..3 {
        registrar.sync(&server).await.unwrap();
    }
    assert_eq!((server.count(&lane), to_send(&registrar)), (3, Vec::new()));
}

#[test]
fn own_work_that_others_bring_back_lies_on_the_shelf_and_is_not_carried() {
    let world = World::new();
    let _care = Desk::join(&world, "Carla", Role::Care);
    let mut registrar = Desk::join(&world, "Ana", Role::Registrar);
    hand_over(&registrar, world.care(), &mut InboxPen::default());
    let mut file = Vec::new();
    give_file(&mut registrar.device, &registrar.log, &mut file, What::Unsent, NOW).unwrap();
    let taken = take_file(&mut registrar.device, &mut registrar.log, file.as_slice(), NOW).unwrap();
    assert_eq!((taken.carried, registrar.device.carried().unwrap().len()), (0, 0));
}

#[tokio::test]
async fn what_comes_unasked_in_a_lane_that_is_not_read_is_set_aside() {
    let world = World::new();
    world.invite("Carla", Role::Care);
    let (mut registrar, neighbour) =
        (Desk::join(&world, "Ana", Role::Registrar), Desk::join(&world, "Beto", Role::Registrar));
    let (server, inbox) = (FakeServer::new(&world), world.care().inbox());
    hand_over(&registrar, world.care(), &mut InboxPen::default());
    let foreign = hand_over(&neighbour, world.care(), &mut InboxPen::default());
    let bytes = neighbour.device.batch(&foreign).unwrap().unwrap().to_bytes();
    let session = Frame::Session(neighbour.session.certificate.encode());
    server.set(Faults { inject: vec![session, Frame::Batch { bytes }], ..Faults::default() });
    registrar.sync(&server).await.unwrap();
    assert_eq!(registrar.set_aside(), ["scope_not_asked"]);
    assert_eq!(registrar.count(&inbox), 1);
}

#[tokio::test]
async fn lanes_are_asked_for_by_who_may_read_or_has_work_in_them() {
    let world = World::new();
    let care = Desk::join(&world, "Carla", Role::Care);
    let registrar = Desk::join(&world, "Ana", Role::Registrar);
    let asked = |desk: &Desk| -> Vec<(ScopeId, bool)> {
        let plan = plan(&desk.device, desk.log.membership(), desk.keys.device).unwrap();
        plan.scopes.iter().map(|scope| (scope.scope, scope.upload_only)).collect()
    };
    let (registry, scope) = (world.registry(), world.care());
    assert_eq!(asked(&registrar), [(registry, false)]);
    hand_over(&registrar, scope, &mut InboxPen::default());
    assert!(asked(&registrar).contains(&(scope.inbox(), true)));
    assert!(asked(&care).contains(&(scope.inbox(), false)));
    assert!(!asked(&care).iter().any(|(lane, _)| *lane == scope.checkpoint()));
    care.device.set_wants_checkpoint(&scope, true).unwrap();
    assert!(asked(&care).contains(&(scope.checkpoint(), false)));
    care.device.set_wants_checkpoint(&scope, false).unwrap();
    assert!(!asked(&care).iter().any(|(lane, _)| *lane == scope.checkpoint()));
    registrar.device.set_wants_checkpoint(&scope, true).unwrap();
    assert!(!asked(&registrar).iter().any(|(lane, _)| *lane == scope.checkpoint()), "it may not read it");
    // What is only carried of it is no reason to ask for less than the server gives.
    let before = care.clone_disk();
    let hash = check_in(&before, scope)[0];
    let carried =
        CarriedBatch { hash, lane: scope.checkpoint(), session: before.session.certificate.actor() };
    care.device.put_session(&before.session.certificate).unwrap();
    care.device.carry(&[(carried, before.device.batch(&hash).unwrap().unwrap())]).unwrap();
    assert!(asked(&care).contains(&(scope.checkpoint(), false)));
}

#[tokio::test]
async fn a_checkpoint_goes_up_from_who_made_it_and_down_to_who_wants_it() {
    let world = World::new();
    let (mut care, mut newcomer) =
        (Desk::join(&world, "Carla", Role::Care), Desk::join(&world, "Ciro", Role::Care));
    let (server, scope) = (FakeServer::new(&world), world.care());
    let made = check_in(&care, scope);
    assert_eq!(care.sync(&server).await.unwrap().left, 0);
    assert_eq!(server.count(&scope.checkpoint()), 2);
    assert_eq!(newcomer.sync(&server).await.unwrap().batches_down, 0);
    newcomer.device.set_wants_checkpoint(&scope, true).unwrap();
    assert_eq!(newcomer.sync(&server).await.unwrap().batches_down, 2);
    assert_eq!(newcomer.device.hashes(&scope.checkpoint()).unwrap(), made);
}

#[tokio::test]
async fn an_inbox_feed_that_a_copy_of_the_disk_went_on_with_is_handed_in_whole_and_left() {
    let world = World::new();
    world.invite("Carla", Role::Care);
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let (server, inbox) = (FakeServer::new(&world), world.care().inbox());
    hand_over(&desk, world.care(), &mut InboxPen::default());
    desk.sync(&server).await.unwrap();
    let mut copy = desk.clone_disk();
    for _ in 0..3 {
        hand_over(&desk, world.care(), &mut InboxPen::default());
        desk.sync(&server).await.unwrap();
    }
    let before = copy.device.incarnation(&inbox).unwrap();
    hand_over(&copy, world.care(), &mut InboxPen::default());
    let report = copy.sync(&server).await.unwrap();
    assert_eq!((report.forked.as_slice(), report.left), ([inbox].as_slice(), 0));
    assert_eq!(server.count(&inbox), 5, "both branches are there");
    assert_ne!(copy.device.incarnation(&inbox).unwrap(), before);
    hand_over(&copy, world.care(), &mut InboxPen::default());
    let report = copy.sync(&server).await.unwrap();
    assert_eq!((report.forked.len(), report.left, server.count(&inbox)), (0, 0, 6));
}

#[tokio::test]
async fn a_body_under_the_wrong_key_for_its_lane_is_set_aside() {
    let world = World::new();
    let mut care = Desk::join(&world, "Carla", Role::Care);
    let liar = Desk::join(&world, "Ciro", Role::Care);
    let (server, scope) = (FakeServer::new(&world), world.care());
    let in_inbox = liar.batch(scope.inbox(), 100, |_| {});
    let in_main = liar.batch(scope, 100, |header| header.seal = Seal::Inbox);
    let mut inject = vec![Frame::Session(liar.session.certificate.encode())];
    inject.extend([in_inbox, in_main].map(|batch| Frame::Batch { bytes: batch.to_bytes() }));
    server.set(Faults { inject, ..Faults::default() });
    care.sync(&server).await.unwrap();
    assert_eq!(care.set_aside(), ["not_sealed", "not_sealed"]);
}

#[tokio::test]
async fn work_of_a_revoked_author_is_kept_and_carried_whether_it_counts_or_not() {
    let world = World::new();
    let (mut ana, mut beto) =
        (Desk::join(&world, "Ana", Role::Registrar), Desk::join(&world, "Beto", Role::Registrar));
    let (server, registry) = (FakeServer::new(&world), world.registry());
    ana.work(registry, 100);
    ana.sync(&server).await.unwrap();
    decree(&world, &server, revoke(Revoked::User(ana.secrets.user)));
    let report = beto.sync(&server).await.unwrap();
    assert_eq!((report.batches_down, report.quarantined), (1, 0));
    assert!(!beto.log.membership().user(ana.secrets.user).unwrap().active);
    let vector = beto.device.vector(&registry).unwrap();
    assert_eq!(Some(&vector), beto.device.receipt(&registry).unwrap().map(|(vector, _)| vector).as_ref());
}

#[tokio::test]
async fn a_revoked_device_hands_in_what_it_has_and_gets_entries_and_a_receipt_only() {
    let world = World::new();
    world.invite("Carla", Role::Care);
    let (mut lost, mut beto) =
        (Desk::join(&world, "Ana", Role::Registrar), Desk::join(&world, "Beto", Role::Registrar));
    let (server, registry) = (FakeServer::new(&world), world.registry());
    assert!(!lost.sync(&server).await.unwrap().revoked);
    lost.work(registry, 100);
    hand_over(&lost, world.care(), &mut InboxPen::default());
    beto.work(registry, 100);
    beto.sync(&server).await.unwrap();
    decree(&world, &server, revoke(Revoked::Device(lost.keys.device)));
    assert_eq!(lost.device.unsent().unwrap().len(), 2);
    let report = lost.sync(&server).await.unwrap();
    assert!(report.revoked);
    assert_eq!((report.batches_up, report.batches_down, report.left), (2, 0, 0), "{report:?}");
    assert!(report.entries_down > 0);
    assert_eq!(lost.device.unsent().unwrap(), [], "all of it is received: it may be destroyed");
    assert_eq!(server.count(&registry), 2);
    // And from then on it knows by itself.
    lost.work(registry, 100);
    let report = lost.sync(&server).await.unwrap();
    assert_eq!((report.revoked, report.batches_up, report.left), (true, 1, 0));
}

#[tokio::test]
async fn a_named_body_may_be_missing_no_other_may_and_one_that_comes_is_left_to_who_can_read_it() {
    let world = World::new();
    let mut ana = Desk::join(&world, "Ana", Role::Registrar);
    let (mut beto, supervisor) =
        (Desk::join(&world, "Beto", Role::Registrar), Desk::join(&world, "Sara", Role::Supervisor));
    let (server, registry) = (FakeServer::new(&world), world.registry());
    let other = ana.work(registry, 100);
    let offered = ana.work(registry, 100);
    ana.sync(&server).await.unwrap();
    let erased = ana.work(registry, 100);
    let document = [9; 16];
    let (scope, kind) = (registry, "person".to_owned());
    let order = {
        let mut log = server.log();
        let order = EntryBody::Erase { scope, kind: kind.clone(), document, basis: "request".to_owned() };
        let order = log.append(order, &supervisor.secrets.sign).unwrap().hash();
        server.set_log(log);
        order
    };
    decree(&world, &server, EntryBody::Agree { order });
    let documents = vec![(kind, document)];
    decree(&world, &server, EntryBody::Erased { order, scope, documents, batches: vec![erased, offered] });
    assert!(server.log().membership().has_no_body(registry, &erased));
    // One comes without its body, another too though nobody named it, and a third is offered whole.
    let without = |hash| ana.device.batch(hash).unwrap().unwrap().without_body().to_bytes();
    let inject = [&erased, &other].map(|hash| Frame::Batch { bytes: without(hash) }).to_vec();
    server.set(Faults { inject, ..Faults::default() });
    beto.sync(&server).await.unwrap();
    assert_eq!(beto.set_aside(), ["no_body"]);
    let has_body = |hash| beto.device.has_body(hash).unwrap().unwrap();
    assert!(!has_body(&erased) && has_body(&other));
    assert!(has_body(&offered), "whether it holds anything of what was ordered is not for the shelf to say");
    beto.device.erase_bodies(&registry, &[offered]).unwrap();
    let again = ana.device.batch(&offered).unwrap().unwrap();
    beto.device.put_batch(&again, false).unwrap();
    assert!(!has_body(&offered), "what was let go does not come back");
    assert_eq!(beto.device.vector(&registry).unwrap(), ana.device.vector(&registry).unwrap());
}

#[tokio::test]
async fn entries_made_here_go_up_before_the_batches_that_need_them_in_one_request() {
    let world = World::new();
    let mut supervisor = Desk::join(&world, "Sara", Role::Supervisor);
    let ana = Desk::join(&world, "Ana", Role::Registrar);
    let (server, registry) = (FakeServer::new(&world), world.registry());
    supervisor.sync(&server).await.unwrap();
    server.seen();
    supervisor.sync(&server).await.unwrap();
    assert_eq!(server.seen()[0].entries, 0, "what was told is not told again");
    let entry =
        supervisor.log.append(revoke(Revoked::User(ana.secrets.user)), &supervisor.secrets.sign).unwrap();
    supervisor.device.append_entries(&[entry.encode()]).unwrap();
    supervisor.work(registry, 100);
    let report = supervisor.sync(&server).await.unwrap();
    assert_eq!((report.requests, report.left, server.seen()[0].entries), (1, 0, 1));
    assert!(server.log().get(&entry.hash()).is_some());
}

#[tokio::test]
async fn somebody_who_joined_offline_is_introduced_with_the_first_work() {
    let world = World::new();
    let before = world.log();
    let mut desk = Desk::join_unknown(&world, "Ana", Role::Registrar);
    let server = FakeServer::new(&world);
    server.set_log(before);
    desk.work(world.registry(), 100);
    let report = desk.sync(&server).await.unwrap();
    assert_eq!((report.left, server.log().head()), (0, desk.log.head()));
}

#[tokio::test]
async fn a_server_that_lost_nothing_but_entries_is_told_them_again() {
    let world = World::new();
    let mut supervisor = Desk::join(&world, "Sara", Role::Supervisor);
    let ana = Desk::join(&world, "Ana", Role::Registrar);
    let server = FakeServer::new(&world);
    let before = server.log();
    let entry =
        supervisor.log.append(revoke(Revoked::User(ana.secrets.user)), &supervisor.secrets.sign).unwrap();
    supervisor.device.append_entries(&[entry.encode()]).unwrap();
    supervisor.sync(&server).await.unwrap();
    assert!(server.log().get(&entry.hash()).is_some());
    server.set_log(before);
    supervisor.sync(&server).await.unwrap();
    assert!(server.log().get(&entry.hash()).is_some());
    server.seen();
    supervisor.sync(&server).await.unwrap();
    assert_eq!(server.seen().iter().map(|seen| seen.entries).collect::<Vec<_>>(), [0]);
}
