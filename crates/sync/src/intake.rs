//! The answer, frame by frame: entries first, then sessions and batches, each verified before it is kept.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use posta_identity::{
    Inserted, Log, SessionCertificate,
    ids::{Actor, DeviceId, Hash32, Incarnation, ScopeId},
};
use posta_protocol::{AsideLine, BatchHeader, FeedId, Frame, Receipt, SignedBatch, Vector, open_body};
use posta_store::{DeviceFile, Shelved};

use crate::{Error, plan, report::Report, setting};

/// Batches of one transaction.
const BATCHES: usize = 48;
/// Bytes of one transaction.
const BYTES: usize = 1024 * 1024;

/// Lines about what lies aside that are kept of one answer.
const ASIDE: usize = 1000;
/// Refusals that are kept of one exchange: as many as a server tells.
const REFUSALS: usize = 1000;
/// Certificates that may wait for a batch of theirs; ours come one at a time, each just before its first batch.
const SESSIONS: usize = 10_000;
/// Frames that may come one after the other and bring nothing new: far more than a feed that is set aside again whole.
const IDLE_FRAMES: usize = 100_000;
/// Bytes that may come meanwhile, those of frames that this version passes over included.
const IDLE_BYTES: usize = 256 * 1024 * 1024;

/// Refusals for the want of entries that the server once had; the second one comes from older servers.
const LOST: [&str; 2] = ["unknown_session", "unknown_membership"];

/// Whether more frames are expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Goes,
    Ended,
}

/// Takes an answer in. Holds at most one transaction's batches.
pub(crate) struct Intake {
    id: DeviceId,
    at: i64,
    /// Scopes and lanes that the receipt may tell of.
    asked: BTreeSet<ScopeId>,
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
    /// Batches carried on that are new.
    pub carried: u64,
}

impl Intake {
    pub fn new(
        id: DeviceId,
        at: i64,
        asked: BTreeSet<ScopeId>,
        read: BTreeSet<ScopeId>,
        knows_log: bool,
    ) -> Self {
        Self {
            id,
            at,
            asked,
            read,
            tips: None,
            sessions: BTreeMap::new(),
            fresh: BTreeSet::new(),
            waiting: Vec::new(),
            bytes: 0,
            idle_frames: 0,
            idle_bytes: 0,
            aside: Vec::new(),
            refused: BTreeSet::new(),
            has_receipt: false,
            has_lost: false,
            lacks_entries: false,
            knows_log,
            doubted: BTreeSet::new(),
            standing: None,
            is_same: false,
            carries: false,
            carried: 0,
        }
    }

    /// Takes what another device hands over: no receipt, and nothing was asked for. `read`: lanes whose batches are
    /// for here; others are carried on.
    pub fn of_device(id: DeviceId, at: i64, read: BTreeSet<ScopeId>) -> Self {
        let mut intake = Self::new(id, at, BTreeSet::new(), read, true);
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
        if self.idle_frames > IDLE_FRAMES && !self.carries {
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
                if self.asked.contains(&scope) {
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
            Frame::Error(error) => {
                self.flush(device, report)?;
                return Err(Error::refused(&error.code));
            }
            Frame::Head(_) | Frame::Pack { .. } | Frame::Holding(_) => return Err(Error::NotOurServer),
            Frame::End => {
                self.flush(device, report)?;
                return Ok(Step::Ended);
            }
        }
        Ok(Step::Goes)
    }

    /// Keeps what was verified, also when the answer was cut.
    pub fn finish(&mut self, device: &DeviceFile, log: &Log, report: &mut Report) -> Result<(), Error> {
        self.keep_entries(device, log, report)?;
        self.flush(device, report)
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

    fn take_batch(
        &mut self,
        bytes: &[u8],
        device: &DeviceFile,
        log: &Log,
        report: &mut Report,
    ) -> Result<(), Error> {
        let batch = match SignedBatch::from_bytes(bytes) {
            Ok(batch) => batch,
            Err(error) => return self.set_aside(None, error.code(), bytes, device, report),
        };
        let header = match batch.decode_header() {
            Ok(header) => header,
            Err(error) => return self.set_aside(None, error.code(), bytes, device, report),
        };
        if self.carries && !self.has_place(&header, device)? {
            return self.carry_on(&header, &batch, device, log, report);
        }
        if !self.read.contains(&header.scope) {
            return self.set_aside(Some(header.scope), "scope_not_asked", bytes, device, report);
        }
        // A body that somebody named as erased is looked at by those who can read it; the shelf takes none that it let go.
        if let Err(reason) = self.judge(&header, &batch, device, log)? {
            let is_erased = log.membership().has_no_body(header.scope, &batch.hash());
            let bytes = if is_erased { &[] } else { bytes };
            return self.set_aside(Some(header.scope), reason, bytes, device, report);
        }
        self.bytes += bytes.len();
        self.waiting.push((header, batch));
        if self.waiting.len() >= BATCHES || self.bytes >= BYTES {
            self.flush(device, report)?;
        }
        Ok(())
    }

    /// Whether a batch may go on the shelf, but for its place in the chain; else a word why not.
    fn judge(
        &mut self,
        header: &BatchHeader,
        batch: &SignedBatch,
        device: &DeviceFile,
        log: &Log,
    ) -> Result<Result<(), &'static str>, Error> {
        let certificate = match self.sessions.entry(header.session) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => match device.session(&header.session)? {
                Some(certificate) => place.insert(certificate),
                None => return Ok(Err("unknown_session")),
            },
        };
        if certificate.device != header.device {
            return Ok(Err("foreign_device"));
        }
        // Whether it counts, or lies aside beyond the cut of a revocation, is decided when it is applied.
        if !log.membership().may_write(certificate.user, header.scope) {
            return Ok(Err("not_permitted"));
        }
        if !plan::is_sealed_well(log.membership(), header) {
            return Ok(Err("not_sealed"));
        }
        let verified = match (batch.is_bodyless(), log.membership().has_no_body(header.scope, &batch.hash()))
        {
            (true, true) => batch.verify_bodyless(&certificate.session_public),
            (true, false) => return Ok(Err("no_body")),
            (false, _) => batch.verify(&certificate.session_public),
        };
        Ok(verified.map(|_| ()).map_err(|error| error.code()))
    }

