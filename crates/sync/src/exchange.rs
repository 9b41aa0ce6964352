//! The exchange: one round trip when both sides have news, one more when the server's state was not known.

mod converse;
mod request;
mod terms;

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use posta_identity::{
    DeviceKeys, Log,
    ids::{Hash32, ScopeId},
};
use posta_protocol::{ErrorBody, code};

use crate::{
    Error,
    door::DeviceDoor,
    plan::{Plan, ScopePlan, plan},
    portal::look_for_portal,
    report::Report,
    setting::{self, Cut},
    transport::Transport,
    watch::Watch,
};

/// Nothing sent and nothing received for this long: the connection counts as cut.
pub const IDLE: Duration = Duration::from_secs(120);

/// Receipts asked for in one exchange, at most.
const ROUNDS: usize = 3;

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
}
