//! Two devices side by side, without a server.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::net::Ipv4Addr;

use common::*;
use posta_identity::{Log, Role};
use posta_store::DeviceFile;
use posta_sync::*;

/// A connection of two, before anybody compared words.
async fn connected() -> (Talk, Talk) {
    let listener = Listener::at(Ipv4Addr::LOCALHOST).await.unwrap();
    let address = format!("127.0.0.1:{}", listener.port());
    let (host, guest) = tokio::join!(listener.accept(), call(&address));
    (host.unwrap(), guest.unwrap())
}

async fn talk(mut talk: Talk, device: &mut DeviceFile, log: &mut Log) -> Result<(Taken, u64), Error> {
    talk.agree().await?;
    talk.exchange(device, log, NOW).await
}

async fn meet(a: &mut Desk, b: &mut Desk) -> (Result<(Taken, u64), Error>, Result<(Taken, u64), Error>) {
    let (host, guest) = connected().await;
    assert_eq!(host.words(), guest.words());
    tokio::join!(talk(host, &mut a.device, &mut a.log), talk(guest, &mut b.device, &mut b.log))
}

#[tokio::test]
async fn two_devices_give_each_other_what_they_lack_and_each_knows_what_the_other_has() {
    let world = World::new();
    let mut a = Desk::join(&world, "Ana", Role::Registrar);
    let mut b = Desk::join(&world, "Beto", Role::Registrar);
    b.log = world.log();
    let registry = world.registry();
    a.work_much(registry, 200, 3_000);
    b.work_much(registry, 150, 3_000);
    // Ana has never heard of Beto: she learns it from him.
    assert!(a.log.membership().device(b.keys.device).is_none());
    let (of_a, of_b) = meet(&mut a, &mut b).await;
    let ((at_a, given_a), (at_b, given_b)) = (of_a.unwrap(), of_b.unwrap());
    assert_eq!((given_a, given_b), (200, 150));
    assert_eq!((at_a.report.batches_down, at_b.report.batches_down), (150, 200));
    assert_eq!((at_a.acknowledged, at_b.acknowledged), (200, 150));
    assert_eq!((a.count(&registry), b.count(&registry)), (350, 350));
    assert_eq!((a.pending(&registry), b.pending(&registry)), (200, 150), "neither is the server");
    assert_eq!(a.set_aside(), Vec::<String>::new());
    let (again, _) = meet(&mut a, &mut b).await;
    let (taken, given) = again.unwrap();
    assert_eq!((taken.report.batches_down, given, taken.acknowledged), (0, 0, 0));
}

#[tokio::test]
async fn sealed_work_goes_to_who_may_hold_it_and_is_only_carried_by_others() {
    let world = World::new();
    let mut care = Desk::join(&world, "Carla", Role::Care);
    let mut colleague = Desk::join(&world, "Ciro", Role::Care);
    let mut registrar = Desk::join(&world, "Ana", Role::Registrar);
    for desk in [&mut care, &mut colleague, &mut registrar] {
        desk.log = world.log();
    }
    care.work(world.care(), 500);
    let (_, of_registrar) = meet(&mut care, &mut registrar).await;
    let (taken, _) = of_registrar.unwrap();
    assert_eq!((taken.carried, taken.report.batches_down), (1, 0));
    assert_eq!(registrar.count(&world.care()), 0);
    let (of_care, of_colleague) = meet(&mut care, &mut colleague).await;
    assert_eq!(of_care.unwrap().0.acknowledged, 1);
    assert_eq!(of_colleague.unwrap().0.report.batches_down, 1);
}

#[tokio::test]
async fn a_device_of_another_department_gets_nothing_but_a_name_it_cannot_use() {
    let world = World::new();
    let mut a = Desk::join(&world, "Ana", Role::Registrar);
    let mut stranger = Desk::join(&World::new(), "Olga", Role::Registrar);
    a.work(world.registry(), 300);
    let (of_a, of_stranger) = meet(&mut a, &mut stranger).await;
    assert!(matches!(of_a, Err(Error::Stranger)), "{of_a:?}");
    assert!(matches!(of_stranger, Err(Error::Stranger | Error::Parted)), "{of_stranger:?}");
    assert_eq!(stranger.count(&world.registry()), 0);
    assert!(stranger.log.membership().user(a.secrets.user).is_none());
}

#[tokio::test]
async fn nobody_in_between_passes_for_either_side() {
    let world = World::new();
    let mut a = Desk::join(&world, "Ana", Role::Registrar);
    let mut b = Desk::join(&world, "Beto", Role::Registrar);
    (a.log, b.log) = (world.log(), world.log());
    a.work(world.registry(), 300);
    // Somebody calls Ana and is called by Beto, and passes on what each says.
    let (host, towards_a) = connected().await;
    let (towards_b, guest) = connected().await;
    assert_ne!(host.words(), guest.words(), "the words tell");
    let (mut towards_a, mut towards_b) = (towards_a.into_stream(), towards_b.into_stream());
    let (of_a, of_b, _) = tokio::join!(
        talk(host, &mut a.device, &mut a.log),
        talk(guest, &mut b.device, &mut b.log),
        tokio::io::copy_bidirectional(&mut towards_a, &mut towards_b),
    );
    assert!(of_a.is_err() && of_b.is_err(), "and so do the signatures, if nobody looks");
    assert_eq!(b.count(&world.registry()), 0);
}

