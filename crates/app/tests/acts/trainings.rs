//! Trainings through the acts: the published results of *Redes saludables* as a data set that is entered here, and what
//! an evaluation tells and refuses. People and institutions are invented; the numbers are the published ones.

use posta_app::view::{
    EvaluationAnswer, EvaluationInput, MeetingInput, ParticipantInput, TrainingInput, TrainingView,
};
use posta_app::{App, Error};
use posta_domain::Pack;

use crate::department::{Device, MadeUp};

const DINA: &str = "Dina Supervisa";
const ANA: &str = "Ana Registra";
/// Held on a day that has surely come.
const HELD: &str = "2025-06-10";
/// The report's period.
const PERIOD: (&str, &str) = ("2025-01-01", "2025-12-31");

pub fn training(title: &str) -> TrainingInput {
    TrainingInput {
        kind: "course".into(),
        title: title.into(),
        themes: vec!["rights".into(), "gender".into()],
        on: HELD.into(),
        hours: 8,
        city: "Oruro".into(),
        department: "04".into(),
        institution: "Hospital General".into(),
        state: "held".into(),
        ..TrainingInput::default()
    }
}

pub fn participant(training: &str, name: &str) -> ParticipantInput {
    ParticipantInput {
        training: training.into(),
        name: name.into(),
        sex: "woman".into(),
        role: "health".into(),
        ..ParticipantInput::default()
    }
}

fn supervisor() -> Device {
    let device = Device::of_everybody();
    device.unlock(DINA);
    device
}

fn code(refused: Result<impl Sized, Error>) -> String {
    match refused.err() {
        Some(Error::BadInput(problems)) => {
            problems.into_iter().find(|one| one.severity == "error").unwrap().code
        }
        other => panic!("{other:?}"),
    }
}

/// Answers to the questions of a training, of which the first `right` are right.
fn answered(view: &TrainingView, participant: &str, moment: &str, right: usize) -> EvaluationInput {
    let bank = &Pack::find("bo").unwrap().trainings;
    let answers = view.questions.iter().enumerate().map(|(place, question)| {
        let right_one = &bank.questions.iter().find(|one| one.code == question.code).unwrap().right;
        let option =
            question.options.iter().find(|option| (option.code == *right_one) == (place < right)).unwrap();
        EvaluationAnswer { question: question.code.clone(), option: option.code.clone() }
    });
    EvaluationInput { participant: participant.into(), moment: moment.into(), answers: answers.collect() }
}

/// How many of each role and sex were trained, as published: health professionals, administrative staff, community.
const TRAINED: [(&str, &[(&str, usize)]); 3] = [
    ("health", &[("man", 55), ("woman", 164)]),
    ("administrative", &[("man", 73), ("woman", 179), ("other", 1)]),
    ("community", &[("man", 1), ("woman", 29), ("other", 2)]),
];
const INSTITUTIONS: usize = 21;
const BY_CASCADE: usize = 172;
/// Cities in which trainings were held, with their departments; in the seventh department no city was said.
const PLACES: [(&str, &str); 7] = [
    ("Bogotá", "Cundinamarca"),
    ("Cúcuta", "Norte de Santander"),
    ("Barranquilla", "Atlántico"),
    ("Cartagena", "Bolívar"),
    ("Riohacha", "La Guajira"),
    ("Arauca", "Arauca"),
    ("", "Nariño"),
];
const TABLES: [u32; 7] = [20, 18, 17, 16, 17, 15, 17];
const NETWORKS: [u32; 7] = [12; 7];

