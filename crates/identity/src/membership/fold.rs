//! From entries to members.

use std::collections::{BTreeMap, BTreeSet};

use super::record::{Department, Device, Epoch, Erased, Grant, Order, Scope, Server, User};
use super::{Membership, Revocation, Share};
use crate::access::{has_lane, opens};
use crate::entry::{Cut, Entry, EntryBody, Revoked};
use crate::ids::{DepartmentId, Hash32, ScopeId, UserId};
use crate::log::{Held, Log, right_of};
use crate::role::{Assignment, Lane, Role};

impl Membership {
    fn empty(id: DepartmentId) -> Self {
        Self {
            id,
            department: None,
            server: None,
            scopes: BTreeMap::new(),
            lanes: BTreeMap::new(),
            epochs: BTreeMap::new(),
            grants: BTreeMap::new(),
            users: BTreeMap::new(),
            devices: BTreeMap::new(),
            revocations: Vec::new(),
            ended_by_name: BTreeMap::new(),
            shares: BTreeMap::new(),
            invited: BTreeMap::new(),
            orders: Vec::new(),
            erased: BTreeMap::new(),
            gone: BTreeSet::new(),
            bodiless: BTreeSet::new(),
        }
    }

    /// Folds all accepted entries of a log.
    pub(crate) fn fold(log: &Log) -> Self {
        let entries: Vec<&Held> = log.ordered().collect();
        let mut fold = Fold { log, made: Self::empty(log.department()), keys: BTreeSet::new() };
        entries.iter().for_each(|held| fold.take(&held.entry));
        entries.iter().for_each(|held| fold.choose_join(&held.entry));
        entries.iter().for_each(|held| fold.settle_join(&held.entry));
        fold.keys = fold.made.users.values().map(|user| user.sign_public).collect();
        entries.iter().for_each(|held| fold.take_revocation(held));
        fold.give_rights(&entries);
        fold.end_devices();
        let effective: Vec<&Held> = entries.into_iter().filter(|held| fold.has_effect(held)).collect();
        effective.iter().for_each(|held| fold.take_effect(held));
        fold.raise_cuts(&effective);
        fold.note_invited();
        fold.made
    }
}

struct Fold<'a> {
    log: &'a Log,
    made: Membership,
    /// The users' keys that count. Whose entry it is that a key signed, the entry's own past tells.
    keys: BTreeSet<[u8; 32]>,
}

