//! Taking what another device hands over.

use std::collections::BTreeSet;

use posta_identity::{
    Lane, Log, Membership,
    ids::{DeviceId, ScopeId},
};
use posta_protocol::{Frame, Holding, Receipt};
use posta_store::{DeviceFile, Way};

use crate::{Error, intake::Intake, report::Report};

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// Who handed it over.
    pub from: Option<DeviceId>,
    /// When, by that device's clock. Seconds since 1970.
    pub made_at: i64,
    /// False: it ended too early, or was altered from some place on. What came before that was taken.
    pub is_complete: bool,
    /// As of an exchange: what is new here, what was set aside.
    pub report: Report,
    /// New batches that are kept for the server only.
    pub carried: u64,
    /// Own changes that no receipt covers and that the other is newly known to have.
    pub acknowledged: u64,
    /// Own changes that a receipt of the server, handed over with the rest, covers for the first time.
    pub by_server: u64,
}

/// Takes frames in.
pub(crate) struct Taker {
    intake: Intake,
    from: DeviceId,
    at: i64,
    /// Own changes that wait and that the other was known to have.
    had: u64,
    pub taken: Taken,
}

impl Taker {
    /// `from`: the other's word, accepted.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn new(
        id: DeviceId,
        at: i64,
        from: &Holding,
        membership: &Membership,
        device: &DeviceFile,
    ) -> Result<Self, Error> {
        let lanes = lanes(membership);
        let read = lanes.into_iter().filter(|lane| membership.may_hold(id, *lane)).collect();
        let intake = Intake::of_device(id, at, read);
        let taken = Taken { from: Some(from.device), made_at: from.at, ..Taken::default() };
        let had = device.held_of_unsent(&from.device)?.changes;
        Ok(Self { intake, from: from.device, at, had, taken })
    }

    /// Entries, sessions, batches; a receipt of the server for what it says of our work. Anything else is no part of it.
    pub fn take(&mut self, frame: Frame, device: &DeviceFile, log: &mut Log) -> Result<(), Error> {
        match frame {
            Frame::Entry(_) | Frame::Session(_) | Frame::Batch { .. } => {
                self.intake.take(frame, device, log, &mut self.taken.report)?;
            }
            Frame::Receipt(receipt) => self.take_receipt(&receipt, device, log)?,
            _ => {}
        }
        Ok(())
    }

    /// Keeps what was verified, also when no more comes, and tells what came of it.
    pub fn finish(&mut self, device: &DeviceFile, log: &Log) -> Result<(), Error> {
        self.intake.finish(device, log, &mut self.taken.report)?;
        self.taken.carried = self.intake.carried;
        // What a receipt covers by now is sent, and waits no more.
        self.taken.acknowledged = device.held_of_unsent(&self.from)?.changes.saturating_sub(self.had);
        Ok(())
    }

    /// Whether all that came could be kept.
    pub fn has_room(&self) -> bool {
        !self.intake.has_no_room
    }

    /// Counts bytes as they come.
    ///
    /// # Errors
    /// When far too many bring nothing new.
    pub fn hear(&mut self, bytes: usize) -> Result<(), Error> {
        self.intake.hear(bytes)
    }

    /// Keeps what the other stores, by its word. A clock that is ahead makes no word newer than today.
    pub fn keep_holding(&mut self, holding: &Holding, device: &DeviceFile, way: Way) -> Result<(), Error> {
        Ok(device.put_holding(&self.from, &holding.lanes, holding.at.min(self.at), way)?)
    }

    /// Believes the server's signature wherever it comes from, of lanes of which it told the other everything; never
    /// when it covers less than what is known: only the server itself says that it lost something.
    fn take_receipt(&mut self, receipt: &Receipt, device: &DeviceFile, log: &Log) -> Result<(), Error> {
        let membership = log.membership();
        let Some(server) = membership.server() else { return Ok(()) };
        let is_whole = receipt.same.is_none() && receipt.department == log.department();
        if !is_whole || receipt.verify(&server.server_public).is_err() {
            return Ok(());
        }
        for (lane, vector) in &receipt.scopes {
            if !membership.may_hold(self.from, *lane) || !self.intake.reads(lane) {
                continue;
            }
            let known = device.receipt(lane)?;
            if known.as_ref().is_some_and(|(_, time)| *time > receipt.time) {
                continue;
            }
            let before = device.pending(lane)?;
            device.set_receipt(lane, vector, receipt.time)?;
            let after = device.pending(lane)?;
            if after.batches > before.batches {
                let (vector, time) = known.unwrap_or_default();
                device.set_receipt(lane, &vector, time)?;
            } else {
                self.taken.by_server += before.changes.saturating_sub(after.changes);
            }
        }
        Ok(())
    }
}

/// Every lane of every scope.
fn lanes(membership: &Membership) -> BTreeSet<ScopeId> {
    let all = [Lane::Main, Lane::Inbox, Lane::Checkpoint];
    membership.scopes().flat_map(|scope| all.map(|lane| scope.scope.lane(lane))).collect()
}
