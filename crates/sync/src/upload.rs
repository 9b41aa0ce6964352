//! The request body: head, entries, then batch by batch from the shelf, each session before its first batch.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use bytes::Bytes;
use futures_util::stream;
use posta_identity::{
    Membership,
    ids::{Actor, Hash32, ScopeId},
};
use posta_protocol::{Asker, ExchangeHead, FeedId, Frame, PackWriter, Receipt, SignedBatch};
use posta_store::{CarriedBatch, DeviceFile};
use tokio::sync::mpsc;

use crate::{Error, plan, setting, transport::ByteStream, transport::TransportError};

/// What one request carries at most, of what servers take (64 MiB); the rest goes with the next one. Bytes.
const REQUEST: usize = 32 * 1024 * 1024;

/// Lanes of which a request goes on, each from its first feed.
const RECALLED_LANES: usize = 8;

pub(crate) type PieceSender = mpsc::Sender<Result<Bytes, TransportError>>;

/// A body that holds one piece at a time; `taken` counts the bytes that the transport took.
pub(crate) fn body(taken: Arc<AtomicU64>) -> (PieceSender, ByteStream) {
    let (sender, receiver) = mpsc::channel::<Result<Bytes, TransportError>>(1);
    let pieces = stream::unfold((receiver, taken), |(mut receiver, taken)| async move {
        let piece = receiver.recv().await?;
        if let Ok(bytes) = &piece {
            taken.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        }
        Some((piece, (receiver, taken)))
    });
    (sender, Box::pin(pieces))
}

/// Where the request body stands.
pub(crate) struct Upload {
    opening: Option<Bytes>,
    /// Not yet decided: batches are chosen, and marked as offered, only when the connection has taken the head.
    carries: bool,
    queue: VecDeque<(ScopeId, Hash32)>,
    /// What is carried for others goes last.
    carried: VecDeque<CarriedBatch>,
    /// Of that, what went.
    pub passed_on: Vec<CarriedBatch>,
    sessions: BTreeSet<Actor>,
    ended: bool,
    bytes: usize,
    pub sent: BTreeSet<Hash32>,
    /// Scopes that could not be sent, with a code.
    pub withheld: Vec<(ScopeId, String)>,
    /// Scopes of which a feed could not be sent, with a code; their other feeds were.
    pub held_back: BTreeSet<(ScopeId, String)>,
    /// Batches of those feeds.
    pub kept_here: BTreeSet<Hash32>,
    feeds: BTreeSet<FeedId>,
    packs: PackWriter,
    /// Batches of the open pack.
    packed: Vec<Hash32>,
    pack: usize,
    /// How many batches of a feed the packs go on from, at most.
    recalls: u32,
    /// How much goes at most; the rest goes with the next request. Bytes.
    most: usize,
    /// The same while something is carried for others, which nobody but them waits for.
    most_carried: usize,
}

/// How a request is to go.
pub(crate) struct Manner {
    /// About how many bytes a pack has, which is what a cut loses.
    pub pack: usize,
    /// How many batches of a feed the packs go on from, at most.
    pub recalls: u32,
    /// What the link lets through, if that is known. Bytes.
    pub room: Option<usize>,
    /// How much goes at most while something is carried for others. Bytes.
    pub carried: usize,
}

impl Upload {
    /// `receipt`: the proof, after the entries, that the server had them once.
    pub fn new(
        head: ExchangeHead,
        entries: Vec<Vec<u8>>,
        receipt: Option<Receipt>,
        carries: bool,
        manner: &Manner,
    ) -> Self {
        let packs = PackWriter::asked_by(Asker::of(&head));
        let mut opening = Frame::Head(Box::new(head)).encode();
        for entry in entries {
            opening.extend_from_slice(&Frame::Entry(entry).encode());
        }
        if let Some(receipt) = receipt {
            opening.extend_from_slice(&Frame::Receipt(Box::new(receipt)).encode());
        }
        Self {
            opening: Some(opening.into()),
            carries,
            queue: VecDeque::new(),
            carried: VecDeque::new(),
            passed_on: Vec::new(),
            sessions: BTreeSet::new(),
            ended: false,
            bytes: 0,
            sent: BTreeSet::new(),
            withheld: Vec::new(),
            held_back: BTreeSet::new(),
            kept_here: BTreeSet::new(),
            feeds: BTreeSet::new(),
            packs,
            packed: Vec::new(),
            pack: manner.pack,
            recalls: manner.recalls,
            most: manner.room.unwrap_or(REQUEST).min(REQUEST),
            most_carried: manner.carried,
        }
    }

    /// Whether batches were left over for the next request.
    pub fn is_full(&self) -> bool {
        self.bytes >= self.most && !(self.queue.is_empty() && self.carried.is_empty())
    }

