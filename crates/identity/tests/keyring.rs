//! The keyring: passwords, delays, file keys, and crashes while it is written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::path::Path;

use common::desk::{Desk, NAME, NOW};
use common::{Department, PASSWORD, SABAYA, TURCO, WEAK};
use posta_identity::{
    DeviceKeys, EpochKey, FileHolder, FileKey, KdfCost, Keyring, KeyringError, PasswordProblem, Role,
    UnlockError, check_password,
};

#[test]
fn a_user_unlocks_with_the_password_by_name_or_id() {
    let desk = Desk::new();
    for who in [NAME.to_owned(), " ana prueba ".to_owned(), desk.user.user.to_string()] {
        let secrets = desk.load().unlock(&who, PASSWORD, NOW).unwrap();
        assert_eq!(secrets.user, desk.user.user);
        assert_eq!(secrets.sign.to_bytes(), desk.user.sign.to_bytes());
        assert_eq!(secrets.seal.as_bytes(), desk.user.seal.as_bytes());
        assert_eq!(
            (secrets.name.as_str(), &secrets.role, secrets.place.as_str()),
            (NAME, &Role::Registrar, SABAYA)
        );
        assert_eq!(secrets.epochs[0].1.key, desk.user.epochs[0].1.key);
    }
}

#[test]
fn a_wrong_password_or_an_unknown_user_opens_nothing() {
    let mut desk = Desk::new();
    assert_eq!(
        desk.keyring.unlock(NAME, "correct horse batterz", NOW).unwrap_err(),
        UnlockError::WrongPassword
    );
    assert_eq!(desk.keyring.unlock(NAME, "", NOW).unwrap_err(), UnlockError::WrongPassword);
    assert_eq!(desk.keyring.unlock("Nadie", PASSWORD, NOW).unwrap_err(), UnlockError::UnknownUser);
}

#[test]
fn a_password_counts_however_its_accents_are_composed() {
    let mut desk = Desk::new();
    let user = desk.department.join("Eva Prueba", Role::Care, SABAYA, &desk.device).secrets;
    desk.keyring.add_user(&user, "la ni\u{f1}a duerme", WEAK).unwrap();
    assert!(desk.keyring.unlock("Eva Prueba", "la nin\u{303}a duerme", NOW).is_ok());
}

#[test]
fn two_users_of_one_name_each_unlock_with_their_own_password() {
    let mut desk = Desk::new();
    let second = desk.department.join(NAME, Role::Care, TURCO, &desk.device).secrets;
    desk.keyring.add_user(&second, "another password", WEAK).unwrap();
    assert_eq!(desk.keyring.unlock(NAME, PASSWORD, NOW).unwrap().user, desk.user.user);
    assert_eq!(desk.keyring.unlock(NAME, "another password", NOW).unwrap().user, second.user);
}

#[test]
fn a_password_is_long_and_not_blank_and_no_more_is_asked() {
    assert_eq!(check_password("nine char"), Err(PasswordProblem::TooShort));
    assert_eq!(check_password("            "), Err(PasswordProblem::Blank));
    assert_eq!(check_password("ñañañañaña"), Ok(()));
    let mut desk = Desk::new();
    let user = desk.department.join("Eva Prueba", Role::Care, SABAYA, &desk.device).secrets;
    let refused = desk.keyring.add_user(&user, "short", WEAK);
    assert!(matches!(refused, Err(KeyringError::Password(PasswordProblem::TooShort))));
    assert_eq!(desk.load().users().len(), 1);
}

#[test]
fn a_user_enters_once_and_only_of_the_devices_department() {
    let mut desk = Desk::new();
    assert!(matches!(desk.keyring.add_user(&desk.user, PASSWORD, WEAK), Err(KeyringError::UserExists)));
    let mut foreign = Department::new();
    let user = foreign.join("Eva Prueba", Role::Care, SABAYA, &desk.device).secrets;
    assert!(matches!(desk.keyring.add_user(&user, PASSWORD, WEAK), Err(KeyringError::ForeignDepartment)));
    let again = Keyring::create(desk.path(), desk.user.department, desk.device.device);
    assert!(matches!(again, Err(KeyringError::Exists)));
}

