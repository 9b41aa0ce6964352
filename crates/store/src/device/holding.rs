//! What other devices said, by their signature, that they store: who else has a copy of what waits here.

use posta_identity::ids::{DeviceId, ScopeId};
use posta_protocol::{Vector, chain};
use rusqlite::{OptionalExtension, named_params};

use super::{DeviceFile, Pending};
use crate::batch_rows::id_of;
use crate::error::Error;
use crate::transaction;

/// How a device's word came here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// In a file that was carried.
    File,
    /// From device to device.
    Beside,
}

impl Way {
    /// The stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Way::File => "file",
            Way::Beside => "beside",
        }
    }
}

/// A device that said what it stores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub device: DeviceId,
    /// When, by its clock. Seconds since 1970.
    pub at: i64,
    pub way: Way,
}

impl DeviceFile {
    /// Keeps the last word of a device, verified by the caller, in place of the one before. An older one that comes in a file changes
    /// nothing; what a device says now, it says now.
    pub fn put_holding(
        &self,
        device: &DeviceId,
        lanes: &[(ScopeId, Vector)],
        at: i64,
        way: Way,
    ) -> Result<(), Error> {
        transaction::write(&self.connection, |writer| {
            let sql = "SELECT 1 AS newer FROM holding WHERE device = :device AND at > :at";
            let is_live = way == Way::Beside;
            if !is_live
                && writer
                    .prepare_cached(sql)?
                    .exists(named_params! { ":device": device.as_bytes(), ":at": at })?
            {
                return Ok(());
            }
            let sql = "DELETE FROM holding WHERE device = :device";
            writer.execute(sql, named_params! { ":device": device.as_bytes() })?;
            for (lane, vector) in lanes {
                writer.execute(
                    "INSERT OR REPLACE INTO holding (device, lane, vector, at, way)
                     VALUES (:device, :lane, :vector, :at, :way)",
                    named_params! {
                        ":device": device.as_bytes(), ":lane": lane.as_bytes(),
                        ":vector": vector.encode(), ":at": at, ":way": way.as_str(),
                    },
                )?;
            }
            Ok(())
        })
    }

    /// The devices that told, the latest word first.
    pub fn holdings(&self) -> Result<Vec<Held>, Error> {
        let sql = "SELECT device, max(at) AS at, way FROM holding GROUP BY device ORDER BY at DESC, device";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map([], |row| {
            let way = if row.get::<_, String>("way")? == "beside" { Way::Beside } else { Way::File };
            Ok(Held { device: id_of(row, "device")?, at: row.get("at")?, way })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How far a device said that it stores a lane.
    pub fn holding(&self, device: &DeviceId, lane: &ScopeId) -> Result<Option<Vector>, Error> {
        let sql = "SELECT vector FROM holding WHERE device = :device AND lane = :lane";
        let row: Option<Vec<u8>> = self
            .connection
            .prepare_cached(sql)?
            .query_row(named_params! { ":device": device.as_bytes(), ":lane": lane.as_bytes() }, |row| {
                row.get("vector")
            })
            .optional()?;
        row.map(|bytes| Vector::decode(&bytes).map_err(|_| Error::Stored("holding"))).transpose()
    }

    /// How much of the own work that no receipt covers a device said that it stores.
    pub fn held_of_unsent(&self, device: &DeviceId) -> Result<Pending, Error> {
        let mut held = Pending::default();
        for (lane, _) in self.unsent()? {
            let of_lane = self.held_of_lane(device, &lane)?;
            held.batches += of_lane.batches;
            held.changes += of_lane.changes;
            held.bytes += of_lane.bytes;
        }
        Ok(held)
    }

    /// The same of one scope or lane.
    pub fn held_of_lane(&self, device: &DeviceId, lane: &ScopeId) -> Result<Pending, Error> {
        let mut held = Pending::default();
        let Some(vector) = self.holding(device, lane)? else { return Ok(held) };
        let mut there = std::collections::BTreeSet::new();
        for (feed, links) in self.links(lane)? {
            there.extend(chain::held_by(&links, vector.tips(&feed)));
        }
        for own in self.uncovered(lane)?.into_iter().filter(|own| there.contains(&own.hash)) {
            held.batches += 1;
            held.changes += own.changes.max(1);
            held.bytes += own.bytes;
        }
        Ok(held)
    }
}
