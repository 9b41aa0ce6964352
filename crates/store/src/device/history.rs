//! What each exchange moved, for the sync screen.

use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::DeviceFile;
use crate::batch_rows::{count_of, number};
use crate::error::Error;
use crate::transaction;

/// One exchange with the server, as it was.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Exchanged {
    /// When it began, Unix seconds by this device's clock.
    pub at: i64,
    /// Whether it went through.
    pub ok: bool,
    /// Problem code; empty when all went well.
    pub code: String,
    /// Bytes sent.
    pub bytes_up: u64,
    /// Bytes received.
    pub bytes_down: u64,
    /// Requests made.
    pub requests: u64,
    /// Batches sent.
    pub batches_up: u64,
    /// Batches received.
    pub batches_down: u64,
    /// Changes that the server acknowledged for the first time.
    pub records_up: u64,
    /// Changes that arrived.
    pub records_down: u64,
    /// How long it took.
    pub milliseconds: u64,
    /// Scopes or batches refused by the server.
    pub refused: u64,
    /// Batches and changes set aside.
    pub quarantined: u64,
}

impl DeviceFile {
    /// Adds an exchange to the history.
    pub fn add_exchange(&self, exchanged: &Exchanged) -> Result<(), Error> {
        transaction::write(&self.connection, |writer| {
            writer.execute(
                include_str!("history_insert.sql"),
                named_params! {
                    ":at": exchanged.at, ":ok": exchanged.ok, ":code": exchanged.code,
                    ":bytes_up": number(exchanged.bytes_up), ":bytes_down": number(exchanged.bytes_down),
                    ":requests": number(exchanged.requests),
                    ":batches_up": number(exchanged.batches_up), ":batches_down": number(exchanged.batches_down),
                    ":records_up": number(exchanged.records_up), ":records_down": number(exchanged.records_down),
                    ":milliseconds": number(exchanged.milliseconds),
                    ":refused": number(exchanged.refused), ":quarantined": number(exchanged.quarantined),
                },
            )?;
            Ok(())
        })
    }

    /// The last exchanges, newest first.
    pub fn exchanges(&self, limit: u32) -> Result<Vec<Exchanged>, Error> {
        let mut sql =
            self.connection.prepare_cached("SELECT * FROM exchange ORDER BY row DESC LIMIT :limit")?;
        let rows = sql.query_map(named_params! { ":limit": limit }, |row| {
            Ok(Exchanged {
                at: row.get("at")?,
                ok: row.get("ok")?,
                code: row.get("code")?,
                bytes_up: count_of(row, "bytes_up")?,
                bytes_down: count_of(row, "bytes_down")?,
                requests: count_of(row, "requests")?,
                batches_up: count_of(row, "batches_up")?,
                batches_down: count_of(row, "batches_down")?,
                records_up: count_of(row, "records_up")?,
                records_down: count_of(row, "records_down")?,
                milliseconds: count_of(row, "milliseconds")?,
                refused: count_of(row, "refused")?,
                quarantined: count_of(row, "quarantined")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The place in the history of the last exchange that went through, 0 when there was none: it only grows, also when the
    /// clock goes back. And when that one began.
    pub fn last_exchange_that_went_through(&self) -> Result<(i64, i64), Error> {
        let sql = "SELECT coalesce(max(row), 0) AS row, coalesce(at, 0) AS at FROM exchange WHERE ok";
        let last = |row: &rusqlite::Row<'_>| Ok((row.get("row")?, row.get("at")?));
        Ok(self.connection.prepare_cached(sql)?.query_row([], last)?)
    }
}
