//! Programs of two versions with work on both sides: what a later one wrote is refused by its name or waits, nothing is
//! lost, the others go on, and once the later program looks all is there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use posta_identity::{Hash32, Incarnation, SessionKey};
use posta_protocol::{BatchHeader, Seal, SignedBatch, pack_body};
use posta_tests::damage::raw;
use posta_tests::people::newcomer;
use posta_tests::world::{ANA, CARMEN, LUIS};
use posta_tests::{Device, OpenHome, PASSWORD, World};
use rusqlite::named_params;

/// Puts a batch on the shelf as a program of the next version would have made it: the header's version byte is 2.
fn shelve_next_version(device: &Device, user: &str) -> Hash32 {
    let home = OpenHome::unlock(device.home(), user);
    let (file, log) = (home.device(), home.log());
    let keys = file.device_keys().unwrap().unwrap();
    let session = SessionKey::start(&home.secrets, &keys, "pisiga", 0, log.head());
    file.put_session(&session.certificate).unwrap();
    let header = BatchHeader {
        v: 2,
        scope: log.membership().registry(),
        device: keys.device,
        incarnation: Incarnation::random(),
        n: 1,
        previous: Hash32::ZERO,
        body_hash: Hash32::ZERO,
        session: session.actor(),
        membership: log.head(),
        vector: Hash32::ZERO,
        dictionary: 0,
        epoch: Hash32::ZERO,
        seal: Seal::Epoch,
        hour: 0,
    };
    let batch = SignedBatch::sign(&header, pack_body(&[], None).unwrap(), &session.sign);
    let key = home.keyring.file_key("device", &home.secrets).unwrap();
    drop(file);
    raw(&device.home().join("device.posta"), &key)
        .execute(
            "INSERT INTO batch (hash, scope, feed, n, previous, session, own, offered, changes, header, signature, body)
             VALUES (:hash, :scope, :feed, 1, zeroblob(32), :session, 1, 1, 1, :header, :signature, :body)",
            named_params! {
                ":hash": batch.hash().as_bytes(), ":scope": header.scope.as_bytes(),
                ":feed": header.feed().as_bytes(), ":session": header.session.as_bytes(),
                ":header": batch.header, ":signature": batch.signature, ":body": batch.body,
            },
        )
        .unwrap();
    batch.hash()
}

#[test]
fn work_of_the_next_version_waits_here_and_holds_nobody_up() {
    let world = World::new();
    let (ana, luis) = (world.device("pisiga", ANA), world.device("tambo", LUIS));
    ana.app.lock();
    let later = shelve_next_version(&ana, ANA.name);
    ana.unlock(ANA.name);
    let person = ana.register(&newcomer(0));
    for _ in 0..2 {
        ana.try_sync().unwrap();
    }
    luis.sync();
    assert!(luis.holds(&person), "the rest goes on");
    ana.app.lock();
    let home = OpenHome::unlock(ana.home(), ANA.name);
    assert!(home.device().holds_batch(&later).unwrap(), "and what waits is kept");
}

#[test]
fn files_of_a_later_format_are_left_alone_and_say_so_and_a_later_program_finds_all() {
    let world = World::new();
    let carmen = world.device("pisiga", CARMEN);
    let person = carmen.register(&newcomer(0));
    let consultation = carmen.attend(&person, "de una versión a otra");
    carmen.app.lock();
    let home = OpenHome::unlock(carmen.home(), CARMEN.name);
    let mut files =
        vec![(carmen.home().join("device.posta"), home.keyring.file_key("device", &home.secrets).unwrap())];
    for entry in std::fs::read_dir(carmen.home().join("scopes")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "posta") {
            let scope = path.file_stem().unwrap().to_str().unwrap().parse().unwrap();
            files.push((path, home.scope_file(scope).1.unwrap()));
        }
    }
    assert_eq!(files.len(), 3);
    for (path, key) in &files {
        let format = |change: i64| {
            let connection = raw(path, key);
            let now: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
            connection.pragma_update(None, "user_version", now + change).unwrap();
        };
        format(1);
        let before = std::fs::read(path).unwrap();
        let error = carmen.app.unlock(CARMEN.name, PASSWORD).unwrap_err();
        assert_eq!(error.code(), "POSTA-D4");
        assert!(std::fs::read(path).unwrap() == before, "left alone");
        format(-1);
        carmen.unlock(CARMEN.name);
        assert!(carmen.reads(&person, &consultation));
        assert_eq!(carmen.view().mended, []);
        carmen.app.lock();
    }
    carmen.unlock(CARMEN.name);
    carmen.sync();
    assert_eq!(carmen.pending(), 0);
}

#[test]
fn a_device_file_of_the_first_format_becomes_today_s_and_work_from_before_is_sent() {
    let world = World::new();
    let (carmen, luis) = (world.device("pisiga", CARMEN), world.device("tambo", LUIS));
    let people: Vec<String> = (0..5).map(|n| carmen.register(&newcomer(n))).collect();
    let consultation = carmen.attend(&people[0], "antes de la versión nueva");
    let pending = carmen.pending();
    carmen.app.lock();
    let home = OpenHome::unlock(carmen.home(), CARMEN.name);
    let key = home.keyring.file_key("device", &home.secrets).unwrap();
    let connection = raw(&carmen.home().join("device.posta"), &key);
    connection.execute_batch("DROP TABLE holding; DROP TABLE carried; PRAGMA user_version = 1").unwrap();
    drop((connection, home));
    carmen.unlock(CARMEN.name);
    assert_eq!(carmen.pending(), pending);
    assert!(carmen.reads(&people[0], &consultation));
    assert_eq!(carmen.app.carry_view().unwrap().peers, [], "what is new works too");
    carmen.sync();
    luis.sync();
    carmen.sync();
    world.assert_same(&[&carmen, &luis]);
    assert!(people.iter().all(|id| luis.holds(id)));
}
