//! Calls that fail: an act that meets one is refused and takes nothing, or it is acknowledged and lasts.

use std::collections::BTreeMap;
use std::path::Path;

use posta_identity::ids::ScopeId;
use posta_protocol::SignedBatch;
use posta_store::{Draft, Error, Incoming, Write};
use tempfile::TempDir;

use crate::content::{content, marked};
use crate::cut::{Damage, Platter};
use crate::desk::{Desk, Files, consultation, enrollment, person};
use crate::disk::{Disk, Kind, quick_folder};
use crate::work::{State, colleague};

/// For each act and kind of failure, at most so many places of it are tried.
const PLACES: usize = 14;
/// Pages of the scope's log at which the next act moves it into the file.
const BRIM: u64 = 1_000 * 4_120;

/// What the failures came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FaultReport {
    /// Acts during which a call failed.
    pub runs: usize,
    /// Those that were refused; by the name of the error.
    pub refused: BTreeMap<String, usize>,
    /// Those that were acknowledged all the same: the failure did not touch them.
    pub acknowledged: usize,
    /// Acknowledged, and not there after a cut.
    pub lied: usize,
    /// Neither before nor after the act.
    pub half: usize,
    /// The files did not open afterwards.
    pub unopenable: usize,
    /// With all well again, the files had to be opened again, by the same program, before the same act was done: after a
    /// read that failed, SQLCipher takes what it got for a damaged page and believes nothing more of this connection.
    pub reopened: usize,
    /// With all well again, the same act was refused, or did not last.
    pub stuck: usize,
    /// A full disk was called something else.
    pub misnamed: usize,
    /// The first trouble.
    pub example: Option<String>,
}

impl FaultReport {
    /// Runs with any trouble.
    pub fn troubles(&self) -> usize {
        self.lied + self.half + self.unopenable + self.stuck + self.misnamed
    }
}

/// An act of one transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Create,
    Register,
    Import,
    Shelve,
    TakeIn,
    /// An import after which the log is moved into the file.
    Checkpoint,
    Reopen,
}

/// The files before an act, and who works.
struct Base {
    desk: Desk,
    from: Desk,
    arriving: Vec<SignedBatch>,
    draft: Draft,
    folder: TempDir,
}

impl Base {
    /// Some work; until the scope's log is about to overflow when `is_brimful`.
    fn new(is_brimful: bool, is_empty: bool) -> Self {
        let (work, folder) = (quick_folder(), quick_folder());
        let _hurry = Disk::hurry(work.path());
        let desk = Desk::new(ScopeId::random());
        let (from, arriving) = colleague(desk.scope);
        let draft = desk.draft(1, "{}");
        if is_empty {
            return Self { desk, from, arriving, draft, folder };
        }
        let files = desk.open(work.path()).unwrap();
        files.device.put_batches(&arriving, false).unwrap();
        files.scope.save_draft(&draft).unwrap();
        let log = desk.scope_path(work.path()).with_extension("posta-wal");
        for n in 1.. {
            if n > 8 && (!is_brimful || log.metadata().unwrap().len() > BRIM - 20 * 4_120) {
                break;
            }
            desk.commit(&files, &[person(n, &[("given_names", "Ana")]), enrollment(n + 10_000, n)]).unwrap();
        }
        files.device.put_all_own(&files.scope.own_batches(&desk.feed(), 0).unwrap()).unwrap();
        copy(work.path(), folder.path());
        Self { desk, from, arriving, draft, folder }
    }

