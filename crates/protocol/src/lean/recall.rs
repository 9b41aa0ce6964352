//! What both sides have of earlier: a stream that begins with it goes on as if it had gone by in this stream.
//!
//! After a cut, or on the next day, the batches before those that come lie on both sides. Whoever writes names them, takes
//! them as gone by, and packs what follows as what follows them. Whoever reads looks them up and does the same; eight bytes
//! say whether it came out alike. If not (a body was erased here and not there), nothing of the stream can be read, and
//! it is sent anew without.

use posta_identity::ids::Hash32;

use super::{Bytes, Malformed, Out};
use crate::cbor::DecodeError;
use crate::limits;

const FORMAT: &str = "recall";

/// Batches of one feed, one after the other, that both sides have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recall {
    /// The hash of the last one.
    pub last: Hash32,
    /// How many, that one included.
    pub count: u32,
    /// Of what they are in a pack.
    pub check: [u8; 8],
}

impl Recall {
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Out::default();
        out.bytes(self.last.as_bytes());
        out.unsigned(self.count.into());
        out.bytes(&self.check);
        out.0
    }

    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        read(bytes).map_err(|_| DecodeError::Malformed { format: FORMAT })
    }
}

fn read(bytes: &[u8]) -> Result<Recall, Malformed> {
    let mut bytes = Bytes(bytes);
    let last = Hash32::from(bytes.array::<32>()?);
    let count = u32::try_from(bytes.unsigned()?).map_err(|_| Malformed)?;
    let check = bytes.array()?;
    let fits = (1..=limits::RECALLED).contains(&count) && bytes.is_done();
    if fits { Ok(Recall { last, count, check }) } else { Err(Malformed) }
}
