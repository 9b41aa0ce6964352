//! A copy of a server in a folder: its keys and, of SQLite, its database as it is at one moment, also while it serves.
//!
//! It is as readable as the server's own folder: whoever has it reads the registries and can answer as this server does.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::Path;

use posta_identity::durable::{sync_file, sync_folder, sync_parent};
use posta_identity::private_file::{create_private_folder, create_private_if_missing, write_private};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::clock::now_seconds;
use crate::error::Error;
use crate::folder::{Folder, read_if_present};

/// What lists the others, with their hashes.
const LIST: &str = "backup.json";
const FORMAT: u64 = 1;
const DATABASE: &str = "server.sqlite";
/// Files that are copied as they are, where they are there.
const FILES: [&str; 5] = ["server.key", "tls.key", "tls.der", "database", "database.pem"];

/// What a backup holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Held {
    /// Keys and database.
    All,
    /// Keys only: the database is PostgreSQL's, whose own tools copy it.
    Keys,
}

/// Copies a server into a folder that does not exist. Works while it serves.
///
/// # Errors
/// When there is something already, the folder was not initialised, or the disk refuses. Then nothing is left there.
pub fn back_up(data: &Path, to: &Path) -> Result<Held, Error> {
    let folder = Folder::new(data);
    let database = folder.open_own_database(&folder.keys()?)?;
    into_place(to, |copy| {
        for name in FILES {
            if let Some(bytes) = read_if_present(&data.join(name))? {
                write_private(&copy.join(name), &zeroize::Zeroizing::new(bytes))?;
            }
        }
        let file = copy.join(DATABASE);
        create_private_if_missing(&file)?;
        let held = match database.copy_to(&file)? {
            true => Held::All,
            false => Held::Keys,
        };
        match held {
            Held::All => sync_file(&file)?,
            Held::Keys => fs::remove_file(&file)?,
        }
        write_private(&copy.join(LIST), &list_of(copy, held)?)?;
        Ok(held)
    })
}

/// Puts a backup into the place of a data folder that does not exist or is empty.
///
/// # Errors
/// When there is a server already, the backup is damaged or of a newer version, or the disk refuses. Then nothing is left
/// there.
pub fn restore(from: &Path, data: &Path) -> Result<Held, Error> {
    let list = read_if_present(&from.join(LIST))?.ok_or(Error::NoBackup)?;
    let list: Value = serde_json::from_slice(&list).map_err(|_| Error::Damaged("backup"))?;
    if list.get("format").and_then(Value::as_u64) != Some(FORMAT) {
        return Err(Error::Newer);
    }
    let files = list.get("files").and_then(Value::as_object).ok_or(Error::Damaged("backup"))?;
    let known = |name: &&String| name.as_str() == DATABASE || FILES.contains(&name.as_str());
    if !files.keys().all(|name| known(&name)) {
        return Err(Error::Newer);
    }
    into_place(data, |copy| {
        for (name, hash) in files {
            let target = copy.join(name);
            create_private_if_missing(&target)?;
            fs::copy(from.join(name), &target)?;
            // As it lies on this disk now.
            if hash.as_str() != Some(hash_of(&target)?.as_str()) {
                return Err(Error::Damaged("backup"));
            }
            make_private(&target)?;
            sync_file(&target)?;
        }
        Ok(if files.contains_key(DATABASE) { Held::All } else { Held::Keys })
    })
}

/// Fills a folder beside a place that is free, then lets it take the place: all is there or nothing.
fn into_place(place: &Path, fill: impl FnOnce(&Path) -> Result<Held, Error>) -> Result<Held, Error> {
    match fs::read_dir(place) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                return Err(Error::NotEmpty);
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    let mut name = place.file_name().ok_or(Error::NotEmpty)?.to_owned();
    name.push(".unfinished");
    let copy = place.with_file_name(name);
    let outcome = fill_beside(&copy, fill).and_then(|held| {
        match fs::remove_dir(place) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        fs::rename(&copy, place)?;
        sync_parent(place)?;
        Ok(held)
    });
    if outcome.is_err() {
        let _ = fs::remove_dir_all(&copy);
    }
    outcome
}

fn fill_beside(copy: &Path, fill: impl FnOnce(&Path) -> Result<Held, Error>) -> Result<Held, Error> {
    // What one that was cut short left.
    match fs::remove_dir_all(copy) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    create_private_folder(copy)?;
    let held = fill(copy)?;
    sync_folder(copy)?;
    Ok(held)
}

fn list_of(copy: &Path, held: Held) -> Result<Vec<u8>, Error> {
    let mut files = BTreeMap::new();
    for file in fs::read_dir(copy)? {
        let name = file?.file_name().into_string().map_err(|_| Error::Damaged("backup"))?;
        let hash = hash_of(&copy.join(&name))?;
        files.insert(name, hash);
    }
    let database = match held {
        Held::All => "here",
        Held::Keys => "elsewhere",
    };
    let list = json!({
        "format": FORMAT,
        "program": env!("CARGO_PKG_VERSION"),
        "made": now_seconds(),
        "database": database,
        "files": files,
    });
    Ok(list.to_string().into_bytes())
}

fn hash_of(file: &Path) -> Result<String, Error> {
    let mut hash = Sha256::new();
    io::copy(&mut File::open(file)?, &mut Hashing(&mut hash))?;
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

struct Hashing<'a>(&'a mut Sha256);

impl io::Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A copied file has the rights of what it was copied from.
fn make_private(file: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(file, fs::Permissions::from_mode(0o600))?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}