/// Enters 21 trainings, one an institution: the first thirteen are courses, the others cascades of somebody who was
/// trained in the first.
fn enter_people(app: &App) {
    let mut people = TRAINED.iter().flat_map(|(role, sexes)| {
        sexes.iter().flat_map(move |(sex, count)| (0..*count).map(move |number| (*role, *sex, number)))
    });
    let all: usize = TRAINED.iter().flat_map(|(_, sexes)| *sexes).map(|(_, count)| count).sum();
    // Thirteen courses and eight cascades, as even as they can be.
    let share = |whole: usize, parts: usize, place: usize| whole / parts + usize::from(place < whole % parts);
    let (courses, cascades) = (13, INSTITUTIONS - 13);
    let mut teacher = String::new();
    for number in 0..INSTITUTIONS {
        let (city, department) = PLACES[number % PLACES.len()];
        let is_cascade = number >= courses;
        let input = TrainingInput {
            kind: if is_cascade { "cascade" } else { "course" }.into(),
            city: city.into(),
            department: department.into(),
            institution: format!("IPS {}", number + 1),
            trained_by: if is_cascade { teacher.clone() } else { String::new() },
            ..training(&format!("Redes saludables {}", number + 1))
        };
        let id = app.save_training(&input, None).unwrap().id;
        let count = if is_cascade {
            share(BY_CASCADE, cascades, number - courses)
        } else {
            share(all - BY_CASCADE, courses, number)
        };
        for (role, sex, order) in people.by_ref().take(count) {
            let one = ParticipantInput {
                sex: sex.into(),
                role: role.into(),
                ..participant(&id, &format!("Persona Inventada {role} {sex} {order}"))
            };
            let saved = app.save_participant(&one, None).unwrap().id;
            if teacher.is_empty() {
                teacher = saved;
            }
        }
    }
    assert_eq!(people.count(), 0, "everybody was entered");
}

fn enter_meetings(app: &App) {
    for (kind, sizes) in [("table", TABLES), ("network", NETWORKS)] {
        for (number, size) in sizes.into_iter().enumerate() {
            // It met twice: the same table, of which fewer came the second time.
            for (on, women) in [("2025-03-01", size - 3), ("2025-08-01", size - 5)] {
                let input = MeetingInput {
                    kind: kind.into(),
                    name: format!("{kind} {number}"),
                    on: on.into(),
                    women,
                    men: 2,
                    other: 1,
                    ..MeetingInput::default()
                };
                app.save_meeting(&input, None).unwrap();
            }
        }
    }
}

#[test]
fn the_published_results_are_entered_and_the_report_is_exactly_their_table() {
    let device = supervisor();
    let app = &device.app;
    enter_people(app);
    enter_meetings(app);
    let outside = app
        .save_training(&TrainingInput { on: "2024-12-31".into(), ..training("Del año anterior") }, None)
        .unwrap();
    app.save_participant(&participant(&outside.id, "No Cuenta"), None).unwrap();
    let planned = TrainingInput { state: "planned".into(), ..training("Por venir") };
    let planned = app.save_training(&planned, None).unwrap();
    app.save_participant(&participant(&planned.id, "Tampoco Cuenta"), None).unwrap();

    let report = app.training_report(PERIOD.0, PERIOD.1, "es").unwrap();
    assert_eq!(report.trained, 504);
    assert_eq!((report.institutions, report.cities, report.departments), (21, 6, 7));
    let rows: Vec<_> = report
        .roles
        .iter()
        .map(|row| (row.role.as_str(), row.total, row.men, row.women, row.other))
        .collect();
    assert_eq!(
        rows,
        [("health", 219, 55, 164, 0), ("administrative", 253, 73, 179, 1), ("community", 32, 1, 29, 2)]
    );
    assert_eq!(report.cascade, 172);
    assert_eq!((report.tables, report.table_participants), (7, 120));
    assert_eq!((report.networks, report.network_members), (7, 84));
    assert_eq!((report.trainings, report.gains.len()), (21, 0));

    let cards = app.trainings().unwrap();
    let taught: u32 =
        cards.iter().filter(|card| card.training.kind == "cascade").map(|card| card.participants).sum();
    assert_eq!(taught, 172);
    let cascade = cards.iter().find(|card| card.training.kind == "cascade").unwrap();
    let first = cards.iter().find(|card| card.training.title == "Redes saludables 1").unwrap();
    assert!(cascade.trained_by_name.starts_with("Persona Inventada"));
    let view = app.training(&first.training.id, "es").unwrap();
    let teacher =
        view.participants.iter().find(|one| one.participant.name == cascade.trained_by_name).unwrap();
    assert_eq!(teacher.trained, 172, "who trained whom afterwards");
    assert!(app.check().unwrap().ok);
}

