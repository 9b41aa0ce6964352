//! The device side of a join: its file and keys, found or new.

use posta_identity::keyring::{FileHolder, Keyring, KeyringError};
use posta_identity::{Acceptance, DeviceKeys, FileKey, Invitation, KdfCost, UserSecrets};
use posta_store::DeviceFile;

use super::pending::{self, Marker};
use crate::error::Error;
use crate::folder::Folder;
use crate::open::DEVICE_FILE;
use crate::setting;
use crate::time::Moment;

/// Where a user joins.
pub(super) struct Place<'a> {
    folder: &'a Folder,
    keys: DeviceKeys,
    /// None before the first join.
    joined: Option<Joined<'a>>,
}

/// A device with users, one of whom takes the newcomer in.
struct Joined<'a> {
    keyring: Keyring,
    file: DeviceFile,
    host: &'a UserSecrets,
}

impl<'a> Place<'a> {
    /// A new device, or one that has users, of whom `present` has the keys in memory.
    pub fn prepare(
        folder: &'a Folder,
        invitation: &Invitation,
        present: Option<&'a UserSecrets>,
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
        let host = present.ok_or(Error::NobodyHere)?;
        let file = device_file(folder, &keyring, host)?;
        let keys = file.device_keys()?.ok_or_else(|| Error::Damaged("the keys of the device".into()))?;
        Ok(Place { folder, keys, joined: Some(Joined { keyring, file, host }) })
    }

    pub fn device_keys(&self) -> &DeviceKeys {
        &self.keys
    }

    /// Makes everything durable that the join brings: the entry that waits for the server, the user's slot, the log.
    pub fn settle(
        self,
        acceptance: &Acceptance,
        server: Option<&str>,
        password: &str,
        cost: KdfCost,
    ) -> Result<(), Error> {
        let secrets = &acceptance.secrets;
        self.folder.prepare()?;
        let (mut keyring, file) = match self.joined {
            Some(Joined { mut keyring, file, host }) => {
                take_in(&mut keyring, host, acceptance)?;
                (keyring, file)
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
        if let Some(server) = server {
            file.put_setting(setting::SERVER, server.as_bytes())?;
        }
        let join = acceptance.join.encode();
        let before: Vec<Vec<u8>> =
            acceptance.log.entries().into_iter().filter(|entry| *entry != join).collect();
        file.append_entries(&before)?;
        pending::keep(&file, secrets.user, &acceptance.join)?;
        keyring.add_user(secrets, password, cost)?;
        // Without the slot nobody could ever use the join; cut here, the next unlock finds it where it waits.
        file.append_entries(&[join])?;
        Ok(())
    }
}

/// The host seals to the newcomer the keys of the files that all share, as far as the newcomer's role opens them. Those
/// of a common team open by its epoch key.
fn take_in(keyring: &mut Keyring, host: &UserSecrets, acceptance: &Acceptance) -> Result<(), Error> {
    let newcomer = &acceptance.secrets;
    let membership = acceptance.log.membership();
    let registry = membership.registry();
    let mut names = vec![DEVICE_FILE.to_owned()];
    names.extend(membership.may_read(newcomer.user, registry).then(|| registry.to_string()));
    for name in names {
        if let Some(key) = keyring.file_key(&name, host) {
            keyring.hold_file(&name, &key, &[FileHolder::of(newcomer)])?;
        }
    }
    Ok(())
}

/// Opens the device file with a user's keys.
pub(super) fn device_file(
    folder: &Folder,
    keyring: &Keyring,
    secrets: &UserSecrets,
) -> Result<DeviceFile, Error> {
    let key = keyring
        .file_key(DEVICE_FILE, secrets)
        .ok_or_else(|| Error::Damaged("the key of the device file".into()))?;
    Ok(DeviceFile::open(&folder.device(), &key)?)
}

/// Lets go of a join that the server refused. On a device of its own everything is set aside; nobody worked with it.
pub(super) fn give_up(
    folder: &Folder,
    keyring: Keyring,
    secrets: &UserSecrets,
    now: Moment,
) -> Result<(), Error> {
    Marker::remove(folder)?;
    if keyring.users().len() == 1 {
        drop(keyring);
        return folder.set_aside(now.at);
    }
    pending::delivered(&device_file(folder, &keyring, secrets)?, secrets.user)
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
