//! What lies between this device and the server: proxies and portals, each a small one in this process.

use std::{
    io::{Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use axum::{Router, routing::get};
use axum_server::tls_rustls::RustlsConfig;
use rcgen::{CertificateParams, KeyPair, PublicKeyData};
use reqwest::Proxy;

use super::*;
use crate::portal::look_for_portal;

const SERVER: &str = "https://posta.example:8443";
/// Where nothing but the name is told, so that the portal's own port is used for both.
const HOST: &str = "https://posta.example";

/// A server of ours that knows only that it is well.
struct Site {
    address: SocketAddr,
    pin: Hash32,
}

impl Site {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let pin = Hash32::of(&key.subject_public_key_info());
        let certificate = CertificateParams::new(Vec::new()).unwrap().self_signed(&key).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                rustls::pki_types::PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
            )
            .unwrap();
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let config = RustlsConfig::from_config(Arc::new(config));
        let serving = axum_server::from_tcp_rustls(listener, config).unwrap();
        let router = Router::new().route("/v1/health", get(async || "ok"));
        tokio::spawn(serving.serve(router.into_make_service()));
        Self { address, pin }
    }
}

/// Somebody who listens, and remembers how each connection began.
struct Neighbour {
    address: SocketAddr,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Neighbour {
    /// `meet` has the connection and what was said first: up to an empty line, or one byte if that is not text.
    fn new(meet: impl Fn(TcpStream, &str) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (listening, meet) = (heard.clone(), Arc::new(meet));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (mut stream, meet, heard) = (stream.unwrap(), meet.clone(), listening.clone());
                thread::spawn(move || {
                    let (mut head, mut byte) = (Vec::new(), [0]);
                    while matches!(stream.read(&mut byte), Ok(1)) {
                        head.push(byte[0]);
                        if head.ends_with(b"\r\n\r\n") || !head[0].is_ascii_alphabetic() {
                            break;
                        }
                    }
                    let head = String::from_utf8_lossy(&head).into_owned();
                    heard.lock().unwrap().push(head.clone());
                    meet(stream, &head);
                });
            }
        });
        Self { address, heard }
    }

    /// A proxy that leads every tunnel to one place, whatever it was asked for.
    fn proxy_to(site: SocketAddr) -> Self {
        Self::new(move |mut stream, _| {
            let mut other = TcpStream::connect(site).unwrap();
            stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").unwrap();
            let (mut from, mut to) = (stream.try_clone().unwrap(), other.try_clone().unwrap());
            let there = thread::spawn(move || {
                let _ = std::io::copy(&mut from, &mut to);
                let _ = to.shutdown(Shutdown::Write);
            });
            let _ = std::io::copy(&mut other, &mut stream);
            let _ = stream.shutdown(Shutdown::Write);
            let _ = there.join();
        })
    }

    /// Says this to whoever speaks HTTP, and to TLS nothing or a page.
    fn portal(says: &'static str, resets_tls: bool) -> Self {
        Self::new(move |mut stream, head| {
            if head.starts_with("GET ") || !resets_tls {
                let _ = stream.write_all(says.as_bytes());
            }
        })
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

fn base(url: &str) -> Url {
    Url::parse(url).unwrap()
}

fn through(proxy: &str, url: &str, pin: Hash32) -> Http {
    let proxy = Proxy::all(proxy).unwrap();
    Http::over(base(url), Pin::Key(pin), |builder| builder.proxy(proxy.clone())).unwrap()
}

async fn ask(http: &Http) -> Result<u16, TransportError> {
    http.send(Method::GET, "v1/health", None).await.map(|answer| answer.status)
}

/// What an exchange would be told when it meets `portal` under the name of the server.
async fn meet(portal: &Neighbour) -> Error {
    let address = portal.address;
    let way = |builder: ClientBuilder| builder.no_proxy().resolve("posta.example", address);
    let http = Http::over(base(HOST), Pin::Key(Hash32::ZERO), way).unwrap();
    let error = ask(&http).await.unwrap_err();
    look_for_portal(&http, error.into()).await
}

#[tokio::test]
async fn through_a_proxy_the_pinned_key_is_the_server_s_and_nobody_else_s() {
    let site = Site::new();
    let proxy = Neighbour::proxy_to(site.address);
    let way = format!("http://{}", proxy.address);
    assert_eq!(ask(&through(&way, SERVER, site.pin)).await, Ok(200));
    assert!(proxy.heard()[0].starts_with("CONNECT posta.example:8443 HTTP/1.1\r\n"), "{:?}", proxy.heard());
    assert_eq!(ask(&through(&way, SERVER, Hash32::ZERO)).await, Err(TransportError::WrongKey));
}

#[tokio::test]
async fn a_proxy_that_wants_a_password_refuses_hangs_up_or_is_dead_is_told_as_the_proxy() {
    for says in [
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n",
        "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
        "",
    ] {
        let proxy = Neighbour::portal(says, false);
        let http = through(&format!("http://{}", proxy.address), SERVER, Hash32::ZERO);
        assert_eq!(ask(&http).await, Err(TransportError::Proxy), "{says}");
    }
    let gone = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let http = through(&format!("http://{gone}"), SERVER, Hash32::ZERO);
    assert_eq!(ask(&http).await, Err(TransportError::Proxy), "dead");
    assert_eq!(Error::from(TransportError::Proxy).code(), "proxy");
}

#[tokio::test]
async fn a_proxy_that_has_the_password_in_its_address_is_told_it_and_the_server_is_not() {
    let site = Site::new();
    let proxy = Neighbour::proxy_to(site.address);
    let http = through(&format!("http://ana:secret@{}", proxy.address), SERVER, site.pin);
    assert_eq!(ask(&http).await, Ok(200));
    assert!(
        proxy.heard()[0].to_lowercase().contains("proxy-authorization: basic yw5h"),
        "{:?}",
        proxy.heard()
    );
}

#[tokio::test]
async fn a_proxy_that_is_nowhere_to_be_found_is_a_network_that_is_not_there() {
    let http = through("http://proxy.invalid:3128", SERVER, Hash32::ZERO);
    assert_eq!(ask(&http).await, Err(TransportError::Cut));
}

#[tokio::test]
async fn what_is_for_this_machine_itself_goes_through_no_proxy() {
    let server = Neighbour::portal("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", false);
    let proxy = Neighbour::proxy_to(server.address);
    let http =
        through(&format!("http://{}", proxy.address), &format!("http://{}", server.address), Hash32::ZERO);
    assert_eq!(ask(&http).await, Ok(200));
    assert!(proxy.heard().is_empty());
}

/// Runs itself once more, with the environment that a user of a proxy has.
#[tokio::test]
async fn the_proxy_of_the_system_is_used_without_being_asked_for() {
    const PIN: &str = "POSTA_TEST_PIN";
    if let Ok(pin) = std::env::var(PIN) {
        let http = Http::new(SERVER, pin.parse().unwrap()).unwrap();
        assert_eq!(ask(&http).await, Ok(200));
        return;
    }
    let site = Site::new();
    let proxy = Neighbour::proxy_to(site.address);
    let me = std::env::current_exe().unwrap();
    let name = "http::tests::the_proxy_of_the_system_is_used_without_being_asked_for";
    let mut again = std::process::Command::new(me);
    again
        .args([name, "--exact"])
        .env(PIN, site.pin.to_string())
        .env_remove("NO_PROXY")
        .env_remove("no_proxy");
    again.env("HTTPS_PROXY", format!("http://{}", proxy.address));
    let ran = tokio::task::spawn_blocking(move || again.output().unwrap()).await.unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
    assert_eq!(proxy.heard().len(), 1);
}

#[tokio::test]
async fn a_network_that_answers_with_its_own_page_or_sends_elsewhere_is_a_portal() {
    for says in [
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 2\r\n\r\nHi",
        "HTTP/1.1 200 OK\r\nContent-Length: 28\r\n\r\n\n<!DOCTYPE html><p>Bienvenido",
        "HTTP/1.1 302 Found\r\nLocation: http://login.wifi.example/?to=x\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 307 Temporary\r\nLocation: https://192.0.2.1/\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 511 Network Authentication Required\r\nContent-Length: 0\r\n\r\n",
    ] {
        for resets_tls in [false, true] {
            let error = meet(&Neighbour::portal(says, resets_tls)).await;
            assert!(matches!(error, Error::CaptivePortal), "{error}: {says}");
        }
    }
}

#[tokio::test]
async fn a_front_of_the_server_and_a_server_that_knows_no_such_page_are_no_portal() {
    for says in [
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
        "HTTP/1.1 301 Moved\r\nLocation: https://posta.example:8443/v1/health\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 503 Busy\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
    ] {
        let error = meet(&Neighbour::portal(says, false)).await;
        assert!(matches!(error, Error::NotOurServer), "{error}: {says}");
        let error = meet(&Neighbour::portal(says, true)).await;
        assert!(matches!(error, Error::Unreachable), "{error}: {says}");
    }
}

#[tokio::test]
async fn the_question_for_a_portal_tells_the_host_s_name_and_nothing_else() {
    let says = "HTTP/1.1 302 Found\r\nLocation: http://login.example/\r\nSet-Cookie: who=1\r\nContent-Length: 0\r\n\r\n";
    let portal = Neighbour::portal(says, true);
    for _ in 0..2 {
        meet(&portal).await;
    }
    let asked: Vec<String> = portal.heard().into_iter().filter(|head| head.starts_with("GET")).collect();
    let only = "GET /v1/health HTTP/1.1\r\naccept: */*\r\nhost: posta.example\r\n\r\n";
    assert_eq!(asked, [only, only]);
}
