//! Of whom something moved, and which records of a registry decisions hold to be of one person.

use std::collections::BTreeSet;

use super::connection::{Connection, named_params};
use posta_identity::ids::ScopeId;

use crate::error::Error;

/// Somebody of a registry.
pub type Whom = (ScopeId, [u8; 16]);

/// Of whom something moved after this count, once each; none when they are more than `most`.
pub fn moved_since(
    connection: &Connection,
    moved: i64,
    most: usize,
) -> Result<Option<BTreeSet<Whom>>, Error> {
    let most = most.min(u32::MAX as usize);
    let found: BTreeSet<Whom> = connection.rows(
        "SELECT scope, person FROM compared_person WHERE moved > :moved LIMIT :limit",
        named_params! { ":moved": moved, ":limit": most as i64 + 1 },
        |row| Ok((ScopeId::from(row.get::<[u8; 16]>("scope")?), row.get("person")?)),
    )?;
    Ok(Some(found).filter(|found| found.len() <= most))
}

/// Everybody whom decisions hold together with somebody, who comes first; no further than one more than `most`.
pub fn held_together(
    connection: &Connection,
    scope: ScopeId,
    person: [u8; 16],
    most: usize,
) -> Result<Vec<[u8; 16]>, Error> {
    let next_to =
        "SELECT other AS id FROM compared WHERE scope = :scope AND person = :person AND other IS NOT NULL
         UNION SELECT person FROM compared WHERE scope = :scope AND other = :person
         ORDER BY id";
    let (mut held, mut seen) = (vec![person], BTreeSet::from([person]));
    let mut at = 0;
    while let Some(one) = held.get(at).copied() {
        at += 1;
        let found: Vec<[u8; 16]> = connection.rows(
            next_to,
            named_params! { ":scope": scope.as_bytes(), ":person": one },
            |row| row.get("id"),
        )?;
        for next in found {
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
    connection.rows(
        "SELECT scope, person AS id FROM compared WHERE other IS NOT NULL
         UNION SELECT scope, other FROM compared WHERE other IS NOT NULL",
        named_params! {},
        |row| Ok((ScopeId::from(row.get::<[u8; 16]>("scope")?), row.get("id")?)),
    )
}
