//! What a signer might do in the past of an entry: a function of the entry's ancestors only, so every replica judges
//! alike, whatever else it has.

use super::Log;
use super::index::under;
use super::past::Past;
use crate::access::{is_erasable, lets_sign};
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
            EntryBody::Erased { order, .. } => {
                self.is_agreed(order, past) && self.is_erasable(&entry.body, past)
            }
            EntryBody::Attach { user, device, device_proof } => {
                let device_sign = self.key_of_device(*device, past);
                device_sign
                    .is_some_and(|key| proves_attach(&self.department, *user, *device, &key, device_proof))
            }
            _ => true,
        }
    }

    fn knows_epoch(&self, of: ScopeId, id: &Hash32, past: &Past) -> bool {
        self.within(under(&self.index.epochs, id), past)
            .any(|entry| matches!(&entry.body, EntryBody::Epoch { scope, .. } if *scope == of))
    }

    /// Two keys of one user are one person, and so is a key with itself.
    fn is_order_of_another(&self, order: &Hash32, signer: &[u8; 32], past: &Past) -> bool {
        let Some(first) = self.get_within(order, past) else { return false };
        let user = |key: &[u8; 32]| self.rights_in(key, past).map(|rights| rights.user);
        let alike = user(&first.signer).is_some_and(|one| Some(one) == user(signer));
        matches!(first.body, EntryBody::Erase { .. }) && first.signer != *signer && !alike
    }

    fn is_agreed(&self, order: &Hash32, past: &Past) -> bool {
        self.within(under(&self.index.agreements, order), past).next().is_some()
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
                granted.push((*user, *grant));
            }
        }
        let user = granted.first()?.0;
        let ends: Vec<&Entry> = self.within(under(&self.index.ends_of_user, &user), past).collect();
        if ends.iter().any(|end| matches!(&end.body, EntryBody::Revoke { who: Revoked::User(_), .. })) {
            return None;
        }
        let assigned = self.within(under(&self.index.assigns, &user), past).map(Entry::hash);
        let granted = granted.iter().filter(|(of, _)| *of == user).map(|(_, grant)| *grant);
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
