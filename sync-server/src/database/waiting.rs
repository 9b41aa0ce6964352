//! How much waits, in all departments: for those who watch over the server.

use super::connection::{Connection, named_params};
use crate::error::Error;

/// Batches that wait to be merged.
pub fn waiting_total(connection: &Connection) -> Result<u64, Error> {
    let sql = "SELECT count(*) AS count FROM batch WHERE merge = 'waiting'";
    Ok(connection.one(sql, named_params! {}, |row| row.get::<i64>("count"))?.unsigned_abs())
}

/// Changes that wait for their causes.
pub fn pending_total(connection: &Connection) -> Result<u64, Error> {
    let sql = "SELECT count(*) AS count FROM pending";
    Ok(connection.one(sql, named_params! {}, |row| row.get::<i64>("count"))?.unsigned_abs())
}