    /// Whether a batch is for here, and the one before it is here or on its way.
    fn has_place(&self, header: &BatchHeader, device: &DeviceFile) -> Result<bool, Error> {
        if !self.read.contains(&header.scope) {
            return Ok(false);
        }
        let waits = self.waiting.iter().any(|(_, batch)| batch.hash() == header.previous);
        Ok(header.n == 1 || waits || device.holds_batch(&header.previous)?)
    }

    /// Keeps for the server what another device handed over and has no place here.
    fn carry_on(
        &mut self,
        header: &BatchHeader,
        batch: &SignedBatch,
        device: &DeviceFile,
        log: &Log,
        report: &mut Report,
    ) -> Result<(), Error> {
        if let Err(reason) = self.judge(header, batch, device, log)? {
            return self.set_aside(Some(header.scope), reason, &[], device, report);
        }
        if let Some(certificate) = self.sessions.get(&header.session)
            && device.session(&header.session)?.is_none()
        {
            device.put_session(certificate)?;
        }
        if device.carry(&header.scope, &header.session, batch)? {
            self.carried += 1;
            self.go_on();
        }
        Ok(())
    }

    fn set_aside(
        &self,
        scope: Option<ScopeId>,
        reason: &str,
        bytes: &[u8],
        device: &DeviceFile,
        report: &mut Report,
    ) -> Result<(), Error> {
        report.quarantined += 1;
        let scope = scope.unwrap_or(ScopeId::from([0; 16]));
        Ok(device.quarantine_batch(&scope, reason, self.at, bytes)?)
    }

