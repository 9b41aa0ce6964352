//! The keyring on disk: the file, its copy, and the lock.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::{Content, KeyringError, VERSION};
use crate::form::{checked, decoded, encoded_secret, unchecked, version_of};
use crate::private_file::{create_private_folder, private_options, write_private};

pub(super) fn main_of(folder: &Path) -> PathBuf {
    folder.join("keyring.cbor")
}

pub(super) fn copy_of(folder: &Path) -> PathBuf {
    folder.join("keyring.cbor.bak")
}

/// Waits until no other process changes the keyring, and keeps them out until the lock is dropped.
pub(super) fn lock(folder: &Path) -> Result<File, KeyringError> {
    create_private_folder(folder).map_err(KeyringError::Io)?;
    let mut options = private_options();
    let lock = options.create(true).truncate(false).open(folder.join("keyring.lock"));
    let lock = lock.map_err(KeyringError::Io)?;
    lock.lock().map_err(KeyringError::Io)?;
    Ok(lock)
}

/// The newer of file and copy, of those that are whole.
pub(super) fn read(folder: &Path) -> Result<Content, KeyringError> {
    match (read_one(&main_of(folder)), read_one(&copy_of(folder))) {
        (Ok(main), Ok(copy)) if copy.generation > main.generation => Ok(copy),
        (Err(error @ KeyringError::UnsupportedVersion(_)), _)
        | (_, Err(error @ KeyringError::UnsupportedVersion(_))) => Err(error),
        (Ok(whole), _) | (_, Ok(whole)) => Ok(whole),
        (Err(KeyringError::NotFound), Err(error)) | (Err(error), Err(_)) => Err(error),
    }
}

fn read_one(path: &Path) -> Result<Content, KeyringError> {
    let bytes = std::fs::read(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => KeyringError::NotFound,
        _ => KeyringError::Io(error),
    })?;
    let payload = unchecked(&bytes).ok_or(KeyringError::Damaged)?;
    match version_of(&payload).ok_or(KeyringError::Damaged)? {
        VERSION => decoded(&payload).ok_or(KeyringError::Damaged),
        other => Err(KeyringError::UnsupportedVersion(other)),
    }
}

/// Writes the file, then the copy. A damaged file is set aside, never overwritten.
pub(super) fn write(folder: &Path, content: &Content) -> Result<(), KeyringError> {
    let payload: Zeroizing<Vec<u8>> = encoded_secret(content, 4096);
    let bytes = checked(&payload);
    for path in [main_of(folder), copy_of(folder)] {
        if let Err(KeyringError::Damaged) = read_one(&path) {
            let mut aside = path.clone().into_os_string();
            aside.push(format!(".damaged-{}", content.generation));
            std::fs::rename(&path, aside).map_err(KeyringError::Io)?;
        }
        write_private(&path, &bytes).map_err(KeyringError::Io)?;
    }
    Ok(())
}
