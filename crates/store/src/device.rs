//! `device.posta`: what any user of this device may open. It holds no document: sealed bodies stay sealed in it.

mod carried;
mod check;
mod checkpoint;
mod covered;
mod erase;
mod growth;
mod history;
mod holding;
mod inbox;
mod lane;
mod ledger;
mod mark;
mod quarantine;
mod receipt;
mod refill;
mod salvage;
mod setting;
mod shelf;
mod signed_by;

use std::path::{Path, PathBuf};

use posta_identity::FileKey;
use rusqlite::Connection;

use crate::error::Error;
use crate::file;
use crate::migration;

pub use carried::{CarriedBatch, Kept};
pub use check::LaneFault;
pub use history::Exchanged;
pub use holding::{Held, Way};
pub use inbox::{InboxKey, InboxPen};
pub use lane::LaneAct;
pub use quarantine::QuarantinedBatch;
pub use receipt::Pending;
pub use refill::{LostBatch, Refilled};
pub use salvage::SalvagedDevice;
pub use shelf::{OwnFeedState, ShelfCounts, ShelfEntry, Shelved};
pub use signed_by::SignedLink;

/// The device file, open. One connection; a write waits up to 5 seconds for another program's.
pub struct DeviceFile {
    connection: Connection,
    path: PathBuf,
    key: FileKey,
}

impl DeviceFile {
    /// Opens the file, or creates it, and brings it to this program's format.
    ///
    /// # Errors
    /// [`Error::WrongKey`], [`Error::Newer`], [`Error::OtherFamily`], [`Error::Damaged`]: the file stays as it was.
    pub fn open(path: &Path, key: &FileKey) -> Result<Self, Error> {
        let connection = file::open_file(path, key, &migration::DEVICE)?;
        Ok(Self { connection, path: path.to_owned(), key: key.clone() })
    }

    /// As [`ScopeFile::reads_well`](crate::ScopeFile::reads_well).
    #[must_use]
    pub fn reads_well(&self) -> bool {
        file::reads_well(&self.connection)
    }

    /// How many rows were written since the file was opened.
    #[must_use]
    pub fn written(&self) -> u64 {
        self.connection.total_changes()
    }

    /// Opens the file again, as [`ScopeFile::reopen`](crate::ScopeFile::reopen) does.
    ///
    /// # Errors
    /// As [`DeviceFile::open`]; the file then stays open as it was.
    pub fn reopen(&mut self) -> Result<(), Error> {
        let again = Self::open(&self.path, &self.key)?;
        *self = again;
        Ok(())
    }
}
