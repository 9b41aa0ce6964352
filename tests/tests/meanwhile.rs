//! Saving goes on while an exchange is under way, and files may be restored one without the other: nothing is lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::sync::{Arc, Mutex};

use posta_tests::people::newcomer;
use posta_tests::world::{ANA, LUIS};
use posta_tests::{Device, Fault, World, copy_folder};

/// Exchanges, and registers somebody while the connection is being made.
fn save_while_connecting(world: &World, ana: &Arc<Device>, number: usize) -> String {
    let late = Arc::new(Mutex::new(String::new()));
    world.network.on_connect({
        let (ana, late) = (Arc::clone(ana), Arc::clone(&late));
        move || *late.lock().unwrap() = ana.register(&newcomer(number))
    });
    ana.sync();
    let late = late.lock().unwrap().clone();
    assert!(!late.is_empty());
    late
}

#[test]
fn what_is_saved_while_an_exchange_begins_is_sent_by_the_next_one() {
    let world = World::new();
    let (ana, luis) = (Arc::new(world.device("pisiga", ANA)), world.device("tambo", LUIS));
    ana.register(&newcomer(0));
    // After a cut the server is asked first, so there is time between choosing and sending.
    world.network.set(Fault::CutAfter(700));
    assert!(ana.try_sync().is_err());
    world.network.set(Fault::Whole);
    ana.register(&newcomer(1));
    let late = save_while_connecting(&world, &ana, 2);
    assert!(ana.pending() > 0, "saved after the exchange had begun");
    ana.sync();
    luis.sync();
    assert_eq!(ana.pending(), 0);
    assert!(luis.holds(&late));
    assert!(!ana.view().forked, "one device on one disk never forks its own feed");
    assert_eq!(ana.digest(), luis.digest());
    ana.assert_sound();
}

#[test]
fn what_is_saved_in_the_first_exchange_of_a_restored_home_is_sent_too() {
    let world = World::new();
    let (ana, luis) = (world.device("pisiga", ANA), world.device("tambo", LUIS));
    ana.register(&newcomer(0));
    ana.sync();
    ana.app.lock();
    copy_folder(ana.home(), &world.home("copy"));
    ana.unlock(ANA.name);
    for number in 1..30 {
        ana.register(&newcomer(number));
    }
    ana.sync();
    drop(ana);
    let ana = Arc::new(Device::at(&world.home("copy")));
    ana.unlock(ANA.name);
    let late = save_while_connecting(&world, &ana, 40);
    ana.sync();
    luis.sync();
    ana.sync();
    assert_eq!(ana.pending(), 0);
    assert!(luis.holds(&late));
    assert_eq!(luis.people(), 31);
    assert_eq!(ana.digest(), luis.digest());
    ana.assert_sound();
}

#[test]
fn a_scope_file_that_is_older_or_gone_is_filled_again_from_the_shelf() {
    let world = World::new();
    let (ana, luis) = (world.device("pisiga", ANA), world.device("tambo", LUIS));
    luis.register(&newcomer(0));
    luis.sync();
    ana.sync();
    ana.app.lock();
    let (scopes, old) = (ana.home().join("scopes"), world.path().join("old"));
    copy_folder(&scopes, &old);
    ana.unlock(ANA.name);
    luis.register(&newcomer(1));
    luis.sync();
    ana.sync();
    ana.app.lock();
    copy_folder(&old, &scopes);
    ana.unlock(ANA.name);
    assert_eq!(ana.people(), 2, "from an older copy");
    ana.app.lock();
    for file in fs::read_dir(&scopes).unwrap() {
        fs::remove_file(file.unwrap().path()).unwrap();
    }
    ana.unlock(ANA.name);
    assert_eq!(ana.people(), 2, "from nothing");
    assert_eq!(ana.digest(), luis.digest());
    ana.assert_sound();
}

#[test]
fn a_device_file_of_an_older_copy_withholds_nothing_that_was_saved_since() {
    let world = World::new();
    let (ana, luis) = (world.device("pisiga", ANA), world.device("tambo", LUIS));
    ana.register(&newcomer(0));
    ana.sync();
    ana.app.lock();
    let (file, old) = (ana.home().join("device.posta"), world.path().join("device-of-yesterday"));
    fs::copy(&file, &old).unwrap();
    ana.unlock(ANA.name);
    let since = ana.register(&newcomer(1));
    ana.app.lock();
    fs::copy(&old, &file).unwrap();
    ana.unlock(ANA.name);
    let later = ana.register(&newcomer(2));
    ana.sync();
    luis.sync();
    assert_eq!(ana.pending(), 0);
    assert!(luis.holds(&since) && luis.holds(&later));
    assert_eq!(ana.digest(), luis.digest());
    ana.assert_sound();
}
