//! A device that holds work of every kind, each time the same, with a page of its file damaged.

use std::path::{Path, PathBuf};

use posta_app::view::MendCard;
use posta_identity::{FileKey, ScopeId};
use posta_store::Way;
use posta_tests::damage::{flip, pages, raw};
use posta_tests::people::newcomer;
use posta_tests::world::{CARMEN, LUIS};
use posta_tests::{Device, OpenHome, PASSWORD, World, copy_folder};

/// A device that is closed, and what it held.
pub struct Held {
    pub world: World,
    pub home: PathBuf,
    pub key: FileKey,
    pub sent: Vec<String>,
    pub unsent: Vec<String>,
    pub consultations: Vec<String>,
    pub pending: u32,
}

/// Work of others, own work that was sent, and own work that was not, in the register, the team and the audit.
pub fn held() -> Held {
    let world = World::new();
    let (carmen, luis) = (world.device("pisiga", CARMEN), world.device("tambo", LUIS));
    let mut sent = Vec::new();
    for round in 0..6 {
        sent.extend((0..3).map(|n| luis.register(&newcomer(round * 6 + n))));
        luis.sync();
        luis.unlock(LUIS.name);
        sent.extend((3..6).map(|n| carmen.register(&newcomer(round * 6 + n))));
        // Who looks is noted in a lane that nobody of this device reads.
        let last = sent.last().unwrap();
        let consultation = carmen.attend(last, "cada vez");
        assert!(carmen.reads(last, &consultation));
        carmen.sync();
        carmen.unlock(CARMEN.name);
    }
    let mut consultations = vec![carmen.attend(&sent[20], "lo que ya salió")];
    carmen.sync();
    let unsent: Vec<String> = (40..48).map(|n| carmen.register(&newcomer(n))).collect();
    consultations.push(carmen.attend(&sent[20], "lo que falta enviar"));
    let pending = carmen.pending();
    carmen.app.lock();
    let open = OpenHome::unlock(carmen.home(), CARMEN.name);
    let key = open.keyring.file_key("device", &open.secrets).unwrap();
    let file = open.device();
    for n in 0..40 {
        let lane = ScopeId::random();
        file.put_holding(
            &posta_identity::DeviceId::random(),
            &[(lane, posta_protocol::Vector::new())],
            7,
            Way::File,
        )
        .unwrap();
        file.quarantine_batch(&lane, "malformed", 7, &[n; 90]).unwrap();
    }
    drop(file);
    drop(raw(&carmen.home().join("device.posta"), &key));
    let home = world.path().join("cut");
    copy_folder(carmen.home(), &home);
    Held { world, home, key, sent, unsent, consultations, pending }
}

impl Held {
    pub fn pages(&self) -> Vec<(String, usize)> {
        pages(&self.home.join("device.posta"), &self.key)
    }

    /// Some page of a table, not its root where it has more.
    pub fn page_of(&self, table: &str) -> usize {
        let of = self.pages().into_iter().filter(|(name, _)| name == table).map(|(_, page)| page);
        of.max().unwrap()
    }

    /// The home again, each time the same, with this page damaged; and the bytes of its file.
    pub fn damaged(&self, name: &str, page: usize) -> (PathBuf, Vec<u8>) {
        let home = self.world.path().join(name);
        copy_folder(&self.home, &home);
        flip(&home.join("device.posta"), page);
        let bytes = std::fs::read(home.join("device.posta")).unwrap();
        (home, bytes)
    }

    pub fn assert_kept(&self, device: &Device, mended: &MendCard, place: &str) {
        assert!(
            self.sent.iter().chain(&self.unsent).all(|id| device.holds(id)),
            "{place}: what lies in scopes' files"
        );
        for consultation in &self.consultations {
            assert!(device.reads(&self.sent[20], consultation), "{place}");
        }
        assert!(device.pending() >= self.pending || mended.lacks_work, "{place}: {} wait", device.pending());
    }
}

/// The one mend that is told.
pub fn mend_of(device: &Device) -> MendCard {
    let mended = device.view().mended;
    assert_eq!((mended.len(), mended[0].sensitivity.as_str()), (1, "device"));
    mended[0].clone()
}

/// Unlocks, and meets what no unlock reads by looking through everything. Whether it opens.
pub fn unlock(device: &Device) -> bool {
    if let Err(error) = device.app.unlock(CARMEN.name, PASSWORD) {
        assert_eq!(error.code(), "POSTA-L4");
        return false;
    }
    match device.app.check() {
        Ok(_) => true,
        // The session is put down, and the next unlock mends.
        Err(error) if error.code() == "POSTA-L3" => unlock(device),
        Err(error) => {
            assert_eq!(error.code(), "POSTA-L4");
            false
        }
    }
}

pub fn asides(home: &Path) -> Vec<PathBuf> {
    let all = std::fs::read_dir(home.join("scopes")).unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("aside-device")).collect()
}

pub fn page_in(bytes: &[u8], page: usize) -> &[u8] {
    &bytes[(page - 1) * 4096..page * 4096]
}
