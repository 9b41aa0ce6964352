use posta_app::Error;
use posta_app::view::{FieldEdit, PersonInput, RegistrationInput};
use posta_identity::{DeviceId, EntryBody, Keyring, Log, Revoked, Role, UserId};

use crate::department::{Department, Device, ORURO, PASSWORD, SABAYA};

const ANA: &str = "Ana Registra";
const BETO: &str = "Beto Atiende";
const DINA: &str = "Dina Supervisa";

fn with(users: &[(&str, Role, &str)]) -> (Department, Device) {
    let (mut department, device) = (Department::new(), Device::blank());
    for (name, role, place) in users {
        let (file, code) = department.invite(name, role.clone(), place);
        device.app.join_from_file(&file, &code, PASSWORD).unwrap();
    }
    device.app.lock_all();
    department.hear_of(&device);
    (department, device)
}

fn somebody() -> RegistrationInput {
    let person =
        PersonInput { given_names: "María".into(), surname1: "Quispe".into(), ..Default::default() };
    RegistrationInput { person, ..Default::default() }
}

fn device_id(device: &Device) -> DeviceId {
    Keyring::load(device.home.path()).unwrap().device()
}

fn revoke(department: &mut Department, who: Revoked, destroy: bool) {
    let body = EntryBody::Revoke { who, cuts: Vec::new(), destroy };
    department.authority.sign(body, &mut department.log).unwrap();
}

#[test]
fn a_revoked_user_loses_the_slot_once_the_others_have_shelved_the_work() {
    let (mut department, device) = with(&[(ANA, Role::Registrar, SABAYA), (BETO, Role::Care, SABAYA)]);
    device.unlock(ANA);
    let saved = device.app.register_person(&somebody()).unwrap();
    device.app.lock();
    let ana: UserId = device.id(ANA).parse().unwrap();
    revoke(&mut department, Revoked::User(ana), false);
    department.tell(&device);
    // Before anybody else comes, Ana may hand over what was not sent and see nothing.
    let _ = device.app.unlock(ANA, PASSWORD).unwrap();
    assert_eq!(device.app.person(&saved.id).unwrap_err().code(), "POSTA-L8");
    assert_eq!(device.app.home().unwrap_err().code(), "POSTA-L8");
    device.app.sync_view().unwrap();
    device.unlock(BETO);
    let users: Vec<String> = device.app.profile().unwrap().users.into_iter().map(|user| user.name).collect();
    assert_eq!(users, [BETO]);
    assert!(matches!(device.app.unlock(ANA, PASSWORD), Err(Error::UnknownUser)));
    // What Ana wrote is on the shelf, to be sent.
    device.unlock(BETO);
    let scopes = device.app.status().unwrap().scopes;
    assert!(scopes.iter().any(|scope| scope.sensitivity == "registry" && scope.batches > 0));
}

#[test]
fn the_session_of_a_user_who_was_revoked_meanwhile_does_not_resume_to_anything() {
    let (mut department, device) = with(&[(ANA, Role::Registrar, SABAYA)]);
    device.unlock(ANA);
    device.app.set_pin("4071").unwrap();
    device.app.pause().unwrap();
    let ana = device.id(ANA);
    revoke(&mut department, Revoked::User(ana.parse().unwrap()), false);
    department.tell(&device);
    device.app.resume(&ana, "4071").unwrap();
    assert_eq!(device.app.find_people("maria", 5).unwrap_err().code(), "POSTA-L8");
}

#[test]
fn an_order_of_the_authority_destroys_once_nothing_waits_to_be_sent() {
    let (mut department, device) = with(&[(ANA, Role::Registrar, SABAYA)]);
    revoke(&mut department, Revoked::Device(device_id(&device)), true);
    department.tell(&device);
    assert!(matches!(device.app.unlock(ANA, PASSWORD), Err(Error::Destroyed)));
    assert!(device.app.profile().unwrap().destroyed);
    assert!(!device.app.profile().unwrap().joined);
    // Whoever tries again is told the same.
    assert!(matches!(device.app.unlock(ANA, PASSWORD), Err(Error::Destroyed)));
    assert!(matches!(device.app.unlock_by_name(None, PASSWORD), Err(Error::Destroyed)));
    let left: Vec<_> = device.files().into_iter().map(|(path, bytes)| (path, bytes.len())).collect();
    assert_eq!(left, [(device.home.path().join("destroyed"), 0)]);
}

