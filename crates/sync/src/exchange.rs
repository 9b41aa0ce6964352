//! The exchange: one round trip when both sides have news, one more when the server's state was not known.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use bytes::Bytes;
use futures_util::StreamExt;
use posta_identity::{
    DeviceKeys, Log,
    ids::{Hash32, ScopeId},
};
use posta_protocol::{ErrorBody, ExchangeHead, Frame, FrameReader, Standing, code};
use posta_store::CarriedBatch;

use crate::{
    Error,
    door::DeviceDoor,
    intake::{Intake, Step},
    plan::{Plan, ScopePlan, plan},
    portal::look_for_portal,
    report::Report,
    setting,
    transport::{Answer, ByteStream, Transport, TransportError},
    upload::{self, Upload},
    watch::Watch,
};

/// Nothing sent and nothing received for this long: the connection counts as cut.
pub const IDLE: Duration = Duration::from_secs(120);

/// Receipts asked for in one exchange, at most.
const ROUNDS: usize = 3;
/// About how large packs are, both ways, while the link holds: what a cut loses. Bytes.
const PACK: u32 = 16 * 1024;
/// The same when there is much: more batches to send than [`MANY`], or nothing here yet.
const LARGE_PACK: u32 = 48 * 1024;
const MANY: usize = 16;
/// The same after an exchange that was cut.
const SMALL_PACK: u32 = 2 * 1024;
/// Body of an answer that is not a success: one error frame. Bytes.
const REFUSAL: usize = 4096;

/// Exchanges everything with the server and adds a line to the device's history, also of a failure.
///
/// `log` takes the new entries, which the device file keeps too. `at`: now, Unix seconds. New batches lie on the shelf
/// afterwards; applying them is the work of whoever opens the scope's file.
///
/// # Errors
/// See [`Error`]. What arrived verified until then is kept, and nothing counts as sent without a receipt.
pub async fn exchange<D: DeviceDoor>(
    device: &mut D,
    transport: &dyn Transport,
    log: &mut Log,
    at: i64,
) -> Result<Report, Error> {
    exchange_watched(device, transport, log, at, &Watch::default()).await
}

/// As [`exchange`], with something that others read meanwhile.
///
/// # Errors
/// As [`exchange`].
pub async fn exchange_watched<D: DeviceDoor>(
    device: &mut D,
    transport: &dyn Transport,
    log: &mut Log,
    at: i64,
    watch: &Watch,
) -> Result<Report, Error> {
    let begun = Instant::now();
    let keys = device.with(|device| device.device_keys())?.ok_or(Error::NotJoined)?;
    let nonce = device.with(setting::nonce)?;
    let was_cut = device.with(setting::was_cut)?;
    let waits = device.with(|device| device.unsent())?;
    watch.begin(
        waits.iter().map(|(_, pending)| pending.changes).sum(),
        waits.iter().map(|(_, pending)| pending.bytes).sum(),
    );
    let mut exchange = Exchange {
        device,
        transport,
        log,
        keys,
        at,
        nonce,
        watch,
        report: Report::default(),
        sent: BTreeSet::new(),
        kept_here: BTreeSet::new(),
        refused: BTreeSet::new(),
        sends_log: false,
        lacks_entries: false,
        asks_again: false,
        has_told: false,
        sent_log: false,
        was_full: false,
        was_cut,
        has_changed: false,
    };
    let outcome = exchange.run().await;
    let Exchange { device, mut report, .. } = exchange;
    report.bytes_up = watch.progress().bytes_up;
    let outcome = match outcome {
        // Whoever has heard the server in this exchange knows that no portal keeps it away.
        Err(error) if report.server_time.is_none() && !has_begun(&error, &report) => {
            Err(look_for_portal(transport, error).await)
        }
        outcome => outcome,
    };
    report.milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let is_cut = matches!(outcome, Err(Error::Unreachable)) && report.bytes_up + report.bytes_down > 0;
    let line = report.line(at, outcome.as_ref().err().map(Error::code));
    let kept = device.with(|device| {
        device.add_exchange(&line)?;
        if outcome.is_ok() {
            setting::keep_refused(device, &report.refused)?;
        }
        if outcome.is_ok() || is_cut { setting::set_was_cut(device, is_cut) } else { Ok(()) }
    });
    outcome?;
    kept?;
    Ok(report)
}

