//! Every value of every table of a database, with the bodies of batches unpacked as far as given keys open them.

use std::path::Path;

use posta_identity::{EpochKey, FileKey};
use posta_protocol::{SignedBatch, open_body};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

/// Of an unencrypted database.
pub(crate) fn dump(database: &Path) -> Vec<u8> {
    let connection = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    dump_all(&connection, &[])
}

/// Of an encrypted file.
pub(crate) fn dump_sealed(file: &Path, key: &FileKey, epochs: &[EpochKey]) -> Vec<u8> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"{}\"", key.pragma().as_str())).unwrap();
    dump_all(&connection, epochs)
}

fn dump_all(connection: &Connection, epochs: &[EpochKey]) -> Vec<u8> {
    let sql =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' ORDER BY name";
    let mut tables = connection.prepare(sql).unwrap();
    let names: Vec<String> =
        tables.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    assert!(!names.is_empty(), "an empty database proves nothing");
    let mut all = Vec::new();
    names.iter().for_each(|name| dump_table(connection, name, epochs, &mut all));
    all
}

fn dump_table(connection: &Connection, name: &str, epochs: &[EpochKey], all: &mut Vec<u8>) {
    let mut table = connection.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
    let columns: Vec<String> = table.column_names().map(str::to_owned).collect();
    let place = |wanted: &str| columns.iter().position(|column| column == wanted);
    let batch = place("header").zip(place("signature")).zip(place("body"));
    let mut rows = table.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        for column in 0..columns.len() {
            match row.get_ref(column).unwrap() {
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => all.extend_from_slice(bytes),
                _ => {}
            }
            all.push(0);
        }
        if let Some(((header, signature), body)) = batch {
            let batch = SignedBatch {
                header: row.get(header).unwrap(),
                signature: row.get(signature).unwrap(),
                body: row.get(body).unwrap(),
            };
            unpack(&batch, epochs, all);
        }
    }
}

fn unpack(batch: &SignedBatch, epochs: &[EpochKey], all: &mut Vec<u8>) {
    let header = batch.decode_header().unwrap();
    for key in std::iter::once(None).chain(epochs.iter().map(Some)) {
        if let Ok(changes) = open_body(&header, &batch.body, key) {
            changes.iter().for_each(|change| all.extend_from_slice(&change.bytes));
        }
    }
}