#[test]
fn an_evaluation_is_answered_once_on_any_tablet_and_never_told_what_is_right() {
    let device = supervisor();
    let app = &device.app;
    let id = app.save_training(&training("Derechos"), None).unwrap().id;
    let ids: Vec<String> = ["Ana", "Beto", "Caro"]
        .map(|name| app.save_participant(&participant(&id, name), None).unwrap().id)
        .to_vec();
    device.unlock(ANA);
    let view = app.training(&id, "pt").unwrap();
    assert_eq!(
        (view.questions.len(), view.card.theme_names.as_slice()),
        (8, &["Direitos".to_owned(), "Gênero".into()][..])
    );
    assert!(
        !serde_json::to_string(&view.questions).unwrap().contains("right\""),
        "nothing tells what is right"
    );
    for (one, (before, after)) in ids.iter().zip([(2, 6), (0, 8), (4, 4)]) {
        app.evaluate(&answered(&view, one, "entry", before)).unwrap();
        app.evaluate(&answered(&view, one, "exit", after)).unwrap();
    }
    assert_eq!(code(app.evaluate(&answered(&view, &ids[0], "exit", 8))), "evaluation_answered");
    let mut strange = answered(&view, &ids[1], "entry", 1);
    strange.answers[0].option = "z".into();
    device.unlock(DINA);
    assert_eq!(code(app.evaluate(&strange)), "evaluation_answer_unknown");
    let nothing = EvaluationInput { answers: vec![], ..strange.clone() };
    assert_eq!(code(app.evaluate(&nothing)), "evaluation_empty");
    let never = EvaluationInput { moment: "later".into(), ..answered(&view, &ids[1], "entry", 1) };
    assert_eq!(code(app.evaluate(&never)), "evaluation_moment_unknown");

    let view = app.training(&id, "es").unwrap();
    let told = view
        .participants
        .iter()
        .map(|one| (one.entry_right, one.entry_asked, one.exit_right, one.exit_asked));
    let told: Vec<_> = told.collect();
    assert_eq!(told, [(Some(2), 8, Some(6), 8), (Some(0), 8, Some(8), 8), (Some(4), 8, Some(4), 8)]);
    assert_eq!((view.card.participants, view.card.entries, view.card.exits), (3, 3, 3));
    // Rights: of four questions 2, 0, 4 right before and 4, 4, 4 after: differences 50, 100 and 0.
    let rights = &view.gains[0];
    assert_eq!((rights.theme.as_str(), rights.name.as_str(), rights.n), ("rights", "Derechos", 3));
    assert_eq!((rights.entry, rights.exit, rights.gain), (50.0, 100.0, 50.0));
    // 50 ± 4.303 · 50 / √3, kept within what a difference can be.
    assert_eq!((rights.low, rights.high), (Some(-74.2), Some(100.0)));
    // A supervisor may have it answered again; what is left blank then is not right.
    let mut again = answered(&view, &ids[0], "exit", 8);
    again.answers.truncate(1);
    app.evaluate(&again).unwrap();
    let view = app.training(&id, "es").unwrap();
    assert_eq!((view.participants[0].exit_right, view.participants[0].exit_asked), (Some(1), 8));
    assert_eq!(app.training_report(PERIOD.0, PERIOD.1, "es").unwrap().gains, view.gains);
}

