//! What lies between the shelf and the open scopes: own batches go out to it, others' batches come in from it.

use posta_identity::{Actor, SessionCertificate};
use posta_protocol::SignedBatch;
use posta_store::{DeviceFile, Incoming};

use crate::error::Error;
use crate::open::{Desk, Open};
use crate::scope::OpenScope;
use crate::setting;

/// Batches taken in by one transaction.
const GROUP: u32 = 64;

/// What is left to take in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Left {
    Nothing,
    Some,
}

impl Open {
    /// Copies own batches to the shelf, so that they can be sent; takes a new incarnation where this device's feed was
    /// continued elsewhere. Idempotent: run at unlock and before every exchange, it makes good what a power cut left.
    pub fn bring_out(&mut self) -> Result<(), Error> {
        let _alone = self.desk.folder.exclusive()?;
        let desk = &self.desk;
        let mut forked = false;
        for scope in std::iter::once(&mut self.registry).chain(self.care.as_mut()) {
            scope.shelve_own(&desk.device)?;
            forked |= scope.mind_forks(&desk.device, desk.keys.device)?;
            scope.known = desk.device.vector(&scope.id)?.hash();
        }
        if forked {
            self.desk.device.put_setting(setting::FORKED, b"1")?;
        }
        Ok(())
    }

    /// Takes in one group of the shelf's batches, so that other acts can come between groups.
    pub fn take_in_some(&mut self) -> Result<Left, Error> {
        for scope in std::iter::once(&self.registry).chain(self.care.as_ref()) {
            if take_in_group(&self.desk, scope)? == Left::Some {
                return Ok(Left::Some);
            }
        }
        Ok(Left::Nothing)
    }

    /// Takes in all that the shelf has.
    pub fn take_in(&mut self) -> Result<(), Error> {
        while self.take_in_some()? == Left::Some {}
        Ok(())
    }
}

/// Applies the next batches of the shelf to a scope, in the order of their arrival.
fn take_in_group(desk: &Desk, scope: &OpenScope) -> Result<Left, Error> {
    let name = setting::applied_through(scope.id);
    let row = read_row(&desk.device, &name)?;
    let entries = desk.device.after(&scope.id, row, GROUP)?;
    let Some(last) = entries.last().map(|entry| entry.row) else { return Ok(Left::Nothing) };
    let mut arrivals: Vec<(SignedBatch, SessionCertificate)> = Vec::new();
    for entry in entries {
        if scope.file.is_applied(&entry.hash)? {
            continue;
        }
        let Ok(header) = entry.batch.decode_header() else { continue };
        let actor: Actor = header.session;
        let Some(certificate) = desk.device.session(&actor)? else { continue };
        note_author(desk, scope, &certificate)?;
        arrivals.push((entry.batch, certificate));
    }
    let incoming: Vec<Incoming<'_>> = arrivals
        .iter()
        .map(|(batch, certificate)| Incoming { batch, certificate, epoch: scope.epoch.as_ref() })
        .collect();
    scope.file.apply_many(&incoming)?;
    desk.device.put_setting(&name, &last.to_be_bytes())?;
    Ok(Left::Some)
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
