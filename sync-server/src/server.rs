//! What all requests share.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use posta_identity::ServerKeys;
use posta_identity::ids::{DeviceId, Hash32, ScopeId};
use tokio::sync::Semaphore;

use crate::database::{self as db, Database};
use crate::error::Error;
use crate::folder::{Folder, read_if_present};
use crate::members::Members;
use crate::merge::merge_waiting;
use crate::nonce::NonceKey;

/// Requests whose work on disk and signatures runs at one time.
const WORKERS: usize = 4;
/// Exchanges that one device may have open: an interrupted one may not have been noticed yet.
const EXCHANGES_OF_A_DEVICE: usize = 4;

/// One running server.
pub struct Server {
    pub(crate) database: Database,
    pub(crate) members: Members,
    pub(crate) keys: ServerKeys,
    pub(crate) nonces: NonceKey,
    pub(crate) workers: Semaphore,
    merging: Mutex<()>,
    open_exchanges: Mutex<HashMap<DeviceId, usize>>,
}

impl Server {
    /// Opens an initialised data folder and merges what a crash left unmerged.
    ///
    /// # Errors
    /// When the folder was not initialised, or the disk refuses.
    pub fn open(folder: &Folder) -> Result<Self, Error> {
        let keys = read_if_present(&folder.server_key())?.ok_or(Error::NotInitialised)?;
        let server = Self {
            database: Database::open(&folder.database())?,
            members: Members::default(),
            keys: ServerKeys::from_bytes(&keys).map_err(|_| Error::Damaged("server key"))?,
            nonces: NonceKey::load_or_make(folder)?,
            workers: Semaphore::new(WORKERS),
            merging: Mutex::new(()),
            open_exchanges: Mutex::new(HashMap::new()),
        };
        for scope in server.database.read(db::waiting_scopes)? {
            server.merge(scope)?;
        }
        Ok(server)
    }

    /// Merges what waits in a registry scope; one scope at a time in the whole server.
    ///
    /// # Errors
    /// When the database fails.
    pub fn merge(&self, scope: ScopeId) -> Result<(), Error> {
        let _one_at_a_time = self.merging.lock().unwrap_or_else(PoisonError::into_inner);
        merge_waiting(&self.database, scope)
    }

    /// One hash over a registry scope's documents, by the formula that devices use.
    ///
    /// # Errors
    /// When the database fails.
    pub fn document_digest(&self, scope: ScopeId) -> Result<Hash32, Error> {
        self.database.read(|connection| db::digest(connection, scope))
    }

    /// Counts an exchange of a device as open, unless too many are.
    pub(crate) fn open_exchange(self: &std::sync::Arc<Self>, device: DeviceId) -> Option<OpenExchange> {
        let mut open = self.open_exchanges.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(device).or_insert(0);
        if *count >= EXCHANGES_OF_A_DEVICE {
            return None;
        }
        *count += 1;
        Some(OpenExchange { server: std::sync::Arc::clone(self), device })
    }
}

/// An exchange that counts as open until this is dropped.
pub(crate) struct OpenExchange {
    server: std::sync::Arc<Server>,
    device: DeviceId,
}

impl Drop for OpenExchange {
    fn drop(&mut self) {
        let mut open = self.server.open_exchanges.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.device) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                open.remove(&self.device);
            }
        }
    }
}
