//! The authority of a department: the keys that certify everything in it. They lie in a folder of their own.

mod file;
mod members;

use std::io;

use crate::code::{Code, CodeKeys};
use crate::entry::{Entry, EntryBody, EntryError};
use crate::epoch::{EpochError, append_epoch, recover_epoch};
use crate::ids::{DepartmentId, Hash32, ScopeId, UserId};
use crate::invitation::{Invitation, InvitationError};
use crate::kdf::{KdfCost, KdfError};
use crate::keys::EpochKey;
use crate::log::Log;
use crate::membership::{Epoch, Membership};
use crate::recovery::{RecoveryError, RecoveryKey};
use crate::role::{Assignment, Role, Sensitivity};
use crate::seal::{SealError, SealSecret};
use crate::signing::{self, SigningKey};

use file::check_code;

const MAX_NAME: usize = 200;

/// An authority cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// The log belongs to another department.
    #[error("the membership log belongs to another department")]
    ForeignLog,
    /// A department code other than 1 to 32 letters, digits and dashes.
    #[error("the department code is not usable")]
    BadCode,
    /// A user's name that is blank, too long, or has control characters.
    #[error("the user's name is blank, too long, or has control characters")]
    BadName,
    /// A role that this version cannot grant.
    #[error("this role cannot be granted")]
    UnknownRole,
    /// Nobody of that id has joined, or they are revoked.
    #[error("there is no such active user")]
    UnknownUser,
    /// The log names no server yet.
    #[error("the membership log names no server yet")]
    NoServer,
    /// A scope's key is neither in the authority's file nor in the log.
    #[error("the key of epoch {0} is missing")]
    MissingEpochKey(Hash32),
    /// An entry was refused.
    #[error("the entry was refused: {0}")]
    Entry(#[from] EntryError),
    /// The invitation could not be made.
    #[error("the invitation could not be made: {0}")]
    Invitation(#[from] InvitationError),
    /// A key epoch could not be made or shared.
    #[error(transparent)]
    Epoch(#[from] EpochError),
    /// The recovery key is not here, or does not serve.
    #[error(transparent)]
    Recovery(#[from] RecoveryError),
    /// The code's keys could not be derived.
    #[error(transparent)]
    Kdf(#[from] KdfError),
    /// A key could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// There is no authority's file for this department code.
    #[error("there is no authority of this department in the folder")]
    NotFound,
    /// The file cannot be read.
    #[error("the authority's file is damaged")]
    Damaged,
    /// A later version wrote the file.
    #[error("the authority's file has version {0}, which this version does not read")]
    UnsupportedVersion(u8),
    /// Another authority's file stands there already.
    #[error("another authority has its file there already")]
    Exists,
    /// The file or its folder could not be read or written.
    #[error("the authority's file could not be read or written ({})", .0.kind())]
    Io(#[source] io::Error),
}

/// Whom to invite.
#[derive(Clone)]
pub struct GrantRequest<'a> {
    /// Name of the user.
    pub name: &'a str,
    /// What the user may do.
    pub role: Role,
    /// Municipality code; department code for supervisors and administrators. The caller has checked it.
    pub place: &'a str,
    /// Hours since 1970 after which the server takes no join any more.
    pub expires_hour: u32,
}

/// What inviting somebody makes.
#[derive(Debug)]
pub struct IssuedInvitation {
    /// For the person invited; kept nowhere.
    pub code: Code,
    /// Names the sealed invitation on the server.
    pub id: [u8; 16],
    /// For the server to hand out.
    pub sealed: Vec<u8>,
    /// Hash of the grant's entry.
    pub grant: Hash32,
    /// The user to be.
    pub user: UserId,
    /// Entries appended to the log, parents first.
    pub entries: Vec<Vec<u8>>,
}

/// The keys of a department's authority.
#[derive(Clone)]
pub struct Authority {
    code: String,
    sign: SigningKey,
    /// None while it lies in shares.
    recovery: Option<RecoveryKey>,
    recovery_public: [u8; 32],
    epochs: Vec<(ScopeId, EpochKey)>,
}

impl Authority {
    /// Makes a department: its keys, and a log that begins with the department, its registry and its audit.
    pub fn create(code: &str, name: &str, pack: &str) -> Result<(Self, Log), AuthorityError> {
        check_code(code)?;
        let recovery = RecoveryKey(SealSecret::random());
        let mut authority = Self {
            code: code.to_owned(),
            sign: signing::random_key(),
            recovery_public: recovery.public(),
            recovery: Some(recovery),
            epochs: Vec::new(),
        };
        let mut log = Log::new(authority.department());
        let body = EntryBody::Department {
            code: code.to_owned(),
            name: name.to_owned(),
            pack: pack.to_owned(),
            recovery_public: authority.recovery_public,
        };
        authority.sign(body, &mut log)?;
        let id = authority.department();
        for (scope, sensitivity) in
            [(ScopeId::registry_of(&id), Sensitivity::Registry), (ScopeId::audit_of(&id), Sensitivity::Audit)]
        {
            let epoch = authority.append_scope(&mut log, scope, code, sensitivity)?;
            authority.epochs.push(epoch);
        }
        Ok((authority, log))
    }

    /// Department code of the pack.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The department.
    pub fn department(&self) -> DepartmentId {
        DepartmentId::of(&self.public())
    }

    /// The public half of the signing key.
    pub fn public(&self) -> [u8; 32] {
        signing::public_of(&self.sign)
    }

    /// Signs `body` on top of `log` and appends it.
    pub fn sign(&self, body: EntryBody, log: &mut Log) -> Result<Entry, AuthorityError> {
        if log.department() != self.department() {
            return Err(AuthorityError::ForeignLog);
        }
        Ok(log.append(body, &self.sign)?)
    }

    /// Invites somebody: a grant, and for the first care or protection user of a municipality the scope and its first
    /// epoch. On failure `log` stays as it was. New epoch keys are also in the log, sealed to the recovery key, so
    /// nothing is lost if the authority is not saved afterwards.
    pub fn grant(
        &mut self,
        log: &mut Log,
        request: &GrantRequest<'_>,
        cost: KdfCost,
    ) -> Result<IssuedInvitation, AuthorityError> {
        check_name(request.name)?;
        if matches!(request.role, Role::Other(_)) {
            return Err(AuthorityError::UnknownRole);
        }
        let server = *log.membership().server().ok_or(AuthorityError::NoServer)?;
        let tips = log.tips();
        let mut draft = log.clone();
        let right = Assignment { role: request.role.clone(), place: request.place.to_owned() };
        let made = self.append_scope_of(&mut draft, &right)?;
        let epoch_keys = self.keys_for(&right, draft.membership(), made.as_ref())?;
        let code = Code::random();
        let keys = CodeKeys::derive(&code, cost)?;
        let user = UserId::random();
        let body = EntryBody::Grant {
            invitation: keys.public(),
            user,
            name: request.name.to_owned(),
            role: request.role.clone(),
            place: request.place.to_owned(),
            expires_hour: request.expires_hour,
        };
        let grant = self.sign(body, &mut draft)?.hash();
        let invitation = Invitation {
            authority_public: self.public(),
            department: self.department(),
            server_public: server.server_public,
            tls_pin: server.tls_pin,
            grant,
            user,
            entries: draft.entries(),
            epoch_keys,
        };
        let sealed = invitation.seal(&keys)?;
        let entries = draft.lacked_by(&tips);
        *log = draft;
        self.epochs.extend(made);
        Ok(IssuedInvitation { code, id: keys.id, sealed, grant, user, entries })
    }

    /// The scope of the team that a right makes somebody a member of, unless it is there.
    fn append_scope_of(
        &self,
        log: &mut Log,
        right: &Assignment,
    ) -> Result<Option<(ScopeId, EpochKey)>, AuthorityError> {
        let sensitivity = match right.role {
            Role::Care => Sensitivity::Care,
            Role::Protection => Sensitivity::Protection,
            _ => return Ok(None),
        };
        if log.membership().scope_of(&sensitivity, &right.place).is_some() {
            return Ok(None);
        }
        self.append_scope(log, ScopeId::random(), &right.place, sensitivity).map(Some)
    }

    fn append_scope(
        &self,
        log: &mut Log,
        scope: ScopeId,
        place: &str,
        sensitivity: Sensitivity,
    ) -> Result<(ScopeId, EpochKey), AuthorityError> {
        self.sign(EntryBody::Scope { scope, place: place.to_owned(), sensitivity }, log)?;
        Ok((scope, append_epoch(log, scope, &self.sign)?))
    }

    /// All epoch keys of the scopes that a right opens, the registry first, the current one of a scope last.
    fn keys_for(
        &self,
        right: &Assignment,
        membership: &Membership,
        made: Option<&(ScopeId, EpochKey)>,
    ) -> Result<Vec<(ScopeId, EpochKey)>, AuthorityError> {
        let mut scopes = membership.opened_by(right);
        scopes.sort_by_key(|scope| *scope != membership.registry());
        let mut keys = Vec::new();
        for scope in scopes {
            let current = membership.current_epoch(scope);
            let mut epochs: Vec<&Epoch> = membership.epochs(scope).iter().collect();
            epochs.sort_by_key(|epoch| Some(epoch.epoch) == current);
            for epoch in epochs {
                let known = self.epochs.iter().chain(made).find(|(_, key)| key.id == epoch.epoch);
                let key = known.map(|(_, key)| key.clone()).or_else(|| self.recover(scope, epoch));
                match key {
                    Some(key) => keys.push((scope, key)),
                    // What a member sealed wrongly must not keep everybody from being invited.
                    None if !epoch.is_by_authority => {}
                    None => return Err(AuthorityError::MissingEpochKey(epoch.epoch)),
                }
            }
        }
        Ok(keys)
    }

    fn recover(&self, scope: ScopeId, epoch: &Epoch) -> Option<EpochKey> {
        let recovery = &self.recovery.as_ref()?.0;
        recover_epoch(recovery, self.department(), scope, epoch.epoch, &epoch.sealed_to_recovery)
    }
}

fn check_name(name: &str) -> Result<(), AuthorityError> {
    let usable =
        !name.trim().is_empty() && name.chars().count() <= MAX_NAME && !name.chars().any(char::is_control);
    if usable { Ok(()) } else { Err(AuthorityError::BadName) }
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Authority({})", self.department())
    }
}
