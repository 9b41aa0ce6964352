//! Packs, written.

use posta_identity::ids::{Actor, Hash32};

use super::pack::{BODY, CHANGE, HOLLOW, ITEM, ROWS, SESSION, WHOLE, note_session};
use super::past::Past;
use super::vocabulary::{self, DICTIONARY};
use super::{Asker, Context, Out, Recall, write_changes};
use crate::batch::{BatchHeader, SignedBatch};
use crate::body::{self, BodyError};
use crate::limits;

/// How far rows are expected to shrink, to guess when a pack is full.
const SHRINKS: usize = 7;

/// Writes the packs of one stream.
pub struct PackWriter {
    pub(super) context: Context,
    pub(super) past: Past,
    plain: Out,
    /// About how many bytes the open pack will have.
    guess: usize,
    /// About how many it has when all is built again.
    content: usize,
}

impl Default for PackWriter {
    fn default() -> Self {
        Self::of(Context::new(DICTIONARY), Past::default())
    }
}

impl PackWriter {
    /// Of a stream after the head of whoever asks.
    pub fn asked_by(asker: Asker) -> Self {
        Self::of(Context::asked_by(DICTIONARY, Some(asker)), Past::default())
    }

    /// That goes on.
    pub(super) fn of(context: Context, past: Past) -> Self {
        Self { context, past, plain: Out::default(), guess: 0, content: 0 }
    }

    /// Takes these as gone by: batches of one feed, one after the other, that the reader has too. Before the first pack.
    /// `None` when nothing can be told by them.
    pub fn recall(&mut self, batches: &[SignedBatch]) -> Option<Recall> {
        let last = batches.last()?.hash();
        let count = u32::try_from(batches.len()).ok().filter(|count| *count <= limits::RECALLED)?;
        for batch in batches {
            self.write_batch(batch);
        }
        let plain = std::mem::take(&mut self.plain).0;
        (self.guess, self.content) = (0, 0);
        self.past.push(&plain);
        let check = *Hash32::of(&plain).as_bytes().first_chunk()?;
        Some(Recall { last, count, check })
    }

    /// A session certificate, before the first batch of that session.
    pub fn add_session(&mut self, actor: Actor, certificate: &[u8]) {
        self.plain.byte(SESSION);
        self.context.certificate.write(&mut self.plain, actor, certificate);
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
        let mut pack = Out::default();
        pack.unsigned(DICTIONARY.into());
        pack.bytes(&vocabulary::compress_small(&plain.0, self.past.bytes())?);
        self.past.push(&plain.0);
        Ok(pack.0)
    }

    /// Whether rows were written.
    fn write_batch(&mut self, batch: &SignedBatch) -> bool {
        let header = batch.decode_header().ok().filter(|header| header.encode() == batch.header);
        let (item, weight) = match &header {
            Some(header) => Form::of(header, batch),
            None => (Form::Whole, batch.byte_len()),
        };
        self.content += ITEM + weight;
        let Some(header) = header.filter(|_| !matches!(item, Form::Whole)) else {
            self.plain.byte(WHOLE);
            self.plain.counted(&batch.to_bytes());
            return false;
        };
        self.plain.byte(item.number());
        self.context.header.write(&mut self.plain, &header);
        self.plain.bytes(&batch.signature);
        match &item {
            Form::Rows(content) => {
                let actor = header.session.as_bytes();
                write_changes(&mut self.context, &mut self.plain, actor, &content.seeds, &content.changes);
            }
            Form::Hollow => self.plain.bytes(header.body_hash.as_bytes()),
            Form::Body | Form::Whole => self.plain.counted(&batch.body),
        }
        self.context.header.note(header, batch.hash());
        matches!(item, Form::Rows(_))
    }
}

/// How a batch travels.
enum Form {
    Whole,
    Body,
    Rows(body::Content),
    Hollow,
}

impl Form {
    /// The least that says all of it, and about what it weighs when it is built again.
    fn of(header: &BatchHeader, batch: &SignedBatch) -> (Self, usize) {
        let size =
            |content: &body::Content| content.changes.iter().map(|change| change.bytes.len()).sum::<usize>();
        let content = body::open_plain(header, &batch.body)
            .filter(|content| content.covers.is_none() && content.seeds.len() <= limits::SEEDS)
            .filter(|content| size(content) <= limits::ROWS && content.changes.len() <= limits::CHANGES)
            .filter(|content| body::hash_of_content(content).is_ok_and(|hash| hash == header.body_hash));
        if let Some(content) = content {
            let weight = size(&content) + content.changes.len() * CHANGE;
            return (Self::Rows(content), weight);
        }
        if batch.is_bodyless() {
            return (Self::Hollow, 0);
        }
        match body::weigh_body(header, &batch.body) {
            (hash, weight) if hash == header.body_hash => (Self::Body, weight),
            // A header that names another body: nobody will take it, but nobody changes it on the way.
            _ => (Self::Whole, batch.byte_len()),
        }
    }

    fn number(&self) -> u8 {
        match self {
            Self::Whole => WHOLE,
            Self::Body => BODY,
            Self::Rows(_) => ROWS,
            Self::Hollow => HOLLOW,
        }
    }
}
