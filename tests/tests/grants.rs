//! A scope without a grant is refused with a code, and the granted ones go on.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use posta_identity::Hash32;
use posta_protocol::{ExchangeHead, Frame, FrameReader, Vector};
use posta_sync::{Http, Transport};
use posta_tests::people::newcomer;
use posta_tests::world::{ANA, CARMEN, ROSA};
use posta_tests::{Invited, OpenHome, TURCO, World, runtime};

const CARE_OF_TURCO: Invited = Invited::new("Otra Enfermera", "care", TURCO);

/// Asks for everything that the department has, with the device's own key; returns the answer's frames.
fn ask_for_all(world: &World, home: &OpenHome) -> Vec<Frame> {
    let (device, log) = (home.device(), home.log());
    let keys = device.device_keys().unwrap().unwrap();
    let scopes: Vec<_> = log.membership().scopes().map(|scope| (scope.scope, Vector::new())).collect();
    let mut nonce = Vec::new();
    loop {
        let tips = log.tips();
        let head = ExchangeHead::sign(log.department(), keys.device, nonce, tips, scopes.clone(), &keys.sign);
        let mut reader = FrameReader::of_answer_to(&head);
        let said = [Frame::Head(Box::new(head)).encode(), Frame::End.encode()].concat();
        let frames = runtime().block_on(async {
            let http = Http::new(&world.url(), Hash32::ZERO).unwrap();
            let body = stream::iter([Ok(Bytes::from(said))]);
            let mut answer = http.exchange(Box::pin(body)).await.unwrap().body;
            let mut frames = Vec::new();
            while let Some(piece) = answer.next().await {
                reader.push(&piece.unwrap());
                while let Some(frame) = reader.next().unwrap() {
                    frames.push(frame);
                }
            }
            frames
        });
        match frames.as_slice() {
            [Frame::Error(error)] if error.code == "stale_nonce" => nonce = error.nonce.clone(),
            _ => return frames,
        }
    }
}

#[test]
fn a_scope_without_a_grant_is_refused_with_a_code_while_the_others_go_on() {
    let world = World::new();
    let carmen = world.device("care", CARMEN);
    let of_turco = world.device("turco", CARE_OF_TURCO);
    let person = carmen.register(&newcomer(0));
    carmen.attend(&person, "nota de Sabaya");
    carmen.sync();
    of_turco.sync();
    of_turco.attend(&person, "nota de Turco");
    of_turco.sync();

    let ana = world.device("pisiga", ANA);
    ana.sync();
    ana.app.lock();
    let home = OpenHome::unlock(ana.home(), ANA.name);
    let log = home.log();
    let care =
        [SABAYA_AND_TURCO[0], SABAYA_AND_TURCO[1]].map(|place| log.membership().care_scope(place).unwrap());
    let registry = log.membership().registry();
    let frames = ask_for_all(&world, &home);
    let mut batches = 0;
    let mut refused = Vec::new();
    let mut receipted = Vec::new();
    for frame in frames {
        match frame {
            Frame::Batch { bytes } => {
                let batch = posta_protocol::SignedBatch::from_bytes(&bytes).unwrap();
                assert_eq!(batch.decode_header().unwrap().scope, registry);
                batches += 1;
            }
            Frame::Refused { scope, code } => refused.push((scope, code)),
            Frame::Receipt(receipt) => receipted = receipt.scopes.iter().map(|(scope, _)| *scope).collect(),
            _ => {}
        }
    }
    refused.sort();
    // What supervisors read of others' reading is asked for as well.
    let mut expected =
        [care[0], care[1], log.membership().audit()].map(|scope| (scope, "scope_not_granted".to_owned()));
    expected.sort();
    assert_eq!(refused, expected);
    assert!(batches > 0, "the registry goes on");
    assert_eq!(receipted, [registry]);
}

const SABAYA_AND_TURCO: [&str; 2] = [posta_tests::SABAYA, TURCO];

#[test]
fn consultations_of_one_municipality_stay_out_of_the_other() {
    let world = World::new();
    let (carmen, rosa) = (world.device("care", CARMEN), world.device("rosa", ROSA));
    let of_turco = world.device("turco", CARE_OF_TURCO);
    let person = carmen.register(&newcomer(0));
    let consultation = carmen.attend(&person, "nota de Sabaya");
    carmen.sync();
    let reads = |device: &posta_tests::Device| {
        device.sync();
        device.person(&person).timeline.iter().any(|event| event.id == consultation)
    };
    assert!(reads(&rosa));
    assert!(!reads(&of_turco));
    assert_eq!(rosa.digest_of("care"), carmen.digest_of("care"));
    assert_eq!(rosa.digest(), of_turco.digest());
}
