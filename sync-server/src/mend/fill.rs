//! A new database, filled with what reads and verifies of the damaged one and of those put aside before.

use std::collections::HashMap;

use posta_identity::ids::{Actor, DepartmentId, ScopeId};
use posta_identity::{Log, ServerKeys, SessionCertificate};
use posta_protocol::SignedBatch;

use super::place::put_aside;
use super::{Mended, Share};
use crate::database::{self as db, Address, Database, Shelved, Wreck};
use crate::error::Error;
use crate::exchange::admit::admit;
use crate::folder::Folder;
use crate::members::store_entries;

/// Rows put by one transaction.
const GROUP: usize = 256;

/// Tables that are taken over as they are, with the keys of those whose rows have no numbers. All else is made of batches, but
/// for what devices brought today and in all: they bring some of it again.
const AS_THEY_ARE: [(&str, &[&str], &[&str]); 4] = [
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
    ("gone", &["scope", "kind", "document"], &["scope", "kind", "document"]),
];

pub(super) fn fill(folder: &Folder, keys: &ServerKeys) -> Result<Mended, Error> {
    let wreck = Wreck::open(&folder.database())?;
    let asides = put_aside(folder)?;
    // One of another version, or of which not even the schema reads, has nothing to give.
    let asides: Vec<Wreck> = asides.iter().filter_map(|path| Wreck::open(path).ok()).collect();
    let sources: Vec<&Wreck> = [&wreck].into_iter().chain(&asides).collect();
    let database = Database::open(&Address::File(folder.database_anew()))?;
    database.write(|transaction| {
        db::set_server_key(transaction, keys.public())?;
        let (_, is_all) = wreck.take_over(transaction, ("department", &["id", "pack", "code"], &[]))?;
        if is_all { Ok(()) } else { Err(Error::DamagedFile) }
    })?;
    let (logs, mut entries) = put_logs(&database, &sources)?;
    let mut others = Share::default();
    for table in AS_THEY_ARE {
        let (kept, is_all) = database.write(|transaction| wreck.take_over(transaction, table))?;
        others.kept += kept;
        others.is_all &= is_all;
    }
    let (known, mut sessions) = put_sessions(&database, &sources, &logs)?;
    let mut batches = put_all_batches(&database, &sources, &logs, &known)?;
    for share in [&mut entries, &mut sessions, &mut batches, &mut others] {
        share.is_all &= wreck.is_log_whole();
    }
    // Its log must be empty: it does not go with it.
    if !database.scrub()? {
        return Err(Error::Busy);
    }
    Ok(Mended { entries, sessions, batches, others, aside: String::new() })
}

/// The membership logs, of which none may be without its beginning: nobody could bring it again.
fn put_logs(database: &Database, sources: &[&Wreck]) -> Result<(HashMap<DepartmentId, Log>, Share), Error> {
    let (mut logs, mut share) = (HashMap::new(), Share::default());
    for department in database.read(db::departments)? {
        logs.insert(department, Log::new(department));
    }
    let mut rows = 0;
    for (number, source) in sources.iter().enumerate() {
        let read = source.rows("entry", "department, bytes", |row| {
            Ok((row.get::<_, [u8; 16]>("department")?, row.get::<_, Vec<u8>>("bytes")?))
        })?;
        if number == 0 {
            share.is_all = read.is_all;
            rows = read.rows.len() as u64;
        }
        for (_, (department, bytes)) in read.rows {
            // What waits for its parents to the end is not among the entries below.
            let _ = logs.get_mut(&DepartmentId::from(department)).map(|log| log.insert(&bytes));
        }
    }
    for log in logs.values() {
        let accepted = log.entries();
        if accepted.is_empty() {
            return Err(Error::DamagedFile);
        }
        share.kept += accepted.len() as u64;
        database.write(|transaction| store_entries(transaction, log.department(), &accepted))?;
    }
    share.left_out = rows.saturating_sub(share.kept);
    Ok((logs, share))
}

fn put_sessions(
    database: &Database,
    sources: &[&Wreck],
    logs: &HashMap<DepartmentId, Log>,
) -> Result<(HashMap<Actor, SessionCertificate>, Share), Error> {
    let (mut known, mut share) = (HashMap::new(), Share::default());
    for (number, source) in sources.iter().enumerate() {
        let read = source.rows("session", "certificate", |row| row.get::<_, Vec<u8>>("certificate"))?;
        if number == 0 {
            share.is_all = read.is_all;
        }
        for group in read.rows.chunks(GROUP) {
            let mut verified = Vec::new();
            for (_, bytes) in group {
                let found = SessionCertificate::decode(bytes).ok().and_then(|certificate| {
                    let log = logs.values().find(|log| certificate.verify(log.membership()).is_ok())?;
                    Some((log.department(), certificate))
                });
                match found {
                    Some((department, certificate)) if !known.contains_key(&certificate.actor()) => {
                        share.count(true);
                        verified.push((department, certificate.actor(), bytes));
                        known.insert(certificate.actor(), certificate);
                    }
                    Some(_) => {}
                    None => share.left_out += u64::from(number == 0),
                }
            }
            database.write(|transaction| {
                verified.iter().try_for_each(|(department, actor, bytes)| {
                    db::add_session(transaction, *department, *actor, bytes)
                })
            })?;
        }
    }
    Ok((known, share))
}

/// Until no source gives anything more: what one lacks may follow on what another has.
fn put_all_batches(
    database: &Database,
    sources: &[&Wreck],
    logs: &HashMap<DepartmentId, Log>,
    sessions: &HashMap<Actor, SessionCertificate>,
) -> Result<Share, Error> {
    let lanes: HashMap<ScopeId, &Log> = logs.values().flat_map(lanes_of).collect();
    let mut all = Share::default();
    loop {
        let mut stored = 0;
        for (number, source) in sources.iter().enumerate() {
            let share = put_batches(database, source, &lanes, sessions)?;
            stored += share.kept;
            if number == 0 {
                (all.left_out, all.is_all) = (share.left_out, share.is_all);
            }
        }
        all.kept += stored;
        if stored == 0 || sources.len() == 1 {
            return Ok(all);
        }
    }
}

/// In the order of their arrival, so each after the one it follows.
fn put_batches(
    database: &Database,
    source: &Wreck,
    lanes: &HashMap<ScopeId, &Log>,
    sessions: &HashMap<Actor, SessionCertificate>,
) -> Result<Share, Error> {
    let mut share = Share::default();
    let numbers = source.rows("batch", "1", |_| Ok(()))?;
    share.is_all = numbers.is_all;
    for group in numbers.rows.chunks(GROUP) {
        let mut batches = Vec::new();
        for (number, ()) in group {
            let read = source.row("batch", "header, signature, body", *number, |row| {
                Ok(SignedBatch {
                    header: row.get("header")?,
                    signature: row.get("signature")?,
                    body: row.get("body")?,
                })
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
        let shelved = database.write(|transaction| {
            batches.iter().map(|batch| db::shelve(transaction, batch)).collect::<Result<Vec<_>, _>>()
        })?;
        for shelved in shelved.iter().filter(|shelved| **shelved != Shelved::Known) {
            share.count(*shelved != Shelved::MissingPrevious);
        }
    }
    Ok(share)
}

fn lanes_of(log: &Log) -> impl Iterator<Item = (ScopeId, &Log)> {
    let scopes = log.membership().scopes().map(|scope| scope.scope);
    scopes.flat_map(move |scope| [scope, scope.inbox(), scope.checkpoint()].map(|lane| (lane, log)))
}
