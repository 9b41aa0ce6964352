//! A damaged database, made anew: what reads and verifies goes into a new file, as if devices brought it, and the damaged one
//! is kept as it is. Documents are made of their batches again with the next start.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use posta_identity::ids::{Actor, DepartmentId, ScopeId};
use posta_identity::private_file::{create_private_folder, write_private};
use posta_identity::{Log, ServerKeys, SessionCertificate};
use posta_protocol::SignedBatch;

use crate::clock::now_seconds;
use crate::database::{self as db, Address, Database, Shelved, Transaction, Wreck};
use crate::error::Error;
use crate::exchange::admit::admit;
use crate::folder::{Folder, read_if_present};
use crate::members::store_entries;

/// Rows put by one transaction.
const GROUP: usize = 256;

/// Tables that are taken over as they are, with the keys of those whose rows have no numbers. All else is made of batches.
const AS_THEY_ARE: [(&str, &[&str], &[&str]); 5] = [
    ("invitation", &["id", "department", "grant_hash", "sealed", "expires"], &[]),
    ("quarantine", &["scope", "kind", "document", "actor", "digest", "batch", "reason", "bytes"], &[]),
    (
        "look_up",
        &[
            "id",
            "at",
            "department",
            "user",
            "device",
            "question",
            "elsewhere",
            "reference",
            "found",
            "question_row",
        ],
        &[],
    ),
    ("usage", &["device", "day", "batches", "entries"], &["device", "day"]),
    ("gone", &["scope", "kind", "document"], &["scope", "kind", "document"]),
];

/// What was made of a database.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mended {
    /// Of the membership logs.
    pub entries: Share,
    /// Certificates of sessions.
    pub sessions: Share,
    /// Batches.
    pub batches: Share,
    /// Invitations, what is in quarantine, counts.
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

/// Makes the database of a data folder anew, also one that is whole. Goes on where it was cut.
///
/// # Errors
/// [`Error::Served`] while a server runs, [`Error::NotAFile`] of PostgreSQL's, [`Error::DamagedFile`] when its first page or
/// its departments do not read (then a backup is all there is), and those of the disk. All is then as it was.
pub fn mend(data: &Path) -> Result<Mended, Error> {
    let folder = Folder::new(data);
    let Some(_lock) = folder.lock_for_serving()? else { return Err(Error::NotAFile) };
    if let Some(aside) = read_if_present(&folder.mending())? {
        put_in_place(&folder, std::str::from_utf8(&aside).map_err(|_| Error::Mending)?)?;
    }
    let anew = folder.database_anew();
    remove_with_log(&anew)?;
    let filled = fill(&folder, &folder.keys()?);
    let Ok(mut mended) = filled else {
        remove_with_log(&anew)?;
        return filled;
    };
    mended.aside = format!("aside-{}", now_seconds());
    keep_aside(&folder, &mended.aside)?;
    write_private(&folder.mending(), mended.aside.as_bytes())?;
    put_in_place(&folder, &mended.aside)?;
    Ok(mended)
}

fn fill(folder: &Folder, keys: &ServerKeys) -> Result<Mended, Error> {
    let database = Database::open(&Address::File(folder.database_anew()))?;
    let wreck = Wreck::open(&folder.database())?;
    let (mut entries, mut sessions, mut others) = (Share::default(), Share::default(), Share::default());
    database.write(|transaction| {
        db::set_server_key(transaction, keys.public())?;
        let (_, is_all) = wreck.take_over(transaction, ("department", &["id", "pack", "code"], &[]))?;
        if is_all { Ok(()) } else { Err(Error::DamagedFile) }
    })?;
    let mut logs: HashMap<DepartmentId, Log> = HashMap::new();
    for department in database.read(db::departments)? {
        logs.insert(department, Log::new(department));
    }
    let read = wreck.rows("entry", "department, bytes", |row| Ok((row.get(1)?, row.get(2)?)))?;
    entries.is_all = read.is_all;
    let rows = read.rows.len() as u64;
    for (_, (department, bytes)) in read.rows {
        let (department, bytes): ([u8; 16], Vec<u8>) = (department, bytes);
        // What waits for its parents to the end is not among the entries below.
        let _ = logs.get_mut(&DepartmentId::from(department)).map(|log| log.insert(&bytes));
    }
    for log in logs.values() {
        let accepted = log.entries();
        entries.kept += accepted.len() as u64;
        database.write(|transaction| store_entries(transaction, log.department(), &accepted))?;
    }
    entries.left_out = rows.saturating_sub(entries.kept);
    for table in AS_THEY_ARE {
        let (kept, is_all) = database.write(|transaction| wreck.take_over(transaction, table))?;
        others.kept += kept;
        others.is_all &= is_all;
    }
    let read = wreck.rows("session", "certificate", |row| row.get::<_, Vec<u8>>(1))?;
    sessions.is_all = read.is_all;
    let mut known: HashMap<Actor, SessionCertificate> = HashMap::new();
    for (_, bytes) in read.rows {
        let verified = SessionCertificate::decode(&bytes).ok().and_then(|certificate| {
            let log = logs.values().find(|log| certificate.verify(log.membership()).is_ok())?;
            Some((log.department(), certificate))
        });
        sessions.count(verified.is_some());
        if let Some((department, certificate)) = verified {
            let actor = certificate.actor();
            database.write(|transaction| db::add_session(transaction, department, actor, &bytes))?;
            known.insert(actor, certificate);
        }
    }
    let batches = put_batches(&database, &wreck, &logs, &known)?;
    database.scrub()?;
    Ok(Mended { entries, sessions, batches, others, aside: String::new() })
}

