use posta_app::Error;
use posta_app::view::{DraftInput, PersonInput, RegistrationInput};
use posta_identity::{RecoveryKey, Role};

use crate::department::{Department, Device, ORURO, PASSWORD, SABAYA};

const ANA: &str = "Ana Registra";
const DINA: &str = "Dina Supervisa";
const NEW: &str = "otra frase nueva";

/// Ana's device, and the supervisor's, which knows of Ana; and the authority's folder.
struct Two {
    department: Department,
    ana: Device,
    dina: Device,
    folder: tempfile::TempDir,
}

impl Two {
    fn new() -> Self {
        let mut department = Department::new();
        let (ana, dina) = (Device::blank(), Device::blank());
        let (file, code) = department.invite(ANA, Role::Registrar, SABAYA);
        ana.app.join_from_file(&file, &code, PASSWORD).unwrap();
        // The supervisor hears of Ana's join by the log that her invitation carries.
        department.hear_of(&ana);
        let (file, code) = department.invite(DINA, Role::Supervisor, ORURO);
        dina.app.join_from_file(&file, &code, PASSWORD).unwrap();
        let folder = tempfile::tempdir().unwrap();
        department.authority.save(folder.path()).unwrap();
        Two { department, ana, dina, folder }
    }
}

#[test]
fn a_forgotten_password_is_replaced_by_the_supervisor_s_answer_and_nothing_is_lost() {
    let two = Two::new();
    let person =
        PersonInput { given_names: "María".into(), surname1: "Quispe".into(), ..Default::default() };
    let saved = two.ana.app.register_person(&RegistrationInput { person, ..Default::default() }).unwrap();
    let draft = DraftInput {
        kind: "registration".into(),
        form: "{\"given_names\":\"José\"}".into(),
        ..Default::default()
    };
    two.ana.app.save_draft(&draft).unwrap();
    two.ana.app.lock_all();
    let id = two.ana.id(ANA);
    let challenge = two.ana.app.begin_recovery(&id).unwrap();
    // The same until it is answered, also after a restart.
    assert_eq!(two.ana.app.begin_recovery(&id).unwrap(), challenge);
    let seen = two.dina.app.inspect_challenge(&challenge.text).unwrap();
    assert_eq!((seen.name.as_str(), seen.known), (ANA, true));
    assert_eq!((seen.words.len(), &seen.words), (4, &challenge.words));
    let answer = two.dina.app.answer_recovery(&challenge.text, two.folder.path(), &[]).unwrap();
    assert_eq!(answer.words, challenge.words);
    two.ana.app.finish_recovery(&id, &answer.text, NEW).unwrap();
    assert_eq!(two.ana.app.person(&saved.id).unwrap().card.name, "María Quispe");
    assert_eq!(two.ana.app.home().unwrap().drafts[0].title, "José");
    two.ana.app.lock();
    assert!(matches!(two.ana.app.unlock(ANA, PASSWORD), Err(Error::WrongPassword)));
    two.ana.app.unlock(ANA, NEW).unwrap();
    // The answer serves once.
    assert_eq!(two.ana.app.finish_recovery(&id, &answer.text, PASSWORD).unwrap_err().code(), "POSTA-R2");
}

#[test]
fn shares_answer_as_the_whole_key_does_and_too_few_do_not() {
    let two = Two::new();
    let id = two.ana.id(ANA);
    let challenge = two.ana.app.begin_recovery(&id).unwrap();
    let key: &RecoveryKey = two.department.authority.recovery().unwrap();
    let shares = key.split(two.department.authority.department(), 2, 3).unwrap();
    let texts: Vec<String> = shares.iter().map(|share| share.to_text().to_string()).collect();
    let nowhere = std::path::Path::new("/nonexistent");
    let one = two.dina.app.answer_recovery(&challenge.text, nowhere, &texts[..1]);
    assert_eq!(one.unwrap_err().code(), "POSTA-R4");
    let answer = two.dina.app.answer_recovery(&challenge.text, nowhere, &texts[1..]).unwrap();
    two.ana.app.finish_recovery(&id, &answer.text, NEW).unwrap();
}

#[test]
fn what_is_no_challenge_no_answer_or_no_key_has_its_own_code() {
    let two = Two::new();
    let id = two.ana.id(ANA);
    let challenge = two.ana.app.begin_recovery(&id).unwrap();
    let nowhere = std::path::Path::new("/nonexistent");
    let code = |answer: Result<_, Error>| answer.unwrap_err().code();
    assert_eq!(two.dina.app.inspect_challenge("hola").unwrap_err().code(), "POSTA-R1");
    assert_eq!(code(two.dina.app.answer_recovery(&challenge.text, nowhere, &[])), "POSTA-R3");
    let other = Department::new();
    let folder = tempfile::tempdir().unwrap();
    other.authority.save(folder.path()).unwrap();
    assert_eq!(code(two.dina.app.answer_recovery(&challenge.text, folder.path(), &[])), "POSTA-R3");
    assert_eq!(two.ana.app.finish_recovery(&id, &challenge.text, NEW).unwrap_err().code(), "POSTA-R1");
    // Only a supervisor answers.
    assert_eq!(two.ana.app.inspect_challenge(&challenge.text).unwrap_err().code(), "POSTA-P1");
}

#[test]
fn the_challenge_and_its_answer_hold_neither_name_nor_password_nor_key_in_the_clear() {
    let two = Two::new();
    let id = two.ana.id(ANA);
    let challenge = two.ana.app.begin_recovery(&id).unwrap();
    let answer = two.dina.app.answer_recovery(&challenge.text, two.folder.path(), &[]).unwrap();
    for text in [&challenge.text, &answer.text] {
        assert!(!text.contains("Ana") && !text.contains(PASSWORD));
    }
    // The answer opens nothing on the supervisor's own device.
    two.dina.app.finish_recovery(&two.dina.id(DINA), &answer.text, NEW).unwrap_err();
    two.dina.app.unlock(DINA, PASSWORD).unwrap();
}

#[test]
fn a_new_password_needs_the_old_one_and_the_old_one_then_serves_no_more() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    assert!(matches!(device.app.change_password("no es esta", NEW), Err(Error::WrongPassword)));
    assert!(matches!(device.app.change_password(PASSWORD, "corta"), Err(Error::PasswordTooShort)));
    device.app.change_password(PASSWORD, NEW).unwrap();
    device.app.lock();
    assert!(matches!(device.app.unlock(ANA, PASSWORD), Err(Error::WrongPassword)));
    device.app.unlock(ANA, NEW).unwrap();
    device.app.home().unwrap();
}
