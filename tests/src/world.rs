//! A folder with a server, the network before it, and the homes of devices.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::{Device, Network, Server};

/// Who is invited to do what.
#[derive(Debug, Clone, Copy)]
pub struct Invited {
    pub name: &'static str,
    pub role: &'static str,
    pub place: &'static str,
}

impl Invited {
    pub const fn new(name: &'static str, role: &'static str, place: &'static str) -> Self {
        Self { name, role, place }
    }
}

pub const ANA: Invited = Invited::new("Ana Quispe", "registrar", crate::SABAYA);
pub const CARMEN: Invited = Invited::new("Carmen Flores", "care", crate::SABAYA);
pub const ROSA: Invited = Invited::new("Rosa Condori", "care", crate::SABAYA);
pub const LUIS: Invited = Invited::new("Luis Mamani", "registrar", crate::TURCO);
pub const ELENA: Invited = Invited::new("Elena Villca", "supervisor", crate::ORURO);

/// One department and everything that belongs to it in a test.
pub struct World {
    pub network: Network,
    pub server: Server,
    folder: TempDir,
}

impl World {
    /// With a server in this process.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::in_process(&folder.path().join("server"));
        Self::around(folder, server)
    }

    /// With the real server program.
    pub fn with_program(tls: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::program(&folder.path().join("server"), tls);
        Self::around(folder, server)
    }

    fn around(folder: TempDir, server: Server) -> Self {
        Self { network: Network::before(server.addr()), server, folder }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// What devices are told; it leads through the network.
    pub fn url(&self) -> String {
        format!("{}://{}", self.server.scheme(), self.network.addr())
    }

    pub fn home(&self, device: &str) -> PathBuf {
        self.folder.path().join(device)
    }

    pub fn code_for(&self, who: Invited) -> String {
        self.server.invite(who.name, who.role, who.place)
    }

    /// A device that this user joins, and unlocked by them.
    pub fn device(&self, name: &str, who: Invited) -> Device {
        let device = Device::at(&self.home(name));
        device.join(&self.url(), &self.code_for(who)).unwrap();
        device
    }

    /// All have sent everything, hold the same people and batches as each other and the same registry as the server, and
    /// every check finds them whole.
    pub fn assert_same(&self, devices: &[&Device]) {
        let first = devices[0];
        for device in devices {
            device.assert_sound();
            assert_eq!(device.pending(), 0);
            assert_eq!((device.people(), device.batches()), (first.people(), first.batches()));
            assert_eq!(device.digest(), first.digest());
        }
        assert_eq!(self.server.digest(first.registry()), first.digest());
        assert_eq!(self.server.held_back(first.registry()).0, Vec::<String>::new());
    }

    /// Stops the server, does something to its folder, and serves again at the same address.
    pub fn while_stopped(&mut self, act: impl FnOnce(&Path)) {
        self.server.stop();
        act(&self.server.data);
        self.server.serve();
        self.network.lead_to(self.server.addr());
    }
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}

/// Copies a folder with everything in it, in place of what was there.
pub fn copy_folder(from: &Path, to: &Path) {
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
