//! What lies between the shelf and the open scopes: own batches go out to it, others' batches come in from it, and
//! those that do not count any more go out of the documents again.

use std::collections::BTreeSet;

use posta_domain::Kind;
use posta_identity::{Actor, EpochKey, Hash32, Sensitivity, SessionCertificate};
use posta_protocol::SignedBatch;
use posta_store::Incoming;

use crate::error::Error;
use crate::inbox::sort_inbox;
use crate::members::Authors;
use crate::open::{Desk, Open};
use crate::scope::OpenScope;
use crate::setting;

/// Batches taken in by one transaction: about a thousand changes at most, so that other acts need not wait long.
const GROUP: usize = 8;

/// What is left to take in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Left {
    Nothing,
    Some,
}

impl Open {
    /// Copies own batches to the shelf and closes them, so that they can be sent while saving goes on in the next ones;
    /// takes a new incarnation where this device's feed was continued elsewhere. Idempotent: run at unlock and before
    /// every exchange, it makes good what a power cut left.
    pub fn bring_out(&mut self) -> Result<(), Error> {
        let _alone = self.desk.folder.exclusive()?;
        let desk = &self.desk;
        let mut forked = false;
        for scope in &mut self.scopes {
            scope.shelve_own(&desk.device)?;
            forked |= scope.mind_forks(&desk.device, desk.keys.device)?;
            scope.known = desk.device.vector(&scope.id)?.hash();
        }
        desk.device.offer_own()?;
        if forked {
            desk.device.put_setting(setting::FORKED, b"1")?;
        }
        Ok(())
    }

    /// Copies what the shelf lacks of scopes that are marked, so that others can send it, also those who may not open the
    /// registry: at the end of a session. Nothing is closed for an exchange.
    pub fn bring_out_marked(&self) -> Result<(), Error> {
        let device = &self.desk.device;
        for scope in &self.scopes {
            if device.is_marked_unshelved(&scope.id)? {
                let _alone = self.desk.folder.exclusive()?;
                scope.shelve_own(device)?;
            }
        }
        Ok(())
    }

    /// Takes in one group of the shelf's batches, so that other acts can come between groups.
    pub fn take_in_some(&mut self) -> Result<Left, Error> {
        if self.look_through_shelf()? {
            self.learn_entries()?;
        }
        self.let_in_unseen()?;
        let desk = &self.desk;
        for scope in &mut self.scopes {
            if take_in_group(desk, scope)? == Left::Some {
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

    /// Notes what came on the shelf and is still to be taken in, in the order of its arrival. What a scope's file lacks
    /// is found by comparing the two, never by a mark that one of them keeps about the other: either may be restored
    /// alone.
    fn look_through_shelf(&mut self) -> Result<bool, Error> {
        let mut arrived = false;
        for scope in &mut self.scopes {
            for (lane, looked) in scope.lanes().iter().zip(&mut scope.looked_through) {
                for (row, hash) in self.desk.device.arrivals(lane, *looked)? {
                    if !scope.file.is_applied(&hash)? {
                        scope.queue.push_back(hash);
                    }
                    *looked = row;
                    // What counts is to be told anew.
                    scope.judged = Hash32::ZERO;
                    arrived = true;
                }
            }
        }
        Ok(arrived)
    }

    /// Learns what the device file has of the membership log beyond this session's. An exchange that goes on meanwhile
    /// puts entries there before the batches that come with them, so no batch is judged without them.
    fn learn_entries(&mut self) -> Result<(), Error> {
        let mut log = self.desk.log.clone();
        for entry in self.desk.device.entries()? {
            log.insert(&entry).map_err(|error| Error::Damaged(error.to_string()))?;
        }
        if log.head() != self.desk.membership_head {
            self.adopt(log);
        }
        Ok(())
    }
}

/// Applies the next batches that wait for a scope.
fn take_in_group(desk: &Desk, scope: &mut OpenScope) -> Result<Left, Error> {
    let is_new = scope.judged != desk.membership_head;
    if is_new {
        mind_limits(desk, scope)?;
        mind_kinds(desk, scope)?;
    }
    let group: Vec<Hash32> = scope.queue.iter().take(GROUP).copied().collect();
    if !group.is_empty() && scope.sensitivity == Sensitivity::Registry {
        desk.linkage.borrow_mut().forget();
    }
    if group.is_empty() {
        if is_new {
            sort_inbox(&scope.file)?;
        }
        return Ok(Left::Nothing);
    }
    let mut arrivals: Vec<(SignedBatch, SessionCertificate, Option<&EpochKey>)> = Vec::new();
    for hash in &group {
        let Some(batch) = desk.device.batch(hash)? else { continue };
        let Ok(header) = batch.decode_header() else { continue };
        let Some(certificate) = desk.device.session(&header.session)? else { continue };
        note_author(desk, scope, &certificate)?;
        arrivals.push((batch, certificate, desk.secrets.epoch(scope.id, header.epoch)));
    }
    let incoming: Vec<Incoming<'_>> = arrivals
        .iter()
        .map(|(batch, certificate, epoch)| {
            let denied = desk.log.membership().kinds_denied(certificate.user, scope.id);
            Incoming { batch, certificate, epoch: *epoch, denied }
        })
        .collect();
    scope.file.apply_many(&incoming)?;
    scope.queue.drain(..group.len());
    sort_inbox(&scope.file)?;
    Ok(Left::Some)
}

/// Tells what counts of those who were cut off: what was taken in and counts no more goes out of the documents, what
/// counts after all comes in, the rest stays aside on the shelf.
fn mind_limits(desk: &Desk, scope: &mut OpenScope) -> Result<(), Error> {
    let membership = desk.log.membership();
    let authors = Authors::cut(&desk.device, membership)?;
    let (mut aside, mut welcome) = (BTreeSet::new(), BTreeSet::new());
    for lane in scope.lanes() {
        for (batch, counts) in authors.judge(&desk.device, membership, &lane)? {
            if counts {
                welcome.insert(batch.link.hash)
            } else {
                aside.insert(batch.link.hash)
            };
        }
    }
    scope.queue.retain(|hash| !aside.contains(hash));
    let waiting: BTreeSet<Hash32> = scope.queue.iter().copied().collect();
    for hash in welcome {
        if !waiting.contains(&hash) && !scope.file.is_applied(&hash)? {
            scope.queue.push_back(hash);
        }
    }
    let aside: Vec<Hash32> = aside.into_iter().collect();
    if !aside.is_empty() {
        desk.linkage.borrow_mut().forget();
    }
    let id = scope.id;
    scope.file.exclude(&aside, &desk.device, |epoch| desk.secrets.epoch(id, *epoch))?;
    scope.judged = desk.membership_head;
    Ok(())
}

/// What was set aside because its author might not write that kind comes in once they may.
fn mind_kinds(desk: &Desk, scope: &mut OpenScope) -> Result<(), Error> {
    let membership = desk.log.membership();
    let may_write = |actor: &Actor, kind: &Kind| {
        let author = desk.device.session(actor).ok().flatten();
        author.is_some_and(|author| !membership.kinds_denied(author.user, scope.id).contains(&kind.as_str()))
    };
    let again = scope.file.reconsider_denied(may_write)?;
    scope.queue.extend(again);
    Ok(())
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
