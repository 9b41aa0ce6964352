//! Trainings, work plans, meetings and commitments: their fields, problems, and the question bank.

use std::collections::{BTreeMap, BTreeSet};

use posta_domain::{
    Commitment, CommitmentOf, CommitmentState, DONT_KNOW, DocumentId, EvaluationMoment, Fields, Meeting,
    MeetingKind, Pack, Participant, Plan, Problem, Training, TrainingKind, TrainingState, changed_over,
    gain_of, tables_of,
};

use crate::day;

const TODAY: &str = "2026-11-29";

fn pack() -> &'static Pack {
    Pack::find("bo").unwrap()
}

fn set(codes: &[&str]) -> BTreeSet<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

fn training() -> Training {
    Training {
        kind: TrainingKind::Cascade,
        title: "Redes saludables".into(),
        themes: set(&["rights", "gender"]),
        on: Some(day("2026-03-10")),
        hours: 8,
        city: "Oruro".into(),
        department: "04".into(),
        institution: "Hospital General".into(),
        trainers: "Equipo departamental".into(),
        trained_by: DocumentId([3; 16]),
        state: TrainingState::Held,
        note: "Dos tardes".into(),
    }
}

fn participant() -> Participant {
    let fields = [
        ("training", "07".repeat(16)),
        ("name", "Ana Peña".into()),
        ("sex", "woman".into()),
        ("role", "health".into()),
        ("institution", "Centro Pisiga".into()),
    ];
    Participant::from_fields(&fields.map(|(key, value)| (key.to_owned(), value.into())).into())
}

fn codes(problems: &[Problem]) -> Vec<(&str, bool)> {
    problems.iter().map(|one| (one.code, one.is_error())).collect()
}

#[test]
fn records_of_the_office_read_back_as_written() {
    let mut somebody = participant();
    somebody.answer(&EvaluationMoment::Entry, [("emergencia".into(), "a".into())].into(), day("2026-03-10"));
    somebody.answer(&EvaluationMoment::Exit, [("emergencia".into(), "b".into())].into(), day("2026-03-11"));
    assert!(Participant::from_fields(&somebody.to_fields()) == somebody);
    assert_eq!(somebody.to_fields()["exit/emergencia"].as_text(), Some("b"));
    assert_eq!(Training::from_fields(&training().to_fields()), training());
    let plan = Plan {
        institution: "Hospital General".into(),
        service: DocumentId([4; 16]),
        place: "040101".into(),
        from: Some(day("2026-01-01")),
        to: Some(day("2026-12-31")),
        note: "Con la dirección".into(),
        practices: vec!["Saludar por su nombre".into(), "Avisar los tiempos de espera".into()],
    };
    assert_eq!(Plan::from_fields(&plan.to_fields()), plan);
    let meeting = Meeting {
        kind: MeetingKind::Network,
        name: "Red de mujeres".into(),
        on: Some(day("2026-04-01")),
        place: "040101".into(),
        institution: "SEDES".into(),
        women: 9,
        men: 2,
        other: 1,
        agreements: "Reunirse cada mes".into(),
    };
    assert_eq!(Meeting::from_fields(&meeting.to_fields()), meeting);
    let commitment = Commitment {
        of: DocumentId([5; 16]),
        of_kind: CommitmentOf::Meeting,
        what: "Pintar el cartel".into(),
        responsible: "Dirección".into(),
        due: Some(day("2026-05-01")),
        state: CommitmentState::Done,
        evidence: "Foto del cartel".into(),
        ..Commitment::default()
    };
    assert_eq!(Commitment::from_fields(&commitment.to_fields()), commitment);
}

