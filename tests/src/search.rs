//! Looking for a text where it must not be: in every byte of a folder, and in everything that a database holds.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use posta_identity::{EpochKey, FileKey};
use posta_protocol::{SignedBatch, open_body};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

/// Whether bytes hold a text, as UTF-8 or as UTF-16 of either order.
pub fn holds(bytes: &[u8], text: &str) -> bool {
    let low: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let high: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    [text.as_bytes(), &low, &high].iter().any(|form| find(bytes, form))
}

fn find(bytes: &[u8], wanted: &[u8]) -> bool {
    let first = wanted[0];
    let starts = bytes.iter().enumerate().filter(|(_, byte)| **byte == first);
    starts.map(|(at, _)| &bytes[at..]).any(|rest| rest.starts_with(wanted))
}

/// Every file under a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// The files under a folder in which a text stands, by content or by name.
pub fn found_in(folder: &Path, text: &str) -> Vec<PathBuf> {
    let named = |path: &PathBuf| path.strip_prefix(folder).unwrap().to_string_lossy().contains(text);
    let read = |path: &PathBuf| holds(&std::fs::read(path).unwrap(), text);
    files(folder).into_iter().filter(|path| named(path) || read(path)).collect()
}

/// Where any of these texts stands in a file under a folder, by content or by name: whatever the case, with accents or
/// folded as the search index has it, as UTF-8 or UTF-16. Names the file and the text.
pub fn any_in(folder: &Path, texts: &[String]) -> Vec<(PathBuf, String)> {
    let mut starts: HashMap<[u8; 4], Vec<(Vec<u8>, &String)>> = HashMap::new();
    for text in texts {
        for form in [text.to_lowercase(), text.to_uppercase(), posta_domain::fold(text)] {
            let low: Vec<u8> = form.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let high: Vec<u8> = form.encode_utf16().flat_map(u16::to_be_bytes).collect();
            for mut form in [form.into_bytes(), low, high] {
                form.make_ascii_lowercase();
                starts.entry(form[..4].try_into().unwrap()).or_default().push((form, text));
            }
        }
    }
    let mut found = Vec::new();
    for path in files(folder) {
        let mut bytes = path.to_string_lossy().into_owned().into_bytes();
        bytes.extend(std::fs::read(&path).unwrap());
        bytes.make_ascii_lowercase();
        for (at, start) in bytes.windows(4).enumerate() {
            let forms = starts.get(start).into_iter().flatten();
            let here = forms.filter(|(form, _)| bytes[at..].starts_with(form));
            found.extend(here.map(|(_, text)| (path.clone(), (*text).clone())));
        }
    }
    found
}

/// Every value of every table of an unencrypted database; bodies of batches unpacked, sealed ones with these keys.
pub fn dump(database: &Path, epochs: &[EpochKey]) -> Vec<u8> {
    let connection = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    dump_all(&connection, epochs)
}

/// As [`dump`], of an encrypted file.
pub fn dump_sealed(file: &Path, key: &FileKey, epochs: &[EpochKey]) -> Vec<u8> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"{}\"", key.pragma().as_str())).unwrap();
    dump_all(&connection, epochs)
}

fn dump_all(connection: &Connection, epochs: &[EpochKey]) -> Vec<u8> {
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
    let mut tables = connection.prepare(sql).unwrap();
    let names: Vec<String> =
        tables.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    assert!(!names.is_empty(), "an empty database proves nothing");
    let mut all = Vec::new();
    for name in names {
        dump_table(connection, &name, epochs, &mut all);
    }
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
            match row.get::<_, Value>(column).unwrap() {
                Value::Text(text) => all.extend_from_slice(text.as_bytes()),
                Value::Blob(bytes) => all.extend_from_slice(&bytes),
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
