//! Sincronización: one exchange with the server, and what waits.

mod by_itself;
mod due;
mod waits;

use std::time::{Duration, Instant};

use posta_identity::Log;
use posta_identity::keyring::Keyring;
use posta_store::DeviceFile;
use posta_sync::{DeviceDoor, Http, Progress, Transport, Watch, clock_skew, exchange_watched};

use crate::app::App;
use crate::catch_up::Left;
use crate::error::Error;
use crate::folder::Folder;
use crate::home::count;
use crate::join::deliver;
use crate::join::pending::{self, Marker};
use crate::open::{Desk, Open};
use crate::permission::Act;
use crate::setting;
use crate::time::{Moment, rfc3339};
use crate::view::{PersonCard, QuarantineCard, SyncProgress, SyncReport, SyncView};

pub(crate) use by_itself::Exchanges;

/// How often it is looked, during an exchange, whether something can be taken in, once there was nothing.
const FILLS: Duration = Duration::from_secs(1);
/// A clock that is off by less is not worth a word. Minutes.
const CLOCK_MAY_BE_OFF: i64 = 10;

/// The exchange's own hand on the device file, so that saving goes on meanwhile; one step at a time, alone.
pub(crate) struct Counter {
    folder: Folder,
    device: DeviceFile,
}

impl Counter {
    pub fn of(desk: &Desk) -> Result<Self, Error> {
        let device = DeviceFile::open(&desk.folder.device(), &desk.device_key)?;
        Ok(Self { folder: desk.folder.clone(), device })
    }
}

impl DeviceDoor for Counter {
    fn with<R>(&mut self, act: impl FnOnce(&DeviceFile) -> R) -> R {
        // Own batches are closed before an exchange begins, so without the lock the worst is a fork, which loses nothing.
        let alone = self.folder.exclusive().ok();
        let done = act(&self.device);
        drop(alone);
        done
    }
}

impl App {
    /// One exchange, which the caller has seen to be the only one.
    async fn exchange_once(&self, watch: &Watch) -> Result<SyncReport, Error> {
        let now = self.now();
        let refused = self.deliver_joins(now).await?;
        let http = self.quietly(|open| {
            open.allow(Act::Exchange)?;
            open.desk.server()
        })?;
        self.exchange_over(&http, now, refused, watch).await
    }

    /// As [`App::sync_now`], by another way to the server than the network, and without joins that wait. The caller sees to
    /// it that no other exchange goes on.
    ///
    /// # Errors
    /// As [`App::sync_now`].
    pub async fn sync_by(&self, way: &dyn Transport) -> Result<SyncReport, Error> {
        self.refuse_in_practice()?;
        self.exchange_over(way, self.now(), None, &Watch::default()).await
    }

    async fn exchange_over(
        &self,
        way: &dyn Transport,
        now: Moment,
        refused: Option<Error>,
        watch: &Watch,
    ) -> Result<SyncReport, Error> {
        let (mut counter, mut log) = self.quietly(|open| prepare(open, now))?;
        let outcome = self.filling(exchange_watched(&mut counter, way, &mut log, now.at, watch)).await;
        drop(counter);
        let is_forked = outcome.as_ref().is_ok_and(|report| !report.forked.is_empty());
        self.take_in_all(&log, is_forked, now)?;
        if let Some(refused) = refused {
            return Err(refused);
        }
        match outcome.map_err(Error::from) {
            // Its own hand met it: the session is told, as by an act.
            Err(error @ Error::Damaged(_)) => return self.quietly(|_| Err(error)),
            outcome => drop(outcome?),
        }
        self.quietly(|open| {
            let last = open.desk.device.exchanges(1)?.into_iter().next();
            last.map(|line| view_exchange(&line))
                .ok_or_else(|| Error::Storage("the history of exchanges".into()))
        })
    }

    /// Takes in what has come while the rest is still on its way, so that a new device is of use from the first minute.
    /// What cannot be taken in now is tried again at the end.
    async fn filling<T>(&self, exchanging: impl Future<Output = T>) -> T {
        tokio::pin!(exchanging);
        let mut pause = FILLS;
        loop {
            tokio::select! {
                biased;
                outcome = &mut exchanging => return outcome,
                () = tokio::time::sleep(pause) => {
                    let begun = Instant::now();
                    let has_more = matches!(self.quietly(Open::take_in_some), Ok(Left::Some));
                    // As long as it took: half of the time is others'.
                    pause = if has_more { begun.elapsed() } else { FILLS };
                }
            }
        }
    }

