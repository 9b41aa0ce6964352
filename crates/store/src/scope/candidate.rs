//! Changes of one document on their way in: offered together with those that wait for them.

use std::collections::{BTreeMap, BTreeSet};

use posta_documents::admission::{Outcome, Refusal, admit_all, precheck};
use posta_documents::{Document, RawChange};
use posta_domain::{DocumentId, Kind};
use posta_identity::ids::{Actor, DeviceId, Hash32};
use posta_protocol::{BatchHeader, FeedId};
use rusqlite::named_params;

use super::quarantine::{self, ABORTED, IMPOSTOR};
use super::{Applied, ScopeFile};
use super::{document, erase};
use crate::batch_rows::{count_of, hash_of, id_of, number};
use crate::error::Error;
use crate::transaction::Writer;

/// Where a change came from: the batch that carried it.
#[derive(Clone, Copy)]
pub(super) struct Source {
    pub actor: Actor,
    pub device: DeviceId,
    pub feed: FeedId,
    pub n: u64,
    /// Unix seconds of the batch's hour.
    pub at: i64,
}

impl Source {
    pub fn of(header: &BatchHeader) -> Self {
        Self {
            actor: header.session,
            device: header.device,
            feed: header.feed(),
            n: header.n,
            at: i64::from(header.hour) * 3600,
        }
    }

    /// Of a change whose batch is not known here any more.
    pub fn unknown(actor: Actor) -> Self {
        Self { actor, device: DeviceId::from([0; 16]), feed: FeedId::from([0; 16]), n: 0, at: 0 }
    }
}

/// Where a change is now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Arriving,
    Pending,
    Quarantine,
    /// It was in the document until a twin took its place.
    Displaced,
}

/// A change that is offered to its document.
#[derive(Clone)]
pub(super) struct Candidate {
    pub hash: Hash32,
    pub bytes: Vec<u8>,
    pub source: Source,
    place: Place,
    /// It came in a checkpoint: somebody else says that its author wrote it.
    is_borrowed: bool,
}

impl Candidate {
    pub fn arriving(bytes: Vec<u8>, source: Source) -> Self {
        Self { hash: hash_of_change(&bytes), bytes, source, place: Place::Arriving, is_borrowed: false }
    }

    /// One that a checkpoint brings for its author.
    pub fn borrowed(bytes: Vec<u8>, source: Source) -> Self {
        Self { is_borrowed: true, ..Self::arriving(bytes, source) }
    }

    /// One that was in the document. What was admitted names its actor, and the verdict does not depend on who is said
    /// to have sent it.
    pub fn displaced(change: RawChange, source: Source) -> Self {
        let actor = actor_of(&change.bytes);
        let source = Source { actor: actor.unwrap_or(source.actor), ..source };
        Self {
            hash: Hash32::from(change.hash),
            bytes: change.bytes,
            source,
            place: Place::Displaced,
            is_borrowed: false,
        }
    }
}

/// The name of a change as Automerge computes it: SHA-256 of the chunk without magic and checksum.
pub(super) fn hash_of_change(bytes: &[u8]) -> Hash32 {
    Hash32::of(bytes.get(8..).unwrap_or(bytes))
}

/// The actor that a change names; `None` when it is no change.
pub(super) fn actor_of(bytes: &[u8]) -> Option<Actor> {
    posta_documents::admission::precheck(bytes).ok().map(|chunk| Actor::from(chunk.actor))
}

/// How far waiting changes are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cascade {
    /// All that wait for the document, until nothing more goes in.
    All,
    /// None: only what is offered (changes are tried one at a time after an abort).
    None,
}

/// Offers changes to a document, keeps what is admitted and its projection, sets aside what is refused, and lets wait
/// what lacks a cause.
pub(super) fn offer(
    writer: &Writer<'_>,
    kind: &Kind,
    id: &DocumentId,
    arriving: Vec<Candidate>,
    cascade: Cascade,
) -> Result<Applied, Error> {
    let mut applied = Applied::default();
    if erase::is_erased(writer, kind, id)? {
        return Ok(Applied { erased: arriving.len() as u64, ..applied });
    }
    let stored = document::stored(writer, kind, id)?;
    let row = stored.as_ref().map(|(row, _)| *row);
    let mut bench = Bench { writer, kind, id, cascade, saved: stored.map(|(_, saved)| saved) };
    let mut round = Vec::with_capacity(arriving.len());
    for candidate in arriving {
        if quarantine::is_aborted(writer, &candidate.hash)? {
            applied.quarantined += 1;
        } else {
            round.push(candidate);
        }
    }
    if cascade == Cascade::All {
        round.extend(waiting(writer, kind, id)?);
    }
    match (bench.settle(round, &mut applied)?, bench.saved, row) {
        (Some(mut document), Some(saved), _) => {
            document::keep(writer, row, kind, id, &saved, &mut document)?;
        }
        // All there was of it was said by somebody else, and its author says otherwise.
        (_, None, Some(row)) => document::remove(writer, row)?,
        _ => {}
    }
    Ok(applied)
}

