//! The answer, frame by frame: entries first, then sessions and batches, each verified before it is kept.

mod batches;
mod receipt;

use std::collections::{BTreeMap, BTreeSet};

use posta_identity::{
    Inserted, Log, SessionCertificate,
    ids::{Actor, DeviceId, Hash32, ScopeId},
};
use posta_protocol::{AsideLine, BatchHeader, Frame, SignedBatch, Vector};
use posta_store::{CarriedBatch, DeviceFile};

use crate::{Error, report::Report, setting};

pub(crate) use batches::readable_changes;

/// Lines about what lies aside that are kept of one answer.
const ASIDE: usize = 1000;
/// Refusals that are kept of one exchange: as many as a server tells.
const REFUSALS: usize = 1000;
/// Certificates that may wait for a batch of theirs; ours come one at a time, each just before its first batch.
const SESSIONS: usize = 10_000;
/// Frames that may come one after the other and bring nothing new: far more than a feed that is set aside again whole.
const IDLE_FRAMES: usize = 100_000;
/// The same of another device, whose file holds all that there is.
const IDLE_FRAMES_OF_DEVICE: usize = 1_000_000;
/// Bytes that may come meanwhile, those of frames that this version passes over included.
const IDLE_BYTES: usize = 256 * 1024 * 1024;

/// Refusals for the want of entries that the server once had; the second one comes from older servers.
const LOST: [&str; 2] = ["unknown_session", "unknown_membership"];

/// Whether more frames are expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Goes,
    Ended,
    /// What the answer goes on from is not here, or is another here: nothing more of it can be read.
    Unlike,
}

/// Takes an answer in. Holds at most one transaction's batches.
pub(crate) struct Intake {
    id: DeviceId,
    at: i64,
    /// Scopes and lanes that the receipt may tell of.
    asked: BTreeSet<ScopeId>,
    /// The same in the order of the head.
    lanes: Vec<ScopeId>,
    /// Those of them whose batches may come.
    read: BTreeSet<ScopeId>,
    /// Tips of the log when entries began to come; `None` when nothing is to be kept.
    tips: Option<Vec<Hash32>>,
    /// Sessions that came, or that batches of this transaction were looked up for.
    sessions: BTreeMap<Actor, SessionCertificate>,
    /// Those of them that came and are kept once a batch needs them.
    fresh: BTreeSet<Actor>,
    waiting: Vec<(BatchHeader, SignedBatch)>,
    bytes: usize,
    /// Frames since the last one that brought something new.
    idle_frames: usize,
    /// Bytes since then.
    idle_bytes: usize,
    /// What lies aside in scopes that this device does not hold.
    aside: Vec<AsideLine>,
    /// What came, of the feeds of others: the server has it.
    heard: BTreeMap<ScopeId, Vector>,
    pub refused: BTreeSet<ScopeId>,
    pub has_receipt: bool,
    /// The server does not have all of the log: the receipt covers less than the one before, or authors are unknown
    /// to it. It was restored.
    pub has_lost: bool,
    /// The receipt tells of a log that lacks entries which are here.
    pub lacks_entries: bool,
    /// The server has been told the whole log in this run: what it does not know now, it will not know.
    knows_log: bool,
    /// Scopes to be tried again with the whole log.
    pub doubted: BTreeSet<ScopeId>,
    /// What was asked by instead of vectors: a receipt may say that it is still so.
    pub standing: Option<[u8; 16]>,
    /// It said so.
    pub is_same: bool,
    /// What comes from another device and cannot be taken here is carried on to the server.
    carries: bool,
    /// Lanes of what is brought for others: what the server says of them is told.
    pub carried_lanes: BTreeSet<ScopeId>,
    /// Those to be kept with the next transaction.
    carrying: Vec<(CarriedBatch, SignedBatch)>,
    /// Batches carried on that are new.
    pub carried: u64,
    /// There was no room for more of them.
    pub has_no_room: bool,
    /// Batches that the receipt covers and the one before did not: they came up.
    pub newly_covered: u64,
    /// The receipt tells of batches that did not come.
    pub lacks_batches: bool,
}

impl Intake {
    pub fn new(id: DeviceId, at: i64, lanes: Vec<ScopeId>, read: BTreeSet<ScopeId>, knows_log: bool) -> Self {
        Self {
            id,
            at,
            asked: lanes.iter().copied().collect(),
            lanes,
            read,
            tips: None,
            sessions: BTreeMap::new(),
            fresh: BTreeSet::new(),
            waiting: Vec::new(),
            bytes: 0,
            idle_frames: 0,
            idle_bytes: 0,
            aside: Vec::new(),
            heard: BTreeMap::new(),
            refused: BTreeSet::new(),
            has_receipt: false,
            has_lost: false,
            lacks_entries: false,
            knows_log,
            doubted: BTreeSet::new(),
            standing: None,
            is_same: false,
            carries: false,
            carried_lanes: BTreeSet::new(),
            carrying: Vec::new(),
            carried: 0,
            has_no_room: false,
            newly_covered: 0,
            lacks_batches: false,
        }
    }

    /// Takes what another device hands over: no receipt, and nothing was asked for. `read`: lanes whose batches are
    /// for here; others are carried on.
    pub fn of_device(id: DeviceId, at: i64, read: BTreeSet<ScopeId>) -> Self {
        let mut intake = Self::new(id, at, Vec::new(), read, true);
        intake.carries = true;
        intake
    }

    /// Whether batches of a lane are for here.
    pub fn reads(&self, lane: &ScopeId) -> bool {
        self.read.contains(lane)
    }