#[tokio::test]
async fn who_does_not_say_that_the_words_are_the_same_gets_nothing() {
    let (mut host, guest) = connected().await;
    drop(guest);
    assert!(matches!(host.agree().await, Err(Error::Parted)));
}

#[tokio::test]
async fn nobody_there_and_no_address_are_told_apart() {
    assert!(matches!(call("no address").await, Err(Error::Address)));
    let listener = Listener::at(Ipv4Addr::LOCALHOST).await.unwrap();
    let address = format!("127.0.0.1:{}", listener.port());
    drop(listener);
    assert!(matches!(call(&address).await, Err(Error::Unreachable)));
}

#[tokio::test]
async fn whoever_may_not_read_the_registry_gets_nothing_of_it_not_even_to_carry() {
    let world = World::new();
    let mut a = Desk::join(&world, "Ana", Role::Registrar);
    let mut b = Desk::join(&world, "Beto", Role::Registrar);
    let mut administrator = Desk::join(&world, "Olga", Role::Administrator);
    for desk in [&mut a, &mut b, &mut administrator] {
        desk.log = world.log();
    }
    let registry = world.registry();
    a.work(registry, 300);
    // What follows a batch that is not at Beto's lies there to be carried on.
    let server = FakeServer::new(&world);
    a.sync(&server).await.unwrap();
    a.work(registry, 300);
    let mut file = Vec::new();
    give_file(&mut a.device, &a.log, &mut file, What::Unsent, NOW).unwrap();
    take_file(&mut b.device, &mut b.log, file.as_slice(), NOW).unwrap();
    assert_eq!(b.device.carried().unwrap().len(), 1);
    for desk in [&mut a, &mut b] {
        let (_, of_administrator) = meet(desk, &mut administrator).await;
        let (taken, _) = of_administrator.unwrap();
        assert_eq!((taken.carried, taken.report.batches_down, taken.report.quarantined), (0, 0, 0));
    }
    assert_eq!(administrator.device.carried().unwrap(), []);
}

#[tokio::test]
async fn much_to_tell_on_both_sides_stops_neither() {
    let world = World::new();
    let mut a = Desk::join(&world, "Ana", Role::Registrar);
    let mut b = Desk::join(&world, "Beto", Role::Registrar);
    (a.log, b.log) = (world.log(), world.log());
    // Far more than a connection holds: each knows of invitations of which the other has not heard.
    for log in [&mut a.log, &mut b.log] {
        let held = world.authority.lock().unwrap();
        for number in 0..40 {
            let body = posta_identity::EntryBody::Server {
                server_public: world.server.public(),
                tls_pin: posta_identity::ids::Hash32::of(&[number]),
            };
            held.0.sign(body, log).unwrap();
        }
    }
    let (one, other) = tokio::io::duplex(256);
    let channel = [7; 32];
    let (host, guest) = (Talk::over(Box::new(one), channel), Talk::over(Box::new(other), channel));
    let (of_a, of_b) =
        tokio::join!(talk(host, &mut a.device, &mut a.log), talk(guest, &mut b.device, &mut b.log));
    assert!(of_a.unwrap().0.is_complete && of_b.unwrap().0.is_complete);
    assert_eq!(a.log.head(), b.log.head());
}

#[tokio::test]
async fn a_talk_that_ends_half_way_says_that_it_is_not_whole_and_keeps_what_came() {
    let world = World::new();
    let mut a = Desk::join(&world, "Ana", Role::Registrar);
    let mut b = Desk::join(&world, "Beto", Role::Registrar);
    (a.log, b.log) = (world.log(), world.log());
    a.work_much(world.registry(), 100, 8_000);
    let (one, towards_a) = tokio::io::duplex(4_096);
    let (towards_b, other) = tokio::io::duplex(4_096);
    let channel = [7; 32];
    let (host, guest) = (Talk::over(Box::new(one), channel), Talk::over(Box::new(other), channel));
    let relay = async {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let (mut from_a, mut to_a) = tokio::io::split(towards_a);
        let (mut from_b, mut to_b) = tokio::io::split(towards_b);
        let down = async {
            let mut part = (&mut from_a).take(400_000);
            let _ = tokio::io::copy(&mut part, &mut to_b).await;
            let _ = to_b.shutdown().await;
        };
        let up = async {
            let _ = tokio::io::copy(&mut from_b, &mut to_a).await;
        };
        tokio::select! { () = down => {}, () = up => {} }
    };
    let (of_a, of_b, ()) =
        tokio::join!(talk(host, &mut a.device, &mut a.log), talk(guest, &mut b.device, &mut b.log), relay);
    let (at_b, _) = of_b.unwrap();
    assert!(!at_b.is_complete && at_b.report.batches_down > 0 && at_b.report.batches_down < 100, "{at_b:?}");
    let (at_a, given) = of_a.unwrap();
    assert!(!at_a.is_complete && given > 0);
}

#[tokio::test]
async fn a_call_that_says_nothing_keeps_no_other_away() {
    let listener = Listener::at(Ipv4Addr::LOCALHOST).await.unwrap();
    let address = format!("127.0.0.1:{}", listener.port());
    let silent = tokio::net::TcpStream::connect(&address).await.unwrap();
    let (host, guest) = tokio::join!(listener.accept(), call(&address));
    assert_eq!(host.unwrap().words(), guest.unwrap().words());
    drop(silent);
}
