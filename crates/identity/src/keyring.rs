//! The keyring of a device: who may unlock it, and the keys of its encrypted files.
//!
//! `keyring.cbor` and `keyring.cbor.bak` hold the same; each is replaced as a whole, one after the other, so that at
//! every moment one of them is whole. Every change is read-modify-write under a lock on `keyring.lock`: two processes
//! on one home do not undo each other's.

mod file;
mod slot;

use std::io;
use std::path::{Path, PathBuf};

use minicbor::{Decode, Encode};

use crate::ids::{DepartmentId, DeviceId, Hash32, ScopeId};
use crate::kdf::{KdfCost, KdfError, PasswordProblem, check_password};
use crate::keys::{EpochKey, FileKey};
use crate::seal::{SealError, aead_open, aead_seal};
use crate::user::UserSecrets;

pub use slot::UserSlot;
use slot::{Opened, wait_after};

const VERSION: u8 = 1;

/// The keyring cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// There is no keyring in the folder.
    #[error("there is no keyring in the folder")]
    NotFound,
    /// There is one already.
    #[error("there is a keyring in the folder already")]
    Exists,
    /// Neither the file nor its copy can be read. Both are left as they are.
    #[error("the keyring and its copy are damaged")]
    Damaged,
    /// A later version wrote the file.
    #[error("the keyring has version {0}, which this version does not read")]
    UnsupportedVersion(u8),
    /// The user has a slot already.
    #[error("the user is in the keyring already")]
    UserExists,
    /// The user belongs to another department than the device.
    #[error("the user belongs to another department than the device")]
    ForeignDepartment,
    /// The file has a key already; replacing it would lose the file.
    #[error("the file has a key in the keyring already")]
    FileKeyExists,
    /// The password breaks the rule.
    #[error(transparent)]
    Password(#[from] PasswordProblem),
    /// The password's key could not be derived.
    #[error(transparent)]
    Kdf(#[from] KdfError),
    /// A key could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The file or its folder could not be read or written.
    #[error("the keyring could not be read or written ({})", .0.kind())]
    Io(#[source] io::Error),
}

/// A user was not unlocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnlockError {
    /// The password does not open the user's slot.
    #[error("the password is wrong")]
    WrongPassword,
    /// Nobody of that name or id is in the keyring.
    #[error("there is no such user on this device")]
    UnknownUser,
    /// After wrong tries: no password is tried before so many seconds have passed.
    #[error("too many wrong passwords: wait {seconds} seconds")]
    TooSoon {
        /// Seconds to wait, from 1 to 900.
        seconds: u32,
    },
    /// The user's slot cannot be used, whatever the password.
    #[error("the user's slot in the keyring is damaged")]
    Damaged,
}

/// The key of a file, sealed under an epoch key of a scope.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct FileSlot {
    #[n(0)]
    file: String,
    #[n(1)]
    scope: ScopeId,
    #[n(2)]
    epoch: Hash32,
    #[cbor(n(3), with = "minicbor::bytes")]
    sealed: Vec<u8>,
}

impl FileSlot {
    fn associated(file: &str, scope: ScopeId, epoch: Hash32) -> Vec<u8> {
        [b"posta file".as_slice(), file.as_bytes(), scope.as_bytes(), epoch.as_bytes()].concat()
    }

    fn open(&self, key: &EpochKey) -> Option<FileKey> {
        let aad = Self::associated(&self.file, self.scope, self.epoch);
        let plain = aead_open(&key.key, &aad, &self.sealed).ok()?;
        plain.as_slice().try_into().ok().map(FileKey::from_bytes)
    }
}

#[derive(Clone, Encode, Decode)]
#[cbor(map)]
struct Content {
    #[n(0)]
    v: u8,
    /// Grows with every change.
    #[n(1)]
    generation: u64,
    #[n(2)]
    department: DepartmentId,
    #[n(3)]
    device: DeviceId,
    #[n(4)]
    users: Vec<UserSlot>,
    #[n(5)]
    file_keys: Vec<FileSlot>,
}

