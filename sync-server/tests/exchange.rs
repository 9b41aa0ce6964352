//! Who may ask, and what a refusal looks like.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{SABAYA, TURCO, World, person, post};
use posta_identity::ids::ScopeId;
use posta_identity::{DeviceKeys, Role};
use posta_protocol::{ExchangeHead, Frame, Vector, code};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test(flavor = "multi_thread")]
async fn the_server_says_that_it_is_there() {
    let world = World::start().await;
    let (status, body) = common::get(&format!("{}/v1/health", world.running.url())).await;
    assert_eq!((status, body.as_slice()), (200, b"posta".as_slice()));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_device_is_turned_away() {
    let world = World::start().await;
    let mut device = world.join(Role::Registrar, SABAYA).await;
    device.keys = DeviceKeys::random();
    let answer = device.exchange(&world.running.url(), device.registry(), &[]).await;
    assert_eq!((answer.status, answer.code()), (401, code::UNKNOWN_DEVICE));
    assert!(answer.receipt.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_department_is_turned_away() {
    let world = World::start().await;
    let device = world.join(Role::Registrar, SABAYA).await;
    let head = ExchangeHead::sign(
        [9; 16].into(),
        device.device(),
        device.nonce.clone(),
        Vec::new(),
        Vec::new(),
        &device.keys.sign,
    );
    let url = format!("{}/v1/exchange", world.running.url());
    let answer = post(&url, &[Frame::Head(Box::new(head)), Frame::End]).await;
    assert_eq!((answer.status, answer.code()), (401, code::UNKNOWN_DEVICE));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_signed_with_another_key_is_turned_away() {
    let world = World::start().await;
    let mut device = world.join(Role::Registrar, SABAYA).await;
    device.keys.sign = DeviceKeys::random().sign;
    let answer = device.exchange(&world.running.url(), device.registry(), &[]).await;
    assert_eq!((answer.status, answer.code()), (401, code::BAD_SIGNATURE));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_nonce_costs_one_retry() {
    let world = World::start().await;
    let url = world.running.url();
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    for stale in [Vec::new(), vec![0; 20], vec![0xff; 20]] {
        device.nonce = stale;
        let turned_away = device.exchange(&url, registry, &[]).await;
        assert_eq!((turned_away.status, turned_away.code()), (401, code::STALE_NONCE));
        let answer = device.exchange(&url, registry, &[]).await;
        assert_eq!(answer.status, 200);
        assert!(answer.ended);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scope_without_a_grant_is_refused_while_the_others_go_on() {
    let world = World::start().await;
    let url = world.running.url();
    let care = world.join(Role::Care, TURCO).await.care();
    let mut registrar = world.join(Role::Registrar, SABAYA).await;
    let registry = registrar.registry();
    let (_, change) = person(registrar.actor(), [1; 16], "Rosa");
    let batch = registrar.batch(registry, std::slice::from_ref(&change));
    let foreign = registrar.sign(&registrar.header(care, 1, [0; 32].into(), false), &[change]);
    let scopes = [(care, Vector::new()), (registry, Vector::new())];
    let answer = registrar.exchange_from(&url, &scopes, &[&foreign, &batch]).await;
    assert_eq!(answer.status, 200);
    let reasons = [code::SCOPE_NOT_GRANTED, "wrong_encryption"];
    assert_eq!(answer.refused, reasons.map(|reason| (care, reason.to_owned())));
    assert!(answer.covers(&batch));
    assert!(answer.receipt.as_ref().unwrap().vector(&care).is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn sealed_work_is_taken_from_whoever_carries_it_and_the_carrier_is_told_nothing_of_it() {
    let world = World::start().await;
    let url = world.running.url();
    let mut care = world.join(Role::Care, TURCO).await;
    let mut colleague = world.join(Role::Care, TURCO).await;
    let mut registrar = world.join(Role::Registrar, SABAYA).await;
    let (registry, scope) = (care.registry(), care.care());
    let (_, change) = person(care.actor(), [1; 16], "Rosa");
    let sealed = care.batch(scope, &[change]);
    let head = registrar.head(&[(registry, Vector::new())]);
    let batch = Frame::Batch { bytes: sealed.to_bytes() };
    let frames = [head, care.session_frame(), batch, Frame::End];
    let answer = registrar.send(&url, &frames).await;
    assert_eq!((answer.status, answer.refused.len()), (200, 0));
    assert!(answer.receipt.as_ref().unwrap().vector(&scope).is_none());
    let answer = registrar.exchange(&url, scope, &[]).await;
    assert_eq!((answer.batches.len(), answer.refused.len()), (0, 1));
    let answer = colleague.exchange(&url, scope, &[]).await;
    assert_eq!(answer.batches, [sealed]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supervisor_sees_the_register_and_no_care_scope() {
    let world = World::start().await;
    let url = world.running.url();
    let mut care = world.join(Role::Care, TURCO).await;
    let (registry, scope) = (care.registry(), care.care());
    let (_, change) = person(care.actor(), [1; 16], "Rosa");
    let open = care.batch(registry, std::slice::from_ref(&change));
    let sealed = care.batch(scope, &[change]);
    let both = [(registry, Vector::new()), (scope, Vector::new())];
    care.exchange_from(&url, &both, &[&open, &sealed]).await;
    let mut supervisor = world.join(Role::Supervisor, "04").await;
    let answer = supervisor.exchange_from(&url, &both, &[]).await;
    assert_eq!(answer.batches, [open]);
    assert_eq!(answer.sessions.len(), 1);
    assert_eq!(answer.refused, [(scope, code::SCOPE_NOT_GRANTED.to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exchange_without_a_head_or_an_end_is_a_bad_request() {
    let world = World::start().await;
    let url = format!("{}/v1/exchange", world.running.url());
    let device = world.join(Role::Registrar, SABAYA).await;
    for frames in [vec![], vec![Frame::End], vec![device.head(&[])]] {
        let answer = post(&url, &frames).await;
        assert_eq!((answer.status, answer.code()), (400, code::BAD_REQUEST));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_names_a_scope_twice_or_too_many_of_them_is_a_bad_request() {
    let world = World::start().await;
    let url = world.running.url();
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    let twice = vec![(registry, Vector::new()); 2];
    let many: Vec<_> = (0..1_001).map(|_| (ScopeId::random(), Vector::new())).collect();
    for scopes in [twice, many] {
        let answer = device.exchange_from(&url, &scopes, &[]).await;
        assert_eq!((answer.status, answer.code()), (400, code::BAD_REQUEST));
    }
    assert_eq!(device.exchange(&url, registry, &[]).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_ends_late_does_not_cost_the_connection() {
    let world = World::start().await;
    let device = world.join(Role::Registrar, SABAYA).await;
    let mut stream = TcpStream::connect(world.running.addr).await.unwrap();
    let body = [device.head(&[(device.registry(), Vector::new())]).encode(), Frame::End.encode()].concat();
    let head = "POST /v1/exchange HTTP/1.1\r\nhost: here\r\ntransfer-encoding: chunked\r\n\r\n";
    let request = [head.as_bytes(), format!("{:x}\r\n", body.len()).as_bytes(), &body, b"\r\n"].concat();
    stream.write_all(&request).await.unwrap();
    for _ in 0..20 {
        // Meanwhile the server could have answered.
        common::get(&format!("{}/v1/health", world.running.url())).await;
    }
    // The end of the body, and the next request on the same connection, which then closes it.
    let rest = "0\r\n\r\nGET /v1/health HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n";
    stream.write_all(rest.as_bytes()).await.unwrap();
    let mut answers = Vec::new();
    stream.read_to_end(&mut answers).await.unwrap();
    assert!(answers.ends_with(b"posta"), "the connection was closed after the first answer");
}
