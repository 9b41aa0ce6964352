//! The same exchange over real sockets: pins, impostors, addresses.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::{
    net::{SocketAddr, TcpListener},
    sync::Arc,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Path, State},
    http::{
        StatusCode,
        header::{CONTENT_TYPE, LOCATION},
    },
    response::{IntoResponse, Response},
    routing::{get, post},
};
use axum_server::tls_rustls::RustlsConfig;
use common::*;
use futures_util::StreamExt;
use posta_identity::{DeviceKeys, Role, ids::Hash32};
use posta_protocol::{ErrorBody, Frame, FrameReader, Receipt, code};
use posta_sync::*;
use rcgen::{CertificateParams, KeyPair, PublicKeyData};

struct Site {
    key: KeyPair,
    pin: Hash32,
}

impl Site {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let pin = Hash32::of(&key.subject_public_key_info());
        Self { key, pin }
    }

    /// Serves over TLS, with a certificate that ran out long ago and names another host.
    fn serve(&self, router: Router) -> String {
        let mut params = CertificateParams::new(vec!["elsewhere.example".to_owned()]).unwrap();
        params.not_before = rcgen::date_time_ymd(1999, 1, 1);
        params.not_after = rcgen::date_time_ymd(2001, 1, 1);
        let certificate = params.self_signed(&self.key).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                rustls::pki_types::PrivatePkcs8KeyDer::from(self.key.serialize_der()).into(),
            )
            .unwrap();
        let (listener, address) = listen();
        let config = RustlsConfig::from_config(Arc::new(config));
        let serving = axum_server::from_tcp_rustls(listener, config).unwrap();
        tokio::spawn(serving.serve(router.into_make_service()));
        format!("https://{address}")
    }
}

fn serve_plain(router: Router) -> String {
    let (listener, address) = listen();
    tokio::spawn(axum_server::from_tcp(listener).unwrap().serve(router.into_make_service()));
    format!("http://{address}")
}

fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// The fake server behind its route.
fn exchange_router(server: &FakeServer) -> Router {
    Router::new().route("/v1/exchange", post(carry)).with_state(server.clone())
}

async fn carry(State(server): State<FakeServer>, body: Body) -> Response {
    let pieces = body.into_data_stream().map(|piece| piece.map_err(|_| TransportError::Cut));
    match server.exchange(Box::pin(pieces)).await {
        Ok(Answer { status, body }) => {
            (StatusCode::from_u16(status).unwrap(), Body::from_stream(body)).into_response()
        }
        Err(_) => StatusCode::BAD_GATEWAY.into_response(),
    }
}

#[tokio::test]
async fn an_exchange_goes_over_tls_under_the_pin_whatever_dates_and_names_say() {
    let site = Site::new();
    let world = World::with_pin(site.pin);
    let (mut a, mut b) =
        (Desk::join(&world, "Ana", Role::Registrar), Desk::join(&world, "Beto", Role::Registrar));
    let server = FakeServer::new(&world);
    for _ in 0..60 {
        a.work(world.registry(), 3000);
    }
    let http = Http::new(&site.serve(exchange_router(&server)), site.pin).unwrap();
    assert_eq!(a.sync(&http).await.unwrap().left, 0);
    let report = b.sync(&http).await.unwrap();
    assert_eq!((report.batches_down, report.quarantined), (60, 0));
}

#[tokio::test]
async fn another_key_than_the_pinned_one_gets_nothing() {
    let site = Site::new();
    let world = World::with_pin(site.pin);
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let server = FakeServer::new(&world);
    desk.work(world.registry(), 300);
    let impostor = Site::new().serve(exchange_router(&server));
    let http = Http::new(&impostor, site.pin).unwrap();
    assert!(matches!(desk.sync(&http).await, Err(Error::NotOurServer)));
    assert_eq!((desk.pending(&world.registry()), server.seen().len()), (1, 0));
}

#[tokio::test]
async fn a_speaker_of_plain_text_where_tls_is_expected_is_not_our_server() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let plain = serve_plain(exchange_router(&FakeServer::new(&world)));
    let http = Http::new(&plain.replace("http:", "https:"), Hash32::ZERO).unwrap();
    assert!(matches!(desk.sync(&http).await, Err(Error::NotOurServer)));
}

/// As a join brings it.
fn first_receipt(world: &World, desk: &Desk) -> Receipt {
    let nonce = b"first nonce".to_vec();
    Receipt::sign(desk.log.department(), Vec::new(), NOW, nonce, &world.server.sign)
}

