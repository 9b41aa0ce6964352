//! The body of a batch: changes as CBOR, compressed by zstd, sealed and padded when the scope is confidential.

use std::fmt;

use minicbor::{Decode, Encode};
use posta_identity::{EpochKey, IdSeed, ids::Hash32, seal};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::{
    batch::{BatchHeader, Seal, SignedBatch, aad_of},
    cbor::{self, DecodeError, VERSION},
    lean::{
        Bytes, Context, Malformed, Out, compress, compress_kept, decompress, decompress_sealed, ids_of,
        names_of, read_changes, write_changes,
    },
    limits,
    pack::{is_kind, pad, unpad},
    vector::Vector,
};

const FORMAT: &str = "body";
const UNREADABLE: &[u8] = b"posta unreadable body";

/// One change of one document, as Automerge's uncompressed chunk.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct ChangeEntry {
    /// The document's kind, 1 to `limits::KIND` bytes.
    #[n(0)]
    pub kind: String,
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub document: [u8; 16],
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
}

impl fmt::Debug for ChangeEntry {
    /// Sizes only: a change is people's data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChangeEntry({} bytes)", self.bytes.len())
    }
}

/// The body of a batch in a checkpoint lane: changes of any actor, and how far they are all there is.
#[derive(Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Each is its own author's, whoever sends it: admission must take the author from the change itself.
    pub changes: Vec<ChangeEntry>,
    /// The checkpoint ends here and stands for all changes of these batches; `None`: more follows, or no such claim.
    pub covers: Option<Vector>,
}

impl fmt::Debug for Checkpoint {
    /// Sizes only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Checkpoint({} changes)", self.changes.len())
    }
}

/// Everything in a body.
#[derive(Clone, Default)]
pub(crate) struct Content {
    pub changes: Vec<ChangeEntry>,
    pub covers: Option<Vector>,
    /// Of which ids in it were made.
    pub seeds: Vec<IdSeed>,
}

/// Version first, so that a later layout is told apart.
#[derive(Encode)]
struct Written<'a> {
    #[n(0)]
    v: u8,
    #[n(1)]
    changes: &'a [ChangeEntry],
    #[n(2)]
    covers: Option<&'a Vector>,
    #[n(3)]
    seeds: Option<&'a [IdSeed]>,
}

#[derive(Decode)]
struct Read {
    #[n(0)]
    _v: u8,
    #[n(1)]
    changes: Vec<ChangeEntry>,
    #[n(2)]
    covers: Option<Vector>,
    #[n(3)]
    seeds: Option<Vec<IdSeed>>,
}

/// Why a body cannot be packed or opened. Carries no content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BodyError {
    #[error("body: more than {} changes or {} bytes", limits::CHANGES, limits::UNPACKED)]
    TooLarge,
    #[error("body: zstd frame does not decode within its limits")]
    Compression,
    #[error("body: dictionary {0} is not known to this program")]
    UnknownDictionary(u32),
    #[error("body: seal {0} is not known to this program")]
    UnknownSeal(u8),
    #[error("body: not of the kind that was asked for")]
    OtherSeal,
    #[error("body: sealed in an epoch whose key is not here")]
    NoKey,
    #[error("body: does not open with this key and header")]
    DoesNotOpen,
    #[error("body: its rows could not be read again")]
    Rows,
    #[error("body: could not be sealed")]
    Seal,
    #[error(transparent)]
    Decode(#[from] DecodeError),
}

impl BodyError {
    /// A short stable word for quarantine lists.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::Compression => "compression",
            Self::UnknownDictionary(_) => "unknown_dictionary",
            Self::UnknownSeal(_) => "unknown_seal",
            Self::OtherSeal => "other_seal",
            Self::NoKey => "no_key",
            Self::DoesNotOpen => "does_not_open",
            Self::Rows => "rows",
            Self::Seal => "seal",
            Self::Decode(error) => error.code(),
        }
    }

    /// Whether a newer program may open it: such a batch waits, nothing is wrong with it.
    pub fn is_of_later_version(&self) -> bool {
        matches!(
            self,
            Self::UnknownDictionary(_)
                | Self::UnknownSeal(_)
                | Self::Decode(DecodeError::UnknownVersion { .. })
        )
    }
}

/// Packs changes: CBOR, zstd and, with a key, length prefix, zeros up to a multiple of 512, XChaCha20-Poly1305 bound to
/// `aad` ([`BatchHeader::aad`]). Fails above the limits, or when the system has no randomness.
pub fn pack_body(changes: &[ChangeEntry], seal: Option<(&EpochKey, &[u8])>) -> Result<Vec<u8>, BodyError> {
    pack(changes, None, seal)
}

/// Packs a part of a checkpoint as [`pack_body`] packs changes.
pub fn pack_checkpoint(
    checkpoint: &Checkpoint,
    seal: Option<(&EpochKey, &[u8])>,
) -> Result<Vec<u8>, BodyError> {
    pack(&checkpoint.changes, checkpoint.covers.as_ref(), seal)
}

