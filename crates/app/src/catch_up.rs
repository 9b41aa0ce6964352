//! What lies between the shelf and the open scopes: own batches go out to it, others' batches come in from it.

use posta_identity::{Actor, SessionCertificate};
use posta_protocol::SignedBatch;
use posta_store::{Applied, DeviceFile, Incoming};

use crate::error::Error;
use crate::open::{Desk, Open};
use crate::scope::OpenScope;
use crate::setting;
use crate::time::Moment;

/// Batches taken in by one transaction.
const GROUP: u32 = 64;

impl Open {
    /// Copies own batches to the shelf and takes in what the shelf has. Idempotent: run at unlock and around every
    /// exchange, it makes good whatever a power cut left undone.
    pub fn catch_up(&mut self, now: Moment) -> Result<Applied, Error> {
        let _ = now;
        let alone = self.desk.folder.exclusive()?;
        let desk = &self.desk;
        let mut forked = false;
        let mut total = Applied::default();
        for scope in std::iter::once(&mut self.registry).chain(self.care.as_mut()) {
            scope.shelve_own(&desk.device)?;
            forked |= scope.mind_forks(&desk.device, desk.keys.device)?;
            total += take_in(desk, scope)?;
        }
        drop(alone);
        if forked {
            self.desk.device.put_setting(setting::FORKED, b"1")?;
        }
        Ok(total)
    }
}

/// Applies the shelf's batches to a scope, in the order of their arrival.
fn take_in(desk: &Desk, scope: &OpenScope) -> Result<Applied, Error> {
    let name = setting::applied_through(scope.id);
    let mut row = read_row(&desk.device, &name)?;
    let mut total = Applied::default();
    loop {
        let entries = desk.device.after(&scope.id, row, GROUP)?;
        let Some(last) = entries.last().map(|entry| entry.row) else { return Ok(total) };
        let mut arrivals: Vec<(SignedBatch, SessionCertificate)> = Vec::new();
        for entry in entries {
            if scope.file.is_applied(&entry.hash)? {
                continue;
            }
            let actor: Actor = match entry.batch.decode_header() {
                Ok(header) => header.session,
                Err(_) => continue,
            };
            let Some(certificate) = desk.device.session(&actor)? else { continue };
            note_author(desk, scope, &certificate)?;
            arrivals.push((entry.batch, certificate));
        }
        let incoming: Vec<Incoming<'_>> = arrivals
            .iter()
            .map(|(batch, certificate)| Incoming { batch, certificate, epoch: scope.epoch.as_ref() })
            .collect();
        total += scope.file.apply_many(&incoming)?;
        row = last;
        desk.device.put_setting(&name, &row.to_be_bytes())?;
    }
}

/// Tells a scope's file the name behind an actor, as the membership log has it.
pub(crate) fn note_author(
    desk: &Desk,
    scope: &OpenScope,
    certificate: &SessionCertificate,
) -> Result<(), Error> {
    if scope.file.author(&certificate.actor())?.is_some_and(|author| !author.name.is_empty()) {
        return Ok(());
    }
    let name = desk.log.membership().user(certificate.user).map(|user| user.name.clone()).unwrap_or_default();
    Ok(scope.file.put_author(certificate, &name)?)
}

fn read_row(device: &DeviceFile, name: &str) -> Result<i64, Error> {
    let bytes = device.setting(name)?;
    Ok(bytes.and_then(|bytes| bytes.try_into().ok()).map_or(0, i64::from_be_bytes))
}
