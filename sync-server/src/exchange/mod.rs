//! One exchange: who asks, what it brings, what it is answered.

mod answer;
mod receive;

use std::collections::{BTreeSet, HashMap};

use posta_identity::SessionCertificate;
use posta_identity::ids::{Actor, DepartmentId, DeviceId, Hash32, ScopeId};
use posta_protocol::{ExchangeHead, Vector, code};

use crate::clock::now_hour;
use crate::error::Error;
use crate::request_log::Counters;
use crate::server::{OpenExchange, Server};

pub use answer::Answer;

/// Distinct refusals that are told; more would only repeat themselves.
const REFUSALS: usize = 1_000;

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

/// An exchange with a device that proved who it is.
pub struct Exchange {
    department: DepartmentId,
    device: DeviceId,
    tips: Vec<Hash32>,
    /// Our head when the heads of the device were last remembered.
    heads_until: Option<Hash32>,
    /// The scopes asked for that the device may hold, with its vectors.
    granted: Vec<(ScopeId, Vector)>,
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
            tips: head.tips,
            heads_until: None,
            granted: Vec::new(),
            refusals: BTreeSet::new(),
            sessions: HashMap::new(),
            counters: Counters::default(),
            _open: open,
        };
        for (scope, vector) in head.scopes {
            if membership.may_hold(head.device, scope) {
                exchange.granted.push((scope, vector));
            } else {
                exchange.refuse(scope, code::SCOPE_NOT_GRANTED);
            }
        }
        Ok(exchange)
    }

    fn refuse(&mut self, scope: ScopeId, code: &'static str) {
        if self.refusals.len() < REFUSALS {
            self.refusals.insert((scope, code));
        }
    }
}
