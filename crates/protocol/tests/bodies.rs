//! Bodies: packed, padded, sealed; and bombs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::io::Write;

use common::*;
use posta_identity::ids::Hash32;
use posta_protocol::*;

#[test]
fn changes_come_back_from_an_open_and_from_a_sealed_body() {
    for count in [0, 1, 16, 400] {
        let body = pack_body(&changes(count), None).unwrap();
        assert_eq!(open_body(&header(), &body, None).unwrap(), changes(count));
        let epoch = epoch_key(1);
        let batch = sealed_batch(count, &epoch);
        let header = batch.verify(&session_public()).unwrap();
        assert_eq!(open_body(&header, &batch.body, Some(&epoch)).unwrap(), changes(count));
    }
}

#[test]
fn a_sealed_body_is_a_multiple_of_512_bytes_and_a_constant() {
    for count in [0, 1, 2, 40, 200, 1000] {
        let body = sealed_batch(count, &epoch_key(1)).body;
        assert_eq!((body.len() - limits::SEAL_OVERHEAD) % 512, 0, "{count} changes: {}", body.len());
    }
    assert_eq!(sealed_batch(1, &epoch_key(1)).body.len(), sealed_batch(3, &epoch_key(1)).body.len());
}

#[test]
fn a_sealed_body_opens_with_no_other_key() {
    let batch = sealed_batch(2, &epoch_key(1));
    let header = batch.decode_header().unwrap();
    assert_eq!(open_body(&header, &batch.body, None), Err(BodyError::NoKey));
    assert_eq!(open_body(&header, &batch.body, Some(&epoch_key(2))), Err(BodyError::NoKey));
    let mut impostor = epoch_key(2);
    impostor.id = header.epoch;
    assert_eq!(open_body(&header, &batch.body, Some(&impostor)), Err(BodyError::DoesNotOpen));
}

#[test]
fn a_sealed_body_opens_under_no_other_header() {
    let epoch = epoch_key(1);
    let batch = sealed_batch(2, &epoch);
    let good = batch.decode_header().unwrap();
    let others = [
        BatchHeader { scope: [9; 16].into(), ..good.clone() },
        BatchHeader { device: [9; 16].into(), ..good.clone() },
        BatchHeader { incarnation: [9; 16].into(), ..good.clone() },
        BatchHeader { n: 3, ..good.clone() },
        BatchHeader { previous: Hash32::of(b"other"), ..good.clone() },
        BatchHeader { session: [9; 16].into(), ..good.clone() },
        BatchHeader { membership: Hash32::of(b"other"), ..good.clone() },
        BatchHeader { vector: Hash32::of(b"other"), ..good.clone() },
        BatchHeader { hour: 1, ..good.clone() },
    ];
    for other in others {
        assert_eq!(open_body(&other, &batch.body, Some(&epoch)), Err(BodyError::DoesNotOpen), "{other:?}");
    }
    let renamed = BatchHeader { body_hash: Hash32::of(b"other"), ..good };
    assert!(
        open_body(&renamed, &batch.body, Some(&epoch)).is_ok(),
        "the body hash is not part of the binding"
    );
}

/// The header of a program that knows one field more, which stands after all the others.
fn with_later_field(header: &BatchHeader) -> Vec<u8> {
    let mut bytes = header.encode();
    assert_eq!(bytes[0], 0x8e, "an array of 14");
    bytes[0] = 0x8f;
    bytes.push(0x05);
    bytes
}

#[test]
fn a_body_sealed_under_a_header_with_a_later_field_opens_and_is_bound_to_that_field() {
    let epoch = epoch_key(1);
    let header = BatchHeader { epoch: epoch.id, ..header() };
    let aad = aad_of(&with_later_field(&header)).unwrap();
    assert_eq!(aad.len(), header.aad().len() + 1);
    let body = pack_body(&changes(2), Some((&epoch, &aad))).unwrap();
    let header = with_later_field(&BatchHeader { body_hash: Hash32::of(&body), ..header });
    let mut batch = SignedBatch { header, signature: [0; 64], body };
    assert_eq!(batch.open(Some(&epoch)).unwrap(), changes(2));
    *batch.header.last_mut().unwrap() = 6;
    assert_eq!(batch.open(Some(&epoch)), Err(BodyError::DoesNotOpen));
}

