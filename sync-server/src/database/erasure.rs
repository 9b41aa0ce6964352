//! Taking content out: of a document that is to be built again, and of what was erased for ever.

use std::collections::BTreeSet;

use posta_identity::ids::{Hash32, ScopeId};
use rusqlite::{Connection, OptionalExtension, Transaction, named_params};

use super::batch::read_row;
use super::{ABORTED, StoredBatch};
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
        "DELETE FROM document WHERE scope = :scope AND kind = :kind AND id = :document AND :aborted <> ''",
        "DELETE FROM pending WHERE scope = :scope AND kind = :kind AND document = :document AND :aborted <> ''",
        "DELETE FROM quarantine WHERE scope = :scope AND kind = :kind AND document = :document
         AND reason <> :aborted",
    ] {
        transaction.prepare_cached(statement)?.execute(named_params! {
            ":scope": scope.as_bytes(),
            ":kind": kind,
            ":document": document,
            ":aborted": ABORTED,
        })?;
    }
    Ok(())
}

/// Kind and id of the documents of a scope that are gone for good.
pub fn gone(connection: &Connection, scope: ScopeId) -> Result<BTreeSet<(String, [u8; 16])>, Error> {
    let mut statement = connection.prepare_cached("SELECT kind, document FROM gone WHERE scope = :scope")?;
    let rows = statement.query_map(named_params! { ":scope": scope.as_bytes() }, |row| {
        Ok((row.get("kind")?, row.get("document")?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A batch that still has its body, with the lane that it is of.
pub fn whole_batch(connection: &Connection, hash: Hash32) -> Result<Option<(ScopeId, StoredBatch)>, Error> {
    Ok(connection
        .prepare_cached(
            "SELECT scope, id, feed, device, actor, hash, header, signature, body FROM batch
             WHERE hash = :hash AND length(body) > 0",
        )?
        .query_row(named_params! { ":hash": hash.as_bytes() }, |row| {
            Ok((ScopeId::from(row.get::<_, [u8; 16]>("scope")?), read_row(row)?))
        })
        .optional()?)
}

/// Erases a document for good: everything that this server keeps of its content but the bodies of its batches. Returns
/// whether there was anything.
pub fn erase_document(
    transaction: &Transaction<'_>,
    scope: ScopeId,
    kind: &str,
    document: [u8; 16],
) -> Result<bool, Error> {
    transaction
        .prepare_cached(
            "INSERT INTO gone (scope, kind, document) VALUES (:scope, :kind, :document) ON CONFLICT DO NOTHING",
        )?
        .execute(named_params! { ":scope": scope.as_bytes(), ":kind": kind, ":document": document })?;
    let mut gone = 0;
    for statement in [
        "DELETE FROM document WHERE scope = :scope AND kind = :kind AND id = :document",
        "DELETE FROM pending WHERE scope = :scope AND kind = :kind AND document = :document",
        "DELETE FROM quarantine WHERE scope = :scope AND kind = :kind AND document = :document",
    ] {
        gone += transaction.prepare_cached(statement)?.execute(named_params! {
            ":scope": scope.as_bytes(),
            ":kind": kind,
            ":document": document,
        })?;
    }
    Ok(gone > 0)
}

/// Replaces the body of a batch by nothing, if it is a batch of this lane. Returns whether there was one.
pub fn erase_body(transaction: &Transaction<'_>, lane: ScopeId, batch: Hash32) -> Result<bool, Error> {
    let erased = transaction
        .prepare_cached(
            "UPDATE batch SET body = x'',
                 merge = CASE WHEN merge IN ('never', 'aside') THEN merge ELSE 'done' END
             WHERE hash = :hash AND scope = :lane AND length(body) > 0",
        )?
        .execute(named_params! { ":hash": batch.as_bytes(), ":lane": lane.as_bytes() })?;
    if erased > 0 {
        transaction
            .prepare_cached("DELETE FROM quarantine WHERE batch = :batch AND kind = ''")?
            .execute(named_params! { ":batch": batch.as_bytes() })?;
    }
    Ok(erased > 0)
}
