//! A home beneath the application: its files as a password opens them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use posta_identity::{Keyring, Log, ScopeId, SessionKey, UserSecrets};
use posta_store::{DeviceFile, ScopeFile};

use crate::world::PASSWORD;

/// Of the one user of a home, which nobody has unlocked elsewhere.
pub struct Files {
    home: PathBuf,
    keyring: Keyring,
    pub secrets: UserSecrets,
    pub device: DeviceFile,
    pub log: Log,
}

impl Files {
    pub fn open(home: &Path) -> Result<Self> {
        let mut keyring = Keyring::load(home)?;
        let name = keyring.users().first().context("nobody")?.name.clone();
        let secrets = keyring.unlock(&name, PASSWORD, 0)?;
        let key = keyring.file_key("device", &secrets).context("the key of the device file")?;
        let device = DeviceFile::open(&home.join("device.posta"), &key)?;
        let mut log = Log::new(secrets.department);
        for entry in device.entries()? {
            log.insert(&entry)?;
        }
        Ok(Self { home: home.into(), keyring, secrets, device, log })
    }

    pub fn path(&self, scope: ScopeId) -> PathBuf {
        self.home.join("scopes").join(format!("{scope}.posta"))
    }

    pub fn scope(&self, scope: ScopeId) -> Result<ScopeFile> {
        let key =
            self.keyring.file_key(&scope.to_string(), &self.secrets).context("the key of a scope's file")?;
        Ok(ScopeFile::open(&self.path(scope), &key)?)
    }

    /// A session as an unlock starts one.
    pub fn session(&self) -> Result<SessionKey> {
        let keys = self.device.device_keys()?.context("the keys of the device")?;
        let session = SessionKey::start(&self.secrets, &keys, "pisiga", 0, self.log.head());
        self.device.put_session(&session.certificate)?;
        Ok(session)
    }
}
