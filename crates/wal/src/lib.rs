//! The write-ahead log beside a file of SQLite, when something in the middle of it changed on the disk.
//!
//! SQLite reads a log up to the first frame whose checksum is not right and forgets the rest without a word: after a power
//! cut that is what was never acknowledged. After damage it is everything that was saved since, and older pages may come
//! back over newer ones. Each frame keeps its own checksum, which goes on from the one before, so what follows the damage
//! can be told apart from what a cut left, and read again. Format: <https://sqlite.org/fileformat2.html#the_write_ahead_log>.

mod chain;
mod frame;
mod scan;

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use scan::Scan;

/// How the log as it was found is called beside a file of which the log was chained again.
pub const AS_FOUND: &str = "-wal-as-found";

/// Whether the log beside `file` was damaged for sure, in what had been acknowledged, or was chained again since. Damage to
/// the last transaction alone looks as a power cut does, and is not told. Nothing is written, and nobody is in the way: also
/// while others write to the file. What lies beside an empty file is no log of it.
///
/// # Errors
/// Those of the disk.
pub fn is_damaged(file: &Path) -> io::Result<bool> {
    if fs::metadata(file).map_or(0, |file| file.len()) == 0 {
        return Ok(false);
    }
    if beside(file, AS_FOUND).try_exists()? {
        return Ok(true);
    }
    let log = beside(file, "-wal");
    let Some(damage) = look(&log)?.filter(Scan::is_damaged) else { return Ok(false) };
    // What somebody was just writing is whole by now, and a log that began anew has another head.
    Ok(look(&log)?.is_some_and(|again| again.is_damaged() && again.is_of_the_same(&damage)))
}

/// Chains a damaged log again, so that SQLite reads all of it: what was damaged is then a page that does not read, or lacks.
/// As it was found it is kept beside it first. Nobody may have the file open. Returns whether nothing of any frame was lost;
/// idempotent.
///
/// # Errors
/// Those of the disk; the log is then as it was.
pub fn chain_again(file: &Path) -> io::Result<bool> {
    let (log, kept, copy) = (beside(file, "-wal"), beside(file, AS_FOUND), beside(file, "-wal-copy"));
    if let Some(scan) = look(&log)?.filter(Scan::is_damaged) {
        let written = write(file, &scan, [&log, &kept, &copy]);
        if written.is_err() {
            let _ = fs::remove_file(&copy);
        }
        written?;
    }
    Ok(look(&kept)?.is_none_or(|found| found.lost.is_empty()))
}

fn write(file: &Path, scan: &Scan, [log, kept, copy]: [&Path; 3]) -> io::Result<()> {
    // One that is there was as it was found before this damage, or is of a try that was cut.
    if !kept.try_exists()? {
        fs::copy(log, copy)?;
        OpenOptions::new().write(true).open(copy)?.sync_all()?;
        fs::rename(copy, kept)?;
        sync_folder(file)?;
    }
    // Copied first for its rights: a log is read by its owner only.
    fs::copy(log, copy)?;
    chain::write(log, scan, copy)?;
    fs::rename(copy, log)?;
    sync_folder(file)
}

/// Removes the log as it was found, once it lies with the damaged file elsewhere.
///
/// # Errors
/// Those of the disk.
pub fn forget(file: &Path) -> io::Result<()> {
    match fs::remove_file(beside(file, AS_FOUND)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// `None` where there is no log.
fn look(log: &Path) -> io::Result<Option<Scan>> {
    match File::open(log) {
        Ok(log) => Scan::of(log),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn beside(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(end);
    name.into()
}

fn sync_folder(file: &Path) -> io::Result<()> {
    match file.parent().filter(|folder| cfg!(unix) && !folder.as_os_str().is_empty()) {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}
