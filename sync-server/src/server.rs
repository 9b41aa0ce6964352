//! What all requests share.

use std::collections::HashMap;
use std::fs::File;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use posta_identity::ServerKeys;
use posta_identity::ids::{DepartmentId, DeviceId, Hash32, ScopeId};
use posta_protocol::{Effort, Receipt};
use tokio::sync::Semaphore;

use crate::database::{self as db, Database, Lock};
use crate::elsewhere::Elsewhere;
use crate::error::Error;
use crate::exchange::{Asides, OpenedBatches};
use crate::folder::Folder;
use crate::gate::{Connections, Rates};
use crate::members::Members;
use crate::merge::{Merger, Turns, settle, settle_again};
use crate::metrics::Metrics;
use crate::nonce::NonceKey;
use crate::quota::Quotas;
use crate::readiness::Asked;
use crate::request_log::write_line;
use crate::routes::AHEAD_OF_ALL;

/// Requests whose work on disk and signatures runs at one time.
const WORKERS: usize = 4;
/// Answers that are packed at one time, on as many processors as there are within these bounds: each takes some MiB for
/// what its packs go on from.
const PACKERS: std::ops::RangeInclusive<usize> = 2..=4;
/// Long answers that keep those MiB until the device has taken them.
const LONG_ANSWERS: usize = 8;
/// Answers that turned out to be long and wait to be one of those.
const LONGER_THAN_IT_LOOKED: usize = 24;
/// Requests that may be open at one time; an upload over a slow link is open for minutes.
pub(crate) const REQUESTS: usize = 1_000;
/// Exchanges that one device may have open: an interrupted one may not have been noticed yet.
const EXCHANGES_OF_A_DEVICE: usize = 4;

/// How long a pass waits before it asks again for what another node merges.
const LOCK_PAUSE: Duration = Duration::from_millis(20);

/// One running server.
pub struct Server {
    pub(crate) database: Database,
    pub(crate) members: Members,
    pub(crate) keys: ServerKeys,
    pub(crate) nonces: NonceKey,
    pub(crate) workers: Semaphore,
    pub(crate) packers: Semaphore,
    pub(crate) long_answers: Semaphore,
    pub(crate) longer_than_it_looked: Semaphore,
    /// What is packed and not yet taken, of all answers. KiB.
    pub(crate) ahead: Arc<Semaphore>,
    pub(crate) requests: Semaphore,
    pub(crate) quotas: Quotas,
    pub(crate) rates: Rates,
    pub(crate) asides: Asides,
    pub(crate) opened: OpenedBatches,
    pub(crate) elsewhere: Elsewhere,
    /// Exchanges by the address they come from.
    pub(crate) exchanges: Arc<Connections>,
    /// Devices that nobody knows and that bring their log, by the address they come from.
    pub(crate) introductions: Arc<Connections>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) asked: Asked,
    /// The data folder.
    folder: Folder,
    turns: Arc<Turns>,
    /// Held during a merge, with where the last one ended among the held batches of each lane.
    merging: Mutex<HashMap<ScopeId, AtomicI64>>,
    /// A stop was asked for; open requests go on.
    leaving: AtomicBool,
    stopping: AtomicBool,
    /// Whether what waits for a newer program was tried by this one.
    is_newer_tried: AtomicBool,
    /// Held as long as anything of this server may still write.
    lock: Option<File>,
    open_exchanges: Mutex<HashMap<DeviceId, usize>>,
}

impl Server {
    /// Opens an initialised data folder. What a crash left unmerged is merged with the first
    /// [`ask_for_merge`](Self::ask_for_merge).
    ///
    /// # Errors
    /// When the folder was not initialised, or the disk refuses.
    pub fn open(folder: &Folder, quotas: Quotas) -> Result<Self, Error> {
        let lock = folder.lock_for_serving()?;
        let keys = folder.keys()?;
        let database = folder.open_own_database(&keys)?;
        database.be_present()?;
        Ok(Self {
            database,
            members: Members::default(),
            elsewhere: Elsewhere::new(&keys),
            nonces: NonceKey::of(&keys),
            keys,
            workers: Semaphore::new(WORKERS),
            packers: Semaphore::new(packers()),
            long_answers: Semaphore::new(LONG_ANSWERS),
            longer_than_it_looked: Semaphore::new(LONGER_THAN_IT_LOOKED),
            ahead: Arc::new(Semaphore::new(AHEAD_OF_ALL)),
            requests: Semaphore::new(REQUESTS),
            quotas,
            rates: Rates::new(Instant::now()),
            asides: Asides::default(),
            opened: OpenedBatches::default(),
            exchanges: Arc::new(Connections::of_exchanges()),
            introductions: Arc::new(Connections::of_introductions()),
            metrics: Arc::default(),
            asked: Asked::default(),
            folder: folder.clone(),
            turns: Arc::default(),
            merging: Mutex::default(),
            leaving: AtomicBool::new(false),
            stopping: AtomicBool::new(false),
            is_newer_tried: AtomicBool::new(false),
            lock,
            open_exchanges: Mutex::new(HashMap::new()),
        })
    }

