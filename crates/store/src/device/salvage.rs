//! What is read of a damaged device file. What a batch says is read at once, its bytes only when it is put where it
//! belongs: a shelf may be large.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use posta_identity::ids::{Actor, Hash32, ScopeId};
use posta_identity::{DeviceKeys, FileKey};
use posta_protocol::chain::Link;
use posta_protocol::{FeedId, Vector};
use rusqlite::Row;
use rusqlite::types::Value;
use zeroize::Zeroizing;

use super::DeviceFile;
use super::setting::DEVICE_KEYS;
use crate::batch_rows::{count_of, hash_of, id_of};
use crate::error::Error;
use crate::file;
use crate::wreck::{Read, Wreck};

/// Tables with numbered rows that are read and written as they are.
const NUMBERED: [(&str, &str); 6] = [
    (LOG, "hash, bytes"),
    (SESSIONS, "actor, certificate"),
    (RECEIPTS, "scope, vector, time"),
    (
        "exchange",
        "row, at, ok, code, bytes_up, bytes_down, requests, batches_up, batches_down, records_up, records_down,
         milliseconds, refused, quarantined",
    ),
    ("batch_quarantine", "scope, hash, reason, at, bytes"),
    (CARRIED, "hash, lane, session, bytes"),
];
const LOG: &str = "log_entry";
const SESSIONS: &str = "session";
const RECEIPTS: &str = "receipt";
const CARRIED: &str = "carried";
const HOLDINGS: &str = "holding";

/// What a damaged device file still gave.
pub struct SalvagedDevice {
    pub(super) path: PathBuf,
    pub(super) key: FileKey,
    pub(super) settings: BTreeMap<String, Zeroizing<Vec<u8>>>,
    pub(super) tables: Vec<SalvagedTable>,
    pub(super) hollow: BTreeSet<Hash32>,
    /// The shelf in the order of arrival, without bytes.
    pub(super) shelf: Vec<SalvagedBatch>,
    /// Every batch that the table or its index tells of.
    pub(super) known: BTreeMap<(ScopeId, FeedId), Vec<KnownBatch>>,
    /// Whether every setting was read.
    pub all_settings: bool,
    /// Whether every entry of the membership log was read.
    pub all_entries: bool,
    /// Whether every session's certificate was read.
    pub all_sessions: bool,
    /// Whether everything that is carried for others was read.
    pub all_carried: bool,
    /// Whether it is known of every batch that there was one.
    pub knows_all_batches: bool,
}

/// A table as it was.
pub(super) struct SalvagedTable {
    pub name: &'static str,
    pub columns: &'static str,
    pub rows: Vec<Vec<Value>>,
    is_all: bool,
}

/// A batch of the shelf without its bytes.
pub(super) struct SalvagedBatch {
    pub row: i64,
    pub lane: ScopeId,
    pub feed: FeedId,
    pub session: Actor,
    pub link: Link,
    pub own: bool,
    pub offered: bool,
    pub changes: Option<i64>,
}

/// That there was a batch, and where.
#[derive(Clone, Copy)]
pub(super) struct KnownBatch {
    pub link: Link,
    pub own: bool,
}

impl DeviceFile {
    /// Whether the file at `path` is damaged for sure.
    ///
    /// # Errors
    /// Where the disk, or another program, keeps it from being said.
    pub fn is_damaged(path: &Path, key: &FileKey) -> Result<bool, Error> {
        file::is_damaged(path, key)
    }

    /// Whether anybody has the file at `path` open.
    ///
    /// # Errors
    /// Where the disk keeps it from being said.
    pub fn is_in_use(path: &Path, key: &FileKey) -> Result<bool, Error> {
        file::is_in_use(path, key)
    }

