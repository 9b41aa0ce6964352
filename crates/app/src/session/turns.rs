//! Whose turn it is: one session is active, others wait in memory for their PIN. Time comes as values.

use posta_identity::{Pin, UserId};

use crate::time::Moment;

/// Without an act or a touch for so long a session is put down. Seconds.
pub(crate) const IDLE: u32 = 180;
/// The same once a restricted record is on the screen. Seconds.
pub(crate) const IDLE_RESTRICTED: u32 = 60;
/// So many wrong PINs end a waiting session.
pub(crate) const TRIES: u32 = 5;
/// A PIN reopens a session no longer after its password was given. Seconds.
const PIN_SERVES: u64 = 12 * 3600;

/// The sessions of one device. `O` is what an active one holds open, `S` what is left of it while it waits.
pub(crate) struct Turns<O, S> {
    doze: fn(O) -> S,
    active: Option<Active<O>>,
    waiting: Vec<Waiting<S>>,
}

struct Active<O> {
    user: UserId,
    open: O,
    pin: Option<Pin>,
    idle: u32,
    /// The last act or touch.
    last: Moment,
    /// When the password was given.
    began: Moment,
}

/// A session that waits.
pub(crate) struct Waiting<S> {
    pub user: UserId,
    pub asleep: S,
    pub since: Moment,
    pin: Pin,
    wrong: u32,
    began: Moment,
}

/// Why a PIN did not reopen a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PinTrouble {
    /// It is another; so many tries are left, at least one.
    Wrong { left: u32 },
    /// No session of this user waits, or no longer: the password opens.
    NoLonger,
}

impl<O, S> Turns<O, S> {
    /// Nobody is here. `doze` closes what an active session holds open.
    pub fn new(doze: fn(O) -> S) -> Self {
        Turns { doze, active: None, waiting: Vec::new() }
    }

    /// Puts down what has been idle for too long and forgets what has waited for too long.
    pub fn mind_time(&mut self, now: Moment) {
        self.waiting.retain(|waiting| now.since(waiting.began) < PIN_SERVES);
        if self.active.as_ref().is_some_and(|active| now.since(active.last) >= active.idle.into()) {
            self.pause(now);
        }
    }

    /// What the active session holds open.
    pub fn active(&mut self) -> Option<&mut O> {
        self.active.as_mut().map(|active| &mut active.open)
    }

    /// As [`Turns::active`], to look at only.
    pub fn shown(&self) -> Option<&O> {
        self.active.as_ref().map(|active| &active.open)
    }

    /// Somebody does something.
    pub fn touch(&mut self, now: Moment) {
        if let Some(active) = &mut self.active {
            active.last = now;
        }
    }

    /// How long the active session may be idle from now on. Seconds.
    pub fn set_idle(&mut self, seconds: u32) {
        if let Some(active) = &mut self.active {
            active.idle = seconds;
        }
    }

    /// The sessions that wait.
    pub fn waiting(&self) -> &[Waiting<S>] {
        &self.waiting
    }

    pub fn has_pin(&self) -> bool {
        self.active.as_ref().is_some_and(|active| active.pin.is_some())
    }

    /// Gives this user's session a PIN, or takes it away; false if another one is active by now, or nobody.
    pub fn set_pin_of(&mut self, user: UserId, pin: Option<Pin>) -> bool {
        let active = self.active.as_mut().filter(|active| active.user == user);
        active.map(|active| active.pin = pin).is_some()
    }

    /// A password was right: the user's session becomes the active one, and whoever was active is put down. What the
    /// user had open or waiting is replaced; its PIN stays.
    pub fn begin(&mut self, user: UserId, open: O, now: Moment) {
        let mut pin = None;
        match self.active.take() {
            Some(same) if same.user == user => pin = same.pin,
            other => {
                self.active = other;
                self.pause(now);
            }
        }
        if let Some(place) = self.waiting.iter().position(|waiting| waiting.user == user) {
            pin = Some(self.waiting.swap_remove(place).pin);
        }
        self.active = Some(Active { user, open, pin, idle: IDLE, last: now, began: now });
    }

    /// Puts the active session down: it waits if it has a PIN, else it ends.
    pub fn pause(&mut self, now: Moment) {
        let Some(active) = self.active.take() else { return };
        if let Some(pin) = active.pin {
            self.waiting.push(Waiting {
                user: active.user,
                asleep: (self.doze)(active.open),
                since: now,
                pin,
                wrong: 0,
                began: active.began,
            });
        }
    }

    /// The PIN of a user's session that waits, to be compared while others go on. The try counts as a wrong one until
    /// [`Turns::end_try`] says otherwise, so that no more tries than five are on their way at once.
    pub fn begin_try(&mut self, user: UserId) -> Result<Pin, PinTrouble> {
        let waiting = self.waiting.iter_mut().find(|waiting| waiting.user == user);
        let waiting = waiting.filter(|waiting| waiting.wrong < TRIES).ok_or(PinTrouble::NoLonger)?;
        waiting.wrong += 1;
        Ok(waiting.pin.clone())
    }

    /// What is left of a user's session, if the one that `tried` was of still waits and its PIN was right. The fifth
    /// wrong try ends it.
    pub fn end_try(&mut self, user: UserId, tried: &Pin, right: bool) -> Result<&S, PinTrouble> {
        let is_it = |waiting: &Waiting<S>| waiting.user == user && waiting.pin.is_same_as(tried);
        let place = self.waiting.iter().position(is_it);
        let place = place.ok_or(PinTrouble::NoLonger)?;
        let waiting = self.waiting.get_mut(place).ok_or(PinTrouble::NoLonger)?;
        if right {
            waiting.wrong = 0;
        } else {
            let left = TRIES.saturating_sub(waiting.wrong);
            if left > 0 {
                return Err(PinTrouble::Wrong { left });
            }
            self.waiting.swap_remove(place);
            return Err(PinTrouble::NoLonger);
        }
        self.waiting.get(place).map(|waiting| &waiting.asleep).ok_or(PinTrouble::NoLonger)
    }

    /// A waiting session was opened again: it is the active one, and whoever was active is put down.
    pub fn resume(&mut self, user: UserId, open: O, now: Moment) {
        let Some(place) = self.waiting.iter().position(|waiting| waiting.user == user) else { return };
        let Waiting { pin, began, .. } = self.waiting.swap_remove(place);
        self.pause(now);
        self.active = Some(Active { user, open, pin: Some(pin), idle: IDLE, last: now, began });
    }

    /// Ends the active session.
    pub fn lock(&mut self) {
        self.active = None;
    }

    /// Ends every session.
    pub fn lock_all(&mut self) {
        self.active = None;
        self.waiting.clear();
    }

    /// Ends the waiting sessions of users who are not to be kept.
    pub fn keep(&mut self, is_kept: impl Fn(UserId) -> bool) {
        self.waiting.retain(|waiting| is_kept(waiting.user));
    }

    /// Ends a user's session, active or waiting.
    pub fn end(&mut self, user: UserId) {
        if self.active.as_ref().is_some_and(|active| active.user == user) {
            self.active = None;
        }
        self.waiting.retain(|waiting| waiting.user != user);
    }
}

#[cfg(test)]
#[path = "turns_tests.rs"]
mod tests;
