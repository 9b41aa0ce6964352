//! The recovery key: splitting it, joining it, answering a challenge with it, and the drill.

use posta_identity::ids::DepartmentId;
use posta_identity::{Answer, Authority, Challenge, Log, RecoveryError, RecoveryKey, RecoveryShare};

use crate::error::Error;
use crate::manage::{Department, Opened};

/// Splits the recovery key of a department in `many` shares, `needed` of which make it. `remove`: the authority's folder
/// keeps it no longer, once the shares are proven to make it.
///
/// # Errors
/// When the key lies in shares already, the numbers do not fit, or the disk refuses.
pub fn split_recovery(
    department: &Department<'_>,
    needed: u8,
    many: u8,
    remove: bool,
) -> Result<Vec<RecoveryShare>, Error> {
    let Opened { mut keeper, .. } = department.open()?;
    let key = keeper.recovery().ok_or(RecoveryError::NoRecoveryKey)?;
    let shares = key.split(keeper.department(), needed, many)?;
    combine(&keeper, &shares)?;
    if remove {
        keeper.remove_recovery();
        keeper.save(department.authority)?;
    }
    Ok(shares)
}

/// Puts the recovery key back into the authority's folder from its shares.
///
/// # Errors
/// When the shares do not make the department's key, or the disk refuses.
pub fn join_recovery(department: &Department<'_>, shares: &[RecoveryShare]) -> Result<(), Error> {
    let Opened { mut keeper, .. } = department.open()?;
    let key = combine(&keeper, shares)?;
    keeper.restore_recovery(key)?;
    Ok(keeper.save(department.authority)?)
}

/// Answers the challenge of somebody who forgot the password; with no shares, by the key in the authority's folder.
/// Nothing is kept.
///
/// # Errors
/// When the key is not there, or the challenge is not of an active user on an active device of this department.
pub fn answer_challenge(
    department: &Department<'_>,
    challenge: &Challenge,
    shares: &[RecoveryShare],
) -> Result<Answer, Error> {
    let Opened { keeper, log, .. } = department.open()?;
    Ok(recovery_key(&keeper, shares)?.answer(log.membership(), challenge)?)
}

/// Proves that the recovery key, or these shares, would serve: it opens every epoch in the log and an answer to a
/// challenge made up on the spot. Changes nothing. Returns how many epochs it opened, and how many that a member made it
/// does not open, or whose inbox is another's: a member can spoil an epoch, but must not spoil the drill.
///
/// # Errors
/// When the key is not there, or does not serve.
pub fn drill_recovery(department: &Department<'_>, shares: &[RecoveryShare]) -> Result<Drilled, Error> {
    let Opened { department, keeper, log, .. } = department.open()?;
    let key = recovery_key(&keeper, shares)?;
    let public = log.membership().department().ok_or(Error::UnknownDepartment)?.recovery_public;
    key.drill(department, &public)?;
    open_epochs(&key, department, &log)
}

/// What a drill found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Drilled {
    /// Epochs that the key opens.
    pub epochs: usize,
    /// Epochs made by members that it does not open as it should.
    pub foul: usize,
}

fn open_epochs(key: &RecoveryKey, department: DepartmentId, log: &Log) -> Result<Drilled, Error> {
    let membership = log.membership();
    let mut drilled = Drilled::default();
    for scope in membership.scopes() {
        for epoch in membership.epochs(scope.scope) {
            let opened = key.open_epoch(department, scope.scope, epoch);
            match opened.is_some_and(|key| key.fits(epoch)) {
                true => drilled.epochs += 1,
                false if epoch.is_by_authority => return Err(RecoveryError::DoesNotOpen.into()),
                false => drilled.foul += 1,
            }
        }
    }
    Ok(drilled)
}

fn recovery_key(keeper: &Authority, shares: &[RecoveryShare]) -> Result<RecoveryKey, Error> {
    match shares {
        [] => Ok(keeper.recovery().cloned().ok_or(RecoveryError::NoRecoveryKey)?),
        shares => combine(keeper, shares),
    }
}

fn combine(keeper: &Authority, shares: &[RecoveryShare]) -> Result<RecoveryKey, Error> {
    Ok(RecoveryKey::combine(shares, keeper.department(), &keeper.recovery_public())?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use posta_identity::{
        CodeKeys, DeviceKeys, EntryBody, GrantRequest, Hash32, Invitation, KdfCost, Role, SealSecret,
        ServerKeys,
    };

    use super::*;

    #[test]
    fn a_drill_counts_epochs_that_a_member_spoiled_and_serves() {
        let (mut authority, mut log) = Authority::create("04", "Oruro", "bo").unwrap();
        let server =
            EntryBody::Server { server_public: ServerKeys::random().public(), tls_pin: Hash32::ZERO };
        authority.sign(server, &mut log).unwrap();
        let (name, place, cost) = ("Ana Prueba", "04", KdfCost::weak_for_tests());
        let request = GrantRequest { name, role: Role::Supervisor, place, expires_hour: 500_000 };
        let issued = authority.grant(&mut log, &request, cost).unwrap();
        let keys = CodeKeys::derive(&issued.code, cost).unwrap();
        let invitation = Invitation::open(&keys, &issued.sealed).unwrap();
        let joined = invitation.accept(&keys, &DeviceKeys::random()).unwrap();
        log.insert(&joined.join.encode()).unwrap();
        let key = authority.recovery().unwrap().clone();
        let before = open_epochs(&key, log.department(), &log).unwrap();
        assert!(before.epochs > 0 && before.foul == 0);
        let body = EntryBody::Epoch {
            scope: log.membership().audit(),
            epoch: Hash32::of(b"nobody has its key"),
            sealed_to_recovery: vec![],
            inbox_public: SealSecret::random().public(),
        };
        log.append(body, &joined.secrets.sign).unwrap();
        let after = open_epochs(&key, log.department(), &log).unwrap();
        assert_eq!(after, Drilled { foul: 1, ..before });
    }
}
