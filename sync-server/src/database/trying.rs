//! The marker that is committed before foreign bytes are tried. Some of them abort the process, which nothing
//! catches: then the marker is what the next start learns it from.

use super::connection::{Connection, Transaction, named_params};
use posta_identity::ids::{Actor, Hash32, ScopeId};

use crate::error::Error;

use super::ForeignChange;

/// Which change was being tried.
#[derive(Clone, PartialEq, Eq)]
pub struct ChangeKey {
    /// Document kind.
    pub kind: String,
    /// Document id.
    pub document: [u8; 16],
    /// The session that brought it.
    pub actor: Actor,
    /// SHA-256 of its bytes.
    pub digest: Hash32,
}

impl ChangeKey {
    /// The key of a change.
    #[must_use]
    pub fn of(change: &ForeignChange) -> Self {
        Self {
            kind: change.kind.clone(),
            document: change.document,
            actor: change.actor,
            digest: change.digest(),
        }
    }
}

/// What was being tried in a scope.
#[derive(Clone)]
pub struct Trying {
    /// The start of the server that tried it.
    pub run: [u8; 16],
    /// The last batch row of the group.
    pub through: i64,
    /// The single change, once the group is tried change by change.
    pub change: Option<ChangeKey>,
    /// How often the process died of that change before.
    pub deaths: u32,
}

/// Sets the marker of a scope.
pub fn set_trying(transaction: &Transaction<'_>, scope: ScopeId, trying: &Trying) -> Result<(), Error> {
    let change = trying.change.as_ref();
    transaction.execute(
        "INSERT INTO trying (scope, run, through, kind, document, actor, digest, deaths)
             VALUES (:scope, :run, :through, :kind, :document, :actor, :digest, :deaths)
             ON CONFLICT (scope) DO UPDATE SET run = excluded.run, through = excluded.through,
                 kind = excluded.kind, document = excluded.document, actor = excluded.actor,
                 digest = excluded.digest, deaths = excluded.deaths",
        named_params! {
            ":scope": scope.as_bytes(),
            ":run": trying.run,
            ":through": trying.through,
            ":kind": change.map(|change| &change.kind),
            ":document": change.map(|change| change.document),
            ":actor": change.map(|change| change.actor.as_bytes()),
            ":digest": change.map(|change| change.digest.as_bytes()),
            ":deaths": trying.deaths,
        },
    )?;
    Ok(())
}

/// The marker that was left in a scope.
pub fn trying(connection: &Connection, scope: ScopeId) -> Result<Option<Trying>, Error> {
    connection.row(
        "SELECT run, through, kind, document, actor, digest, deaths FROM trying WHERE scope = :scope",
        named_params! { ":scope": scope.as_bytes() },
        |row| {
            let kind: Option<String> = row.get("kind")?;
            let document: Option<[u8; 16]> = row.get("document")?;
            let actor: Option<[u8; 16]> = row.get("actor")?;
            let digest: Option<[u8; 32]> = row.get("digest")?;
            let change = match (kind, document, actor, digest) {
                (Some(kind), Some(document), Some(actor), Some(digest)) => Some(ChangeKey {
                    kind,
                    document,
                    actor: Actor::from(actor),
                    digest: Hash32::from(digest),
                }),
                _ => None,
            };
            Ok(Trying {
                run: row.get("run")?,
                through: row.get("through")?,
                change,
                deaths: row.get("deaths")?,
            })
        },
    )
}

/// Removes the marker.
pub fn clear_trying(transaction: &Transaction<'_>, scope: ScopeId) -> Result<(), Error> {
    transaction
        .execute("DELETE FROM trying WHERE scope = :scope", named_params! { ":scope": scope.as_bytes() })?;
    Ok(())
}
