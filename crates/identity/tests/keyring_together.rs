//! Several processes at one keyring: what one of them does, another does not undo.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::desk::{Desk, NAME, NOW};
use common::{PASSWORD, SABAYA, WEAK};
use posta_identity::{KdfCost, Keyring, Role, UnlockError};

#[test]
fn two_processes_on_one_home_do_not_undo_each_others_changes() {
    let mut desk = Desk::new();
    let mut window = desk.load();
    desk.add("Eva Prueba", Role::Care, SABAYA);
    assert_eq!(window.unlock(NAME, "wrong password", NOW).unwrap_err(), UnlockError::WrongPassword);
    window.save().unwrap();
    assert_eq!(desk.load().users().len(), 2);
    assert!(window.unlock("Eva Prueba", PASSWORD, NOW).is_ok(), "the window learns of the new user");
}

/// Every state that a crash in the middle of a save leaves: file and copy, each old or new, and a torn temporary.

#[test]
fn a_slot_sealed_too_cheaply_is_sealed_again_at_the_next_unlock() {
    let mut desk = Desk::new();
    let dearer = KdfCost::FLOOR;
    assert!(!desk.keyring.users()[0].cost().is_at_least(dearer));
    desk.keyring.unlock_at(NAME, "wrong password", dearer, NOW).unwrap_err();
    assert_eq!(desk.load().users()[0].cost(), WEAK);
    desk.keyring.unlock_at(NAME, PASSWORD, dearer, NOW).unwrap();
    assert_eq!(desk.load().users()[0].cost(), dearer);
    desk.load().unlock_at(NAME, PASSWORD, WEAK, NOW).unwrap();
    assert_eq!(desk.load().users()[0].cost(), dearer, "never cheaper");
}

// Nothing stands still for tests in a program that is shipped.
#[cfg(debug_assertions)]
#[test]
fn tries_that_are_made_at_once_by_several_processes_each_count() {
    let desk = Desk::new();
    let (folder, at_once) = (desk.path().to_owned(), std::cell::Cell::new(0));
    posta_identity::slow::do_meanwhile(move || {
        if at_once.replace(at_once.get() + 1) < 6 {
            let another = Keyring::load(&folder).unwrap().unlock(NAME, "otra frase cualquiera", NOW);
            assert!(matches!(another, Err(UnlockError::WrongPassword | UnlockError::TooSoon { .. })));
        }
    });
    let first = desk.load().unlock(NAME, "una frase distinta", NOW);
    posta_identity::slow::do_meanwhile(|| {});
    assert_eq!(first.unwrap_err(), UnlockError::WrongPassword);
    assert_eq!(desk.load().users()[0].wrong_tries, 5, "the sixth had to wait");
    assert!(matches!(desk.load().unlock(NAME, PASSWORD, NOW), Err(UnlockError::TooSoon { .. })));
}

#[cfg(debug_assertions)]
#[test]
fn a_password_that_is_chosen_while_a_slot_is_sealed_again_stays() {
    const NEW: &str = "otra frase larga";
    let mut desk = Desk::new();
    let (folder, hashes) = (desk.path().to_owned(), std::cell::Cell::new(0));
    // The first hash opens the slot; while the second makes the new one, another process changes the password.
    posta_identity::slow::do_meanwhile(move || {
        hashes.set(hashes.get() + 1);
        if hashes.get() == 2 {
            let mut window = Keyring::load(&folder).unwrap();
            let user = window.users()[0].user;
            window.change_password(user, PASSWORD, NEW, WEAK, NOW).unwrap();
        }
    });
    assert!(desk.keyring.unlock_at(NAME, PASSWORD, KdfCost::FLOOR, NOW).is_ok());
    posta_identity::slow::do_meanwhile(|| {});
    assert_eq!(desk.load().unlock(NAME, PASSWORD, NOW).unwrap_err(), UnlockError::WrongPassword);
    assert!(desk.load().unlock(NAME, NEW, NOW).is_ok());
}
