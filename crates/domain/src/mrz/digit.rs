//! Characters, their values, and the sum that finds slips.

/// The filler.
pub(super) const FILLER: u8 = b'<';

/// The value of a character: 0 to 9, A 10 to Z 35, the filler 0. None for any other.
pub(super) fn value(character: u8) -> Option<u32> {
    match character {
        b'0'..=b'9' => Some(u32::from(character - b'0')),
        b'A'..=b'Z' => Some(u32::from(character - b'A') + 10),
        FILLER => Some(0),
        _ => None,
    }
}

/// The check digit of a text of the zone: values weighted 7, 3, 1 from the left, modulo 10 (domain notes, section 7).
/// Characters that cannot stand there count nothing.
pub fn check_digit(text: &str) -> char {
    char::from(digit_of(text.as_bytes()))
}

pub(super) fn digit_of(bytes: &[u8]) -> u8 {
    let weights = [7, 3, 1].into_iter().cycle();
    let sum: u32 =
        bytes.iter().zip(weights).map(|(byte, weight)| value(*byte).unwrap_or(0) % 10 * weight % 10).sum();
    b'0' + (sum % 10) as u8
}

/// The digit that a letter is taken for when eyes and cameras slip.
pub(super) fn digit_like(letter: u8) -> Option<u8> {
    match letter {
        b'O' | b'Q' | b'D' => Some(b'0'),
        b'I' | b'L' => Some(b'1'),
        b'Z' => Some(b'2'),
        b'S' => Some(b'5'),
        b'G' => Some(b'6'),
        b'B' => Some(b'8'),
        _ => None,
    }
}