#[test]
fn reading_of_nothing_and_of_words_of_a_later_version_never_fails() {
    let none = Fields::new();
    assert_eq!((Training::from_fields(&none), Plan::from_fields(&none)), Default::default());
    assert_eq!((Meeting::from_fields(&none), Commitment::from_fields(&none)), Default::default());
    assert!(Participant::from_fields(&none) == Participant::default());
    let later: Fields = [
        ("state".to_owned(), "postponed".into()),
        ("kind".to_owned(), "online".into()),
        ("hours".to_owned(), (-4_i64).into()),
        ("entry/Ñ x".to_owned(), "a".into()),
        ("practice//text".to_owned(), 5_i64.into()),
    ]
    .into();
    let read = Training::from_fields(&later);
    assert_eq!((read.state.as_str(), read.kind.as_str(), read.hours), ("postponed", "online", 0));
    assert!(!read.is_held());
    assert!(
        Participant::from_fields(&later).entry.is_empty() && Plan::from_fields(&later).practices.is_empty()
    );
    assert!(read.changes_from(&later).is_empty() || !read.changes_from(&later).contains_key("state"));
}

#[test]
fn only_what_was_changed_is_written_so_that_a_name_and_an_evaluation_merge() {
    let stored = participant().to_fields();
    let mut answered = participant();
    answered.answer(&EvaluationMoment::Entry, [("emergencia".into(), "a".into())].into(), day("2026-03-10"));
    let mut renamed = participant();
    renamed.name = "Ana Peña Luna".into();
    let (one, other) = (answered.changes_from(&stored), renamed.changes_from(&stored));
    assert_eq!(one.keys().collect::<Vec<_>>(), ["entry/emergencia", "entry_on"]);
    assert_eq!(other.keys().collect::<Vec<_>>(), ["name"]);
}

#[test]
fn two_who_add_a_good_practice_each_have_both_and_a_removed_one_stays_away() {
    let first = Plan { institution: "A".into(), practices: vec!["Saludar".into()], ..Plan::default() };
    let mut stored = first.to_fields();
    let with = |practices: &[&str]| Plan {
        practices: practices.iter().map(|one| (*one).to_owned()).collect(),
        ..first.clone()
    };
    let (one, other) = (
        with(&["Saludar", "Escuchar"]).changes_from(&stored),
        with(&["Saludar", "Orientar"]).changes_from(&stored),
    );
    stored.extend(one);
    stored.extend(other);
    assert_eq!(Plan::from_fields(&stored).practices, ["Saludar", "Escuchar", "Orientar"]);
    stored.extend(with(&["Orientar", "Saludar"]).changes_from(&stored));
    assert_eq!(Plan::from_fields(&stored).practices, ["Orientar", "Saludar"]);
}

#[test]
fn problems_block_what_could_not_be_used_and_warn_of_the_rest() {
    let today = day(TODAY);
    assert_eq!(codes(&training().problems(pack(), today)), []);
    let empty = Training::default().problems(pack(), today);
    assert_eq!(
        codes(&empty),
        [
            ("training_title_missing", true),
            ("training_day_missing", false),
            ("training_theme_missing", false),
            ("training_hours_missing", false),
            ("training_institution_missing", false)
        ]
    );
    let odd = Training {
        themes: set(&["magic"]),
        on: Some(day("2026-12-24")),
        hours: 401,
        trained_by: DocumentId::NONE,
        ..training()
    };
    let expected = [
        ("date_in_future", true),
        ("training_theme_unknown", true),
        ("training_hours_odd", false),
        ("training_trainer_missing", false),
    ];
    assert_eq!(codes(&odd.problems(pack(), today)), expected);
    assert_eq!(codes(&participant().problems()), []);
    let nobody = [
        "training_missing",
        "participant_name_missing",
        "participant_sex_missing",
        "participant_role_missing",
    ];
    assert_eq!(codes(&Participant::default().problems()), nobody.map(|code| (code, true)));
    let meeting = Meeting { name: "Mesa".into(), on: Some(today), women: 3, ..Meeting::default() };
    assert_eq!(codes(&meeting.problems(pack(), today)), []);
    assert_eq!(
        codes(&Meeting { place: "999999".into(), ..Meeting::default() }.problems(pack(), today)),
        [
            ("meeting_name_missing", true),
            ("meeting_day_missing", true),
            ("meeting_count_missing", false),
            ("place_unknown", false)
        ]
    );
    let (from, to) = (Some(today), Some(day("2026-01-01")));
    let practices: Vec<String> = (0..11).map(|number| format!("Práctica {number}")).collect();
    assert_eq!(
        codes(&Plan { from, to, practices, ..Plan::default() }.problems(pack())),
        [("plan_institution_missing", true), ("plan_days_swapped", true), ("plan_practices_too_many", true)]
    );
    let nothing = Commitment::default();
    assert_eq!(
        codes(&nothing.problems()),
        [
            ("commitment_of_missing", true),
            ("commitment_missing", true),
            ("commitment_term_missing", false),
            ("commitment_responsible_missing", false),
            ("commitment_due_missing", false)
        ]
    );
}

