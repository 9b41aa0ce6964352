//! Packs: batches and session certificates as they travel, many in one compressed piece.
//!
//! Writer and reader of one stream keep a [`Context`], so that a pack tells only what the packs before it did not. What
//! comes out are the batches that went in: headers, signatures and sealed bodies byte by byte; an open body with the same
//! content, and so with the hash that its header names.

use posta_identity::ids::{Actor, Hash32};
use thiserror::Error;

use super::vocabulary::{self, DICTIONARY};
use super::{Bytes, Context, Malformed, Out, read_changes, write_changes};
use crate::batch::{BatchHeader, SignedBatch};
use crate::body::{self, BodyError};
use crate::limits;

/// Items of a pack.
const SESSION: u8 = 0;
/// A batch as [`SignedBatch::to_bytes`] has it.
const WHOLE: u8 = 1;
/// Header and signature, then the body as it is.
const BODY: u8 = 2;
/// Header and signature, then the changes of an open body.
const ROWS: u8 = 3;
/// Header and signature of a batch that lost its body.
const HOLLOW: u8 = 4;

/// How far rows are expected to shrink, to guess when a pack is full.
const SHRINKS: usize = 7;
/// What each item, and each change, counts besides its bytes.
const ITEM: usize = 512;
const CHANGE: usize = 64;
/// Items from here on have a length, so that an older program passes them over.
const LATER: u8 = 0x80;

/// Why a pack does not open. Nothing after it in its stream can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PackError {
    #[error("pack: dictionary {0} is not known to this program")]
    UnknownDictionary(u32),
    #[error("pack: malformed")]
    Malformed,
    #[error("pack: larger than its limits")]
    TooLarge,
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

/// Writes the packs of one stream.
pub struct PackWriter {
    context: Context,
    plain: Out,
    /// About how many bytes the open pack will have.
    guess: usize,
    /// About how many it has when all is built again.
    content: usize,
}

impl Default for PackWriter {
    fn default() -> Self {
        Self { context: Context::new(DICTIONARY), plain: Out::default(), guess: 0, content: 0 }
    }
}

impl PackWriter {
    /// A session certificate, before the first batch of that session.
    pub fn add_session(&mut self, actor: Actor, certificate: &[u8]) {
        self.plain.byte(SESSION);
        self.plain.bytes(actor.as_bytes());
        self.plain.counted(certificate);
        self.guess += certificate.len();
        self.content += ITEM + certificate.len();
        note_session(&mut self.context, actor);
    }

    /// A batch.
    pub fn add_batch(&mut self, batch: &SignedBatch) {
        let (before, whole) = (self.plain.0.len(), self.context.whole);
        let shrinks = self.write_batch(batch);
        let grown = self.plain.0.len() - before;
        let whole = self.context.whole - whole;
        let packed = if shrinks { 120 + whole + grown.saturating_sub(whole) / SHRINKS } else { grown };
        self.guess = self.guess.saturating_add(packed);
        if self.plain.0.len() > limits::UNPACKED / 4 || self.content > limits::PACK_CONTENT / 4 {
            // Full, however well it packs.
            self.guess = usize::MAX / 2;
        }
    }

    /// About how many bytes [`close`](Self::close) would give.
    pub fn guess(&self) -> usize {
        self.guess
    }

    /// The open pack before compression.
    pub fn plain(&self) -> &[u8] {
        &self.plain.0
    }

    /// Whether there is anything in the open pack.
    pub fn is_empty(&self) -> bool {
        self.plain.0.is_empty()
    }

    /// The pack, and a new one begins in the same stream.
    ///
    /// # Errors
    /// When compression fails.
    pub fn close(&mut self) -> Result<Vec<u8>, BodyError> {
        let plain = std::mem::take(&mut self.plain);
        (self.guess, self.content) = (0, 0);
        let mut pack = DICTIONARY.to_le_bytes().to_vec();
        pack.extend_from_slice(&vocabulary::compress_small(&plain.0)?);
        Ok(pack)
    }

    /// Whether rows were written.
    fn write_batch(&mut self, batch: &SignedBatch) -> bool {
        let header = batch.decode_header().ok().filter(|header| header.encode() == batch.header);
        let Some(header) = header else {
            self.content += ITEM + batch.byte_len();
            self.plain.byte(WHOLE);
            self.plain.counted(&batch.to_bytes());
            return false;
        };
        let size =
            |content: &body::Content| content.changes.iter().map(|change| change.bytes.len()).sum::<usize>();
        let content = body::open_plain(&header, &batch.body)
            .filter(|content| content.covers.is_none() && content.seeds.len() <= limits::SEEDS)
            .filter(|content| size(content) <= limits::ROWS && content.changes.len() <= limits::CHANGES)
            .filter(|content| body::hash_of_content(content).is_ok_and(|hash| hash == header.body_hash));
        let (item, weight) = match &content {
            Some(content) => (ROWS, size(content) + content.changes.len() * CHANGE),
            None if batch.is_bodyless() => (HOLLOW, 0),
            None => {
                let (hash, weight) = body::weigh_body(&header, &batch.body);
                // A header that names another body: nobody will take it, but nobody changes it on the way.
                (if hash == header.body_hash { BODY } else { WHOLE }, weight)
            }
        };
        self.content += ITEM + weight;
        if item == WHOLE {
            self.plain.byte(WHOLE);
            self.plain.counted(&batch.to_bytes());
            return false;
        }
        self.plain.byte(item);
        self.context.header.write(&mut self.plain, &header);
        self.plain.bytes(&batch.signature);
        match &content {
            Some(content) => {
                let actor = header.session.as_bytes();
                write_changes(&mut self.context, &mut self.plain, actor, &content.seeds, &content.changes);
            }
            None if item == HOLLOW => self.plain.bytes(header.body_hash.as_bytes()),
            None => self.plain.counted(&batch.body),
        }
        self.context.header.note(header, batch.hash());
        content.is_some()
    }
}