/// The keyring in memory and its place on disk.
#[derive(Clone)]
pub struct Keyring {
    folder: PathBuf,
    content: Content,
}

impl Keyring {
    /// Makes the keyring of a new device in `folder`, without users.
    pub fn create(folder: &Path, department: DepartmentId, device: DeviceId) -> Result<Self, KeyringError> {
        let content = Content {
            v: VERSION,
            generation: 0,
            department,
            device,
            users: Vec::new(),
            file_keys: Vec::new(),
        };
        let mut keyring = Self { folder: folder.to_owned(), content };
        let _lock = file::lock(folder)?;
        match file::read(folder) {
            Err(KeyringError::NotFound) => {}
            Ok(_) => return Err(KeyringError::Exists),
            Err(error) => return Err(error),
        }
        keyring.write()?;
        Ok(keyring)
    }

    /// Whether there is a keyring in `folder`, readable or not.
    pub fn exists(folder: &Path) -> bool {
        file::main_of(folder).exists() || file::copy_of(folder).exists()
    }

    /// Reads the keyring in `folder`; from its copy if the file is damaged.
    pub fn load(folder: &Path) -> Result<Self, KeyringError> {
        Ok(Self { folder: folder.to_owned(), content: file::read(folder)? })
    }

    /// Writes file and copy anew, as after a load that found one of them damaged. Every change saves by itself.
    pub fn save(&mut self) -> Result<(), KeyringError> {
        self.change(|_| Ok(()))
    }

    /// The department of the device.
    pub fn department(&self) -> DepartmentId {
        self.content.department
    }

    /// The device.
    pub fn device(&self) -> DeviceId {
        self.content.device
    }

    /// Those who may unlock this device.
    pub fn users(&self) -> &[UserSlot] {
        &self.content.users
    }

    /// Adds a user under a password and saves.
    pub fn add_user(
        &mut self,
        secrets: &UserSecrets,
        password: &str,
        cost: KdfCost,
    ) -> Result<(), KeyringError> {
        check_password(password)?;
        if secrets.department != self.content.department {
            return Err(KeyringError::ForeignDepartment);
        }
        let slot = UserSlot::seal(self.content.device, secrets, password, cost)?;
        self.change(|content| {
            if content.users.iter().any(|known| known.user == slot.user) {
                return Err(KeyringError::UserExists);
            }
            content.users.push(slot);
            Ok(())
        })
    }
    // A new password, further epoch keys after a rotation, and an escrow slot for recovery replace a user's slot here.

    /// Opens a user's slot. `who` is a user's id or name, in either case; `now` is in seconds since 1970.
    ///
    /// Wrong tries are counted on disk: from the fifth on, no password is tried before a delay of 1 s, doubling to
    /// 15 min, has passed. Nothing is ever destroyed, and a clock set back does not lengthen the delay.
    pub fn unlock(&mut self, who: &str, password: &str, now: i64) -> Result<UserSecrets, UnlockError> {
        self.refresh();
        let slots: Vec<UserSlot> =
            self.content.users.iter().filter(|slot| slot.is_called(who)).cloned().collect();
        let mut refused = UnlockError::UnknownUser;
        for slot in slots {
            refused = match self.try_slot(&slot, password, now) {
                Ok(secrets) => return Ok(secrets),
                Err(error) => error,
            };
        }
        Err(refused)
    }

    fn try_slot(&mut self, slot: &UserSlot, password: &str, now: i64) -> Result<UserSecrets, UnlockError> {
        self.wait_out(slot, now)?;
        match slot.open(self.content.device, password) {
            Opened::Secrets(secrets) => {
                if slot.wrong_tries > 0 {
                    self.mark(slot, 0, 0);
                }
                Ok(*secrets)
            }
            Opened::Damaged => Err(UnlockError::Damaged),
            Opened::Wrong => {
                let tries = slot.wrong_tries.saturating_add(1);
                self.mark(slot, tries, now.saturating_add(wait_after(tries).into()));
                Err(UnlockError::WrongPassword)
            }
        }
    }

