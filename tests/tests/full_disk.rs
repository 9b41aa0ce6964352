//! A full disk: said as what it is, nothing is acknowledged that is not kept, and the same form goes in afterwards.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use posta_app::view::{ConsultationInput, DraftInput};
use posta_power::{Disk, Kind};
use posta_tests::people::newcomer;
use posta_tests::world::{CARMEN, ROSA};
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
