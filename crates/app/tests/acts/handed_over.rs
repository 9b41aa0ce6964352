//! What is told at the counter and read only by others: whom a minor came with, complaints.

use posta_app::view::{AuditFilter, DraftInput, FieldEdit, PersonInput, RegistrationInput};

use crate::department::{Department, Device};
use crate::enrollment::ANA;

const BETO: &str = "Beto Atiende";
const DINA: &str = "Dina Supervisa";

fn child(answer: &str) -> RegistrationInput {
    let person = PersonInput {
        given_names: "Luz".into(),
        birth: "2015".into(),
        guardian_name: "Rosa".into(),
        ..PersonInput::default()
    };
    RegistrationInput { person, accompaniment: answer.into(), ..RegistrationInput::default() }
}

#[test]
fn whom_a_minor_came_with_is_read_by_the_team_and_the_registry_says_only_the_same_day() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let ids = ["with_parent", "with_relative", "alone"].map(|answer| {
        let saved = device.app.register_person(&child(answer)).unwrap();
        assert!(
            saved.warnings.iter().all(|warning| warning.code == "consent_missing"),
            "{:?}",
            saved.warnings
        );
        let view = device.app.person(&saved.id).unwrap();
        assert_eq!(view.same_day, answer != "with_parent");
        assert!(!format!("{view:?}").contains(answer), "{answer}");
        saved.id
    });
    assert_eq!(device.app.notices().unwrap_err().code(), "POSTA-P1");
    device.unlock(BETO);
    assert_eq!(device.app.home().unwrap().notices, 3);
    let notices = device.app.notices().unwrap();
    for (id, answer) in ids.iter().zip(["with_parent", "with_relative", "alone"]) {
        let card =
            notices.iter().find(|card| card.person.as_ref().is_some_and(|person| person.id == *id)).unwrap();
        assert_eq!(
            (card.kind.as_str(), card.reason.as_str(), card.from.as_str()),
            ("accompaniment", answer, ANA)
        );
    }
    device.app.settle_notice(&notices[0].id).unwrap();
    assert_eq!(device.app.home().unwrap().notices, 2);
    assert!(device.app.notices().unwrap().last().unwrap().done);
    device.unlock(DINA);
    let filter = AuditFilter { act: "settled".into(), limit: 10, ..AuditFilter::default() };
    assert_eq!(device.app.audit_page(&filter).unwrap().total, 1);
}

#[test]
fn who_turns_out_to_be_a_minor_is_asked_whom_they_came_with_and_the_team_reads_it() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let mut unknown = child("");
    unknown.person.birth = String::new();
    let id = device.app.register_person(&unknown).unwrap().id;
    let edit = |field: &str, value: &str| FieldEdit { field: field.into(), value: value.into() };
    let codes = |edits: &[FieldEdit]| {
        let saved = device.app.edit_person(&id, edits).unwrap();
        saved.warnings.into_iter().map(|warning| warning.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&[edit("phone", "71550021"), edit("birth", "1980")]), Vec::<String>::new());
    assert_eq!(codes(&[edit("birth", "2015")]), ["accompaniment_missing"]);
    assert_eq!(codes(&[edit("phone", "71550022")]), Vec::<String>::new(), "asked once");
    assert!(!device.app.person(&id).unwrap().same_day);
    assert_eq!(codes(&[edit("accompaniment", "alone")]), Vec::<String>::new());
    let view = device.app.person(&id).unwrap();
    assert!(view.same_day);
    assert!(!format!("{view:?}").contains("alone"));
    device.unlock(BETO);
    let notices = device.app.notices().unwrap();
    assert_eq!(notices.len(), 1);
    assert_eq!((notices[0].kind.as_str(), notices[0].reason.as_str()), ("accompaniment", "alone"));
}

