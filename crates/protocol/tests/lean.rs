//! Packs and the dictionary: what is fixed for ever, and what nobody may swap.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::*;
use posta_identity::ids::{Actor, Hash32};
use posta_protocol::*;

#[test]
fn the_bytes_of_dictionary_one_are_those_that_every_program_has() {
    let words = include_bytes!("../dictionaries/1/words.txt");
    let rows = include_bytes!("../dictionaries/1/rows.zstd-dictionary");
    assert_eq!(
        Hash32::of(words).to_string(),
        "3825b6ba54d5b8a1f6d5a3b35d6cba8b3fc351745afcd2afc56ab9643be92348"
    );
    assert_eq!(
        Hash32::of(rows).to_string(),
        "4fd460808b26be6f3a1e738a14757f98645f21e230bb67aaa342267ca1c4cc14"
    );
}

#[test]
fn an_open_body_may_be_compressed_anew_and_not_left_uncompressed_or_swapped() {
    let batch = open_batch();
    let plain = zstd::decode_all(batch.body.as_slice()).unwrap();
    let with = |body: Vec<u8>| SignedBatch { body, ..batch.clone() }.verify(&session_public());
    assert!(with(zstd::encode_all(plain.as_slice(), 1).unwrap()).is_ok());
    assert_eq!(with(plain.clone()), Err(BatchError::BodyHash), "what is in it, as the body");
    assert_eq!(with(zstd::encode_all(&plain[1..], 1).unwrap()), Err(BatchError::BodyHash));
    assert_eq!(with(b"neither".to_vec()), Err(BatchError::BodyHash));
}

#[test]
fn the_signature_is_looked_at_before_a_body_is_unpacked() {
    let mut batch = open_batch();
    batch.signature[0] ^= 1;
    batch.body = b"whatever".to_vec();
    assert_eq!(batch.verify(&session_public()), Err(BatchError::Signature));
}

fn pack() -> Vec<u8> {
    let mut writer = PackWriter::default();
    writer.add_session(Actor::of(&session_public()), b"certificate");
    writer.add_batch(&open_batch());
    writer.close().unwrap()
}

#[test]
fn a_pack_is_not_opened_for_whoever_has_not_said_who_they_are() {
    let frame = Frame::Pack { bytes: pack() };
    let mut reader = FrameReader::new();
    reader.push(&frame.encode());
    let Some(Frame::Pack { bytes }) = reader.next().unwrap() else { panic!("it comes as it is") };
    assert!(reader.next().unwrap().is_none());
    reader.unpack(&bytes).unwrap();
    assert_eq!(reader.next().unwrap(), Some(Frame::Session(b"certificate".to_vec())));
    let Some(Frame::Batch { bytes }) = reader.next().unwrap() else { panic!("then its batch") };
    assert!(SignedBatch::from_bytes(&bytes).unwrap().verify(&session_public()).is_ok());
}

#[test]
fn whoever_reads_a_stream_need_not_know_how_much_work_each_pack_was_worth() {
    let read = |efforts: [Effort; 4]| {
        let (mut writer, mut reader) = (PackWriter::default(), FrameReader::with_packs());
        let mut read = Vec::new();
        for (number, effort) in efforts.into_iter().enumerate() {
            writer.add_session(Actor::of(&session_public()), format!("certificate {number}").as_bytes());
            writer.add_batch(&open_batch());
            reader.push(&Frame::Pack { bytes: writer.close_with(effort).unwrap() }.encode());
            while let Some(frame) = reader.next().unwrap() {
                read.push(frame);
            }
        }
        read
    };
    use Effort::{Little, Most};
    let most = read([Most; 4]);
    assert_eq!(most.len(), 8);
    assert_eq!(read([Little; 4]), most);
    assert_eq!(read([Little, Most, Little, Most]), most);
}

#[test]
fn an_open_body_comes_out_of_a_pack_byte_by_byte_as_it_was_packed() {
    for number in 0..500_u32 {
        let name = |digit: u8| Hash32::of(&[number.to_be_bytes().as_slice(), &[digit]].concat()).to_string();
        let bytes = format!("{{\"given_names\":\"{}\",\"surname\":\"{}\"}}", name(0), name(1)).into_bytes();
        let changes = vec![ChangeEntry { bytes, ..changes(1).remove(0) }; 1 + number as usize % 3];
        let batch = SignedBatch::sign(&header(), pack_body(&changes, None).unwrap(), &session_key());
        let mut writer = PackWriter::default();
        writer.add_batch(&batch);
        let read = PackReader::default().batches_of(writer.plain()).unwrap();
        assert!(read == [batch.to_bytes()], "{number}");
    }
}

#[test]
fn items_of_a_later_program_are_passed_over_and_bad_ones_stop_no_others() {
    let mut writer = PackWriter::default();
    writer.add_batch(&open_batch());
    // An item that this program does not know, then one that is no batch.
    let plain = [&[0x85, 3, 1, 2, 3][..], &[1, 2, 9, 9][..], writer.plain()].concat();
    let batches = PackReader::default().batches_of(&plain).unwrap();
    assert_eq!(batches.len(), 2);
    assert!(SignedBatch::from_bytes(&batches[0]).is_err());
    assert!(SignedBatch::from_bytes(&batches[1]).unwrap().verify(&session_public()).is_ok());
}

#[test]
fn many_small_items_are_no_way_to_make_a_reader_work_for_long() {
    let sessions: Vec<u8> =
        std::iter::repeat_n([[0, 0x80].as_slice(), &[0; 17]].concat(), 10_000).flatten().collect();
    assert_eq!(PackReader::default().batches_of(&sessions), Err(PackError::TooLarge));
}

#[test]
fn a_standing_names_lanes_only_once_and_answers_one_question() {
    let lanes = [([1; 16].into(), vector()), ([2; 16].into(), Vector::new())];
    let standing = Standing::of(vec![Hash32::of(b"tip")], &lanes, b"");
    assert_eq!(standing.lanes(&[lanes[1].0, lanes[0].0]).unwrap(), [lanes[0].0, lanes[1].0]);
    assert_eq!(standing.lanes(&[lanes[0].0]), None, "one that is not here");
    assert_ne!(standing, Standing::of(vec![Hash32::of(b"tip")], &lanes, b"a line"));
    let device = header().device;
    assert_ne!(standing.answer(&device, b"one"), standing.answer(&device, b"two"));
}
