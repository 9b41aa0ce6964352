//! Registry documents as merged, the changes that wait for their causes, and the quarantine.

use super::connection::{Connection, Row, Transaction, named_params};
use posta_documents::ContentDigest;
use posta_identity::ids::{Actor, DeviceId, Hash32, ScopeId};

use super::compared::keep_compared;
use crate::error::Error;

/// The reason of a change that the process died of.
pub const ABORTED: &str = "aborted";

/// A change from outside with where it says it belongs.
#[derive(Clone)]
pub struct ForeignChange {
    /// Document kind.
    pub kind: String,
    /// Document id.
    pub document: [u8; 16],
    /// The session that brought it.
    pub actor: Actor,
    /// Header hash of its batch.
    pub batch: Hash32,
    /// The device whose feed it came in; zeros when nothing is to be counted, as for what was refused.
    pub device: DeviceId,
    /// The chunk.
    pub bytes: Vec<u8>,
}

impl ForeignChange {
    /// SHA-256 of the bytes, whatever hash they claim.
    #[must_use]
    pub fn digest(&self) -> Hash32 {
        Hash32::of(&self.bytes)
    }
}

/// A merged document.
#[derive(Clone)]
pub struct SavedDocument {
    /// Sorted hashes of its heads.
    pub heads: Vec<[u8; 32]>,
    /// Automerge's saved form.
    pub saved: Vec<u8>,
}

/// The saved form of a document.
pub fn saved(
    connection: &Connection,
    scope: ScopeId,
    kind: &str,
    document: [u8; 16],
) -> Result<Option<Vec<u8>>, Error> {
    connection.row(
        "SELECT saved FROM document WHERE scope = :scope AND kind = :kind AND id = :id",
        named_params! { ":scope": scope.as_bytes(), ":kind": kind, ":id": document },
        |row| row.get("saved"),
    )
}

/// Puts a document in the place of what was there, with what is compared of it across departments.
pub fn put_document(
    transaction: &Transaction<'_>,
    scope: ScopeId,
    kind: &str,
    document: [u8; 16],
    merged: &SavedDocument,
) -> Result<(), Error> {
    transaction.execute(
        "INSERT INTO document (scope, kind, id, heads, saved) VALUES (:scope, :kind, :id, :heads, :saved)
             ON CONFLICT (scope, kind, id) DO UPDATE SET heads = excluded.heads, saved = excluded.saved",
        named_params! {
            ":scope": scope.as_bytes(),
            ":kind": kind,
            ":id": document,
            ":heads": merged.heads.concat(),
            ":saved": merged.saved,
        },
    )?;
    keep_compared(transaction, scope, kind, document, &merged.saved)
}

/// One hash over the documents of a scope: equal here and on a device means equal content.
///
/// SHA-256 over each document, sorted by kind and id: kind, 0x00, id (16 bytes), number of heads (u32 little
/// endian), the sorted heads (32 bytes each).
pub fn digest(connection: &Connection, scope: ScopeId) -> Result<Hash32, Error> {
    let mut digest = ContentDigest::default();
    connection.each(
        "SELECT kind, id, heads FROM document WHERE scope = :scope ORDER BY kind, id",
        named_params! { ":scope": scope.as_bytes() },
        |row| {
            digest.add(&row.get::<String>("kind")?, &row.get("id")?, &row.get::<Vec<u8>>("heads")?);
            Ok(())
        },
    )?;
    Ok(Hash32::from(digest.finish()))
}

/// Keeps a change until its causes arrive.
pub fn add_pending(
    transaction: &Transaction<'_>,
    scope: ScopeId,
    change: &ForeignChange,
) -> Result<(), Error> {
    transaction.execute(
        "INSERT INTO pending (scope, kind, document, actor, digest, batch, device, bytes)
             VALUES (:scope, :kind, :document, :actor, :digest, :batch, :device, :bytes)
             ON CONFLICT DO NOTHING",
        named_params! {
            ":scope": scope.as_bytes(),
            ":kind": change.kind,
            ":document": change.document,
            ":actor": change.actor.as_bytes(),
            ":digest": change.digest().as_bytes(),
            ":batch": change.batch.as_bytes(),
            ":device": change.device.as_bytes(),
            ":bytes": change.bytes,
        },
    )?;
    Ok(())
}

