//! What a signer might do in the past of an entry: a function of the entry's ancestors only, so every replica judges
//! alike, whatever else it has.

use super::Log;
use super::index::under;
use super::past::Past;
use crate::access::{is_erasable, lets_sign, may_mean};
use crate::entry::{Entry, EntryBody, EntryError, FeedOrigin, Revoked, proves_attach};
use crate::ids::{DeviceId, Hash32, ScopeId, UserId};
use crate::membership::Scope;
use crate::role::Assignment;

/// Who a key belonged to, and what that user might do.
pub(crate) struct Rights {
    pub user: UserId,
    pub assignments: Vec<Assignment>,
}

impl Log {
    /// Refuses what the signer might not sign in the entry's past. The past must be here.
    pub(super) fn check_rights(&self, entry: &Entry, past: &Past) -> Result<(), EntryError> {
        let refused = Err(EntryError::SignerNotAllowed);
        if let EntryBody::Join { grant, .. } = &entry.body {
            return match self.get(grant).map(|grant| &grant.body) {
                Some(EntryBody::Grant { invitation, .. }) if *invitation == entry.signer => Ok(()),
                _ => refused,
            };
        }
        if !self.refers_well(entry, past) {
            return refused;
        }
        let attaches = matches!(entry.body, EntryBody::Attach { .. });
        if entry.is_by_authority() {
            return if attaches { refused } else { Ok(()) };
        }
        let may = self
            .rights_in(&entry.signer, past)
            .is_some_and(|rights| self.entitling(&rights, &entry.body, past).next().is_some());
        if may { Ok(()) } else { refused }
    }

