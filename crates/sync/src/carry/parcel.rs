//! What one device hands to another, pack by pack.

use std::collections::{BTreeSet, VecDeque};

use bytes::Bytes;
use posta_identity::{
    Log, Membership,
    ids::{Actor, DeviceId, Hash32, ScopeId},
};
use posta_protocol::{FeedId, Frame, Holding, PackWriter, SignedBatch, Vector};
use posta_store::{CarriedBatch, DeviceFile};

use crate::{
    Error,
    plan::{self, ScopePlan},
};

/// About how large packs are: nothing is cut off a file, and little of a cable. Bytes.
const PACK: usize = 48 * 1024;

/// What goes into a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// What the last receipt of the server does not cover.
    Unsent,
    /// Everything that this device may pass on.
    All,
}

/// Who takes it.
pub(crate) enum To<'a> {
    /// Whoever may open the file.
    Anybody(What),
    /// A device that said what it stores.
    Device(&'a Holding),
}

/// The batches that are handed over, each session before its first batch.
pub(crate) struct Parcel {
    queue: VecDeque<Hash32>,
    carried: VecDeque<Hash32>,
    sessions: BTreeSet<Actor>,
    /// Feeds that stay from some batch on: its session is not known here, or it must not leave as it is.
    held_back: BTreeSet<FeedId>,
    packs: PackWriter,
    /// Batches given, and changes in those that can be read without a key.
    pub batches: u64,
    pub records: u64,
    /// Batches that cannot.
    pub sealed: u64,
}

impl Parcel {
    /// Chooses what goes, and says durably that it goes.
    pub fn choose(device: &DeviceFile, log: &Log, id: DeviceId, to: &To<'_>) -> Result<Self, Error> {
        let mut queue = VecDeque::new();
        for lane in plan::plan(device, log.membership(), id)?.scopes {
            let hashes = hashes(device, log.membership(), &lane, to)?;
            device.offer(&hashes)?;
            queue.extend(hashes);
        }
        // What is open, and lies here for want of what it follows, is for those who may read it only.
        let may_take = |carried: &CarriedBatch| match to {
            To::Anybody(_) => true,
            To::Device(other) => {
                plan::is_confidential(log.membership(), carried.lane)
                    || log.membership().may_hold(other.device, carried.lane)
            }
        };
        let carried = match to {
            To::Anybody(What::All) => device.carried()?,
            To::Anybody(What::Unsent) | To::Device(_) => device.carried_to_send(&id)?,
        };
        let carried = carried.into_iter().filter(may_take).map(|carried| carried.hash).collect();
        Ok(Self {
            queue,
            carried,
            sessions: BTreeSet::new(),
            held_back: BTreeSet::new(),
            packs: PackWriter::default(),
            batches: 0,
            records: 0,
            sealed: 0,
        })
    }

    /// The next pack, as a frame; nothing after the last.
    pub fn next(&mut self, device: &DeviceFile, membership: &Membership) -> Result<Option<Bytes>, Error> {
        while self.packs.guess() < PACK {
            let batch = match (self.queue.pop_front(), self.carried.front()) {
                (Some(hash), _) => device.batch(&hash)?,
                (None, Some(_)) => match self.carried.pop_front() {
                    Some(hash) => device.carried_batch(&hash)?,
                    None => None,
                },
                (None, None) => break,
            };
            if let Some(batch) = batch {
                self.add(device, membership, &batch)?;
            }
        }
        if self.packs.is_empty() {
            return Ok(None);
        }
        let bytes = self.packs.close().map_err(|error| posta_store::Error::Batch(error.code()))?;
        Ok(Some(Frame::Pack { bytes }.encode().into()))
    }

    /// An open body of a confidential scope never leaves.
    fn add(
        &mut self,
        device: &DeviceFile,
        membership: &Membership,
        batch: &SignedBatch,
    ) -> Result<(), Error> {
        let Ok(header) = batch.decode_header() else { return Ok(()) };
        let feed = header.feed();
        if self.held_back.contains(&feed) {
            return Ok(());
        }
        if !self.sessions.contains(&header.session) {
            let Some(certificate) = device.session(&header.session)? else {
                self.held_back.insert(feed);
                return Ok(());
            };
            self.sessions.insert(header.session);
            self.packs.add_session(header.session, &certificate.encode());
        }
        if !plan::is_sealed_well(membership, &header) {
            self.held_back.insert(feed);
            return Ok(());
        }
        self.batches += 1;
        self.sealed += u64::from(header.is_sealed());
        self.records += crate::intake::readable_changes(&header, batch);
        self.packs.add_batch(batch);
        Ok(())
    }
}

/// Batches of a lane that go, each feed in order.
fn hashes(
    device: &DeviceFile,
    membership: &Membership,
    lane: &ScopePlan,
    to: &To<'_>,
) -> Result<Vec<Hash32>, Error> {
    let known = match to {
        To::Anybody(What::Unsent) => return Ok(lane.send.clone()),
        To::Anybody(What::All) => Vector::new(),
        To::Device(other) if membership.may_hold(other.device, lane.scope) => {
            other.vector(&lane.scope).cloned().unwrap_or_default()
        }
        // It carries for the server what it cannot read; what is open is for those who may.
        To::Device(_) if plan::is_confidential(membership, lane.scope) => return Ok(lane.send.clone()),
        To::Device(_) => return Ok(Vec::new()),
    };
    let own = device.own_lacked_by(&lane.scope, &known)?;
    if lane.upload_only {
        return Ok(own);
    }
    // Nobody is ahead in what this device writes, unless a copy of its disk went on: then both branches are wanted, and there
    // is no second round in which that would show.
    let mut lacked = device.lacked_by(&lane.scope, &known)?;
    let goes: BTreeSet<Hash32> = lacked.iter().copied().collect();
    lacked.extend(own.into_iter().filter(|hash| !goes.contains(hash)));
    Ok(lacked)
}

/// The devices that may open what a file holds, each with its key.
pub(crate) fn readers(membership: &Membership) -> Vec<(DeviceId, [u8; 32])> {
    let registry: ScopeId = membership.registry();
    membership
        .devices()
        .filter(|device| membership.may_hold(device.device, registry))
        .map(|device| (device.device, device.seal_public))
        .collect()
}
