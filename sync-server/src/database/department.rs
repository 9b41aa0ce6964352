//! Departments, their membership logs, and session certificates.

use super::connection::{Connection, Lock, Transaction, named_params};
use posta_identity::ids::{Actor, DepartmentId, Hash32};

use crate::error::Error;

/// Adds a department.
pub fn add_department(
    transaction: &Transaction<'_>,
    department: DepartmentId,
    pack: &str,
    code: &str,
) -> Result<(), Error> {
    transaction.execute(
        "INSERT INTO department (id, pack, code) VALUES (:id, :pack, :code)",
        named_params! { ":id": department.as_bytes(), ":pack": pack, ":code": code },
    )?;
    Ok(())
}

/// The department of a pack's code.
pub fn department_of_code(
    connection: &Connection,
    pack: &str,
    code: &str,
) -> Result<Option<DepartmentId>, Error> {
    let id = connection.row(
        "SELECT id FROM department WHERE pack = :pack AND code = :code",
        named_params! { ":pack": pack, ":code": code },
        |row| row.get::<[u8; 16]>("id"),
    )?;
    Ok(id.map(DepartmentId::from))
}

/// The log's entries that came after a row, oldest first, with the last row's number.
pub fn entries_after(
    connection: &Connection,
    department: DepartmentId,
    after: i64,
) -> Result<(Vec<Vec<u8>>, i64), Error> {
    let (mut entries, mut last) = (Vec::new(), after);
    connection.each(
        "SELECT id, bytes FROM entry WHERE department = :department AND id > :after ORDER BY id",
        named_params! { ":department": department.as_bytes(), ":after": after },
        |row| {
            last = row.get("id")?;
            entries.push(row.get("bytes")?);
            Ok(())
        },
    )?;
    Ok((entries, last))
}

/// Lets nobody else add to the log of a department until the transaction ends; returns the row of its last entry.
pub fn lock_log(transaction: &Transaction<'_>, department: DepartmentId) -> Result<i64, Error> {
    transaction.lock(&Lock::Log(*department.as_bytes()))?;
    transaction.one(
        "SELECT coalesce(max(id), 0) AS last FROM entry WHERE department = :department",
        named_params! { ":department": department.as_bytes() },
        |row| row.get("last"),
    )
}

/// Appends an entry; a known one changes nothing. Rows become visible in the order of their numbers.
pub fn add_entry(
    transaction: &Transaction<'_>,
    department: DepartmentId,
    hash: Hash32,
    bytes: &[u8],
) -> Result<(), Error> {
    transaction.lock(&Lock::Log(*department.as_bytes()))?;
    transaction.execute(
        "INSERT INTO entry (department, hash, bytes) VALUES (:department, :hash, :bytes)
             ON CONFLICT (hash) DO NOTHING",
        named_params! {
            ":department": department.as_bytes(),
            ":hash": hash.as_bytes(),
            ":bytes": bytes,
        },
    )?;
    Ok(())
}

/// Whether an entry is in the log of some department here.
pub fn has_entry(connection: &Connection, hash: Hash32) -> Result<bool, Error> {
    connection.exists("SELECT 1 FROM entry WHERE hash = :hash", named_params! { ":hash": hash.as_bytes() })
}

/// Keeps a verified session certificate.
pub fn add_session(
    transaction: &Transaction<'_>,
    department: DepartmentId,
    actor: Actor,
    certificate: &[u8],
) -> Result<(), Error> {
    transaction.execute(
        "INSERT INTO session (actor, department, certificate) VALUES (:actor, :department, :certificate)
             ON CONFLICT DO NOTHING",
        named_params! {
            ":actor": actor.as_bytes(),
            ":department": department.as_bytes(),
            ":certificate": certificate,
        },
    )?;
    Ok(())
}

/// Every session's certificate.
pub fn sessions(connection: &Connection, department: DepartmentId) -> Result<Vec<Vec<u8>>, Error> {
    connection.rows(
        "SELECT certificate FROM session WHERE department = :department",
        named_params! { ":department": department.as_bytes() },
        |row| row.get("certificate"),
    )
}

/// A session's certificate.
pub fn session(
    connection: &Connection,
    department: DepartmentId,
    actor: Actor,
) -> Result<Option<Vec<u8>>, Error> {
    let certificate = connection.row(
        "SELECT certificate FROM session WHERE actor = :actor AND department = :department",
        named_params! { ":actor": actor.as_bytes(), ":department": department.as_bytes() },
        |row| row.get("certificate"),
    )?;
    Ok(certificate)
}
