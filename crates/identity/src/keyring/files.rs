//! The keys of the device's encrypted files, each sealed to those who may open the file: to users present on the
//! device, and under the epoch key of a scope, so that a colleague of the same team opens it too.

use minicbor::{Decode, Encode};

use super::{Content, Keyring, KeyringError};
use crate::ids::{DeviceId, Hash32, ScopeId, UserId};
use crate::keys::{EpochKey, FileKey};
use crate::seal::{SealError, SealSecret, aead_open, aead_seal, hpke_open, hpke_seal};
use crate::user::UserSecrets;

const INFO: &[u8] = b"posta file";

/// To whom the key of a file is sealed.
#[derive(Debug, Clone, Copy)]
pub enum FileHolder<'a> {
    /// A user: by their X25519 key.
    User {
        /// The user.
        user: UserId,
        /// The user's X25519 key.
        seal_public: [u8; 32],
    },
    /// Whoever has the key of an epoch of a scope.
    Epoch {
        /// The scope.
        scope: ScopeId,
        /// Its epoch.
        key: &'a EpochKey,
    },
}

impl FileHolder<'_> {
    /// The user whose secrets these are.
    pub fn of(secrets: &UserSecrets) -> Self {
        Self::User { user: secrets.user, seal_public: secrets.seal.public() }
    }
}

/// For whom a slot is.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
enum Holder {
    #[n(0)]
    User(#[n(0)] UserId),
    #[n(1)]
    Epoch(#[n(0)] ScopeId, #[n(1)] Hash32),
}

/// The key of a file, sealed to one holder.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct FileSlot {
    #[n(0)]
    file: String,
    #[n(1)]
    holder: Holder,
    #[cbor(n(2), with = "minicbor::bytes")]
    sealed: Vec<u8>,
}

impl FileSlot {
    fn seal(device: DeviceId, file: &str, key: &FileKey, to: &FileHolder<'_>) -> Result<Self, SealError> {
        let holder = match to {
            FileHolder::User { user, .. } => Holder::User(*user),
            FileHolder::Epoch { scope, key } => Holder::Epoch(*scope, key.id),
        };
        let aad = associated(device, file, &holder);
        let sealed = match to {
            FileHolder::User { seal_public, .. } => hpke_seal(seal_public, INFO, &aad, key.as_bytes())?,
            FileHolder::Epoch { key: epoch, .. } => aead_seal(&epoch.key, &aad, key.as_bytes())?,
        };
        Ok(Self { file: file.to_owned(), holder, sealed })
    }

    fn open(&self, device: DeviceId, seal: &SealSecret, user: UserId, epochs: Epochs<'_>) -> Option<FileKey> {
        let aad = associated(device, &self.file, &self.holder);
        let plain = match &self.holder {
            Holder::User(of) if *of == user => hpke_open(seal, INFO, &aad, &self.sealed).ok()?,
            Holder::User(_) => return None,
            Holder::Epoch(scope, epoch) => {
                let (_, key) = epochs.iter().find(|(of, key)| of == scope && key.id == *epoch)?;
                aead_open(&key.key, &aad, &self.sealed).ok()?
            }
        };
        plain.as_slice().try_into().ok().map(FileKey::from_bytes)
    }

    /// Whether a new slot takes this one's place: of the same user, or under another epoch.
    fn gives_way(&self, new: &Self) -> bool {
        self.file == new.file
            && match (&self.holder, &new.holder) {
                (Holder::User(one), Holder::User(other)) => one == other,
                (Holder::Epoch(..), Holder::Epoch(..)) => true,
                _ => false,
            }
    }
}

type Epochs<'a> = &'a [(ScopeId, EpochKey)];

fn associated(device: DeviceId, file: &str, holder: &Holder) -> Vec<u8> {
    let device = device.as_bytes().as_slice();
    match holder {
        Holder::User(user) => {
            [b"posta file user".as_slice(), device, user.as_bytes(), file.as_bytes()].concat()
        }
        Holder::Epoch(scope, epoch) => {
            let scope = scope.as_bytes().as_slice();
            [b"posta file epoch".as_slice(), device, scope, epoch.as_bytes(), file.as_bytes()].concat()
        }
    }
}

impl Content {
    /// Takes away what lets a user open files. Epoch slots stay: they are others' too, until the next epoch.
    pub(super) fn forget_files_of(&mut self, user: UserId) {
        self.file_keys.retain(|slot| slot.holder != Holder::User(user));
    }
}

/// The keys of files.
impl Keyring {
    /// Whether a file has a key here, for whomever.
    pub fn has_file_key(&self, file: &str) -> bool {
        self.content.file_keys.iter().any(|slot| slot.file == file)
    }

