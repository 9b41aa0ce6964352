//! Counts for indicators: each person once, by changes what a count of everything gives, and the same wherever the
//! same documents are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use common::{Desk, id, person};
use posta_domain::{Fields, Kind, Linkage, LinkageDecision, Tallied};
use posta_identity::ids::ScopeId;
use posta_store::Write;
use proptest::prelude::*;

type Counts = BTreeMap<(String, String), u64>;

/// Flat fields; `x` is a member of a set.
fn fields(pairs: &[(&str, &str)]) -> Fields {
    let value = |value: &str| if value == "x" { true.into() } else { value.into() };
    pairs.iter().map(|(key, one)| ((*key).to_owned(), value(one))).collect()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn somebody(number: u16, on: &str, post: &str, sex: &str, birth: &str) -> Write {
    let pairs = [
        ("given_names", "Persona"),
        ("registered_post", post),
        ("registered_on", on),
        ("sex", sex),
        ("birth", birth),
        ("nationality", "VE"),
    ];
    person(number, &pairs)
}

fn enrolled(number: u16, of: u16, on: &str, more: &[(&str, &str)]) -> Write {
    let of = id(of).to_string();
    let mut all = vec![("person", of.as_str()), ("program", "sus"), ("post", "pisiga"), ("on", on)];
    all.extend(more);
    Write { kind: Kind::Enrollment, id: id(number), fields: fields(&all) }
}

fn decided(one: u16, other: u16, word: &str) -> Write {
    let linkage = Linkage { decision: LinkageDecision::from_word(word), ..Linkage::of(id(one), id(other)) };
    Write { kind: Kind::Linkage, id: linkage.id(), fields: linkage.to_fields() }
}

fn asked(number: u16, of: u16, on: &str, decision: &str) -> Write {
    let of = id(of).to_string();
    let pairs = [("person", of.as_str()), ("on", on), ("purpose/statistics", decision)];
    Write { kind: Kind::Consent, id: id(number), fields: fields(&pairs) }
}

fn counts(desk: &Desk, what: Tallied, from: &str, to: &str) -> Counts {
    desk.file.refresh_tallies().unwrap();
    let rows = desk.file.tallies(what, day(from), day(to)).unwrap();
    rows.into_iter().map(|row| ((row.trait_, row.post), row.n)).collect()
}

fn count(desk: &Desk, what: Tallied, trait_: &str) -> u64 {
    let all = counts(desk, what, "2026-01-01", "2026-12-31");
    all.iter().filter(|((one, _), _)| one == trait_).map(|(_, n)| n).sum()
}

#[test]
fn people_are_counted_by_place_day_and_what_they_are() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save_apart(&[somebody(1, "2026-11-02", "pisiga", "female", "1990-02-01")]);
    desk.save_apart(&[somebody(2, "2026-11-20", "pisiga", "male", "2026-10-01")]);
    desk.save_apart(&[somebody(3, "2026-10-31", "oruro", "female", "")]);
    let november = counts(&desk, Tallied::People, "2026-11-01", "2026-11-30");
    let at = |trait_: &str, post: &str| november.get(&(trait_.into(), post.into())).copied();
    assert_eq!((at("", "pisiga"), at("", "oruro")), (Some(2), None));
    assert_eq!((at("age_band=20-39", "pisiga"), at("age_band=0m", "pisiga")), (Some(1), Some(1)));
    assert_eq!((at("sex_age=female/20-39", "pisiga"), at("nationality=VE", "pisiga")), (Some(1), Some(2)));
    let both = counts(&desk, Tallied::People, "2026-10-31", "2026-11-02");
    assert_eq!(both.values().filter(|n| **n > 0).count(), both.len());
    assert_eq!(both[&(String::new(), "oruro".into())], 1);
    let series = |from: &str, by_month: bool| {
        desk.file.tally_series(Tallied::People, day(from), day("2026-11-30"), by_month).unwrap()
    };
    assert_eq!(series("2026-11-01", false).iter().map(|(_, _, n)| n).collect::<Vec<_>>(), [&1, &1]);
    assert_eq!(series("2026-10-02", true).iter().map(|(_, _, n)| n).collect::<Vec<_>>(), [&2, &1]);
    let heard: Vec<_> = desk.file.heard().unwrap().into_iter().map(|one| (one.post, one.on)).collect();
    assert_eq!(heard, [("oruro".into(), day("2026-10-31")), ("pisiga".into(), day("2026-11-20"))]);
}

