//! Power cuts. A layer below SQLite records everything that the real `posta-store` writes; from the record the disk is
//! rebuilt as a cut at any moment may have left it, and opened again by the real `posta-store`.
//!
//! What a disk is taken to be: a write is on it for sure only after the file was synced; until then any part of it may
//! be, in pieces of 512 bytes and in any order. A name made or removed is there for sure after the folder was synced. A
//! sync that failed may have lost what it was for. A write damages nothing beside it (`SQLITE_IOCAP_POWERSAFE_OVERWRITE`,
//! as SQLite takes it on every system of today).
//!
//! Synthetic people only.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a harness stops at the first surprise"
)]

mod content;
mod cut;
mod desk;
mod disk;
mod fault;
mod fuse;
mod obey;
mod random;
mod survival;
mod vfs;
mod work;

pub use cut::{Cut, Damage};
pub use desk::Desk;
pub use disk::{Care, Disk, Kind, Watch};
pub use fault::{FaultReport, Unread, read_badly, sweep_faults};
pub use fuse::Fuse;
pub use obey::obey;
pub use survival::{Survival, survive_cuts};
pub use work::{Worked, work};
