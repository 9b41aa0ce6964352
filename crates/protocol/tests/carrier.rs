//! The carried file, piece by piece.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use posta_identity::DeviceKeys;
use posta_identity::ids::DepartmentId;
use posta_identity::seal::random_key;
use posta_protocol::{CarrierError, CarrierReader, CarrierWriter};

const PIECE: usize = 16 * 1024;

fn write(department: DepartmentId, device: &DeviceKeys, content: &[u8]) -> Vec<u8> {
    let devices = [(device.device, device.seal.public())];
    let mut file = CarrierWriter::begin(Vec::new(), department, [7; 32], random_key(), &devices).unwrap();
    file.add(content).unwrap();
    let (bytes, written) = file.finish().unwrap();
    assert_eq!(written, bytes.len() as u64);
    bytes
}

/// What is read until the end, or until it is broken.
fn read(department: DepartmentId, device: &DeviceKeys, file: &[u8]) -> (Vec<u8>, Option<CarrierError>) {
    let mut all = Vec::new();
    let mut reader = match CarrierReader::open(file, department, &device.device, &device.seal) {
        Ok(reader) => reader,
        Err(error) => return (all, Some(error)),
    };
    assert_eq!(reader.nonce, [7; 32]);
    loop {
        match reader.next_piece() {
            Ok(Some(piece)) => all.extend_from_slice(&piece),
            Ok(None) => return (all, None),
            Err(error) => return (all, Some(error)),
        }
    }
}

/// The head, then each piece.
fn pieces(file: &[u8]) -> Vec<Vec<u8>> {
    let preamble = u32::from_le_bytes(file[9..13].try_into().unwrap()) as usize;
    let (head, mut rest) = file.split_at(13 + preamble);
    let mut pieces = vec![head.to_vec()];
    while !rest.is_empty() {
        let length = u32::from_le_bytes(rest[1..5].try_into().unwrap()) as usize;
        let (piece, later) = rest.split_at(5 + length);
        pieces.push(piece.to_vec());
        rest = later;
    }
    pieces
}

#[test]
fn what_is_written_is_read_whatever_its_length() {
    let (department, device) = (DepartmentId::random(), DeviceKeys::random());
    for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE] {
        let content: Vec<u8> = (0..length).map(|place| (place % 251) as u8).collect();
        let (read, error) = read(department, &device, &write(department, &device, &content));
        assert!(read == content && error.is_none(), "{length}");
    }
}

#[test]
fn pieces_that_are_moved_repeated_left_out_or_of_another_file_are_not_read() {
    let (department, device) = (DepartmentId::random(), DeviceKeys::random());
    let content = vec![9; 4 * PIECE];
    let whole = pieces(&write(department, &device, &content));
    let other = pieces(&write(department, &device, &content));
    // How many pieces are read before it shows.
    let read_of = |pieces: &[Vec<u8>]| {
        let (read, error) = read(department, &device, &pieces.concat());
        assert!(matches!(error, Some(CarrierError::Broken)));
        read.len() / PIECE
    };
    let mut swapped = whole.clone();
    swapped.swap(2, 3);
    assert_eq!(read_of(&swapped), 1);
    let mut repeated = whole.clone();
    repeated[3] = whole[2].clone();
    assert_eq!(read_of(&repeated), 2);
    let mut without = whole.clone();
    without.remove(2);
    assert_eq!(read_of(&without), 1);
    let mut foreign = whole.clone();
    foreign[2] = other[2].clone();
    assert_eq!(read_of(&foreign), 1);
    assert_eq!(read_of(&whole[..3]), 2);
    let mut early = whole[..3].to_vec();
    early[2][0] = 1;
    assert_eq!(read_of(&early), 1, "no piece says of itself that it is the last");
}

#[test]
fn only_a_device_that_was_meant_opens_it_and_only_with_its_key() {
    let (department, device) = (DepartmentId::random(), DeviceKeys::random());
    let file = write(department, &device, b"sealed");
    let mut other = DeviceKeys::random();
    assert!(matches!(read(department, &other, &file).1, Some(CarrierError::NotForUs)));
    other.device = device.device;
    assert!(matches!(read(department, &other, &file).1, Some(CarrierError::NotForUs)));
    let elsewhere = DepartmentId::random();
    assert!(matches!(read(elsewhere, &device, &file).1, Some(CarrierError::OtherDepartment)));
    let nobody = CarrierWriter::begin(Vec::new(), department, [7; 32], random_key(), &[]);
    assert!(matches!(nobody.err(), Some(CarrierError::NotForUs)));
}