#[test]
fn a_slot_moved_to_another_device_or_user_does_not_open() {
    let desk = Desk::new();
    let other = tempfile::tempdir().unwrap();
    Keyring::create(other.path(), desk.user.department, DeviceKeys::random().device).unwrap();
    let from = fs::read(desk.path().join("keyring.cbor")).unwrap();
    let ours = desk.keyring.device();
    let theirs = Keyring::load(other.path()).unwrap().device();
    let place = from.windows(16).position(|window| window == ours.as_bytes()).unwrap();
    let mut moved = from;
    moved[place..place + 16].copy_from_slice(theirs.as_bytes());
    write_with_sum(&other.path().join("keyring.cbor"), &moved);
    let mut keyring = Keyring::load(other.path()).unwrap();
    assert_eq!(keyring.users().len(), 1);
    assert_eq!(keyring.unlock(NAME, PASSWORD, NOW).unwrap_err(), UnlockError::WrongPassword);
}

/// Writes a changed keyring with the checksum that belongs to it.
fn write_with_sum(path: &Path, bytes: &[u8]) {
    let mut decoder = minicbor::Decoder::new(bytes);
    decoder.array().unwrap();
    let payload = decoder.bytes().unwrap();
    let mut out = Vec::new();
    let mut encoder = minicbor::Encoder::new(&mut out);
    encoder.array(2).unwrap().bytes(payload).unwrap();
    encoder.bytes(posta_identity::Hash32::of(payload).as_bytes()).unwrap();
    fs::write(path, out).unwrap();
}

#[test]
fn from_the_fifth_wrong_try_on_the_delay_doubles_up_to_a_quarter_of_an_hour() {
    let desk = Desk::new();
    let mut now = NOW;
    let mut delays = Vec::new();
    // Each try comes from a keyring read anew: the count outlives the process.
    for _ in 0..4 {
        assert_eq!(desk.load().unlock(NAME, "wrong password", now).unwrap_err(), UnlockError::WrongPassword);
    }
    for _ in 0..15 {
        assert_eq!(desk.load().unlock(NAME, "wrong password", now).unwrap_err(), UnlockError::WrongPassword);
        let Err(UnlockError::TooSoon { seconds }) = desk.load().unlock(NAME, PASSWORD, now) else {
            panic!("no delay after a wrong try");
        };
        now += i64::from(seconds);
        let just_before = desk.load().unlock(NAME, PASSWORD, now - 1);
        assert_eq!(just_before.unwrap_err(), UnlockError::TooSoon { seconds: 1 });
        delays.push(seconds);
    }
    assert_eq!(delays[..11], [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900]);
    assert!(delays[11..].iter().all(|delay| *delay == 900));
    assert!(desk.load().unlock(NAME, PASSWORD, now).is_ok(), "nothing was destroyed");
    assert_eq!(desk.load().users()[0].wrong_tries, 0);
}

#[test]
fn four_wrong_tries_cost_no_delay_and_the_right_password_clears_them() {
    let mut desk = Desk::new();
    for _ in 0..3 {
        for _ in 0..4 {
            assert_eq!(
                desk.keyring.unlock(NAME, "wrong password", NOW).unwrap_err(),
                UnlockError::WrongPassword
            );
        }
        assert!(desk.keyring.unlock(NAME, PASSWORD, NOW).is_ok());
    }
}

#[test]
fn one_users_wrong_tries_do_not_delay_another() {
    let mut desk = Desk::new();
    desk.add("Eva Prueba", Role::Care, SABAYA);
    for _ in 0..6 {
        let _ = desk.keyring.unlock(NAME, "wrong password", NOW);
    }
    assert!(matches!(desk.keyring.unlock(NAME, PASSWORD, NOW), Err(UnlockError::TooSoon { .. })));
    assert!(desk.keyring.unlock("Eva Prueba", PASSWORD, NOW).is_ok());
}

#[test]
fn a_clock_set_back_by_years_does_not_lengthen_the_delay() {
    let mut desk = Desk::new();
    for _ in 0..5 {
        let _ = desk.keyring.unlock(NAME, "wrong password", NOW);
    }
    let back = NOW - 20 * 365 * 86_400;
    assert_eq!(desk.keyring.unlock(NAME, PASSWORD, back).unwrap_err(), UnlockError::TooSoon { seconds: 1 });
    assert!(desk.keyring.unlock(NAME, PASSWORD, back + 1).is_ok());
}

