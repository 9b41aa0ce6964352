//! What a row refers to: documents, ids and words that were named before, or are named here.

use super::name::Key;
use super::value::Seeds;
use super::{Bytes, Context, Malformed, Out};
use crate::limits;

/// Which document: made of a seed, or by its bytes; from 2 on: known, that many ids less one back.
const NEW: usize = 0;
const BY_BYTES: usize = 1;

pub(super) const END: u8 = 0;
/// Field names up to here have their place plus one as a byte.
const PLACES: usize = 0xef;
/// The key of an identity document in the names that follow: made of its own fields, or by its bytes.
pub(super) const OWN_KEY: u8 = 0xfa;
pub(super) const RAW_KEY: u8 = 0xfb;
/// An id in the names that follow.
pub(super) const ID_KEY: u8 = 0xfc;
const PLACE: u8 = 0xfd;
const WORD: u8 = 0xfe;

/// Which document, and of which kind.
pub(super) fn write_document(
    context: &mut Context,
    seeds: &mut Seeds<'_>,
    out: &mut Out,
    id: [u8; 16],
    kind_word: &str,
) {
    let kind = context.place_of_word(kind_word);
    let back = context.back_to(&id);
    if let Some(back) = back
        && context.document(&id).is_some_and(|state| Some(state.kind) == kind)
    {
        return out.count(back + 1);
    }
    match seeds.find(&id).filter(|_| back.is_none()) {
        Some(made) => {
            out.count(NEW);
            seeds.write(out, made);
        }
        None => {
            out.count(BY_BYTES);
            out.bytes(&id);
        }
    }
    context.add_id(id);
    write_word(context, out, kind_word);
}

pub(super) fn read_document(
    context: &mut Context,
    seeds: &mut Seeds<'_>,
    bytes: &mut Bytes<'_>,
) -> Result<([u8; 16], String), Malformed> {
    let id = match bytes.count()? {
        NEW => seeds.read(bytes)?,
        BY_BYTES => bytes.array()?,
        back => {
            let id = context.id_back(back - 1).ok_or(Malformed)?;
            let kind = context.document(&id).ok_or(Malformed)?.kind;
            return Ok((id, context.word(kind).ok_or(Malformed)?.to_owned()));
        }
    };
    context.add_id(id);
    Ok((id, read_word(context, bytes, &mut Keys::default())?.ok_or(Malformed)?))
}

/// An id that was named before, or its bytes.
pub(super) fn write_known(context: &mut Context, out: &mut Out, id: [u8; 16]) {
    match context.back_to(&id) {
        Some(back) => out.count(back),
        None => {
            out.count(0);
            out.bytes(&id);
            context.add_id(id);
        }
    }
}

pub(super) fn read_known(context: &mut Context, bytes: &mut Bytes<'_>) -> Result<[u8; 16], Malformed> {
    let (id, is_new) = read_named(context, bytes)?;
    if is_new {
        context.add_id(id);
    }
    Ok(id)
}

/// The same, not yet added; whether it has to be.
pub(super) fn read_named(context: &Context, bytes: &mut Bytes<'_>) -> Result<([u8; 16], bool), Malformed> {
    match bytes.count()? {
        0 => Ok((bytes.array()?, true)),
        back => Ok((context.id_back(back).ok_or(Malformed)?, false)),
    }
}

pub(super) fn write_word(context: &mut Context, out: &mut Out, word: &str) {
    match context.place_of_word(word) {
        Some(place) if place < PLACES => out.byte((place + 1).to_le_bytes()[0]),
        Some(place) => {
            out.byte(PLACE);
            out.count(place);
        }
        None => {
            out.byte(WORD);
            out.counted(word.as_bytes());
            context.add_word(word);
        }
    }
}

/// The key of the names that come, and how many made of their own fields there were.
#[derive(Default)]
pub(super) struct Keys {
    pub current: Option<Key>,
    own: u32,
}

/// The next word; `None` at the end. A key that stands before it goes to `keys`.
pub(super) fn read_word(
    context: &mut Context,
    bytes: &mut Bytes<'_>,
    keys: &mut Keys,
) -> Result<Option<String>, Malformed> {
    loop {
        let place = match bytes.byte()? {
            END => return Ok(None),
            OWN_KEY => {
                keys.own = keys.own.saturating_add(1);
                keys.current = Some(Key::Own(keys.own));
                continue;
            }
            RAW_KEY => {
                keys.current = Some(Key::Raw(bytes.array()?));
                continue;
            }
            ID_KEY => {
                keys.current = Some(Key::Id(read_known(context, bytes)?));
                continue;
            }
            WORD => {
                let word = std::str::from_utf8(bytes.counted()?).map_err(|_| Malformed)?.to_owned();
                if word.is_empty() || word.len() > limits::NAME {
                    return Err(Malformed);
                }
                context.add_word(&word);
                return Ok(Some(word));
            }
            PLACE => bytes.count()?,
            place if usize::from(place) <= PLACES => usize::from(place) - 1,
            _ => return Err(Malformed),
        };
        return Ok(Some(context.word(place).ok_or(Malformed)?.to_owned()));
    }
}
