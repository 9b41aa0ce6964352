//! A training at a table with two tablets: each takes another participant's evaluation without a network, and all meet
//! at the server, which reads and merges them as it does everything of the registry. What only supervisors keep is set
//! aside there when somebody else's device sends it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use posta_app::Error;
use posta_app::view::{
    CommitmentInput, EvaluationAnswer, EvaluationInput, MeetingInput, ParticipantInput, PlanInput,
    TrainingInput, TrainingView,
};
use posta_domain::{DocumentId, Kind, Training};
use posta_tests::world::{ANA, ELENA, Invited, LUIS};
use posta_tests::{Device, OpenHome, World};

fn training(device: &Device) -> String {
    let input = TrainingInput {
        kind: "course".into(),
        title: "Redes saludables".into(),
        themes: vec!["rights".into()],
        on: "2025-06-10".into(),
        hours: 8,
        institution: "Hospital General".into(),
        state: "held".into(),
        ..TrainingInput::default()
    };
    device.app.save_training(&input, None).unwrap().id
}

fn participant(device: &Device, training: &str, name: &str) -> String {
    let input = ParticipantInput {
        training: training.into(),
        name: name.into(),
        sex: "woman".into(),
        role: "health".into(),
        ..ParticipantInput::default()
    };
    device.app.save_participant(&input, None).unwrap().id
}

/// Answers every question with its first option.
fn answer(device: &Device, view: &TrainingView, participant: &str, moment: &str) {
    let first = |question: &posta_app::view::TrainingQuestion| EvaluationAnswer {
        question: question.code.clone(),
        option: question.options[0].code.clone(),
    };
    let input = EvaluationInput {
        participant: participant.into(),
        moment: moment.into(),
        answers: view.questions.iter().map(first).collect(),
    };
    device.app.evaluate(&input).unwrap();
}

#[test]
fn two_tablets_take_two_evaluations_at_once_and_every_device_and_the_server_end_with_both() {
    let world = World::new();
    let elena = world.device("oruro", ELENA);
    let id = training(&elena);
    let (berta, zoila) = (participant(&elena, &id, "Berta"), participant(&elena, &id, "Zoila"));
    let plan = PlanInput { institution: "Hospital General".into(), ..PlanInput::default() };
    let plan = elena.app.save_plan(&plan, None).unwrap().id;
    let table = MeetingInput {
        kind: "table".into(),
        name: "Mesa".into(),
        on: "2025-07-01".into(),
        women: 3,
        ..MeetingInput::default()
    };
    elena.app.save_meeting(&table, None).unwrap();
    let input = CommitmentInput {
        of: plan,
        what: "Cartel".into(),
        state: "open".into(),
        ..CommitmentInput::default()
    };
    elena.app.save_commitment(&input, None).unwrap();
    elena.sync();
    let (ana, luis) = (world.device("pisiga", ANA), world.device("tambo", LUIS));
    ana.sync();
    luis.sync();
    let view = ana.app.training(&id, "es").unwrap();
    answer(&ana, &view, &berta, "entry");
    answer(&luis, &view, &zoila, "entry");
    answer(&luis, &view, &berta, "exit");
    for device in [&ana, &luis, &elena, &ana, &luis] {
        device.sync();
    }
    world.assert_same(&[&elena, &ana, &luis]);
    for device in [&elena, &ana, &luis] {
        let card = device.app.training(&id, "es").unwrap().card;
        assert_eq!((card.participants, card.entries, card.exits), (2, 2, 1));
        let plans = device.app.plans().unwrap();
        assert_eq!((plans.plans.len(), plans.meetings.len(), plans.due.len()), (1, 1, 1));
    }
}

/// Another supervisor of the department.
const MARIA: Invited = Invited::new("María Soto", "supervisor", posta_tests::ORURO);

