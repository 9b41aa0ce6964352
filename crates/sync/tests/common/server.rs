//! The other side, in this process: a shelf, a log, nonces, and whatever can go wrong.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use futures_util::{FutureExt, StreamExt, future::BoxFuture, stream};
use posta_identity::{
    FileKey, Log, SessionCertificate, SigningKey,
    ids::{Actor, DeviceId, ScopeId},
};
use posta_protocol::{
    ElsewhereAnswer, ElsewhereRequest, ErrorBody, ExchangeHead, FeedId, Frame, FrameReader, Receipt,
    SignedBatch, Standing, code,
};
use posta_store::DeviceFile;
use posta_sync::{Answer, ByteStream, Transport, TransportError};
use tempfile::TempDir;

use super::{NOW, World};

/// What goes wrong in every exchange until changed.
#[derive(Default, Clone)]
pub struct Faults {
    pub unreachable: bool,
    /// Cut when this many bytes of the request have come.
    pub cut_up: Option<usize>,
    /// Cut when this many bytes of the answer have gone.
    pub cut_down: Option<usize>,
    /// Answered by somebody else, who may read the request first.
    pub portal: Option<(u16, Vec<u8>)>,
    /// Signs receipts in the server's place.
    pub signer: Option<SigningKey>,
    pub refuse: Option<ScopeId>,
    /// Keeps nothing of what comes up.
    pub drops_batches: bool,
    /// Frames that go down before the receipt.
    pub inject: Vec<Frame>,
    pub no_receipt: bool,
    /// What is answered to a question about other departments.
    pub told: Option<ElsewhereAnswer>,
    /// Takes no nonce for such a question.
    pub never_fresh: bool,
}

/// What a request was.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// How large packs were asked for.
    pub pack: u32,
    pub batches: usize,
    pub entries: usize,
    pub sessions: usize,
    pub bytes: usize,
    pub largest_piece: usize,
}

struct State {
    folder: TempDir,
    shelf: DeviceFile,
    log: Log,
    nonce: Vec<u8>,
    faults: Faults,
    time: i64,
    seen: Vec<Seen>,
    /// Scopes of batches whose author was unknown in this request.
    unknown: BTreeSet<ScopeId>,
}

#[derive(Clone)]
pub struct FakeServer {
    world: Arc<World>,
    state: Arc<Mutex<State>>,
}

impl FakeServer {
    pub fn new(world: &Arc<World>) -> Self {
        let folder = TempDir::new().unwrap();
        let shelf = DeviceFile::open(&folder.path().join("server.posta"), &FileKey::random()).unwrap();
        let nonce = b"first nonce".to_vec();
        let (faults, seen) = (Faults::default(), Vec::new());
        let (log, unknown) = (world.log(), BTreeSet::new());
        let state = State { folder, shelf, log, nonce, faults, time: NOW, seen, unknown };
        Self { world: world.clone(), state: Arc::new(Mutex::new(state)) }
    }

    pub fn set(&self, faults: Faults) {
        self.state.lock().unwrap().faults = faults;
    }

    /// The clock by which receipts are signed from now on.
    pub fn set_time(&self, time: i64) {
        self.state.lock().unwrap().time = time;
    }

    pub fn set_log(&self, log: Log) {
        self.state.lock().unwrap().log = log;
    }

    pub fn log(&self) -> Log {
        self.state.lock().unwrap().log.clone()
    }

    pub fn forget_nonces(&self, nonce: &[u8]) {
        self.state.lock().unwrap().nonce = nonce.to_vec();
    }

    /// Requests since the last call.
    pub fn seen(&self) -> Vec<Seen> {
        std::mem::take(&mut self.state.lock().unwrap().seen)
    }

    pub fn count(&self, scope: &ScopeId) -> u64 {
        self.state.lock().unwrap().shelf.counts(scope).unwrap().batches
    }

    /// A server whose disk was set back to hold only the first `keep` batches of a scope.
    pub fn restored(&self, scope: &ScopeId, keep: usize) -> Self {
        let other = Self::new(&self.world);
        {
            let (old, new) = (self.state.lock().unwrap(), other.state.lock().unwrap());
            for certificate in old.shelf.sessions().unwrap() {
                new.shelf.put_session(&certificate).unwrap();
            }
            for hash in old.shelf.hashes(scope).unwrap().iter().take(keep) {
                new.shelf.put_batch(&old.shelf.batch(hash).unwrap().unwrap(), false).unwrap();
            }
        }
        other
    }

