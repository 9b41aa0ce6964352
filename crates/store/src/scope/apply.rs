//! Taking in the batches of the shelf: whatever their order or content, they never block, and each counts once.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use posta_domain::{DocumentId, Kind};
use posta_identity::ids::Hash32;
use posta_identity::{EpochKey, Lane, SessionCertificate};
use posta_protocol::{BatchHeader, BodyError, ChangeEntry, Checkpoint, SignedBatch};
use rusqlite::{Connection, named_params};

use super::candidate::{Candidate, Cascade, Source, actor_of, offer};
use super::lane::{lane_of, word_of};
use super::quarantine::NOT_PERMITTED;
use super::{ScopeFile, author, cover, inbox, outbox, quarantine};
use crate::batch_rows::number;
use crate::error::Error;
use crate::transaction::{self, Writer};

/// A batch to take in: verified, chained, on the shelf.
#[derive(Clone, Copy)]
pub struct Incoming<'a> {
    /// The batch.
    pub batch: &'a SignedBatch,
    /// Certificate of its session, verified by the caller.
    pub certificate: &'a SessionCertificate,
    /// Key of its epoch, if it is sealed.
    pub epoch: Option<&'a EpochKey>,
    /// Kinds of documents that its author may not write, by the membership log.
    pub denied: &'static [&'static str],
}

/// What became of the changes of some batches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Applied {
    /// Changes that are now in their documents, those that waited before included.
    pub admitted: u64,
    /// Changes that were there already.
    pub known: u64,
    /// Changes that wait for one they build on.
    pub pending: u64,
    /// Changes set aside; a batch that does not open counts as one.
    pub quarantined: u64,
    /// Records that came into the inbox.
    pub records: u64,
    /// Changes of erased documents, of which nothing was kept.
    pub erased: u64,
    /// Batches left as they are, for a later call: the key of their epoch was not given, or they are of a later version
    /// of the program.
    pub unreadable: u64,
    /// Batches that were done before.
    pub done_before: u64,
}

impl AddAssign for Applied {
    fn add_assign(&mut self, other: Self) {
        self.admitted += other.admitted;
        self.known += other.known;
        self.pending += other.pending;
        self.quarantined += other.quarantined;
        self.records += other.records;
        self.erased += other.erased;
        self.unreadable += other.unreadable;
        self.done_before += other.done_before;
    }
}

/// A batch on its way in, with what its header says.
pub(super) struct Arrival<'a> {
    pub batch: &'a SignedBatch,
    pub certificate: &'a SessionCertificate,
    pub epoch: Option<&'a EpochKey>,
    pub denied: &'static [&'static str],
    pub hash: Hash32,
    pub header: BatchHeader,
    pub source: Source,
    pub lane: Lane,
}

impl ScopeFile {
    /// Takes in one batch. Its changes are admitted, wait, or are set aside; then it is marked as applied.
    ///
    /// # Errors
    /// [`Error::Batch`] when the batch is of another scope; those of the disk.
    pub fn apply(
        &self,
        batch: &SignedBatch,
        certificate: &SessionCertificate,
        epoch: Option<&EpochKey>,
    ) -> Result<Applied, Error> {
        self.apply_many(&[Incoming { batch, certificate, epoch, denied: &[] }])
    }

