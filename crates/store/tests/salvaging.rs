//! A device file of which a page does not read: what is read of it all the same, and what is told of the rest.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use common::{Desk, NOON, somebody};
use posta_identity::ids::{DeviceId, Hash32, Incarnation, ScopeId};
use posta_identity::{DeviceKeys, FileKey, SessionKey};
use posta_protocol::{BatchHeader, ChangeEntry, Seal, SignedBatch, Tip, Vector, pack_body};
use posta_store::{CarriedBatch, DeviceFile, Exchanged, Refilled, SalvagedDevice, Way};
use rusqlite::Connection;
use rusqlite::types::Value;
use tempfile::TempDir;

const PAGE: usize = 4096;
/// What tables hold, row by row, without the numbers of batches.
const TABLES: [(&str, &str); 10] = [
    ("setting", "*"),
    ("log_entry", "hash, bytes"),
    ("session", "*"),
    ("batch", "hash, scope, feed, n, previous, session, own, offered, changes, header, signature, body"),
    ("hollow", "*"),
    ("receipt", "*"),
    ("exchange", "*"),
    ("batch_quarantine", "scope, hash, reason, at, bytes"),
    ("holding", "*"),
    ("carried", "hash, lane, session, bytes"),
];

/// A device's file that holds something of everything, closed.
struct Held {
    folder: TempDir,
    key: FileKey,
    keys: DeviceKeys,
    /// Own batches, and those of them that a receipt covers.
    own: BTreeSet<Hash32>,
    covered: BTreeSet<Hash32>,
}

/// Batches of a feed, each some 700 bytes and every tenth of several pages, by a new session every sixth.
fn feed(scope: ScopeId, keys: &DeviceKeys, device: &DeviceFile, count: u64) -> Vec<SignedBatch> {
    let (user, incarnation) = (somebody(), Incarnation::random());
    let (mut batches, mut previous) = (Vec::new(), Hash32::ZERO);
    let mut session = SessionKey::start(&user, keys, "pisiga", 0, Hash32::ZERO);
    for n in 1..=count {
        if n % 6 == 0 {
            session = SessionKey::start(&user, keys, "pisiga", 0, Hash32::ZERO);
        }
        device.put_session(&session.certificate).unwrap();
        let size = if n % 10 == 0 { 300 } else { 16 };
        // What does not repeat does not shrink.
        let bytes: Vec<u8> = (0..size).flat_map(|_| *ScopeId::random().as_bytes()).collect();
        let bytes = [bytes.as_slice(), &[0; 400]].concat();
        let entry = ChangeEntry { kind: "person".to_owned(), document: [1; 16], bytes };
        let header = BatchHeader {
            v: 1,
            scope,
            device: keys.device,
            incarnation,
            n,
            previous,
            body_hash: Hash32::ZERO,
            session: session.actor(),
            membership: Hash32::ZERO,
            vector: Hash32::ZERO,
            dictionary: 0,
            epoch: Hash32::ZERO,
            seal: Seal::Epoch,
            hour: 0,
        };
        let batch = SignedBatch::sign(&header, pack_body(&[entry], None).unwrap(), &session.sign);
        previous = batch.hash();
        batches.push(batch);
    }
    batches
}

fn tips(batches: &[SignedBatch]) -> Vector {
    let mut vector = Vector::new();
    if let Some(last) = batches.last() {
        let header = last.decode_header().unwrap();
        vector.insert(header.feed(), Tip::of(header.n, &last.hash()));
    }
    vector
}

fn held() -> Held {
    let Desk { folder, scope, device_key: key, keys, device, .. } = Desk::new(ScopeId::random());
    device.put_device_keys(&keys).unwrap();
    for n in 0..90 {
        device.put_setting(&format!("figures/{n:02}"), &[n; 200]).unwrap();
        device.append_entries(&[vec![n; 260]]).unwrap();
        device.put_setting(&format!("incarnation/{n:02}"), &[n; 16]).unwrap();
        device.set_receipt(&ScopeId::random(), &Vector::new(), NOON).unwrap();
        device.quarantine_batch(&scope, "malformed", NOON, &[n; 300]).unwrap();
        device.add_exchange(&Exchanged { at: NOON + i64::from(n), ..Exchanged::default() }).unwrap();
        let lanes = [(scope, Vector::new()), (scope.inbox(), Vector::new())];
        device.put_holding(&DeviceId::random(), &lanes, NOON, Way::File).unwrap();
    }
    let own = feed(scope, &keys, &device, 60);
    let foreign = feed(scope, &DeviceKeys::random(), &device, 60);
    let lane = feed(scope.inbox(), &keys, &device, 30);
    for (own, foreign) in own.iter().zip(&foreign) {
        device.put_own(own, 3).unwrap();
        device.offer(&[own.hash()]).unwrap();
        device.put_batch(foreign, false).unwrap();
    }
    device.put_batches(&lane, true).unwrap();
    device.offer_own().unwrap();
    device.set_receipt(&scope, &tips(&own[..40]), NOON).unwrap();
    let erased: Vec<Hash32> = foreign.iter().step_by(3).map(SignedBatch::hash).collect();
    device.erase_bodies(&scope, &erased).unwrap();
    let carried: Vec<_> = feed(ScopeId::random(), &DeviceKeys::random(), &device, 30)
        .into_iter()
        .map(|batch| {
            let header = batch.decode_header().unwrap();
            (CarriedBatch { hash: batch.hash(), lane: header.scope, session: header.session }, batch)
        })
        .collect();
    device.carry(&carried).unwrap();
    let covered = own[..40].iter().map(SignedBatch::hash).collect();
    let own = own.iter().chain(&lane).map(SignedBatch::hash).collect();
    drop(device);
    Held { folder, key, keys, own, covered }
}

