//! A device file that was made anew, filled with what a damaged one still gave.

use std::collections::{BTreeMap, BTreeSet};

use posta_identity::SessionCertificate;
use posta_identity::ids::{Actor, Hash32, ScopeId};
use posta_protocol::{SignedBatch, Vector, chain};
use rusqlite::{OptionalExtension, named_params, params_from_iter};

use super::salvage::{SalvagedBatch, SalvagedDevice, SalvagedTable};
use super::{CarriedBatch, DeviceFile};
use crate::batch_rows::{batch_of, number};
use crate::error::Error;
use crate::transaction::{self, Writer};
use crate::wreck::Wreck;

/// Batches put by one transaction.
const GROUP: usize = 256;

/// How filling a file came out.
#[derive(Default)]
pub struct Refilled {
    /// Own batches that did not read, or whose session did not.
    pub lost_own: Vec<LostBatch>,
    /// Own batches that read, of which what they follow did not, and that no receipt covers: they have no place here.
    pub unplaced_own: Vec<(CarriedBatch, SignedBatch)>,
    /// How many own batches are here that no receipt covers.
    pub unsent: u32,
}

/// A batch that did not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LostBatch {
    pub hash: Hash32,
    /// Its scope, or a lane of one.
    pub lane: ScopeId,
    /// Whether the server has it, by its receipt.
    pub is_covered: bool,
}

/// What became of a batch that there was.
enum Fate {
    Placed,
    Unplaced(SignedBatch),
    Lost,
}

impl DeviceFile {
    /// Puts what was salvaged where it was; of the settings those that `is_kept` names. A batch whose session's
    /// certificate did not read, and is not here already, is left out, so that it is asked for together with it; so is what follows on one that is
    /// left out.
    ///
    /// # Errors
    /// Those of the disk: the file is then to be made anew once more.
    pub fn refill(
        &self,
        salvaged: &SalvagedDevice,
        is_kept: impl Fn(&str) -> bool,
    ) -> Result<Refilled, Error> {
        transaction::write(&self.connection, |writer| {
            for (name, value) in salvaged.settings.iter().filter(|(name, _)| is_kept(name)) {
                let sql = "INSERT OR IGNORE INTO setting (name, value) VALUES (:name, :value)";
                writer.execute(sql, named_params! { ":name": name, ":value": value.as_slice() })?;
            }
            for hash in &salvaged.hollow {
                let sql = "INSERT OR IGNORE INTO hollow (hash) VALUES (:hash)";
                writer.execute(sql, named_params! { ":hash": hash.as_bytes() })?;
            }
            salvaged.tables.iter().try_for_each(|table| put_table(writer, table))
        })?;
        let mut fates = self.refill_shelf(salvaged)?;
        let (covered, mut refilled) = (covered_own(salvaged), Refilled::default());
        let sessions: BTreeMap<Hash32, _> =
            salvaged.shelf.iter().map(|batch| (batch.link.hash, batch.session)).collect();
        for ((lane, _), known) in &salvaged.known {
            for hash in known.iter().filter(|known| known.own).map(|known| known.link.hash) {
                let is_covered = covered.contains(&hash);
                match (fates.remove(&hash).unwrap_or(Fate::Lost), sessions.get(&hash)) {
                    (Fate::Placed, _) => refilled.unsent += u32::from(!is_covered),
                    (Fate::Unplaced(_), _) if is_covered => {}
                    (Fate::Unplaced(batch), Some(session)) => {
                        let carried = CarriedBatch { hash, lane: *lane, session: *session };
                        refilled.unplaced_own.push((carried, batch));
                    }
                    _ => refilled.lost_own.push(LostBatch { hash, lane: *lane, is_covered }),
                }
            }
        }
        Ok(refilled)
    }

