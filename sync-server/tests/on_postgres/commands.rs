//! The real program with a database of PostgreSQL.

use std::process::Output;

use posta_identity::{DeviceKeys, KdfCost};

use crate::common::process::{Serving, command, invite, json, paths, run};
use crate::common::{SABAYA, accept_at, person, postgres};

const PASSWORD: &str = "CANARIO-palabra";

/// An address with a password, which the server of the tests does not ask for.
fn address() -> String {
    postgres::new_database().replace("posta@", &format!("posta:{PASSWORD}@"))
}

fn init(folder: &std::path::Path, database: &str, department: &str) -> Output {
    let (data, authority) = paths(folder);
    run(&[
        "init",
        "--data",
        &data,
        "--authority",
        &authority,
        "--department",
        department,
        "--database",
        database,
    ])
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_data_folder_remembers_the_database_and_nothing_that_is_said_tells_its_password() {
    let folder = tempfile::tempdir().unwrap();
    let address = address();
    let mut all = said(&init(folder.path(), &address, "04"));
    let invited = invite(folder.path(), "Ana Prueba", "care", SABAYA);
    assert_eq!(invited.status.code(), Some(0), "{}", said(&invited));
    let serving = Serving::start(folder.path(), &["--plain-http"]);
    let code: posta_identity::Code = json(&invited)["code"].as_str().unwrap().parse().unwrap();
    let (device, join) = accept_at(&serving.url, &code, DeviceKeys::random(), KdfCost::STANDARD).await;
    let mut device = device.finish_join(&serving.url, &join).await;
    let (_, change) = person(device.actor(), [1; 16], "Rosa");
    let batch = device.batch(device.registry(), &[change]);
    assert!(device.exchange(&serving.url, device.registry(), &[&batch]).await.covers(&batch));
    let (data, authority) = paths(folder.path());
    let members = run(&["members", "--data", &data, "--authority", &authority, "--department", "04"]);
    assert!(said(&members).contains(&device.secrets.user.to_string()));
    // Given once more, by the environment, it is the same.
    let again = command()
        .args(["members", "--data", &data, "--authority", &authority, "--department", "04"])
        .env("POSTA_DATABASE", &address)
        .output()
        .unwrap();
    assert_eq!(again.stdout, members.stdout);
    let copy = folder.path().join("copy");
    let copied = run(&["backup", "--data", &data, "--to", copy.to_str().unwrap()]);
    assert!(said(&copied).contains("pg_dump"), "{}", said(&copied));
    for help in [["serve", "--help"], ["init", "--help"]] {
        all += &said(&command().args(help).env("POSTA_DATABASE", &address).output().unwrap());
    }
    let (exit, logged) = serving.stop();
    assert_eq!(exit, Some(0));
    all += &(said(&members) + &said(&again) + &said(&copied) + &logged);
    assert!(!all.contains(PASSWORD), "{all}");
    assert!(!std::path::Path::new(&data).join("server.sqlite").exists());
}

#[test]
fn a_database_that_does_not_fit_is_refused_with_its_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let refused = |name: &str, database: &str| {
        let output = init(&at(name), database, "04");
        assert!(!said(&output).contains(PASSWORD), "{}", said(&output));
        output.status.code()
    };
    assert_eq!(refused("none", "posta"), Some(3));
    assert_eq!(refused("network", &format!("postgres://posta:{PASSWORD}@192.0.2.1/posta")), Some(5));
    assert_eq!(refused("away", &format!("postgres://posta:{PASSWORD}@%2Fnowhere/posta")), Some(7));
    // A folder with a database of its own, and a database with a server of its own.
    let (data, authority) = paths(&at("file"));
    let file = run(&["init", "--data", &data, "--authority", &authority, "--department", "04"]);
    assert_eq!(file.status.code(), Some(0));
    let address = address();
    assert_eq!(refused("file", &address), Some(3));
    assert_eq!(refused("first", &address), Some(0));
    assert_eq!(refused("second", &address), Some(3));
    // An empty database is of no server yet: nobody serves it by mistake.
    let (data, _) = paths(&at("first"));
    std::fs::write(at("first").join("data/database"), postgres::new_database()).unwrap();
    let program = env!("CARGO_BIN_EXE_posta-server");
    let serve = ["30", program, "serve", "--data", &data, "--listen", "127.0.0.1:0"];
    let serve = std::process::Command::new("timeout").args(serve).output().unwrap();
    assert_eq!(serve.status.code(), Some(3), "{}", said(&serve));
}

#[test]
fn nodes_with_a_copy_of_one_data_folder_show_devices_one_key() {
    let folder = tempfile::tempdir().unwrap();
    init(folder.path(), &address(), "04");
    let (data, _) = paths(folder.path());
    let copy = folder.path().join("copy");
    run(&["backup", "--data", &data, "--to", copy.to_str().unwrap()]);
    let other = folder.path().join("other");
    std::fs::create_dir(&other).unwrap();
    let made = run(&["restore", "--from", copy.to_str().unwrap(), "--data", &paths(&other).0]);
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    let both = [Serving::start(folder.path(), &[]), Serving::start(&other, &[])];
    for name in ["server.key", "tls.key", "tls.der"] {
        let read = |folder: &std::path::Path| std::fs::read(folder.join("data").join(name)).unwrap();
        assert_eq!(read(folder.path()), read(&other), "{name}");
    }
    for serving in both {
        assert_eq!(serving.stop().0, Some(0));
    }
}