#[test]
fn a_file_key_opens_for_members_of_its_scope_only() {
    let mut desk = Desk::new();
    let care = desk.add("Eva Prueba", Role::Care, SABAYA);
    let membership = desk.department.log.membership();
    let (registry, care_scope) = (membership.registry(), membership.care_scope(SABAYA).unwrap());
    let (shared, sealed) = (FileKey::random(), FileKey::random());
    desk.keyring
        .add_file_key("device.posta", registry, desk.user.latest_epoch(registry).unwrap(), &shared)
        .unwrap();
    desk.keyring
        .add_file_key("care.posta", care_scope, care.latest_epoch(care_scope).unwrap(), &sealed)
        .unwrap();

    let mut keyring = desk.load();
    let registrar = keyring.unlock(NAME, PASSWORD, NOW).unwrap();
    let care = keyring.unlock("Eva Prueba", PASSWORD, NOW).unwrap();
    assert_eq!(keyring.file_key("device.posta", &registrar).unwrap().as_bytes(), shared.as_bytes());
    assert_eq!(keyring.file_key("device.posta", &care).unwrap().as_bytes(), shared.as_bytes());
    assert_eq!(keyring.file_key("care.posta", &care).unwrap().as_bytes(), sealed.as_bytes());
    assert!(keyring.file_key("care.posta", &registrar).is_none());
    assert!(keyring.has_file_key("care.posta"));
    assert!(keyring.file_key("missing.posta", &care).is_none());
}

#[test]
fn a_second_user_opens_the_shared_files_with_the_invitation_alone() {
    let mut desk = Desk::new();
    let registry = desk.department.log.membership().registry();
    let key = FileKey::random();
    desk.keyring
        .add_file_key("device.posta", registry, desk.user.latest_epoch(registry).unwrap(), &key)
        .unwrap();
    let second = desk.department.join("Eva Prueba", Role::Care, SABAYA, &desk.device).secrets;
    assert_eq!(desk.load().file_key("device.posta", &second).unwrap().as_bytes(), key.as_bytes());
}

#[test]
fn a_file_key_does_not_open_with_another_epoch_scope_or_name() {
    let mut desk = Desk::new();
    let registry = desk.department.log.membership().registry();
    let epoch = EpochKey::random();
    desk.keyring.add_file_key("a.posta", registry, &epoch, &FileKey::random()).unwrap();
    let mut holder = desk.user.clone();
    assert!(desk.keyring.file_key("a.posta", &holder).is_none(), "another epoch");
    holder.epochs = vec![(posta_identity::ScopeId::random(), epoch.clone())];
    assert!(desk.keyring.file_key("a.posta", &holder).is_none(), "another scope");
    let mut pretended = EpochKey::random();
    pretended.id = epoch.id;
    holder.epochs = vec![(registry, pretended)];
    assert!(desk.keyring.file_key("a.posta", &holder).is_none(), "another key under the same id");
    holder.epochs = vec![(registry, epoch)];
    assert!(desk.keyring.file_key("a.posta", &holder).is_some());
    assert!(desk.keyring.file_key("b.posta", &holder).is_none(), "another name");
}

#[test]
fn a_file_sealed_to_users_opens_to_them_alone() {
    let mut desk = Desk::new();
    let eva = desk.add("Eva Prueba", Role::Care, SABAYA);
    let luz = desk.add("Luz Prueba", Role::Registrar, SABAYA);
    let key = FileKey::random();
    desk.keyring.add_file("device", &key, &[FileHolder::of(&desk.user)]).unwrap();
    assert_eq!(desk.keyring.file_key("device", &desk.user).unwrap().as_bytes(), key.as_bytes());
    assert!(desk.keyring.file_key("device", &eva).is_none(), "not even with every epoch of the registry");
    // A known user, unlocked, lets a newcomer in.
    let opened = desk.keyring.file_key("device", &desk.user).unwrap();
    desk.keyring.hold_file("device", &opened, &[FileHolder::of(&eva)]).unwrap();
    assert_eq!(desk.load().file_key("device", &eva).unwrap().as_bytes(), key.as_bytes());
    assert!(desk.load().file_key("device", &luz).is_none());
    assert!(desk.keyring.is_file_sealed_to("device", eva.user));
    assert!(!desk.keyring.is_file_sealed_to("device", luz.user));
    let mut imposter = luz.clone();
    imposter.user = eva.user;
    assert!(desk.keyring.file_key("device", &imposter).is_none(), "an id is no key");
    desk.keyring.withdraw_file("device", eva.user).unwrap();
    assert!(desk.load().file_key("device", &eva).is_none());
    assert!(desk.load().file_key("device", &desk.user).is_some());
}