/// Makes a document anew from these of its changes and those that wait, all judged again, in place of what it was.
/// Nothing left: it goes.
pub(super) fn remake(
    writer: &Writer<'_>,
    row: i64,
    kind: &Kind,
    id: &DocumentId,
    mut kept: Vec<Candidate>,
) -> Result<Remade, Error> {
    let mut applied = Applied::default();
    kept.extend(duplicates(writer, kind, id)?);
    kept.extend(waiting(writer, kind, id)?);
    let mut bench = Bench { writer, kind, id, cascade: Cascade::All, saved: None };
    let remade = bench.settle(kept, &mut applied)?;
    let (Some(mut document), Some(saved)) = (remade, bench.saved) else {
        document::remove(writer, row)?;
        return Ok(Remade { is_gone: true, waiting: applied.pending });
    };
    document::keep(writer, Some(row), kind, id, &saved, &mut document)?;
    Ok(Remade { is_gone: false, waiting: applied.pending })
}

/// What became of a document that was made anew.
pub(super) struct Remade {
    /// Nothing was left of it.
    pub is_gone: bool,
    /// Changes that wait now and did not before.
    pub waiting: u64,
}

/// A document while changes are offered to it.
struct Bench<'a> {
    writer: &'a Writer<'a>,
    kind: &'a Kind,
    id: &'a DocumentId,
    cascade: Cascade,
    saved: Option<Vec<u8>>,
}

impl Bench<'_> {
    /// Offers changes until nothing more goes in; returns the document if any did, and leaves its bytes in `saved`.
    fn settle(
        &mut self,
        mut round: Vec<Candidate>,
        applied: &mut Applied,
    ) -> Result<Option<Document>, Error> {
        let (writer, kind, id) = (self.writer, self.kind, self.id);
        let mut result = None;
        while !round.is_empty() {
            round = self.without_impostors(round, applied)?;
            round = self.evict_impostors(round)?;
            let offered: Vec<(&[u8], [u8; 16])> = round
                .iter()
                .map(|candidate| (candidate.bytes.as_slice(), *candidate.source.actor.as_bytes()))
                .collect();
            let (outcomes, merged) = admit_all(self.saved.as_deref(), &offered);
            let mut again = Vec::new();
            let mut displaced = Vec::new();
            let mut went_in = false;
            for (candidate, outcome) in round.into_iter().zip(outcomes) {
                match outcome {
                    Outcome::Admitted { displaced: twins } => {
                        went_in = true;
                        note_word(writer, kind, id, &candidate)?;
                        applied.admitted += u64::from(candidate.place != Place::Displaced);
                        forget(writer, kind, id, &candidate)?;
                        let source = candidate.source;
                        displaced.extend(twins.into_iter().map(|twin| Candidate::displaced(twin, source)));
                    }
                    Outcome::Known => {
                        if !candidate.is_borrowed {
                            note_word(writer, kind, id, &candidate)?;
                        }
                        applied.known += u64::from(candidate.place == Place::Arriving);
                        forget(writer, kind, id, &candidate)?;
                    }
                    Outcome::Missing(_) | Outcome::Refused(Refusal::StoredDocumentDamaged) => {
                        again.push(candidate)
                    }
                    Outcome::Refused(refusal) => {
                        let new = candidate.place != Place::Quarantine;
                        applied.quarantined += u64::from(new);
                        if new {
                            forget(writer, kind, id, &candidate)?;
                            quarantine::keep_change(writer, kind, id, &candidate, refusal.code())?;
                        }
                    }
                }
            }
            if let Some((bytes, document)) = merged {
                self.saved = Some(bytes);
                result = Some(document);
            }
            if !displaced.is_empty() {
                again.extend(displaced);
                again.extend(duplicates(writer, kind, id)?);
            } else if !went_in || self.cascade == Cascade::None {
                applied.pending += await_causes(writer, kind, id, &again)?;
                break;
            }
            round = again;
        }
        Ok(result)
    }
}