    /// Puts the batches that read, each after the one it follows.
    fn refill_shelf(&self, salvaged: &SalvagedDevice) -> Result<BTreeMap<Hash32, Fate>, Error> {
        let mut wreck = Wreck::at(&salvaged.path, &salvaged.key)?;
        // Those too that were put here before, from elsewhere.
        let sessions: BTreeSet<Actor> = self.sessions()?.iter().map(SessionCertificate::actor).collect();
        let mut fates = BTreeMap::new();
        for group in salvaged.shelf.chunks(GROUP) {
            transaction::write(&self.connection, |writer| {
                for batch in group {
                    let sql = "SELECT header, signature, body FROM batch NOT INDEXED WHERE row = :row";
                    let bytes = wreck.row(sql, named_params! { ":row": batch.row }, batch_of)?;
                    let bytes = bytes.filter(|bytes| bytes.hash() == batch.link.hash);
                    let fate = match bytes.filter(|_| sessions.contains(&batch.session)) {
                        Some(bytes) if follows(writer, batch)? => {
                            put(writer, batch, &bytes)?;
                            Fate::Placed
                        }
                        // Only of own ones anything is done about it.
                        Some(bytes) if batch.own && !bytes.is_bodyless() => Fate::Unplaced(bytes),
                        _ => Fate::Lost,
                    };
                    fates.insert(batch.link.hash, fate);
                }
                Ok(())
            })?;
        }
        Ok(fates)
    }
}

fn covered_own(salvaged: &SalvagedDevice) -> BTreeSet<Hash32> {
    let (receipts, none) = (salvaged.receipts(), Vector::new());
    let mut covered = BTreeSet::new();
    for ((lane, feed), known) in &salvaged.known {
        let links: Vec<chain::Link> = known.iter().map(|known| known.link).collect();
        let held = chain::held_by(&links, receipts.get(lane).unwrap_or(&none).tips(feed));
        let own = known.iter().filter(|known| known.own).map(|known| known.link.hash);
        covered.extend(own.filter(|hash| held.contains(hash)));
    }
    covered
}

fn put_table(writer: &Writer<'_>, table: &SalvagedTable) -> Result<(), Error> {
    let SalvagedTable { name, columns, rows, .. } = table;
    for row in rows {
        let places = vec!["?"; row.len()].join(", ");
        let sql = format!("INSERT OR IGNORE INTO {name} ({columns}) VALUES ({places})");
        writer.execute(&sql, params_from_iter(row))?;
    }
    Ok(())
}

fn follows(writer: &Writer<'_>, batch: &SalvagedBatch) -> Result<bool, Error> {
    if batch.link.n <= 1 {
        return Ok(true);
    }
    let sql = "SELECT 1 AS here FROM batch WHERE hash = :previous AND feed = :feed AND n = :n";
    let here = writer.prepare_cached(sql)?.query_row(
        named_params! {
            ":previous": batch.link.previous.as_bytes(), ":feed": batch.feed.as_bytes(),
            ":n": number(batch.link.n - 1),
        },
        |_| Ok(()),
    );
    Ok(here.optional()?.is_some())
}

fn put(writer: &Writer<'_>, batch: &SalvagedBatch, bytes: &SignedBatch) -> Result<(), Error> {
    writer.execute(
        "INSERT OR IGNORE INTO batch
             (hash, scope, feed, n, previous, session, own, offered, changes, header, signature, body)
         VALUES
             (:hash, :scope, :feed, :n, :previous, :session, :own, :offered, :changes, :header, :signature, :body)",
        named_params! {
            ":hash": batch.link.hash.as_bytes(), ":scope": batch.lane.as_bytes(), ":feed": batch.feed.as_bytes(),
            ":n": number(batch.link.n), ":previous": batch.link.previous.as_bytes(),
            ":session": batch.session.as_bytes(), ":own": batch.own, ":offered": batch.offered,
            ":changes": batch.changes, ":header": bytes.header, ":signature": bytes.signature, ":body": bytes.body,
        },
    )?;
    Ok(())
}
