//! Whose word brought a change: a checkpoint's, or its author's own.

use std::collections::BTreeSet;

use super::connection::{Connection, Transaction, named_params};
use posta_identity::ids::{Hash32, ScopeId};

use super::ForeignChange;
use crate::error::Error;

/// Whether a change came in a batch of the scope's checkpoint lane.
pub fn came_in_checkpoint(
    connection: &Connection,
    scope: ScopeId,
    change: &ForeignChange,
) -> Result<bool, Error> {
    connection.exists(
        "SELECT 1 FROM batch WHERE hash = :hash AND scope = :lane",
        named_params! {
            ":hash": change.batch.as_bytes(),
            ":lane": scope.checkpoint().as_bytes(),
        },
    )
}

/// Digests of the changes of a document that only checkpoints brought.
pub fn borrowed(
    connection: &Connection,
    scope: ScopeId,
    kind: &str,
    document: [u8; 16],
) -> Result<BTreeSet<Hash32>, Error> {
    connection.rows(
        "SELECT digest FROM borrowed WHERE scope = :scope AND kind = :kind AND document = :document",
        named_params! { ":scope": scope.as_bytes(), ":kind": kind, ":document": document },
        |row| Ok(Hash32::from(row.get::<[u8; 32]>("digest")?)),
    )
}

/// Notes whose word brought a change that is in its document.
pub fn note_word(
    transaction: &Transaction<'_>,
    scope: ScopeId,
    change: &ForeignChange,
    is_borrowed: bool,
) -> Result<(), Error> {
    let statement = match is_borrowed {
        true => {
            "INSERT INTO borrowed (scope, kind, document, digest) VALUES (:scope, :kind, :document, :digest)
             ON CONFLICT DO NOTHING"
        }
        false => {
            "DELETE FROM borrowed WHERE scope = :scope AND kind = :kind AND document = :document
                  AND digest = :digest"
        }
    };
    transaction.execute(
        statement,
        named_params! {
            ":scope": scope.as_bytes(),
            ":kind": change.kind,
            ":document": change.document,
            ":digest": change.digest().as_bytes(),
        },
    )?;
    Ok(())
}

/// Takes a document out of which nothing is left.
pub fn remove_document(
    transaction: &Transaction<'_>,
    scope: ScopeId,
    kind: &str,
    document: [u8; 16],
) -> Result<(), Error> {
    transaction.execute(
        "DELETE FROM document WHERE scope = :scope AND kind = :kind AND id = :document",
        named_params! { ":scope": scope.as_bytes(), ":kind": kind, ":document": document },
    )?;
    Ok(())
}
