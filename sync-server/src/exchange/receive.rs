//! What a device brings: entries, sessions, batches. Everything is verified, then stored in small transactions.

use posta_identity::{Log, SessionCertificate};
use posta_protocol::{BatchHeader, Frame, SignedBatch, code};

use super::admit::{UNKNOWN_SESSION, admit, check_place};
use super::{ENTRIES, ENTRY_BYTES, Exchange};
use crate::clock::now_day;
use crate::database::{self as db, NewBatch, Shelved};
use crate::error::Error;
use crate::members::Backing;
use crate::server::Server;

/// Sessions that one exchange may bring.
const SESSIONS: usize = 10_000;

impl Exchange {
    /// Takes the frames that have arrived together; what it returns from is durable.
    pub fn receive(&mut self, server: &Server, frames: Vec<Frame>) -> Result<(), Error> {
        let mut rest = Vec::new();
        for frame in frames {
            match frame {
                Frame::Entry(bytes) => self.hold_entry(bytes),
                Frame::Receipt(receipt) => self.backed = server.backed_by(&receipt, self.department),
                other => rest.push(other),
            }
        }
        if rest.is_empty() {
            return Ok(());
        }
        self.take_entries(server)?;
        let log = server.members.log(&server.database, self.department)?.ok_or(Error::UnknownDepartment)?;
        let mut batches = Vec::new();
        for frame in rest {
            match frame {
                Frame::Session(bytes) => self.take_session(&log, &bytes),
                Frame::Batch { bytes } => {
                    if let Some(batch) = self.check_batch(server, &log, &bytes)? {
                        batches.push(batch);
                    }
                }
                _ => {}
            }
        }
        self.store(server, batches)
    }

    /// Keeps an entry until all have come; what is too much counts as refused.
    fn hold_entry(&mut self, bytes: Vec<u8>) {
        if self.entry_count >= ENTRIES || self.entry_bytes + bytes.len() > ENTRY_BYTES {
            self.counters.refused += 1;
            return;
        }
        self.entry_count += 1;
        self.entry_bytes += bytes.len();
        self.entries.push(bytes);
    }

    /// Takes the entries that have come since the last time.
    pub fn take_entries(&mut self, server: &Server) -> Result<(), Error> {
        let entries = std::mem::take(&mut self.entries);
        if entries.is_empty() {
            return Ok(());
        }
        let (device, day, quotas) = (self.device, now_day(), &server.quotas);
        let a_day = if self.is_revoked { quotas.entries_a_day_of_revoked } else { quotas.entries_a_day };
        let used = server.database.read(|connection| db::usage(connection, device, day))?;
        let backing = Backing { tips: &self.backed, room: a_day.saturating_sub(used.entries_of_day) };
        let taken = server.members.take(&server.database, self.department, &entries, backing)?;
        self.counters.quota = self.counters.quota.saturating_add(taken.beyond);
        self.counters.refused += taken.refused;
        if taken.bytes > 0 {
            server.database.write(|transaction| db::add_usage(transaction, device, day, 0, taken.bytes))?;
        }
        Ok(())
    }

    fn take_session(&mut self, log: &Log, bytes: &[u8]) {
        match SessionCertificate::decode(bytes) {
            Ok(certificate)
                if certificate.verify(log.membership()).is_ok() && self.sessions.len() < SESSIONS =>
            {
                self.sessions.insert(certificate.actor(), certificate);
            }
            _ => self.counters.refused += 1,
        }
    }

    /// Decides about one batch; a refused one never stops the others.
    fn check_batch(&mut self, server: &Server, log: &Log, bytes: &[u8]) -> Result<Option<NewBatch>, Error> {
        let Ok(signed) = SignedBatch::from_bytes(bytes) else {
            self.counters.refused += 1;
            return Ok(None);
        };
        let Ok(header) = signed.decode_header() else {
            self.counters.refused += 1;
            return Ok(None);
        };
        match self.verify_batch(server, log, signed)? {
            Ok(batch) => Ok(Some(batch)),
            Err(code) => {
                self.counters.refused += 1;
                self.refuse(header.scope, code);
                Ok(None)
            }
        }
    }