impl Bench<'_> {
    /// Sets aside what a checkpoint says that somebody wrote where this very author's own word stands, in the document
    /// or beside it: it never takes another change's place. The rest, own words first.
    fn without_impostors(
        &self,
        round: Vec<Candidate>,
        applied: &mut Applied,
    ) -> Result<Vec<Candidate>, Error> {
        let (borrowed, mut own): (Vec<_>, Vec<_>) =
            round.into_iter().partition(|candidate| candidate.is_borrowed);
        if borrowed.is_empty() {
            return Ok(own);
        }
        let mut taken = BTreeMap::new();
        let own_words = own.iter().filter_map(|candidate| seat_of(&candidate.bytes));
        taken.extend(own_words);
        if let Some(Ok(mut document)) = self.saved.as_deref().map(Document::load) {
            taken.extend(document.changes().iter().filter_map(|change| seat_of(&change.bytes)));
        }
        for candidate in borrowed {
            let seat = seat_of(&candidate.bytes);
            match seat.and_then(|(seat, hash)| taken.get(&seat).map(|known| *known == hash)) {
                Some(false) => {
                    applied.quarantined += 1;
                    forget(self.writer, self.kind, self.id, &candidate)?;
                    quarantine::keep_change(self.writer, self.kind, self.id, &candidate, IMPOSTOR)?;
                }
                _ => own.push(candidate),
            }
        }
        Ok(own)
    }
}

impl Bench<'_> {
    /// Takes out of the document what a checkpoint said where the author's own word comes now: on every device the own
    /// word stands, whichever came first. What is left of the document is offered again.
    fn evict_impostors(&mut self, round: Vec<Candidate>) -> Result<Vec<Candidate>, Error> {
        let borrowed = borrowed(self.writer, self.kind, self.id)?;
        if borrowed.is_empty() {
            return Ok(round);
        }
        let own = round.iter().filter(|candidate| !candidate.is_borrowed);
        let own: BTreeMap<_, _> = own.filter_map(|candidate| seat_of(&candidate.bytes)).collect();
        let Some(Ok(mut document)) = self.saved.as_deref().map(Document::load) else { return Ok(round) };
        let (evicted, kept): (Vec<_>, Vec<_>) = document.changes().into_iter().partition(|change| {
            let claim = seat_of(&change.bytes).and_then(|(seat, hash)| Some(*own.get(&seat)? != hash));
            claim == Some(true) && borrowed.contains(&Hash32::from(change.hash))
        });
        if evicted.is_empty() {
            return Ok(round);
        }
        let unknown = || Source::unknown(Actor::from([0; 16]));
        for change in evicted {
            let candidate = Candidate::displaced(change, unknown());
            quarantine::keep_change(self.writer, self.kind, self.id, &candidate, IMPOSTOR)?;
        }
        self.saved = None;
        let kept = kept.into_iter().map(|change| Candidate::displaced(change, unknown()));
        Ok(kept.chain(round).collect())
    }
}

/// The changes of a document that only checkpoints brought.
fn borrowed(writer: &Writer<'_>, kind: &Kind, id: &DocumentId) -> Result<BTreeSet<Hash32>, Error> {
    let sql = "SELECT hash FROM borrowed WHERE document = :id AND kind = :kind";
    let mut sql = writer.prepare_cached(sql)?;
    let named = named_params! { ":id": id.as_bytes(), ":kind": kind.as_str() };
    let rows = sql.query_map(named, |row| hash_of(row, "hash"))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notes whose word brought a change that is in the document: a checkpoint's, or its author's own.
fn note_word(writer: &Writer<'_>, kind: &Kind, id: &DocumentId, candidate: &Candidate) -> Result<(), Error> {
    let sql = match (candidate.is_borrowed, candidate.place) {
        (true, _) => "INSERT OR IGNORE INTO borrowed (document, kind, hash) VALUES (:id, :kind, :hash)",
        (false, Place::Displaced) => return Ok(()),
        (false, _) => "DELETE FROM borrowed WHERE document = :id AND kind = :kind AND hash = :hash",
    };
    let named =
        named_params! { ":id": id.as_bytes(), ":kind": kind.as_str(), ":hash": candidate.hash.as_bytes() };
    writer.execute(sql, named)?;
    Ok(())
}

/// Whose change it is and which of theirs in its document.
type Seat = ([u8; 16], u64);

/// The seat of a change, with its hash.
fn seat_of(bytes: &[u8]) -> Option<(Seat, [u8; 32])> {
    precheck(bytes).ok().map(|chunk| ((chunk.actor, chunk.seq), chunk.hash))
}

/// The changes that wait for causes in this document.
pub(super) fn waiting(writer: &Writer<'_>, kind: &Kind, id: &DocumentId) -> Result<Vec<Candidate>, Error> {
    let sql = "SELECT hash, bytes, actor, device, feed, n, at, EXISTS (
                   SELECT 1 FROM applied WHERE applied.feed = pending.feed AND lane = 'checkpoint'
               ) AS is_borrowed
               FROM pending WHERE document = :id AND kind = :kind ORDER BY row";
    read(writer, sql, kind, id, Place::Pending)
}

