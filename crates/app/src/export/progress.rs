//! How far an export is, for a screen that asks while it runs.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::app::App;
use crate::error::Error;
use crate::home::count;
use crate::permission::Act;
use crate::view::ExportProgress;

/// The exports of this program, one at a time.
#[derive(Default)]
pub(crate) struct Exports {
    alone: Mutex<()>,
    state: Mutex<ExportProgress>,
}

/// An export that runs; also one that fails ends here.
pub(super) struct Running<'a> {
    exports: &'a Exports,
    _alone: MutexGuard<'a, ()>,
}

impl Exports {
    /// Begins one, once any other has ended.
    pub(super) fn begin(&self) -> Running<'_> {
        let alone = self.alone.lock().unwrap_or_else(PoisonError::into_inner);
        *self.state() = ExportProgress { running: true, done: 0, of: 0 };
        Running { exports: self, _alone: alone }
    }

    fn state(&self) -> MutexGuard<'_, ExportProgress> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Running<'_> {
    pub fn of(&self, people: u32) {
        self.exports.state().of = people;
    }

    pub fn went_on(&self, people: u64) {
        let mut state = self.exports.state();
        state.done = state.done.saturating_add(count(people));
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.exports.state().running = false;
    }
}

impl App {
    /// How far the export is that runs; lengthens nobody's session.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::NotAllowed`].
    pub fn export_progress(&self) -> Result<ExportProgress, Error> {
        self.quietly(|open| open.allow(Act::ExportRegister))?;
        Ok(*self.exports.state())
    }
}