    async fn serve(&self, mut request: ByteStream) -> Result<Answer, TransportError> {
        let faults = self.state.lock().unwrap().faults.clone();
        if faults.unreachable {
            return Err(TransportError::Cut);
        }
        let mut intake = Intake { server: self, head: None, seen: Seen::default(), refusal: None };
        let mut reader = FrameReader::with_packs();
        let mut outcome = Ok(());
        let mut ended = false;
        while let Some(piece) = request.next().await {
            let Ok(piece) = piece else { break };
            intake.seen.bytes += piece.len();
            intake.seen.largest_piece = intake.seen.largest_piece.max(piece.len());
            if faults.cut_up.is_some_and(|limit| intake.seen.bytes > limit) {
                outcome = Err(TransportError::Cut);
                break;
            }
            if faults.portal.is_some() {
                continue;
            }
            reader.push(&piece);
            while let Some(frame) = reader.next().unwrap() {
                ended |= frame == Frame::End;
                intake.take(frame, &faults);
            }
            if intake.refusal.is_some() {
                break;
            }
        }
        let Intake { head, seen, refusal, .. } = intake;
        self.state.lock().unwrap().seen.push(seen);
        outcome?;
        if let Some((status, page)) = faults.portal {
            return Ok(answer(status, page, None));
        }
        if let Some(code) = refusal {
            let nonce = self.state.lock().unwrap().nonce.clone();
            return Ok(answer(401, Frame::Error(ErrorBody::new(code, nonce)).encode(), None));
        }
        let head = head.filter(|_| ended).ok_or(TransportError::Cut)?;
        if head.standing.is_some() && self.standing(&head) != head.standing {
            let nonce = self.state.lock().unwrap().nonce.clone();
            let refusal = Frame::Error(ErrorBody::new(code::NOT_THE_SAME, nonce));
            return Ok(answer(409, refusal.encode(), None));
        }
        Ok(answer(200, self.write_answer(&head, &faults), faults.cut_down))
    }

    /// Answers whoever has the present nonce with what [`Faults::told`] holds.
    fn serve_question(&self, request: &[u8]) -> Result<Answer, TransportError> {
        let mut state = self.state.lock().unwrap();
        state.seen.push(Seen { bytes: request.len(), ..Seen::default() });
        let faults = state.faults.clone();
        if faults.unreachable {
            return Err(TransportError::Cut);
        }
        if let Some((status, page)) = faults.portal {
            return Ok(answer(status, page, None));
        }
        let refuse = |code| {
            let error = ErrorBody::new(code, state.nonce.clone());
            Ok(answer(401, Frame::Error(error).encode(), None))
        };
        let request = ElsewhereRequest::decode(request).unwrap();
        if request.session.verify(state.log.membership()).is_err() || request.verify().is_err() {
            return refuse(code::BAD_SIGNATURE);
        }
        if faults.never_fresh || request.nonce != state.nonce {
            return refuse(code::STALE_NONCE);
        }
        match faults.told {
            Some(told) => Ok(answer(200, told.encode(), faults.cut_down)),
            None => refuse(code::NOT_FOUND),
        }
    }

    /// Where a device that asks by its standing would stand now; nothing is ever aside here.
    fn standing(&self, head: &ExchangeHead) -> Option<Standing> {
        let state = self.state.lock().unwrap();
        let members = state.log.membership();
        let all: Vec<ScopeId> = members
            .scopes()
            .flat_map(|scope| [scope.scope, scope.scope.inbox(), scope.scope.checkpoint()])
            .collect();
        let lanes = head.standing.as_ref()?.lanes(&all)?;
        let vector = |lane: ScopeId| {
            let whole = state.shelf.vector(&lane).unwrap();
            if members.may_hold(head.device, lane) {
                return Some((lane, whole));
            }
            let own = state.feeds_of(&lane, head.device);
            members.may_send(head.device, lane).then(|| (lane, whole.of_feeds(|feed| own.contains(feed))))
        };
        let vectors: Option<Vec<_>> = lanes.into_iter().map(vector).collect();
        Some(Standing::of(state.log.tips(), &vectors?, &[]))
    }

    fn write_answer(&self, head: &ExchangeHead, faults: &Faults) -> Vec<u8> {
        let mut state = self.state.lock().unwrap();
        let mut out: Vec<u8> = Vec::new();
        let mut write = |frame: Frame| out.extend(frame.encode());
        if head.standing.is_none() {
            state.log.lacked_by(&head.tips).into_iter().for_each(|entry| write(Frame::Entry(entry)));
        }
        let mut sessions = BTreeSet::<Actor>::new();
        let mut vectors = Vec::new();
        for (scope, vector) in &head.scopes {
            let members = state.log.membership();
            let reads = members.may_hold(head.device, *scope);
            let brings = members.may_send(head.device, *scope);
            if faults.refuse == Some(*scope) || !(reads || brings) {
                write(Frame::Refused { scope: *scope, code: code::SCOPE_NOT_GRANTED.to_owned() });
                continue;
            }
            if !reads {
                if members.device(head.device).is_some_and(|device| !device.active) {
                    write(Frame::Refused { scope: *scope, code: code::REVOKED.to_owned() });
                }
                let own = state.feeds_of(scope, head.device);
                vectors
                    .push((*scope, state.shelf.vector(scope).unwrap().of_feeds(|feed| own.contains(feed))));
                continue;
            }
            for hash in state.shelf.lacked_by(scope, vector).unwrap() {
                let batch = state.shelf.batch(&hash).unwrap().unwrap();
                let session = batch.decode_header().unwrap().session;
                if sessions.insert(session) {
                    let certificate = state.shelf.session(&session).unwrap().unwrap();
                    write(Frame::Session(certificate.encode()));
                }
                write(Frame::Batch { bytes: batch.to_bytes() });
            }
            vectors.push((*scope, state.shelf.vector(scope).unwrap()));
        }
        for scope in std::mem::take(&mut state.unknown) {
            write(Frame::Refused { scope, code: "unknown_session".to_owned() });
        }
        faults.inject.iter().cloned().for_each(&mut write);
        if !faults.no_receipt {
            let key = faults.signer.clone().unwrap_or(self.world.server.sign.clone());
            let nonce = state.nonce.clone();
            let tips = state.log.tips();
            let receipt = match &head.standing {
                Some(same) => Receipt::sign_same(
                    head.department,
                    same.answer(&head.device, &head.nonce),
                    state.time + 300,
                    nonce,
                    &key,
                ),
                None => {
                    Receipt::sign_with_tips(head.department, vectors, tips, state.time + 300, nonce, &key)
                }
            };
            write(Frame::Receipt(Box::new(receipt)));
        }
        write(Frame::End);
        out
    }
}

