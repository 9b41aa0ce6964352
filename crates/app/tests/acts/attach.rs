use posta_app::view::{CodeView, ConsultationInput, PersonInput, RegistrationInput};
use posta_app::{App, Error};
use posta_identity::{
    DeviceId, DeviceKeys, Entry, EntryBody, KdfCost, Keyring, Revoked, Role, Transfer, TransferRequest,
    UserId,
};

use crate::department::{Department, Device, MadeUp, ORURO, PASSWORD, SABAYA};

const ANA: &str = "Ana Registra";
const BETO: &str = "Beto Atiende";
const CARMEN: &str = "Carmen Atiende";
const THERE: &str = "clave de otro equipo";
const PIN: &str = "4071";
/// A request of version 1, which no device signed.
const UNSIGNED: &str = "PEDIDO:04002-0G30G-2GC1R-81450-P30D1-R7H04-8J2CA-1A5GQ-30CHM-6RW3M-F1Y81-148HJ-89964-WM2JA-HB5GP-JWBSG-64S36-D1N6R-VKGE9-T7CY3-TFHZF-HBZ7V-SN";

/// The device of Ana and Beto, and Carmen's own; both know of everybody. Ana is unlocked, and so is Carmen.
struct Two {
    department: Department,
    shared: Device,
    own: Device,
}

impl Two {
    fn new() -> Self {
        let mut two = Self::apart();
        two.meet();
        two
    }

    /// Carmen joined later, and the shared device has not heard of her.
    fn apart() -> Self {
        let mut department = Department::new();
        let (shared, own) = (Device::blank(), Device::blank());
        for (name, role) in [(ANA, Role::Registrar), (BETO, Role::Care)] {
            let (file, code) = department.invite(name, role, SABAYA);
            shared.app.join_from_file(&file, &code, PASSWORD).unwrap();
        }
        shared.unlock(ANA);
        department.hear_of(&shared);
        let (file, code) = department.invite(CARMEN, Role::Care, SABAYA);
        own.app.join_from_file(&file, &code, PASSWORD).unwrap();
        Two { department, shared, own }
    }

    /// As after an exchange of both.
    fn meet(&mut self) {
        self.department.hear_of(&self.own);
        self.hear();
    }

    /// Both hear what the department knows.
    fn hear(&self) {
        for (device, user) in [(&self.shared, ANA), (&self.own, CARMEN)] {
            device.app.lock_all();
            self.department.tell(device);
            let _ = device.app.unlock(user, PASSWORD);
        }
    }

    fn answer(&self, request: &CodeView) -> CodeView {
        self.own.app.attach_answer(&request.text, PASSWORD).unwrap()
    }

    fn attach(&self) {
        let request = self.shared.app.attach_request().unwrap();
        self.shared.app.attach_finish(&self.answer(&request).text, THERE).unwrap();
    }

    fn revoke(&mut self, who: Revoked) {
        let body = EntryBody::Revoke { who, cuts: Vec::new(), destroy: false };
        self.department.authority.sign(body, &mut self.department.log).unwrap();
    }

    /// The entries by which somebody was attached, as the shared device keeps them.
    fn attachments(&mut self) -> Vec<(UserId, DeviceId)> {
        self.department.hear_of(&self.shared);
        let entries = self.department.log.entries();
        let bodies = entries.iter().map(|entry| Entry::decode(entry).unwrap().body);
        bodies
            .filter_map(|body| match body {
                EntryBody::Attach { user, device, .. } => Some((user, device)),
                _ => None,
            })
            .collect()
    }
}

fn device_id(device: &Device) -> DeviceId {
    Keyring::load(device.home.path()).unwrap().device()
}

fn users(app: &App) -> Vec<String> {
    app.profile().unwrap().users.into_iter().map(|user| user.name).collect()
}

fn somebody() -> RegistrationInput {
    let person =
        PersonInput { given_names: "María".into(), surname1: "Quispe".into(), ..Default::default() };
    RegistrationInput { person, ..Default::default() }
}

fn attend(app: &App, person: &str, note: &str) {
    let input = ConsultationInput {
        person: person.into(),
        reason: "control".into(),
        needs: vec!["salud".into()],
        note: note.into(),
        ..Default::default()
    };
    app.record_consultation(&input).unwrap();
}

