//! What is done about those who have joined: revoking, giving rights, letting late work count. Works while the server
//! runs, which learns of it with the next exchange.

use std::path::Path;

use posta_identity::ids::{DepartmentId, DeviceId, Hash32, UserId};
use posta_identity::{Authority, Cut, EntryBody, Log, Revoked, Role};

use crate::database::{self as db, Database};
use crate::error::Error;
use crate::folder::Folder;
use crate::members::store_entries;
use crate::provision::{pack_of, read_log};

/// Which department of a server, and where its authority is.
#[derive(Clone, Copy)]
pub struct Department<'a> {
    /// The server's data folder.
    pub data: &'a Path,
    /// The authority's folder.
    pub authority: &'a Path,
    /// Id of the pack.
    pub pack: &'a str,
    /// The department's code in the pack.
    pub code: &'a str,
}

/// What somebody is in the department. No names: ids only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub user: UserId,
    /// Whether they are not revoked and have a right left.
    pub active: bool,
    /// Rights, as (role, place).
    pub rights: Vec<(String, String)>,
    /// Their devices, and whether each is not revoked.
    pub devices: Vec<(DeviceId, bool)>,
}

/// A department that was opened to sign something in its name.
pub(crate) struct Opened {
    pub(crate) database: Database,
    pub(crate) department: DepartmentId,
    pub(crate) keeper: Authority,
    pub(crate) log: Log,
}

impl Department<'_> {
    /// Reads the authority and the log as the server has it.
    pub(crate) fn open(&self) -> Result<Opened, Error> {
        let (database, department, log) = self.open_log()?;
        let keeper = Authority::load(self.authority, self.code)?;
        if keeper.department() != department {
            return Err(Error::Authority);
        }
        Ok(Opened { database, department, keeper, log })
    }

    pub(crate) fn open_log(&self) -> Result<(Database, DepartmentId, Log), Error> {
        pack_of(self.pack)?.department(self.code).ok_or(Error::BadPlace)?;
        let folder = Folder::new(self.data);
        let database = folder.open_own_database(&folder.keys()?)?;
        let department = database
            .read(|connection| db::department_of_code(connection, self.pack, self.code))?
            .ok_or(Error::UnknownDepartment)?;
        let log = read_log(&database, department)?;
        Ok((database, department, log))
    }
}

/// Ends a user or a device; the last batches that the server has accepted are the cuts. Returns how many feeds there
/// are. `destroy`: the device is to destroy its keys once it has handed in its work.
///
/// # Errors
/// When there is no such user or device, `destroy` is asked of a user, the authority is not there or the disk refuses.
pub fn revoke(department: &Department<'_>, who: &Revoked, destroy: bool) -> Result<usize, Error> {
    let Opened { database, department, keeper, mut log } = department.open()?;
    let membership = log.membership();
    let known = match who {
        Revoked::User(user) | Revoked::Assignment { user, .. } => membership.user(*user).is_some(),
        Revoked::Device(device) => membership.device(*device).is_some(),
    };
    if !known {
        return Err(Error::UnknownMember);
    }
    if destroy && !matches!(who, Revoked::Device(_)) {
        return Err(Error::DestroyDevice);
    }
    let cuts = database.read(|connection| match who {
        Revoked::Device(device) => db::last_of_device(connection, *device),
        Revoked::User(user) | Revoked::Assignment { user, .. } => {
            db::last_of_user(connection, department, *user)
        }
    })?;
    let cuts: Vec<Cut> = cuts.into_iter().map(|(feed, n, hash)| Cut { feed, n, hash }).collect();
    let feeds = cuts.len();
    let tips = log.tips();
    keeper.revoke(&mut log, who.clone(), cuts, destroy)?;
    append(&database, department, &log, &tips)?;
    Ok(feeds)
}

/// Gives somebody who has joined a further right.
///
/// # Errors
/// When there is no such active user, the place does not fit, the authority is not there or the disk refuses.
pub fn assign(department: &Department<'_>, user: UserId, role: Role, place: &str) -> Result<(), Error> {
    let pack = pack_of(department.pack)?;
    let oversees = matches!(role, Role::Supervisor | Role::Administrator);
    let fits = if oversees { place == department.code } else { place.get(..2) == Some(department.code) };
    if !fits || (!oversees && pack.municipality(place).is_none()) {
        return Err(Error::BadPlace);
    }
    let folder = department.authority;
    let Opened { database, department, mut keeper, mut log } = department.open()?;
    let tips = log.tips();
    keeper.assign(&mut log, user, role, place)?;
    keeper.save(folder)?;
    append(&database, department, &log, &tips)
}

/// Lets a revoked author's batches count through this one after all.
///
/// # Errors
/// When the server has no such batch, the authority is not there or the disk refuses.
pub fn admit(department: &Department<'_>, batch: Hash32) -> Result<(), Error> {
    let Opened { database, department, keeper, mut log } = department.open()?;
    let (feed, n) =
        database.read(|connection| db::place_of(connection, batch))?.ok_or(Error::UnknownBatch)?;
    let tips = log.tips();
    keeper.sign(EntryBody::Admit { feed, n, hash: batch, of: None }, &mut log)?;
    append(&database, department, &log, &tips)
}

/// Everybody who has joined. Needs no authority.
///
/// # Errors
/// When the department is not on this server or the disk refuses.
pub fn members(department: &Department<'_>) -> Result<Vec<Member>, Error> {
    let (_, _, log) = department.open_log()?;
    let membership = log.membership();
    let is_active = |device: &DeviceId| membership.device(*device).is_some_and(|device| device.active);
    let member = |user: &posta_identity::User| Member {
        user: user.user,
        active: user.active,
        rights: user
            .assignments
            .iter()
            .map(|right| (right.role.as_str().to_owned(), right.place.clone()))
            .collect(),
        devices: user.devices.iter().map(|device| (*device, is_active(device))).collect(),
    };
    Ok(membership.users().map(member).collect())
}

fn append(database: &Database, department: DepartmentId, log: &Log, tips: &[Hash32]) -> Result<(), Error> {
    let new = log.lacked_by(tips);
    database.write(|transaction| store_entries(transaction, department, &new))
}
