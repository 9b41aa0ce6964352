//! Batches: the numbered, chained and signed entries of a feed.

use std::fmt;

use minicbor::{Decode, Decoder, Encode};
use posta_identity::{
    EpochKey, SealSecret, SigningKey,
    ids::{Actor, DeviceId, Hash32, Incarnation, ScopeId},
    signing,
};
use thiserror::Error;

use crate::{
    body::{BodyError, ChangeEntry, Checkpoint, check_dictionary, hash_of_body, open_bound},
    cbor::{self, DecodeError, VERSION},
    feed::FeedId,
    inbox::{InboxRecord, open_inbox},
    limits,
    vector::Tip,
};

const CONTEXT: &str = "posta batch";
const SEAL_DOMAIN: &[u8] = b"posta body";
/// Place of the body's hash in the header.
const BODY_HASH: usize = 6;

/// What is signed of a batch. Its place in the chain, whose work it carries and how its body is to be opened.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct BatchHeader {
    /// Format version, 1.
    #[n(0)]
    pub v: u8,
    #[n(1)]
    pub scope: ScopeId,
    #[n(2)]
    pub device: DeviceId,
    #[n(3)]
    pub incarnation: Incarnation,
    /// Place in the feed, from 1 without gaps.
    #[n(4)]
    pub n: u64,
    /// Hash of the header n-1; zero when n is 1.
    #[n(5)]
    pub previous: Hash32,
    /// SHA-256 of the body: of a sealed one as sent, of an open one before compression, so that everybody may compress it
    /// as suits them.
    #[n(6)]
    pub body_hash: Hash32,
    /// The actor of the one session whose changes the body carries.
    #[n(7)]
    pub session: Actor,
    /// Membership head that the author knew.
    #[n(8)]
    pub membership: Hash32,
    /// Hash of the author's vector of this scope.
    #[n(9)]
    pub vector: Hash32,
    /// What a sealed body is made with: 0 is CBOR and no dictionary; else lean rows and the dictionary of this number.
    #[n(10)]
    pub dictionary: u32,
    /// Key epoch that seals the body; zero: not encrypted.
    #[n(11)]
    pub epoch: Hash32,
    /// To which key of that epoch; [`Seal::Epoch`] when the body is not encrypted.
    #[n(12)]
    pub seal: Seal,
    /// Hours since 1970, advisory.
    #[n(13)]
    pub hour: u32,
}

/// Which key of an epoch opens a body. A small number in the header, so that whoever has no key can check the length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Seal {
    /// 0: the epoch's key itself, XChaCha20-Poly1305.
    #[default]
    Epoch,
    /// 1: the secret of its inbox, HPKE: the author cannot read it back.
    Inbox,
    /// Of a newer program: kept and passed on, not opened.
    Other(u8),
}

impl Seal {
    /// Bytes that it adds to a padded body, where that is known.
    fn overhead(self) -> Option<usize> {
        match self {
            Self::Epoch => Some(limits::SEAL_OVERHEAD),
            Self::Inbox => Some(limits::INBOX_OVERHEAD),
            Self::Other(_) => None,
        }
    }
}

impl Seal {
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Epoch => 0,
            Self::Inbox => 1,
            Self::Other(number) => number,
        }
    }

    pub(crate) fn of(number: u8) -> Self {
        match number {
            0 => Self::Epoch,
            1 => Self::Inbox,
            number => Self::Other(number),
        }
    }
}

impl<C> Encode<C> for Seal {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.u8(self.number())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Seal {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        Ok(Self::of(d.u8()?))
    }
}

impl BatchHeader {
    /// Deterministic CBOR.
    pub fn encode(&self) -> Vec<u8> {
        cbor::encode(self)
    }

    /// Reads a header of at most `limits::HEADER` bytes; fields that a newer program added at the end are passed over.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        if bytes.len() > limits::HEADER {
            return Err(DecodeError::TooLarge { format: "batch header" });
        }
        cbor::decode_versioned("batch header", bytes)
    }

    pub fn feed(&self) -> FeedId {
        FeedId::of(&self.scope, &self.device, &self.incarnation)
    }

    /// SHA-256 of this header as this program encodes it. For a batch that arrived use [`SignedBatch::hash`].
    pub fn hash(&self) -> Hash32 {
        Hash32::of(&self.encode())
    }

    /// Whether the body is encrypted.
    pub fn is_sealed(&self) -> bool {
        self.epoch != Hash32::ZERO
    }

    /// What a body that is sealed under this header is bound to: the whole header but the hash of that body. Of a batch
    /// that arrived it is [`aad_of`] the header's bytes.
    pub fn aad(&self) -> Vec<u8> {
        bind(&BatchHeader { body_hash: Hash32::ZERO, ..self.clone() }.encode())
    }
}

