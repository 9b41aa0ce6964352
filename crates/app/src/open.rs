//! What is open while somebody is unlocked: the desk (device file, keys, session) and the scopes of that user.

use std::collections::VecDeque;

use posta_domain::{Pack, Post};
use posta_identity::keyring::Keyring;
use posta_identity::{
    DeviceKeys, FileKey, Hash32, Incarnation, Log, Membership, Role, ScopeId, Sensitivity, SessionKey,
    UserSecrets,
};
use posta_store::{DeviceFile, ScopeFile};

use crate::catalogue::post_for;
use crate::catch_up::note_author;
use crate::error::Error;
use crate::folder::Folder;
use crate::permission::{Act, allows};
use crate::scope::OpenScope;
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
    pub session: SessionKey,
    pub post: Post,
}

/// An open session.
pub(crate) struct Open {
    pub desk: Desk,
    /// The registry first, if the user may read it; then confidential scopes, those of the post's municipality first.
    pub scopes: Vec<OpenScope>,
}

impl Open {
    /// Opens the files that this user's keys open, and starts a session.
    pub fn start(
        folder: &Folder,
        keyring: &mut Keyring,
        secrets: UserSecrets,
        now: Moment,
    ) -> Result<Self, Error> {
        let device_key =
            keyring.file_key(DEVICE_FILE, &secrets).ok_or_else(|| damaged("the key of the device file"))?;
        let device = DeviceFile::open(&folder.device(), &device_key)?;
        let keys = device.device_keys()?.ok_or_else(|| damaged("the keys of the device"))?;
        let log = read_log(&device, &secrets)?;
        let pack = Pack::bo();
        let post = post_for(pack, &secrets.place);
        let session = SessionKey::start(&secrets, &keys, &post.code, now.hour(), log.head());
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
            session,
            post,
        };
        let mut scopes = Vec::new();
        for scope in desk.log.membership().scopes_for(desk.secrets.user) {
            scopes.push(open_scope(&desk, keyring, scope)?);
        }
        let place = &desk.secrets.place;
        scopes.sort_by_key(|scope| (scope.sensitivity != Sensitivity::Registry, scope.place != *place));
        let mut open = Open { desk, scopes };
        for scope in &open.scopes {
            note_author(&open.desk, scope, &open.desk.session.certificate)?;
        }
        open.bring_out()?;
        open.take_in()?;
        Ok(open)
    }

    /// Refuses acts that the role may not do.
    pub fn allow(&self, act: Act) -> Result<(), Error> {
        if allows(&self.desk.secrets.role, act) { Ok(()) } else { Err(Error::NotAllowed) }
    }

    /// The registry of the department.
    pub fn registry(&self) -> Result<&OpenScope, Error> {
        self.first(&Sensitivity::Registry)
    }

    /// The care scope of the post's municipality, or the first other that is open.
    pub fn care(&self) -> Result<&OpenScope, Error> {
        self.first(&Sensitivity::Care)
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

    pub fn role(&self) -> &Role {
        &self.desk.secrets.role
    }
}

fn open_scope(desk: &Desk, keyring: &mut Keyring, id: ScopeId) -> Result<OpenScope, Error> {
    let name = id.to_string();
    let epoch = desk.secrets.latest_epoch(id).cloned().ok_or_else(|| damaged("the key of a scope"))?;
    let key = match keyring.file_key(&name, &desk.secrets) {
        Some(key) => key,
        None if desk.folder.scope(id).exists() => return Err(damaged("the key of a scope's file")),
        None => {
            let key = FileKey::random();
            keyring.add_file_key(&name, id, &epoch, &key)?;
            key
        }
    };
    let file = ScopeFile::open(&desk.folder.scope(id), &key)?;
    let incarnation = match desk.device.incarnation(&id)? {
        Some(incarnation) => incarnation,
        None => {
            let incarnation = Incarnation::random();
            desk.device.put_incarnation(&id, &incarnation)?;
            incarnation
        }
    };
    let scope = desk.log.membership().scope(id).ok_or_else(|| damaged("the membership log"))?;
    let confidential = scope.sensitivity != Sensitivity::Registry;
    Ok(OpenScope {
        id,
        sensitivity: scope.sensitivity.clone(),
        place: scope.place.clone(),
        file,
        epoch: confidential.then_some(epoch),
        incarnation,
        known: Hash32::ZERO,
        queue: VecDeque::new(),
        looked_through: 0,
    })
}

fn read_log(device: &DeviceFile, secrets: &UserSecrets) -> Result<Log, Error> {
    let mut log = Log::new(secrets.department);
    for entry in device.entries()? {
        log.insert(&entry).map_err(|error| Error::Damaged(error.to_string()))?;
    }
    Ok(log)
}

fn damaged(what: &str) -> Error {
    Error::Damaged(what.into())
}
