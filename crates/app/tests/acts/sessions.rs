use posta_app::view::{PersonInput, RegistrationInput};
use posta_app::{App, Error};
use posta_identity::{KdfCost, Keyring};

use crate::department::{Device, MadeUp, PASSWORD, block_on};

const ANA: &str = "Ana Registra";
const BETO: &str = "Beto Atiende";
const DINA: &str = "Dina Supervisa";
/// Long enough to be looked for in files.
const PIN: &str = "481516234207";

fn somebody() -> RegistrationInput {
    let person =
        PersonInput { given_names: "María".into(), surname1: "Quispe".into(), ..Default::default() };
    RegistrationInput { person, ..Default::default() }
}

#[test]
fn a_pin_resumes_the_session_that_waits_and_what_was_there_is_there() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    device.app.set_pin(PIN).unwrap();
    let saved = device.app.register_person(&somebody()).unwrap();
    device.app.pause().unwrap();
    let profile = device.app.profile().unwrap();
    assert!(profile.session.is_none());
    assert_eq!(profile.paused.len(), 1);
    assert_eq!(profile.paused[0].user, device.id(ANA));
    let session = device.app.resume(&device.id(ANA), PIN).unwrap();
    assert_eq!(session.user.name, ANA);
    assert!(session.has_pin);
    assert_eq!(device.app.person(&saved.id).unwrap().card.name, "María Quispe");
    assert!(device.app.profile().unwrap().paused.is_empty());
}

#[test]
fn a_pin_leaves_no_trace_on_the_disk() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    let before = device.files();
    device.app.set_pin(PIN).unwrap();
    assert!(device.files() == before, "setting a PIN wrote into the home");
    device.app.pause().unwrap();
    device.app.resume(&device.id(ANA), "000000").unwrap_err();
    device.app.resume(&device.id(ANA), PIN).unwrap();
    device.app.lock_all();
    for (path, bytes) in device.files() {
        let found = bytes.windows(PIN.len()).any(|window| window == PIN.as_bytes());
        assert!(!found, "the PIN stands in {}", path.display());
    }
}

#[test]
fn a_restart_ends_waiting_sessions_and_no_pin_opens_anything() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    device.app.set_pin(PIN).unwrap();
    device.app.pause().unwrap();
    let id = device.id(ANA);
    let again = App::open_with_cost(device.home.path(), KdfCost::weak_for_tests());
    let again = again.unwrap();
    assert!(matches!(again.resume(&id, PIN), Err(Error::PinNoLonger)));
    assert!(again.profile().unwrap().paused.is_empty());
}

#[test]
fn after_five_wrong_pins_only_the_password_opens() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    device.app.set_pin(PIN).unwrap();
    device.app.pause().unwrap();
    let id = device.id(ANA);
    for left in [4, 3, 2, 1] {
        let error = device.app.resume(&id, "111111").unwrap_err();
        assert_eq!((error.code(), error.seconds()), ("POSTA-L5", left));
    }
    assert_eq!(device.app.resume(&id, "111111").unwrap_err().code(), "POSTA-L6");
    assert_eq!(device.app.resume(&id, PIN).unwrap_err().code(), "POSTA-L6");
    device.app.unlock(ANA, PASSWORD).unwrap();
}

#[test]
fn a_pin_of_anything_but_four_to_twelve_digits_is_refused_and_an_empty_one_takes_it_away() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    for pin in ["1", "123", "1234567890123", "12 34", "abcd"] {
        assert_eq!(device.app.set_pin(pin).unwrap_err().code(), "POSTA-L7", "{pin}");
    }
    device.app.set_pin(PIN).unwrap();
    device.app.set_pin("").unwrap();
    device.app.pause().unwrap();
    assert!(device.app.profile().unwrap().paused.is_empty());
}

#[test]
fn the_application_itself_puts_down_an_idle_session() {
    let time = MadeUp::new();
    let device = Device::of_everybody_with(time.clock());
    device.unlock(ANA);
    time.pass(179);
    device.app.find_people("maria", 5).unwrap();
    time.pass(179);
    device.app.touch().unwrap();
    time.pass(180);
    assert_eq!(device.app.home().unwrap_err().code(), "POSTA-L3");
    assert!(device.app.profile().unwrap().paused.is_empty());
    device.unlock(ANA);
    device.app.set_pin(PIN).unwrap();
    time.pass(180);
    assert_eq!(device.app.find_people("maria", 5).unwrap_err().code(), "POSTA-L3");
    assert_eq!(device.app.profile().unwrap().paused.len(), 1);
    device.app.resume(&device.id(ANA), PIN).unwrap();
    device.app.home().unwrap();
}

#[test]
fn what_a_screen_asks_for_by_itself_is_no_activity() {
    let time = MadeUp::new();
    let device = Device::of_everybody_with(time.clock());
    device.unlock(ANA);
    for _ in 0..3 {
        time.pass(50);
        device.app.home().unwrap();
        device.app.sync_view().unwrap();
        device.app.sync_progress().unwrap();
        device.app.carry_view().unwrap();
        device.app.peer_view().unwrap();
        block_on(device.app.sync_if_due()).unwrap();
    }
    time.pass(30);
    assert_eq!(device.app.home().unwrap_err().code(), "POSTA-L3");
}