fn code<T: std::fmt::Debug>(answer: Result<T, Error>) -> &'static str {
    answer.unwrap_err().code()
}

#[test]
fn a_colleague_comes_from_another_device_and_unlocks_here_without_a_network() {
    let mut two = Two::new();
    let saved = two.shared.app.register_person(&somebody()).unwrap();
    let request = two.shared.app.attach_request().unwrap();
    let answer = two.answer(&request);
    assert_eq!((answer.words.len(), &answer.words), (4, &request.words));
    let card = two.shared.app.attach_finish(&answer.text, THERE).unwrap();
    assert_eq!((card.name.as_str(), card.role.as_str()), (CARMEN, "care"));
    assert_eq!(card.id, two.own.id(CARMEN));
    assert_eq!(users(&two.shared.app), [ANA, BETO, CARMEN]);
    // Ana goes on as before.
    assert_eq!(two.shared.app.profile().unwrap().session.unwrap().user.name, ANA);
    assert_eq!(two.attachments(), [(card.id.parse().unwrap(), device_id(&two.shared))]);
    // Carmen works at once, after a restart too, with the password of this device.
    let again = App::open_with_cost(two.shared.home.path(), KdfCost::weak_for_tests()).unwrap();
    assert!(matches!(again.unlock(CARMEN, PASSWORD), Err(Error::WrongPassword)));
    assert!(again.unlock(CARMEN, THERE).unwrap().can_attend);
    assert_eq!(again.person(&saved.id).unwrap().card.name, "María Quispe");
    attend(&again, &saved.id, "palabras de Carmen");
    assert!(again.check().unwrap().ok);
    // On her own device nothing changed.
    two.own.app.lock();
    assert!(matches!(two.own.app.unlock(CARMEN, THERE), Err(Error::WrongPassword)));
    two.own.unlock(CARMEN);
}

#[test]
fn whoever_has_the_registry_only_hands_over_the_registry_and_the_team_s_file_follows_by_its_key() {
    let two = Two::new();
    two.shared.unlock(BETO);
    let saved = two.shared.app.register_person(&somebody()).unwrap();
    attend(&two.shared.app, &saved.id, "palabras de Beto");
    two.shared.unlock(ANA);
    two.attach();
    let carmen: UserId = two.own.id(CARMEN).parse().unwrap();
    let keyring = Keyring::load(two.shared.home.path()).unwrap();
    let membership = two.department.log.membership();
    let (registry, care) = (membership.registry(), membership.care_scope(SABAYA).unwrap());
    assert!(keyring.is_file_sealed_to("device", carmen));
    assert!(keyring.is_file_sealed_to(&registry.to_string(), carmen));
    assert!(!keyring.is_file_sealed_to(&care.to_string(), carmen), "Ana gave what she does not have");
    two.shared.app.unlock(CARMEN, THERE).unwrap();
    let seen = two.shared.app.person(&saved.id).unwrap();
    assert!(seen.timeline.iter().any(|entry| entry.note == "palabras de Beto"));
}

#[test]
fn whoever_shares_the_team_hands_its_file_over_and_no_other() {
    let mut two = Two::new();
    two.shared.unlock(BETO);
    two.attach();
    let carmen: UserId = two.own.id(CARMEN).parse().unwrap();
    let keyring = Keyring::load(two.shared.home.path()).unwrap();
    let care = two.department.log.membership().care_scope(SABAYA).unwrap();
    assert!(keyring.is_file_sealed_to(&care.to_string(), carmen));
    // An administrator who is attached gets neither registry nor team.
    let elio = Device::blank();
    let (file, invitation) = two.department.invite("Elio Administra", Role::Administrator, ORURO);
    elio.app.join_from_file(&file, &invitation, PASSWORD).unwrap();
    two.department.hear_of(&elio);
    two.hear();
    two.shared.unlock(BETO);
    let request = two.shared.app.attach_request().unwrap();
    let answer = elio.app.attach_answer(&request.text, PASSWORD).unwrap();
    let card = two.shared.app.attach_finish(&answer.text, THERE).unwrap();
    let keyring = Keyring::load(two.shared.home.path()).unwrap();
    let registry = two.department.log.membership().registry();
    for (file, holds) in [("device".into(), true), (registry.to_string(), false), (care.to_string(), false)] {
        assert_eq!(keyring.is_file_sealed_to(&file, card.id.parse().unwrap()), holds, "{file}");
    }
    assert!(two.shared.app.unlock("Elio Administra", THERE).unwrap().can_manage);
}

