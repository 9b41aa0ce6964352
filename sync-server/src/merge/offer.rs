//! Changes are offered to one document until nothing moves any more.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use posta_documents::Document;
use posta_documents::admission::{Outcome, Refusal, admit_all, precheck};
use posta_identity::ids::{Actor, DeviceId, Hash32, ScopeId};

use crate::database::{self as db, Database, ForeignChange, SavedDocument};
use crate::error::Error;

use super::room::Room;

/// Where a change belongs after it was offered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Merged,
    Pending,
    Quarantined(&'static str),
}

/// Reason of a change in a checkpoint whose author wrote another one in its place.
const IMPOSTOR: &str = "checkpoint_twin";

/// What became of one document and of the changes offered to it.
pub struct MergedDocument {
    kind: String,
    document: [u8; 16],
    saved: Option<SavedDocument>,
    /// All there was of it was said by somebody else.
    is_gone: bool,
    places: Vec<(ForeignChange, Place)>,
    /// Those of the changes that a checkpoint brought.
    borrowed: BTreeSet<Hash32>,
}

impl MergedDocument {
    /// Whether any change is in now.
    pub fn has_merged(&self) -> bool {
        self.places.iter().any(|(_, place)| *place == Place::Merged)
    }

    /// Whether the document is another than before.
    pub fn has_moved(&self) -> bool {
        self.saved.is_some() || self.is_gone
    }

    /// Writes the document, and each change to its one place, if there is room for it.
    pub fn keep(
        &self,
        transaction: &crate::database::Transaction<'_>,
        scope: ScopeId,
        room: &mut Room,
    ) -> Result<(), Error> {
        if let Some(saved) = &self.saved {
            db::put_document(transaction, scope, &self.kind, self.document, saved)?;
        }
        if self.is_gone {
            db::remove_document(transaction, scope, &self.kind, self.document)?;
        }
        for (change, place) in &self.places {
            match place {
                Place::Merged => {
                    let is_borrowed = self.borrowed.contains(&change.digest());
                    db::note_word(transaction, scope, change, is_borrowed)?;
                    db::remove_pending(transaction, scope, change)?;
                    db::remove_quarantine(transaction, scope, change)?;
                }
                Place::Pending => {
                    db::remove_quarantine(transaction, scope, change)?;
                    if room.take(transaction, scope, change)? {
                        db::add_pending(transaction, scope, change)?;
                    }
                }
                Place::Quarantined(reason) => {
                    db::remove_pending(transaction, scope, change)?;
                    db::add_quarantine(transaction, scope, change, reason)?;
                }
            }
        }
        Ok(())
    }
}

/// Offers changes to one document. Only reads the database.
pub fn merge_document(
    database: &Database,
    scope: ScopeId,
    kind: &str,
    document: [u8; 16],
    changes: Vec<ForeignChange>,
) -> Result<MergedDocument, Error> {
    let twins = Refusal::DuplicateSequence.code();
    let (saved, queue, duplicates, known, own, mut borrowed) = database.read(|connection| {
        let saved = db::saved(connection, scope, kind, document)?;
        let (mut queue, mut borrowed) = (Vec::new(), BTreeSet::new());
        let mut own = BTreeSet::new();
        for change in changes {
            if db::is_aborting(connection, scope, &change)? {
                continue;
            }
            if db::came_in_checkpoint(connection, scope, &change)? {
                borrowed.insert(change.digest());
            } else {
                own.insert(change.digest());
            }
            queue.push(change);
        }
        borrowed.retain(|digest| !own.contains(digest));
        let duplicates = db::quarantined_for(connection, scope, kind, document, twins)?;
        Ok((saved, queue, duplicates, db::borrowed(connection, scope, kind, document)?, own, borrowed))
    })?;
    let was_here = saved.is_some();
    let mut offer = Offer { saved, heads: None, places: HashMap::new(), changes: HashMap::new() };
    for change in duplicates {
        offer.set(change, Place::Quarantined(twins));
    }
    let queue = offer.without_impostors(queue, &borrowed);
    let queue = offer.evict_impostors(queue, &known, &borrowed);
    borrowed.extend(known.difference(&own));
    offer.offer_until_settled(queue);
    let is_gone = was_here && offer.saved.is_none();
    let places = offer
        .places
        .into_iter()
        .filter_map(|(key, place)| offer.changes.get(&key).map(|change| (change.clone(), place)))
        .collect();
    let saved = match (offer.heads, offer.saved) {
        (Some(heads), Some(saved)) => Some(SavedDocument { heads, saved }),
        _ => None,
    };
    Ok(MergedDocument { kind: kind.to_owned(), document, saved, is_gone, places, borrowed })
}

type OfferKey = (Actor, Hash32);

/// A document while changes are offered to it.
struct Offer {
    saved: Option<Vec<u8>>,
    heads: Option<Vec<[u8; 32]>>,
    places: HashMap<OfferKey, Place>,
    changes: HashMap<OfferKey, ForeignChange>,
}

impl Offer {
    fn set(&mut self, change: ForeignChange, place: Place) {
        let key = (change.actor, change.digest());
        self.places.insert(key, place);
        self.changes.insert(key, change);
    }

