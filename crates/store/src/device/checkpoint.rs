//! Writing into checkpoint lanes: documents for members who came later, and what stays of batches that were erased.

use posta_identity::EpochKey;
use posta_identity::ids::Hash32;
use posta_protocol::{Checkpoint, Seal, pack_for};

use super::DeviceFile;
use super::lane::{LaneAct, LaneFeed, Sealing};
use crate::error::Error;
use crate::transaction;

impl DeviceFile {
    /// Puts the parts of a checkpoint, one batch each, at the end of this device's feed of the lane, all in one
    /// transaction; returns their names. `epoch`: that of a confidential scope; none in a registry.
    ///
    /// # Errors
    /// [`Error::Batch`] when a part is beyond the limits of a batch; those of the disk.
    pub fn append_checkpoint(
        &self,
        act: &LaneAct<'_>,
        epoch: Option<&EpochKey>,
        parts: &[Checkpoint],
    ) -> Result<Vec<Hash32>, Error> {
        transaction::write(&self.connection, |writer| {
            let mut feed = LaneFeed::open(self, writer, *act)?;
            let sealing = Sealing { epoch: epoch.map_or(Hash32::ZERO, |epoch| epoch.id), seal: Seal::Epoch };
            let write = |part: &Checkpoint| {
                feed.write(sealing, part.changes.len(), false, |header| {
                    pack_for(header, part, &[], epoch).map_err(|error| Error::Batch(error.code()))
                })
            };
            parts.iter().map(write).collect()
        })
    }
}
