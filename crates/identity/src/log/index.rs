//! Where those entries stand that decide about rights, so that the rights in an entry's past can be told without
//! reading the whole log.

use std::collections::BTreeMap;

use crate::entry::{Entry, EntryBody, Revoked};
use crate::ids::{DeviceId, Hash32, ScopeId, UserId};

#[derive(Clone, Default)]
pub(super) struct Index {
    /// Joins by the user's signing key.
    pub joins_by_key: BTreeMap<[u8; 32], Vec<Hash32>>,
    pub joins_by_grant: BTreeMap<Hash32, Vec<Hash32>>,
    pub joins_by_device: BTreeMap<DeviceId, Vec<Hash32>>,
    pub assigns: BTreeMap<UserId, Vec<Hash32>>,
    /// Revocations of a user or of one of the user's rights.
    pub ends_of_user: BTreeMap<UserId, Vec<Hash32>>,
    pub ends_of_device: BTreeMap<DeviceId, Vec<Hash32>>,
    pub scopes: BTreeMap<ScopeId, Vec<Hash32>>,
    /// Epochs by their id.
    pub epochs: BTreeMap<Hash32, Vec<Hash32>>,
    /// Agreements by the order.
    pub agreements: BTreeMap<Hash32, Vec<Hash32>>,
    /// Attachments of a user to a device.
    pub attached: BTreeMap<(UserId, DeviceId), Vec<Hash32>>,
}

impl Index {
    pub fn add(&mut self, entry: &Entry) {
        let hash = entry.hash();
        match &entry.body {
            EntryBody::Join { grant, user_sign, device, .. } => {
                self.joins_by_key.entry(*user_sign).or_default().push(hash);
                self.joins_by_grant.entry(*grant).or_default().push(hash);
                self.joins_by_device.entry(*device).or_default().push(hash);
            }
            EntryBody::Assign { user, .. } => self.assigns.entry(*user).or_default().push(hash),
            EntryBody::Revoke { who, .. } => match who {
                Revoked::User(user) | Revoked::Assignment { user, .. } => {
                    self.ends_of_user.entry(*user).or_default().push(hash);
                }
                Revoked::Device(device) => self.ends_of_device.entry(*device).or_default().push(hash),
            },
            EntryBody::Scope { scope, .. } => self.scopes.entry(*scope).or_default().push(hash),
            EntryBody::Epoch { epoch, .. } => self.epochs.entry(*epoch).or_default().push(hash),
            EntryBody::Agree { order } => self.agreements.entry(*order).or_default().push(hash),
            EntryBody::Attach { user, device, .. } => {
                self.attached.entry((*user, *device)).or_default().push(hash);
            }
            _ => {}
        }
    }
}

/// The entries under a key; none if there are none.
pub(super) fn under<'a, K: Ord>(map: &'a BTreeMap<K, Vec<Hash32>>, key: &K) -> &'a [Hash32] {
    map.get(key).map_or(&[], Vec::as_slice)
}
