//! Enrollment between posts: what two of them say apart, whom a minor came with, what a person allows.

use posta_app::view::{AnswerInput, ConsentDecision, ConsentInput, PersonInput, RegistrationInput};
use posta_tests::people::newcomer;
use posta_tests::world::{ANA, CARMEN, ELENA, ROSA};
use posta_tests::{Invited, ORURO};

use crate::paper::{Desk, Paper};

const HUGO: Invited = Invited::new("Hugo Supervisa", "supervisor", ORURO);

fn said(purpose: &str, decision: &str) -> ConsentInput {
    let decision = ConsentDecision { purpose: purpose.into(), decision: decision.into() };
    ConsentInput { language: "es".into(), decisions: vec![decision], ..ConsentInput::default() }
}

fn answer(fact: &str, yes: bool) -> AnswerInput {
    AnswerInput { fact: fact.into(), yes }
}

/// A registrar and a nurse who both have a person and the enrollment.
fn two_posts() -> (Paper, Desk, Desk, String, String) {
    let mut paper = Paper::new();
    let (ana, carmen) = (paper.desk("ana", ANA), paper.desk("carmen", CARMEN));
    carmen.meet(&ana);
    let person = ana.device.register(&newcomer(40));
    ana.meet(&carmen);
    let enrollment = ana.device.person(&person).enrollments[0].id.clone();
    (paper, ana, carmen, person, enrollment)
}

fn states(desk: &Desk, person: &str) -> Vec<(String, String)> {
    let view = desk.device.person(person).enrollments.remove(0).eligibility;
    let marked = view.requirements.into_iter().filter(|one| !one.state.is_empty());
    let mut states: Vec<_> = marked.map(|one| (one.code, one.state)).collect();
    states.sort();
    states
}

#[test]
fn two_posts_that_mark_different_papers_keep_both() {
    let (_paper, ana, carmen, person, enrollment) = two_posts();
    ana.device.app.mark_requirement(&enrollment, "identity", "have").unwrap();
    carmen.device.app.mark_requirement(&enrollment, "residence", "missing").unwrap();
    ana.meet(&carmen);
    for desk in [&ana, &carmen] {
        let expected = [("identity", "have"), ("residence", "missing")];
        assert_eq!(states(desk, &person), expected.map(|(code, state)| (code.to_owned(), state.to_owned())));
        assert!(desk.device.person(&person).conflicts.is_empty());
        desk.device.assert_sound();
    }
}

#[test]
fn two_posts_that_mark_one_paper_show_both_values_with_author_and_post_and_one_decides() {
    let (_paper, ana, carmen, person, enrollment) = two_posts();
    ana.device.app.mark_requirement(&enrollment, "identity", "have").unwrap();
    carmen.device.app.mark_requirement(&enrollment, "identity", "missing").unwrap();
    ana.meet(&carmen);
    let both = ana.device.conflict(&person, "requirement/identity/state");
    assert_eq!(both, [format!("have {} Pisiga", ANA.name), format!("missing {} Pisiga", CARMEN.name)]);
    assert_eq!(ana.device.person(&person).conflicts.len(), 1, "who and when are no questions of their own");
    let field = "requirement/identity/state";
    ana.device.app.resolve_conflict("enrollment", &enrollment, field, "missing").unwrap();
    ana.meet(&carmen);
    for desk in [&ana, &carmen] {
        let view = desk.device.person(&person);
        assert!(view.conflicts.is_empty());
        let seen = view.enrollments[0].eligibility.requirements.iter().find(|one| one.code == "identity");
        assert_eq!(seen.map(|one| (one.state.as_str(), one.by.as_str())), Some(("missing", ANA.name)));
    }
    // Both saw the same: nothing to decide.
    ana.device.app.mark_requirement(&enrollment, "another_paper", "have").unwrap();
    carmen.device.app.mark_requirement(&enrollment, "another_paper", "have").unwrap();
    ana.meet(&carmen);
    assert!(carmen.device.person(&person).conflicts.is_empty());
}

