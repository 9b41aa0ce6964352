//! The one-time code of an invitation, and the keys derived from it.

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::kdf::{KdfCost, KdfError, derive_key};
use crate::random::fill_random;
use crate::signing::{self, SigningKey};

/// Crockford's base 32: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BYTES: usize = 10;
const CHARACTERS: usize = 16;
const SALT: &[u8] = b"posta invitation v1";

/// A typed text is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Other than 16 characters.
    #[error("a code has {CHARACTERS} letters and digits, not {found}")]
    WrongLength {
        /// Letters and digits found.
        found: usize,
    },
    /// A character that no code has.
    #[error("character {position} cannot be part of a code")]
    WrongCharacter {
        /// Its position among letters and digits, from 1.
        position: usize,
    },
}

/// A one-time code: 80 random bits, shown as `XXXX-XXXX-XXXX-XXXX`. Whoever has it can join.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(Zeroizing<[u8; BYTES]>);

impl Code {
    /// A fresh code.
    pub fn random() -> Self {
        let mut bytes = Zeroizing::new([0; BYTES]);
        fill_random(bytes.as_mut());
        Self(bytes)
    }

    /// Reads a typed code: either case, any dashes and spaces, O for 0, I and L for 1.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let typed = text.chars().filter(|typed| !typed.is_whitespace() && !matches!(typed, '-' | '–' | '_'));
        let mut bits: u128 = 0;
        let mut found = 0;
        let mut wrong = None;
        for character in typed {
            found += 1;
            match digit(character) {
                Some(digit) if found <= CHARACTERS => bits = (bits << 5) | u128::from(digit),
                Some(_) => {}
                None => wrong = wrong.or(Some(found)),
            }
        }
        if let Some(position) = wrong {
            return Err(CodeError::WrongCharacter { position });
        }
        if found != CHARACTERS {
            return Err(CodeError::WrongLength { found });
        }
        let mut bytes = Zeroizing::new([0; BYTES]);
        bytes
            .iter_mut()
            .zip(bits.to_be_bytes().into_iter().skip(16 - BYTES))
            .for_each(|(to, from)| *to = from);
        Ok(Self(bytes))
    }
}

impl std::str::FromStr for Code {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::parse(text)
    }
}

fn digit(character: char) -> Option<u8> {
    let plain = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let position = ALPHABET.iter().position(|letter| char::from(*letter) == plain)?;
    u8::try_from(position).ok()
}

/// The code for the person invited: the only place where it is written out.
impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bits = self.0.iter().fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
        for place in 0..CHARACTERS {
            if place > 0 && place % 4 == 0 {
                f.write_str("-")?;
            }
            let digit = (bits >> (5 * (CHARACTERS - 1 - place))) & 31;
            let letter = usize::try_from(digit).ok().and_then(|digit| ALPHABET.get(digit)).unwrap_or(&b'0');
            write!(f, "{}", char::from(*letter))?;
        }
        Ok(())
    }
}

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Code")
    }
}

/// What a code derives: the public id of its invitation, the key that seals it, and the key that signs the join.
#[derive(Clone)]
pub struct CodeKeys {
    /// Names the sealed invitation on the server.
    pub id: [u8; 16],
    /// Seals the invitation.
    pub seal_key: Zeroizing<[u8; 32]>,
    /// Signs the join; its public half stands in the grant.
    pub sign: SigningKey,
}

impl CodeKeys {
    /// Derives the keys: Argon2id, then HKDF. Both sides must use the same cost, [`KdfCost::STANDARD`] outside tests.
    pub fn derive(code: &Code, cost: KdfCost) -> Result<Self, KdfError> {
        let root = derive_key(code.0.as_ref(), SALT, cost)?;
        let expander = Hkdf::<Sha256>::new(None, root.as_ref());
        let refused = KdfError { memory_kib: cost.memory_kib, passes: cost.passes };
        let expand = |info: &str, out: &mut [u8]| expander.expand(info.as_bytes(), out).map_err(|_| refused);
        let (mut id, mut seal_key, mut seed) = ([0; 16], Zeroizing::new([0; 32]), Zeroizing::new([0; 32]));
        expand("posta invitation id", &mut id)?;
        expand("posta invitation seal", seal_key.as_mut())?;
        expand("posta invitation sign", seed.as_mut())?;
        Ok(Self { id, seal_key, sign: SigningKey::from_bytes(&seed) })
    }

    /// The invitation key that stands in the grant.
    pub fn public(&self) -> [u8; 32] {
        signing::public_of(&self.sign)
    }
}

impl std::fmt::Debug for CodeKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CodeKeys")
    }
}
