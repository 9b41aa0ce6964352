use posta_app::view::{ConsultationInput, PersonInput, RegistrationInput};
use posta_identity::{EntryBody, Keyring, Revoked, Role, UserId};

use crate::department::{Department, Device, PASSWORD, SABAYA};

const BETO: &str = "Beto Atiende";
const LUZ: &str = "Luz Atiende";

/// Beto and Luz of one team share a device on which both have the team's file.
fn team() -> (Department, Device, UserId) {
    let (mut department, device) = (Department::new(), Device::blank());
    for name in [BETO, LUZ] {
        let (file, code) = department.invite(name, Role::Care, SABAYA);
        device.app.join_from_file(&file, &code, PASSWORD).unwrap();
    }
    device.unlock(BETO);
    device.app.lock_all();
    department.hear_of(&device);
    let beto = device.id(BETO).parse().unwrap();
    (department, device, beto)
}

#[test]
fn who_loses_the_right_to_a_team_loses_the_key_of_its_file_and_keeps_the_others() {
    let (mut department, device, beto) = team();
    department.authority.assign(&mut department.log, beto, Role::Registrar, SABAYA).unwrap();
    department.tell(&device);
    device.unlock(BETO);
    let person =
        PersonInput { given_names: "María".into(), surname1: "Quispe".into(), ..Default::default() };
    let saved = device.app.register_person(&RegistrationInput { person, ..Default::default() }).unwrap();
    let input = ConsultationInput {
        person: saved.id.clone(),
        reason: "control".into(),
        needs: vec!["salud".into()],
        note: "palabras de Beto".into(),
        ..Default::default()
    };
    device.app.record_consultation(&input).unwrap();
    device.app.lock_all();
    department.hear_of(&device);
    let membership = department.log.membership();
    let (registry, care) = (membership.registry().to_string(), membership.care_scope(SABAYA).unwrap());
    let care = care.to_string();
    let luz: UserId = device.id(LUZ).parse().unwrap();
    let keyring = Keyring::load(device.home.path()).unwrap();
    for user in [beto, luz] {
        assert!(keyring.is_file_sealed_to(&care, user), "the device is not as the test wants it");
    }

    let who = Revoked::Assignment { user: beto, role: Role::Care, place: SABAYA.into() };
    let body = EntryBody::Revoke { who, cuts: Vec::new(), destroy: false };
    department.authority.sign(body, &mut department.log).unwrap();
    department.tell(&device);
    device.unlock(LUZ);
    device.app.lock_all();
    let mut keyring = Keyring::load(device.home.path()).unwrap();
    for (file, user, holds) in [
        (care.as_str(), beto, false),
        (care.as_str(), luz, true),
        (registry.as_str(), beto, true),
        ("device", beto, true),
    ] {
        assert_eq!(keyring.is_file_sealed_to(file, user), holds, "{file}");
    }
    // Not by an epoch of before either.
    let secrets = keyring.unlock(BETO, PASSWORD, 0).unwrap();
    assert!(keyring.file_key(&care, &secrets).is_none());
    device.unlock(BETO);
    assert!(device.app.person(&saved.id).unwrap().timeline.iter().all(|entry| entry.kind != "consultation"));
}