#[test]
fn a_training_is_to_be_renewed_from_sixty_days_before_two_years_are_over_until_a_later_one_has_taken_its_place()
 {
    let held = training();
    assert_eq!(held.renew_by(pack()), Some(day("2028-03-10")));
    assert!(!held.is_to_renew(pack(), day("2028-01-09")));
    assert!(held.is_to_renew(pack(), day("2028-01-10")) && held.is_to_renew(pack(), day("2029-01-01")));
    let planned = Training { state: TrainingState::Planned, ..held.clone() };
    assert_eq!((planned.renew_by(pack()), planned.is_to_renew(pack(), day("2029-01-01"))), (None, false));
    let later = Training {
        on: Some(day("2028-02-01")),
        themes: set(&["rights", "gender", "app"]),
        institution: "HOSPITAL GENERAL".into(),
        ..held.clone()
    };
    assert!(held.is_renewed_by(&later));
    assert!(!held.is_renewed_by(&held));
    for other in [
        Training { institution: "Otro".into(), ..later.clone() },
        Training { themes: set(&["rights"]), ..later.clone() },
        Training { state: TrainingState::Cancelled, ..later.clone() },
    ] {
        assert!(!held.is_renewed_by(&other));
    }
}

#[test]
fn a_commitment_is_overdue_the_day_after_it_was_due_and_only_while_open() {
    let due = |state| Commitment { due: Some(day(TODAY)), state, ..Commitment::default() };
    assert!(!due(CommitmentState::Open).is_overdue(day(TODAY)));
    assert!(due(CommitmentState::Open).is_overdue(day("2026-11-30")));
    assert!(!due(CommitmentState::Done).is_overdue(day("2026-11-30")));
    assert!(!Commitment::default().is_overdue(day(TODAY)));
}

#[test]
fn a_table_that_met_thrice_is_one_with_its_largest_meeting() {
    let met = |name: &str, women| Meeting { name: name.into(), women, ..Meeting::default() };
    let network = Meeting { kind: MeetingKind::Network, men: 9, ..met("Mesa Norte", 1) };
    let all = [met("Mesa Norte", 12), met("mesa norte", 15), met("Mesa Sur", 4), network];
    assert_eq!(tables_of(&all, &MeetingKind::Table), (2, 19));
    assert_eq!(tables_of(&all, &MeetingKind::Network), (1, 10));
}

