//! The pre-check of a raw change chunk.

use super::Refusal;
use crate::{ActorBytes, ChangeHash};

/// What a change says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// SHA-256 of the chunk, whose first bytes are its checksum.
    pub hash: ChangeHash,
    /// Its author.
    pub actor: ActorBytes,
    /// Its number among its author's changes of this document, from 1.
    pub seq: u64,
    /// The counter of its first operation.
    pub start_op: u64,
    /// How many operations it has.
    pub operations: u64,
    /// When it was made, by the author's clock (Unix seconds, advisory).
    pub at: i64,
    /// Its direct causes, sorted.
    pub deps: Vec<ChangeHash>,
}

/// Checks a raw chunk by itself. Allocates nothing in proportion to what it declares; never panics.
///
/// # Errors
/// The first reason found to refuse it.
pub fn precheck(bytes: &[u8]) -> Result<Chunk, Refusal> {
    let _ = bytes;
    Err(Refusal::NotAChange)
}
