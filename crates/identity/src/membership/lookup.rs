//! Look-ups.

use super::record::{Department, Device, Epoch, Erased, Grant, Limit, Order, Scope, Server, User};
use super::{Membership, Revocation};
use crate::access::{self, is_confidential, lets_sign, lets_write, may_mean, opens};
use crate::entry::{EntryBody, Revoked};
use crate::ids::{DepartmentId, DeviceId, Hash32, ScopeId, UserId};
use crate::role::{Assignment, Lane, Role, Sensitivity};

/// Who and what there is.
impl Membership {
    /// The department's id.
    pub fn id(&self) -> DepartmentId {
        self.id
    }

    /// The department, once its first entry is known.
    pub fn department(&self) -> Option<&Department> {
        self.department.as_ref()
    }

    /// The server that was named last.
    pub fn server(&self) -> Option<&Server> {
        self.server.as_ref()
    }

    /// A user who joined, revoked or not.
    pub fn user(&self, user: UserId) -> Option<&User> {
        self.users.get(&user)
    }

    /// All who joined.
    pub fn users(&self) -> impl Iterator<Item = &User> {
        self.users.values()
    }

    /// A device on which somebody joined, revoked or not.
    pub fn device(&self, device: DeviceId) -> Option<&Device> {
        self.devices.get(&device)
    }

    /// All devices.
    pub fn devices(&self) -> impl Iterator<Item = &Device> {
        self.devices.values()
    }

    /// A grant by the hash of its entry.
    pub fn grant(&self, hash: Hash32) -> Option<&Grant> {
        self.grants.get(&hash)
    }

    /// All grants.
    pub fn grants(&self) -> impl Iterator<Item = &Grant> {
        self.grants.values()
    }

    /// A scope by its own id.
    pub fn scope(&self, scope: ScopeId) -> Option<&Scope> {
        self.scopes.get(&scope)
    }

    /// All scopes, without their lanes.
    pub fn scopes(&self) -> impl Iterator<Item = &Scope> {
        self.scopes.values()
    }

    /// The scope and the lane that an id names: a scope's own, or that of one of its lanes.
    pub fn lane(&self, id: ScopeId) -> Option<(&Scope, Lane)> {
        let (scope, lane) = self.lanes.get(&id).copied().unwrap_or((id, Lane::Main));
        Some((self.scopes.get(&scope)?, lane))
    }

    /// The registry scope of the department.
    pub fn registry(&self) -> ScopeId {
        ScopeId::registry_of(&self.id)
    }

    /// The audit scope of the department.
    pub fn audit(&self) -> ScopeId {
        ScopeId::audit_of(&self.id)
    }

    /// The care scope of a municipality.
    pub fn care_scope(&self, place: &str) -> Option<ScopeId> {
        self.scope_of(&Sensitivity::Care, place)
    }

    /// The protection scope of a municipality.
    pub fn protection_scope(&self, place: &str) -> Option<ScopeId> {
        self.scope_of(&Sensitivity::Protection, place)
    }

    /// The scope of a sensitivity at a place: the first, if two copies of the authority made one each.
    pub(crate) fn scope_of(&self, sensitivity: &Sensitivity, place: &str) -> Option<ScopeId> {
        let fits = |scope: &&Scope| scope.sensitivity == *sensitivity && scope.place == place;
        self.scopes.values().find(fits).map(|scope| scope.scope)
    }

    /// All scopes that a right opens.
    pub(crate) fn opened_by(&self, right: &Assignment) -> Vec<ScopeId> {
        self.scopes.values().filter(|scope| opens(right, scope)).map(|scope| scope.scope).collect()
    }
}

/// Rights.
impl Membership {
    /// Whether a user may read a scope, or a lane of it, now.
    pub fn may_read(&self, user: UserId, id: ScopeId) -> bool {
        let (Some(user), Some((scope, _))) = (self.users.get(&user), self.lane(id)) else { return false };
        user.assignments.iter().any(|right| opens(right, scope))
    }

