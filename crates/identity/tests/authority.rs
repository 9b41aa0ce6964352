//! What the authority does about those who have joined, and a user's keys on a further device.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Department, FEED, PASSWORD, SABAYA, TURCO, WEAK, cut, sign, through};
use posta_identity::{
    Authority, AuthorityError, DeviceKeys, EntryError, FileHolder, FileKey, Keyring, Limit, Log, Revoked,
    Role, Transfer, TransferError, TransferRequest, TypedError, UserId,
};

#[test]
fn the_authority_revokes_with_cuts_and_orders_destruction() {
    let mut department = Department::new();
    let lost = department.member(Role::Care, SABAYA);
    let (user, device) = (lost.user(), lost.device.device);
    let Department { authority, log } = &mut department;
    let scope = log.membership().care_scope(SABAYA).unwrap();
    authority.revoke(log, Revoked::Device(device), vec![cut(12)], true).unwrap();
    assert!(log.membership().must_destroy(device));
    assert_eq!(log.membership().limit(user, device, scope, FEED), through(12));
    assert_eq!(log.membership().limit(user, device, scope, [9; 16]), Limit::Nothing);
    let many = vec![cut(u64::MAX); 1000];
    let refused = authority.revoke(log, Revoked::Device(device), many, true).unwrap_err();
    assert!(matches!(refused, AuthorityError::Entry(EntryError::TooLarge)));
}

#[test]
fn about_a_hundred_and_thirty_cuts_fit_in_one_revocation() {
    let mut department = Department::new();
    let device = department.member(Role::Care, SABAYA).device.device;
    let Department { authority, log } = &mut department;
    authority.revoke(log, Revoked::Device(device), vec![cut(u64::MAX); 120], true).unwrap();
}

#[test]
fn a_further_right_brings_the_keys_that_go_with_it() {
    let mut department = Department::new();
    let mut ana = department.member(Role::Registrar, SABAYA);
    let colleague = department.member(Role::Care, SABAYA);
    let tips = department.log.tips();
    let entries = department.authority.assign(&mut department.log, ana.user(), Role::Care, SABAYA).unwrap();
    assert_eq!(entries, department.log.lacked_by(&tips));
    assert_eq!(entries.len(), 2, "the right, and a share; the registry she had");
    let known = department.log.membership();
    let care = known.care_scope(SABAYA).unwrap();
    assert!(known.may_read(ana.user(), care));
    assert!(known.lacks_share(care).is_empty());
    ana.secrets.open_shares(known);
    assert_eq!(ana.secrets.latest_epoch(care).unwrap().id, colleague.secrets.latest_epoch(care).unwrap().id);
}

#[test]
fn the_first_of_a_team_brings_its_scope() {
    let mut department = Department::new();
    let mut ana = department.member(Role::Registrar, SABAYA);
    assert!(department.log.membership().protection_scope(TURCO).is_none());
    department.authority.assign(&mut department.log, ana.user(), Role::Protection, TURCO).unwrap();
    let known = department.log.membership();
    let scope = known.protection_scope(TURCO).unwrap();
    ana.secrets.open_shares(known);
    assert!(ana.secrets.latest_epoch(scope).is_some());
    assert!(!known.needs_rotation(scope));
}

#[test]
fn rights_go_to_active_users_and_known_roles_only() {
    let mut department = Department::new();
    let gone = department.member(Role::Registrar, SABAYA).user();
    department.order(common::revoke_user(gone));
    let head = department.log.head();
    for (user, role) in [(gone, Role::Care), (UserId::random(), Role::Care)] {
        let refused = department.authority.assign(&mut department.log, user, role, SABAYA).unwrap_err();
        assert!(matches!(refused, AuthorityError::UnknownUser));
    }
    let later = Role::Other("auditor".to_owned());
    let refused = department.authority.assign(&mut department.log, gone, later, SABAYA).unwrap_err();
    assert!(matches!(refused, AuthorityError::UnknownRole));
    assert_eq!(department.log.head(), head);
}

#[test]
fn the_authority_rotates_a_scope_and_keeps_its_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut department = Department::new();
    let mut ana = department.member(Role::Care, SABAYA);
    let leaver = department.member(Role::Care, SABAYA);
    let care = department.log.membership().care_scope(SABAYA).unwrap();
    department.order(common::revoke_user(leaver.user()));
    let key = department.authority.rotate_scope(&mut department.log, care).unwrap();
    let known = department.log.membership();
    assert!(!known.needs_rotation(care));
    ana.secrets.open_shares(known);
    assert_eq!(ana.secrets.latest_epoch(care).unwrap().id, key.id);
    department.authority.save(folder.path()).unwrap();
    department.authority = Authority::load(folder.path(), "04").unwrap();
    department.authority.remove_recovery();
    let luz = department.member(Role::Care, SABAYA);
    assert_eq!(luz.secrets.latest_epoch(care).unwrap().id, key.id);
    assert!(department.log.membership().lacks_share(care).is_empty());
    let refused = department.authority.rotate_scope(&mut Log::new(Department::new().log.department()), care);
    assert!(matches!(refused, Err(AuthorityError::ForeignLog)));
}