/// Whether a connection that was cut had carried something: then it was one.
fn has_begun(error: &Error, report: &Report) -> bool {
    matches!(error, Error::Unreachable) && report.bytes_up + report.bytes_down > 0
}

struct Exchange<'a, D> {
    device: &'a mut D,
    transport: &'a dyn Transport,
    log: &'a mut Log,
    keys: DeviceKeys,
    at: i64,
    nonce: Vec<u8>,
    watch: &'a Watch,
    report: Report,
    sent: BTreeSet<Hash32>,
    /// Batches that cannot be sent from here.
    kept_here: BTreeSet<Hash32>,
    refused: BTreeSet<ScopeId>,
    /// The server seems to have lost entries: all of the log goes with the next request.
    sends_log: bool,
    /// By its last receipt the server lacks entries that are here.
    lacks_entries: bool,
    /// The last request brought entries by which the server may now grant what it refused at its beginning.
    asks_again: bool,
    /// Entries went with a request that was answered.
    has_told: bool,
    /// All of the log has gone in this run.
    sent_log: bool,
    /// The last request could not carry everything.
    was_full: bool,
    /// The last exchange ended on the way.
    was_cut: bool,
    /// Asked whether all is as it was, and it was not.
    has_changed: bool,
}

/// What a request came to.
enum Outcome {
    Receipt,
    Refusal(ErrorBody),
}

