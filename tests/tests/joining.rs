//! Joining when an earlier join was cut short: by a power failure, by the network, by the end of the server.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::process::Command;

use posta_app::Error;
use posta_app::view::SessionView;
use posta_tests::people::newcomer;
use posta_tests::world::{ANA, CARMEN, LUIS};
use posta_tests::{Device, Fault, PASSWORD, World, runtime};

#[test]
fn a_join_that_never_ended_is_set_aside_and_the_next_one_goes_through() {
    let world = World::new();
    let home = world.home("pisiga");
    fs::create_dir_all(&home).unwrap();
    // A device file under a key that nobody has, and no keyring with a user in it.
    fs::write(home.join("device.posta"), b"left by a power cut").unwrap();
    let ana = Device::at(&home);
    ana.join(&world.url(), &world.code_for(ANA)).unwrap();
    let person = ana.register(&newcomer(0));
    assert!(ana.holds(&person));
    let aside = fs::read_dir(&home).unwrap().map(|entry| entry.unwrap().path());
    let aside = aside.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("unfinished-"));
    let kept: Vec<_> = aside.map(|folder| fs::read(folder.join("device.posta")).unwrap()).collect();
    assert_eq!(kept, [b"left by a power cut".to_vec()]);
}

/// A join whose connection ended: keys and entry are durable, the server did not answer.
fn cut(world: &World, device: &Device, code: &str, fault: Fault) {
    world.network.set(fault);
    let before = world.network.cuts();
    assert!(matches!(device.join(&world.url(), code), Err(Error::Unreachable)));
    assert!(world.network.cuts() > before, "nothing was cut");
    world.network.set(Fault::Whole);
}

/// How a person goes on after a cut, with the code of the invitation.
type GoOn = fn(&World, &Device, &str) -> Result<SessionView, Error>;

const WAYS: [(&str, GoOn); 2] = [
    ("resumed", |_, device, _| runtime().block_on(device.app.resume_join(PASSWORD))),
    ("typed again", |world, device, code| device.join(&world.url(), code)),
];

fn assert_works(world: &World, device: &Device) {
    assert!(device.app.profile().unwrap().joining.is_none());
    let person = device.register(&newcomer(1));
    assert!(device.sync().ok);
    assert!(device.holds(&person));
    world.assert_same(&[device]);
}

#[test]
fn a_join_cut_before_or_after_the_server_kept_it_ends_well_resumed_or_typed_again() {
    let world = World::with_program(false);
    for fault in [Fault::JoinUnanswered, Fault::JoinUnheard] {
        for (way, go_on) in WAYS {
            let home = world.home(&format!("{fault:?} {way}"));
            let code = world.code_for(ANA);
            let device = Device::at(&home);
            cut(&world, &device, &code, fault);
            // The program was ended too.
            drop(device);
            let device = Device::at(&home);
            let waiting = device.app.profile().unwrap();
            assert_eq!(waiting.joining.unwrap().name, ANA.name, "{fault:?} {way}");
            assert!(waiting.session.is_none());
            let wrong = runtime().block_on(device.app.join(&world.url(), &code, "otra clave cualquiera"));
            assert!(matches!(wrong, Err(Error::WrongPassword)), "{fault:?} {way}");
            let session = go_on(&world, &device, &code).unwrap();
            assert_eq!(session.user.name, ANA.name, "{fault:?} {way}");
            assert_eq!(device.app.profile().unwrap().users.len(), 1);
            assert_works(&world, &device);
        }
    }
}

#[test]
fn a_server_killed_once_it_has_kept_a_join_answers_the_same_one_when_it_is_back() {
    for (way, go_on) in WAYS {
        let mut world = World::with_program(false);
        let (device, code) = (Device::at(&world.home("pisiga")), world.code_for(ANA));
        let process = world.server.process().to_string();
        world.network.on_cut(move || {
            assert!(Command::new("kill").args(["-KILL", &process]).status().unwrap().success());
        });
        cut(&world, &device, &code, Fault::JoinUnanswered);
        // Nobody serves.
        assert!(matches!(go_on(&world, &device, &code), Err(Error::Unreachable)), "{way}");
        assert!(device.app.profile().unwrap().joining.is_some(), "{way}");
        world.while_stopped(|_| {});
        go_on(&world, &device, &code).unwrap();
        assert_works(&world, &device);
        // The code is spent: nobody else gets in with it.
        let thief = Device::at(&world.home("thief"));
        assert!(thief.join(&world.url(), &code).is_err(), "{way}");
    }
}

#[test]
fn a_cut_join_whose_code_somebody_else_used_meanwhile_clears_up_for_another_code() {
    for (way, go_on) in WAYS {
        let world = World::with_program(false);
        let (device, code) = (Device::at(&world.home("pisiga")), world.code_for(ANA));
        cut(&world, &device, &code, Fault::JoinUnheard);
        let first = Device::at(&world.home("first"));
        first.join(&world.url(), &code).unwrap();
        assert!(matches!(go_on(&world, &device, &code), Err(Error::InvitationRefused)), "{way}");
        let profile = device.app.profile().unwrap();
        assert!(!profile.joined && profile.joining.is_none() && profile.users.is_empty(), "{way}");
        assert!(matches!(runtime().block_on(device.app.resume_join(PASSWORD)), Err(Error::NotJoined)));
        device.join(&world.url(), &world.code_for(LUIS)).unwrap();
        assert_works(&world, &device);
    }
}

#[test]
fn a_refused_newcomer_leaves_no_slot_on_a_shared_device_and_its_users_work_on() {
    let world = World::with_program(false);
    let device = world.device("pisiga", ANA);
    let code = world.code_for(CARMEN);
    cut(&world, &device, &code, Fault::JoinUnheard);
    world.device("ambulance", LUIS);
    let first = Device::at(&world.home("first"));
    first.join(&world.url(), &code).unwrap();
    let refused = runtime().block_on(device.app.resume_join(PASSWORD));
    assert!(matches!(refused, Err(Error::InvitationRefused)));
    let profile = device.app.profile().unwrap();
    assert!(profile.joining.is_none());
    let names: Vec<String> = profile.users.into_iter().map(|user| user.name).collect();
    assert_eq!(names, [ANA.name]);
    assert!(matches!(device.app.unlock(CARMEN.name, PASSWORD), Err(Error::UnknownUser)));
    device.unlock(ANA.name);
    assert_works(&world, &device);
    // With a code of her own she joins here too.
    device.join(&world.url(), &world.code_for(CARMEN)).unwrap();
    assert_works(&world, &device);
}
