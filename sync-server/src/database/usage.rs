//! How much each device has brought.

use super::connection::{Connection, Transaction, named_params};
use posta_identity::ids::DeviceId;

use crate::error::Error;

/// Bytes that a device has brought.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Batches, on that day.
    pub batches_of_day: u64,
    /// Batches, ever.
    pub batches: u64,
    /// Entries of the membership log, on that day.
    pub entries_of_day: u64,
}

/// What a device has brought, that day (days since 1970) and ever.
pub fn usage(connection: &Connection, device: DeviceId, day: i64) -> Result<Usage, Error> {
    let usage = connection.one(
        "SELECT CAST(coalesce(sum(batches), 0) AS BIGINT) AS batches,
                    CAST(coalesce(sum(batches) FILTER (WHERE day = :day), 0) AS BIGINT) AS batches_of_day,
                    CAST(coalesce(sum(entries) FILTER (WHERE day = :day), 0) AS BIGINT) AS entries_of_day
             FROM usage WHERE device = :device",
        named_params! { ":device": device.as_bytes(), ":day": day },
        |row| {
            Ok(Usage {
                batches_of_day: row.get::<i64>("batches_of_day")?.unsigned_abs(),
                batches: row.get::<i64>("batches")?.unsigned_abs(),
                entries_of_day: row.get::<i64>("entries_of_day")?.unsigned_abs(),
            })
        },
    )?;
    Ok(usage)
}

/// Adds to it.
pub fn add_usage(
    transaction: &Transaction<'_>,
    device: DeviceId,
    day: i64,
    batches: u64,
    entries: u64,
) -> Result<(), Error> {
    let number = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
    transaction.execute(
        "INSERT INTO usage (device, day, batches, entries) VALUES (:device, :day, :batches, :entries)
             ON CONFLICT (device, day) DO UPDATE
             SET batches = usage.batches + excluded.batches, entries = usage.entries + excluded.entries",
        named_params! {
            ":device": device.as_bytes(),
            ":day": day,
            ":batches": number(batches),
            ":entries": number(entries),
        },
    )?;
    Ok(())
}