impl Fold<'_> {
    /// Takes what the authority alone says, in order of (generation, hash): the first department and scope count, and
    /// the last server.
    fn take(&mut self, entry: &Entry) {
        let made = &mut self.made;
        match entry.body.clone() {
            EntryBody::Department { code, name, pack, recovery_public } => {
                let authority_public = entry.signer;
                made.department.get_or_insert(Department {
                    code,
                    name,
                    pack,
                    authority_public,
                    recovery_public,
                });
            }
            EntryBody::Server { server_public, tls_pin } => {
                made.server = Some(Server { server_public, tls_pin });
            }
            EntryBody::Scope { scope, place, sensitivity } => {
                let known = made.scopes.entry(scope).or_insert(Scope { scope, place, sensitivity });
                for (lane, id) in [(Lane::Inbox, scope.inbox()), (Lane::Checkpoint, scope.checkpoint())] {
                    if has_lane(known, lane) {
                        made.lanes.insert(id, (scope, lane));
                    }
                }
            }
            EntryBody::Grant { invitation, user, name, role, place, expires_hour } => {
                let hash = entry.hash();
                let grant = Grant { hash, invitation, user, name, role, place, expires_hour, used_by: None };
                made.grants.insert(hash, grant);
            }
            _ => {}
        }
    }

    /// A grant serves once: of several joins the one with the smallest hash counts, everywhere alike.
    fn choose_join(&mut self, entry: &Entry) {
        if let EntryBody::Join { grant, .. } = &entry.body
            && let Some(grant) = self.made.grants.get_mut(grant)
            && grant.used_by.is_none_or(|used| entry.hash() < used)
        {
            grant.used_by = Some(entry.hash());
        }
    }

    /// A user's and a device's first keys stay.
    fn settle_join(&mut self, entry: &Entry) {
        let EntryBody::Join { grant, user_sign, user_seal, device, device_sign, device_seal, .. } =
            &entry.body
        else {
            return;
        };
        let made = &mut self.made;
        let Some(grant) = made.grants.get(grant).filter(|grant| grant.used_by == Some(entry.hash())) else {
            return;
        };
        let user = made.users.entry(grant.user).or_insert_with(|| User {
            user: grant.user,
            name: grant.name.clone(),
            active: false,
            assignments: Vec::new(),
            ended: Vec::new(),
            sign_public: *user_sign,
            seal_public: *user_seal,
            devices: BTreeSet::new(),
        });
        if user.sign_public != *user_sign {
            return;
        }
        user.name.clone_from(&grant.name);
        user.devices.insert(*device);
        let device = made.devices.entry(*device).or_insert_with(|| Device {
            device: *device,
            active: true,
            sign_public: *device_sign,
            seal_public: *device_seal,
            users: BTreeSet::new(),
        });
        device.users.insert(grant.user);
    }

    /// A revocation that was accepted counts: its signer stood in its past. Those who revoke each other at once both go.
    fn take_revocation(&mut self, held: &Held) {
        let entry = &held.entry;
        let EntryBody::Revoke { who, cuts, destroy } = &entry.body else { return };
        if !entry.is_by_authority() && !self.keys.contains(&entry.signer) {
            return;
        }
        let mut by_feed = BTreeMap::new();
        cuts.iter().for_each(|cut| raise(&mut by_feed, cut));
        self.made.revocations.push(Revocation {
            hash: entry.hash(),
            who: who.clone(),
            by: self.signer_of(held),
            named: by_feed.keys().copied().collect(),
            cuts: by_feed,
            destroy: *destroy && entry.is_by_authority(),
        });
    }

    /// A right stands while some entry that gives it comes after every revocation of it: a revocation beats a
    /// concurrent grant, and the authority may give the right again. A user's own revocation ends all of them.
    fn give_rights(&mut self, entries: &[&Held]) {
        let mut given: BTreeMap<UserId, Vec<(Assignment, bool)>> = BTreeMap::new();
        for held in entries {
            let hash = held.entry.hash();
            let user = match &held.entry.body {
                EntryBody::Grant { user, .. } if self.is_joined(&hash) => user,
                EntryBody::Assign { user, .. } => user,
                _ => continue,
            };
            let Some(right) = right_of(&held.entry.body) else { continue };
            let names = |end: &&Revocation| end.who.ends_right(*user, &right);
            let stands =
                self.made.revocations.iter().filter(names).all(|end| self.log.is_after(&hash, &end.hash));
            let rights = given.entry(*user).or_default();
            match rights.iter_mut().find(|(known, _)| *known == right) {
                Some((_, known)) => *known |= stands,
                None => rights.push((right, stands)),
            }
        }
        for (id, rights) in given {
            let is_revoked = self.made.revocations.iter().any(|end| end.who == Revoked::User(id));
            let Some(user) = self.made.users.get_mut(&id) else { continue };
            for (right, stands) in rights {
                if !stands {
                    self.made.ended_by_name.entry(id).or_default().insert(right.clone());
                }
                if stands && !is_revoked { &mut user.assignments } else { &mut user.ended }.push(right);
            }
            user.active = !user.assignments.is_empty();
        }
    }

    fn is_joined(&self, grant: &Hash32) -> bool {
        let join = self.made.grants.get(grant).and_then(|grant| grant.used_by);
        join.and_then(|join| self.log.get(&join)).is_some_and(|join| match &join.body {
            EntryBody::Join { user_sign, .. } => self.keys.contains(user_sign),
            _ => false,
        })
    }

    fn end_devices(&mut self) {
        for end in &self.made.revocations {
            if let Revoked::Device(device) = &end.who
                && let Some(device) = self.made.devices.get_mut(device)
            {
                device.active = false;
            }
        }
    }

    /// Who signed, as the entry's own past tells; none for the authority.
    fn signer_of(&self, held: &Held) -> Option<UserId> {
        let entry = &held.entry;
        let rights = || self.log.rights_in(&entry.signer, &held.past);
        if entry.is_by_authority() { None } else { rights().map(|rights| rights.user) }
    }

    /// What a user signed has effect if it comes before every revocation of the user, and of the right that allowed
    /// it. That the user might sign it at all was decided when it was accepted. What was carried out is final: content
    /// that is gone does not come back.
    fn has_effect(&self, held: &Held) -> bool {
        held.entry.is_by_authority()
            || matches!(held.entry.body, EntryBody::Erased { .. })
            || !self.lasting_rights(held).is_empty()
    }

    /// The rights that allowed an entry of a user and that no revocation took from it.
    fn lasting_rights(&self, held: &Held) -> Vec<Assignment> {
        let (entry, hash) = (&held.entry, held.entry.hash());
        let Some(rights) = self.log.rights_in(&entry.signer, &held.past) else { return Vec::new() };
        let user = rights.user;
        let ends = &self.made.revocations;
        let before = |end: &Revocation| self.log.is_after(&end.hash, &hash);
        let user_stands = ends.iter().all(|end| end.who != Revoked::User(user) || before(end));
        if !user_stands || !self.keys.contains(&entry.signer) {
            return Vec::new();
        }
        let stands = |right: &&Assignment| {
            let names = |end: &&Revocation| end.who.ends_right(user, right);
            ends.iter().filter(names).all(|end| before(end) || self.log.is_after(&hash, &end.hash))
        };
        self.log.entitling(&rights, &entry.body, &held.past).filter(stands).cloned().collect()
    }

    fn take_effect(&mut self, held: &Held) {
        let entry = &held.entry;
        match &entry.body {
            EntryBody::Epoch { scope, epoch, sealed_to_recovery, inbox_public } => {
                let is_clean = self.is_clean(*scope, &entry.hash());
                let epochs = self.made.epochs.entry(*scope).or_default();
                if epochs.iter().all(|known| known.epoch != *epoch) {
                    epochs.push(Epoch {
                        epoch: *epoch,
                        hash: entry.hash(),
                        is_clean,
                        is_by_authority: entry.is_by_authority(),
                        inbox_public: *inbox_public,
                        sealed_to_recovery: sealed_to_recovery.clone(),
                    });
                }
            }
            EntryBody::Share { scope, epoch, user, sealed } => {
                let share = Share { scope: *scope, epoch: *epoch, sealed: sealed.clone() };
                self.made.shares.entry(*user).or_default().push(share);
            }
            EntryBody::Erase { .. } | EntryBody::Agree { .. } | EntryBody::Erased { .. } => {
                self.take_erasure(held);
            }
            EntryBody::Attach { user, device, .. } => {
                if let (Some(user), Some(device)) =
                    (self.made.users.get_mut(user), self.made.devices.get_mut(device))
                {
                    user.devices.insert(device.device);
                    device.users.insert(user.user);
                }
            }
            _ => {}
        }
    }

    /// What was carried out is final, even if who ordered it turns out to have been revoked at that time.
    fn take_erasure(&mut self, held: &Held) {
        let entry = &held.entry;
        match &entry.body {
            EntryBody::Erase { .. } => {
                let order = self.order(held);
                self.add_order(order);
            }
            EntryBody::Agree { order } => {
                if let Some(order) = self.made.orders.iter_mut().find(|known| known.hash == *order) {
                    order.agreed = true;
                    self.made.gone.insert((order.scope, order.kind.clone(), order.document));
                }
            }
            EntryBody::Erased { order, scope, documents, batches } => {
                let first = self.log.held(order).and_then(|first| self.order(first));
                self.add_order(first);
                if let Some(order) = self.made.orders.iter_mut().find(|known| known.hash == *order) {
                    order.agreed = true;
                    order.done.insert(*scope);
                    self.made.gone.insert((order.scope, order.kind.clone(), order.document));
                }
                let documents = documents.clone();
                self.made.gone.extend(documents.iter().map(|(kind, id)| (*scope, kind.clone(), *id)));
                self.made.bodiless.extend(batches.iter().map(|batch| (*scope, *batch)));
                let erased = Erased { order: *order, documents, batches: batches.clone() };
                self.made.erased.entry(*scope).or_default().push(erased);
            }
            _ => {}
        }
    }

    fn order(&self, held: &Held) -> Option<Order> {
        let entry = &held.entry;
        let EntryBody::Erase { scope, kind, document, basis } = &entry.body else { return None };
        Some(Order {
            hash: entry.hash(),
            scope: *scope,
            kind: kind.clone(),
            document: *document,
            basis: basis.clone(),
            by: self.signer_of(held),
            agreed: false,
            done: BTreeSet::new(),
        })
    }

    fn add_order(&mut self, order: Option<Order>) {
        if let Some(order) = order
            && self.made.orders.iter().all(|known| known.hash != order.hash)
        {
            self.made.orders.push(order);
        }
    }

    /// Whether an epoch knew of every revocation of somebody who could read its scope.
    fn is_clean(&self, id: ScopeId, epoch: &Hash32) -> bool {
        let Some(scope) = self.made.scopes.get(&id) else { return false };
        let could_read = |user: &UserId| {
            let rights = self.made.users.get(user).map(|user| user.assignments.iter().chain(&user.ended));
            rights.into_iter().flatten().any(|right| opens(right, scope))
        };
        let touches = |end: &Revocation| match &end.who {
            Revoked::User(user) => could_read(user),
            Revoked::Device(device) => {
                self.made.devices.get(device).is_some_and(|device| device.users.iter().any(could_read))
            }
            Revoked::Assignment { user, role, place } => {
                let right = Assignment { role: role.clone(), place: place.clone() };
                self.made.users.contains_key(user) && opens(&right, scope)
            }
        };
        self.made.revocations.iter().all(|end| !touches(end) || self.log.is_after(epoch, &end.hash))
    }

    /// What was admitted counts against every revocation that did not know of it; what a member admits only as a
    /// member, against those that cut the feed off unseen.
    fn raise_cuts(&mut self, effective: &[&Held]) {
        for held in effective {
            let EntryBody::Admit { feed, n, hash, of } = &held.entry.body else { continue };
            let cut = Cut { feed: *feed, n: *n, hash: *hash };
            let supervises = held.entry.is_by_authority()
                || self.lasting_rights(held).iter().any(|right| right.role == Role::Supervisor);
            let scope = of.as_ref().map(|of| of.scope);
            let made = &self.made;
            let raised: Vec<bool> = made
                .revocations
                .iter()
                .map(|end| {
                    let may = supervises || scope.is_some_and(|scope| made.is_unseen(end, scope, *feed));
                    may && !self.log.is_after(&end.hash, &held.entry.hash())
                })
                .collect();
            let ends = self.made.revocations.iter_mut().zip(raised);
            ends.filter(|(_, raised)| *raised).for_each(|(end, _)| raise(&mut end.cuts, &cut));
        }
    }

    /// An invitation brings the keys of the epochs that the authority had made when it granted. Those that members made
    /// it may bring or not, so they do not count here: another member shares them.
    fn note_invited(&mut self) {
        let made = &self.made;
        let mut invited: BTreeMap<UserId, BTreeSet<Hash32>> = BTreeMap::new();
        for grant in made.grants.values().filter(|grant| self.is_joined(&grant.hash)) {
            let right = Assignment { role: grant.role.clone(), place: grant.place.clone() };
            let scopes = made.scopes.values().filter(|scope| opens(&right, scope));
            let epochs = scopes.filter_map(|scope| made.epochs.get(&scope.scope)).flatten();
            let brought =
                epochs.filter(|epoch| epoch.is_by_authority && self.log.is_after(&grant.hash, &epoch.hash));
            invited.entry(grant.user).or_default().extend(brought.map(|epoch| epoch.epoch));
        }
        self.made.invited = invited;
    }
}

/// Adds to the batches through which a feed counts.
fn raise(cuts: &mut BTreeMap<[u8; 16], BTreeSet<(u64, Hash32)>>, cut: &Cut) {
    cuts.entry(cut.feed).or_default().insert((cut.n, cut.hash));
}
