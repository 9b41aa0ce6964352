//! Disks, a server, the way between them, and what was said to have happened.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use posta_identity::ScopeId;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::cast::DEVICES;
use crate::disk::{Disk, Time};
use crate::host::Host;
use crate::model::Model;
use crate::template::{Template, copy_folder, runtime};
use crate::way::Past;

/// Disks at most.
const DISKS: usize = 6;

/// What a check found wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// A word for the kind of it.
    pub code: &'static str,
    /// In the terms of the model.
    pub text: String,
}

pub(crate) fn violation(code: &'static str, text: impl Into<String>) -> Violation {
    Violation { code, text: text.into() }
}

/// One department while things happen to it.
pub struct World {
    pub(crate) folder: TempDir,
    pub(crate) runtime: Runtime,
    pub(crate) disks: Vec<Disk>,
    pub(crate) host: Host,
    pub(crate) model: Model,
    pub(crate) requests: Arc<Mutex<Past>>,
    pub(crate) answers: Vec<Arc<Mutex<Past>>>,
    pub(crate) time: Time,
    pub(crate) registry: ScopeId,
    pub(crate) sabotage: Option<Sabotage>,
    /// Whether a disk was copied or set back: then a feed may have branches.
    pub(crate) may_branch: bool,
    /// What happened, step by step.
    pub trace: Vec<String>,
}

/// What is broken on purpose, to see that the checks see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sabotage {
    /// A disk that is set back is believed to hold what it held: as if work had been lost silently.
    LoseSilently,
    /// One value of those in conflict is not shown.
    HideValue,
    /// A team's note is written where everybody reads it.
    Leak,
}

impl World {
    /// As the template is.
    pub fn new(template: &Template, sabotage: Option<Sabotage>) -> Self {
        let folder = tempfile::tempdir_in(template.server().parent().unwrap().parent().unwrap()).unwrap();
        let runtime = runtime();
        let time = Time::default();
        let server = folder.path().join("server");
        copy_folder(&template.server(), &server.join("data"));
        let host = Host::open(&server, &runtime);
        let disk = |device| {
            Disk::new(device, &template.home(device), &folder.path().join(format!("disk-{device}")), &time)
        };
        let disks: Vec<Disk> = (0..DEVICES.len()).map(disk).collect();
        let answers = disks.iter().map(|_| Arc::default()).collect();
        Self {
            folder,
            runtime,
            disks,
            host,
            model: Model::default(),
            requests: Arc::default(),
            answers,
            time,
            registry: template.registry,
            sabotage,
            may_branch: false,
            trace: Vec::new(),
        }
    }

    pub(crate) fn pass_time(&self, seconds: i64) {
        self.time.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Returns whether there was room for one more.
    pub(crate) fn copy_disk(&mut self, disk: usize) -> bool {
        let number = self.disks.len();
        if number >= DISKS {
            return false;
        }
        let folder = self.folder.path().join(format!("disk-{number}"));
        let copy = self.disks[disk].copy(&folder);
        self.disks.push(copy);
        self.answers.push(Arc::default());
        self.may_branch = true;
        true
    }

    pub(crate) fn name(&self, disk: usize) -> String {
        format!("disk {disk} of device {}", self.disks[disk].device)
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.disks.iter_mut().for_each(Disk::end);
        if !std::thread::panicking() {
            self.host.end(&self.runtime);
        }
    }
}
