//! Making key epochs and handing their keys to members.

use crate::entry::{EntryBody, EntryError};
use crate::ids::{DepartmentId, Hash32, ScopeId, UserId};
use crate::keys::EpochKey;
use crate::log::Log;
use crate::membership::{Epoch, Membership};
use crate::recovery::RecoveryKey;
use crate::seal::{SealError, SealSecret, hpke_open, hpke_seal};
use crate::signing::SigningKey;
use crate::user::UserSecrets;

const RECOVERY_INFO: &[u8] = b"posta epoch recovery";
const SHARE_INFO: &[u8] = b"posta epoch share";

/// An epoch could not be made or shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EpochError {
    /// The log does not begin with a department, so there is no recovery key.
    #[error("the membership log has no first entry")]
    NoDepartment,
    /// Nobody of that id has joined.
    #[error("there is no such user")]
    UnknownUser,
    /// The log refused the entry.
    #[error("the entry was refused: {0}")]
    Entry(#[from] EntryError),
    /// The key could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// Makes a new epoch of a scope and shares its key with every member. `signer` is a member's key, or the authority's.
/// On failure `log` stays as it was. The new entries are those that [`Log::lacked_by`] tells for the tips of before.
///
/// # Errors
/// When the signer may not, or a key cannot be sealed.
pub fn mint_epoch(log: &mut Log, scope: ScopeId, signer: &SigningKey) -> Result<EpochKey, EpochError> {
    let mut draft = log.clone();
    let known = draft.membership();
    let members = known.members(scope).into_iter().filter_map(|user| known.user(user));
    let members: Vec<(UserId, [u8; 32])> = members.map(|user| (user.user, user.seal_public)).collect();
    let key = append_epoch(&mut draft, scope, signer)?;
    for (user, public) in members {
        append_share(&mut draft, scope, &key, user, &public, signer)?;
    }
    *log = draft;
    Ok(key)
}

/// Makes a new epoch without sharing it: nobody has its key but whoever has the recovery key.
pub(crate) fn append_epoch(
    log: &mut Log,
    scope: ScopeId,
    signer: &SigningKey,
) -> Result<EpochKey, EpochError> {
    let recovery = log.membership().department().ok_or(EpochError::NoDepartment)?.recovery_public;
    let key = EpochKey::random();
    let aad = recovery_aad(log.department(), scope, key.id);
    let sealed_to_recovery = hpke_seal(&recovery, RECOVERY_INFO, &aad, key.key.as_ref())?;
    let inbox_public = key.inbox().public();
    log.append(EntryBody::Epoch { scope, epoch: key.id, sealed_to_recovery, inbox_public }, signer)?;
    Ok(key)
}

/// Seals an epoch's key to a user and appends that. Members share with those whom [`Membership::lacks_share`] names.
///
/// # Errors
/// When the signer may not, or the user is not known.
pub fn share_epoch(
    log: &mut Log,
    scope: ScopeId,
    key: &EpochKey,
    user: UserId,
    signer: &SigningKey,
) -> Result<(), EpochError> {
    let public = log.membership().user(user).ok_or(EpochError::UnknownUser)?.seal_public;
    append_share(log, scope, key, user, &public, signer)
}

fn append_share(
    log: &mut Log,
    scope: ScopeId,
    key: &EpochKey,
    user: UserId,
    public: &[u8; 32],
    signer: &SigningKey,
) -> Result<(), EpochError> {
    let aad = share_aad(log.department(), scope, key.id, user);
    let sealed = hpke_seal(public, SHARE_INFO, &aad, key.key.as_ref())?;
    log.append(EntryBody::Share { scope, epoch: key.id, user, sealed }, signer)?;
    Ok(())
}

/// Opens an epoch's key with the recovery key; none if it was not sealed as it should.
pub(crate) fn recover_epoch(
    recovery: &SealSecret,
    department: DepartmentId,
    scope: ScopeId,
    epoch: Hash32,
    sealed: &[u8],
) -> Option<EpochKey> {
    open_key(recovery, RECOVERY_INFO, &recovery_aad(department, scope, epoch), epoch, sealed)
}

impl RecoveryKey {
    /// Opens an epoch's key as the log has it; none if it was not sealed to this key as it should.
    pub fn open_epoch(&self, department: DepartmentId, scope: ScopeId, epoch: &Epoch) -> Option<EpochKey> {
        recover_epoch(&self.0, department, scope, epoch.epoch, &epoch.sealed_to_recovery)
    }
}

impl UserSecrets {
    /// Adds the epoch keys that were shared with this user in the log, and puts the current epoch of each scope last.
    /// Tells which of the keys held are foul: their epoch's inbox is not theirs, so that whoever made it would read
    /// alone what others leave there. Such a key still opens what was sealed with it; nothing more is to be.
    pub fn open_shares(&mut self, membership: &Membership) -> Vec<(ScopeId, Hash32)> {
        for (scope, epoch, sealed) in membership.shares(self.user) {
            if self.epoch(scope, epoch).is_some() {
                continue;
            }
            let aad = share_aad(self.department, scope, epoch, self.user);
            if let Some(key) = open_key(&self.seal, SHARE_INFO, &aad, epoch, sealed) {
                self.epochs.push((scope, key));
            }
        }
        self.epochs.sort_by_cached_key(|(scope, key)| {
            let is_current = membership.current_epoch(*scope) == Some(key.id);
            let place = membership.epochs(*scope).iter().position(|epoch| epoch.epoch == key.id);
            (is_current, place)
        });
        let foul = |(scope, key): &&(ScopeId, EpochKey)| {
            membership.epoch(*scope, key.id).is_some_and(|epoch| !key.fits(epoch))
        };
        self.epochs.iter().filter(foul).map(|(scope, key)| (*scope, key.id)).collect()
    }

    /// The key of the current epoch of a scope, if this user holds it and its inbox is that of the key. Whoever has
    /// none makes a new epoch.
    pub fn sound_epoch(&self, membership: &Membership, scope: ScopeId) -> Option<&EpochKey> {
        let epoch = membership.epoch(scope, membership.current_epoch(scope)?)?;
        self.epoch(scope, epoch.epoch).filter(|key| key.fits(epoch))
    }
}

impl EpochKey {
    /// Whether this is the key of an epoch, and the epoch's inbox this key's.
    pub fn fits(&self, epoch: &Epoch) -> bool {
        self.id == epoch.epoch && self.inbox().public() == epoch.inbox_public
    }
}

fn open_key(secret: &SealSecret, info: &[u8], aad: &[u8], epoch: Hash32, sealed: &[u8]) -> Option<EpochKey> {
    let plain = hpke_open(secret, info, aad, sealed).ok()?;
    let key = EpochKey::from_key(plain.as_slice().try_into().ok()?);
    (key.id == epoch).then_some(key)
}

fn recovery_aad(department: DepartmentId, scope: ScopeId, epoch: Hash32) -> Vec<u8> {
    [department.as_bytes().as_slice(), scope.as_bytes(), epoch.as_bytes()].concat()
}

fn share_aad(department: DepartmentId, scope: ScopeId, epoch: Hash32, user: UserId) -> Vec<u8> {
    [department.as_bytes().as_slice(), scope.as_bytes(), epoch.as_bytes(), user.as_bytes()].concat()
}
