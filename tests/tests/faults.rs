//! The link breaks, the server dies or comes back from a backup, a disk is cloned: nothing is lost, nothing is double.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use posta_app::Error;
use posta_tests::people::newcomer;
use posta_tests::world::{ANA, CARMEN, LUIS};
use posta_tests::{Device, Fault, SABAYA, World, copy_folder};

/// More tries than any cut here needs.
const TRIES: usize = 200;

/// Exchanges until it goes through; returns how many tries did not.
fn sync_until_done(device: &Device) -> usize {
    (0..TRIES).find(|_| device.try_sync().is_ok()).expect("no progress")
}

fn assert_same(world: &World, devices: &[&Device]) {
    let first = devices[0];
    for device in devices {
        device.assert_sound();
        assert_eq!(device.pending(), 0);
        assert_eq!((device.people(), device.batches()), (first.people(), first.batches()));
        assert_eq!(device.digest(), first.digest());
    }
    assert_eq!(world.server.digest(first.registry()), first.digest());
}

#[test]
fn a_link_that_is_cut_after_every_n_bytes_still_carries_all() {
    let world = World::new();
    let (ana, luis) = (world.device("pisiga", ANA), world.device("tambo", LUIS));
    let mut registered = 0;
    for bytes in [4_000, 5_000] {
        for device in [&ana, &luis] {
            for _ in 0..500 {
                device.register(&newcomer(registered));
                registered += 1;
            }
        }
        world.network.set(Fault::CutAfter(bytes));
        let before = world.network.cuts();
        let failed = sync_until_done(&ana) + sync_until_done(&luis) + sync_until_done(&ana);
        assert!(failed > 0 && world.network.cuts() > before, "a link that was never cut proves nothing");
        world.network.set(Fault::Whole);
        luis.sync();
        ana.sync();
        assert_eq!(ana.people() as usize, registered);
        assert_same(&world, &[&ana, &luis]);
    }
}

#[test]
fn a_cut_at_any_place_of_an_exchange_loses_and_doubles_nothing() {
    let world = World::new();
    let (ana, luis) = (world.device("pisiga", ANA), world.device("tambo", LUIS));
    let mut acknowledged = Vec::new();
    let mut registered = 0;
    for bytes in (0..4_000).step_by(250) {
        acknowledged.push(ana.register(&newcomer(registered)));
        luis.register(&newcomer(registered + 1));
        registered += 2;
        luis.sync();
        let pending = ana.pending();
        world.network.set(Fault::CutAfter(bytes));
        let cut = ana.try_sync();
        assert!(cut.is_ok() || ana.pending() == pending, "only a receipt makes work sent");
        world.network.set(Fault::Whole);
        assert!(acknowledged.iter().all(|id| ana.holds(id)));
        ana.sync();
    }
    luis.sync();
    assert_eq!(ana.people() as usize, registered);
    assert_same(&world, &[&ana, &luis]);
}

#[test]
fn a_server_killed_during_an_upload_has_what_it_acknowledged_and_gets_the_rest() {
    let mut world = World::with_program(false);
    let (ana, luis) = (world.device("pisiga", ANA), world.device("tambo", LUIS));
    for round in 0..3 {
        (0..60).for_each(|n| drop(ana.register(&newcomer(round * 60 + n))));
        let process = world.server.process().to_string();
        world.network.on_cut(move || {
            let killed = std::process::Command::new("kill").args(["-KILL", &process]).status().unwrap();
            assert!(killed.success());
        });
        world.network.set(Fault::CutAfter(900 + 100 * round as u64));
        let pending = ana.pending();
        assert!(matches!(ana.try_sync(), Err(Error::Unreachable)));
        assert_eq!(ana.pending(), pending);
        world.network.set(Fault::Whole);
        world.while_stopped(|_| {});
        ana.sync();
        luis.sync();
        assert_eq!(luis.people() as usize, (round + 1) * 60);
        assert_same(&world, &[&ana, &luis]);
    }
}

