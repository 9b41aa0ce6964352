//! Without a network: a file on a stick, or two devices side by side.

use serde::Serialize;
use specta::Type;

/// What may be carried, and who has what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct CarryView {
    /// Own records that the server is not known to have.
    pub waiting: u32,
    pub places: Vec<CarryPlace>,
    pub peers: Vec<PeerCard>,
}

/// A stick, or another place that can be taken along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct CarryPlace {
    pub folder: String,
    /// As the stick is called.
    pub name: String,
    /// Newest first.
    pub files: Vec<CarryFile>,
}

/// A file that was written to be carried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct CarryFile {
    pub path: String,
    pub name: String,
    pub at: String,
    pub bytes: u32,
}

/// Another device that said what it stores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PeerCard {
    pub device: String,
    /// Who works on it.
    pub names: Vec<String>,
    /// When it said so, by its clock.
    pub at: String,
    /// `file` or `beside`.
    pub way: String,
    /// Of the records that wait here, how many it has.
    pub has: u32,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct CarrySaved {
    pub path: String,
    pub bytes: u32,
    /// Changes that can be read without a key of a team.
    pub records: u32,
    /// Sealed batches.
    pub sealed: u32,
    /// Devices that can open it.
    pub devices: u32,
}

/// What came from another device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct CarryTaken {
    /// Who works on the device that it came from.
    pub names: Vec<String>,
    pub device: String,
    /// "" when the file ends before it says so.
    pub made_at: String,
    /// False: it ends too early, or was altered; what came before that was taken.
    pub complete: bool,
    /// New here, readable without a key of a team.
    pub records: u32,
    /// New sealed batches.
    pub sealed: u32,
    /// Batches that are kept to be passed on to the server for others.
    pub carried: u32,
    pub entries: u32,
    pub quarantined: u32,
    /// Own changes that wait and that the other is now known to have.
    pub acknowledged: u32,
    /// Own changes that a receipt of the server, which came with it, covers: sent.
    pub by_server: u32,
}

/// What two devices side by side are doing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct PeerTalk {
    /// `idle`, `listening`, `calling`, `comparing`, `waiting` (for the other to say that the words are the same),
    /// `running`, `done`, `failed`.
    pub state: String,
    /// Where this device can be called, while it listens.
    pub address: String,
    /// The same as a picture.
    pub svg: String,
    /// Four words that the other screen shows too.
    pub words: Vec<String>,
    /// Who works on the other device, once that is known.
    pub names: Vec<String>,
    pub taken: Option<CarryTaken>,
    /// Batches that were given.
    pub given: u32,
    /// What went wrong.
    pub code: String,
}
