//! What an invented register promises.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::{HashMap, HashSet};

use posta_register::{Error, Noise, Record, Register, Settings, invent, write_records};

fn register(seed: u64, noise: Noise) -> Register {
    invent(Settings { seed, noise, records: 6_000 })
}

fn bytes(register: &Register) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_records(&register.records, &mut bytes).unwrap();
    bytes
}

fn pairs(register: &Register) -> Vec<(&Record, &Record)> {
    let by_id: HashMap<&str, &Record> = register.records.iter().map(|r| (r.record_id.as_str(), r)).collect();
    register.truth.iter().map(|(a, b)| (by_id[a.as_str()], by_id[b.as_str()])).collect()
}

/// Of the pairs of one person in which the field is filled twice, the share with the same text.
fn same(register: &Register, field: impl Fn(&Record) -> &str) -> f64 {
    let pairs = pairs(register);
    let both: Vec<_> = pairs.iter().filter(|(a, b)| !field(a).is_empty() && !field(b).is_empty()).collect();
    both.iter().filter(|(a, b)| field(a) == field(b)).count() as f64 / both.len() as f64
}

#[test]
fn the_same_seed_gives_the_same_register_and_another_seed_another() {
    let one = register(1, Noise::Medium);
    assert_eq!(bytes(&one), bytes(&register(1, Noise::Medium)));
    assert_eq!(one.truth, register(1, Noise::Medium).truth);
    assert_ne!(bytes(&one), bytes(&register(2, Noise::Medium)));
}

#[test]
fn each_error_is_about_as_frequent_as_its_rate() {
    for noise in [Noise::Low, Noise::Medium, Noise::High] {
        let register = register(3, noise);
        for error in Error::ALL {
            let (could, did) = register.tally.of(*error);
            let rate = error.rate(noise);
            let (could, did) = (f64::from(could), f64::from(did));
            assert!(could > 100.0, "{error:?} can happen {could} times only");
            let deviation = (could * rate * (1.0 - rate)).sqrt();
            assert!((did - could * rate).abs() < 4.5 * deviation, "{error:?}: {did} of {could}, not {rate}");
        }
    }
}

#[test]
fn errors_reach_the_records() {
    let shares = [Noise::Low, Noise::Medium, Noise::High].map(|noise| {
        let register = register(4, noise);
        [
            same(&register, |r| &r.dob),
            same(&register, |r| &r.given_names),
            same(&register, |r| &r.surname1),
            same(&register, |r| &r.doc_number),
            same(&register, |r| &r.phone),
            same(&register, |r| &r.birth_city),
        ]
    });
    for field in 0..6 {
        let [low, medium, high] = shares.map(|share| share[field]);
        assert!(low > medium && medium > high, "field {field}: {low} {medium} {high}");
        assert!(low < 0.95 && high > 0.02, "field {field}: {low} {high}");
    }
    // Neither of two records errs in the birth date in so many of 100 pairs.
    assert!((shares[1][0] - 0.77).abs() < 0.05, "{}", shares[1][0]);
}

#[test]
fn families_share_what_families_share() {
    let register = register(5, Noise::Low);
    let mut homes: HashMap<&str, Vec<&Record>> = HashMap::new();
    for record in register.records.iter().filter(|r| !r.group_id.is_empty()) {
        homes.entry(&record.group_id).or_default().push(record);
    }
    let pairs: Vec<_> =
        homes.values().flat_map(|h| h.iter().flat_map(|a| h.iter().map(move |b| (*a, *b)))).collect();
    let count = |both: &dyn Fn(&Record, &Record) -> bool| {
        pairs.iter().filter(|(a, b)| a.record_id < b.record_id && both(a, b)).count()
    };
    let next = |a: &Record, b: &Record| {
        let numbers = a.doc_number.parse::<i64>().ok().zip(b.doc_number.parse::<i64>().ok());
        numbers.is_some_and(|(a, b)| (a - b).abs() == 1)
    };
    assert!(count(&|a, b| a.surname1 == b.surname1) > 500);
    assert!(count(&|a, b| !a.phone.is_empty() && a.phone == b.phone) > 500);
    assert!(count(&next) > 100);
    assert!(count(&|a, b| a.dob == b.dob && a.sex == b.sex && a.dob.len() == 10) > 10, "twins");
    assert!(count(&|a, b| a.given_names == b.given_names && a.dob != b.dob) > 20, "namesakes");
}

#[test]
fn nobody_is_twice_in_one_group_and_ids_tell_nothing() {
    let register = register(6, Noise::High);
    assert!(pairs(&register).iter().all(|(a, b)| a.group_id.is_empty() || a.group_id != b.group_id));
    let ids: HashSet<&str> = register.records.iter().map(|r| r.record_id.as_str()).collect();
    assert_eq!(ids.len(), register.records.len());
    // Records of one person lie as far apart as any two.
    let place = |id: &str| id[1..].parse::<f64>().unwrap();
    let apart: f64 = register.truth.iter().map(|(a, b)| (place(a) - place(b)).abs()).sum();
    let mean = apart / register.truth.len() as f64 / register.records.len() as f64;
    assert!((mean - 1.0 / 3.0).abs() < 0.03, "{mean}");
}

#[test]
fn some_names_are_common_and_most_are_rare() {
    let register = register(7, Noise::Low);
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for record in &register.records {
        *counts.entry(&record.surname1).or_default() += 1;
    }
    let most = *counts.values().max().unwrap() as f64 / register.records.len() as f64;
    assert!(most > 0.015 && most < 0.06, "{most}");
    assert!(counts.len() > 900, "{}", counts.len());
}
