//! What a supervisor's device is told of what lies aside in scopes that it does not hold: who, where, how many, when.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use crate::database::Connection;
use posta_identity::ids::{DepartmentId, DeviceId, Hash32, ScopeId, UserId};
use posta_identity::{Log, Membership, Role, SessionCertificate};
use posta_protocol::{AsideLine, BatchHeader};

use crate::database as db;
use crate::error::Error;
use crate::merge::Judge;

/// Lines of one answer, at most.
const LINES: usize = 500;

/// What was found last in each department. It is looked for again only when the log changed or somebody who was cut off
/// has brought more, so that everybody's evening exchange does not read their whole past.
#[derive(Default)]
pub(crate) struct Memory(Mutex<HashMap<DepartmentId, Arc<Found>>>);

/// What lies aside, lane by lane, as of a state of the log and of what those who were cut off have brought.
struct Found {
    tips: Vec<Hash32>,
    brought: i64,
    lines: Vec<(ScopeId, AsideLine)>,
}

impl Memory {
    /// The lines for a device on which a supervisor works; none for others, and none while everybody stands.
    pub(super) fn lines(
        &self,
        connection: &Connection,
        log: &Log,
        device: DeviceId,
    ) -> Result<Vec<AsideLine>, Error> {
        let membership = log.membership();
        if !is_supervised(membership, device) || stands_everybody(membership) {
            return Ok(Vec::new());
        }
        let found = self.found(connection, log)?;
        let mut lines = BTreeMap::<(ScopeId, UserId, DeviceId), AsideLine>::new();
        for (lane, line) in &found.lines {
            if !membership.may_hold(device, *lane) {
                let key = (line.scope, line.user, line.device);
                lines.entry(key).and_modify(|all| add(all, line)).or_insert_with(|| line.clone());
            }
        }
        Ok(lines.into_values().take(LINES).collect())
    }

    fn found(&self, connection: &Connection, log: &Log) -> Result<Arc<Found>, Error> {
        let cut_off = cut_off(connection, log)?;
        let mut brought = 0;
        for session in &cut_off {
            brought += db::count_by(connection, session.actor())?;
        }
        let (tips, department) = (log.tips(), log.department());
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&department).cloned();
        if let Some(known) = known.filter(|known| known.tips == tips && known.brought == brought) {
            return Ok(known);
        }
        let found = Arc::new(Found { tips, brought, lines: find(connection, log, &cut_off)? });
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(department, Arc::clone(&found));
        Ok(found)
    }
}

fn find(
    connection: &Connection,
    log: &Log,
    cut_off: &[SessionCertificate],
) -> Result<Vec<(ScopeId, AsideLine)>, Error> {
    let mut judge = Judge::by(log);
    let mut lines = BTreeMap::<(ScopeId, UserId, DeviceId), AsideLine>::new();
    for session in cut_off {
        for batch in db::written_by(connection, session.actor())? {
            let Some((scope, _)) = log.membership().lane(batch.lane) else { continue };
            if judge.standing(connection, batch.lane, batch.feed, session.actor())?.counts(&batch.hash) {
                continue;
            }
            let hour = BatchHeader::decode(&batch.header).map_err(|_| Error::Damaged("batch"))?.hour;
            let (scope, user, device) = (scope.scope, session.user, session.device);
            let line = AsideLine { scope, user, device, batches: 1, from_hour: hour, to_hour: hour };
            let key = (batch.lane, user, device);
            lines.entry(key).and_modify(|all| add(all, &line)).or_insert(line);
        }
    }
    Ok(lines.into_iter().map(|((lane, ..), line)| (lane, line)).collect())
}

fn add(all: &mut AsideLine, line: &AsideLine) {
    all.batches = all.batches.saturating_add(line.batches);
    all.from_hour = all.from_hour.min(line.from_hour);
    all.to_hour = all.to_hour.max(line.to_hour);
}

/// The sessions of those who do not stand.
fn cut_off(connection: &Connection, log: &Log) -> Result<Vec<SessionCertificate>, Error> {
    let mut found = Vec::new();
    for bytes in db::sessions(connection, log.department())? {
        let session = SessionCertificate::decode(&bytes).map_err(|_| Error::Damaged("session"))?;
        if !stands(log.membership(), &session) {
            found.push(session);
        }
    }
    Ok(found)
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
