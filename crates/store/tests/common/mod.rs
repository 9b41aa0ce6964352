//! A device at a post, with a user at work: all synthetic.
#![allow(dead_code)]

use std::path::PathBuf;

use posta_domain::{DocumentId, Fields, Kind, Scalar};
use posta_identity::ids::{DepartmentId, Hash32, Incarnation, ScopeId, UserId};
use posta_identity::seal::SealSecret;
use posta_identity::{
    DeviceKeys, EpochKey, FileKey, Role, SessionCertificate, SessionKey, UserSecrets, signing,
};
use posta_protocol::{FeedId, SignedBatch};
use posta_store::{Commit, Committed, DeviceFile, Incoming, ScopeFile, Write};
use tempfile::TempDir;

pub const NOON: i64 = 1_795_262_400;

/// A device with its files and a session.
pub struct Desk {
    pub folder: TempDir,
    pub scope: ScopeId,
    pub device_key: FileKey,
    pub scope_key: FileKey,
    pub keys: DeviceKeys,
    pub user: UserSecrets,
    pub session: SessionKey,
    pub incarnation: Incarnation,
    pub epoch: Option<EpochKey>,
    pub device: DeviceFile,
    pub file: ScopeFile,
    pub at: i64,
}

impl Desk {
    pub fn new(scope: ScopeId) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (device_key, scope_key) = (FileKey::random(), FileKey::random());
        let keys = DeviceKeys::random();
        let user = somebody();
        let session = SessionKey::start(&user, &keys, "pisiga", 498_684, Hash32::ZERO);
        let device = DeviceFile::open(&folder.path().join("device.posta"), &device_key).unwrap();
        let file = ScopeFile::open(&folder.path().join(format!("{scope}.posta")), &scope_key).unwrap();
        let incarnation = Incarnation::random();
        Self {
            folder,
            scope,
            device_key,
            scope_key,
            keys,
            user,
            session,
            incarnation,
            epoch: None,
            device,
            file,
            at: NOON,
        }
    }

    pub fn device_path(&self) -> PathBuf {
        self.folder.path().join("device.posta")
    }

    pub fn scope_path(&self) -> PathBuf {
        self.folder.path().join(format!("{}.posta", self.scope))
    }

    pub fn feed(&self) -> FeedId {
        FeedId::of(&self.scope, &self.keys.device, &self.incarnation)
    }

    pub fn act<'a>(&'a self, writes: &'a [Write]) -> Commit<'a> {
        Commit {
            session: &self.session,
            incarnation: self.incarnation,
            membership: Hash32::of(b"membership"),
            vector: Hash32::of(b"vector"),
            epoch: self.epoch.as_ref(),
            sealed_through: self.device.offered_through(&self.feed()).unwrap(),
            at: self.at,
            writes,
            draft: None,
        }
    }

    /// Commits, puts the batches on the shelf, and lets a minute pass.
    pub fn save(&mut self, writes: &[Write]) -> Committed {
        let committed = self.file.commit(&self.act(writes)).unwrap();
        for own in &committed.batches {
            self.device.put_own(&own.batch, own.changes).unwrap();
        }
        self.at += 60;
        committed
    }

    /// A batch of its own for these writes, as if all before had been sent.
    pub fn save_apart(&mut self, writes: &[Write]) -> Committed {
        let committed = self.save(writes);
        self.device.offer(&self.device.hashes(&self.scope).unwrap()).unwrap();
        committed
    }

    pub fn own_batches(&self) -> Vec<SignedBatch> {
        self.file.own_batches(&self.feed(), 0).unwrap().into_iter().map(|own| own.batch).collect()
    }

    pub fn certificate(&self) -> SessionCertificate {
        self.session.certificate.clone()
    }

    /// The same device, user and session on a copy of the scope's file, all of it offered.
    pub fn cloned_disk(&self) -> Self {
        let mut clone = Self::new(self.scope);
        (clone.keys, clone.user) = (self.keys.clone(), self.user.clone());
        (clone.session, clone.incarnation, clone.at) = (self.session.clone(), self.incarnation, self.at);
        let path = clone.folder.path().join("clone.posta");
        let raw = rusqlite::Connection::open(self.scope_path()).unwrap();
        raw.execute_batch(&format!("PRAGMA key = \"{}\"", self.scope_key.pragma().as_str())).unwrap();
        raw.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        std::fs::copy(self.scope_path(), &path).unwrap();
        clone.file = ScopeFile::open(&path, &self.scope_key).unwrap();
        for own in clone.file.own_batches(&clone.feed(), 0).unwrap() {
            clone.device.put_own(&own.batch, own.changes).unwrap();
        }
        clone.device.offer(&clone.device.hashes(&clone.scope).unwrap()).unwrap();
        clone
    }

    pub fn reopen(&mut self) {
        self.device = DeviceFile::open(&self.device_path(), &self.device_key).unwrap();
        self.file = ScopeFile::open(&self.scope_path(), &self.scope_key).unwrap();
    }

    /// A new unlock: a new session key.
    pub fn unlock_again(&mut self) {
        self.session = SessionKey::start(&self.user, &self.keys, "pisiga", 498_685, Hash32::ZERO);
    }

    /// Takes batches of another desk's session in.
    pub fn take(&self, batches: &[SignedBatch], from: &Desk) -> posta_store::Applied {
        let incoming: Vec<Incoming<'_>> = batches
            .iter()
            .map(|batch| Incoming {
                batch,
                certificate: &from.session.certificate,
                epoch: from.epoch.as_ref(),
                denied: &[],
            })
            .collect();
        self.file.apply_many(&incoming).unwrap()
    }
}

