//! Posta's server: keeps the batches of every device, merges the registries that it may read, stores what is
//! confidential unread, and answers each device with what it lacks.
//!
//! It can enrol nobody: the authority's keys lie elsewhere, and every peer verifies the membership log itself.

mod aside;
mod backup;
mod clock;
mod database;
mod elsewhere;
mod error;
mod exchange;
mod folder;
mod gate;
mod inside;
mod look_ups;
mod manage;
mod members;
mod mend;
mod merge;
mod metrics;
mod nonce;
mod provision;
mod quota;
mod readiness;
mod recovery;
mod request_log;
mod routes;
mod serve;
mod server;
mod tls;

use std::path::Path;

use posta_identity::ids::{Hash32, ScopeId};

pub use aside::{Aside, aside};
pub use backup::{Held, back_up, restore};
pub use error::Error;
pub use inside::Inside;
pub use look_ups::{LookUps, look_ups};
pub use manage::{Department, Member, admit, assign, members, revoke};
pub use mend::{Mended, Share, mend};
pub use provision::{InitOutcome, InviteRequest, Issued, MAX_HOURS, init_department, invite, invite_until};
pub use quota::Quotas;
pub use recovery::{Drilled, answer_challenge, drill_recovery, join_recovery, split_recovery};
pub use serve::{Running, Wanted, start, start_as, start_with};

/// Notes in the data folder that its database is at this address of PostgreSQL.
///
/// # Errors
/// When it is no address or one that leads over a network in the clear, or the folder has a database of its own.
pub fn set_database(data: &Path, address: &str) -> Result<(), Error> {
    folder::Folder::new(data).set_address(address)
}

/// One hash over the documents of a registry scope ([`posta_documents::ContentDigest`]), equal to the digest of a
/// device that holds the same content.
///
/// # Errors
/// When the database cannot be read.
pub fn document_digest(data: &Path, scope: ScopeId) -> Result<Hash32, Error> {
    let database = folder::Folder::new(data).open_database()?;
    database.read(|connection| database::digest(connection, scope))
}

/// How many batches of a scope or lane lie aside: stored and passed on, but beyond a revocation.
///
/// # Errors
/// When the database cannot be read.
pub fn batches_aside(data: &Path, lane: ScopeId) -> Result<u64, Error> {
    let database = folder::Folder::new(data).open_database()?;
    database.read(|connection| database::aside_count(connection, lane))
}

/// What a registry scope holds besides its documents: the reasons in its quarantine, sorted, and how many changes
/// wait for their causes.
///
/// # Errors
/// When the database cannot be read.
pub fn held_back(data: &Path, scope: ScopeId) -> Result<(Vec<String>, u64), Error> {
    let database = folder::Folder::new(data).open_database()?;
    database.read(|connection| {
        Ok((database::quarantine_reasons(connection, scope)?, database::pending_count(connection, scope)?))
    })
}