/// Reads the packs of one stream.
#[derive(Default)]
pub struct PackReader {
    /// Of the dictionary that the first pack named.
    context: Option<(u32, Context)>,
}

impl PackReader {
    /// Everything in a pack. Memory and work stay bounded whatever it claims.
    pub(crate) fn open(&mut self, pack: &[u8]) -> Result<Vec<Item>, PackError> {
        let (dictionary, packed) = pack.split_first_chunk().ok_or(PackError::Malformed)?;
        let dictionary = u32::from_le_bytes(*dictionary);
        if dictionary == 0 {
            return Err(PackError::UnknownDictionary(dictionary));
        }
        let plain = vocabulary::decompress(packed, dictionary)?;
        self.read_plain(dictionary, &plain)
    }

    /// What is in a pack that was decompressed.
    fn read_plain(&mut self, dictionary: u32, plain: &[u8]) -> Result<Vec<Item>, PackError> {
        let (first, context) = self.context.get_or_insert_with(|| (dictionary, Context::new(dictionary)));
        // The words of a stream are of one dictionary.
        if *first != dictionary {
            return Err(PackError::Malformed);
        }
        let (mut bytes, mut items, mut room) = (Bytes(plain), Vec::new(), limits::PACK_CONTENT);
        while !bytes.is_done() {
            if items.len() >= limits::ITEMS {
                return Err(PackError::TooLarge);
            }
            items.extend(read_item(context, &mut bytes, &mut room)?);
        }
        Ok(items)
    }

    /// The batches of a pack before compression: for whoever tries it with hostile bytes.
    ///
    /// # Errors
    /// As of a pack that came.
    pub fn batches_of(&mut self, plain: &[u8]) -> Result<Vec<Vec<u8>>, PackError> {
        let items = self.read_plain(DICTIONARY, plain)?;
        let batch = |item| if let Item::Batch(bytes) = item { Some(bytes) } else { None };
        Ok(items.into_iter().filter_map(batch).collect())
    }
}

/// The next item; `None` of one of a later program.
fn read_item(
    context: &mut Context,
    bytes: &mut Bytes<'_>,
    room: &mut usize,
) -> Result<Option<Item>, PackError> {
    let mut weigh = |weight: usize| -> Result<(), PackError> {
        *room = room.checked_sub(weight.saturating_add(ITEM)).ok_or(PackError::TooLarge)?;
        Ok(())
    };
    let item = bytes.byte()?;
    match item {
        SESSION => {
            let actor = Actor::from(bytes.array::<16>()?);
            let certificate = bytes.counted()?;
            weigh(certificate.len())?;
            note_session(context, actor);
            return Ok(Some(Item::Session(certificate.to_vec())));
        }
        // Not looked into: a bad one must not stop the others.
        WHOLE => {
            let batch = bytes.counted()?;
            weigh(batch.len())?;
            return Ok(Some(Item::Batch(batch.to_vec())));
        }
        LATER.. => {
            weigh(bytes.counted()?.len())?;
            return Ok(None);
        }
        _ => {}
    }
    let header = context.header.read(bytes)?;
    let signature = bytes.array()?;
    let (body, body_hash) = match item {
        BODY => {
            let body = bytes.counted()?.to_vec();
            let (hash, weight) = body::weigh_body(&header, &body);
            weigh(weight)?;
            (body, hash)
        }
        HOLLOW => {
            weigh(0)?;
            (Vec::new(), Hash32::from(bytes.array::<32>()?))
        }
        ROWS => {
            let actor = *header.session.as_bytes();
            let (seeds, changes) = read_changes(context, bytes, &actor, limits::ROWS)?;
            weigh(changes.iter().map(|change| change.bytes.len() + CHANGE).sum())?;
            body::pack_content(&body::Content { changes, covers: None, seeds })?
        }
        _ => return Err(PackError::Malformed),
    };
    let header = BatchHeader { body_hash, ..header };
    let batch = SignedBatch { header: header.encode(), signature, body };
    context.header.note(header, batch.hash());
    Ok(Some(Item::Batch(batch.to_bytes())))
}

fn note_session(context: &mut Context, actor: Actor) {
    context.header.note_session(actor);
    context.add_id(*actor.as_bytes());
}
