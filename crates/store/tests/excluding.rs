//! Batches beyond the cut of a revocation: taken out, they leave no trace but what waits; taken in again, nothing is
//! missing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeSet;

use common::{Desk, consultation, enrollment, id, person};
use posta_domain::Kind;
use posta_identity::ids::{Hash32, ScopeId};
use posta_identity::{EpochKey, SessionCertificate};
use posta_protocol::SignedBatch;
use posta_store::{Error, Incoming, ScopeFile};
use proptest::prelude::*;
use rusqlite::Connection;

fn hashes(batches: &[SignedBatch]) -> Vec<Hash32> {
    batches.iter().map(SignedBatch::hash).collect()
}

fn shelve(desk: &Desk, batches: &[SignedBatch]) {
    for batch in batches {
        desk.device.put_batch(batch, false).unwrap();
    }
}

/// `reader` takes all of `writer`'s batches, on its shelf and in its file.
fn hear(reader: &Desk, writer: &Desk) -> Vec<SignedBatch> {
    let batches = writer.own_batches();
    shelve(reader, &batches);
    reader.take(&batches, writer);
    batches
}

fn exclude(desk: &Desk, batches: &[Hash32]) -> posta_store::Excluded {
    desk.file.exclude(batches, &desk.device, |_| desk.epoch.as_ref()).unwrap()
}

fn raw(desk: &Desk) -> Connection {
    let connection = Connection::open(desk.scope_path()).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"{}\"", desk.scope_key.pragma().as_str())).unwrap();
    connection
}

/// Who brought a change, and where: actor, device, feed and number.
type Origin = (Vec<u8>, Vec<u8>, Vec<u8>, i64);

/// The origins of the changes that wait.
fn waiting(desk: &Desk) -> Vec<Origin> {
    let raw = raw(desk);
    let mut sql = raw.prepare("SELECT actor, device, feed, n FROM pending ORDER BY hash").unwrap();
    let rows = sql.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn what_is_taken_out_leaves_the_documents_as_if_it_had_never_come() {
    let scope = ScopeId::random();
    let (mut good, mut bad, reader) = (Desk::new(scope), Desk::new(scope), Desk::new(scope));
    good.save_apart(&[person(1, &[("given_names", "Ana"), ("phone", "1")]), enrollment(2, 1)]);
    hear(&bad, &good);
    bad.save_apart(&[person(1, &[("phone", "666")]), person(9, &[("given_names", "Intrusa")])]);
    hear(&reader, &good);
    let (before, row) = (reader.file.digest().unwrap(), reader.file.person(&id(1)).unwrap());
    let beyond = hear(&reader, &bad);
    assert_ne!(reader.file.digest().unwrap(), before);
    let excluded = exclude(&reader, &hashes(&beyond));
    assert_eq!((excluded.batches, excluded.removed, excluded.waiting), (1, 2, 0));
    assert_eq!(excluded.documents, [(Kind::Person, id(1))]);
    assert_eq!(excluded.gone, [(Kind::Person, id(9))]);
    assert_eq!(reader.file.digest().unwrap(), before);
    assert_eq!(reader.file.person(&id(1)).unwrap(), row);
    assert!(reader.file.person(&id(9)).unwrap().is_none());
    assert!(reader.file.search("intrusa", 5).unwrap().is_empty(), "its words are gone too");
    assert!(!reader.file.holds(&Kind::Person, &id(9)).unwrap());
    assert!(!reader.file.is_applied(&beyond[0].hash()).unwrap());
    assert_eq!(exclude(&reader, &hashes(&beyond)), posta_store::Excluded::default(), "twice is once");
    assert!(reader.file.check(&hashes(&good.own_batches())).unwrap().is_clean());
}

#[test]
fn what_builds_on_it_waits_and_all_comes_back_when_it_is_admitted() {
    let scope = ScopeId::random();
    let (mut good, mut bad, reader) = (Desk::new(scope), Desk::new(scope), Desk::new(scope));
    good.save_apart(&[person(1, &[("given_names", "Ana")])]);
    hear(&bad, &good);
    bad.save_apart(&[person(1, &[("phone", "1")])]);
    hear(&good, &bad);
    let before = good.session.clone();
    good.unlock_again();
    good.save_apart(&[person(1, &[("phone", "2")]), person(3, &[("given_names", "Luz")])]);
    good.save_apart(&[person(1, &[("phone", "3")])]);
    let own = good.own_batches();
    shelve(&reader, &own);
    let first = Incoming { batch: &own[0], certificate: &before.certificate, epoch: None, denied: &[] };
    reader.file.apply_many(&[first]).unwrap();
    let beyond = hear(&reader, &bad);
    let incoming =
        |batch| Incoming { batch, certificate: &good.session.certificate, epoch: None, denied: &[] };
    let rest = [incoming(&own[1]), incoming(&own[2])];
    reader.file.apply_many(&rest).unwrap();
    let everything = reader.file.digest().unwrap();
    assert_eq!(reader.file.person(&id(1)).unwrap().unwrap().phone, "3");
    let excluded = exclude(&reader, &hashes(&beyond));
    assert_eq!((excluded.removed, excluded.waiting), (1, 2));
    assert_eq!(reader.file.person(&id(1)).unwrap().unwrap().phone, "");
    assert!(reader.file.person(&id(3)).unwrap().is_some(), "the rest of that batch stays");
    assert_eq!(reader.file.pending_changes().unwrap(), 2);
    // One who hears of the revocation first is in the same state.
    let late = Desk::new(scope);
    late.file.apply_many(&[first, rest[0], rest[1]]).unwrap();
    assert_eq!(late.file.digest().unwrap(), reader.file.digest().unwrap());
    assert_eq!(late.file.pending_changes().unwrap(), 2);
    assert_eq!(waiting(&reader), waiting(&late), "what waits is known by who brought it");
    reader.take(&beyond, &bad);
    assert_eq!(reader.file.digest().unwrap(), everything);
    assert_eq!(reader.file.pending_changes().unwrap(), 0);
    assert!(reader.file.check(&reader.device.hashes(&scope).unwrap()).unwrap().is_clean());
}

#[test]
fn own_batches_are_taken_out_and_stay_in_the_outbox() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save_apart(&[person(1, &[("given_names", "Ana")])]);
    let before = desk.file.digest().unwrap();
    desk.save_apart(&[person(1, &[("phone", "1")]), person(2, &[("given_names", "Luz")])]);
    let (after, own) = (desk.file.digest().unwrap(), desk.own_batches());
    let excluded = exclude(&desk, &[own[1].hash()]);
    assert_eq!((excluded.removed, excluded.gone.len()), (2, 1));
    assert_eq!(desk.file.digest().unwrap(), before);
    assert_eq!(desk.own_batches(), own, "nothing unsent is lost");
    let more = desk.file.commit(&desk.act(&[person(1, &[("phone", "3")])]));
    assert!(matches!(more, Err(Error::SessionWaits)), "its next number is given");
    let covered = desk.file.covered(&desk.device).unwrap();
    desk.take(&own[1..], &desk);
    assert_eq!(desk.file.digest().unwrap(), after);
    assert!(desk.file.unsent_documents(&covered).unwrap().contains(&(Kind::Person, id(2))));
    desk.save_apart(&[person(1, &[("phone", "3")])]);
}

