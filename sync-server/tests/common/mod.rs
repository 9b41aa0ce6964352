//! A small device of the tests' own, made of the protocol's words only.
#![allow(dead_code, reason = "each test binary uses its part")]

pub mod beside;
pub mod neighbours;
pub mod postgres;
pub mod process;

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use posta_documents::{Document, RawChange};
use posta_domain::{Fields, Scalar};
use posta_identity::ids::{Actor, DeviceId, Hash32, Incarnation, ScopeId};
use posta_identity::{
    Authority, Code, CodeKeys, DeviceKeys, Entry, EntryBody, EpochKey, Invitation, KdfCost, Lane, Log, Role,
    SessionCertificate, SessionKey, SigningKey, UserSecrets,
};
use posta_protocol::{
    AsideLine, BatchHeader, ChangeEntry, ExchangeHead, Frame, FrameReader, InboxRecord, Receipt, Seal,
    SignedBatch, Vector, pack_body, pack_inbox,
};
use sync_server::{InviteRequest, Issued, Running, init_department, invite, start};
use tempfile::TempDir;

/// Sabaya and Turco, both in Oruro.
pub const SABAYA: &str = "040901";
pub const TURCO: &str = "040402";

/// A server with the department of Oruro, listening on loopback without TLS.
pub struct World {
    pub folder: TempDir,
    pub running: Running,
}

impl World {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        beside::prepare(&folder.path().join("data"));
        init_department(&folder.path().join("data"), &folder.path().join("authority"), "bo", "04").unwrap();
        let running = serve(&folder.path().join("data")).await;
        Self { folder, running }
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn authority(&self) -> PathBuf {
        self.folder.path().join("authority")
    }

    /// Stops and starts again on another port.
    pub async fn restart(self) -> Self {
        let Self { folder, running } = self;
        running.stop().await.unwrap();
        let running = serve(&folder.path().join("data")).await;
        Self { folder, running }
    }

    /// An entry signed by the authority on top of what this device knows.
    pub fn entry(&self, known: &Device, body: EntryBody) -> Vec<u8> {
        let authority = Authority::load(&self.authority(), "04").unwrap();
        let mut log = known.log.clone();
        authority.sign(body, &mut log).unwrap().encode()
    }

    /// The digest of the registry's documents.
    pub fn digest(&self, registry: ScopeId) -> Hash32 {
        self.running.document_digest(registry).unwrap()
    }

    pub fn invite(&self, role: Role, place: &str) -> Issued {
        invite(&self.data(), &self.authority(), &request(role, place)).unwrap()
    }

    pub async fn join(&self, role: Role, place: &str) -> Device {
        let issued = self.invite(role, place);
        let (device, join) = self.accept(&issued, DeviceKeys::random()).await;
        device.finish_join(&self.running.url(), &join).await
    }

    /// Fetches and opens an invitation and makes the Join, without sending it.
    pub async fn accept(&self, issued: &Issued, keys: DeviceKeys) -> (Device, Vec<u8>) {
        accept_at(&self.running.url(), &issued.code, keys, KdfCost::weak_for_tests()).await
    }
}

pub async fn accept_at(url: &str, code: &Code, keys: DeviceKeys, cost: KdfCost) -> (Device, Vec<u8>) {
    let code_keys = CodeKeys::derive(code, cost).unwrap();
    let (status, sealed) = get(&format!("{url}/v1/invitation/{}", hex(&code_keys.id))).await;
    assert_eq!(status, 200);
    let invitation = Invitation::open(&code_keys, &sealed).unwrap();
    let accepted = invitation.accept(&code_keys, &keys).unwrap();
    let device = Device::new(keys, accepted.secrets, accepted.log, invitation.server_public);
    (device, accepted.join.encode())
}

pub async fn serve(data: &Path) -> Running {
    start(data, "127.0.0.1:0".parse().unwrap(), false).await.unwrap()
}

pub fn request(role: Role, place: &str) -> InviteRequest<'_> {
    InviteRequest { pack: "bo", name: "Ana Quispe", role, place, hours: 72, cost: KdfCost::weak_for_tests() }
}

