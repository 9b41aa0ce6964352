//! A department that exists on paper only: an authority that invites by file, and devices whose users joined so.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use posta_app::{App, Clock, Moment};
use posta_identity::{Authority, EntryBody, GrantRequest, Hash32, KdfCost, Keyring, Log, Role, UserSecrets};
use posta_store::DeviceFile;
use tempfile::TempDir;

pub const PASSWORD: &str = "una frase larga";
/// A municipality of Oruro, and the department.
pub const SABAYA: &str = "040901";
pub const ORURO: &str = "04";

/// Names of one user for each role, in this order.
pub const PEOPLE: [(&str, Role, &str); 5] = [
    ("Ana Registra", Role::Registrar, SABAYA),
    ("Beto Atiende", Role::Care, SABAYA),
    ("Caro Protege", Role::Protection, SABAYA),
    ("Dina Supervisa", Role::Supervisor, ORURO),
    ("Elio Administra", Role::Administrator, ORURO),
];

/// An authority with its log, and a folder for invitations.
pub struct Department {
    pub authority: Authority,
    pub log: Log,
    folder: TempDir,
}

impl Department {
    pub fn new() -> Self {
        Self::of(ORURO)
    }

    /// A department by its code.
    pub fn of(code: &str) -> Self {
        let (authority, mut log) = Authority::create(code, "Oruro", "bo").unwrap();
        let server = EntryBody::Server { server_public: [7; 32], tls_pin: Hash32::of(b"certificate") };
        authority.sign(server, &mut log).unwrap();
        Department { authority, log, folder: tempfile::tempdir().unwrap() }
    }

    /// An invitation as a file, and its code.
    pub fn invite(&mut self, name: &str, role: Role, place: &str) -> (PathBuf, String) {
        let request = GrantRequest { name, role, place, expires_hour: u32::MAX };
        let issued = self.authority.grant(&mut self.log, &request, KdfCost::STANDARD).unwrap();
        let path = self.folder.path().join(issued.user.to_string());
        std::fs::write(&path, &issued.sealed).unwrap();
        (path, issued.code.to_string())
    }
}

impl Department {
    /// Takes what a device knows of the members, as a server would after an exchange.
    pub fn hear_of(&mut self, device: &Device) {
        let mut keyring = Keyring::load(device.home.path()).unwrap();
        let user = keyring.users()[0].user.to_string();
        let secrets = keyring.unlock(&user, PASSWORD, 0).unwrap();
        let file = device_file(device, &keyring, &secrets);
        for entry in file.entries().unwrap() {
            self.log.insert(&entry).unwrap();
        }
    }

    /// Tells a device what the department knows, as an exchange would.
    pub fn tell(&self, device: &Device) {
        let mut keyring = Keyring::load(device.home.path()).unwrap();
        let user = keyring.users()[0].user.to_string();
        let secrets = keyring.unlock(&user, PASSWORD, 0).unwrap();
        device_file(device, &keyring, &secrets).append_entries(&self.log.entries()).unwrap();
    }
}

fn device_file(device: &Device, keyring: &Keyring, secrets: &UserSecrets) -> DeviceFile {
    let key = keyring.file_key("device", secrets).unwrap();
    DeviceFile::open(&device.home.path().join("device.posta"), &key).unwrap()
}

/// A home and the application over it.
pub struct Device {
    pub home: TempDir,
    pub app: Arc<App>,
}

impl Device {
    /// A device that nobody has joined on.
    pub fn blank() -> Self {
        Self::blank_with(Clock::new(Moment::now))
    }

    pub fn blank_with(clock: Clock) -> Self {
        Self::over(tempfile::tempdir().unwrap(), clock)
    }

    /// A device on which one registrar has joined, who is unlocked.
    pub fn of(department: &mut Department, registrar: &str) -> Self {
        let device = Self::blank();
        let (file, code) = department.invite(registrar, Role::Registrar, SABAYA);
        device.app.join_from_file(&file, &code, PASSWORD).unwrap();
        device
    }

    /// A device on which everybody of [`PEOPLE`] has joined; nobody is unlocked.
    pub fn of_everybody() -> Self {
        Self::of_everybody_with(Clock::new(Moment::now))
    }

    pub fn of_everybody_with(clock: Clock) -> Self {
        static HOME: OnceLock<TempDir> = OnceLock::new();
        let template = HOME.get_or_init(|| {
            let mut department = Department::new();
            let device = Device::blank();
            for (name, role, place) in PEOPLE {
                let (file, code) = department.invite(name, role, place);
                device.app.join_from_file(&file, &code, PASSWORD).unwrap();
            }
            device.app.lock_all();
            device.home
        });
        let home = tempfile::tempdir().unwrap();
        copy(template.path(), home.path());
        Self::over(home, clock)
    }

    fn over(home: TempDir, clock: Clock) -> Self {
        let app = App::open_with_clock(home.path(), KdfCost::weak_for_tests(), clock).unwrap();
        Device { home, app: Arc::new(app) }
    }

    pub fn unlock(&self, user: &str) {
        self.app.unlock(user, PASSWORD).unwrap();
    }

    /// Id of a user of this device.
    pub fn id(&self, name: &str) -> String {
        let users = self.app.profile().unwrap().users;
        users.into_iter().find(|user| user.name == name).unwrap().id
    }

    /// Every file with its bytes.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        collect(self.home.path(), &mut files);
        files.sort();
        files
    }
}

fn collect(folder: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            let bytes = std::fs::read(&path).unwrap();
            files.push((path, bytes));
        }
    }
}

pub fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).unwrap();
        }
    }
}

/// A clock that stands still until it is told to go on.
#[derive(Clone)]
pub struct MadeUp(Arc<Mutex<Moment>>);

impl MadeUp {
    pub fn new() -> Self {
        MadeUp(Arc::new(Mutex::new(Moment::now())))
    }

    pub fn clock(&self) -> Clock {
        let moment = Arc::clone(&self.0);
        Clock::new(move || *moment.lock().unwrap())
    }

    /// Both clocks go on.
    pub fn pass(&self, seconds: u64) {
        let mut moment = self.0.lock().unwrap();
        moment.at += i64::try_from(seconds).unwrap();
        moment.up += Duration::from_secs(seconds);
    }

    /// Whole days go by.
    pub fn pass_days(&self, days: u64) {
        self.pass(days * 86_400);
        let mut moment = self.0.lock().unwrap();
        moment.today = moment.today.checked_add_days(chrono::Days::new(days)).unwrap();
    }
}

pub fn block_on<T>(act: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(act)
}
