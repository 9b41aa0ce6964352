//! What an enrollment keeps: answers, the decision, papers, steps, facilities.

use std::collections::BTreeMap;

use posta_domain::{
    Decision, DocumentId, Enrollment, EnrollmentStatus, Fields, Group, Outcome, Pack, RequirementState,
    Scalar,
};

use crate::day;

fn bo() -> &'static Pack {
    Pack::find("bo").unwrap()
}

fn prepared() -> Enrollment {
    let mut enrollment = Enrollment {
        person: DocumentId([7; 16]),
        program: "sus".into(),
        post: "pisiga".into(),
        on: Some(day("2026-11-20")),
        recorder: "Ana".into(),
        campaign: "feria".into(),
        ..Enrollment::default()
    };
    let decision = Decision {
        outcome: Outcome::Covered,
        groups: vec![Group { code: "pregnancy".into(), ..Group::default() }],
        pack: "bo".into(),
        version: "2026-11-29".into(),
        on: day("2026-11-20"),
        ..Decision::default()
    };
    let answers = [("pregnant_or_recent_birth", true), ("short_term_insurance", false)];
    let answers = answers.map(|(fact, yes)| (fact.to_owned(), yes)).into();
    enrollment.decide(bo(), answers, &decision);
    enrollment.mark("identity", "copy", "Ana", day("2026-11-20")).unwrap();
    enrollment.move_to("400107", day("2026-11-20"));
    enrollment
}

fn codes(enrollment: &Enrollment) -> Vec<&'static str> {
    let found = enrollment.problems(Pack::find("bo").unwrap(), day("2026-11-21"));
    found.iter().filter(|problem| problem.is_error()).map(|problem| problem.code).collect()
}

#[test]
fn an_enrollment_reads_back_as_written() {
    let enrollment = prepared();
    let fields = enrollment.to_fields();
    assert!(Enrollment::from_fields(&fields) == enrollment);
    for (key, value) in [
        ("fact/short_term_insurance", Scalar::Flag(false)),
        ("fact_on/pregnant_or_recent_birth", "2026-11-20".into()),
        ("outcome", "cubierta".into()),
        ("group/pregnancy", true.into()),
        ("decided_with", "bo 2026-11-29".into()),
        ("decided_on", "2026-11-20".into()),
        ("requirement/identity/state", "copy".into()),
        ("requirement/identity/by", "Ana".into()),
        ("facility_on/2026-11-20/400107", "400107".into()),
    ] {
        assert_eq!(fields.get(key), Some(&value), "{key}");
    }
    assert!(enrollment.changes_from(&fields).is_empty());
}

#[test]
fn an_old_device_keeps_words_it_does_not_know() {
    let mut stored = prepared().to_fields();
    stored.insert("outcome".into(), "en_estudio".into());
    stored.insert("requirement/identity/state".into(), "digital".into());
    stored.insert("fact/later".into(), "perhaps".into());
    stored.insert("requirement/identity/seal".into(), "blue".into());
    let read = Enrollment::from_fields(&stored);
    assert_eq!(read.outcome, Some(Outcome::Other("en_estudio".into())));
    assert_eq!(read.requirements["identity"].state, RequirementState::Other("digital".into()));
    assert!(!read.answers.contains_key("later"));
    let mut edited = read;
    edited.observation.clear();
    edited.mark("photo", "missing", "Ana", day("2026-11-21")).unwrap();
    let changed = edited.changes_from(&stored);
    assert!(changed.keys().all(|key| key.starts_with("requirement/photo/")), "{changed:?}");
}

#[test]
fn an_answer_that_is_taken_back_is_neither_yes_nor_no() {
    let stored = prepared().to_fields();
    let mut read = Enrollment::from_fields(&stored);
    read.answers.remove("short_term_insurance");
    let changed = read.changes_from(&stored);
    assert_eq!(changed, Fields::from([("fact/short_term_insurance".into(), Scalar::from(""))]));
    let mut after = stored;
    after.extend(changed);
    assert_eq!(
        Enrollment::from_fields(&after).answers,
        BTreeMap::from([("pregnant_or_recent_birth".to_owned(), true)])
    );
}

