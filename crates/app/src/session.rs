//! Sessions: pausing and resuming by PIN, locking, idle time.

pub(crate) mod turns;

use posta_identity::keyring::Keyring;
use posta_identity::{KdfCost, Pin, UserId};

use crate::app::App;
use crate::error::Error;
use crate::permission::Act;
use crate::view::SessionView;
use turns::PinTrouble;

impl App {
    /// Resumes a session that waits in memory; `user` is an id. Whoever was active is put down. The fifth wrong PIN
    /// ends the waiting session, and so do 12 hours since its password: then only the password opens.
    ///
    /// # Errors
    /// [`Error::WrongPin`], [`Error::PinNoLonger`], [`Error::Damaged`]; [`Error::Revoked`] when the user's access has
    /// ended meanwhile; [`Error::Destroyed`].
    pub fn resume(&self, user: &str, pin: &str) -> Result<SessionView, Error> {
        let now = self.now();
        let user: UserId = user.parse().map_err(|_| Error::PinNoLonger)?;
        let kept = self.turns(now).begin_try(user)?;
        let right = kept.is(pin);
        let mut turns = self.turns(now);
        let asleep = turns.end_try(user, &kept, right)?.clone();
        let mut keyring = Keyring::load(self.folder.keyring())?;
        if !keyring.users().iter().any(|slot| slot.user == user) {
            turns.end(user);
            return Err(Error::Revoked);
        }
        let put_down = || turns.pause(now);
        let open = match self.start(&mut keyring, asleep.secrets, Some(asleep.session), now, put_down) {
            Err(Error::Revoked) => {
                turns.end(user);
                return Err(Error::Revoked);
            }
            other => other?,
        };
        if open.begin_destruction()? {
            drop((open, turns));
            return Err(self.destroy_all(now));
        }
        turns.resume(user, open, now);
        turns.session_view().ok_or(Error::Locked)
    }

    /// Gives this session a PIN of 4 to 12 digits, in memory only; "" takes it away.
    ///
    /// # Errors
    /// [`Error::MalformedPin`], [`Error::Locked`], [`Error::NotAllowed`].
    pub fn set_pin(&self, pin: &str) -> Result<(), Error> {
        let user = self.with(|open| open.allow(Act::KeepSession).map(|()| open.desk.secrets.user))?;
        let pin = match pin {
            "" => None,
            digits => Some(Pin::set(digits, self.pin_cost()).map_err(|_| Error::MalformedPin)?),
        };
        // The slow hash was made outside the lock: somebody else may be here by now.
        if self.turns(self.now()).set_pin_of(user, pin) { Ok(()) } else { Err(Error::Locked) }
    }

    /// Puts this session down: it waits in memory if it has a PIN, else it ends.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::NotAllowed`].
    pub fn pause(&self) -> Result<(), Error> {
        self.with(|open| open.allow(Act::KeepSession))?;
        self.peer.end();
        let now = self.now();
        self.turns(now).pause(now);
        Ok(())
    }

    /// Says that somebody is here, without an act.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::NotAllowed`].
    pub fn touch(&self) -> Result<(), Error> {
        self.with(|open| open.allow(Act::KeepSession))
    }

    /// Ends the active session: closes every file and wipes its keys. Those that wait go on waiting.
    pub fn lock(&self) {
        self.peer.end();
        self.turns(self.now()).lock();
    }

    /// Ends every session, waiting ones too.
    pub fn lock_all(&self) {
        self.peer.end();
        self.turns(self.now()).lock_all();
        *self.asked() = None;
    }

    /// Puts down sessions that were idle or waited too long, if it is time. Every act does this first; the shell also
    /// calls it now and then, so that keys do not stay in memory because nobody asks for anything.
    pub fn mind_time(&self) {
        drop(self.turns(self.now()));
    }

    fn pin_cost(&self) -> KdfCost {
        if self.cost == KdfCost::STANDARD { Pin::COST } else { self.cost }
    }
}

impl From<PinTrouble> for Error {
    fn from(trouble: PinTrouble) -> Self {
        match trouble {
            PinTrouble::Wrong { left } => Error::WrongPin { left },
            PinTrouble::NoLonger => Error::PinNoLonger,
        }
    }
}