/// The changes that were refused because a twin was first.
fn duplicates(writer: &Writer<'_>, kind: &Kind, id: &DocumentId) -> Result<Vec<Candidate>, Error> {
    let sql = "SELECT hash, bytes, actor, device, feed, n, at, 0 AS is_borrowed FROM quarantine
               WHERE document = :id AND kind = :kind AND reason = 'duplicate_sequence' ORDER BY row";
    read(writer, sql, kind, id, Place::Quarantine)
}

fn read(
    writer: &Writer<'_>,
    sql: &str,
    kind: &Kind,
    id: &DocumentId,
    place: Place,
) -> Result<Vec<Candidate>, Error> {
    let mut sql = writer.prepare_cached(sql)?;
    let rows = sql.query_map(named_params! { ":id": id.as_bytes(), ":kind": kind.as_str() }, |row| {
        Ok(Candidate {
            hash: hash_of(row, "hash")?,
            bytes: row.get("bytes")?,
            source: Source {
                actor: id_of(row, "actor")?,
                device: id_of(row, "device")?,
                feed: id_of(row, "feed")?,
                n: count_of(row, "n")?,
                at: row.get("at")?,
            },
            place,
            is_borrowed: row.get("is_borrowed")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Takes a change out of where it was kept.
fn forget(writer: &Writer<'_>, kind: &Kind, id: &DocumentId, candidate: &Candidate) -> Result<(), Error> {
    let sql = match candidate.place {
        Place::Arriving | Place::Displaced => return Ok(()),
        Place::Pending => "DELETE FROM pending WHERE hash = :hash AND kind = :kind AND document = :id",
        Place::Quarantine => "DELETE FROM quarantine WHERE hash = :hash AND kind = :kind AND document = :id",
    };
    writer.execute(
        sql,
        named_params! { ":hash": candidate.hash.as_bytes(), ":kind": kind.as_str(), ":id": id.as_bytes() },
    )?;
    Ok(())
}

/// Keeps changes until their causes come; returns how many were not waiting before.
fn await_causes(
    writer: &Writer<'_>,
    kind: &Kind,
    id: &DocumentId,
    candidates: &[Candidate],
) -> Result<u64, Error> {
    let mut new = 0;
    for candidate in candidates.iter().filter(|candidate| candidate.place != Place::Pending) {
        let source = &candidate.source;
        if candidate.place == Place::Quarantine {
            forget(writer, kind, id, candidate)?;
        }
        new += writer.execute(
            "INSERT OR IGNORE INTO pending (hash, kind, document, actor, device, feed, n, at, bytes)
             VALUES (:hash, :kind, :document, :actor, :device, :feed, :n, :at, :bytes)",
            named_params! {
                ":hash": candidate.hash.as_bytes(), ":kind": kind.as_str(), ":document": id.as_bytes(),
                ":actor": source.actor.as_bytes(), ":device": source.device.as_bytes(),
                ":feed": source.feed.as_bytes(), ":n": number(source.n), ":at": source.at,
                ":bytes": candidate.bytes,
            },
        )? as u64;
    }
    Ok(new)
}

impl ScopeFile {
    /// Changes that wait for one they build on.
    pub fn pending_changes(&self) -> Result<u64, Error> {
        let mut sql = self.connection.prepare_cached("SELECT count(*) AS changes FROM pending")?;
        Ok(sql.query_row([], |row| count_of(row, "changes"))?)
    }
}

/// Sets a change aside that ended the program when it was tried.
pub(super) fn set_aborted_aside(
    writer: &Writer<'_>,
    kind: &Kind,
    id: &DocumentId,
    candidate: &Candidate,
) -> Result<Applied, Error> {
    forget(writer, kind, id, candidate)?;
    if erase::is_erased(writer, kind, id)? {
        return Ok(Applied { erased: 1, ..Applied::default() });
    }
    quarantine::keep_change(writer, kind, id, candidate, ABORTED)?;
    Ok(Applied { quarantined: 1, ..Applied::default() })
}
