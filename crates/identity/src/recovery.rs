//! Recovery of a forgotten password without network and without anybody learning it.
//!
//! The device shows a [`Challenge`]: the user's slot key as it lies sealed to the department's recovery key, and a fresh
//! public key. Whoever has the recovery key opens the one and seals it to the other: the [`Answer`]. The device opens
//! the slot, and the user types a new password. The words that both screens show are the same.

mod gf256;
mod share;

use zeroize::Zeroizing;

use crate::ids::{DepartmentId, DeviceId, Hash32, UserId};
use crate::membership::Membership;
use crate::seal::{SealError, SealSecret, hpke_open, hpke_seal};
use crate::typed::{TypedError, from_text, to_text};
use crate::words::slow_words_of;

pub use share::RecoveryShare;

const VERSION: u8 = 1;
const ESCROW_INFO: &[u8] = b"posta escrow";
const ANSWER_INFO: &[u8] = b"posta answer";
const CHALLENGE_WORD: &str = "RETO";
const ANSWER_WORD: &str = "RESPUESTA";
/// Encapsulated key, slot key, tag.
const SEALED: usize = 32 + 32 + 16;

/// Recovery did not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryError {
    /// The challenge comes from another department.
    #[error("the challenge comes from another department")]
    ForeignDepartment,
    /// The log does not know the user on that device, or one of them is revoked.
    #[error("the user does not work on that device")]
    NotAllowed,
    /// This authority has no recovery key: it is split in shares.
    #[error("the recovery key is not here")]
    NoRecoveryKey,
    /// What is sealed does not open: another key, or altered.
    #[error("the sealed key does not open")]
    DoesNotOpen,
    /// The device waits for no answer, or for the answer to another challenge.
    #[error("this is not the answer to the challenge")]
    OtherChallenge,
    /// Shares asked for other than 2 to 32, or fewer than are needed.
    #[error("a key is split in 2 to 32 shares, of which 2 or more make it")]
    BadSplit,
    /// Fewer shares than make the key.
    #[error("{needed} shares make the key")]
    TooFewShares {
        /// How many.
        needed: u8,
    },
    /// Shares of different keys or departments.
    #[error("these shares do not belong together")]
    MixedShares,
    /// The shares make another key: one of them is altered.
    #[error("one of the shares is wrong")]
    WrongShares,
    /// A text is not what was expected.
    #[error(transparent)]
    Typed(#[from] TypedError),
    /// A key could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// Seals a slot key to the recovery key.
pub(crate) fn escrow_seal(
    recovery_public: &[u8; 32],
    department: DepartmentId,
    device: DeviceId,
    user: UserId,
    slot_key: &[u8; 32],
) -> Result<Vec<u8>, SealError> {
    hpke_seal(recovery_public, ESCROW_INFO, &ids(department, device, user), slot_key)
}

fn ids(department: DepartmentId, device: DeviceId, user: UserId) -> Vec<u8> {
    [department.as_bytes().as_slice(), device.as_bytes(), user.as_bytes()].concat()
}

/// What a device asks of whoever has the recovery key, for one user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// The department.
    pub department: DepartmentId,
    /// The device that asks.
    pub device: DeviceId,
    /// The user who forgot the password.
    pub user: UserId,
    ephemeral_public: [u8; 32],
    escrow: [u8; SEALED],
}

impl Challenge {
    const LENGTH: usize = 1 + 3 * 16 + 32 + SEALED;

    pub(crate) fn new(
        department: DepartmentId,
        device: DeviceId,
        user: UserId,
        ephemeral: &SealSecret,
        escrow: &[u8],
    ) -> Option<Self> {
        let escrow = escrow.try_into().ok()?;
        Some(Self { department, device, user, ephemeral_public: ephemeral.public(), escrow })
    }

    fn to_bytes(&self) -> Vec<u8> {
        let ids = ids(self.department, self.device, self.user);
        [&[VERSION], ids.as_slice(), &self.ephemeral_public, &self.escrow].concat()
    }

    /// The text for a QR code or for typing.
    pub fn to_text(&self) -> String {
        to_text(CHALLENGE_WORD, &self.to_bytes()).to_string()
    }

    /// Reads what [`Self::to_text`] wrote.
    ///
    /// # Errors
    /// When it is something else, or a letter is wrong.
    pub fn from_text(text: &str) -> Result<Self, TypedError> {
        let bytes = from_text(CHALLENGE_WORD, text, Self::LENGTH)?;
        let wrong = TypedError::WrongCheck;
        let (version, rest) = bytes.split_first().ok_or(wrong)?;
        if *version != VERSION {
            return Err(TypedError::UnsupportedVersion(*version));
        }
        let (department, rest) = rest.split_first_chunk::<16>().ok_or(wrong)?;
        let (device, rest) = rest.split_first_chunk::<16>().ok_or(wrong)?;
        let (user, rest) = rest.split_first_chunk::<16>().ok_or(wrong)?;
        let (ephemeral_public, rest) = rest.split_first_chunk::<32>().ok_or(wrong)?;
        Ok(Self {
            department: (*department).into(),
            device: (*device).into(),
            user: (*user).into(),
            ephemeral_public: *ephemeral_public,
            escrow: rest.try_into().map_err(|_| wrong)?,
        })
    }