#[test]
fn somebody_of_the_device_has_to_be_unlocked_or_paused_all_the_while() {
    let two = Two::new();
    two.shared.app.lock_all();
    assert_eq!(code(two.shared.app.attach_request()), "POSTA-J5");
    two.shared.unlock(ANA);
    let request = two.shared.app.attach_request().unwrap();
    let answer = two.answer(&request);
    two.shared.app.lock();
    let before = two.shared.files();
    assert_eq!(code(two.shared.app.attach_finish(&answer.text, THERE)), "POSTA-J5");
    assert!(two.shared.files() == before, "a refused attempt wrote into the home");
    // Paused is enough.
    two.shared.unlock(ANA);
    two.shared.app.set_pin(PIN).unwrap();
    two.shared.app.pause().unwrap();
    two.shared.app.attach_finish(&answer.text, THERE).unwrap();
    two.shared.app.unlock(CARMEN, THERE).unwrap();
    two.shared.app.resume(&two.shared.id(ANA), PIN).unwrap();
    assert!(matches!(Device::blank().app.attach_request(), Err(Error::NotJoined)));
}

#[test]
fn the_password_is_asked_again_on_the_own_device_and_wrong_tries_count() {
    let time = MadeUp::new();
    let device = Device::of_everybody_with(time.clock());
    device.unlock(ANA);
    let request = device.app.attach_request().unwrap();
    for _ in 0..5 {
        assert!(matches!(device.app.attach_answer(&request.text, "no es esta"), Err(Error::WrongPassword)));
    }
    assert_eq!(code(device.app.attach_answer(&request.text, PASSWORD)), "POSTA-L2");
    time.pass(2);
    device.app.attach_answer(&request.text, PASSWORD).unwrap();
    // Another user's password does not do, and neither does a locked session.
    let two = Two::new();
    let request = two.shared.app.attach_request().unwrap();
    assert!(matches!(two.own.app.attach_answer(&request.text, THERE), Err(Error::WrongPassword)));
    two.own.app.lock();
    assert!(matches!(two.own.app.attach_answer(&request.text, PASSWORD), Err(Error::Locked)));
}

#[test]
fn an_answer_opens_nothing_on_another_device_nor_for_another_request() {
    let two = Two::new();
    let request = two.shared.app.attach_request().unwrap();
    let answer = two.answer(&request);
    // A device that asked nothing, one that asked something itself, and the one where it was made.
    let other = Device::of_everybody();
    other.unlock(ANA);
    let before = users(&other.app);
    assert_eq!(code(other.app.attach_finish(&answer.text, THERE)), "POSTA-R2");
    other.app.attach_request().unwrap();
    assert_eq!(code(other.app.attach_finish(&answer.text, THERE)), "POSTA-R2");
    assert_eq!(users(&other.app), before);
    two.own.app.attach_request().unwrap();
    assert_eq!(code(two.own.app.attach_finish(&answer.text, THERE)), "POSTA-R2");
    // A later request of the same device puts the earlier one out of use.
    let later = two.shared.app.attach_request().unwrap();
    assert_ne!(later, request);
    assert_eq!(code(two.shared.app.attach_finish(&answer.text, THERE)), "POSTA-R2");
    assert_eq!(users(&two.shared.app), [ANA, BETO]);
    two.shared.app.attach_finish(&two.answer(&later).text, THERE).unwrap();
}

