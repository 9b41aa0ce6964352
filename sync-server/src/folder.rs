//! The data folder: keys made once, each in a file that only its owner reads, and the database.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use posta_identity::private_file::create_private_folder;

use crate::error::Error;

/// The paths of one data folder.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Names a folder without touching the disk.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_path_buf() }
    }

    /// Creates the folder, for its owner only.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn create(&self) -> io::Result<()> {
        create_private_folder(&self.path)
    }

    /// The database.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.path.join("server.sqlite")
    }

    /// Takes the lock that only one serving process may hold; it lasts until the file is dropped.
    ///
    /// # Errors
    /// [`Error::NotInitialised`] without a folder, [`Error::Served`] when another process holds the lock.
    pub fn lock_for_serving(&self) -> Result<File, Error> {
        if read_if_present(&self.server_key())?.is_none() {
            return Err(Error::NotInitialised);
        }
        let file =
            OpenOptions::new().write(true).create(true).truncate(false).open(self.path.join("serve.lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(Error::Served),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// The server's Ed25519 key, which signs receipts.
    #[must_use]
    pub fn server_key(&self) -> PathBuf {
        self.path.join("server.key")
    }

    /// The TLS key (PKCS#8 DER).
    #[must_use]
    pub fn tls_key(&self) -> PathBuf {
        self.path.join("tls.key")
    }

    /// The self-signed certificate (DER).
    #[must_use]
    pub fn tls_certificate(&self) -> PathBuf {
        self.path.join("tls.der")
    }

    /// The key of the nonces.
    #[must_use]
    pub fn nonce_key(&self) -> PathBuf {
        self.path.join("nonce.key")
    }
}

/// Reads a file, `None` when it does not exist.
///
/// # Errors
/// When the disk refuses.
pub fn read_if_present(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
