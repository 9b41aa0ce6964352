//! What is open while somebody is unlocked: the desk (device file, keys, session) and the scopes of that user.

mod trust;

use std::cell::RefCell;
use std::collections::VecDeque;

use posta_domain::{DocumentId, Kind, Pack, Post};
use posta_identity::keyring::Keyring;
use posta_identity::{
    DepartmentId, DeviceKeys, FileKey, Hash32, IdUse, Incarnation, Log, Membership, Role, Scope, ScopeId,
    Sensitivity, SessionKey, UserId, UserSecrets,
};
use posta_store::{DeviceFile, ScopeFile};

use crate::catalogue::post_for;
use crate::catch_up::note_author;
use crate::country::{keep_pack, pack_of};
use crate::error::Error;
use crate::file_keys;
use crate::folder::Folder;
use crate::inbox::Sealed;
use crate::join::pending;
use crate::linkage::Linkage;
use crate::permission::{Act, allows};
use crate::scope::OpenScope;
use crate::session::turns::IDLE;
use crate::time::Moment;

/// Name of the device file in the keyring.
pub(crate) const DEVICE_FILE: &str = "device";

/// The device and who works at it.
pub(crate) struct Desk {
    pub folder: Folder,
    pub pack: &'static Pack,
    pub device: DeviceFile,
    pub device_key: FileKey,
    pub keys: DeviceKeys,
    pub log: Log,
    pub membership_head: Hash32,
    pub secrets: UserSecrets,
    /// Another takes its place when what it built on counts no more.
    pub session: RefCell<SessionKey>,
    /// The register as duplicates are looked for.
    pub linkage: RefCell<Linkage>,
    pub post: Post,
    /// Without an act or a touch for so long the session is put down. Seconds.
    pub idle_seconds: u32,
}

/// What is left of a session that waits in memory: keys, and no file.
#[derive(Clone)]
pub(crate) struct Asleep {
    pub secrets: UserSecrets,
    pub session: SessionKey,
}

/// An open session.
pub(crate) struct Open {
    pub desk: Desk,
    /// The registry first, if the user may read it; then confidential scopes, those of the post's municipality first.
    pub scopes: Vec<OpenScope>,
    /// Of records that only others read.
    pub sealed: Sealed,
    /// Whether an act failed at the disk: its files are opened again before they are believed.
    distrusted: bool,
}

impl Open {
    /// Opens the files that this user's keys open, and goes on with a session or starts one.
    ///
    /// A user whose access has ended, and anybody on a device whose access has ended, may only exchange: what they
    /// wrote and never sent still leaves.
    pub fn start(
        folder: &Folder,
        keyring: &mut Keyring,
        mut secrets: UserSecrets,
        session: Option<SessionKey>,
        now: Moment,
    ) -> Result<Self, Error> {
        let device_key =
            keyring.file_key(DEVICE_FILE, &secrets).ok_or_else(|| damaged("the key of the device file"))?;
        let device = DeviceFile::open(&folder.device(), &device_key)?;
        let keys = device.device_keys()?.ok_or_else(|| damaged("the keys of the device"))?;
        let log = read_log(&device, secrets.department, secrets.user)?;
        let pack = pack_of(&log)?;
        keep_pack(folder, pack)?;
        let post = post_for(pack, &secrets.place);
        secrets.open_shares(log.membership());
        let session =
            session.unwrap_or_else(|| SessionKey::start(&secrets, &keys, &post.code, now.hour(), log.head()));
        device.put_session(&session.certificate)?;
        let membership_head = log.head();
        let desk = Desk {
            folder: folder.clone(),
            pack,
            device,
            device_key,
            keys,
            log,
            membership_head,
            secrets,
            session: RefCell::new(session),
            linkage: RefCell::default(),
            post,
            idle_seconds: IDLE,
        };
        let mut scopes = Vec::new();
        for scope in desk.scopes() {
            scopes.extend(open_scope(&desk, keyring, scope, now)?);
        }
        bring_out_lost(&desk, keyring, &scopes, now)?;
        let place = &desk.secrets.place;
        scopes.sort_by_key(|scope| (scope.sensitivity != Sensitivity::Registry, scope.place != *place));
        let mut open = Open { desk, scopes, sealed: Sealed::default(), distrusted: false };
        match open.settle(now) {
            Err(Error::Damaged(_)) if open.mend(now)? => open.settle(now)?,
            settled => settled?,
        }
        open.clear_cut_exports()?;
        open.tend_keyring(keyring)?;
        Ok(open)
    }

