//! One exchange: who asks, what it brings, what it is answered.

pub(crate) mod admit;
mod answer;
mod aside;
mod opened;
mod receive;
mod same;

use std::collections::{BTreeSet, HashMap, HashSet};

use posta_identity::ids::{Actor, DepartmentId, DeviceId, Hash32, ScopeId};
use posta_identity::{Membership, SessionCertificate};
use posta_protocol::{Asker, ExchangeHead, Recall, SignedBatch, Standing, Terms, Vector, code};

use crate::clock::now_hour;
use crate::database as db;
use crate::error::Error;
use crate::request_log::Counters;
use crate::server::{OpenExchange, Server};

pub use answer::Answer;
pub(crate) use aside::Memory as Asides;
pub(crate) use opened::Memory as OpenedBatches;
pub use same::Same;

/// Distinct refusals that are told; more would only repeat themselves.
const REFUSALS: usize = 1_000;
/// Scopes that one exchange may ask for.
const SCOPES: usize = 1_000;
/// Entries that one exchange may bring.
pub(crate) const ENTRIES: usize = 20_000;
/// Their bytes: longest membership log that one exchange may bring.
pub(crate) const ENTRY_BYTES: usize = 8 * 1024 * 1024;

/// Whether a head asks for each scope once, and not for more of them than anybody holds.
pub(crate) fn is_modest(head: &ExchangeHead) -> bool {
    let mut seen = HashSet::new();
    head.scopes.len() <= SCOPES && head.scopes.iter().all(|(scope, _)| seen.insert(*scope))
}

/// Why a head is turned away.
pub(crate) enum TurnedAway {
    /// With this code, and a fresh nonce to try again with.
    Because(&'static str, Vec<u8>),
    /// The device has too many exchanges open.
    Busy,
    /// The server failed.
    Trouble(Error),
}

impl From<Error> for TurnedAway {
    fn from(error: Error) -> Self {
        Self::Trouble(error)
    }
}

/// A scope or lane that was asked for.
struct Granted {
    lane: ScopeId,
    /// What the device has of it.
    theirs: Vector,
    /// Whether batches go down; if not, the receipt tells of the device's own feeds only.
    reads: bool,
}

/// An exchange with a device that proved who it is.
pub struct Exchange {
    department: DepartmentId,
    device: DeviceId,
    tips: Vec<Hash32>,
    /// How the answer should come.
    terms: Terms,
    asker: Asker,
    /// How many scopes and lanes were asked for.
    asked: usize,
    /// Asked instead of all else: is all as it was? With the nonce of the question.
    standing: Option<(Standing, Vec<u8>)>,
    /// Entries that came, to be taken together: what vouches for one may come after it.
    entries: Vec<Vec<u8>>,
    entry_count: usize,
    entry_bytes: usize,
    /// Tips of the log by the receipt of this server that the device showed.
    backed: Vec<Hash32>,
    /// The scopes and lanes asked for that the device may read or bring something to.
    granted: Vec<Granted>,
    /// Revoked: what it brings is kept, nothing but entries and the receipt goes down.
    is_revoked: bool,
    refusals: BTreeSet<(ScopeId, &'static str)>,
    sessions: HashMap<Actor, SessionCertificate>,
    /// Numbers for the log line.
    pub counters: Counters,
    _open: OpenExchange,
}

impl Exchange {
    /// Checks the head: known device, its signature, a nonce of ours; then scope by scope the grant.
    pub(crate) fn begin(server: &std::sync::Arc<Server>, head: ExchangeHead) -> Result<Self, TurnedAway> {
        let away = |code| TurnedAway::Because(code, server.nonces.make(head.device, now_hour()));
        let log = server.members.log(&server.database, head.department)?;
        let log = log.ok_or_else(|| away(code::UNKNOWN_DEVICE))?;
        let membership = log.membership();
        let device = membership.device(head.device).ok_or_else(|| away(code::UNKNOWN_DEVICE))?;
        head.verify(&device.sign_public).map_err(|_| away(code::BAD_SIGNATURE))?;
        if !server.nonces.knows(&head.nonce, head.device, now_hour()) {
            return Err(away(code::STALE_NONCE));
        }
        let open = server.open_exchange(head.device).ok_or(TurnedAway::Busy)?;
        let mut exchange = Self {
            department: head.department,
            device: head.device,
            asker: Asker::of(&head),
            asked: head.scopes.len(),
            tips: head.tips,
            terms: head.terms,
            standing: head.standing.map(|standing| (standing, head.nonce)),
            entries: Vec::new(),
            entry_count: 0,
            entry_bytes: 0,
            backed: Vec::new(),
            granted: Vec::new(),
            is_revoked: !device.active,
            refusals: BTreeSet::new(),
            sessions: HashMap::new(),
            counters: Counters::default(),
            _open: open,
        };
        for (lane, theirs) in head.scopes {
            exchange.grant(membership, lane, theirs);
        }
        Ok(exchange)
    }

    /// Who asks.
    pub fn device(&self) -> DeviceId {
        self.device
    }

    /// The batches from which a device says that its packs go on, if it may know them.
    pub fn recalled(&self, server: &Server, recall: &Recall) -> Result<Vec<SignedBatch>, Error> {
        let branch = server.database.read(|connection| db::branch(connection, recall.last, recall.count))?;
        let may_know = |batch: &db::StoredBatch| {
            let lane = batch.signed.decode_header().map(|header| header.scope);
            let granted = self.granted.iter().find(|granted| Ok(granted.lane) == lane);
            granted.is_some_and(|granted| granted.reads || batch.device == self.device)
        };
        let may_know_all = branch.iter().all(may_know);
        Ok(if may_know_all { branch.into_iter().map(|batch| batch.signed).collect() } else { Vec::new() })
    }

    /// Reading needs a user who may read now; bringing, one who may write or might. A revoked device is told so.
    fn grant(&mut self, membership: &Membership, lane: ScopeId, theirs: Vector) {
        let reads = membership.may_hold(self.device, lane);
        let brings = membership.may_send(self.device, lane);
        if self.is_revoked && brings {
            self.refuse(lane, code::REVOKED);
        } else if !reads && !brings {
            self.refuse(lane, code::SCOPE_NOT_GRANTED);
        }
        if reads || brings {
            self.granted.push(Granted { lane, theirs, reads });
        }
    }

    fn refuse(&mut self, scope: ScopeId, code: &'static str) {
        if self.refusals.len() < REFUSALS {
            self.refusals.insert((scope, code));
        }
    }
}