/// One device with one user whose session is open.
pub struct Device {
    pub keys: DeviceKeys,
    pub secrets: UserSecrets,
    pub log: Log,
    pub session: SessionKey,
    pub incarnation: Incarnation,
    pub nonce: Vec<u8>,
    pub server_public: [u8; 32],
    /// Number and hash of the last batch made in a scope.
    pub last: HashMap<ScopeId, (u64, Hash32)>,
}

impl Device {
    pub fn new(keys: DeviceKeys, secrets: UserSecrets, log: Log, server_public: [u8; 32]) -> Self {
        let session = SessionKey::start(&secrets, &keys, "pisiga", 1, log.head());
        let incarnation = Incarnation::random();
        Self {
            keys,
            secrets,
            log,
            session,
            incarnation,
            nonce: Vec::new(),
            server_public,
            last: HashMap::new(),
        }
    }

    pub async fn finish_join(mut self, url: &str, join: &[u8]) -> Self {
        let answer = send_join(url, join).await;
        assert_eq!(answer.status, 200, "{:?}", answer.error);
        self.take(&answer);
        self
    }

    pub fn device(&self) -> DeviceId {
        self.keys.device
    }

    pub fn registry(&self) -> ScopeId {
        self.log.membership().registry()
    }

    pub fn care(&self) -> ScopeId {
        self.log.membership().care_scope(&self.secrets.place).unwrap()
    }

    pub fn actor(&self) -> Actor {
        self.session.actor()
    }

    /// A header of this device's feed; sealed with the newest epoch when asked.
    pub fn header(&self, scope: ScopeId, n: u64, previous: Hash32, sealed: bool) -> BatchHeader {
        let epoch = if sealed { self.secrets.latest_epoch(scope).unwrap().id } else { Hash32::ZERO };
        BatchHeader {
            v: 1,
            scope,
            device: self.device(),
            incarnation: self.incarnation,
            n,
            previous,
            body_hash: Hash32::ZERO,
            session: self.actor(),
            membership: self.log.head(),
            vector: Hash32::ZERO,
            dictionary: 0,
            epoch,
            seal: posta_protocol::Seal::Epoch,
            hour: 1,
        }
    }

    pub fn sign(&self, header: &BatchHeader, changes: &[ChangeEntry]) -> SignedBatch {
        let key = self.secrets.latest_epoch(header.scope).filter(|_| header.is_sealed());
        let aad = header.aad();
        let body = pack_body(changes, key.map(|key| (key, aad.as_slice()))).unwrap();
        SignedBatch::sign(header, body, &self.session.sign)
    }

    /// The next batch of the feed, sealed as its lane asks for: under whatever key when the device has none of its own.
    pub fn batch(&mut self, lane: ScopeId, changes: &[ChangeEntry]) -> SignedBatch {
        let (n, previous) = self.last.get(&lane).copied().unwrap_or((0, Hash32::ZERO));
        let batch = self.batch_at(lane, n + 1, previous, changes);
        self.last.insert(lane, (n + 1, batch.hash()));
        batch
    }

    /// A batch at any place of the feed.
    pub fn batch_at(&self, lane: ScopeId, n: u64, previous: Hash32, changes: &[ChangeEntry]) -> SignedBatch {
        let membership = self.log.membership();
        let (scope, part) = match membership.lane(lane) {
            Some((scope, part)) => (scope.scope, part),
            None => (lane, Lane::Main),
        };
        if scope == self.registry() {
            return self.sign(&self.header(lane, n, previous, false), changes);
        }
        let mut header = self.header(lane, n, previous, false);
        header.epoch = membership.current_epoch(scope).unwrap_or(Hash32::of(b"no such epoch"));
        let body = if part == Lane::Inbox {
            header.seal = Seal::Inbox;
            let public = membership.epoch(scope, header.epoch).unwrap().inbox_public;
            let record =
                |change: &ChangeEntry| InboxRecord { kind: change.kind.clone(), bytes: change.bytes.clone() };
            let records: Vec<InboxRecord> = changes.iter().map(record).collect();
            pack_inbox(&records, &public, &header.aad()).unwrap()
        } else {
            let known = self.secrets.epoch(scope, header.epoch).cloned();
            let key = known.unwrap_or_else(|| EpochKey { id: header.epoch, ..EpochKey::random() });
            pack_body(changes, Some((&key, &header.aad()))).unwrap()
        };
        SignedBatch::sign(&header, body, &self.session.sign)
    }