#[test]
fn answers_are_counted_against_the_bank_and_a_question_that_came_later_changes_no_gain() {
    let bank = &pack().trainings;
    let questions = bank.questions_of(&set(&["rights"]));
    assert!((4..=5).contains(&questions.len()));
    let mut somebody = participant();
    assert_eq!(somebody.right(&EvaluationMoment::Entry, &questions), None);
    let right = |count: usize| {
        let answer = |(place, one): (usize, &&posta_domain::TrainingQuestion)| {
            let wrong = one.options.iter().find(|option| option.code != one.right).unwrap();
            (one.code.clone(), if place < count { one.right.clone() } else { wrong.code.clone() })
        };
        questions.iter().take(4).enumerate().map(answer).collect()
    };
    somebody.answer(&EvaluationMoment::Entry, right(1), day(TODAY));
    assert_eq!(somebody.shares(&questions), None, "no exit yet");
    somebody.answer(&EvaluationMoment::Exit, right(3), day(TODAY));
    assert_eq!(somebody.right(&EvaluationMoment::Entry, &questions), Some(1));
    assert_eq!(somebody.right(&EvaluationMoment::Exit, &questions), Some(3));
    assert_eq!(somebody.shares(&questions), Some((0.25, 0.75)));
    let all = bank.questions_of(&set(&["rights", "gender"]));
    assert_eq!(somebody.shares(&all), Some((0.25, 0.75)), "nobody asked the others then");
    assert_eq!(somebody.shares(&bank.questions_of(&set(&["app"]))), None);
    assert_eq!(gain_of(&[somebody.shares(&all).unwrap()]).unwrap().n, 1);
}

/// Answers to four questions: `right` of them right, the rest by not knowing.
fn unsure(questions: &[&posta_domain::TrainingQuestion], right: usize) -> BTreeMap<String, String> {
    let answer = |(place, one): (usize, &&posta_domain::TrainingQuestion)| {
        (one.code.clone(), if place < right { one.right.clone() } else { DONT_KNOW.to_owned() })
    };
    questions.iter().take(4).enumerate().map(answer).collect()
}

#[test]
fn who_does_not_know_has_answered_and_counts_in_full_so_that_no_gain_is_larger_than_it_was() {
    let bank = &pack().trainings;
    let questions = bank.questions_of(&set(&["rights"]));
    let mut somebody = participant();
    somebody.answer(&EvaluationMoment::Entry, unsure(&questions, 0), day(TODAY));
    assert_eq!(somebody.right(&EvaluationMoment::Entry, &questions), Some(0), "they have answered");
    assert_eq!(somebody.asked(&EvaluationMoment::Entry, &questions), 4);
    assert_eq!(somebody.asked(&EvaluationMoment::Exit, &questions), 0, "before it was answered");
    somebody.answer(&EvaluationMoment::Entry, unsure(&questions, 1), day(TODAY));
    somebody.answer(&EvaluationMoment::Exit, unsure(&questions, 2), day(TODAY));
    assert_eq!(somebody.shares(&questions), Some((0.25, 0.5)), "not 50 % to 100 %");
    assert!(Participant::from_fields(&somebody.to_fields()) == somebody);
    for question in &bank.questions {
        assert!(question.may_be_answered(DONT_KNOW) && !question.offers(DONT_KNOW));
        assert!(question.may_be_answered(&question.right) && !question.may_be_answered("z"));
    }
}

#[test]
fn each_evaluation_has_its_own_denominator_where_questions_came_between_them() {
    let questions = pack().trainings.questions_of(&set(&["rights"]));
    let mut somebody = participant();
    let mut fewer = unsure(&questions, 1);
    fewer.pop_last();
    somebody.answer(&EvaluationMoment::Entry, unsure(&questions, 0), day(TODAY));
    somebody.answer(&EvaluationMoment::Exit, unsure(&questions, 2), day(TODAY));
    assert_eq!(somebody.shares(&questions), Some((0.0, 0.5)));
    somebody.answer(&EvaluationMoment::Entry, fewer, day(TODAY));
    assert_eq!(somebody.asked(&EvaluationMoment::Entry, &questions), 3);
    assert_eq!(somebody.asked(&EvaluationMoment::Exit, &questions), 4);
}

#[test]
fn whoever_was_written_down_by_mistake_is_taken_back_by_a_flag_that_is_put_either_way() {
    let stored = participant().to_fields();
    let gone = Participant { withdrawn: true, ..participant() };
    let taken_back = gone.changes_from(&stored);
    assert_eq!(taken_back, [("withdrawn".to_owned(), true.into())].into());
    assert!(Participant::from_fields(&gone.to_fields()) == gone);
    assert_eq!(
        participant().changes_from(&gone.to_fields()),
        [("withdrawn".to_owned(), false.into())].into()
    );
}