    /// The next piece; nothing after the last. `skip`: scopes that the server has refused.
    pub fn next(
        &mut self,
        device: &DeviceFile,
        membership: &Membership,
        id: posta_identity::ids::DeviceId,
        skip: &BTreeSet<ScopeId>,
    ) -> Result<Option<Bytes>, Error> {
        if let Some(opening) = self.opening.take() {
            return Ok(Some(opening));
        }
        if std::mem::take(&mut self.carries) {
            self.choose(device, membership, id, skip)?;
            let recalls = self.recall(device)?;
            if !recalls.is_empty() {
                return Ok(Some(recalls.into()));
            }
        }
        while self.bytes < self.most
            && let Some((scope, hash)) = self.queue.pop_front()
        {
            if self.batch(device, membership, scope, &hash)? {
                self.packed.push(hash);
            }
            if self.packs.guess() >= self.pack {
                return self.close_pack().map(Some);
            }
        }
        while self.bytes < self.most_carried.min(self.most)
            && self.queue.is_empty()
            && let Some(carried) = self.carried.pop_front()
        {
            self.pass_on(device, carried)?;
            if self.packs.guess() >= self.pack {
                return self.close_pack().map(Some);
            }
        }
        if self.ended {
            return Ok(None);
        }
        self.ended = true;
        let mut piece = Vec::new();
        if !self.packs.is_empty() {
            piece.extend_from_slice(&self.close_pack()?);
        }
        piece.extend_from_slice(&Frame::End.encode());
        Ok(Some(piece.into()))
    }

    fn close_pack(&mut self) -> Result<Bytes, Error> {
        let bytes = self.packs.close().map_err(|error| posta_store::Error::Batch(error.code()))?;
        let piece = Frame::Pack { bytes }.encode();
        self.bytes += piece.len();
        self.sent.extend(self.packed.drain(..));
        Ok(piece.into())
    }

    /// Chooses what goes, says durably that it goes, and that the server must be asked if no receipt comes back.
    fn choose(
        &mut self,
        device: &DeviceFile,
        membership: &Membership,
        id: posta_identity::ids::DeviceId,
        skip: &BTreeSet<ScopeId>,
    ) -> Result<(), Error> {
        for scope in plan::plan(device, membership, id)?.scopes {
            if skip.contains(&scope.scope) || scope.send.is_empty() {
                continue;
            }
            device.offer(&scope.send)?;
            self.queue.extend(scope.send.into_iter().map(|hash| (scope.scope, hash)));
        }
        if !self.queue.is_empty() {
            setting::set_asks_first(device, true)?;
        }
        self.carried = device.carried_to_send(&id)?.into();
        Ok(())
    }

    /// Adds a batch of others to the pack.
    fn pass_on(&mut self, device: &DeviceFile, carried: CarriedBatch) -> Result<(), Error> {
        let (Some(batch), Some(certificate)) =
            (device.carried_batch(&carried.hash)?, device.session(&carried.session)?)
        else {
            return Ok(());
        };
        if self.sessions.insert(carried.session) {
            self.packs.add_session(carried.session, &certificate.encode());
        }
        self.packs.add_batch(&batch);
        self.passed_on.push(carried);
        Ok(())
    }

    /// Goes on from what lies before the first batch of each lane: the server has it.
    fn recall(&mut self, device: &DeviceFile) -> Result<Vec<u8>, Error> {
        let (mut frames, mut lanes) = (Vec::new(), BTreeSet::new());
        for (scope, hash) in self.queue.iter().filter(|_| self.recalls > 0) {
            if lanes.len() >= RECALLED_LANES || !lanes.insert(*scope) {
                continue;
            }
            let Some(batch) = device.batch(hash)? else { continue };
            let Some(header) = batch.decode_header().ok().filter(|header| header.n > 1) else { continue };
            // Of what is sealed there is only the header to go on from.
            let count = if header.is_sealed() { 1 } else { self.recalls };
            let branch = device.branch(&header.previous, count)?;
            let whole = branch.iter().rposition(SignedBatch::is_bodyless).map_or(0, |hollow| hollow + 1);
            let branch = branch.get(whole..).unwrap_or_default();
            if let Some(recall) = self.packs.recall(branch) {
                frames.extend(Frame::Recall(recall).encode());
                let headers = branch.iter().filter_map(|batch| batch.decode_header().ok());
                self.sessions.extend(headers.map(|header| header.session));
            }
        }
        Ok(frames)
    }

    /// Adds a batch to the pack, with its session when that has not gone yet; whether it goes. An open body of a
    /// confidential scope never leaves, and a feed stays from the batch on whose session is not known here.
    fn batch(
        &mut self,
        device: &DeviceFile,
        membership: &Membership,
        scope: ScopeId,
        hash: &Hash32,
    ) -> Result<bool, Error> {
        let Some(batch) = device.batch(hash)? else { return Ok(false) };
        let Ok(header) = batch.decode_header() else { return Ok(false) };
        if !plan::is_sealed_well(membership, &header) {
            self.withheld.push((scope, "not_sealed".to_owned()));
            self.queue.retain(|(other, _)| *other != scope);
            return Ok(false);
        }
        let feed = header.feed();
        if self.feeds.contains(&feed) {
            self.kept_here.insert(*hash);
            return Ok(false);
        }
        if !self.sessions.contains(&header.session) {
            let Some(certificate) = device.session(&header.session)? else {
                self.held_back.insert((scope, "unknown_session".to_owned()));
                self.kept_here.insert(*hash);
                self.feeds.insert(feed);
                return Ok(false);
            };
            self.sessions.insert(header.session);
            self.packs.add_session(header.session, &certificate.encode());
        }
        self.packs.add_batch(&batch);
        Ok(true)
    }
}
