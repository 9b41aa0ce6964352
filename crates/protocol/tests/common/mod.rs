//! Synthetic batches for the tests.
#![allow(dead_code)]

use posta_identity::{EpochKey, SealSecret, SigningKey, ids::*, signing::public_of};
use posta_protocol::*;

pub fn session_key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

pub fn session_public() -> [u8; 32] {
    public_of(&session_key())
}

pub fn epoch_key(byte: u8) -> EpochKey {
    EpochKey::from_key([byte; 32])
}

pub fn header() -> BatchHeader {
    BatchHeader {
        v: 1,
        scope: ScopeId::from([1; 16]),
        device: DeviceId::from([2; 16]),
        incarnation: Incarnation::from([3; 16]),
        n: 2,
        previous: Hash32::of(b"one"),
        body_hash: Hash32::ZERO,
        session: Actor::of(&session_public()),
        membership: Hash32::of(b"members"),
        vector: Vector::new().hash(),
        dictionary: 0,
        epoch: Hash32::ZERO,
        seal: Seal::Epoch,
        hour: 498_000,
    }
}

pub fn changes(count: usize) -> Vec<ChangeEntry> {
    (0..count)
        .map(|i| ChangeEntry {
            kind: "person".to_owned(),
            document: [i as u8; 16],
            bytes: format!("change number {i} of a synthetic person").into_bytes(),
        })
        .collect()
}

pub fn open_batch() -> SignedBatch {
    SignedBatch::sign(&header(), pack_body(&changes(3), None).unwrap(), &session_key())
}

pub fn sealed_batch(count: usize, epoch: &EpochKey) -> SignedBatch {
    let header = BatchHeader { epoch: epoch.id, ..header() };
    let body = pack_body(&changes(count), Some((epoch, &header.aad()))).unwrap();
    SignedBatch::sign(&header, body, &session_key())
}

pub fn inbox_secret() -> SealSecret {
    SealSecret::from_bytes([5; 32])
}

pub fn inbox_header() -> BatchHeader {
    BatchHeader { epoch: epoch_key(1).id, seal: Seal::Inbox, ..header() }
}

pub fn records(count: usize) -> Vec<InboxRecord> {
    (0..count)
        .map(|i| InboxRecord {
            kind: "referral".to_owned(),
            bytes: format!("record number {i} of a synthetic person").into_bytes(),
        })
        .collect()
}

pub fn inbox_batch(count: usize) -> SignedBatch {
    let header = inbox_header();
    let body = pack_inbox(&records(count), &inbox_secret().public(), &header.aad()).unwrap();
    SignedBatch::sign(&header, body, &session_key())
}

pub fn vector() -> Vector {
    let mut vector = Vector::new();
    vector.insert(FeedId::from([9; 16]), Tip { n: 4, hash: [1; 16] });
    vector.insert(FeedId::from([9; 16]), Tip { n: 3, hash: [2; 16] });
    vector.insert(FeedId::from([5; 16]), Tip { n: 70_000, hash: [3; 16] });
    vector
}

pub fn frames() -> Vec<Frame> {
    let scope = ScopeId::from([1; 16]);
    let department = DepartmentId::from([4; 16]);
    let head = ExchangeHead::sign(
        department,
        DeviceId::from([2; 16]),
        vec![6; 24],
        vec![Hash32::of(b"tip")],
        vec![(scope, vector())],
        &session_key(),
    );
    let receipt =
        Receipt::sign(department, vec![(scope, vector())], 1_795_000_000, vec![8; 24], &session_key());
    vec![
        Frame::Head(Box::new(head)),
        Frame::Entry(b"entry".to_vec()),
        Frame::Session(b"certificate".to_vec()),
        Frame::Batch { bytes: open_batch().to_bytes() },
        Frame::Refused { scope, code: code::SCOPE_NOT_GRANTED.to_owned() },
        Frame::Receipt(Box::new(receipt)),
        Frame::Error(ErrorBody::new(code::STALE_NONCE, vec![1, 2, 3])),
        Frame::Aside(AsideLine {
            scope,
            user: UserId::from([7; 16]),
            device: DeviceId::from([2; 16]),
            batches: 3,
            from_hour: 500_000,
            to_hour: 500_009,
        }),
        Frame::End,
    ]
}

/// Everything that a reader makes of the pieces, and whether it ended between frames.
pub fn read_all<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Result<(Vec<Frame>, bool), FrameError> {
    let mut reader = FrameReader::new();
    let mut frames = Vec::new();
    for piece in pieces {
        reader.push(piece);
        while let Some(frame) = reader.next()? {
            frames.push(frame);
        }
    }
    Ok((frames, reader.is_between_frames()))
}
