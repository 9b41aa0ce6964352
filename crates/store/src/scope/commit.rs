//! Saving: documents, projections and the own batch in one transaction.

use posta_documents::Document;
use posta_domain::{DocumentId, Fields, Kind};
use posta_identity::ids::{Actor, Hash32, Incarnation};
use posta_identity::{EpochKey, SessionKey};
use posta_protocol::{ChangeEntry, SignedBatch};
use rusqlite::named_params;

use super::outbox::Outbox;
use super::{DraftId, ScopeFile, author, certificate, document, draft, erase};
use crate::error::Error;
use crate::transaction::{self, Writer};

/// Fields to put into one document, which is created when it is not here.
#[derive(Clone)]
pub struct Write {
    /// Kind of the document.
    pub kind: Kind,
    /// Id of the document.
    pub id: DocumentId,
    /// Exactly the fields to put.
    pub fields: Fields,
}

/// One act: what to write, by whom, and what its batch says about its author's knowledge.
#[derive(Clone, Copy)]
pub struct Commit<'a> {
    /// Signs the batch; its actor is that of the changes.
    pub session: &'a SessionKey,
    /// This device's incarnation in the scope.
    pub incarnation: Incarnation,
    /// Membership head that the author knows.
    pub membership: Hash32,
    /// Hash of the author's vector of the scope.
    pub vector: Hash32,
    /// Seals the batch of a confidential scope.
    pub epoch: Option<&'a EpochKey>,
    /// Highest number of this feed that may have left the device
    /// ([`DeviceFile::offered_through`](crate::DeviceFile::offered_through)).
    pub sealed_through: u64,
    /// Unix seconds.
    pub at: i64,
    /// What to write.
    pub writes: &'a [Write],
    /// The session's user's draft that this act completes.
    pub draft: Option<DraftId>,
}

/// What a commit left in the outbox, to be put on the shelf.
#[derive(Debug, Clone, Default)]
pub struct Committed {
    /// Batches that are new or have grown, in feed order. None when nothing differed from what was there.
    pub batches: Vec<CommittedBatch>,
    /// Documents that changed.
    pub documents: Vec<(Kind, DocumentId)>,
}

impl Committed {
    /// The last batch, which may still grow.
    pub fn last(&self) -> Option<&CommittedBatch> {
        self.batches.last()
    }
}

/// An own batch as the outbox has it.
#[derive(Debug, Clone)]
pub struct CommittedBatch {
    /// Signed by its session.
    pub batch: SignedBatch,
    /// Number in its feed.
    pub n: u64,
    /// Changes in it.
    pub changes: u32,
}

impl ScopeFile {
    /// Does one act in one transaction. When this returns, it is durable; on an error nothing of it happened.
    ///
    /// # Errors
    /// [`Error::Document`] when a document does not load or its fields cannot be written; [`Error::Batch`] when the
    /// batch would be beyond the limits; [`Error::SessionWaits`] when changes of this session were taken out of their
    /// documents; [`Error::Erased`] when a document was erased; those of the disk.
    pub fn commit(&self, commit: &Commit<'_>) -> Result<Committed, Error> {
        self.commit_many(std::slice::from_ref(commit))
    }

    /// Does several acts of one session in one transaction: all of them or none.
    ///
    /// # Errors
    /// As [`ScopeFile::commit`]; [`Error::Batch`] when the acts are not of one session and incarnation.
    pub fn commit_many(&self, commits: &[Commit<'_>]) -> Result<Committed, Error> {
        let Some(first) = commits.first() else { return Ok(Committed::default()) };
        let one_feed = |commit: &Commit<'_>| {
            commit.session.actor() == first.session.actor() && commit.incarnation == first.incarnation
        };
        if !commits.iter().all(one_feed) {
            return Err(Error::Batch("acts of several sessions"));
        }
        transaction::write(&self.connection, |writer| {
            author::note_session(writer, &first.session.certificate)?;
            check_session(writer, &first.session.actor())?;
            let mut outbox = Outbox::open(writer, self.scope, first)?;
            let mut documents = Vec::new();
            for commit in commits {
                let mut changes = Vec::with_capacity(commit.writes.len());
                for write in commit.writes {
                    if let Some(change) = write_document(writer, commit, write)? {
                        changes.push(change);
                        documents.push((write.kind.clone(), write.id));
                    }
                }
                outbox.add(commit, changes)?;
                if let Some(id) = &commit.draft {
                    draft::remove(writer, &commit.session.certificate.user, id)?;
                }
            }
            documents.sort();
            documents.dedup();
            let batches = outbox.close()?;
            if !batches.is_empty() {
                certificate::keep(writer, &first.session.certificate)?;
            }
            Ok(Committed { batches, documents })
        })
    }
}

/// A session of which something waits or is aside does not go on: its next change would take a number that is given.
/// What a checkpoint says of it is somebody else's word, and stops nobody.
fn check_session(writer: &Writer<'_>, actor: &Actor) -> Result<(), Error> {
    let sql = "SELECT 1 AS here FROM pending WHERE actor = :actor AND NOT EXISTS (
                   SELECT 1 FROM applied WHERE applied.feed = pending.feed AND lane = 'checkpoint')
               UNION ALL
               SELECT 1 FROM aside JOIN outbox ON outbox.hash = aside.hash WHERE outbox.session = :actor";
    let waits = writer.prepare_cached(sql)?.exists(named_params! { ":actor": actor.as_bytes() })?;
    if waits { Err(Error::SessionWaits) } else { Ok(()) }
}

/// Writes the fields and returns the change with its document's row, if anything differed.
fn write_document(
    writer: &Writer<'_>,
    commit: &Commit<'_>,
    write: &Write,
) -> Result<Option<(i64, ChangeEntry)>, Error> {
    if erase::is_erased(writer, &write.kind, &write.id)? {
        return Err(Error::Erased);
    }
    let actor = *commit.session.actor().as_bytes();
    let (row, mut edited, change) = match document::stored(writer, &write.kind, &write.id)? {
        None => {
            let (created, change) = Document::create(actor, &write.fields, commit.at)?;
            (None, created, change)
        }
        Some((row, saved)) => {
            let mut stored = Document::load(&saved)?;
            let Some(change) = stored.edit(actor, &write.fields, commit.at)? else { return Ok(None) };
            (Some(row), stored, change)
        }
    };
    let saved = edited.save();
    let row = document::keep(writer, row, &write.kind, &write.id, &saved, &mut edited)?;
    let entry = ChangeEntry {
        kind: write.kind.as_str().to_owned(),
        document: *write.id.as_bytes(),
        bytes: change.bytes,
    };
    Ok(Some((row, entry)))
}
