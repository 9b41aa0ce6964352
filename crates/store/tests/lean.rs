//! Lean rows: what goes into a pack or a sealed body comes out byte by byte, and small.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::*;
use posta_domain::synthetic::Synthetic;
use posta_domain::{DocumentId, IdentityDocument, Kind, Person, Scalar};
use posta_identity::ids::ScopeId;
use posta_identity::{EpochKey, IdUse};
use posta_protocol::{Frame, FrameReader, PackWriter, SignedBatch, open_body};
use posta_store::Write;

fn scope() -> ScopeId {
    ScopeId::from([1; 16])
}

fn edit(write: &Write, field: &str, value: &str) -> Write {
    Write { fields: fields(&[(field, value)]), ..write.clone() }
}

/// People as the app writes them: ids that the session draws, keys of documents made of the documents.
fn people(desk: &Desk, count: usize, seed: u64) -> Vec<Vec<Write>> {
    let mut synthetic = Synthetic::new(seed);
    (0..count)
        .map(|_| {
            let line = synthetic.person();
            let draw = || DocumentId(desk.session.draw_id(IdUse::Open));
            let id = draw();
            let documents = line.documents.iter().map(|paper| IdentityDocument {
                key: IdentityDocument::key_for(&paper.kind, &paper.country, &paper.number),
                kind: paper.kind.clone(),
                country: paper.country.clone(),
                number: paper.number.clone(),
                state: posta_domain::DocumentState::Other(paper.state.clone()),
                ..IdentityDocument::default()
            });
            let person = Person {
                given_names: line.given_names.clone(),
                surname1: line.surname1.clone(),
                surname2: line.surname2.clone(),
                nationality: line.nationality.clone(),
                documents: documents.collect(),
                phone: line.phone.clone(),
                ..Person::default()
            };
            let mut fields = person.to_fields();
            fields.insert("household".into(), Scalar::from(draw().to_string()));
            let enrollment = [
                ("person".into(), Scalar::Text(id.to_string())),
                ("on".into(), Scalar::Text("2026-11-29".into())),
            ];
            vec![
                Write { kind: Kind::Person, id, fields },
                Write { kind: Kind::Enrollment, id: draw(), fields: enrollment.into_iter().collect() },
            ]
        })
        .collect()
}

/// What a reader makes of a stream of packs.
fn through(batches: &[SignedBatch], each: usize) -> (Vec<SignedBatch>, usize) {
    let (mut writer, mut reader) = (PackWriter::default(), FrameReader::with_packs());
    let (mut out, mut bytes) = (Vec::new(), 0);
    for group in batches.chunks(each) {
        group.iter().for_each(|batch| writer.add_batch(batch));
        let frame = Frame::Pack { bytes: writer.close().unwrap() }.encode();
        bytes += frame.len();
        reader.push(&frame);
        while let Some(frame) = reader.next().unwrap() {
            let Frame::Batch { bytes } = frame else { panic!("not a batch") };
            out.push(SignedBatch::from_bytes(&bytes).unwrap());
        }
    }
    assert!(reader.is_between_frames());
    (out, bytes)
}

#[test]
fn batches_come_out_of_packs_as_they_went_in_and_verify() {
    let mut desk = Desk::new(scope());
    let people = people(&desk, 200, 7);
    for writes in &people {
        desk.save(writes);
    }
    for (at, writes) in people.iter().enumerate().filter(|(at, _)| at % 3 == 0) {
        desk.save(&[edit(&writes[0], "phone", &format!("+591 000 {at}"))]);
        desk.save(&[edit(&writes[0], "phone", &format!("+591 001 {at}"))]);
    }
    let batches = desk.own_batches();
    assert!(batches.len() > 3, "several batches");
    for each in [1, 3, 100] {
        let (out, bytes) = through(&batches, each);
        assert_eq!(out.len(), batches.len());
        for (before, after) in batches.iter().zip(&out) {
            assert_eq!((&before.header, before.signature), (&after.header, after.signature));
            let header = after.verify(&desk.session.certificate.session_public).unwrap();
            assert_eq!(
                open_body(&header, &before.body, None).unwrap(),
                open_body(&header, &after.body, None).unwrap()
            );
        }
        let bodies: usize = batches.iter().map(|batch| batch.body.len()).sum();
        assert!(bytes * 3 < bodies, "{bytes} bytes of {bodies}: rows were written, not whole chunks");
    }
}

#[test]
fn what_several_authors_wrote_of_one_document_comes_out_of_packs_too() {
    let (mut one, mut two) = (Desk::new(scope()), Desk::new(scope()));
    let writes = people(&one, 3, 9);
    let first: Vec<_> = writes.iter().flat_map(|writes| one.save_apart(writes).batches).collect();
    two.take(&first.iter().map(|own| own.batch.clone()).collect::<Vec<_>>(), &one);
    let second = two.save_apart(&[edit(&writes[0][0], "phone", "71234567")]).batches;
    let aside = one.save_apart(&[edit(&writes[0][0], "phone", "79999999")]).batches;
    two.take(&aside.iter().map(|own| own.batch.clone()).collect::<Vec<_>>(), &one);
    let both = two.save_apart(&[edit(&writes[0][0], "phone", "70000000")]).batches;
    let all: Vec<_> =
        first.iter().chain(&second).chain(&aside).chain(&both).map(|own| own.batch.clone()).collect();
    let (out, _) = through(&all, 2);
    assert_eq!(
        out.iter().map(SignedBatch::hash).collect::<Vec<_>>(),
        all.iter().map(SignedBatch::hash).collect::<Vec<_>>()
    );
    for batch in &out {
        let header = batch.decode_header().unwrap();
        let desk = if header.device == one.keys.device { &one } else { &two };
        batch.verify(&desk.session.certificate.session_public).unwrap();
    }
    let last = &both[0].batch;
    assert_eq!(open_body(&last.decode_header().unwrap(), &last.body, None).unwrap().len(), 1);
}

