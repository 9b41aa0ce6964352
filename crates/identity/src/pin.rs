//! A PIN: reopens a session that is still in memory. It is kept in memory only, never on a disk, and opens no key.

use zeroize::Zeroizing;

use crate::kdf::{KdfCost, password_key};
use crate::random::random_bytes;

const FEWEST: usize = 4;
const MOST: usize = 12;

/// A text is no PIN, or it could not be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a PIN has {FEWEST} to {MOST} digits")]
pub struct PinError;

/// What is remembered of a PIN: a salt and a slow hash, so that an image of the memory does not tell it at a glance.
#[derive(Clone)]
pub struct Pin {
    salt: [u8; 16],
    hash: Zeroizing<[u8; 32]>,
    cost: KdfCost,
}

impl Pin {
    /// Whether the other was remembered in the same act: the same digits set again are another.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.salt == other.salt
    }

    /// 16 MiB, 2 passes: a try is not felt, and a person tries few.
    pub const COST: KdfCost = KdfCost { memory_kib: 16 * 1024, passes: 2 };

    /// Remembers a PIN of 4 to 12 ASCII digits.
    ///
    /// # Errors
    /// [`PinError`] for anything else.
    pub fn set(digits: &str, cost: KdfCost) -> Result<Self, PinError> {
        let digits_only = digits.bytes().all(|byte| byte.is_ascii_digit());
        if !digits_only || !(FEWEST..=MOST).contains(&digits.len()) {
            return Err(PinError);
        }
        let salt = random_bytes();
        let hash = password_key(digits, &salt, cost).map_err(|_| PinError)?;
        Ok(Self { salt, hash, cost })
    }

    /// Whether these are the digits. Counting wrong tries is the caller's.
    pub fn is(&self, digits: &str) -> bool {
        password_key(digits, &self.salt, self.cost).is_ok_and(|hash| hash == self.hash)
    }
}

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_has_four_to_twelve_digits_and_only_those_digits_are_it() {
        for text in ["", "123", "1234567890123", "12a4", "1 34", "١٢٣٤", "-123"] {
            assert_eq!(Pin::set(text, KdfCost::weak_for_tests()).unwrap_err(), PinError, "{text}");
        }
        let pin = Pin::set("4071", KdfCost::weak_for_tests()).unwrap();
        assert!(pin.is("4071"));
        for text in ["", "4070", "04071", "4071 ", "40710"] {
            assert!(!pin.is(text), "{text}");
        }
        assert!(!format!("{pin:?}").contains("4071"));
    }
}