#[test]
fn looking_at_the_profile_is_no_activity() {
    let time = MadeUp::new();
    let device = Device::of_everybody_with(time.clock());
    device.unlock(ANA);
    for _ in 0..4 {
        time.pass(50);
        device.app.profile().unwrap();
        device.app.mind_time();
    }
    assert!(matches!(device.app.home(), Err(Error::Locked)));
}

#[test]
fn twelve_hours_after_the_password_a_waiting_session_is_gone() {
    let time = MadeUp::new();
    let device = Device::of_everybody_with(time.clock());
    device.unlock(ANA);
    device.app.set_pin(PIN).unwrap();
    device.app.pause().unwrap();
    time.pass(12 * 3600);
    assert!(device.app.profile().unwrap().paused.is_empty());
    assert_eq!(device.app.resume(&device.id(ANA), PIN).unwrap_err().code(), "POSTA-L6");
}

#[test]
fn switching_is_one_act_and_shows_nothing_of_the_one_who_waits() {
    let device = Device::of_everybody();
    device.unlock(BETO);
    device.app.set_pin(PIN).unwrap();
    let person = device.app.register_person(&somebody()).unwrap();
    let input = posta_app::view::ConsultationInput {
        person: person.id.clone(),
        reason: "control".into(),
        needs: vec!["salud".into()],
        note: "palabras de la consulta".into(),
        ..Default::default()
    };
    device.app.record_consultation(&input).unwrap();
    // One act: the other one is here, and Beto waits.
    assert_eq!(device.app.unlock(ANA, PASSWORD).unwrap().user.name, ANA);
    let seen = device.app.person(&person.id).unwrap();
    assert!(seen.timeline.iter().all(|entry| entry.kind != "consultation"));
    assert_eq!(device.app.profile().unwrap().paused[0].user, device.id(BETO));
    // Back by PIN; Ana had none and is locked.
    device.app.resume(&device.id(BETO), PIN).unwrap();
    let seen = device.app.person(&person.id).unwrap();
    assert!(seen.timeline.iter().any(|entry| entry.note == "palabras de la consulta"));
    assert!(device.app.profile().unwrap().paused.is_empty());
}

#[test]
fn a_failed_unlock_or_pin_leaves_the_active_session_as_it_is() {
    let device = Device::of_everybody();
    device.unlock(BETO);
    device.app.set_pin(PIN).unwrap();
    device.unlock(ANA);
    device.app.unlock(DINA, "otra cosa del todo").unwrap_err();
    device.app.resume(&device.id(BETO), "0000").unwrap_err();
    assert_eq!(device.app.profile().unwrap().session.unwrap().user.name, ANA);
    device.app.home().unwrap();
}

#[test]
fn a_resumed_session_sees_what_others_did_while_it_waited() {
    let device = Device::of_everybody();
    device.unlock(BETO);
    device.app.set_pin(PIN).unwrap();
    device.unlock(ANA);
    let saved = device.app.register_person(&somebody()).unwrap();
    device.app.resume(&device.id(BETO), PIN).unwrap();
    assert_eq!(device.app.person(&saved.id).unwrap().card.registered_by, ANA);
    assert!(device.app.check().unwrap().ok);
}

#[test]
fn an_administrator_has_a_home_and_no_register() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    device.app.register_person(&somebody()).unwrap();
    let session = device.app.unlock("Elio Administra", PASSWORD).unwrap();
    assert!(session.can_manage);
    assert!(!session.can_register && !session.can_attend && !session.can_supervise && !session.can_audit);
    let home = device.app.home().unwrap();
    assert_eq!((home.people, home.recent.len()), (0, 0));
    assert!(device.app.digest().unwrap().is_empty());
    assert!(matches!(device.app.find_people("maria", 5), Err(Error::NotAllowed)));
}

#[test]
fn keys_sealed_more_cheaply_than_now_are_sealed_again_by_one_unlock_with_the_same_password() {
    let device = Device::of_everybody();
    let cost_of = |name: &str| {
        let keyring = Keyring::load(device.home.path()).unwrap();
        keyring.users().iter().find(|slot| slot.name == name).unwrap().cost()
    };
    let (before, now) = (KdfCost::weak_for_tests(), KdfCost::FLOOR);
    let newer = App::open_with_cost(device.home.path(), now).unwrap();
    newer.unlock(ANA, "una frase que no es").unwrap_err();
    assert_eq!(cost_of(ANA), before, "a wrong password seals nothing");
    newer.unlock(ANA, PASSWORD).unwrap();
    assert_eq!((cost_of(ANA), cost_of(BETO)), (now, before), "each by their own password");
    newer.lock_all();
    newer.unlock(ANA, PASSWORD).unwrap();
    let saved = newer.register_person(&somebody()).unwrap();
    newer.lock_all();
    device.unlock(ANA);
    assert_eq!(device.app.person(&saved.id).unwrap().card.name, "María Quispe");
    assert_eq!(cost_of(ANA), now, "an earlier program does not make it cheap again");
}
