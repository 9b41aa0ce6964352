//! Taking content out: of a document that is to be built again, and of what was erased for ever.

use std::collections::BTreeSet;

use super::connection::{Connection, Transaction, named_params};
use posta_identity::ids::{Hash32, ScopeId};

use super::StoredBatch;
use super::batch::read_row;
use crate::error::Error;

/// Takes a document out with what waits for it and what it refused, so that it can be built again. What the process
/// died of stays condemned.
pub fn take_out(
    transaction: &Transaction<'_>,
    scope: ScopeId,
    kind: &str,
    document: [u8; 16],
) -> Result<(), Error> {
    for statement in [
        "DELETE FROM document WHERE scope = :scope AND kind = :kind AND id = :document",
        "DELETE FROM pending WHERE scope = :scope AND kind = :kind AND document = :document",
        "DELETE FROM quarantine WHERE scope = :scope AND kind = :kind AND document = :document
         AND reason <> 'aborted'",
    ] {
        transaction.execute(
            statement,
            named_params! {
                ":scope": scope.as_bytes(),
                ":kind": kind,
                ":document": document,
            },
        )?;
    }
    Ok(())
}

/// Kind and id of the documents of a scope that are gone for good.
pub fn gone(connection: &Connection, scope: ScopeId) -> Result<BTreeSet<(String, [u8; 16])>, Error> {
    connection.rows(
        "SELECT kind, document FROM gone WHERE scope = :scope",
        named_params! { ":scope": scope.as_bytes() },
        |row| Ok((row.get("kind")?, row.get("document")?)),
    )
}

/// A batch that still has its body, with the lane that it is of.
pub fn whole_batch(connection: &Connection, hash: Hash32) -> Result<Option<(ScopeId, StoredBatch)>, Error> {
    connection.row(
        "SELECT scope, id, feed, device, actor, hash, header, signature, body FROM batch
             WHERE hash = :hash AND length(body) > 0",
        named_params! { ":hash": hash.as_bytes() },
        |row| Ok((ScopeId::from(row.get::<[u8; 16]>("scope")?), read_row(row)?)),
    )
}

/// Erases a document for good: everything that this server keeps of its content but the bodies of its batches. Returns
/// whether there was anything.
pub fn erase_document(
    transaction: &Transaction<'_>,
    scope: ScopeId,
    kind: &str,
    document: [u8; 16],
) -> Result<bool, Error> {
    transaction.execute(
        "INSERT INTO gone (scope, kind, document) VALUES (:scope, :kind, :document) ON CONFLICT DO NOTHING",
        named_params! { ":scope": scope.as_bytes(), ":kind": kind, ":document": document },
    )?;
    let mut gone = 0;
    for statement in [
        "DELETE FROM document WHERE scope = :scope AND kind = :kind AND id = :document",
        "DELETE FROM pending WHERE scope = :scope AND kind = :kind AND document = :document",
        "DELETE FROM quarantine WHERE scope = :scope AND kind = :kind AND document = :document",
    ] {
        gone += transaction.execute(
            statement,
            named_params! {
                ":scope": scope.as_bytes(),
                ":kind": kind,
                ":document": document,
            },
        )?;
    }
    Ok(gone > 0)
}

/// Takes away what waits for the beginnings of a document that is not here. Returns whether there was anything.
pub fn erase_pending(
    transaction: &Transaction<'_>,
    scope: ScopeId,
    kind: &str,
    document: [u8; 16],
) -> Result<bool, Error> {
    let gone = transaction.execute(
        "DELETE FROM pending WHERE scope = :scope AND kind = :kind AND document = :document",
        named_params! { ":scope": scope.as_bytes(), ":kind": kind, ":document": document },
    )?;
    Ok(gone > 0)
}

/// Replaces the body of a batch by nothing, if it is a batch of this lane. Returns whether there was one.
pub fn erase_body(transaction: &Transaction<'_>, lane: ScopeId, batch: Hash32) -> Result<bool, Error> {
    let erased = transaction.execute(
        "UPDATE batch SET body = :nothing,
                 merge = CASE WHEN merge IN ('never', 'aside') THEN merge ELSE 'done' END
             WHERE hash = :hash AND scope = :lane AND length(body) > 0",
        named_params! { ":nothing": [0; 0], ":hash": batch.as_bytes(), ":lane": lane.as_bytes() },
    )?;
    if erased > 0 {
        transaction.execute(
            "DELETE FROM quarantine WHERE batch = :batch AND kind = ''",
            named_params! { ":batch": batch.as_bytes() },
        )?;
    }
    Ok(erased > 0)
}