#[test]
fn what_a_body_is_bound_to_are_the_bytes_of_its_header_without_the_hash_of_the_body() {
    let batch = sealed_batch(2, &epoch_key(1));
    assert_eq!(aad_of(&batch.header).unwrap(), batch.decode_header().unwrap().aad());
    assert_eq!(batch.open(Some(&epoch_key(1))).unwrap(), changes(2));
    assert_eq!(open_batch().open(None).unwrap(), changes(3));
    for bad in [&[][..], &batch.header[..100], &[0x83, 1, 2, 3], &[0x87, 1, 2, 3, 4, 5, 6, 0x41, 7]] {
        assert!(aad_of(bad).is_err());
    }
}

#[test]
fn a_later_version_is_told_from_a_body_that_is_broken() {
    let newer = BatchHeader { dictionary: 7, ..header() };
    let batch = |header: &BatchHeader, plain: &[u8]| {
        SignedBatch::sign(header, zstd::bulk::compress(plain, 3).unwrap(), &session_key())
    };
    let later = [batch(&newer, &[0x82, 0x01, 0x80]), batch(&header(), &[0x82, 0x02, 0x80])];
    assert!(later.iter().all(|batch| batch.open(None).unwrap_err().is_of_later_version()));
    let broken = batch(&header(), &[0x82, 0x01]).open(None).unwrap_err();
    assert!(!broken.is_of_later_version() && !BodyError::NoKey.is_of_later_version());
}

#[test]
fn no_text_of_a_change_is_found_in_a_sealed_body() {
    let epoch = epoch_key(1);
    let body = sealed_batch(1, &epoch).body;
    assert!(!body.windows(9).any(|window| window == b"synthetic"));
}

/// A frame of zeros that a naive reader would expand to `size` bytes.
fn bomb(size: usize, window_log: u32) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 3).unwrap();
    encoder.window_log(window_log).unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..size >> 20 {
        encoder.write_all(&zeros).unwrap();
    }
    encoder.finish().unwrap()
}

#[test]
fn a_bomb_of_a_gibibyte_of_zeros_is_refused_after_one_mebibyte() {
    let bomb = bomb(1 << 30, 20);
    assert!(bomb.len() < limits::BATCH, "small enough to be sent: {}", bomb.len());
    assert_eq!(open_body(&header(), &bomb, None), Err(BodyError::TooLarge));
}

#[test]
fn a_frame_that_asks_for_a_large_window_is_refused_before_any_output() {
    for window_log in [21, 27, 30] {
        let packed = bomb(4 << 20, window_log);
        assert_eq!(open_body(&header(), &packed, None), Err(BodyError::Compression), "window 2^{window_log}");
    }
    let whole = zstd::bulk::compress(&vec![0; 2 << 20], 3).unwrap();
    assert_eq!(open_body(&header(), &whole, None), Err(BodyError::Compression), "single segment of 2 MiB");
}

#[test]
fn a_sealed_bomb_is_refused_all_the_same() {
    let epoch = epoch_key(1);
    let header = BatchHeader { epoch: epoch.id, ..header() };
    let bomb = bomb(64 << 20, 20);
    let mut padded = u32::try_from(bomb.len()).unwrap().to_le_bytes().to_vec();
    padded.extend_from_slice(&bomb);
    padded.resize(padded.len().next_multiple_of(512), 0);
    let body = posta_identity::seal::aead_seal(&epoch.key, &header.aad(), &padded).unwrap();
    assert_eq!(open_body(&header, &body, Some(&epoch)), Err(BodyError::TooLarge));
}

