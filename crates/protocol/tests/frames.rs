//! Frames out of a stream that comes in any pieces.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::*;
use posta_protocol::*;

fn stream() -> Vec<u8> {
    frames().iter().flat_map(Frame::encode).collect()
}

#[test]
fn every_frame_comes_back_as_it_went() {
    let (read, whole) = read_all([stream().as_slice()]).unwrap();
    assert_eq!(read, frames());
    assert!(whole);
}

#[test]
fn a_stream_split_at_any_point_gives_the_same_frames() {
    let stream = stream();
    for at in 0..=stream.len() {
        let (read, whole) = read_all([&stream[..at], &stream[at..]]).unwrap();
        assert_eq!(read, frames(), "split at {at}");
        assert!(whole);
    }
    let (read, _) = read_all(stream.chunks(1)).unwrap();
    assert_eq!(read, frames(), "byte by byte");
}

#[test]
fn a_stream_cut_at_any_point_gives_its_whole_frames_and_says_that_it_is_cut() {
    let mut ends = vec![0];
    for frame in frames() {
        ends.push(ends.last().unwrap() + frame.encode().len());
    }
    let stream = stream();
    for at in 0..=stream.len() {
        let (read, whole) = read_all([&stream[..at]]).unwrap();
        let expected = ends.iter().filter(|end| **end <= at).count() - 1;
        assert_eq!(read, frames()[..expected], "cut at {at}");
        assert_eq!(whole, ends.contains(&at), "cut at {at}");
    }
}

#[test]
fn frames_of_an_unknown_type_are_skipped_at_every_split_point() {
    let mut unknown = vec![200];
    unknown.extend_from_slice(&40u32.to_le_bytes());
    unknown.extend_from_slice(&[8; 40]);
    let stream = [Frame::End.encode(), unknown.clone(), unknown, Frame::Entry(vec![1]).encode()].concat();
    for at in 0..=stream.len() {
        let (read, whole) = read_all([&stream[..at], &stream[at..]]).unwrap();
        assert_eq!(read, [Frame::End, Frame::Entry(vec![1])], "split at {at}");
        assert!(whole);
    }
    let (_, whole) = read_all([&stream[..20]]).unwrap();
    assert!(!whole, "inside a skipped frame");
}

#[test]
fn a_frame_above_its_limit_is_refused_from_its_first_five_bytes() {
    let limits = [
        (1, limits::HEAD),
        (2, limits::ENTRY),
        (3, limits::ENTRY),
        (4, limits::BATCH),
        (5, limits::HEAD),
        (6, limits::SMALL),
        (7, limits::SMALL),
        (8, limits::SMALL),
        (99, limits::UNKNOWN_FRAME as usize),
    ];
    for (tag, limit) in limits {
        let length = u32::try_from(limit + 1).unwrap();
        let prefix = [&[tag], length.to_le_bytes().as_slice()].concat();
        let refusal = read_all([prefix.as_slice()]).unwrap_err();
        assert_eq!(refusal, FrameError::TooLarge { tag, length });
        assert_eq!(refusal.code(), "too_large");
    }
}

#[test]
fn a_batch_of_exactly_the_limit_passes() {
    let frame = Frame::Batch { bytes: vec![0; limits::BATCH] };
    assert_eq!(read_all([frame.encode().as_slice()]).unwrap().0, [frame]);
}

#[test]
fn a_web_page_is_no_stream_of_frames() {
    let page = b"<!DOCTYPE html><html><body>Bienvenido al portal</body></html>";
    assert!(read_all([page.as_slice()]).is_err());
}

#[test]
fn after_an_error_nothing_more_is_read() {
    let mut reader = FrameReader::new();
    reader.push(&[8, 255, 255, 255, 255]);
    let error = reader.next().unwrap_err();
    reader.push(&Frame::End.encode());
    assert_eq!(reader.next(), Err(error));
    assert!(!reader.is_between_frames());
}

#[test]
fn a_head_or_receipt_of_an_unknown_version_is_refused_by_its_name() {
    for (at, format) in [(0, "exchange head"), (5, "receipt")] {
        let mut bytes = frames()[at].encode();
        bytes[5 + 64 + 1] = 9;
        let refusal = read_all([bytes.as_slice()]).unwrap_err();
        assert_eq!(refusal, FrameError::Decode(DecodeError::UnknownVersion { format, found: 9 }));
        assert_eq!(refusal.code(), "unsupported_version");
    }
}

#[test]
fn an_error_code_that_is_not_a_code_is_refused() {
    for code in ["", "Juana Ejemplo", "<script>", &"a".repeat(limits::CODE + 1)] {
        let frame = Frame::Error(ErrorBody::new(code, Vec::new()));
        assert!(read_all([frame.encode().as_slice()]).is_err());
    }
}