    /// Whether a user on a device may ask now about somebody in the registries of other departments of the same server,
    /// and take a person over from there.
    pub fn may_look_elsewhere(&self, user: UserId, device: DeviceId) -> bool {
        self.has_right_here(user, device, access::lets_look_elsewhere)
    }

    /// Whether a user on a device may be told now which people of the own registry may be somebody elsewhere.
    pub fn may_see_proposals(&self, user: UserId, device: DeviceId) -> bool {
        self.has_right_here(user, device, access::lets_see_proposals)
    }

    /// Of an active user, on an active device of theirs, about the department's registry.
    fn has_right_here(&self, user: UserId, device: DeviceId, lets: fn(&Assignment, &Scope) -> bool) -> bool {
        let known = (self.users.get(&user), self.devices.get(&device), self.scopes.get(&self.registry()));
        let (Some(known), Some(device), Some(registry)) = known else { return false };
        let is_there = known.active && device.active && device.users.contains(&user);
        is_there && known.assignments.iter().any(|right| lets(right, registry))
    }

    /// Whether a user holds or held the right to write in a scope or lane. What counts is told by [`Self::limit`].
    pub fn may_write(&self, user: UserId, id: ScopeId) -> bool {
        let (Some(user), Some((scope, lane))) = (self.users.get(&user), self.lane(id)) else { return false };
        user.assignments.iter().chain(&user.ended).any(|right| lets_write(right, scope, lane))
    }

    /// Whether a user works or worked in any care or protection team.
    pub fn is_of_any_team(&self, user: UserId) -> bool {
        let rights = self.users.get(&user).map(|user| user.assignments.iter().chain(&user.ended));
        rights
            .is_some_and(|mut rights| rights.any(|right| matches!(right.role, Role::Care | Role::Protection)))
    }