#[test]
fn a_server_restored_from_an_older_copy_is_given_again_what_it_lost() {
    let mut world = World::new();
    let (ana, luis) = (world.device("pisiga", ANA), world.device("tambo", LUIS));
    let carmen = world.device("care", CARMEN);
    let person = ana.register(&newcomer(0));
    for device in [&ana, &luis, &carmen] {
        device.sync();
    }
    let copy = world.path().join("copy");
    world.while_stopped(|data| copy_folder(data, &copy));
    // What the copy does not know: people of both posts, an edit, a consultation.
    ana.register(&newcomer(1));
    luis.register(&newcomer(2));
    carmen.edit(&person, &[("phone", "73333333")]);
    let consultation = carmen.attend(&person, "nota");
    for device in [&luis, &carmen, &ana] {
        device.sync();
    }
    assert_eq!([ana.pending(), luis.pending(), carmen.pending()], [0, 0, 0]);

    world.while_stopped(|data| copy_folder(&copy, data));
    // The first answer says that not all is as it was, the second how little is left there; then the link breaks.
    world.network.set(Fault::Exchanges(2));
    assert!(ana.try_sync().is_err());
    assert!(ana.pending() > 0, "what a receipt no longer covers waits again");
    world.network.set(Fault::Whole);
    assert!(ana.sync().batches_up > 0);
    for device in [&carmen, &luis, &carmen, &ana] {
        device.sync();
    }
    assert_same(&world, &[&ana, &luis, &carmen]);
    assert_eq!(luis.person(&person).phone, "73333333");
    assert!(carmen.person(&person).timeline.iter().any(|event| event.id == consultation));
}

#[test]
fn a_restored_server_is_told_by_others_of_who_joined_after_the_copy() {
    let mut world = World::new();
    let ana = world.device("pisiga", ANA);
    ana.sync();
    let copy = world.path().join("copy");
    world.while_stopped(|data| copy_folder(data, &copy));
    let luis = world.device("tambo", LUIS);
    luis.register(&newcomer(0));
    ana.register(&newcomer(1));
    luis.sync();
    ana.sync();
    world.while_stopped(|data| copy_folder(&copy, data));
    ana.sync();
    luis.register(&newcomer(2));
    luis.sync();
    ana.sync();
    assert_eq!(ana.people(), 3);
    assert_same(&world, &[&ana, &luis]);
}

#[test]
fn a_device_that_joined_after_the_copy_introduces_itself_to_the_restored_server() {
    let mut world = World::new();
    let ana = world.device("pisiga", ANA);
    let copy = world.path().join("copy");
    world.while_stopped(|data| copy_folder(data, &copy));
    let luis = world.device("tambo", LUIS);
    luis.register(&newcomer(0));
    luis.sync();
    world.while_stopped(|data| copy_folder(&copy, data));
    // The first answer is that nobody knows this device; then the link breaks.
    world.network.set(Fault::Exchanges(1));
    assert!(luis.try_sync().is_err());
    world.network.set(Fault::Whole);
    luis.sync();
    ana.sync();
    assert_same(&world, &[&luis, &ana]);
}

#[test]
fn a_home_restored_from_an_older_copy_is_noticed_and_nothing_of_either_is_lost() {
    for acts_first in [true, false] {
        let world = World::new();
        let (ana, luis) = (world.device("pisiga", ANA), world.device("tambo", LUIS));
        let shared = ana.register(&newcomer(0));
        ana.sync();
        let unsent = ana.register(&newcomer(1));
        ana.app.lock();
        copy_folder(ana.home(), &world.home("copy"));
        ana.unlock(ANA.name);
        let on_the_original = ana.register(&newcomer(2));
        ana.edit(&shared, &[("phone", "74444444")]);
        ana.sync();
        drop(ana);

        let ana = Device::at(&world.home("copy"));
        ana.unlock(ANA.name);
        if !acts_first {
            ana.sync();
        }
        let on_the_copy = ana.register(&newcomer(3));
        ana.edit(&shared, &[("phone", "75555555")]);
        ana.sync();
        assert!(ana.view().forked, "acts first: {acts_first}");
        ana.register(&newcomer(4));
        ana.sync();
        luis.sync();
        for device in [&ana, &luis] {
            for id in [&shared, &unsent, &on_the_original, &on_the_copy] {
                assert!(device.holds(id), "acts first: {acts_first}");
            }
            assert_eq!(device.people(), 5);
            let conflict = device.conflict(&shared, "phone");
            assert_eq!(conflict.len(), if acts_first { 2 } else { 0 }, "{conflict:?}");
        }
        assert_same(&world, &[&ana, &luis]);
        assert_eq!(world.server.held_back(ana.registry()), (Vec::new(), 0));
    }
}

