//! The supervisor's office in a scope's file: rows, lists, and two tablets that write at once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use chrono::NaiveDate;
use common::{Desk, fields, id};
use posta_domain::{
    Commitment, EvaluationMoment, Fields, Kind, Meeting, MeetingKind, Participant, ParticipantRole,
    ParticipantSex, Plan, Scalar, Training, TrainingState,
};
use posta_identity::ids::ScopeId;
use posta_store::Write;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn training(number: u16, title: &str, on: &str, state: &str) -> Write {
    let training = Training {
        title: title.into(),
        themes: ["rights".to_owned(), "app".to_owned()].into(),
        on: on.parse().ok(),
        hours: 8,
        state: TrainingState::from_word(state),
        ..Training::default()
    };
    Write { kind: Kind::Training, id: id(number), fields: training.to_fields() }
}

fn participant(number: u16, of: u16, name: &str) -> Write {
    let somebody = Participant {
        training: id(of),
        name: name.into(),
        sex: ParticipantSex::Woman,
        role: ParticipantRole::Health,
        ..Participant::default()
    };
    Write { kind: Kind::Participant, id: id(number), fields: somebody.to_fields() }
}

fn answers(number: u16, moment: &EvaluationMoment, option: &str) -> Write {
    let mut somebody = Participant::default();
    somebody.answer(moment, [("emergencia".to_owned(), option.to_owned())].into(), day("2026-03-10"));
    let fields: Fields = somebody.to_fields();
    Write { kind: Kind::Participant, id: id(number), fields }
}

fn commitment(number: u16, of: u16, due: &str, state: &str) -> Write {
    let of = id(of).to_string();
    let told = [("of", of.as_str()), ("what", "Pintar el cartel"), ("due", due), ("state", state)];
    Write { kind: Kind::Commitment, id: id(number), fields: fields(&told) }
}

fn assert_sound(desk: &Desk) {
    let shelf: Vec<_> = desk.own_batches().iter().map(|batch| batch.hash()).collect();
    let report = desk.file.check(&shelf).unwrap();
    assert!(report.faults.is_empty(), "{report:?}");
}

#[test]
fn trainings_and_their_participants_are_listed_as_they_were_written() {
    let mut desk = Desk::new(ScopeId::random());
    desk.save(&[
        training(1, "Vieja", "2025-03-01", "held"),
        training(2, "Nueva", "2026-03-10", "held"),
        training(3, "Sin día", "", "planned"),
        training(4, "Anulada", "2026-04-01", "cancelled"),
        participant(11, 2, "Zulma"),
        participant(12, 2, "Álvaro"),
        participant(13, 1, "Berta"),
        participant(14, 4, "Nadie"),
    ]);
    let titles: Vec<String> = desk.file.trainings().unwrap().into_iter().map(|(_, one)| one.title).collect();
    assert_eq!(titles, ["Sin día", "Anulada", "Nueva", "Vieja"]);
    let held = desk.file.trainings_held(day("2026-03-10"), day("2026-12-31")).unwrap();
    assert_eq!((held.len(), held[0].0), (1, id(2)));
    assert_eq!(held[0].1, Training::from_fields(&training(2, "Nueva", "2026-03-10", "held").fields));
    let names: Vec<String> =
        desk.file.participants_of(&id(2)).unwrap().into_iter().map(|(_, one)| one.name).collect();
    assert_eq!(names, ["Álvaro", "Zulma"]);
    let everybody = desk.file.participants_held(day("2025-01-01"), day("2026-12-31")).unwrap();
    assert_eq!(everybody.len(), 3, "not of the cancelled one");
    let counts = desk.file.participant_counts().unwrap();
    assert_eq!((counts[&id(2)].participants, counts[&id(2)].entries), (2, 0));
    assert!(desk.file.participant(&id(99)).unwrap().is_none());
    assert_sound(&desk);
}

