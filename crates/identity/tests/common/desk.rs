//! A keyring on a disk with one user.

use std::path::Path;

use posta_identity::{DeviceKeys, Keyring, Role, UserSecrets};
use tempfile::TempDir;

use super::{Department, PASSWORD, SABAYA, WEAK};

pub const NOW: i64 = 1_800_000_000;
pub const NAME: &str = "Ana Prueba";

pub struct Desk {
    folder: TempDir,
    pub department: Department,
    pub device: DeviceKeys,
    pub keyring: Keyring,
    pub user: UserSecrets,
}

impl Desk {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut department = Department::new();
        let device = DeviceKeys::random();
        let user = department.join(NAME, Role::Registrar, SABAYA, &device).secrets;
        let mut keyring = Keyring::create(folder.path(), user.department, device.device).unwrap();
        keyring.add_user(&user, PASSWORD, WEAK).unwrap();
        Self { folder, department, device, keyring, user }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn load(&self) -> Keyring {
        Keyring::load(self.path()).unwrap()
    }

    pub fn add(&mut self, name: &str, role: Role, place: &str) -> UserSecrets {
        let user = self.department.join(name, role, place, &self.device).secrets;
        self.keyring.add_user(&user, PASSWORD, WEAK).unwrap();
        user
    }
}
