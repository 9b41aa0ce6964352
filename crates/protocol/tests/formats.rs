//! What this release sends and stores is read for ever, and written as it was: fixtures, of which none is ever edited.
//! Bodies are read only: zstd may come to pack them in fewer bytes, and seals are never the same twice.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
#[path = "common/fixture.rs"]
mod fixture;

use common::*;
use fixture::fixture;
use posta_identity::ids::*;
use posta_protocol::*;

fn scope() -> ScopeId {
    ScopeId::from([1; 16])
}

fn department() -> DepartmentId {
    DepartmentId::from([4; 16])
}

fn receipt() -> Receipt {
    let scopes = vec![(scope(), vector()), (scope().inbox(), Vector::new())];
    Receipt::sign_with_tips(
        department(),
        scopes,
        vec![Hash32::of(b"tip")],
        1_795_000_000,
        vec![8; 20],
        &session_key(),
    )
}

fn standing() -> Standing {
    Standing::of(vec![Hash32::of(b"tip")], &[(scope(), vector())], b"")
}

/// Every frame but those of batches and packs, of which `posta-store` has fixtures.
fn all_frames() -> Vec<Frame> {
    let terms = Terms { pack: 6144, room: 60_000, recalls: true, is_brief: true };
    let scopes = vec![(scope(), vector()), (scope().checkpoint(), Vector::new())];
    let (device, nonce) = (DeviceId::from([2; 16]), vec![6; 20]);
    let key = session_key();
    let tips = vec![Hash32::of(b"tip"), Hash32::of(b"another")];
    let head = ExchangeHead::sign_on(department(), device, nonce.clone(), tips, scopes, terms, &key);
    let asks = ExchangeHead::sign_standing(department(), device, nonce.clone(), standing(), &key);
    let same = standing().answer(&device, &nonce);
    let mut frames: Vec<_> =
        frames().into_iter().filter(|frame| !matches!(frame, Frame::Batch { .. })).collect();
    frames.extend([
        Frame::Head(Box::new(head)),
        Frame::Head(Box::new(asks)),
        Frame::Receipt(Box::new(receipt())),
        Frame::Receipt(Box::new(Receipt::sign_same(department(), same, 1_795_000_000, vec![8; 20], &key))),
        Frame::Brief(Box::new(receipt().brief())),
        Frame::Recall(Recall { last: Hash32::of(b"one"), count: 96, check: [9; 8] }),
    ]);
    frames
}

#[test]
fn frames_of_the_first_release_are_read_and_written_as_they_were() {
    let expected = all_frames();
    let written: Vec<u8> = expected.iter().flat_map(Frame::encode).collect();
    let bytes = fixture("frames.bin", || written.clone());
    assert_eq!(written, bytes);
    let (read, ended) = read_all([bytes.as_slice()]).unwrap();
    assert!(read == expected && ended);
}

#[test]
fn a_brief_receipt_of_the_first_release_is_the_whole_one_to_whoever_knows_the_rest() {
    let (Frame::Brief(brief), whole) = (all_frames().remove(12), receipt()) else { panic!("a brief one") };
    let complete = brief.complete(whole.department, whole.scopes.clone(), whole.tips.clone());
    assert_eq!(complete, whole);
    assert!(complete.verify(&session_public()).is_ok());
    let other = receipt().brief().complete(whole.department, Vec::new(), whole.tips.clone());
    assert!(other.verify(&session_public()).is_err(), "of nothing that it does not say");
}

#[test]
fn headers_and_vectors_of_the_first_release_are_written_as_they_were() {
    let headers =
        [header(), inbox_header(), BatchHeader { epoch: epoch_key(1).id, dictionary: 1, ..header() }];
    let written: Vec<u8> = headers.iter().flat_map(BatchHeader::encode).chain(vector().encode()).collect();
    assert_eq!(written, fixture("headers.bin", || written.clone()));
}

