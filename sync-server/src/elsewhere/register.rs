//! All registries of this server as one register, ready to be asked: the same crate and the same answers as on a device
//! that holds them. It lives in memory, and is read anew when anything of it has moved.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use posta_identity::ids::ScopeId;
use posta_linkage::{Index, Pair, Record, person_of, records_of};
use rusqlite::Connection;

use super::known::Known;
use super::today;
use crate::database::{self as db, Compared, Database};
use crate::error::Error;
use crate::server::Server;

/// Which state of the registries something was made of. A decision may count from a later day only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Edition {
    moved: i64,
    day: NaiveDate,
}

impl Edition {
    /// The present one.
    pub fn now(database: &Database) -> Result<Self, Error> {
        Ok(Self { moved: database.read(db::compared_moved)?, day: today() })
    }
}

/// The last of something that is made again and again.
pub struct Kept<T>(Mutex<Option<Arc<T>>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Kept<T> {
    pub fn get(&self) -> Option<Arc<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn put(&self, made: T) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(made));
    }
}

/// Everybody who may be found, of all registries.
pub struct Register {
    pub edition: Edition,
    pub index: Index,
}

impl Register {
    fn read(connection: &Connection, edition: Edition) -> Result<Self, Error> {
        let (mut records, mut rows) = (Vec::new(), Vec::<Compared>::new());
        db::each_compared(connection, |row| {
            if rows.last().is_some_and(|last| (last.scope, last.person) != (row.scope, row.person)) {
                records.extend(records_of_rows(std::mem::take(&mut rows), edition.day));
            }
            rows.push(row);
        })?;
        records.extend(records_of_rows(rows, edition.day));
        Ok(Self { edition, index: Index::build(&records) })
    }
}

/// Reads the register again if anything of it has moved.
pub fn read_again(server: &Server) -> Result<(), Error> {
    let _one_at_a_time = server.elsewhere.reading.lock().unwrap_or_else(PoisonError::into_inner);
    let edition = Edition::now(&server.database)?;
    if server.elsewhere.register.get().is_some_and(|last| last.edition == edition) {
        return Ok(());
    }
    // What comes while it is read counts as moved, and is read with the next question.
    let register = server.database.read(|connection| Register::read(connection, edition))?;
    server.elsewhere.register.put(register);
    Ok(())
}

fn records_of_rows(rows: Vec<Compared>, today: NaiveDate) -> Vec<Record> {
    let Some((scope, id)) = rows.first().map(|row| (row.scope, row.person)) else { return Vec::new() };
    match Known::of(rows).filter(|known| known.may_be_found(today)) {
        Some(known) => records_of(&key_of(scope, id), &known.person),
        None => Vec::new(),
    }
}

/// How a person is named in the register.
pub fn key_of(scope: ScopeId, person: [u8; 16]) -> String {
    format!("{scope}:{}", posta_domain::DocumentId::from(person))
}

/// Whom one of the two records of a pair is of; none for what was typed.
pub fn read_key(record: &str) -> Option<(ScopeId, [u8; 16])> {
    let (scope, person) = person_of(record).split_once(':')?;
    let person: posta_domain::DocumentId = person.parse().ok()?;
    Some((scope.parse().ok()?, person.0))
}

/// The one of a pair who is in the register, when the other was typed.
pub fn found_in(pair: &Pair) -> Option<(ScopeId, [u8; 16])> {
    read_key(&pair.id_a).or_else(|| read_key(&pair.id_b))
}