/// The days of the answers, after one decision more.
fn answered(enrollment: &Enrollment, code: &str) -> Option<String> {
    enrollment.answered.get(code).map(ToString::to_string)
}

#[test]
fn an_answer_is_as_old_as_it_was_given_however_often_it_is_decided_by_and_new_when_given_anew() {
    let fact = "pregnant_or_recent_birth";
    let on = |text: &str| Decision { on: day(text), ..Decision::default() };
    let mut enrollment = prepared();
    enrollment.decide_again(bo(), &on("2027-05-01"));
    enrollment.decide(bo(), enrollment.answers_on(bo(), day("2027-11-20")), &on("2027-11-20"));
    assert_eq!(answered(&enrollment, fact).as_deref(), Some("2026-11-20"));
    assert_eq!(answered(&enrollment, "short_term_insurance"), None, "it does not grow old");
    // The last day on which it counts, and the day after.
    assert!(enrollment.answers_on(bo(), day("2028-02-20")).contains_key(fact));
    let left = enrollment.answers_on(bo(), day("2028-02-21"));
    assert_eq!(left, BTreeMap::from([("short_term_insurance".to_owned(), false)]));
    enrollment.decide(bo(), enrollment.answers.clone(), &on("2028-02-21"));
    assert_eq!(answered(&enrollment, fact).as_deref(), Some("2028-02-21"));
    // A decision alone makes nothing younger, also where an older program kept no day.
    let mut old = Enrollment { answered: BTreeMap::new(), ..prepared() };
    old.decide_again(bo(), &on("2027-05-01"));
    assert_eq!(answered(&old, fact).as_deref(), Some("2026-11-20"));
    // An answer that is taken back takes its day with it.
    let stored = prepared().to_fields();
    let mut read = Enrollment::from_fields(&stored);
    read.decide(bo(), BTreeMap::new(), &on("2026-11-20"));
    assert_eq!(read.changes_from(&stored).get("fact_on/pregnant_or_recent_birth"), Some(&"".into()));
}

#[test]
fn an_emergency_counts_on_its_day_and_the_next() {
    let mut enrollment = prepared();
    let decision = Decision { on: day("2026-11-20"), ..Decision::default() };
    enrollment.decide(bo(), [("emergency".to_owned(), true)].into(), &decision);
    let counts = |text: &str| enrollment.answers_on(bo(), day(text)).contains_key("emergency");
    assert_eq!(["2026-11-20", "2026-11-21", "2026-11-22"].map(counts), [true, true, false]);
}

#[test]
fn a_mark_writes_its_own_item_and_no_other() {
    let stored = prepared().to_fields();
    let mut read = Enrollment::from_fields(&stored);
    read.mark("residence", "not_needed", "Luis", day("2026-11-22")).unwrap();
    let changed = read.changes_from(&stored);
    let keys: Vec<&str> = changed.keys().map(String::as_str).collect();
    assert_eq!(keys, ["requirement/residence/by", "requirement/residence/on", "requirement/residence/state"]);
    assert_eq!(
        read.mark("residence", "lost", "Luis", day("2026-11-22")).unwrap_err().code,
        "requirement_state_unknown"
    );
    assert_eq!(read.mark("a b", "have", "Luis", day("2026-11-22")).unwrap_err().code, "requirement_unknown");
}

