//! The application: one device's folder and, while somebody is unlocked, what their keys open.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use posta_identity::KdfCost;
use posta_identity::keyring::Keyring;

use crate::attach::Asked;
use crate::destroy;
use crate::error::Error;
use crate::exchange::Exchanges;
use crate::export::Exports;
use crate::folder::Folder;
use crate::open::{Asleep, Open};
use crate::session::turns::Turns;
use crate::time::{Clock, Moment};
use crate::view::SessionView;

/// Every act of Posta. Shared by threads: acts take turns, an exchange does not hold them up.
pub struct App {
    pub(crate) folder: Folder,
    pub(crate) cost: KdfCost,
    clock: Clock,
    turns: Mutex<Turns<Open, Asleep>>,
    /// Held while a join is sent or let go of: it is one or the other.
    pub(crate) joining: tokio::sync::Mutex<()>,
    /// Exchanges with the server, one at a time.
    pub(crate) exchanges: Exchanges,
    /// Exports of the register, one at a time.
    pub(crate) exports: Exports,
    /// Held while the register is looked through for pairs.
    pub(crate) looking: Mutex<()>,
    /// Held while the register is built for linkage.
    pub(crate) building: Mutex<()>,
    /// The talk with another device, if any.
    pub(crate) peer: crate::peer::Peer,
    /// What a colleague who comes from another device was shown last.
    pub(crate) asked: Mutex<Option<Asked>>,
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
        Self::open_with_clock(home, cost, Clock::new(Moment::now))
    }

    /// As [`App::open_with_cost`], with a clock of the caller's, by which sessions fall idle.
    ///
    /// # Errors
    /// As [`App::open`].
    pub fn open_with_clock(home: &Path, cost: KdfCost, clock: Clock) -> Result<Self, Error> {
        let folder = Folder::at(home)?;
        if destroy::is_destroyed(&folder) {
            destroy::destroy(&folder, &mut |_| {})?;
        }
        let turns = Mutex::new(Turns::new(Open::doze));
        Ok(App {
            folder,
            cost,
            clock,
            turns,
            joining: tokio::sync::Mutex::default(),
            exchanges: Exchanges::default(),
            exports: Exports::default(),
            looking: Mutex::default(),
            building: Mutex::default(),
            peer: Default::default(),
            asked: Mutex::default(),
        })
    }

    /// Unlocks with a password; `user` is an id or a name. Whoever was active is put down: with a PIN the session
    /// waits in memory, without one it ends. A session of this user that waited is replaced. Keys that an earlier version
    /// sealed at a lower cost than this one's are sealed again (ADR 0009).
    ///
    /// # Errors
    /// [`Error::WrongPassword`], [`Error::TooSoon`], [`Error::UnknownUser`], [`Error::NotJoined`], [`Error::Damaged`],
    /// [`Error::Destroyed`]; [`Error::JoinWaits`] before the server has answered this user's join, and
    /// [`Error::InvitationRefused`] once it has refused it: no work is begun that may never count.
    pub fn unlock(&self, user: &str, password: &str) -> Result<SessionView, Error> {
        let now = self.now();
        let loaded = Keyring::load(self.folder.keyring()).map_err(|error| self.or_destroyed(error.into()));
        let mut keyring = loaded?;
        let secrets = keyring.unlock_at(user, password, self.cost, now.at)?;
        self.refuse_pending(&keyring, &secrets)?;
        self.begin(self.start(&mut keyring, secrets, None, now, || self.turns(now).pause(now))?, now)
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
            [] => Err(self.or_destroyed(Error::NotJoined)),
            [only] => self.unlock(&only.id, password),
            _ => Err(Error::WhichUser),
        }
    }

    /// Where nobody has joined because all was destroyed by order, that is what to tell.
    fn or_destroyed(&self, error: Error) -> Error {
        let is_empty = matches!(error, Error::NotJoined) && destroy::is_destroyed(&self.folder);
        if is_empty { Error::Destroyed } else { error }
    }

    /// Refuses what would go out of a practice, or come into it.
    pub(crate) fn refuse_in_practice(&self) -> Result<(), Error> {
        if self.folder.is_practice() { Err(Error::Practice) } else { Ok(()) }
    }

    /// The moment that it is for this device.
    pub(crate) fn now(&self) -> Moment {
        self.clock.now()
    }

    pub(crate) fn begin(&self, open: Open, now: Moment) -> Result<SessionView, Error> {
        if open.begin_destruction()? {
            drop(open);
            return Err(self.destroy_all(now));
        }
        let mut turns = self.turns(now);
        turns.begin(open.desk.secrets.user, open, now);
        turns.session_view().ok_or(Error::Locked)
    }

    /// Destroys what this device holds, once every file is closed.
    pub(crate) fn destroy_all(&self, now: Moment) -> Error {
        self.turns(now).lock_all();
        *self.asked() = None;
        destroy::destroy(&self.folder, &mut |_| {}).err().unwrap_or(Error::Destroyed)
    }

    /// One act on the open session.
    pub(crate) fn with<T>(&self, act: impl FnOnce(&mut Open) -> Result<T, Error>) -> Result<T, Error> {
        let now = self.now();
        let mut turns = self.turns(now);
        turns.touch(now);
        let open = turns.active().ok_or(Error::Locked)?;
        let done = open.attempt(now, act);
        let idle = open.desk.idle_seconds;
        turns.set_idle(idle);
        put_down_if_damaged(&mut turns, done, now)
    }

    /// One step that no person asked for just now, as the end of a long exchange: it lengthens no idle time.
    pub(crate) fn quietly<T>(&self, act: impl FnOnce(&mut Open) -> Result<T, Error>) -> Result<T, Error> {
        let now = self.now();
        let mut turns = self.turns(now);
        let done = turns.active().ok_or(Error::Locked)?.attempt(now, act);
        put_down_if_damaged(&mut turns, done, now)
    }

    /// One act that only reads: trouble with the disk then means that nothing could be shown, not that nothing was saved.
    pub(crate) fn read<T>(&self, act: impl FnOnce(&mut Open) -> Result<T, Error>) -> Result<T, Error> {
        self.with(act).map_err(not_shown)
    }

    /// As [`App::read`], of what a screen also asks for by itself: that lengthens nobody's session.
    pub(crate) fn glance<T>(&self, act: impl FnOnce(&mut Open) -> Result<T, Error>) -> Result<T, Error> {
        self.quietly(act).map_err(not_shown)
    }

    /// The sessions, once those that were idle or waited too long are put down.
    pub(crate) fn turns(&self, now: Moment) -> MutexGuard<'_, Turns<Open, Asleep>> {
        // An act that panicked left its transaction undone, so what it held is still whole.
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns.mind_time(now);
        turns
    }
}

/// A damaged device file is made anew at the next unlock: the session is put down, and that is what is told.
fn put_down_if_damaged<T>(
    turns: &mut Turns<Open, Asleep>,
    done: Result<T, Error>,
    now: Moment,
) -> Result<T, Error> {
    let is_damaged = matches!(done, Err(Error::Damaged(_)));
    if is_damaged && turns.shown().is_some_and(Open::note_damage) {
        turns.pause(now);
        return Err(Error::Locked);
    }
    done
}

fn not_shown(error: Error) -> Error {
    match error {
        Error::Storage(what) => Error::Unreadable(what),
        other => other,
    }
}
