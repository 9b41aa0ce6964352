//! Frames: how everything travels in a stream, whatever pieces the stream comes in.
//!
//! `type (1 byte) | length (4 bytes, little endian) | payload`

use std::collections::VecDeque;
use std::fmt;

use minicbor::{Decode, Encode};
use posta_identity::ids::ScopeId;
use thiserror::Error;

use crate::{
    aside::AsideLine,
    cbor::{self, DecodeError},
    error::ErrorBody,
    exchange::ExchangeHead,
    holding::Holding,
    lean::{Item, PackError, PackReader},
    limits,
    receipt::Receipt,
};

const PREFIX: usize = 5;

/// One thing on the wire.
#[derive(Clone, PartialEq, Eq)]
pub enum Frame {
    Head(Box<ExchangeHead>),
    /// A membership log entry, as signed.
    Entry(Vec<u8>),
    /// A session certificate; comes before the first batch of that session.
    Session(Vec<u8>),
    /// A [`SignedBatch`](crate::SignedBatch), not yet taken apart: a bad one must not stop the others.
    Batch {
        bytes: Vec<u8>,
    },
    /// Sessions and batches by a [`PackWriter`](crate::PackWriter). A reader that takes packs gives what is in it, and
    /// never this.
    Pack {
        bytes: Vec<u8>,
    },
    Receipt(Box<Receipt>),
    /// A scope that was asked for and is not answered, with the reason's code.
    Refused {
        scope: ScopeId,
        code: String,
    },
    Error(ErrorBody),
    End,
    /// For supervisors: what lies aside in a scope that their device does not hold.
    Aside(AsideLine),
    /// Between devices: what one of them stores.
    Holding(Box<Holding>),
}

impl From<Item> for Frame {
    fn from(item: Item) -> Self {
        match item {
            Item::Session(certificate) => Self::Session(certificate),
            Item::Batch(bytes) => Self::Batch { bytes },
        }
    }
}

#[derive(Encode, Decode)]
struct RefusedFields {
    #[n(0)]
    scope: ScopeId,
    #[n(1)]
    code: String,
}

impl Frame {
    pub fn encode(&self) -> Vec<u8> {
        let payload = self.payload();
        let mut bytes = Vec::with_capacity(PREFIX + payload.len());
        bytes.push(self.tag());
        bytes.extend_from_slice(&u32::try_from(payload.len()).unwrap_or(u32::MAX).to_le_bytes());
        bytes.extend_from_slice(&payload);
        bytes
    }

    fn tag(&self) -> u8 {
        match self {
            Self::Head(_) => 1,
            Self::Entry(_) => 2,
            Self::Session(_) => 3,
            Self::Batch { .. } => 4,
            Self::Receipt(_) => 5,
            Self::Refused { .. } => 6,
            Self::Error(_) => 7,
            Self::End => 8,
            Self::Aside(_) => 9,
            Self::Pack { .. } => 10,
            Self::Holding(_) => 11,
        }
    }

    fn payload(&self) -> Vec<u8> {
        match self {
            Self::Head(head) => head.encode(),
            Self::Entry(bytes) | Self::Session(bytes) | Self::Batch { bytes } | Self::Pack { bytes } => {
                bytes.clone()
            }
            Self::Receipt(receipt) => receipt.encode(),
            Self::Refused { scope, code } => {
                cbor::encode(&RefusedFields { scope: *scope, code: code.clone() })
            }
            Self::Error(error) => error.encode(),
            Self::End => Vec::new(),
            Self::Aside(line) => line.encode(),
            Self::Holding(holding) => holding.encode(),
        }
    }

    fn decode(tag: u8, payload: &[u8]) -> Result<Option<Frame>, DecodeError> {
        Ok(Some(match tag {
            1 => Self::Head(Box::new(ExchangeHead::decode(payload)?)),
            2 => Self::Entry(payload.to_vec()),
            3 => Self::Session(payload.to_vec()),
            4 => Self::Batch { bytes: payload.to_vec() },
            5 => Self::Receipt(Box::new(Receipt::decode(payload)?)),
            6 => {
                let RefusedFields { scope, code } = cbor::decode("refusal", payload)?;
                if !cbor::is_code(&code) {
                    return Err(DecodeError::Malformed { format: "refusal" });
                }
                Self::Refused { scope, code }
            }
            7 => Self::Error(ErrorBody::decode(payload)?),
            8 => Self::End,
            9 => Self::Aside(AsideLine::decode(payload)?),
            10 => Self::Pack { bytes: payload.to_vec() },
            11 => Self::Holding(Box::new(Holding::decode(payload)?)),
            _ => return Ok(None),
        }))
    }
}

impl fmt::Debug for Frame {
    /// Type and length only: entries name users and registry batches are readable.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Frame({}, {} bytes)", self.tag(), self.payload().len())
    }
}