    /// Takes in what came, from a server or from another device.
    pub(crate) fn take_in_all(&self, log: &Log, is_forked: bool, now: Moment) -> Result<(), Error> {
        self.quietly(|open| {
            // Somebody else may have unlocked, or joined, meanwhile: what came is added to what they know.
            let mut known = open.desk.log.clone();
            for entry in log.entries() {
                known.insert(&entry).map_err(|error| Error::Damaged(error.to_string()))?;
            }
            open.adopt(known);
            if is_forked {
                open.desk.device.put_setting(setting::FORKED, b"1")?;
            }
            open.reload_incarnations()?;
            open.bring_out()
        })?;
        while self.quietly(Open::take_in_some)? == Left::Some {}
        self.quietly(|open| open.tend(now))?;
        self.obey_log(now)
    }

    /// Does what the log that came asks of this device: slots and keys of files for those who may, none for those who
    /// may not any more; and everything destroyed if the authority orders it and all that was written here is received.
    fn obey_log(&self, now: Moment) -> Result<(), Error> {
        let mut keyring = Keyring::load(self.folder.keyring())?;
        self.quietly(|open| open.tend_keyring(&mut keyring))?;
        self.turns(now).keep(|user| keyring.users().iter().any(|slot| slot.user == user));
        if self.quietly(|open| open.begin_destruction())? { Err(self.destroy_all(now)) } else { Ok(()) }
    }

    /// Tells the server first of users who joined here without a network. What became of the active user's own join, if
    /// it did not go well; of another's it is told to that one. Only a network that is not there ends it.
    async fn deliver_joins(&self, now: Moment) -> Result<Option<Error>, Error> {
        let _alone = self.joining.lock().await;
        let mut own = None;
        for user in Keyring::load(self.folder.keyring())?.users() {
            let parts = self.quietly(|open| {
                open.allow(Act::Exchange)?;
                if pending::waiting(&open.desk.device, user.user)?.is_none() {
                    return Ok(None);
                }
                let device = DeviceFile::open(&open.desk.folder.device(), &open.desk.device_key)?;
                let is_common = pending::server(&device, user.user)?.is_some_and(|(_, is_common)| is_common);
                let secrets = &open.desk.secrets;
                Ok(Some((device, secrets.department, is_common, secrets.user == user.user)))
            })?;
            let Some((device, department, is_common, is_own)) = parts else { continue };
            let marker = Marker::of(&self.folder, user.user);
            if marker.as_ref().is_some_and(|marker| marker.ending) {
                continue;
            }
            match deliver(device, department, user.user, now).await {
                Ok(()) => {
                    if marker.is_some() {
                        Marker::remove(&self.folder)?;
                    }
                }
                Err(error @ (Error::Unreachable | Error::CaptivePortal | Error::Proxy)) if is_common => {
                    return Err(error);
                }
                Err(error @ (Error::Storage(_) | Error::Locked)) => return Err(error),
                Err(error) => {
                    let marker = marker.filter(|_| matches!(error, Error::InvitationRefused));
                    if let Some(marker) = marker {
                        Marker { refused: true, ..marker }.write(&self.folder)?;
                    }
                    if is_own {
                        own = Some(error);
                    }
                }
            }
        }
        Ok(own)
    }

    /// What waits, what was set aside, and how the last exchanges went.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::Storage`].
    pub fn sync_view(&self) -> Result<SyncView, Error> {
        let now = self.now();
        self.glance(|open| {
            open.allow(Act::Exchange)?;
            let device = &open.desk.device;
            let waiting = open.waiting_people(50)?;
            let pending = open.pending()?;
            let history = device.exchanges(20)?;
            let progress = self.exchanges.progress();
            let (failures, next_in) = self.exchanges.outlook(&history, pending, now);
            Ok(SyncView {
                server: device.setting_text(setting::SERVER)?.unwrap_or_default(),
                pending,
                last_contact: open.last_contact()?.map(rfc3339),
                history: history.iter().map(view_exchange).collect(),
                waiting_others: pending.saturating_sub(count(waiting.len() as u64)),
                waiting,
                quarantine: open.quarantine()?,
                forked: device.setting(setting::FORKED)?.is_some(),
                mended: open.desk.told_mends(pending, now)?,
                clock_off_minutes: clock_off(clock_skew(device)?),
                aside: count(open.aside_batches()?.len() as u64),
                waits: open.waits(history.first(), progress.running)?,
                progress,
                failures,
                next_try: next_in.map(|seconds| rfc3339(now.at.saturating_add_unsigned(seconds))),
            })
        })
    }
}

