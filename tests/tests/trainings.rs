//! A training at a table with two tablets: each takes another participant's evaluation without a network, and all meet
//! at the server, which reads and merges them as it does everything of the registry. What only supervisors keep is set
//! aside there when somebody else's device sends it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use posta_app::view::{
    CommitmentInput, EvaluationAnswer, EvaluationInput, MeetingInput, ParticipantInput, PlanInput,
    TrainingInput, TrainingView,
};
use posta_domain::{DocumentId, Kind, Training};
use posta_tests::world::{ANA, ELENA, LUIS};
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
    device.app.save_training(&input).unwrap().id
}

fn participant(device: &Device, training: &str, name: &str) -> String {
    let input = ParticipantInput {
        training: training.into(),
        name: name.into(),
        sex: "woman".into(),
        role: "health".into(),
        ..ParticipantInput::default()
    };
    device.app.save_participant(&input).unwrap().id
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
    let plan = elena.app.save_plan(&plan).unwrap().id;
    let table = MeetingInput {
        kind: "table".into(),
        name: "Mesa".into(),
        on: "2025-07-01".into(),
        women: 3,
        ..MeetingInput::default()
    };
    elena.app.save_meeting(&table).unwrap();
    let input = CommitmentInput {
        of: plan,
        what: "Cartel".into(),
        state: "open".into(),
        ..CommitmentInput::default()
    };
    elena.app.save_commitment(&input).unwrap();
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
