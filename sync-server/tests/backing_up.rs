//! Copies of a server, and servers made from them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::path::Path;

use common::{SABAYA, World, beside, digest_of, person, serve};
use posta_identity::Role;
use posta_protocol::SignedBatch;
use sync_server::{Error, Held, back_up, restore};

#[tokio::test(flavor = "multi_thread")]
async fn a_server_made_from_a_copy_is_given_again_what_came_after_it() {
    let world = World::start().await;
    let url = world.running.url();
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    let (rosa, made) = person(device.actor(), [1; 16], "Rosa");
    let (ines, made_later) = person(device.actor(), [2; 16], "Inés");
    let first = device.batch(registry, &[made]);
    device.exchange(&url, registry, &[&first]).await;
    let (data, copy) = (world.data(), world.folder.path().join("copy"));
    // While it serves.
    let held = if beside::is_postgres() { Held::Keys } else { Held::All };
    assert_eq!(back_up(&data, &copy).unwrap(), held);
    let second = device.batch(registry, &[made_later]);
    assert!(device.exchange(&url, registry, &[&second]).await.covers(&second));
    let expected = digest_of(&[("person", [1; 16], &rosa), ("person", [2; 16], &ines)]);
    assert_eq!(world.digest(registry), expected);
    world.running.stop().await.unwrap();

    let again = world.folder.path().join("again/data");
    std::fs::create_dir_all(&again).unwrap();
    assert_eq!(restore(&copy, &again).unwrap(), held);
    let running = serve(&again).await;
    let answer = device.exchange(&running.url(), registry, &[]).await;
    assert_eq!(answer.status, 200, "the device's nonce and its pin hold");
    if held == Held::All {
        assert!(!answer.covers(&second), "the receipt tells the device what is missing");
        assert!(device.exchange(&running.url(), registry, &[&second]).await.covers(&second));
    }
    assert_eq!(running.document_digest(registry).unwrap(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_made_while_devices_bring_their_work_and_holds_whole_batches() {
    let world = World::start().await;
    let url = world.running.url();
    let mut device = world.join(Role::Registrar, SABAYA).await;
    let registry = device.registry();
    let batches: Vec<SignedBatch> = (0..60)
        .map(|number| {
            let change = person(device.actor(), [number; 16], "Rosa").1;
            device.batch(registry, &[change])
        })
        .collect();
    let (data, folder) = (world.data(), world.folder.path().to_owned());
    let copies = std::thread::spawn(move || {
        for number in 0..5 {
            back_up(&data, &folder.join(format!("copy{number}"))).unwrap();
        }
    });
    for part in batches.chunks(6) {
        let part: Vec<&SignedBatch> = part.iter().collect();
        assert!(device.exchange(&url, registry, &part).await.covers(part[5]));
    }
    copies.join().unwrap();
    world.running.stop().await.unwrap();
    for number in 0..5 {
        let again = world.folder.path().join(format!("again{number}"));
        restore(&world.folder.path().join(format!("copy{number}")), &again).unwrap();
        let running = serve(&again).await;
        let answer = device.exchange(&running.url(), registry, &[]).await;
        assert_eq!(answer.batches, batches[..answer.batches.len()], "in their order, none left out");
        running.stop().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_overwritten_and_a_damaged_copy_makes_no_server() {
    let world = World::start().await;
    let at = |name: &str| world.folder.path().join(name);
    let (data, copy) = (world.data(), at("copy"));
    back_up(&data, &copy).unwrap();
    assert!(matches!(back_up(&data, &copy), Err(Error::NotEmpty)));
    assert!(matches!(restore(&copy, &data), Err(Error::NotEmpty)), "there is a server");
    assert!(matches!(restore(&at("nothing"), &at("new")), Err(Error::NoBackup)));
    assert!(matches!(back_up(&at("nothing"), &at("other")), Err(Error::NotInitialised)));
    for name in std::fs::read_dir(&copy).unwrap() {
        let file = name.unwrap().path();
        assert!(is_private(&file), "{}", file.display());
        let whole = std::fs::read(&file).unwrap();
        let mut broken = whole.clone();
        broken[whole.len() / 2] ^= 1;
        std::fs::write(&file, broken).unwrap();
        let refused = restore(&copy, &at("new"));
        assert!(matches!(refused, Err(Error::Damaged("backup") | Error::Newer)), "{}", file.display());
        assert!(!at("new").exists() && !at("new.unfinished").exists());
        std::fs::write(&file, whole).unwrap();
    }
    restore(&copy, &at("new")).unwrap();
    assert!(std::fs::read_dir(at("new")).unwrap().all(|file| is_private(&file.unwrap().path())));
}

fn is_private(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    file.metadata().unwrap().permissions().mode().trailing_zeros() >= 6
}