#[tokio::test]
async fn a_closed_port_is_unreachable() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let (listener, address) = listen();
    drop(listener);
    keep_answer(&desk.device, &first_receipt(&world, &desk), NOW).unwrap();
    let open = desk.batch(world.registry(), 100, |_| {});
    desk.device.put_own(&open, 1).unwrap();
    let http = Http::new(&format!("http://{address}"), Hash32::ZERO).unwrap();
    assert!(matches!(desk.sync(&http).await, Err(Error::Unreachable)));
    let (feed, tip) = open.tip().unwrap();
    assert!(desk.device.offered_through(&feed).unwrap() < tip.n, "an own batch stays open");
    assert!(matches!(
        fetch_invitation(&format!("http://{address}"), &[0; 16]).await,
        Err(Error::Unreachable)
    ));
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_an_early_refusal_is_read_while_uploading() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let server = FakeServer::new(&world);
    let home = serve_plain(exchange_router(&server));
    let away = serve_plain(Router::new().route(
        "/v1/exchange",
        post(async move || (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, format!("{home}/v1/exchange"))])),
    ));
    let http = Http::new(&away, Hash32::ZERO).unwrap();
    assert!(matches!(desk.sync(&http).await, Err(Error::NotOurServer)));
    assert_eq!(server.seen().len(), 0);
    let refusal = Frame::Error(ErrorBody::new(code::TOO_LARGE, Vec::new())).encode();
    let strict = serve_plain(
        Router::new()
            .route("/v1/exchange", post(async move || (StatusCode::PAYLOAD_TOO_LARGE, refusal.clone()))),
    );
    let http = Http::new(&strict, Hash32::ZERO).unwrap();
    let error = desk.sync(&http).await.unwrap_err();
    assert!(matches!(error, Error::ServerRefused { code } if code == "too_large"));
}

#[tokio::test]
async fn a_portal_takes_nothing_away_and_is_told_as_what_it_is() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    desk.work(world.registry(), 300);
    let page = || async { ([(CONTENT_TYPE, "text/html")], "<html>Bienvenido</html>") };
    let portal = serve_plain(Router::new().fallback(page));
    let http = Http::new(&portal, Hash32::ZERO).unwrap();
    let watch = Watch::default();
    let outcome = exchange_watched(&mut desk.device, &http, &mut desk.log, NOW, &watch).await;
    assert!(matches!(outcome, Err(Error::CaptivePortal)));
    assert_eq!(desk.pending(&world.registry()), 1);
    let progress = watch.progress();
    assert_eq!((progress.records_done, progress.bytes_done), (0, 0));
    assert!(progress.records > 0 && progress.bytes > 0, "{progress:?}");
    assert_eq!(desk.device.exchanges(1).unwrap()[0].code, "captive_portal");
    assert!(matches!(fetch_invitation(&portal, &[0; 16]).await, Err(Error::CaptivePortal)));
}

#[tokio::test]
async fn progress_ends_where_the_receipt_says_and_a_refused_scope_is_remembered_until_it_is_taken() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let server = FakeServer::new(&world);
    for _ in 0..5 {
        desk.work(world.registry(), 300);
    }
    let watch = Watch::default();
    exchange_watched(&mut desk.device, &server, &mut desk.log, NOW, &watch).await.unwrap();
    let progress = watch.progress();
    assert_eq!((progress.records, progress.records_done), (5, 5));
    assert!(progress.bytes > 1500 && progress.bytes_done == progress.bytes, "{progress:?}");
    assert!(refused_last(&desk.device).unwrap().is_empty());

    server.set(Faults { refuse: Some(world.registry()), ..Faults::default() });
    desk.work(world.registry(), 300);
    let watch = Watch::default();
    exchange_watched(&mut desk.device, &server, &mut desk.log, NOW, &watch).await.unwrap();
    assert_eq!((watch.progress().records, watch.progress().records_done), (1, 0));
    let refused = refused_last(&desk.device).unwrap();
    assert!(matches!(refused.as_slice(), [(scope, _)] if *scope == world.registry()), "{refused:?}");
    let gone = Http::new("http://127.0.0.1:1", Hash32::ZERO).unwrap();
    desk.sync(&gone).await.unwrap_err();
    assert_eq!(refused_last(&desk.device).unwrap(), refused, "a try that failed says nothing new of it");
    server.set(Faults::default());
    desk.sync(&server).await.unwrap();
    assert!(refused_last(&desk.device).unwrap().is_empty());
}

#[test]
fn plain_http_goes_only_to_this_machine_itself() {
    let good = [
        "http://127.0.0.1:8000",
        "http://127.9.8.7/",
        "http://localhost:1/base",
        "http://[::1]:8000",
        "https://posta.example:8443",
        "https://192.0.2.7",
    ];
    for url in good {
        assert!(Http::new(url, Hash32::ZERO).is_ok(), "{url}");
    }
    let bad = [
        "http://192.0.2.7",
        "http://posta.example",
        "http://localhost.example",
        "http://127.0.0.1.example",
        "ftp://127.0.0.1",
        "https://user:secret@posta.example",
        "https://posta.example/?x=1",
        "posta.example",
        "",
    ];
    for url in bad {
        assert!(matches!(Http::new(url, Hash32::ZERO), Err(Error::Address)), "{url}");
    }
}

