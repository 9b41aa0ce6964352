//! Nothing unsent is ever deleted by the program, and drafts stay their user's.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use posta_app::Error;
use posta_app::view::DraftInput;
use posta_tests::people::newcomer;
use posta_tests::world::{ANA, CARMEN, LUIS, ROSA};
use posta_tests::{Device, Fault, World};

#[test]
fn locks_other_users_failed_exchanges_and_restarts_delete_nothing_unsent() {
    let world = World::new();
    let elsewhere = World::new();
    let ana = world.device("pisiga", ANA);
    ana.join(&world.url(), &world.code_for(CARMEN)).unwrap();
    let person = ana.register(&newcomer(0));
    let consultation = ana.attend(&person, "nota");
    ana.unlock(ANA.name);
    let mut registered = vec![person.clone(), ana.register(&newcomer(1))];
    let waits = |device: &Device| {
        device.assert_sound();
        device.pending()
    };
    let before = waits(&ana);
    assert!(before >= 5, "two people, two enrollments, one consultation: {before}");

    ana.app.lock();
    assert!(matches!(ana.app.unlock(ANA.name, "otra-clave-larga"), Err(Error::WrongPassword)));
    ana.unlock(ANA.name);
    assert_eq!(waits(&ana), before, "after a lock and a wrong password");
    ana.unlock(CARMEN.name);
    assert_eq!(waits(&ana), before, "another user sees the same work waiting");
    ana.join(&world.url(), &world.code_for(ROSA)).unwrap();
    assert_eq!(waits(&ana), before, "after a third user joined");
    ana.unlock(ANA.name);
    for fault in [Fault::Down, Fault::Portal, Fault::CutAfter(1_500)] {
        world.network.set(fault);
        assert!(ana.try_sync().is_err());
        assert_eq!(waits(&ana), before, "after {fault:?}");
    }
    world.network.set(Fault::Whole);
    world.network.lead_to(elsewhere.server.addr());
    assert!(ana.try_sync().is_err());
    assert_eq!(waits(&ana), before, "after a server that does not know us");
    world.network.lead_to(world.server.addr());
    registered.push(ana.register(&newcomer(2)));
    let home = ana.home().to_owned();
    drop(ana);
    let ana = Device::at(&home);
    ana.unlock(ANA.name);
    assert_eq!(waits(&ana), before + 2, "after a restart");

    // Whoever is there sends everybody's work, also what they may not read.
    ana.sync();
    assert_eq!(waits(&ana), 0);
    let (luis, rosa) = (world.device("tambo", LUIS), world.device("sabaya", ROSA));
    luis.sync();
    rosa.sync();
    assert!(registered.iter().all(|id| luis.holds(id)));
    assert!(rosa.person(&person).timeline.iter().any(|event| event.id == consultation));
}

#[test]
fn a_draft_waits_for_its_user_through_locks_and_users_and_goes_with_what_it_became() {
    let world = World::new();
    let ana = world.device("pisiga", ANA);
    ana.join(&world.url(), &world.code_for(CARMEN)).unwrap();
    ana.unlock(ANA.name);
    let form = r#"{"person":{"given_names":"Marie"}}"#.to_owned();
    let input = DraftInput { id: String::new(), kind: "registration".into(), form: form.clone() };
    let draft = ana.app.save_draft(&input).unwrap();
    ana.unlock(CARMEN.name);
    let seen = &ana.app.home().unwrap().drafts[0];
    assert_eq!((seen.owner.as_str(), seen.mine, seen.form.as_str()), (ANA.name, false, ""));
    assert!(matches!(ana.app.discard_draft(&draft.id), Err(Error::NotFound)));
    ana.sync();
    ana.unlock(ANA.name);
    assert_eq!(ana.app.home().unwrap().drafts[0].form, form);
    let mut registration = newcomer(0);
    registration.draft = draft.id;
    ana.register(&registration);
    assert!(ana.app.home().unwrap().drafts.is_empty());
}