fn prepare(open: &mut Open, now: Moment) -> Result<(Counter, Log), Error> {
    open.allow(Act::Exchange)?;
    // Figures wait for the next exchange rather than hold this one up.
    let _ = open.tell_weeks(now);
    open.bring_out()?;
    let desk = &open.desk;
    Ok((Counter::of(desk)?, desk.log.clone()))
}

impl Desk {
    /// The way to the server that this device joined.
    ///
    /// # Errors
    /// [`Error::NotJoined`], [`Error::Storage`].
    pub(crate) fn server(&self) -> Result<Http, Error> {
        let server = self.device.setting_text(setting::SERVER)?.ok_or(Error::NotJoined)?;
        let pin = self.log.membership().server().ok_or(Error::NotJoined)?.tls_pin;
        Ok(Http::new(&server, pin)?)
    }
}

/// Minutes that this device's clock is ahead, of the seconds that the server's is.
fn clock_off(skew: Option<i64>) -> Option<i32> {
    let minutes = skew?.checked_neg()? / 60;
    let minutes = i32::try_from(minutes).unwrap_or(if minutes < 0 { i32::MIN } else { i32::MAX });
    (i64::from(minutes).abs() >= CLOCK_MAY_BE_OFF).then_some(minutes)
}

fn view_exchange(line: &posta_store::Exchanged) -> SyncReport {
    SyncReport {
        at: rfc3339(line.at),
        ok: line.ok,
        code: waits::code_of(&line.code).to_owned(),
        bytes_up: count(line.bytes_up),
        bytes_down: count(line.bytes_down),
        requests: count(line.requests),
        batches_up: count(line.batches_up),
        batches_down: count(line.batches_down),
        records_up: count(line.records_up),
        records_down: count(line.records_down),
        milliseconds: count(line.milliseconds),
        refused: count(line.refused),
        quarantined: count(line.quarantined),
    }
}

fn view_progress(running: bool, came: Progress) -> SyncProgress {
    SyncProgress {
        running,
        records: count(came.records),
        records_done: count(came.records_done),
        bytes: count(came.bytes),
        bytes_done: count(came.bytes_done),
        bytes_up: count(came.bytes_up),
        bytes_down: count(came.bytes_down),
    }
}

impl Open {
    fn reload_incarnations(&mut self) -> Result<(), Error> {
        let device = &self.desk.device;
        for scope in &mut self.scopes {
            if let Some(incarnation) = device.incarnation(&scope.id)? {
                scope.incarnation = incarnation;
            }
        }
        Ok(())
    }

    /// Seconds since 1970, by the server's clock, of the last receipt.
    pub fn last_contact(&self) -> Result<Option<i64>, Error> {
        Ok(self.desk.device.receipt(&self.membership().registry())?.map(|(_, time)| time))
    }

    fn waiting_people(&self, limit: usize) -> Result<Vec<PersonCard>, Error> {
        let Ok(registry) = self.registry() else { return Ok(Vec::new()) };
        let covered = self.covered()?;
        let unsent = registry.file.unsent_documents(&covered)?;
        let people = unsent.iter().filter(|(kind, _)| *kind == posta_domain::Kind::Person).take(limit);
        let mut cards = Vec::new();
        for (_, id) in people {
            if let Some(row) = registry.file.person(id)? {
                cards.push(self.card(&row, &covered)?);
            }
        }
        Ok(cards)
    }

    fn quarantine(&self) -> Result<Vec<QuarantineCard>, Error> {
        let mut cards = Vec::new();
        for scope in &self.scopes {
            cards.extend(scope.file.quarantined()?.into_iter().map(|aside| QuarantineCard {
                at: rfc3339(aside.at),
                what: aside.what,
                reason: aside.reason,
                bytes: aside.length,
                from_device: aside.device.to_string(),
            }));
        }
        cards.extend(self.desk.device.quarantined_batches()?.into_iter().map(|aside| QuarantineCard {
            at: rfc3339(aside.at),
            what: "batch".into(),
            reason: aside.reason,
            bytes: aside.length,
            from_device: String::new(),
        }));
        Ok(cards)
    }
}