    /// The kinds of documents that none of the rights that a user holds or held lets them write in a scope, beyond who may
    /// write there at all. Of a checkpoint lane none: whoever writes there speaks for every author.
    pub fn kinds_denied(&self, user: UserId, id: ScopeId) -> &'static [&'static str] {
        let (Some(user), Some((scope, Lane::Main))) = (self.users.get(&user), self.lane(id)) else {
            return &[];
        };
        let rights = user.assignments.iter().chain(&user.ended);
        let denied = rights.filter(|right| lets_write(right, scope, Lane::Main));
        denied.map(|right| access::kinds_denied(right, scope)).min_by_key(|kinds| kinds.len()).unwrap_or(&[])
    }

    /// The scopes that a user may read now, the registry first.
    pub fn scopes_for(&self, user: UserId) -> Vec<ScopeId> {
        let mut scopes: Vec<ScopeId> =
            self.scopes.keys().copied().filter(|scope| self.may_read(user, *scope)).collect();
        scopes.sort_by_key(|scope| (*scope != self.registry(), *scope));
        scopes
    }

    /// Whether a device may hold a scope or lane: some active user of the active device may read it.
    pub fn may_hold(&self, device: DeviceId, id: ScopeId) -> bool {
        self.devices
            .get(&device)
            .is_some_and(|device| device.active && device.users.iter().any(|user| self.may_read(*user, id)))
    }

    /// Whether a device may bring batches of a scope or lane: some user of it may, or might, write there. True of
    /// revoked devices too: what they bring is kept, whether it counts or not.
    pub fn may_send(&self, device: DeviceId, id: ScopeId) -> bool {
        self.devices
            .get(&device)
            .is_some_and(|device| device.users.iter().any(|user| self.may_write(*user, id)))
    }

    /// Whether a device may bring batches of a scope or lane for somebody else: any active device may carry what is sealed
    /// and it cannot read. The batch says by its own signature whose it is.
    pub fn may_carry(&self, device: DeviceId, id: ScopeId) -> bool {
        let is_active = self.devices.get(&device).is_some_and(|device| device.active);
        self.may_send(device, id)
            || is_active && self.lane(id).is_some_and(|(scope, _)| is_confidential(scope))
    }

    /// Whether the authority orders this device to destroy its keys once everything it wrote is received.
    pub fn must_destroy(&self, device: DeviceId) -> bool {
        self.revocations.iter().any(|end| end.destroy && end.who == Revoked::Device(device))
    }

    /// Whether a user may sign such an entry now. The log checks besides what the entry refers to.
    pub fn may_sign(&self, user: UserId, body: &EntryBody) -> bool {
        let Some(known) = self.users.get(&user) else { return false };
        let refers = match body {
            EntryBody::Admit { feed, of: Some(of), .. } => of.feed() == *feed,
            EntryBody::Agree { order } => {
                let stands = |by: UserId| {
                    by != user
                        && self.users.get(&by).is_some_and(|by| {
                            by.assignments.iter().any(|right| right.role == Role::Supervisor)
                        })
                };
                self.orders.iter().any(|known| known.hash == *order && known.by.is_none_or(stands))
            }
            EntryBody::Erased { order, scope, documents, .. } => self.orders.iter().any(|known| {
                let ordered = (known.scope, known.kind.as_str(), known.document);
                known.hash == *order && known.agreed && may_mean(ordered, *scope, documents)
            }),
            _ => true,
        };
        let right = |right: &Assignment| lets_sign(user, right, body, |id| self.scopes.get(&id));
        refers && known.assignments.iter().any(right)
    }

    /// How far the batches of a user on a device count in a feed of a scope or lane.
    pub fn limit(&self, user: UserId, device: DeviceId, id: ScopeId, feed: [u8; 16]) -> Limit {
        let (Some(known), Some((scope, lane))) = (self.users.get(&user), self.lane(id)) else {
            return Limit::Nothing;
        };
        if !self.devices.contains_key(&device) {
            return Limit::Nothing;
        }
        let outright = self.revocations.iter().filter(|end| match end.who {
            Revoked::User(ended) => ended == user,
            Revoked::Device(ended) => ended == device,
            Revoked::Assignment { .. } => false,
        });
        let rights = known.assignments.iter().chain(&known.ended);
        let by_rights = rights.filter(|right| lets_write(right, scope, lane)).map(|right| {
            if !self.ended_by_name.get(&user).is_some_and(|ended| ended.contains(right)) {
                return Limit::Free;
            }
            strictest(self.revocations.iter().filter(|end| end.who.ends_right(user, right)), feed)
        });
        Limit::all([strictest(outright, feed), Limit::any(by_rights)].into_iter())
    }
}

/// What only members can tell.
impl Membership {
    /// Whether all who cut off this author could not read the scope (or lane), and so named no batch of the feed: what a
    /// member had taken in of it before the news counts, and the member says so by [`EntryBody::Admit`]. Never where the
    /// authority cut somebody off: what it leaves out does not count.
    pub fn is_cut_unseen(&self, user: UserId, device: DeviceId, id: ScopeId, feed: [u8; 16]) -> bool {
        let (Some(known), Some((scope, lane))) = (self.users.get(&user), self.lane(id)) else { return false };
        let rights = || known.assignments.iter().chain(&known.ended);
        let mut ends = self.revocations.iter().filter(|end| match &end.who {
            Revoked::User(ended) => *ended == user,
            Revoked::Device(ended) => *ended == device,
            Revoked::Assignment { .. } => {
                rights().any(|right| lets_write(right, scope, lane) && end.who.ends_right(user, right))
            }
        });
        let unseen = |end: &Revocation| self.is_unseen(end, scope.scope, feed);
        ends.next().is_some_and(|first| unseen(first) && ends.all(unseen))
    }

    /// Whether somebody who could not read a scope made a revocation, and named no batch of a feed of it.
    pub(super) fn is_unseen(&self, end: &Revocation, scope: ScopeId, feed: [u8; 16]) -> bool {
        let Some(scope) = self.scopes.get(&scope) else { return false };
        let is_blind = |by: &User| !by.assignments.iter().chain(&by.ended).any(|right| opens(right, scope));
        !end.named.contains(&feed) && end.by.and_then(|by| self.users.get(&by)).is_some_and(is_blind)
    }
}