    /// Whether the key of a file is sealed to this user, as opposed to an epoch that the user may have the key of.
    pub fn is_file_sealed_to(&self, file: &str, user: UserId) -> bool {
        self.content.file_keys.iter().any(|slot| slot.file == file && slot.holder == Holder::User(user))
    }

    /// The epoch under which the key of a file is sealed, if any.
    pub fn file_epoch(&self, file: &str) -> Option<Hash32> {
        self.content.file_keys.iter().filter(|slot| slot.file == file).find_map(|slot| match slot.holder {
            Holder::Epoch(_, epoch) => Some(epoch),
            Holder::User(_) => None,
        })
    }

    /// The key of a file, if it is sealed to the user, or under an epoch key that the user holds.
    pub fn file_key(&self, file: &str, secrets: &UserSecrets) -> Option<FileKey> {
        let device = self.content.device;
        self.content
            .file_keys
            .iter()
            .filter(|slot| slot.file == file)
            .find_map(|slot| slot.open(device, &secrets.seal, secrets.user, &secrets.epochs))
    }

    /// Seals the key of a new file, and saves. A file's key is never replaced.
    ///
    /// # Errors
    /// [`KeyringError::FileKeyExists`] if the file has one; and when it cannot be sealed or written.
    pub fn add_file(
        &mut self,
        file: &str,
        key: &FileKey,
        holders: &[FileHolder<'_>],
    ) -> Result<(), KeyringError> {
        let slots = self.seal_file(file, key, holders)?;
        self.change(|content| {
            if content.file_keys.iter().any(|known| known.file == file) {
                return Err(KeyringError::FileKeyExists);
            }
            content.file_keys.extend(slots);
            Ok(())
        })
    }

    /// As [`Self::add_file`], under one epoch key.
    ///
    /// # Errors
    /// As [`Self::add_file`].
    pub fn add_file_key(
        &mut self,
        file: &str,
        scope: ScopeId,
        epoch: &EpochKey,
        key: &FileKey,
    ) -> Result<(), KeyringError> {
        self.add_file(file, key, &[FileHolder::Epoch { scope, key: epoch }])
    }

    /// Seals the key of a file to further holders, and saves. A user's slot is replaced; a slot under an epoch takes the
    /// place of all slots under other epochs.
    ///
    /// # Errors
    /// When it cannot be sealed or written.
    pub fn hold_file(
        &mut self,
        file: &str,
        key: &FileKey,
        holders: &[FileHolder<'_>],
    ) -> Result<(), KeyringError> {
        let slots = self.seal_file(file, key, holders)?;
        self.change(|content| {
            for slot in slots {
                content.file_keys.retain(|known| !known.gives_way(&slot));
                content.file_keys.push(slot);
            }
            Ok(())
        })
    }

    /// Takes a user's slot of a file away, as when the user loses the right to its scope.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn withdraw_file(&mut self, file: &str, user: UserId) -> Result<(), KeyringError> {
        self.change(|content| {
            content.file_keys.retain(|slot| slot.file != file || slot.holder != Holder::User(user));
            Ok(())
        })
    }

    fn seal_file(
        &self,
        file: &str,
        key: &FileKey,
        holders: &[FileHolder<'_>],
    ) -> Result<Vec<FileSlot>, KeyringError> {
        let device = self.content.device;
        Ok(holders
            .iter()
            .map(|to| FileSlot::seal(device, file, key, to))
            .collect::<Result<Vec<_>, SealError>>()?)
    }
}
