//! A forgotten password: the challenge that waits in the keyring, and the answer that opens the slot.

use super::slot::UserSlot;
use super::{Keyring, KeyringError, UnlockError};
use crate::ids::UserId;
use crate::kdf::{KdfCost, check_password};
use crate::recovery::{Answer, Challenge, RecoveryError};
use crate::seal::SealSecret;
use crate::user::UserSecrets;

impl Keyring {
    /// The challenge of a user who forgot the password: the one that waits, or a new one, durable on return.
    ///
    /// # Errors
    /// [`UnlockError::UnknownUser`], [`UnlockError::Damaged`] if the slot has no usable escrow, or when it cannot be
    /// written.
    pub fn challenge(&mut self, user: UserId) -> Result<Challenge, KeyringError> {
        self.refresh();
        if let Some(waiting) = self.pending_challenge(user) {
            return Ok(waiting);
        }
        let ephemeral = SealSecret::random();
        self.change(|content| {
            let slot = content.users.iter_mut().find(|slot| slot.user == user);
            // Another process may have made one meanwhile.
            slot.ok_or(UnlockError::UnknownUser)?.challenge.get_or_insert(*ephemeral.as_bytes());
            Ok(())
        })?;
        self.pending_challenge(user).ok_or(UnlockError::Damaged.into())
    }

    /// The challenge of a user that waits for its answer.
    pub fn pending_challenge(&self, user: UserId) -> Option<Challenge> {
        self.waiting(user).map(|(challenge, _)| challenge)
    }

    fn waiting(&self, user: UserId) -> Option<(Challenge, SealSecret)> {
        let slot = self.content.users.iter().find(|slot| slot.user == user)?;
        let ephemeral = SealSecret::from_bytes(slot.challenge?);
        let (department, device) = (self.content.department, self.content.device);
        let challenge = Challenge::new(department, device, user, &ephemeral, &slot.escrow)?;
        Some((challenge, ephemeral))
    }

    /// Lets a challenge go: its answer serves no more.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn drop_challenge(&mut self, user: UserId) -> Result<(), KeyringError> {
        self.change(|content| {
            content.users.iter_mut().filter(|slot| slot.user == user).for_each(|slot| slot.challenge = None);
            Ok(())
        })
    }

    /// Opens a user's slot with the answer to its challenge, and seals it anew under a new password: new slot key, new
    /// escrow, no wrong tries. The old password and the answer serve no more.
    ///
    /// # Errors
    /// [`KeyringError::Password`], [`RecoveryError::OtherChallenge`], [`RecoveryError::DoesNotOpen`].
    pub fn reset_password(
        &mut self,
        user: UserId,
        answer: &Answer,
        password: &str,
        cost: KdfCost,
    ) -> Result<UserSecrets, KeyringError> {
        check_password(password)?;
        self.refresh();
        let (challenge, ephemeral) = self.waiting(user).ok_or(RecoveryError::OtherChallenge)?;
        let slot_key = answer.open(&challenge, &ephemeral)?;
        let device = self.content.device;
        let slot = self.content.users.iter().find(|slot| slot.user == user);
        let secrets = slot.and_then(|slot| slot.open_with(device, &slot_key)).ok_or(UnlockError::Damaged)?;
        self.replace_slot(UserSlot::seal(device, &secrets, password, cost)?)?;
        Ok(secrets)
    }
}
