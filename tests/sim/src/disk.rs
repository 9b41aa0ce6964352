//! A device's disk with the real application on it: copied, set back, and without power at any write.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::DateTime;
use posta_app::{App, Clock, Error, Moment};
use posta_identity::KdfCost;
use posta_power::{Disk as Record, Fuse, Watch};

use crate::cast::{DEVICES, MEMBERS, PASSWORD};
use crate::model::Known;
use crate::step::PowerCut;
use crate::template::copy_folder;

/// Noon of an invented day, Unix seconds.
const NOON: i64 = 1_795_262_400;

/// The true time, which only the steps move. Seconds.
pub(crate) type Time = Arc<AtomicI64>;

/// One disk.
pub(crate) struct Disk {
    /// Which device it says it is.
    pub device: usize,
    folder: PathBuf,
    app: Option<App>,
    who: Option<usize>,
    fuse: Fuse,
    watches: Vec<Watch>,
    time: Time,
    /// How far its clock is from the true time. Seconds.
    astray: Arc<AtomicI64>,
    /// What is on it for sure.
    pub known: Known,
    laid_by: Option<Known>,
}

impl Disk {
    /// A disk that begins as a copy of this home.
    pub fn new(device: usize, home: &Path, folder: &Path, time: &Time) -> Self {
        let mut disk = Self {
            device,
            folder: folder.into(),
            app: None,
            who: None,
            fuse: Fuse::default(),
            watches: Vec::new(),
            time: Arc::clone(time),
            astray: Arc::default(),
            known: Known::new(),
            laid_by: None,
        };
        copy_folder(home, &disk.home());
        disk.begin();
        disk
    }

    /// Another disk with all that is on this one, while somebody may be at work on it.
    pub fn copy(&self, folder: &Path) -> Self {
        let mut copy = Self::new(self.device, &self.home(), folder, &self.time);
        copy.known.clone_from(&self.known);
        copy
    }

    pub fn home(&self) -> PathBuf {
        self.folder.join("home")
    }

    fn laid(&self) -> PathBuf {
        self.folder.join("laid-by")
    }

    /// Who works on it.
    pub fn users(&self) -> &'static [usize] {
        DEVICES[self.device]
    }

    /// Starts the program.
    fn begin(&mut self) {
        self.end();
        self.fuse = Fuse::default();
        let folders = [self.home(), self.home().join("scopes")];
        self.watches = folders.iter().map(|folder| Record::record_until(folder, &self.fuse)).collect();
        let (time, astray) = (Arc::clone(&self.time), Arc::clone(&self.astray));
        let clock = Clock::new(move || {
            let passed = time.load(Ordering::SeqCst);
            let at = NOON + passed + astray.load(Ordering::SeqCst);
            let today = DateTime::from_timestamp(at, 0).unwrap().date_naive();
            Moment { at, today, up: Duration::from_secs(u64::try_from(passed).unwrap()) }
        });
        let app = App::open_with_clock(&self.home(), KdfCost::weak_for_tests(), clock);
        self.app = Some(app.unwrap());
    }

    /// Ends the program.
    pub fn end(&mut self) {
        self.app = None;
        self.who = None;
        self.watches.clear();
    }

    pub fn restart(&mut self) {
        self.begin();
    }

    pub fn set_clock(&self, hours: i64) {
        self.astray.store(hours * 3600, Ordering::SeqCst);
    }

    pub fn lay_by(&mut self) {
        copy_folder(&self.home(), &self.laid());
        self.laid_by = Some(self.known.clone());
    }

    /// Returns whether there was a copy.
    pub fn restore(&mut self) -> bool {
        let Some(known) = self.laid_by.clone() else { return false };
        self.end();
        copy_folder(&self.laid(), &self.home());
        self.known = known;
        self.begin();
        true
    }

    /// Does something as a member, unlocked if need be. Whether the power went meanwhile, and came again.
    pub fn work<T>(
        &mut self,
        member: usize,
        cut: Option<PowerCut>,
        act: impl Fn(&App) -> Result<T, Error>,
    ) -> (Result<T, Error>, bool) {
        self.light(cut);
        let done = self.attempt(member, act);
        let is_out = self.settle(cut);
        (done, is_out)
    }

    /// From now on the power may go.
    pub fn light(&self, cut: Option<PowerCut>) {
        if let Some(cut) = cut {
            self.fuse.light(cut.after);
        }
    }

    /// Whether the power went since then; it comes again.
    pub fn settle(&mut self, cut: Option<PowerCut>) -> bool {
        let is_out = self.fuse.stop();
        if let (Some(cut), true) = (cut, is_out) {
            self.lose_power(cut);
        }
        is_out
    }

    /// The program with a member at work.
    ///
    /// # Errors
    /// As of the unlock.
    pub fn ready(&mut self, member: usize) -> Result<&App, Error> {
        self.attempt(member, |app| app.peer_view().map(drop))?;
        Ok(self.app.as_ref().unwrap())
    }

    fn attempt<T>(&mut self, member: usize, act: impl Fn(&App) -> Result<T, Error>) -> Result<T, Error> {
        let app = self.app.as_ref().unwrap();
        let was_open = self.who == Some(member);
        if !was_open {
            self.who = None;
            app.unlock(MEMBERS[member].name, PASSWORD)?;
            self.who = Some(member);
        }
        match act(app) {
            // Idle for too long.
            Err(Error::Locked) if was_open => {
                app.unlock(MEMBERS[member].name, PASSWORD)?;
                act(app)
            }
            done => done,
        }
    }

    /// Leaves on the disk what a cut leaves, and starts the program again.
    fn lose_power(&mut self, cut: PowerCut) {
        let left: Vec<_> =
            self.watches.iter().map(|watch| watch.disk.after_cut(cut.damage, cut.seed)).collect();
        self.end();
        for (folder, files) in [self.home(), self.home().join("scopes")].iter().zip(left) {
            for (name, content) in files {
                let path = folder.join(&name);
                match content {
                    Some(content) => std::fs::write(path, content).unwrap(),
                    None => drop(std::fs::remove_file(path)),
                }
                // Only memory that the programs of a system share; whoever opens the file makes it anew.
                let _ = std::fs::remove_file(folder.join(name.replace("-wal", "") + "-shm"));
            }
        }
        self.begin();
    }
}