    /// Lets what waits in all registries be merged, without waiting for it; returns the number to
    /// [`wait for`](Self::wait_for_merge). Trouble is logged, and what waits is tried again with the next exchange.
    pub(crate) fn ask_for_merge(self: &Arc<Self>) -> u64 {
        let server = Arc::clone(self);
        self.turns.ask(move || {
            let begun = Instant::now();
            let merged = server.merge_waiting();
            server.metrics.note_merge(begun.elapsed(), merged.is_ok());
            if let Err(error) = merged {
                write_line(&format!("trouble while merging: {error}"));
            }
        })
    }

    pub(crate) async fn wait_for_merge(&self, number: u64) {
        self.turns.wait(number).await;
    }

    fn merge_waiting(&self) -> Result<(), Error> {
        let mut held = self.merging.lock().unwrap_or_else(PoisonError::into_inner);
        if self.stopping.load(Ordering::Relaxed) {
            return Ok(());
        }
        if !self.is_newer_tried.load(Ordering::Relaxed) {
            self.database.write(db::release_later)?;
            self.is_newer_tried.store(true, Ordering::Relaxed);
        }
        self.database.be_present()?;
        let mut left = self.database.read(db::departments)?;
        // Those that another node merges now are merged here after it: it may have begun before what came here.
        while !left.is_empty() && !self.stopping.load(Ordering::Relaxed) {
            let mut taken = Vec::new();
            for department in left {
                match self.database.alone(Lock::Merge(*department.as_bytes()))? {
                    Some(database) => self.merge_department(&database, department, &mut held)?,
                    None => taken.push(department),
                }
            }
            left = taken;
            if !left.is_empty() {
                std::thread::sleep(LOCK_PAUSE);
            }
        }
        Ok(())
    }

    /// `database`: of whoever alone merges this department now.
    fn merge_department(
        &self,
        database: &Database,
        department: DepartmentId,
        held: &mut HashMap<ScopeId, AtomicI64>,
    ) -> Result<(), Error> {
        let Some((log, row)) = self.members.log_and_row(database, department)? else { return Ok(()) };
        let is_settled = database.read(|connection| db::settled(connection, department))?.0 == row;
        let mut is_named = settle(database, &log, row)?;
        if !is_settled {
            self.opened.clear();
        }
        if let Some(merger) = Merger::of(database, &log, log.membership().registry())? {
            merger.reconsider_denied()?;
        }
        for lane in database.read(db::waiting_scopes)? {
            if let Some(merger) = Merger::of(database, &log, lane)? {
                is_named |= merger.run(&self.stopping, held.entry(lane).or_default())?;
            }
        }
        if is_named {
            settle_again(database, &log, row)?;
            self.opened.clear();
        }
        Ok(())
    }

    /// Lets a running merge end after its present group (the rest is merged at the next start), then gives the
    /// folder free: a closed connection may keep this alive a little longer, but nothing of it writes any more.
    pub(crate) fn release(&self) -> Result<(), Error> {
        self.stopping.store(true, Ordering::Relaxed);
        drop(self.merging.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(self.lock.as_ref().map_or(Ok(()), File::unlock)?)
    }

    /// From now on balancers are told to send nothing more.
    pub(crate) fn begin_to_stop(&self) {
        self.leaving.store(true, Ordering::Relaxed);
    }

    /// How much work a pack is worth now: while others wait, all of them together get more of little.
    pub(crate) fn effort(&self) -> Effort {
        if self.packers.available_permits() == 0 { Effort::Little } else { Effort::Most }
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.leaving.load(Ordering::Relaxed)
    }

    /// Bytes that are free on the disk of the data folder. `None` where the system does not say.
    pub(crate) fn free_bytes(&self) -> Option<u64> {
        posta_guard::free_bytes(self.folder.path())
    }

    /// One hash over a registry scope's documents, by the formula that devices use.
    ///
    /// # Errors
    /// When the database fails.
    pub fn document_digest(&self, scope: ScopeId) -> Result<Hash32, Error> {
        self.database.read(|connection| db::digest(connection, scope))
    }

    /// The tips of the log that a receipt names, if it is one of this server's.
    pub(crate) fn backed_by(&self, receipt: &Receipt, department: DepartmentId) -> Vec<Hash32> {
        let is_ours = receipt.department == department && receipt.verify(&self.keys.public()).is_ok();
        if is_ours { receipt.tips.clone() } else { Vec::new() }
    }

    /// Counts an exchange of a device as open, unless too many are.
    pub(crate) fn open_exchange(self: &Arc<Self>, device: DeviceId) -> Option<OpenExchange> {
        let mut open = self.open_exchanges.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(device).or_insert(0);
        if *count >= EXCHANGES_OF_A_DEVICE {
            return None;
        }
        *count += 1;
        Some(OpenExchange { server: Arc::clone(self), device })
    }
}

/// Answers that are packed at one time.
pub(crate) fn packers() -> usize {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    processors.clamp(*PACKERS.start(), *PACKERS.end())
}

/// An exchange that counts as open until this is dropped.
pub(crate) struct OpenExchange {
    server: Arc<Server>,
    device: DeviceId,
}

impl Drop for OpenExchange {
    fn drop(&mut self) {
        let mut open = self.server.open_exchanges.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.device) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                open.remove(&self.device);
            }
        }
    }
}
