//! Beginning anew where a join was cut and nobody goes on with it.

use posta_app::Error;
use posta_identity::{Keyring, Role};

use crate::department::{Department, Device, PASSWORD, SABAYA, block_on};
use crate::refused::{ANA, BETO, Server, cut, payload, somebody};

fn anew(device: &Device) -> Result<(), Error> {
    block_on(device.app.begin_join_anew()).map(drop)
}

#[test]
fn a_cut_join_whose_password_is_forgotten_is_begun_anew_with_the_same_code() {
    let mut department = Department::new();
    let (device, server, code) = cut(&mut department);
    assert!(matches!(block_on(device.app.resume_join("otra frase cualquiera")), Err(Error::WrongPassword)));
    let profile = block_on(device.app.begin_join_anew()).unwrap();
    assert!(!profile.joined && profile.joining.is_none() && profile.users.is_empty());
    assert!(matches!(block_on(device.app.resume_join(PASSWORD)), Err(Error::NotJoined)));
    assert!(matches!(device.app.unlock(ANA, PASSWORD), Err(Error::NotJoined)));
    assert!(matches!(anew(&device), Err(Error::NotJoined)));
    let again = block_on(device.app.join(&server.url, &code, "una frase que recuerdo"));
    assert!(matches!(again, Err(Error::Unreachable)), "the code does not serve: {again:?}");
    assert_eq!(device.app.profile().unwrap().joining.unwrap().name, ANA);
}

#[test]
fn nothing_changes_while_the_server_cannot_be_asked_or_once_it_has_taken_the_join() {
    let mut department = Department::new();
    let (device, server, _) = cut(&mut department);
    let before = device.files();
    server.fall_silent();
    assert!(matches!(anew(&device), Err(Error::Unreachable)));
    server.say_taken();
    assert_eq!(anew(&device).unwrap_err().code(), "POSTA-J9");
    assert!(device.files() == before);
    assert_eq!(device.app.unlock(ANA, PASSWORD).unwrap_err().code(), "POSTA-J8");
}

#[test]
fn a_join_that_was_refused_is_let_go_of_without_a_network_and_the_others_work_on() {
    let mut department = Department::new();
    let (file, code) = department.invite(BETO, Role::Care, SABAYA);
    let server = Server::with(&file);
    let device = Device::of(&mut department, ANA);
    block_on(device.app.join(&server.url, &code, PASSWORD)).unwrap_err();
    server.refuse();
    device.unlock(ANA);
    let _ = block_on(device.app.sync_now());
    assert!(device.app.profile().unwrap().joining.unwrap().refused);
    server.fall_silent();
    let beto = device.id(BETO).parse().unwrap();
    device.app.lock_all();
    assert!(matches!(anew(&device), Err(Error::NobodyHere)), "nobody of the device is there");
    device.unlock(ANA);
    anew(&device).unwrap();
    let profile = device.app.profile().unwrap();
    assert_eq!((profile.users.len(), profile.joining.is_none()), (1, true));
    assert!(!Keyring::load(device.home.path()).unwrap().is_file_sealed_to("device", beto));
    device.app.register_person(&somebody()).unwrap();
    assert!(device.app.check().unwrap().ok);
}

#[test]
fn a_newcomer_s_join_on_a_shared_device_is_let_go_of_and_the_same_code_serves_again() {
    let mut department = Department::new();
    let (file, code) = department.invite(BETO, Role::Care, SABAYA);
    let server = Server::with(&file);
    let device = Device::of(&mut department, ANA);
    block_on(device.app.join(&server.url, &code, PASSWORD)).unwrap_err();
    anew(&device).unwrap();
    assert_eq!(device.app.profile().unwrap().users.len(), 1);
    // Ana's exchange tells the server of her own join, and of no other; neither does a later session of hers.
    device.app.lock_all();
    device.unlock(ANA);
    server.refuse();
    let asked = server.times("POST /v1/join");
    let _ = block_on(device.app.sync_now());
    assert_eq!(server.times("POST /v1/join"), asked + 1);
    let before = department.log.membership().users().count();
    department.hear_of(&device);
    assert_eq!(department.log.membership().users().count(), before + 1, "only Ana's join is in the log");
    device.app.join_from_file(&file, &code, PASSWORD).unwrap();
    assert!(device.app.profile().unwrap().session.unwrap().can_attend);
}

