//! Servers that say too much: nothing is held, kept or listened to without a bound.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::*;
use posta_identity::{Role, SessionKey};
use posta_protocol::Frame;
use posta_sync::*;

/// Frames that say nothing.
fn noise(count: usize) -> Vec<Frame> {
    vec![Frame::Session(b"x".to_vec()); count]
}

/// A server with one batch, and somebody who has not got it yet.
async fn waiting() -> (std::sync::Arc<World>, FakeServer, Desk) {
    let world = World::new();
    let reader = Desk::join(&world, "Ana", Role::Registrar);
    let mut writer = Desk::join(&world, "Beto", Role::Registrar);
    let server = FakeServer::new(&world);
    writer.work(world.registry(), 100);
    writer.sync(&server).await.unwrap();
    (world, server, reader)
}

#[tokio::test]
async fn of_a_flood_of_refusals_as_many_are_kept_as_a_server_tells() {
    let (world, server, mut reader) = waiting().await;
    let registry = world.registry();
    let refusal = |number: u32| Frame::Refused { scope: registry, code: format!("code_{number}") };
    server.set(Faults { inject: (0..3000).map(refusal).collect(), ..Faults::default() });
    let report = reader.sync(&server).await.unwrap();
    assert_eq!((report.refused.len(), report.batches_down), (1000, 1));
    assert_eq!(report.refused[0], (registry, "code_0".to_owned()));
}

#[tokio::test]
async fn an_answer_that_brings_nothing_new_for_long_is_not_listened_to_and_what_came_before_is_kept() {
    let (world, server, mut reader) = waiting().await;
    server.set(Faults { inject: noise(100_001), ..Faults::default() });
    assert!(matches!(reader.sync(&server).await, Err(Error::NotOurServer)));
    assert_eq!(reader.count(&world.registry()), 1);
    server.set(Faults::default());
    assert!(reader.sync(&server).await.is_ok(), "the next one is listened to again");
}

#[tokio::test]
async fn a_long_answer_that_brings_something_new_now_and_then_is_heard_to_its_end() {
    let (world, server, mut reader) = waiting().await;
    reader.sync(&server).await.unwrap();
    for name in ["Carla", "Dora"] {
        world.invite(name, Role::Registrar);
    }
    let new = world.log().lacked_by(&server.log().tips());
    let (last, others) = new.split_last().unwrap();
    // So that something is told in the one request that there is.
    for entry in others {
        reader.log.insert(entry).unwrap();
    }
    let mut inject = noise(60_000);
    inject.push(Frame::Entry(last.clone()));
    inject.extend(noise(60_000));
    server.set(Faults { inject, ..Faults::default() });
    let report = reader.sync(&server).await.unwrap();
    assert_eq!((report.requests, report.quarantined), (1, 120_000));
}

#[tokio::test]
async fn of_the_sessions_that_come_those_of_batches_are_kept() {
    let (world, server, mut reader) = waiting().await;
    let other = Desk::join(&world, "Carla", Role::Registrar);
    server.set_log(world.log());
    let session = |hour: u32| {
        let session =
            SessionKey::start(&other.secrets, &other.keys, "pisiga", 498_100 + hour, other.log.head());
        Frame::Session(session.certificate.encode())
    };
    server.set(Faults { inject: (0..5).map(session).collect(), ..Faults::default() });
    let report = reader.sync(&server).await.unwrap();
    assert_eq!((report.batches_down, report.quarantined), (1, 0));
    assert_eq!(reader.device.sessions().unwrap().len(), 2, "the own one and that of the batch");
}