#[test]
fn a_paper_that_is_seen_again_as_it_was_is_not_lost_beside_what_another_post_saw() {
    let (_paper, ana, carmen, person, enrollment) = two_posts();
    ana.device.app.mark_requirement(&enrollment, "identity", "copy").unwrap();
    ana.meet(&carmen);
    ana.device.app.mark_requirement(&enrollment, "identity", "copy").unwrap();
    carmen.device.app.mark_requirement(&enrollment, "identity", "missing").unwrap();
    ana.meet(&carmen);
    let both = [format!("copy {} Pisiga", ANA.name), format!("missing {} Pisiga", CARMEN.name)];
    for desk in [&ana, &carmen] {
        assert_eq!(desk.device.conflict(&person, "requirement/identity/state"), both);
    }
}

#[test]
fn two_answers_to_one_question_are_shown_and_deciding_asks_the_pack_again() {
    let (_paper, ana, carmen, person, enrollment) = two_posts();
    ana.device
        .app
        .decide_eligibility(&enrollment, &[answer("treaty", true), answer("short_term_insurance", false)])
        .unwrap();
    carmen
        .device
        .app
        .decide_eligibility(&enrollment, &[answer("treaty", true), answer("short_term_insurance", true)])
        .unwrap();
    ana.meet(&carmen);
    let field = "fact/short_term_insurance";
    assert_eq!(carmen.device.conflict(&person, field).len(), 2);
    carmen.device.app.resolve_conflict("enrollment", &enrollment, field, "false").unwrap();
    ana.meet(&carmen);
    for desk in [&ana, &carmen] {
        let view = desk.device.person(&person);
        assert!(view.conflicts.is_empty(), "{:?}", view.conflicts);
        let decided = &view.enrollments[0].eligibility;
        assert_eq!(decided.outcome, "cubierta");
        assert!(decided.groups.iter().any(|group| group.code == "treaty"));
    }
}

#[test]
fn answers_that_meet_decide_though_neither_post_could_and_the_page_says_that_this_is_not_kept_yet() {
    let (_paper, ana, carmen, person, enrollment) = two_posts();
    let said = [answer("emergency", false), answer("treaty", true)];
    ana.device.app.decide_eligibility(&enrollment, &said).unwrap();
    let said = [answer("emergency", false), answer("short_term_insurance", false)];
    carmen.device.app.decide_eligibility(&enrollment, &said).unwrap();
    let seen = |desk: &Desk| desk.device.person(&person).enrollments.remove(0).eligibility;
    for desk in [&ana, &carmen] {
        assert_eq!((seen(desk).outcome.as_str(), seen(desk).stale), ("por_confirmar", false));
    }
    ana.meet(&carmen);
    for desk in [&ana, &carmen] {
        let view = seen(desk);
        assert_eq!((view.outcome.as_str(), view.stale), ("cubierta", true));
        assert_eq!((view.groups.len(), view.groups[0].code.as_str(), view.ask.len()), (1, "treaty", 0));
        assert!(desk.device.person(&person).conflicts.is_empty());
    }
    // Whoever asks again keeps it.
    let answers = ana.device.person(&person).enrollments.remove(0).answers;
    ana.device.app.decide_eligibility(&enrollment, &answers).unwrap();
    ana.meet(&carmen);
    assert_eq!((seen(&carmen).outcome.as_str(), seen(&carmen).stale), ("cubierta", false));
}

#[test]
fn of_two_words_of_the_procedure_the_number_or_the_observation_of_the_other_goes() {
    for (chosen, number, why) in [("observada", "", "falta el sello"), ("confirmada", "A-17", "")] {
        let (_paper, ana, carmen, person, enrollment) = two_posts();
        ana.device.app.set_enrollment_status(&enrollment, "presentada", "", "").unwrap();
        ana.meet(&carmen);
        ana.device.app.set_enrollment_status(&enrollment, "confirmada", "A-17", "").unwrap();
        carmen.device.app.set_enrollment_status(&enrollment, "observada", "", "falta el sello").unwrap();
        ana.meet(&carmen);
        assert_eq!(ana.device.conflict(&person, "status").len(), 2);
        ana.device.app.resolve_conflict("enrollment", &enrollment, "status", chosen).unwrap();
        ana.meet(&carmen);
        for desk in [&ana, &carmen] {
            let view = desk.device.person(&person);
            assert!(view.conflicts.is_empty(), "{:?}", view.conflicts);
            let kept = &view.enrollments[0];
            assert_eq!(
                (kept.status.as_str(), kept.official_number.as_str(), kept.observation.as_str()),
                (chosen, number, why)
            );
        }
    }
}

