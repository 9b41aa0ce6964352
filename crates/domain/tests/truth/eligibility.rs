use std::collections::BTreeMap;

use chrono::NaiveDate;
use posta_domain::{Birth, Decision, Extent, Facts, IdentityDocument, Outcome, Pack, Sex};
use serde::Deserialize;

use crate::day;

const PROGRAM: &str = "sus";

fn bo() -> &'static Pack {
    Pack::find("bo").unwrap()
}

fn today() -> NaiveDate {
    day("2026-11-29")
}

fn facts(birth: &str, sex: &str, nationality: &str, answers: &[(&str, bool)]) -> Facts {
    Facts {
        birth: Birth::parse(birth).unwrap(),
        sex: Sex::from_word(sex),
        nationality: nationality.to_owned(),
        on: today(),
        answers: answers.iter().map(|(code, yes)| ((*code).to_owned(), *yes)).collect(),
    }
}

fn codes(decision: &Decision) -> Vec<&str> {
    decision.groups.iter().map(|group| group.code.as_str()).collect()
}

/// One line of the table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    case: String,
    /// The words of the field study that decide it, with their mark.
    line: String,
    birth: String,
    sex: String,
    nationality: String,
    answers: BTreeMap<String, bool>,
    outcome: String,
    groups: Vec<String>,
    /// What is asked first, in this order; an empty list: nothing.
    ask: Option<Vec<String>>,
    #[serde(default)]
    goes: Vec<String>,
    #[serde(default)]
    not_goes: Vec<String>,
    /// Kinds of documents at hand; left out: nobody looked.
    papers: Option<Vec<String>>,
}

#[test]
fn the_rules_decide_every_case_of_the_table_as_its_source_says() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("../fixtures/eligibility_bo.json")).unwrap();
    assert!(cases.len() >= 40, "{}", cases.len());
    for case in cases {
        assert!(case.line.contains("[V"), "{} cites no verified line", case.case);
        let facts = Facts {
            birth: Birth::parse(&case.birth).unwrap(),
            sex: Sex::from_word(&case.sex),
            nationality: case.nationality.clone(),
            on: today(),
            answers: case.answers.clone(),
        };
        let decision = match &case.papers {
            None => bo().decide(PROGRAM, &facts),
            Some(kinds) => {
                let document = |kind: &String| IdentityDocument { kind: kind.clone(), ..Default::default() };
                let papers: Vec<_> = kinds.iter().map(document).collect();
                bo().decide_with_documents(PROGRAM, &facts, &papers)
            }
        };
        assert_eq!(decision.outcome.as_str(), case.outcome, "{}: {decision:?}", case.case);
        assert_eq!(codes(&decision), case.groups, "{}", case.case);
        if let Some(ask) = &case.ask {
            let first = ask.len().min(decision.ask.len());
            assert_eq!(decision.ask[..first], ask[..], "{}: {decision:?}", case.case);
            assert_eq!(decision.ask.is_empty(), ask.is_empty(), "{}: {decision:?}", case.case);
        }
        for place in &case.goes {
            assert!(decision.orientation.contains(place), "{}: {place} in {decision:?}", case.case);
        }
        for place in &case.not_goes {
            assert!(!decision.orientation.contains(place), "{}: {place} in {decision:?}", case.case);
        }
        if case.answers.get("emergency") == Some(&true) {
            assert_eq!(decision.orientation[0], "emergency", "{}", case.case);
        }
    }
}

#[test]
fn a_decision_says_by_which_pack_of_which_day_it_was_made() {
    let decision = bo().decide(PROGRAM, &facts("2023", "male", "VE", &[("short_term_insurance", false)]));
    assert_eq!((decision.pack.as_str(), decision.on), ("bo", today()));
    assert_eq!(decision.version, bo().version);
    assert_eq!(decision.groups[0].source, "ley_1152");
    assert_eq!(bo().name_of("norms", &decision.groups[0].source, "pt"), "Ley 1152");
}

