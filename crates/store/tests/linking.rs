//! Decisions about pairs, and who is shown as one person by them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use chrono::NaiveDate;
use common::{Desk, enrollment, fields, id, person};
use posta_domain::{DocumentId, Kind, Linkage, LinkageDecision};
use posta_identity::ids::ScopeId;
use posta_store::{Decided, ElsewhereRow, Looked, ProposedPair, RegisterFilter, RegisterOrder, Write};
use proptest::prelude::*;

fn decision(one: u16, other: u16, word: &str) -> Write {
    let linkage = Linkage { decision: LinkageDecision::from_word(word), ..Linkage::of(id(one), id(other)) };
    Write { kind: Kind::Linkage, id: linkage.id(), fields: linkage.to_fields() }
}

fn somebody(number: u16) -> Write {
    let name = format!("Persona{number}");
    let pairs = [
        ("given_names", name.as_str()),
        ("surname1", "Quispe"),
        ("registered_post", "pisiga"),
        ("registered_on", "2026-11-21"),
    ];
    person(number, &pairs)
}

fn desk_with(people: std::ops::Range<u16>) -> Desk {
    let mut desk = Desk::new(ScopeId::random());
    for number in people {
        desk.save_apart(&[somebody(number)]);
    }
    desk
}

fn linked(desk: &Desk, number: u16) -> Vec<DocumentId> {
    let mut ids = desk.file.linked_with(&id(number)).unwrap();
    ids.sort();
    ids
}

fn whole_page(desk: &Desk, filter: &RegisterFilter) -> (usize, u64) {
    let page = desk.file.register_page(filter, RegisterOrder::Name, 0, 100).unwrap();
    (page.rows.len(), page.total)
}

fn is_sound(desk: &Desk) -> bool {
    let shelf: Vec<_> = desk.own_batches().iter().map(|batch| batch.hash()).collect();
    desk.file.check(&shelf).unwrap().faults.is_empty()
}

#[test]
fn whoever_is_one_person_comes_once_and_counts_once() {
    let mut desk = desk_with(1..4);
    desk.save_apart(&[enrollment(11, 1)]);
    desk.save_apart(&[enrollment(12, 2)]);
    desk.save_apart(&[decision(2, 1, "same")]);
    assert_eq!(linked(&desk, 1), [id(1), id(2)]);
    assert_eq!(linked(&desk, 3), []);
    assert_eq!(desk.file.head_of(&id(2)).unwrap(), desk.file.head_of(&id(1)).unwrap());
    let totals = desk.file.totals().unwrap();
    assert_eq!((totals.people, totals.enrollments), (2, 1));
    let day = desk.file.counts_for("pisiga", NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()).unwrap();
    assert_eq!((day.registered, day.enrollments), (2, 1));
    assert_eq!(whole_page(&desk, &RegisterFilter::default()), (2, 2));
    let named = RegisterFilter { text: "persona2".into(), ..RegisterFilter::default() };
    assert_eq!(whole_page(&desk, &named), (1, 1), "by whichever record is asked for");
    assert_eq!(desk.file.search("quispe", 10).unwrap().len(), 2);
    assert_eq!(desk.file.search("persona1", 10).unwrap()[0].id, id(1));
}

#[test]
fn taking_a_link_back_restores_exactly_what_was() {
    let mut desk = desk_with(1..4);
    let seen = |desk: &Desk| {
        let people: Vec<_> = (1..4).map(|number| desk.file.person(&id(number)).unwrap()).collect();
        let page = desk.file.register_page(&RegisterFilter::default(), RegisterOrder::Name, 0, 100).unwrap();
        (people, page, desk.file.totals().unwrap(), linked(desk, 1))
    };
    let before = seen(&desk);
    desk.save_apart(&[decision(1, 2, "same")]);
    desk.save_apart(&[decision(2, 3, "same")]);
    assert_eq!(linked(&desk, 1), [id(1), id(2), id(3)]);
    desk.save_apart(&[decision(2, 3, "open")]);
    assert_eq!(linked(&desk, 1), [id(1), id(2)]);
    desk.save_apart(&[decision(1, 2, "open")]);
    assert_eq!(seen(&desk), before);
    assert!(is_sound(&desk));
}

#[test]
fn where_decisions_contradict_each_other_nobody_is_shown_as_one() {
    let mut desk = desk_with(1..4);
    for (one, other, word) in [(1, 2, "same"), (2, 3, "same"), (1, 3, "different")] {
        desk.save_apart(&[decision(one, other, word)]);
    }
    assert_eq!((linked(&desk, 1), linked(&desk, 2), linked(&desk, 3)), (vec![], vec![], vec![]));
    assert_eq!(desk.file.totals().unwrap().people, 3);
    desk.save_apart(&[decision(1, 3, "open")]);
    assert_eq!(linked(&desk, 1).len(), 3, "who was right was said");
}