#[test]
fn a_second_newcomer_does_not_take_the_place_of_one_whose_join_was_cut() {
    let mut department = Department::new();
    let (file, code) = department.invite(BETO, Role::Care, SABAYA);
    let server = Server::with(&file);
    let device = Device::of(&mut department, ANA);
    block_on(device.app.join(&server.url, &code, PASSWORD)).unwrap_err();
    let (file, other_code) = department.invite("Luz Nueva", Role::Registrar, SABAYA);
    let other = Server::with(&file);
    let refused = block_on(device.app.join(&other.url, &other_code, PASSWORD));
    assert_eq!(refused.unwrap_err().code(), "POSTA-J8");
    assert_eq!(
        device.app.profile().unwrap().joining.unwrap().name,
        BETO,
        "what is known of the first stays known"
    );
    assert_eq!(device.app.unlock(BETO, PASSWORD).unwrap_err().code(), "POSTA-J8");
    anew(&device).unwrap();
    let next = block_on(device.app.join(&other.url, &other_code, PASSWORD));
    assert!(matches!(next, Err(Error::Unreachable)), "the second one's turn: {next:?}");
}

#[test]
fn what_somebody_began_to_write_is_never_taken_away() {
    let mut department = Department::new();
    let (device, server, _) = cut(&mut department);
    std::fs::write(device.home.path().join("scopes/aa.posta"), b"work").unwrap();
    assert!(matches!(anew(&device), Err(Error::JoinCounts)));
    // Who joined without a network and worked is not asked twice about the same invitation.
    let (file, code) = department.invite("Luz Nueva", Role::Registrar, SABAYA);
    let luz = Device::blank();
    luz.app.join_from_file(&file, &payload(&server, &code), PASSWORD).unwrap();
    luz.app.register_person(&somebody()).unwrap();
    let other = Server::with(&file);
    let again = block_on(luz.app.join(&other.url, &code, PASSWORD));
    assert!(matches!(again, Err(Error::AlreadyHere)), "{again:?}");
    assert!(matches!(anew(&luz), Err(Error::NotJoined)));
}

#[test]
fn cut_after_any_step_nobody_works_with_the_join_and_the_same_act_ends_it() {
    let mut department = Department::new();
    let (device, server, _) = cut(&mut department);
    // Said that it ends, nothing moved yet.
    let marker = device.home.path().join("joining");
    let text = std::fs::read_to_string(&marker).unwrap().replace("\"ending\":false", "\"ending\":true");
    std::fs::write(&marker, &text).unwrap();
    server.fall_silent();
    assert!(device.app.profile().unwrap().joining.unwrap().refused);
    assert!(matches!(device.app.unlock(ANA, PASSWORD), Err(Error::InvitationRefused)));
    assert!(matches!(block_on(device.app.resume_join(PASSWORD)), Err(Error::InvitationRefused)));
    // One of the two copies of the keyring is moved, the other is not.
    std::fs::remove_file(device.home.path().join("keyring.cbor")).unwrap();
    assert!(matches!(device.app.unlock(ANA, PASSWORD), Err(Error::InvitationRefused)));
    anew(&device).unwrap();
    assert!(!device.app.profile().unwrap().joined);
    // Everything is moved but the marker: it speaks of nobody who comes with the same invitation.
    std::fs::write(&marker, &text).unwrap();
    let (file, code) = department.invite("Luz Nueva", Role::Registrar, SABAYA);
    device.app.join_from_file(&file, &code, PASSWORD).unwrap();
    assert!(!marker.exists());
}