    /// Takes in several batches in one transaction (dozens at a time is best: each document is then loaded, proved and
    /// projected once). Those at which the program ended before are taken in change by change.
    ///
    /// # Errors
    /// As [`ScopeFile::apply`].
    pub fn apply_many(&self, batches: &[Incoming<'_>]) -> Result<Applied, Error> {
        let mut applied = Applied::default();
        let mut group = Vec::with_capacity(batches.len());
        let _applying = self.applying.begin()?;
        for incoming in batches {
            let arrival = self.arrival(incoming)?;
            if self.is_applied(&arrival.hash)? {
                applied.done_before += 1;
            } else if arrival.lacks_key() {
                match self.is_covered(&arrival.hash)? {
                    true => applied.done_before += 1,
                    false => applied.unreadable += 1,
                }
            } else if self.is_suspect(&arrival.hash)? {
                applied += self.apply_carefully(&arrival)?;
            } else {
                group.push(arrival);
            }
        }
        if !group.is_empty() {
            applied += self.apply_group(&group)?;
        }
        Ok(applied)
    }

    /// Whether a batch was taken in, or made here.
    pub fn is_applied(&self, hash: &Hash32) -> Result<bool, Error> {
        is_applied(&self.connection, hash)
    }

    fn arrival<'a>(&self, incoming: &Incoming<'a>) -> Result<Arrival<'a>, Error> {
        let header = incoming.batch.decode_header().map_err(|_| Error::Batch("header"))?;
        let lane = lane_of(&self.scope, &header.scope).ok_or(Error::Batch("scope"))?;
        let source = Source::of(&header);
        let Incoming { batch, certificate, epoch, denied } = *incoming;
        Ok(Arrival { batch, certificate, epoch, denied, hash: batch.hash(), header, source, lane })
    }

    fn apply_group(&self, group: &[Arrival<'_>]) -> Result<Applied, Error> {
        let hashes: Vec<Hash32> = group.iter().map(|arrival| arrival.hash).collect();
        self.mark_trying(&hashes)?;
        let applied = transaction::write(&self.connection, |writer| {
            let mut applied = Applied::default();
            let mut by_document = BTreeMap::<(Kind, DocumentId), Vec<Candidate>>::new();
            let mut own = Vec::new();
            for arrival in group {
                let Some(entries) = arrival.open(writer, &mut applied)? else { continue };
                let is_own = outbox::is_own(writer, &arrival.hash)?;
                for entry in entries {
                    let document = (Kind::from_word(&entry.kind), DocumentId::from(entry.document));
                    if is_own {
                        own.push((arrival.hash, document.clone()));
                    }
                    by_document.entry(document).or_default().push(arrival.candidate(entry.bytes));
                }
                arrival.mark_applied(writer)?;
            }
            for ((kind, id), candidates) in by_document {
                applied += offer(writer, &kind, &id, candidates, Cascade::All)?;
            }
            for (batch, (kind, id)) in own {
                outbox::name_document(writer, &batch, &kind, &id)?;
            }
            Ok(applied)
        });
        if applied.is_err() {
            // It ended with an error, not with the program: nothing is suspect.
            self.spare_tried();
        }
        applied
    }
}

/// Whether a batch counts here: taken in, or made here and not put aside.
pub(super) fn is_applied(connection: &Connection, hash: &Hash32) -> Result<bool, Error> {
    let sql = "SELECT 1 AS here FROM applied WHERE hash = :hash
               UNION ALL
               SELECT 1 FROM outbox WHERE hash = :hash AND hash NOT IN (SELECT hash FROM aside)";
    let mut sql = connection.prepare_cached(sql)?;
    Ok(sql.exists(named_params! { ":hash": hash.as_bytes() })?)
}