#[test]
fn the_official_procedure_goes_from_word_to_word_and_skips_none() {
    let words = EnrollmentStatus::WORDS;
    let allowed = [
        ("preparada", "presentada"),
        ("presentada", "confirmada"),
        ("presentada", "observada"),
        ("observada", "presentada"),
        ("confirmada", "presentada"),
    ];
    for from in words {
        for to in words {
            let mut enrollment = Enrollment { status: EnrollmentStatus::from_word(from), ..prepared() };
            let done = enrollment.step(to, "", "");
            let expected = from == to || allowed.contains(&(*from, *to));
            assert_eq!(done.is_ok(), expected, "{from} to {to}");
            assert_eq!(enrollment.status.as_str(), if expected { *to } else { *from });
        }
    }
    let mut later = Enrollment { status: EnrollmentStatus::Other("archivada".into()), ..prepared() };
    assert_eq!(later.step("presentada", "", "").unwrap_err().code, "status_step");
    assert_eq!(prepared().step("archivada", "", "").unwrap_err().code, "status_step");
}

#[test]
fn the_official_number_is_of_a_confirmed_enrollment_only() {
    let mut enrollment = prepared();
    assert_eq!(enrollment.step("presentada", "123", "").unwrap_err().code, "official_number_unconfirmed");
    enrollment.step("presentada", "", "").unwrap();
    assert_eq!(enrollment.step("confirmada", "", "falta").unwrap_err().code, "observation_unobserved");
    enrollment.step("observada", "", " falta  el sello ").unwrap();
    assert_eq!(enrollment.observation, "falta el sello");
    enrollment.step("presentada", "", "").unwrap();
    assert_eq!(enrollment.observation, "");
    enrollment.step("confirmada", "A-17", "").unwrap();
    assert_eq!((enrollment.official_number.as_str(), codes(&enrollment)), ("A-17", vec![]));
    // A number that came otherwise is told.
    enrollment.status = EnrollmentStatus::Prepared;
    assert_eq!(codes(&enrollment), ["official_number_unconfirmed"]);
    let long = Enrollment { observation: "x".repeat(201), status: EnrollmentStatus::Observed, ..prepared() };
    assert_eq!(codes(&long), ["text_too_long"]);
}

#[test]
fn moving_keeps_where_it_was_before_also_of_an_enrollment_that_kept_no_history() {
    let mut old =
        Enrollment { facility: "400080".into(), on: Some(day("2026-10-01")), ..Enrollment::default() };
    old.move_to("400107", day("2026-11-20"));
    let stays: Vec<(String, &str)> =
        old.facilities.iter().map(|(day, code)| (day.to_string(), code.as_str())).collect();
    assert_eq!(stays, [("2026-10-01".to_owned(), "400080"), ("2026-11-20".to_owned(), "400107")]);
    assert_eq!(old.facility, "400107");
}

#[test]
fn two_moves_of_one_day_are_both_kept_and_one_of_before_is_still_read() {
    let mut enrollment = prepared();
    enrollment.facilities.clear();
    for code in ["400107", "400080"] {
        enrollment.move_to(code, day("2026-11-20"));
    }
    let mut fields = enrollment.to_fields();
    let kept = |fields: &posta_domain::Fields| {
        let read = Enrollment::from_fields(fields).facilities;
        read.into_iter().map(|(day, code)| format!("{day} {code}")).collect::<Vec<_>>()
    };
    assert_eq!(kept(&fields), ["2026-11-20 400080", "2026-11-20 400107"]);
    fields.insert("facility_on/2026-10-01".into(), "400252".into());
    assert_eq!(kept(&fields)[0], "2026-10-01 400252");
}

#[test]
fn what_follows_from_other_fields_is_no_question_to_anybody() {
    for derived in [
        "requirement/identity/by",
        "requirement/identity/on",
        "group/pregnancy",
        "fact_on/emergency",
        "decided_with",
        "decided_on",
    ] {
        assert!(Enrollment::is_derived(derived), "{derived}");
    }
    for asked in
        ["requirement/identity/state", "fact/disability", "outcome", "status", "facility", "official_number"]
    {
        assert!(!Enrollment::is_derived(asked), "{asked}");
    }
}