pub fn somebody() -> UserSecrets {
    UserSecrets {
        department: DepartmentId::random(),
        user: UserId::random(),
        name: "Usuaria de Prueba".to_owned(),
        role: Role::Registrar,
        place: "040901".to_owned(),
        sign: signing::random_key(),
        seal: SealSecret::random(),
        recovery_public: SealSecret::random().public(),
        epochs: Vec::new(),
    }
}

pub fn id(number: u16) -> DocumentId {
    let mut bytes = [7; 16];
    bytes[..2].copy_from_slice(&number.to_be_bytes());
    DocumentId::from(bytes)
}

pub fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), Scalar::from(*value))).collect()
}

pub fn person(number: u16, pairs: &[(&str, &str)]) -> Write {
    Write { kind: Kind::Person, id: id(number), fields: fields(pairs) }
}

pub fn enrollment(number: u16, of: u16) -> Write {
    let of = id(of).to_string();
    let pairs = [("person", of.as_str()), ("program", "sus"), ("post", "pisiga"), ("on", "2026-11-21")];
    Write { kind: Kind::Enrollment, id: id(number), fields: fields(&pairs) }
}

pub fn consultation(number: u16, of: u16, note: &str) -> Write {
    let of = id(of).to_string();
    let mut fields =
        fields(&[("person", of.as_str()), ("post", "pisiga"), ("on", "2026-11-21"), ("note", note)]);
    fields.insert("need/shelter".to_owned(), Scalar::Flag(true));
    Write { kind: Kind::Consultation, id: id(number), fields }
}

/// All pages of a file, decrypted, free ones too.
pub fn pages(path: &std::path::Path, key: &FileKey) -> Vec<u8> {
    let mut raw = rusqlite::Connection::open(path).unwrap();
    raw.execute_batch(&format!("PRAGMA key = \"{}\"", key.pragma().as_str())).unwrap();
    let pages = raw.serialize("main").unwrap().to_vec();
    assert!(holds(&pages, b"CREATE TABLE"), "these are readable pages");
    pages
}

/// Whether bytes are found anywhere.
pub fn holds(bytes: &[u8], canary: &[u8]) -> bool {
    bytes.windows(canary.len()).any(|window| window == canary)
}
