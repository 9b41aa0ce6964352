//! What holds for every register: results are symmetric, free of order, and follow what people decided.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use posta_linkage::{Decided, Decision, Index, Pair, Reason, Record, Verdict};
use proptest::prelude::*;

/// Few names, days and numbers, so that records often meet; any field may be empty.
fn record() -> impl Strategy<Value = Record> {
    let word = |words: &'static [&'static str]| prop::sample::select(words).prop_map(str::to_owned);
    let given = word(&[
        "",
        "María",
        "Jose Luis",
        "JOSÉ",
        "Yuleisy Carolina",
        "Carolina",
        "Pepe",
        "João",
        "M.",
        "Quispe",
    ]);
    let surname = word(&[
        "",
        "Quispe",
        "Kispe",
        "González",
        "Gonsales",
        "de la Cruz",
        "Mamani",
        "María",
        "GonzálezMamani",
    ]);
    let dob = word(&[
        "",
        "1990-03-02",
        "1990-02-03",
        "19900302",
        "1990-01-01",
        "1990",
        "1991-03-02",
        "1990-03",
        "x",
    ]);
    let number = word(&["", "4821993", "4821994", "4821939", "V-4821993", "AB12"]);
    let phone = word(&["", "71234567", "71234568", "+591 71234567"]);
    let place = word(&["", "Oruro", "Pisiga", "ORURO"]);
    let group = word(&["", "", "g1", "g2"]);
    let sex = word(&["", "F", "M", "?"]);
    (given, surname.clone(), surname, dob, number, phone, place, group, sex).prop_map(
        |(given_names, surname1, surname2, dob, doc_number, phone, birth_city, group_id, sex)| Record {
            given_names,
            surname1,
            surname2,
            dob,
            doc_number,
            phone,
            birth_city,
            group_id,
            sex,
            ..Record::default()
        },
    )
}

