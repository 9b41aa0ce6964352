//! A server that was set back to an older copy, with people who joined and work that was done since.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use posta_tests::people::newcomer;
use posta_tests::world::{ANA, ELENA, LUIS};
use posta_tests::{Device, Fault, World, copy_folder};

/// Everybody exchanges until nothing moves any more, whatever the single tries say.
fn settle(devices: &[&Device]) {
    for _ in 0..3 {
        for device in devices {
            let _ = device.try_sync();
        }
    }
}

fn assert_all_there(world: &World, devices: &[&Device], people: u32) {
    for device in devices {
        assert_eq!((device.pending(), device.people()), (0, people), "{:?}", device.sync());
        assert_eq!(world.server.digest(device.registry()), device.digest());
    }
}

#[test]
fn work_of_every_membership_state_comes_back_to_a_restored_server() {
    let mut world = World::new();
    let ana = world.device("pisiga", ANA);
    ana.register(&newcomer(0));
    ana.sync();
    let copy = world.path().join("copy");
    world.while_stopped(|data| copy_folder(data, &copy));
    // Ana works under three states of the log, of which the copy knows the first.
    let luis = world.device("tambo", LUIS);
    ana.sync();
    ana.unlock(ANA.name);
    ana.register(&newcomer(1));
    ana.sync();
    let elena = world.device("elena", ELENA);
    elena.sync();
    luis.sync();
    ana.sync();
    ana.unlock(ANA.name);
    ana.register(&newcomer(2));
    ana.sync();
    world.while_stopped(|data| copy_folder(&copy, data));
    settle(&[&ana, &luis, &elena]);
    ana.register(&newcomer(3));
    settle(&[&ana, &luis, &elena]);
    assert_all_there(&world, &[&ana, &luis, &elena], 4);
}

#[test]
fn a_restored_server_is_told_who_joined_also_when_the_first_try_broke_off() {
    let mut world = World::new();
    let ana = world.device("pisiga", ANA);
    ana.sync();
    let copy = world.path().join("copy");
    world.while_stopped(|data| copy_folder(data, &copy));
    let luis = world.device("tambo", LUIS);
    luis.register(&newcomer(0));
    luis.sync();
    ana.sync();
    world.while_stopped(|data| copy_folder(&copy, data));
    // Ana learns how little is left, and is cut off before she has brought the log.
    world.network.set(Fault::OneExchange);
    assert!(ana.try_sync().is_err());
    world.network.set(Fault::Whole);
    ana.register(&newcomer(1));
    let report = ana.sync();
    assert_eq!((report.refused, ana.pending()), (0, 0));
    assert_all_there(&world, &[&ana], 2);
}
