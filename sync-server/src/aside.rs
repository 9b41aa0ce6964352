//! What lies aside of those who were cut off, in every scope, also in those that nobody but their members reads: so
//! that whoever holds the authority can let it in. Ids and sizes only.

use posta_identity::SessionCertificate;
use posta_identity::ids::{Actor, DeviceId, Hash32, ScopeId, UserId};
use posta_protocol::FeedId;

use crate::database as db;
use crate::error::Error;
use crate::manage::Department;
use crate::merge::Judge;

/// A batch that is stored and passed on, and does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// Hash of its header: what `admit` takes.
    pub batch: Hash32,
    /// Place in its feed, from 1.
    pub n: u64,
    /// Its feed.
    pub feed: [u8; 16],
    /// The scope that it, or its lane, is of.
    pub scope: ScopeId,
    /// `registry`, `care`, `protection`, `audit`.
    pub sensitivity: String,
    /// Code of the scope's municipality or department.
    pub place: String,
    /// Whose session signed it.
    pub user: UserId,
    /// The device whose feed it is.
    pub device: DeviceId,
    /// Length of its body. Bytes.
    pub bytes: u64,
}

/// The batches of a department that do not count, feed by feed in order. Needs no authority.
///
/// # Errors
/// When the department is not on this server or the disk refuses.
pub fn aside(department: &Department<'_>) -> Result<Vec<Aside>, Error> {
    let (database, department, log) = department.open_log()?;
    let membership = log.membership();
    let mut judge = Judge::by(&log);
    database.read(|connection| {
        let mut found = Vec::new();
        for place in db::places(connection)? {
            let Some((scope, _)) = membership.lane(place.lane) else { continue };
            let (feed, actor) = (FeedId::from(place.feed), Actor::from(place.actor));
            if judge.standing(connection, place.lane, feed, actor)?.counts(&place.hash) {
                continue;
            }
            let bytes = db::session(connection, department, actor)?.ok_or(Error::Damaged("session"))?;
            let session = SessionCertificate::decode(&bytes).map_err(|_| Error::Damaged("session"))?;
            found.push(Aside {
                batch: place.hash,
                n: place.n,
                feed: place.feed,
                scope: scope.scope,
                sensitivity: scope.sensitivity.as_str().to_owned(),
                place: scope.place.clone(),
                user: session.user,
                device: session.device,
                bytes: place.bytes,
            });
        }
        Ok(found)
    })
}