#[test]
fn an_answer_serves_once_and_not_after_a_restart_or_the_end_of_every_session() {
    let mut two = Two::new();
    let request = two.shared.app.attach_request().unwrap();
    let answer = two.answer(&request);
    two.shared.app.lock_all();
    two.shared.unlock(ANA);
    assert_eq!(code(two.shared.app.attach_finish(&answer.text, THERE)), "POSTA-R2");
    let request = two.shared.app.attach_request().unwrap();
    let answer = two.answer(&request);
    let again = App::open_with_cost(two.shared.home.path(), KdfCost::weak_for_tests()).unwrap();
    again.unlock(ANA, PASSWORD).unwrap();
    assert_eq!(code(again.attach_finish(&answer.text, THERE)), "POSTA-R2");
    two.shared.app.attach_finish(&answer.text, THERE).unwrap();
    assert_eq!(code(two.shared.app.attach_finish(&answer.text, "una clave del ladrón")), "POSTA-R2");
    two.shared.app.unlock(CARMEN, THERE).unwrap();
    // Who works here already is not taken in again, and keeps the password.
    let request = two.shared.app.attach_request().unwrap();
    let answer = two.answer(&request);
    assert_eq!(code(two.shared.app.attach_finish(&answer.text, "una clave del ladrón")), "POSTA-J7");
    two.shared.app.unlock(CARMEN, THERE).unwrap();
    assert_eq!(two.attachments().len(), 1);
}

#[test]
fn texts_of_another_kind_and_short_passwords_change_nothing_and_the_request_still_serves() {
    let two = Two::new();
    let request = two.shared.app.attach_request().unwrap();
    let answer = two.answer(&request);
    let challenge = two.shared.app.begin_recovery(&two.shared.id(ANA)).unwrap();
    let mut altered = answer.text.clone().into_bytes();
    let last = altered.len() - 1;
    altered[last] = if altered[last] == b'0' { b'1' } else { b'0' };
    let altered = String::from_utf8(altered).unwrap();
    for text in ["", "hola", &request.text, &challenge.text, &altered] {
        assert_eq!(code(two.shared.app.attach_finish(text, THERE)), "POSTA-R1", "{text}");
    }
    for text in ["", "hola", &answer.text, &challenge.text] {
        assert_eq!(code(two.own.app.attach_answer(text, PASSWORD)), "POSTA-R1", "{text}");
    }
    assert_eq!(code(two.shared.app.attach_finish(&answer.text, "corta")), "POSTA-J2");
    assert_eq!(users(&two.shared.app), [ANA, BETO]);
    two.shared.app.attach_finish(&answer.text, THERE).unwrap();
}

#[test]
fn devices_that_have_not_heard_of_each_other_say_so() {
    let mut two = Two::apart();
    // Carmen's invitation named the shared device, which has not heard of her.
    let request = two.shared.app.attach_request().unwrap();
    let answer = two.answer(&request);
    let before = two.shared.files();
    assert_eq!(code(two.shared.app.attach_finish(&answer.text, THERE)), "POSTA-J6");
    assert!(two.shared.files() == before);
    // The other way round.
    let request = two.own.app.attach_request().unwrap();
    assert_eq!(code(two.shared.app.attach_answer(&request.text, PASSWORD)), "POSTA-J6");
    two.meet();
    two.attach();
    // A device of another department.
    let other = Device::of_everybody();
    other.unlock(ANA);
    let request = other.app.attach_request().unwrap();
    assert_eq!(code(two.own.app.attach_answer(&request.text, PASSWORD)), "POSTA-J4");
}

#[test]
fn a_revoked_user_or_device_is_refused_on_either_side() {
    let mut two = Two::new();
    let request = two.shared.app.attach_request().unwrap();
    // Carmen's device hears that the other one was lost.
    two.revoke(Revoked::Device(device_id(&two.shared)));
    two.hear();
    assert_eq!(code(two.own.app.attach_answer(&request.text, PASSWORD)), "POSTA-L8");
    assert_eq!(code(two.shared.app.attach_request()), "POSTA-L8");

    // The shared device hears after the answer that Carmen was revoked.
    let mut two = Two::new();
    let request = two.shared.app.attach_request().unwrap();
    let answer = two.answer(&request);
    two.revoke(Revoked::User(two.own.id(CARMEN).parse().unwrap()));
    two.department.tell(&two.shared);
    assert_eq!(code(two.shared.app.attach_finish(&answer.text, THERE)), "POSTA-L8");
    assert_eq!(users(&two.shared.app), [ANA, BETO]);
    two.hear();
    assert_eq!(code(two.own.app.attach_answer(&request.text, PASSWORD)), "POSTA-L8");
}

