//! Crockford's base 32, for codes that people type: no I, L, O, U; O counts as 0, I and L as 1.

/// In the order of their values.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A number in so many characters, with leading zeros.
pub(crate) fn base32(number: u128, length: usize) -> String {
    let places = (0..length).rev().map(|place| (number >> (5 * place) & 31) as usize);
    places.filter_map(|value| ALPHABET.get(value)).map(|byte| char::from(*byte)).collect()
}

/// The value of a character, 0 to 31.
pub(crate) fn value(byte: u8) -> Option<u128> {
    ALPHABET.iter().position(|known| *known == byte).and_then(|at| u128::try_from(at).ok())
}

/// A code as typed without blanks and dashes, in capitals; 0xff for what no code holds.
pub(crate) fn plain_characters(text: &str) -> Vec<u8> {
    text.chars().filter(|c| !c.is_whitespace() && !is_dash(*c)).map(plain_character).collect()
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '–' | '—' | '−' | '_' | '\'' | '\u{feff}' | '\u{200b}')
}

/// Capital, with what looks alike made one.
fn plain_character(c: char) -> u8 {
    match c.to_ascii_uppercase() {
        'O' => b'0',
        'I' | 'L' => b'1',
        c => u8::try_from(c).unwrap_or(0xff),
    }
}