    /// Brings out, takes in and tends, as at every unlock.
    fn settle(&mut self, now: Moment) -> Result<(), Error> {
        for scope in &self.scopes {
            note_author(&self.desk, scope, &self.desk.session.borrow().certificate)?;
        }
        self.bring_out()?;
        if !self.desk.has_ended() {
            self.take_in()?;
            self.end_mends()?;
            self.tend(now)?;
        }
        if self.reads_well() { Ok(()) } else { Err(damaged("a page")) }
    }

    /// Closes every file.
    pub fn doze(self) -> Asleep {
        Asleep { secrets: self.desk.secrets.clone(), session: self.desk.session.borrow().clone() }
    }

    /// Refuses acts that none of the user's roles may do, by the membership log as it is known now.
    pub fn allow(&self, act: Act) -> Result<(), Error> {
        if self.desk.has_ended() {
            return if act == Act::Exchange { Ok(()) } else { Err(Error::Revoked) };
        }
        if self.roles().any(|role| allows(role, act)) { Ok(()) } else { Err(Error::NotAllowed) }
    }

    /// The registry of the department.
    pub fn registry(&self) -> Result<&OpenScope, Error> {
        self.first(&Sensitivity::Registry)
    }

    /// The care scope of the post's municipality, or the first other that is open.
    pub fn care(&self) -> Result<&OpenScope, Error> {
        self.first(&Sensitivity::Care)
    }

    /// The scope that the user attends in: the care team's, or else the protection team's.
    pub fn team(&self) -> Result<&OpenScope, Error> {
        self.care().or_else(|_| self.first(&Sensitivity::Protection))
    }

    /// The open scopes that hold consultations.
    pub fn confidential(&self) -> impl Iterator<Item = &OpenScope> {
        self.scopes
            .iter()
            .filter(|scope| matches!(scope.sensitivity, Sensitivity::Care | Sensitivity::Protection))
    }

    /// The first open scope of a sensitivity; [`Error::NotAllowed`] when there is none.
    pub fn first(&self, sensitivity: &Sensitivity) -> Result<&OpenScope, Error> {
        self.of(sensitivity).next().ok_or(Error::NotAllowed)
    }

    /// The open scopes of a sensitivity.
    pub fn of(&self, sensitivity: &Sensitivity) -> impl Iterator<Item = &OpenScope> {
        self.scopes.iter().filter(move |scope| scope.sensitivity == *sensitivity)
    }

    /// An open scope by its id.
    pub fn scope(&self, id: ScopeId) -> Option<&OpenScope> {
        self.scopes.iter().find(|scope| scope.id == id)
    }

    pub fn membership(&self) -> &Membership {
        self.desk.log.membership()
    }

    /// The roles of the user, the one that is shown first.
    pub fn roles(&self) -> impl Iterator<Item = &Role> {
        let user = self.membership().user(self.desk.secrets.user);
        user.into_iter().flat_map(|user| &user.assignments).map(|right| &right.role)
    }
}

impl Open {
    /// The id of a new record of the registry: none that somebody has used already, or that was erased.
    pub fn new_record_id(&self, kind: &Kind) -> DocumentId {
        let is_taken = |id: &[u8; 16]| {
            let (id, file) = (DocumentId(*id), self.registry().map(|registry| &registry.file));
            // A file that cannot be read lets nothing be saved either.
            file.is_ok_and(|file| {
                file.holds(kind, &id).unwrap_or(false) || file.is_erased(kind, &id).unwrap_or(false)
            })
        };
        DocumentId(self.desk.session.borrow().draw_free_id(IdUse::Open, is_taken))
    }
}

/// However a session ends, no mark of a confidential scope outlasts it without need. What fails here is made good when
/// somebody of that scope unlocks.
impl Drop for Open {
    fn drop(&mut self) {
        let _ = self.bring_out_marked();
    }
}

impl Desk {
    /// An id for a registry that is no record's: of a household, say. A record's is [`Open::new_record_id`].
    pub fn new_open_id(&self) -> DocumentId {
        DocumentId(self.session.borrow().draw_id(IdUse::Open))
    }

    /// The id of something new in a confidential scope.
    pub fn new_sealed_id(&self) -> DocumentId {
        DocumentId(self.session.borrow().draw_id(IdUse::Sealed))
    }

