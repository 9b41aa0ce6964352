//! Changes are offered to one document until nothing moves any more.

use std::collections::HashMap;

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

/// What became of one document and of the changes offered to it.
pub struct MergedDocument {
    kind: String,
    document: [u8; 16],
    saved: Option<SavedDocument>,
    places: Vec<(ForeignChange, Place)>,
}

impl MergedDocument {
    /// Whether any change is in now.
    pub fn has_merged(&self) -> bool {
        self.places.iter().any(|(_, place)| *place == Place::Merged)
    }

    /// Whether the document is another than before.
    pub fn has_moved(&self) -> bool {
        self.saved.is_some()
    }

    /// Writes the document, and each change to its one place, if there is room for it.
    pub fn keep(
        &self,
        transaction: &rusqlite::Transaction<'_>,
        scope: ScopeId,
        room: &mut Room,
    ) -> Result<(), Error> {
        if let Some(saved) = &self.saved {
            db::put_document(transaction, scope, &self.kind, self.document, saved)?;
        }
        for (change, place) in &self.places {
            match place {
                Place::Merged => {
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
    let (saved, queue, duplicates) = database.read(|connection| {
        let saved = db::saved(connection, scope, kind, document)?;
        let mut queue = Vec::new();
        for change in changes {
            if !db::is_aborting(connection, scope, &change)? {
                queue.push(change);
            }
        }
        Ok((saved, queue, db::quarantined_for(connection, scope, kind, document, twins)?))
    })?;
    let mut offer = Offer { saved, heads: None, places: HashMap::new(), changes: HashMap::new() };
    for change in duplicates {
        offer.set(change, Place::Quarantined(twins));
    }
    offer.offer_until_settled(queue);
    let places = offer
        .places
        .into_iter()
        .filter_map(|(key, place)| offer.changes.get(&key).map(|change| (change.clone(), place)))
        .collect();
    let saved = match (offer.heads, offer.saved) {
        (Some(heads), Some(saved)) => Some(SavedDocument { heads, saved }),
        _ => None,
    };
    Ok(MergedDocument { kind: kind.to_owned(), document, saved, places })
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
                        self.displace(kind.clone(), document, twin.bytes);
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

    fn displace(&mut self, kind: String, document: [u8; 16], bytes: Vec<u8>) {
        let Ok(chunk) = precheck(&bytes) else { return };
        let (actor, batch, device) = (Actor::from(chunk.actor), Hash32::ZERO, DeviceId::from([0; 16]));
        let change = ForeignChange { kind, document, actor, batch, device, bytes };
        self.set(change, Place::Quarantined(Refusal::DuplicateSequence.code()));
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
