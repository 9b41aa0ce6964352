//! The words on the wire: batches, headers, frames, heads, receipts, vectors, errors.

use posta_identity::ids::{DeviceId, Hash32, UserId};
use posta_protocol::{
    AsideLine, BatchHeader, ErrorBody, ExchangeHead, Frame, FrameError, FrameReader, Recall, Receipt, Seal,
    SignedBatch, Vector, aad_of, code, limits,
};

use crate::cut::Cut;
use crate::samples::{
    department, device, epoch, header as sample, inbox, scope, sealed_header, session_key, session_public,
    signed, vector as sample_vector,
};

/// A batch as it came, and the same header and body signed by an insider.
pub(crate) fn batch(bytes: &[u8]) {
    let Ok(batch) = SignedBatch::from_bytes(bytes) else { return };
    assert_eq!(batch.to_bytes(), bytes);
    assert_eq!(batch.byte_len(), bytes.len());
    look(&batch);
    let Ok(header) = batch.decode_header() else { return };
    let insider = SignedBatch::sign(&header, batch.body, &session_key());
    look(&insider);
}

fn look(batch: &SignedBatch) {
    let _ = (batch.tip(), aad_of(&batch.header), format!("{batch:?}"));
    if let Ok(header) = batch.verify(&session_public()) {
        assert!(!header.is_sealed() || Hash32::of(&batch.body) == header.body_hash);
        let rest = batch.without_body();
        assert_eq!((rest.verify_bodyless(&session_public()), rest.hash()), (Ok(header), batch.hash()));
    }
    let _ = (batch.open(None), batch.open_checkpoint(Some(&epoch())), batch.open_inbox(&inbox()));
}

pub(crate) fn batches() -> Vec<Vec<u8>> {
    signed().iter().map(SignedBatch::to_bytes).collect()
}

/// A header: what is read of it is written back the same, and its own bytes are what a body is bound to.
pub(crate) fn header(bytes: &[u8]) {
    let Ok(header) = BatchHeader::decode(bytes) else { return };
    let again = header.encode();
    assert_eq!(BatchHeader::decode(&again).unwrap(), header);
    assert_eq!(aad_of(&again).unwrap(), header.aad());
    let aad = aad_of(bytes).unwrap();
    assert_eq!(aad.len(), bytes.len() + b"posta body".len());
}

pub(crate) fn headers() -> Vec<Vec<u8>> {
    [sample(), sealed_header(Seal::Epoch), sealed_header(Seal::Inbox), sealed_header(Seal::Other(9))]
        .iter()
        .map(BatchHeader::encode)
        .collect()
}

/// A stream of frames in pieces: the first byte is the length of the pieces. It reads as it does in one.
pub(crate) fn frames(bytes: &[u8]) {
    let mut cut = Cut(bytes);
    let size = usize::from(cut.byte()).max(1);
    let whole = read([cut.0]);
    assert_eq!(whole, read(cut.0.chunks(size)));
    for frame in whole.0 {
        let again = frame.encode();
        assert_eq!(read([again.as_slice()]).0, [frame]);
    }
}

type Read = (Vec<Frame>, Result<bool, FrameError>);

fn read<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Read {
    let mut reader = FrameReader::new();
    let mut frames = Vec::new();
    for piece in pieces {
        reader.push(piece);
        loop {
            match reader.next() {
                Ok(Some(frame)) => frames.push(frame),
                Ok(None) => break,
                Err(error) => return (frames, Err(error)),
            }
        }
    }
    (frames, Ok(reader.is_between_frames()))
}

