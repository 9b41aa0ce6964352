//! Packs: batches and session certificates as they travel, many in one compressed piece.
//!
//! Writer and reader of one stream keep a [`Context`], so that a pack tells only what the packs before it did not. What
//! comes out are the batches that went in: headers, signatures and sealed bodies byte by byte; an open body with the same
//! content, and so with the hash that its header names.

use posta_identity::SessionCertificate;
use posta_identity::ids::Hash32;
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
/// How far a compressed body is expected to expand.
const EXPANDS: usize = 12;

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
    Batch(SignedBatch),
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
    pub fn add_session(&mut self, certificate: &[u8]) {
        self.plain.byte(SESSION);
        self.plain.counted(certificate);
        self.guess += certificate.len();
        note_session(&mut self.context, certificate);
    }

    /// A batch.
    pub fn add_batch(&mut self, batch: &SignedBatch) {
        let (before, whole) = (self.plain.0.len(), self.context.whole);
        let shrinks = self.write_batch(batch);
        let grown = self.plain.0.len() - before;
        let whole = self.context.whole - whole;
        self.guess =
            self.guess.saturating_add(if shrinks { 120 + whole + (grown - whole) / SHRINKS } else { grown });
        self.content += batch.body.len().saturating_mul(EXPANDS);
        if self.plain.0.len() > limits::UNPACKED / 2 || self.content > limits::PACK_CONTENT / 2 {
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
            self.plain.byte(WHOLE);
            self.plain.counted(&batch.to_bytes());
            return false;
        };
        let content = body::open_plain(&header, &batch.body)
            .filter(|content| content.covers.is_none() && content.seeds.len() <= limits::SEEDS)
            .filter(|content| body::pack_content(content).is_ok_and(|again| again.1 == header.body_hash));
        // A header that names another body: nobody will take it, but nobody changes it on the way.
        let is_named = batch.is_bodyless() || body::hash_of_body(&header, &batch.body) == header.body_hash;
        if content.is_none() && !is_named {
            self.plain.byte(WHOLE);
            self.plain.counted(&batch.to_bytes());
            return false;
        }
        let (item, body) = match (&content, batch.is_bodyless()) {
            (Some(_), _) => (ROWS, &[][..]),
            (None, true) => (HOLLOW, header.body_hash.as_bytes().as_slice()),
            (None, false) => (BODY, batch.body.as_slice()),
        };
        self.plain.byte(item);
        self.context.header.write(&mut self.plain, &header);
        self.plain.bytes(&batch.signature);
        match &content {
            Some(content) => {
                let actor = header.session.as_bytes();
                write_changes(&mut self.context, &mut self.plain, actor, &content.seeds, &content.changes);
            }
            None if item == HOLLOW => self.plain.bytes(body),
            None => self.plain.counted(body),
        }
        self.context.header.note(header, batch.hash());
        content.is_some()
    }
}

/// Reads the packs of one stream.
pub struct PackReader {
    context: Context,
}

impl Default for PackReader {
    fn default() -> Self {
        Self { context: Context::new(DICTIONARY) }
    }
}

impl PackReader {
    /// Everything in a pack. Memory stays bounded whatever it claims.
    pub(crate) fn open(&mut self, pack: &[u8]) -> Result<Vec<Item>, PackError> {
        let (dictionary, packed) = pack.split_first_chunk().ok_or(PackError::Malformed)?;
        let dictionary = u32::from_le_bytes(*dictionary);
        // The words of a stream are of one dictionary.
        if dictionary != DICTIONARY {
            return Err(PackError::UnknownDictionary(dictionary));
        }
        let plain = vocabulary::decompress(packed, dictionary)?;
        self.read_plain(&plain)
    }

    /// What is in a pack that was decompressed.
    pub(crate) fn read_plain(&mut self, plain: &[u8]) -> Result<Vec<Item>, PackError> {
        let (mut bytes, mut items, mut room) = (Bytes(plain), Vec::new(), limits::PACK_CONTENT);
        while !bytes.is_done() {
            let item = self.read_item(&mut bytes, &mut room)?;
            items.push(item);
        }
        Ok(items)
    }

    /// The batches of a pack before compression: for whoever tries it with hostile bytes.
    ///
    /// # Errors
    /// As of a pack that came.
    pub fn batches_of(&mut self, plain: &[u8]) -> Result<Vec<SignedBatch>, PackError> {
        let items = self.read_plain(plain)?;
        let batch = |item| if let Item::Batch(batch) = item { Some(batch) } else { None };
        Ok(items.into_iter().filter_map(batch).collect())
    }

    fn read_item(&mut self, bytes: &mut Bytes<'_>, room: &mut usize) -> Result<Item, PackError> {
        let item = bytes.byte()?;
        if item == SESSION {
            let certificate = bytes.counted()?;
            note_session(&mut self.context, certificate);
            return Ok(Item::Session(certificate.to_vec()));
        }
        if item == WHOLE {
            let batch = SignedBatch::from_bytes(bytes.counted()?).map_err(|_| Malformed)?;
            return Ok(Item::Batch(batch));
        }
        let header = self.context.header.read(bytes)?;
        let signature = bytes.array()?;
        let (body, body_hash) = match item {
            BODY => {
                let body = bytes.counted()?.to_vec();
                let hash = body::hash_of_body(&header, &body);
                (body, hash)
            }
            HOLLOW => (Vec::new(), Hash32::from(bytes.array::<32>()?)),
            ROWS => {
                let actor = *header.session.as_bytes();
                let most = (*room).min(limits::UNPACKED);
                let (seeds, changes) = read_changes(&mut self.context, bytes, &actor, most)?;
                let length: usize = changes.iter().map(|change| change.bytes.len()).sum();
                *room = room.saturating_sub(length + changes.len() * 64);
                body::pack_content(&body::Content { changes, covers: None, seeds })?
            }
            _ => return Err(PackError::Malformed),
        };
        let header = BatchHeader { body_hash, ..header };
        let batch = SignedBatch { header: header.encode(), signature, body };
        self.context.header.note(header, batch.hash());
        Ok(Item::Batch(batch))
    }
}

fn note_session(context: &mut Context, certificate: &[u8]) {
    if let Ok(certificate) = SessionCertificate::decode(certificate) {
        context.header.note_session(certificate.actor());
        context.add_id(*certificate.actor().as_bytes());
    }
}