    /// An entry on top of this device's log, signed by this key, whether the log takes it or not.
    pub fn entry_by(&self, body: EntryBody, key: &SigningKey) -> Vec<u8> {
        Entry::sign(self.log.department(), self.log.tips(), body, key).encode()
    }

    /// Brings entries; the log of this device takes those that the server took.
    pub async fn bring(&mut self, url: &str, entries: &[Vec<u8>]) -> Answer {
        let mut frames = vec![self.head(&[])];
        frames.extend(entries.iter().cloned().map(Frame::Entry));
        frames.push(Frame::End);
        self.send(url, &frames).await
    }

    pub fn session_frame(&self) -> Frame {
        Frame::Session(self.session.certificate.encode())
    }

    pub fn head(&self, scopes: &[(ScopeId, Vector)]) -> Frame {
        let head = ExchangeHead::sign(
            self.log.department(),
            self.device(),
            self.nonce.clone(),
            self.log.tips(),
            scopes.to_vec(),
            &self.keys.sign,
        );
        Frame::Head(Box::new(head))
    }

    /// An exchange about one scope with its own session and these batches.
    pub async fn exchange(&mut self, url: &str, scope: ScopeId, batches: &[&SignedBatch]) -> Answer {
        self.exchange_from(url, &[(scope, Vector::new())], batches).await
    }

    pub async fn exchange_from(
        &mut self,
        url: &str,
        scopes: &[(ScopeId, Vector)],
        batches: &[&SignedBatch],
    ) -> Answer {
        let mut frames = vec![self.head(scopes), self.session_frame()];
        frames.extend(batches.iter().map(|batch| Frame::Batch { bytes: batch.to_bytes() }));
        frames.push(Frame::End);
        self.send(url, &frames).await
    }

    pub async fn send(&mut self, url: &str, frames: &[Frame]) -> Answer {
        let answer = post(&format!("{url}/v1/exchange"), frames).await;
        self.take(&answer);
        answer
    }

    fn take(&mut self, answer: &Answer) {
        for entry in &answer.entries {
            self.log.insert(entry).unwrap();
        }
        if let Some(receipt) = &answer.receipt {
            receipt.verify(&self.server_public).unwrap();
            self.nonce.clone_from(&receipt.nonce);
        }
        if let Some((_, nonce)) = &answer.error
            && !nonce.is_empty()
        {
            self.nonce.clone_from(nonce);
        }
    }
}

/// What came back.
#[derive(Default)]
pub struct Answer {
    pub status: u16,
    pub entries: Vec<Vec<u8>>,
    pub sessions: Vec<SessionCertificate>,
    pub batches: Vec<SignedBatch>,
    pub refused: Vec<(ScopeId, String)>,
    pub aside: Vec<AsideLine>,
    pub receipt: Option<Receipt>,
    pub error: Option<(String, Vec<u8>)>,
    pub ended: bool,
}

impl Answer {
    pub fn code(&self) -> &str {
        self.error.as_ref().map_or("", |(code, _)| code)
    }

    pub fn vector(&self, scope: ScopeId) -> Vector {
        self.receipt.as_ref().unwrap().vector(&scope).cloned().unwrap_or_default()
    }

    /// Whether the receipt's tips of a scope include this batch.
    pub fn covers(&self, batch: &SignedBatch) -> bool {
        let (feed, tip) = batch.tip().unwrap();
        let scope = batch.decode_header().unwrap().scope;
        self.vector(scope).tips(&feed).any(|known| *known == tip)
    }

    pub fn read(status: u16, bytes: &[u8]) -> Self {
        let mut answer = Self { status, ..Self::default() };
        let mut reader = FrameReader::with_packs();
        reader.push(bytes);
        while let Some(frame) = reader.next().unwrap() {
            match frame {
                Frame::Entry(bytes) => answer.entries.push(bytes),
                Frame::Session(bytes) => answer.sessions.push(SessionCertificate::decode(&bytes).unwrap()),
                Frame::Batch { bytes } => answer.batches.push(SignedBatch::from_bytes(&bytes).unwrap()),
                Frame::Refused { scope, code } => answer.refused.push((scope, code)),
                Frame::Aside(line) => answer.aside.push(line),
                Frame::Receipt(receipt) => answer.receipt = Some(*receipt),
                Frame::Error(body) => answer.error = Some((body.code, body.nonce)),
                Frame::End => answer.ended = true,
                Frame::Head(_) | Frame::Pack { .. } | Frame::Holding(_) => {
                    panic!("no server sends a head, no reader gives packs")
                }
            }
        }
        answer
    }
}

