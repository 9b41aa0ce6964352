//! How much of one device may wait for its causes.

use std::collections::{BTreeMap, BTreeSet};

use crate::database::Transaction;
use posta_identity::ids::{DeviceId, Hash32, ScopeId};

use crate::database::{self as db, ForeignChange};
use crate::error::Error;

/// Changes of one device that may wait.
pub const CHANGES: u64 = 20_000;
/// Their bytes.
pub const BYTES: u64 = 16 * 1024 * 1024;

/// What is left within one transaction, and which batches found no place for all that they hold.
#[derive(Default)]
pub struct Room {
    used: BTreeMap<DeviceId, (u64, u64)>,
    held: BTreeSet<Hash32>,
}

impl Room {
    /// Whether a change may wait. If not, its batch is to be held: its body keeps the change.
    pub fn take(
        &mut self,
        transaction: &Transaction<'_>,
        scope: ScopeId,
        change: &ForeignChange,
    ) -> Result<bool, Error> {
        if db::is_pending(transaction, scope, change)? {
            return Ok(true);
        }
        let used = match self.used.get(&change.device) {
            Some(used) => *used,
            None => db::pending_of_device(transaction, change.device)?,
        };
        let more = (used.0 + 1, used.1 + change.bytes.len() as u64);
        let fits = more.0 <= CHANGES && more.1 <= BYTES;
        self.used.insert(change.device, if fits { more } else { used });
        if !fits {
            self.held.insert(change.batch);
        }
        Ok(fits)
    }

    /// Whether something of this batch found no place.
    pub fn has_no_place_for(&self, batch: &Hash32) -> bool {
        self.held.contains(batch)
    }
}
