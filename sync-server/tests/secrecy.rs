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