    /// Whether the log beside the file was damaged, so that SQLite would not see what was saved after the damage.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn is_log_damaged(path: &Path) -> Result<bool, Error> {
        Ok(posta_wal::is_damaged(path)?)
    }

    /// Chains a log again that is damaged, as [`salvage`](Self::salvage) does first, so that nothing changes while that reads.
    /// Nobody may have the file open.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn chain_log(path: &Path) -> Result<(), Error> {
        posta_wal::chain_again(path)?;
        Ok(())
    }

    /// Removes what [`chain_log`](Self::chain_log) left beside a file that was moved, with a copy of it.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn forget_log(path: &Path) -> Result<(), Error> {
        Ok(posta_wal::forget(path)?)
    }

    /// Reads what can be read of a damaged file, and changes nothing in it. Without the keys of the device, which nothing
    /// else gives, it is left at that.
    ///
    /// # Errors
    /// Those that are no damage: the disk, another program.
    pub fn salvage(path: &Path, key: &FileKey) -> Result<SalvagedDevice, Error> {
        let mut wreck = Wreck::at(path, key)?;
        let mut salvaged = SalvagedDevice {
            path: path.to_owned(),
            key: key.clone(),
            settings: BTreeMap::new(),
            tables: Vec::new(),
            hollow: BTreeSet::new(),
            shelf: Vec::new(),
            known: BTreeMap::new(),
            all_settings: false,
            all_entries: false,
            all_sessions: false,
            all_carried: false,
            knows_all_batches: false,
        };
        // A file of an earlier version has fewer.
        let there = wreck.ends("SELECT name FROM sqlite_schema WHERE type = 'table'", &["name"], |row| {
            row.get::<_, String>("name")
        })?;
        let is_there = |name: &str| !there.is_all || there.rows.iter().any(|table| table == name);
        let settings = wreck.ends("SELECT name, value FROM setting", &["name"], |row| {
            Ok((row.get("name")?, Zeroizing::new(row.get("value")?)))
        })?;
        salvaged.all_settings = settings.is_all;
        salvaged.settings = settings.rows.into_iter().collect();
        if salvaged.device_keys().is_none() {
            return Ok(salvaged);
        }
        for (name, columns) in NUMBERED.into_iter().filter(|(name, _)| is_there(name)) {
            // The number comes first.
            let read = wreck.rows(name, columns, |row| values_of(row, 1))?;
            salvaged.keep_table(name, columns, read);
        }
        if is_there(HOLDINGS) {
            let columns = "device, lane, vector, at, way";
            let sql = format!("SELECT {columns} FROM {HOLDINGS}");
            let read = wreck.ends(&sql, &["device", "lane"], |row| values_of(row, 0))?;
            salvaged.keep_table(HOLDINGS, columns, read);
        }
        salvaged.all_entries = salvaged.has_all(LOG);
        salvaged.all_sessions = salvaged.has_all(SESSIONS);
        salvaged.all_carried = !is_there(CARRIED) || salvaged.has_all(CARRIED);
        let hollow = wreck.ends("SELECT hash FROM hollow", &["hash"], |row| hash_of(row, "hash"))?;
        salvaged.hollow = hollow.rows.into_iter().collect();
        salvaged.read_shelf(&mut wreck)?;
        // A page that is an older one reads well. What may lack is told; what the device stands on is there.
        if !wreck.is_log_whole() {
            salvaged.all_sessions = false;
            salvaged.all_carried = false;
            salvaged.knows_all_batches = false;
        }
        Ok(salvaged)
    }
}

impl SalvagedDevice {
    /// The bytes that were kept under a name.
    pub fn setting(&self, name: &str) -> Option<&[u8]> {
        self.settings.get(name).map(|value| value.as_slice())
    }

    /// The device's own keys.
    pub fn device_keys(&self) -> Option<DeviceKeys> {
        DeviceKeys::from_bytes(self.setting(DEVICE_KEYS)?).ok()
    }

    /// Entries of the membership log, in the order of arrival.
    pub fn entries(&self) -> impl Iterator<Item = &[u8]> {
        self.blobs(LOG).filter_map(|(_, bytes)| Some(*bytes.first()?))
    }