/// A document's waiting changes, in an order that depends on nothing but them.
pub fn pending_of(
    connection: &Connection,
    scope: ScopeId,
    kind: &str,
    document: [u8; 16],
) -> Result<Vec<ForeignChange>, Error> {
    connection.rows(
        "SELECT actor, batch, device, bytes FROM pending
         WHERE scope = :scope AND kind = :kind AND document = :document ORDER BY digest, actor",
        named_params! { ":scope": scope.as_bytes(), ":kind": kind, ":document": document },
        |row| {
            let device = DeviceId::from(row.get::<[u8; 16]>("device")?);
            Ok(ForeignChange { device, ..read_change(row, kind, document)? })
        },
    )
}

/// Whether a change waits already.
pub fn is_pending(connection: &Connection, scope: ScopeId, change: &ForeignChange) -> Result<bool, Error> {
    connection.exists(
        "SELECT 1 FROM pending WHERE scope = :scope AND kind = :kind AND document = :document
             AND actor = :actor AND digest = :digest",
        named_params! {
            ":scope": scope.as_bytes(),
            ":kind": change.kind,
            ":document": change.document,
            ":actor": change.actor.as_bytes(),
            ":digest": change.digest().as_bytes(),
        },
    )
}

/// How many changes of a device's feeds wait, and their bytes.
pub fn pending_of_device(connection: &Connection, device: DeviceId) -> Result<(u64, u64), Error> {
    let (count, bytes): (i64, i64) = connection.one(
        "SELECT count(*) AS count, coalesce(sum(length(bytes)), 0) AS bytes FROM pending
             WHERE device = :device",
        named_params! { ":device": device.as_bytes() },
        |row| Ok((row.get("count")?, row.get("bytes")?)),
    )?;
    Ok((count.unsigned_abs(), bytes.unsigned_abs()))
}

/// Ends the waiting of a change.
pub fn remove_pending(
    transaction: &Transaction<'_>,
    scope: ScopeId,
    change: &ForeignChange,
) -> Result<(), Error> {
    transaction.execute(
        "DELETE FROM pending WHERE scope = :scope AND kind = :kind AND document = :document
             AND actor = :actor AND digest = :digest",
        named_params! {
            ":scope": scope.as_bytes(),
            ":kind": change.kind,
            ":document": change.document,
            ":actor": change.actor.as_bytes(),
            ":digest": change.digest().as_bytes(),
        },
    )?;
    Ok(())
}

/// Keeps what was refused, with its reason. A whole batch comes with an empty kind.
pub fn add_quarantine(
    transaction: &Transaction<'_>,
    scope: ScopeId,
    change: &ForeignChange,
    reason: &str,
) -> Result<(), Error> {
    transaction.execute(
        "INSERT INTO quarantine (scope, kind, document, actor, digest, batch, reason, bytes)
             VALUES (:scope, :kind, :document, :actor, :digest, :batch, :reason, :bytes)
             ON CONFLICT (scope, kind, document, actor, digest) DO UPDATE SET reason = excluded.reason",
        named_params! {
            ":scope": scope.as_bytes(),
            ":kind": change.kind,
            ":document": change.document,
            ":actor": change.actor.as_bytes(),
            ":digest": change.digest().as_bytes(),
            ":batch": change.batch.as_bytes(),
            ":reason": reason,
            ":bytes": change.bytes,
        },
    )?;
    Ok(())
}

