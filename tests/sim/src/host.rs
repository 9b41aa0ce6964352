//! The server: the real one in this process, on a folder that can be laid by, set back, or left by a crash.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use posta_identity::ScopeId;
use sync_server::{Inside, Quotas};
use tokio::runtime::Runtime;

use crate::model::Known;
use crate::template::copy_folder;

/// One server.
pub(crate) struct Host {
    folder: PathBuf,
    inside: Option<Arc<Inside>>,
    /// What it holds for sure.
    pub known: Known,
    laid_by: Option<Known>,
}

impl Host {
    pub fn open(folder: &Path, runtime: &Runtime) -> Self {
        let mut host = Self { folder: folder.into(), inside: None, known: Known::new(), laid_by: None };
        host.begin(runtime);
        host
    }

    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Where the folder is left by a crash.
    pub fn left(&self) -> PathBuf {
        self.folder.join("left")
    }

    fn copy(&self) -> PathBuf {
        self.folder.join("laid-by")
    }

    pub fn inside(&self) -> Arc<Inside> {
        Arc::clone(self.inside.as_ref().unwrap())
    }

    fn begin(&mut self, runtime: &Runtime) {
        // Whoever simulates a year in an hour brings more than a day's worth.
        let quotas = Quotas {
            bytes_a_day: u64::MAX,
            bytes_a_day_of_revoked: u64::MAX,
            bytes: u64::MAX,
            entries_a_day: u64::MAX,
            entries_a_day_of_revoked: u64::MAX,
            ..Quotas::default()
        };
        let inside = runtime.block_on(Inside::open(&self.data(), quotas)).unwrap();
        runtime.block_on(inside.settle());
        self.inside = Some(Arc::new(inside));
    }

    pub fn end(&mut self, runtime: &Runtime) {
        let inside = Arc::into_inner(self.inside.take().unwrap()).unwrap();
        runtime.block_on(inside.close()).unwrap();
    }

    fn become_copy_of(&mut self, other: &Path, runtime: &Runtime) {
        self.end(runtime);
        copy_folder(other, &self.data());
        self.begin(runtime);
    }

    pub fn lay_by(&mut self, runtime: &Runtime) {
        runtime.block_on(self.inside().settle());
        copy_folder(&self.data(), &self.copy());
        self.laid_by = Some(self.known.clone());
    }

    /// Returns whether there was a copy.
    pub fn restore(&mut self, runtime: &Runtime) -> bool {
        let Some(known) = self.laid_by.clone() else { return false };
        self.become_copy_of(&self.copy(), runtime);
        self.known = known;
        true
    }

    /// Begins anew with what a crash left.
    pub fn rise(&mut self, runtime: &Runtime) {
        self.become_copy_of(&self.left(), runtime);
    }

    /// One hash over the registry.
    pub fn digest(&self, registry: ScopeId) -> String {
        self.inside().document_digest(registry).unwrap().to_string()
    }
}
