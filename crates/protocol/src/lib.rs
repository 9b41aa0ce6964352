//! The words on the wire: batches of a feed, version vectors, frames, heads, receipts and errors, with their limits.
//! No I/O: both ends of an exchange and the USB file use the same words.

mod batch;
mod body;
mod cbor;
mod error;
mod exchange;
mod feed;
mod frame;
pub mod limits;
mod receipt;
mod signed;
mod vector;

pub use batch::{BatchError, BatchHeader, SignedBatch, aad_of};
pub use body::{BodyError, ChangeEntry, open_body, pack_body};
pub use cbor::{DecodeError, VERSION};
pub use error::{ErrorBody, code};
pub use exchange::ExchangeHead;
pub use feed::{FeedId, NotAFeedId};
pub use frame::{Frame, FrameError, FrameReader};
pub use posta_identity::BadSignature;
pub use receipt::Receipt;
pub use vector::{Tip, Vector};
