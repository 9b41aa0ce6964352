//! What a password opens on a home, beneath the application: its files, and a batch made by a later version or a
//! hostile hand.

use std::path::{Path, PathBuf};

use posta_domain::{DocumentId, Fields, Kind};
use posta_identity::{
    Actor, EpochKey, FileKey, Hash32, Incarnation, Keyring, Log, ScopeId, SessionKey, UserSecrets,
};
use posta_protocol::{BatchHeader, ChangeEntry, InboxRecord, Seal, SignedBatch, pack_body};
use posta_store::{Commit, DeviceFile, InboxKey, InboxPen, LaneAct, ScopeFile, Write};

use crate::{PASSWORD, search};

const DEVICE: &str = "device";

/// A home opened by a user's password. The application over it should be locked meanwhile.
pub struct OpenHome {
    home: PathBuf,
    pub keyring: Keyring,
    pub secrets: UserSecrets,
}

impl OpenHome {
    pub fn unlock(home: &Path, user: &str) -> Self {
        let mut keyring = Keyring::load(home).unwrap();
        let secrets = keyring.unlock(user, PASSWORD, 0).unwrap();
        Self { home: home.into(), keyring, secrets }
    }

    pub fn device(&self) -> DeviceFile {
        let key = self.keyring.file_key(DEVICE, &self.secrets).unwrap();
        DeviceFile::open(&self.home.join("device.posta"), &key).unwrap()
    }

    pub fn registry(&self) -> ScopeFile {
        let (path, key) = self.scope_file(self.log().membership().registry());
        ScopeFile::open(&path, &key.unwrap()).unwrap()
    }

    /// Path of a scope's file, and its key if this user has it.
    pub fn scope_file(&self, scope: ScopeId) -> (PathBuf, Option<FileKey>) {
        let path = self.home.join("scopes").join(format!("{scope}.posta"));
        (path, self.keyring.file_key(&scope.to_string(), &self.secrets))
    }

    pub fn log(&self) -> Log {
        let mut log = Log::new(self.secrets.department);
        for entry in self.device().entries().unwrap() {
            log.insert(&entry).unwrap();
        }
        log
    }

    /// Everything that this user's keys open on this home, as bytes.
    pub fn everything(&self) -> Vec<u8> {
        let epochs: Vec<EpochKey> = self.secrets.epochs.iter().map(|(_, key)| key.clone()).collect();
        let mut all = Vec::new();
        for path in search::files(&self.home) {
            let name = path.file_stem().unwrap().to_str().unwrap();
            let sealed = path.extension().is_some_and(|extension| extension == "posta");
            if sealed && let Some(key) = self.keyring.file_key(name, &self.secrets) {
                all.extend(search::dump_sealed(&path, &key, &epochs));
            } else {
                all.extend(std::fs::read(&path).unwrap());
            }
        }
        all
    }

    /// Writes a document as a program would that knows more fields and words than this one.
    pub fn write_fields(&self, kind: Kind, id: DocumentId, fields: Fields, at: i64) {
        let (device, log) = (self.device(), self.log());
        let session = self.session(&device, &log);
        let registry = self.registry();
        let incarnation = device.incarnation(&registry.scope()).unwrap().unwrap();
        registry
            .commit(&Commit {
                session: &session,
                incarnation,
                membership: log.head(),
                vector: device.vector(&registry.scope()).unwrap().hash(),
                epoch: None,
                sealed_through: u64::MAX,
                at,
                writes: &[Write { kind, id, fields }],
                draft: None,
            })
            .unwrap();
    }

    /// Puts a well-signed batch of these changes on the shelf, as the first of a feed of its own.
    pub fn shelve(&self, changes: &[ChangeEntry]) -> Hash32 {
        self.shelve_by(|_| changes.to_vec())
    }

    /// As [`Self::shelve`]; the changes are made for the session that signs them.
    pub fn shelve_by(&self, make: impl FnOnce(Actor) -> Vec<ChangeEntry>) -> Hash32 {
        let (device, log) = (self.device(), self.log());
        let session = self.session(&device, &log);
        let changes = &make(session.actor());
        let header = BatchHeader {
            v: posta_protocol::VERSION,
            scope: log.membership().registry(),
            device: session.certificate.device,
            incarnation: Incarnation::random(),
            n: 1,
            previous: Hash32::ZERO,
            body_hash: Hash32::ZERO,
            session: session.actor(),
            membership: log.head(),
            vector: Hash32::ZERO,
            dictionary: 0,
            epoch: Hash32::ZERO,
            seal: Seal::Epoch,
            hour: 0,
        };
        let batch = SignedBatch::sign(&header, pack_body(changes, None).unwrap(), &session.sign);
        device.put_batch(&batch, true).unwrap();
        batch.hash()
    }

    /// Seals a record to the members of a scope, as whoever may append to its inbox can.
    pub fn seal_record(&self, scope: ScopeId, kind: &str, bytes: Vec<u8>) {
        let (device, log) = (self.device(), self.log());
        let session = self.session(&device, &log);
        let membership = log.membership();
        let epoch = membership.epoch(scope, membership.current_epoch(scope).unwrap()).unwrap();
        let key = InboxKey { epoch: epoch.epoch, public: epoch.inbox_public };
        let act =
            LaneAct { lane: scope.inbox(), session: &session, membership: log.head(), at: 1_700_000_000 };
        let record = InboxRecord { kind: kind.into(), bytes };
        device.append_inbox(&act, &key, &mut InboxPen::default(), &[record]).unwrap();
    }

    fn session(&self, device: &DeviceFile, log: &Log) -> SessionKey {
        let keys = device.device_keys().unwrap().unwrap();
        let session = SessionKey::start(&self.secrets, &keys, "pisiga", 0, log.head());
        device.put_session(&session.certificate).unwrap();
        session
    }
}
