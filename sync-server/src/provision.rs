//! What is done beside the running server: making a department, inviting somebody.

use std::path::Path;

use posta_domain::Pack;
use posta_identity::ids::{DepartmentId, Hash32, UserId};
use posta_identity::private_file::write_private;
use posta_identity::{
    Authority, AuthorityError, Code, EntryBody, GrantRequest, Invitation, KdfCost, Log, Role, ServerKeys,
};

use crate::clock::now_hour;
use crate::database::{self as db, Database, StoredInvitation};
use crate::error::Error;
use crate::folder::{Folder, read_if_present};
use crate::members::store_entries;
use crate::tls::make_certificate;

/// The longest that an invitation may wait. Hours.
pub const MAX_HOURS: u32 = 30 * 24;

/// A department of this server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InitOutcome {
    /// Its id.
    pub department: DepartmentId,
    /// Its code in the pack.
    pub code: String,
    /// Its name in the pack.
    pub name: String,
    /// SHA-256 of the server certificate's public key (SPKI, DER).
    pub tls_pin: Hash32,
    /// It was there before; nothing was changed.
    pub already: bool,
}

/// Makes the server's keys where they are missing, and a department with its authority and registry.
///
/// # Errors
/// When the pack does not know the code, the authority's folder holds that department of another server, or the
/// disk refuses.
pub fn init_department(data: &Path, authority: &Path, pack: &str, code: &str) -> Result<InitOutcome, Error> {
    let name = pack_of(pack)?.department(code).ok_or(Error::BadPlace)?.name.clone();
    let folder = Folder::new(data);
    folder.create()?;
    let keys = make_server_keys(&folder)?;
    let tls_pin = make_certificate(&folder)?;
    let database = folder.open_database()?;
    let public = keys.public();
    database.write(|transaction| db::set_server_key(transaction, public))?;
    if database.read(db::server_key)? != Some(public) {
        return Err(Error::OtherServer);
    }
    let outcome = |department, already| InitOutcome {
        department,
        code: code.to_owned(),
        name: name.clone(),
        tls_pin,
        already,
    };
    if let Some(department) = database.read(|connection| db::department_of_code(connection, pack, code))? {
        return Ok(outcome(department, true));
    }
    if Authority::exists(authority, code) {
        return Err(Error::AuthorityElsewhere);
    }
    let (keeper, mut log) = Authority::create(code, &name, pack)?;
    let server = EntryBody::Server { server_public: keys.public(), tls_pin };
    keeper.sign(server, &mut log)?;
    // The authority first: a department whose authority is lost could never admit anybody.
    keeper.save(authority)?;
    database.write(|transaction| {
        db::add_department(transaction, keeper.department(), pack, code)?;
        store_entries(transaction, keeper.department(), &log.entries())
    })?;
    Ok(outcome(keeper.department(), false))
}

/// Whom to invite.
#[derive(Clone)]
pub struct InviteRequest<'a> {
    /// Id of the pack.
    pub pack: &'a str,
    /// Name of the user.
    pub name: &'a str,
    /// What the user may do.
    pub role: Role,
    /// Municipality code; for supervisors and administrators also a department code.
    pub place: &'a str,
    /// How long the code may be used. Hours, 1 to [`MAX_HOURS`].
    pub hours: u32,
    /// Cost of deriving the code's keys: [`KdfCost::STANDARD`] outside tests.
    pub cost: KdfCost,
}

