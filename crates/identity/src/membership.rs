//! Who is who, and who may do what: a pure function of the set of accepted entries.

mod fold;
mod lookup;
mod record;

use std::collections::{BTreeMap, BTreeSet};

use crate::entry::Revoked;
use crate::ids::{DepartmentId, DeviceId, Hash32, ScopeId, UserId};
use crate::role::{Assignment, Lane};

pub use record::{Department, Device, Epoch, Erased, Grant, Limit, Order, Scope, Server, User};

/// A revocation that has effect.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Revocation {
    hash: Hash32,
    who: Revoked,
    /// Who signed it; none for the authority.
    by: Option<UserId>,
    /// The feeds of which it named a batch.
    named: BTreeSet<[u8; 16]>,
    /// By feed: the batches through which it counts, with what was admitted since.
    cuts: BTreeMap<[u8; 16], BTreeSet<(u64, Hash32)>>,
    /// The authority orders the device to destroy its keys.
    destroy: bool,
}

/// An epoch key sealed to a member.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Share {
    scope: ScopeId,
    epoch: Hash32,
    sealed: Vec<u8>,
}

/// The members of a department. Access is denied unless a rule of [`crate::access`] grants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    id: DepartmentId,
    department: Option<Department>,
    server: Option<Server>,
    scopes: BTreeMap<ScopeId, Scope>,
    /// From a lane's id to its scope.
    lanes: BTreeMap<ScopeId, (ScopeId, Lane)>,
    epochs: BTreeMap<ScopeId, Vec<Epoch>>,
    grants: BTreeMap<Hash32, Grant>,
    users: BTreeMap<UserId, User>,
    devices: BTreeMap<DeviceId, Device>,
    revocations: Vec<Revocation>,
    /// Rights that were ended by name and not given again, whatever became of the user.
    ended_by_name: BTreeMap<UserId, BTreeSet<Assignment>>,
    shares: BTreeMap<UserId, Vec<Share>>,
    /// Epochs whose keys a user's invitation brought.
    invited: BTreeMap<UserId, BTreeSet<Hash32>>,
    orders: Vec<Order>,
    erased: BTreeMap<ScopeId, Vec<Erased>>,
    gone: BTreeSet<(ScopeId, String, [u8; 16])>,
    /// Never the id of a lane: of what scope, in whichever of its lanes.
    bodiless: BTreeSet<(ScopeId, Hash32)>,
}
