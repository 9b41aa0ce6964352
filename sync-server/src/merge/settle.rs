//! What new entries of the membership log change in what is stored already: revocations and admissions, erasures.
//!
//! All of it is decided first, then done in one transaction that also notes how far the log was carried out. A crash
//! before it leaves everything as it was, and the next pass decides again.

use std::collections::BTreeSet;

use posta_identity::ids::{Hash32, ScopeId};
use posta_identity::{Entry, EntryBody, Lane, Log, Membership, Sensitivity};
use rusqlite::{Connection, Transaction};

use super::open::{DocumentKey, Opened, open_batch};
use super::standing::Judge;
use crate::database::{self as db, Database, Progress};
use crate::error::Error;

/// Batches read at a time while looking for those that touched a document.
const PIECE: u32 = 256;

/// Carries out the entries of a log up to a database row.
pub fn settle(database: &Database, log: &Log, row: i64) -> Result<(), Error> {
    let department = log.department();
    let (done, scrub) = database.read(|connection| db::settled(connection, department))?;
    if done < row {
        let change = database.read(|connection| Change::find(connection, log, done))?;
        database.write(|transaction| {
            let erased = change.carry_out(transaction)?;
            db::set_settled(transaction, department, row, scrub || erased)
        })?;
    }
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
            change.find_erased(log.membership());
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

    fn find_erased(&mut self, membership: &Membership) {
        for scope in membership.scopes() {
            for erased in membership.erased(scope.scope) {
                let documents = erased.documents.iter().cloned();
                self.erased.extend(documents.map(|document| (scope.scope, document)));
                self.bodiless.extend(erased.batches.iter().map(|batch| (scope.scope, *batch)));
            }
        }
        let orders = membership.orders().iter().filter(|order| order.agreed);
        self.erased.extend(orders.map(|order| (order.scope, (order.kind.clone(), order.document))));
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
        for (lane, scope) in registry_lanes(log.membership()) {
            let mut after = 0;
            loop {
                let batches = db::merged_after(connection, lane, after, PIECE)?;
                let Some(last) = batches.last() else { break };
                after = last.id;
                for batch in batches.iter().filter(|batch| !fallen.contains(&batch.id)) {
                    let Opened::Changes(changes) = open_batch(log.membership(), lane, batch) else {
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
    Ok(match open_batch(membership, lane, &batch) {
        Opened::Changes(changes) => {
            changes.into_iter().map(|change| (change.kind, change.document)).collect()
        }
        Opened::Later | Opened::Broken(_) => BTreeSet::new(),
    })
}
