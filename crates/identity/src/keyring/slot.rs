//! One user's slot: the user's secrets, sealed by a password.

use minicbor::{Decode, Encode};

use crate::ids::{DeviceId, UserId};
use crate::kdf::{KdfCost, password_key};
use crate::random::random_bytes;
use crate::role::Role;
use crate::seal::{aead_open, aead_seal};
use crate::user::UserSecrets;

use super::KeyringError;

const FREE_TRIES: u32 = 4;
const LONGEST_WAIT: u32 = 15 * 60;

/// A user of the device. Name, role and place stand open for the unlock screen; what counts is sealed beside them.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct UserSlot {
    /// The user.
    #[n(0)]
    pub user: UserId,
    /// Name.
    #[n(1)]
    pub name: String,
    /// What the user may do.
    #[n(2)]
    pub role: Role,
    /// Municipality code; department code for supervisors.
    #[n(3)]
    pub place: String,
    #[cbor(n(4), with = "minicbor::bytes")]
    salt: [u8; 16],
    #[n(5)]
    memory_kib: u32,
    #[n(6)]
    passes: u32,
    #[cbor(n(7), with = "minicbor::bytes")]
    sealed: Vec<u8>,
    /// Wrong passwords since the last right one.
    #[n(8)]
    pub wrong_tries: u32,
    /// Seconds since 1970 before which no password is tried; advisory, as the clock is.
    #[n(9)]
    pub not_before: i64,
}

pub(super) enum Opened {
    Secrets(Box<UserSecrets>),
    Wrong,
    Damaged,
}

impl UserSlot {
    pub(super) fn seal(
        device: DeviceId,
        secrets: &UserSecrets,
        password: &str,
        cost: KdfCost,
    ) -> Result<Self, KeyringError> {
        let mut slot = Self {
            user: secrets.user,
            name: secrets.name.clone(),
            role: secrets.role.clone(),
            place: secrets.place.clone(),
            salt: random_bytes(),
            memory_kib: cost.memory_kib,
            passes: cost.passes,
            sealed: Vec::new(),
            wrong_tries: 0,
            not_before: 0,
        };
        let key = password_key(password, &slot.salt, cost)?;
        slot.sealed = aead_seal(&key, &slot.associated(device), &secrets.to_bytes())?;
        Ok(slot)
    }

    pub(super) fn open(&self, device: DeviceId, password: &str) -> Opened {
        let Ok(key) = password_key(password, &self.salt, self.cost()) else { return Opened::Damaged };
        let Ok(plain) = aead_open(&key, &self.associated(device), &self.sealed) else {
            return Opened::Wrong;
        };
        match UserSecrets::from_bytes(&plain) {
            Some(secrets) => Opened::Secrets(Box::new(secrets)),
            None => Opened::Damaged,
        }
    }

    /// The cost at which the slot was sealed.
    pub fn cost(&self) -> KdfCost {
        KdfCost { memory_kib: self.memory_kib, passes: self.passes }
    }

    pub(super) fn is_called(&self, who: &str) -> bool {
        let who = who.trim();
        self.name.trim().to_lowercase() == who.to_lowercase()
            || who.parse::<UserId>().is_ok_and(|user| user == self.user)
    }

    fn associated(&self, device: DeviceId) -> Vec<u8> {
        [
            b"posta slot".as_slice(),
            device.as_bytes(),
            self.user.as_bytes(),
            &self.salt,
            &self.memory_kib.to_be_bytes(),
            &self.passes.to_be_bytes(),
        ]
        .concat()
    }
}

impl std::fmt::Debug for UserSlot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "UserSlot({})", self.user)
    }
}

/// Seconds to wait after so many wrong tries: none for four, then 1, 2, 4, ... up to 15 minutes.
pub(super) fn wait_after(wrong_tries: u32) -> u32 {
    match wrong_tries.checked_sub(FREE_TRIES + 1) {
        None => 0,
        Some(doublings) => 1_u32.checked_shl(doublings).unwrap_or(LONGEST_WAIT).clamp(1, LONGEST_WAIT),
    }
}
