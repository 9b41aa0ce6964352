//! What is to stand in the register of some people, with all who are one with them.

use std::collections::{BTreeMap, BTreeSet};

use crate::database::Connection;
use chrono::NaiveDate;
use posta_linkage::{Record, records_of};

use super::known::Known;
use super::register::key_of;
use crate::database::{self as db, Whom};
use crate::error::Error;

/// Of some people what is to stand in the register: those who are named and have no records are not found.
pub type Step = Vec<(Whom, Vec<Record>)>;

/// What is to stand in the register of these people and of everybody whom decisions hold together with them: a no with one
/// record is a no with all. None when they are more than `most`.
pub fn together(
    connection: &Connection,
    people: &BTreeSet<Whom>,
    today: NaiveDate,
    most: usize,
) -> Result<Option<Step>, Error> {
    let (mut seen, mut step) = (BTreeSet::new(), Vec::new());
    for (scope, id) in people {
        if seen.contains(&(*scope, *id)) {
            continue;
        }
        let held = db::held_together(connection, *scope, *id, most)?;
        seen.extend(held.iter().map(|id| (*scope, *id)));
        if seen.len() > most {
            return Ok(None);
        }
        let known: BTreeMap<_, _> = Known::read_together(connection, *scope, &held)?.into_iter().collect();
        for id in held {
            let whom = (*scope, id);
            step.push((whom, known.get(&id).map_or_else(Vec::new, |known| found(&whom, known, today))));
        }
    }
    Ok(Some(step))
}

/// The records of somebody; none of who may not be found.
pub fn found(whom: &Whom, known: &Known, today: NaiveDate) -> Vec<Record> {
    match known.may_be_found(today) {
        true => records_of(&key_of(whom.0, whom.1), &known.person),
        false => Vec::new(),
    }
}