/// What somebody answers who knows the first `right` of the questions, and says of the others that they do not know.
fn unsure(view: &TrainingView, participant: &str, moment: &str, right: usize) -> EvaluationInput {
    let mut input = answered(view, participant, moment, right);
    input.answers.iter_mut().skip(right).for_each(|answer| answer.option = "dont_know".into());
    input
}

#[test]
fn whoever_knows_nothing_finishes_and_counts_and_list_gain_and_report_have_one_denominator() {
    let device = supervisor();
    let app = &device.app;
    let only = TrainingInput { themes: vec!["rights".into()], ..training("Derechos") };
    let id = app.save_training(&only, None).unwrap().id;
    let one = app.save_participant(&participant(&id, "Ana"), None).unwrap().id;
    let view = app.training(&id, "es").unwrap();
    let all = u32::try_from(view.questions.len()).unwrap();
    app.evaluate(&unsure(&view, &one, "entry", 0)).unwrap();
    let card = app.training(&id, "es").unwrap().participants.remove(0);
    assert_eq!((card.entry_right, card.entry_asked, card.exit_right), (Some(0), all, None));
    app.evaluate(&unsure(&view, &one, "entry", 1)).unwrap();
    app.evaluate(&unsure(&view, &one, "exit", 2)).unwrap();
    let view = app.training(&id, "es").unwrap();
    let card = &view.participants[0];
    assert_eq!((card.entry_right, card.entry_asked), (Some(1), 4));
    assert_eq!((card.exit_right, card.exit_asked), (Some(2), 4));
    let gain = &view.gains[0];
    assert_eq!((gain.entry, gain.exit, gain.gain), (25.0, 50.0, 25.0), "not from 50 % to 100 %");
    assert_eq!(app.training_report(PERIOD.0, PERIOD.1, "es").unwrap().gains, view.gains);
}

#[test]
fn whoever_was_written_down_by_mistake_is_not_counted_and_can_be_taken_back() {
    let device = supervisor();
    let app = &device.app;
    let id = app.save_training(&training("Derechos"), None).unwrap().id;
    let ana = app.save_participant(&participant(&id, "Ana"), None).unwrap().id;
    app.save_participant(&participant(&id, "Beto"), None).unwrap();
    let view = app.training(&id, "es").unwrap();
    for moment in ["entry", "exit"] {
        app.evaluate(&answered(&view, &ana, moment, 3)).unwrap();
    }
    app.withdraw_participant(&ana, true).unwrap();
    let view = app.training(&id, "es").unwrap();
    assert_eq!((view.card.participants, view.card.entries, view.gains.len()), (1, 0, 0));
    assert_eq!((view.participants[0].withdrawn, view.participants[0].certified_on.as_str()), (true, ""));
    assert_eq!(app.training_report(PERIOD.0, PERIOD.1, "es").unwrap().trained, 1);
    assert_eq!(code(app.certificate(&ana)), "certificate_not_yet");
    assert_eq!(code(app.evaluate(&answered(&view, &ana, "exit", 3))), "participant_withdrawn");
    app.withdraw_participant(&ana, false).unwrap();
    let view = app.training(&id, "es").unwrap();
    assert_eq!((view.card.participants, view.card.entries, view.gains.len()), (2, 1, 2));
    assert!(matches!(app.withdraw_participant(&"07".repeat(16), true), Err(Error::NotFound)));
}

#[test]
fn a_department_is_kept_by_its_code_and_shown_by_its_name() {
    let device = supervisor();
    let app = &device.app;
    for (typed, code, name, warned) in
        [("04", "04", "Oruro", 0), (" oruro", "04", "Oruro", 0), ("Atlántida", "Atlántida", "Atlántida", 1)]
    {
        let saved =
            app.save_training(&TrainingInput { department: typed.into(), ..training("T") }, None).unwrap();
        let odd = saved.warnings.iter().filter(|one| one.code == "department_unknown").count();
        let card = app.training(&saved.id, "es").unwrap().card;
        assert_eq!(
            (card.training.department.as_str(), card.department_name.as_str(), odd),
            (code, name, warned)
        );
    }
}