#[test]
fn a_session_whose_changes_wait_does_not_give_their_numbers_again() {
    let scope = ScopeId::random();
    let (mut good, mut bad) = (Desk::new(scope), Desk::new(scope));
    bad.save_apart(&[person(1, &[("given_names", "Ana")])]);
    let beyond = hear(&good, &bad);
    good.save_apart(&[person(1, &[("phone", "1")])]);
    assert_eq!(exclude(&good, &hashes(&beyond)).waiting, 1);
    let again = [person(1, &[("phone", "2")])];
    assert!(matches!(good.file.commit(&good.act(&again)), Err(Error::SessionWaits)));
    good.unlock_again();
    good.save_apart(&again);
    good.take(&beyond, &bad);
    assert_eq!(good.file.pending_changes().unwrap(), 0);
    assert!(good.file.quarantined().unwrap().is_empty(), "both changes are in");
}

#[test]
fn a_change_that_another_counting_batch_carries_stays() {
    // A disk cloned with its session at work: both copies close the same open batch differently.
    let mut desk = Desk::new(ScopeId::random());
    desk.save(&[person(1, &[("given_names", "Ana")])]);
    let short = desk.own_batches();
    desk.save(&[person(1, &[("phone", "1")])]);
    let long = desk.own_batches();
    assert_ne!(short[0].hash(), long[0].hash());
    let reader = Desk::new(desk.scope);
    shelve(&reader, &short);
    shelve(&reader, &long);
    reader.take(&short, &desk);
    let before = reader.file.digest().unwrap();
    reader.take(&long, &desk);
    let excluded = exclude(&reader, &hashes(&long));
    assert_eq!((excluded.removed, excluded.gone.len()), (1, 0));
    assert_eq!(reader.file.digest().unwrap(), before);
}

#[test]
fn sealed_batches_are_opened_for_it_with_their_epoch() {
    let scope = ScopeId::random();
    let (mut good, mut bad) = (Desk::new(scope), Desk::new(scope));
    let epoch = EpochKey::random();
    (good.epoch, bad.epoch) = (Some(epoch.clone()), Some(epoch));
    good.save_apart(&[consultation(1, 9, "una nota")]);
    let before = good.file.digest().unwrap();
    bad.save_apart(&[consultation(2, 9, "otra")]);
    let beyond = hear(&good, &bad);
    assert_eq!(exclude(&good, &hashes(&beyond)).gone, [(Kind::Consultation, id(2))]);
    assert_eq!(good.file.digest().unwrap(), before);
}

