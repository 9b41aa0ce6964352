//! Questions across departments and their answers: what is written is read, and nothing else is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "common/fixture.rs"]
mod fixture;

use std::collections::BTreeMap;

use posta_identity::{
    Authority, CodeKeys, DeviceKeys, EntryBody, GrantRequest, Invitation, KdfCost, Reference, Role,
    ServerKeys, SessionKey,
};
use posta_protocol::*;
use proptest::prelude::*;

fn session() -> SessionKey {
    let (mut authority, mut log) = Authority::create("04", "Departamento sintético", "bo").unwrap();
    let server = EntryBody::Server { server_public: ServerKeys::random().public(), tls_pin: [1; 32].into() };
    authority.sign(server, &mut log).unwrap();
    let request =
        GrantRequest { name: "Ana", role: Role::Registrar, place: "040901", expires_hour: u32::MAX };
    let issued = authority.grant(&mut log, &request, KdfCost::weak_for_tests()).unwrap();
    let code = CodeKeys::derive(&issued.code, KdfCost::weak_for_tests()).unwrap();
    let keys = DeviceKeys::random();
    let accepted = Invitation::open(&code, &issued.sealed).unwrap().accept(&code, &keys).unwrap();
    SessionKey::start(&accepted.secrets, &keys, "pisiga", 1, accepted.log.head())
}

fn sought() -> Sought {
    Sought {
        given_names: "Rosa".into(),
        surname1: "Quispe".into(),
        surname2: "Mamani".into(),
        birth: "1991-07-23".into(),
        sex: "female".into(),
        nationality: "VE".into(),
        documents: vec![SoughtDocument {
            kind: "passport".into(),
            country: "VE".into(),
            number: "X77".into(),
        }],
        phone: "71299431".into(),
    }
}

fn questions() -> Vec<Question> {
    vec![
        Question::LookUp(sought()),
        Question::LookUp(Sought::default()),
        Question::Take(Reference::from([7; 16])),
        Question::Proposals { after: 70_000 },
    ]
}

fn candidate() -> Candidate {
    Candidate {
        reference: Reference::from([7; 16]),
        department: "05".into(),
        initials: "RQÑ".into(),
        birth_year: Some(1991),
        sex: "female".into(),
        post: "villazon".into(),
        month: "2026-11".into(),
        decision: "certain".into(),
        reasons: vec!["birth_equal".into(), "surname_equal".into()],
        may_bring: true,
    }
}

fn answers() -> Vec<ElsewhereAnswer> {
    let fields = BTreeMap::from([
        ("given_names".to_owned(), FlatValue::Text("Rosa".into())),
        ("language/es".to_owned(), FlatValue::Flag(true)),
        ("n".to_owned(), FlatValue::Number(-7)),
    ]);
    let pair = Proposal {
        person: [3; 16],
        candidate: Candidate { birth_year: None, ..candidate() },
        weight: 17.000_976_562_5,
        probability: 0.97,
        theirs: "same".into(),
    };
    let proposals = Proposals { pairs: vec![pair], left: 3, at: 1_795_000_000, stale: true };
    vec![
        ElsewhereAnswer::Candidates(vec![candidate(); limits::CANDIDATES]),
        ElsewhereAnswer::Candidates(Vec::new()),
        ElsewhereAnswer::Taken(Taken { department: "05".into(), fields: FlatFields(fields) }),
        ElsewhereAnswer::Proposals(proposals),
    ]
}

#[test]
fn a_question_is_read_as_it_was_signed_and_verifies_with_the_session_it_names() {
    let session = session();
    for question in questions() {
        let request = ElsewhereRequest::sign(vec![6; 20], question.clone(), &session);
        let read = ElsewhereRequest::decode(&request.encode()).unwrap();
        assert!(read == request && read.question == question);
        assert_eq!(read.verify(), Ok(()));
        assert_eq!((read.user(), read.device()), (session.certificate.user, session.certificate.device));
        assert_eq!(read.department(), session.certificate.department);
    }
}

#[test]
fn no_byte_of_a_signed_question_can_be_altered() {
    let bytes = ElsewhereRequest::sign(vec![6; 20], Question::LookUp(sought()), &session()).encode();
    for place in 0..bytes.len() {
        for flip in [1, 0x20, 0xff] {
            let mut altered = bytes.clone();
            altered[place] ^= flip;
            let read = ElsewhereRequest::decode(&altered);
            assert!(read.is_err() || read.unwrap().verify().is_err(), "{place}");
        }
    }
}

#[test]
fn an_answer_is_read_as_it_was_written_weights_to_the_bit() {
    for answer in answers() {
        assert!(ElsewhereAnswer::decode(&answer.encode()).unwrap() == answer);
    }
}

#[test]
fn of_several_documents_the_first_with_a_number_is_looked_for_as_earlier_programs_send_all() {
    let numbered = |number: &str| SoughtDocument { number: number.into(), ..SoughtDocument::default() };
    let documents = vec![numbered(" "), numbered("X7731942"), numbered("X7731943")];
    let question = Question::LookUp(Sought { documents, ..sought() });
    let request = ElsewhereRequest::sign(Vec::new(), question, &session());
    let read = ElsewhereRequest::decode(&request.encode()).unwrap();
    assert_eq!(read.verify(), Ok(()));
    let looked_for = Sought { documents: vec![numbered("X7731942")], ..sought() };
    assert!(read.question == Question::LookUp(looked_for));
}

