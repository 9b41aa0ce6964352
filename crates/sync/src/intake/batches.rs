//! Batches: judged, kept many at a time, and what has no place here set aside or carried on.

use std::collections::btree_map::Entry;

use posta_identity::{
    Log,
    ids::{Incarnation, ScopeId},
};
use posta_protocol::{BatchHeader, SignedBatch, Tip, open_body};
use posta_store::{CarriedBatch, DeviceFile, Shelved};

use super::Intake;
use crate::{Error, plan, report::Report};

/// Batches of one transaction.
const BATCHES: usize = 48;
/// Bytes of one transaction.
const BYTES: usize = 1024 * 1024;

impl Intake {
    pub(super) fn take_batch(
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
        // Own work that comes back from whoever carried it lies on the shelf.
        let is_back = header.device == self.id && device.holds_batch(&batch.hash())?;
        if is_back || log.membership().has_no_body(scope, &batch.hash()) {
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
    pub(super) fn set_out(&mut self, device: &DeviceFile) -> Result<(), Error> {
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
    pub(super) fn flush(&mut self, device: &DeviceFile, report: &mut Report) -> Result<(), Error> {
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
}

pub(crate) fn readable_changes(header: &BatchHeader, batch: &SignedBatch) -> u64 {
    if header.is_sealed() {
        return 0;
    }
    open_body(header, &batch.body, None).map_or(0, |changes| changes.len() as u64)
}
