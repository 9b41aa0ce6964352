//! A full disk: said as what it is, nothing is acknowledged that is not kept, and the same form goes in afterwards.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use posta_app::view::DraftInput;
use posta_power::{Disk, Kind};
use posta_tests::World;
use posta_tests::people::newcomer;
use posta_tests::world::{CARMEN, ROSA};

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
fn what_is_saved_and_finds_no_room_on_the_shelf_is_acknowledged_once_and_sent_later() {
    let world = World::new();
    let device = world.device("pisiga", CARMEN);
    device.app.lock();
    let shelf = Disk::hurry(device.home());
    device.unlock(CARMEN.name);
    let person = device.register(&newcomer(0));
    shelf.disk.break_after(Kind::Full, 0, true);
    // In the scope's file it is durable: an error would make two consultations of one form.
    let saved = device.attend(&person, "nota");
    assert!(shelf.disk.repair() > 0);
    device.sync();
    assert_eq!(device.pending(), 0);
    let witness = world.device("witness", ROSA);
    witness.sync();
    let timeline = witness.person(&person).timeline;
    assert_eq!(timeline.iter().filter(|event| event.id == saved).count(), 1);
}
