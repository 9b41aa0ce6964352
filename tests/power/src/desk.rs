//! A device at a post with a user at work, and its two files: all synthetic.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use posta_domain::{DocumentId, Fields, Kind, Scalar};
use posta_identity::ids::{Actor, DepartmentId, Hash32, Incarnation, ScopeId, UserId};
use posta_identity::seal::SealSecret;
use posta_identity::{DeviceKeys, EpochKey, FileKey, Role, SessionKey, UserSecrets, signing};
use posta_protocol::{FeedId, InboxRecord};
use posta_store::{
    CheckReport, Commit, Committed, DeviceFile, Draft, DraftId, Error, InboxKey, InboxPen, LaneAct,
    ScopeFile, Standing, Write,
};

/// Noon of an invented day, Unix seconds.
const NOON: i64 = 1_795_262_400;

/// Who works, with all keys: what a cut does not take away.
#[derive(Clone)]
pub struct Desk {
    pub scope: ScopeId,
    pub device_key: FileKey,
    pub scope_key: FileKey,
    pub keys: DeviceKeys,
    pub user: UserSecrets,
    pub session: SessionKey,
    pub incarnation: Incarnation,
    /// Seals inboxes.
    pub epoch: EpochKey,
    /// Batches that count no more.
    pub aside: BTreeSet<Hash32>,
    /// Unix seconds.
    pub at: i64,
}

/// The two files, open.
pub struct Files {
    pub device: DeviceFile,
    pub scope: ScopeFile,
}

impl Desk {
    /// Somebody new, at work on a scope.
    pub fn new(scope: ScopeId) -> Self {
        let (keys, user) = (DeviceKeys::random(), somebody());
        let session = SessionKey::start(&user, &keys, "pisiga", 498_684, Hash32::ZERO);
        Self {
            scope,
            device_key: FileKey::random(),
            scope_key: FileKey::random(),
            keys,
            user,
            session,
            incarnation: Incarnation::random(),
            epoch: EpochKey::random(),
            aside: BTreeSet::new(),
            at: NOON,
        }
    }

    pub fn device_path(&self, folder: &Path) -> PathBuf {
        folder.join("device.posta")
    }

    pub fn scope_path(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{}.posta", self.scope))
    }

    /// Opens the two files as the program does: makes them when they are not there.
    pub fn open(&self, folder: &Path) -> Result<Files, Error> {
        let scope = ScopeFile::open(&self.scope_path(folder), &self.scope_key)?;
        Ok(Files { device: DeviceFile::open(&self.device_path(folder), &self.device_key)?, scope })
    }

    /// A new unlock: a new session key.
    pub fn unlock_again(&mut self) {
        self.session = SessionKey::start(&self.user, &self.keys, "pisiga", 498_685, Hash32::ZERO);
    }

    pub fn feed(&self) -> FeedId {
        FeedId::of(&self.scope, &self.keys.device, &self.incarnation)
    }

    /// One act as the program says it to the store.
    pub fn act<'a>(&'a self, writes: &'a [Write], draft: Option<DraftId>, sealed_through: u64) -> Commit<'a> {
        Commit {
            session: &self.session,
            incarnation: self.incarnation,
            membership: Hash32::of(b"membership"),
            vector: Hash32::of(b"vector"),
            epoch: None,
            sealed_through,
            at: self.at,
            writes,
            draft,
        }
    }

    pub fn commit(&self, files: &Files, writes: &[Write]) -> Result<Committed, Error> {
        let sealed_through = files.device.offered_through(&self.feed())?;
        files.scope.commit(&self.act(writes, None, sealed_through))
    }

    pub fn draft(&self, number: u8, json: &str) -> Draft {
        let kind = "registration".to_owned();
        Draft { id: DraftId([number; 16]), owner: self.user.user, kind, json: json.to_owned(), at: self.at }
    }

    /// Takes in what lies on the shelf, as the program does at unlocking.
    fn catch_up(&self, files: &Files) -> Result<(), Error> {
        for entry in files.device.after(&self.scope, 0, 10_000)? {
            if !files.scope.is_applied(&entry.hash)? && !self.aside.contains(&entry.hash) {
                let session = entry.batch.decode_header().unwrap().session;
                let certificate = files.device.session(&session)?.ok_or(Error::Stored("session"))?;
                files.scope.apply(&entry.batch, &certificate, None)?;
            }
        }
        Ok(())
    }

