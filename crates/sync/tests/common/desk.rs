//! A device with one user.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use posta_identity::{
    DeviceKeys, FileKey, Log, Role, SessionKey, UserSecrets,
    ids::{Hash32, Incarnation, ScopeId},
};
use posta_protocol::{BatchHeader, ChangeEntry, FeedId, Receipt, Seal, SignedBatch, pack_body};
use posta_store::DeviceFile;
use posta_sync::{Error, Report, Transport, exchange, keep_answer};
use tempfile::TempDir;

use super::World;

pub const NOW: i64 = 1_795_000_000;

pub struct Desk {
    pub folder: TempDir,
    pub key: FileKey,
    pub device: DeviceFile,
    pub log: Log,
    pub secrets: UserSecrets,
    pub keys: DeviceKeys,
    pub session: SessionKey,
    made: Arc<AtomicU32>,
}

impl Desk {
    /// Joins; the authority (and so every server made from it later) knows.
    pub fn join(world: &World, name: &str, role: Role) -> Self {
        let desk = Self::join_unknown(world, name, role);
        desk.log.entries().iter().for_each(|entry| world.take(entry));
        // The answer to a join, with a nonce that is not the present one.
        let (department, tips) = (desk.log.department(), desk.log.tips());
        let answer =
            Receipt::sign_with_tips(department, Vec::new(), tips, NOW, Vec::new(), &world.server.sign);
        keep_answer(&desk.device, &answer, NOW).unwrap();
        desk
    }

    /// Joins, and nobody but the device knows.
    pub fn join_unknown(world: &World, name: &str, role: Role) -> Self {
        let (invitation, code_keys, _) = world.invite(name, role);
        let keys = DeviceKeys::random();
        let acceptance = invitation.accept(&code_keys, &keys).unwrap();
        let folder = TempDir::new().unwrap();
        let key = FileKey::random();
        let device = DeviceFile::open(&folder.path().join("device.posta"), &key).unwrap();
        device.put_device_keys(&keys).unwrap();
        device.append_entries(&acceptance.log.entries()).unwrap();
        let session = SessionKey::start(&acceptance.secrets, &keys, "pisiga", 498_000, acceptance.log.head());
        device.put_session(&session.certificate).unwrap();
        let made = Arc::new(AtomicU32::new(0));
        Self { folder, key, device, log: acceptance.log, secrets: acceptance.secrets, keys, session, made }
    }

    /// The same disk at another moment: a copy of the file, opened.
    pub fn clone_disk(&self) -> Self {
        let folder = TempDir::new().unwrap();
        let path: PathBuf = folder.path().join("device.posta");
        for name in ["device.posta", "device.posta-wal"] {
            let from = self.folder.path().join(name);
            if from.exists() {
                std::fs::copy(from, folder.path().join(name)).unwrap();
            }
        }
        let device = DeviceFile::open(&path, &self.key).unwrap();
        let session = SessionKey::start(&self.secrets, &self.keys, "pisiga", 498_001, self.log.head());
        device.put_session(&session.certificate).unwrap();
        Self {
            folder,
            key: self.key.clone(),
            device,
            log: self.log.clone(),
            secrets: self.secrets.clone(),
            keys: self.keys.clone(),
            session,
            made: self.made.clone(),
        }
    }

    pub fn incarnation(&self, scope: &ScopeId) -> Incarnation {
        if let Some(incarnation) = self.device.incarnation(scope).unwrap() {
            return incarnation;
        }
        let incarnation = Incarnation::random();
        self.device.put_incarnation(scope, &incarnation).unwrap();
        incarnation
    }

    /// Puts a batch of one change of `size` bytes at the end of the own feed of a scope.
    pub fn work(&self, scope: ScopeId, size: usize) -> Hash32 {
        let batch = self.batch(scope, size, |_| {});
        self.device.put_own(&batch, 1).unwrap();
        // As a full batch would be: the next change begins another one.
        self.device.offer(&[batch.hash()]).unwrap();
        batch.hash()
    }

    /// Many batches in one go.
    pub fn work_much(&self, scope: ScopeId, count: u64, size: usize) {
        let mut batches: Vec<SignedBatch> = Vec::new();
        let first = self.batch(scope, size, |_| {}).decode_header().unwrap();
        for step in 0..count {
            let previous = batches.last().map_or(first.previous, SignedBatch::hash);
            let header = BatchHeader { n: first.n + step, previous, ..first.clone() };
            let body = pack_body(&[self.change(size)], None).unwrap();
            batches.push(SignedBatch::sign(&header, body, &self.session.sign));
        }
        self.device.put_batches(&batches, true).unwrap();
    }

    /// A signed batch that would be the next of the own feed; `change` spoils its header first.
    pub fn batch(&self, scope: ScopeId, size: usize, change: impl FnOnce(&mut BatchHeader)) -> SignedBatch {
        let is_care = scope != self.log.membership().registry();
        let epoch = self.secrets.latest_epoch(scope).filter(|_| is_care);
        let incarnation = self.incarnation(&scope);
        let feed = FeedId::of(&scope, &self.keys.device, &incarnation);
        let mut last = (0, Hash32::ZERO);
        for hash in self.device.hashes(&scope).unwrap() {
            let header = self.device.batch(&hash).unwrap().unwrap().decode_header().unwrap();
            if header.feed() == feed && header.n > last.0 {
                last = (header.n, hash);
            }
        }
        let mut header = BatchHeader {
            v: 1,
            scope,
            device: self.keys.device,
            incarnation,
            n: last.0 + 1,
            previous: last.1,
            body_hash: Hash32::ZERO,
            session: self.session.actor(),
            membership: self.log.head(),
            vector: self.device.vector(&scope).unwrap().hash(),
            dictionary: 0,
            epoch: epoch.map_or(Hash32::ZERO, |epoch| epoch.id),
            seal: Seal::Epoch,
            hour: 498_000,
        };
        change(&mut header);
        let aad = header.aad();
        let seal = epoch.filter(|epoch| epoch.id == header.epoch).map(|epoch| (epoch, aad.as_slice()));
        let body = pack_body(&[self.change(size)], seal).unwrap();
        SignedBatch::sign(&header, body, &self.session.sign)
    }

    /// A change that does not compress, as random ids do not.
    fn change(&self, size: usize) -> ChangeEntry {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let mut bytes = Vec::new();
        let mut block = Hash32::of_parts(&[self.keys.device.as_bytes(), &number.to_be_bytes()]);
        while bytes.len() < size {
            bytes.extend_from_slice(block.as_bytes());
            block = Hash32::of(block.as_bytes());
        }
        bytes.truncate(size);
        ChangeEntry { kind: "person".to_owned(), document: block.half(), bytes }
    }

    pub async fn sync(&mut self, transport: &dyn Transport) -> Result<Report, Error> {
        exchange(&mut self.device, transport, &mut self.log, NOW).await
    }

    pub fn pending(&self, scope: &ScopeId) -> u64 {
        self.device.pending(scope).unwrap().batches
    }

    pub fn count(&self, scope: &ScopeId) -> u64 {
        self.device.counts(scope).unwrap().batches
    }

    /// Reasons of what was set aside, sorted.
    pub fn set_aside(&self) -> Vec<String> {
        let mut reasons: Vec<_> =
            self.device.quarantined_batches().unwrap().into_iter().map(|aside| aside.reason).collect();
        reasons.sort();
        reasons
    }
}