    fn wait_out(&mut self, slot: &UserSlot, now: i64) -> Result<(), UnlockError> {
        let longest = wait_after(slot.wrong_tries);
        if longest == 0 || slot.not_before <= now {
            return Ok(());
        }
        let wait = u32::try_from(slot.not_before.saturating_sub(now)).unwrap_or(u32::MAX);
        if wait > longest {
            // The clock was set back: the delay starts again by the clock as it is now.
            self.mark(slot, slot.wrong_tries, now.saturating_add(longest.into()));
        }
        Err(UnlockError::TooSoon { seconds: wait.min(longest) })
    }

    /// Keeps the count of wrong tries. A full disk must not keep anybody out, so it is then kept in memory only.
    fn mark(&mut self, slot: &UserSlot, wrong_tries: u32, not_before: i64) {
        let set = |content: &mut Content| {
            if let Some(kept) = content.users.iter_mut().find(|kept| kept.user == slot.user) {
                kept.wrong_tries = wrong_tries;
                kept.not_before = not_before;
            }
            Ok(())
        };
        if self.change(set).is_err() {
            let _ = set(&mut self.content);
        }
    }

    /// Whether a file has a key here, for whomever.
    pub fn has_file_key(&self, file: &str) -> bool {
        self.content.file_keys.iter().any(|slot| slot.file == file)
    }

    /// The key of a file, if the user holds an epoch key under which it is sealed.
    pub fn file_key(&self, file: &str, secrets: &UserSecrets) -> Option<FileKey> {
        self.file_key_with(file, &secrets.epochs)
    }

    /// The key of a file, if it is sealed under one of these epoch keys: those of an invitation open the shared files
    /// of a device to the user who is about to join it.
    pub fn file_key_with(&self, file: &str, epochs: &[(ScopeId, EpochKey)]) -> Option<FileKey> {
        self.content.file_keys.iter().filter(|slot| slot.file == file).find_map(|slot| {
            let held = epochs.iter().find(|(scope, key)| *scope == slot.scope && key.id == slot.epoch);
            slot.open(&held?.1)
        })
    }

    /// Seals the key of a new file under an epoch key of its scope, and saves. A file's key is never replaced.
    pub fn add_file_key(
        &mut self,
        file: &str,
        scope: ScopeId,
        epoch: &EpochKey,
        key: &FileKey,
    ) -> Result<(), KeyringError> {
        let aad = FileSlot::associated(file, scope, epoch.id);
        let sealed = aead_seal(&epoch.key, &aad, key.as_bytes())?;
        let slot = FileSlot { file: file.to_owned(), scope, epoch: epoch.id, sealed };
        self.change(|content| {
            if content.file_keys.iter().any(|known| known.file == file) {
                return Err(KeyringError::FileKeyExists);
            }
            content.file_keys.push(slot);
            Ok(())
        })
    }
    // Rotation seals the key of each file of a scope under the new epoch here, beside the old one.

    /// Takes what another process saved since; keeps what is in memory if the disk cannot be read.
    fn refresh(&mut self) {
        if let Ok(disk) = file::read(&self.folder)
            && disk.generation > self.content.generation
        {
            self.content = disk;
        }
    }

    fn change(
        &mut self,
        act: impl FnOnce(&mut Content) -> Result<(), KeyringError>,
    ) -> Result<(), KeyringError> {
        let _lock = file::lock(&self.folder)?;
        self.refresh();
        let before = self.content.clone();
        let done = act(&mut self.content).and_then(|()| self.write());
        if done.is_err() {
            self.content = before;
        }
        done
    }

    fn write(&mut self) -> Result<(), KeyringError> {
        self.content.generation = self.content.generation.saturating_add(1);
        file::write(&self.folder, &self.content)
    }
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keyring({}, {} users)", self.content.device, self.content.users.len())
    }
}
