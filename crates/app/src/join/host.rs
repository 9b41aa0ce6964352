//! Somebody who works on this device, and takes another one in.

use posta_identity::keyring::{FileHolder, Keyring};
use posta_identity::{DeviceKeys, Log, ScopeId, UserSecrets};
use posta_store::DeviceFile;

use crate::error::Error;
use crate::folder::Folder;
use crate::open::{DEVICE_FILE, read_log};
use crate::permission::{Act, allows};

/// The keys of somebody who is unlocked or paused here, and what they open of the device.
pub(crate) struct Host {
    pub secrets: UserSecrets,
    pub file: DeviceFile,
    pub keys: DeviceKeys,
    pub log: Log,
}

impl Host {
    /// The first of those present whose access has not ended, by the membership log as it lies on the device now.
    ///
    /// # Errors
    /// [`Error::NobodyHere`]; [`Error::Revoked`] when the access of the device has ended; [`Error::Damaged`].
    pub fn find(folder: &Folder, keyring: &Keyring, present: Vec<UserSecrets>) -> Result<Self, Error> {
        for secrets in present {
            let Some(key) = keyring.file_key(DEVICE_FILE, &secrets) else { continue };
            let file = DeviceFile::open(&folder.device(), &key)?;
            let keys = file.device_keys()?.ok_or_else(|| Error::Damaged("the keys of the device".into()))?;
            let log = read_log(&file, secrets.department, secrets.user)?;
            let host = Host { secrets, file, keys, log };
            if !host.device_is_active() {
                return Err(Error::Revoked);
            }
            if host.may_take_in() {
                return Ok(host);
            }
        }
        Err(Error::NobodyHere)
    }

    fn device_is_active(&self) -> bool {
        self.log.membership().device(self.keys.device).is_some_and(|device| device.active)
    }

    fn may_take_in(&self) -> bool {
        let user = self.log.membership().user(self.secrets.user).filter(|user| user.active);
        user.is_some_and(|user| user.assignments.iter().any(|right| allows(&right.role, Act::TakeIn)))
    }

    /// Seals to the newcomer the keys of the device file and of those of these scopes whose files are here and open to
    /// the host. Those of a common team open by its epoch key besides.
    pub fn hand_over(
        &self,
        keyring: &mut Keyring,
        newcomer: &UserSecrets,
        scopes: &[ScopeId],
    ) -> Result<(), Error> {
        let files = scopes.iter().map(ToString::to_string);
        for name in std::iter::once(DEVICE_FILE.to_owned()).chain(files) {
            if let Some(key) = keyring.file_key(&name, &self.secrets) {
                keyring.hold_file(&name, &key, &[FileHolder::of(newcomer)])?;
            }
        }
        Ok(())
    }
}
