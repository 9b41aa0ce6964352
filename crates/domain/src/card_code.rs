//! The code of a person's own card, printed as a QR code and to be typed: `POSTA1-`, 26 characters, `-`, 4 more. It
//! holds the opaque id of the record and nothing about the person.
//!
//! The 26 are the 16 bytes of the id in Crockford's base 32, as one number with leading zeros; the 4 are the first 20
//! bits of SHA-256 over `posta card 1` and the id. So a code that is wrong in any way passes with a chance of one in
//! 2^20, about a million: that catches slips, and proves nothing about who made the card. A wrong character among the
//! last 4 is always found.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::base32::{base32, plain_characters, value};
use crate::{DocumentId, Problem};

/// What a code of this version begins with, without the dash. Another number is another version.
const PREFIX: &str = "POSTA1";
/// Characters of the id.
const ID: usize = 26;
/// Characters of the check.
const CHECK: usize = 4;
/// Longest text that is looked at, in bytes.
const MOST_BYTES: usize = 200;

/// The code of the card of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardCode(pub DocumentId);

impl CardCode {
    /// Reads a code as scanned or typed: in any case, with or without blanks, dashes and the beginning; O counts as 0,
    /// I and L as 1.
    ///
    /// # Errors
    /// `card_code_unreadable` when it is none, `card_code_newer` when a later version made it, `card_code_check` when a
    /// character is wrong.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let unreadable = || Problem::error("card", "card_code_unreadable");
        if text.len() > MOST_BYTES {
            return Err(unreadable());
        }
        let plain = plain_characters(text);
        let rest = match begins(&plain) {
            Begins::Same(rest) => rest,
            Begins::Other => return Err(Problem::error("card", "card_code_newer")),
            Begins::Bare => plain.as_slice(),
        };
        let values: Vec<u128> =
            rest.iter().map(|byte| value(*byte)).collect::<Option<_>>().ok_or_else(unreadable)?;
        let (id, check) =
            values.split_at_checked(ID).filter(|(_, check)| check.len() == CHECK).ok_or_else(unreadable)?;
        // The first of 26 characters holds 3 of the 128 bits.
        let high = id.first().is_some_and(|first| *first < 8);
        let id = id.iter().fold(0, |number: u128, value| number << 5 | value);
        let code = Self(DocumentId(id.to_be_bytes()));
        let typed = check.iter().fold(0, |number, value| number << 5 | value);
        if high && typed == code.check() { Ok(code) } else { Err(Problem::error("card", "card_code_check")) }
    }

    /// The id of the person's record.
    pub fn person(&self) -> DocumentId {
        self.0
    }

    /// 20 bits.
    fn check(&self) -> u128 {
        let hash = Sha256::new().chain_update(b"posta card 1").chain_update(self.0.as_bytes()).finalize();
        hash.iter().take(3).fold(0, |number: u128, byte| number << 8 | u128::from(*byte)) >> 4
    }
}

impl fmt::Display for CardCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = u128::from_be_bytes(*self.0.as_bytes());
        write!(f, "{PREFIX}-{}-{}", base32(id, ID), base32(self.check(), CHECK))
    }
}

enum Begins<'a> {
    /// With the beginning of this version; the rest.
    Same(&'a [u8]),
    /// With that of another version.
    Other,
    /// With none: it was left out.
    Bare,
}

fn begins(plain: &[u8]) -> Begins<'_> {
    match plain {
        // A bare code is 30 long and could begin like this by chance.
        [b'P', b'0', b'S', b'T', b'A', b'1', rest @ ..] if plain.len() != ID + CHECK => Begins::Same(rest),
        [b'P', b'0', b'S', b'T', b'A', b'2'..=b'9', ..] if plain.len() != ID + CHECK => Begins::Other,
        _ => Begins::Bare,
    }
}