fn pack(
    changes: &[ChangeEntry],
    covers: Option<&Vector>,
    seal: Option<(&EpochKey, &[u8])>,
) -> Result<Vec<u8>, BodyError> {
    let plain = Zeroizing::new(plain_of(changes, covers, &[])?);
    let Some((epoch, aad)) = seal else { return compress_kept(&plain) };
    seal_padded(&Zeroizing::new(compress(&plain, 0)?), epoch, aad)
}

fn seal_padded(packed: &[u8], epoch: &EpochKey, aad: &[u8]) -> Result<Vec<u8>, BodyError> {
    seal::aead_seal(&epoch.key, aad, &pad(packed)?).map_err(|_| BodyError::Seal)
}

fn check_changes(changes: &[ChangeEntry]) -> Result<(), BodyError> {
    if changes.len() > limits::CHANGES || changes.iter().any(|change| !is_kind(&change.kind)) {
        return Err(BodyError::TooLarge);
    }
    Ok(())
}

/// What is compressed of an open body, and what its hash is of.
fn plain_of(
    changes: &[ChangeEntry],
    covers: Option<&Vector>,
    seeds: &[IdSeed],
) -> Result<Vec<u8>, BodyError> {
    check_changes(changes)?;
    let seeds = Some(seeds).filter(|seeds| !seeds.is_empty());
    Ok(cbor::encode(&Written { v: VERSION, changes, covers, seeds }))
}

/// An open body, and its hash.
pub(crate) fn pack_content(content: &Content) -> Result<(Vec<u8>, Hash32), BodyError> {
    let plain = plain_of(&content.changes, content.covers.as_ref(), &content.seeds)?;
    Ok((compress_kept(&plain)?, Hash32::of(&plain)))
}

/// What is in an open body; `None` for any other.
pub(crate) fn open_plain(header: &BatchHeader, body: &[u8]) -> Option<Content> {
    if header.is_sealed() || header.dictionary != 0 || header.seal != Seal::Epoch {
        return None;
    }
    let plain = decompress(body, 0).ok()?;
    let Read { changes, covers, seeds, .. } = cbor::decode_versioned(FORMAT, &plain).ok()?;
    Some(Content { changes, covers, seeds: seeds.unwrap_or_default() })
}

/// What a header says of a body. An open one without a dictionary is named by what is in it; one that does not unpack, by
/// its bytes in a way of their own, so that nothing passes for the content of another; any other by its bytes.
pub(crate) fn hash_of_body(header: &BatchHeader, body: &[u8]) -> Hash32 {
    weigh_body(header, body).0
}

/// The same, with how many bytes had to be looked at.
pub(crate) fn weigh_body(header: &BatchHeader, body: &[u8]) -> (Hash32, usize) {
    if header.is_sealed() || header.dictionary != 0 {
        return (Hash32::of(body), body.len());
    }
    match decompress(body, 0) {
        Ok(plain) => (Hash32::of(&plain), plain.len()),
        Err(_) => (Hash32::of(&[UNREADABLE, body].concat()), limits::UNPACKED),
    }
}

/// The hash by which a header names this content.
pub(crate) fn hash_of_content(content: &Content) -> Result<Hash32, BodyError> {
    Ok(Hash32::of(&plain_of(&content.changes, content.covers.as_ref(), &content.seeds)?))
}

/// Packs what goes under a header: sealed with `key` if the header names an epoch, and as the header's dictionary says.
/// `seeds`: of which ids in it were made ([`posta_identity::IdMill`]).
///
/// # Errors
/// Above the limits, for a dictionary that is not known, without the epoch's key, or when the system has no randomness.
pub fn pack_for(
    header: &BatchHeader,
    checkpoint: &Checkpoint,
    seeds: &[IdSeed],
    key: Option<&EpochKey>,
) -> Result<Vec<u8>, BodyError> {
    let Checkpoint { changes, covers } = checkpoint;
    if !header.is_sealed() {
        let content = Content { changes: changes.clone(), covers: covers.clone(), seeds: seeds.to_vec() };
        return Ok(pack_content(&content)?.0);
    }
    let key = key.filter(|key| key.id == header.epoch).ok_or(BodyError::NoKey)?;
    let plain = match header.dictionary {
        0 => Zeroizing::new(plain_of(changes, covers.as_ref(), seeds)?),
        _ => write_lean(header, changes, covers.as_ref(), seeds)?,
    };
    seal_padded(&Zeroizing::new(compress(&plain, header.dictionary)?), key, &header.aad())
}

/// A sealed body in lean rows: version, what it covers, rows. It stands by itself: nobody knows what its reader has read.
/// It is read again before it is sealed: what could not be read would be lost to everybody.
fn write_lean(
    header: &BatchHeader,
    changes: &[ChangeEntry],
    covers: Option<&Vector>,
    seeds: &[IdSeed],
) -> Result<Zeroizing<Vec<u8>>, BodyError> {
    check_changes(changes)?;
    let mut out = Out::default();
    out.byte(VERSION);
    out.counted(&covers.map(Vector::encode).unwrap_or_default());
    write_changes(&mut Context::new(header.dictionary), &mut out, header.session.as_bytes(), seeds, changes);
    let plain = Zeroizing::new(out.0);
    let again = read_lean(header, &plain)?;
    if again.changes == changes { Ok(plain) } else { Err(BodyError::Rows) }
}

