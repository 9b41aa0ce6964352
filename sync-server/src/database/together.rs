//! Of whom something moved, and which records of a registry decisions hold to be of one person.

use std::collections::BTreeSet;

use posta_identity::ids::ScopeId;
use rusqlite::{Connection, named_params};

use crate::error::Error;

/// Somebody of a registry.
pub type Whom = (ScopeId, [u8; 16]);

/// Of whom something moved after this count, once each; none when they are more than `most`.
pub fn moved_since(
    connection: &Connection,
    moved: i64,
    most: usize,
) -> Result<Option<BTreeSet<Whom>>, Error> {
    let mut statement = connection
        .prepare_cached("SELECT scope, person FROM compared_person WHERE moved > :moved LIMIT :most + 1")?;
    let most = most.min(u32::MAX as usize);
    let rows = statement.query_map(named_params! { ":moved": moved, ":most": most as i64 }, |row| {
        Ok((ScopeId::from(row.get::<_, [u8; 16]>("scope")?), row.get("person")?))
    })?;
    let found: BTreeSet<_> = rows.collect::<Result<_, _>>()?;
    Ok(Some(found).filter(|found| found.len() <= most))
}

/// Everybody whom decisions hold together with somebody, who comes first; no further than one more than `most`.
pub fn held_together(
    connection: &Connection,
    scope: ScopeId,
    person: [u8; 16],
    most: usize,
) -> Result<Vec<[u8; 16]>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT other AS id FROM compared WHERE scope = :scope AND person = :person AND other IS NOT NULL
         UNION SELECT person FROM compared WHERE scope = :scope AND other = :person",
    )?;
    let (mut held, mut seen) = (vec![person], BTreeSet::from([person]));
    let mut at = 0;
    while let Some(one) = held.get(at).copied() {
        at += 1;
        let rows = statement
            .query_map(named_params! { ":scope": scope.as_bytes(), ":person": one }, |row| row.get("id"))?;
        for next in rows {
            let next: [u8; 16] = next?;
            if seen.insert(next) {
                held.push(next);
            }
            if held.len() > most {
                return Ok(held);
            }
        }
    }
    Ok(held)
}

/// Everybody whom a decision holds together with somebody.
pub fn who_is_held(connection: &Connection) -> Result<BTreeSet<Whom>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT scope, person AS id FROM compared WHERE other IS NOT NULL
         UNION SELECT scope, other FROM compared WHERE other IS NOT NULL",
    )?;
    let rows = statement
        .query_map([], |row| Ok((ScopeId::from(row.get::<_, [u8; 16]>("scope")?), row.get("id")?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
