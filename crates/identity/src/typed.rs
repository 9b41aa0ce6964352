//! Bytes as a text for a QR code, for reading aloud and for typing: `WORD:XXXXX-XXXXX-...` in Crockford's base 32, with
//! a check of 40 bits at the end.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUP: usize = 5;
const CHECK: usize = 5;

/// A typed text is not what was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TypedError {
    /// Another kind of text, or none of ours.
    #[error("the text does not begin with {expected}")]
    OtherKind {
        /// The word it should begin with.
        expected: &'static str,
    },
    /// A character that no such text has.
    #[error("character {position} cannot be part of the text")]
    WrongCharacter {
        /// Its position among letters and digits after the first word, from 1.
        position: usize,
    },
    /// A part is missing, or a letter is wrong.
    #[error("the text is not complete, or a letter in it is wrong")]
    WrongCheck,
    /// Longer than any such text.
    #[error("the text is too long")]
    TooLong,
    /// A later version made it.
    #[error("the text has version {0}, which this version does not read")]
    UnsupportedVersion(u8),
}

/// The text of `bytes`.
pub(crate) fn to_text(word: &str, bytes: &[u8]) -> Zeroizing<String> {
    let check = check_of(word, bytes);
    let digits = (bytes.len() + CHECK) * 8 / 5 + 1;
    let mut text = Zeroizing::new(String::with_capacity(word.len() + 2 + digits + digits / GROUP));
    text.push_str(word);
    text.push(':');
    let mut shown = 0;
    let mut show = |digit: u32| {
        if shown > 0 && shown % GROUP == 0 {
            text.push('-');
        }
        let letter = ALPHABET.get((digit & 31) as usize).copied().unwrap_or(b'0');
        text.push(char::from(letter));
        shown += 1;
    };
    let (mut bits, mut held) = (0_u32, 0);
    for byte in bytes.iter().chain(&check) {
        bits = (bits << 8) | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            show(bits >> held);
        }
        bits &= (1 << held) - 1;
    }
    if held > 0 {
        show(bits << (5 - held));
    }
    text
}

/// Reads what [`to_text`] made, of at most `longest` bytes: in either case, with any spaces and dashes, O for 0, I and
/// L for 1.
pub(crate) fn from_text(
    word: &'static str,
    text: &str,
    longest: usize,
) -> Result<Zeroizing<Vec<u8>>, TypedError> {
    if text.len() > 8 * (longest + CHECK) + 256 {
        return Err(TypedError::TooLong);
    }
    let mut typed = text.chars().filter(|typed| !typed.is_whitespace() && !matches!(typed, '-' | '–' | '_'));
    let begins =
        word.chars().all(|letter| typed.next().is_some_and(|typed| typed.to_ascii_uppercase() == letter));
    if !begins {
        return Err(TypedError::OtherKind { expected: word });
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(longest + CHECK + 1));
    let (mut bits, mut held) = (0_u32, 0);
    for (place, character) in typed.filter(|typed| *typed != ':').enumerate() {
        let digit = digit(character).ok_or(TypedError::WrongCharacter { position: place + 1 })?;
        bits = (bits << 5) | digit;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
        if bytes.len() > longest + CHECK {
            return Err(TypedError::TooLong);
        }
    }
    let length = bytes.len().checked_sub(CHECK).ok_or(TypedError::WrongCheck)?;
    let check = bytes.split_off(length);
    if held >= 5 || bits != 0 || check != check_of(word, &bytes) {
        return Err(TypedError::WrongCheck);
    }
    Ok(bytes)
}

fn digit(character: char) -> Option<u32> {
    let plain = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = ALPHABET.iter().position(|letter| char::from(*letter) == plain)?;
    u32::try_from(place).ok()
}

fn check_of(word: &str, bytes: &[u8]) -> [u8; CHECK] {
    let hash = Sha256::new().chain_update(b"posta typed").chain_update(word).chain_update(bytes).finalize();
    let mut check = [0; CHECK];
    check.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
    check
}
