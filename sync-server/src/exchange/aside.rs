//! What a supervisor's device is told of what lies aside in scopes that it does not hold: who, where, how many, when.

use std::collections::BTreeMap;

use posta_identity::ids::{DeviceId, ScopeId, UserId};
use posta_identity::{Log, Membership, Role, SessionCertificate};
use posta_protocol::{AsideLine, BatchHeader};
use rusqlite::Connection;

use crate::database as db;
use crate::error::Error;
use crate::merge::Judge;

/// Lines of one answer, at most.
const LINES: usize = 500;

/// The lines for a device on which a supervisor works; none for others, and none while everybody stands.
pub(super) fn lines(connection: &Connection, log: &Log, device: DeviceId) -> Result<Vec<AsideLine>, Error> {
    let membership = log.membership();
    if !is_supervised(membership, device) || stands_everybody(membership) {
        return Ok(Vec::new());
    }
    let mut judge = Judge::by(log);
    let mut lines = BTreeMap::<(ScopeId, UserId, DeviceId), AsideLine>::new();
    for bytes in db::sessions(connection, log.department())? {
        let session = SessionCertificate::decode(&bytes).map_err(|_| Error::Damaged("session"))?;
        if stands(membership, &session) {
            continue;
        }
        for batch in db::written_by(connection, session.actor())? {
            let Some((scope, _)) = membership.lane(batch.lane) else { continue };
            if membership.may_hold(device, batch.lane)
                || judge.standing(connection, batch.lane, batch.feed, session.actor())?.counts(&batch.hash)
            {
                continue;
            }
            let header = BatchHeader::decode(&batch.header).map_err(|_| Error::Damaged("batch"))?;
            let key = (scope.scope, session.user, session.device);
            let line = lines.entry(key).or_insert_with(|| AsideLine {
                scope: scope.scope,
                user: session.user,
                device: session.device,
                batches: 0,
                from_hour: header.hour,
                to_hour: header.hour,
            });
            line.batches = line.batches.saturating_add(1);
            line.from_hour = line.from_hour.min(header.hour);
            line.to_hour = line.to_hour.max(header.hour);
        }
    }
    Ok(lines.into_values().take(LINES).collect())
}

fn is_supervised(membership: &Membership, device: DeviceId) -> bool {
    let supervises = |user: &UserId| {
        let user = membership.user(*user).filter(|user| user.active);
        user.is_some_and(|user| user.assignments.iter().any(|right| right.role == Role::Supervisor))
    };
    let device = membership.device(device).filter(|device| device.active);
    device.is_some_and(|device| device.users.iter().any(supervises))
}

fn stands_everybody(membership: &Membership) -> bool {
    membership.users().all(|user| user.active && user.ended.is_empty())
        && membership.devices().all(|device| device.active)
}

fn stands(membership: &Membership, session: &SessionCertificate) -> bool {
    membership.user(session.user).is_some_and(|user| user.active && user.ended.is_empty())
        && membership.device(session.device).is_some_and(|device| device.active)
}
