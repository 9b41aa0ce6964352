//! Questions across departments and their answers: raw, and signed by somebody who has a session.

use std::collections::BTreeMap;

use posta_identity::SessionKey;
use posta_identity::ids::Reference;
use posta_protocol::{
    Candidate, ElsewhereAnswer, ElsewhereRequest, FlatFields, FlatValue, Proposal, Proposals, Question,
    Sought, SoughtDocument, Taken, limits,
};

use crate::members::honest_certificate;
use crate::samples::session_key;

fn honest_session() -> SessionKey {
    SessionKey { sign: session_key(), certificate: honest_certificate(), ids: Default::default() }
}

/// A question, an answer and flat fields from the same bytes. What is read, written again, is the same.
pub(crate) fn asked(bytes: &[u8]) {
    if let Ok(request) = ElsewhereRequest::decode(bytes) {
        assert!(bytes.len() <= limits::QUESTION && request.encode() == bytes);
        assert!(!format!("{request:?}").contains('"'), "nothing of it is shown");
        let _ = request.verify();
        let again =
            ElsewhereRequest::sign(request.nonce.clone(), request.question.clone(), &honest_session());
        let read = ElsewhereRequest::decode(&again.encode()).unwrap();
        assert!(read.question == request.question && read.verify().is_ok());
    }
    if let Ok(answer) = ElsewhereAnswer::decode(bytes) {
        assert!(bytes.len() <= limits::ANSWER);
        assert!(!format!("{answer:?}").contains('"'), "nothing of it is shown");
        assert!(ElsewhereAnswer::decode(&answer.encode()).is_ok_and(|again| again == answer));
    }
    if let Ok(fields) = FlatFields::decode(bytes) {
        assert!(FlatFields::decode(&fields.encode()).is_ok_and(|again| again == fields));
    }
}

pub(crate) fn questions() -> Vec<Vec<u8>> {
    let document = SoughtDocument { kind: "passport".into(), country: "VE".into(), number: "X77".into() };
    let sought = Sought { surname1: "Prueba".into(), documents: vec![document], ..Sought::default() };
    let reference = Reference::from([7; 16]);
    let asked = [Question::LookUp(sought), Question::Take(reference), Question::Proposals { after: 300 }];
    let signed =
        asked.map(|question| ElsewhereRequest::sign(vec![6; 20], question, &honest_session()).encode());
    let candidate = Candidate {
        reference,
        department: "05".into(),
        initials: "LP".into(),
        birth_year: Some(1991),
        sex: "female".into(),
        post: "villazon".into(),
        month: "2026-11".into(),
        decision: "certain".into(),
        reasons: vec!["birth_equal".into()],
        may_bring: true,
    };
    let fields = FlatFields(BTreeMap::from([
        ("given_names".to_owned(), FlatValue::Text("Luz".into())),
        ("language/es".to_owned(), FlatValue::Flag(true)),
        ("n".to_owned(), FlatValue::Number(300)),
    ]));
    let pair = Proposal {
        person: [3; 16],
        candidate: candidate.clone(),
        weight: 12.5,
        probability: 0.5,
        theirs: "same".into(),
    };
    let told = [
        ElsewhereAnswer::Candidates(vec![candidate]),
        ElsewhereAnswer::Taken(Taken { department: "05".into(), fields: fields.clone() }),
        ElsewhereAnswer::Proposals(Proposals { pairs: vec![pair], left: 1, at: 1_795_262_400, stale: true }),
    ];
    signed.into_iter().chain(told.iter().map(ElsewhereAnswer::encode)).chain([fields.encode()]).collect()
}
