//! The device side of a join: its file and keys, found or new.

use posta_identity::keyring::{FileHolder, Keyring, KeyringError};
use posta_identity::{Acceptance, DeviceKeys, FileKey, Invitation, KdfCost, UserId, UserSecrets};
use posta_store::DeviceFile;

use super::host::Host;
use super::pending::{self, Marker};
use crate::country::{keep_pack, pack_of};
use crate::error::Error;
use crate::folder::Folder;
use crate::open::DEVICE_FILE;
use crate::time::Moment;

/// Where a user joins.
pub(super) struct Place<'a> {
    folder: &'a Folder,
    keys: DeviceKeys,
    /// On a device with users: who of them takes the newcomer in. None before the first join.
    joined: Option<(Keyring, Host)>,
}

impl<'a> Place<'a> {
    /// A new device, or one that has users, of whom those in `present` have their keys in memory.
    pub fn prepare(
        folder: &'a Folder,
        invitation: &Invitation,
        present: Vec<UserSecrets>,
        now: Moment,
    ) -> Result<Self, Error> {
        let keyring = match Keyring::load(folder.keyring()) {
            Ok(keyring) => Some(keyring),
            Err(KeyringError::NotFound) => None,
            Err(error) => return Err(error.into()),
        };
        let Some(keyring) = keyring.filter(|keyring| !keyring.users().is_empty()) else {
            if folder.device().exists() || Keyring::exists(folder.keyring()) {
                folder.set_aside(now.at)?;
            }
            return Ok(Place { folder, keys: DeviceKeys::random(), joined: None });
        };
        if keyring.department() != invitation.department {
            return Err(Error::OtherDepartment);
        }
        if keyring.users().iter().any(|slot| slot.user == invitation.user) {
            return Err(Error::AlreadyHere);
        }
        let host = Host::find(folder, &keyring, present)?;
        Ok(Place { folder, keys: host.keys.clone(), joined: Some((keyring, host)) })
    }

    pub fn device_keys(&self) -> &DeviceKeys {
        &self.keys
    }

    /// Makes everything durable that the join brings: the entry that waits for the server, the user's slot, the log. The
    /// entry is in the log at once only of a join without a network: with one it has to be possible to let go of it.
    pub fn settle(
        self,
        acceptance: &Acceptance,
        server: Option<&str>,
        password: &str,
        cost: KdfCost,
        online: bool,
    ) -> Result<(), Error> {
        let secrets = &acceptance.secrets;
        self.folder.prepare()?;
        keep_pack(self.folder, pack_of(&acceptance.log)?)?;
        let (mut keyring, file) = match self.joined {
            Some((mut keyring, host)) => {
                let membership = acceptance.log.membership();
                let registry = Some(membership.registry());
                let shared: Vec<_> =
                    registry.into_iter().filter(|scope| membership.may_read(secrets.user, *scope)).collect();
                host.hand_over(&mut keyring, secrets, &shared)?;
                (keyring, host.file)
            }
            None => {
                let mut keyring =
                    Keyring::create(self.folder.keyring(), secrets.department, self.keys.device)?;
                let key = FileKey::random();
                keyring.add_file(DEVICE_FILE, &key, &[FileHolder::of(secrets)])?;
                let file = DeviceFile::open(&self.folder.device(), &key)?;
                file.put_device_keys(&self.keys)?;
                (keyring, file)
            }
        };
        let join = acceptance.join.encode();
        let before: Vec<Vec<u8>> =
            acceptance.log.entries().into_iter().filter(|entry| *entry != join).collect();
        file.append_entries(&before)?;
        pending::keep(&file, secrets.user, &acceptance.join, server)?;
        keyring.add_user(secrets, password, cost)?;
        // Without the slot nobody could ever use the join; cut here, the next unlock finds it where it waits.
        if !online {
            file.append_entries(&[join])?;
        }
        Ok(())
    }
}

/// Opens the device file with a user's keys.
pub(crate) fn device_file(
    folder: &Folder,
    keyring: &Keyring,
    secrets: &UserSecrets,
) -> Result<DeviceFile, Error> {
    let key = keyring
        .file_key(DEVICE_FILE, secrets)
        .ok_or_else(|| Error::Damaged("the key of the device file".into()))?;
    Ok(DeviceFile::open(&folder.device(), &key)?)
}

/// Whether the user of a join that waits has ever unlocked here, as after a join without a network: then there may be
/// work that nobody else has the keys of.
pub(crate) fn has_worked(device: &DeviceFile, user: UserId) -> Result<bool, Error> {
    Ok(device.sessions()?.iter().any(|session| session.user == user))
}

/// Lets go of a join that the server refused. On a device of its own everything is set aside, nobody worked with it;
/// on a shared one the slot goes.
pub(super) fn give_up(
    folder: &Folder,
    mut keyring: Keyring,
    secrets: &UserSecrets,
    now: Moment,
) -> Result<(), Error> {
    // A cut on the way leaves nobody who works with it.
    if let Some(marker) = Marker::of(folder, secrets.user) {
        Marker { ending: true, ..marker }.write(folder)?;
    }
    if keyring.users().len() == 1 {
        drop(keyring);
        folder.set_aside(now.at)?;
    } else {
        pending::forget(&device_file(folder, &keyring, secrets)?, secrets.user)?;
        keyring.remove_user(secrets.user)?;
    }
    Marker::remove(folder)
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
