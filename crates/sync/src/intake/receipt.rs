//! What a receipt tells: only here does work become sent.

use posta_identity::{
    Log,
    ids::{DeviceId, Incarnation, ScopeId},
};
use posta_protocol::{FeedId, Receipt, Tip, Vector};
use posta_store::DeviceFile;

use super::Intake;
use crate::{Error, report::Report, setting};

impl Intake {
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
    pub(super) fn vectors(&self, device: &DeviceFile) -> Result<Vec<(ScopeId, Vector)>, Error> {
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
    pub(super) fn take_receipt(
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