    fn verify_batch(
        &mut self,
        server: &Server,
        log: &Log,
        signed: SignedBatch,
    ) -> Result<Result<NewBatch, &'static str>, Error> {
        let Ok(header) = signed.decode_header() else { return Ok(Err(code::BAD_REQUEST)) };
        if !log.membership().may_carry(self.device, header.scope) {
            return Ok(Err(code::SCOPE_NOT_GRANTED));
        }
        if let Err(code) = check_place(log, &header) {
            return Ok(Err(code));
        }
        match self.session(server, log, &header)? {
            Some(session) => Ok(admit(log, &session, signed)),
            None => Ok(Err(UNKNOWN_SESSION)),
        }
    }

    /// The verified certificate of a batch's session, brought now or stored before.
    fn session(
        &mut self,
        server: &Server,
        log: &Log,
        header: &BatchHeader,
    ) -> Result<Option<SessionCertificate>, Error> {
        if let Some(certificate) = self.sessions.get(&header.session) {
            return Ok(Some(certificate.clone()));
        }
        let department = self.department;
        let stored =
            server.database.read(|connection| db::session(connection, department, header.session))?;
        let certificate = stored
            .and_then(|bytes| SessionCertificate::decode(&bytes).ok())
            .filter(|certificate| certificate.verify(log.membership()).is_ok());
        if let Some(certificate) = &certificate
            && self.sessions.len() < SESSIONS
        {
            self.sessions.insert(header.session, certificate.clone());
        }
        Ok(certificate)
    }

    fn store(&mut self, server: &Server, batches: Vec<NewBatch>) -> Result<(), Error> {
        if batches.is_empty() {
            return Ok(());
        }
        let (department, sessions) = (self.department, &self.sessions);
        let (device, day, quotas) = (self.device, now_day(), &server.quotas);
        let a_day = if self.is_revoked { quotas.bytes_a_day_of_revoked } else { quotas.bytes_a_day };
        let outcomes = server.database.write(|transaction| {
            db::lock_lanes(transaction, batches.iter().map(|batch| batch.scope))?;
            let used = db::usage(transaction, device, day)?;
            let mut room =
                a_day.saturating_sub(used.batches_of_day).min(quotas.bytes.saturating_sub(used.batches));
            let (mut outcomes, mut stored) = (Vec::with_capacity(batches.len()), 0);
            for batch in &batches {
                let length = batch.signed.byte_len() as u64;
                if length > room && !db::holds(transaction, batch.hash)? {
                    outcomes.push(None);
                    continue;
                }
                if let Some(certificate) = sessions.get(&batch.actor) {
                    db::add_session(transaction, department, batch.actor, &certificate.encode())?;
                }
                let shelved = db::shelve(transaction, batch)?;
                if matches!(shelved, Shelved::Stored | Shelved::Forked) {
                    room = room.saturating_sub(length);
                    stored += length;
                }
                outcomes.push(Some(shelved));
            }
            if stored > 0 {
                db::add_usage(transaction, device, day, stored, 0)?;
            }
            Ok(outcomes)
        })?;
        for (batch, outcome) in batches.iter().zip(outcomes) {
            match outcome {
                Some(Shelved::Stored) => self.counters.stored += 1,
                Some(Shelved::Forked) => {
                    self.counters.stored += 1;
                    self.counters.forked += 1;
                }
                Some(Shelved::Known) => self.counters.known += 1,
                Some(Shelved::MissingPrevious) => self.counters.gaps += 1,
                None => {
                    self.counters.quota += 1;
                    self.refuse(batch.scope, code::QUOTA);
                }
            }
        }
        Ok(())
    }
}