#[test]
fn a_form_undoes_nothing_that_others_wrote_of_a_training_or_participant_meanwhile() {
    let device = supervisor();
    let app = &device.app;
    let id = app.save_training(&training("Derechos"), None).unwrap().id;
    let shown = app.training(&id, "es").unwrap().card.training;
    // Meanwhile, as an exchange brings it: another day, and a theme more.
    let theirs = TrainingInput {
        on: "2025-06-11".into(),
        themes: vec!["gender".into(), "rights".into(), "app".into()],
        ..shown.clone()
    };
    app.save_training(&theirs, Some(&shown)).unwrap();
    let mine = TrainingInput { note: "Dos tardes".into(), themes: vec!["rights".into()], ..shown.clone() };
    app.save_training(&mine, Some(&shown)).unwrap();
    let kept = app.training(&id, "es").unwrap().card.training;
    assert_eq!((kept.on.as_str(), kept.note.as_str()), ("2025-06-11", "Dos tardes"));
    assert_eq!(kept.themes, ["app", "rights"], "one taken away here, one added there");
    let also = TrainingInput { on: "2025-06-12".into(), ..shown.clone() };
    assert_eq!(code(app.save_training(&also, Some(&shown))), "office_moved");
    app.save_training(&TrainingInput { on: "2025-06-12".into(), ..kept.clone() }, Some(&kept)).unwrap();
    assert_eq!(app.training(&id, "es").unwrap().card.training.on, "2025-06-12", "over what was seen");

    let one = app.save_participant(&participant(&id, "Ana"), None).unwrap().id;
    let shown = app.training(&id, "es").unwrap().participants[0].participant.clone();
    let theirs = ParticipantInput { name: "Ana Peña".into(), ..shown.clone() };
    app.save_participant(&theirs, Some(&shown)).unwrap();
    let mine = ParticipantInput { institution: "SEDES".into(), ..shown.clone() };
    app.save_participant(&mine, Some(&shown)).unwrap();
    let kept = app.training(&id, "es").unwrap().participants[0].participant.clone();
    assert_eq!(
        (kept.id.as_str(), kept.name.as_str(), kept.institution.as_str()),
        (one.as_str(), "Ana Peña", "SEDES")
    );
    let blind = ParticipantInput { id: one, ..participant(&id, "Otra") };
    assert_eq!(code(app.save_participant(&blind, None)), "office_moved", "a form that saw nothing");
}

#[test]
fn a_gain_of_one_participant_has_no_interval() {
    let device = supervisor();
    let app = &device.app;
    let id = app.save_training(&training("Derechos"), None).unwrap().id;
    let one = app.save_participant(&participant(&id, "Ana"), None).unwrap().id;
    let view = app.training(&id, "es").unwrap();
    for (moment, right) in [("entry", 2), ("exit", 3)] {
        app.evaluate(&answered(&view, &one, moment, right)).unwrap();
    }
    let gains = app.training(&id, "es").unwrap().gains;
    assert_eq!((gains[0].gain, gains[0].low, gains[0].high), (25.0, None, None));
}

#[test]
fn a_certificate_is_of_a_held_training_and_an_answered_evaluation_only() {
    let device = supervisor();
    let app = &device.app;
    let planned = TrainingInput { state: "planned".into(), ..training("Derechos") };
    let id = app.save_training(&planned, None).unwrap().id;
    let one = app.save_participant(&participant(&id, "Ana Peña"), None).unwrap().id;
    let view = app.training(&id, "es").unwrap();
    assert_eq!(code(app.certificate(&one)), "certificate_not_yet");
    app.evaluate(&answered(&view, &one, "exit", 3)).unwrap();
    assert_eq!(code(app.certificate(&one)), "certificate_not_yet");
    assert_eq!(app.training(&id, "es").unwrap().participants[0].certified_on, "");
    let base = app.training(&id, "es").unwrap().card.training;
    app.save_training(&TrainingInput { state: "held".into(), ..base.clone() }, Some(&base)).unwrap();
    assert_eq!(app.training(&id, "es").unwrap().participants[0].certified_on, HELD);
    assert_eq!(app.certificate(&one).unwrap().pages.len(), 1);
    let folder = tempfile::tempdir().unwrap();
    let saved = app.save_certificate(&one, folder.path()).unwrap();
    assert!(std::fs::read(&saved.path).unwrap().starts_with(b"%PDF") && !saved.path.contains("Ana"));
}

