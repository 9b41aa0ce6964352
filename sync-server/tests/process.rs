//! The binary: its words, its exit codes, its certificate, its log.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Output, Stdio};
use std::sync::{Arc, Mutex};

use common::process::{Serving, command, init, invite, json, paths, run};
use common::{SABAYA, accept_at, hex, person};
use posta_identity::ids::Hash32;
use posta_identity::{DeviceKeys, KdfCost};
use posta_protocol::{Frame, Vector};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme, StreamOwned};
use serde_json::Value;

#[test]
fn init_says_what_it_made_and_a_second_time_that_it_exists() {
    let folder = tempfile::tempdir().unwrap();
    let first = init(folder.path());
    assert_eq!(first.status.code(), Some(0));
    assert_eq!(json(&first)["already"], false);
    assert_eq!(json(&first)["name"], "Oruro");
    let second = init(folder.path());
    assert_eq!(second.status.code(), Some(0));
    assert_eq!(json(&second)["already"], true);
    assert_eq!(json(&second)["tls_pin"], json(&first)["tls_pin"]);
}

#[test]
fn every_trouble_has_its_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let (data, authority) = paths(folder.path());
    let code = |output: &Output| output.status.code().unwrap();
    assert_eq!(code(&run(&["serve"])), 2);
    assert_eq!(code(&run(&["serve", "--data", &data, "--listen", "127.0.0.1:0"])), 3, "not initialised");
    let unknown = ["init", "--data", &data, "--authority", &authority, "--department", "99"];
    assert_eq!(code(&run(&unknown)), 3);
    init(folder.path());
    let bad_place = invite(folder.path(), "Ana", "care", "999999");
    assert_eq!(code(&bad_place), 3);
    assert_eq!(json(&bad_place)["error"], "bad_input");
    assert_eq!(code(&invite(folder.path(), " ", "care", SABAYA)), 3);
    assert_eq!(code(&invite(folder.path(), "Ana", "director", SABAYA)), 2);
    let serving = Serving::start(folder.path(), &["--plain-http"]);
    let again = ["serve", "--data", &data, "--listen", "127.0.0.1:0", "--plain-http"];
    assert_eq!(code(&run(&again)), 4, "served already");
    let taken = serving.address().to_owned();
    let elsewhere = tempfile::tempdir().unwrap();
    init(elsewhere.path());
    let (other, _) = paths(elsewhere.path());
    assert_eq!(code(&run(&["serve", "--data", &other, "--listen", &taken])), 6);
    std::fs::remove_dir_all(&authority).unwrap();
    assert_eq!(code(&invite(folder.path(), "Ana", "care", SABAYA)), 5);
    assert_eq!(serving.stop().0, Some(0));
    std::fs::write(folder.path().join("data/server.sqlite"), b"not a database at all").unwrap();
    assert_eq!(code(&run(&["serve", "--data", &data, "--listen", "127.0.0.1:0"])), 7);
    for subcommand in ["init", "invite", "serve"] {
        let help = String::from_utf8(run(&[subcommand, "--help"]).stdout).unwrap();
        assert!(help.contains("Exit codes:") && help.contains("--json"), "{subcommand}");
    }
}

#[test]
fn plain_http_is_refused_where_others_could_listen() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let (data, _) = paths(folder.path());
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:80"] {
        let refused = run(&["serve", "--data", &data, "--listen", address, "--plain-http"]);
        assert_eq!(refused.status.code(), Some(5), "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_invited_while_the_server_runs_and_nobody_is_named_in_its_log() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let serving = Serving::start(folder.path(), &["--plain-http"]);
    let invited = invite(folder.path(), "CANARIO Quispe", "care", SABAYA);
    assert_eq!(invited.status.code(), Some(0));
    let invited = json(&invited);
    assert_eq!((&invited["role"], &invited["place"]), (&"care".into(), &SABAYA.into()));
    assert!(invited["expires"].as_str().unwrap().ends_with('Z'));
    let code: posta_identity::Code = invited["code"].as_str().unwrap().parse().unwrap();
    let (device, join) = accept_at(&serving.url, &code, DeviceKeys::random(), KdfCost::STANDARD).await;
    let mut device = device.finish_join(&serving.url, &join).await;
    let (registry, care) = (device.registry(), device.care());
    let (_, change) = person(device.actor(), [0xab; 16], "CANARIO Mamani");
    let batch = device.batch(registry, &[change]);
    let (_, foreign) = person(device.actor(), [0xcd; 16], "CANARIO Choque");
    let plain = device.sign(&device.header(care, 1, Hash32::ZERO, false), &[foreign]);
    assert!(device.exchange(&serving.url, registry, &[&batch, &plain]).await.covers(&batch));
    common::get(&format!("{}/v1/invitation/CANARIO", serving.url)).await;
    common::get(&format!("{}/CANARIO?nombre=CANARIO", serving.url)).await;
    common::send_join(&serving.url, b"CANARIO").await;

    let (exit, said) = serving.stop();
    assert_eq!(exit, Some(0));
    assert!(said.contains("POST /v1/exchange 200 "));
    assert!(said.contains("GET /v1/invitation/{id} 404 "));
    let secrets = [
        "CANARIO".to_owned(),
        "abababab".to_owned(),
        code.to_string(),
        hex(device.device().as_bytes()),
        hex(device.secrets.user.as_bytes()),
        hex(device.actor().as_bytes()),
        hex(registry.as_bytes()),
        hex(care.as_bytes()),
    ];
    for secret in secrets {
        assert!(!said.to_lowercase().contains(&secret.to_lowercase()), "{secret} in the log");
    }
}

