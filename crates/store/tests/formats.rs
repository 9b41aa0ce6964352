//! What this release stored and sent is read for ever: fixtures of batches and of a stream of packs. None of them is ever
//! edited. What is not deterministic (zstd, seals) is read; what is, is written again and comes out the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::path::PathBuf;

use common::*;
use posta_identity::ids::{DepartmentId, Hash32, ScopeId};
use posta_identity::{EpochKey, IdUse, SessionCertificate, SigningKey};
use posta_protocol::{
    Asker, ExchangeHead, Frame, FrameReader, PackReader, PackWriter, Recall, SignedBatch, open_body,
};
use posta_store::Write;

const OPEN: &str = "open-batches.bin";
const SEALED: &str = "sealed-batch.bin";
const KEY: [u8; 32] = [7; 32];

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/1").join(name)
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(path(name)).unwrap_or_else(|_| panic!("no fixture {name}"))
}

fn text(name: &str) -> String {
    String::from_utf8(fixture(name)).unwrap().trim().to_owned()
}

fn joined(parts: &[Vec<u8>]) -> Vec<u8> {
    parts
        .iter()
        .flat_map(|part| [&u32::try_from(part.len()).unwrap().to_le_bytes()[..], part].concat())
        .collect()
}

fn parted(bytes: &[u8]) -> Vec<Vec<u8>> {
    let (mut rest, mut parts) = (bytes, Vec::new());
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let (part, after) = after.split_at(u32::from_le_bytes(*length) as usize);
        parts.push(part.to_vec());
        rest = after;
    }
    parts
}

fn batches(name: &str) -> Vec<SignedBatch> {
    parted(&fixture(name)).iter().map(|bytes| SignedBatch::from_bytes(bytes).unwrap()).collect()
}

fn certificate() -> SessionCertificate {
    SessionCertificate::decode(&fixture("certificate.bin")).unwrap()
}

/// The head after which the stream of the fixture comes.
fn head() -> ExchangeHead {
    let frames = parted(&fixture("stream.bin"));
    let mut reader = FrameReader::new();
    reader.push(&frames[0]);
    let Some(Frame::Head(head)) = reader.next().unwrap() else { panic!("a head") };
    *head
}

/// What everything in these changes is, in one line.
fn digest(batches: &[SignedBatch], key: Option<&EpochKey>) -> String {
    let changes = batches.iter().flat_map(|batch| batch.open(key).unwrap());
    let all: Vec<u8> = changes
        .flat_map(|change| [change.kind.as_bytes(), &change.document, &change.bytes].concat())
        .collect();
    Hash32::of(&all).to_string()
}

/// Makes the fixtures of a new format: `POSTA_NEW_FIXTURES=1`. Those that are there are left as they are.
fn make() {
    if std::env::var_os("POSTA_NEW_FIXTURES").is_none() || path(OPEN).exists() {
        return;
    }
    let put = |name: &str, bytes: &[u8]| fs::write(path(name), bytes).unwrap();
    let scope = ScopeId::from([1; 16]);
    let mut desk = Desk::new(scope);
    for number in 0..200 {
        let draw = || posta_domain::DocumentId(desk.session.draw_id(IdUse::Open));
        let birth = format!("19{}-02-0{}", 40 + number % 50, 1 + number % 9);
        let phone = format!("+591 7 000 {number:04}");
        let household = draw().to_string();
        let mut pairs = vec![
            ("given_names", "María Prueba"),
            ("surname1", "Mamani"),
            ("birth", birth.as_str()),
            ("phone", phone.as_str()),
            ("household", household.as_str()),
            ("document/0a1b2c3d4e/kind", "passport"),
            ("document/0a1b2c3d4e/number", "A 12-34"),
        ];
        if number % 7 == 0 {
            pairs.push(("note", "una nota más larga que no está en ningún diccionario"));
        }
        let one = Write { kind: posta_domain::Kind::Person, id: draw(), fields: fields(&pairs) };
        desk.save(std::slice::from_ref(&one));
        desk.save(&[Write { fields: fields(&[("phone", "71234567")]), ..one }]);
    }
    let written =
        |desk: &Desk| -> Vec<Vec<u8>> { desk.own_batches().iter().map(SignedBatch::to_bytes).collect() };
    put("certificate.bin", &desk.session.certificate.encode());
    let open = desk.own_batches();
    assert!(open.len() > 2);
    let head = ExchangeHead::sign(
        DepartmentId::from([4; 16]),
        desk.keys.device,
        vec![6; 20],
        vec![Hash32::of(b"tip")],
        vec![(ScopeId::from([2; 16]), posta_protocol::Vector::new()), (scope, posta_protocol::Vector::new())],
        &SigningKey::from_bytes(&[7; 32]),
    );
    let mut writer = PackWriter::asked_by(Asker::of(&head));
    let (first, rest) = open.split_at(1);
    let recall = writer.recall(first).unwrap();
    let mut frames = vec![Frame::Head(Box::new(head)).encode(), Frame::Recall(recall).encode()];
    let mut plains = Vec::new();
    writer.add_session(desk.session.actor(), &desk.session.certificate.encode());
    for batch in rest {
        writer.add_batch(batch);
        plains.push(writer.plain().to_vec());
        frames.push(Frame::Pack { bytes: writer.close().unwrap() }.encode());
    }
    put("stream.bin", &joined(&frames));
    put("stream-plain.bin", &joined(&plains));
    put("open-digest.txt", digest(&open, None).as_bytes());
    let mut sealed = Desk::new(ScopeId::from([3; 16]));
    sealed.epoch = Some(EpochKey::from_key(KEY));
    for number in 0..5 {
        sealed.save(&[consultation(number, number + 100, "una nota de prueba")]);
    }
    put(SEALED, &joined(&written(&sealed)));
    put("sealed-certificate.bin", &sealed.session.certificate.encode());
    put("sealed-digest.txt", digest(&sealed.own_batches(), Some(&EpochKey::from_key(KEY))).as_bytes());
    put(OPEN, &joined(&written(&desk)));
}

