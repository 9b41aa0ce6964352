//! What new entries of the membership log change in what is stored already: revocations and admissions, erasures.
//!
//! All of it is decided first, then done in one transaction that also notes how far the log was carried out. A crash
//! before it leaves everything as it was, and the next pass decides again.

use std::collections::BTreeSet;

use crate::database::{Connection, Transaction};
use posta_documents::Document;
use posta_domain::{Consent, DocumentId, Enrollment, Kind, Linkage};
use posta_identity::ids::{Hash32, ScopeId};
use posta_identity::{Entry, EntryBody, Lane, Log, Membership, Order, Sensitivity};

use super::open::{DocumentKey, Opened, open_batch};
use super::standing::Judge;
use crate::database::{self as db, Database, Progress};
use crate::error::Error;

/// Batches read at a time while looking for those that touched a document.
const PIECE: u32 = 256;

/// Carries out the entries of a log up to a database row. Returns whether what they name as erased is to be looked at
/// again, once all that waits is merged.
pub fn settle(database: &Database, log: &Log, row: i64) -> Result<bool, Error> {
    let (done, _) = database.read(|connection| db::settled(connection, log.department()))?;
    let mut is_unsure = false;
    if done < row {
        let change = database.read(|connection| Change::find(connection, log, done))?;
        carry_out(database, log, row, &change)?;
        is_unsure = change.is_unsure;
    }
    scrub(database, log, row)?;
    Ok(is_unsure)
}

/// Looks again at what entries up to a database row name as erased, once more of it is here.
pub fn settle_again(database: &Database, log: &Log, row: i64) -> Result<(), Error> {
    let mut change = Change::default();
    database.read(|connection| change.find_erased(connection, log.membership()))?;
    carry_out(database, log, row, &change)?;
    scrub(database, log, row)
}

fn carry_out(database: &Database, log: &Log, row: i64, change: &Change) -> Result<(), Error> {
    let department = log.department();
    database.write(|transaction| {
        let (_, scrub) = db::settled(transaction, department)?;
        let erased = change.carry_out(transaction)?;
        db::set_settled(transaction, department, row, scrub || erased)
    })
}

fn scrub(database: &Database, log: &Log, row: i64) -> Result<(), Error> {
    let department = log.department();
    if database.read(|connection| db::settled(connection, department))?.1 && database.scrub()? {
        database.write(|transaction| db::set_settled(transaction, department, row, false))?;
    }
    Ok(())
}

/// What is to be done.
#[derive(Default)]
struct Change {
    /// Batches that count no more.
    fallen: Vec<i64>,
    /// Batches to be merged, for the first time or again.
    wanted: BTreeSet<i64>,
    /// Documents to be built again from what counts.
    rebuilt: BTreeSet<(ScopeId, DocumentKey)>,
    erased: Vec<(ScopeId, DocumentKey)>,
    /// Named documents that are not here: nothing is to wait for them.
    absent: Vec<(ScopeId, DocumentKey)>,
    /// Whether what still waits to be merged may hold such a document.
    is_unsure: bool,
    /// Batches without a body from now on, with the scope that may say so.
    bodiless: Vec<(ScopeId, Hash32)>,
}

impl Change {
    fn find(connection: &Connection, log: &Log, after: i64) -> Result<Self, Error> {
        let (entries, _) = db::entries_after(connection, log.department(), after)?;
        let bodies: Vec<EntryBody> =
            entries.iter().filter_map(|bytes| Entry::decode(bytes).ok()).map(|entry| entry.body).collect();
        let mut change = Self::default();
        if bodies.iter().any(|body| matches!(body, EntryBody::Agree { .. } | EntryBody::Erased { .. })) {
            change.find_erased(connection, log.membership())?;
        }
        let moves_cuts = |body: &EntryBody| {
            use EntryBody::{Admit, Assign, Grant, Revoke};
            matches!(body, Revoke { .. } | Admit { .. } | Assign { .. } | Grant { .. })
        };
        if bodies.iter().any(moves_cuts) {
            change.find_fallen(connection, log)?;
        }
        Ok(change)
    }

    /// What was ordered, and what entries name with it, as far as this server can read: a document that is about the
    /// ordered one, a batch that carries something of what is gone. A named document that is not here once all is merged
    /// counts as gone, as it does on devices, but is not refused if it comes. The rest stays.
    fn find_erased(&mut self, connection: &Connection, membership: &Membership) -> Result<(), Error> {
        let orders: Vec<&Order> = membership.orders().iter().filter(|order| order.agreed).collect();
        let waiting: BTreeSet<ScopeId> = db::waiting_scopes(connection)?.into_iter().collect();
        self.erased.extend(orders.iter().map(|order| (order.scope, subject(order))));
        for scope in membership.scopes() {
            let (id, is_readable) = (scope.scope, scope.sensitivity == Sensitivity::Registry);
            let mut gone = db::gone(connection, id)?;
            gone.extend(orders.iter().filter(|order| order.scope == id).map(|order| subject(order)));
            for erased in membership.erased(id) {
                let order = orders.iter().find(|order| order.hash == erased.order);
                for document in &erased.documents {
                    let Some(order) = order.filter(|_| is_readable && !gone.contains(document)) else {
                        continue;
                    };
                    match is_about(connection, id, document, order)? {
                        Some(true) => {
                            gone.insert(document.clone());
                            self.erased.push((id, document.clone()));
                        }
                        Some(false) => {}
                        None if waiting.contains(&id) || waiting.contains(&id.checkpoint()) => {
                            self.is_unsure = true;
                        }
                        None => {
                            gone.insert(document.clone());
                            self.absent.push((id, document.clone()));
                        }
                    }
                }
            }
            for hash in membership.erased(id).iter().flat_map(|erased| &erased.batches) {
                if !is_readable || carries(connection, membership, *hash, &gone)? {
                    self.bodiless.push((id, *hash));
                }
            }
        }
        Ok(())
    }