#[test]
fn what_a_form_tells_is_kept_and_what_cannot_be_used_is_refused_by_name() {
    let device = supervisor();
    let app = &device.app;
    let id = app
        .save_training(
            &TrainingInput { note: "Dos\r\ntardes ".into(), ..training(" Redes  saludables ") },
            None,
        )
        .unwrap()
        .id;
    let kept = app.training(&id, "es").unwrap().card.training;
    assert_eq!((kept.title.as_str(), kept.note.as_str()), ("Redes saludables", "Dos\ntardes"));
    assert_eq!(
        kept,
        TrainingInput {
            id: id.clone(),
            themes: vec!["gender".into(), "rights".into()],
            note: kept.note.clone(),
            ..training("Redes saludables")
        }
    );
    let one = app.save_participant(&participant(&id, "Ana"), None).unwrap().id;
    let refused = |input: TrainingInput| code(app.save_training(&input, None));
    assert_eq!(refused(TrainingInput { title: " ".into(), ..training("") }), "training_title_missing");
    assert_eq!(refused(TrainingInput { on: "ayer".into(), ..training("T") }), "date_unreadable");
    assert_eq!(refused(TrainingInput { on: "2999-01-01".into(), ..training("T") }), "date_in_future");
    let of_itself = TrainingInput { kind: "cascade".into(), trained_by: one.clone(), ..kept.clone() };
    assert_eq!(code(app.save_training(&of_itself, Some(&kept))), "training_trainer_unknown");
    let mut somebody = participant(&id, "Ana");
    somebody.sex = "x".into();
    assert_eq!(code(app.save_participant(&somebody, None)), "participant_sex_missing");
    let other = app.save_training(&training("Otra"), None).unwrap().id;
    let moved = ParticipantInput { id: one, ..participant(&other, "Ana") };
    assert!(
        matches!(app.save_participant(&moved, None), Err(Error::NotFound)),
        "nobody moves to another training"
    );
    assert!(matches!(app.save_participant(&participant("", "Ana"), None), Err(Error::NotFound)));
    assert_eq!(code(app.training_report("2025-02-01", "2025-01-01", "es")), "period_swapped");
    assert_eq!(code(app.training_report("", "2025-01-01", "es")), "date_unreadable");
}

#[test]
fn a_training_is_to_be_renewed_sixty_days_before_two_years_are_over_until_it_was() {
    let clock = MadeUp::new();
    let device = Device::of_everybody_with(clock.clock());
    device.unlock(DINA);
    let app = &device.app;
    let held = chrono_day(-100);
    let id = app.save_training(&TrainingInput { on: held.clone(), ..training("Derechos") }, None).unwrap().id;
    let to_renew = || {
        let cards = app.trainings().unwrap();
        let card = cards.iter().find(|card| card.training.id == id).unwrap();
        assert!(!card.renew_by.is_empty());
        card.to_renew
    };
    assert!(!to_renew());
    clock.pass_days(600);
    device.unlock(DINA);
    assert!(to_renew());
    let again = TrainingInput { on: chrono_day(500), ..training("Otra vez") };
    app.save_training(&again, None).unwrap();
    assert!(!to_renew(), "a later one has taken its place");
}

/// A day that is so many days from today.
fn chrono_day(days: i64) -> String {
    (posta_app::Moment::now().today + chrono::TimeDelta::days(days)).to_string()
}