#[test]
fn a_sealed_body_has_zeros_only_behind_its_frame_and_no_more_than_padding_needs() {
    let epoch = epoch_key(1);
    let header = BatchHeader { epoch: epoch.id, ..header() };
    type Spoil<'a> = &'a dyn Fn(&mut Vec<u8>);
    let opened = |spoil: Spoil<'_>| {
        let packed = pack_body(&changes(1), None).unwrap();
        let mut padded = u32::try_from(packed.len()).unwrap().to_le_bytes().to_vec();
        padded.extend_from_slice(&packed);
        padded.resize(padded.len().next_multiple_of(512), 0);
        spoil(&mut padded);
        let body = posta_identity::seal::aead_seal(&epoch.key, &header.aad(), &padded).unwrap();
        open_body(&header, &body, Some(&epoch))
    };
    assert_eq!(opened(&|_| {}).unwrap(), changes(1));
    let spoilt: [Spoil<'_>; 4] = [
        &|padded| padded.extend([0; 512]),
        &|padded| *padded.last_mut().unwrap() = 1,
        &|padded| padded[2] = 0xff,
        &|padded| padded.truncate(3),
    ];
    for spoil in spoilt {
        assert_eq!(opened(spoil), Err(BodyError::DoesNotOpen));
    }
}

#[test]
fn a_body_with_bytes_after_its_frame_or_with_two_frames_is_refused() {
    let good = pack_body(&changes(1), None).unwrap();
    assert_eq!(open_body(&header(), &[good.as_slice(), b"x"].concat(), None), Err(BodyError::Compression));
    assert_eq!(open_body(&header(), &[good.clone(), good].concat(), None), Err(BodyError::Compression));
}

#[test]
fn every_cut_of_a_body_is_refused() {
    let good = pack_body(&changes(8), None).unwrap();
    for length in 0..good.len() {
        assert!(open_body(&header(), &good[..length], None).is_err(), "cut at {length}");
    }
}

#[test]
fn more_changes_than_the_limit_are_neither_packed_nor_opened() {
    let empty = ChangeEntry { kind: "person".into(), document: [0; 16], bytes: Vec::new() };
    let many = vec![empty; limits::CHANGES + 1];
    assert_eq!(pack_body(&many, None), Err(BodyError::TooLarge));
    let mut cbor = minicbor::Encoder::new(Vec::new());
    cbor.array(2).unwrap().u8(1).unwrap().encode(&many).unwrap();
    let body = zstd::bulk::compress(&cbor.into_writer(), 3).unwrap();
    assert_eq!(open_body(&header(), &body, None), Err(BodyError::TooLarge));
}

#[test]
fn a_list_that_claims_more_than_it_holds_is_refused_without_room_made_for_it() {
    let claims = [0x82, 0x01, 0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    let body = zstd::bulk::compress(&claims, 3).unwrap();
    assert_eq!(
        open_body(&header(), &body, None),
        Err(BodyError::Decode(DecodeError::Malformed { format: "body" }))
    );
}

#[test]
fn a_kind_that_is_empty_long_or_unprintable_is_not_packed_and_an_unknown_word_is() {
    for kind in ["", "a\nb", &"k".repeat(limits::KIND + 1)] {
        let change = ChangeEntry { kind: kind.into(), document: [0; 16], bytes: vec![1] };
        assert!(pack_body(&[change], None).is_err());
    }
    let change = ChangeEntry { kind: "linkage decision".into(), document: [0; 16], bytes: vec![1] };
    let body = pack_body(std::slice::from_ref(&change), None).unwrap();
    assert_eq!(open_body(&header(), &body, None).unwrap(), [change]);
}

#[test]
fn an_unknown_dictionary_or_body_version_is_refused_by_its_name() {
    let body = pack_body(&changes(1), None).unwrap();
    let newer = BatchHeader { dictionary: 7, ..header() };
    assert_eq!(open_body(&newer, &body, None), Err(BodyError::UnknownDictionary(7)));
    let body = zstd::bulk::compress(&[0x82, 0x02, 0x80], 3).unwrap();
    let refusal = DecodeError::UnknownVersion { format: "body", found: 2 };
    assert_eq!(open_body(&header(), &body, None), Err(BodyError::Decode(refusal)));
}
