//! The other side is a later version of the program: what is not understood is set aside or refused by its name, the
//! rest goes on, and it comes in once the program knows it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::*;
use posta_identity::Role;
use posta_protocol::Frame;
use posta_sync::*;

#[tokio::test]
async fn batches_of_a_later_form_are_set_aside_once_and_all_others_come() {
    let world = World::new();
    let (mut ana, mut beto) =
        (Desk::join(&world, "Ana", Role::Registrar), Desk::join(&world, "Beto", Role::Registrar));
    let (server, registry) = (FakeServer::new(&world), world.registry());
    let mut envelope = ana.batch(registry, 100, |_| {}).to_bytes();
    envelope[0] = 2;
    let header = ana.batch(registry, 100, |header| header.v = 2).to_bytes();
    let kept = [ana.work(registry, 300), beto.work(registry, 300)];
    ana.sync(&server).await.unwrap();
    let inject = vec![Frame::Batch { bytes: envelope }, Frame::Batch { bytes: header }];
    server.set(Faults { inject, ..Faults::default() });
    for _ in 0..2 {
        let report = beto.sync(&server).await.unwrap();
        assert_eq!((report.quarantined, report.left), (2, 0));
    }
    assert!(kept.iter().all(|hash| beto.device.holds_batch(hash).unwrap()));
    let aside = beto.device.quarantined_batches().unwrap();
    assert_eq!(aside.len(), 2, "kept once");
    assert!(aside.iter().all(|batch| batch.reason == "unsupported_version" && batch.length > 100));
}

#[tokio::test]
async fn what_was_set_aside_is_let_go_of_once_it_comes_in() {
    let world = World::new();
    let (mut ana, mut beto) =
        (Desk::join(&world, "Ana", Role::Registrar), Desk::join(&world, "Beto", Role::Registrar));
    let (server, registry) = (FakeServer::new(&world), world.registry());
    let hash = ana.work(registry, 300);
    // As a program would have kept it that did not know its form.
    let bytes = ana.device.batch(&hash).unwrap().unwrap().to_bytes();
    beto.device.quarantine_batch(&registry, "unsupported_version", 1, &bytes).unwrap();
    ana.sync(&server).await.unwrap();
    beto.sync(&server).await.unwrap();
    assert!(beto.device.holds_batch(&hash).unwrap());
    assert_eq!(beto.device.quarantined_batches().unwrap(), []);
}

#[tokio::test]
async fn an_answer_of_a_later_form_is_refused_by_its_name_and_what_came_before_it_is_kept() {
    let world = World::new();
    let (mut ana, mut beto) =
        (Desk::join(&world, "Ana", Role::Registrar), Desk::join(&world, "Beto", Role::Registrar));
    let (server, registry) = (FakeServer::new(&world), world.registry());
    ana.work(registry, 300);
    ana.sync(&server).await.unwrap();
    let unsent = beto.work(registry, 300);
    // A pack of a dictionary that is not here.
    let pack =
        [77u32.to_le_bytes().as_slice(), &[0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x00, 0x01, 0x00, 0x00]].concat();
    server.set(Faults { inject: vec![Frame::Pack { bytes: pack }], ..Faults::default() });
    for _ in 0..2 {
        let Err(Error::ServerRefused { code }) = beto.sync(&server).await else { panic!("by its name") };
        assert_eq!(code, "unsupported_version");
        assert_eq!(beto.pending(&registry), 1, "nothing became sent");
    }
    server.set(Faults::default());
    beto.sync(&server).await.unwrap();
    assert_eq!(beto.pending(&registry), 0);
    ana.sync(&server).await.unwrap();
    assert!(ana.device.holds_batch(&unsent).unwrap());
}
