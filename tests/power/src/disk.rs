//! What was done to the files of one folder, in order, and what is to go wrong next.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use tempfile::TempDir;

use crate::cut::{Damage, Platter};
use crate::fuse::Fuse;

/// What was done. Files have numbers: a name may come to mean another file.
#[derive(Debug, Clone)]
pub(crate) enum Op {
    /// A file that was there before anything was recorded.
    Present {
        file: usize,
        name: String,
        content: Vec<u8>,
    },
    Create {
        file: usize,
        name: String,
    },
    Write {
        file: usize,
        offset: usize,
        bytes: Vec<u8>,
    },
    Truncate {
        file: usize,
        length: usize,
    },
    Sync {
        file: usize,
    },
    /// What was written before may be lost, whatever later syncs say.
    FailedSync {
        file: usize,
    },
    Delete {
        name: String,
    },
    SyncFolder,
    /// An act was acknowledged to its caller.
    Acknowledged,
}

/// A kind of call that can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `SQLITE_FULL` at a write: half of it is written.
    Full,
    /// `SQLITE_IOERR_WRITE`: half of it is written.
    Write,
    /// `SQLITE_IOERR_FSYNC`.
    Sync,
    /// `SQLITE_IOERR_READ`.
    Read,
    /// `SQLITE_IOERR_TRUNCATE`.
    Truncate,
    /// `SQLITE_IOERR_DELETE`.
    Delete,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 6] =
        [Kind::Full, Kind::Write, Kind::Sync, Kind::Read, Kind::Truncate, Kind::Delete];
}

/// What the layer does about syncs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Care {
    /// The store's settings, as they are.
    #[default]
    AsSet,
    /// `PRAGMA synchronous` becomes NORMAL behind the store's back, and reads back as FULL: the canary.
    Normal,
}

#[derive(Debug, Clone, Copy)]
struct Fault {
    kind: Kind,
    /// Calls of the kind that still go well.
    after: usize,
    /// Whether all later calls of the kind fail too, as on a full disk.
    lasts: bool,
}

#[derive(Debug, Default)]
struct State {
    log: Vec<Op>,
    names: HashMap<String, usize>,
    files: usize,
    fault: Option<Fault>,
    failed: usize,
}

/// A folder whose SQLite files are watched, until this is dropped.
#[derive(Debug)]
pub struct Disk {
    folder: PathBuf,
    care: Care,
    records: bool,
    fuse: Fuse,
    state: Mutex<State>,
}

fn watched() -> MutexGuard<'static, HashMap<PathBuf, Arc<Disk>>> {
    static WATCHED: OnceLock<Mutex<HashMap<PathBuf, Arc<Disk>>>> = OnceLock::new();
    WATCHED.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner)
}

/// A temporary folder, in memory where the system has such a place: whether it lasts does not matter here.
pub(crate) fn quick_folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}

/// Ends the watch when dropped.
#[derive(Debug)]
pub struct Watch {
    pub disk: Arc<Disk>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        watched().remove(&self.disk.folder);
    }
}

impl Disk {
    /// Records what happens in a folder.
    pub fn record(folder: &Path, care: Care) -> Watch {
        Self::watch(folder, care, true, Fuse::default())
    }

    /// Records what happens in a folder until the fuse is out; folders may share one.
    pub fn record_until(folder: &Path, fuse: &Fuse) -> Watch {
        Self::watch(folder, Care::AsSet, true, fuse.clone())
    }

    /// Only keeps syncs from the real disk, which takes most of the time otherwise.
    pub fn hurry(folder: &Path) -> Watch {
        Self::watch(folder, Care::AsSet, false, Fuse::default())
    }

    fn watch(folder: &Path, care: Care, records: bool, fuse: Fuse) -> Watch {
        crate::vfs::install();
        let folder = folder.canonicalize().unwrap();
        let disk = Arc::new(Self { folder: folder.clone(), care, records, fuse, state: Mutex::default() });
        watched().insert(folder, Arc::clone(&disk));
        Watch { disk }
    }

    /// Who watches the folder of this file.
    pub(crate) fn of(path: &Path) -> Option<Arc<Disk>> {
        watched().get(path.parent()?).cloned()
    }

    pub(crate) fn is_normal(&self) -> bool {
        self.care == Care::Normal
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Another call that changes something: whether the power is out by then.
    pub(crate) fn is_dark(&self) -> bool {
        self.fuse.burn()
    }

    /// Whether the power is out.
    pub(crate) fn is_out(&self) -> bool {
        self.fuse.is_out()
    }

    /// The files by name, as a cut now may leave them: none where a name is gone. Of files that nobody opened nothing is
    /// said.
    pub fn after_cut(&self, damage: Damage, seed: u64) -> BTreeMap<String, Option<Vec<u8>>> {
        let state = self.state();
        let mut platter = Platter::default();
        platter.follow(&state.log, state.log.len());
        let named = state.log.iter().filter_map(|op| match op {
            Op::Present { name, .. } | Op::Create { name, .. } | Op::Delete { name } => {
                Some((name.clone(), None))
            }
            _ => None,
        });
        let mut files: BTreeMap<String, Option<Vec<u8>>> = named.collect();
        files.extend(platter.after(damage, seed).into_iter().map(|(name, content)| (name, Some(content))));
        files
    }

    /// Says that the act before was acknowledged.
    pub fn acknowledge(&self) {
        self.push(Op::Acknowledged);
    }

    pub(crate) fn log(&self) -> Vec<Op> {
        self.state().log.clone()
    }

    /// From now on, a call of this kind fails after `after` that go well.
    pub fn break_after(&self, kind: Kind, after: usize, lasts: bool) {
        let mut state = self.state();
        state.fault = Some(Fault { kind, after, lasts });
        state.failed = 0;
    }

    /// How many calls of the kind that is to fail still go well.
    pub(crate) fn left(&self) -> usize {
        self.state().fault.map_or(0, |fault| fault.after)
    }

    /// Nothing fails any more. Returns how many calls failed.
    pub fn repair(&self) -> usize {
        let mut state = self.state();
        state.fault = None;
        std::mem::take(&mut state.failed)
    }

    /// Whether this call is to fail, and how.
    pub(crate) fn fails(&self, kinds: &[Kind]) -> Option<Kind> {
        let mut state = self.state();
        let mut fault = state.fault.filter(|fault| kinds.contains(&fault.kind))?;
        if fault.after > 0 {
            fault.after -= 1;
            state.fault = Some(fault);
            return None;
        }
        state.failed += 1;
        if !fault.lasts {
            state.fault = None;
        }
        Some(fault.kind)
    }

    /// Notes an opening of a file that is there, or was made just now; returns its number.
    pub(crate) fn opened(&self, path: &Path, is_new: bool) -> usize {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut state = self.state();
        if !is_new && let Some(file) = state.names.get(&name) {
            return *file;
        }
        let file = state.files;
        state.files += 1;
        state.names.insert(name.clone(), file);
        if self.records {
            state.log.push(match is_new {
                true => Op::Create { file, name },
                false => Op::Present { file, content: std::fs::read(path).unwrap(), name },
            });
        }
        file
    }

    pub(crate) fn deleted(&self, path: &Path, synced: bool) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        self.state().names.remove(&name);
        self.push(Op::Delete { name });
        if synced {
            self.push(Op::SyncFolder);
        }
    }

    pub(crate) fn push(&self, op: Op) {
        if self.records {
            self.state().log.push(op);
        }
    }
}
