//! A user who takes up work on a further device: what they write there counts everywhere.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use posta_tests::people::newcomer;
use posta_tests::world::{ANA, CARMEN, ELENA, ROSA};
use posta_tests::{Device, PASSWORD, World};

/// The shared device of Ana and the own one of Carmen, who have heard of each other.
fn two(world: &World) -> (Device, Device) {
    let (shared, own) = (world.device("pisiga", ANA), world.device("own", CARMEN));
    shared.sync();
    own.sync();
    (shared, own)
}

fn attach(shared: &Device, own: &Device) {
    let request = shared.app.attach_request().unwrap();
    let answer = own.app.attach_answer(&request.text, PASSWORD).unwrap();
    assert_eq!(answer.words, request.words);
    shared.app.attach_finish(&answer.text, PASSWORD).unwrap();
}

#[test]
fn what_a_user_writes_on_a_further_device_is_accepted_everywhere() {
    let mut world = World::new();
    let (shared, own) = two(&world);
    let rosa = world.device("rosa", ROSA);
    // Side by side, without a network.
    world.server.stop();
    attach(&shared, &own);
    shared.unlock(CARMEN.name);
    let person = shared.register(&newcomer(0));
    let note = shared.attend(&person, "nota de Carmen en el equipo compartido");
    world.server.serve();
    world.network.lead_to(world.server.addr());

    let report = shared.sync();
    assert_eq!((report.refused, report.quarantined), (0, 0));
    for device in [&own, &rosa] {
        let report = device.sync();
        assert_eq!((report.refused, report.quarantined), (0, 0));
        assert!(device.reads(&person, &note), "{}", device.home().display());
    }
    // And back: what she writes on her own device she reads on the shared one.
    let back = own.attend(&person, "nota de Carmen en su equipo");
    own.sync();
    shared.sync();
    rosa.sync();
    assert!(shared.reads(&person, &back) && rosa.reads(&person, &back));
    // What was opened is noted, and travels too.
    for device in [&shared, &own, &rosa] {
        device.sync();
    }
    world.assert_same(&[&shared, &own, &rosa]);
    assert_eq!(shared.digest_of("care"), own.digest_of("care"));
    assert_eq!(shared.digest_of("care"), rosa.digest_of("care"));
    // Ana, who took her in, reads none of it.
    shared.unlock(ANA.name);
    assert!(!shared.reads(&person, &note));
}

#[test]
fn the_entry_travels_with_the_exchange_of_whoever_was_unlocked() {
    let world = World::new();
    let (shared, own) = two(&world);
    attach(&shared, &own);
    // Ana's session goes on, and it is she who exchanges.
    let person = shared.register(&newcomer(0));
    shared.sync();
    let elena = world.device("office", ELENA);
    elena.sync();
    let members = elena.app.members().unwrap();
    let carmen = members.users.iter().find(|user| user.name == CARMEN.name).unwrap();
    assert_eq!(carmen.devices.len(), 2, "{:?}", carmen.devices);
    own.sync();
    assert!(own.holds(&person));
}

#[test]
fn a_device_that_a_user_was_attached_to_hears_of_their_revocation() {
    let world = World::new();
    let (shared, own) = two(&world);
    let id = own.app.profile().unwrap().users[0].id.clone();
    attach(&shared, &own);
    shared.sync();
    world.server.revoke_user(&id);
    shared.sync();
    let names: Vec<String> = shared.app.profile().unwrap().users.into_iter().map(|user| user.name).collect();
    assert_eq!(names, [ANA.name]);
    // A second attempt, by the keys that her own device still has.
    let request = shared.app.attach_request().unwrap();
    let answer = own.app.attach_answer(&request.text, PASSWORD).unwrap();
    assert_eq!(shared.app.attach_finish(&answer.text, PASSWORD).unwrap_err().code(), "POSTA-L8");
}