#[test]
fn two_tablets_take_two_evaluations_at_once_and_a_third_corrects_a_name() {
    let scope = ScopeId::random();
    let (mut office, mut one, mut other) = (Desk::new(scope), Desk::new(scope), Desk::new(scope));
    office.save_apart(&[
        training(1, "Nueva", "2026-03-10", "held"),
        participant(11, 1, "Ana"),
        participant(12, 1, "Beto"),
    ]);
    for tablet in [&one, &other] {
        tablet.take(&office.own_batches(), &office);
    }
    one.save_apart(&[answers(11, &EvaluationMoment::Entry, "a")]);
    other
        .save_apart(&[answers(12, &EvaluationMoment::Entry, "b"), answers(11, &EvaluationMoment::Exit, "b")]);
    let renamed = Write { kind: Kind::Participant, id: id(11), fields: fields(&[("name", "Ana Peña")]) };
    office.save_apart(&[renamed]);
    for (desk, from) in [
        (&office, &one),
        (&office, &other),
        (&one, &other),
        (&other, &one),
        (&one, &office),
        (&other, &office),
    ] {
        desk.take(&from.own_batches(), from);
    }
    for desk in [&office, &one, &other] {
        let ana = desk.file.participant(&id(11)).unwrap().unwrap();
        assert_eq!(ana.name, "Ana Peña");
        assert_eq!((ana.entry["emergencia"].as_str(), ana.exit["emergencia"].as_str()), ("a", "b"));
        assert_eq!(desk.file.participant(&id(12)).unwrap().unwrap().entry["emergencia"], "b");
        let counted = desk.file.participant_counts().unwrap()[&id(1)];
        assert_eq!((counted.participants, counted.entries, counted.exits), (2, 2, 1));
        assert_eq!(desk.file.digest().unwrap(), office.file.digest().unwrap());
    }
    assert_sound(&office);
}

/// Two desks of a scope that have taken what the first one wrote, and then write apart; both end with all of it.
fn apart(first: &[Write], one: &[Write], other: &[Write]) -> (Desk, Desk) {
    let scope = ScopeId::random();
    let (mut here, mut there) = (Desk::new(scope), Desk::new(scope));
    here.save_apart(first);
    there.take(&here.own_batches(), &here);
    here.save_apart(one);
    there.save_apart(other);
    here.take(&there.own_batches(), &there);
    there.take(&here.own_batches(), &here);
    (here, there)
}

#[test]
fn what_two_wrote_apart_of_the_office_is_to_be_decided_by_who_keeps_it() {
    let put =
        |kind: Kind, number: u16, told: &[(&str, &str)]| Write { kind, id: id(number), fields: fields(told) };
    let order = |place: i64| Write {
        kind: Kind::Plan,
        id: id(21),
        fields: [("practice/a/place".to_owned(), Scalar::Number(place))].into(),
    };
    let first = [
        training(1, "Nueva", "2026-03-10", "planned"),
        participant(11, 1, "Ana"),
        put(Kind::Plan, 21, &[("institution", "Hospital")]),
        put(Kind::Meeting, 31, &[("name", "Mesa")]),
        commitment(41, 21, "2026-05-01", "open"),
    ];
    let one = [
        put(Kind::Training, 1, &[("state", "held"), ("on", "2026-03-11")]),
        answers(11, &EvaluationMoment::Entry, "a"),
        put(Kind::Plan, 21, &[("institution", "Hospital General")]),
        order(1),
        put(Kind::Meeting, 31, &[("name", "Mesa Norte")]),
        put(Kind::Commitment, 41, &[("state", "done"), ("of_kind", "plan")]),
    ];
    let other = [
        put(Kind::Training, 1, &[("state", "cancelled"), ("on", "2026-03-12")]),
        answers(11, &EvaluationMoment::Entry, "b"),
        put(Kind::Plan, 21, &[("institution", "Hospital Obrero")]),
        order(2),
        put(Kind::Meeting, 31, &[("name", "Mesa Sur")]),
        put(Kind::Commitment, 41, &[("state", "dropped"), ("of_kind", "meeting")]),
    ];
    let (here, there) = apart(&first, &one, &other);
    for desk in [&here, &there] {
        let rows = desk.file.conflict_page(true, false, 0, 10).unwrap();
        let mut found: Vec<_> = rows
            .iter()
            .map(|row| (row.id, row.kind.as_str(), row.fields.join(" "), row.person.is_none()))
            .collect();
        found.sort();
        let expected = [
            (1, "training", "on state"),
            (11, "participant", "entry/emergencia"),
            (21, "plan", "institution"),
            (31, "meeting", "name"),
            (41, "commitment", "state"),
        ];
        assert_eq!(found, expected.map(|(number, kind, told)| (id(number), kind, told.to_owned(), true)));
        assert_eq!(desk.file.conflict_count(true, false).unwrap(), 5);
        assert_eq!(desk.file.conflict_count(false, false).unwrap(), 0, "not for who may not change them");
        assert!(desk.file.conflict_page(false, false, 0, 10).unwrap().is_empty());
        assert_sound(desk);
    }
    here.file.rebuild().unwrap();
    assert_eq!(here.file.conflict_count(true, false).unwrap(), 5);
}