#[test]
fn two_of_one_enrollment_are_not_one_by_way_of_a_third_but_by_a_decision_of_their_own() {
    let mut desk = desk_with(1..4);
    let family = fields(&[("household", "0b".repeat(16).as_str())]);
    for number in [1, 3] {
        desk.save_apart(&[Write { kind: Kind::Person, id: id(number), fields: family.clone() }]);
    }
    desk.save_apart(&[decision(1, 2, "same")]);
    desk.save_apart(&[decision(2, 3, "same")]);
    assert_eq!(linked(&desk, 2), []);
    desk.save_apart(&[decision(1, 3, "same")]);
    assert_eq!(linked(&desk, 2).len(), 3);
    assert!(is_sound(&desk));
}

#[test]
fn two_who_decide_apart_and_differently_are_both_seen_and_link_nothing() {
    let scope = ScopeId::random();
    let (mut one, mut other) = (Desk::new(scope), Desk::new(scope));
    one.save_apart(&[somebody(1)]);
    one.save_apart(&[somebody(2)]);
    other.take(&one.own_batches(), &one);
    one.save_apart(&[decision(1, 2, "same")]);
    other.save_apart(&[decision(1, 2, "different")]);
    assert_eq!(linked(&one, 1).len(), 2);
    one.take(&other.own_batches(), &other);
    other.take(&one.own_batches(), &one);
    for desk in [&one, &other] {
        assert_eq!(linked(desk, 1), []);
        let (rows, total) = desk.file.linkage_page(Decided::Contradicted, 0, 10).unwrap();
        assert_eq!((rows.len(), total), (1, 1));
        assert!(is_sound(desk));
    }
    one.save_apart(&[decision(1, 2, "same")]);
    other.take(&one.own_batches(), &one);
    assert_eq!((linked(&one, 1).len(), linked(&other, 1).len()), (2, 2), "one decided for both");
}

#[test]
fn a_forged_decision_decides_nothing_and_goes_with_whom_it_names() {
    let mut desk = desk_with(1..4);
    desk.file.put_pairs(&[proposal(1, 2, "certain", 20.0)], desk.file.looked().unwrap().changes).unwrap();
    let forged = |id: DocumentId, linkage: Linkage| {
        let linkage = Linkage { decision: LinkageDecision::Same, ..linkage };
        Write { kind: Kind::Linkage, id, fields: linkage.to_fields() }
    };
    let beside = Linkage { elsewhere: id(9).to_string(), ..Linkage::of(id(1), id(2)) };
    desk.save_apart(&[forged(beside.id(), beside)]);
    desk.save_apart(&[forged(id(50), Linkage::of(id(1), id(2)))]);
    desk.save_apart(&[forged(id(51), Linkage { person: id(2), other: id(1), ..Linkage::default() })]);
    let nobody = Linkage { other: id(3), ..Linkage::default() };
    desk.save_apart(&[forged(nobody.id(), nobody)]);
    assert!((1..4).all(|number| linked(&desk, number).is_empty()));
    assert_eq!(desk.file.linkage_page(Decided::Decided, 0, 10).unwrap().1, 0);
    assert_eq!(desk.file.undecided_page(0, 10).unwrap().len(), 1, "the real proposal waits");
    desk.save_apart(&[decision(1, 2, "same")]);
    let other = Linkage { decision: LinkageDecision::Different, ..Linkage::of(id(1), id(2)) };
    desk.save_apart(&[Write { kind: Kind::Linkage, id: id(52), fields: other.to_fields() }]);
    let itself =
        Linkage { decision: LinkageDecision::Different, person: id(1), other: id(1), ..Linkage::default() };
    desk.save_apart(&[Write { kind: Kind::Linkage, id: itself.id(), fields: itself.to_fields() }]);
    assert_eq!(linked(&desk, 1).len(), 2, "nor does it contradict");
    assert_eq!(desk.file.documents_about(&id(1)).unwrap().len(), 6, "an erasure takes them all");
    assert!(is_sound(&desk));
}

#[test]
fn more_records_than_anybody_has_are_not_shown_as_one() {
    let mut desk = desk_with(0..130);
    for number in 1..130 {
        desk.save_apart(&[decision(0, number, "same")]);
        if number == 99 {
            assert_eq!(linked(&desk, 0).len(), 100);
        }
    }
    assert!((0..130).all(|number| linked(&desk, number).is_empty()));
    assert!(is_sound(&desk));
}

fn proposal(a: u16, b: u16, proposal: &str, weight: f64) -> ProposedPair {
    let reasons = vec!["birth_equal".to_owned()];
    ProposedPair { a: id(a), b: id(b), weight, probability: 0.5, proposal: proposal.into(), reasons }
}

