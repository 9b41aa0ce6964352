//! Whether anybody is applying batches to a scope's file: a lock on a file beside it, which ends with its holder however
//! that ends. Windows and commands of one home may apply side by side; only who finds nobody at it judges what was left.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::error::Error;

/// The empty file `<scope>.applying`.
pub(super) struct Applying(PathBuf);

/// Held as long as this lives. Nothing is held where the file system knows no locks.
pub(super) struct Held {
    file: File,
}

impl Drop for Held {
    fn drop(&mut self) {
        // Said, not left to the closing: a program that is being started meanwhile may hold a copy of the file.
        let _ = self.file.unlock();
    }
}

impl Applying {
    pub fn beside(path: &Path) -> Self {
        Self(path.with_extension("applying"))
    }

    /// Says that this connection is applying. Waits only while somebody judges, which takes one short transaction.
    pub fn begin(&self) -> Result<Held, Error> {
        let file = self.file()?;
        loop {
            match file.lock_shared() {
                Ok(()) => return Ok(Held { file }),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::Unsupported => return Ok(Held { file }),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Makes sure that nobody is applying or begins to; `None` when somebody is.
    pub fn judge(&self) -> Result<Option<Held>, Error> {
        let file = self.file()?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Held { file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
                Ok(Some(Held { file }))
            }
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    fn file(&self) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&self.0)
    }
}
