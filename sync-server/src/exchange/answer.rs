//! What a device is answered: the entries and batches that it lacks, refusals, and the receipt.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use bytes::Bytes;
use posta_identity::ids::{Actor, DepartmentId};
use posta_protocol::{Frame, PackWriter, Receipt};

use super::{Exchange, Granted};
use crate::clock::{now_hour, now_seconds};
use crate::database as db;
use crate::error::Error;
use crate::server::Server;

/// About how large a pack is, unless the device asks for another size within these bounds. Bytes.
const PACK: u32 = 16 * 1024;
const PACKS: std::ops::RangeInclusive<u32> = 1024..=64 * 1024;

/// An answer that is read from the database while it is sent.
pub struct Answer {
    department: DepartmentId,
    first: Vec<u8>,
    rows: VecDeque<i64>,
    sessions: HashSet<Actor>,
    last: Vec<u8>,
    ended: bool,
    packs: PackWriter,
    pack: usize,
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
                    Ok((db::own_vector_beside(connection, *lane, self.device, theirs)?, Vec::new()))
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
        let pack = if self.pack == 0 { PACK } else { self.pack.clamp(*PACKS.start(), *PACKS.end()) };
        Ok(Answer {
            department: self.department,
            first,
            rows,
            sessions: HashSet::new(),
            last,
            ended: false,
            packs: PackWriter::default(),
            pack: pack as usize,
        })
    }
}

impl Answer {
    /// An answer that is there whole.
    pub fn of(department: DepartmentId, bytes: Vec<u8>) -> Self {
        Self {
            department,
            first: bytes,
            rows: VecDeque::new(),
            sessions: HashSet::new(),
            last: Vec::new(),
            ended: false,
            packs: PackWriter::default(),
            pack: 0,
        }
    }

    /// The next piece; `None` after the last. Blocks on the disk.
    pub fn next_piece(&mut self, server: &Arc<Server>) -> Result<Option<Bytes>, Error> {
        if self.ended {
            return Ok(None);
        }
        let mut piece = std::mem::take(&mut self.first);
        while self.packs.guess() < self.pack
            && let Some(row) = self.rows.pop_front()
        {
            self.write_batch(server, row)?;
        }
        if !self.packs.is_empty() {
            let bytes = self.packs.close().map_err(|_| Error::Damaged("pack"))?;
            piece.extend(Frame::Pack { bytes }.encode());
        }
        if self.rows.is_empty() {
            piece.append(&mut self.last);
            self.ended = true;
        }
        Ok(Some(Bytes::from(piece)))
    }

    fn write_batch(&mut self, server: &Server, row: i64) -> Result<(), Error> {
        let department = self.department;
        let (batch, certificate) = server.database.read(|connection| {
            let batch = db::batch(connection, row)?.ok_or(Error::Damaged("batch"))?;
            let certificate = db::session(connection, department, batch.actor)?;
            Ok((batch, certificate.ok_or(Error::Damaged("session"))?))
        })?;
        if self.sessions.insert(batch.actor) {
            self.packs.add_session(batch.actor, &certificate);
        }
        self.packs.add_batch(&batch.signed);
        Ok(())
    }
}