#[test]
fn what_is_too_large_or_no_code_is_refused() {
    let long = || "x".repeat(limits::SOUGHT_TEXT + 1);
    let document = SoughtDocument { country: long(), ..SoughtDocument::default() };
    let too_long = Sought { surname1: long(), ..Sought::default() };
    for sought in [too_long, Sought { documents: vec![document], ..Sought::default() }] {
        let bytes = ElsewhereRequest::sign(Vec::new(), Question::LookUp(sought), &session()).encode();
        assert_eq!(ElsewhereRequest::decode(&bytes).unwrap_err().code(), code::TOO_LARGE);
    }
    let with = |one: Candidate| ElsewhereAnswer::Candidates(vec![one]);
    let long = || "x".repeat(41);
    let wrong = [
        ElsewhereAnswer::Candidates(vec![candidate(); 6]),
        with(Candidate { post: long(), ..candidate() }),
        with(Candidate { initials: long(), ..candidate() }),
        with(Candidate { department: long(), ..candidate() }),
        with(Candidate { month: "2026-11-23".into(), ..candidate() }),
        with(Candidate { decision: "no".into(), ..candidate() }),
        with(Candidate { reasons: vec!["<b>".into()], ..candidate() }),
        with(Candidate { reasons: vec!["a".into(); 25], ..candidate() }),
    ];
    for answer in wrong {
        assert!(ElsewhereAnswer::decode(&answer.encode()).is_err());
    }
    let pair = |weight, probability, theirs: &str| {
        let pairs = vec![Proposal {
            person: [3; 16],
            candidate: candidate(),
            weight,
            probability,
            theirs: theirs.into(),
        }];
        ElsewhereAnswer::Proposals(Proposals { pairs, left: 0, at: 0, stale: false })
    };
    for (weight, probability, theirs) in [
        (f64::NAN, 0.5, ""),
        (f64::INFINITY, 0.5, ""),
        (1.0, 1.5, ""),
        (1.0, f64::NAN, ""),
        (1.0, 0.5, "¡no!"),
    ] {
        assert!(ElsewhereAnswer::decode(&pair(weight, probability, theirs).encode()).is_err());
    }
    assert!(ElsewhereAnswer::decode(&vec![0; limits::ANSWER + 1]).is_err());
    assert!(ElsewhereRequest::decode(&vec![0; limits::QUESTION + 1]).is_err());
}

#[test]
fn nothing_that_is_shown_of_questions_and_answers_holds_what_they_say() {
    let request = ElsewhereRequest::sign(vec![6; 20], Question::LookUp(sought()), &session());
    let mut shown = format!("{request:?}{:?}", sought());
    answers().iter().for_each(|answer| shown += &format!("{answer:?}"));
    shown += &format!("{:?}{:?}", candidate(), FlatValue::Text("Rosa".into()));
    for word in ["Rosa", "Quispe", "1991", "71299431", "X77", "villazon"] {
        assert!(!shown.contains(word), "{shown}");
    }
}

#[test]
fn flat_fields_have_one_form_only() {
    let fields = FlatFields(BTreeMap::from([
        ("a".to_owned(), FlatValue::Flag(true)),
        ("b".to_owned(), FlatValue::Text("x".into())),
    ]));
    let bytes = fields.encode();
    assert!(FlatFields::decode(&bytes).unwrap() == fields);
    let swapped = [0xa2, 0x61, b'b', 0x61, b'x', 0x61, b'a', 0xf5];
    let twice = [0xa2, 0x61, b'a', 0xf5, 0x61, b'a', 0xf5];
    let endless = [0xbf, 0x61, b'a', 0xf5, 0xff];
    // A map that claims four thousand million fields.
    let huge = [0xba, 0xff, 0xff, 0xff, 0xff];
    for wrong in [&swapped[..], &twice[..], &endless[..], &huge[..], &[&bytes[..], &[0]].concat()] {
        assert!(FlatFields::decode(wrong).is_err());
    }
}

proptest! {
    #[test]
    fn random_and_mutated_bytes_never_panic_a_reader(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        which in 0_usize..4,
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let _ = ElsewhereRequest::decode(&bytes);
        let _ = ElsewhereAnswer::decode(&bytes);
        let _ = FlatFields::decode(&bytes);
        let mut mutated = answers()[which].encode();
        for (at, byte) in edits {
            let at = at.index(mutated.len());
            mutated[at] = byte;
        }
        if let Ok(answer) = ElsewhereAnswer::decode(&mutated) {
            prop_assert!(ElsewhereAnswer::decode(&answer.encode()).unwrap() == answer);
        }
    }
}

#[test]
fn questions_and_answers_of_the_first_release_are_still_read() {
    let session = session();
    for (at, question) in questions().into_iter().enumerate() {
        let make = || ElsewhereRequest::sign(vec![6; 20], question.clone(), &session).encode();
        let bytes = fixture::fixture(&format!("question-{at}.bin"), make);
        let read = ElsewhereRequest::decode(&bytes).unwrap();
        assert!(read.question == question && read.verify().is_ok());
    }
    for (at, answer) in answers().into_iter().enumerate() {
        let bytes = fixture::fixture(&format!("answer-{at}.bin"), || answer.encode());
        assert!(ElsewhereAnswer::decode(&bytes).unwrap() == answer && answer.encode() == bytes);
    }
}