    /// Sets aside what a checkpoint says that somebody wrote where this very author's own word stands, in the document
    /// or beside it. As devices do.
    fn without_impostors(
        &mut self,
        queue: Vec<ForeignChange>,
        borrowed: &BTreeSet<Hash32>,
    ) -> Vec<ForeignChange> {
        if borrowed.is_empty() {
            return queue;
        }
        let (lent, mut kept): (Vec<_>, Vec<_>) =
            queue.into_iter().partition(|change| borrowed.contains(&change.digest()));
        let mut taken: BTreeMap<_, _> = kept.iter().filter_map(|change| seat_of(&change.bytes)).collect();
        if let Some(Ok(mut document)) = self.saved.as_deref().map(Document::load) {
            taken.extend(document.changes().iter().filter_map(|change| seat_of(&change.bytes)));
        }
        for change in lent {
            let seat = seat_of(&change.bytes);
            match seat.and_then(|(seat, hash)| taken.get(&seat).map(|known| *known == hash)) {
                Some(false) => self.set(change, Place::Quarantined(IMPOSTOR)),
                _ => kept.push(change),
            }
        }
        kept
    }

    /// Takes out of the document what a checkpoint said where the author's own word comes now. What is left of it is
    /// offered again.
    fn evict_impostors(
        &mut self,
        queue: Vec<ForeignChange>,
        known: &BTreeSet<Hash32>,
        borrowed: &BTreeSet<Hash32>,
    ) -> Vec<ForeignChange> {
        let Some(first) = queue.first().filter(|_| !known.is_empty()) else { return queue };
        let (kind, id) = (first.kind.clone(), first.document);
        let own = queue.iter().filter(|change| !borrowed.contains(&change.digest()));
        let own: BTreeMap<_, _> = own.filter_map(|change| seat_of(&change.bytes)).collect();
        let Some(Ok(mut document)) = self.saved.as_deref().map(Document::load) else { return queue };
        let (evicted, kept): (Vec<_>, Vec<_>) = document.changes().into_iter().partition(|change| {
            let claim = seat_of(&change.bytes).and_then(|(seat, hash)| Some(*own.get(&seat)? != hash));
            claim == Some(true) && known.contains(&Hash32::of(&change.bytes))
        });
        if evicted.is_empty() {
            return queue;
        }
        for change in evicted {
            self.displace(kind.clone(), id, change.bytes, IMPOSTOR);
        }
        self.saved = None;
        let again = kept.into_iter().filter_map(|change| stored_change(&kind, id, change.bytes));
        again.chain(queue).collect()
    }

    /// Each admission may let in what waited for it, and each displacement what was displaced before.
    fn offer_until_settled(&mut self, mut queue: Vec<ForeignChange>) {
        let twins = Refusal::DuplicateSequence.code();
        let most = queue.len() + self.places.len() + 1;
        for _ in 0..most {
            let (admitted, displaced) = self.offer_once(queue);
            if !admitted {
                return;
            }
            queue = self.placed(|place| place == Place::Pending);
            if displaced {
                queue.extend(self.placed(|place| place == Place::Quarantined(twins)));
            }
            if queue.is_empty() {
                return;
            }
        }
    }

    /// Returns whether anything was admitted, and whether anything was displaced.
    fn offer_once(&mut self, queue: Vec<ForeignChange>) -> (bool, bool) {
        let offered: Vec<_> =
            queue.iter().map(|change| (change.bytes.as_slice(), *change.actor.as_bytes())).collect();
        let (outcomes, document) = admit_all(self.saved.as_deref(), &offered);
        if let Some((saved, document)) = document {
            self.heads = Some(document.heads());
            self.saved = Some(saved);
        }
        let (mut admitted, mut displaced_any) = (false, false);
        for (change, outcome) in queue.into_iter().zip(outcomes) {
            let (kind, document) = (change.kind.clone(), change.document);
            match outcome {
                Outcome::Admitted { displaced } => {
                    admitted = true;
                    self.set(change, Place::Merged);
                    for twin in displaced {
                        displaced_any = true;
                        self.displace(kind.clone(), document, twin.bytes, Refusal::DuplicateSequence.code());
                    }
                }
                Outcome::Known => self.set(change, Place::Merged),
                // A stored document that does not read is not the change's fault: it waits for the repair.
                Outcome::Missing(_) | Outcome::Refused(Refusal::StoredDocumentDamaged) => {
                    self.set(change, Place::Pending);
                }
                Outcome::Refused(refusal) => self.set(change, Place::Quarantined(refusal.code())),
            }
        }
        (admitted, displaced_any)
    }

    fn displace(&mut self, kind: String, document: [u8; 16], bytes: Vec<u8>, reason: &'static str) {
        let Some(change) = stored_change(&kind, document, bytes) else { return };
        self.set(change, Place::Quarantined(reason));
    }

    fn placed(&self, wanted: impl Fn(Place) -> bool) -> Vec<ForeignChange> {
        let mut found: Vec<_> = self
            .places
            .iter()
            .filter(|(_, place)| wanted(**place))
            .filter_map(|(key, _)| self.changes.get(key).cloned().map(|change| (*key, change)))
            .collect();
        found.sort_by_key(|((actor, digest), _)| (*digest, *actor));
        found.into_iter().map(|(_, change)| change).collect()
    }
}

/// A change that was in a document: nobody knows any more which batch brought it.
fn stored_change(kind: &str, document: [u8; 16], bytes: Vec<u8>) -> Option<ForeignChange> {
    let actor = Actor::from(precheck(&bytes).ok()?.actor);
    let (batch, device) = (Hash32::ZERO, DeviceId::from([0; 16]));
    Some(ForeignChange { kind: kind.to_owned(), document, actor, batch, device, bytes })
}

/// Whose change it is and which of theirs in its document.
type Seat = ([u8; 16], u64);

/// The seat of a change, with its hash.
fn seat_of(bytes: &[u8]) -> Option<(Seat, [u8; 32])> {
    precheck(bytes).ok().map(|chunk| ((chunk.actor, chunk.seq), chunk.hash))
}
