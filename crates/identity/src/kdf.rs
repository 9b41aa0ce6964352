//! From a typed secret to a key.

use argon2::{Algorithm, Argon2, Params, Version};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::slow;

const LANES: u32 = 1;
const MAX_MEMORY_KIB: u32 = 1024 * 1024;
const MAX_PASSES: u32 = 64;
const MIN_PASSWORD: usize = 10;

/// The cost of deriving a key with Argon2id, one lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KdfCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl KdfCost {
    /// 128 MiB, 3 passes: about a third of a second on a small computer of 2026.
    pub const STANDARD: Self = Self { memory_kib: 128 * 1024, passes: 3 };

    /// Below this no slot made for real people may be: 64 MiB, 3 passes.
    pub const FLOOR: Self = Self { memory_kib: 64 * 1024, passes: 3 };

    /// Whether it costs at least as much as another in each respect.
    pub const fn is_at_least(&self, other: Self) -> bool {
        self.memory_kib >= other.memory_kib && self.passes >= other.passes
    }

    /// Refuses what is below [`Self::FLOOR`], for what is made new; but for [`Self::weak_for_tests`], which nobody asks for
    /// by accident.
    pub(crate) fn check_floor(self) -> Result<(), KdfError> {
        if self.is_at_least(Self::FLOOR) || self == Self::weak_for_tests() {
            return Ok(());
        }
        Err(KdfError { memory_kib: self.memory_kib, passes: self.passes })
    }

    /// So cheap that it protects nothing: for tests on synthetic people only.
    pub const fn weak_for_tests() -> Self {
        Self { memory_kib: 64, passes: 1 }
    }
}

const _: () = assert!(KdfCost::STANDARD.is_at_least(KdfCost::FLOOR));

/// A key cannot be derived with this cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no key can be derived with {memory_kib} KiB and {passes} passes")]
pub struct KdfError {
    /// Memory asked for, in KiB.
    pub memory_kib: u32,
    /// Passes asked for.
    pub passes: u32,
}

/// Argon2id of `secret` with `salt` (at least 8 bytes). Costs beyond 1 GiB or 64 passes are refused: they come from
/// damaged files.
pub(crate) fn derive_key(secret: &[u8], salt: &[u8], cost: KdfCost) -> Result<Zeroizing<[u8; 32]>, KdfError> {
    let KdfCost { memory_kib, passes } = cost;
    let refused = KdfError { memory_kib, passes };
    if memory_kib > MAX_MEMORY_KIB || passes > MAX_PASSES {
        return Err(refused);
    }
    slow::begins();
    let params = Params::new(memory_kib, passes, LANES, Some(32)).map_err(|_| refused)?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(secret, salt, key.as_mut())
        .map_err(|_| refused)?;
    Ok(key)
}

/// Why a text is refused as a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordProblem {
    /// Fewer than 10 characters.
    #[error("the password has fewer than {MIN_PASSWORD} characters")]
    TooShort,
    /// Nothing but spaces.
    #[error("the password is blank")]
    Blank,
}

/// The rule for a new password: at least 10 characters, not blank. No rule asks for kinds of characters.
pub fn check_password(password: &str) -> Result<(), PasswordProblem> {
    if password.trim().is_empty() {
        return Err(PasswordProblem::Blank);
    }
    if password.chars().count() < MIN_PASSWORD {
        return Err(PasswordProblem::TooShort);
    }
    Ok(())
}

/// The key that a password opens. Equal texts count as equal however a keyboard composes their accents (NFKC).
pub(crate) fn password_key(
    password: &str,
    salt: &[u8],
    cost: KdfCost,
) -> Result<Zeroizing<[u8; 32]>, KdfError> {
    let normal: Zeroizing<String> = Zeroizing::new(password.nfkc().collect());
    derive_key(normal.as_bytes(), salt, cost)
}
