//! One spelling for searching: blind to accents, case and punctuation.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a text for comparison: lower case, no accents (ñ becomes n), ligatures opened, punctuation to one space.
///
/// An apostrophe inside a word is dropped, because Aymara and Quechua names are written with and without it
/// ("Ch'oque", "Choque").
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for character in text.nfd().filter(|c| !is_combining_mark(*c) && !is_apostrophe(*c)) {
        // Lower-casing may bring a mark of its own (İ).
        for lower in character.to_lowercase().filter(|c| !is_combining_mark(*c)) {
            if !lower.is_alphanumeric() {
                gap = true;
                continue;
            }
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            match lower {
                'œ' => folded.push_str("oe"),
                'æ' => folded.push_str("ae"),
                'ß' => folded.push_str("ss"),
                'ø' => folded.push('o'),
                'ł' => folded.push('l'),
                'đ' | 'ð' => folded.push('d'),
                'ı' => folded.push('i'),
                plain => folded.push(plain),
            }
        }
    }
    folded
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´')
}