    fn act(&self, act: Act, folder: &Path, files: &mut Option<Files>) -> Result<(), Error> {
        let desk = &self.desk;
        let names = [("given_names", "Luz"), ("surname1", "Quispe"), ("phone", "70012345")];
        let register = [person(900, &names), enrollment(901, 900), consultation(902, 900, "nota")];
        if matches!(act, Act::Create | Act::Reopen) {
            *files = None;
            *files = Some(desk.open(folder)?);
            return Ok(());
        }
        let files = files.as_ref().unwrap();
        let through = files.device.offered_through(&desk.feed())?;
        match act {
            Act::Create | Act::Reopen => {}
            Act::Register => {
                files.scope.commit(&desk.act(&register, Some(self.draft.id), through))?;
            }
            Act::Import | Act::Checkpoint => {
                let lines: Vec<[Write; 1]> =
                    (1_000..1_030).map(|n| [person(n, &[("given_names", "Importada")])]).collect();
                let acts: Vec<_> = lines.iter().map(|line| desk.act(line, None, through)).collect();
                files.scope.commit_many(&acts)?;
            }
            Act::Shelve => {
                files.device.put_session(&self.from.session.certificate)?;
            }
            Act::TakeIn => {
                let certificate = &self.from.session.certificate;
                let incoming: Vec<_> = self
                    .arriving
                    .iter()
                    .map(|batch| Incoming { batch, certificate, epoch: None, denied: &[] })
                    .collect();
                files.scope.apply_many(&incoming)?;
            }
        }
        Ok(())
    }

    fn state(&self, folder: &Path) -> rusqlite::Result<State> {
        let desk = &self.desk;
        Ok([
            content(&desk.scope_path(folder), &desk.scope_key)?,
            content(&desk.device_path(folder), &desk.device_key)?,
        ])
    }

    /// Opens the files as the store does, and says what they say.
    fn opened(&self, folder: &Path) -> Result<State, String> {
        let _files = self.desk.open(folder).map_err(|error| error.to_string())?;
        self.state(folder).map_err(|error| error.to_string())
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        // Shared memory does not outlive its programs.
        if !path.to_str().unwrap().ends_with("-shm") {
            std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

/// Lets calls of every kind fail, one by one and from one on, during every act.
pub fn sweep_faults() -> FaultReport {
    let mut report = FaultReport::default();
    let (empty, usual, brimful) = (Base::new(false, true), Base::new(false, false), Base::new(true, false));
    let acts = [
        (&empty, Act::Create),
        (&usual, Act::Register),
        (&usual, Act::Import),
        (&usual, Act::Shelve),
        (&usual, Act::TakeIn),
        (&usual, Act::Reopen),
        (&brimful, Act::Checkpoint),
    ];
    for (base, act) in acts {
        let sweep = Sweep::begin(base, act);
        for kind in Kind::ALL {
            let calls = sweep.count(kind);
            for lasts in [false, true] {
                let places = calls.min(PLACES);
                // First and last included.
                for place in 0..places {
                    let after = if places > 1 { place * (calls - 1) / (places - 1) } else { 0 };
                    let trouble = sweep.try_one(kind, after, lasts, &mut report);
                    if let Err(trouble) = trouble {
                        let said = format!("{act:?}, {kind:?} after {after}, lasts {lasts}: {trouble}");
                        report.example.get_or_insert(said);
                    }
                }
            }
        }
    }
    report
}

/// What failing reads left of batches that were being taken in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unread {
    /// Places at which reads failed.
    pub failed: usize,
    /// Of these, how often the batches were left marked as what ended the program.
    pub marked: u64,
}

/// Takes batches in while a read fails, one place after the other until none is left, and looks what the file says of
/// them right afterwards; if every read `lasts` to fail from that place on, once all is well and the same program has
/// opened the file again.
pub fn read_badly(lasts: bool) -> Unread {
    let (base, mut unread) = (Base::new(false, false), Unread::default());
    loop {
        let folder = quick_folder();
        copy(base.folder.path(), folder.path());
        let watch = Disk::hurry(folder.path());
        let mut files = Some(base.desk.open(folder.path()).unwrap());
        watch.disk.break_after(Kind::Read, unread.failed, lasts);
        let taken = base.act(Act::TakeIn, folder.path(), &mut files);
        if watch.disk.repair() == 0 {
            return unread;
        }
        unread.failed += 1;
        if taken.is_err() {
            if lasts {
                files.as_mut().unwrap().scope.reopen().unwrap();
            }
            unread.marked += marked(&base.desk.scope_path(folder.path()), &base.desk.scope_key).unwrap();
        }
    }
}

struct Sweep<'b> {
    base: &'b Base,
    act: Act,
    before: State,
    after: State,
}

impl<'b> Sweep<'b> {
    /// Does the act once with all well, to know what comes out.
    fn begin(base: &'b Base, act: Act) -> Self {
        let folder = quick_folder();
        let _hurry = Disk::hurry(folder.path());
        copy(base.folder.path(), folder.path());
        let mut files = Some(base.desk.open(folder.path()).unwrap());
        let before = base.state(folder.path()).unwrap();
        base.act(act, folder.path(), &mut files).unwrap();
        let after = base.state(folder.path()).unwrap();
        let changes_nothing = matches!(act, Act::Create | Act::Reopen);
        assert_eq!(before == after, changes_nothing, "{act:?}");
        Self { base, act, before, after }
    }