/// What a sealed body is bound to, from the bytes of its header as they came: fields that a newer program added at the
/// end are bound too.
pub fn aad_of(header: &[u8]) -> Result<Vec<u8>, DecodeError> {
    let malformed = DecodeError::Malformed { format: "batch header" };
    let mut decoder = Decoder::new(header);
    decoder.array().map_err(|_| malformed)?;
    for _ in 0..BODY_HASH {
        decoder.skip().map_err(|_| malformed)?;
    }
    let hash = decoder.bytes().map_err(|_| malformed)?.len();
    let end = decoder.position();
    let mut bytes = header.to_vec();
    let place = end.checked_sub(hash).and_then(|start| bytes.get_mut(start..end)).ok_or(malformed)?;
    if hash != Hash32::ZERO.as_bytes().len() {
        return Err(malformed);
    }
    place.fill(0);
    Ok(bind(&bytes))
}

fn bind(header: &[u8]) -> Vec<u8> {
    [SEAL_DOMAIN, header].concat()
}

/// Why a batch is refused. Carries no content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BatchError {
    #[error(transparent)]
    Decode(#[from] DecodeError),
    #[error("batch: larger than {} bytes", limits::BATCH)]
    TooLarge,
    #[error("batch: number and previous hash do not agree")]
    Numbering,
    #[error("batch: the body is not the one that the header names")]
    BodyHash,
    #[error("batch: a sealed body has not the padded length")]
    Padding,
    #[error("batch: names a seal but no epoch")]
    Seal,
    #[error("batch: comes with the body that it should be without")]
    HasBody,
    #[error("batch: made by another session")]
    OtherSession,
    #[error("batch: signature does not verify")]
    Signature,
}

impl BatchError {
    /// A short stable word for quarantine lists.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Decode(error) => error.code(),
            Self::TooLarge => "too_large",
            Self::Numbering => "numbering",
            Self::BodyHash => "body_hash",
            Self::Padding => "padding",
            Self::Seal => "seal",
            Self::HasBody => "has_body",
            Self::OtherSession => "other_session",
            Self::Signature => "bad_signature",
        }
    }
}

/// A batch as stored and sent. The header is kept as its bytes: they are what was signed and what the chain hashes.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedBatch {
    pub header: Vec<u8>,
    pub signature: [u8; 64],
    pub body: Vec<u8>,
}

impl SignedBatch {
    /// Signs a header whose `body_hash` this sets to that of the body.
    pub fn sign(header: &BatchHeader, body: Vec<u8>, session: &SigningKey) -> Self {
        let header = BatchHeader { body_hash: hash_of_body(header, &body), ..header.clone() }.encode();
        let signature = signing::sign(session, CONTEXT, &header);
        Self { header, signature, body }
    }

    pub fn decode_header(&self) -> Result<BatchHeader, DecodeError> {
        BatchHeader::decode(&self.header)
    }

    /// SHA-256 of the header: the batch's name in the chain.
    pub fn hash(&self) -> Hash32 {
        Hash32::of(&self.header)
    }

    /// The changes of a batch that has been verified; `key`: that of its epoch, if it is sealed. Memory stays bounded.
    pub fn open(&self, key: Option<&EpochKey>) -> Result<Vec<ChangeEntry>, BodyError> {
        self.open_checkpoint(key).map(|checkpoint| checkpoint.changes)
    }

    /// Like [`open`](Self::open), of a batch in a checkpoint lane: with what the checkpoint covers.
    pub fn open_checkpoint(&self, key: Option<&EpochKey>) -> Result<Checkpoint, BodyError> {
        open_bound(&self.decode_header()?, &self.body, key, || aad_of(&self.header))
    }

    /// The records of an inbox batch that has been verified; `secret`: that of its epoch's inbox. Memory stays bounded.
    pub fn open_inbox(&self, secret: &SealSecret) -> Result<Vec<InboxRecord>, BodyError> {
        let header = self.decode_header()?;
        check_dictionary(&header)?;
        match header.seal {
            Seal::Inbox => open_inbox(&self.body, secret, &aad_of(&self.header)?),
            Seal::Epoch => Err(BodyError::OtherSeal),
            Seal::Other(seal) => Err(BodyError::UnknownSeal(seal)),
        }
    }

