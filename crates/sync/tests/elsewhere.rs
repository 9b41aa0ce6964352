//! Questions about people of other departments, from this side.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::*;
use posta_identity::{Reference, Role};
use posta_protocol::{
    Candidate, ElsewhereAnswer, FlatFields, Proposals, Question, Sought, Taken, code, limits,
};
use posta_sync::*;

fn sought() -> Question {
    Question::LookUp(Sought { surname1: "Quispe".into(), birth: "1990".into(), ..Sought::default() })
}

fn told() -> ElsewhereAnswer {
    ElsewhereAnswer::Candidates(vec![Candidate {
        reference: Reference::from([7; 16]),
        department: "05".into(),
        initials: "RQ".into(),
        birth_year: Some(1990),
        sex: "female".into(),
        post: "villazon".into(),
        month: "2026-11".into(),
        decision: "certain".into(),
        reasons: vec!["birth_equal".into()],
        may_bring: true,
    }])
}

fn start() -> (Desk, FakeServer) {
    let world = World::new();
    let desk = Desk::join(&world, "Ana", Role::Registrar);
    let server = FakeServer::new(&world);
    (desk, server)
}

async fn ask(desk: &mut Desk, server: &FakeServer, question: Question) -> Result<ElsewhereAnswer, Error> {
    let session = desk.session.clone();
    ask_elsewhere(&mut desk.device, server, &session, question).await
}

fn code_of(answer: Result<ElsewhereAnswer, Error>) -> String {
    answer.unwrap_err().code().to_owned()
}

#[tokio::test]
async fn a_question_is_answered_and_a_stale_nonce_costs_one_more_request_once() {
    let (mut desk, server) = start();
    server.set(Faults { told: Some(told()), ..Faults::default() });
    server.forget_nonces(b"another");
    assert!(ask(&mut desk, &server, sought()).await.unwrap() == told());
    assert_eq!(server.seen().len(), 2);
    assert!(ask(&mut desk, &server, sought()).await.unwrap() == told());
    assert_eq!(server.seen().len(), 1, "the nonce of the refusal is kept");
    server.forget_nonces(b"a third");
    desk.sync(&server).await.unwrap();
    server.seen();
    assert!(ask(&mut desk, &server, sought()).await.is_ok());
    assert_eq!(server.seen().len(), 1, "an exchange brings it too");
}

#[tokio::test]
async fn a_server_that_takes_no_nonce_is_asked_twice_and_no_more() {
    let (mut desk, server) = start();
    server.set(Faults { told: Some(told()), never_fresh: true, ..Faults::default() });
    assert_eq!(code_of(ask(&mut desk, &server, sought()).await), code::STALE_NONCE);
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_refusal_is_told_by_its_code_and_a_cut_as_a_cut() {
    let (mut desk, server) = start();
    assert_eq!(code_of(ask(&mut desk, &server, Question::Take([1; 16].into())).await), code::NOT_FOUND);
    server.set(Faults { told: Some(told()), cut_down: Some(5), ..Faults::default() });
    assert_eq!(code_of(ask(&mut desk, &server, sought()).await), "unreachable");
    server.set(Faults { unreachable: true, ..Faults::default() });
    assert_eq!(code_of(ask(&mut desk, &server, sought()).await), "unreachable");
}

#[tokio::test]
async fn another_s_page_an_answer_to_another_question_and_one_without_end_are_not_our_server_s() {
    let (mut desk, server) = start();
    let pages = [
        (200, b"<html>hotel</html>".to_vec()),
        (200, Vec::new()),
        (404, b"nothing here".to_vec()),
        (200, vec![0; limits::ANSWER + 1]),
        (200, told().encode()),
    ];
    for page in pages {
        server.set(Faults { portal: Some(page), ..Faults::default() });
        let answer = ask(&mut desk, &server, Question::Proposals { after: 0 }).await;
        assert_eq!(code_of(answer), "not_our_server");
    }
    server.set(Faults { portal: Some((502, b"bad gateway".to_vec())), ..Faults::default() });
    assert_eq!(code_of(ask(&mut desk, &server, sought()).await), "unreachable");
}

#[tokio::test]
async fn each_kind_of_question_takes_its_own_kind_of_answer() {
    let (mut desk, server) = start();
    let empty = Proposals { pairs: Vec::new(), left: 0, at: 0, stale: true };
    let answers = [
        (sought(), told()),
        (
            Question::Take([1; 16].into()),
            ElsewhereAnswer::Taken(Taken { department: "05".into(), fields: FlatFields::default() }),
        ),
        (Question::Proposals { after: 0 }, ElsewhereAnswer::Proposals(empty)),
    ];
    for (asked, (_, answer)) in answers.iter().enumerate() {
        server.set(Faults { told: Some(answer.clone()), ..Faults::default() });
        for (place, (question, _)) in answers.iter().enumerate() {
            let came = ask(&mut desk, &server, question.clone()).await;
            assert_eq!(came.is_ok(), place == asked);
        }
    }
}
