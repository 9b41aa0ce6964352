//! Packs: batches and session certificates as they travel, many in one compressed piece.
//!
//! Writer and reader of one stream keep a [`Context`], so that a pack tells only what the packs before it did not. What
//! comes out are the batches that went in: headers, signatures and sealed bodies byte by byte; an open body with the same
//! content, and so with the hash that its header names.

use posta_identity::ids::Actor;
use thiserror::Error;

use super::{Context, Malformed};
use crate::body::BodyError;

/// Items of a pack.
pub(super) const SESSION: u8 = 0;
/// A batch as [`SignedBatch::to_bytes`] has it.
pub(super) const WHOLE: u8 = 1;
/// Header and signature, then the body as it is.
pub(super) const BODY: u8 = 2;
/// Header and signature, then the changes of an open body.
pub(super) const ROWS: u8 = 3;
/// Header and signature of a batch that lost its body.
pub(super) const HOLLOW: u8 = 4;

/// What each item, and each change, counts besides its bytes.
pub(super) const ITEM: usize = 512;
pub(super) const CHANGE: usize = 64;
/// Items from here on have a length, so that an older program passes them over.
pub(super) const LATER: u8 = 0x80;

/// Why a pack does not open. Nothing after it in its stream can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PackError {
    #[error("pack: dictionary {0} is not known to this program")]
    UnknownDictionary(u32),
    #[error("pack: malformed")]
    Malformed,
    #[error("pack: larger than its limits")]
    TooLarge,
    #[error("pack: goes on from what is not here, or is another here")]
    NotRecalled,
}

impl From<Malformed> for PackError {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

impl From<BodyError> for PackError {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::UnknownDictionary(dictionary) => Self::UnknownDictionary(dictionary),
            BodyError::TooLarge => Self::TooLarge,
            _ => Self::Malformed,
        }
    }
}

/// One thing that came out of a pack.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Item {
    Session(Vec<u8>),
    /// As [`SignedBatch::to_bytes`] has it.
    Batch(Vec<u8>),
}

pub(super) fn note_session(context: &mut Context, actor: Actor) {
    context.header.note_session(actor);
    context.add_id(*actor.as_bytes());
}
