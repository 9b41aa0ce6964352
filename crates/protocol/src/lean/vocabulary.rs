//! The dictionary: words and a zstd dictionary, made of invented people only (`posta-bench dictionary`).

use std::io::Read;
use std::sync::LazyLock;

use zeroize::Zeroizing;
use zstd::dict::{DecoderDictionary, EncoderDictionary};
use zstd::stream::read::Decoder;

use crate::{body::BodyError, limits};

/// The dictionary that this program writes with. 0 is none; each number stands for the same bytes for ever.
pub const DICTIONARY: u32 = 1;

/// What every zstd frame begins with.
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

const WORDS: &str = include_str!("../../dictionaries/1/words.txt");
const BYTES: &[u8] = include_bytes!("../../dictionaries/1/rows.zstd-dictionary");
/// How many of these are tables; what was learnt follows. Bytes.
const TABLES: usize = 146;
/// Of the dictionary and what went by after it, a writer looks so far back. Each pack indexes all of it anew, which is most
/// of its work: a fifth less for 0.5 % more bytes. Whoever reads it cannot tell.
const LOOKS_BACK: usize = 144 * 1024;

/// The words of a dictionary, those used most first.
pub(super) fn words(dictionary: u32) -> impl Iterator<Item = &'static str> {
    WORDS.lines().take(if dictionary == 1 { usize::MAX } else { 0 })
}

/// Tables of the dictionary, made once: to write small, to write fast, to read.
static SMALL: LazyLock<EncoderDictionary<'static>> =
    LazyLock::new(|| EncoderDictionary::copy(BYTES, SMALLEST));
static FAST: LazyLock<EncoderDictionary<'static>> = LazyLock::new(|| EncoderDictionary::copy(BYTES, QUICK));
static READ: LazyLock<DecoderDictionary<'static>> = LazyLock::new(|| DecoderDictionary::copy(BYTES));

/// For packs, each made once for a link that may take a second for it.
const SMALLEST: i32 = 19;
/// For packs of a writer that many wait for.
const CROWDED: i32 = 6;
/// For bodies that travel as they are, sealed.
const QUICK: i32 = 9;
/// For bodies that travel in rows, and are put together again by whoever takes them: many at once, on slow devices.
const KEPT: i32 = 3;

/// How much work a pack is worth. Whoever reads it cannot tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// As small as it gets.
    Most,
    /// A tenth of the work, for some more bytes.
    Little,
}

/// One zstd frame, made at every save. Fails above `limits::UNPACKED`.
pub(crate) fn compress(plain: &[u8], dictionary: u32) -> Result<Vec<u8>, BodyError> {
    match dictionary {
        0 => bounded(plain)
            .and_then(|plain| zstd::bulk::compress(plain, QUICK).map_err(|_| BodyError::Compression)),
        1 => with(plain, &FAST),
        other => Err(BodyError::UnknownDictionary(other)),
    }
}

/// One zstd frame of an open body, to be kept. Its hash is of what is in it: everybody may pack it at another level.
pub(crate) fn compress_kept(plain: &[u8]) -> Result<Vec<u8>, BodyError> {
    zstd::bulk::compress(bounded(plain)?, KEPT).map_err(|_| BodyError::Compression)
}

/// One zstd frame with this program's dictionary and what went by after it; without the bytes that begin every frame.
pub(super) fn compress_small(plain: &[u8], past: &[u8], effort: Effort) -> Result<Vec<u8>, BodyError> {
    let level = match effort {
        Effort::Most => SMALLEST,
        Effort::Little => CROWDED,
    };
    let frame = match (past, effort) {
        ([], Effort::Most) => with(plain, &SMALL)?,
        (past, _) => with(plain, &EncoderDictionary::copy(&looked_through(past), level))?,
    };
    frame.strip_prefix(&MAGIC).map(<[u8]>::to_vec).ok_or(BodyError::Compression)
}

