#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use super::*;

/// A home as it lies on a disk: the same names, other bytes.
fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    for folder in ["scopes", "unfinished-1"] {
        std::fs::create_dir(home.path().join(folder)).unwrap();
    }
    for name in [
        "keyring.cbor",
        "keyring.cbor.bak",
        "keyring.cbor.damaged-3",
        "keyring.lock",
        "joining",
        "lock",
        "device.posta",
        "device.posta-wal",
        "scopes/aa.posta",
        "scopes/aa.posta-shm",
        "scopes/aa.applying",
        "unfinished-1/keyring.cbor",
    ] {
        std::fs::write(home.path().join(name), format!("secret of {name}").repeat(400)).unwrap();
    }
    home
}

fn names(home: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(home)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn nothing_is_left_but_the_word_that_it_was_done() {
    let home = home();
    let folder = Folder::at(home.path()).unwrap();
    destroy(&folder, &mut |_| {}).unwrap();
    assert_eq!(names(home.path()), ["destroyed"]);
    assert!(is_destroyed(&folder));
    // Again does nothing more.
    destroy(&folder, &mut |step| panic!("{step:?}")).unwrap();
}

#[test]
fn keys_are_overwritten_and_gone_before_any_file_of_records() {
    let home = home();
    let folder = Folder::at(home.path()).unwrap();
    let mut steps = Vec::new();
    destroy(&folder, &mut |step| {
        let keys = home.path().join("keyring.cbor").exists() || home.path().join("keyring.cbor.bak").exists();
        let records =
            home.path().join("device.posta").exists() && home.path().join("scopes/aa.posta").exists();
        assert!(records || !keys, "records went while keys were there");
        if step == Step::Overwritten {
            for name in ["keyring.cbor", "keyring.cbor.bak"] {
                let bytes = std::fs::read(home.path().join(name)).unwrap_or_default();
                let whole = String::from_utf8_lossy(&bytes).contains("secret");
                assert!(!whole || steps.len() < 5, "{name} still there after {steps:?}");
            }
        }
        steps.push(step);
    })
    .unwrap();
    assert_eq!(steps.first(), Some(&Step::Marked));
    assert_eq!(steps.get(1), Some(&Step::Overwritten));
    assert_eq!(steps.last(), Some(&Step::Done));
}

#[test]
fn cut_after_any_step_the_next_start_ends_it() {
    let mut steps = 0;
    destroy(&Folder::at(home().path()).unwrap(), &mut |_| steps += 1).unwrap();
    assert!(steps > 12, "{steps}");
    for cut in 1..=steps {
        let home = home();
        let folder = Folder::at(home.path()).unwrap();
        let mut seen = 0;
        let stopped = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            destroy(&folder, &mut |_| {
                seen += 1;
                assert!(seen < cut, "the power is cut");
            })
        }));
        assert!(stopped.is_err());
        assert!(is_destroyed(&folder), "cut after step {cut}: nothing says that it began");
        crate::App::open(home.path()).unwrap();
        assert_eq!(names(home.path()), ["destroyed"], "cut after step {cut}");
    }
}

#[test]
fn a_home_without_a_marker_is_left_alone() {
    let home = home();
    let before = names(home.path());
    let app = crate::App::open(home.path()).unwrap();
    assert_eq!(names(home.path()), before);
    assert!(!is_destroyed(&app.folder));
}

#[test]
fn nothing_is_written_once_the_marker_stands() {
    let home = home();
    let folder = Folder::at(home.path()).unwrap();
    assert!(folder.exclusive().is_ok());
    mark(&folder).unwrap();
    assert!(matches!(folder.exclusive(), Err(Error::Destroyed)));
    destroy(&folder, &mut |_| {}).unwrap();
    assert!(matches!(folder.exclusive(), Err(Error::Destroyed)));
    assert_eq!(names(home.path()), ["destroyed"]);
}