/// Longest payload of a frame type; `None`: not known, so it is skipped.
fn limit(tag: u8) -> Option<usize> {
    match tag {
        1 | 5 | 11 => Some(limits::HEAD),
        2 | 3 => Some(limits::ENTRY),
        4 => Some(limits::BATCH),
        6..=9 => Some(limits::SMALL),
        10 => Some(limits::PACK),
        _ => None,
    }
}

/// The stream is not made of frames, or of larger ones than agreed. Nothing after it can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FrameError {
    #[error("frame of type {tag}: {length} bytes are too many")]
    TooLarge { tag: u8, length: u32 },
    #[error(transparent)]
    Decode(#[from] DecodeError),
    #[error(transparent)]
    Pack(#[from] PackError),
}

impl FrameError {
    /// A short stable word, fit for an [`ErrorBody`].
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. }
            | Self::Decode(DecodeError::TooLarge { .. })
            | Self::Pack(PackError::TooLarge) => "too_large",
            Self::Decode(DecodeError::UnknownVersion { .. })
            | Self::Pack(PackError::UnknownDictionary(_)) => "unsupported_version",
            Self::Decode(DecodeError::Malformed { .. }) | Self::Pack(PackError::Malformed) => "bad_request",
        }
    }
}

/// Puts frames together from pieces of any size. Holds at most one frame, what is in it if it is a pack,
/// and the last piece pushed.
#[derive(Default)]
pub struct FrameReader {
    buffer: Vec<u8>,
    read: usize,
    /// Bytes of an unknown frame that are still to be passed over.
    skip: usize,
    failed: Option<FrameError>,
    takes_packs: bool,
    packs: PackReader,
    /// What came out of the last pack and was not given yet.
    unpacked: VecDeque<Frame>,
}

impl FrameReader {
    /// Of whoever has not yet said who they are: packs, which cost more to open than to send, come
    /// unopened.
    pub fn new() -> Self {
        Self::default()
    }

    /// Of somebody who is known.
    pub fn with_packs() -> Self {
        Self { takes_packs: true, ..Self::default() }
    }

    /// Opens a pack that was given unopened, and takes the next ones from now on.
    ///
    /// # Errors
    /// As of a pack that comes.
    pub fn unpack(&mut self, pack: &[u8]) -> Result<(), FrameError> {
        self.takes_packs = true;
        self.unpacked.extend(self.packs.open(pack)?.into_iter().map(Frame::from));
        Ok(())
    }

    /// From now on packs are taken: whoever sends has said who they are.
    pub fn take_packs(&mut self) {
        self.takes_packs = true;
    }

    /// Takes the next piece of the stream. Call [`next`](Self::next) until it gives nothing before pushing more.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.failed.is_some() {
            return;
        }
        let skipped = self.skip.min(bytes.len());
        self.skip -= skipped;
        self.buffer.drain(..self.read);
        self.read = 0;
        self.buffer.extend_from_slice(bytes.get(skipped..).unwrap_or_default());
    }

    /// The next whole frame; nothing when more bytes are needed. An error is final.
    #[allow(clippy::should_implement_trait, reason = "a pull parser: `None` means more bytes, not the end")]
    pub fn next(&mut self) -> Result<Option<Frame>, FrameError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        if let Some(frame) = self.unpacked.pop_front() {
            return Ok(Some(frame));
        }
        let result = self.step();
        if let Err(error) = &result {
            self.failed = Some(*error);
            self.buffer = Vec::new();
            self.read = 0;
        }
        result
    }

    /// Whether the stream may end here: nothing begun is left over.
    pub fn is_between_frames(&self) -> bool {
        self.failed.is_none() && self.unpacked.is_empty() && self.skip == 0 && self.read == self.buffer.len()
    }

    fn step(&mut self) -> Result<Option<Frame>, FrameError> {
        loop {
            let rest = self.buffer.get(self.read..).unwrap_or_default();
            let Some((&[tag, a, b, c, d], rest)) = rest.split_first_chunk::<PREFIX>() else {
                return Ok(None);
            };
            let length = u32::from_le_bytes([a, b, c, d]);
            let size = usize::try_from(length).unwrap_or(usize::MAX);
            let most = limit(tag).unwrap_or(limits::UNKNOWN_FRAME as usize);
            if size > most {
                return Err(FrameError::TooLarge { tag, length });
            }
            if limit(tag).is_none() {
                let here = size.min(rest.len());
                self.skip = size - here;
                self.read += PREFIX + here;
                continue;
            }
            let Some(payload) = rest.get(..size) else { return Ok(None) };
            let frame = Frame::decode(tag, payload)?;
            self.read += PREFIX + size;
            match frame {
                Some(Frame::Pack { bytes }) if self.takes_packs => {
                    self.unpacked.extend(self.packs.open(&bytes)?.into_iter().map(Frame::from));
                    if let Some(frame) = self.unpacked.pop_front() {
                        return Ok(Some(frame));
                    }
                }
                Some(frame) => return Ok(Some(frame)),
                None => {}
            }
        }
    }
}
