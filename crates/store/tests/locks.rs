//! What another program sees of a file that this one has open.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::path::{Path, PathBuf};
use std::process::Command;

use posta_identity::FileKey;
use posta_store::DeviceFile;

const FILE: &str = "POSTA_TEST_FILE";

fn key() -> FileKey {
    FileKey::from_bytes([7; 48])
}

/// Asked of another program: the locks of one process do not show it to itself.
fn is_in_use(path: &Path) -> bool {
    let mut other = Command::new(std::env::current_exe().unwrap());
    let name = "a_file_that_was_looked_through_is_still_seen_to_be_open";
    let told = other.args(["--exact", name, "--nocapture"]).env(FILE, path).output().unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(told.contains("in use: "), "{told}");
    told.contains("in use: true")
}

#[test]
fn a_file_that_was_looked_through_is_still_seen_to_be_open() {
    if let Some(path) = std::env::var_os(FILE) {
        println!("in use: {}", DeviceFile::is_in_use(&PathBuf::from(path), &key()).unwrap());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("device.posta");
    let file = DeviceFile::open(&path, &key()).unwrap();
    file.put_setting("one", b"1").unwrap();
    assert!(is_in_use(&path));
    assert!(!DeviceFile::is_damaged(&path, &key()).unwrap());
    assert!(is_in_use(&path), "its locks went with the look");
    drop(file);
    assert!(!is_in_use(&path));
}
