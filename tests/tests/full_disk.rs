//! A full disk: said as what it is, nothing is acknowledged that is not kept, and the same form goes in afterwards.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use posta_app::view::{ConsultationInput, DraftInput};
use posta_power::{Disk, Kind};
use posta_tests::people::newcomer;
use posta_tests::world::{ANA, CARMEN, ROSA};
use posta_tests::{Device, World};

#[test]
fn a_full_or_failing_disk_refuses_the_act_and_the_same_form_goes_in_afterwards() {
    let world = World::new();
    let device = world.device("pisiga", CARMEN);
    device.app.lock();
    let scopes = Disk::hurry(&device.home().join("scopes"));
    device.unlock(CARMEN.name);
    for (n, (kind, after)) in
        [(Kind::Full, 0), (Kind::Full, 1), (Kind::Full, 9), (Kind::Write, 3), (Kind::Sync, 0)]
            .iter()
            .enumerate()
    {
        let form = newcomer(n);
        for _ in 0..2 {
            scopes.disk.break_after(*kind, *after, true);
            let error = device.app.register_person(&form).unwrap_err();
            assert_eq!(error.code(), "POSTA-D1", "{kind:?} after {after}: {error}");
            assert!(scopes.disk.repair() > 0);
            assert_eq!(device.people() as usize, n, "{kind:?} after {after}");
        }
        let saved = device.app.register_person(&form).unwrap();
        assert!(device.holds(&saved.id));
        let draft = DraftInput { id: String::new(), kind: "registration".into(), form: "{}".into() };
        scopes.disk.break_after(*kind, 0, true);
        assert_eq!(device.app.save_draft(&draft).unwrap_err().code(), "POSTA-D1");
        scopes.disk.repair();
        device.app.save_draft(&draft).unwrap();
    }
    assert_eq!(device.app.home().unwrap().drafts.len(), 5);
    device.assert_sound();
    device.sync();
    let witness = world.device("witness", ROSA);
    witness.sync();
    assert_eq!(device.digest(), witness.digest());
}

#[test]
fn an_answer_that_was_sealed_before_its_registration_failed_reaches_the_team_once() {
    let world = World::new();
    let device = world.device("pisiga", CARMEN);
    device.app.lock();
    let scopes = Disk::hurry(&device.home().join("scopes"));
    device.unlock(CARMEN.name);
    let draft = DraftInput { id: String::new(), kind: "registration".into(), form: "{}".into() };
    let mut child = newcomer(0);
    child.person.birth = "2015".into();
    child.accompaniment = "alone".into();
    child.draft = device.app.save_draft(&draft).unwrap().id;
    for _ in 0..3 {
        scopes.disk.break_after(Kind::Full, 0, true);
        assert_eq!(device.app.register_person(&child).unwrap_err().code(), "POSTA-D1");
        scopes.disk.repair();
    }
    assert_eq!(device.people(), 0);
    let id = device.register(&child);
    device.unlock(CARMEN.name);
    let waiting = device.app.notices().unwrap().into_iter().filter(|card| !card.done).collect::<Vec<_>>();
    assert_eq!((waiting.len(), device.app.home().unwrap().notices), (1, 1));
    assert_eq!(
        (waiting[0].reason.as_str(), waiting[0].person.as_ref().unwrap().id.as_str()),
        ("alone", id.as_str())
    );
    device.assert_sound();
}

#[test]
fn a_form_that_finds_no_room_in_the_device_s_file_is_saved_once_whatever_was_said() {
    let world = World::new();
    let device = world.device("pisiga", CARMEN);
    device.app.lock();
    let shelf = Disk::hurry(device.home());
    device.unlock(CARMEN.name);
    let person = device.register(&newcomer(0));
    let form = ConsultationInput {
        person: person.clone(),
        reason: "control".into(),
        note: "nota".into(),
        ..ConsultationInput::default()
    };
    let mut expected = 0;
    for after in 0..12 {
        shelf.disk.break_after(Kind::Full, after, true);
        let said = device.app.record_consultation(&form);
        shelf.disk.repair();
        // Refused: nothing of it is there, and filling in the form again does not make two of it.
        if let Err(error) = said {
            assert_eq!(error.code(), "POSTA-D1", "after {after}: {error}");
            assert_eq!(consultations(&device, &person), expected, "after {after}");
            device.app.record_consultation(&form).unwrap();
        }
        expected += 1;
        assert_eq!(consultations(&device, &person), expected, "after {after}");
    }
    device.sync();
    assert_eq!(device.pending(), 0);
    device.assert_sound();
    let witness = world.device("witness", ROSA);
    witness.sync();
    assert_eq!(consultations(&witness, &person), expected);
}

#[test]
fn a_day_of_registrations_needs_one_mark_in_the_device_s_file_and_none_begins_without_it() {
    let world = World::new();
    let device = world.device("pisiga", CARMEN);
    device.app.lock();
    let shelf = Disk::hurry(device.home());
    device.unlock(CARMEN.name);
    shelf.disk.break_after(Kind::Full, 0, true);
    assert_eq!(device.app.register_person(&newcomer(0)).unwrap_err().code(), "POSTA-D1");
    assert_eq!(device.people(), 0);
    assert!(shelf.disk.repair() > 0);
    device.register(&newcomer(0));
    shelf.disk.break_after(Kind::Full, 0, true);
    device.register(&newcomer(1));
    assert_eq!(shelf.disk.repair(), 0, "written once");
    device.sync();
    shelf.disk.break_after(Kind::Full, 0, true);
    assert!(device.app.register_person(&newcomer(2)).is_err(), "taken away by the exchange, and set anew");
    shelf.disk.repair();
    assert_eq!(device.people(), 2);
    device.assert_sound();
}