/// The dictionary's tables, then the last of what it learnt and of what went by.
fn looked_through(past: &[u8]) -> Vec<u8> {
    let (tables, learnt) = BYTES.split_at_checked(TABLES).unwrap_or_default();
    let learnt = learnt.get((learnt.len() + past.len()).saturating_sub(LOOKS_BACK)..).unwrap_or_default();
    let past = past.get(past.len().saturating_sub(LOOKS_BACK)..).unwrap_or_default();
    [tables, learnt, past].concat()
}

/// What [`compress_small`] packed.
pub(super) fn decompress_small(packed: &[u8], dictionary: u32, past: &[u8]) -> Result<Vec<u8>, BodyError> {
    if dictionary != DICTIONARY {
        return Err(BodyError::UnknownDictionary(dictionary));
    }
    let frame = [&MAGIC, packed].concat();
    if past.is_empty() {
        return decompress(&frame, dictionary);
    }
    let all = DecoderDictionary::copy(&[BYTES, past].concat());
    let mut plain = Vec::new();
    read_frame(&mut plain, Decoder::with_prepared_dictionary(frame.as_slice(), &all))?;
    Ok(plain)
}

fn with(plain: &[u8], dictionary: &EncoderDictionary<'static>) -> Result<Vec<u8>, BodyError> {
    let broken = |_| BodyError::Compression;
    let mut compressor = zstd::bulk::Compressor::with_prepared_dictionary(dictionary).map_err(broken)?;
    // The dictionary is named outside; what was read wrong shows in hashes and signatures.
    compressor.include_dictid(false).map_err(broken)?;
    compressor.include_contentsize(false).map_err(broken)?;
    compressor.compress(bounded(plain)?).map_err(broken)
}

fn bounded(plain: &[u8]) -> Result<&[u8], BodyError> {
    if plain.len() > limits::UNPACKED { Err(BodyError::TooLarge) } else { Ok(plain) }
}

/// One zstd frame, nothing after it, at most `limits::UNPACKED` bytes out and 2^`limits::WINDOW_LOG` of window.
pub(crate) fn decompress(packed: &[u8], dictionary: u32) -> Result<Vec<u8>, BodyError> {
    let mut plain = Vec::new();
    decompress_into(&mut plain, packed, dictionary)?;
    Ok(plain)
}

/// As [`decompress`], of what was sealed: wiped in the end, whatever comes of it.
pub(crate) fn decompress_sealed(packed: &[u8], dictionary: u32) -> Result<Zeroizing<Vec<u8>>, BodyError> {
    let mut plain = Zeroizing::new(Vec::new());
    decompress_into(&mut plain, packed, dictionary)?;
    Ok(plain)
}

fn decompress_into(plain: &mut Vec<u8>, packed: &[u8], dictionary: u32) -> Result<(), BodyError> {
    match dictionary {
        0 => read_frame(plain, Decoder::with_buffer(packed)),
        1 => read_frame(plain, Decoder::with_prepared_dictionary(packed, &READ)),
        other => Err(BodyError::UnknownDictionary(other)),
    }
}

fn read_frame(plain: &mut Vec<u8>, decoder: std::io::Result<Decoder<'_, &[u8]>>) -> Result<(), BodyError> {
    let broken = |_| BodyError::Compression;
    let mut decoder = decoder.map_err(broken)?.single_frame();
    decoder.window_log_max(limits::WINDOW_LOG).map_err(broken)?;
    decoder.by_ref().take(limits::UNPACKED as u64 + 1).read_to_end(plain).map_err(broken)?;
    if plain.len() > limits::UNPACKED {
        return Err(BodyError::TooLarge);
    }
    if !decoder.finish().is_empty() {
        return Err(BodyError::Compression);
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_after_any_past_is_read_with_the_whole_dictionary() {
        let rows: Vec<u8> = BYTES.iter().rev().copied().cycle().take(200_000).collect();
        for length in [1, 1000, LOOKS_BACK - BYTES.len(), 100_000, LOOKS_BACK, LOOKS_BACK + 1] {
            let (past, plain) = rows.split_at(length);
            let plain = &plain[..13_000];
            for effort in [Effort::Most, Effort::Little] {
                let packed = compress_small(plain, past, effort).unwrap();
                assert_eq!(decompress_small(&packed, DICTIONARY, past).unwrap(), plain, "{length}");
            }
        }
    }
}
