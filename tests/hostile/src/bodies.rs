//! Bodies: as zstd frames, and as what is inside them, open and sealed.

use posta_identity::seal;
use posta_protocol::{
    Checkpoint, Seal, SignedBatch, limits, open_body, pack_body, pack_checkpoint, pack_inbox,
};

use crate::samples::{changes, epoch, header, inbox as secret, records, sealed_header, session_key, vector};

/// The bytes are the CBOR of a body: packed and sealed as an insider would.
pub(crate) fn body(bytes: &[u8]) {
    let packed = zstd::bulk::compress(bytes, 1).unwrap();
    let clear = SignedBatch::sign(&header(), packed.clone(), &session_key());
    let opened = clear.open_checkpoint(None);
    let head = sealed_header(Seal::Epoch);
    let sealed = seal::aead_seal(&epoch().key, &head.aad(), &padded(&packed)).unwrap();
    let sealed = SignedBatch::sign(&head, sealed, &session_key());
    assert_eq!(sealed.open_checkpoint(Some(&epoch())), opened);
    let Ok(checkpoint) = opened else { return };
    assert!(checkpoint.changes.len() <= limits::CHANGES);
    let again = pack_checkpoint(&checkpoint, None).unwrap();
    let again = SignedBatch::sign(&header(), again, &session_key());
    assert_eq!(again.open_checkpoint(None).unwrap(), checkpoint);
}

pub(crate) fn plain_bodies() -> Vec<Vec<u8>> {
    packed_bodies().iter().map(|packed| zstd::bulk::decompress(packed, limits::UNPACKED).unwrap()).collect()
}

/// The bytes are the body itself: whatever a zstd frame may say.
pub(crate) fn zstd(bytes: &[u8]) {
    let _ = open_body(&header(), bytes, None);
    let head = sealed_header(Seal::Epoch);
    let _ = open_body(&head, bytes, Some(&epoch()));
    let sealed = seal::aead_seal(&epoch().key, &head.aad(), bytes).unwrap();
    if let Ok(changes) = open_body(&head, &sealed, Some(&epoch())) {
        assert_eq!(bytes.len() % limits::PADDING, 0);
        assert!(changes.len() <= limits::CHANGES);
    }
}

pub(crate) fn packed_bodies() -> Vec<Vec<u8>> {
    let whole = Checkpoint { changes: changes(2), covers: Some(vector()) };
    vec![
        pack_body(&[], None).unwrap(),
        pack_body(&changes(3), None).unwrap(),
        pack_checkpoint(&whole, None).unwrap(),
    ]
}

/// The bytes are the CBOR of an inbox body, or with a first byte of 0 the padded text inside the seal.
pub(crate) fn inbox(bytes: &[u8]) {
    let head = sealed_header(Seal::Inbox);
    let plain = match bytes.split_first() {
        Some((0, rest)) => rest.to_vec(),
        _ => padded(&zstd::bulk::compress(bytes, 1).unwrap()),
    };
    let body = seal::hpke_seal(&secret().public(), b"posta inbox", &head.aad(), &plain).unwrap();
    let batch = SignedBatch::sign(&head, body, &session_key());
    let Ok(opened) = batch.open_inbox(&secret()) else { return };
    assert!(opened.len() <= limits::CHANGES);
    let body = pack_inbox(&opened, &secret().public(), &head.aad()).unwrap();
    let again = SignedBatch::sign(&head, body, &session_key());
    assert_eq!(again.open_inbox(&secret()).unwrap(), opened);
}

pub(crate) fn inboxes() -> Vec<Vec<u8>> {
    let cbor = minicbor::to_vec((1_u8, records(2))).unwrap();
    let inside = [&[0][..], &padded(&zstd::bulk::compress(&cbor, 3).unwrap())].concat();
    vec![cbor, inside]
}

fn padded(packed: &[u8]) -> Vec<u8> {
    let mut padded = u32::try_from(packed.len()).unwrap().to_le_bytes().to_vec();
    padded.extend_from_slice(packed);
    padded.resize(padded.len().next_multiple_of(limits::PADDING), 0);
    padded
}