    /// Those rights that let the user sign the body.
    pub(crate) fn entitling<'a>(
        &'a self,
        rights: &'a Rights,
        body: &'a EntryBody,
        past: &'a Past,
    ) -> impl Iterator<Item = &'a Assignment> {
        let scopes = self.scopes_in(body, past);
        rights.assignments.iter().filter(move |right| {
            scopes.iter().map(Some).chain([None]).any(|scope| {
                lets_sign(rights.user, right, body, |id| scope.filter(|scope| scope.scope == id))
            })
        })
    }

    /// The scope that a body speaks of, as its past describes it.
    fn scopes_in(&self, body: &EntryBody, past: &Past) -> Vec<Scope> {
        let (EntryBody::Epoch { scope, .. }
        | EntryBody::Share { scope, .. }
        | EntryBody::Admit { of: Some(FeedOrigin { scope, .. }), .. }
        | EntryBody::Erase { scope, .. }
        | EntryBody::Erased { scope, .. }) = body
        else {
            return Vec::new();
        };
        self.within(under(&self.index.scopes, scope), past)
            .filter_map(|entry| match &entry.body {
                EntryBody::Scope { scope, place, sensitivity } => {
                    Some(Scope { scope: *scope, place: place.clone(), sensitivity: sensitivity.clone() })
                }
                _ => None,
            })
            .collect()
    }

    /// Whether what a body names is in its past as it must be.
    fn refers_well(&self, entry: &Entry, past: &Past) -> bool {
        match &entry.body {
            EntryBody::Share { scope, epoch, .. } => self.knows_epoch(*scope, epoch, past),
            EntryBody::Admit { feed, of: Some(of), .. } => of.feed() == *feed,
            EntryBody::Agree { order } => self.is_order_of_another(order, &entry.signer, past),
            EntryBody::Erase { .. } => self.is_erasable(&entry.body, past),
            EntryBody::Erased { order, scope, documents, .. } => {
                self.is_agreed(order, past)
                    && self.is_erasable(&entry.body, past)
                    && self.get_within(order, past).is_some_and(|first| match &first.body {
                        EntryBody::Erase { scope: of, kind, document, .. } => {
                            may_mean((*of, kind, *document), *scope, documents)
                        }
                        _ => false,
                    })
            }
            EntryBody::Attach { user, device, device_proof } => {
                let device_sign = self.key_of_device(*device, past);
                !self.is_attached(&entry.signer, *user, *device, past)
                    && device_sign.is_some_and(|key| {
                        proves_attach(&self.department, *user, *device, &key, device_proof)
                    })
            }
            _ => true,
        }
    }

    fn knows_epoch(&self, of: ScopeId, id: &Hash32, past: &Past) -> bool {
        self.within(under(&self.index.epochs, id), past)
            .any(|entry| matches!(&entry.body, EntryBody::Epoch { scope, .. } if *scope == of))
    }

    /// Two keys of one user are one person, and so is a key with itself. Who ordered must still stand: somebody who was
    /// revoked and invited again is another user, but the same person.
    fn is_order_of_another(&self, order: &Hash32, signer: &[u8; 32], past: &Past) -> bool {
        let Some(first) = self.get_within(order, past) else { return false };
        if !matches!(first.body, EntryBody::Erase { .. }) || first.signer == *signer {
            return false;
        }
        if first.is_by_authority() {
            return true;
        }
        let Some(rights) = self.rights_in(&first.signer, past) else { return false };
        let is_other = self.rights_in(signer, past).is_none_or(|other| other.user != rights.user);
        is_other && self.entitling(&rights, &first.body, past).next().is_some()
    }

    /// Whether order and agreement have effect, as far as this past tells.
    fn is_agreed(&self, order: &Hash32, past: &Past) -> bool {
        let stands = |entry: &Entry| self.has_effect_in(entry, past);
        self.get_within(order, past).is_some_and(stands)
            && self.within(under(&self.index.agreements, order), past).any(stands)
    }

    /// Whether an entry in a past comes before every revocation, in that past, of its signer and of the right that
    /// allowed it.
    fn has_effect_in(&self, entry: &Entry, past: &Past) -> bool {
        if entry.is_by_authority() {
            return true;
        }
        let hash = entry.hash();
        let Some(own) = self.entries.get(&hash).map(|held| &held.past) else { return false };
        let Some(rights) = self.rights_in(&entry.signer, own) else { return false };
        let ends = || {
            self.within(under(&self.index.ends_of_user, &rights.user), past).filter_map(|end| {
                match &end.body {
                    EntryBody::Revoke { who, .. } => Some((who, end.hash())),
                    _ => None,
                }
            })
        };
        let user_stands =
            ends().all(|(who, end)| *who != Revoked::User(rights.user) || self.is_after(&end, &hash));
        let stands = |right: &Assignment| {
            ends()
                .filter(|(who, _)| who.ends_right(rights.user, right))
                .all(|(_, end)| self.is_after(&end, &hash) || self.is_after(&hash, &end))
        };
        user_stands && self.entitling(&rights, &entry.body, own).any(stands)
    }

    /// Whether a past has it already that the user with this key works on a device.
    fn is_attached(&self, signer: &[u8; 32], user: UserId, device: DeviceId, past: &Past) -> bool {
        let joined = self
            .within(under(&self.index.joins_by_device, &device), past)
            .any(|join| matches!(&join.body, EntryBody::Join { user_sign, .. } if user_sign == signer));
        joined || self.within(under(&self.index.attached, &(user, device)), past).next().is_some()
    }

    /// Asked of the authority too.
    fn is_erasable(&self, body: &EntryBody, past: &Past) -> bool {
        let scopes = self.scopes_in(body, past);
        !scopes.is_empty() && scopes.iter().all(is_erasable)
    }

    fn key_of_device(&self, id: DeviceId, past: &Past) -> Option<[u8; 32]> {
        if self.within(under(&self.index.ends_of_device, &id), past).next().is_some() {
            return None;
        }
        self.within(under(&self.index.joins_by_device, &id), past).find_map(|join| match &join.body {
            EntryBody::Join { device_sign, .. } => Some(*device_sign),
            _ => None,
        })
    }

    /// Whose key it is in a past, and what that user may do there; none if nobody's, or a revoked user's.
    pub(crate) fn rights_in(&self, key: &[u8; 32], past: &Past) -> Option<Rights> {
        let mut granted = Vec::new();
        for join in self.within(under(&self.index.joins_by_key, key), past) {
            let EntryBody::Join { grant, .. } = &join.body else { continue };
            let rivals = under(&self.index.joins_by_grant, grant);
            let is_first = self.within(rivals, past).all(|rival| rival.hash() >= join.hash());
            if is_first && let Some(EntryBody::Grant { user, .. }) = self.get(grant).map(|grant| &grant.body)
            {
                granted.push((join.hash(), *user, *grant));
            }
        }
        // A key of several users is that of the smallest join, in whatever order they came.
        let user = granted.iter().min()?.1;
        let ends: Vec<&Entry> = self.within(under(&self.index.ends_of_user, &user), past).collect();
        if ends.iter().any(|end| matches!(&end.body, EntryBody::Revoke { who: Revoked::User(_), .. })) {
            return None;
        }
        let assigned = self.within(under(&self.index.assigns, &user), past).map(Entry::hash);
        let granted = granted.iter().filter(|(_, of, _)| *of == user).map(|(.., grant)| *grant);
        let mut assignments = Vec::new();
        for giving in granted.chain(assigned) {
            let Some(right) = self.get(&giving).and_then(|entry| right_of(&entry.body)) else { continue };
            let stands = ends.iter().all(|end| {
                let EntryBody::Revoke { who, .. } = &end.body else { return true };
                !who.ends_right(user, &right) || self.is_after(&giving, &end.hash())
            });
            if stands && !assignments.contains(&right) {
                assignments.push(right);
            }
        }
        Some(Rights { user, assignments })
    }

    fn within<'a>(&'a self, hashes: &'a [Hash32], past: &'a Past) -> impl Iterator<Item = &'a Entry> + 'a {
        hashes.iter().filter_map(|hash| self.get_within(hash, past))
    }

    fn get_within(&self, hash: &Hash32, past: &Past) -> Option<&Entry> {
        self.entries.get(hash).filter(|held| past.contains(held.place)).map(|held| &held.entry)
    }
}

/// The right that a grant or an assignment gives.
pub(crate) fn right_of(body: &EntryBody) -> Option<Assignment> {
    match body {
        EntryBody::Grant { role, place, .. } | EntryBody::Assign { role, place, .. } => {
            Some(Assignment { role: role.clone(), place: place.clone() })
        }
        _ => None,
    }
}