fn read_lean(header: &BatchHeader, plain: &[u8]) -> Result<Content, BodyError> {
    let malformed = |_: Malformed| BodyError::from(DecodeError::Malformed { format: FORMAT });
    let mut bytes = Bytes(plain);
    match bytes.byte().map_err(malformed)? {
        VERSION => {}
        found => return Err(DecodeError::UnknownVersion { format: FORMAT, found }.into()),
    }
    let covers = match bytes.counted().map_err(malformed)? {
        [] => None,
        vector => Some(Vector::decode(vector)?),
    };
    let mut context = Context::new(header.dictionary);
    let session = header.session.as_bytes();
    let (seeds, changes) =
        read_changes(&mut context, &mut bytes, session, limits::UNPACKED).map_err(malformed)?;
    if !bytes.is_done() {
        return Err(malformed(Malformed));
    }
    Ok(Content { changes, covers, seeds })
}

/// Which ids in changes may have been drawn from seeds, for [`pack_for`].
pub fn drawn_ids(changes: &[ChangeEntry]) -> impl Iterator<Item = [u8; 16]> {
    changes.iter().flat_map(ids_of)
}

/// What a dictionary is made of: the names in a batch, and its changes as rows, so many together.
///
/// # Errors
/// When the body does not open.
pub fn sample(
    batch: &SignedBatch,
    key: Option<&EpochKey>,
    words: &[String],
    together: usize,
) -> Result<(Vec<String>, Vec<Vec<u8>>), BodyError> {
    let header = batch.decode_header()?;
    let content = open_content(&header, &batch.body, key, || aad_of(&batch.header))?;
    let mut rows = Vec::new();
    for changes in content.changes.chunks(together.max(1)) {
        let (mut context, mut out) = (Context::with_words(words.to_vec()), Out::default());
        write_changes(&mut context, &mut out, header.session.as_bytes(), &content.seeds, changes);
        rows.push(out.0);
    }
    let names = |change: &ChangeEntry| [vec![change.kind.clone()], names_of(&change.bytes)].concat();
    Ok((content.changes.iter().flat_map(names).collect(), rows))
}

/// Opens a body under a header of this program's version: memory stays bounded whatever it claims. A batch that arrived
/// is opened by [`SignedBatch::open`](crate::SignedBatch::open), which binds what a newer program added to the header.
pub fn open_body(
    header: &BatchHeader,
    body: &[u8],
    key: Option<&EpochKey>,
) -> Result<Vec<ChangeEntry>, BodyError> {
    open_bound(header, body, key, || Ok(header.aad())).map(|checkpoint| checkpoint.changes)
}

/// Opens a body; `aad`: what it is bound to if it is sealed.
pub(crate) fn open_bound(
    header: &BatchHeader,
    body: &[u8],
    key: Option<&EpochKey>,
    aad: impl FnOnce() -> Result<Vec<u8>, DecodeError>,
) -> Result<Checkpoint, BodyError> {
    let Content { changes, covers, .. } = open_content(header, body, key, aad)?;
    Ok(Checkpoint { changes, covers })
}

fn open_content(
    header: &BatchHeader,
    body: &[u8],
    key: Option<&EpochKey>,
    aad: impl FnOnce() -> Result<Vec<u8>, DecodeError>,
) -> Result<Content, BodyError> {
    check_dictionary(header)?;
    match header.seal {
        Seal::Epoch => {}
        Seal::Inbox => return Err(BodyError::OtherSeal),
        Seal::Other(seal) => return Err(BodyError::UnknownSeal(seal)),
    }
    if body.len() > limits::BATCH {
        return Err(BodyError::TooLarge);
    }
    let (sealed, open);
    let plain = if header.is_sealed() {
        let key = key.filter(|key| key.id == header.epoch).ok_or(BodyError::NoKey)?;
        let padded = seal::aead_open(&key.key, &aad()?, body).map_err(|_| BodyError::DoesNotOpen)?;
        sealed = decompress_sealed(unpad(&padded)?, header.dictionary)?;
        sealed.as_slice()
    } else {
        open = decompress(body, header.dictionary)?;
        open.as_slice()
    };
    if header.dictionary != 0 {
        return read_lean(header, plain);
    }
    let Read { changes, covers, seeds, .. } = cbor::decode_versioned(FORMAT, plain)?;
    if changes.len() > limits::CHANGES {
        return Err(BodyError::TooLarge);
    }
    if changes.iter().any(|change| !is_kind(&change.kind)) {
        return Err(DecodeError::Malformed { format: FORMAT }.into());
    }
    Ok(Content { changes, covers, seeds: seeds.unwrap_or_default() })
}

/// An open body has none: whoever carries it packs it as they like.
pub(crate) fn check_dictionary(header: &BatchHeader) -> Result<(), BodyError> {
    match header.dictionary {
        0 => Ok(()),
        1 if header.is_sealed() => Ok(()),
        dictionary => Err(BodyError::UnknownDictionary(dictionary)),
    }
}