#[test]
fn who_was_written_down_by_mistake_is_in_no_count_until_they_are_taken_back() {
    let mut desk = Desk::new(ScopeId::random());
    let flag = |gone: bool| Write {
        kind: Kind::Participant,
        id: id(11),
        fields: [("withdrawn".to_owned(), Scalar::Flag(gone))].into(),
    };
    desk.save(&[
        training(1, "Nueva", "2026-03-10", "held"),
        participant(11, 1, "Ana"),
        participant(12, 1, "Beto"),
        flag(true),
    ]);
    let counted = |desk: &Desk| {
        let held = desk.file.participants_held(day("2026-01-01"), day("2026-12-31")).unwrap();
        (desk.file.participant_counts().unwrap()[&id(1)].participants, held.len())
    };
    assert_eq!(counted(&desk), (1, 1));
    let listed = desk.file.participants_of(&id(1)).unwrap();
    assert_eq!(listed.iter().map(|(_, one)| one.withdrawn).collect::<Vec<_>>(), [true, false]);
    desk.save(&[flag(false)]);
    assert_eq!(counted(&desk), (2, 2));
    assert_sound(&desk);
}

#[test]
fn plans_meetings_and_commitments_are_listed_and_counted() {
    let mut desk = Desk::new(ScopeId::random());
    let plan = |institution: &str| Plan {
        institution: institution.into(),
        practices: vec!["Saludar".into(), "Escuchar".into()],
        ..Plan::default()
    };
    let meeting = Meeting {
        kind: MeetingKind::Network,
        name: "Red".into(),
        on: Some(day("2026-04-01")),
        women: 3,
        men: 1,
        ..Meeting::default()
    };
    desk.save(&[
        Write { kind: Kind::Plan, id: id(1), fields: plan("Hospital").to_fields() },
        Write { kind: Kind::Plan, id: id(2), fields: plan("Árbol").to_fields() },
        Write { kind: Kind::Meeting, id: id(3), fields: meeting.to_fields() },
        commitment(11, 1, "", "open"),
        commitment(12, 1, "2026-05-01", "open"),
        commitment(13, 1, "2026-04-01", "done"),
        commitment(14, 3, "2026-04-20", "open"),
        commitment(15, 3, "2026-04-21", "dropped"),
    ]);
    let plans = desk.file.plans().unwrap();
    assert_eq!(plans.iter().map(|(of, _)| *of).collect::<Vec<_>>(), [id(2), id(1)]);
    assert_eq!(plans[1].1, plan("Hospital"));
    assert_eq!(desk.file.meetings().unwrap(), [(id(3), meeting.clone())]);
    assert_eq!(desk.file.meetings_between(day("2026-04-01"), day("2026-04-01")).unwrap(), [meeting]);
    assert_eq!(desk.file.meetings_between(day("2026-04-02"), day("2026-12-01")).unwrap(), []);
    let due: Vec<_> = desk.file.commitments_open(10).unwrap().into_iter().map(|(of, _)| of).collect();
    assert_eq!(due, [id(14), id(12), id(11)]);
    let of_plan = desk.file.commitments_of(&id(1)).unwrap();
    assert_eq!(of_plan.len(), 3);
    assert_eq!(of_plan[0].1, Commitment::from_fields(&commitment(13, 1, "2026-04-01", "done").fields));
    let counts = desk.file.commitment_counts(day("2026-05-02")).unwrap();
    let (hospital, network) = (counts[&id(1)], counts[&id(3)]);
    assert_eq!((hospital.open, hospital.overdue, hospital.done), (2, 1, 1));
    assert_eq!((network.open, network.overdue, network.done), (1, 1, 0));
    assert_sound(&desk);
    desk.file.rebuild().unwrap();
    assert_eq!(desk.file.plans().unwrap().len(), 2);
}

#[test]
fn what_a_hostile_document_says_of_a_training_stays_out_of_the_lists_and_stops_nobody() {
    let mut desk = Desk::new(ScopeId::random());
    let odd: Fields = [
        ("hours".to_owned(), Scalar::Number(i64::MIN)),
        ("on".to_owned(), Scalar::from("9999-99-99")),
        ("theme/a b".to_owned(), Scalar::Flag(true)),
        ("women".to_owned(), Scalar::Number(i64::MAX)),
        ("entry/=".to_owned(), Scalar::from("= =")),
        ("training".to_owned(), Scalar::from("nobody")),
        ("practice/x/text".to_owned(), Scalar::from("a\nb")),
    ]
    .into();
    for kind in [Kind::Training, Kind::Participant, Kind::Plan, Kind::Meeting, Kind::Commitment] {
        desk.save(&[Write { kind, id: id(1), fields: odd.clone() }]);
    }
    assert_eq!(desk.file.trainings().unwrap()[0].1.hours, 0);
    assert_eq!(desk.file.meetings().unwrap()[0].1.women, 0);
    assert!(desk.file.participant(&id(1)).unwrap().unwrap().entry.is_empty());
    assert_sound(&desk);
}
