//! A device's folder: keyring, device file, one file per scope. File names say nothing about anybody.

use std::fs::File;
use std::path::{Path, PathBuf};

use posta_identity::ScopeId;
use posta_identity::private_file::create_private_folder;

use crate::border::reach;
use crate::error::Error;

/// Says of a folder that all of it is a practice.
pub(crate) const MARK: &str = "invented";

/// Where the files of one device are.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    home: PathBuf,
    /// As it was when it was opened: who takes the mark away later changes nothing of what may leave.
    is_practice: bool,
}

impl Folder {
    /// The folder at `path`, which need not be there yet.
    pub fn at(path: &Path) -> Result<Self, Error> {
        if path.exists() && !path.is_dir() {
            return Err(Error::Unreadable("the device's folder is a file".into()));
        }
        Ok(Folder { home: path.into(), is_practice: path.join(MARK).exists() })
    }

    /// Makes the folder, readable by its owner only.
    pub fn prepare(&self) -> Result<(), Error> {
        create_private_folder(&self.home).map_err(storage)?;
        create_private_folder(&self.home.join("scopes")).map_err(storage)
    }

    /// Moves what a join that never ended has left into a folder of its own. Nobody has ever unlocked it, so it holds
    /// no work; it is kept all the same, files of scopes too, which the next join could not open.
    pub fn set_aside(&self, at: i64) -> Result<(), Error> {
        let aside = self.home.join(format!("unfinished-{at}"));
        create_private_folder(&aside).map_err(storage)?;
        for name in [
            "keyring.cbor",
            "keyring.cbor.bak",
            "device.posta",
            "device.posta-wal",
            "device.posta-shm",
            "device.posta-wal-as-found",
            "device.anew",
            "device.anew-wal",
            "device.anew-shm",
            "mending",
            "scopes",
        ] {
            match std::fs::rename(self.home.join(name), aside.join(name)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(storage(error)),
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether there is a file of any scope: somebody has unlocked.
    pub fn has_scopes(&self) -> Result<bool, Error> {
        match std::fs::read_dir(self.home.join("scopes")) {
            Ok(mut files) => Ok(files.next().is_some()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(storage(error)),
        }
    }

    pub fn keyring(&self) -> &Path {
        &self.home
    }

    /// Says that what this device held is being destroyed.
    pub fn destroying(&self) -> PathBuf {
        self.home.join("destroying")
    }

    /// Says that what this device held has been destroyed.
    pub fn destroyed(&self) -> PathBuf {
        self.home.join("destroyed")
    }

    /// Says that a join is on its way.
    pub fn joining(&self) -> PathBuf {
        self.home.join("joining")
    }

    /// Whether this is the device of a practice, with invented people, from which nothing goes out.
    pub fn is_practice(&self) -> bool {
        self.is_practice
    }

    /// Names the country pack.
    pub fn pack(&self) -> PathBuf {
        self.home.join("pack")
    }

    pub fn device(&self) -> PathBuf {
        self.home.join("device.posta")
    }

    /// Where a device file is made anew that takes a damaged one's place once it is whole.
    pub fn device_anew(&self) -> PathBuf {
        self.home.join("device.anew")
    }

    /// Says that the device file is to be looked through, or, once there is a whole new one, where the damaged one goes.
    pub fn mending(&self) -> PathBuf {
        self.home.join("mending")
    }

    pub fn scope(&self, scope: ScopeId) -> PathBuf {
        self.home.join("scopes").join(format!("{scope}.posta"))
    }

    /// Where the files of scopes lie, and those that were damaged.
    pub fn scopes(&self) -> PathBuf {
        self.home.join("scopes")
    }

    /// Removes the file of a scope, and what belongs to it; under the folder's lock.
    ///
    /// # Errors
    /// [`Error::Storage`]; whatever is left goes the next time.
    pub fn remove_scope(&self, scope: ScopeId) -> Result<(), Error> {
        let file = self.scope(scope);
        for end in ["posta-wal", "posta-shm", "applying", "posta"] {
            match std::fs::remove_file(file.with_extension(end)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(storage(error)),
                _ => {}
            }
        }
        Ok(())
    }

    /// Held while an own batch is written and copied to the shelf, and while batches are offered: another process
    /// or thread must not offer a batch that is just growing.
    ///
    /// # Errors
    /// [`Error::Destroyed`] once what this device held is being destroyed: nothing is written any more;
    /// [`Error::Storage`].
    pub fn exclusive(&self) -> Result<File, Error> {
        self.is_in_use()?;
        let file = File::options().create(true).append(true).open(self.home.join("lock")).map_err(storage)?;
        file.lock().map_err(storage)?;
        self.is_in_use()?;
        Ok(file)
    }

    /// A home that was destroyed can be joined anew: then there is a device file again.
    fn is_in_use(&self) -> Result<(), Error> {
        let is_there = self.device().exists() || self.mending().exists();
        let has_ended = self.destroyed().exists() && !is_there;
        if self.destroying().exists() || has_ended { Err(Error::Destroyed) } else { Ok(()) }
    }
}

pub(crate) fn storage(error: std::io::Error) -> Error {
    reach(error.kind())
}
