//! Which batches count, by the membership log: all of those whose author stands, and of a revoked author's those at or
//! below the cut.

use std::collections::{BTreeSet, HashMap};

use crate::database::Connection;
use posta_identity::ids::{Actor, DepartmentId, Hash32, ScopeId};
use posta_identity::{Limit, Log, SessionCertificate};
use posta_protocol::FeedId;
use posta_protocol::chain::{Link, counted_by};

use crate::database as db;
use crate::error::Error;

/// How far a session's batches of one feed count.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// All.
    All,
    /// These only: the branches of the cuts.
    Only(BTreeSet<Hash32>),
    /// None.
    Nothing,
}

impl Standing {
    /// Whether this batch counts.
    pub fn counts(&self, batch: &Hash32) -> bool {
        match self {
            Self::All => true,
            Self::Only(branch) => branch.contains(batch),
            Self::Nothing => false,
        }
    }
}

/// Judges by one state of a log; remembers what it found.
pub struct Judge<'a> {
    log: &'a Log,
    known: HashMap<(FeedId, Actor), Standing>,
}

impl<'a> Judge<'a> {
    /// By this log.
    pub fn by(log: &'a Log) -> Self {
        Self { log, known: HashMap::new() }
    }

    /// The standing of a session in a feed of a lane.
    pub fn standing(
        &mut self,
        connection: &Connection,
        lane: ScopeId,
        feed: FeedId,
        actor: Actor,
    ) -> Result<&Standing, Error> {
        if !self.known.contains_key(&(feed, actor)) {
            let found = find_standing(connection, self.log, lane, feed, actor)?;
            self.known.insert((feed, actor), found);
        }
        Ok(self.known.get(&(feed, actor)).unwrap_or(&Standing::Nothing))
    }
}

fn find_standing(
    connection: &Connection,
    log: &Log,
    lane: ScopeId,
    feed: FeedId,
    actor: Actor,
) -> Result<Standing, Error> {
    let department: DepartmentId = log.department();
    let certificate = db::session(connection, department, actor)?
        .and_then(|bytes| SessionCertificate::decode(&bytes).ok())
        .ok_or(Error::Damaged("session"))?;
    let limit = log.membership().limit(certificate.user, certificate.device, lane, *feed.as_bytes());
    Ok(match limit {
        Limit::Free => Standing::All,
        Limit::Nothing => Standing::Nothing,
        _ => {
            let links: Vec<Link> = db::links(connection, feed)?.into_iter().map(|(_, link)| link).collect();
            Standing::Only(counted_by(&links, &limit))
        }
    })
}