    /// Limits, numbering, body hash, padded length, session and (strict) signature. The chain to n-1, the session's
    /// certificate, whether it may write in the scope and which [`Seal`] belongs there are the caller's to check.
    pub fn verify(&self, session_public: &[u8; 32]) -> Result<BatchHeader, BatchError> {
        if self.byte_len() > limits::BATCH {
            return Err(BatchError::TooLarge);
        }
        let header = self.check_header()?;
        // Before anything is unpacked.
        self.check_signature(&header, session_public)?;
        if hash_of_body(&header, &self.body) != header.body_hash {
            return Err(BatchError::BodyHash);
        }
        if header.is_sealed() && !has_padded_length(&self.body, header.seal) {
            return Err(BatchError::Padding);
        }
        Ok(header)
    }

    /// What stays of a batch whose content was erased: header and signature. Its hash and the chain stay as they are.
    pub fn without_body(&self) -> Self {
        Self { header: self.header.clone(), signature: self.signature, body: Vec::new() }
    }

    /// Whether it came without its body. No body that this program packs is empty.
    pub fn is_bodyless(&self) -> bool {
        self.body.is_empty()
    }

    /// [`verify`](Self::verify) of a batch [without its body](Self::without_body). Whether that body may be absent
    /// (an effective order to erase names the batch) is the caller's to check.
    pub fn verify_bodyless(&self, session_public: &[u8; 32]) -> Result<BatchHeader, BatchError> {
        if !self.is_bodyless() {
            return Err(BatchError::HasBody);
        }
        let header = self.check_header()?;
        self.check_signature(&header, session_public)?;
        Ok(header)
    }

    fn check_header(&self) -> Result<BatchHeader, BatchError> {
        let header = self.decode_header()?;
        if header.n == 0 || (header.n == 1) != (header.previous == Hash32::ZERO) {
            return Err(BatchError::Numbering);
        }
        if !header.is_sealed() && header.seal != Seal::Epoch {
            return Err(BatchError::Seal);
        }
        Ok(header)
    }

    fn check_signature(&self, header: &BatchHeader, session_public: &[u8; 32]) -> Result<(), BatchError> {
        if Actor::of(session_public) != header.session {
            return Err(BatchError::OtherSession);
        }
        signing::verify(session_public, CONTEXT, &self.header, &self.signature)
            .map_err(|_| BatchError::Signature)
    }

    /// The tip that this batch is, if its header reads.
    pub fn tip(&self) -> Result<(FeedId, Tip), DecodeError> {
        let header = self.decode_header()?;
        Ok((header.feed(), Tip::of(header.n, &self.hash())))
    }

    /// Length of [`to_bytes`](Self::to_bytes).
    pub fn byte_len(&self) -> usize {
        1 + 2 + 64 + self.header.len() + self.body.len()
    }

    /// Version (1 byte), header length (2 bytes, little endian), signature (64), header, body.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.byte_len());
        bytes.push(VERSION);
        bytes.extend_from_slice(&u16::try_from(self.header.len()).unwrap_or(u16::MAX).to_le_bytes());
        bytes.extend_from_slice(&self.signature);
        bytes.extend_from_slice(&self.header);
        bytes.extend_from_slice(&self.body);
        bytes
    }

    /// Takes the parts apart; nothing is verified but lengths and version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let format = "batch";
        if bytes.len() > limits::BATCH {
            return Err(DecodeError::TooLarge { format });
        }
        let malformed = DecodeError::Malformed { format };
        let (version, rest) = bytes.split_first().ok_or(malformed)?;
        if *version != VERSION {
            return Err(DecodeError::UnknownVersion { format, found: *version });
        }
        let (length, rest) = rest.split_first_chunk::<2>().ok_or(malformed)?;
        let (signature, rest) = rest.split_first_chunk::<64>().ok_or(malformed)?;
        let length = usize::from(u16::from_le_bytes(*length));
        if length > limits::HEADER {
            return Err(DecodeError::TooLarge { format });
        }
        let (header, body) = rest.split_at_checked(length).ok_or(malformed)?;
        Ok(Self { header: header.to_vec(), signature: *signature, body: body.to_vec() })
    }
}

impl fmt::Debug for SignedBatch {
    /// Hash and length only: a registry body is readable.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignedBatch({}, {} bytes)", self.hash(), self.byte_len())
    }
}

fn has_padded_length(body: &[u8], seal: Seal) -> bool {
    let Some(overhead) = seal.overhead() else { return true };
    body.len().checked_sub(overhead).is_some_and(|n| n > 0 && n.is_multiple_of(limits::PADDING))
}
