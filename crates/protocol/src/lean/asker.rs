//! What the head of an exchange says, and packs of either way need not say again.

use posta_identity::ids::{DepartmentId, DeviceId, Hash32, ScopeId};

use crate::exchange::ExchangeHead;

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asker {
    pub(super) department: DepartmentId,
    pub(super) device: DeviceId,
    /// The head of the membership log that the device holds.
    pub(super) membership: Hash32,
    pub(super) scopes: Vec<ScopeId>,
}

impl Asker {
    /// Who sent this head.
    pub fn of(head: &ExchangeHead) -> Self {
        let tips: Vec<&[u8]> = head.tips.iter().map(AsRef::as_ref).collect();
        Self {
            department: head.department,
            device: head.device,
            membership: Hash32::of_parts(&tips),
            scopes: head.scopes.iter().map(|(scope, _)| *scope).collect(),
        }
    }
}
