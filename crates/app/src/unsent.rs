//! What the server has not acknowledged yet: told from receipts only.

use std::collections::BTreeSet;

use posta_identity::{Hash32, ScopeId};
use posta_store::Covered;

use crate::error::Error;
use crate::open::Open;
use crate::scope::OpenScope;

impl Open {
    /// How far receipts cover what this device wrote into the registry: for asking about single people.
    pub fn covered(&self) -> Result<Covered, Error> {
        Ok(self.registry()?.file.covered(&self.desk.device)?)
    }

    /// Own batches that no receipt covers: on the shelf, or not even there yet.
    pub fn unsent_batches(&self, scope: &OpenScope) -> Result<Vec<Hash32>, Error> {
        let device = &self.desk.device;
        let mut hashes: BTreeSet<Hash32> = device.pending_batches(&scope.id)?.into_iter().collect();
        for feed in scope.file.own_feeds()? {
            let beyond = scope.file.own_batches_beyond(&feed, |hash| device.holds_batch(hash))?;
            hashes.extend(beyond.iter().map(|own| own.batch.hash()));
        }
        Ok(hashes.into_iter().collect())
    }

    /// How many records wait; of sealed scopes that this user cannot open, how many changes.
    pub fn pending(&self) -> Result<u32, Error> {
        let pending: u64 = self.unsent_by_scope()?.into_iter().map(|(_, records)| records).sum();
        Ok(u32::try_from(pending).unwrap_or(u32::MAX))
    }

    /// The same, by scope and lane.
    pub fn unsent_by_scope(&self) -> Result<Vec<(ScopeId, u64)>, Error> {
        let device = &self.desk.device;
        let mut unsent = Vec::new();
        for scope in &self.scopes {
            let covered = scope.file.covered(device)?;
            unsent.push((scope.id, scope.file.unsent_documents(&covered)?.len() as u64));
        }
        let open: Vec<_> = self.scopes.iter().map(|scope| scope.id).collect();
        for scope in device.scopes()?.into_iter().filter(|scope| !open.contains(scope)) {
            unsent.push((scope, device.pending(&scope)?.changes));
        }
        unsent.retain(|(_, records)| *records > 0);
        Ok(unsent)
    }
}