#[test]
fn a_revoked_user_who_still_waits_for_a_pin_takes_nobody_in() {
    let mut two = Two::new();
    two.shared.app.set_pin(PIN).unwrap();
    two.shared.app.pause().unwrap();
    two.revoke(Revoked::User(two.shared.id(ANA).parse().unwrap()));
    two.department.tell(&two.shared);
    assert_eq!(code(two.shared.app.attach_request()), "POSTA-J5");
    let (file, invitation) = two.department.invite("Luz Nueva", Role::Registrar, SABAYA);
    assert_eq!(code(two.shared.app.join_from_file(&file, &invitation, PASSWORD)), "POSTA-J5");
    assert_eq!(users(&two.shared.app), [ANA, BETO]);
}

#[test]
fn keys_of_somebody_else_under_a_colleague_s_name_are_refused() {
    // Somebody of another department who calls themselves Carmen cannot answer; neither can forged keys.
    let two = Two::new();
    let request = two.shared.app.attach_request().unwrap();
    let shown = TransferRequest::from_text(&request.text).unwrap();
    let mut keyring = Keyring::load(two.own.home.path()).unwrap();
    let mut forged = keyring.unlock(CARMEN, PASSWORD, 0).unwrap();
    let mut elsewhere = Keyring::load(two.shared.home.path()).unwrap();
    forged.sign = elsewhere.unlock(BETO, PASSWORD, 0).unwrap().sign;
    let answer: Transfer = forged.transfer(two.department.log.membership(), &shown).unwrap();
    assert_eq!(code(two.shared.app.attach_finish(&answer.to_text(), THERE)), "POSTA-J6");
    assert_eq!(users(&two.shared.app), [ANA, BETO]);
}

#[test]
fn a_request_that_its_device_did_not_sign_or_of_the_unsigned_form_gets_no_keys() {
    let two = Two::new();
    let (department, known) = (two.department.log.department(), device_id(&two.shared));
    // Somebody who looks over the shoulder and shows a request of their own in the name of a known device.
    let mut forged = DeviceKeys::random();
    forged.device = known;
    let (request, _) = TransferRequest::new(department, &forged);
    assert_eq!(code(two.own.app.attach_answer(&request.to_text(), PASSWORD)), "POSTA-R1");
    let (unknown, _) = TransferRequest::new(department, &DeviceKeys::random());
    assert_eq!(code(two.own.app.attach_answer(&unknown.to_text(), PASSWORD)), "POSTA-J6");
    assert_eq!(code(two.own.app.attach_answer(UNSIGNED, PASSWORD)), "POSTA-R5");
    two.attach();
}

#[test]
fn an_attempt_that_was_cut_before_the_slot_is_made_good_by_another_answer_with_one_entry() {
    let mut two = Two::new();
    two.attach();
    let carmen: UserId = two.own.id(CARMEN).parse().unwrap();
    // The entry is durable before the slot: this is what a cut between the two leaves.
    Keyring::load(two.shared.home.path()).unwrap().remove_user(carmen).unwrap();
    assert_eq!(two.attachments().len(), 1);
    two.attach();
    assert_eq!(two.attachments().len(), 1);
    two.shared.app.unlock(CARMEN, THERE).unwrap();
}

#[test]
fn request_and_answer_show_neither_name_nor_password_nor_leave_a_trace_on_either_disk() {
    let two = Two::new();
    // That the password was tried is counted in the keyring, and counted out again.
    let files = |device: &Device| -> Vec<_> {
        device
            .files()
            .into_iter()
            .filter(|(path, _)| !path.to_string_lossy().contains("keyring.cbor"))
            .collect()
    };
    let before = (files(&two.shared), files(&two.own));
    let request = two.shared.app.attach_request().unwrap();
    let answer = two.answer(&request);
    for text in [&request.text, &answer.text] {
        assert!(!text.contains("Carmen") && !text.contains(PASSWORD));
    }
    assert!((files(&two.shared), files(&two.own)) == before, "a code on a screen wrote into a home");
}