#[test]
fn a_slot_under_a_new_epoch_takes_the_place_of_the_old_one() {
    let mut desk = Desk::new();
    let mut eva = desk.add("Eva Prueba", Role::Care, SABAYA);
    let mut leaver = desk.add("Luz Prueba", Role::Care, SABAYA);
    let scope = desk.department.log.membership().care_scope(SABAYA).unwrap();
    let old = eva.latest_epoch(scope).unwrap().clone();
    let key = FileKey::random();
    let holders = [FileHolder::of(&eva), FileHolder::Epoch { scope, key: &old }];
    desk.keyring.add_file("care", &key, &holders).unwrap();
    assert!(desk.keyring.file_key("care", &leaver).is_some(), "a colleague of the team");
    assert_eq!(desk.keyring.file_epoch("care"), Some(old.id));
    let new = EpochKey::random();
    desk.keyring.hold_file("care", &key, &[FileHolder::Epoch { scope, key: &new }]).unwrap();
    assert_eq!(desk.keyring.file_epoch("care"), Some(new.id));
    assert!(desk.load().file_key("care", &leaver).is_none(), "knows the old epoch only");
    assert!(desk.load().file_key("care", &eva).is_some(), "has a slot of her own");
    leaver.epochs.push((scope, new.clone()));
    assert!(desk.load().file_key("care", &leaver).is_some());
    eva.epochs.clear();
    assert!(desk.load().file_key("care", &eva).is_some());
}

#[test]
fn a_removed_user_leaves_nothing_and_the_others_everything() {
    let mut desk = Desk::new();
    let eva = desk.add("Eva Prueba", Role::Care, SABAYA);
    let key = FileKey::random();
    desk.keyring.add_file("device", &key, &[FileHolder::of(&desk.user), FileHolder::of(&eva)]).unwrap();
    desk.keyring.remove_user(eva.user).unwrap();
    let mut keyring = desk.load();
    assert_eq!(keyring.users().len(), 1);
    assert_eq!(keyring.unlock("Eva Prueba", PASSWORD, NOW).unwrap_err(), UnlockError::UnknownUser);
    assert!(keyring.file_key("device", &eva).is_none());
    let ana = keyring.unlock(NAME, PASSWORD, NOW).unwrap();
    assert!(keyring.file_key("device", &ana).is_some());
    for name in ["keyring.cbor", "keyring.cbor.bak"] {
        let bytes = fs::read(desk.path().join(name)).unwrap();
        assert!(!bytes.windows(16).any(|window| window == eva.user.as_bytes()), "{name}");
    }
}

#[test]
fn a_password_is_changed_by_who_knows_it() {
    let mut desk = Desk::new();
    let (user, new) = (desk.user.user, "another password");
    let refused = desk.keyring.change_password(user, "wrong password", new, WEAK, NOW);
    assert!(matches!(refused, Err(KeyringError::Unlock(UnlockError::WrongPassword))));
    assert_eq!(desk.load().users()[0].wrong_tries, 1, "a try is a try");
    let refused = desk.keyring.change_password(user, PASSWORD, "short", WEAK, NOW);
    assert!(matches!(refused, Err(KeyringError::Password(PasswordProblem::TooShort))));
    desk.keyring.change_password(user, PASSWORD, new, WEAK, NOW).unwrap();
    let mut keyring = desk.load();
    assert_eq!(keyring.unlock(NAME, PASSWORD, NOW).unwrap_err(), UnlockError::WrongPassword);
    let secrets = keyring.unlock(NAME, new, NOW).unwrap();
    assert_eq!(secrets.sign.to_bytes(), desk.user.sign.to_bytes());
}

#[test]
fn a_files_key_is_never_replaced() {
    let mut desk = Desk::new();
    let registry = desk.department.log.membership().registry();
    let epoch = EpochKey::random();
    desk.keyring.add_file_key("a.posta", registry, &epoch, &FileKey::random()).unwrap();
    let again = desk.keyring.add_file_key("a.posta", registry, &EpochKey::random(), &FileKey::random());
    assert!(matches!(again, Err(KeyringError::FileKeyExists)));
}

#[test]
fn the_keyring_survives_a_torn_write_at_each_step() {
    let mut desk = Desk::new();
    let old = fs::read(desk.path().join("keyring.cbor")).unwrap();
    desk.add("Eva Prueba", Role::Care, SABAYA);
    let new = fs::read(desk.path().join("keyring.cbor")).unwrap();
    assert_eq!(new, fs::read(desk.path().join("keyring.cbor.bak")).unwrap());
    let torn_at: Vec<usize> = (0..new.len()).step_by(37).chain([new.len() - 1, new.len()]).collect();
    let steps: [(&[u8], &[u8], &str, usize); 3] = [
        (&old, &old, "keyring.cbor.tmp", 1),
        (&new, &old, "keyring.cbor.bak.tmp", 2),
        (&new, &new, "keyring.cbor.tmp", 2),
    ];
    for (main, copy, temporary, users) in steps {
        for cut in &torn_at {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("keyring.cbor"), main).unwrap();
            fs::write(folder.path().join("keyring.cbor.bak"), copy).unwrap();
            fs::write(folder.path().join(temporary), &new[..*cut]).unwrap();
            let mut keyring = Keyring::load(folder.path()).unwrap();
            assert_eq!(keyring.users().len(), users, "cut at {cut}");
            keyring.save().unwrap();
            let whole = fs::read(folder.path().join("keyring.cbor")).unwrap();
            assert_eq!(whole, fs::read(folder.path().join("keyring.cbor.bak")).unwrap());
            assert!(!folder.path().join(temporary).exists());
        }
    }
}

