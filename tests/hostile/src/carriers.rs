//! The carried file, and what a device says that it stores.

use posta_identity::ids::{DepartmentId, DeviceId, ScopeId};
use posta_identity::{SealSecret, seal::random_key};
use posta_protocol::{CarrierReader, CarrierWriter, Frame, FrameReader, Holding};

use crate::samples::session_key;

fn reader_of(bytes: &[u8]) -> Option<CarrierReader<&[u8]>> {
    let secret = SealSecret::from_bytes([7; 32]);
    CarrierReader::open(bytes, DepartmentId::from([1; 16]), &DeviceId::from([2; 16]), &secret).ok()
}

/// What opens is read to its end or to where it is broken, and only what its writer wrote comes out of it.
pub(crate) fn carrier(bytes: &[u8]) {
    let Some(mut file) = reader_of(bytes) else { return };
    let mut frames = FrameReader::with_packs();
    while let Ok(Some(piece)) = file.next_piece() {
        assert!(piece.iter().all(|byte| *byte == 8 || *byte == 0), "nothing else was ever written");
        frames.push(&piece);
        while let Ok(Some(frame)) = frames.next() {
            assert_eq!(frame, Frame::End);
        }
    }
}

/// Honest files of the one frame that says nothing.
pub(crate) fn carriers() -> Vec<Vec<u8>> {
    let device = (DeviceId::from([2; 16]), SealSecret::from_bytes([7; 32]).public());
    let file = |count: usize| {
        let department = DepartmentId::from([1; 16]);
        let mut file =
            CarrierWriter::begin(Vec::new(), department, [9; 32], random_key(), &[device]).unwrap();
        file.add(&Frame::End.encode().repeat(count)).unwrap();
        file.finish().unwrap().0
    };
    vec![file(0), file(1), file(5_000)]
}

/// Of any bytes; the signature is made over what is given, as an insider would.
pub(crate) fn holding(bytes: &[u8]) {
    let Ok(holding) = Holding::decode(bytes) else { return };
    assert_eq!(holding.encode(), bytes);
    let key = session_key();
    let _ = holding.verify(key.verifying_key().as_bytes());
    for (lane, vector) in &holding.lanes {
        assert!(holding.vector(lane).is_some());
        let _ = vector.encode();
    }
}

pub(crate) fn holdings() -> Vec<Vec<u8>> {
    let (department, device) = (DepartmentId::from([1; 16]), DeviceId::from([2; 16]));
    let sign = |lanes| {
        let said =
            Holding::sign(department, device, [3; 32], 1_795_262_400, Vec::new(), lanes, &session_key());
        said.encode()
    };
    let mut vector = posta_protocol::Vector::new();
    let tip = posta_protocol::Tip { n: 3, hash: [4; 16] };
    vector.insert(posta_protocol::FeedId::from([5; 16]), tip);
    vec![sign(Vec::new()), sign(vec![(ScopeId::from([6; 16]), vector)])]
}
