//! After a crash: every change of a group on its own, named before it is tried.

use super::offer::merge_document;
use super::open::Opened;
use super::room::Room;
use super::standing::Standing;
use super::{Judge, Merger, NOT_PERMITTED, whole};
use crate::database::{self as db, ABORTED, ChangeKey, ForeignChange, Progress, StoredBatch, Trying};
use crate::error::Error;

/// The process must die of a change so often before it is blamed: once may have been a power cut.
const DEATHS: u32 = 2;

impl Merger<'_> {
    /// After a crash: every change of the group on its own, named before it is tried.
    pub(super) fn retry_one_by_one(&self, left: Trying) -> Result<(), Error> {
        let mut judge = Judge::by(self.log);
        loop {
            let batches =
                self.database.read(|connection| db::waiting(connection, self.lane, left.through, 1))?;
            let Some(batch) = batches.into_iter().next() else {
                return self.database.write(|transaction| db::clear_trying(transaction, self.lane));
            };
            self.note_named(&batch);
            let standing = self.database.read(|connection| {
                Ok(judge.standing(connection, self.lane, batch.feed, batch.actor)?.clone())
            })?;
            let released = match standing {
                Standing::Only(_) => self.released_by_cut(&mut judge, batch.feed)?,
                _ => Vec::new(),
            };
            let counts = standing.counts(&batch.hash);
            let progress = if counts { self.retry_batch(&left, &batch)? } else { Progress::Aside };
            self.database.write(|transaction| {
                released.iter().try_for_each(|id| db::set_progress(transaction, *id, Progress::Waiting))?;
                db::set_progress(transaction, batch.id, progress)
            })?;
        }
    }

    fn retry_batch(&self, left: &Trying, batch: &StoredBatch) -> Result<Progress, Error> {
        let changes = match self.open(batch) {
            Opened::Changes(changes) => {
                let (denied, changes) = self.without_denied(batch, changes)?;
                self.database.write(|transaction| {
                    denied.iter().try_for_each(|change| {
                        db::add_quarantine(transaction, self.scope, change, NOT_PERMITTED)
                    })
                })?;
                changes
            }
            Opened::Later => return Ok(Progress::Later),
            Opened::Broken(reason) => {
                let body = whole(batch);
                self.database
                    .write(|transaction| db::add_quarantine(transaction, self.scope, &body, reason))?;
                return Ok(Progress::Done);
            }
        };
        let mut progress = Progress::Done;
        for change in changes {
            let (kind, document) = (change.kind.clone(), change.document);
            match self.retry_change(left, change)? {
                Retried::In => self.retry_pending(left, &kind, document)?,
                Retried::NoRoom => progress = Progress::Held,
                Retried::Out => {}
            }
        }
        Ok(progress)
    }

    /// What waited for a change that is in now, until nothing moves.
    fn retry_pending(&self, left: &Trying, kind: &str, document: [u8; 16]) -> Result<(), Error> {
        loop {
            let mut moved = false;
            for change in self.pending_of(kind, document)? {
                moved |= self.retry_change(left, change)? == Retried::In;
            }
            if !moved {
                return Ok(());
            }
        }
    }

    fn retry_change(&self, left: &Trying, change: ForeignChange) -> Result<Retried, Error> {
        let key = ChangeKey::of(&change);
        let deaths = if left.change.as_ref() == Some(&key) { left.deaths + 1 } else { 0 };
        if deaths >= DEATHS {
            self.database.write(|transaction| {
                db::remove_pending(transaction, self.scope, &change)?;
                db::add_quarantine(transaction, self.scope, &change, ABORTED)
            })?;
            return Ok(Retried::Out);
        }
        let trying = Trying { run: self.database.run(), through: left.through, change: Some(key), deaths };
        self.database.write(|transaction| db::set_trying(transaction, self.lane, &trying))?;
        let (kind, document, batch) = (change.kind.clone(), change.document, change.batch);
        let merged = merge_document(self.database, self.scope, &kind, document, vec![change])?;
        let room = self.database.write(|transaction| {
            let mut room = Room::default();
            merged.keep(transaction, self.scope, &mut room)?;
            Ok(room)
        })?;
        Ok(match (merged.has_merged(), room.has_no_place_for(&batch)) {
            (true, _) => Retried::In,
            (false, true) => Retried::NoRoom,
            (false, false) => Retried::Out,
        })
    }
}

/// What became of a change that was tried on its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Retried {
    In,
    Out,
    NoRoom,
}