#[test]
fn what_was_decided_or_follows_is_proposed_no_more_and_what_was_taken_back_is_again() {
    let mut desk = desk_with(1..5);
    let all =
        [proposal(1, 2, "possible", 9.0), proposal(1, 3, "certain", 20.0), proposal(2, 3, "certain", 30.0)];
    desk.file.put_pairs(&all, desk.file.looked().unwrap().changes).unwrap();
    let waiting = |desk: &Desk| -> Vec<_> {
        desk.file.undecided_page(0, 10).unwrap().into_iter().map(|pair| (pair.a, pair.b)).collect()
    };
    let pairs = [(id(2), id(3)), (id(1), id(3)), (id(1), id(2))];
    assert_eq!(waiting(&desk), pairs, "certain first, then by weight");
    desk.save_apart(&[decision(1, 2, "different")]);
    assert_eq!(waiting(&desk), pairs[..2]);
    desk.save_apart(&[decision(1, 3, "later")]);
    assert_eq!(waiting(&desk), pairs[..1]);
    for word in ["open", "same"] {
        desk.save_apart(&[decision(1, 3, word)]);
        desk.save_apart(&[decision(1, 2, word)]);
    }
    assert_eq!(waiting(&desk), [], "two and three are one by way of one");
    desk.save_apart(&[decision(1, 2, "open")]);
    assert_eq!(waiting(&desk).len(), 2);
    let counts = desk.file.undecided().unwrap();
    assert_eq!((counts.certain, counts.possible), (1, 1));
}

#[test]
fn the_register_is_looked_through_again_only_after_people_changed() {
    let mut desk = desk_with(1..3);
    let Looked { changes, through } = desk.file.looked().unwrap();
    assert!(changes > through);
    desk.file.put_pairs(&[], changes).unwrap();
    desk.save_apart(&[decision(1, 2, "later")]);
    desk.save_apart(&[enrollment(11, 1)]);
    let looked = desk.file.looked().unwrap();
    assert_eq!(looked.changes, looked.through, "no person is another by that");
    desk.save_apart(&[person(1, &[("phone", "70012345")])]);
    let looked = desk.file.looked().unwrap();
    assert!(looked.changes > looked.through);
}

#[test]
fn what_was_told_of_another_department_is_not_kept_for_ever_nor_of_whom_is_gone() {
    let desk = desk_with(1..2);
    let row = |number| ElsewhereRow {
        person: id(number),
        reference: id(9).to_string(),
        weight: 20.0,
        proposal: "certain".into(),
        reasons: Vec::new(),
        department: "05".into(),
        initials: "RQ".into(),
        birth_year: Some(1996),
        sex: "female".into(),
        post: String::new(),
        month: String::new(),
        may_bring: false,
        theirs: String::new(),
    };
    desk.file.put_elsewhere(&[row(1), row(2)], 1_000).unwrap();
    assert_eq!(desk.file.elsewhere().unwrap().len(), 1, "the second is nobody here");
    desk.file.forget_elsewhere(1_000).unwrap();
    assert_eq!(desk.file.elsewhere().unwrap().len(), 1);
    desk.file.forget_elsewhere(1_001).unwrap();
    assert!(desk.file.elsewhere().unwrap().is_empty());
    assert_eq!(desk.file.asked_elsewhere().unwrap(), 0);
}

#[derive(Debug, Clone)]
enum Step {
    Register(u16, bool),
    Decide(u16, u16, &'static str),
}

fn step() -> impl Strategy<Value = (bool, bool, Step)> {
    let word = prop::sample::select(vec!["same", "same", "same", "different", "later", "open"]);
    let what = prop_oneof![
        1 => (0..6u16, any::<bool>()).prop_map(|(number, family)| Step::Register(number, family)),
        3 => (0..6u16, 0..6u16, word).prop_map(|(one, other, word)| Step::Decide(one, other, word)),
    ];
    (any::<bool>(), prop::bool::weighted(0.4), what)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Equal documents show the same people as one on every device, in whatever order they came, also after a rebuild.
    #[test]
    fn devices_with_equal_documents_show_the_same_people_as_one(steps in prop::collection::vec(step(), 1..24)) {
        let scope = ScopeId::random();
        let (mut one, mut other) = (Desk::new(scope), Desk::new(scope));
        for (second, hears, what) in steps {
            if hears {
                one.take(&other.own_batches(), &other);
                other.take(&one.own_batches(), &one);
            }
            let write = match what {
                Step::Register(number, family) => {
                    let household = if family { "0b".repeat(16) } else { String::new() };
                    person(number, &[("given_names", "Rosa"), ("household", &household)])
                }
                Step::Decide(a, b, word) if a != b => decision(a, b, word),
                Step::Decide(..) => continue,
            };
            let desk = if second { &mut other } else { &mut one };
            desk.save_apart(&[write]);
        }
        let third = Desk::new(scope);
        for batch in other.own_batches().iter().rev() {
            third.take(std::slice::from_ref(batch), &other);
        }
        third.take(&one.own_batches(), &one);
        one.take(&other.own_batches(), &other);
        other.take(&one.own_batches(), &one);
        for number in 0..6 {
            prop_assert_eq!(linked(&one, number), linked(&other, number));
            prop_assert_eq!(linked(&one, number), linked(&third, number));
            prop_assert_eq!(one.file.head_of(&id(number)).unwrap(), third.file.head_of(&id(number)).unwrap());
        }
        prop_assert!(is_sound(&one) && is_sound(&other) && is_sound(&third));
    }
}