fn register(size: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Record>> {
    prop::collection::vec(record(), size).prop_map(|mut records| {
        for (number, record) in records.iter_mut().enumerate() {
            record.record_id = format!("r{number:02}");
        }
        records
    })
}

fn nothing() -> Decided {
    Decided::default()
}

/// Ids and decisions of the certain pairs.
fn certain(pairs: &[Pair]) -> Vec<(String, String)> {
    let mut ids: Vec<_> = pairs
        .iter()
        .filter(|pair| pair.decision == Decision::Certain)
        .map(|pair| (pair.id_a.clone(), pair.id_b.clone()))
        .collect();
    ids.sort();
    ids
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_pair_is_the_same_from_both_sides(records in register(2..12)) {
        let index = Index::build(&records);
        for one in &records {
            for other in &records {
                let (a, b) = (one.record_id.as_str(), other.record_id.as_str());
                prop_assert_eq!(index.explain(a, b, &nothing()), index.explain(b, a, &nothing()));
                let asked = |of: &Record, about: &str| {
                    let pairs = index.query(of, &nothing(), 100);
                    pairs.into_iter().find(|pair| pair.id_a == about || pair.id_b == about)
                };
                prop_assert_eq!(asked(one, b), asked(other, a));
            }
        }
    }

    #[test]
    fn the_order_of_records_does_not_matter(records in register(2..14), turn in 0_usize..14) {
        let pairs = Index::build(&records).dedupe(&nothing());
        let mut turned = records.clone();
        turned.rotate_left(turn % records.len());
        turned.reverse();
        prop_assert_eq!(&Index::build(&turned).dedupe(&nothing()), &pairs);
        let mut grown = Index::new();
        turned.iter().for_each(|record| grown.insert(record));
        prop_assert_eq!(&grown.dedupe(&nothing()), &pairs);
    }

    #[test]
    fn asking_for_each_record_finds_what_the_whole_register_finds(records in register(2..12)) {
        let index = Index::build(&records);
        let pairs = index.dedupe(&nothing());
        for record in &records {
            let of_it: Vec<_> =
                pairs.iter().filter(|pair| pair.id_a == record.record_id || pair.id_b == record.record_id).cloned().collect();
            prop_assert_eq!(index.query(record, &nothing(), 1_000), of_it);
        }
    }

    #[test]
    fn a_record_that_came_and_went_leaves_nothing_behind(records in register(2..12), more in register(1..6)) {
        let mut index = Index::build(&records);
        let before = index.dedupe(&nothing());
        for (number, mut guest) in more.into_iter().enumerate() {
            guest.record_id = format!("guest{number}");
            index.insert(&guest);
            prop_assert!(index.remove(&guest.record_id));
        }
        prop_assert_eq!(index.dedupe(&nothing()), before.clone());
        // An edit and its undoing, too.
        let mut edited = records[0].clone();
        edited.given_names.push_str(" Inés");
        index.insert(&edited);
        index.insert(&records[0]);
        prop_assert_eq!(index.dedupe(&nothing()), before);
    }

    #[test]
    fn a_pair_decided_different_is_never_certain(records in register(2..12)) {
        let index = Index::build(&records);
        let found = index.dedupe(&nothing());
        let mut decided = nothing();
        for pair in &found {
            // Whichever was named first.
            decided.decide(&pair.id_b, &pair.id_a, Verdict::Different);
        }
        prop_assert!(certain(&index.dedupe(&decided)).is_empty());
        for record in &records {
            prop_assert!(certain(&index.query(record, &decided, 100)).is_empty());
        }
    }

    #[test]
    fn linking_and_unlinking_restores_exactly(records in register(2..12)) {
        let index = Index::build(&records);
        let before = index.dedupe(&nothing());
        let mut decided = nothing();
        decided.decide("r00", "r01", Verdict::Same);
        let linked = index.query(&records[0], &decided, 100);
        let of_both = linked.iter().find(|pair| pair.id_b == "r01" || pair.id_a == "r01");
        prop_assert!(of_both.is_none_or(|pair| pair.decision == Decision::Certain));
        decided.undo("r01", "r00");
        prop_assert_eq!(&decided, &nothing());
        prop_assert_eq!(index.dedupe(&decided), before);
    }

    #[test]
    fn people_of_one_enrollment_are_not_each_other(records in register(2..12)) {
        let index = Index::build(&records);
        let group = |id: &str| records.iter().find(|record| record.record_id == id).unwrap().group_id.as_str();
        for pair in index.dedupe(&nothing()) {
            prop_assert!(group(&pair.id_a).is_empty() || group(&pair.id_a) != group(&pair.id_b));
        }
    }

    #[test]
    fn the_reasons_add_up_to_the_weight(records in register(2..12)) {
        for pair in Index::build(&records).dedupe(&nothing()) {
            let sum: f64 = pair.reasons.iter().map(|(_, bits)| bits).sum();
            // Reasons below 0.005 bits are left out.
            prop_assert!((sum - pair.weight).abs() < 0.1, "{} {}", sum, pair.weight);
        }
    }

    #[test]
    fn a_stranger_moves_weights_by_frequency_and_size_alone(records in register(2..10)) {
        let mut index = Index::build(&records);
        let before = index.dedupe(&nothing());
        let stranger = Record {
            record_id: "stranger".into(),
            given_names: "Wladimir".into(),
            surname1: "Tchaikovsky".into(),
            dob: "1911-11-30".into(),
            ..Record::default()
        };
        index.insert(&stranger);
        let after = index.dedupe(&nothing());
        let ids = |pairs: &[Pair]| certain(pairs);
        prop_assert_eq!(ids(&before), ids(&after));
        for (one, other) in before.iter().zip(&after) {
            prop_assert!((one.weight - other.weight).abs() < 0.05, "{:?} {:?}", one, other);
        }
    }
}

#[test]
fn a_pair_of_one_enrollment_says_so_when_asked() {
    let twin = |id: &str, name: &str| Record {
        record_id: id.into(),
        given_names: name.into(),
        surname1: "Mamani".into(),
        dob: "2015-06-07".into(),
        group_id: "g".into(),
        ..Record::default()
    };
    let index = Index::build(&[twin("a", "Ana"), twin("b", "Ana")]);
    let pair = index.explain("a", "b", &nothing()).unwrap();
    assert_eq!(pair.decision, Decision::No);
    assert!(pair.reasons.iter().any(|(reason, _)| *reason == Reason::SameEnrollment));
    assert!(index.dedupe(&nothing()).is_empty());
}
