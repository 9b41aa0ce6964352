//! Registry batches become documents: after they are stored, before the answer ends.
//!
//! A group of batches is tried at once. Before that a marker is committed; if the process dies of a change (no
//! `catch_unwind` helps against an abort), the next start finds the marker and tries that group change by change,
//! naming each one first, and quarantines one that it dies of twice in a row. A bad change never stops the others.
//!
//! Whether a batch counts is decided here, by one state of the membership log ([`standing`]), and again when the log
//! changes ([`settle`]). What waits for its causes is bounded for each device ([`room`]): beyond that the batch is
//! held, not judged, and tried again when documents have moved. So the bound decides when something is merged, never
//! whether: verdicts stay the same on every replica.

mod offer;
mod open;
mod retry;
mod room;
mod settle;
mod standing;
mod turns;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use posta_identity::ids::{Actor, DeviceId, Hash32, ScopeId};
use posta_identity::{Log, Membership, SessionCertificate};
use posta_protocol::FeedId;

use crate::database::{self as db, Database, ForeignChange, Progress, StoredBatch, Trying};
use crate::error::Error;

use offer::merge_document;
use open::{DocumentKey, Opened, open_batch};
use room::Room;
use standing::Standing;

pub use settle::{settle, settle_again};
pub use standing::Judge;
pub use turns::Turns;

/// Reason of a change of a kind that its author may not write.
const NOT_PERMITTED: &str = "not_permitted";
/// Denied and allowed.
type Split = (Vec<ForeignChange>, Vec<ForeignChange>);

/// Batches in one group.
const GROUP_BATCHES: u32 = 64;
/// Batches in a group of large ones.
const GROUP_LARGE: usize = 4;
/// A group ends after this many opened bytes.
const GROUP_BYTES: usize = 4 * 1024 * 1024;
/// Held batches that are tried again in one pass, in groups.
const RETRIES: usize = 8;

/// One pass over the batches of one lane, by one state of the log.
pub struct Merger<'a> {
    database: &'a Database,
    log: &'a Log,
    /// Whose batches.
    lane: ScopeId,
    /// Whose documents.
    scope: ScopeId,
    /// Documents that are gone for good.
    gone: BTreeSet<DocumentKey>,
    /// Whether anything was taken in that the log names as erased.
    is_named: Cell<bool>,
}

impl<'a> Merger<'a> {
    /// `None` for a lane of another department.
    pub fn of(database: &'a Database, log: &'a Log, lane: ScopeId) -> Result<Option<Self>, Error> {
        let Some((scope, _)) = log.membership().lane(lane) else { return Ok(None) };
        let scope = scope.scope;
        let gone = database.read(|connection| db::gone(connection, scope))?;
        Ok(Some(Self { database, log, lane, scope, gone, is_named: Cell::new(false) }))
    }

    /// Remembers whether the log names a batch that is here with its body, whether it counts and opens or not.
    fn note_named(&self, batch: &StoredBatch) {
        let is_named = !batch.signed.is_bodyless() && self.membership().has_no_body(self.lane, &batch.hash);
        self.is_named.set(self.is_named.get() || is_named);
    }

    /// Opens a batch, and remembers whether the log names what is in it as erased.
    fn open(&self, batch: &StoredBatch) -> Opened {
        let membership = self.membership();
        let opened = open_batch(membership, self.lane, batch, &self.gone);
        if let Opened::Changes(changes) = &opened {
            let is_named =
                changes.iter().any(|change| membership.is_erased(self.scope, &change.kind, change.document));
            self.is_named.set(self.is_named.get() || is_named);
        }
        opened
    }

    /// The changes of kinds that the author of a batch may not write, and the others.
    fn without_denied(&self, batch: &StoredBatch, changes: Vec<ForeignChange>) -> Result<Split, Error> {
        let denied = self.kinds_denied(batch.actor, self.lane)?;
        Ok(changes.into_iter().partition(|change| denied.contains(&change.kind.as_str())))
    }