#[test]
fn without_a_team_the_answer_is_kept_nowhere_and_the_warning_says_so() {
    let device = Device::of(&mut Department::new(), ANA);
    let saved = device.app.register_person(&child("alone")).unwrap();
    assert!(saved.warnings.iter().any(|warning| warning.code == "no_care_team"));
    assert!(device.app.person(&saved.id).unwrap().same_day);
}

#[test]
fn it_is_asked_of_minors_only_and_a_word_of_no_list_is_refused() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let codes = |input: &RegistrationInput| match device.app.register_person(input) {
        Ok(saved) => saved.warnings.into_iter().map(|warning| warning.code).collect::<Vec<_>>(),
        Err(error) => error.fields().iter().map(|field| field.code.clone()).collect(),
    };
    assert!(codes(&child("")).contains(&"accompaniment_missing".to_owned()));
    assert!(codes(&child("with_a_friend")).contains(&"accompaniment_unknown".to_owned()));
    let mut adult = child("alone");
    adult.person.birth = "1980".into();
    assert!(codes(&adult).contains(&"accompaniment_of_adult".to_owned()));
    let found = device.app.find_people("luz 1980", 5).unwrap();
    assert!(!device.app.person(&found[0].id).unwrap().same_day);
    device.unlock(BETO);
    assert_eq!(device.app.home().unwrap().notices, 0);
}

#[test]
fn a_draft_keeps_everything_but_the_answer() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let form = r#"{"person":{"given_names":"Luz"},"step":{"accompaniment":"alone"},"accompaniment":"alone"}"#;
    let draft = DraftInput { id: String::new(), kind: "registration".into(), form: form.into() };
    let card = device.app.save_draft(&draft).unwrap();
    assert_eq!(card.title, "Luz");
    let kept = &device.app.home().unwrap().drafts[0];
    assert!(kept.form.contains("step") && !kept.form.contains("alone"), "{}", kept.form);
}

#[test]
fn a_draft_gives_its_id_to_one_person_only() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let draft = DraftInput { id: String::new(), kind: "registration".into(), form: "{}".into() };
    let draft = device.app.save_draft(&draft).unwrap().id;
    let input = RegistrationInput { draft: draft.clone(), ..child("with_parent") };
    assert_eq!(device.app.register_person(&input).unwrap().id, draft);
    // The same form sent twice makes two people, never one out of two.
    assert_ne!(device.app.register_person(&input).unwrap().id, draft);
    assert!(device.app.home().unwrap().drafts.is_empty());
}

#[test]
fn complaints_are_read_by_supervisors_only_with_or_without_identity() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let person = device.app.register_person(&child("with_parent")).unwrap().id;
    device.app.record_complaint("complaint", "no me quisieron atender", "").unwrap();
    device.app.record_complaint("suggestion", "un banco en la fila", &person).unwrap();
    let bad = device.app.record_complaint("gossip", "", "").unwrap_err();
    assert_eq!(bad.fields().len(), 2);
    let nobody = device.app.record_complaint("complaint", "x", &"0f".repeat(16)).unwrap_err();
    assert_eq!(nobody.code(), "POSTA-B2");
    assert_eq!(device.app.complaints().unwrap_err().code(), "POSTA-P1");
    device.unlock(DINA);
    for _ in 0..2 {
        let complaints = device.app.complaints().unwrap();
        assert_eq!(complaints.len(), 2);
        let of = |kind: &str| complaints.iter().find(|one| one.kind == kind).unwrap();
        assert_eq!(
            (of("complaint").text.as_str(), of("complaint").person.is_none()),
            ("no me quisieron atender", true)
        );
        assert_eq!(of("suggestion").person.as_ref().unwrap().id, person);
        assert_eq!((of("suggestion").from.as_str(), of("suggestion").post.as_str()), (ANA, "Pisiga"));
    }
    // Reading is noted, once a session; complaints themselves are no acts of the audit.
    device.unlock(DINA);
    let page = device.app.audit_page(&AuditFilter { limit: 50, ..AuditFilter::default() }).unwrap();
    assert_eq!((page.total, page.faults.len()), (2, 0), "{page:?}");
}
