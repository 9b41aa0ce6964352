//! Joining a department with a one-time code; on a device that has joined already, adding a user to it.

use posta_identity::keyring::{Keyring, KeyringError};
use posta_identity::{
    Code, CodeKeys, DeviceKeys, FileKey, Invitation, KdfCost, Log, UserSecrets, check_password,
};
use posta_protocol::Receipt;
use posta_store::DeviceFile;

use crate::app::App;
use crate::error::Error;
use crate::folder::Folder;
use crate::open::{DEVICE_FILE, Open};
use crate::setting;
use crate::time::Moment;
use crate::view::SessionView;

impl App {
    /// Joins with the code that the supervisor gave, under a new password, and unlocks.
    ///
    /// # Errors
    /// [`Error::MalformedCode`], [`Error::PasswordTooShort`], [`Error::InvitationRefused`],
    /// [`Error::OtherDepartment`], [`Error::Unreachable`], [`Error::NotOurServer`], [`Error::Storage`].
    pub async fn join(&self, server: &str, code: &str, password: &str) -> Result<SessionView, Error> {
        let now = self.now();
        check_password(password).map_err(|_| Error::PasswordTooShort)?;
        let code = Code::parse(code).map_err(|_| Error::MalformedCode)?;
        let keys =
            CodeKeys::derive(&code, KdfCost::STANDARD).map_err(|e| Error::Unexpected(e.to_string()))?;
        let sealed = posta_sync::fetch_invitation(server, &keys.id).await?;
        let invitation = Invitation::open(&keys, &sealed).map_err(|_| Error::InvitationRefused)?;
        let place = Place::prepare(&self.folder, &invitation, now)?;
        let acceptance = invitation.accept(&keys, &place.keys).map_err(|_| Error::InvitationRefused)?;
        let joined = posta_sync::join(server, &invitation, &acceptance.join).await?;
        let mut log = acceptance.log;
        for entry in &joined.entries {
            log.insert(entry).map_err(|_| Error::NotOurServer)?;
        }
        let welcome =
            Welcome { secrets: &acceptance.secrets, log: &log, receipt: &joined.receipt, server, password };
        place.settle(&self.folder, &welcome, self.cost, now)?;
        let mut keyring = Keyring::load(self.folder.keyring())?;
        self.begin(Open::start(&self.folder, &mut keyring, acceptance.secrets, None, now)?, now)
    }
}

/// The device side of a join: its file and keys, found or new.
struct Place {
    keyring: Option<Keyring>,
    keys: DeviceKeys,
    /// None before the first join.
    file: Option<DeviceFile>,
}

impl Place {
    fn prepare(folder: &Folder, invitation: &Invitation, now: Moment) -> Result<Self, Error> {
        let keyring = match Keyring::load(folder.keyring()) {
            Ok(keyring) => Some(keyring),
            Err(KeyringError::NotFound) => None,
            Err(error) => return Err(error.into()),
        };
        let Some(keyring) = keyring.filter(|keyring| !keyring.users().is_empty()) else {
            if folder.device().exists() || Keyring::exists(folder.keyring()) {
                folder.set_aside(now.at)?;
            }
            return Ok(Place { keyring: None, keys: DeviceKeys::random(), file: None });
        };
        if keyring.department() != invitation.department {
            return Err(Error::OtherDepartment);
        }
        // The registry's key, which every member's invitation carries, opens the shared device file.
        let key = keyring.file_key_with(DEVICE_FILE, &invitation.epoch_keys).ok_or(Error::OtherDepartment)?;
        let file = DeviceFile::open(&folder.device(), &key)?;
        let keys = file.device_keys()?.ok_or_else(|| Error::Damaged("the keys of the device".into()))?;
        Ok(Place { keyring: Some(keyring), keys, file: Some(file) })
    }

    fn settle(self, folder: &Folder, welcome: &Welcome<'_>, cost: KdfCost, now: Moment) -> Result<(), Error> {
        let secrets = welcome.secrets;
        folder.prepare()?;
        let mut keyring = match self.keyring {
            Some(keyring) => keyring,
            None => Keyring::create(folder.keyring(), secrets.department, self.keys.device)?,
        };
        let file = match self.file {
            Some(file) => file,
            None => {
                let key = FileKey::random();
                let registry = welcome.log.membership().registry();
                let epoch = secrets.latest_epoch(registry).ok_or(Error::InvitationRefused)?;
                keyring.add_file_key(DEVICE_FILE, registry, epoch, &key)?;
                let file = DeviceFile::open(&folder.device(), &key)?;
                file.put_device_keys(&self.keys)?;
                file
            }
        };
        file.append_entries(&welcome.log.entries())?;
        file.put_setting(setting::SERVER, welcome.server.as_bytes())?;
        posta_sync::keep_answer(&file, welcome.receipt, now.at)?;
        Ok(keyring.add_user(secrets, welcome.password, cost)?)
    }
}

/// What a join that the server has accepted brings.
struct Welcome<'a> {
    secrets: &'a UserSecrets,
    log: &'a Log,
    receipt: &'a Receipt,
    server: &'a str,
    password: &'a str,
}