/// What the person invited is given.
#[derive(Clone)]
pub struct Issued {
    /// The one-time code; kept nowhere.
    pub code: Code,
    /// The user to be.
    pub user: UserId,
    /// Where it is good.
    pub department: DepartmentId,
    /// Until when. Unix seconds.
    pub expires: i64,
    /// What the code opens, for who joins without a connection.
    pub sealed: Vec<u8>,
    /// Four words that the joining screen shows too.
    pub words: [&'static str; 4],
}

/// Makes a one-time code. Works while the server runs.
///
/// # Errors
/// When the place does not fit, the department is not on this server, the authority is not in its folder, or the
/// disk refuses.
pub fn invite(data: &Path, authority: &Path, request: &InviteRequest<'_>) -> Result<Issued, Error> {
    let expires_hour = now_hour() + request.hours;
    if !(1..=MAX_HOURS).contains(&request.hours) {
        return Err(Error::BadHours);
    }
    invite_until(data, authority, request, expires_hour)
}

/// As [`invite`], until an hour since 1970 that may lie in the past: for tests of expiry.
///
/// # Errors
/// As [`invite`].
#[doc(hidden)]
pub fn invite_until(
    data: &Path,
    authority: &Path,
    request: &InviteRequest<'_>,
    expires_hour: u32,
) -> Result<Issued, Error> {
    let code = department_code(request)?;
    let folder = Folder::new(data);
    let database = folder.open_own_database(&folder.keys()?)?;
    let department = database
        .read(|connection| db::department_of_code(connection, request.pack, &code))?
        .ok_or(Error::UnknownDepartment)?;
    let mut keeper = Authority::load(authority, &code)?;
    if keeper.department() != department {
        return Err(Error::Authority);
    }
    let mut log = read_log(&database, department)?;
    let grant =
        GrantRequest { name: request.name, role: request.role.clone(), place: request.place, expires_hour };
    let issued = keeper.grant(&mut log, &grant, request.cost)?;
    keeper.save(authority)?;
    let expires = i64::from(expires_hour) * 3600;
    let words = Invitation::words_of(department, &issued.grant);
    let sealed = issued.sealed.clone();
    let invitation = StoredInvitation { department, grant: issued.grant, sealed: issued.sealed, expires };
    database.write(|transaction| {
        store_entries(transaction, department, &issued.entries)?;
        db::add_invitation(transaction, issued.id, &invitation)
    })?;
    Ok(Issued { code: issued.code, user: issued.user, department, expires, sealed, words })
}

/// The department that a place belongs to: a municipality of the pack, or for a supervisor or administrator the
/// department itself.
fn department_code(request: &InviteRequest<'_>) -> Result<String, Error> {
    let pack = pack_of(request.pack)?;
    if let Role::Other(_) = request.role {
        return Err(Error::BadRole);
    }
    let oversees = matches!(request.role, Role::Supervisor | Role::Administrator);
    if oversees && pack.department(request.place).is_some() {
        return Ok(request.place.to_owned());
    }
    pack.municipality(request.place).ok_or(Error::BadPlace)?;
    request.place.get(..2).map(str::to_owned).ok_or(Error::BadPlace)
}

pub(crate) fn pack_of(id: &str) -> Result<&'static Pack, Error> {
    Pack::find(id).ok_or(Error::UnknownPack)
}

pub(crate) fn read_log(database: &Database, department: DepartmentId) -> Result<Log, Error> {
    let (entries, _) = database.read(|connection| db::entries_after(connection, department, 0))?;
    let mut log = Log::new(department);
    for entry in entries {
        log.insert(&entry).map_err(|_| Error::Damaged("membership entry"))?;
    }
    Ok(log)
}

fn make_server_keys(folder: &Folder) -> Result<ServerKeys, Error> {
    if let Some(bytes) = read_if_present(&folder.server_key())? {
        return ServerKeys::from_bytes(&bytes).map_err(|_| Error::Damaged("server key"));
    }
    let keys = ServerKeys::random();
    write_private(&folder.server_key(), &keys.to_bytes())?;
    Ok(keys)
}

impl From<AuthorityError> for Error {
    fn from(error: AuthorityError) -> Self {
        match error {
            AuthorityError::NotFound => Self::Authority,
            AuthorityError::BadName => Self::BadName,
            AuthorityError::UnknownRole => Self::BadRole,
            AuthorityError::Exists => Self::AuthorityElsewhere,
            AuthorityError::UnknownUser => Self::UnknownMember,
            AuthorityError::Recovery(error) => Self::Recovery(error),
            AuthorityError::Io(error) => Self::Folder(error),
            other => Self::Identity(other),
        }
    }
}