#[test]
fn a_change_of_a_person_changes_the_day_it_was_on_and_the_day_it_is_on() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save_apart(&[somebody(1, "2026-11-02", "pisiga", "female", "1990")]);
    desk.save_apart(&[enrolled(11, 1, "2026-11-03", &[("outcome", "cubierta"), ("group/gestante", "x")])]);
    assert_eq!(desk.file.refresh_tallies().unwrap(), 2);
    assert_eq!(desk.file.refresh_tallies().unwrap(), 0, "what did not change is not counted again");
    desk.save_apart(&[person(1, &[("registered_on", "2026-11-05"), ("sex", "male")])]);
    assert_eq!(desk.file.refresh_tallies().unwrap(), 3, "both days, and that of the enrollment");
    assert_eq!(counts(&desk, Tallied::People, "2026-11-02", "2026-11-02").len(), 0);
    assert_eq!(
        (count(&desk, Tallied::People, "sex=male"), count(&desk, Tallied::Enrollments, "sex=male")),
        (1, 1)
    );
    assert_eq!(count(&desk, Tallied::Enrollments, "outcome=cubierta"), 1);
}

#[test]
fn whoever_is_one_person_counts_once_and_again_as_two_when_taken_apart() {
    let mut desk = Desk::new(ScopeId::random());
    for number in 1..4 {
        desk.save_apart(&[somebody(number, &format!("2026-11-0{number}"), "pisiga", "female", "1990")]);
        desk.save_apart(&[enrolled(10 + number, number, &format!("2026-11-1{number}"), &[])]);
    }
    desk.save_apart(&[enrolled(21, 1, "2026-11-25", &[])]);
    let both = |desk: &Desk| (count(desk, Tallied::People, ""), count(desk, Tallied::Enrollments, ""));
    assert_eq!(both(&desk), (3, 3), "who is enrolled twice is one");
    desk.save_apart(&[decided(1, 2, "same")]);
    assert_eq!(both(&desk), (2, 2));
    assert_eq!(count(&desk, Tallied::Decisions, "decision=same"), 1);
    desk.save_apart(&[decided(1, 2, "different")]);
    assert_eq!(both(&desk), (3, 3));
    assert_eq!(count(&desk, Tallied::Decisions, "decision=same"), 0);
}

#[test]
fn whoever_does_not_want_to_be_in_figures_is_in_none() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save_apart(&[somebody(1, "2026-11-02", "pisiga", "female", "1990")]);
    desk.save_apart(&[enrolled(11, 1, "2026-11-02", &[])]);
    let all = |desk: &Desk| count(desk, Tallied::People, "") + count(desk, Tallied::Enrollments, "");
    assert_eq!(all(&desk), 2);
    desk.save_apart(&[asked(31, 1, "2026-11-03", "refused")]);
    assert_eq!(all(&desk), 0);
    desk.save_apart(&[asked(32, 1, "2026-11-03", "given")]);
    assert_eq!(all(&desk), 0, "of one day, no wins");
    desk.save_apart(&[asked(33, 1, "2026-11-04", "given")]);
    assert_eq!(all(&desk), 2);
    desk.save_apart(&[asked(34, 1, "", "refused")]);
    assert_eq!(all(&desk), 0, "a no without a day stands");
}

#[test]
fn a_no_said_with_one_record_holds_for_all_of_that_human_and_one_that_was_replaced_does_not() {
    let mut desk = Desk::new(ScopeId::random());
    for number in 1..3 {
        desk.save_apart(&[somebody(number, "2026-11-02", "pisiga", "female", "1990")]);
    }
    desk.save_apart(&[asked(31, 1, "2026-11-03", "refused")]);
    desk.save_apart(&[asked(32, 2, "2026-11-09", "given")]);
    let people = |desk: &Desk| count(desk, Tallied::People, "");
    assert_eq!((people(&desk), desk.file.saying_no_to_figures().unwrap()), (1, vec![id(1)]));
    desk.save_apart(&[decided(1, 2, "same")]);
    assert_eq!((people(&desk), desk.file.saying_no_to_figures().unwrap()), (0, vec![id(1), id(2)]));
    desk.save_apart(&[decided(1, 2, "different")]);
    assert_eq!(people(&desk), 1);
    let mut again = asked(33, 1, "2026-11-01", "given");
    again.fields.insert(format!("replaces/{}", id(31)), true.into());
    desk.save_apart(&[again]);
    assert_eq!((people(&desk), desk.file.saying_no_to_figures().unwrap()), (2, vec![]));
}

#[test]
fn a_team_counts_without_whom_the_registry_names_and_with_them_again() {
    let mut desk = Desk::new(ScopeId::random());
    for (number, person) in [(11, 1), (12, 2)] {
        let person = id(person).to_string();
        let pairs =
            [("person", person.as_str()), ("post", "pisiga"), ("on", "2026-11-21"), ("need/salud", "x")];
        desk.save_apart(&[Write { kind: Kind::Consultation, id: id(number), fields: fields(&pairs) }]);
        let pairs =
            [("person", person.as_str()), ("post", "pisiga"), ("on", "2026-11-22"), ("state", "hecho")];
        desk.save_apart(&[Write { kind: Kind::FollowUp, id: id(10 + number), fields: fields(&pairs) }]);
    }
    let all = |desk: &Desk| {
        [Tallied::Consultations, Tallied::Needs, Tallied::FollowUps].map(|what| count(desk, what, ""))
    };
    assert_eq!(all(&desk), [2, 2, 2]);
    desk.file.count_without(&[id(1), id(9)]).unwrap();
    assert_eq!(all(&desk), [1, 1, 1]);
    desk.file.count_without(&[]).unwrap();
    assert_eq!(all(&desk), [2, 2, 2]);
}