    /// How many calls of a kind the act makes.
    fn count(&self, kind: Kind) -> usize {
        let folder = quick_folder();
        let watch = Disk::hurry(folder.path());
        copy(self.base.folder.path(), folder.path());
        let mut files = (self.act != Act::Create).then(|| self.base.desk.open(folder.path()).unwrap());
        watch.disk.break_after(kind, usize::MAX, false);
        self.base.act(self.act, folder.path(), &mut files).unwrap();
        usize::MAX - watch.disk.left()
    }

    fn try_one(&self, kind: Kind, after: usize, lasts: bool, report: &mut FaultReport) -> Result<(), String> {
        let (base, folder) = (self.base, quick_folder());
        copy(base.folder.path(), folder.path());
        let watch = Disk::record(folder.path(), crate::Care::AsSet);
        let mut files = (self.act != Act::Create).then(|| base.desk.open(folder.path()).unwrap());
        watch.disk.break_after(kind, after, lasts);
        let result = base.act(self.act, folder.path(), &mut files);
        if watch.disk.repair() == 0 {
            return Err("nothing failed".into());
        }
        report.runs += 1;
        let allowed: &[State] = match &result {
            Ok(()) => {
                report.acknowledged += 1;
                std::slice::from_ref(&self.after)
            }
            Err(error) => {
                let name = format!("{error:?}");
                *report.refused.entry(name).or_default() += 1;
                if kind == Kind::Full && !matches!(error, Error::DiskFull) {
                    report.misnamed += 1;
                    return Err(format!("a full disk is called {error:?}"));
                }
                &[self.before, self.after]
            }
        };
        for (damage, seed) in [(Damage::Dropped, 0), (Damage::Kept, 0), (Damage::Scattered, after as u64)] {
            match self.after_a_cut(&watch.disk, damage, seed) {
                Err(why) => {
                    report.unopenable += 1;
                    return Err(format!("{damage:?}: does not open: {why}"));
                }
                Ok(state) if allowed.contains(&state) => {}
                Ok(state) => {
                    let is_whole = state == self.before;
                    *if is_whole { &mut report.lied } else { &mut report.half } += 1;
                    return Err(format!("{damage:?}: {}", if is_whole { "lied" } else { "half" }));
                }
            }
        }
        // All is well again: the same program tries the same again.
        let mut again = base.act(self.act, folder.path(), &mut files);
        if again.is_err() && kind == Kind::Read {
            report.reopened += 1;
            if let Some(files) = &mut files {
                files.scope.reopen().map_err(|error| format!("does not open again: {error:?}"))?;
                files.device.reopen().map_err(|error| format!("does not open again: {error:?}"))?;
            }
            again = base.act(self.act, folder.path(), &mut files);
        }
        if let Err(error) = again {
            report.stuck += 1;
            return Err(format!("refused again: {error:?}"));
        }
        let state = base.state(folder.path()).map_err(|error| error.to_string())?;
        // Batches that were thought to have ended the program would be taken in change by change: other rows.
        if state != self.after {
            report.stuck += 1;
            return Err("done again, it is not the same".into());
        }
        if self.after_a_cut(&watch.disk, Damage::Dropped, 0) != Ok(state) {
            report.stuck += 1;
            return Err("done again, it does not last".into());
        }
        Ok(())
    }

    fn after_a_cut(&self, disk: &Disk, damage: Damage, seed: u64) -> Result<State, String> {
        let log = disk.log();
        let mut platter = Platter::default();
        platter.follow(&log, log.len());
        let folder = quick_folder();
        for (name, content) in platter.after(damage, seed) {
            std::fs::write(folder.path().join(name), content).unwrap();
        }
        let _hurry = Disk::hurry(folder.path());
        self.base.opened(folder.path())
    }
}
