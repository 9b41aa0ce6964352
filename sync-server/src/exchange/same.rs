//! A device with no news asks whether all is as it was: 16 bytes instead of vectors.

use posta_identity::ids::ScopeId;
use posta_protocol::{Frame, Receipt, Standing};

use super::{Answer, Exchange};
use crate::clock::{now_hour, now_seconds};
use crate::database as db;
use crate::error::Error;
use crate::server::Server;

/// What is answered to a device that asks by where it stands.
pub enum Same {
    /// It did not ask so.
    NotAsked,
    /// Nothing has changed: the whole answer.
    Yes(Box<Answer>),
    /// It has to ask with vectors.
    No,
}

impl Exchange {
    /// Looks whether everything that this device would be told is as it says.
    pub fn same(&self, server: &Server) -> Result<Same, Error> {
        let Some((asked, nonce)) = &self.standing else { return Ok(Same::NotAsked) };
        let Some(log) = server.members.log(&server.database, self.department)? else { return Ok(Same::No) };
        let membership = log.membership();
        let all: Vec<ScopeId> = membership
            .scopes()
            .flat_map(|scope| [scope.scope, scope.scope.inbox(), scope.scope.checkpoint()])
            .collect();
        let Some(lanes) = asked.lanes(&all).filter(|_| !self.is_revoked) else { return Ok(Same::No) };
        let mut vectors = Vec::with_capacity(lanes.len());
        for lane in lanes {
            let (reads, brings) =
                (membership.may_hold(self.device, lane), membership.may_send(self.device, lane));
            if !reads && !brings {
                return Ok(Same::No);
            }
            let vector = server.database.read(|connection| match reads {
                true => db::vector(connection, lane),
                false => db::own_vector(connection, lane, self.device),
            })?;
            vectors.push((lane, vector));
        }
        let lines = server.database.read(|connection| server.asides.lines(connection, &log, self.device))?;
        let aside: Vec<u8> = lines.into_iter().flat_map(|line| Frame::Aside(line).encode()).collect();
        let now = Standing::of(log.tips(), &vectors, &aside);
        if now != *asked {
            return Ok(Same::No);
        }
        server.database.be_sound()?;
        let answer = now.answer(&self.device, nonce);
        let nonce = server.nonces.make(self.device, now_hour());
        let receipt = Receipt::sign_same(self.department, answer, now_seconds(), nonce, &server.keys.sign);
        let bytes = [Frame::Receipt(Box::new(receipt)).encode(), Frame::End.encode()].concat();
        Ok(Same::Yes(Box::new(Answer::of(self.department, bytes))))
    }
}