/// In the order of their arrival, so each after the one it follows.
fn put_batches(
    database: &Database,
    wreck: &Wreck,
    logs: &HashMap<DepartmentId, Log>,
    sessions: &HashMap<Actor, SessionCertificate>,
) -> Result<Share, Error> {
    let mut share = Share::default();
    let numbers = wreck.rows("batch", "1", |_| Ok(()))?;
    share.is_all = numbers.is_all;
    let lanes: HashMap<ScopeId, &Log> = logs.values().flat_map(lanes_of).collect();
    for group in numbers.rows.chunks(GROUP) {
        let mut batches = Vec::new();
        for (number, ()) in group {
            let read = wreck.row("batch", "header, signature, body", *number, |row| {
                Ok(SignedBatch { header: row.get(0)?, signature: row.get(1)?, body: row.get(2)? })
            })?;
            let admitted = read.and_then(|signed| {
                let header = signed.decode_header().ok()?;
                admit(lanes.get(&header.scope)?, sessions.get(&header.session)?, signed).ok()
            });
            match admitted {
                Some(batch) => batches.push(batch),
                None => share.left_out += 1,
            }
        }
        let shelved = database.write(|transaction: &Transaction<'_>| {
            batches.iter().map(|batch| db::shelve(transaction, batch)).collect::<Result<Vec<_>, _>>()
        })?;
        for shelved in shelved {
            share.count(matches!(shelved, Shelved::Stored | Shelved::Forked));
        }
    }
    Ok(share)
}

fn lanes_of(log: &Log) -> impl Iterator<Item = (ScopeId, &Log)> {
    let scopes = log.membership().scopes().map(|scope| scope.scope);
    scopes.flat_map(move |scope| [scope, scope.inbox(), scope.checkpoint()].map(|lane| (lane, log)))
}

/// The damaged file under another name too, with a copy of its log: durable before anything of it goes.
fn keep_aside(folder: &Folder, aside: &str) -> Result<(), Error> {
    let (path, aside) = (folder.database(), folder.path().join(aside));
    create_private_folder(&aside)?;
    let target = aside.join(path.file_name().unwrap_or_default());
    fs::hard_link(&path, &target).or_else(|_| fs::copy(&path, &target).map(drop))?;
    let log = beside(&path, "-wal");
    if log.exists() {
        fs::copy(&log, beside(&target, "-wal"))?;
        File::open(beside(&target, "-wal"))?.sync_all()?;
    }
    File::open(&target)?.sync_all()?;
    sync_folder(&aside)?;
    Ok(sync_folder(folder.path())?)
}

/// The log of the damaged file must be gone before another file bears its name: it would be taken for that one's.
fn put_in_place(folder: &Folder, aside: &str) -> Result<(), Error> {
    let (path, anew) = (folder.database(), folder.database_anew());
    if anew.exists() && folder.path().join(aside).join("server.sqlite").exists() {
        for end in ["-wal", "-shm"] {
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

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

fn remove_with_log(path: &Path) -> Result<(), Error> {
    ["", "-wal", "-shm"].iter().try_for_each(|end| remove(&beside(path, end)))
}

fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
