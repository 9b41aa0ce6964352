//! Heads, receipts and vectors.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::*;
use posta_protocol::*;

#[test]
fn a_head_verifies_under_its_device_alone_and_no_byte_of_it_can_change() {
    let Frame::Head(head) = frames().remove(0) else { unreachable!() };
    assert_eq!(head.verify(&session_public()), Ok(()));
    assert_eq!(head.verify(&[1; 32]), Err(BadSignature));
    let good = head.encode();
    assert_eq!(ExchangeHead::decode(&good).unwrap(), *head);
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 1;
        let refused = ExchangeHead::decode(&bad).map_or(true, |head| head.verify(&session_public()).is_err());
        assert!(refused, "byte {at}");
    }
}

#[test]
fn a_receipt_verifies_under_its_server_alone_and_no_byte_of_it_can_change() {
    let Frame::Receipt(receipt) = frames().remove(5) else { unreachable!() };
    assert_eq!(receipt.verify(&session_public()), Ok(()));
    assert_eq!(receipt.vector(&[1; 16].into()), Some(&vector()));
    assert_eq!(receipt.vector(&[2; 16].into()), None);
    let good = receipt.encode();
    assert_eq!(Receipt::decode(&good).unwrap(), *receipt);
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 1;
        let refused =
            Receipt::decode(&bad).map_or(true, |receipt| receipt.verify(&session_public()).is_err());
        assert!(refused, "byte {at}");
    }
}

#[test]
fn a_receipt_tells_what_its_server_knows_of_the_log_and_an_older_one_tells_nothing() {
    let Frame::Receipt(silent) = frames().remove(5) else { unreachable!() };
    assert!(silent.tips.is_empty());
    let tips = vec![[7; 32].into(), [9; 32].into()];
    let Receipt { department, scopes, time, nonce, .. } = *silent;
    let telling = Receipt::sign_with_tips(department, scopes, tips.clone(), time, nonce, &session_key());
    let read = Receipt::decode(&telling.encode()).unwrap();
    assert_eq!((read.verify(&session_public()), &read.tips), (Ok(()), &tips));
    let mut bad = telling.encode();
    *bad.last_mut().unwrap() ^= 1;
    assert!(Receipt::decode(&bad).map_or(true, |receipt| receipt.verify(&session_public()).is_err()));
}

#[test]
fn a_signature_of_one_format_is_none_of_another() {
    let Frame::Head(head) = frames().remove(0) else { unreachable!() };
    if let Ok(receipt) = Receipt::decode(&head.encode()) {
        assert!(receipt.verify(&session_public()).is_err());
    }
}

#[test]
fn a_vector_encodes_the_same_in_whatever_order_it_was_made() {
    let mut other = Vector::new();
    other.insert(FeedId::from([5; 16]), Tip { n: 70_000, hash: [3; 16] });
    other.insert(FeedId::from([9; 16]), Tip { n: 3, hash: [2; 16] });
    other.insert(FeedId::from([9; 16]), Tip { n: 4, hash: [1; 16] });
    assert_eq!(other.encode(), vector().encode());
    assert_eq!(other.hash(), vector().hash());
    assert_eq!(Vector::decode(&other.encode()).unwrap(), other);
    other.0.entry(FeedId::from([7; 16])).or_default();
    assert_eq!(other.hash(), vector().hash(), "a feed without tips is no feed");
}

#[test]
fn a_union_keeps_every_tip_of_both_and_the_order_does_not_matter() {
    let mut other = Vector::new();
    other.insert(FeedId::from([9; 16]), Tip { n: 6, hash: [8; 16] });
    other.insert(FeedId::from([4; 16]), Tip { n: 1, hash: [8; 16] });
    let both = vector().union(&other);
    assert_eq!(both, other.union(&vector()));
    assert_eq!(both.tips(&FeedId::from([9; 16])).count(), 3);
    assert_eq!(both.highest(&FeedId::from([9; 16])), 6);
    assert_eq!(both.highest(&FeedId::from([0; 16])), 0);
    assert_eq!(both.union(&both), both);
}