#[test]
fn a_decision_counts_on_the_day_at_the_post_on_which_it_was_made_and_one_put_off_does_not() {
    let mut desk = Desk::new(ScopeId::random());
    for number in 1..3 {
        desk.save_apart(&[somebody(number, "2026-11-02", "pisiga", "female", "1990")]);
    }
    let counted = |desk: &Desk, day: &str| {
        let all = counts(desk, Tallied::Decisions, day, day);
        all.iter().filter(|((trait_, _), _)| trait_.is_empty()).map(|(_, n)| n).sum::<u64>()
    };
    // 21:30 at a post is 01:30 of the next day by UTC.
    let at = |text: &str| chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp();
    desk.at = at("2026-11-10T01:30:00Z");
    desk.save_apart(&[decided(1, 2, "later")]);
    assert_eq!((counted(&desk, "2026-11-09"), counted(&desk, "2026-11-10")), (0, 0));
    desk.at = at("2026-12-01T01:30:00Z");
    desk.save_apart(&[decided(1, 2, "different")]);
    assert_eq!((counted(&desk, "2026-11-30"), counted(&desk, "2026-12-01")), (1, 0));
}

#[test]
fn the_team_s_work_is_counted_and_what_says_nothing_is_not() {
    let mut desk = Desk::new(ScopeId::random());
    let consultation = [
        ("post", "pisiga"),
        ("on", "2026-11-21"),
        ("need/alimentacion", "x"),
        ("about_need/alimentacion/state", "resuelta"),
        ("need/alojamiento", "x"),
        ("need/atencion_confidencial", "x"),
    ];
    desk.save_apart(&[Write { kind: Kind::Consultation, id: id(1), fields: fields(&consultation) }]);
    let follow_up = [("post", "pisiga"), ("on", "2026-11-22"), ("state", "hecho")];
    desk.save_apart(&[Write { kind: Kind::FollowUp, id: id(2), fields: fields(&follow_up) }]);
    let referral = [("post", "pisiga"), ("on", "2026-11-21"), ("need", "atencion_confidencial")];
    desk.save_apart(&[Write { kind: Kind::Referral, id: id(3), fields: fields(&referral) }]);
    let needs = counts(&desk, Tallied::Needs, "2026-11-01", "2026-11-30");
    assert_eq!(needs.iter().filter(|((trait_, _), _)| trait_.is_empty()).map(|(_, n)| n).sum::<u64>(), 2);
    assert_eq!(count(&desk, Tallied::Needs, "need_met=alimentacion"), 1);
    assert!(needs.keys().all(|(trait_, _)| !trait_.contains("confidencial")));
    assert_eq!(count(&desk, Tallied::Referrals, "answer=none"), 1);
    assert_eq!(count(&desk, Tallied::Referrals, "need=atencion_confidencial"), 0);
    assert_eq!(count(&desk, Tallied::FollowUps, "state=hecho"), 1);
}

/// Everything that can change what is counted.
fn steps() -> impl Strategy<Value = Vec<(u8, u16, u16, u8)>> {
    prop::collection::vec((0u8..5, 1u16..5, 1u16..5, 0u8..4), 1..24)
}

fn write((kind, one, other, how): (u8, u16, u16, u8)) -> Option<Write> {
    let on = ["2026-10-31", "2026-11-01", "2026-11-15", "2026-12-01"][usize::from(how)];
    let post = ["pisiga", "oruro"][usize::from(how % 2)];
    Some(match kind {
        0 => somebody(one, on, post, ["female", "male", "unknown", ""][usize::from(how)], "2001"),
        1 => enrolled(10 + other, one, on, &[("status", ["preparada", "confirmada"][usize::from(how % 2)])]),
        2 if one != other => {
            decided(one.min(other), one.max(other), ["same", "different", "open", "same"][usize::from(how)])
        }
        3 => asked(30 + other, one, on, ["given", "refused", "withdrawn", "given"][usize::from(how)]),
        _ => return None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn counting_what_changed_gives_what_counting_everything_gives_and_on_every_device(steps in steps()) {
        let scope = ScopeId::random();
        let (mut desk, other) = (Desk::new(scope), Desk::new(scope));
        for step in steps {
            if let Some(write) = write(step) {
                desk.save_apart(&[write]);
                desk.file.refresh_tallies().unwrap();
            }
        }
        other.take(&desk.own_batches(), &desk);
        let all = |desk: &Desk| Tallied::ALL.map(|what| counts(desk, what, "2026-01-01", "2027-01-15"));
        let by_changes = all(&desk);
        prop_assert_eq!(&by_changes, &all(&other));
        desk.file.recount().unwrap();
        prop_assert_eq!(by_changes, all(&desk));
    }
}