#[test]
fn only_reproductive_care_is_limited_and_stands_last() {
    for rule in &bo().rules {
        let limited = rule.code == "reproductive_health";
        assert_eq!(rule.extent == Extent::Limited, limited, "{}", rule.code);
    }
    let both = [("short_term_insurance", false), ("reproductive_care", true), ("disability", true)];
    assert_eq!(
        codes(&bo().decide(PROGRAM, &facts("1990", "female", "PE", &both))),
        ["disability", "reproductive_health"]
    );
}

#[test]
fn every_rule_rests_on_a_verified_norm_and_names_its_source() {
    for pack in Pack::all() {
        assert!(!pack.rules.is_empty(), "{}", pack.id);
        for rule in &pack.rules {
            assert!(pack.norm(&rule.norm).unwrap().verified, "{}", rule.code);
            assert!(rule.source.len() > 20, "{}", rule.code);
        }
    }
}

#[test]
fn no_name_of_a_norm_or_sentence_counts_clauses() {
    let texts = bo().rules.iter().flat_map(|rule| [&rule.sentence, &rule.name]);
    for text in texts.chain(bo().norms.iter().map(|norm| &norm.name)) {
        assert!(!text.to_lowercase().contains("inciso"), "{text}");
    }
}

/// Every combination of answers (also none), ages, sexes and countries that rules tell apart.
#[test]
fn every_combination_of_facts_has_an_outcome_with_somewhere_to_go_and_asks_exactly_while_undecided() {
    let asked: Vec<&str> = bo().facts.iter().map(|fact| fact.code.as_str()).collect();
    let asked: Vec<&str> = asked
        .into_iter()
        .filter(|code| !["birth", "sex", "nationality", "emergency"].contains(code))
        .collect();
    assert_eq!(asked.len(), 6);
    let mut seen = BTreeMap::new();
    for birth in ["", "2024-01-01", "2021", "2012", "1990-06", "1966", "1950"] {
        for sex in ["unknown", "female", "male"] {
            for nationality in ["", "BO", "VE", "XXA"] {
                for combination in 0..3_usize.pow(6) {
                    let given = asked.iter().enumerate().filter_map(|(at, code)| {
                        let value = combination / 3_usize.pow(u32::try_from(at).unwrap()) % 3;
                        (value < 2).then_some((*code, value == 1))
                    });
                    let given: Vec<(&str, bool)> = given.collect();
                    let decision = bo().decide(PROGRAM, &facts(birth, sex, nationality, &given));
                    let context = || format!("{birth} {sex} {nationality} {given:?}: {decision:?}");
                    assert!(!matches!(decision.outcome, Outcome::Other(_)));
                    assert_eq!(
                        decision.outcome == Outcome::Covered,
                        !decision.groups.is_empty(),
                        "{}",
                        context()
                    );
                    let whole = decision.groups.iter().any(|group| group.extent == Extent::Integral);
                    match decision.outcome {
                        Outcome::ToConfirm => assert!(!decision.ask.is_empty(), "{}", context()),
                        // A limited right alone may leave something to ask.
                        Outcome::Covered if !whole => {}
                        _ => assert!(decision.ask.is_empty(), "{}", context()),
                    }
                    assert!(!decision.orientation.is_empty(), "{}", context());
                    assert!(given.iter().all(|(code, _)| !decision.ask.iter().any(|ask| ask == code)));
                    assert!(!decision.ask.iter().any(|ask| ask == "emergency"));
                    let sentence = bo().sentence_of(&decision, "en");
                    assert!(sentence.ends_with('.'), "{sentence}");
                    *seen.entry(decision.outcome.as_str().to_owned()).or_insert(0) += 1;
                }
            }
        }
    }
    assert_eq!(seen.len(), 3, "{seen:?}");
}

