//! One user's slot: the user's secrets under a random slot key; that key under a password, and sealed to the
//! department's recovery key.

use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

use crate::ids::{DeviceId, UserId};
use crate::kdf::{KdfCost, password_key};
use crate::random::{fill_random, random_bytes};
use crate::recovery::escrow_seal;
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
    /// The secrets, under the slot key.
    #[cbor(n(7), with = "minicbor::bytes")]
    sealed: Vec<u8>,
    /// Wrong passwords since the last right one.
    #[n(8)]
    pub wrong_tries: u32,
    /// Seconds since 1970 before which no password is tried; advisory, as the clock is.
    #[n(9)]
    pub not_before: i64,
    /// The slot key, under the password's key.
    #[cbor(n(10), with = "minicbor::bytes")]
    wrapped: Vec<u8>,
    /// The slot key, sealed to the recovery key.
    #[cbor(n(11), with = "minicbor::bytes")]
    pub(super) escrow: Vec<u8>,
    /// The secret of a challenge that waits for its answer. It opens nothing without that answer.
    #[cbor(n(12), with = "minicbor::bytes")]
    pub(super) challenge: Option<[u8; 32]>,
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
        cost.check_floor()?;
        let mut slot_key = Zeroizing::new([0; 32]);
        fill_random(slot_key.as_mut());
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
            wrapped: Vec::new(),
            escrow: Vec::new(),
            challenge: None,
        };
        let key = password_key(password, &slot.salt, cost)?;
        slot.wrapped = aead_seal(&key, &slot.associated(device), slot_key.as_ref())?;
        slot.sealed = aead_seal(&slot_key, &secrets_associated(device, slot.user), &secrets.to_bytes())?;
        slot.escrow =
            escrow_seal(&secrets.recovery_public, secrets.department, device, slot.user, &slot_key)?;
        Ok(slot)
    }

    pub(super) fn open(&self, device: DeviceId, password: &str) -> Opened {
        let Ok(key) = password_key(password, &self.salt, self.cost()) else { return Opened::Damaged };
        let Ok(slot_key) = aead_open(&key, &self.associated(device), &self.wrapped) else {
            return Opened::Wrong;
        };
        match slot_key.as_slice().try_into().ok().and_then(|key| self.open_with(device, key)) {
            Some(secrets) => Opened::Secrets(Box::new(secrets)),
            None => Opened::Damaged,
        }
    }

    /// Opens the slot with its slot key.
    pub(super) fn open_with(&self, device: DeviceId, slot_key: &[u8; 32]) -> Option<UserSecrets> {
        let plain = aead_open(slot_key, &secrets_associated(device, self.user), &self.sealed).ok()?;
        UserSecrets::from_bytes(&plain)
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

    /// Whether this is that slot, not sealed anew since, and nobody waits for an answer to a challenge about it.
    pub(super) fn is_sealed_as(&self, other: &Self) -> bool {
        (self.salt, &self.wrapped, &self.sealed) == (other.salt, &other.wrapped, &other.sealed)
            && self.challenge.is_none()
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

fn secrets_associated(device: DeviceId, user: UserId) -> Vec<u8> {
    [b"posta secrets".as_slice(), device.as_bytes(), user.as_bytes()].concat()
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::ids::DepartmentId;
    use crate::seal::SealSecret;
    use crate::signing::random_key;

    #[test]
    fn each_slot_has_a_key_of_its_own_also_for_the_same_user_and_password() {
        let secrets = UserSecrets {
            department: DepartmentId::random(),
            user: UserId::random(),
            name: "Ana Prueba".to_owned(),
            role: Role::Care,
            place: "040901".to_owned(),
            sign: random_key(),
            seal: SealSecret::random(),
            recovery_public: SealSecret::random().public(),
            epochs: Vec::new(),
        };
        let device = DeviceId::random();
        let seal = || UserSlot::seal(device, &secrets, "a password", KdfCost::weak_for_tests()).unwrap();
        let (old, new) = (seal(), seal());
        let key = password_key("a password", &old.salt, old.cost()).unwrap();
        let slot_key = aead_open(&key, &old.associated(device), &old.wrapped).unwrap();
        let slot_key: &[u8; 32] = slot_key.as_slice().try_into().unwrap();
        assert!(old.open_with(device, slot_key).is_some());
        assert!(new.open_with(device, slot_key).is_none(), "who learnt the old one opens nothing new");
        assert!(old.open_with(DeviceId::random(), slot_key).is_none());
        assert!(old.open_with(device, &[0; 32]).is_none());
    }
}
