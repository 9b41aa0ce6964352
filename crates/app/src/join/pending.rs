//! A join on its way: its keys and its entry are on this device, and the server has not heard of it.
//!
//! The entry waits in the device file until a server took it, so that a cut is made good with the same entry, never
//! with a second one. Of a join with a network a file in the clear says besides that nobody works with it yet.

use std::io::ErrorKind;

use posta_identity::private_file::write_private;
use posta_identity::{Entry, EntryBody, Invitation, Log, UserId};
use posta_store::DeviceFile;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::folder::{Folder, storage};
use crate::view::JoiningCard;

/// Name of the setting under which a user's join waits.
fn setting_of(user: UserId) -> String {
    format!("join/{user}")
}

/// Keeps a join until a server takes it.
pub(crate) fn keep(device: &DeviceFile, user: UserId, join: &Entry) -> Result<(), Error> {
    Ok(device.put_setting(&setting_of(user), &join.encode())?)
}

/// The join of a user that waits, if any.
pub(crate) fn waiting(device: &DeviceFile, user: UserId) -> Result<Option<Entry>, Error> {
    let bytes = device.setting(&setting_of(user))?;
    Ok(bytes.and_then(|bytes| Entry::decode(&bytes).ok()))
}

/// Forgets a join that waited: the server has it.
pub(crate) fn delivered(device: &DeviceFile, user: UserId) -> Result<(), Error> {
    Ok(device.remove_setting(&setting_of(user))?)
}

/// What sending a join needs to know of a department: the server's keys, as the log names them.
pub(crate) fn address(log: &Log, join: &Entry) -> Option<Invitation> {
    let membership = log.membership();
    let server = membership.server()?;
    let EntryBody::Join { grant, .. } = &join.body else { return None };
    Some(Invitation {
        authority_public: membership.department()?.authority_public,
        department: membership.id(),
        server_public: server.server_public,
        tls_pin: server.tls_pin,
        grant: *grant,
        user: membership.grant(*grant)?.user,
        entries: Vec::new(),
        epoch_keys: Vec::new(),
    })
}

/// What anybody may see of a join that was cut: the unlock screen has to offer to go on with it.
#[derive(Serialize, Deserialize)]
pub(crate) struct Marker {
    pub user: String,
    pub name: String,
    pub department: String,
    /// Names the sealed invitation; the code cannot be told from it.
    pub code: String,
}

impl Marker {
    pub fn write(&self, folder: &Folder) -> Result<(), Error> {
        let bytes = serde_json::to_vec(self).map_err(|error| Error::Unexpected(error.to_string()))?;
        write_private(&folder.joining(), &bytes).map_err(storage)
    }

    /// None when there is none, or it cannot be read.
    pub fn read(folder: &Folder) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(folder.joining()).ok()?).ok()
    }

    pub fn remove(folder: &Folder) -> Result<(), Error> {
        match std::fs::remove_file(folder.joining()) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(storage(error)),
            _ => Ok(()),
        }
    }

    pub fn card(self) -> JoiningCard {
        JoiningCard { name: self.name, department: self.department }
    }
}