#[test]
fn of_two_conversations_on_one_day_at_two_posts_the_stricter_holds_until_the_next() {
    let (_paper, ana, carmen, person, _) = two_posts();
    ana.device.app.record_consent(&person, &said("share_facility", "given")).unwrap();
    carmen.device.app.record_consent(&person, &said("share_facility", "refused")).unwrap();
    ana.meet(&carmen);
    for desk in [&ana, &carmen] {
        assert_eq!(desk.device.person(&person).consents[0].decision, "refused");
        assert!(desk.device.app.note_printed(&person).unwrap().is_empty());
    }
    ana.device.app.record_consent(&person, &said("share_facility", "given")).unwrap();
    ana.meet(&carmen);
    assert_eq!(carmen.device.app.note_printed(&person).unwrap(), ["share_facility"]);
}

#[test]
fn whom_a_child_came_with_is_read_by_the_team_and_by_nobody_else_with_all_keys_and_the_whole_disk() {
    const ANSWER: &str = "with_relative";
    let mut paper = Paper::new();
    let carmen = paper.desk("care", CARMEN);
    let rosa = paper.desk("rosa", ROSA);
    let (ana, elena) = (paper.desk("counter", ANA), paper.desk("elena", ELENA));
    carmen.carry_to(&rosa);
    rosa.carry_to(&ana);
    let person = PersonInput { given_names: "Luz".into(), birth: "2015".into(), ..PersonInput::default() };
    let child = RegistrationInput { person, accompaniment: ANSWER.into(), ..RegistrationInput::default() };
    let id = ana.device.register(&child);
    assert!(ana.device.person(&id).same_day);
    assert_eq!(ana.device.app.find_people(ANSWER, 5).unwrap().len(), 0);
    ana.device.app.lock_all();
    assert!(!ana.can_read(ANSWER), "the writer reads it back");
    ana.carry_to(&elena);
    elena.device.app.lock_all();
    assert!(!elena.can_read(ANSWER), "a supervisor reads it");
    ana.carry_to(&carmen);
    let notices = carmen.device.app.notices().unwrap();
    assert_eq!((notices[0].kind.as_str(), notices[0].reason.as_str()), ("accompaniment", ANSWER));
    assert!(carmen.can_read(ANSWER), "the search must find what is there");
}

#[test]
fn consent_and_the_sealed_answer_go_with_an_erased_person() {
    let mut paper = Paper::new();
    let carmen = paper.desk("care", CARMEN);
    let ana = paper.desk("counter", ANA);
    let (elena, other) = (paper.desk("elena", ELENA), paper.desk("other", HUGO));
    for desk in [&ana, &elena, &other] {
        carmen.meet(desk);
    }
    elena.meet(&other);
    let person = PersonInput { given_names: "Luz".into(), birth: "2015".into(), ..PersonInput::default() };
    let consent = ConsentInput { language: "MARCA-DE-LENGUA".into(), ..said("register", "given") };
    let child = RegistrationInput { person, consent, accompaniment: "alone".into(), ..newcomer(0) };
    let child = RegistrationInput { program: String::new(), ..child };
    let id = ana.device.register(&child);
    ana.meet(&elena);
    ana.meet(&carmen);
    ana.meet(&other);
    assert_eq!(carmen.device.app.home().unwrap().notices, 1);
    assert!(elena.can_read("MARCA-DE-LENGUA"), "the search must find what is there");
    elena.device.unlock(ELENA.name);
    let order = elena.device.app.order_erasure(&id, "request", &[]).unwrap().order;
    elena.meet(&other);
    other.device.app.agree_erasure(&order).unwrap();
    for _ in 0..2 {
        other.meet(&elena);
        other.meet(&carmen);
        other.meet(&ana);
    }
    for desk in [&ana, &elena, &other, &carmen] {
        assert!(!desk.device.holds(&id), "{}", desk.user.name);
        desk.device.app.lock_all();
        assert!(!desk.can_read("MARCA-DE-LENGUA"), "{}", desk.user.name);
        desk.device.unlock(desk.user.name);
    }
    assert_eq!(carmen.device.app.home().unwrap().notices, 0);
}
