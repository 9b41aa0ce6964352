//! The words on the wire: batches of a feed, version vectors, frames, heads, receipts and errors, with their limits.
//! No I/O: both ends of an exchange and the USB file use the same words.

mod aside;
mod batch;
mod body;
mod carrier;
mod cbor;
pub mod chain;
mod elsewhere;
mod error;
mod exchange;
mod feed;
mod frame;
mod holding;
mod inbox;
mod lean;
pub mod limits;
mod pack;
mod receipt;
mod signed;
mod standing;
mod vector;

pub use aside::AsideLine;
pub use batch::{BatchError, BatchHeader, Seal, SignedBatch, aad_of};
pub use body::{
    BodyError, ChangeEntry, Checkpoint, drawn_ids, open_body, pack_body, pack_checkpoint, pack_for, sample,
};
pub use carrier::{CarrierError, CarrierReader, CarrierWriter};
pub use cbor::{DecodeError, VERSION};
pub use elsewhere::{
    Candidate, ElsewhereAnswer, ElsewhereRequest, FlatFields, FlatValue, Proposal, Proposals, Question,
    Sought, SoughtDocument, Taken,
};
pub use error::{ErrorBody, code};
pub use exchange::{ExchangeHead, Terms};
pub use feed::{FeedId, NotAFeedId};
pub use frame::{Frame, FrameError, FrameReader};
pub use holding::Holding;
pub use inbox::{InboxRecord, pack_inbox};
pub use lean::{Asker, DICTIONARY, Effort, PackError, PackReader, PackWriter, Prepared, Recall};
pub use posta_identity::BadSignature;
pub use receipt::{BriefReceipt, Receipt};
pub use standing::Standing;
pub use vector::{Tip, Vector};