/// Carmen's consultation is saved in her team's file, and the shelf has no room for it, nor for her way out. Ana, on the
/// same laptop, cannot open that file.
fn with_a_consultation_that_is_not_on_the_shelf() -> (World, Device, String) {
    let world = World::new();
    let device = world.device("pisiga", ANA);
    device.join(&world.url(), &world.code_for(CARMEN)).unwrap();
    device.unlock(ANA.name);
    let person = device.register(&newcomer(0));
    device.sync();
    device.app.lock();
    let shelf = Disk::hurry(device.home());
    device.unlock(CARMEN.name);
    let form = |note: &str| ConsultationInput {
        person: person.clone(),
        reason: "control".into(),
        note: note.into(),
        ..ConsultationInput::default()
    };
    for after in 0.. {
        shelf.disk.break_after(Kind::Full, after, true);
        let saved = device.app.record_consultation(&form("la que falta")).is_ok();
        if saved {
            device.app.lock();
        }
        let failed = shelf.disk.repair();
        assert!(failed > 0, "no consultation was ever saved without room for its copy");
        if saved {
            break;
        }
    }
    (world, device, person)
}

/// What Rosa reads of Carmen's consultation, once all is let in.
fn consultations_elsewhere(world: &World, person: &str) -> usize {
    let rosa = world.device("sabaya", ROSA);
    rosa.sync();
    world.server.admit_all();
    rosa.sync();
    consultations(&rosa, person)
}

#[test]
fn an_order_to_destroy_waits_for_a_consultation_that_only_its_owner_s_file_holds() {
    let (world, device, person) = with_a_consultation_that_is_not_on_the_shelf();
    device.unlock(ANA.name);
    world.server.revoke_device(&device.status().device, true);
    for _ in 0..2 {
        let said = device.try_sync();
        assert!(said.is_ok(), "the order waits: {said:?}");
        assert!(device.home().join("keyring.cbor").exists() && !device.home().join("destroying").exists());
    }
    device.unlock(CARMEN.name);
    assert_eq!(device.try_sync().unwrap_err().code(), "POSTA-L9", "sent, then destroyed");
    assert!(!device.home().join("keyring.cbor").exists());
    assert_eq!(consultations_elsewhere(&world, &person), 1);
}

#[test]
fn a_revoked_user_keeps_the_way_to_a_consultation_that_only_their_file_holds_until_it_is_sent() {
    let (world, device, person) = with_a_consultation_that_is_not_on_the_shelf();
    let users = device.app.profile().unwrap().users;
    let carmen = users.iter().find(|user| user.name == CARMEN.name).unwrap().id.clone();
    device.unlock(ANA.name);
    world.server.revoke_user(&carmen);
    device.sync();
    assert_eq!(device.app.profile().unwrap().users.len(), 2, "her slot stays");
    device.unlock(CARMEN.name);
    device.sync();
    device.unlock(ANA.name);
    device.sync();
    assert_eq!(device.app.profile().unwrap().users.len(), 1, "and goes once nothing is left");
    assert_eq!(consultations_elsewhere(&world, &person), 1);
}

#[test]
fn after_a_read_that_failed_the_next_act_works_without_a_restart() {
    let world = World::new();
    let device = world.device("pisiga", CARMEN);
    let person = device.register(&newcomer(0));
    device.attend(&person, "nota");
    device.app.lock();
    // Each file by itself: the scopes', and the device's.
    for folder in [device.home().join("scopes"), device.home().to_owned()] {
        let mut failed = 0;
        for after in 0.. {
            device.unlock(CARMEN.name);
            let watched = Disk::hurry(&folder);
            // Opened again by an act, so that its pages are read from the disk.
            device.app.lock();
            device.unlock(CARMEN.name);
            watched.disk.break_after(Kind::Read, after, false);
            let form = ConsultationInput {
                person: person.clone(),
                reason: "control".into(),
                note: format!("nota {after}"),
                ..ConsultationInput::default()
            };
            let said = device.app.record_consultation(&form);
            if watched.disk.repair() == 0 {
                break;
            }
            if let Err(error) = said {
                failed += 1;
                assert!(
                    ["POSTA-D1", "POSTA-D2", "POSTA-L4"].contains(&error.code()),
                    "after {after}: {error}"
                );
                device.app.record_consultation(&form).unwrap();
            }
            device.app.home().unwrap();
            device.app.person(&person).unwrap();
            device.assert_sound();
        }
        assert!(failed > 0, "no act met a read that failed");
    }
    device.sync();
    assert_eq!(device.pending(), 0);
}

fn consultations(device: &Device, person: &str) -> usize {
    device.person(person).timeline.iter().filter(|event| event.kind == "consultation").count()
}
