//! A department as it is before anything happens: everybody has joined and exchanged. Made once, then copied.

use std::path::{Path, PathBuf};

use posta_app::App;
use posta_identity::{KdfCost, ScopeId};
use sync_server::InviteRequest;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::cast::{DEVICES, MEMBERS, ORURO, PASSWORD};

/// Folders that a world begins as.
pub struct Template {
    folder: TempDir,
    pub registry: ScopeId,
}

impl Template {
    /// Makes a department under this folder: one in memory is quickest.
    pub fn make(under: &Path) -> Self {
        let folder = tempfile::tempdir_in(under).unwrap();
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let registry = runtime.block_on(gather(folder.path()));
        Self { folder, registry }
    }

    pub fn server(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn home(&self, device: usize) -> PathBuf {
        home(self.folder.path(), device)
    }
}

fn home(folder: &Path, device: usize) -> PathBuf {
    folder.join(format!("device-{device}"))
}

/// By the real way: invitations, joins and first exchanges over loopback.
async fn gather(folder: &Path) -> ScopeId {
    let (data, authority) = (folder.join("data"), folder.join("authority"));
    sync_server::init_department(&data, &authority, "bo", ORURO).unwrap();
    let running = sync_server::start(&data, "127.0.0.1:0".parse().unwrap(), false).await.unwrap();
    let mut apps = Vec::new();
    for (device, users) in DEVICES.iter().enumerate() {
        let app = App::open_with_cost(&home(folder, device), KdfCost::weak_for_tests()).unwrap();
        for user in *users {
            let member = MEMBERS[*user];
            let role = posta_identity::Role::from_word(member.role);
            let cost = KdfCost::STANDARD;
            let request =
                InviteRequest { pack: "bo", name: member.name, role, place: member.place, hours: 72, cost };
            let issued = sync_server::invite_until(&data, &authority, &request, u32::MAX).unwrap();
            app.join(&running.url(), &issued.code.to_string(), PASSWORD).await.unwrap();
        }
        apps.push(app);
    }
    for _ in 0..3 {
        for (app, users) in apps.iter().zip(DEVICES) {
            for user in users {
                app.unlock(MEMBERS[*user].name, PASSWORD).unwrap();
                app.sync_now().await.unwrap();
            }
        }
    }
    let digests = apps[0].digest().unwrap();
    let registry = digests.iter().find(|scope| scope.sensitivity == "registry").unwrap();
    let registry = registry.scope.parse().unwrap();
    apps.iter().for_each(App::lock);
    drop(apps);
    running.stop().await.unwrap();
    registry
}

/// Makes a folder what another is, with everything in it.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    if to.exists() {
        std::fs::remove_dir_all(to).unwrap();
    }
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The runtime of a world: one thread, so that what comes first is decided by the steps.
pub(crate) fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}
