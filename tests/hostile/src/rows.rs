//! Packs of a stream, before compression: lean headers and rows.

use posta_documents::Document;
use posta_domain::{Fields, Scalar};
use posta_identity::ids::Actor;
use posta_protocol::{BatchHeader, ChangeEntry, PackReader, PackWriter, SignedBatch, pack_body};

use crate::samples::{header, session_key, session_public, signed};

/// What a reader makes of any bytes is written and read again the same.
pub(crate) fn rows(bytes: &[u8]) {
    let Ok(batches) = PackReader::default().batches_of(bytes) else { return };
    let read = |bytes: &Vec<u8>| SignedBatch::from_bytes(bytes).ok();
    let batches: Vec<SignedBatch> = batches.iter().filter_map(read).collect();
    let mut writer = PackWriter::default();
    batches.iter().for_each(|batch| writer.add_batch(batch));
    let again = PackReader::default().batches_of(writer.plain()).unwrap();
    let again: Vec<SignedBatch> = again.iter().filter_map(read).collect();
    let names =
        |batches: &[SignedBatch]| batches.iter().map(|one| (one.hash(), one.signature)).collect::<Vec<_>>();
    assert_eq!(names(&again), names(&batches));
}

pub(crate) fn packs() -> Vec<Vec<u8>> {
    let mut writer = PackWriter::default();
    let mut packs = Vec::new();
    for batch in signed().iter().chain(&written()) {
        writer.add_batch(batch);
        packs.push(writer.plain().to_vec());
    }
    packs
}

/// Batches with changes that become rows: two documents, then an edit of one.
fn written() -> Vec<SignedBatch> {
    let actor = *Actor::of(&session_public()).as_bytes();
    let fields = |pairs: &[(&str, &str)]| -> Fields {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), Scalar::from(*value))).collect()
    };
    let papers = [
        ("document/8a068242f3/kind", "passport"),
        ("document/8a068242f3/number", "AB123"),
        ("household", "000102030405060708090a0b0c0d0e0f"),
        ("on", "2026-11-29"),
    ];
    let (mut one, first) = Document::create(actor, &fields(&papers), 1_795_262_400).unwrap();
    let (_, second) = Document::create(actor, &fields(&[("surname1", "Inventada")]), 1_795_262_460).unwrap();
    let third = one.edit(actor, &fields(&[("on", "2026-11-30")]), 1_795_262_520).unwrap().unwrap();
    let entry =
        |document: u8, bytes: Vec<u8>| ChangeEntry { kind: "person".into(), document: [document; 16], bytes };
    let batch = |n: u64, previous, changes: &[ChangeEntry]| {
        let header = BatchHeader { n, previous, ..header() };
        SignedBatch::sign(&header, pack_body(changes, None).unwrap(), &session_key())
    };
    let two = batch(2, header().previous, &[entry(1, first.bytes), entry(2, second.bytes)]);
    let three = batch(3, two.hash(), &[entry(1, third.bytes)]);
    vec![two, three]
}