#[test]
fn serve_says_in_json_where_it_listens() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let (data, _) = paths(folder.path());
    let mut child = command()
        .args(["--json", "serve", "--data", &data, "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let said: Value = serde_json::from_str(&line).unwrap();
    assert!(said["listening"].as_str().unwrap().starts_with("https://127.0.0.1:"));
}

/// Takes any certificate and remembers it, as a device does before it compares the pin.
#[derive(Debug, Default)]
struct Remembering(Mutex<Option<Vec<u8>>>);

impl ServerCertVerifier for Remembering {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        *self.0.lock().unwrap() = Some(end_entity.to_vec());
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        panic!("the server must not speak TLS 1.2")
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = default_provider().signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, cert, dss, &algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        default_provider().signature_verification_algorithms.supported_schemes()
    }
}

fn ask_health(
    address: &str,
    version: &'static rustls::SupportedProtocolVersion,
) -> (std::io::Result<String>, Option<Vec<u8>>) {
    let verifier = Arc::new(Remembering::default());
    let mut config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_protocol_versions(&[version])
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::clone(&verifier) as Arc<dyn ServerCertVerifier>)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    let connection = ClientConnection::new(Arc::new(config), "posta".try_into().unwrap()).unwrap();
    let mut link = StreamOwned::new(connection, TcpStream::connect(address).unwrap());
    let mut answer = String::new();
    let outcome = link
        .write_all(b"GET /v1/health HTTP/1.1\r\nhost: posta\r\nconnection: close\r\n\r\n")
        .and_then(|()| link.read_to_string(&mut answer))
        .map(|_| answer);
    let certificate = verifier.0.lock().unwrap().clone();
    (outcome, certificate)
}

#[test]
fn the_certificate_is_the_pinned_one_and_only_tls_1_3_is_spoken() {
    let folder = tempfile::tempdir().unwrap();
    let pin = json(&init(folder.path()))["tls_pin"].as_str().unwrap().to_owned();
    let serving = Serving::start(folder.path(), &[]);
    assert!(serving.url.starts_with("https://127.0.0.1:"));
    let (answer, certificate) = ask_health(serving.address(), &rustls::version::TLS13);
    let answer = answer.unwrap();
    assert!(answer.ends_with("posta"));
    assert!(answer.contains("strict-transport-security: max-age=63072000"), "{answer}");
    let certificate = CertificateDer::from(certificate.unwrap());
    let parsed = rustls::server::ParsedCertificate::try_from(&certificate).unwrap();
    assert_eq!(Hash32::of(&parsed.subject_public_key_info()).to_string(), pin);
    let (answer, certificate) = ask_health(serving.address(), &rustls::version::TLS12);
    assert!(answer.is_err() && certificate.is_none());
    assert_eq!(serving.stop().0, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_is_there_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let (data, authority) = (folder.path().join("data"), folder.path().join("authority"));
    let request = common::request(posta_identity::Role::Registrar, SABAYA);
    let issued = sync_server::invite(&data, &authority, &request).unwrap();
    let mut serving = Serving::start(folder.path(), &["--plain-http"]);
    let weak = KdfCost::weak_for_tests();
    let (device, join) = accept_at(&serving.url, &issued.code, DeviceKeys::random(), weak).await;
    let mut device = device.finish_join(&serving.url, &join).await;
    let registry = device.registry();
    let mut sent = Vec::new();
    for round in 1..=5_u8 {
        let (_, change) = person(device.actor(), [round; 16], "Rosa");
        let batch = device.batch(registry, &[change]);
        assert!(device.exchange(&serving.url, registry, &[&batch]).await.covers(&batch));
        sent.push(batch);
        serving.child.kill().unwrap();
        serving.child.wait().unwrap();
        serving = Serving::start(folder.path(), &["--plain-http"]);
        assert_eq!(device.exchange(&serving.url, registry, &[]).await.batches, sent);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exchange_that_runs_when_the_server_is_stopped_is_answered_and_the_exit_is_0() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let (data, authority) = (folder.path().join("data"), folder.path().join("authority"));
    let request = common::request(posta_identity::Role::Registrar, SABAYA);
    let issued = sync_server::invite(&data, &authority, &request).unwrap();
    let mut serving = Serving::start(folder.path(), &["--plain-http"]);
    let weak = KdfCost::weak_for_tests();
    let (device, join) = accept_at(&serving.url, &issued.code, DeviceKeys::random(), weak).await;
    let mut device = device.finish_join(&serving.url, &join).await;
    let registry = device.registry();
    let (_, change) = person(device.actor(), [1; 16], "Rosa");
    let batch = device.batch(registry, &[change]);
    let frames = [device.head(&[(registry, Vector::new())]), device.session_frame()];
    let first: Vec<u8> = frames.iter().flat_map(Frame::encode).collect();
    let rest = [Frame::Batch { bytes: batch.to_bytes() }, Frame::End];
    let rest: Vec<u8> = rest.iter().flat_map(Frame::encode).collect();
    let mut link = TcpStream::connect(serving.address()).unwrap();
    let length = first.len() + rest.len();
    let head = format!(
        "POST /v1/exchange HTTP/1.1\r\nhost: posta\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    );
    link.write_all(&[head.as_bytes(), &first].concat()).unwrap();
    // Another one is answered, so this one runs.
    assert_eq!(device.exchange(&serving.url, registry, &[]).await.status, 200);
    let id = serving.child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    while TcpStream::connect(serving.address()).is_ok() {
        std::thread::yield_now();
    }
    link.write_all(&rest).unwrap();
    let mut answer = Vec::new();
    link.read_to_end(&mut answer).unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200 OK"), "{}", String::from_utf8_lossy(&answer));
    assert_eq!(serving.child.wait().unwrap().code(), Some(0));
    let serving = Serving::start(folder.path(), &["--plain-http"]);
    assert_eq!(device.exchange(&serving.url, registry, &[]).await.batches, [batch]);
}
