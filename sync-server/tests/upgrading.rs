//! Databases of earlier versions.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::path::Path;

use common::{World, body_of, digest_of, entry, erase, named, person, serve};
use posta_documents::Document;
use posta_domain::{DocumentId, Scalar};
use posta_identity::ids::Hash32;
use posta_identity::{EntryBody, Role};
use sync_server::held_back;

const CANARY: &str = "CANARIO-borrada-7731-en-todas-partes";

/// As a database of the first schema is: without what later migrations made.
fn take_back_to_the_first_schema(database: &Path) {
    let database = rusqlite::Connection::open(database).unwrap();
    let drop_later = "DROP TABLE gone; DROP INDEX batch_of_actor;
        DROP TABLE compared; DROP TABLE compared_state; DROP TABLE compared_person;
        DROP TABLE look_up; DROP TABLE server; PRAGMA user_version = 1;";
    database.execute_batch(drop_later).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_alone_of_an_erased_enrollment_does_not_stay_on_a_server_of_the_first_schema() {
    let mut world = World::start().await;
    let mut one = world.join(Role::Supervisor, "04").await;
    let other = world.join(Role::Supervisor, "04").await;
    let registry = one.registry();
    one.exchange(&world.running.url(), registry, &[]).await;
    let of = [("person".to_owned(), Scalar::Text(DocumentId::from([1; 16]).to_string()))].into();
    let (mut enrolled, change) = Document::create(*one.actor().as_bytes(), &of, 1).unwrap();
    let (_, gone) = person(one.actor(), [1; 16], CANARY);
    let (kept, stays) = person(one.actor(), [2; 16], "Inés");
    let made = one.batch(registry, &[gone, entry("enrollment", [11; 16], &change)]);
    let whole = one.batch(registry, &[stays]);
    one.exchange(&world.running.url(), registry, &[&made, &whole]).await;
    let edit = enrolled.edit(*one.actor().as_bytes(), &named(CANARY), 2).unwrap().unwrap();
    let edit = one.batch(registry, &[entry("enrollment", [11; 16], &edit)]);
    let mut entries = erase(&one, &other, registry, &[made.hash()]);
    let mut log = one.log.clone();
    for bytes in &entries {
        log.insert(bytes).unwrap();
    }
    let (order, documents) = (Hash32::of(&entries[0]), vec![("enrollment".to_owned(), [11; 16])]);
    let late = EntryBody::Erased { order, scope: registry, documents, batches: vec![edit.hash()] };
    entries.push(log.append(late, &one.secrets.sign).unwrap().encode());
    one.bring(&world.running.url(), &entries).await;
    let documents = digest_of(&[("person", [2; 16], &kept)]);
    assert_eq!(world.digest(registry), documents);
    let World { folder, running } = world;
    running.stop().await.unwrap();
    let file = folder.path().join("data/server.sqlite");
    take_back_to_the_first_schema(&file);
    let running = serve(&folder.path().join("data")).await;
    world = World { folder, running };
    // What it held is here, and the schema is the present one.
    let version = rusqlite::Connection::open(&file)
        .unwrap()
        .pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))
        .unwrap();
    assert_eq!(version, 6);
    assert_eq!(world.digest(registry), documents);
    let answer = one.exchange(&world.running.url(), registry, &[&edit]).await;
    assert!(answer.covers(&edit), "the chain goes on");
    assert_eq!(held_back(&world.data(), registry).unwrap(), (Vec::new(), 0), "nothing of it waits");
    assert_eq!(body_of(&world, &edit), 0);
    assert!(body_of(&world, &whole) > 0);
    assert_eq!(world.digest(registry), documents);
}