/// Whether the process once died of exactly this change.
pub fn is_aborting(connection: &Connection, scope: ScopeId, change: &ForeignChange) -> Result<bool, Error> {
    connection.exists(
        "SELECT 1 FROM quarantine WHERE scope = :scope AND kind = :kind AND document = :document
             AND actor = :actor AND digest = :digest AND reason = :reason",
        named_params! {
            ":scope": scope.as_bytes(),
            ":kind": change.kind,
            ":document": change.document,
            ":actor": change.actor.as_bytes(),
            ":digest": change.digest().as_bytes(),
            ":reason": ABORTED,
        },
    )
}

/// A document's changes that were refused for one reason.
pub fn quarantined_for(
    connection: &Connection,
    scope: ScopeId,
    kind: &str,
    document: [u8; 16],
    reason: &str,
) -> Result<Vec<ForeignChange>, Error> {
    connection.rows(
        "SELECT actor, batch, bytes FROM quarantine
         WHERE scope = :scope AND kind = :kind AND document = :document AND reason = :reason
         ORDER BY digest, actor",
        named_params! { ":scope": scope.as_bytes(), ":kind": kind, ":document": document, ":reason": reason },
        |row| read_change(row, kind, document),
    )
}

/// Whose changes, and of which kinds, were refused for one reason in a scope.
pub fn authors_set_aside(
    connection: &Connection,
    scope: ScopeId,
    reason: &str,
) -> Result<Vec<(Actor, String)>, Error> {
    connection.rows(
        "SELECT DISTINCT actor, kind FROM quarantine WHERE scope = :scope AND reason = :reason",
        named_params! { ":scope": scope.as_bytes(), ":reason": reason },
        |row| Ok((Actor::from(row.get::<[u8; 16]>("actor")?), row.get("kind")?)),
    )
}

/// All changes of a scope that were refused for one reason.
pub fn set_aside_for(
    connection: &Connection,
    scope: ScopeId,
    reason: &str,
) -> Result<Vec<ForeignChange>, Error> {
    connection.rows(
        "SELECT kind, document, actor, batch, bytes FROM quarantine
         WHERE scope = :scope AND reason = :reason ORDER BY kind, document, actor, digest",
        named_params! { ":scope": scope.as_bytes(), ":reason": reason },
        |row| read_change(row, &row.get::<String>("kind")?, row.get("document")?),
    )
}

/// Ends the quarantine of a change.
pub fn remove_quarantine(
    transaction: &Transaction<'_>,
    scope: ScopeId,
    change: &ForeignChange,
) -> Result<(), Error> {
    transaction.execute(
        "DELETE FROM quarantine WHERE scope = :scope AND kind = :kind AND document = :document
             AND actor = :actor AND digest = :digest",
        named_params! {
            ":scope": scope.as_bytes(),
            ":kind": change.kind,
            ":document": change.document,
            ":actor": change.actor.as_bytes(),
            ":digest": change.digest().as_bytes(),
        },
    )?;
    Ok(())
}

fn read_change(row: &Row<'_>, kind: &str, document: [u8; 16]) -> Result<ForeignChange, Error> {
    Ok(ForeignChange {
        kind: kind.to_owned(),
        document,
        actor: Actor::from(row.get::<[u8; 16]>("actor")?),
        batch: Hash32::from(row.get::<[u8; 32]>("batch")?),
        device: DeviceId::from([0; 16]),
        bytes: row.get("bytes")?,
    })
}

/// The reasons in a scope's quarantine, sorted, one an item.
pub fn quarantine_reasons(connection: &Connection, scope: ScopeId) -> Result<Vec<String>, Error> {
    connection.rows(
        "SELECT reason FROM quarantine WHERE scope = :scope ORDER BY reason",
        named_params! { ":scope": scope.as_bytes() },
        |row| row.get("reason"),
    )
}

/// How many changes of a scope wait for their causes.
pub fn pending_count(connection: &Connection, scope: ScopeId) -> Result<u64, Error> {
    let count: i64 = connection.one(
        "SELECT count(*) AS count FROM pending WHERE scope = :scope",
        named_params! { ":scope": scope.as_bytes() },
        |row| row.get("count"),
    )?;
    Ok(count.unsigned_abs())
}
