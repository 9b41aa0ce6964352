//! Packs, written.

use posta_identity::ids::{Actor, Hash32};

use super::pack::{ITEM, SESSION, note_session};
use super::past::Past;
use super::prepared::{Form, Prepared};
use super::row::write_rows;
use super::vocabulary::{self, DICTIONARY, Effort};
use super::{Asker, Context, Out, Recall};
use crate::batch::SignedBatch;
use crate::body::BodyError;
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
            self.write_batch(&Prepared::of(batch));
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
        self.add_prepared(&Prepared::of(batch));
    }

    /// A batch that was taken apart before.
    pub fn add_prepared(&mut self, batch: &Prepared) {
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
        self.close_with(Effort::Most)
    }

    /// As [`close`](Self::close), with so much work.
    ///
    /// # Errors
    /// As [`close`](Self::close).
    pub fn close_with(&mut self, effort: Effort) -> Result<Vec<u8>, BodyError> {
        let plain = std::mem::take(&mut self.plain);
        (self.guess, self.content) = (0, 0);
        let mut pack = Out::default();
        pack.unsigned(DICTIONARY.into());
        pack.bytes(&vocabulary::compress_small(&plain.0, self.past.bytes(), effort)?);
        self.past.push(&plain.0);
        Ok(pack.0)
    }

    /// Whether rows were written.
    fn write_batch(&mut self, batch: &Prepared) -> bool {
        self.content += ITEM + batch.weight;
        self.plain.byte(batch.form.number());
        let header = match (&batch.form, &batch.header) {
            (Form::Whole(bytes), _) => {
                self.plain.counted(bytes);
                return false;
            }
            (_, Some(header)) => header,
            // Of what is not whole there is one.
            (_, None) => return false,
        };
        self.context.header.write(&mut self.plain, header);
        self.plain.bytes(&batch.signature);
        match &batch.form {
            Form::Rows(rows) => {
                write_rows(&mut self.context, &mut self.plain, header.session.as_bytes(), rows);
            }
            Form::Hollow => self.plain.bytes(header.body_hash.as_bytes()),
            Form::Body(body) | Form::Whole(body) => self.plain.counted(body),
        }
        self.context.header.note(header.clone(), batch.hash);
        matches!(batch.form, Form::Rows(_))
    }
}