impl Transport for FakeServer {
    fn exchange(&self, request: ByteStream) -> BoxFuture<'_, Result<Answer, TransportError>> {
        self.serve(request).boxed()
    }

    fn elsewhere(&self, request: Bytes) -> BoxFuture<'_, Result<Answer, TransportError>> {
        std::future::ready(self.serve_question(&request)).boxed()
    }
}

struct Intake<'a> {
    server: &'a FakeServer,
    head: Option<ExchangeHead>,
    seen: Seen,
    refusal: Option<&'static str>,
}

impl Intake<'_> {
    fn take(&mut self, frame: Frame, faults: &Faults) {
        let mut state = self.server.state.lock().unwrap();
        match frame {
            Frame::Head(head) => {
                self.seen.pack = head.pack;
                self.head = Some(*head);
            }
            Frame::Entry(bytes) => {
                self.seen.entries += 1;
                let _ = state.log.insert(&bytes);
            }
            frame => {
                if let Some(code) = state.judge(self.head.as_ref().unwrap()) {
                    self.refusal.get_or_insert(code);
                    return;
                }
                match frame {
                    Frame::Session(bytes) => {
                        self.seen.sessions += 1;
                        let certificate = SessionCertificate::decode(&bytes).unwrap();
                        if certificate.verify(state.log.membership()).is_ok() {
                            state.shelf.put_session(&certificate).unwrap();
                        }
                    }
                    Frame::Batch { bytes } => {
                        self.seen.batches += 1;
                        state.store(&bytes, faults);
                    }
                    _ => {}
                }
            }
        }
    }
}

impl State {
    /// Feeds of a device in a lane.
    fn feeds_of(&self, scope: &ScopeId, device: DeviceId) -> BTreeSet<FeedId> {
        let headers = self
            .shelf
            .hashes(scope)
            .unwrap()
            .into_iter()
            .map(|hash| self.shelf.batch(&hash).unwrap().unwrap().decode_header().unwrap());
        headers.filter(|header| header.device == device).map(|header| header.feed()).collect()
    }

    fn judge(&self, head: &ExchangeHead) -> Option<&'static str> {
        let Some(device) = self.log.membership().device(head.device) else {
            return Some(code::UNKNOWN_DEVICE);
        };
        if head.verify(&device.sign_public).is_err() {
            return Some(code::BAD_SIGNATURE);
        }
        (head.nonce != self.nonce).then_some(code::STALE_NONCE)
    }

    fn store(&mut self, bytes: &[u8], faults: &Faults) {
        let batch = SignedBatch::from_bytes(bytes).unwrap();
        let header = batch.decode_header().unwrap();
        let session = self.shelf.session(&header.session).unwrap();
        if faults.drops_batches || faults.refuse == Some(header.scope) {
            return;
        }
        if session.is_none() {
            self.unknown.insert(header.scope);
        }
        if let Some(session) = session
            && (batch.verify(&session.session_public).is_ok()
                || batch.verify_bodyless(&session.session_public).is_ok())
        {
            self.shelf.put_batch(&batch, false).unwrap();
        }
    }
}

/// In pieces of 100 bytes, so that frames are split everywhere.
fn answer(status: u16, bytes: Vec<u8>, cut: Option<usize>) -> Answer {
    let end = cut.unwrap_or(usize::MAX).min(bytes.len());
    let is_cut = cut.is_some_and(|cut| cut < bytes.len());
    let mut pieces: Vec<Result<Bytes, TransportError>> =
        bytes[..end].chunks(100).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    if is_cut {
        pieces.push(Err(TransportError::Cut));
    }
    Answer { status, body: Box::pin(stream::iter(pieces)) }
}