/// Epochs and their keys.
impl Membership {
    /// Active users who may read a scope.
    pub fn members(&self, scope: ScopeId) -> Vec<UserId> {
        self.users.keys().copied().filter(|user| self.may_read(*user, scope)).collect()
    }

    /// The epochs of a scope, oldest first.
    pub fn epochs(&self, scope: ScopeId) -> &[Epoch] {
        self.epochs.get(&scope).map_or(&[], Vec::as_slice)
    }

    /// An epoch of a scope.
    pub fn epoch(&self, scope: ScopeId, id: Hash32) -> Option<&Epoch> {
        self.epochs(scope).iter().find(|epoch| epoch.epoch == id)
    }

    /// The epoch in which new batches of a scope are written: the latest clean one, or the latest if none is clean.
    pub fn current_epoch(&self, scope: ScopeId) -> Option<Hash32> {
        let epochs = self.epochs(scope);
        epochs.iter().rfind(|epoch| epoch.is_clean).or(epochs.last()).map(|epoch| epoch.epoch)
    }

    /// Whether a member is to make a new epoch of a confidential scope: somebody who left knows all present ones.
    pub fn needs_rotation(&self, scope: ScopeId) -> bool {
        self.scopes.get(&scope).is_some_and(is_confidential)
            && !self.epochs(scope).iter().any(|epoch| epoch.is_clean)
    }

    /// What was sealed to a user of the scopes that the user may read: scope, epoch, and the sealed key.
    pub fn shares(&self, user: UserId) -> impl Iterator<Item = (ScopeId, Hash32, &[u8])> {
        let shares = self.shares.get(&user).map_or(&[][..], Vec::as_slice);
        shares
            .iter()
            .filter(move |share| self.may_read(user, share.scope))
            .map(|share| (share.scope, share.epoch, share.sealed.as_slice()))
    }

    /// Members to whom the key of the current epoch of a confidential scope came neither by invitation nor by a share.
    pub fn lacks_share(&self, scope: ScopeId) -> Vec<UserId> {
        let Some(epoch) = self.current_epoch(scope) else { return Vec::new() };
        if !self.scopes.get(&scope).is_some_and(is_confidential) {
            return Vec::new();
        }
        let has = |user: &UserId| {
            self.invited.get(user).is_some_and(|brought| brought.contains(&epoch))
                || self.shares(*user).any(|(of, id, _)| of == scope && id == epoch)
        };
        self.members(scope).into_iter().filter(|user| !has(user)).collect()
    }
}

/// Erasure.
impl Membership {
    /// All orders, agreed or not.
    pub fn orders(&self) -> &[Order] {
        &self.orders
    }

    /// What was carried out in a scope.
    pub fn erased(&self, scope: ScopeId) -> &[Erased] {
        self.erased.get(&scope).map_or(&[], Vec::as_slice)
    }

    /// Whether a document is ordered away by two persons, or was erased with one that was: it is refused for ever.
    pub fn is_erased(&self, scope: ScopeId, kind: &str, document: [u8; 16]) -> bool {
        self.gone.contains(&(scope, kind.to_owned(), document))
    }

    /// Whether the body of a batch of a scope, or of any of its lanes, was replaced by nothing, so that only its header
    /// can be checked. Whoever carries an order out names the scope and not the lane; of another scope's batches the
    /// entry says nothing, whatever it lists.
    pub fn has_no_body(&self, id: ScopeId, batch: &Hash32) -> bool {
        self.lane(id).is_some_and(|(scope, _)| self.bodiless.contains(&(scope.scope, *batch)))
    }
}

/// What several revocations together leave of a feed.
fn strictest<'a>(ends: impl Iterator<Item = &'a Revocation>, feed: [u8; 16]) -> Limit {
    Limit::all(ends.map(|end| end.cuts.get(&feed).cloned().map_or(Limit::Nothing, Limit::Through)))
}