#[test]
fn what_two_tablets_answered_apart_for_one_participant_is_decided_by_a_supervisor_and_told_to_nobody_else() {
    let world = World::new();
    let elena = world.device("oruro", ELENA);
    let id = training(&elena);
    let berta = participant(&elena, &id, "Berta");
    elena.sync();
    let (ana, luis) = (world.device("pisiga", ANA), world.device("tambo", LUIS));
    ana.sync();
    luis.sync();
    let view = ana.app.training(&id, "es").unwrap();
    answer(&ana, &view, &berta, "entry");
    let unsure = |question: &posta_app::view::TrainingQuestion| EvaluationAnswer {
        question: question.code.clone(),
        option: "dont_know".into(),
    };
    let answers = view.questions.iter().map(unsure).collect();
    let input = EvaluationInput { participant: berta.clone(), moment: "entry".into(), answers };
    luis.app.evaluate(&input).unwrap();
    for device in [&ana, &luis, &elena, &ana] {
        device.sync();
    }
    world.assert_same(&[&elena, &ana, &luis]);

    let page = elena.app.conflicts_page("open", 0, 10).unwrap();
    assert_eq!((page.total, page.open, elena.app.home().unwrap().conflicts), (1, 1, 1));
    let row = &page.rows[0];
    assert_eq!((row.kind.as_str(), row.title.as_str(), row.person.is_none()), ("participant", "Berta", true));
    assert_eq!(row.fields.len(), view.questions.len());
    assert_eq!(
        (ana.app.conflicts_page("open", 0, 10).unwrap().total, ana.app.home().unwrap().conflicts),
        (0, 0)
    );
    assert!(matches!(ana.app.office_conflicts("participant", &berta, "es"), Err(Error::NotAllowed)));
    let field = format!("entry/{}", view.questions[0].code);
    let refused = ana.app.resolve_conflict("participant", &berta, &field, "dont_know");
    assert!(matches!(refused, Err(Error::NotAllowed)));
    let refused = ana.app.put_off_conflict("participant", &berta, &field);
    assert!(matches!(refused, Err(Error::NotAllowed)));

    let told = elena.app.office_conflicts("participant", &berta, "pt").unwrap();
    assert_eq!((told.title.as_str(), told.of_kind.as_str(), &told.of), ("Berta", "training", &id));
    let question = elena.app.training(&id, "pt").unwrap().questions.remove(0);
    let one = told.fields.iter().find(|one| one.conflict.field == field).unwrap();
    assert_eq!(one.about, question.text);
    let mut names: Vec<&str> = one.conflict.values.iter().map(|value| value.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["", question.options[0].text.as_str()], "in the language of the window");
    for (place, one) in told.fields.iter().enumerate() {
        let (field, chosen) =
            (&one.conflict.field, one.conflict.values.iter().find(|value| value.name.is_empty()));
        if place == 0 {
            elena.app.put_off_conflict("participant", &berta, field).unwrap();
        } else {
            elena.app.resolve_conflict("participant", &berta, field, &chosen.unwrap().value).unwrap();
        }
    }
    let page = elena.app.conflicts_page("later", 0, 10).unwrap();
    assert_eq!((page.total, page.open, page.later), (1, 0, 1));
    let strange = elena.app.office_conflicts("person", &berta, "es");
    assert!(matches!(strange, Err(Error::NotFound)));
    elena.assert_sound();
}

#[test]
fn what_two_supervisors_wrote_apart_of_a_plan_merges_and_what_both_wrote_is_to_be_decided() {
    let world = World::new();
    let (elena, maria) = (world.device("oruro", ELENA), world.device("oruro2", MARIA));
    let first = PlanInput {
        institution: "Hospital".into(),
        to: "2026-12-31".into(),
        good_practices: vec!["Saludar".into()],
        ..PlanInput::default()
    };
    let id = elena.app.save_plan(&first, None).unwrap().id;
    elena.sync();
    maria.sync();
    let shown = elena.app.plan(&id).unwrap().card.plan;
    let theirs = PlanInput {
        to: "2027-06-30".into(),
        good_practices: vec!["Saludar".into(), "Orientar".into()],
        ..shown.clone()
    };
    maria.app.save_plan(&theirs, Some(&shown)).unwrap();
    maria.sync();
    // It comes while the form is open, which was filled in over what it showed.
    elena.sync();
    let mine = PlanInput { note: "Con la dirección".into(), ..shown.clone() };
    elena.app.save_plan(&mine, Some(&shown)).unwrap();
    let kept = elena.app.plan(&id).unwrap().card.plan;
    assert_eq!(kept, PlanInput { note: "Con la dirección".into(), ..theirs.clone() });
    for device in [&elena, &maria] {
        device.sync();
    }
    // Now both write apart.
    for (device, name) in [(&elena, "Hospital General"), (&maria, "Hospital Obrero")] {
        let shown = device.app.plan(&id).unwrap().card.plan;
        let mine = PlanInput { institution: name.into(), ..shown.clone() };
        device.app.save_plan(&mine, Some(&shown)).unwrap();
    }
    for device in [&elena, &maria, &elena] {
        device.sync();
    }
    let page = maria.app.conflicts_page("open", 0, 10).unwrap();
    assert_eq!((page.rows[0].kind.as_str(), &page.rows[0].fields), ("plan", &vec!["institution".to_owned()]));
    maria.app.resolve_conflict("plan", &id, "institution", "Hospital General").unwrap();
    maria.sync();
    elena.sync();
    assert_eq!(elena.app.plan(&id).unwrap().card.plan.institution, "Hospital General");
    assert_eq!(elena.app.conflicts_page("open", 0, 10).unwrap().total, 0);
    world.assert_same(&[&elena, &maria]);
}

#[test]
fn a_training_that_a_registrar_s_device_sends_beside_the_program_is_set_aside() {
    let world = World::new();
    let (elena, ana) = (world.device("oruro", ELENA), world.device("pisiga", ANA));
    ana.app.lock();
    let forged = Training { title: "De nadie".into(), ..Training::default() };
    let home = OpenHome::unlock(ana.home(), ANA.name);
    home.write_fields(Kind::Training, DocumentId([9; 16]), forged.to_fields(), 1_700_000_000);
    drop(home);
    ana.unlock(ANA.name);
    ana.sync();
    elena.sync();
    assert!(elena.app.trainings().unwrap().is_empty());
    assert_eq!(world.server.held_back(elena.registry()).0, ["not_permitted"]);
    elena.assert_sound();
}
