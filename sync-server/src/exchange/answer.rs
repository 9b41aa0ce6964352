//! What a device is answered: the entries and batches that it lacks, refusals, and the receipt.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use bytes::Bytes;
use posta_identity::ids::{Actor, DepartmentId};
use posta_protocol::{Frame, Receipt};

use super::{Exchange, Granted};
use crate::clock::{now_hour, now_seconds};
use crate::database as db;
use crate::error::Error;
use crate::server::Server;

/// How many bytes are read from the database at a time.
const PIECE: usize = 64 * 1024;

/// An answer that is read from the database while it is sent.
pub struct Answer {
    department: DepartmentId,
    first: Vec<u8>,
    rows: VecDeque<i64>,
    sessions: HashSet<Actor>,
    last: Vec<u8>,
    ended: bool,
}

impl Exchange {
    /// Decides the whole answer: the receipt covers what is committed now, the batches are read later.
    pub fn answer(&mut self, server: &Server) -> Result<Answer, Error> {
        self.take_entries(server)?;
        let log = server.members.log(&server.database, self.department)?.ok_or(Error::UnknownDepartment)?;
        let mut first = Vec::new();
        for entry in log.lacked_by(&self.tips) {
            first.extend(Frame::Entry(entry).encode());
        }
        let mut rows = VecDeque::new();
        let mut vectors = Vec::new();
        for Granted { lane, theirs, reads } in &self.granted {
            let (vector, lacked) = server.database.read(|connection| {
                if *reads {
                    Ok((db::vector(connection, *lane)?, db::lacked_by(connection, *lane, theirs)?))
                } else {
                    Ok((db::own_vector(connection, *lane, self.device)?, Vec::new()))
                }
            })?;
            vectors.push((*lane, vector));
            rows.extend(lacked);
        }
        self.counters.sent = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let nonce = server.nonces.make(self.device, now_hour());
        let (tips, now) = (log.tips(), now_seconds());
        let receipt = Receipt::sign_with_tips(self.department, vectors, tips, now, nonce, &server.keys.sign);
        let mut last = Vec::new();
        for (scope, code) in &self.refusals {
            last.extend(Frame::Refused { scope: *scope, code: (*code).to_owned() }.encode());
        }
        let lines = server.database.read(|connection| server.asides.lines(connection, &log, self.device))?;
        for line in lines {
            last.extend(Frame::Aside(line).encode());
        }
        last.extend(Frame::Receipt(Box::new(receipt)).encode());
        last.extend(Frame::End.encode());
        Ok(Answer { department: self.department, first, rows, sessions: HashSet::new(), last, ended: false })
    }
}

impl Answer {
    /// The next piece; `None` after the last. Blocks on the disk.
    pub fn next_piece(&mut self, server: &Arc<Server>) -> Result<Option<Bytes>, Error> {
        if self.ended {
            return Ok(None);
        }
        let mut piece = std::mem::take(&mut self.first);
        while piece.len() < PIECE {
            let Some(row) = self.rows.pop_front() else {
                piece.append(&mut self.last);
                self.ended = true;
                break;
            };
            self.write_batch(server, row, &mut piece)?;
        }
        Ok(Some(Bytes::from(piece)))
    }

    fn write_batch(&mut self, server: &Server, row: i64, piece: &mut Vec<u8>) -> Result<(), Error> {
        let department = self.department;
        let (batch, certificate) = server.database.read(|connection| {
            let batch = db::batch(connection, row)?.ok_or(Error::Damaged("batch"))?;
            let certificate = db::session(connection, department, batch.actor)?;
            Ok((batch, certificate.ok_or(Error::Damaged("session"))?))
        })?;
        if self.sessions.insert(batch.actor) {
            piece.extend(Frame::Session(certificate).encode());
        }
        piece.extend(Frame::Batch { bytes: batch.signed.to_bytes() }.encode());
        Ok(())
    }
}
