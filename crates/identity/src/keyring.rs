//! The keyring of a device: who may unlock it, and the keys of its encrypted files.
//!
//! `keyring.cbor` and `keyring.cbor.bak` hold the same; each is replaced as a whole, one after the other, so that at
//! every moment one of them is whole. Every change is read-modify-write under a lock on `keyring.lock`: two processes
//! on one home do not undo each other's.

mod file;
mod files;
mod reset;
mod slot;

use std::io;
use std::path::{Path, PathBuf};

use minicbor::{Decode, Encode};

use crate::ids::{DepartmentId, DeviceId, UserId};
use crate::kdf::{KdfCost, KdfError, PasswordProblem, check_password};
use crate::recovery::RecoveryError;
use crate::seal::SealError;
use crate::user::UserSecrets;

pub use files::FileHolder;
use files::FileSlot;
pub use slot::UserSlot;
use slot::{Opened, wait_after};

const VERSION: u8 = 2;

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
    /// The user could not be unlocked first.
    #[error(transparent)]
    Unlock(#[from] UnlockError),
    /// The answer to a challenge does not serve.
    #[error(transparent)]
    Recovery(#[from] RecoveryError),
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
        let slot = self.seal_slot(secrets, password, cost)?;
        self.add_slot(slot)
    }

    /// A user's slot under a password, not yet in the keyring: the slow part of [`Self::add_user`].
    ///
    /// # Errors
    /// [`KeyringError::Password`], [`KeyringError::ForeignDepartment`]; when it cannot be sealed.
    pub fn seal_slot(
        &self,
        secrets: &UserSecrets,
        password: &str,
        cost: KdfCost,
    ) -> Result<UserSlot, KeyringError> {
        check_password(password)?;
        if secrets.department != self.content.department {
            return Err(KeyringError::ForeignDepartment);
        }
        UserSlot::seal(self.content.device, secrets, password, cost)
    }

    /// Takes in a slot that [`Self::seal_slot`] made, and saves.
    ///
    /// # Errors
    /// [`KeyringError::UserExists`]; when it cannot be written.
    pub fn add_slot(&mut self, slot: UserSlot) -> Result<(), KeyringError> {
        self.change(|content| {
            if content.users.iter().any(|known| known.user == slot.user) {
                return Err(KeyringError::UserExists);
            }
            content.users.push(slot);
            Ok(())
        })
    }

    /// Takes a user's slot away, with all that opens files to this user alone. Others stay as they are.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn remove_user(&mut self, user: UserId) -> Result<(), KeyringError> {
        self.change(|content| {
            content.users.retain(|slot| slot.user != user);
            content.forget_files_of(user);
            Ok(())
        })
    }

    /// Gives a user a new password, known the old one. The slot key is new too; a pending challenge ends.
    ///
    /// # Errors
    /// [`KeyringError::Unlock`] if the old password does not open the slot, counted as in [`Self::unlock`].
    pub fn change_password(
        &mut self,
        user: UserId,
        old: &str,
        new: &str,
        cost: KdfCost,
        now: i64,
    ) -> Result<(), KeyringError> {
        check_password(new)?;
        let secrets = self.unlock(&user.to_string(), old, now)?;
        self.replace_slot(UserSlot::seal(self.content.device, &secrets, new, cost)?)
    }

    /// As [`Self::unlock`]; a slot that was sealed at less than `cost` is sealed again at it. That it cannot be written
    /// keeps nobody out.
    ///
    /// # Errors
    /// As [`Self::unlock`].
    pub fn unlock_at(
        &mut self,
        who: &str,
        password: &str,
        cost: KdfCost,
        now: i64,
    ) -> Result<UserSecrets, UnlockError> {
        let secrets = self.unlock(who, password, now)?;
        let opened = self.content.users.iter().find(|slot| slot.user == secrets.user).cloned();
        if let Some(opened) = opened.filter(|slot| !slot.cost().is_at_least(cost))
            && let Ok(slot) = UserSlot::seal(self.content.device, &secrets, password, cost)
        {
            let _ = self.reseal(&opened, slot);
        }
        Ok(secrets)
    }

    /// The same slot sealed anew takes the place of the one that was opened; not of what came there meanwhile, another
    /// password or a challenge.
    fn reseal(&mut self, opened: &UserSlot, new: UserSlot) -> Result<(), KeyringError> {
        self.change(|content| {
            let stored = content.users.iter_mut().find(|slot| slot.user == new.user);
            if let Some(stored) = stored.filter(|stored| stored.is_sealed_as(opened)) {
                let counted = (stored.wrong_tries, stored.not_before);
                *stored = new;
                (stored.wrong_tries, stored.not_before) = counted;
            }
            Ok(())
        })
    }

    /// The user's new slot takes the place of the old one.
    fn replace_slot(&mut self, new: UserSlot) -> Result<(), KeyringError> {
        self.change(|content| match content.users.iter_mut().find(|slot| slot.user == new.user) {
            Some(slot) => {
                *slot = new;
                Ok(())
            }
            None => Err(UnlockError::UnknownUser.into()),
        })
    }

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
        self.begin_try(slot.user, now)?;
        match slot.open(self.content.device, password) {
            Opened::Secrets(secrets) => {
                self.count(|kept| (kept.wrong_tries, kept.not_before) = (0, 0), slot.user);
                Ok(*secrets)
            }
            Opened::Damaged => Err(UnlockError::Damaged),
            Opened::Wrong => Err(UnlockError::WrongPassword),
        }
    }

    /// Counts a try as a wrong one before it is made, and refuses it while the delay of those before it lasts: tries
    /// that are made at once, also by several processes, each count.
    fn begin_try(&mut self, user: UserId, now: i64) -> Result<(), UnlockError> {
        let mut refused = None;
        let begin = |kept: &mut UserSlot| {
            let longest = wait_after(kept.wrong_tries);
            if longest > 0 && kept.not_before > now {
                let wait = u32::try_from(kept.not_before.saturating_sub(now)).unwrap_or(u32::MAX);
                // The clock was set back: the delay starts again by the clock as it is now.
                kept.not_before = kept.not_before.min(now.saturating_add(longest.into()));
                refused = Some(UnlockError::TooSoon { seconds: wait.min(longest) });
                return;
            }
            refused = None;
            kept.wrong_tries = kept.wrong_tries.saturating_add(1);
            kept.not_before = now.saturating_add(wait_after(kept.wrong_tries).into());
        };
        self.count(begin, user);
        refused.map_or(Ok(()), Err)
    }

    /// Changes the count of tries. A full disk must not keep anybody out, so it is then kept in memory only.
    fn count(&mut self, mut set: impl FnMut(&mut UserSlot), user: UserId) {
        let mut change = |content: &mut Content| {
            content.users.iter_mut().filter(|kept| kept.user == user).for_each(&mut set);
            Ok(())
        };
        if self.change(&mut change).is_err() {
            let _ = change(&mut self.content);
        }
    }

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