pub(crate) fn streams() -> Vec<Vec<u8>> {
    let all = [
        Frame::Head(Box::new(honest_head())),
        Frame::Entry(b"entry".to_vec()),
        Frame::Session(b"certificate".to_vec()),
        Frame::Batch { bytes: b"batch".to_vec() },
        Frame::Refused { scope: scope(), code: code::SCOPE_NOT_GRANTED.to_owned() },
        Frame::Receipt(Box::new(honest_receipt())),
        Frame::Error(ErrorBody::new(code::STALE_NONCE, vec![1, 2, 3])),
        Frame::Aside(AsideLine {
            scope: scope(),
            user: UserId::from([7; 16]),
            device: DeviceId::from([2; 16]),
            batches: 3,
            from_hour: 500_000,
            to_hour: 500_009,
        }),
        Frame::Recall(Recall { last: Hash32::of(b"one"), count: 3, check: [1; 8] }),
        Frame::Brief(Box::new(honest_receipt().brief())),
        Frame::End,
    ];
    let stream: Vec<u8> = all.iter().flat_map(Frame::encode).collect();
    let unknown = [&[99, 4, 0, 0, 0, 1, 2, 3, 4][..], &Frame::End.encode()].concat();
    [&[3][..], &[200][..]]
        .iter()
        .map(|size| [*size, &stream].concat())
        .chain([[&[1][..], &unknown].concat()])
        .collect()
}

pub(crate) fn honest_head() -> ExchangeHead {
    let scopes = vec![(scope(), sample_vector())];
    ExchangeHead::sign(department(), device(), vec![6; 24], vec![Hash32::of(b"tip")], scopes, &session_key())
}

fn honest_receipt() -> Receipt {
    Receipt::sign(department(), vec![(scope(), sample_vector())], 1_795_000_000, vec![8; 24], &session_key())
}

/// The head of an exchange, with an insider's signature over whatever it says.
pub(crate) fn head(bytes: &[u8]) {
    let Ok(head) = ExchangeHead::decode(bytes) else { return };
    assert_eq!(head.encode(), bytes);
    assert!(head.nonce.len() <= limits::NONCE);
    let _ = head.verify(&session_public());
    let again = ExchangeHead::sign(
        head.department,
        head.device,
        head.nonce.clone(),
        head.tips.clone(),
        head.scopes.clone(),
        &session_key(),
    );
    assert!(again.verify(&session_public()).is_ok());
    assert_eq!(ExchangeHead::decode(&again.encode()).unwrap(), again);
}

pub(crate) fn heads() -> Vec<Vec<u8>> {
    let first =
        ExchangeHead::sign(department(), device(), Vec::new(), Vec::new(), Vec::new(), &session_key());
    vec![honest_head().encode(), first.encode()]
}

/// A receipt.
pub(crate) fn receipt(bytes: &[u8]) {
    let Ok(receipt) = Receipt::decode(bytes) else { return };
    assert_eq!(receipt.encode(), bytes);
    let _ = (receipt.verify(&session_public()), receipt.vector(&scope()));
}

pub(crate) fn receipts() -> Vec<Vec<u8>> {
    vec![honest_receipt().encode()]
}

/// A vector: written back, it reads the same, and its parts are all of it.
pub(crate) fn vector(bytes: &[u8]) {
    let Ok(vector) = Vector::decode(bytes) else { return };
    let again = Vector::decode(&vector.encode()).unwrap();
    assert_eq!(again, vector);
    assert_eq!(again.hash(), vector.hash());
    let (low, high) =
        (vector.of_feeds(|feed| feed.as_bytes()[0] < 8), vector.of_feeds(|feed| feed.as_bytes()[0] >= 8));
    assert_eq!(low.union(&high), vector);
}

pub(crate) fn vectors() -> Vec<Vec<u8>> {
    vec![sample_vector().encode(), Vector::new().encode()]
}

/// What a server answers instead.
pub(crate) fn error(bytes: &[u8]) {
    let Ok(error) = ErrorBody::decode(bytes) else { return };
    assert!(error.code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'));
    assert_eq!(ErrorBody::decode(&error.encode()).unwrap(), error);
}

pub(crate) fn errors() -> Vec<Vec<u8>> {
    [code::STALE_NONCE, code::RATE_LIMITED].map(|code| ErrorBody::new(code, vec![1; 24]).encode()).to_vec()
}
