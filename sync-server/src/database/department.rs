//! Departments, their membership logs, and session certificates.

use posta_identity::ids::{Actor, DepartmentId, Hash32};
use rusqlite::{Connection, OptionalExtension, Transaction, named_params};

use crate::error::Error;

/// Adds a department.
pub fn add_department(
    transaction: &Transaction<'_>,
    department: DepartmentId,
    pack: &str,
    code: &str,
) -> Result<(), Error> {
    transaction
        .prepare_cached("INSERT INTO department (id, pack, code) VALUES (:id, :pack, :code)")?
        .execute(named_params! { ":id": department.as_bytes(), ":pack": pack, ":code": code })?;
    Ok(())
}

/// The department of a pack's code.
pub fn department_of_code(
    connection: &Connection,
    pack: &str,
    code: &str,
) -> Result<Option<DepartmentId>, Error> {
    let id = connection
        .prepare_cached("SELECT id FROM department WHERE pack = :pack AND code = :code")?
        .query_row(named_params! { ":pack": pack, ":code": code }, |row| row.get::<_, [u8; 16]>("id"))
        .optional()?;
    Ok(id.map(DepartmentId::from))
}

/// The log's entries that came after a row, oldest first, with the last row's number.
pub fn entries_after(
    connection: &Connection,
    department: DepartmentId,
    after: i64,
) -> Result<(Vec<Vec<u8>>, i64), Error> {
    let mut statement = connection.prepare_cached(
        "SELECT id, bytes FROM entry WHERE department = :department AND id > :after ORDER BY id",
    )?;
    let mut rows =
        statement.query(named_params! { ":department": department.as_bytes(), ":after": after })?;
    let (mut entries, mut last) = (Vec::new(), after);
    while let Some(row) = rows.next()? {
        last = row.get("id")?;
        entries.push(row.get("bytes")?);
    }
    Ok((entries, last))
}

/// Appends an entry; a known one changes nothing.
pub fn add_entry(
    transaction: &Transaction<'_>,
    department: DepartmentId,
    hash: Hash32,
    bytes: &[u8],
) -> Result<(), Error> {
    transaction
        .prepare_cached(
            "INSERT INTO entry (department, hash, bytes) VALUES (:department, :hash, :bytes)
             ON CONFLICT (hash) DO NOTHING",
        )?
        .execute(named_params! {
            ":department": department.as_bytes(),
            ":hash": hash.as_bytes(),
            ":bytes": bytes,
        })?;
    Ok(())
}

/// Whether an entry is in the log of some department here.
pub fn has_entry(connection: &Connection, hash: Hash32) -> Result<bool, Error> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM entry WHERE hash = :hash")?
        .exists(named_params! { ":hash": hash.as_bytes() })?)
}

/// Keeps a verified session certificate.
pub fn add_session(
    transaction: &Transaction<'_>,
    department: DepartmentId,
    actor: Actor,
    certificate: &[u8],
) -> Result<(), Error> {
    transaction
        .prepare_cached(
            "INSERT INTO session (actor, department, certificate) VALUES (:actor, :department, :certificate)
             ON CONFLICT DO NOTHING",
        )?
        .execute(named_params! {
            ":actor": actor.as_bytes(),
            ":department": department.as_bytes(),
            ":certificate": certificate,
        })?;
    Ok(())
}

/// Every session's certificate.
pub fn sessions(connection: &Connection, department: DepartmentId) -> Result<Vec<Vec<u8>>, Error> {
    let mut statement =
        connection.prepare_cached("SELECT certificate FROM session WHERE department = :department")?;
    let found =
        statement.query_map(named_params! { ":department": department.as_bytes() }, |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// A session's certificate.
pub fn session(
    connection: &Connection,
    department: DepartmentId,
    actor: Actor,
) -> Result<Option<Vec<u8>>, Error> {
    let certificate = connection
        .prepare_cached("SELECT certificate FROM session WHERE actor = :actor AND department = :department")?
        .query_row(
            named_params! { ":actor": actor.as_bytes(), ":department": department.as_bytes() },
            |row| row.get("certificate"),
        )
        .optional()?;
    Ok(certificate)
}