#[test]
fn two_disks_of_one_device_that_both_go_on_end_with_the_work_of_both() {
    let world = World::new();
    let (original, luis) = (world.device("pisiga", ANA), world.device("tambo", LUIS));
    original.register(&newcomer(0));
    original.sync();
    original.app.lock();
    copy_folder(original.home(), &world.home("copy"));
    let copy = Device::at(&world.home("copy"));
    original.unlock(ANA.name);
    copy.unlock(ANA.name);
    for n in 0..3 {
        for (disk, offset) in [(&original, 1), (&copy, 2)] {
            disk.register(&newcomer(2 * n + offset));
            disk.sync();
        }
    }
    for device in [&original, &copy, &luis] {
        device.sync();
    }
    assert!(original.view().forked || copy.view().forked);
    assert_eq!(luis.people(), 7);
    assert_same(&world, &[&original, &copy, &luis]);
}

#[test]
fn a_captive_portal_marks_nothing_as_sent() {
    let world = World::new();
    let ana = world.device("pisiga", ANA);
    ana.register(&newcomer(0));
    let pending = ana.pending();
    world.network.set(Fault::Portal);
    let error = ana.try_sync().unwrap_err();
    assert!(matches!(error, Error::CaptivePortal), "{error}");
    assert_eq!(ana.pending(), pending);
    assert!(!ana.view().waiting.is_empty());
    let told = &ana.view().history[0];
    assert!(!told.ok && told.records_up == 0 && !told.code.is_empty(), "{told:?}");
    world.network.set(Fault::Down);
    assert!(matches!(ana.try_sync().unwrap_err(), Error::Unreachable));
    world.network.set(Fault::Whole);
    assert_eq!(ana.sync().records_up, pending);
    assert_same(&world, &[&ana]);
}

#[test]
fn a_code_that_expired_or_was_used_admits_nobody() {
    let world = World::new();
    let expired = world.server.invite_until("Ana Quispe", "registrar", SABAYA, 1);
    let used = world.code_for(LUIS);
    Device::at(&world.home("first")).join(&world.url(), &used).unwrap();
    for code in [expired, used] {
        let device = Device::at(&world.home("second"));
        let error = device.join(&world.url(), &code).unwrap_err();
        assert!(matches!(error, Error::InvitationRefused), "{error}");
        assert_eq!(error.code(), "POSTA-J1");
        assert!(!device.app.profile().unwrap().joined);
    }
}

#[test]
fn a_device_of_another_department_is_refused_and_keeps_what_waits() {
    let world = World::new();
    let elsewhere = World::new();
    let ana = world.device("pisiga", ANA);
    ana.register(&newcomer(0));
    let pending = ana.pending();
    // The same address leads to another department's server.
    world.network.lead_to(elsewhere.server.addr());
    let error = ana.try_sync().unwrap_err();
    assert!(matches!(error, Error::Refused(_) | Error::NotOurServer), "{error}");
    assert_eq!(ana.pending(), pending);
    // Nor does a code of that department add a user to this device.
    let other = elsewhere.code_for(CARMEN);
    let error = ana.join(&elsewhere.url(), &other).unwrap_err();
    assert!(matches!(error, Error::OtherDepartment), "{error}");
    assert_eq!(ana.app.profile().unwrap().users.len(), 1);
    world.network.lead_to(world.server.addr());
    ana.sync();
    assert_same(&world, &[&ana]);
}

#[test]
fn two_departments_of_one_server_keep_their_people_apart() {
    let world = World::new();
    let ana = world.device("pisiga", ANA);
    sync_server::init_department(&world.server.data, &world.server.authority, "bo", "02").unwrap();
    let code = world.server.invite("Otra Persona", "registrar", "020305");
    let other = Device::at(&world.home("charana"));
    other.join(&world.url(), &code).unwrap();
    ana.register(&newcomer(0));
    ana.sync();
    other.sync();
    assert_eq!((ana.people(), other.people()), (1, 0));
    assert_ne!(ana.registry(), other.registry());
}

#[test]
fn a_second_server_on_one_folder_is_turned_away() {
    let world = World::new();
    let listen = "127.0.0.1:0".parse().unwrap();
    let second = posta_tests::runtime().block_on(sync_server::start(&world.server.data, listen, false));
    assert!(second.is_err());
}
