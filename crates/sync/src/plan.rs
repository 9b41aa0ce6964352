//! What an exchange would carry, by what the last receipts cover.

use posta_identity::{
    Membership, Sensitivity,
    ids::{DeviceId, Hash32, ScopeId},
};
use posta_protocol::Vector;
use posta_store::DeviceFile;

use crate::{Error, setting};

/// One scope of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopePlan {
    pub scope: ScopeId,
    /// What this device stores.
    pub vector: Vector,
    /// What the last receipt does not cover, each feed in order.
    pub send: Vec<Hash32>,
}

/// What the next request would carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Every scope that some user of this device may open.
    pub scopes: Vec<ScopePlan>,
    /// The last exchange was cut: what the server has is asked before anything is sent again.
    pub asks_first: bool,
}

impl Plan {
    /// Batches to send.
    pub fn batches(&self) -> usize {
        self.scopes.iter().map(|scope| scope.send.len()).sum()
    }
}

/// Reads what there is to exchange. Writes nothing.
pub fn plan(device: &DeviceFile, membership: &Membership, id: DeviceId) -> Result<Plan, Error> {
    let held = membership.scopes().map(|scope| scope.scope).filter(|scope| membership.may_hold(id, *scope));
    let scopes = held
        .map(|scope| {
            let covered = device.receipt(&scope)?.map(|(vector, _)| vector).unwrap_or_default();
            Ok(ScopePlan { scope, vector: device.vector(&scope)?, send: device.lacked_by(&scope, &covered)? })
        })
        .collect::<Result<_, Error>>()?;
    Ok(Plan { scopes, asks_first: setting::asks_first(device)? })
}

/// Whether bodies of a scope travel sealed: all but those of a registry.
pub(crate) fn is_confidential(membership: &Membership, scope: &ScopeId) -> bool {
    membership.scope(*scope).is_none_or(|scope| scope.sensitivity != Sensitivity::Registry)
}
