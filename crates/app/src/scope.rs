//! One scope of the open session: its file, its key, and the way of what is saved there to the shelf.

use std::collections::{BTreeSet, VecDeque};

use posta_domain::{DocumentId, Kind};
use posta_identity::{Actor, DeviceId, EpochKey, FileKey, Hash32, Incarnation, ScopeId, Sensitivity};
use posta_protocol::FeedId;
use posta_store::{Commit, Committed, CommittedBatch, DeviceFile, DraftId, OwnFeedState, ScopeFile, Write};

use crate::error::Error;
use crate::open::Desk;

/// A scope file that this session's user is a member of.
pub(crate) struct OpenScope {
    pub id: ScopeId,
    pub sensitivity: Sensitivity,
    pub place: String,
    pub file: ScopeFile,
    pub key: FileKey,
    /// Key of the batches; none in a registry, which the server reads.
    pub epoch: Option<EpochKey>,
    pub incarnation: Incarnation,
    /// Hash of the vector at the last unlock or exchange: what its author knew when a batch was written.
    pub known: Hash32,
    /// Batches of the shelf that are still to be taken in.
    pub queue: VecDeque<Hash32>,
    /// How far down the shelf they were looked for since the unlock, lane by lane.
    pub looked_through: [i64; 3],
    /// The membership head at which what counts was last told from what does not.
    pub judged: Hash32,
}

/// One act of a user: what to write, and the draft that it completes.
pub(crate) struct Deed {
    pub writes: Vec<Write>,
    pub draft: Option<DraftId>,
}

impl OpenScope {
    /// Where its batches lie: what was recorded, what was sealed to its members, its checkpoints.
    pub fn lanes(&self) -> [ScopeId; 3] {
        [self.id, self.id.inbox(), self.id.checkpoint()]
    }

    pub fn feed(&self, desk: &Desk) -> FeedId {
        FeedId::of(&self.id, &desk.keys.device, &self.incarnation)
    }

    /// Writes acts in one transaction; returns once they are durable. The batch of a confidential scope goes to the
    /// shelf at once, so that any user of the device can send it; a registry's goes before each exchange, since
    /// whoever exchanges has the registry open. Before anything is written, the device file says that something may be
    /// here that the shelf lacks: nothing is destroyed while it says so.
    pub fn commit(&self, desk: &Desk, deeds: &[Deed], at: i64) -> Result<Vec<(Kind, DocumentId)>, Error> {
        let _alone = desk.folder.exclusive()?;
        desk.device.mark_unshelved(&self.id)?;
        let committed = match self.write(desk, deeds, at) {
            Err(posta_store::Error::SessionWaits) => {
                desk.renew_session(at)?;
                self.write(desk, deeds, at)?
            }
            written => written?,
        };
        if self.epoch.is_some() {
            // What is durable is saved, whatever becomes of the copy: the next unlock or exchange makes it.
            let _ = desk.device.put_all_own(&committed.batches);
        }
        desk.linkage.borrow_mut().note(&committed.documents);
        Ok(committed.documents)
    }

    fn write(&self, desk: &Desk, deeds: &[Deed], at: i64) -> Result<Committed, posta_store::Error> {
        let sealed_through = desk.device.offered_through(&self.feed(desk))?;
        let session = desk.session.borrow();
        let commits: Vec<Commit<'_>> = deeds
            .iter()
            .map(|deed| Commit {
                session: &session,
                incarnation: self.incarnation,
                membership: desk.membership_head,
                vector: self.known,
                epoch: self.epoch.as_ref(),
                sealed_through,
                at,
                writes: &deed.writes,
                draft: deed.draft,
            })
            .collect();
        self.file.commit_many(&commits)
    }

    /// Copies own batches that the shelf does not have, or has in an older state, and takes the scope's mark away once
    /// none is left. Idempotent; under the folder's lock.
    pub fn shelve_own(&self, device: &DeviceFile) -> Result<(), Error> {
        let mut left = false;
        for feed in self.file.own_feeds()? {
            let missing = self.file.own_batches_beyond(&feed, |hash| device.holds_batch(hash))?;
            self.shelve_certificates(device, &missing)?;
            device.put_all_own(&missing)?;
            for own in &missing {
                left |= !device.holds_batch(&own.batch.hash())?;
            }
        }
        if left { Ok(()) } else { Ok(device.unmark_unshelved(&self.id)?) }
    }

    /// A batch says nothing to others without the certificate of its session, which a restored device file may lack.
    fn shelve_certificates(&self, device: &DeviceFile, batches: &[CommittedBatch]) -> Result<(), Error> {
        let sessions: BTreeSet<Actor> = batches
            .iter()
            .filter_map(|own| own.batch.decode_header().ok())
            .map(|header| header.session)
            .collect();
        let mut lost = Vec::new();
        for actor in sessions {
            if device.session(&actor)?.is_none() {
                lost.extend(self.file.certificate(&actor)?);
            }
        }
        Ok(device.put_sessions(&lost)?)
    }

    /// Takes a new incarnation when this device's feed was continued elsewhere. Returns whether it did.
    pub fn mind_forks(&mut self, shelf: &DeviceFile, device: DeviceId) -> Result<bool, Error> {
        let tip = self.file.own_tip(&FeedId::of(&self.id, &device, &self.incarnation))?;
        let state = shelf.own_feed_state(&self.id, &device, &self.incarnation, tip)?;
        if state == OwnFeedState::Clean {
            return Ok(false);
        }
        self.incarnation = Incarnation::random();
        shelf.put_incarnation(&self.id, &self.incarnation)?;
        Ok(true)
    }
}