    /// Goes on with a new session key: changes of the old one wait or count no more, and the next would take the number
    /// of one of those.
    pub fn renew_session(&self, at: i64) -> Result<(), Error> {
        let hour = u32::try_from(at / 3600).unwrap_or(0);
        let session =
            SessionKey::start(&self.secrets, &self.keys, &self.post.code, hour, self.membership_head);
        self.device.put_session(&session.certificate)?;
        self.session.replace(session);
        Ok(())
    }

    /// Whether user or device were revoked.
    pub fn has_ended(&self) -> bool {
        let membership = self.log.membership();
        let user = membership.user(self.secrets.user).is_some_and(|user| user.active);
        let device = membership.device(self.keys.device).is_some_and(|device| device.active);
        !(user && device)
    }

    /// The scopes that the user may read; those that the user could once write, if only what was never sent is left.
    fn scopes(&self) -> Vec<ScopeId> {
        let (membership, user) = (self.log.membership(), self.secrets.user);
        if !self.has_ended() {
            return membership.scopes_for(user);
        }
        let all = membership.scopes().map(|scope| scope.scope);
        all.filter(|scope| membership.may_write(user, *scope) && self.folder.scope(*scope).exists()).collect()
    }
}

/// Copies to the shelf what this user wrote into a file that they may not read any more, and that lies nowhere else: its
/// mark stands. The file is not open afterwards.
fn bring_out_lost(desk: &Desk, keyring: &mut Keyring, open: &[OpenScope], now: Moment) -> Result<(), Error> {
    for id in desk.device.unshelved()? {
        let wrote = desk.log.membership().may_write(desk.secrets.user, id);
        let has_key = keyring.file_key(&id.to_string(), &desk.secrets).is_some();
        if !wrote || !has_key || !desk.folder.scope(id).exists() || open.iter().any(|scope| scope.id == id) {
            continue;
        }
        if let Some(scope) = open_scope(desk, keyring, id, now)? {
            let _alone = desk.folder.exclusive()?;
            scope.shelve_own(&desk.device)?;
        }
    }
    Ok(())
}

/// None where a key has not come yet: of the scope, after a new assignment; of its file, until a colleague who has it
/// unlocks here.
fn open_scope(
    desk: &Desk,
    keyring: &mut Keyring,
    id: ScopeId,
    now: Moment,
) -> Result<Option<OpenScope>, Error> {
    let scope = desk.log.membership().scope(id).ok_or_else(|| damaged("the membership log"))?;
    let confidential = scope.sensitivity != Sensitivity::Registry;
    let epoch = desk.secrets.latest_epoch(id).cloned().filter(|_| confidential);
    if confidential && epoch.is_none() {
        return Ok(None);
    }
    let name = id.to_string();
    let key = match keyring.file_key(&name, &desk.secrets) {
        Some(key) => key,
        None if keyring.has_file_key(&name) => return Ok(None),
        None if desk.folder.scope(id).exists() => return Err(damaged("the key of a scope's file")),
        None => file_keys::make(keyring, desk, id, epoch.as_ref())?,
    };
    let file = desk.open_file(id, &key, now)?;
    open_scope_file(desk, scope, file, key).map(Some)
}

/// A scope whose file is open.
pub(crate) fn open_scope_file(
    desk: &Desk,
    scope: &Scope,
    file: ScopeFile,
    key: FileKey,
) -> Result<OpenScope, Error> {
    let id = scope.scope;
    let incarnation = match desk.device.incarnation(&id)? {
        Some(incarnation) => incarnation,
        None => {
            let incarnation = Incarnation::random();
            desk.device.put_incarnation(&id, &incarnation)?;
            incarnation
        }
    };
    let confidential = scope.sensitivity != Sensitivity::Registry;
    let epoch = desk.secrets.latest_epoch(id).cloned().filter(|_| confidential);
    Ok(OpenScope {
        id,
        sensitivity: scope.sensitivity.clone(),
        place: scope.place.clone(),
        file,
        key,
        epoch,
        incarnation,
        known: Hash32::ZERO,
        queue: VecDeque::new(),
        looked_through: [0; 3],
        judged: Hash32::ZERO,
    })
}

/// The membership log as the device file has it, with the join of `user` that a power cut kept out of it.
pub(crate) fn read_log(device: &DeviceFile, department: DepartmentId, user: UserId) -> Result<Log, Error> {
    let mut log = Log::new(department);
    let waiting = pending::waiting(device, user)?.map(|join| join.encode());
    for entry in device.entries()?.into_iter().chain(waiting) {
        log.insert(&entry).map_err(|error| Error::Damaged(error.to_string()))?;
    }
    Ok(log)
}

fn damaged(what: &str) -> Error {
    Error::Damaged(what.into())
}
