//! Whether what an act read is to be believed, and what is done about files that do not read.

use super::{Open, damaged};
use crate::error::Error;
use crate::time::Moment;

impl Open {
    /// Does an act. One that met a damaged file is not done: the file is made anew, and the act may be repeated.
    ///
    /// # Errors
    /// Those of the act; [`Error::Mended`].
    pub fn attempt<T>(
        &mut self,
        now: Moment,
        act: impl FnOnce(&mut Open) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let done = self.try_once(act);
        if matches!(done, Err(Error::Damaged(_))) && self.mend(now).unwrap_or(false) {
            self.settle(now)?;
            return Err(Error::Mended);
        }
        done
    }

    /// After a read that failed, SQLCipher calls a file damaged until it is opened again: that is done at
    /// once, or before the next act if the disk is not well yet. It is not done within the act, of which nothing is known
    /// any more.
    fn try_once<T>(&mut self, act: impl FnOnce(&mut Open) -> Result<T, Error>) -> Result<T, Error> {
        self.regain_trust();
        let before = self.written();
        let mut done = act(self);
        if done.is_ok() && !self.reads_well() {
            self.distrusted = true;
            // A file that was written to had read well until then, and what was kept was kept: the next act meets the page
            // again. What was only read of another is not to be believed, also where the look itself was written down.
            if self.misread(&before) {
                done = Err(damaged("a page"));
            }
        }
        if let Err(Error::Damaged(_) | Error::Storage(_) | Error::Unreadable(_) | Error::ReadOnly) = &done {
            self.distrusted = true;
            self.regain_trust();
        }
        done
    }

    /// Rows written to each file since it was opened.
    fn written(&self) -> Vec<u64> {
        let scopes = self.scopes.iter().map(|scope| scope.file.written());
        [self.desk.device.written()].into_iter().chain(scopes).collect()
    }

    /// Whether a page did not come as it was written, of a file to which nothing was written since.
    fn misread(&self, before: &[u64]) -> bool {
        let scopes = self.scopes.iter().map(|scope| scope.file.reads_well());
        let well = [self.desk.device.reads_well()].into_iter().chain(scopes);
        well.zip(self.written()).zip(before).any(|((well, now), before)| !well && now == *before)
    }

    /// Whether every page that was read came as it was written: else what an act gave is not to be believed.
    pub(super) fn reads_well(&self) -> bool {
        self.desk.device.reads_well() && self.scopes.iter().all(|scope| scope.file.reads_well())
    }

    /// Opens every file again if an act failed at the disk; what does not open stays as it is.
    fn regain_trust(&mut self) {
        if self.distrusted {
            let files = self.scopes.iter_mut().map(|scope| scope.file.reopen());
            let reopened = files.chain([self.desk.device.reopen()]).filter(Result::is_err).count();
            self.distrusted = reopened > 0;
        }
    }
}
