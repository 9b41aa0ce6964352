//! The keys of a device's files: each sealed to those users of the device who may open the file, and of a confidential
//! scope also under its current epoch, so that a colleague of the same team opens it while the others are away.

use posta_identity::keyring::{FileHolder, Keyring};
use posta_identity::{EpochKey, FileKey, Membership, ScopeId, Sensitivity, UserId};

use crate::error::Error;
use crate::open::{DEVICE_FILE, Desk, Open};

/// Makes the key of a scope's new file, for this user and, in a confidential scope, for whoever has its epoch.
pub(crate) fn make(
    keyring: &mut Keyring,
    desk: &Desk,
    scope: ScopeId,
    epoch: Option<&EpochKey>,
) -> Result<FileKey, Error> {
    let key = FileKey::random();
    let mut holders = vec![FileHolder::of(&desk.secrets)];
    holders.extend(epoch.map(|key| FileHolder::Epoch { scope, key }));
    keyring.add_file(&scope.to_string(), &key, &holders)?;
    Ok(key)
}

impl Open {
    /// Brings the keyring in line with the membership log, as far as this user's keys reach: seals the keys of files to
    /// users of the device who may open them and cannot yet, and under the current epochs; takes them away from those
    /// who may not any more; and takes out the slots of users whose access has ended, once what they wrote here lies on
    /// the shelf, and if somebody is left who can send it.
    pub fn tend_keyring(&self, keyring: &mut Keyring) -> Result<(), Error> {
        if self.desk.has_ended() {
            return Ok(());
        }
        self.hand_on(keyring, DEVICE_FILE, |_, _| true)?;
        for scope in &self.scopes {
            let name = scope.id.to_string();
            self.hand_on(keyring, &name, |membership, user| membership.may_read(user, scope.id))?;
            if let Some(epoch) = scope.epoch.as_ref().filter(|_| scope.sensitivity != Sensitivity::Registry)
                && keyring.file_epoch(&name) != Some(epoch.id)
                && let Some(key) = keyring.file_key(&name, &self.desk.secrets)
            {
                keyring.hold_file(&name, &key, &[FileHolder::Epoch { scope: scope.id, key: epoch }])?;
            }
        }
        for user in users(keyring) {
            let has_ended = self.membership().user(user).is_some_and(|user| !user.active);
            if has_ended && !self.may_keep_unshelved(user)? {
                keyring.remove_user(user)?;
            }
        }
        Ok(())
    }

    /// Whether a file that this session cannot open, and the user could, may hold work that lies nowhere else.
    fn may_keep_unshelved(&self, user: UserId) -> Result<bool, Error> {
        let marked = self.desk.device.unshelved()?;
        Ok(marked.into_iter().any(|id| self.scope(id).is_none() && self.membership().may_write(user, id)))
    }

    /// Whether a file may hold work of this user that lies nowhere else: they bring it out at their next unlock.
    fn is_kept_for(&self, file: &str, user: UserId) -> Result<bool, Error> {
        let marked = self.desk.device.unshelved()?;
        Ok(marked.into_iter().any(|id| id.to_string() == file && self.membership().may_write(user, id)))
    }

    /// Gives the key of one file to users of this device who may open it, and takes it from those who may not.
    fn hand_on(
        &self,
        keyring: &mut Keyring,
        file: &str,
        may: impl Fn(&Membership, UserId) -> bool,
    ) -> Result<(), Error> {
        let Some(key) = keyring.file_key(file, &self.desk.secrets) else { return Ok(()) };
        for id in users(keyring) {
            let Some(user) = self.membership().user(id) else { continue };
            let holds = keyring.is_file_sealed_to(file, id);
            let may = user.active && may(self.membership(), id);
            if may && !holds {
                let seal_public = user.seal_public;
                keyring.hold_file(file, &key, &[FileHolder::User { user: id, seal_public }])?;
            } else if holds && !may && user.active && !self.is_kept_for(file, id)? {
                keyring.withdraw_file(file, id)?;
            }
        }
        Ok(())
    }
}

fn users(keyring: &Keyring) -> Vec<UserId> {
    keyring.users().iter().map(|slot| slot.user).collect()
}
