//! What a device is answered: the entries and batches that it lacks, refusals, and the receipt.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use bytes::Bytes;
use posta_identity::ids::{Actor, DepartmentId};
use posta_protocol::{Frame, PackWriter, Recall, Receipt, Terms};

use super::{Exchange, Granted};
use crate::clock::{now_hour, now_seconds};
use crate::database as db;
use crate::error::Error;
use crate::server::Server;

/// About how large a pack is, unless the device asks for another size within these bounds. Bytes.
const PACK: u32 = 16 * 1024;
/// Batches of a feed from which packs go on: usually, and for a device that says how much its link lets through.
const RECALLS: u32 = 8;
const RECALLS_AFTER_CUT: u32 = 32;
const PACKS: std::ops::RangeInclusive<u32> = 1024..=64 * 1024;
/// Packs that are made in one go have about so many bytes together.
const PIECE: usize = 24 * 1024;
/// With more batches an answer is long: it may not be packed whole before the device has taken some of it.
const LONG: usize = 192;

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
    /// How much comes at once, if it is not all there is.
    room: Option<usize>,
    /// Batches of a feed from which the packs go on, at most.
    recalls: u32,
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
        server.database.be_sound()?;
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
        let receipt = match self.knows_all(&receipt) {
            true => Frame::Brief(Box::new(receipt.brief())),
            false => Frame::Receipt(Box::new(receipt)),
        };
        last.extend(receipt.encode());
        last.extend(Frame::End.encode());
        let Terms { pack, room, recalls, .. } = self.terms;
        let pack = if pack == 0 { PACK } else { pack.clamp(*PACKS.start(), *PACKS.end()) };
        let recalls = match (recalls, room) {
            (false, _) => 0,
            (true, 0) => RECALLS,
            (true, _) => RECALLS_AFTER_CUT,
        };
        Ok(Answer {
            department: self.department,
            first,
            rows,
            sessions: HashSet::new(),
            last,
            ended: false,
            packs: PackWriter::asked_by(self.asker.clone()),
            pack: pack as usize,
            room: Some(room as usize).filter(|room| *room > 0),
            recalls,
        })
    }
}

impl Exchange {
    /// Whether the device will have what the receipt tells, and nothing else: then it need not be told. Should it not be
    /// so (a fork that neither knew of, a batch that it does not take), it asks once more for all of it.
    fn knows_all(&self, receipt: &Receipt) -> bool {
        let has = |lane: &Granted| {
            receipt.vector(&lane.lane).is_some_and(|ours| {
                lane.theirs.0.iter().all(|(feed, tips)| {
                    tips.iter().all(|tip| ours.tips(feed).any(|our| our == tip || our.n > tip.n))
                })
            })
        };
        self.terms.is_brief
            && self.terms.room == 0
            && self.refusals.is_empty()
            && self.granted.len() == self.asked
            && self.granted.iter().all(has)
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
            room: None,
            recalls: 0,
        }
    }

    /// An answer of an empty log and of these batches.
    #[cfg(test)]
    pub fn of_rows(first: Vec<u8>, rows: impl IntoIterator<Item = i64>) -> Self {
        let rows = rows.into_iter().collect();
        Self { rows, pack: PACK as usize, ..Self::of(DepartmentId::from([0; 16]), first) }
    }

    /// Whether nothing of it is to be packed.
    pub fn is_whole(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether it is of many batches.
    pub fn is_long(&self) -> bool {
        self.rows.len() > LONG
    }

    /// What comes before all packs.
    pub fn take_first(&mut self) -> Bytes {
        let first = std::mem::take(&mut self.first);
        self.use_room(first.len());
        Bytes::from(first)
    }

    /// The next piece, of one or some packs; `None` after the last. Blocks on the disk.
    pub fn next_piece(&mut self, server: &Arc<Server>) -> Result<Option<Bytes>, Error> {
        if self.ended {
            return Ok(None);
        }
        let mut piece = self.take_first().to_vec();
        loop {
            let packed = self.next_pack(server)?;
            self.use_room(packed.len());
            piece.extend(packed);
            if self.rows.is_empty() {
                piece.append(&mut self.last);
                self.ended = true;
                break;
            }
            if piece.len() >= PIECE {
                break;
            }
        }
        Ok(Some(Bytes::from(piece)))
    }

    fn use_room(&mut self, bytes: usize) {
        if let Some(room) = &mut self.room {
            *room = room.saturating_sub(bytes);
            if *room == 0 {
                // The device sees by the receipt that there is more, and asks again.
                self.rows.clear();
            }
        }
    }

    fn next_pack(&mut self, server: &Arc<Server>) -> Result<Vec<u8>, Error> {
        let mut piece = Vec::new();
        let recalls = std::mem::take(&mut self.recalls);
        if let Some(row) = self.rows.front().filter(|_| recalls > 0) {
            let recall = self.recall(server, *row, recalls)?;
            piece.extend(recall.map(|recall| Frame::Recall(recall).encode()).unwrap_or_default());
        }
        while self.packs.guess() < self.pack
            && let Some(row) = self.rows.pop_front()
        {
            self.write_batch(server, row)?;
        }
        if !self.packs.is_empty() {
            let bytes = self.packs.close_with(server.effort()).map_err(|_| Error::Damaged("pack"))?;
            piece.extend(Frame::Pack { bytes }.encode());
        }
        Ok(piece)
    }

    /// Goes on from what lies before the first batch, which the device has.
    fn recall(&mut self, server: &Server, row: i64, count: u32) -> Result<Option<Recall>, Error> {
        let branch = server.database.read(|connection| {
            let first = db::batch(connection, row)?.ok_or(Error::Damaged("batch"))?;
            let header = first.signed.decode_header().map_err(|_| Error::Damaged("batch"))?;
            if header.n == 1 {
                return Ok(Vec::new());
            }
            db::branch(connection, header.previous, if header.is_sealed() { 1 } else { count })
        })?;
        let whole =
            branch.iter().rposition(|batch| batch.signed.is_bodyless()).map_or(0, |hollow| hollow + 1);
        let branch = branch.get(whole..).unwrap_or_default();
        self.sessions.extend(branch.iter().map(|batch| batch.actor));
        let signed: Vec<_> = branch.iter().map(|batch| batch.signed.clone()).collect();
        Ok(self.packs.recall(&signed))
    }

    fn write_batch(&mut self, server: &Server, row: i64) -> Result<(), Error> {
        let department = self.department;
        let opened = server.database.read(|connection| server.opened.open(connection, department, row))?;
        if self.sessions.insert(opened.actor) {
            self.packs.add_session(opened.actor, &opened.certificate);
        }
        self.packs.add_prepared(&opened.batch);
        Ok(())
    }
}
