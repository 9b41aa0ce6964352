//! A server or a device that was set back to an older copy, whole or in part, and a device that is gone: with people
//! who joined, work that was done and what was ordered since.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use posta_tests::people::newcomer;
use posta_tests::world::{ANA, CARMEN, ELENA, LUIS, ROSA};
use posta_tests::{Device, Fault, Invited, ORURO, PASSWORD, World, copy_folder, search};

/// The second person whom an erasure needs.
const ROSA_SUPERVISES: Invited = Invited::new("Rosa Ortiz", "supervisor", ORURO);

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
    world.network.set(Fault::Exchanges(1));
    assert!(ana.try_sync().is_err());
    world.network.set(Fault::Whole);
    ana.register(&newcomer(1));
    let report = ana.sync();
    assert_eq!((report.refused, ana.pending()), (0, 0));
    assert_all_there(&world, &[&ana], 2);
}

#[test]
fn a_server_set_back_to_before_a_revocation_is_told_again_and_nobody_forgets_it() {
    let mut world = World::with_program(false);
    let (ana, luis) = (world.device("pisiga", ANA), world.device("tambo", LUIS));
    let elena = world.device("oruro", ELENA);
    ana.register(&newcomer(0));
    ana.sync();
    luis.sync();
    let copy = world.path().join("copy");
    world.while_stopped(|data| copy_folder(data, &copy));
    elena.sync();
    elena.app.revoke_device(&ana.status().device, "lost").unwrap();
    elena.sync();
    luis.sync();
    let unsent = ana.register(&newcomer(1));
    world.while_stopped(|data| copy_folder(&copy, data));
    // The revoked device comes first: nobody has told the server yet, so what it brings is taken in.
    ana.sync();
    for _ in 0..2 {
        elena.sync();
        luis.sync();
    }
    assert!(!luis.holds(&unsent) && !elena.holds(&unsent));
    world.assert_same(&[&luis, &elena]);
    let aside = elena.app.members().unwrap().aside;
    assert!(!aside.is_empty(), "shown to the supervisor");
    let report = ana.sync();
    assert_eq!(report.batches_down, 0);
    let error = ana.app.person(&unsent).unwrap_err();
    assert_eq!(error.code(), "POSTA-L8", "told to the device again");
    for batch in aside {
        elena.app.admit(&batch.feed, batch.n, &batch.hash).unwrap();
    }
    elena.sync();
    luis.sync();
    assert!(luis.holds(&unsent));
    world.assert_same(&[&luis, &elena]);
}

#[test]
fn a_data_folder_that_is_changed_for_an_older_one_under_a_running_server_loses_nothing() {
    let mut world = World::with_program(false);
    let (ana, luis) = (world.device("pisiga", ANA), world.device("tambo", LUIS));
    ana.register(&newcomer(0));
    ana.sync();
    let copy = world.path().join("copy");
    world.while_stopped(|data| copy_folder(data, &copy));
    ana.register(&newcomer(1));
    ana.sync();
    luis.sync();
    // The server runs on and writes into files that nobody will find again.
    let data = world.server.data.clone();
    std::fs::rename(&data, world.path().join("lost")).unwrap();
    copy_folder(&copy, &data);
    let meanwhile = luis.register(&newcomer(2));
    let _ = luis.try_sync();
    let _ = ana.try_sync();
    world.while_stopped(|_| {});
    settle(&[&ana, &luis]);
    ana.register(&newcomer(3));
    settle(&[&ana, &luis]);
    assert!(ana.holds(&meanwhile));
    assert_all_there(&world, &[&ana, &luis], 4);
    world.assert_same(&[&ana, &luis]);
}

#[test]
fn a_server_set_back_to_before_an_erasure_erases_again_and_takes_nothing_back() {
    let mut world = World::new();
    let (ana, luis) = (world.device("pisiga", ANA), world.device("tambo", LUIS));
    let (elena, second) = (world.device("oruro", ELENA), world.device("oruro-2", ROSA_SUPERVISES));
    let mut marked = newcomer(0);
    marked.person.surname2 = "Zqxwvjborrada".into();
    let erased = ana.register(&marked);
    let kept = ana.register(&newcomer(1));
    let devices = [&ana, &luis, &elena, &second];
    settle(&devices);
    let copy = world.path().join("copy");
    world.while_stopped(|data| copy_folder(data, &copy));
    let order = elena.app.order_erasure(&erased, "request", &[]).unwrap().order;
    elena.sync();
    second.sync();
    second.app.agree_erasure(&order).unwrap();
    settle(&[&second, &elena, &ana, &luis, &second]);
    assert!(devices.iter().all(|device| !device.holds(&erased) && device.holds(&kept)));
    world.while_stopped(|data| copy_folder(&copy, data));
    assert!(tells(&world, "Zqxwvjborrada"), "the copy holds the person");
    settle(&devices);
    ana.register(&newcomer(2));
    settle(&devices);
    assert!(devices.iter().all(|device| !device.holds(&erased) && device.holds(&kept)));
    world.assert_same(&devices);
    world.while_stopped(|_| {});
    assert!(!tells(&world, "Zqxwvjborrada"), "nor does the server have it any more");
}