#[tokio::test]
async fn a_server_may_live_under_a_path() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let server = FakeServer::new(&world);
    let url = serve_plain(Router::new().nest("/posta", exchange_router(&server)));
    let http = Http::new(&format!("{url}/posta/"), Hash32::ZERO).unwrap();
    assert!(desk.sync(&http).await.is_ok());
}

/// Answers an invitation, and a join with what `world` knows then.
fn join_router(
    world: &Arc<World>,
    id: [u8; 16],
    sealed: Vec<u8>,
    signer: &posta_identity::ServerKeys,
) -> Router {
    let id: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
    let invitation = async move |Path(asked): Path<String>| match asked == id {
        true => sealed.clone().into_response(),
        false => refused(StatusCode::NOT_FOUND, code::UNKNOWN_INVITATION),
    };
    let (world, signer) = (world.clone(), signer.sign.clone());
    let join = async move |body: Bytes| {
        let mut reader = FrameReader::with_packs();
        reader.push(&body);
        let Some(Frame::Entry(entry)) = reader.next().unwrap() else { panic!() };
        world.take(&entry);
        let mut answer: Vec<u8> =
            world.log().entries().into_iter().map(Frame::Entry).flat_map(|f| f.encode()).collect();
        let receipt =
            Receipt::sign(world.log().department(), Vec::new(), NOW + 7, b"nonce".to_vec(), &signer);
        answer.extend(Frame::Receipt(Box::new(receipt)).encode());
        answer.extend(Frame::End.encode());
        answer
    };
    Router::new().route("/v1/invitation/{id}", get(invitation)).route("/v1/join", post(join))
}

fn refused(status: StatusCode, code: &str) -> Response {
    (status, Frame::Error(ErrorBody::new(code, Vec::new())).encode()).into_response()
}

#[tokio::test]
async fn an_invitation_is_fetched_from_any_key_and_the_join_only_goes_to_the_pinned_one() {
    let site = Site::new();
    let world = World::with_pin(site.pin);
    let (invitation, keys, sealed) = world.invite("Ana", Role::Registrar);
    let url = site.serve(join_router(&world, keys.id, sealed.clone(), &world.server));
    assert_eq!(fetch_invitation(&url, &keys.id).await.unwrap(), sealed);
    let unknown = fetch_invitation(&url, &[0; 16]).await.unwrap_err();
    assert_eq!(unknown.code(), "unknown_invitation");

    let device = DeviceKeys::random();
    let acceptance = invitation.accept(&keys, &device).unwrap();
    let impostor = Site::new().serve(join_router(&world, keys.id, sealed, &world.server));
    assert!(matches!(join(&impostor, &invitation, &acceptance.join).await, Err(Error::NotOurServer)));
    assert!(world.log().membership().device(device.device).is_none());
    let joined = join(&url, &invitation, &acceptance.join).await.unwrap();
    assert_eq!(joined.entries, world.log().entries());
    assert_eq!((joined.receipt.nonce.as_slice(), joined.receipt.time), (b"nonce".as_slice(), NOW + 7));
}

#[tokio::test]
async fn a_join_whose_receipt_the_server_has_not_signed_is_refused() {
    let world = World::new();
    let (invitation, keys, sealed) = world.invite("Ana", Role::Registrar);
    let acceptance = invitation.accept(&keys, &DeviceKeys::random()).unwrap();
    let url = serve_plain(join_router(&world, keys.id, sealed, &posta_identity::ServerKeys::random()));
    assert!(matches!(join(&url, &invitation, &acceptance.join).await, Err(Error::NotOurServer)));
}

#[tokio::test]
async fn a_used_invitation_and_a_portal_are_told_apart() {
    let world = World::new();
    let (invitation, keys, _) = world.invite("Ana", Role::Registrar);
    let acceptance = invitation.accept(&keys, &DeviceKeys::random()).unwrap();
    let used = serve_plain(
        Router::new().route("/v1/join", post(async || refused(StatusCode::CONFLICT, code::INVITATION_USED))),
    );
    let error = join(&used, &invitation, &acceptance.join).await.unwrap_err();
    assert_eq!(error.code(), "invitation_used");
    for status in [StatusCode::OK, StatusCode::FORBIDDEN] {
        let portal = serve_plain(
            Router::new().route("/v1/join", post(async move || (status, "<html>Bienvenido</html>"))),
        );
        assert!(matches!(join(&portal, &invitation, &acceptance.join).await, Err(Error::NotOurServer)));
    }
}

#[tokio::test]
async fn the_nonce_of_a_join_saves_the_first_exchange_a_request() {
    let world = World::new();
    let mut desk = Desk::join(&world, "Ana", Role::Registrar);
    let server = FakeServer::new(&world);
    keep_answer(&desk.device, &first_receipt(&world, &desk), NOW).unwrap();
    desk.work(world.registry(), 100);
    let report = desk.sync(&server).await.unwrap();
    assert_eq!((report.requests, report.left), (1, 0));
}