#[test]
fn nothing_else_takes_a_document_away() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save(&[person(1, &[("given_names", "Ana")])]);
    let raw = raw(&desk);
    raw.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    let refused = raw.execute("DELETE FROM document", []).unwrap_err().to_string();
    assert!(refused.contains("a document is kept"), "{refused}");
}

/// A history by three desks of one scope, some of whose batches may be cut off.
#[derive(Debug, Clone)]
struct Step {
    desk: usize,
    hears: bool,
    document: u16,
    value: u8,
}

fn step() -> impl Strategy<Value = Step> {
    (0..3usize, prop::bool::weighted(0.5), 0..3u16, 0..4u8).prop_map(|(desk, hears, document, value)| Step {
        desk,
        hears,
        document,
        value,
    })
}

struct History {
    batches: Vec<SignedBatch>,
    authors: Vec<SessionCertificate>,
}

impl History {
    fn of(scope: ScopeId, steps: &[Step]) -> Self {
        let mut desks = [Desk::new(scope), Desk::new(scope), Desk::new(scope)];
        let mut history = Self { batches: Vec::new(), authors: Vec::new() };
        for step in steps {
            let desk = &mut desks[step.desk];
            if step.hears {
                let all: Vec<usize> = (0..history.batches.len()).collect();
                history.apply(&desk.file, &all);
            }
            desk.save_apart(&[person(step.document, &[("phone", &format!("v{}", step.value))])]);
            for batch in desk.own_batches() {
                if !history.batches.iter().any(|known| known.hash() == batch.hash()) {
                    history.batches.push(batch);
                    history.authors.push(desk.certificate());
                }
            }
        }
        history
    }

    fn apply(&self, file: &ScopeFile, places: &[usize]) {
        let incoming: Vec<Incoming<'_>> = places
            .iter()
            .map(|place| Incoming {
                batch: &self.batches[*place],
                certificate: &self.authors[*place],
                epoch: None,
                denied: &[],
            })
            .collect();
        file.apply_many(&incoming).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_order_of_taking_in_and_out_ends_in_the_same_documents(
        steps in prop::collection::vec(step(), 2..9),
        acts in prop::collection::vec((any::<bool>(), any::<prop::sample::Index>()), 0..24),
        last in prop::collection::vec(any::<bool>(), 9),
    ) {
        let scope = ScopeId::random();
        let history = History::of(scope, &steps);
        let count = history.batches.len();
        let counts: BTreeSet<usize> = (0..count).filter(|place| last[*place % last.len()]).collect();
        // One that only ever took in what counts in the end.
        let plain = Desk::new(scope);
        history.apply(&plain.file, &counts.iter().copied().collect::<Vec<_>>());
        let busy = Desk::new(scope);
        shelve_all(&busy, &history.batches);
        for (takes_in, place) in acts {
            let place = place.index(count);
            if takes_in {
                history.apply(&busy.file, &[place]);
            } else {
                exclude(&busy, &[history.batches[place].hash()]);
            }
        }
        let beyond: Vec<Hash32> = (0..count)
            .filter(|place| !counts.contains(place))
            .map(|place| history.batches[place].hash())
            .collect();
        exclude(&busy, &beyond);
        history.apply(&busy.file, &counts.iter().copied().collect::<Vec<_>>());
        prop_assert_eq!(busy.file.digest().unwrap(), plain.file.digest().unwrap());
        prop_assert_eq!(busy.file.pending_changes().unwrap(), plain.file.pending_changes().unwrap());
        for number in 0..3 {
            prop_assert_eq!(busy.file.person(&id(number)).unwrap(), plain.file.person(&id(number)).unwrap());
        }
        let kept: Vec<Hash32> = counts.iter().map(|place| history.batches[*place].hash()).collect();
        prop_assert!(busy.file.check(&kept).unwrap().is_clean());
        // And when all is admitted, nothing is missing.
        let all: Vec<usize> = (0..count).collect();
        history.apply(&busy.file, &all);
        history.apply(&plain.file, &all);
        prop_assert_eq!(busy.file.digest().unwrap(), plain.file.digest().unwrap());
        prop_assert_eq!(busy.file.pending_changes().unwrap(), 0);
    }
}

/// A shelf takes each feed in order.
fn shelve_all(desk: &Desk, batches: &[SignedBatch]) {
    let mut ordered: Vec<&SignedBatch> = batches.iter().collect();
    ordered.sort_by_key(|batch| batch.decode_header().unwrap().n);
    for batch in ordered {
        desk.device.put_batch(batch, false).unwrap();
    }
}