impl<D: DeviceDoor> Exchange<'_, D> {
    async fn run(&mut self) -> Result<(), Error> {
        let mut rounds = 0;
        loop {
            let sent = self.sent.len();
            let plan = self.plan()?;
            self.round(&plan).await?;
            // A full request that brought something new is one of many, not a try.
            rounds += usize::from(!self.was_full || self.sent.len() == sent);
            // What it did not take when it was told it would not take a second time.
            let must_tell = (self.lacks_entries && !self.has_told) || (self.sends_log && !self.sent_log);
            let asks_again = std::mem::take(&mut self.asks_again);
            if rounds >= ROUNDS || !(must_tell || asks_again || self.has_more(&plan)?) {
                return self.end();
            }
        }
    }

    fn plan(&mut self) -> Result<Plan, Error> {
        self.device.with(|device| plan(device, self.log.membership(), self.keys.device))
    }

    /// Whether there is reason to ask once more: a lane is wanted that was not asked for, or the receipt shows that the
    /// server lacks what has not been sent yet in this exchange. What was sent and not taken would not be taken a second
    /// time.
    fn has_more(&mut self, asked: &Plan) -> Result<bool, Error> {
        let plan = self.plan()?;
        let was_asked = |lane: &ScopePlan| {
            asked
                .scopes
                .iter()
                .any(|before| before.scope == lane.scope && before.upload_only <= lane.upload_only)
        };
        if plan.scopes.iter().any(|lane| !lane.upload_only && !was_asked(lane)) {
            return Ok(true);
        }
        let mut lacked = plan.scopes.iter().filter(|scope| !self.refused.contains(&scope.scope));
        let may_go = |hash| !self.sent.contains(hash) && !self.kept_here.contains(hash);
        Ok(lacked.any(|scope| scope.send.iter().any(may_go)))
    }

    fn end(&mut self) -> Result<(), Error> {
        let device = self.log.membership().device(self.keys.device);
        self.report.revoked |= device.is_some_and(|device| !device.active);
        for scope in self.plan()?.scopes {
            self.report.left += self.device.with(|device| device.pending(&scope.scope))?.batches;
        }
        Ok(())
    }

    /// One receipt: a stale nonce and a log that the server has lost are mended once each.
    async fn round(&mut self, plan: &Plan) -> Result<(), Error> {
        let (mut may_renew, mut may_introduce) = (true, true);
        loop {
            // Without a nonce the answer will be a refusal that brings one, so nothing is carried there in vain.
            let carries = !plan.asks_first && !self.nonce.is_empty();
            let Outcome::Refusal(refusal) = self.request(plan, carries).await? else { return Ok(()) };
            match refusal.code.as_str() {
                code::STALE_NONCE if std::mem::take(&mut may_renew) => {}
                code::NOT_THE_SAME if !std::mem::replace(&mut self.has_changed, true) => {}
                code::UNKNOWN_DEVICE if std::mem::take(&mut may_introduce) => self.sends_log = true,
                code => return Err(Error::refused(code)),
            }
            self.nonce = refusal.nonce;
        }
    }

    async fn request(&mut self, plan: &Plan, carries: bool) -> Result<Outcome, Error> {
        let mut asked: BTreeSet<ScopeId> = plan.scopes.iter().map(|scope| scope.scope).collect();
        asked.extend(self.device.with(|device| device.carried())?.iter().map(|carried| carried.lane));
        self.sent_log |= self.sends_log;
        let introduction = self.introduction()?;
        let tells = !introduction.is_empty();
        let receipt = match self.sends_log {
            true => self.device.with(setting::receipt)?,
            false => None,
        };
        let standing = if tells || self.sends_log { None } else { self.standing(plan)? };
        let head = standing.as_ref().map_or_else(|| self.head(plan), |standing| self.head_of(standing));
        let carries = carries && standing.is_none();
        let mut upload = Upload::new(head, introduction, receipt, carries, self.pack_size(plan) as usize);
        let read = plan.scopes.iter().filter(|scope| !scope.upload_only).map(|scope| scope.scope).collect();
        let mut intake = Intake::new(self.keys.device, self.at, asked, read, self.sent_log);
        intake.standing = standing.as_ref().map(|standing| standing.answer(&self.keys.device, &self.nonce));
        self.report.requests += 1;
        let outcome = self.converse(&mut upload, &mut intake).await;
        // A server that does not know the question answers as if nothing had been asked for.
        if intake.standing.is_some() && intake.has_receipt && !intake.is_same {
            (self.has_changed, self.asks_again) = (true, true);
        }
        self.was_full = upload.is_full();
        self.report.batches_up += upload.sent.len() as u64;
        self.sent.append(&mut upload.sent);
        self.kept_here.append(&mut upload.kept_here);
        self.refused.append(&mut intake.refused);
        self.lacks_entries = intake.lacks_entries;
        let has_told = tells && intake.has_receipt;
        self.has_told |= has_told;
        // Without a receipt, what was to be told may not have been heard.
        self.sends_log = intake.has_lost || (self.sends_log && !intake.has_receipt);
        let mut doubted = std::mem::take(&mut intake.doubted);
        for (scope, code) in upload.withheld {
            if self.refused.insert(scope) {
                self.report.refused.push((scope, code));
            }
        }
        for held_back in upload.held_back {
            if !self.report.refused.contains(&held_back) {
                self.report.refused.push(held_back);
            }
        }
        let kept = self.device.with(|device| intake.finish(device, self.log, &mut self.report));
        let outcome = outcome?;
        kept?;
        if intake.has_receipt {
            self.set_down(std::mem::take(&mut upload.passed_on))?;
        }
        if has_told {
            doubted.append(&mut self.doubt_grants());
        }
        self.forget_sent(&doubted)?;
        Ok(outcome)
    }

    /// Lets go of what was carried for others and is answered for. What was too much today goes another day; what does not
    /// count is not carried any longer: whoever wrote it has it too.
    fn set_down(&mut self, passed_on: Vec<CarriedBatch>) -> Result<(), Error> {
        let is_too_much = |lane: ScopeId| self.report.refused.contains(&(lane, code::QUOTA.to_owned()));
        let answered = passed_on.into_iter().filter(|carried| !is_too_much(carried.lane));
        let answered: Vec<Hash32> = answered.map(|carried| carried.hash).collect();
        Ok(self.device.with(|device| device.set_down(&answered))?)
    }

    /// What the server does not know of the log goes before the batches that need it. Without a nonce the answer will
    /// be a refusal, so nothing is told in vain.
    fn introduction(&mut self) -> Result<Vec<Vec<u8>>, Error> {
        match (self.sends_log, self.nonce.is_empty()) {
            (true, _) => Ok(self.log.entries()),
            (false, true) => Ok(Vec::new()),
            (false, false) => {
                let log = &*self.log;
                Ok(self.device.with(|device| setting::untold(device, log))?)
            }
        }
    }

    /// Scopes are granted by what the server knows as a request begins: not yet by the entry that attaches a user to
    /// this device, which that request brings. They are asked for once more.
    fn doubt_grants(&mut self) -> BTreeSet<ScopeId> {
        let is_of_grants = |code: &str| code == code::SCOPE_NOT_GRANTED;
        let refused = self.report.refused.iter();
        let doubted: BTreeSet<ScopeId> =
            refused.filter(|(_, code)| is_of_grants(code)).map(|(scope, _)| *scope).collect();
        self.report.refused.retain(|(_, code)| !is_of_grants(code));
        self.refused.retain(|scope| !doubted.contains(scope));
        self.asks_again |= !doubted.is_empty();
        doubted
    }

    /// Lets what the server did not take in these scopes go once more.
    fn forget_sent(&mut self, scopes: &BTreeSet<ScopeId>) -> Result<(), Error> {
        if scopes.is_empty() {
            return Ok(());
        }
        for scope in self.plan()?.scopes.iter().filter(|scope| scopes.contains(&scope.scope)) {
            for hash in &scope.send {
                self.sent.remove(hash);
            }
        }
        Ok(())
    }

    /// By what the link did last, and by how much there is.
    fn pack_size(&self, plan: &Plan) -> u32 {
        let is_long = plan.batches() > MANY || plan.scopes.iter().all(|scope| scope.vector.is_empty());
        match (self.was_cut, is_long) {
            (true, _) => SMALL_PACK,
            (false, true) => LARGE_PACK,
            (false, false) => PACK,
        }
    }

    /// What to ask by when there is no news here, and all is as the last receipt told.
    fn standing(&mut self, plan: &Plan) -> Result<Option<Standing>, Error> {
        if self.nonce.is_empty() || self.has_changed || plan.asks_first || plan.batches() > 0 {
            return Ok(None);
        }
        let tips = self.log.tips();
        self.device.with(|device| {
            let mut lanes = Vec::new();
            for lane in &plan.scopes {
                match device.receipt(&lane.scope)? {
                    Some((told, _)) if lane.upload_only || lane.vector == told => {
                        lanes.push((lane.scope, told))
                    }
                    _ => return Ok(None),
                }
            }
            Ok(Some(Standing::of(tips, &lanes, &setting::aside_bytes(device)?)))
        })
    }

    fn head_of(&self, standing: &Standing) -> ExchangeHead {
        let nonce = self.nonce.clone();
        let department = self.log.department();
        ExchangeHead::sign_standing(department, self.keys.device, nonce, standing.clone(), &self.keys.sign)
    }

    fn head(&self, plan: &Plan) -> ExchangeHead {
        let scopes = plan.scopes.iter().map(|scope| (scope.scope, scope.vector.clone())).collect();
        let department = self.log.department();
        let nonce = self.nonce.clone();
        let pack = self.pack_size(plan);
        ExchangeHead::sign_for_packs(
            department,
            self.keys.device,
            nonce,
            self.log.tips(),
            scopes,
            pack,
            &self.keys.sign,
        )
    }

    /// Sends and receives at the same time, whichever side is ready.
    async fn converse(&mut self, upload: &mut Upload, intake: &mut Intake) -> Result<Outcome, Error> {
        let transport = self.transport;
        let (sender, body) = upload::body(self.watch.up().clone());
        let mut sender = Some(sender);
        let mut answering = transport.exchange(body);
        let Answer { status, body: mut answer } = loop {
            tokio::select! {
                open = is_open(&sender), if sender.is_some() => {
                    if !open || !self.send_next(&sender, upload)? {
                        sender = None;
                    }
                }
                answer = &mut answering => break answer?,
                () = tokio::time::sleep(IDLE) => return Err(Error::Unreachable),
            }
        };
        if status != 200 {
            drop(sender);
            return Ok(Outcome::Refusal(self.read_refusal(status, answer).await?));
        }
        let mut reader = FrameReader::with_packs();
        loop {
            tokio::select! {
                open = is_open(&sender), if sender.is_some() => {
                    if !open || !self.send_next(&sender, upload)? {
                        sender = None;
                    }
                }
                piece = answer.next() => match self.take_piece(piece, &mut reader, intake)? {
                    Step::Goes => {}
                    Step::Ended if intake.has_receipt => return Ok(Outcome::Receipt),
                    Step::Ended => return Err(Error::NotOurServer),
                },
                () = tokio::time::sleep(IDLE) => return Err(Error::Unreachable),
            }
        }
    }

    /// Gives the next piece to the connection; false after the last.
    fn send_next(
        &mut self,
        sender: &Option<upload::PieceSender>,
        upload: &mut Upload,
    ) -> Result<bool, Error> {
        let Some(sender) = sender else { return Ok(false) };
        let (membership, id) = (self.log.membership(), self.keys.device);
        let piece = self.device.with(|device| upload.next(device, membership, id, &self.refused));
        match piece {
            Ok(Some(piece)) => Ok(sender.try_send(Ok(piece)).is_ok()),
            Ok(None) => Ok(false),
            Err(error) => {
                let _ = sender.try_send(Err(TransportError::Cut));
                Err(error)
            }
        }
    }

    fn take_piece(
        &mut self,
        piece: Option<Result<Bytes, TransportError>>,
        reader: &mut FrameReader,
        intake: &mut Intake,
    ) -> Result<Step, Error> {
        let Some(piece) = piece else {
            // The receipt is signed: an answer cut after it has said all that matters.
            return match (intake.has_receipt, reader.is_between_frames()) {
                (true, _) => Ok(Step::Ended),
                (false, _) => Err(Error::Unreachable),
            };
        };
        let piece = match piece {
            Ok(piece) => piece,
            Err(_) if intake.has_receipt => return Ok(Step::Ended),
            Err(error) => return Err(error.into()),
        };
        self.report.bytes_down += piece.len() as u64;
        self.watch.hear(self.report.bytes_down);
        intake.hear(piece.len())?;
        reader.push(&piece);
        while let Some(frame) = reader.next()? {
            let report = &mut self.report;
            let log = &mut *self.log;
            let step = self.device.with(|device| intake.take(frame, device, log, report))?;
            self.watch.acknowledge(self.report.records_up, self.report.acknowledged);
            if step == Step::Ended {
                return Ok(Step::Ended);
            }
        }
        Ok(Step::Goes)
    }

    /// The error frame of an answer that is not a success. Without one, somebody in between answered.
    async fn read_refusal(&mut self, status: u16, mut answer: ByteStream) -> Result<ErrorBody, Error> {
        let foreign = if status >= 500 { Error::Unreachable } else { Error::NotOurServer };
        let mut reader = FrameReader::new();
        let mut length = 0;
        while length <= REFUSAL {
            let piece = tokio::select! {
                piece = answer.next() => piece,
                () = tokio::time::sleep(IDLE) => None,
            };
            let Some(Ok(piece)) = piece else { break };
            self.report.bytes_down += piece.len() as u64;
            length += piece.len();
            reader.push(&piece);
            match reader.next() {
                Ok(Some(Frame::Error(error))) => return Ok(error),
                Ok(None) => {}
                Ok(Some(_)) | Err(_) => break,
            }
        }
        Err(foreign)
    }
}

/// Waits until the body can take a piece; false when nobody reads it any more.
async fn is_open(sender: &Option<upload::PieceSender>) -> bool {
    match sender {
        Some(sender) => sender.reserve().await.is_ok(),
        None => false,
    }
}
