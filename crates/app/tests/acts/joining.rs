use posta_app::Error;
use posta_identity::Role;

use crate::department::{Department, Device, PASSWORD, SABAYA};

#[test]
fn an_invitation_is_looked_at_before_it_is_accepted() {
    let mut department = Department::new();
    let (file, code) = department.invite("Ana Registra", Role::Registrar, SABAYA);
    let device = Device::blank();
    let seen = device.app.look_at_invitation_file(&file, &code).unwrap();
    assert_eq!((seen.name.as_str(), seen.role.as_str()), ("Ana Registra", "registrar"));
    assert_eq!((seen.department.as_str(), seen.place.as_str()), ("Oruro", "Sabaya, Oruro"));
    assert!(seen.offline);
    assert!(device.files().is_empty(), "looking made something");
    let other = department.invite("Beto", Role::Care, SABAYA).1;
    assert!(matches!(device.app.look_at_invitation_file(&file, &other), Err(Error::InvitationRefused)));
}

#[test]
fn a_join_from_a_file_needs_no_network_and_the_payload_of_the_picture_is_a_code_too() {
    let mut department = Department::new();
    let (file, code) = department.invite("Ana Registra", Role::Registrar, SABAYA);
    let device = Device::blank();
    let scanned = format!("posta:join?s=https%3A%2F%2Fserver.example&c={code}");
    let session = device.app.join_from_file(&file, &scanned, PASSWORD).unwrap();
    assert_eq!(session.user.name, "Ana Registra");
    assert!(session.can_register);
    assert_eq!(device.app.sync_view().unwrap().server, "https://server.example");
    // The same invitation serves once.
    assert!(device.app.join_from_file(&file, &code, PASSWORD).is_err());
}

#[test]
fn a_newcomer_joins_only_while_somebody_of_the_device_is_unlocked_or_paused() {
    let mut department = Department::new();
    let (file, code) = department.invite("Ana Registra", Role::Registrar, SABAYA);
    let device = Device::blank();
    device.app.join_from_file(&file, &code, PASSWORD).unwrap();
    device.app.set_pin("4071").unwrap();
    let (file, code) = department.invite("Beto Atiende", Role::Care, SABAYA);
    device.app.lock_all();
    let before = device.files();
    let refused = device.app.join_from_file(&file, &code, PASSWORD).unwrap_err();
    assert_eq!(refused.code(), "POSTA-J5");
    assert!(device.files() == before, "a refused join wrote into the home");
    device.unlock("Ana Registra");
    device.app.set_pin("4071").unwrap();
    device.app.pause().unwrap();
    device.app.join_from_file(&file, &code, PASSWORD).unwrap();
    assert_eq!(device.app.profile().unwrap().users.len(), 2);
    // Ana still waits, and is not harmed.
    device.app.resume(&device.id("Ana Registra"), "4071").unwrap();
}

#[test]
fn an_invitation_of_another_department_is_refused_on_a_device_that_has_joined() {
    let device = Device::of_everybody();
    device.unlock("Ana Registra");
    let mut other = Department::new();
    let (file, code) = other.invite("Otra", Role::Registrar, SABAYA);
    assert!(matches!(device.app.join_from_file(&file, &code, PASSWORD), Err(Error::OtherDepartment)));
}