    fn find_fallen(&mut self, connection: &Connection, log: &Log) -> Result<(), Error> {
        for (lane, scope) in registry_lanes(log.membership()) {
            let mut judge = Judge::by(log);
            let mut touched = BTreeSet::new();
            for (feed, actor) in db::judged_feeds(connection, lane)? {
                let standing = judge.standing(connection, lane, feed, actor)?.clone();
                for batch in db::judged(connection, feed, actor)? {
                    match (standing.counts(&batch.hash), batch.is_aside) {
                        (true, true) => {
                            self.wanted.insert(batch.id);
                        }
                        (false, false) => {
                            self.fallen.push(batch.id);
                            if batch.is_in {
                                touched.extend(documents_of(connection, log.membership(), lane, batch.id)?);
                            }
                        }
                        _ => {}
                    }
                }
            }
            self.rebuilt.extend(touched.into_iter().map(|document| (scope, document)));
        }
        if self.rebuilt.is_empty() {
            return Ok(());
        }
        let fallen: BTreeSet<i64> = self.fallen.iter().copied().collect();
        let none = BTreeSet::new();
        for (lane, scope) in registry_lanes(log.membership()) {
            let mut after = 0;
            loop {
                let batches = db::merged_after(connection, lane, after, PIECE)?;
                let Some(last) = batches.last() else { break };
                after = last.id;
                for batch in batches.iter().filter(|batch| !fallen.contains(&batch.id)) {
                    let Opened::Changes(changes) = open_batch(log.membership(), lane, batch, &none) else {
                        continue;
                    };
                    let touches = changes
                        .into_iter()
                        .any(|change| self.rebuilt.contains(&(scope, (change.kind, change.document))));
                    if touches {
                        self.wanted.insert(batch.id);
                    }
                }
            }
        }
        Ok(())
    }

    /// Returns whether any content was erased.
    fn carry_out(&self, transaction: &Transaction<'_>) -> Result<bool, Error> {
        for id in &self.fallen {
            db::set_progress(transaction, *id, Progress::Aside)?;
        }
        for id in &self.wanted {
            db::set_progress(transaction, *id, Progress::Waiting)?;
        }
        for (scope, (kind, document)) in &self.rebuilt {
            db::take_out(transaction, *scope, kind, *document)?;
        }
        let mut erased = false;
        for (scope, (kind, document)) in &self.erased {
            erased |= db::erase_document(transaction, *scope, kind, *document)?;
        }
        for (scope, (kind, document)) in &self.absent {
            erased |= db::erase_pending(transaction, *scope, kind, *document)?;
        }
        for (scope, batch) in &self.bodiless {
            for lane in [*scope, scope.inbox(), scope.checkpoint()] {
                erased |= db::erase_body(transaction, lane, *batch)?;
            }
        }
        Ok(erased)
    }
}

/// The lanes whose bodies the server reads, each with the scope of its documents.
fn registry_lanes(membership: &Membership) -> Vec<(ScopeId, ScopeId)> {
    let registries = membership.scopes().filter(|scope| scope.sensitivity == Sensitivity::Registry);
    registries
        .flat_map(|scope| [scope.scope, scope.scope.checkpoint()].map(|lane| (lane, scope.scope)))
        .filter(|(lane, _)| membership.lane(*lane).is_some_and(|(_, lane)| lane != Lane::Inbox))
        .collect()
}

fn documents_of(
    connection: &Connection,
    membership: &Membership,
    lane: ScopeId,
    id: i64,
) -> Result<BTreeSet<DocumentKey>, Error> {
    let Some(batch) = db::batch(connection, id)? else { return Ok(BTreeSet::new()) };
    Ok(match open_batch(membership, lane, &batch, &BTreeSet::new()) {
        Opened::Changes(changes) => {
            changes.into_iter().map(|change| (change.kind, change.document)).collect()
        }
        Opened::Later | Opened::Broken(_) => BTreeSet::new(),
    })
}

fn subject(order: &Order) -> DocumentKey {
    (order.kind.clone(), order.document)
}

/// Whether a document says that it is about the person whom an order names; none when it is not here.
fn is_about(
    connection: &Connection,
    scope: ScopeId,
    (kind, id): &DocumentKey,
    order: &Order,
) -> Result<Option<bool>, Error> {
    let Some(saved) = db::saved(connection, scope, kind, *id)? else { return Ok(None) };
    let Some(document) = Document::load(&saved).ok().filter(|_| Kind::from_word(&order.kind) == Kind::Person)
    else {
        return Ok(Some(false));
    };
    let fields = document.fields();
    let person = DocumentId(order.document);
    Ok(Some(match Kind::from_word(kind) {
        Kind::Enrollment => Enrollment::from_fields(&fields).person == person,
        Kind::Consent => Consent::from_fields(&fields).person == person,
        Kind::Linkage => Linkage::from_fields(&fields).is_about(&person),
        _ => false,
    }))
}

/// Whether a batch that this server reads carries a change of what is gone. One that is not here has no body to lose.
fn carries(
    connection: &Connection,
    membership: &Membership,
    hash: Hash32,
    gone: &BTreeSet<DocumentKey>,
) -> Result<bool, Error> {
    let Some((lane, batch)) = db::whole_batch(connection, hash)? else { return Ok(false) };
    if membership.lane(lane).is_none_or(|(_, lane)| lane == Lane::Inbox) {
        return Ok(true);
    }
    let entries = batch.signed.open(None).unwrap_or_default();
    Ok(entries.into_iter().any(|entry| gone.contains(&(entry.kind, entry.document))))
}
