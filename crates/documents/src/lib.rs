//! How each record is written to and read from an Automerge document, and the one door for changes from outside.
//!
//! A document is a flat root map of scalars. Nothing is ever deleted, only the fields that a user changed are put,
//! and a conflict keeps every value with its author and time. Unknown keys and value types are kept as they came.

pub mod admission;
mod content;
mod document;
mod edit;
mod error;
mod guard;
mod history;
mod ledger;
mod order;
mod reading;
mod scalar;

use std::fmt;

pub use content::ContentDigest;
pub use document::Document;
pub use error::Error;
pub use history::{FieldChange, FieldDecision};
pub use reading::{ConflictValue, FieldConflict};

/// SHA-256 of a change's chunk, as Automerge defines it.
pub type ChangeHash = [u8; 32];

/// A session's actor: the first 16 bytes of SHA-256 of the session's public key.
pub type ActorBytes = [u8; 16];

/// One change as it travels: an uncompressed Automerge change chunk (type 1) and its hash.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RawChange {
    /// The hash that other changes name it by.
    pub hash: ChangeHash,
    /// The whole chunk, header included; at most [`admission::Limits::CHANGE_BYTES`].
    pub bytes: Vec<u8>,
}

/// Shows the beginning of the hash only: the bytes hold personal data.
impl fmt::Debug for RawChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RawChange(")?;
        for byte in self.hash.iter().take(4) {
            write!(f, "{byte:02x}")?;
        }
        write!(f, ", {} bytes)", self.bytes.len())
    }
}
