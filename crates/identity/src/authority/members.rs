//! What the authority does about those who have joined: rights, revocation, epochs, recovery.

use super::{Authority, AuthorityError};
use crate::entry::{Cut, Entry, EntryBody, Revoked};
use crate::epoch::{mint_epoch, share_epoch};
use crate::ids::{ScopeId, UserId};
use crate::keys::EpochKey;
use crate::log::Log;
use crate::recovery::{Answer, Challenge, RecoveryError, RecoveryKey};
use crate::role::{Assignment, Role};

impl Authority {
    /// Ends a user, a device or a right. `destroy` orders a device to destroy its keys once all its work is received.
    /// Epochs of the scopes concerned are rotated by the first member who unlocks, or by [`Self::rotate_scope`].
    ///
    /// # Errors
    /// [`AuthorityError::Entry`] if there are more cuts than one entry holds, about 130.
    pub fn revoke(
        &self,
        log: &mut Log,
        who: Revoked,
        cuts: Vec<Cut>,
        destroy: bool,
    ) -> Result<Entry, AuthorityError> {
        self.sign(EntryBody::Revoke { who, cuts, destroy }, log)
    }

    /// Gives somebody who has joined a further right, with the scope of its team if it is not there yet, and the keys
    /// that go with it. On failure `log` stays as it was. Returns the new entries, parents first.
    ///
    /// # Errors
    /// [`AuthorityError::UnknownUser`], [`AuthorityError::UnknownRole`].
    pub fn assign(
        &mut self,
        log: &mut Log,
        user: UserId,
        role: Role,
        place: &str,
    ) -> Result<Vec<Vec<u8>>, AuthorityError> {
        if matches!(role, Role::Other(_)) {
            return Err(AuthorityError::UnknownRole);
        }
        if !log.membership().user(user).is_some_and(|user| user.active) {
            return Err(AuthorityError::UnknownUser);
        }
        let right = Assignment { role: role.clone(), place: place.to_owned() };
        let mut draft = log.clone();
        let made = self.append_scope_of(&mut draft, &right)?;
        let keys = self.keys_for(&right, draft.membership(), made.as_ref())?;
        let held: Vec<ScopeId> = log.membership().scopes_for(user);
        self.sign(EntryBody::Assign { user, role, place: place.to_owned() }, &mut draft)?;
        for (scope, key) in keys.iter().filter(|(scope, _)| !held.contains(scope)) {
            share_epoch(&mut draft, *scope, key, user, &self.sign)?;
        }
        let entries = draft.lacked_by(&log.tips());
        *log = draft;
        self.epochs.extend(made);
        Ok(entries)
    }

    /// Makes a new epoch of a scope and shares it with all its members.
    ///
    /// # Errors
    /// [`AuthorityError::Epoch`].
    pub fn rotate_scope(&mut self, log: &mut Log, scope: ScopeId) -> Result<EpochKey, AuthorityError> {
        if log.department() != self.department() {
            return Err(AuthorityError::ForeignLog);
        }
        let key = mint_epoch(log, scope, &self.sign)?;
        self.epochs.push((scope, key.clone()));
        Ok(key)
    }

    /// Answers the challenge of a user of the department who forgot the password.
    ///
    /// # Errors
    /// [`AuthorityError::Recovery`], also when the recovery key lies in shares.
    pub fn answer(&self, log: &Log, challenge: &Challenge) -> Result<Answer, AuthorityError> {
        let key = self.recovery.as_ref().ok_or(RecoveryError::NoRecoveryKey)?;
        Ok(key.answer(log.membership(), challenge)?)
    }

    /// The recovery key, to split it; none if it lies in shares.
    pub fn recovery(&self) -> Option<&RecoveryKey> {
        self.recovery.as_ref()
    }

    /// The public half of the recovery key, also while that lies in shares.
    pub fn recovery_public(&self) -> [u8; 32] {
        self.recovery_public
    }

    /// Takes the recovery key out, once its shares are in safe hands; [`Self::save`] then writes the file without it.
    /// Epochs that members made can then not be put in invitations: members share them.
    pub fn remove_recovery(&mut self) -> Option<RecoveryKey> {
        self.recovery.take()
    }

    /// Puts the recovery key back, for one act or for good.
    ///
    /// # Errors
    /// [`RecoveryError::WrongShares`] if it is another key.
    pub fn restore_recovery(&mut self, key: RecoveryKey) -> Result<(), AuthorityError> {
        if key.public() != self.recovery_public {
            return Err(RecoveryError::WrongShares.into());
        }
        self.recovery = Some(key);
        Ok(())
    }
}