#[test]
fn open_batches_of_the_first_release_verify_and_hold_what_they_held() {
    make();
    let batches = batches(OPEN);
    for batch in &batches {
        let header = batch.verify(&certificate().session_public).unwrap();
        assert_eq!(header.encode(), batch.header, "a header is written as it was");
        assert!(!open_body(&header, &batch.body, None).unwrap().is_empty());
    }
    assert_eq!(digest(&batches, None), text("open-digest.txt"));
    assert_eq!(joined(&batches.iter().map(SignedBatch::to_bytes).collect::<Vec<_>>()), fixture(OPEN));
}

#[test]
fn sealed_batches_of_the_first_release_open_with_their_key() {
    make();
    let certificate = SessionCertificate::decode(&fixture("sealed-certificate.bin")).unwrap();
    let (batches, key) = (batches(SEALED), EpochKey::from_key(KEY));
    for batch in &batches {
        assert_eq!(batch.verify(&certificate.session_public).unwrap().dictionary, 1);
    }
    assert_eq!(digest(&batches, Some(&key)), text("sealed-digest.txt"));
}

#[test]
fn a_stream_of_packs_of_the_first_release_gives_its_batches() {
    make();
    let (batches, frames) = (batches(OPEN), parted(&fixture("stream.bin")));
    let mut reader = FrameReader::with_packs();
    let mut out = Vec::new();
    for bytes in &frames {
        reader.push(bytes);
        while let Some(frame) = reader.next().unwrap() {
            match frame {
                Frame::Recall(recall) => reader.recall(&recall, &batches[..1]).unwrap(),
                Frame::Session(bytes) => assert_eq!(bytes, certificate().encode()),
                Frame::Batch { bytes } => out.push(SignedBatch::from_bytes(&bytes).unwrap()),
                _ => {}
            }
        }
    }
    assert_eq!(out.len(), batches.len() - 1);
    for (out, batch) in out.iter().zip(&batches[1..]) {
        assert_eq!((&out.header, out.signature), (&batch.header, batch.signature));
        out.verify(&certificate().session_public).unwrap();
    }
}

#[test]
fn packs_are_written_as_the_first_release_wrote_them_but_for_zstd() {
    make();
    let (batches, plains) = (batches(OPEN), parted(&fixture("stream-plain.bin")));
    let mut writer = PackWriter::asked_by(Asker::of(&head()));
    let recall = writer.recall(&batches[..1]).unwrap();
    let frames = parted(&fixture("stream.bin"));
    assert_eq!(Frame::Recall(recall).encode(), frames[1], "what both sides remember comes out alike");
    writer.add_session(certificate().actor(), &certificate().encode());
    for (batch, plain) in batches[1..].iter().zip(&plains) {
        writer.add_batch(batch);
        assert_eq!(writer.plain(), plain, "rows are a format");
        writer.close().unwrap();
    }
    assert!(Recall::decode(&recall.encode()).unwrap() == recall);
    assert!(PackReader::default().batches_of(&plains[0]).is_err(), "nor without what came before");
}