impl Arrival<'_> {
    fn lacks_key(&self) -> bool {
        !self.batch.is_bodyless()
            && self.header.is_sealed()
            && self.epoch.is_none_or(|epoch| epoch.id != self.header.epoch)
    }

    /// Its changes; none when it is set aside as a whole; `None` when it waits for a later version of the program.
    pub fn open(
        &self,
        writer: &Writer<'_>,
        applied: &mut Applied,
    ) -> Result<Option<Vec<ChangeEntry>>, Error> {
        author::note_session(writer, self.certificate)?;
        let of_session =
            self.certificate.actor() == self.header.session && self.certificate.device == self.header.device;
        let opened = match of_session {
            false => Err("foreign_session"),
            true => match self.read(writer, applied)? {
                Err(error) if error.is_of_later_version() => {
                    applied.unreadable += 1;
                    self.mark_untried(writer)?;
                    return Ok(None);
                }
                opened => opened.map_err(|error| error.code()),
            },
        };
        match opened {
            Ok(changes) => self.without_denied(writer, changes, applied).map(Some),
            Err(reason) => {
                applied.quarantined += 1;
                quarantine::keep_batch(writer, self.batch, &self.source, reason)?;
                Ok(Some(Vec::new()))
            }
        }
    }

    /// Sets changes aside whose author may not write documents of their kind.
    fn without_denied(
        &self,
        writer: &Writer<'_>,
        changes: Vec<ChangeEntry>,
        applied: &mut Applied,
    ) -> Result<Vec<ChangeEntry>, Error> {
        let is_denied = |change: &ChangeEntry| self.denied.contains(&change.kind.as_str());
        let (denied, allowed): (Vec<_>, Vec<_>) = changes.into_iter().partition(is_denied);
        for change in denied {
            let (kind, id) = (Kind::from_word(&change.kind), DocumentId::from(change.document));
            quarantine::keep_change(writer, &kind, &id, &self.candidate(change.bytes), NOT_PERMITTED)?;
            applied.quarantined += 1;
        }
        Ok(allowed)
    }

    /// A change of this batch on its way in. In a checkpoint each is its own author's, whoever brings it.
    pub fn candidate(&self, bytes: Vec<u8>) -> Candidate {
        match self.lane {
            Lane::Checkpoint => {
                let actor = actor_of(&bytes).unwrap_or(self.source.actor);
                Candidate::borrowed(bytes, Source { actor, ..self.source })
            }
            Lane::Main | Lane::Inbox => Candidate::arriving(bytes, self.source),
        }
    }

    /// The changes of a body; records of an inbox are taken in at once, and there are no changes.
    fn read(
        &self,
        writer: &Writer<'_>,
        applied: &mut Applied,
    ) -> Result<Result<Vec<ChangeEntry>, BodyError>, Error> {
        if self.batch.is_bodyless() {
            // Whether it may be without its body was decided when it came. Its changes come by a checkpoint, if at all.
            return Ok(Ok(Vec::new()));
        }
        match self.lane {
            Lane::Inbox => {}
            Lane::Main => return Ok(self.batch.open(self.epoch)),
            Lane::Checkpoint => {
                let opened = self.batch.open_checkpoint(self.epoch);
                if let Ok(Checkpoint { covers: Some(vector), .. }) = &opened {
                    cover::keep(writer, &self.hash, vector)?;
                }
                return Ok(opened.map(|checkpoint| checkpoint.changes));
            }
        }
        let Some(epoch) = self.epoch else { return Ok(Err(BodyError::NoKey)) };
        match self.batch.open_inbox(&epoch.inbox()) {
            Err(error) => Ok(Err(error)),
            Ok(records) => {
                let user = &self.certificate.user;
                applied.records += inbox::take_in(writer, &self.hash, &self.source, user, &records)?;
                Ok(Ok(Vec::new()))
            }
        }
    }

    /// Marks it as applied, and no longer as tried.
    pub fn mark_applied(&self, writer: &Writer<'_>) -> Result<(), Error> {
        writer.execute(
            "INSERT OR IGNORE INTO applied (hash, feed, n, session, lane)
             VALUES (:hash, :feed, :n, :session, :lane)",
            named_params! {
                ":hash": self.hash.as_bytes(), ":feed": self.source.feed.as_bytes(), ":n": number(self.source.n),
                ":session": self.header.session.as_bytes(), ":lane": word_of(self.lane),
            },
        )?;
        let sql = "DELETE FROM aside WHERE hash = :hash";
        writer.execute(sql, named_params! { ":hash": self.hash.as_bytes() })?;
        self.mark_untried(writer)
    }

    fn mark_untried(&self, writer: &Writer<'_>) -> Result<(), Error> {
        let sql = "DELETE FROM trying WHERE batch = :batch";
        writer.execute(sql, named_params! { ":batch": self.hash.as_bytes() })?;
        Ok(())
    }
}
