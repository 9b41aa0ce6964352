//! What is being tried is said durably before it is tried. A batch at which the program ended is then taken in change
//! by change, and a change at which it then ends twice in a row is set aside.

use std::collections::VecDeque;
use std::sync::OnceLock;

use posta_domain::{DocumentId, Kind};
use posta_identity::ids::{Hash32, Incarnation};
use rusqlite::{Connection, named_params};

use super::apply::Arrival;
use super::candidate::{self, Candidate, Cascade};
use super::{Applied, ScopeFile};
use crate::error::Error;
use crate::transaction::{self, Writer};

/// The program must end at the very same change so often in a row before that is blamed: a kill or a power cut at a
/// healthy one would part this file from everybody else's for ever.
const DEATHS: i64 = 2;

impl ScopeFile {
    /// At opening: whatever was being tried ended the program, unless somebody is applying right now, or it was this
    /// very run, which goes on: then the disk kept it from saying so.
    pub(super) fn note_deaths(&self) -> Result<(), Error> {
        if !is_anything_live(&self.connection)? {
            return Ok(());
        }
        let Some(_judging) = self.applying.judge()? else { return Ok(()) };
        transaction::write(&self.connection, |writer| {
            if !is_anything_live(writer)? {
                return Ok(());
            }
            spare(writer)?;
            if !is_anything_live(writer)? {
                return Ok(());
            }
            // An end anywhere else: what was suspected before did not end it twice in a row.
            writer.execute("DELETE FROM trying WHERE live = 0 AND change <> x''", [])?;
            writer.execute("UPDATE trying SET deaths = deaths + 1, live = 0 WHERE live = 1", [])?;
            Ok(())
        })
    }

    pub(super) fn is_suspect(&self, batch: &Hash32) -> Result<bool, Error> {
        let sql = "SELECT 1 AS here FROM trying WHERE batch = :batch AND deaths > 0";
        let mut sql = self.connection.prepare_cached(sql)?;
        Ok(sql.exists(named_params! { ":batch": batch.as_bytes() })?)
    }

    pub(super) fn mark_trying(&self, batches: &[Hash32]) -> Result<(), Error> {
        transaction::write(&self.connection, |writer| {
            batches.iter().try_for_each(|batch| mark(writer, batch, &[]))
        })
    }

    /// What was tried ended with an error, not with the program: no death more. After a read that failed only another
    /// connection can say so; when that one cannot either, the next opening does, as long as this run goes on.
    pub(super) fn spare_tried(&self) {
        if transaction::write(&self.connection, spare).is_err() {
            let _ = self.connect().and_then(|fresh| transaction::write(&fresh, spare));
        }
    }

    /// Takes in a batch at which the program ended before: each change by itself, marked before it is tried.
    pub(super) fn apply_carefully(&self, arrival: &Arrival<'_>) -> Result<Applied, Error> {
        let mut applied = Applied::default();
        let opened = transaction::write(&self.connection, |writer| arrival.open(writer, &mut applied))?;
        let Some(entries) = opened else { return Ok(applied) };
        let mut queue: VecDeque<_> = entries
            .into_iter()
            .map(|entry| {
                let document = (Kind::from_word(&entry.kind), DocumentId::from(entry.document));
                (document, arrival.candidate(entry.bytes))
            })
            .collect();
        while let Some(((kind, id), candidate)) = queue.pop_front() {
            let one = self.try_one(arrival, &kind, &id, candidate)?;
            applied += one;
            if one.admitted > 0 {
                let waiting =
                    transaction::write(&self.connection, |writer| candidate::waiting(writer, &kind, &id))?;
                queue.extend(waiting.into_iter().map(|change| ((kind.clone(), id), change)));
            }
        }
        transaction::write(&self.connection, |writer| arrival.mark_applied(writer))?;
        Ok(applied)
    }

    fn try_one(
        &self,
        arrival: &Arrival<'_>,
        kind: &Kind,
        id: &DocumentId,
        candidate: Candidate,
    ) -> Result<Applied, Error> {
        let change = candidate.hash;
        let ended = transaction::write(&self.connection, |writer| {
            let ended = is_culprit(writer, &change)?;
            if !ended {
                mark(writer, &arrival.hash, change.as_bytes())?;
            }
            Ok(ended)
        })?;
        let tried = transaction::write(&self.connection, |writer| {
            let applied = match ended {
                true => candidate::set_aborted_aside(writer, kind, id, &candidate)?,
                false => candidate::offer(writer, kind, id, vec![candidate], Cascade::None)?,
            };
            let sql = "DELETE FROM trying WHERE change = :change";
            writer.execute(sql, named_params! { ":change": change.as_bytes() })?;
            Ok(applied)
        });
        if tried.is_err() {
            self.spare_tried();
        }
        tried
    }
}

fn is_anything_live(connection: &Connection) -> Result<bool, Error> {
    Ok(connection.prepare("SELECT 1 AS here FROM trying WHERE live = 1")?.exists([])?)
}

/// Says that a batch, or one change of it, is about to be tried.
fn mark(writer: &Writer<'_>, batch: &Hash32, change: &[u8]) -> Result<(), Error> {
    writer.execute(
        "INSERT INTO trying (batch, change, live, run, deaths) VALUES (:batch, :change, 1, :run, 0)
         ON CONFLICT (batch, change) DO UPDATE SET live = 1, run = :run",
        named_params! { ":batch": batch.as_bytes(), ":change": change, ":run": run().as_bytes() },
    )?;
    Ok(())
}

/// This run of the program, by a number of its own.
fn run() -> &'static Incarnation {
    static RUN: OnceLock<Incarnation> = OnceLock::new();
    RUN.get_or_init(Incarnation::random)
}

/// Whatever this run was trying did not end it.
fn spare(writer: &Writer<'_>) -> Result<(), Error> {
    for sql in [
        "DELETE FROM trying WHERE live = 1 AND run = :run AND deaths = 0",
        "UPDATE trying SET live = 0 WHERE live = 1 AND run = :run",
    ] {
        writer.execute(sql, named_params! { ":run": run().as_bytes() })?;
    }
    Ok(())
}

fn is_culprit(writer: &Writer<'_>, change: &Hash32) -> Result<bool, Error> {
    let sql = "SELECT 1 AS here FROM trying WHERE change = :change AND deaths >= :deaths";
    let mut sql = writer.prepare_cached(sql)?;
    Ok(sql.exists(named_params! { ":change": change.as_bytes(), ":deaths": DEATHS })?)
}
