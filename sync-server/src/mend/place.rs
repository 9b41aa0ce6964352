//! A new database takes the place of the damaged one, which is kept.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use posta_identity::durable::{sync_file, sync_folder};
use posta_identity::private_file::create_private_folder;

use super::beside;
use crate::clock::now_seconds;
use crate::error::Error;
use crate::folder::Folder;

/// How the name of a folder begins in which a damaged database lies.
const ASIDE: &str = "aside-";

/// The damaged file under another name too, with a copy of its log: durable before anything of it goes. Returns the name of
/// the folder, which is new.
pub(super) fn keep_aside(folder: &Folder) -> Result<String, Error> {
    let mut name = format!("{ASIDE}{}", now_seconds());
    while folder.path().join(&name).exists() {
        name.push('x');
    }
    let (path, aside) = (folder.database(), folder.path().join(&name));
    create_private_folder(&aside)?;
    let target = aside.join(path.file_name().unwrap_or_default());
    fs::hard_link(&path, &target).or_else(|_| fs::copy(&path, &target).map(drop))?;
    for end in ["-wal", posta_wal::AS_FOUND] {
        let log = beside(&path, end);
        if log.exists() {
            fs::copy(&log, beside(&target, end))?;
            sync_file(&beside(&target, end))?;
        }
    }
    sync_file(&target)?;
    sync_folder(&aside)?;
    sync_folder(folder.path())?;
    Ok(name)
}

/// The databases that were put aside.
pub(super) fn put_aside(folder: &Folder) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder.path())? {
        let entry = entry?;
        let file = entry.path().join("server.sqlite");
        if entry.file_name().to_string_lossy().starts_with(ASIDE) && file.exists() {
            found.push(file);
        }
    }
    found.sort();
    Ok(found)
}

/// The log of the damaged file must be gone before another file bears its name: it would be taken for that one's.
pub(super) fn put_in_place(folder: &Folder, aside: &str) -> Result<(), Error> {
    let (path, anew) = (folder.database(), folder.database_anew());
    if anew.exists() && folder.path().join(aside).join("server.sqlite").exists() {
        for end in ["-wal", "-shm", posta_wal::AS_FOUND] {
            remove(&beside(&path, end))?;
            remove(&beside(&anew, end))?;
        }
        sync_folder(folder.path())?;
        fs::rename(&anew, &path)?;
        sync_folder(folder.path())?;
    }
    remove(&folder.mending())?;
    Ok(sync_folder(folder.path())?)
}

pub(super) fn remove_with_log(path: &Path) -> Result<(), Error> {
    ["", "-wal", "-shm"].iter().try_for_each(|end| remove(&beside(path, end)))
}

pub(super) fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
