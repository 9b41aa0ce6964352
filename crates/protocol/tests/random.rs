//! Whatever arrives, nothing panics.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::*;
use posta_protocol::*;
use proptest::prelude::*;

proptest! {
    #[test]
    fn random_bytes_never_panic_a_reader(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = BatchHeader::decode(&bytes);
        let _ = Vector::decode(&bytes);
        let _ = ExchangeHead::decode(&bytes);
        let _ = Receipt::decode(&bytes);
        let _ = ErrorBody::decode(&bytes);
        let _ = open_body(&header(), &bytes, None);
        let _ = read_all([bytes.as_slice()]);
        if let Ok(batch) = SignedBatch::from_bytes(&bytes) {
            prop_assert!(batch.verify(&session_public()).is_err());
        }
    }

    #[test]
    fn random_frames_split_anywhere_never_panic_and_read_alike(
        payloads in prop::collection::vec((0u8..12, prop::collection::vec(any::<u8>(), 0..80)), 0..8),
        piece in 1usize..40,
    ) {
        let mut stream = Vec::new();
        for (tag, payload) in payloads {
            stream.push(tag);
            stream.extend_from_slice(&(payload.len() as u32).to_le_bytes());
            stream.extend_from_slice(&payload);
        }
        prop_assert_eq!(read_all([stream.as_slice()]), read_all(stream.chunks(piece)));
    }

    #[test]
    fn a_mutated_stream_never_panics(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut stream: Vec<u8> = frames().iter().flat_map(Frame::encode).collect();
        let at = at.index(stream.len());
        stream[at] = byte;
        let _ = read_all([stream.as_slice()]);
    }

    #[test]
    fn random_compressed_bodies_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = open_body(&header(), &zstd::bulk::compress(&bytes, 1).unwrap(), None);
    }
}
