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
use posta_protocol::{ExchangeHead, FeedId, Frame, PackWriter, Receipt};
use posta_store::{CarriedBatch, DeviceFile};
use tokio::sync::mpsc;

use crate::{Error, plan, setting, transport::ByteStream, transport::TransportError};

/// What one request carries at most, of what servers take (64 MiB); the rest goes with the next one. Bytes.
const REQUEST: usize = 32 * 1024 * 1024;

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
}

impl Upload {
    /// `receipt`: the proof, after the entries, that the server had them once.
    /// `pack`: about how many bytes a pack has, which is what a cut loses.
    pub fn new(
        head: ExchangeHead,
        entries: Vec<Vec<u8>>,
        receipt: Option<Receipt>,
        carries: bool,
        pack: usize,
    ) -> Self {
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
            packs: PackWriter::default(),
            packed: Vec::new(),
            pack,
        }
    }

    /// Whether batches were left over for the next request.
    pub fn is_full(&self) -> bool {
        self.bytes >= REQUEST && !(self.queue.is_empty() && self.carried.is_empty())
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
        }
        while self.bytes < REQUEST
            && let Some((scope, hash)) = self.queue.pop_front()
        {
            if self.batch(device, membership, scope, &hash)? {
                self.packed.push(hash);
            }
            if self.packs.guess() >= self.pack {
                return self.close_pack().map(Some);
            }
        }
        while self.bytes < REQUEST
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
        self.carried = device.carried()?.into();
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

    /// Adds a batch to the pack, with its session when that has not gone yet; whether it goes. An open body of a confidential scope never leaves, and a
    /// feed stays from the batch on whose session is not known here.
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
