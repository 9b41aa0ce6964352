//! The tear-off codes of a letter: by one of them a service without an account answers, typed or scanned at any post.
//!
//! `PR1-` and 18 characters of Crockford's base 32 in groups of six: 40 bits name the referral, 10 bits (of which 2 are
//! used) the answer, 40 bits prove it. Name and proof are made with SHA-256 from a secret of 128 bits that only the
//! teams of the referral and the letter's answers hold, so whoever guesses is right once in 2^40 times, and whoever reads a code
//! learns nothing of the person. The code of one answer does not give that of another.

use std::fmt;

use sha2::{Digest, Sha256};

use super::ReferralState;
use crate::base32::{base32, plain_characters, value};
use crate::{DocumentId, Problem};

/// What makes the answer codes of one referral: 16 random bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ReferralSecret(pub [u8; 16]);

/// An answer to a referral, as its letter carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnswerCode {
    /// Names the referral; 40 bits.
    name: u64,
    /// Place in [`ReferralState::ANSWERS`].
    answer: u8,
    /// Proves that the letter said so; 40 bits.
    proof: u64,
}

/// Characters.
const LENGTH: usize = 18;
const PREFIX: &str = "PR1";
/// Longest text that is looked at, in bytes.
const MOST_BYTES: usize = 200;

impl ReferralSecret {
    /// Reads 32 hex digits; none for anything else.
    pub fn from_hex(text: &str) -> Option<Self> {
        text.parse::<DocumentId>().ok().map(|bytes| Self(bytes.0))
    }

    /// As 32 hex digits.
    pub fn to_hex(self) -> String {
        DocumentId(self.0).to_string()
    }

    /// The codes of the letter, in the order of [`ReferralState::ANSWERS`].
    pub fn codes(&self) -> [AnswerCode; 3] {
        [0, 1, 2].map(|answer| AnswerCode { name: self.name(), answer, proof: self.proof(answer) })
    }

    /// What names the referral in its codes; 40 bits.
    pub fn name(&self) -> u64 {
        self.bits(b"posta referral name 1", 0)
    }

    fn proof(&self, answer: u8) -> u64 {
        self.bits(b"posta referral answer 1", answer)
    }

    fn bits(&self, what: &[u8], answer: u8) -> u64 {
        let hash = Sha256::new().chain_update(what).chain_update(self.0).chain_update([answer]).finalize();
        hash.iter().take(5).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    /// Whether a code was made with this secret.
    pub fn made(&self, code: &AnswerCode) -> bool {
        code.name == self.name() && code.proof == self.proof(code.answer)
    }
}

impl AnswerCode {
    /// Reads a code as scanned or typed: in any case, with or without blanks, dashes and the beginning; O counts as 0,
    /// I and L as 1.
    ///
    /// # Errors
    /// `answer_code_unreadable`, `answer_code_newer` when a later version made it.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let unreadable = || Problem::error("code", "answer_code_unreadable");
        if text.len() > MOST_BYTES {
            return Err(unreadable());
        }
        let plain = plain_characters(text);
        let rest = match plain.as_slice() {
            [b'P', b'R', b'1', rest @ ..] if rest.len() == LENGTH => rest,
            [b'P', b'R', b'2'..=b'9', rest @ ..] if rest.len() >= LENGTH => {
                return Err(Problem::error("code", "answer_code_newer"));
            }
            rest => rest,
        };
        if rest.len() != LENGTH {
            return Err(unreadable());
        }
        let number = rest.iter().try_fold(0_u128, |number, byte| value(*byte).map(|bits| number << 5 | bits));
        let number = number.ok_or_else(unreadable)?;
        let part =
            |from: u32, bits: u32| u64::try_from(number >> from & ((1 << bits) - 1)).unwrap_or(u64::MAX);
        let answer = u8::try_from(part(40, 10)).map_err(|_| unreadable())?;
        if usize::from(answer) >= ReferralState::ANSWERS.len() {
            return Err(unreadable());
        }
        Ok(Self { name: part(50, 40), answer, proof: part(0, 40) })
    }

    /// What it says.
    pub fn answer(&self) -> ReferralState {
        ReferralState::ANSWERS.get(usize::from(self.answer)).cloned().unwrap_or_default()
    }

    /// What names its referral; 40 bits.
    pub fn name(&self) -> u64 {
        self.name
    }

    /// The id of the document that says it was told: 16 bytes of SHA-256, so that two posts make one document.
    pub fn document(&self) -> [u8; 16] {
        let hash =
            Sha256::new().chain_update(b"posta referral told 1").chain_update(self.to_string()).finalize();
        let mut id = [0; 16];
        id.iter_mut().zip(hash).for_each(|(byte, value)| *byte = value);
        id
    }
}

impl fmt::Display for AnswerCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = u128::from(self.name) << 50 | u128::from(self.answer) << 40 | u128::from(self.proof);
        let text = base32(number, LENGTH);
        let (first, rest) = text.split_at_checked(6).unwrap_or((&text, ""));
        let (second, third) = rest.split_at_checked(6).unwrap_or((rest, ""));
        write!(f, "{PREFIX}-{first}-{second}-{third}")
    }
}

impl fmt::Debug for ReferralSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReferralSecret")
    }
}