    /// What the server said last that it stores, lane by lane.
    pub(super) fn receipts(&self) -> BTreeMap<ScopeId, Vector> {
        let receipt = |(lane, vector): (&[u8], Vec<&[u8]>)| {
            let lane = ScopeId::from(<[u8; 16]>::try_from(lane).ok()?);
            Some((lane, Vector::decode(vector.first()?).ok()?))
        };
        self.blobs(RECEIPTS).filter_map(receipt).collect()
    }

    /// The first blob of every row of a table, and those after it.
    fn blobs(&self, name: &str) -> impl Iterator<Item = (&[u8], Vec<&[u8]>)> {
        let rows = self.tables.iter().filter(move |table| table.name == name).flat_map(|table| &table.rows);
        rows.filter_map(|row| {
            let mut blobs = row.iter().filter_map(|value| match value {
                Value::Blob(bytes) => Some(bytes.as_slice()),
                _ => None,
            });
            Some((blobs.next()?, blobs.collect()))
        })
    }

    fn keep_table(&mut self, name: &'static str, columns: &'static str, read: Read<Vec<Value>>) {
        self.tables.push(SalvagedTable { name, columns, rows: read.rows, is_all: read.is_all });
    }

    fn has_all(&self, name: &str) -> bool {
        self.tables.iter().any(|table| table.name == name && table.is_all)
    }

    /// The shelf's rows, and by an index, which lies on other pages, what else was there.
    fn read_shelf(&mut self, wreck: &mut Wreck<'_>) -> Result<(), Error> {
        let columns =
            "row, hash, scope, feed, n, previous, session, own, offered, changes, length(body) AS bytes";
        let shelf = wreck.rows("batch", columns, |row| {
            let batch = SalvagedBatch {
                row: row.get("row")?,
                lane: id_of(row, "scope")?,
                feed: id_of(row, "feed")?,
                session: id_of(row, "session")?,
                link: link_of(row)?,
                own: row.get("own")?,
                offered: row.get("offered")?,
                changes: row.get("changes")?,
            };
            Ok((batch, row.get::<_, i64>("bytes")? == 0))
        })?;
        let sql = "SELECT scope, feed, n, hash, previous, own FROM batch INDEXED BY batch_by_scope";
        let index = wreck.ends(sql, &["scope", "feed", "n", "hash"], |row| {
            Ok((
                id_of(row, "scope")?,
                id_of(row, "feed")?,
                KnownBatch { link: link_of(row)?, own: row.get("own")? },
            ))
        })?;
        self.knows_all_batches = shelf.is_all || index.is_all;
        let mut known = BTreeMap::<(ScopeId, FeedId), BTreeMap<(u64, Hash32), KnownBatch>>::new();
        let mut note = |lane, feed, batch: KnownBatch| {
            known.entry((lane, feed)).or_default().insert((batch.link.n, batch.link.hash), batch);
        };
        for (lane, feed, batch) in index.rows {
            note(lane, feed, batch);
        }
        for (batch, is_hollow) in shelf.rows {
            note(batch.lane, batch.feed, KnownBatch { link: batch.link, own: batch.own });
            // The mark may be what does not read.
            if is_hollow {
                self.hollow.insert(batch.link.hash);
            }
            self.shelf.push(batch);
        }
        self.known = known.into_iter().map(|(place, all)| (place, all.into_values().collect())).collect();
        Ok(())
    }
}

fn values_of(row: &Row<'_>, from: usize) -> rusqlite::Result<Vec<Value>> {
    (from..row.as_ref().column_count()).map(|column| row.get(column)).collect()
}

fn link_of(row: &Row<'_>) -> rusqlite::Result<Link> {
    Ok(Link { n: count_of(row, "n")?, hash: hash_of(row, "hash")?, previous: hash_of(row, "previous")? })
}
