//! What the server must not be able to read, and must never write down.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::path::Path;

use common::{SABAYA, World, entry, named};
use posta_documents::Document;
use posta_identity::Role;
use posta_protocol::{BatchHeader, BodyError, Vector, open_body};

const CANARY: &str = "CANARIO-violencia-en-la-ruta-7731";

/// Every byte of every file below a folder.
fn contents(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        bytes.extend(if path.is_dir() { contents(&path) } else { std::fs::read(&path).unwrap() });
    }
    bytes
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_text_of_a_consultation_is_nowhere_in_the_data_folder() {
    let world = World::start().await;
    let mut care = world.join(Role::Care, SABAYA).await;
    let (registry, scope) = (care.registry(), care.care());
    let note = |name: &str| Document::create(*care.actor().as_bytes(), &named(name), 1).unwrap().1;
    let secret = entry("consultation", [1; 16], &note(CANARY));
    let open = entry("person", [2; 16], &note("CANARIO-del-registro-0042"));
    let sealed = care.batch(scope, std::slice::from_ref(&secret));
    let batch = care.batch(registry, std::slice::from_ref(&open));
    let both = [(registry, Vector::new()), (scope, Vector::new())];
    let answer = care.exchange_from(&world.running.url(), &both, &[&sealed, &batch]).await;
    assert!(answer.covers(&sealed) && answer.covers(&batch));
    assert!(answer.batches.contains(&sealed), "a member gets back what was stored");

    let everything = contents(&world.data());
    assert!(!holds(&everything, CANARY.as_bytes()));
    assert!(!holds(&everything, &secret.bytes));
    // The scan would have found it: a registry document is readable.
    assert!(holds(&everything, b"CANARIO-del-registro-0042"));

    let database = rusqlite::Connection::open(world.data().join("server.sqlite")).unwrap();
    let stored: (Vec<u8>, Vec<u8>) = database
        .query_row("SELECT header, body FROM batch WHERE merge = 'never'", [], |row| {
            Ok((row.get("header")?, row.get("body")?))
        })
        .unwrap();
    let header = BatchHeader::decode(&stored.0).unwrap();
    assert_eq!(open_body(&header, &stored.1, None).unwrap_err(), BodyError::NoKey);
    let documents: i64 = database
        .query_row("SELECT count(*) AS count FROM document WHERE scope = ?1", [scope.as_bytes()], |row| {
            row.get("count")
        })
        .unwrap();
    assert_eq!(documents, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_code_and_no_epoch_key_is_in_the_data_folder() {
    let world = World::start().await;
    let issued = world.invite(Role::Care, SABAYA);
    let (care, _) = world.accept(&issued, posta_identity::DeviceKeys::random()).await;
    let everything = contents(&world.data());
    let code = issued.code.to_string();
    assert!(!holds(&everything, code.as_bytes()));
    assert!(!holds(&everything, code.replace('-', "").as_bytes()));
    for (_, epoch) in &care.secrets.epochs {
        assert!(!holds(&everything, epoch.key.as_ref()));
    }
}

/// What a hostile or clumsy client may put into every field that there is.
const HOSTILE: [&str; 4] =
    ["CANARIO<script>alert(1)</script>", "CANARIO\u{1b}[31mrojo", "CANARIO' OR 1=1 --", "CANARIO${jndi:x}"];

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_a_client_writes_in_any_field_reaches_the_log() {
    use common::process::{Serving, init, invite, json};
    use posta_identity::{Code, DeviceKeys, KdfCost};
    use posta_protocol::Frame;

    let folder = tempfile::tempdir().unwrap();
    init(folder.path());
    let serving = Serving::start(folder.path(), &["--plain-http"]);
    let invited = json(&invite(folder.path(), HOSTILE[0], "registrar", SABAYA));
    let code: Code = invited["code"].as_str().unwrap().parse().unwrap();
    let (mut device, join) =
        common::accept_at(&serving.url, &code, DeviceKeys::random(), KdfCost::STANDARD).await;
    // The session's post is free text.
    device.session =
        posta_identity::SessionKey::start(&device.secrets, &device.keys, HOSTILE[0], 1, device.log.head());
    let mut device = device.finish_join(&serving.url, &join).await;
    let registry = device.registry();
    for (number, text) in (1..).zip(HOSTILE) {
        let made = Document::create(*device.actor().as_bytes(), &named(text), 1).unwrap().1;
        let mut change = entry("person", [number; 16], &made);
        let good = device.batch(registry, std::slice::from_ref(&change));
        change.kind = "CANARIO kind".into();
        change.bytes = text.as_bytes().to_vec();
        let odd = device.batch(registry, &[change]);
        let frames = [
            device.head(&[(registry, Vector::new())]),
            device.session_frame(),
            Frame::Entry(text.as_bytes().to_vec()),
            Frame::Session(text.as_bytes().to_vec()),
            Frame::Batch { bytes: text.as_bytes().to_vec() },
            Frame::Batch { bytes: good.to_bytes() },
            Frame::Batch { bytes: odd.to_bytes() },
            Frame::Refused { scope: registry, code: "canario".into() },
            Frame::End,
        ];
        assert!(device.send(&serving.url, &frames).await.covers(&odd));
        let client = common::client_from([127, 0, 0, 1].into());
        let plain: String = text.chars().filter(|letter| letter.is_ascii_graphic()).collect();
        for path in ["/v1/invitation/", "/v1/health?q=", "/", "/v1/exchange/"] {
            let request = client.get(format!("{}{path}{plain}", serving.url));
            let request = request.header("user-agent", &plain).header("x-forwarded-for", &plain);
            request.header("cookie", &plain).send().await.unwrap();
        }
        let body = client.post(format!("{}/v1/join", serving.url)).body(text);
        body.send().await.unwrap();
        let method = reqwest::Method::from_bytes(b"CANARIO").unwrap();
        client.request(method, format!("{}/v1/join", serving.url)).send().await.unwrap();
    }
    let (exit, said) = serving.stop();
    assert_eq!(exit, Some(0));
    assert!(said.contains("POST /v1/exchange 200 "), "{said}");
    assert!(!said.to_lowercase().contains("canario"), "{said}");
    for line in said.lines().filter(|line| !line.starts_with("listening ")) {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b" /{}=_-".contains(&byte);
        assert!(line.bytes().all(plain), "{line:?}");
    }
}
