//! What must survive a power cut once it is said.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// Makes the content of a file durable that somebody else wrote. It is opened for writing, because Windows flushes nothing
/// that was opened for reading.
///
/// # Errors
/// Those of the system.
pub fn sync_file(path: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).open(path)?.sync_all()
}

/// Makes durable what was made, renamed or removed in a folder. Other systems than Unix cannot be told to.
///
/// # Errors
/// Those of the system.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    match cfg!(unix) {
        true if folder.as_os_str().is_empty() => File::open(".")?.sync_all(),
        true => File::open(folder)?.sync_all(),
        false => Ok(()),
    }
}

/// The same of the folder in which `path` lies.
///
/// # Errors
/// Those of the system.
pub fn sync_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), sync_folder)
}
