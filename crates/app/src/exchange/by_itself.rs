//! Exchanges that nobody asked for, one at a time, and what may be seen of the one that runs.

use std::sync::{Mutex, MutexGuard, PoisonError};

use posta_sync::Watch;

use super::due::Due;
use super::{view_exchange, view_progress};
use crate::app::App;
use crate::error::Error;
use crate::permission::Act;
use crate::time::{Moment, rfc3339};
use crate::view::{SyncProgress, SyncReport, SyncTurn};

/// The window asks again after so long at most: people save meanwhile. Seconds.
const LOOK: u64 = 15;
/// The same while an exchange runs.
const RUNNING: u64 = 3;
/// The same while nobody is unlocked.
const LOCKED: u64 = 60;
/// Lines of the history that the schedule begins with.
const HISTORY: u32 = 12;

/// The exchanges of this program.
#[derive(Default)]
pub(crate) struct Exchanges {
    /// Held while one runs.
    alone: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    due: Due,
    is_running: bool,
    watch: Watch,
}

/// An exchange that runs; also one that is given up ends here.
pub(super) struct Running<'a>(&'a Exchanges);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.state().is_running = false;
    }
}

impl Exchanges {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self) -> (Running<'_>, Watch) {
        let mut state = self.state();
        (state.is_running, state.watch) = (true, Watch::default());
        (Running(self), state.watch.clone())
    }

    pub(crate) fn progress(&self) -> SyncProgress {
        let state = self.state();
        view_progress(state.is_running, state.watch.progress())
    }

    /// Failures in a row, and seconds until the next try; none while one runs.
    pub(super) fn outlook(
        &self,
        history: &[posta_store::Exchanged],
        waiting: u32,
        now: Moment,
    ) -> (u32, Option<u64>) {
        let mut state = self.state();
        state.due.recall(history.iter().map(|line| (line.at, line.ok)), now);
        state.due.see(waiting, now);
        (state.due.failures(), (!state.is_running).then(|| state.due.seconds(now)))
    }
}

impl App {
    /// Exchanges with the server everything that this device holds, sealed scopes of absent users included, then
    /// takes in what arrived. Saving goes on meanwhile. Somebody's join that is refused holds nobody else up. If an
    /// exchange runs already it is waited for; if that one left nothing, its report is the answer.
    ///
    /// # Errors
    /// [`Error::InvitationRefused`] and others of [`App::resume_join`] when this user joined without a network, and the
    /// server does not take it: everything is kept. [`Error::Unreachable`], [`Error::CaptivePortal`], [`Error::Proxy`],
    /// [`Error::NotOurServer`], [`Error::Refused`], [`Error::Locked`], [`Error::Storage`].
    pub async fn sync_now(&self) -> Result<SyncReport, Error> {
        self.refuse_in_practice()?;
        if let Ok(_alone) = self.exchanges.alone.try_lock() {
            return self.exchange_alone().await;
        }
        let _alone = self.exchanges.alone.lock().await;
        match self.what_the_other_did()? {
            Some(report) => Ok(report),
            None => self.exchange_alone().await,
        }
    }

    /// An exchange if one is due, which lengthens nobody's session, and when to ask again. What goes wrong with the
    /// network or the server is told in the report.
    ///
    /// # Errors
    /// [`Error::Destroyed`]; [`Error::Storage`] when the device's file cannot be read.
    pub async fn sync_if_due(&self) -> Result<SyncTurn, Error> {
        if self.folder.is_practice() {
            return Ok(later(LOCKED));
        }
        let Ok(_alone) = self.exchanges.alone.try_lock() else { return Ok(later(RUNNING)) };
        let begun = self.now();
        match self.due_in(begun) {
            Err(Error::Locked) => return Ok(later(LOCKED)),
            due => match due? {
                0 => {}
                seconds => return Ok(later(seconds.min(LOOK))),
            },
        }
        let report = match self.exchange_alone().await {
            Ok(report) => report,
            Err(Error::Locked) => return Ok(later(LOCKED)),
            Err(Error::Destroyed) => return Err(Error::Destroyed),
            Err(error) => self.failed(&error, begun),
        };
        let seconds = self.due_in(self.now()).unwrap_or(LOOK);
        Ok(SyncTurn { report: Some(report), ..later(seconds.min(LOOK)) })
    }

    /// How far the exchange is that runs; lengthens nobody's session.
    ///
    /// # Errors
    /// [`Error::Locked`].
    pub fn sync_progress(&self) -> Result<SyncProgress, Error> {
        self.quietly(|open| open.allow(Act::Exchange))?;
        Ok(self.exchanges.progress())
    }

    /// There is a network again: what failed before does not hold up the next try.
    ///
    /// # Errors
    /// [`Error::Locked`].
    pub fn note_network(&self) -> Result<(), Error> {
        self.quietly(|open| open.allow(Act::Exchange))?;
        self.exchanges.state().due.note_network();
        Ok(())
    }

    async fn exchange_alone(&self) -> Result<SyncReport, Error> {
        let (running, watch) = self.exchanges.begin();
        let outcome = self.exchange_once(&watch).await;
        drop(running);
        let left = self.quietly(|open| open.pending()).unwrap_or_default();
        let mut spread = [0];
        // Without randomness this device is merely not earlier than others.
        let _ = getrandom::fill(&mut spread);
        let [spread] = spread;
        self.exchanges.state().due.note_end(outcome.is_ok(), left, spread, self.now());
        outcome
    }

    fn due_in(&self, now: Moment) -> Result<u64, Error> {
        let (waiting, history) = self.quietly(|open| {
            open.allow(Act::Exchange)?;
            Ok((open.pending()?, open.desk.device.exchanges(HISTORY)?))
        })?;
        Ok(self.exchanges.outlook(&history, waiting, now).1.unwrap_or(RUNNING))
    }

    /// The report of the exchange that has just ended, if it went through and nothing waits any more.
    fn what_the_other_did(&self) -> Result<Option<SyncReport>, Error> {
        self.quietly(|open| {
            open.allow(Act::Exchange)?;
            let last = open.desk.device.exchanges(1)?.into_iter().next().filter(|line| line.ok);
            Ok(last.filter(|_| open.pending().is_ok_and(|left| left == 0)).map(|line| view_exchange(&line)))
        })
    }

    /// What is told of an exchange that failed: its line in the history, if it came that far.
    fn failed(&self, error: &Error, begun: Moment) -> SyncReport {
        let line = self.quietly(|open| Ok(open.desk.device.exchanges(1)?.into_iter().next()));
        let line = line.ok().flatten().filter(|line| !line.ok && line.at >= begun.at);
        let report = line.map(|line| view_exchange(&line)).unwrap_or_default();
        SyncReport { at: rfc3339(begun.at), ok: false, code: error.code().to_owned(), ..report }
    }
}

fn later(seconds: u64) -> SyncTurn {
    SyncTurn { report: None, next_in_seconds: u32::try_from(seconds.max(1)).unwrap_or(u32::MAX) }
}
