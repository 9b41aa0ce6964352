//! The data folder: keys made once, each in a file that only its owner reads, and the database.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use posta_identity::ServerKeys;
use posta_identity::private_file::{create_private_folder, write_private};
use zeroize::Zeroizing;

use crate::database::{self as db, Address, Database};
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

    /// The folder itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Creates the folder, for its owner only.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn create(&self) -> io::Result<()> {
        create_private_folder(&self.path)
    }

    /// The file of SQLite, unless [`database_address`](Self::database_address) is there.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.path.join("server.sqlite")
    }

    /// A database that is made anew beside a damaged one, until it is whole.
    #[must_use]
    pub fn database_anew(&self) -> PathBuf {
        self.path.join("server.sqlite.anew")
    }

    /// Says that a database made anew is whole, and names the folder of the damaged one.
    #[must_use]
    pub fn mending(&self) -> PathBuf {
        self.path.join("mending")
    }

    /// The address of a database elsewhere, which may hold a password.
    #[must_use]
    pub fn database_address(&self) -> PathBuf {
        self.path.join("database")
    }

    /// The certificates (PEM) that the database's must come from when it is reached over a network.
    #[must_use]
    pub fn database_roots(&self) -> PathBuf {
        self.path.join("database.pem")
    }

    /// Where the database of this folder is.
    ///
    /// # Errors
    /// When the disk refuses, or what stands there is no address.
    pub fn address(&self) -> Result<Address, Error> {
        let Some(text) = read_if_present(&self.database_address())? else {
            return Ok(Address::File(self.database()));
        };
        let text = Zeroizing::new(text);
        let text = std::str::from_utf8(&text).map_err(|_| Error::BadDatabase)?;
        Address::parse(text, read_if_present(&self.database_roots())?.as_deref())
    }

    /// Opens the database of this folder.
    ///
    /// # Errors
    /// As [`address`](Self::address) and [`Database::open`]; [`Error::Mending`] while one database takes another's place.
    pub fn open_database(&self) -> Result<Database, Error> {
        if self.mending().exists() {
            return Err(Error::Mending);
        }
        Database::open(&self.address()?)
    }

    /// Opens the database of this folder, if it is of the server whose key the folder holds.
    ///
    /// # Errors
    /// As [`open_database`](Self::open_database); [`Error::OtherServer`] when it is of another server, or of none yet.
    pub fn open_own_database(&self, keys: &ServerKeys) -> Result<Database, Error> {
        let (database, public) = (self.open_database()?, keys.public());
        match database.read(db::server_key)? {
            Some(known) if known == public => {}
            // Of a version that did not note it; a file in the same folder is its own.
            None if self.database().exists() => {
                database.write(|transaction| db::set_server_key(transaction, public))?;
            }
            _ => return Err(Error::OtherServer),
        }
        Ok(database)
    }

    /// Notes that the database of this folder is elsewhere.
    ///
    /// # Errors
    /// [`Error::OtherDatabase`] when the folder has a database of its own.
    pub fn set_address(&self, text: &str) -> Result<(), Error> {
        Address::parse(text, read_if_present(&self.database_roots())?.as_deref())?;
        if self.database().exists() {
            return Err(Error::OtherDatabase);
        }
        self.create()?;
        let known = read_if_present(&self.database_address())?.map(Zeroizing::new);
        if known.is_none_or(|known| known.trim_ascii() != text.trim().as_bytes()) {
            write_private(&self.database_address(), text.trim().as_bytes())?;
        }
        Ok(())
    }

    /// Takes the lock that only one serving process may hold; it lasts until the file is dropped. Nodes that share a
    /// database share no lock.
    ///
    /// # Errors
    /// [`Error::NotInitialised`] without a folder, [`Error::Served`] when another process holds the lock.
    pub fn lock_for_serving(&self) -> Result<Option<File>, Error> {
        if read_if_present(&self.server_key())?.is_none() {
            return Err(Error::NotInitialised);
        }
        if read_if_present(&self.database_address())?.is_some() {
            return Ok(None);
        }
        let file =
            OpenOptions::new().write(true).create(true).truncate(false).open(self.path.join("serve.lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Err(Error::Served),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// The server's Ed25519 key, which signs receipts.
    #[must_use]
    pub fn server_key(&self) -> PathBuf {
        self.path.join("server.key")
    }

    /// Reads it.
    ///
    /// # Errors
    /// [`Error::NotInitialised`] without one.
    pub fn keys(&self) -> Result<ServerKeys, Error> {
        let bytes = read_if_present(&self.server_key())?.map(Zeroizing::new).ok_or(Error::NotInitialised)?;
        ServerKeys::from_bytes(&bytes).map_err(|_| Error::Damaged("server key"))
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