#[test]
fn a_crash_while_the_first_keyring_is_written_leaves_none_or_a_whole_one() {
    let folder = tempfile::tempdir().unwrap();
    let department = Department::new().authority.department();
    fs::write(folder.path().join("keyring.cbor.tmp"), b"torn").unwrap();
    assert!(matches!(Keyring::load(folder.path()), Err(KeyringError::NotFound)));
    assert!(!Keyring::exists(folder.path()));
    Keyring::create(folder.path(), department, DeviceKeys::random().device).unwrap();
    fs::remove_file(folder.path().join("keyring.cbor.bak")).unwrap();
    Keyring::load(folder.path()).unwrap().save().unwrap();
    assert!(folder.path().join("keyring.cbor.bak").exists());
}

#[test]
fn a_damaged_file_is_read_from_its_copy_and_set_aside() {
    let desk = Desk::new();
    let path = desk.path().join("keyring.cbor");
    let whole = fs::read(&path).unwrap();
    for cut in (0..whole.len()).step_by(11) {
        fs::write(&path, &whole[..cut]).unwrap();
        assert_eq!(desk.load().users().len(), 1, "cut at {cut}");
        let mut flipped = whole.clone();
        flipped[cut] ^= 4;
        fs::write(&path, &flipped).unwrap();
        assert_eq!(desk.load().users().len(), 1, "flipped at {cut}");
    }
    fs::remove_file(&path).unwrap();
    assert_eq!(desk.load().users().len(), 1);
    fs::write(&path, b"damaged").unwrap();
    desk.load().save().unwrap();
    let aside = fs::read_dir(desk.path()).unwrap().map(|entry| entry.unwrap().path());
    let aside: Vec<_> = aside.filter(|path| path.to_string_lossy().contains("damaged")).collect();
    assert_eq!(aside.len(), 1);
    assert_eq!(fs::read(&aside[0]).unwrap(), b"damaged");
}

#[test]
fn a_keyring_damaged_in_both_places_is_an_error_and_stays_untouched() {
    let desk = Desk::new();
    for name in ["keyring.cbor", "keyring.cbor.bak"] {
        fs::write(desk.path().join(name), b"damaged").unwrap();
    }
    assert!(matches!(Keyring::load(desk.path()), Err(KeyringError::Damaged)));
    let again = Keyring::create(desk.path(), desk.user.department, desk.device.device);
    assert!(matches!(again, Err(KeyringError::Damaged)));
    assert_eq!(fs::read(desk.path().join("keyring.cbor")).unwrap(), b"damaged");
}

#[cfg(unix)]
#[test]
fn only_its_owner_reads_the_keyring() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    for name in ["keyring.cbor", "keyring.cbor.bak", "keyring.lock"] {
        let mode = fs::metadata(desk.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
fn no_slot_is_made_below_the_floor() {
    let mut desk = Desk::new();
    let newcomer = desk.department.join("Eva Prueba", Role::Care, SABAYA, &desk.device).secrets;
    let (user, new) = (desk.user.user, "another good one");
    let below = [
        KdfCost { memory_kib: KdfCost::FLOOR.memory_kib - 1, ..KdfCost::FLOOR },
        KdfCost { passes: KdfCost::FLOOR.passes - 1, ..KdfCost::FLOOR },
        KdfCost { memory_kib: 64, passes: 2 },
    ];
    for cost in below {
        let added = desk.keyring.add_user(&newcomer, PASSWORD, cost);
        assert!(matches!(added, Err(KeyringError::Kdf(_))), "{cost:?}");
        let changed = desk.keyring.change_password(user, PASSWORD, new, cost, NOW);
        assert!(matches!(changed, Err(KeyringError::Kdf(_))), "{cost:?}");
    }
    assert_eq!(desk.load().users().len(), 1);
    desk.load().unlock(NAME, PASSWORD, NOW).unwrap();
}