    /// Seals a record to the members of the scope.
    pub fn seal(&self, files: &Files, pen: &mut InboxPen, words: &str) -> Result<(), Error> {
        let key = InboxKey { epoch: self.epoch.id, public: self.epoch.inbox().public() };
        let record = InboxRecord { kind: "notice".into(), bytes: words.into() };
        files.device.append_inbox(&self.lane(self.scope.inbox()), &key, pen, &[record]).map(drop)
    }

    pub fn lane(&self, lane: ScopeId) -> LaneAct<'_> {
        LaneAct { lane, session: &self.session, membership: Hash32::of(b"membership"), at: self.at }
    }

    /// The shelf beside the scope's file, and the chain of each lane.
    pub fn check(&self, files: &Files) -> Result<CheckReport, Error> {
        let is_empty = |hash: &Hash32| files.device.has_body(hash).unwrap() == Some(false);
        let standing = |hash: &Hash32| match hash {
            hash if is_empty(hash) => Standing::Erased,
            hash if self.aside.contains(hash) && !files.scope.is_applied(hash).unwrap() => Standing::Aside,
            _ => Standing::Counts,
        };
        let mut report = files.scope.check_batches(&files.device, |_| None, standing)?;
        for lane in [self.scope.inbox(), self.scope.checkpoint()] {
            let session = |actor: &Actor| Some(files.device.session(actor).unwrap()?.session_public);
            report.absorb(files.device.check(&lane, session, is_empty)?);
        }
        Ok(report)
    }

    /// Whether something lies in the scope's file only, and nothing in the device's file says that it may.
    pub fn forgets_to_say(&self, files: &Files) -> Result<bool, Error> {
        let beyond = files.scope.own_batches_beyond(&self.feed(), |hash| files.device.holds_batch(hash))?;
        Ok(!beyond.is_empty() && !files.device.is_marked_unshelved(&self.scope)?)
    }

    /// Goes on after a cut as the program does at its next start: what is missing on the shelf is put there from the
    /// outbox, what was not taken in from the shelf is, and a new act is saved. Says what is wrong, if anything is.
    pub fn go_on(&self, folder: &Path, files: &Files) -> Result<Option<String>, Error> {
        let feed = self.feed();
        let missing = files.scope.own_batches_beyond(&feed, |hash| files.device.holds_batch(hash))?;
        files.device.put_all_own(&missing)?;
        self.catch_up(files)?;
        let tip = files.scope.own_tip(&feed)?;
        let committed = self.commit(files, &[person(60_000, &[("given_names", "Alba")])])?;
        let Some(last) = committed.last() else { return Ok(Some("a new act made no batch".into())) };
        files.device.put_all_own(&committed.batches)?;
        let header = last.batch.decode_header().unwrap();
        let (n, hash) = tip.unwrap_or((0, Hash32::ZERO));
        let follows = (header.n == n + 1 && header.previous == hash) || header.n == n;
        if !follows {
            return Ok(Some(format!("batch {} was to follow {n}", header.n)));
        }
        self.seal(files, &mut InboxPen::default(), "una entrega más")?;
        let report = self.check(files)?;
        if !report.is_clean() {
            return Ok(Some(format!("{:?}", report.faults)));
        }
        drop(self.open(folder)?);
        Ok(None)
    }
}

fn somebody() -> UserSecrets {
    UserSecrets {
        department: DepartmentId::random(),
        user: UserId::random(),
        name: "Usuaria de Prueba".to_owned(),
        role: Role::Registrar,
        place: "040901".to_owned(),
        sign: signing::random_key(),
        seal: SealSecret::random(),
        recovery_public: [0; 32],
        epochs: Vec::new(),
    }
}

/// The id of the document with this number.
pub fn id(number: u16) -> DocumentId {
    let mut bytes = [7; 16];
    bytes[..2].copy_from_slice(&number.to_be_bytes());
    DocumentId::from(bytes)
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
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
    let pairs = [("person", of.as_str()), ("post", "pisiga"), ("on", "2026-11-21"), ("note", note)];
    Write { kind: Kind::Consultation, id: id(number), fields: fields(&pairs) }
}