#[test]
fn an_emergency_is_asked_of_everybody_until_it_is_answered_and_decides_nothing() {
    for (birth, sex, country) in [("2023", "male", "BO"), ("1990", "female", "VE"), ("", "unknown", "")] {
        let unanswered = facts(birth, sex, country, &[]);
        assert_eq!(bo().asked_of_everybody(&unanswered).collect::<Vec<_>>(), ["emergency"]);
        for answer in [true, false] {
            let answered = facts(birth, sex, country, &[("emergency", answer)]);
            assert_eq!(bo().asked_of_everybody(&answered).count(), 0);
            assert_eq!(bo().decide(PROGRAM, &answered).outcome, bo().decide(PROGRAM, &unanswered).outcome);
        }
    }
}

#[test]
fn nobody_is_asked_what_cannot_matter_to_them() {
    let man = bo().decide(PROGRAM, &facts("1990", "male", "VE", &[]));
    assert_eq!(man.ask, ["short_term_insurance", "resident", "treaty", "disability"]);
    let girl = bo().decide(PROGRAM, &facts("2020", "female", "VE", &[("short_term_insurance", false)]));
    assert_eq!(girl.ask, ["resident", "treaty", "disability"]);
    let national = bo().decide(PROGRAM, &facts("1990", "female", "BO", &[]));
    assert_eq!(national.ask, ["short_term_insurance"]);
    let blank = bo().decide(PROGRAM, &facts("", "unknown", "", &[]));
    assert_eq!(blank.ask.first().map(String::as_str), Some("short_term_insurance"));
    assert!(blank.ask.iter().any(|ask| ask == "birth"));
}

#[test]
fn a_limited_right_does_not_end_the_questions_and_an_integral_one_does() {
    let said = |answers: &[(&str, bool)]| {
        let limited = [("short_term_insurance", false), ("reproductive_care", true)];
        let decision = bo().decide(PROGRAM, &facts("1995", "female", "PE", &[&limited, answers].concat()));
        (decision.outcome.clone(), decision.ask)
    };
    let asked = |facts: &[&str]| (Outcome::Covered, facts.iter().map(|fact| (*fact).to_owned()).collect());
    assert_eq!(said(&[]), asked(&["pregnant_or_recent_birth", "resident", "treaty", "disability"]));
    assert_eq!(said(&[("pregnant_or_recent_birth", true)]), asked(&[]));
    let none = ["pregnant_or_recent_birth", "resident", "treaty", "disability"].map(|fact| (fact, false));
    assert_eq!(said(&none), asked(&[]));
}

#[test]
fn a_programme_without_rules_orients_and_asks_nothing() {
    let decision = bo().decide("another", &facts("1990", "female", "VE", &[]));
    assert_eq!((decision.outcome, decision.ask.len()), (Outcome::Orientation, 0));
}

#[test]
fn a_birth_after_the_day_is_as_good_as_none() {
    let decision =
        bo().decide(PROGRAM, &facts("2027-01-01", "male", "VE", &[("short_term_insurance", false)]));
    assert!(decision.ask.iter().any(|ask| ask == "birth"), "{decision:?}");
}

#[test]
fn a_birth_on_the_leap_day_has_its_birthday_on_the_first_of_march() {
    let on = |text: &str| Facts {
        on: day(text),
        ..facts("2024-02-29", "male", "VE", &[("short_term_insurance", false)])
    };
    assert_eq!(codes(&bo().decide(PROGRAM, &on("2029-02-28"))), ["under_5"]);
    assert!(codes(&bo().decide(PROGRAM, &on("2029-03-01"))).is_empty());
}

#[test]
fn an_answer_about_another_fact_changes_nothing() {
    let with = facts("1990", "male", "VE", &[("height", true)]);
    let without = facts("1990", "male", "VE", &[]);
    assert_eq!(bo().decide(PROGRAM, &with), bo().decide(PROGRAM, &without));
}
