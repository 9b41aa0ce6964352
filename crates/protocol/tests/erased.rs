//! Batches whose body was erased, checkpoints, and vectors of some feeds.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::*;
use posta_identity::{SigningKey, ids::Hash32, signing::public_of};
use posta_protocol::*;

#[test]
fn a_batch_without_its_body_keeps_its_hash_and_its_signature() {
    for batch in [open_batch(), sealed_batch(2, &epoch_key(1)), inbox_batch(2)] {
        let rest = SignedBatch::from_bytes(&batch.without_body().to_bytes()).unwrap();
        assert!(rest.is_bodyless() && !batch.is_bodyless());
        assert_eq!((rest.hash(), rest.tip().unwrap()), (batch.hash(), batch.tip().unwrap()));
        assert_eq!(rest.verify_bodyless(&session_public()), batch.verify(&session_public()));
        assert_eq!(rest.verify(&session_public()), Err(BatchError::BodyHash));
        assert!(rest.open(Some(&epoch_key(1))).is_err());
    }
}

#[test]
fn a_batch_without_its_body_is_refused_with_a_body_a_wrong_number_or_a_foreign_signature() {
    let batch = open_batch();
    assert_eq!(batch.verify_bodyless(&session_public()), Err(BatchError::HasBody));
    let other = SigningKey::from_bytes(&[8; 32]);
    let rest = batch.without_body();
    assert_eq!(rest.verify_bodyless(&public_of(&other)), Err(BatchError::OtherSession));
    let forged = SignedBatch::sign(&header(), b"x".to_vec(), &other).without_body();
    assert_eq!(forged.verify_bodyless(&session_public()), Err(BatchError::Signature));
    let misnumbered = BatchHeader { n: 1, previous: Hash32::of(b"x"), ..header() };
    let rest = SignedBatch::sign(&misnumbered, b"x".to_vec(), &session_key()).without_body();
    assert_eq!(rest.verify_bodyless(&session_public()), Err(BatchError::Numbering));
    let good = batch.without_body().to_bytes();
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 0x01;
        let verdict = SignedBatch::from_bytes(&bad)
            .map_err(BatchError::from)
            .and_then(|rest| rest.verify_bodyless(&session_public()));
        assert!(verdict.is_err(), "byte {at} flipped is accepted");
    }
}

#[test]
fn a_checkpoint_comes_back_with_what_it_covers_open_and_sealed() {
    let epoch = epoch_key(1);
    for covers in [None, Some(Vector::new()), Some(vector())] {
        let checkpoint = Checkpoint { changes: changes(5), covers };
        let body = pack_checkpoint(&checkpoint, None).unwrap();
        let batch = SignedBatch::sign(&header(), body, &session_key());
        assert_eq!(batch.open_checkpoint(None).unwrap(), checkpoint);
        assert_eq!(batch.open(None).unwrap(), checkpoint.changes);
        let sealed = BatchHeader { epoch: epoch.id, ..header() };
        let body = pack_checkpoint(&checkpoint, Some((&epoch, &sealed.aad()))).unwrap();
        let batch = SignedBatch::sign(&sealed, body, &session_key());
        batch.verify(&session_public()).unwrap();
        assert_eq!(batch.open_checkpoint(Some(&epoch)).unwrap(), checkpoint);
    }
}

#[test]
fn an_ordinary_body_is_a_checkpoint_that_claims_nothing() {
    assert_eq!(open_batch().open_checkpoint(None).unwrap(), Checkpoint { changes: changes(3), covers: None });
}

#[test]
fn a_vector_of_some_feeds_tells_nothing_of_the_others() {
    let own = FeedId::from([9; 16]);
    let part = vector().of_feeds(|feed| *feed == own);
    assert!(part.tips(&own).eq(vector().tips(&own)));
    assert_eq!(part.0.len(), 1);
    assert!(vector().of_feeds(|_| false).is_empty());
}
