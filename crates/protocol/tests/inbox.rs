//! Inbox bodies: whoever writes them cannot read them, and nobody else can.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::*;
use posta_identity::{SealSecret, ids::Hash32, seal};
use posta_protocol::*;

#[test]
fn records_come_back_from_an_inbox_body_with_the_secret_of_the_inbox() {
    for count in [0, 1, 40] {
        let batch = SignedBatch::from_bytes(&inbox_batch(count).to_bytes()).unwrap();
        assert_eq!(batch.verify(&session_public()).unwrap().seal, Seal::Inbox);
        assert_eq!(batch.open_inbox(&inbox_secret()).unwrap(), records(count));
    }
}

#[test]
fn an_inbox_body_opens_with_no_other_secret_and_not_with_an_epoch_key() {
    let batch = inbox_batch(2);
    assert_eq!(batch.open_inbox(&SealSecret::from_bytes([6; 32])), Err(BodyError::DoesNotOpen));
    assert_eq!(batch.open(Some(&epoch_key(1))), Err(BodyError::OtherSeal));
    assert_eq!(sealed_batch(1, &epoch_key(1)).open_inbox(&inbox_secret()), Err(BodyError::OtherSeal));
}

#[test]
fn an_inbox_body_opens_under_no_other_header() {
    let good = inbox_batch(2);
    let header = good.decode_header().unwrap();
    let others = [
        BatchHeader { scope: [9; 16].into(), ..header.clone() },
        BatchHeader { n: 3, ..header.clone() },
        BatchHeader { session: [9; 16].into(), ..header.clone() },
        BatchHeader { epoch: Hash32::of(b"other"), ..header.clone() },
        BatchHeader { hour: 1, ..header },
    ];
    for other in others {
        let moved = SignedBatch::sign(&other, good.body.clone(), &session_key());
        assert_eq!(moved.open_inbox(&inbox_secret()), Err(BodyError::DoesNotOpen), "{other:?}");
    }
}

#[test]
fn an_inbox_body_is_padded_to_512_bytes_and_the_rule_needs_no_key() {
    for count in [0, 1, 2, 40, 200] {
        let batch = inbox_batch(count);
        assert_eq!((batch.body.len() - limits::INBOX_OVERHEAD) % limits::PADDING, 0);
    }
    let wrong = |seal, length| {
        let header = BatchHeader { seal, ..inbox_header() };
        SignedBatch::sign(&header, vec![0; length], &session_key()).verify(&session_public())
    };
    assert_eq!(wrong(Seal::Inbox, 512 + limits::SEAL_OVERHEAD), Err(BatchError::Padding));
    assert_eq!(wrong(Seal::Epoch, 512 + limits::INBOX_OVERHEAD), Err(BatchError::Padding));
    assert_eq!(wrong(Seal::Inbox, limits::INBOX_OVERHEAD), Err(BatchError::Padding));
    assert!(wrong(Seal::Inbox, 512 + limits::INBOX_OVERHEAD).is_ok());
}

#[test]
fn a_seal_without_an_epoch_is_refused_and_a_later_seal_waits() {
    let naked = BatchHeader { seal: Seal::Inbox, ..header() };
    let batch = SignedBatch::sign(&naked, vec![0; 512], &session_key());
    assert_eq!(batch.verify(&session_public()), Err(BatchError::Seal));
    let later = BatchHeader { seal: Seal::Other(7), ..inbox_header() };
    let batch = SignedBatch::sign(&later, vec![0; 99], &session_key());
    assert_eq!(batch.verify(&session_public()).unwrap().seal, Seal::Other(7));
    let refusals = [batch.open(None).unwrap_err(), batch.open_inbox(&inbox_secret()).unwrap_err()];
    assert!(refusals.iter().all(|refusal| refusal.is_of_later_version()), "{refusals:?}");
}

#[test]
fn no_text_of_a_record_is_found_in_an_inbox_body_nor_in_what_is_shown() {
    let body = inbox_batch(1).body;
    assert!(!body.windows(9).any(|window| window == b"synthetic"));
    assert_eq!(format!("{:?}", records(1)), "[InboxRecord(37 bytes)]");
}

/// A body that was sealed as an inbox body, whatever is in it.
fn sealed(plain: &[u8]) -> SignedBatch {
    let header = inbox_header();
    let packed = zstd::bulk::compress(plain, 3).unwrap();
    let mut padded = u32::try_from(packed.len()).unwrap().to_le_bytes().to_vec();
    padded.extend_from_slice(&packed);
    padded.resize(padded.len().next_multiple_of(512), 0);
    let body = seal::hpke_seal(&inbox_secret().public(), b"posta inbox", &header.aad(), &padded).unwrap();
    SignedBatch::sign(&header, body, &session_key())
}

#[test]
fn a_sealed_inbox_bomb_is_refused_all_the_same() {
    assert!(sealed(&[0x82, 0x01, 0x80]).open_inbox(&inbox_secret()).unwrap().is_empty());
    let bomb = sealed(&vec![0; limits::UNPACKED + 1]);
    let refusal = bomb.open_inbox(&inbox_secret()).unwrap_err();
    assert!(matches!(refusal, BodyError::TooLarge | BodyError::Compression), "{refusal}");
}

#[test]
fn too_many_records_and_kinds_that_are_no_words_are_neither_packed_nor_opened() {
    let nothing = InboxRecord { kind: "referral".into(), bytes: Vec::new() };
    let many = vec![nothing; limits::CHANGES + 1];
    let unprintable = vec![InboxRecord { kind: "a\nb".into(), bytes: vec![1] }];
    let public = inbox_secret().public();
    for (records, refusal) in [
        (many, BodyError::TooLarge),
        (unprintable, BodyError::Decode(DecodeError::Malformed { format: "inbox body" })),
    ] {
        assert!(pack_inbox(&records, &public, &inbox_header().aad()).is_err());
        let plain = minicbor::to_vec((1u8, records)).unwrap();
        assert_eq!(sealed(&plain).open_inbox(&inbox_secret()), Err(refusal));
    }
    let later = sealed(&[0x82, 0x02, 0x80]).open_inbox(&inbox_secret()).unwrap_err();
    assert!(later.is_of_later_version());
}
