//! Signed batches: what is accepted, and that nothing else is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::*;
use posta_identity::{
    SigningKey,
    ids::{Actor, Hash32},
    signing::public_of,
};
use posta_protocol::*;

#[test]
fn a_signed_batch_comes_back_from_its_bytes_and_verifies() {
    let batch = open_batch();
    let again = SignedBatch::from_bytes(&batch.to_bytes()).unwrap();
    assert_eq!(again, batch);
    let header = again.verify(&session_public()).unwrap();
    assert_eq!(header.hash(), batch.hash());
    assert_eq!(batch.tip().unwrap(), (header.feed(), Tip::of(2, &batch.hash())));
    assert_eq!(open_body(&header, &batch.body, None).unwrap(), changes(3));
    assert_eq!(batch.to_bytes().len(), batch.byte_len());
}

#[test]
fn every_single_byte_corruption_of_a_signed_batch_is_refused() {
    for batch in [open_batch(), sealed_batch(2, &epoch_key(1))] {
        let good = batch.to_bytes();
        for at in 0..good.len() {
            for flip in [0x01, 0x80, 0xff] {
                let mut bad = good.clone();
                bad[at] ^= flip;
                let verdict = SignedBatch::from_bytes(&bad)
                    .map_err(BatchError::from)
                    .and_then(|batch| batch.verify(&session_public()));
                assert!(verdict.is_err(), "byte {at} flipped by {flip:#x} is accepted");
            }
        }
    }
}

#[test]
fn every_cut_of_a_signed_batch_is_refused() {
    let good = open_batch().to_bytes();
    for length in 0..good.len() {
        let verdict = SignedBatch::from_bytes(&good[..length])
            .map_err(BatchError::from)
            .and_then(|batch| batch.verify(&session_public()));
        assert!(verdict.is_err(), "cut at {length} is accepted");
    }
}

#[test]
fn a_batch_signed_by_another_session_is_refused() {
    let other = SigningKey::from_bytes(&[8; 32]);
    let body = pack_body(&changes(1), None).unwrap();
    let forged = SignedBatch::sign(&header(), body.clone(), &other);
    assert_eq!(forged.verify(&session_public()), Err(BatchError::Signature));
    assert_eq!(forged.verify(&public_of(&other)), Err(BatchError::OtherSession));
    let named = BatchHeader { session: Actor::from([0; 16]), ..header() };
    assert_eq!(
        SignedBatch::sign(&named, body, &session_key()).verify(&session_public()),
        Err(BatchError::OtherSession)
    );
}

#[test]
fn a_body_of_another_batch_is_refused() {
    let batch = SignedBatch { body: pack_body(&changes(1), None).unwrap(), ..open_batch() };
    assert_eq!(batch.verify(&session_public()), Err(BatchError::BodyHash));
}

#[test]
fn number_one_has_no_predecessor_and_every_other_number_has_one() {
    let verdict = |n, previous| {
        let header = BatchHeader { n, previous, ..header() };
        SignedBatch::sign(&header, pack_body(&[], None).unwrap(), &session_key()).verify(&session_public())
    };
    assert!(verdict(1, Hash32::ZERO).is_ok());
    assert!(verdict(2, Hash32::of(b"x")).is_ok());
    assert_eq!(verdict(0, Hash32::ZERO), Err(BatchError::Numbering));
    assert_eq!(verdict(1, Hash32::of(b"x")), Err(BatchError::Numbering));
    assert_eq!(verdict(2, Hash32::ZERO), Err(BatchError::Numbering));
}

#[test]
fn an_unknown_version_is_refused_by_its_name() {
    let mut bytes = open_batch().to_bytes();
    bytes[0] = 2;
    assert_eq!(
        SignedBatch::from_bytes(&bytes),
        Err(DecodeError::UnknownVersion { format: "batch", found: 2 })
    );
    let newer = BatchHeader { v: 3, ..header() };
    let verdict = SignedBatch::sign(&newer, Vec::new(), &session_key()).verify(&session_public());
    assert_eq!(
        verdict,
        Err(BatchError::Decode(DecodeError::UnknownVersion { format: "batch header", found: 3 }))
    );
    assert_eq!(verdict.unwrap_err().code(), "unsupported_version");
}

#[test]
fn a_header_field_of_a_newer_program_is_passed_over_and_stays_signed() {
    let mut batch = open_batch();
    assert_eq!(batch.header[0], 0x8e, "an array of 14");
    batch.header[0] = 0x8f;
    batch.header.push(0x05);
    assert_eq!(batch.decode_header().unwrap().n, 2);
    assert_eq!(batch.verify(&session_public()), Err(BatchError::Signature));
}

#[test]
fn a_header_with_bytes_after_its_end_is_refused() {
    let mut bytes = header().encode();
    bytes.push(0);
    assert_eq!(BatchHeader::decode(&bytes), Err(DecodeError::Malformed { format: "batch header" }));
}

#[test]
fn a_batch_above_the_limit_is_refused_by_both_doors() {
    let batch = SignedBatch::sign(&header(), vec![0; limits::BATCH], &session_key());
    assert_eq!(batch.verify(&session_public()), Err(BatchError::TooLarge));
    assert_eq!(SignedBatch::from_bytes(&batch.to_bytes()), Err(DecodeError::TooLarge { format: "batch" }));
}

#[test]
fn a_sealed_scope_accepts_no_body_without_the_padded_length() {
    let epoch = epoch_key(1);
    let naked = BatchHeader { epoch: epoch.id, ..header() };
    let batch = SignedBatch::sign(&naked, pack_body(&changes(1), None).unwrap(), &session_key());
    assert_eq!(batch.verify(&session_public()), Err(BatchError::Padding));
}

#[test]
fn encodings_are_deterministic_and_as_written_down() {
    let header = header();
    assert_eq!(header.encode(), header.encode());
    assert_eq!(BatchHeader::decode(&header.encode()).unwrap(), header);
    assert_eq!(header.encode().len(), 248);
    assert_eq!(open_batch().to_bytes(), open_batch().to_bytes());
    assert_eq!(&header.encode()[..4], &[0x8e, 0x01, 0x50, 0x01]);
}

#[test]
fn a_feed_is_named_by_scope_device_and_incarnation_together() {
    let one = header().feed();
    let other_incarnation = BatchHeader { incarnation: [4; 16].into(), ..header() }.feed();
    let other_scope = BatchHeader { scope: [4; 16].into(), ..header() }.feed();
    assert!(one != other_incarnation && one != other_scope && other_scope != other_incarnation);
    assert_eq!(one.to_string().parse::<FeedId>().unwrap(), one);
    assert!("+123456789abcdef0123456789abcdef".parse::<FeedId>().is_err());
}

#[test]
fn nothing_that_is_shown_of_a_batch_or_change_holds_its_content() {
    let change = ChangeEntry { kind: "person".into(), document: [0; 16], bytes: b"Marca Visible".to_vec() };
    let frame = Frame::Entry(b"Marca Visible".to_vec());
    let batch = SignedBatch::sign(&header(), b"Marca Visible".to_vec(), &session_key());
    let shown = format!("{change:?} {frame:?} {batch:?}");
    assert!(!shown.contains("Marca") && !shown.contains("77, 97"), "{shown}");
}