impl Held {
    fn path(&self) -> PathBuf {
        self.folder.path().join("device.posta")
    }

    /// Salvages the file with this page damaged, and fills a new one.
    fn mend(&self, page: usize) -> (SalvagedDevice, Refilled, PathBuf) {
        let (wreck, anew) = (self.folder.path().join("wreck"), self.folder.path().join("anew"));
        let mut bytes = std::fs::read(self.path()).unwrap();
        bytes[(page - 1) * PAGE + PAGE / 2] ^= 0x10;
        std::fs::write(&wreck, &bytes).unwrap();
        assert!(DeviceFile::is_damaged(&wreck, &self.key).unwrap());
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(anew.with_file_name(format!("anew{end}")));
        }
        let salvaged = DeviceFile::salvage(&wreck, &self.key).unwrap();
        let file = DeviceFile::open(&anew, &self.key).unwrap();
        let refilled = file.refill(&salvaged, |_| true).unwrap();
        assert!(std::fs::read(&wreck).unwrap() == bytes, "nothing is written to it");
        (salvaged, refilled, anew)
    }
}

fn raw(path: &Path, key: &FileKey) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"{}\"", key.pragma().as_str())).unwrap();
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    connection
}

type Rows = BTreeMap<&'static str, Vec<Vec<Value>>>;

fn content(path: &Path, key: &FileKey) -> Rows {
    let connection = raw(path, key);
    let mut content = Rows::new();
    for (table, columns) in TABLES {
        let mut sql = connection.prepare(&format!("SELECT {columns} FROM {table}")).unwrap();
        let count = sql.column_count();
        let rows = sql.query_map([], |row| (0..count).map(|column| row.get(column)).collect()).unwrap();
        content.insert(table, rows.map(Result::unwrap).collect());
    }
    content
}

/// Pages that something lies on, with the table or index that they are of: at most five of each, from its first to its last,
/// and the root of the shelf. Around another root it is searched for as long, in vain.
fn pages(path: &Path, key: &FileKey) -> Vec<(String, usize)> {
    let connection = raw(path, key);
    let sql = "SELECT name, pageno FROM dbstat WHERE ncell > 0 OR pagetype = 'overflow' ORDER BY name, path";
    let mut sql = connection.prepare(sql).unwrap();
    let rows = sql.query_map([], |row| Ok((row.get(0)?, usize::try_from(row.get::<_, i64>(1)?).unwrap())));
    let mut all = BTreeMap::<String, Vec<usize>>::new();
    for row in rows.unwrap() {
        let (name, page): (String, usize) = row.unwrap();
        all.entry(name).or_default().push(page);
    }
    let some = |(name, pages): (String, Vec<usize>)| {
        let last = pages.len() - 1;
        let root = if last == 0 || name == "batch" { 0 } else { 1 };
        let places = BTreeSet::from([root, 1, last / 4, last / 2, last - last / 4, last]);
        let places = places.into_iter().filter(move |place| *place >= root);
        places.filter_map(move |place| Some((name.clone(), *pages.get(place)?))).collect::<Vec<_>>()
    };
    all.into_iter().flat_map(some).collect()
}

fn hashes(rows: &[Vec<Value>]) -> BTreeSet<Hash32> {
    let hash = |row: &Vec<Value>| match &row[0] {
        Value::Blob(bytes) => Hash32::from(<[u8; 32]>::try_from(bytes.as_slice()).unwrap()),
        other => panic!("{other:?}"),
    };
    rows.iter().map(hash).collect()
}

