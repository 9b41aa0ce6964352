//! The answer, frame by frame: entries first, then sessions and batches, each verified before it is kept.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use posta_identity::{
    Inserted, Log, SessionCertificate,
    ids::{Actor, DeviceId, Hash32, Incarnation, ScopeId},
};
use posta_protocol::{AsideLine, BatchHeader, FeedId, Frame, Receipt, SignedBatch, Tip, Vector, open_body};
use posta_store::{CarriedBatch, DeviceFile, Shelved};

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

    /// Keeps what was verified, also when the answer was cut.
    pub fn finish(&mut self, device: &DeviceFile, log: &Log, report: &mut Report) -> Result<(), Error> {
        self.keep_entries(device, log, report)?;
        self.flush(device, report)?;
        if !self.carrying.is_empty() {
            self.set_out(device)?;
        }
        if !self.has_receipt && !self.carries && !self.heard.is_empty() {
            setting::add_heard(device, &std::mem::take(&mut self.heard))?;
        }
        Ok(())
    }

    /// Of what came so far only the ends of the branches are named.
    fn hear_of(&mut self, header: &BatchHeader, batch: &SignedBatch) {
        if header.device == self.id {
            return;
        }
        let vector = self.heard.entry(header.scope).or_default();
        if header.n > 1
            && let Some(tips) = vector.0.get_mut(&header.feed())
        {
            tips.remove(&Tip::of(header.n - 1, &header.previous));
        }
        vector.insert(header.feed(), Tip::of(header.n, &batch.hash()));
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
            return self.carry_on(&header, batch, device, log, report);
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

    /// Keeps for the server what another device handed over and has no place here: sealed batches, and those that may be
    /// read here and lack what they follow. What was erased is carried no further.
    fn carry_on(
        &mut self,
        header: &BatchHeader,
        batch: SignedBatch,
        device: &DeviceFile,
        log: &Log,
        report: &mut Report,
    ) -> Result<(), Error> {
        let scope = header.scope;
        if let Err(reason) = self.judge(header, &batch, device, log)? {
            return self.set_aside(Some(scope), reason, &[], device, report);
        }
        if !self.read.contains(&scope) && !plan::is_confidential(log.membership(), scope) {
            return self.set_aside(Some(scope), "not_permitted", &[], device, report);
        }
        if log.membership().has_no_body(scope, &batch.hash()) {
            return Ok(());
        }
        if let Some(certificate) = self.sessions.get(&header.session)
            && device.session(&header.session)?.is_none()
        {
            device.put_session(certificate)?;
        }
        self.carrying
            .push((CarriedBatch { hash: batch.hash(), lane: scope, session: header.session }, batch));
        if self.carrying.len() >= BATCHES { self.set_out(device) } else { Ok(()) }
    }

    /// Keeps what is carried, many in one transaction.
    fn set_out(&mut self, device: &DeviceFile) -> Result<(), Error> {
        let kept = device.carry(&std::mem::take(&mut self.carrying))?;
        self.carried += kept.new;
        self.has_no_room |= kept.left > 0;
        if kept.new > 0 {
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
            if shelved != Shelved::MissingPrevious {
                self.hear_of(header, batch);
            }
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

    /// What a server tells that has what is here, and nothing else.
    fn vectors(&self, device: &DeviceFile) -> Result<Vec<(ScopeId, Vector)>, Error> {
        let mut vectors = Vec::with_capacity(self.lanes.len());
        for lane in &self.lanes {
            let vector = device.vector(lane)?;
            let own = if self.read.contains(lane) { None } else { Some(device.own_feeds(lane)?) };
            let vector = own.map(|own| vector.of_feeds(|feed| own.contains(feed))).unwrap_or(vector);
            vectors.push((*lane, vector));
        }
        Ok(vectors)
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
            self.newly_covered += before.batches.saturating_sub(after.batches);
            self.lacks_batches |= self.read.contains(scope) && lacks(vector, scope, device)?;
            if !self.read.contains(scope) && knows_more(vector, scope, self.id, device)? {
                device.put_incarnation(scope, &Incarnation::random())?;
                report.forked.push(*scope);
            }
        }
        self.lacks_entries = !receipt.tips.is_empty() && !log.lacked_by(&receipt.tips).is_empty();
        setting::keep_answer(device, receipt, self.at)?;
        setting::set_asks_first(device, false)?;
        setting::forget_heard(device)?;
        if setting::needs_whole_receipt(device)? {
            setting::set_needs_whole_receipt(device, receipt.scopes != self.vectors(device)?)?;
        }
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

/// Whether a receipt tells of an end of a feed that is not here.
fn lacks(vector: &Vector, scope: &ScopeId, device: &DeviceFile) -> Result<bool, Error> {
    let links = device.links(scope)?;
    let is_here = |feed: &FeedId, tip: &Tip| {
        links.get(feed).is_some_and(|links| links.iter().any(|link| tip.names(link.n, &link.hash)))
    };
    Ok(vector.0.iter().any(|(feed, tips)| tips.iter().any(|tip| !is_here(feed, tip))))
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
        let mut intake = Intake::new(DeviceId::from([1; 16]), 0, Vec::new(), BTreeSet::new(), false);
        intake.hear(IDLE_BYTES).unwrap();
        intake.go_on();
        intake.hear(IDLE_BYTES).unwrap();
        assert!(matches!(intake.hear(1), Err(Error::NotOurServer)));
    }
}
