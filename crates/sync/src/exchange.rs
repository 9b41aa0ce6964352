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
use posta_protocol::{ErrorBody, ExchangeHead, Frame, FrameReader, Standing, Terms, code};
use posta_store::CarriedBatch;

use crate::{
    Error,
    door::DeviceDoor,
    intake::{Intake, Step},
    plan::{Plan, ScopePlan, plan},
    portal::look_for_portal,
    report::Report,
    setting::{self, Cut},
    transport::{Answer, ByteStream, Transport, TransportError},
    upload::{self, Manner, Upload},
    watch::Watch,
};

/// Nothing sent and nothing received for this long: the connection counts as cut.
pub const IDLE: Duration = Duration::from_secs(120);

/// Of what is carried for others goes about so much over a link that was cut. Bytes.
const LITTLE: usize = 8 * 1024;
/// Nothing received for this long: what came until then is kept.
const SOON: Duration = Duration::from_secs(1);
/// Receipts asked for in one exchange, at most.
const ROUNDS: usize = 3;
/// About how large packs are that go up: one full batch, which is what a cut loses. Bytes.
const PACK: usize = 1024;
/// The same of those that come down, while the link holds: each costs the server work.
const PACK_DOWN: u32 = 6 * 1024;
/// The same after an exchange that was cut.
const SMALL_PACK_DOWN: u32 = 1024;
/// Batches of a feed from which packs go on: on a usual day, and after a cut, when they are what was sent before it.
const RECALLS: u32 = 8;
const RECALLS_AFTER_CUT: u32 = 96;
/// Of what a link let through before it was cut, this much is asked of it the next time, in hundredths, less what
/// heads and answers weigh. Bytes.
const SHARE: u64 = 92;
const HEADS: u64 = 1536;
/// Less is not asked of any link. Bytes.
const LEAST_ROOM: u64 = 6 * 1024;
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
    let cut = device.with(setting::cut)?;
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
        cut,
        last_up: 0,
        last_batches: 0,
        has_changed: false,
        is_short: false,
    };
    let outcome = exchange.run().await;
    let next_cut = exchange.next_cut();
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
        if outcome.is_ok() || is_cut { setting::set_cut(device, next_cut.filter(|_| is_cut)) } else { Ok(()) }
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
    cut: Option<Cut>,
    /// Bytes and batches that the last request took up.
    last_up: u64,
    last_batches: u64,
    /// Asked whether all is as it was, and it was not.
    has_changed: bool,
    /// The last answer did not bring everything, because no more was asked for at once.
    is_short: bool,
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
            let (sent, taken) = (self.sent.len(), self.report.batches_down);
            let plan = self.plan()?;
            self.round(&plan).await?;
            // A full request or answer that brought something new is one of many, not a try.
            let is_one_of_many = (self.was_full && self.sent.len() > sent)
                || (self.is_short && self.report.batches_down > taken);
            rounds += usize::from(!is_one_of_many);
            // What it did not take when it was told it would not take a second time.
            let must_tell = (self.lacks_entries && !self.has_told) || (self.sends_log && !self.sent_log);
            let asks_again = std::mem::take(&mut self.asks_again);
            let comes_more = self.is_short && self.report.batches_down > taken;
            if rounds >= ROUNDS || !(must_tell || asks_again || comes_more || self.has_more(&plan)?) {
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
            let asks_first =
                plan.asks_first || (self.has_changed && self.device.with(setting::asks_first)?);
            let carries = !asks_first && !self.nonce.is_empty();
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
        let asked: Vec<ScopeId> = plan.scopes.iter().map(|scope| scope.scope).collect();
        self.sent_log |= self.sends_log;
        let introduction = self.introduction()?;
        let tells = !introduction.is_empty();
        let receipt = match self.sends_log {
            true => self.device.with(setting::receipt)?,
            false => None,
        };
        let standing = if tells || self.sends_log { None } else { self.standing(plan)? };
        let head = match &standing {
            Some(standing) => self.head_of(standing),
            None => self.head(plan)?,
        };
        let carries = carries && standing.is_none();
        let room = self.room().map(|room| usize::try_from(room).unwrap_or(usize::MAX));
        let recalls = self.recalls();
        // A link that was cut at what is carried gets little of it at a time, until it has let that through.
        let carried = if self.cut.is_some() { LITTLE } else { usize::MAX };
        let manner = Manner { pack: PACK, recalls, room, carried };
        let mut reader = FrameReader::of_answer_to(&head);
        let is_last = room.is_some() && !plan.asks_first;
        let before = self.watch.progress().bytes_up;
        let mut upload = Upload::new(head, introduction, receipt, carries, &manner);
        let read = plan.scopes.iter().filter(|scope| !scope.upload_only).map(|scope| scope.scope).collect();
        let mut intake = Intake::new(self.keys.device, self.at, asked, read, self.sent_log);
        intake.standing = standing.as_ref().map(|standing| standing.answer(&self.keys.device, &self.nonce));
        let carried = self.device.with(|device| device.carried())?;
        intake.carried_lanes = carried.into_iter().map(|carried| carried.lane).collect();
        self.report.requests += 1;
        let outcome = self.converse(&mut upload, &mut reader, &mut intake, is_last).await;
        self.is_short = room.is_some() && intake.lacks_batches;
        self.last_up = self.watch.progress().bytes_up - before;
        self.last_batches = (upload.sent.len() + upload.passed_on.len()) as u64;
        self.note_arrived(intake.newly_covered);
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
            self.set_down(std::mem::take(&mut upload.passed_on), &doubted)?;
        }
        if has_told {
            doubted.append(&mut self.doubt_grants());
        }
        self.forget_sent(&doubted)?;
        Ok(outcome)
    }

    /// Lets go of what was carried for others once the server has answered for it: whoever wrote it keeps it until a receipt
    /// says the same. What it refuses for now is brought again; what can never count is not. This device's own, which a mend
    /// put there because nothing before them is left, stay: nobody else keeps them.
    fn set_down(&mut self, passed_on: Vec<CarriedBatch>, doubted: &BTreeSet<ScopeId>) -> Result<(), Error> {
        let is_for_good = |code: &str| [code::BAD_SIGNATURE, code::BAD_REQUEST].contains(&code);
        let refused = &self.report.refused;
        let waits = |lane: ScopeId| {
            doubted.contains(&lane)
                || refused.iter().any(|(scope, code)| *scope == lane && !is_for_good(code))
        };
        let answered = passed_on.into_iter().filter(|carried| !waits(carried.lane));
        let own = self.keys.device;
        Ok(self.device.with(|device| {
            let mut hashes = Vec::new();
            for carried in answered {
                let session = device.session(&carried.session)?;
                if session.is_none_or(|session| session.device != own) {
                    hashes.push(carried.hash);
                }
            }
            device.set_down(&hashes)
        })?)
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

    /// What the link let through before it was cut, once it is known.
    fn room(&self) -> Option<u64> {
        let through = self.cut.map(|cut| cut.through).filter(|through| *through > 0)?;
        Some((through * SHARE / 100).saturating_sub(HEADS).max(LEAST_ROOM))
    }

    /// How many batches the packs may go on from: none once that did not go well.
    fn recalls(&self) -> u32 {
        match (self.has_changed || self.sends_log, self.cut) {
            (true, _) => 0,
            (false, None) => RECALLS,
            (false, Some(_)) => RECALLS_AFTER_CUT,
        }
    }

    /// By how many of the batches that were under way when the link was cut have come, it shows what it let through.
    fn note_arrived(&mut self, batches: u64) {
        if let Some(cut) = self.cut.as_mut().filter(|cut| cut.batches > 0 && batches > 0) {
            let through = u128::from(cut.up) * u128::from(batches) / u128::from(cut.batches);
            *cut = Cut { through: u64::try_from(through).unwrap_or(cut.through), ..Cut::default() };
        }
    }

    /// What is to be remembered if this exchange ended on the way.
    fn next_cut(&self) -> Option<Cut> {
        let down = self.report.bytes_down;
        match self.last_batches {
            // A link that let nearly nothing through says nothing of how much it would.
            0 if down < LEAST_ROOM => Some(self.cut.unwrap_or_default()),
            // Only what came down is known to have come.
            0 => Some(Cut { through: down, ..Cut::default() }),
            batches => Some(Cut { through: 0, up: self.last_up, batches }),
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

    fn head(&mut self, plan: &Plan) -> Result<ExchangeHead, Error> {
        let is_brief = !self.has_changed && !self.device.with(setting::needs_whole_receipt)?;
        let scopes = plan.scopes.iter().map(|scope| (scope.scope, scope.vector.clone())).collect();
        let department = self.log.department();
        let nonce = self.nonce.clone();
        let terms = Terms {
            // Within what a link lets through no cut is expected.
            pack: if self.cut.is_some() && self.room().is_none() { SMALL_PACK_DOWN } else { PACK_DOWN },
            room: self.room().and_then(|room| u32::try_from(room).ok()).unwrap_or_default(),
            recalls: self.recalls() > 0,
            is_brief,
        };
        Ok(ExchangeHead::sign_on(
            department,
            self.keys.device,
            nonce,
            self.log.tips(),
            scopes,
            terms,
            &self.keys.sign,
        ))
    }

    /// Sends and receives at the same time, whichever side is ready.
    async fn converse(
        &mut self,
        upload: &mut Upload,
        reader: &mut FrameReader,
        intake: &mut Intake,
        is_last: bool,
    ) -> Result<Outcome, Error> {
        let transport = self.transport;
        let (sender, body) = upload::body(self.watch.up().clone());
        let mut sender = Some(sender);
        let mut answering = if is_last { transport.exchange_last(body) } else { transport.exchange(body) };
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
        loop {
            tokio::select! {
                open = is_open(&sender), if sender.is_some() => {
                    if !open || !self.send_next(&sender, upload)? {
                        sender = None;
                    }
                }
                piece = answer.next() => match self.take_piece(piece, reader, intake)? {
                    Step::Goes => {}
                    Step::Unlike => {
                        let nonce = self.nonce.clone();
                        return Ok(Outcome::Refusal(ErrorBody::new(code::NOT_THE_SAME, nonce)));
                    }
                    Step::Ended if intake.has_receipt => return Ok(Outcome::Receipt),
                    Step::Ended => return Err(Error::NotOurServer),
                },
                // What came is kept soon, so that it can be taken in while the rest is on its way.
                () = tokio::time::sleep(SOON), if intake.is_waiting() => {
                    let (log, report) = (&*self.log, &mut self.report);
                    self.device.with(|device| intake.finish(device, log, report))?;
                }
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
            if let Frame::Recall(recall) = frame {
                let branch = self.device.with(|device| device.branch(&recall.last, recall.count))?;
                if reader.recall(&recall, &branch).is_err() {
                    return Ok(Step::Unlike);
                }
                continue;
            }
            let report = &mut self.report;
            let log = &mut *self.log;
            let step = self.device.with(|device| intake.take(frame, device, log, report))?;
            self.watch.acknowledge(self.report.records_up, self.report.acknowledged);
            match step {
                Step::Goes => {}
                step => return Ok(step),
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
