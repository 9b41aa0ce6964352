//! The past for members who came later: a member writes what the batches of older keys hold under the present one.

use posta_identity::{EpochKey, Hash32, ScopeId};
use posta_store::LaneAct;

use crate::error::Error;
use crate::open::Open;
use crate::time::Moment;

impl Open {
    /// Writes all documents of a scope into its checkpoint lane, sealed under the current epoch.
    pub(crate) fn write_checkpoint(&self, scope: ScopeId, now: Moment) -> Result<(), Error> {
        let Some(open) = self.scope(scope) else { return Ok(()) };
        let parts = open.file.checkpoint(&self.desk.device)?;
        let session = self.desk.session.borrow();
        let act = LaneAct {
            lane: scope.checkpoint(),
            session: &session,
            membership: self.desk.membership_head,
            at: now.at,
        };
        let _alone = self.desk.folder.exclusive()?;
        self.desk.device.append_checkpoint(&act, open.epoch.as_ref(), &parts)?;
        Ok(())
    }

    /// Asks for the checkpoints of scopes whose past this user has no key for, until one stands for it.
    pub(crate) fn ask_for_the_past(&self) -> Result<(), Error> {
        let device = &self.desk.device;
        for scope in self.confidential() {
            scope.file.cover(device)?;
            let key = |id: Hash32| -> Option<&EpochKey> { self.desk.secrets.epoch(scope.id, id) };
            let strange = self.membership().epochs(scope.id).iter().any(|epoch| key(epoch.epoch).is_none());
            let mut lacks = false;
            if strange {
                for (_, hash) in device.arrivals(&scope.id, 0)? {
                    if !scope.file.is_applied(&hash)? && !scope.file.is_covered(&hash)? {
                        let batch = device.batch(&hash)?;
                        let header = batch.and_then(|batch| batch.decode_header().ok());
                        lacks |= header.is_some_and(|header| key(header.epoch).is_none());
                    }
                }
            }
            self.want_checkpoint(scope.id, lacks)?;
        }
        self.want_checkpoint(self.membership().registry(), false)
    }

    /// Asks for a checkpoint lane: of the past, or of what else was in batches that lost their bodies.
    fn want_checkpoint(&self, scope: ScopeId, lacks: bool) -> Result<(), Error> {
        let device = &self.desk.device;
        let emptied = self.membership().erased(scope).iter().any(|erased| !erased.batches.is_empty());
        if device.wants_checkpoint(&scope)? != (lacks || emptied) {
            device.set_wants_checkpoint(&scope, lacks || emptied)?;
        }
        Ok(())
    }
}