#[test]
fn a_form_writes_what_it_changed_over_what_it_showed_and_names_what_others_changed_too() {
    let plan = |note: &str, to: &str, practices: &[&str]| Plan {
        institution: "A".into(),
        note: note.into(),
        to: to.parse().ok(),
        practices: practices.iter().map(|one| (*one).to_owned()).collect(),
        ..Plan::default()
    };
    let shown = plan("", "2026-12-31", &["Saludar"]).to_fields();
    let mut kept = plan("", "2027-06-30", &["Saludar", "Orientar"]).to_fields();
    let told = plan("Con la dirección", "2026-12-31", &["Saludar", "Escuchar"]).to_fields();
    let (put, moved) = changed_over(&shown, &told, &kept);
    assert_eq!(moved, Vec::<String>::new());
    kept.extend(put);
    assert_eq!(
        Plan::from_fields(&kept),
        plan("Con la dirección", "2027-06-30", &["Saludar", "Escuchar", "Orientar"])
    );
    let told = plan("", "2027-01-31", &[]).to_fields();
    let (put, moved) = changed_over(&shown, &told, &kept);
    assert_eq!(moved, ["to"]);
    kept.extend(put.clone());
    assert_eq!(Plan::from_fields(&kept).practices, ["Escuchar", "Orientar"], "the one taken away is gone");
    let same = plan("Con la dirección", "2026-12-31", &["Saludar"]).to_fields();
    assert_eq!(changed_over(&shown, &same, &kept).1, Vec::<String>::new(), "both wrote the same");
    let stray: Fields = [("practice/x/text".to_owned(), "saludar".into())].into();
    assert_eq!(Plan::also_gone(&stray, &put), [("practice/x/text".to_owned(), "".into())].into());
    assert_eq!(Plan::also_gone(&stray, &told), Fields::new());
    let nothing = Fields::new();
    assert_eq!(changed_over(&nothing, &shown, &nothing), (shown.clone(), vec![]));
}

#[test]
fn a_department_that_is_none_of_the_pack_is_noted_and_does_not_stop_anything() {
    let odd = Training { department: "Atlántida".into(), ..training() };
    assert_eq!(codes(&odd.problems(pack(), day(TODAY))), [("department_unknown", false)]);
}

#[test]
fn the_banks_ask_four_or_five_questions_a_theme_and_are_translated() {
    let themes = ["rights", "gender", "inclusion", "xenophobia", "protection", "app"];
    for pack in Pack::all() {
        let bank = &pack.trainings;
        assert_eq!(
            bank.themes.iter().map(|theme| theme.code.as_str()).collect::<Vec<_>>(),
            themes,
            "{}",
            pack.id
        );
        assert_eq!(bank.renew_months, 24);
    }
    let bank = &pack().trainings;
    for theme in themes {
        assert!((4..=5).contains(&bank.questions_of(&set(&[theme])).len()), "{theme}");
    }
    // Whoever always marks the same place gains nothing by it.
    for place in 0..3 {
        let share = bank.questions.iter().filter(|one| one.options[place].code == one.right).count();
        assert!((4..=12).contains(&share), "{place}: {share}");
    }
    for question in &bank.questions {
        assert!((3..=4).contains(&question.options.len()), "{}", question.code);
        for language in ["pt", "en"] {
            assert_ne!(pack().name_of("training_questions", &question.code, language), question.text);
            for option in &question.options {
                let key = format!("{}.{}", question.code, option.code);
                assert_ne!(pack().name_of("training_options", &key, language), key);
            }
        }
    }
}

#[test]
fn nothing_of_a_participant_is_told_by_debug() {
    let shown = format!("{:?}", participant());
    assert!(!shown.contains("Ana") && !shown.contains("Pisiga"), "{shown}");
}
