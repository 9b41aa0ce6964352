//! Synthetic batches of one synthetic session, from which fuzzing begins.

use posta_identity::ids::{Actor, DepartmentId, DeviceId, Hash32, Incarnation, ScopeId};
use posta_identity::{EpochKey, SealSecret, SigningKey, signing::public_of};
use posta_protocol::{
    BatchHeader, ChangeEntry, FeedId, InboxRecord, Seal, SignedBatch, Tip, Vector, pack_body, pack_inbox,
};

pub(crate) fn session_key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

pub(crate) fn session_public() -> [u8; 32] {
    public_of(&session_key())
}

pub(crate) fn epoch() -> EpochKey {
    EpochKey::from_key([1; 32])
}

pub(crate) fn inbox() -> SealSecret {
    SealSecret::from_bytes([5; 32])
}

pub(crate) fn department() -> DepartmentId {
    DepartmentId::from([4; 16])
}

pub(crate) fn scope() -> ScopeId {
    ScopeId::from([1; 16])
}

pub(crate) fn device() -> DeviceId {
    DeviceId::from([2; 16])
}

pub(crate) fn header() -> BatchHeader {
    BatchHeader {
        v: 1,
        scope: scope(),
        device: device(),
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

pub(crate) fn sealed_header(seal: Seal) -> BatchHeader {
    BatchHeader { epoch: epoch().id, seal, ..header() }
}

pub(crate) fn changes(count: u8) -> Vec<ChangeEntry> {
    (0..count)
        .map(|i| ChangeEntry {
            kind: "person".to_owned(),
            document: [i; 16],
            bytes: format!("change {i} of a synthetic person").into_bytes(),
        })
        .collect()
}

pub(crate) fn records(count: u8) -> Vec<InboxRecord> {
    (0..count)
        .map(|i| InboxRecord { kind: "notice".to_owned(), bytes: format!("record {i}").into_bytes() })
        .collect()
}

/// One batch of each seal, and one without its body.
pub(crate) fn signed() -> Vec<SignedBatch> {
    let clear = SignedBatch::sign(&header(), pack_body(&changes(2), None).unwrap(), &session_key());
    let sealed = sealed_header(Seal::Epoch);
    let body = pack_body(&changes(1), Some((&epoch(), &sealed.aad()))).unwrap();
    let sealed = SignedBatch::sign(&sealed, body, &session_key());
    let header = sealed_header(Seal::Inbox);
    let body = pack_inbox(&records(1), &inbox().public(), &header.aad()).unwrap();
    let inbox = SignedBatch::sign(&header, body, &session_key());
    vec![clear.without_body(), clear, sealed, inbox]
}

pub(crate) fn vector() -> Vector {
    let mut vector = Vector::new();
    vector.insert(FeedId::from([9; 16]), Tip { n: 4, hash: [1; 16] });
    vector.insert(FeedId::from([9; 16]), Tip { n: 3, hash: [2; 16] });
    vector.insert(FeedId::from([5; 16]), Tip { n: 70_000, hash: [3; 16] });
    vector
}
