//! Sealed invitations. Whether one was used, the membership log tells.

use posta_identity::ids::{DepartmentId, Hash32};
use rusqlite::{Connection, OptionalExtension, Transaction, named_params};

use crate::error::Error;

/// One row: the sealed bytes are opaque to the server, which never sees a code.
#[derive(Clone)]
pub struct StoredInvitation {
    /// Where it belongs.
    pub department: DepartmentId,
    /// Hash of the Grant entry it enrolls.
    pub grant: Hash32,
    /// What the code opens.
    pub sealed: Vec<u8>,
    /// Unix seconds.
    pub expires: i64,
}

/// Adds one.
pub fn add_invitation(
    transaction: &Transaction<'_>,
    id: [u8; 16],
    invitation: &StoredInvitation,
) -> Result<(), Error> {
    transaction
        .prepare_cached(
            "INSERT INTO invitation (id, department, grant_hash, sealed, expires)
             VALUES (:id, :department, :grant, :sealed, :expires)",
        )?
        .execute(named_params! {
            ":id": id,
            ":department": invitation.department.as_bytes(),
            ":grant": invitation.grant.as_bytes(),
            ":sealed": invitation.sealed,
            ":expires": invitation.expires,
        })?;
    Ok(())
}

/// By the id that the code derives.
pub fn invitation_by_id(connection: &Connection, id: [u8; 16]) -> Result<Option<StoredInvitation>, Error> {
    let row = connection
        .prepare_cached("SELECT department, grant_hash, sealed, expires FROM invitation WHERE id = :id")?
        .query_row(named_params! { ":id": id }, read_row)
        .optional()?;
    Ok(row)
}

/// By the Grant entry.
pub fn invitation_of_grant(
    connection: &Connection,
    grant: Hash32,
) -> Result<Option<StoredInvitation>, Error> {
    let row = connection
        .prepare_cached(
            "SELECT department, grant_hash, sealed, expires FROM invitation WHERE grant_hash = :grant",
        )?
        .query_row(named_params! { ":grant": grant.as_bytes() }, read_row)
        .optional()?;
    Ok(row)
}

fn read_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<StoredInvitation> {
    Ok(StoredInvitation {
        department: DepartmentId::from(row.get::<_, [u8; 16]>("department")?),
        grant: Hash32::from(row.get::<_, [u8; 32]>("grant_hash")?),
        sealed: row.get("sealed")?,
        expires: row.get("expires")?,
    })
}