#[test]
fn of_a_device_file_with_any_page_damaged_the_rest_is_read_and_what_is_lost_is_named() {
    let held = held();
    let before = content(&held.path(), &held.key);
    let (mut whole, mut stands, mut seen) = (0, 0, BTreeSet::new());
    let all = pages(&held.path(), &held.key);
    for (name, page) in &all {
        let (salvaged, refilled, anew) = held.mend(*page);
        if salvaged.device_keys().is_none() {
            assert!(
                ["sqlite_schema", "setting"].contains(&name.as_str()) && !salvaged.all_settings,
                "{name}"
            );
            assert!(!salvaged.all_entries && !salvaged.knows_all_batches, "nothing is told of the rest");
            stands += 1;
            continue;
        }
        let after = content(&anew, &held.key);
        for (table, rows) in &after {
            assert!(rows.iter().all(|row| before[table].contains(row)), "{name}: nothing else in {table}");
        }
        let lost: BTreeSet<&str> = TABLES
            .map(|(table, _)| table)
            .into_iter()
            .filter(|table| after[table].len() < before[table].len())
            .collect();
        let flags = [
            ("setting", salvaged.all_settings),
            ("log_entry", salvaged.all_entries),
            ("carried", salvaged.all_carried),
            ("session", salvaged.all_sessions),
        ];
        for (table, is_all) in flags {
            assert_eq!(is_all, !lost.contains(table), "{name}: {table}");
        }
        let gone = &held.own - &hashes(&after["batch"]);
        // One page takes one table's rows only, and of the shelf those whose session it takes.
        let allowed = [name.as_str(), "batch"];
        assert!(lost.iter().all(|table| allowed.contains(table)), "{name}: {lost:?}");
        assert!(salvaged.knows_all_batches, "{name}");
        let named: BTreeSet<Hash32> = refilled.lost_own.iter().map(|lost| lost.hash).collect();
        let unplaced: BTreeSet<Hash32> = refilled.unplaced_own.iter().map(|(own, _)| own.hash).collect();
        let covered = &gone & &held.covered;
        assert_eq!(&(&named | &unplaced) | &covered, gone, "{name}");
        assert!(named.is_disjoint(&unplaced) && unplaced.is_disjoint(&held.covered));
        for lost in &refilled.lost_own {
            assert_eq!(lost.is_covered, held.covered.contains(&lost.hash), "{name}");
        }
        assert_eq!(
            hashes(&after["hollow"]),
            hashes(&before["hollow"]),
            "{name}: what was erased stays erased"
        );
        assert_eq!(salvaged.device_keys().unwrap().device, held.keys.device, "{name}");
        whole += usize::from(lost.is_empty());
        seen.insert(name.as_str());
    }
    for (table, _) in TABLES {
        assert!(seen.contains(table), "{table}");
    }
    // Those of indexes.
    assert!(whole >= 10 && stands < 4, "{whole} of {} lost nothing, {stands} stand", all.len());
}

#[test]
fn a_batch_of_which_the_end_does_not_read_is_an_error_and_never_noughts() {
    let held = held();
    let before = content(&held.path(), &held.key);
    let connection = raw(&held.path(), &held.key);
    let sql = "SELECT pageno FROM dbstat WHERE pagetype = 'overflow' AND name = 'batch'";
    let mut sql = connection.prepare(sql).unwrap();
    let overflow: Vec<i64> = sql.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    drop(sql);
    drop(connection);
    assert!(overflow.len() > 10);
    let wreck = held.folder.path().join("wreck");
    for page in overflow.into_iter().take(10) {
        let mut bytes = std::fs::read(held.path()).unwrap();
        bytes[(usize::try_from(page).unwrap() - 1) * PAGE + PAGE / 2] ^= 0x10;
        std::fs::write(&wreck, &bytes).unwrap();
        let mut file = DeviceFile::open(&wreck, &held.key).unwrap();
        let mut damaged = 0;
        for row in &before["batch"] {
            let hash = *hashes(std::slice::from_ref(row)).first().unwrap();
            match file.batch(&hash) {
                Ok(batch) => assert_eq!(Value::Blob(batch.unwrap().body), row[11]),
                Err(error) => {
                    assert!(error.is_damage(), "{error}");
                    damaged += 1;
                    file.reopen().unwrap();
                }
            }
        }
        assert_eq!(damaged, 1);
    }
}

#[test]
fn a_file_that_anybody_has_open_is_in_use() {
    let desk = Desk::new(ScopeId::random());
    let (path, key) = (desk.device_path(), desk.device_key.clone());
    assert!(DeviceFile::is_in_use(&path, &key).unwrap());
    let Desk { folder: _folder, device, .. } = desk;
    drop(device);
    assert!(!DeviceFile::is_in_use(&path, &key).unwrap());
    DeviceFile::open(&path, &key).unwrap();
}