#[test]
fn an_order_waits_while_something_was_never_sent() {
    let (mut department, device) = with(&[(ANA, Role::Registrar, SABAYA)]);
    device.unlock(ANA);
    device.app.register_person(&somebody()).unwrap();
    device.app.lock();
    revoke(&mut department, Revoked::Device(device_id(&device)), true);
    department.tell(&device);
    device.unlock(ANA);
    assert!(!device.app.profile().unwrap().destroyed);
    assert_eq!(device.app.home().unwrap_err().code(), "POSTA-L8");
    device.app.sync_view().unwrap();
}

#[test]
fn orders_that_the_authority_did_not_sign_or_for_another_device_destroy_nothing() {
    let (mut department, device) = with(&[(ANA, Role::Registrar, SABAYA), (DINA, Role::Supervisor, ORURO)]);
    let me = device_id(&device);
    // A supervisor of this very department.
    let mut keyring = Keyring::load(device.home.path()).unwrap();
    let dina = keyring.unlock(DINA, PASSWORD, 0).unwrap();
    let order = EntryBody::Revoke { who: Revoked::Device(me), cuts: Vec::new(), destroy: true };
    let mut log: Log = department.log.clone();
    assert!(log.append(order.clone(), &dina.sign).is_err(), "a supervisor's order was taken");
    // Another department's authority, whose entries a hostile server hands out.
    let mut other = Department::new();
    let foreign = other.authority.sign(order.clone(), &mut other.log).unwrap().encode();
    assert!(department.log.insert(&foreign).is_err());
    // The authority's own order with its signature broken.
    let mut broken = department.authority.clone().sign(order, &mut department.log.clone()).unwrap().encode();
    let last = broken.len() - 1;
    broken[last] ^= 1;
    assert!(department.log.insert(&broken).is_err());
    // And one for another device, and one that only cuts off.
    revoke(&mut department, Revoked::Device(DeviceId::from([9; 16])), true);
    department.tell(&device);
    device.unlock(ANA);
    assert!(!device.app.profile().unwrap().destroyed);
    device.app.home().unwrap();
    device.app.lock();
    revoke(&mut department, Revoked::Device(me), false);
    department.tell(&device);
    device.unlock(ANA);
    assert!(!device.app.profile().unwrap().destroyed);
}

#[test]
fn saving_goes_on_when_what_a_session_built_on_counts_no_more() {
    const LUIS: &str = "Luis Registra";
    let (mut department, device) = with(&[(LUIS, Role::Registrar, SABAYA), (ANA, Role::Registrar, SABAYA)]);
    device.unlock(LUIS);
    let his = device.app.register_person(&somebody()).unwrap();
    device.app.lock();
    device.unlock(ANA);
    device.app.set_pin("4071").unwrap();
    let phone = FieldEdit { field: "phone".into(), value: "70012345".into() };
    device.app.edit_person(&his.id, &[phone]).unwrap();
    device.app.pause().unwrap();
    revoke(&mut department, Revoked::User(device.id(LUIS).parse().unwrap()), false);
    department.tell(&device);
    device.app.resume(&device.id(ANA), "4071").unwrap();
    assert!(
        matches!(device.app.person(&his.id), Err(Error::NotFound)),
        "it counts no more, and her edit waits"
    );
    for _ in 0..2 {
        let hers = device.app.register_person(&somebody()).unwrap();
        assert!(device.app.person(&hers.id).unwrap().timeline.iter().all(|event| event.author == ANA));
    }
    let check = device.app.check().unwrap();
    assert!(check.ok, "{:?}", check.faults);
}