    /// Their sessions, then batches in one transaction, then what the chain did not take.
    fn flush(&mut self, device: &DeviceFile, report: &mut Report) -> Result<(), Error> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        self.bytes = 0;
        let (headers, batches): (Vec<_>, Vec<_>) = std::mem::take(&mut self.waiting).into_iter().unzip();
        for header in &headers {
            if self.fresh.remove(&header.session)
                && let Some(certificate) = self.sessions.get(&header.session)
                && device.session(&header.session)?.is_none()
            {
                device.put_session(certificate)?;
            }
        }
        // What the device file has now need not be held here too.
        self.sessions.retain(|actor, _| self.fresh.contains(actor));
        let shelved = device.put_batches(&batches, false)?;
        for ((header, batch), shelved) in headers.iter().zip(&batches).zip(shelved) {
            match shelved {
                Shelved::Stored | Shelved::Replaced => {
                    device.release_batch(&batch.to_bytes())?;
                    report.batches_down += 1;
                    report.records_down += readable_changes(header, batch);
                    report.sealed_down += u64::from(header.is_sealed());
                    self.go_on();
                    self.notice_fork(header, device, report)?;
                }
                Shelved::Known => {}
                Shelved::MissingPrevious => {
                    // It comes again with the one before it, so nothing but the fact is kept.
                    self.set_aside(Some(header.scope), "missing_previous", &[], device, report)?;
                }
            }
        }
        Ok(())
    }

    /// A batch of this device's own present feed that was not here: another disk goes on with it. This one takes a
    /// new incarnation; both branches are kept.
    fn notice_fork(
        &self,
        header: &BatchHeader,
        device: &DeviceFile,
        report: &mut Report,
    ) -> Result<(), Error> {
        if header.device != self.id || device.incarnation(&header.scope)? != Some(header.incarnation) {
            return Ok(());
        }
        device.put_incarnation(&header.scope, &Incarnation::random())?;
        report.forked.push(header.scope);
        Ok(())
    }

    /// Nothing has changed since the last receipt: what it said is said again, of now.
    fn take_same(
        &mut self,
        receipt: &Receipt,
        device: &DeviceFile,
        report: &mut Report,
    ) -> Result<(), Error> {
        if receipt.same != self.standing {
            return Err(Error::NotOurServer);
        }
        for scope in &self.asked {
            if let Some((vector, _)) = device.receipt(scope)? {
                device.set_receipt(scope, &vector, receipt.time)?;
            }
        }
        setting::keep_answer(device, receipt, self.at)?;
        report.server_time = Some(receipt.time);
        (self.has_receipt, self.is_same) = (true, true);
        Ok(())
    }

    /// Only here does work become sent.
    fn take_receipt(
        &mut self,
        receipt: &Receipt,
        device: &DeviceFile,
        log: &Log,
        report: &mut Report,
    ) -> Result<(), Error> {
        let server = log.membership().server().ok_or(Error::NotOurServer)?;
        if receipt.department != log.department() || receipt.verify(&server.server_public).is_err() {
            return Err(Error::NotOurServer);
        }
        if receipt.same.is_some() {
            return self.take_same(receipt, device, report);
        }
        for scope in &self.asked {
            let Some(vector) = receipt.vector(scope) else { continue };
            let before = device.pending(scope)?;
            device.set_receipt(scope, vector, receipt.time)?;
            let after = device.pending(scope)?;
            report.records_up += before.changes.saturating_sub(after.changes);
            report.acknowledged += before.bytes.saturating_sub(after.bytes);
            self.has_lost |= after.batches > before.batches;
            if !self.read.contains(scope) && knows_more(vector, scope, self.id, device)? {
                device.put_incarnation(scope, &Incarnation::random())?;
                report.forked.push(*scope);
            }
        }
        self.lacks_entries = !receipt.tips.is_empty() && !log.lacked_by(&receipt.tips).is_empty();
        setting::keep_answer(device, receipt, self.at)?;
        setting::set_asks_first(device, false)?;
        setting::keep_aside(device, &self.aside)?;
        report.server_time = Some(receipt.time);
        self.has_receipt = true;
        Ok(())
    }
}

pub(crate) fn readable_changes(header: &BatchHeader, batch: &SignedBatch) -> u64 {
    if header.is_sealed() {
        return 0;
    }
    open_body(header, &batch.body, None).map_or(0, |changes| changes.len() as u64)
}

/// Whether the server holds an end of this device's present feed that is not here: another disk went on with it. Where
/// batches come down they tell it themselves.
fn knows_more(vector: &Vector, scope: &ScopeId, id: DeviceId, device: &DeviceFile) -> Result<bool, Error> {
    let Some(incarnation) = device.incarnation(scope)? else { return Ok(false) };
    let feed = FeedId::of(scope, &id, &incarnation);
    let links = device.links(scope)?;
    let links = links.get(&feed).map(Vec::as_slice).unwrap_or_default();
    Ok(vector.tips(&feed).any(|tip| !links.iter().any(|link| tip.names(link.n, &link.hash))))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_bring_nothing_new_end_the_answer_and_are_counted_anew_after_what_does() {
        let none = BTreeSet::new;
        let mut intake = Intake::new(DeviceId::from([1; 16]), 0, none(), none(), false);
        intake.hear(IDLE_BYTES).unwrap();
        intake.go_on();
        intake.hear(IDLE_BYTES).unwrap();
        assert!(matches!(intake.hear(1), Err(Error::NotOurServer)));
    }
}