/// Whether a text stands in the server's database, also within bodies of batches.
fn tells(world: &World, text: &str) -> bool {
    search::holds(&search::dump(&world.server.data.join("server.sqlite"), &[]), text)
}

#[test]
fn a_scope_file_older_than_the_own_work_on_the_shelf_is_noticed_and_nothing_is_lost() {
    for sensitivity in ["registry", "care"] {
        let world = World::new();
        let (carmen, rosa) = (world.device("pisiga", CARMEN), world.device("sabaya", ROSA));
        let person = carmen.register(&newcomer(0));
        let first = carmen.attend(&person, "antes de la copia");
        carmen.sync();
        let digests = carmen.app.digest().unwrap();
        let scope = digests.iter().find(|scope| scope.sensitivity == sensitivity).unwrap().scope.clone();
        carmen.app.lock();
        let file = carmen.home().join("scopes").join(format!("{scope}.posta"));
        let old = world.path().join("old");
        std::fs::copy(&file, &old).unwrap();
        carmen.unlock(CARMEN.name);
        let sent = carmen.register(&newcomer(1));
        let second = carmen.attend(&person, "después de la copia");
        carmen.sync();
        carmen.app.lock();
        std::fs::copy(&old, &file).unwrap();
        carmen.unlock(CARMEN.name);
        assert!(carmen.holds(&sent) && carmen.reads(&person, &second), "filled again from the shelf");
        let later = carmen.register(&newcomer(2));
        let third = carmen.attend(&person, "y sigue");
        for device in [&carmen, &rosa, &carmen] {
            device.sync();
        }
        world.assert_same(&[&carmen, &rosa]);
        assert!(rosa.holds(&later) && [&first, &second, &third].iter().all(|id| rosa.reads(&person, id)));
        assert_eq!(carmen.digest_of("care"), rosa.digest_of("care"));
    }
}

#[test]
fn a_keyring_of_an_older_copy_opens_what_it_opened_and_loses_no_work() {
    let world = World::new();
    let (device, rosa) = (world.device("pisiga", CARMEN), world.device("sabaya", ROSA));
    let person = device.register(&newcomer(0));
    device.sync();
    device.app.lock();
    let rings = ["keyring.cbor", "keyring.cbor.bak"];
    let kept: Vec<Vec<u8>> =
        rings.iter().map(|name| std::fs::read(device.home().join(name)).unwrap()).collect();
    // Afterwards somebody joined and worked, and the password changed.
    device.join(&world.url(), &world.code_for(ANA)).unwrap();
    let of_ana = device.register(&newcomer(1));
    device.unlock(CARMEN.name);
    let consultation = device.attend(&person, "bajo la clave nueva");
    device.app.change_password(PASSWORD, "otra-clave-larga").unwrap();
    device.app.lock_all();
    for (name, bytes) in rings.iter().zip(&kept) {
        std::fs::write(device.home().join(name), bytes).unwrap();
    }
    // The slot of who came later is gone, the work is not: the older password opens, and sends it.
    let device = Device::at(device.home());
    assert!(device.app.unlock(ANA.name, PASSWORD).is_err());
    device.unlock(CARMEN.name);
    assert!(device.holds(&of_ana) && device.reads(&person, &consultation));
    device.sync();
    rosa.sync();
    world.assert_same(&[&device, &rosa]);
    assert!(rosa.holds(&of_ana) && rosa.reads(&person, &consultation));
    assert_eq!(device.digest_of("care"), rosa.digest_of("care"));
}

#[test]
fn a_dead_device_loses_at_most_what_it_never_sent() {
    for has_colleague in [true, false] {
        let world = World::new();
        let dead = world.device("pisiga", CARMEN);
        let colleague = has_colleague.then(|| world.device("sabaya", ROSA));
        let luis = world.device("tambo", LUIS);
        let person = dead.register(&newcomer(0));
        let consultation = dead.attend(&person, "lo que ya salió");
        dead.sync();
        let care = dead.digest_of("care");
        let lost = dead.register(&newcomer(1));
        std::fs::remove_dir_all(dead.home()).unwrap();
        drop(dead);
        let new = world.device("pisiga-2", CARMEN);
        for _ in 0..2 {
            new.sync();
            luis.sync();
            colleague.iter().for_each(|device| drop(device.sync()));
        }
        new.sync();
        assert!(new.holds(&person) && !new.holds(&lost));
        assert!(new.reads(&person, &consultation), "the past of the team, colleague: {has_colleague}");
        assert_eq!(new.digest_of("care"), care);
        let all: Vec<&Device> = [&new, &luis].into_iter().chain(&colleague).collect();
        // That it was read leaves a record too.
        new.sync();
        world.assert_same(&all);
        // And works on.
        let later = new.attend(&person, "y sigue");
        new.sync();
        if let Some(device) = &colleague {
            device.sync();
            assert!(device.reads(&person, &later) && device.digest_of("care") == new.digest_of("care"));
        }
    }
}
