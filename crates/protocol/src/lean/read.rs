//! Packs, read.

use posta_identity::ids::Hash32;

use super::pack::{BODY, CHANGE, HOLLOW, ITEM, Item, LATER, PackError, ROWS, SESSION, WHOLE, note_session};
use super::past::Past;
use super::vocabulary::{self, DICTIONARY};
use super::{Asker, Bytes, Context, PackWriter, Recall, read_changes};
use crate::batch::{BatchHeader, SignedBatch};
use crate::body;
use crate::limits;

/// Reads the packs of one stream.
#[derive(Default)]
pub struct PackReader {
    /// Of the dictionary that the first pack named.
    context: Option<(u32, Context)>,
    past: Past,
    asker: Option<Asker>,
}

impl PackReader {
    /// Everything in a pack. Memory and work stay bounded whatever it claims.
    pub(crate) fn open(&mut self, pack: &[u8]) -> Result<Vec<Item>, PackError> {
        let mut packed = Bytes(pack);
        let dictionary = u32::try_from(packed.unsigned()?).map_err(|_| PackError::Malformed)?;
        let plain = vocabulary::decompress_small(packed.0, dictionary, self.past.bytes())?;
        let items = self.read_plain(dictionary, &plain)?;
        self.past.push(&plain);
        Ok(items)
    }

    /// Reads a stream after the head of whoever asks.
    pub(crate) fn ask_by(&mut self, asker: Asker) {
        self.asker = Some(asker);
    }

    /// Takes these as gone by. Before the first pack.
    pub(crate) fn recall(&mut self, recall: &Recall, batches: &[SignedBatch]) -> Result<(), PackError> {
        let (_, context) = self.context.take().unwrap_or_else(|| self.begin(DICTIONARY));
        let mut writer = PackWriter::of(context, std::mem::take(&mut self.past));
        let found = writer.recall(batches);
        (self.context, self.past) = (Some((DICTIONARY, writer.context)), writer.past);
        if found.as_ref() == Some(recall) { Ok(()) } else { Err(PackError::NotRecalled) }
    }

    fn begin(&mut self, dictionary: u32) -> (u32, Context) {
        (dictionary, Context::asked_by(dictionary, self.asker.take()))
    }

    /// What is in a pack that was decompressed.
    fn read_plain(&mut self, dictionary: u32, plain: &[u8]) -> Result<Vec<Item>, PackError> {
        if self.context.is_none() {
            self.context = Some(self.begin(dictionary));
        }
        let (first, context) = self.context.as_mut().ok_or(PackError::Malformed)?;
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
            let (actor, certificate) = context.certificate.read(bytes)?;
            weigh(certificate.len())?;
            note_session(context, actor);
            return Ok(Some(Item::Session(certificate)));
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
