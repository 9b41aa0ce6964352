//! Sealed invitations. Whether one was used, the membership log tells.

use super::connection::{Connection, Row, Transaction, named_params};
use posta_identity::ids::{DepartmentId, Hash32};

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
    transaction.execute(
        "INSERT INTO invitation (id, department, grant_hash, sealed, expires)
             VALUES (:id, :department, :grant, :sealed, :expires)",
        named_params! {
            ":id": id,
            ":department": invitation.department.as_bytes(),
            ":grant": invitation.grant.as_bytes(),
            ":sealed": invitation.sealed,
            ":expires": invitation.expires,
        },
    )?;
    Ok(())
}

/// By the id that the code derives.
pub fn invitation_by_id(connection: &Connection, id: [u8; 16]) -> Result<Option<StoredInvitation>, Error> {
    let row = connection.row(
        "SELECT department, grant_hash, sealed, expires FROM invitation WHERE id = :id",
        named_params! { ":id": id },
        read_row,
    )?;
    Ok(row)
}

/// By the Grant entry.
pub fn invitation_of_grant(
    connection: &Connection,
    grant: Hash32,
) -> Result<Option<StoredInvitation>, Error> {
    let row = connection.row(
        "SELECT department, grant_hash, sealed, expires FROM invitation WHERE grant_hash = :grant",
        named_params! { ":grant": grant.as_bytes() },
        read_row,
    )?;
    Ok(row)
}

fn read_row(row: &Row<'_>) -> Result<StoredInvitation, Error> {
    Ok(StoredInvitation {
        department: DepartmentId::from(row.get::<[u8; 16]>("department")?),
        grant: Hash32::from(row.get::<[u8; 32]>("grant_hash")?),
        sealed: row.get("sealed")?,
        expires: row.get("expires")?,
    })
}
