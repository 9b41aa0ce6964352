//! Small named values: keys of the device, server address, incarnations, nonce, clock skew.

use posta_identity::DeviceKeys;
use posta_identity::ids::{Incarnation, ScopeId};
use rusqlite::{OptionalExtension, named_params};
use zeroize::Zeroizing;

use super::DeviceFile;
use crate::error::Error;
use crate::transaction;

pub(super) const DEVICE_KEYS: &str = "device_keys";

impl DeviceFile {
    /// The bytes kept under a name.
    pub fn setting(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(self
            .connection
            .prepare_cached("SELECT value FROM setting WHERE name = :name")?
            .query_row(named_params! { ":name": name }, |row| row.get("value"))
            .optional()?)
    }

    /// The text kept under a name; `None` also when the bytes are no text.
    pub fn setting_text(&self, name: &str) -> Result<Option<String>, Error> {
        Ok(self.setting(name)?.and_then(|bytes| String::from_utf8(bytes).ok()))
    }

    /// Keeps bytes under a name, in place of what was there.
    pub fn put_setting(&self, name: &str, value: &[u8]) -> Result<(), Error> {
        transaction::write(&self.connection, |writer| {
            writer.execute(
                "INSERT INTO setting (name, value) VALUES (:name, :value)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                named_params! { ":name": name, ":value": value },
            )?;
            Ok(())
        })
    }

    /// Forgets a name.
    pub fn remove_setting(&self, name: &str) -> Result<(), Error> {
        transaction::write(&self.connection, |writer| {
            writer.execute("DELETE FROM setting WHERE name = :name", named_params! { ":name": name })?;
            Ok(())
        })
    }

    /// The device's own keys, once they were put.
    pub fn device_keys(&self) -> Result<Option<DeviceKeys>, Error> {
        let Some(bytes) = self.setting(DEVICE_KEYS)?.map(Zeroizing::new) else { return Ok(None) };
        DeviceKeys::from_bytes(&bytes).map(Some).map_err(|_| Error::Stored("device key"))
    }

    /// Keeps the device's own keys.
    pub fn put_device_keys(&self, keys: &DeviceKeys) -> Result<(), Error> {
        self.put_setting(DEVICE_KEYS, &keys.to_bytes())
    }

    /// This device's incarnation in a scope; `None` before the first one is minted.
    pub fn incarnation(&self, scope: &ScopeId) -> Result<Option<Incarnation>, Error> {
        let bytes = self.setting(&incarnation_name(scope))?;
        let bytes = bytes.and_then(|bytes| <[u8; 16]>::try_from(bytes.as_slice()).ok());
        Ok(bytes.map(Incarnation::from))
    }

    /// Begins a new life of this device's feed in a scope: at join, after a restore, when a fork is seen.
    pub fn put_incarnation(&self, scope: &ScopeId, incarnation: &Incarnation) -> Result<(), Error> {
        self.put_setting(&incarnation_name(scope), incarnation.as_bytes())
    }

    /// Whether the checkpoints of a scope are wanted: a newcomer lacks keys of the past, or batches lost their bodies.
    pub fn wants_checkpoint(&self, scope: &ScopeId) -> Result<bool, Error> {
        Ok(self.setting(&checkpoint_name(scope))?.is_some())
    }

    /// Says whether the checkpoints of a scope are wanted with the next exchange.
    pub fn set_wants_checkpoint(&self, scope: &ScopeId, wants: bool) -> Result<(), Error> {
        match wants {
            true => self.put_setting(&checkpoint_name(scope), &[1]),
            false => self.remove_setting(&checkpoint_name(scope)),
        }
    }
}

fn checkpoint_name(scope: &ScopeId) -> String {
    format!("checkpoint/{scope}")
}

pub(super) fn incarnation_name(scope: &ScopeId) -> String {
    format!("incarnation/{scope}")
}