pub async fn send_join(url: &str, join: &[u8]) -> Answer {
    post(&format!("{url}/v1/join"), &[Frame::Entry(join.to_vec()), Frame::End]).await
}

pub async fn post(url: &str, frames: &[Frame]) -> Answer {
    let body: Vec<u8> = frames.iter().flat_map(Frame::encode).collect();
    let response = client().post(url).body(body).send().await.unwrap();
    let status = response.status().as_u16();
    Answer::read(status, &response.bytes().await.unwrap())
}

pub async fn get(url: &str) -> (u16, Vec<u8>) {
    let response = client().get(url).send().await.unwrap();
    (response.status().as_u16(), response.bytes().await.unwrap().to_vec())
}

pub async fn get_error(url: &str) -> (u16, String) {
    let (status, bytes) = get(url).await;
    (status, Answer::read(status, &bytes).code().to_owned())
}

fn client() -> reqwest::Client {
    client_from([127, 0, 0, 1].into())
}

/// Asks from this address: all of 127.0.0.0/8 leads to this machine.
pub fn client_from(address: IpAddr) -> reqwest::Client {
    // Building a client asks for a provider even when it will only speak plain HTTP.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    reqwest::Client::builder().no_proxy().local_address(address).build().unwrap()
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn named(name: &str) -> Fields {
    BTreeMap::from([("given_names".to_owned(), Scalar::Text(name.to_owned()))])
}

pub fn entry(kind: &str, document: [u8; 16], change: &RawChange) -> ChangeEntry {
    ChangeEntry { kind: kind.to_owned(), document, bytes: change.bytes.clone() }
}

/// A person made by this session, as a document and its first change.
pub fn person(actor: Actor, document: [u8; 16], name: &str) -> (Document, ChangeEntry) {
    let (made, change) = Document::create(*actor.as_bytes(), &named(name), 1).unwrap();
    (made, entry("person", document, &change))
}

/// The digest by its written formula, from documents given in any order.
pub fn digest_of(documents: &[(&str, [u8; 16], &Document)]) -> Hash32 {
    let sorted: BTreeMap<(&str, [u8; 16]), &Document> =
        documents.iter().map(|(kind, id, document)| ((*kind, *id), *document)).collect();
    let mut digest = posta_documents::ContentDigest::default();
    for ((kind, id), document) in sorted {
        digest.add(kind, &id, &document.heads().concat());
    }
    Hash32::from(digest.finish())
}

/// Orders, agrees and carries out: returns the entries, the last of which names these documents and batches.
pub fn erase(one: &Device, other: &Device, scope: ScopeId, batches: &[Hash32]) -> Vec<Vec<u8>> {
    let document = [1; 16];
    let order = EntryBody::Erase { scope, kind: "person".into(), document, basis: "solicitud".into() };
    let mut log = one.log.clone();
    let order = log.append(order, &one.secrets.sign).unwrap();
    let agreed = log.append(EntryBody::Agree { order: order.hash() }, &other.secrets.sign).unwrap();
    let documents = vec![("person".to_owned(), document)];
    let done = EntryBody::Erased { order: order.hash(), scope, documents, batches: batches.to_vec() };
    let done = log.append(done, &one.secrets.sign).unwrap();
    assert_ne!(one.secrets.user, other.secrets.user);
    [order, agreed, done].iter().map(posta_identity::Entry::encode).collect()
}

/// How many bytes the server keeps of a batch's body.
pub fn body_of(world: &World, batch: &SignedBatch) -> i64 {
    let hash = beside::bytes(batch.hash().as_bytes());
    let sql = format!("SELECT CAST(length(body) AS BIGINT) AS it FROM batch WHERE hash = {hash}");
    beside::number(&world.data(), &sql)
}
