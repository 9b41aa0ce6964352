//! Bolivian cards. The complement, a digit and a letter that SEGIP adds where two people have one number, is part of
//! who it is; the letters of the department that issued the card are not.

use super::{FORMAT, is_digits, is_separator};

/// Letters of the departments as cards print them.
const LETTERS: &[&str] = &["LP", "CB", "SC", "OR", "PT", "TJ", "CH", "BE", "PD"];

/// A number of a Bolivian card in its parts.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct CardParts {
    /// 4 to 8 digits.
    pub digits: String,
    /// A digit and a letter, or blank.
    pub complement: String,
    /// Letters of a department, or blank. Not part of who it is.
    pub extension: String,
}

/// Takes a number of a Bolivian card apart, however it is written: `1234567-1A LP`, `LP 1.234.567`, `12345671A`.
/// None when it is not one.
pub fn read_card(number: &str) -> Option<CardParts> {
    let number = number.to_uppercase().replace('.', "");
    let mut words: Vec<&str> = number.split(is_separator).filter(|word| !word.is_empty()).collect();
    let mut extension = "";
    if let Some(last) = words.pop_if(|last| LETTERS.contains(last)) {
        extension = last;
    } else if words.first().is_some_and(|first| LETTERS.contains(first)) {
        extension = words.remove(0);
    }
    let (first, second) = match words.as_slice() {
        [only] => (*only, ""),
        [first, second] => (*first, *second),
        _ => return None,
    };
    // The letters may touch the rest, at the beginning or at the end.
    let (first, second, touching) =
        if extension.is_empty() { without_letters(first, second) } else { (first, second, extension) };
    let (digits, complement) = match second {
        "" if first.ends_with(|c: char| c.is_ascii_uppercase()) => {
            first.split_at_checked(first.len().checked_sub(2)?)?
        }
        _ => (first, second),
    };
    let good = is_digits(digits, 4, 8) && (complement.is_empty() || is_complement(complement));
    good.then(|| CardParts {
        digits: digits.to_owned(),
        complement: complement.to_owned(),
        extension: touching.to_owned(),
    })
}

fn without_letters<'a>(first: &'a str, second: &'a str) -> (&'a str, &'a str, &'static str) {
    for letters in LETTERS {
        if let Some(rest) = first.strip_prefix(letters) {
            return (rest, second, letters);
        }
        if let Some(rest) = second.strip_suffix(letters) {
            return (first, rest, letters);
        }
        if let (Some(rest), "") = (first.strip_suffix(letters), second) {
            return (rest, second, letters);
        }
    }
    (first, second, "")
}

/// Whether a text is a complement: a digit and a letter.
pub(crate) fn is_complement(text: &str) -> bool {
    let mut chars = text.chars();
    matches!((chars.next(), chars.next(), chars.next()), (Some(a), Some(b), None)
        if a.is_ascii_digit() && b.is_ascii_uppercase())
}

/// The form of a card's number: 4 to 8 digits, perhaps a complement, perhaps a department's letters.
pub(super) fn odd_card(number: &str) -> Option<&'static str> {
    read_card(number).is_none().then_some(FORMAT)
}

/// The foreigner's card: `E-` or letters, then digits; at most 8 digits.
pub(super) fn is_foreigner_card(plain: &str) -> bool {
    let bare = plain.trim_start_matches(|c: char| c.is_ascii_uppercase());
    plain.len() - bare.len() <= 2 && is_digits(bare, 4, 8)
}
