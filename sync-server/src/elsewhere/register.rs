//! All registries of this server as one register, ready to be asked: the same crate and the same answers as on a device
//! that holds them. It lives in memory; what has moved is read again with the next question.

use std::sync::PoisonError;

use crate::database::Connection;
use chrono::NaiveDate;
use posta_identity::ids::ScopeId;
use posta_linkage::{DOCUMENTS, Index, Pair, person_of, record_id};

use super::known::Known;
use super::step::{Step, found, together};
use super::today;
use crate::database::{self as db, Compared, Database, Whom};
use crate::error::Error;
use crate::server::Server;

/// Which state of the registries something was made of. A decision may count from a later day only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Edition {
    moved: i64,
    /// UTC, by this server's clock.
    pub day: NaiveDate,
}

impl Edition {
    /// The present one.
    pub fn now(database: &Database) -> Result<Self, Error> {
        Ok(Self { moved: database.read(db::compared_moved)?, day: today() })
    }

    /// Whether nothing of the other is missing in this one.
    pub fn covers(&self, other: &Self) -> bool {
        self.moved >= other.moved && self.day >= other.day
    }
}

/// Everybody who may be found, of all registries.
#[derive(Clone)]
pub struct Register {
    pub edition: Edition,
    pub index: Index,
}

impl Register {
    fn read(connection: &Connection, edition: Edition) -> Result<Self, Error> {
        let (mut records, mut rows) = (Vec::new(), Vec::<Compared>::new());
        let held = db::who_is_held(connection)?;
        for (_, found) in together(connection, &held, edition.day, usize::MAX)?.unwrap_or_default() {
            records.extend(found);
        }
        let mut add = |rows: &mut Vec<Compared>| {
            if let Some((scope, id)) = rows.first().map(|row| (row.scope, row.person)) {
                let known = Known::of(std::mem::take(rows)).filter(|_| !held.contains(&(scope, id)));
                records.extend(known.into_iter().flat_map(|known| found(&(scope, id), &known, edition.day)));
            }
        };
        db::each_compared(connection, |row| {
            if rows.last().is_some_and(|last| (last.scope, last.person) != (row.scope, row.person)) {
                add(&mut rows);
            }
            rows.push(row);
        })?;
        add(&mut rows);
        Ok(Self { edition, index: Index::build(&records) })
    }

    /// What changes in a register of this edition; none when it is to be read whole: on another day, and when more than a
    /// tenth moved.
    fn step(
        connection: &Connection,
        last: Edition,
        people: usize,
        edition: Edition,
    ) -> Result<Option<Step>, Error> {
        if last.day != edition.day {
            return Ok(None);
        }
        let most = people / 10;
        let Some(moved) = db::moved_since(connection, last.moved, most)? else { return Ok(None) };
        together(connection, &moved, edition.day, most)
    }

    fn apply(&mut self, step: &Step, edition: Edition) {
        for (whom, records) in step {
            let key = key_of(whom.0, whom.1);
            for number in records.len()..DOCUMENTS {
                self.index.remove(&record_id(&key, number));
            }
            for record in records {
                self.index.insert(record);
            }
        }
        self.edition = edition;
    }
}

/// Reads again of the register what has moved.
pub fn read_again(server: &Server) -> Result<(), Error> {
    let elsewhere = &server.elsewhere;
    let _one_at_a_time = elsewhere.reading.lock().unwrap_or_else(PoisonError::into_inner);
    // What comes while it is read counts as moved, and is read with the next question.
    let edition = Edition::now(&server.database)?;
    let last = elsewhere.register.with(|last| last.map(|last| (last.edition, last.index.len())));
    if last.is_some_and(|(last, _)| last == edition) {
        return Ok(());
    }
    let step = match last {
        Some((last, records)) => {
            server.database.read(|connection| Register::step(connection, last, records, edition))?
        }
        None => None,
    };
    match step {
        Some(step) => elsewhere.register.change(|register| register.apply(&step, edition)),
        None => {
            elsewhere.register.put(server.database.read(|connection| Register::read(connection, edition))?)
        }
    }
    Ok(())
}

/// How a person is named in the register.
pub fn key_of(scope: ScopeId, person: [u8; 16]) -> String {
    format!("{scope}:{}", posta_domain::DocumentId::from(person))
}

/// Whom one of the two records of a pair is of; none for what was typed.
pub fn read_key(record: &str) -> Option<Whom> {
    let (scope, person) = person_of(record).split_once(':')?;
    let person: posta_domain::DocumentId = person.parse().ok()?;
    Some((scope.parse().ok()?, person.0))
}

/// The one of a pair who is in the register, when the other was typed.
pub fn found_in(pair: &Pair) -> Option<Whom> {
    read_key(&pair.id_a).or_else(|| read_key(&pair.id_b))
}

#[cfg(test)]
mod tests;