    fn id(&self) -> [u8; 16] {
        Hash32::of_parts(&[b"posta challenge", &self.to_bytes()]).half()
    }

    /// The words that the device and whoever answers compare. Takes some hundredths of a second, on purpose.
    pub fn words(&self) -> [&'static str; 4] {
        slow_words_of(&self.id())
    }
}

/// The answer to one challenge. It serves that device only, and only while it keeps the challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    challenge: [u8; 16],
    sealed: [u8; SEALED],
}

impl Answer {
    const LENGTH: usize = 1 + 16 + SEALED;

    /// The text for a QR code or for typing.
    pub fn to_text(&self) -> String {
        to_text(ANSWER_WORD, &[&[VERSION], self.challenge.as_slice(), &self.sealed].concat()).to_string()
    }

    /// Reads what [`Self::to_text`] wrote.
    ///
    /// # Errors
    /// When it is something else, or a letter is wrong.
    pub fn from_text(text: &str) -> Result<Self, TypedError> {
        let bytes = from_text(ANSWER_WORD, text, Self::LENGTH)?;
        let wrong = TypedError::WrongCheck;
        let (version, rest) = bytes.split_first().ok_or(wrong)?;
        if *version != VERSION {
            return Err(TypedError::UnsupportedVersion(*version));
        }
        let (challenge, sealed) = rest.split_first_chunk::<16>().ok_or(wrong)?;
        Ok(Self { challenge: *challenge, sealed: sealed.try_into().map_err(|_| wrong)? })
    }

    /// The words of the challenge that it answers.
    pub fn words(&self) -> [&'static str; 4] {
        slow_words_of(&self.challenge)
    }

    /// Opens the slot key.
    pub(crate) fn open(
        &self,
        challenge: &Challenge,
        ephemeral: &SealSecret,
    ) -> Result<Zeroizing<[u8; 32]>, RecoveryError> {
        if challenge.id() != self.challenge {
            return Err(RecoveryError::OtherChallenge);
        }
        open_key(ephemeral, ANSWER_INFO, &challenge.to_bytes(), &self.sealed)
    }
}

fn open_key(
    secret: &SealSecret,
    info: &[u8],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<[u8; 32]>, RecoveryError> {
    let plain = hpke_open(secret, info, aad, sealed).map_err(|_| RecoveryError::DoesNotOpen)?;
    plain.as_slice().try_into().map(Zeroizing::new).map_err(|_| RecoveryError::DoesNotOpen)
}

/// The recovery key of a department, whole.
#[derive(Clone)]
pub struct RecoveryKey(pub(crate) SealSecret);

impl RecoveryKey {
    /// The public half, as the log's first entry names it.
    pub fn public(&self) -> [u8; 32] {
        self.0.public()
    }

    /// Answers a challenge of a user who works on that device by the log: neither is revoked.
    ///
    /// # Errors
    /// [`RecoveryError::ForeignDepartment`], [`RecoveryError::NotAllowed`], [`RecoveryError::DoesNotOpen`].
    pub fn answer(&self, membership: &Membership, challenge: &Challenge) -> Result<Answer, RecoveryError> {
        if challenge.department != membership.id() {
            return Err(RecoveryError::ForeignDepartment);
        }
        let works = membership.user(challenge.user).is_some_and(|user| user.active)
            && membership
                .device(challenge.device)
                .is_some_and(|device| device.active && device.users.contains(&challenge.user));
        if !works {
            return Err(RecoveryError::NotAllowed);
        }
        self.reseal(challenge)
    }

    /// Answers whatever the escrow opens.
    fn reseal(&self, challenge: &Challenge) -> Result<Answer, RecoveryError> {
        let aad = ids(challenge.department, challenge.device, challenge.user);
        let slot_key = open_key(&self.0, ESCROW_INFO, &aad, &challenge.escrow)?;
        let sealed =
            hpke_seal(&challenge.ephemeral_public, ANSWER_INFO, &challenge.to_bytes(), slot_key.as_ref())?;
        let sealed = sealed.try_into().map_err(|_| SealError::CannotSeal)?;
        Ok(Answer { challenge: challenge.id(), sealed })
    }

    /// The drill: makes an escrow and a challenge as a device would, answers it and opens the answer. Proves that this
    /// key, whole or from its shares, would recover somebody of the department whose recovery key is `public`.
    ///
    /// # Errors
    /// [`RecoveryError::DoesNotOpen`] if it would not.
    pub fn drill(&self, department: DepartmentId, public: &[u8; 32]) -> Result<(), RecoveryError> {
        let (device, user, ephemeral) = (DeviceId::random(), UserId::random(), SealSecret::random());
        let slot_key = SealSecret::random();
        let escrow = escrow_seal(public, department, device, user, slot_key.as_bytes())?;
        let challenge = Challenge::new(department, device, user, &ephemeral, &escrow)
            .ok_or(RecoveryError::DoesNotOpen)?;
        let opened = self.reseal(&challenge)?.open(&challenge, &ephemeral)?;
        if *opened == *slot_key.as_bytes() { Ok(()) } else { Err(RecoveryError::DoesNotOpen) }
    }
}

impl std::fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryKey")
    }
}