#[test]
fn without_the_recovery_key_people_are_invited_all_the_same_and_members_share_the_rest() {
    let mut department = Department::new();
    let ana = department.member(Role::Care, SABAYA);
    let care = department.log.membership().care_scope(SABAYA).unwrap();
    posta_identity::mint_epoch(&mut department.log, care, &ana.secrets.sign).unwrap();
    department.authority.remove_recovery();
    let luz = department.member(Role::Care, SABAYA);
    assert_eq!(luz.secrets.epochs.iter().filter(|(scope, _)| *scope == care).count(), 1, "the first epoch");
    assert_eq!(department.log.membership().lacks_share(care), [luz.user()]);
}

#[test]
fn a_user_takes_up_work_on_a_colleagues_device() {
    let mut department = Department::new();
    let ana = department.member(Role::Care, SABAYA);
    let host = department.member(Role::Registrar, TURCO);
    let folder = tempfile::tempdir().unwrap();
    let device = host.device.device;
    let mut keyring = Keyring::create(folder.path(), host.secrets.department, device).unwrap();
    keyring.add_user(&host.secrets, PASSWORD, WEAK).unwrap();
    let file = FileKey::random();
    keyring.add_file("device", &file, &[FileHolder::of(&host.secrets)]).unwrap();

    let (shown, secret) = TransferRequest::new(host.secrets.department, &host.device);
    let request = TransferRequest::from_text(&shown.to_text()).unwrap();
    assert_eq!(request.words(), shown.words());
    let text = ana.secrets.transfer(department.log.membership(), &request).unwrap().to_text();
    let arrived = Transfer::from_text(&text).unwrap().open(&shown, &secret).unwrap();
    assert_eq!(arrived.sign.to_bytes(), ana.secrets.sign.to_bytes());

    let opened = keyring.file_key("device", &host.secrets).unwrap();
    keyring.hold_file("device", &opened, &[FileHolder::of(&arrived)]).unwrap();
    keyring.add_user(&arrived, "clave en el otro equipo", WEAK).unwrap();
    sign(&mut department.log, &ana, host.device.attach(&arrived.department, arrived.user)).unwrap();
    let care = department.log.membership().care_scope(SABAYA).unwrap();
    assert!(department.log.membership().may_hold(device, care));
    let mut again = Keyring::load(folder.path()).unwrap();
    let secrets = again.unlock(&ana.user().to_string(), "clave en el otro equipo", 0).unwrap();
    assert_eq!(again.file_key("device", &secrets).unwrap().as_bytes(), file.as_bytes());
}

#[test]
fn keys_are_handed_to_active_devices_of_the_department_and_open_to_the_one_request() {
    let mut department = Department::new();
    let ana = department.member(Role::Care, SABAYA);
    let host = department.member(Role::Registrar, TURCO);
    let (request, secret) = TransferRequest::new(ana.secrets.department, &host.device);
    let transfer = ana.secrets.transfer(department.log.membership(), &request).unwrap();
    let (other, other_secret) = TransferRequest::new(ana.secrets.department, &host.device);
    for (request, secret) in [(&request, &other_secret), (&other, &secret), (&other, &other_secret)] {
        assert_eq!(transfer.open(request, secret).unwrap_err(), TransferError::DoesNotOpen);
    }
    let text = transfer.to_text();
    assert!(!text.contains(PASSWORD) && format!("{transfer:?}") == "Transfer");
    assert_eq!(TransferRequest::from_text(&text).unwrap_err(), TypedError::OtherKind { expected: "PEDIDO" });

    let (unknown, _) = TransferRequest::new(ana.secrets.department, &DeviceKeys::random());
    let refused = ana.secrets.transfer(department.log.membership(), &unknown).unwrap_err();
    assert_eq!(refused, TransferError::UnknownDevice);
    department.order(common::revoke(Revoked::Device(host.device.device), &[]));
    let refused = ana.secrets.transfer(department.log.membership(), &request).unwrap_err();
    assert_eq!(refused, TransferError::UnknownDevice);
    let (foreign, _) = TransferRequest::new(Department::new().log.department(), &host.device);
    let refused = ana.secrets.transfer(department.log.membership(), &foreign).unwrap_err();
    assert_eq!(refused, TransferError::ForeignDepartment);
}

#[test]
fn keys_are_handed_only_to_the_device_that_signed_the_request() {
    let mut department = Department::new();
    let ana = department.member(Role::Care, SABAYA);
    let (host, thief) =
        (department.member(Role::Registrar, TURCO), department.member(Role::Registrar, TURCO));
    let mut forged = thief.device.clone();
    forged.device = host.device.device;
    let (in_anothers_name, _) = TransferRequest::new(ana.secrets.department, &forged);
    let (mut altered, _) = TransferRequest::new(ana.secrets.department, &host.device);
    altered.device = thief.device.device;
    for request in [&in_anothers_name, &altered] {
        let refused = ana.secrets.transfer(department.log.membership(), request).unwrap_err();
        assert_eq!(refused, TransferError::NotSigned);
    }
}
