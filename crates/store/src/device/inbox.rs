//! Writing into inboxes: records sealed to the members of a scope, which their writer cannot read back. While a session
//! lives its open batch grows, sealed anew each time from the records that only memory holds.

use posta_identity::ids::Hash32;
use posta_protocol::{InboxRecord, Seal, pack_inbox};

use super::DeviceFile;
use super::lane::{LaneAct, LaneFeed, Sealing};
use crate::error::Error;
use crate::transaction;

/// An open batch with this many records is full.
const RECORDS: usize = 256;
/// Bytes of records with which an open batch is full.
const BYTES: usize = 32 * 1024;

/// To whom records are sealed.
#[derive(Debug, Clone, Copy)]
pub struct InboxKey {
    /// The epoch that the batch names.
    pub epoch: Hash32,
    /// The public half of that epoch's inbox secret.
    pub public: [u8; 32],
}

/// The records of the open batch of one inbox lane, plain, for as long as a session lives. Wiped when dropped.
#[derive(Default)]
pub struct InboxPen {
    /// The open batch as it was last put, and its epoch.
    batch: Option<(Hash32, Hash32)>,
    records: Vec<InboxRecord>,
}

impl InboxPen {
    fn is_full(&self) -> bool {
        self.records.len() >= RECORDS || self.bytes() >= BYTES
    }

    fn bytes(&self) -> usize {
        self.records.iter().map(|record| record.bytes.len()).sum()
    }
}

impl std::fmt::Debug for InboxPen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "InboxPen({} records)", self.records.len())
    }
}

impl DeviceFile {
    /// Seals records of one act into an inbox lane; durable when this returns the name of their batch. They join the
    /// open batch that `pen` remembers, unless it is full, may have left the device, or is of another epoch or session:
    /// then a new one begins. On an error nothing happened, and `pen` is as it was.
    ///
    /// # Errors
    /// [`Error::Batch`] when the records are beyond the limits of a batch, or the key is none; those of the disk.
    pub fn append_inbox(
        &self,
        act: &LaneAct<'_>,
        key: &InboxKey,
        pen: &mut InboxPen,
        records: &[InboxRecord],
    ) -> Result<Hash32, Error> {
        let (hash, all) = transaction::write(&self.connection, |writer| {
            let mut feed = LaneFeed::open(self, writer, *act)?;
            let is_open = |tip: &super::lane::LaneTip| {
                tip.is_open && pen.batch == Some((tip.hash, key.epoch)) && !pen.is_full()
            };
            let grown = feed.tip.as_ref().is_some_and(is_open);
            let mut all = if grown { pen.records.clone() } else { Vec::new() };
            all.extend_from_slice(records);
            let sealing = Sealing { epoch: key.epoch, seal: Seal::Inbox };
            let hash = feed.write(sealing, all.len(), grown, |header| {
                pack_inbox(&all, &key.public, &header.aad()).map_err(|error| Error::Batch(error.code()))
            })?;
            Ok((hash, all))
        })?;
        pen.batch = Some((hash, key.epoch));
        pen.records = all;
        Ok(hash)
    }
}
