//! A join on its way: its keys and its entry are on this device, and the server has not heard of it.
//!
//! The entry waits in the device file until a server took it, so that a cut is made good with the same entry, never
//! with a second one. Of a join with a network a file in the clear says besides that nobody works with it yet.

use std::io::ErrorKind;

use posta_identity::keyring::Keyring;
use posta_identity::private_file::write_private;
use posta_identity::{Entry, EntryBody, Hash32, Invitation, Log, UserId};
use posta_store::DeviceFile;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::folder::{Folder, storage};
use crate::setting;
use crate::view::JoiningCard;

/// Name of the setting under which a user's join waits.
fn setting_of(user: UserId) -> String {
    format!("join/{user}")
}

/// Name of the setting under which lies where a user's join is to be sent.
fn address_of(user: UserId) -> String {
    format!("join-server/{user}")
}

/// Keeps a join until a server takes it. Its server becomes that of the device only then, if the device has one: a
/// newcomer's address may be wrong, and everybody else's is proved.
pub(crate) fn keep(
    device: &DeviceFile,
    user: UserId,
    join: &Entry,
    server: Option<&str>,
) -> Result<(), Error> {
    if let Some(server) = server {
        let is_first = device.setting_text(setting::SERVER)?.is_none();
        let name = if is_first { setting::SERVER.to_owned() } else { address_of(user) };
        device.put_setting(&name, server.as_bytes())?;
    }
    Ok(device.put_setting(&setting_of(user), &join.encode())?)
}

/// Where a user's join is to be sent, and whether that is the server of everybody else here.
pub(crate) fn server(device: &DeviceFile, user: UserId) -> Result<Option<(String, bool)>, Error> {
    let common = device.setting_text(setting::SERVER)?;
    Ok(match device.setting_text(&address_of(user))? {
        Some(own) => Some((own.clone(), common == Some(own))),
        None => common.map(|common| (common, true)),
    })
}

/// The join of a user that waits, if any.
pub(crate) fn waiting(device: &DeviceFile, user: UserId) -> Result<Option<Entry>, Error> {
    let bytes = device.setting(&setting_of(user))?;
    Ok(bytes.and_then(|bytes| Entry::decode(&bytes).ok()))
}

/// The same, of settings that are read otherwise.
pub(crate) fn kept<'s>(setting: impl FnOnce(&str) -> Option<&'s [u8]>, user: UserId) -> Option<Entry> {
    Entry::decode(setting(&setting_of(user))?).ok()
}

/// Forgets a join that waited: the server has it, and where it was found is where this device's server is.
pub(crate) fn delivered(device: &DeviceFile, user: UserId) -> Result<(), Error> {
    if let Some(server) = device.setting_text(&address_of(user))? {
        device.put_setting(setting::SERVER, server.as_bytes())?;
    }
    forget(device, user)
}

/// Forgets a join that waited, and will not be.
pub(crate) fn forget(device: &DeviceFile, user: UserId) -> Result<(), Error> {
    device.remove_setting(&address_of(user))?;
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
    /// The server refused it during an exchange of somebody else.
    #[serde(default)]
    pub refused: bool,
    /// Whom to ask whether the join was taken; none of an earlier version.
    #[serde(default)]
    pub ask: Option<Ask>,
    /// Somebody begins anew: this join is being let go of, and a cut of that is made good by the same act again.
    #[serde(default)]
    pub ending: bool,
}

/// Where a join was sent, and the hash of its entry. With the password forgotten nothing else here can be read.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Ask {
    pub server: String,
    pub tls_pin: Hash32,
    pub join: Hash32,
}

impl Marker {
    pub fn write(&self, folder: &Folder) -> Result<(), Error> {
        let bytes = serde_json::to_vec(self).map_err(|error| Error::Unexpected(error.to_string()))?;
        write_private(&folder.joining(), &bytes).map_err(storage)
    }

    /// None when there is none, it cannot be read, or a cut came before the user's slot was durable: then the same
    /// invitation serves again.
    pub fn read(folder: &Folder) -> Option<Self> {
        let marker: Self = serde_json::from_slice(&std::fs::read(folder.joining()).ok()?).ok()?;
        let keyring = Keyring::load(folder.keyring()).ok()?;
        keyring.users().iter().any(|slot| slot.user.to_string() == marker.user).then_some(marker)
    }

    /// As [`Marker::read`], if the join that was cut is this user's.
    pub fn of(folder: &Folder, user: UserId) -> Option<Self> {
        Self::read(folder).filter(|marker| marker.user == user.to_string())
    }

    pub fn remove(folder: &Folder) -> Result<(), Error> {
        match std::fs::remove_file(folder.joining()) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(storage(error)),
            _ => Ok(()),
        }
    }

    pub fn card(self) -> JoiningCard {
        let Marker { user, name, department, refused, ending, .. } = self;
        JoiningCard { user, name, department, refused: refused || ending }
    }
}
