//! What an exchange would carry, by what the last receipts cover.

use posta_identity::{
    Lane, Membership, Sensitivity,
    ids::{DeviceId, Hash32, ScopeId},
};
use posta_protocol::{BatchHeader, Seal, Vector};
use posta_store::DeviceFile;

use crate::{Error, setting};

/// One scope, or one lane of it, of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopePlan {
    pub scope: ScopeId,
    /// What this device stores.
    pub vector: Vector,
    /// What the last receipt does not cover, each feed in order.
    pub send: Vec<Hash32>,
    /// No user here may read it (any more): own batches go up, none come down.
    pub upload_only: bool,
}

/// What the next request would carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Every scope and lane that some user of this device may read, and those with own work in them; checkpoints only
    /// where they are wanted.
    pub scopes: Vec<ScopePlan>,
    /// The last exchange was cut: what the server has is asked before anything is sent again.
    pub asks_first: bool,
    /// Batches that are carried, of others or one's own.
    pub carried: usize,
}

impl Plan {
    /// Batches to send.
    pub fn batches(&self) -> usize {
        self.carried + self.scopes.iter().map(|scope| scope.send.len()).sum::<usize>()
    }
}

/// Reads what there is to exchange. Writes nothing.
pub fn plan(device: &DeviceFile, membership: &Membership, id: DeviceId) -> Result<Plan, Error> {
    let (mut scopes, heard) = (Vec::new(), setting::heard(device)?);
    let carried = device.carried()?;
    let own = device.own_among(&carried, &id)?;
    let carried = device.without_covered(carried, &own)?.len();
    let carries_own = |lane| own.iter().any(|own| own.lane == lane);
    for scope in membership.scopes().map(|scope| scope.scope) {
        for lane in [scope, scope.inbox(), scope.checkpoint()] {
            scopes.extend(plan_lane(
                device,
                membership,
                id,
                (scope, lane),
                heard.get(&lane),
                carries_own(lane),
            )?);
        }
    }
    Ok(Plan { scopes, asks_first: setting::asks_first(device)?, carried })
}

fn plan_lane(
    device: &DeviceFile,
    membership: &Membership,
    id: DeviceId,
    (scope, lane): (ScopeId, ScopeId),
    heard: Option<&Vector>,
    carries_own: bool,
) -> Result<Option<ScopePlan>, Error> {
    let Some((_, kind)) = membership.lane(lane) else { return Ok(None) };
    let has_own = || Ok::<_, Error>(carries_own || !device.own_feeds(&lane)?.is_empty());
    let reads = membership.may_hold(id, lane)
        && match kind {
            Lane::Main | Lane::Inbox => true,
            // What else erased batches held reaches whoever had not taken it in only this way.
            Lane::Checkpoint => device.wants_checkpoint(&scope)? || device.has_hollow(&scope)? || has_own()?,
        };
    let brings = membership.may_send(id, lane) && has_own()?;
    if !reads && !brings {
        return Ok(None);
    }
    let covered = device.receipt(&lane)?.map(|(vector, _)| vector).unwrap_or_default();
    let vector = device.vector(&lane)?;
    let send = match reads {
        true => {
            device.lacked_by(&lane, &heard.map_or_else(|| covered.clone(), |heard| covered.union(heard)))?
        }
        false => device.own_lacked_by(&lane, &covered)?,
    };
    Ok(Some(ScopePlan { scope: lane, vector, send, upload_only: !reads }))
}

/// Whether a body is sealed as its lane asks: in a registry not at all, in an inbox to its members, else under the
/// epoch's key.
pub(crate) fn is_sealed_well(membership: &Membership, header: &BatchHeader) -> bool {
    let Some((scope, lane)) = membership.lane(header.scope) else { return false };
    if scope.sensitivity == Sensitivity::Registry {
        return !header.is_sealed();
    }
    let seal = if lane == Lane::Inbox { Seal::Inbox } else { Seal::Epoch };
    // That of a newer program is kept and passed on.
    header.is_sealed() && (header.seal == seal || matches!(header.seal, Seal::Other(_)))
}

/// Whether a lane is of a scope whose content only its members read.
pub(crate) fn is_confidential(membership: &Membership, lane: ScopeId) -> bool {
    membership.lane(lane).is_some_and(|(scope, _)| scope.sensitivity != Sensitivity::Registry)
}