    /// By the membership log as it is.
    fn kinds_denied(&self, actor: Actor, lane: ScopeId) -> Result<&'static [&'static str], Error> {
        let department = self.log.department();
        let bytes = self.database.read(|connection| db::session(connection, department, actor))?;
        let session = bytes.and_then(|bytes| SessionCertificate::decode(&bytes).ok());
        let session = session.ok_or(Error::Damaged("session"))?;
        Ok(self.membership().kinds_denied(session.user, lane))
    }

    /// Lets batches be merged anew of which something was set aside for its kind, once its author may write that.
    pub fn reconsider_denied(&self) -> Result<(), Error> {
        let authors =
            self.database.read(|connection| db::authors_set_aside(connection, self.scope, NOT_PERMITTED))?;
        let mut allowed = BTreeSet::new();
        for (actor, kind) in authors {
            if !self.kinds_denied(actor, self.scope)?.contains(&kind.as_str()) {
                allowed.insert((actor, kind));
            }
        }
        if allowed.is_empty() {
            return Ok(());
        }
        let waits =
            self.database.read(|connection| db::set_aside_for(connection, self.scope, NOT_PERMITTED))?;
        for change in waits.into_iter().filter(|one| allowed.contains(&(one.actor, one.kind.clone()))) {
            self.database.write(|transaction| {
                db::remove_quarantine(transaction, self.scope, &change)?;
                db::merge_again(transaction, &change.batch)
            })?;
        }
        Ok(())
    }

    fn membership(&self) -> &'a Membership {
        self.log.membership()
    }

    /// Merges everything that waits, until told to stop between two groups. The caller makes sure that only one merge
    /// runs at a time. `held`: where the last pass ended among the held batches. Returns whether anything was taken in
    /// that the log names as erased: it is to be looked at again.
    pub fn run(&self, stopping: &AtomicBool, held: &AtomicI64) -> Result<bool, Error> {
        let left = self.database.read(|connection| db::trying(connection, self.lane))?;
        // Of a run that goes on, here or on another node, it is left from a pass that failed and did not die.
        if let Some(trying) = left.filter(|trying| trying.run != self.database.run())
            && !self.database.is_present(trying.run)?
        {
            self.retry_one_by_one(trying)?;
        }
        let mut moved = self.merge_groups(stopping)?;
        for _ in 0..RETRIES {
            if !moved || stopping.load(Ordering::Relaxed) {
                break;
            }
            let after = held.load(Ordering::Relaxed);
            let last = self
                .database
                .write(|transaction| db::release_held(transaction, self.lane, after, GROUP_BATCHES))?;
            held.store(last.unwrap_or(0), Ordering::Relaxed);
            if last.is_none() && after == 0 {
                break;
            }
            self.merge_groups(stopping)?;
            moved = true;
        }
        Ok(self.is_named.get())
    }

    /// Returns whether any document has moved.
    fn merge_groups(&self, stopping: &AtomicBool) -> Result<bool, Error> {
        let mut moved = false;
        while !stopping.load(Ordering::Relaxed) {
            let mut batches = self
                .database
                .read(|connection| db::waiting(connection, self.lane, i64::MAX, GROUP_BATCHES))?;
            let size: usize = batches.iter().map(|batch| batch.signed.body.len()).sum();
            if size > GROUP_BYTES / 16 {
                batches.truncate(GROUP_LARGE);
            }
            let Some(last) = batches.last() else { break };
            let trying = Trying { run: self.database.run(), through: last.id, change: None, deaths: 0 };
            self.database.write(|transaction| db::set_trying(transaction, self.lane, &trying))?;
            moved |= self.merge_group(&batches)?;
        }
        Ok(moved)
    }

    /// Tries a group at once, one transaction for its results. Returns whether any document has moved.
    fn merge_group(&self, batches: &[StoredBatch]) -> Result<bool, Error> {
        let mut group = Group::default();
        let mut judge = Judge::by(self.log);
        for batch in batches {
            if group.size > GROUP_BYTES {
                break;
            }
            self.add_to_group(&mut group, &mut judge, batch)?;
        }
        let mut merged = Vec::new();
        for ((kind, document), mut changes) in std::mem::take(&mut group.offered) {
            changes.extend(self.pending_of(&kind, document)?);
            merged.push(merge_document(self.database, self.scope, &kind, document, changes)?);
        }
        self.database.write(|transaction| {
            for (body, reason) in &group.broken {
                db::add_quarantine(transaction, self.scope, body, reason)?;
            }
            let mut room = Room::default();
            for document in &merged {
                document.keep(transaction, self.scope, &mut room)?;
            }
            for (id, hash, progress) in &group.taken {
                let held = *progress == Progress::Done && room.has_no_place_for(hash);
                db::set_progress(transaction, *id, if held { Progress::Held } else { *progress })?;
            }
            for id in &group.released {
                db::set_progress(transaction, *id, Progress::Waiting)?;
            }
            db::clear_trying(transaction, self.lane)
        })?;
        Ok(merged.iter().any(offer::MergedDocument::has_moved))
    }

    fn add_to_group(
        &self,
        group: &mut Group,
        judge: &mut Judge<'_>,
        batch: &StoredBatch,
    ) -> Result<(), Error> {
        self.note_named(batch);
        let standing = self
            .database
            .read(|connection| Ok(judge.standing(connection, self.lane, batch.feed, batch.actor)?.clone()))?;
        if matches!(standing, Standing::Only(_)) && group.looked_at.insert(batch.feed) {
            group.released.extend(self.released_by_cut(judge, batch.feed)?);
        }
        if !standing.counts(&batch.hash) {
            group.taken.push((batch.id, batch.hash, Progress::Aside));
            return Ok(());
        }
        let progress = match self.open(batch) {
            Opened::Changes(changes) => {
                let (denied, changes) = self.without_denied(batch, changes)?;
                group.broken.extend(denied.into_iter().map(|change| (change, NOT_PERMITTED)));
                for change in changes {
                    group.size += change.bytes.len();
                    group.offered.entry((change.kind.clone(), change.document)).or_default().push(change);
                }
                Progress::Done
            }
            Opened::Later => Progress::Later,
            Opened::Broken(reason) => {
                group.broken.push((whole(batch), reason));
                Progress::Done
            }
        };
        group.taken.push((batch.id, batch.hash, progress));
        Ok(())
    }

    /// The batch that a cut names may have come: then what lay aside below it counts now, also where the batch itself lies
    /// aside by another cut.
    fn released_by_cut(&self, judge: &mut Judge<'_>, feed: FeedId) -> Result<Vec<i64>, Error> {
        self.database.read(|connection| {
            let mut released = Vec::new();
            for actor in db::judged_actors(connection, feed)? {
                let standing = judge.standing(connection, self.lane, feed, actor)?.clone();
                let judged = db::judged(connection, feed, actor)?.into_iter();
                let counts = judged.filter(|batch| batch.is_aside && standing.counts(&batch.hash));
                released.extend(counts.map(|batch| batch.id));
            }
            Ok(released)
        })
    }

    fn pending_of(&self, kind: &str, document: [u8; 16]) -> Result<Vec<ForeignChange>, Error> {
        self.database.read(|connection| db::pending_of(connection, self.scope, kind, document))
    }
}

/// Batches that are tried together.
#[derive(Default)]
struct Group {
    offered: BTreeMap<DocumentKey, Vec<ForeignChange>>,
    broken: Vec<(ForeignChange, &'static str)>,
    taken: Vec<(i64, Hash32, Progress)>,
    /// Rows that lay aside and count now.
    released: Vec<i64>,
    looked_at: BTreeSet<FeedId>,
    size: usize,
}

/// A batch as one thing for the quarantine.
fn whole(batch: &StoredBatch) -> ForeignChange {
    ForeignChange {
        kind: String::new(),
        document: [0; 16],
        actor: batch.actor,
        batch: batch.hash,
        device: DeviceId::from([0; 16]),
        bytes: batch.signed.body.clone(),
    }
}