#[test]
fn a_sealed_body_holds_the_same_in_far_fewer_bytes() {
    let mut desk = Desk::new(scope());
    desk.epoch = Some(EpochKey::from_key([7; 32]));
    for writes in &people(&desk, 60, 11) {
        desk.save(writes);
    }
    let batch = desk.own_batches().remove(0);
    let header = batch.decode_header().unwrap();
    assert_eq!(header.dictionary, posta_protocol::DICTIONARY);
    let changes = open_body(&header, &batch.body, desk.epoch.as_ref()).unwrap();
    let raw: usize = changes.iter().map(|change| change.bytes.len()).sum();
    assert!(changes.len() > 100 && batch.body.len() * 4 < raw, "{} bytes of {raw}", batch.body.len());
}

#[test]
fn a_key_that_a_document_does_not_make_travels_as_it_is() {
    let mut desk = Desk::new(scope());
    let id = DocumentId(desk.session.draw_id(IdUse::Open));
    let own = IdentityDocument::key_for("passport", "PE", "X-12 345");
    let fields = [
        (format!("document/{own}/country"), "PE"),
        (format!("document/{own}/kind"), "passport"),
        (format!("document/{own}/number"), "X-12 345"),
        ("document/0123456789/kind".into(), "passport"),
        ("document/0123456789/number".into(), "77"),
        ("document/abcdefabcd/note/0123456789".into(), "two keys"),
        ("a*b".into(), "a star"),
        ("signed/health/000102030405060708090a0b0c0d0e0f".into(), "1"),
        ("signed/social/000102030405060708090a0b0c0d0e0f".into(), "1"),
        ("*".into(), "another"),
    ];
    let fields =
        fields.into_iter().map(|(key, value): (String, &str)| (key, Scalar::Text(value.into()))).collect();
    desk.save(&[Write { kind: Kind::Person, id, fields }]);
    let batches = desk.own_batches();
    let (out, _) = through(&batches, 1);
    out[0].verify(&desk.session.certificate.session_public).unwrap();
}

#[test]
fn a_stream_that_is_longer_than_what_is_remembered_of_it_comes_out_too() {
    let mut desk = Desk::new(scope());
    let people = people(&desk, 3000, 13);
    let writes: Vec<Write> = people.iter().flatten().cloned().collect();
    for group in writes.chunks(100) {
        desk.save(group);
    }
    for (at, writes) in people.iter().enumerate().filter(|(at, _)| at % 7 == 0) {
        desk.save(&[edit(&writes[0], "phone", &format!("+591 000 {at}"))]);
    }
    let batches = desk.own_batches();
    let (out, _) = through(&batches, 2);
    let names = |batches: &[SignedBatch]| batches.iter().map(SignedBatch::hash).collect::<Vec<_>>();
    assert_eq!(names(&out), names(&batches));
}

#[test]
fn a_stream_goes_on_from_batches_that_both_sides_have_and_only_from_those() {
    let mut desk = Desk::new(scope());
    let people = people(&desk, 200, 17);
    let mut batches = Vec::new();
    for writes in &people {
        desk.save(writes);
    }
    for (at, writes) in people.iter().enumerate() {
        desk.save(&[edit(&writes[0], "phone", &format!("+591 000 {at}"))]);
    }
    batches.extend(desk.own_batches());
    let (known, rest) = batches.split_at(batches.len() - 1);
    let (mut writer, mut reader) = (PackWriter::default(), FrameReader::with_packs());
    let recall = writer.recall(known).unwrap();
    let mut alone = PackWriter::default();
    let packs = [&mut writer, &mut alone].map(|writer| {
        rest.iter().for_each(|batch| writer.add_batch(batch));
        writer.close().unwrap()
    });
    assert!(packs[0].len() * 2 < packs[1].len(), "{} of {}", packs[0].len(), packs[1].len());
    reader.recall(&recall, known).unwrap();
    reader.push(&Frame::Pack { bytes: packs[0].clone() }.encode());
    let Some(Frame::Batch { bytes }) = reader.next().unwrap() else { panic!("a batch") };
    assert_eq!(SignedBatch::from_bytes(&bytes).unwrap().hash(), rest[0].hash());
    let mut other = FrameReader::with_packs();
    let hollow: Vec<_> = known.iter().map(SignedBatch::without_body).collect();
    assert_eq!(other.recall(&recall, &hollow).unwrap_err().code(), "not_the_same");
    assert!(other.next().is_err(), "nothing more can be read");
}
