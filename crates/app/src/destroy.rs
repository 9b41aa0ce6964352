//! Destroying what a device holds, by an order that the authority signed: keys first, then files. A marker in the
//! folder makes it go on after a power cut, at every start, until nothing is left.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use posta_identity::durable::sync_parent;
use posta_identity::private_file::write_private;

use crate::error::Error;
use crate::folder::{Folder, storage};
use crate::open::Open;

/// A step that was just carried out, for tests that cut the power after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The marker is durable: from now on every start goes on with it.
    Marked,
    /// A file of keys was overwritten, and is still there.
    Overwritten,
    /// A file is gone.
    Removed,
    /// The marker says that all is done.
    Done,
}

/// Files that hold keys, overwritten before they go: whoever reads the disk's free space finds none of them.
const KEYRING: [&str; 6] = [
    "keyring.cbor",
    "keyring.cbor.bak",
    "keyring.cbor.tmp",
    "keyring.cbor.bak.tmp",
    "joining",
    "joining.tmp",
];

impl Open {
    /// Begins to destroy what this device holds, if it is to: nothing is saved here between the look at what waits and
    /// the marker, nor after it.
    ///
    /// # Errors
    /// [`Error::Storage`]; nothing is destroyed then.
    pub(crate) fn begin_destruction(&self) -> Result<bool, Error> {
        let folder = &self.desk.folder;
        if !self.membership().must_destroy(self.desk.keys.device) {
            return Ok(false);
        }
        let _alone = match folder.exclusive() {
            Err(Error::Destroyed) => return Ok(true),
            alone => alone?,
        };
        let begins = self.is_to_be_destroyed()?;
        if begins {
            mark(folder)?;
        }
        Ok(begins)
    }

    /// Whether the authority orders this device to destroy what it holds, and nothing that was written here is still
    /// without a receipt. What a mend could only carry is not waited for: where what it follows is gone everywhere, no
    /// server ever takes it. The order is an entry of the log, which counts with the authority's signature only: no
    /// other device, supervisor or server can give it. What another user saved may lie in that user's files only: while
    /// their mark stands, the order waits for whoever can open them.
    fn is_to_be_destroyed(&self) -> Result<bool, Error> {
        if !self.membership().must_destroy(self.desk.keys.device) || !self.desk.device.unshelved()?.is_empty()
        {
            return Ok(false);
        }
        for scope in self.desk.device.scopes()? {
            if !self.desk.device.pending_batches(&scope)?.is_empty() {
                return Ok(false);
            }
        }
        for scope in &self.scopes {
            if !self.unsent_batches(scope)?.is_empty() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Whether an order is being carried out, or has been.
pub(crate) fn is_destroyed(folder: &Folder) -> bool {
    folder.destroying().exists() || folder.destroyed().exists()
}

/// From now on nothing is saved here, and every start goes on with it.
fn mark(folder: &Folder) -> Result<(), Error> {
    write_private(&folder.destroying(), b"").map_err(storage)
}

/// Begins, or goes on; `after` is told each step.
///
/// # Errors
/// [`Error::Storage`]; the marker stays, and the next start goes on.
pub(crate) fn destroy(folder: &Folder, after: &mut dyn FnMut(Step)) -> Result<(), Error> {
    if folder.destroyed().exists() {
        return remove_file(&folder.destroying());
    }
    if !folder.destroying().exists() {
        mark(folder)?;
        after(Step::Marked);
    }
    for name in KEYRING {
        let path = folder.keyring().join(name);
        overwrite(&path, after)?;
        remove(&path, after)?;
    }
    // Copies of damaged keyrings, joins that never ended, and every file of records.
    for path in everything_else(folder.keyring())? {
        if path.is_file() && is_of_keys(&path) {
            overwrite(&path, after)?;
        }
        remove(&path, after)?;
    }
    write_private(&folder.destroyed(), b"").map_err(storage)?;
    after(Step::Done);
    remove_file(&folder.destroying())
}

/// All below the folder but the markers and the lock that others may hold, files before their folders.
fn everything_else(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    let mut emptied = Vec::new();
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).map_err(storage)? {
            let path = entry.map_err(storage)?.path();
            let is_folder = std::fs::symlink_metadata(&path).map_err(storage)?.is_dir();
            match path.file_name().and_then(|name| name.to_str()) {
                Some("destroying" | "destroying.tmp" | "destroyed" | "destroyed.tmp") if next == folder => {}
                _ if is_folder => {
                    folders.push(path.clone());
                    emptied.push(path);
                }
                _ => found.push(path),
            }
        }
    }
    found.extend(emptied.into_iter().rev());
    Ok(found)
}

fn is_of_keys(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with("keyring.cbor"))
}

fn overwrite(path: &Path, after: &mut dyn FnMut(Step)) -> Result<(), Error> {
    let mut file = match OpenOptions::new().write(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(storage(error)),
    };
    let mut left = file.metadata().map_err(storage)?.len();
    let noise = [0xA5; 4096];
    file.rewind().map_err(storage)?;
    while left > 0 {
        let part =
            noise.get(..usize::try_from(left).unwrap_or(noise.len()).min(noise.len())).unwrap_or(&noise);
        file.write_all(part).map_err(storage)?;
        left -= part.len() as u64;
    }
    file.sync_all().map_err(storage)?;
    after(Step::Overwritten);
    Ok(())
}

fn remove(path: &Path, after: &mut dyn FnMut(Step)) -> Result<(), Error> {
    match std::fs::symlink_metadata(path) {
        Err(_) => return Ok(()),
        Ok(metadata) if metadata.is_dir() => std::fs::remove_dir(path).map_err(storage)?,
        Ok(_) => remove_file(path)?,
    }
    sync_parent(path).map_err(storage)?;
    after(Step::Removed);
    Ok(())
}

fn remove_file(path: &Path) -> Result<(), Error> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(storage(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[path = "destroy_tests.rs"]
mod tests;
