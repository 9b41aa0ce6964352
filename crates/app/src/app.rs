//! The application: one device's folder and, while somebody is unlocked, what their keys open.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use posta_identity::KdfCost;
use posta_identity::keyring::Keyring;

use crate::catalogue::{municipality_name, post_card, post_for};
use crate::error::Error;
use crate::folder::Folder;
use crate::open::Open;
use crate::permission::{Act, allows};
use crate::time::Moment;
use crate::view::{ProfileView, SessionView, UserCard};

/// Every act of Posta. Shared by threads: acts take turns, an exchange does not hold them up.
pub struct App {
    pub(crate) folder: Folder,
    pub(crate) cost: KdfCost,
    open: Mutex<Option<Open>>,
}

impl App {
    /// The device whose folder is `home`; a join makes the folder. Nothing is unlocked yet.
    ///
    /// # Errors
    /// [`Error::Unreadable`] when something else has that name.
    pub fn open(home: &Path) -> Result<Self, Error> {
        Self::open_with_cost(home, KdfCost::STANDARD)
    }

    /// As [`App::open`], with the cost of passwords made here (tests use a weak one).
    ///
    /// # Errors
    /// As [`App::open`].
    pub fn open_with_cost(home: &Path, cost: KdfCost) -> Result<Self, Error> {
        Ok(App { folder: Folder::at(home)?, cost, open: Mutex::new(None) })
    }

    /// What can be known before anyone unlocks.
    ///
    /// # Errors
    /// [`Error::Damaged`] when keyring and copy cannot be read.
    pub fn profile(&self) -> Result<ProfileView, Error> {
        if !Keyring::exists(self.folder.keyring()) {
            return Ok(ProfileView {
                joined: false,
                users: Vec::new(),
                session: None,
                paused: Vec::new(),
                destroyed: false,
                joining: None,
            });
        }
        let keyring = Keyring::load(self.folder.keyring())?;
        let users = keyring
            .users()
            .iter()
            .map(|user| user_card(&user.user.to_string(), &user.name, user.role.as_str(), &user.place));
        let session = self.with(|open| Ok(session_view(open))).ok();
        Ok(ProfileView {
            joined: true,
            users: users.collect(),
            session,
            paused: Vec::new(),
            destroyed: false,
            joining: None,
        })
    }

    /// Unlocks with a password; `user` is an id or a name.
    ///
    /// # Errors
    /// [`Error::WrongPassword`], [`Error::TooSoon`], [`Error::UnknownUser`], [`Error::NotJoined`], [`Error::Damaged`].
    pub fn unlock(&self, user: &str, password: &str) -> Result<SessionView, Error> {
        let now = Moment::now();
        let mut keyring = Keyring::load(self.folder.keyring())?;
        let secrets = keyring.unlock(user, password, now.at)?;
        self.begin(Open::start(&self.folder, &mut keyring, secrets, now)?)
    }

    /// As [`App::unlock`]; without a name when the device has one user.
    ///
    /// # Errors
    /// Also [`Error::WhichUser`].
    pub fn unlock_by_name(&self, user: Option<&str>, password: &str) -> Result<SessionView, Error> {
        if let Some(user) = user {
            return self.unlock(user, password);
        }
        let users = self.profile()?.users;
        match users.as_slice() {
            [] => Err(Error::NotJoined),
            [only] => self.unlock(&only.id, password),
            _ => Err(Error::WhichUser),
        }
    }

    /// Closes every file and wipes the keys.
    pub fn lock(&self) {
        *self.guard() = None;
    }

    pub(crate) fn begin(&self, open: Open) -> Result<SessionView, Error> {
        let view = session_view(&open);
        *self.guard() = Some(open);
        Ok(view)
    }

    /// One act on the open session.
    pub(crate) fn with<T>(&self, act: impl FnOnce(&mut Open) -> Result<T, Error>) -> Result<T, Error> {
        act(self.guard().as_mut().ok_or(Error::Locked)?)
    }

    /// One act that only reads: trouble with the disk then means that nothing could be shown, not that nothing was saved.
    pub(crate) fn read<T>(&self, act: impl FnOnce(&mut Open) -> Result<T, Error>) -> Result<T, Error> {
        self.with(act).map_err(|error| match error {
            Error::Storage(what) => Error::Unreadable(what),
            other => other,
        })
    }

    fn guard(&self) -> MutexGuard<'_, Option<Open>> {
        // An act that panicked left its transaction undone, so what it held is still whole.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn user_card(id: &str, name: &str, role: &str, place: &str) -> UserCard {
    let pack = posta_domain::Pack::bo();
    let place = match pack.municipality(place) {
        Some(_) => municipality_name(pack, place),
        None => post_for(pack, place).name,
    };
    UserCard { id: id.into(), name: name.into(), role: role.into(), place, roles: vec![role.into()] }
}

fn session_view(open: &Open) -> SessionView {
    let secrets = &open.desk.secrets;
    SessionView {
        user: user_card(&secrets.user.to_string(), &secrets.name, secrets.role.as_str(), &secrets.place),
        post: post_card(open.desk.pack, &open.desk.post),
        can_register: allows(open.role(), Act::RegisterPerson),
        can_attend: allows(open.role(), Act::RecordConsultation) && open.care().is_ok(),
        can_protect: false,
        can_supervise: allows(open.role(), Act::ViewRegister),
        can_manage: false,
        can_audit: false,
        can_erase: false,
        idle_seconds: 180,
        has_pin: false,
        must_rotate: false,
    }
}
