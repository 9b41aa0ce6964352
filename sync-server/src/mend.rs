//! A damaged database, made anew: what reads and verifies goes into a new file, as if devices brought it, and the damaged one
//! is kept as it is. Documents are made of their batches again with the next start.

mod fill;
mod place;

use std::path::{Path, PathBuf};

use posta_identity::private_file::write_private;

use crate::error::Error;
use crate::folder::{Folder, read_if_present};

/// What was made of a database.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mended {
    /// Of the membership logs.
    pub entries: Share,
    /// Certificates of sessions.
    pub sessions: Share,
    /// Batches.
    pub batches: Share,
    /// Invitations, what is in quarantine, who asked.
    pub others: Share,
    /// The folder, below the data folder, where the database lies as it was.
    pub aside: String,
}

/// How much of one kind is in the new database.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Share {
    /// Rows that are in it.
    pub kept: u64,
    /// Rows that read and do not verify, or follow on one that is not there.
    pub left_out: u64,
    /// Whether every row was read.
    pub is_all: bool,
}

impl Default for Share {
    fn default() -> Self {
        Self { kept: 0, left_out: 0, is_all: true }
    }
}

impl Share {
    fn count(&mut self, is_kept: bool) {
        self.kept += u64::from(is_kept);
        self.left_out += u64::from(!is_kept);
    }
}

/// Makes the database of a data folder anew, also one that is whole. What earlier mends put aside is read too: what was left
/// out then may have its place now. Goes on where it was cut.
///
/// # Errors
/// [`Error::Served`] while a server runs, [`Error::Busy`] while another command has the file open, [`Error::NotAFile`] of
/// PostgreSQL's, [`Error::DamagedFile`] when the schema, the departments or the beginning of a membership log do not read (then
/// a backup is all there is), and those of the disk. All is then as it was, but for a damaged log, which lies beside as found.
pub fn mend(data: &Path) -> Result<Mended, Error> {
    let folder = Folder::new(data);
    let Some(_lock) = folder.lock_for_serving()? else { return Err(Error::NotAFile) };
    if let Some(told) = read_if_present(&folder.mending())?.filter(|told| !told.is_empty()) {
        let mended = std::str::from_utf8(&told).ok().and_then(Mended::read).ok_or(Error::Mending)?;
        place::put_in_place(&folder, &mended.aside)?;
        return Ok(mended);
    }
    // Whoever invites somebody meanwhile would write into what is put aside.
    write_private(&folder.mending(), b"")?;
    place::remove_with_log(&folder.database_anew())?;
    let filled = folder.keys().and_then(|keys| fill::fill(&folder, &keys));
    let mended = filled.and_then(|mended| Ok(Mended { aside: place::keep_aside(&folder)?, ..mended }));
    match &mended {
        Ok(mended) => {
            write_private(&folder.mending(), mended.write().as_bytes())?;
            place::put_in_place(&folder, &mended.aside)?;
        }
        Err(_) => {
            place::remove_with_log(&folder.database_anew())?;
            place::remove(&folder.mending())?;
        }
    }
    mended
}

/// As the marker has it.
impl Mended {
    fn write(&self) -> String {
        let share = |share: &Share| format!(" {} {} {}", share.kept, share.left_out, u8::from(share.is_all));
        let shares = [self.entries, self.sessions, self.batches, self.others];
        self.aside.clone() + &shares.iter().map(share).collect::<String>()
    }

    fn read(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let aside = words.next()?.to_owned();
        let numbers = words.map(str::parse).collect::<Result<Vec<u64>, _>>().ok()?;
        let share = |[kept, left_out, is_all]: &[u64; 3]| Share {
            kept: *kept,
            left_out: *left_out,
            is_all: *is_all == 1,
        };
        let ([entries, sessions, batches, others], []) = numbers.as_chunks::<3>() else { return None };
        let [entries, sessions, batches, others] = [entries, sessions, batches, others].map(share);
        Some(Self { entries, sessions, batches, others, aside })
    }
}

/// A file that lies beside a database: its log, what those share who have it open.
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}