    /// Counts bytes of the answer as they come.
    ///
    /// # Errors
    /// [`Error::NotOurServer`] when nothing new has come for [`IDLE_BYTES`]: nobody who answers does so.
    pub fn hear(&mut self, bytes: usize) -> Result<(), Error> {
        self.idle_bytes = self.idle_bytes.saturating_add(bytes);
        if self.idle_bytes > IDLE_BYTES { Err(Error::NotOurServer) } else { Ok(()) }
    }

    /// Something new came.
    fn go_on(&mut self) {
        (self.idle_frames, self.idle_bytes) = (0, 0);
    }

    pub fn take(
        &mut self,
        frame: Frame,
        device: &DeviceFile,
        log: &mut Log,
        report: &mut Report,
    ) -> Result<Step, Error> {
        self.idle_frames += 1;
        let most = if self.carries { IDLE_FRAMES_OF_DEVICE } else { IDLE_FRAMES };
        if self.idle_frames > most {
            return Err(Error::NotOurServer);
        }
        if !matches!(frame, Frame::Entry(_)) {
            self.keep_entries(device, log, report)?;
        }
        match frame {
            Frame::Entry(bytes) => self.take_entry(&bytes, log, report),
            Frame::Session(bytes) => self.take_session(&bytes, log, report),
            Frame::Batch { bytes } => self.take_batch(&bytes, device, log, report)?,
            Frame::Refused { scope, code } if !self.knows_log && LOST.contains(&code.as_str()) => {
                self.has_lost = true;
                if self.doubted.len() < REFUSALS {
                    self.doubted.insert(scope);
                }
            }
            // Not a refusal of what is brought: it is kept, aside.
            Frame::Refused { code, .. } if code == posta_protocol::code::REVOKED => report.revoked = true,
            Frame::Refused { scope, code } => {
                if self.asked.contains(&scope) || self.carried_lanes.contains(&scope) {
                    self.refused.insert(scope);
                    let refusal = (scope, code);
                    if report.refused.len() < REFUSALS && !report.refused.contains(&refusal) {
                        report.refused.push(refusal);
                    }
                }
            }
            Frame::Aside(line) if self.aside.len() < ASIDE => self.aside.push(line),
            Frame::Aside(_) => {}
            Frame::Receipt(receipt) => {
                self.flush(device, report)?;
                self.take_receipt(&receipt, device, log, report)?;
            }
            Frame::Brief(receipt) => {
                self.flush(device, report)?;
                let receipt = receipt.complete(log.department(), self.vectors(device)?, log.tips());
                let server = log.membership().server().ok_or(Error::NotOurServer)?;
                if receipt.verify(&server.server_public).is_err() {
                    setting::set_needs_whole_receipt(device, true)?;
                    return Ok(Step::Unlike);
                }
                self.take_receipt(&receipt, device, log, report)?;
            }
            Frame::Error(error) => {
                self.flush(device, report)?;
                return Err(Error::refused(&error.code));
            }
            Frame::Head(_) | Frame::Pack { .. } | Frame::Recall(_) | Frame::Holding(_) => {
                return Err(Error::NotOurServer);
            }
            Frame::End => {
                self.flush(device, report)?;
                return Ok(Step::Ended);
            }
        }
        Ok(Step::Goes)
    }

    /// Whether something verified waits to be kept.
    pub fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Keeps what was verified so far.
    pub fn keep(&mut self, device: &DeviceFile, log: &Log, report: &mut Report) -> Result<(), Error> {
        self.keep_entries(device, log, report)?;
        self.flush(device, report)?;
        if self.carrying.is_empty() { Ok(()) } else { self.set_out(device) }
    }

    /// Keeps what was verified, and how far it goes, also when the answer was cut.
    pub fn finish(&mut self, device: &DeviceFile, log: &Log, report: &mut Report) -> Result<(), Error> {
        self.keep(device, log, report)?;
        if !self.has_receipt && !self.carries && !self.heard.is_empty() {
            setting::add_heard(device, &std::mem::take(&mut self.heard))?;
        }
        Ok(())
    }

    fn take_entry(&mut self, bytes: &[u8], log: &mut Log, report: &mut Report) {
        self.tips.get_or_insert_with(|| log.tips());
        match log.insert(bytes) {
            Ok(Inserted::New) => self.go_on(),
            Ok(_) => {}
            Err(_) => report.quarantined += 1,
        }
    }

    /// The log itself tells which entries are new and accepted, parents first.
    fn keep_entries(&mut self, device: &DeviceFile, log: &Log, report: &mut Report) -> Result<(), Error> {
        let Some(tips) = self.tips.take() else { return Ok(()) };
        report.entries_down += device.append_entries(&log.lacked_by(&tips))? as u64;
        Ok(())
    }

    fn take_session(&mut self, bytes: &[u8], log: &Log, report: &mut Report) {
        let Ok(certificate) = SessionCertificate::decode(bytes) else {
            report.quarantined += 1;
            return;
        };
        let actor = certificate.actor();
        if self.sessions.contains_key(&actor) {
            return;
        }
        if self.fresh.len() < SESSIONS && certificate.verify(log.membership()).is_ok() {
            self.sessions.insert(actor, certificate);
            self.fresh.insert(actor);
        } else {
            report.quarantined += 1;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_bring_nothing_new_end_the_answer_and_are_counted_anew_after_what_does() {
        let mut intake = Intake::new(DeviceId::from([1; 16]), 0, Vec::new(), BTreeSet::new(), false);
        intake.hear(IDLE_BYTES).unwrap();
        intake.go_on();
        intake.hear(IDLE_BYTES).unwrap();
        assert!(matches!(intake.hear(1), Err(Error::NotOurServer)));
    }
}