#[test]
fn batches_of_every_seal_of_the_first_release_open() {
    let open = fixture("open.bin", || open_batch().to_bytes());
    let sealed = fixture("sealed.bin", || sealed_batch(5, &epoch_key(1)).to_bytes());
    let inbox = fixture("inbox.bin", || inbox_batch(3).to_bytes());
    let checkpoint = fixture("checkpoint.bin", || {
        let header = BatchHeader { scope: scope().checkpoint(), epoch: epoch_key(1).id, ..header() };
        let all = Checkpoint { changes: changes(2), covers: Some(vector()) };
        let body = pack_checkpoint(&all, Some((&epoch_key(1), &header.aad()))).unwrap();
        SignedBatch::sign(&header, body, &session_key()).to_bytes()
    });
    let batch = |bytes: &[u8]| {
        let batch = SignedBatch::from_bytes(bytes).unwrap();
        batch.verify(&session_public()).unwrap();
        assert_eq!(batch.to_bytes(), bytes);
        batch
    };
    assert_eq!(batch(&open).open(None).unwrap(), changes(3));
    assert_eq!(batch(&sealed).open(Some(&epoch_key(1))).unwrap(), changes(5));
    assert!(batch(&inbox).open_inbox(&inbox_secret()).unwrap() == records(3));
    let checkpoint = batch(&checkpoint).open_checkpoint(Some(&epoch_key(1))).unwrap();
    assert!(checkpoint == Checkpoint { changes: changes(2), covers: Some(vector()) });
}

#[test]
fn limits_are_a_format_too() {
    use limits::*;
    let written = format!(
        "{:?}\n",
        (
            (BATCH, HEADER, UNPACKED, WINDOW_LOG, CHANGES, KIND, ENTRY, HEAD, SMALL, UNKNOWN_FRAME),
            (NONCE, CODE, PADDING, SEAL_OVERHEAD, INBOX_OVERHEAD, QUESTION, ANSWER, CANDIDATES),
            (PACK, PACK_CONTENT, ITEMS, ROWS, ROW, PUTS, CAUSES, NAME, SEEDS, RECALLED, RECALLED_BYTES),
        )
    );
    assert_eq!(written.as_bytes(), fixture("limits.txt", || written.clone().into_bytes()));
}

#[test]
fn what_devices_tell_each_other_is_read_and_written_as_in_the_first_release() {
    let lanes = vec![(scope(), vector()), (scope().inbox(), Vector::new())];
    let tips = vec![Hash32::of(b"tip")];
    let said = Holding::sign(
        department(),
        DeviceId::from([2; 16]),
        [6; 32],
        1_795_000_000,
        tips,
        lanes,
        &session_key(),
    );
    let written = Frame::Holding(Box::new(said)).encode();
    let bytes = fixture("holding.bin", || written.clone());
    assert_eq!(written, bytes);
    let (read, _) = read_all([bytes.as_slice()]).unwrap();
    let [Frame::Holding(holding)] = read.as_slice() else { panic!("one holding") };
    assert!(holding.verify(&session_public()).is_ok());
    assert_eq!((holding.at, holding.vector(&scope())), (1_795_000_000, Some(&vector())));
}

#[test]
fn a_carried_file_of_the_first_release_opens() {
    let (device, secret) = (DeviceId::from([2; 16]), posta_identity::SealSecret::from_bytes([7; 32]));
    let bytes = fixture("carrier.bin", || {
        let key = posta_identity::seal::random_key();
        let devices = [(DeviceId::from([3; 16]), [9; 32]), (device, secret.public())];
        let mut file = CarrierWriter::begin(Vec::new(), department(), [6; 32], key, &devices).unwrap();
        file.add(&vec![5; 20_000]).unwrap();
        file.finish().unwrap().0
    });
    let mut file = CarrierReader::open(bytes.as_slice(), department(), &device, &secret).unwrap();
    let (mut all, mut pieces) = (Vec::new(), 0);
    while let Some(piece) = file.next_piece().unwrap() {
        all.extend_from_slice(&piece);
        pieces += 1;
    }
    assert_eq!((all, pieces, file.nonce), (vec![5; 20_000], 2, [6; 32]));
}
