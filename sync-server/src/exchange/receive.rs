//! What a device brings: entries, sessions, batches. Everything is verified, then stored in small transactions.

use posta_identity::{Log, Sensitivity, SessionCertificate};
use posta_protocol::{BatchError, Frame, SignedBatch, code};

use super::{ENTRIES, ENTRY_BYTES, Exchange};
use crate::database::{self as db, NewBatch, Shelved};
use crate::error::Error;
use crate::server::Server;

/// The author of a batch may not write in its scope.
pub(crate) const AUTHOR_NOT_GRANTED: &str = "author_not_granted";
/// The session of a batch is not known or does not verify.
pub(crate) const UNKNOWN_SESSION: &str = "unknown_session";
/// A confidential batch that is not encrypted, or a registry batch that is.
pub(crate) const WRONG_ENCRYPTION: &str = "wrong_encryption";

/// Sessions that one exchange may bring.
const SESSIONS: usize = 10_000;

impl Exchange {
    /// Takes the frames that have arrived together; what it returns from is durable.
    pub fn receive(&mut self, server: &Server, frames: Vec<Frame>) -> Result<(), Error> {
        let mut rest = Vec::new();
        for frame in frames {
            match frame {
                Frame::Entry(bytes) => self.hold_entry(bytes),
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
    pub(super) fn take_entries(&mut self, server: &Server) -> Result<(), Error> {
        let entries = std::mem::take(&mut self.entries);
        if !entries.is_empty() {
            let taken = server.members.take(&server.database, self.department, &entries)?;
            self.counters.refused += taken.refused;
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
        let membership = log.membership();
        let Ok(header) = signed.decode_header() else { return Ok(Err(code::BAD_REQUEST)) };
        let scope = header.scope;
        if !membership.may_hold(self.device, scope) {
            return Ok(Err(code::SCOPE_NOT_GRANTED));
        }
        let readable =
            membership.scope(scope).is_some_and(|scope| scope.sensitivity == Sensitivity::Registry);
        if readable == header.is_sealed() {
            return Ok(Err(WRONG_ENCRYPTION));
        }
        let Some(session) = self.session(server, log, &header)? else { return Ok(Err(UNKNOWN_SESSION)) };
        if session.device != header.device {
            return Ok(Err(UNKNOWN_SESSION));
        }
        if !membership.may_write(session.user, scope) {
            return Ok(Err(AUTHOR_NOT_GRANTED));
        }
        match signed.verify(&session.session_public) {
            Ok(_) => {}
            Err(BatchError::Signature | BatchError::OtherSession) => return Ok(Err(code::BAD_SIGNATURE)),
            Err(_) => return Ok(Err(code::BAD_REQUEST)),
        }
        // The membership head that it names decides nothing here: revocation will ask for it.
        let Ok(n) = i64::try_from(header.n) else { return Ok(Err(code::BAD_REQUEST)) };
        Ok(Ok(NewBatch {
            scope,
            feed: header.feed(),
            n,
            previous: header.previous,
            hash: signed.hash(),
            actor: header.session,
            signed,
            readable,
        }))
    }

    /// The verified certificate of a batch's session, brought now or stored before.
    fn session(
        &mut self,
        server: &Server,
        log: &Log,
        header: &posta_protocol::BatchHeader,
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
        let outcomes = server.database.write(|transaction| {
            let mut outcomes = Vec::with_capacity(batches.len());
            for batch in &batches {
                if let Some(certificate) = sessions.get(&batch.actor) {
                    db::add_session(transaction, department, batch.actor, &certificate.encode())?;
                }
                outcomes.push(db::shelve(transaction, batch)?);
            }
            Ok(outcomes)
        })?;
        for outcome in outcomes {
            match outcome {
                Shelved::Stored => self.counters.stored += 1,
                Shelved::Forked => {
                    self.counters.stored += 1;
                    self.counters.forked += 1;
                }
                Shelved::Known => self.counters.known += 1,
                Shelved::MissingPrevious => self.counters.gaps += 1,
            }
        }
        Ok(())
    }
}
