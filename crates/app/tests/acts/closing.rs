//! What closes by itself, what is noted once, and whose door it is.

use posta_app::Error;
use posta_app::view::{
    AuditFilter, ConsultationInput, DraftInput, PersonInput, RegistrationInput, TimelineEntry,
};
use posta_identity::Keyring;

use crate::department::Device;

const ANA: &str = "Ana Registra";
const BETO: &str = "Beto Atiende";
const CARO: &str = "Caro Protege";
const DINA: &str = "Dina Supervisa";

fn register(device: &Device) -> String {
    let person = PersonInput { given_names: "Rosa".into(), surname1: "Mamani".into(), ..Default::default() };
    let input = RegistrationInput { person, ..Default::default() };
    device.app.register_person(&input).unwrap().id
}

fn consultation(device: &Device, person: &str) -> TimelineEntry {
    let timeline = device.app.person(person).unwrap().timeline;
    timeline.into_iter().find(|entry| entry.kind == "consultation").unwrap()
}

/// Records that supervisors read of an act.
fn noted(device: &Device, act: &str) -> u32 {
    device.unlock(DINA);
    let filter = AuditFilter { act: act.into(), limit: 100, ..AuditFilter::default() };
    device.app.audit_page(&filter).unwrap().total
}

#[test]
fn a_restricted_consultation_is_closed_again_when_the_page_is_opened_anew() {
    let device = Device::of_everybody();
    device.unlock(BETO);
    let person = register(&device);
    let input = ConsultationInput {
        person: person.clone(),
        reason: "control".into(),
        needs: vec!["salud".into()],
        note: "palabras reservadas".into(),
        restricted: true,
        ..Default::default()
    };
    let id = device.app.record_consultation(&input).unwrap().id;
    let opened = device.app.open_restricted(&id, "care_now", "").unwrap();
    assert_eq!(opened.note, "palabras reservadas");
    // While the page is open, an export has it.
    let folder = tempfile::tempdir().unwrap();
    let export = device.app.export_person(&person, folder.path()).unwrap();
    assert!(std::fs::read_to_string(export.path).unwrap().contains("palabras reservadas"));
    let again = consultation(&device, &person);
    assert!(again.restricted && !again.opened && again.note.is_empty(), "{again:?}");
    let export = device.app.export_person(&person, folder.path()).unwrap();
    assert!(!std::fs::read_to_string(export.path).unwrap().contains("palabras reservadas"));
    assert!(device.app.open_restricted(&id, "care_now", "").unwrap().opened);
}

#[test]
fn a_hand_over_is_noted_once_a_session_however_often_it_is_shown_and_never_by_inicio() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let person = register(&device);
    device.app.hand_over(&person, "same_day", "").unwrap();
    device.unlock(BETO);
    assert_eq!(device.app.home().unwrap().notices, 1);
    assert_eq!(noted(&device, "opened"), 0);
    device.unlock(BETO);
    for _ in 0..3 {
        assert_eq!(device.app.notices().unwrap().len(), 1);
    }
    assert_eq!(noted(&device, "opened"), 1);
    device.unlock(BETO);
    device.app.notices().unwrap();
    assert_eq!(noted(&device, "opened"), 2, "another session is another reading");
}

#[test]
fn whoever_only_protects_attends_too_and_keeps_drafts_of_it() {
    let device = Device::of_everybody();
    device.unlock(CARO);
    let session = device.app.profile().unwrap().session.unwrap();
    assert!(session.can_attend && session.can_protect);
    let form = r#"{"note":"a medias"}"#;
    let draft = DraftInput { kind: "consultation".into(), form: form.into(), ..Default::default() };
    device.app.save_draft(&draft).unwrap();
    device.unlock(BETO);
    assert!(device.app.home().unwrap().drafts.is_empty(), "the care team has no business with it");
    device.unlock(CARO);
    assert_eq!(device.app.home().unwrap().drafts[0].form, form);
}

#[test]
fn an_export_into_no_folder_says_so_and_notes_nothing() {
    let device = Device::of_everybody();
    device.unlock(BETO);
    let person = register(&device);
    let missing = device.home.path().join("no such folder");
    let error = device.app.export_person(&person, &missing).unwrap_err();
    assert_eq!((error.code(), error.fields()[0].code.as_str()), ("POSTA-B1", "folder_unknown"));
    assert_eq!(noted(&device, "exported"), 0);
}

#[test]
fn whoever_was_cut_off_while_waiting_is_told_so_and_waits_no_longer() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    device.app.set_pin("4071").unwrap();
    device.app.pause().unwrap();
    let id = device.id(ANA);
    let mut keyring = Keyring::load(device.home.path()).unwrap();
    keyring.remove_user(id.parse().unwrap()).unwrap();
    assert!(matches!(device.app.resume(&id, "4071"), Err(Error::Revoked)));
    assert!(device.app.profile().unwrap().paused.is_empty());
}
