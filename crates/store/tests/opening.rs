//! Opening: keys, formats, damage.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::path::Path;

use common::{Desk, consultation, person};
use posta_identity::FileKey;
use posta_identity::ids::ScopeId;
use posta_store::{DeviceFile, Draft, DraftId, Error, ScopeFile};
use rusqlite::Connection;

/// The file by SQLCipher alone, past this crate.
fn raw(path: &Path, key: &FileKey) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"{}\"", key.pragma().as_str())).unwrap();
    connection
}

fn close(desk: Desk) -> (tempfile::TempDir, ScopeId, FileKey, FileKey) {
    let Desk { folder, scope, device_key, scope_key, .. } = desk;
    (folder, scope, device_key, scope_key)
}

#[test]
fn a_wrong_key_is_a_clear_error_and_damages_nothing() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save(&[person(1, &[("given_names", "Ana")])]);
    let digest = desk.file.digest().unwrap();
    let path = desk.scope_path();
    let (folder, _, _, key) = close(desk);
    let before = fs::read(&path).unwrap();
    assert!(matches!(ScopeFile::open(&path, &FileKey::random()), Err(Error::WrongKey)));
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(ScopeFile::open(&path, &key).unwrap().digest().unwrap(), digest);
    drop(folder);
}

#[test]
fn a_device_file_is_not_taken_for_a_scope_file() {
    let desk = Desk::new(ScopeId::random());
    let (path, scope_path) = (desk.device_path(), desk.scope_path());
    let (_folder, _, device_key, scope_key) = close(desk);
    assert!(matches!(ScopeFile::open(&path, &device_key), Err(Error::OtherFamily)));
    assert!(matches!(DeviceFile::open(&scope_path, &scope_key), Err(Error::OtherFamily)));
    DeviceFile::open(&path, &device_key).unwrap();
}

#[test]
fn a_new_scope_file_must_be_called_by_its_scope_and_keeps_it_inside() {
    let folder = tempfile::tempdir().unwrap();
    let key = FileKey::random();
    assert!(matches!(ScopeFile::open(&folder.path().join("notas.posta"), &key), Err(Error::OtherFamily)));
    let scope = ScopeId::random();
    let path = folder.path().join(format!("{scope}.posta"));
    ScopeFile::open(&path, &key).unwrap();
    let copy = folder.path().join("copia.posta");
    fs::copy(&path, &copy).unwrap();
    assert_eq!(ScopeFile::open(&copy, &key).unwrap().scope(), scope);
}

#[test]
fn opening_again_changes_nothing() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save(&[person(1, &[("given_names", "Ana")])]);
    let digest = desk.file.digest().unwrap();
    let path = desk.scope_path();
    let (_folder, _, _, key) = close(desk);
    drop(ScopeFile::open(&path, &key).unwrap());
    let once = fs::read(&path).unwrap();
    for _ in 0..3 {
        assert_eq!(ScopeFile::open(&path, &key).unwrap().digest().unwrap(), digest);
    }
    assert_eq!(fs::read(&path).unwrap(), once);
}

#[test]
fn an_older_program_refuses_a_newer_file_and_leaves_it_unharmed() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save(&[person(1, &[("given_names", "Ana")])]);
    let path = desk.scope_path();
    let (_folder, _, _, key) = close(desk);
    raw(&path, &key).pragma_update(None, "user_version", 9_000).unwrap();
    let before = fs::read(&path).unwrap();
    let refused = ScopeFile::open(&path, &key);
    assert!(matches!(refused, Err(Error::Newer { found: 9_000, .. })));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_damaged_file_is_an_error_and_is_left_in_place() {
    let mut desk = Desk::new(ScopeId::random());
    for number in 0..40 {
        desk.save(&[person(number, &[("given_names", "Ana"), ("surname1", "Mamani")])]);
    }
    let path = desk.scope_path();
    let (folder, _, _, key) = close(desk);
    let mut bytes = fs::read(&path).unwrap();
    for page in 1..bytes.len() / 4096 {
        bytes[page * 4096 + 100] ^= 0x40;
    }
    fs::write(&path, &bytes).unwrap();
    let outcome = ScopeFile::open(&path, &key).and_then(|file| file.digest());
    assert!(matches!(outcome, Err(Error::Damaged(_))), "{outcome:?}");
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert_eq!(
        fs::read_dir(folder.path())
            .unwrap()
            .filter(|entry| {
                entry.as_ref().unwrap().path().extension().is_some_and(|ending| ending == "posta")
            })
            .count(),
        2
    );

    bytes.truncate(5_000);
    bytes[50] ^= 1;
    fs::write(&path, &bytes).unwrap();
    assert!(matches!(ScopeFile::open(&path, &key), Err(Error::WrongKey | Error::Damaged(_))));
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn what_is_written_appears_in_no_byte_of_any_file() {
    const CANARY: &str = "Canaribelindo";
    let mut desk = Desk::new(ScopeId::random());
    desk.save(&[
        person(1, &[("given_names", CANARY), ("document/a/number", "CANARIO-777")]),
        consultation(2, 1, "nota de Canaribelindo"),
    ]);
    let draft = Draft {
        id: DraftId([1; 16]),
        owner: desk.user.user,
        kind: "registration".to_owned(),
        json: format!("{{\"given_names\":\"{CANARY}\"}}"),
        at: desk.at,
    };
    desk.file.save_draft(&draft).unwrap();
    desk.device.put_setting("server", CANARY.as_bytes()).unwrap();
    desk.file.rebuild().unwrap();
    assert_eq!(desk.file.search(CANARY, 5).unwrap().len(), 1);
    let mut files = 0;
    // While open, so that the write-ahead logs and shared memory are there.
    for entry in fs::read_dir(desk.folder.path()).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap().to_ascii_lowercase();
        files += 1;
        for canary in ["canaribelindo", "canario", "sqlite format", "person_words"] {
            assert!(!bytes.windows(canary.len()).any(|window| window == canary.as_bytes()));
        }
    }
    assert!(files >= 6, "two databases, two logs, two shared memories");
}

#[test]
fn errors_carry_no_value_and_no_path() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Quispe").join("device.posta");
    let error = DeviceFile::open(&path, &FileKey::random()).err().unwrap();
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(!text.contains("Quispe"), "{text}");
    }
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let mut desk = Desk::new(ScopeId::random());
    desk.save(&[person(1, &[("given_names", "Ana")])]);
    for entry in fs::read_dir(desk.folder.path()).unwrap() {
        assert_eq!(entry.unwrap().metadata().unwrap().permissions().mode() & 0o077, 0);
    }
}
