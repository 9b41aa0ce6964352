//! A forgotten password, reset without network and without anybody learning it; the recovery key and its shares.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;

use common::{Department, Member, PASSWORD, SABAYA, WEAK, revoke, revoke_user};
use posta_identity::{
    Answer, Authority, AuthorityError, Challenge, DeviceKeys, FileHolder, FileKey, Keyring, KeyringError,
    PasswordProblem, RecoveryError, RecoveryKey, RecoveryShare, Revoked, Role, TypedError, UnlockError,
    UserId,
};
use proptest::prelude::*;
use tempfile::TempDir;

const NOW: i64 = 1_800_000_000;
const NEW: &str = "otra clave distinta";

struct Post {
    department: Department,
    folder: TempDir,
    member: Member,
    keyring: Keyring,
}

impl Post {
    fn new() -> Self {
        let mut department = Department::new();
        let member = department.member(Role::Care, SABAYA);
        let folder = tempfile::tempdir().unwrap();
        let mut keyring =
            Keyring::create(folder.path(), member.secrets.department, member.device.device).unwrap();
        keyring.add_user(&member.secrets, PASSWORD, WEAK).unwrap();
        Self { department, folder, member, keyring }
    }

    fn user(&self) -> UserId {
        self.member.user()
    }

    /// The device is switched off and on.
    fn restart(&mut self) {
        self.keyring = Keyring::load(self.folder.path()).unwrap();
    }

    fn challenge(&mut self) -> Challenge {
        let user = self.user();
        self.keyring.challenge(user).unwrap()
    }

    fn answer(&self, challenge: &Challenge) -> Answer {
        self.department.authority.answer(&self.department.log, challenge).unwrap()
    }

    fn reset(&mut self, answer: &Answer) -> Result<posta_identity::UserSecrets, KeyringError> {
        let user = self.user();
        self.keyring.reset_password(user, answer, NEW, WEAK)
    }

    fn opens(&mut self, password: &str) -> bool {
        let user = self.user().to_string();
        self.keyring.unlock(&user, password, NOW).is_ok()
    }
}

#[test]
fn a_forgotten_password_is_reset_by_texts_carried_both_ways() {
    let mut post = Post::new();
    let key = FileKey::random();
    post.keyring.add_file("device", &key, &[FileHolder::of(&post.member.secrets)]).unwrap();
    let shown = post.challenge();
    let read = Challenge::from_text(&shown.to_text()).unwrap();
    assert_eq!(read, shown);
    assert_eq!(read.words(), shown.words());
    let answer = post.answer(&read);
    assert_eq!(answer.words(), shown.words());
    let typed = Answer::from_text(&answer.to_text()).unwrap();
    let secrets = post.reset(&typed).unwrap();
    assert_eq!(secrets.sign.to_bytes(), post.member.secrets.sign.to_bytes());
    assert_eq!(post.keyring.file_key("device", &secrets).unwrap().as_bytes(), key.as_bytes());
    assert!(post.opens(NEW));
    assert!(!post.opens(PASSWORD), "the old password stops working");
    post.restart();
    assert!(post.opens(NEW));
    assert!(!post.opens(PASSWORD));
}

#[test]
fn neither_challenge_nor_answer_nor_whoever_answers_learns_a_password_or_a_key() {
    let mut post = Post::new();
    let challenge = post.challenge();
    let answer = post.answer(&challenge);
    post.reset(&answer).unwrap();
    let secrets = &post.member.secrets;
    let file = fs::read(post.folder.path().join("keyring.cbor")).unwrap();
    let texts =
        [challenge.to_text(), answer.to_text(), format!("{challenge:?}{answer:?}")].concat().into_bytes();
    let hidden = [
        PASSWORD.as_bytes(),
        NEW.as_bytes(),
        &secrets.sign.to_bytes()[..],
        &secrets.seal.as_bytes()[..],
        &secrets.epochs[0].1.key[..],
    ];
    for secret in hidden {
        for place in [&file, &texts] {
            assert!(!place.windows(secret.len()).any(|window| window == secret));
        }
    }
    // Whoever answered holds the old slot key at most: it opens nothing after the reset.
    assert_eq!(
        post.reset(&answer).unwrap_err().to_string(),
        KeyringError::from(RecoveryError::OtherChallenge).to_string()
    );
}

#[test]
fn a_challenge_survives_restarts_is_one_for_each_user_and_ends_when_used() {
    let mut post = Post::new();
    let first = post.challenge();
    assert_eq!(post.challenge(), first, "asking again shows the same");
    post.restart();
    assert_eq!(post.keyring.pending_challenge(post.member.user()).unwrap(), first);
    let other = post.department.join("Eva Prueba", Role::Registrar, SABAYA, &post.member.device).secrets;
    post.keyring.add_user(&other, PASSWORD, WEAK).unwrap();
    let of_other = post.keyring.challenge(other.user).unwrap();
    assert_ne!(of_other, first);
    assert_ne!(of_other.words(), first.words());
    let answer = post.answer(&first);
    post.restart();
    post.reset(&answer).unwrap();
    assert!(post.keyring.pending_challenge(post.member.user()).is_none());
    assert_eq!(post.keyring.pending_challenge(other.user).unwrap(), of_other);
    post.restart();
    assert!(post.keyring.pending_challenge(post.member.user()).is_none());
    assert_ne!(post.challenge(), first);
}

#[test]
fn a_challenge_that_was_dropped_or_overtaken_by_a_new_password_takes_no_answer() {
    let mut post = Post::new();
    let user = post.user();
    let challenge = post.challenge();
    let answer = post.answer(&challenge);
    post.keyring.drop_challenge(user).unwrap();
    assert!(matches!(post.reset(&answer), Err(KeyringError::Recovery(RecoveryError::OtherChallenge))));
    let challenge = post.challenge();
    let answer = post.answer(&challenge);
    post.keyring.change_password(user, PASSWORD, "clave que recuerdo", WEAK, NOW).unwrap();
    assert!(matches!(post.reset(&answer), Err(KeyringError::Recovery(RecoveryError::OtherChallenge))));
    assert!(post.opens("clave que recuerdo"));
}

#[test]
fn the_answer_to_another_challenge_is_refused() {
    let mut post = Post::new();
    let first = post.challenge();
    let stale = post.answer(&first);
    let user = post.user();
    post.keyring.drop_challenge(user).unwrap();
    let second = post.challenge();
    assert_ne!(first, second);
    assert!(matches!(post.reset(&stale), Err(KeyringError::Recovery(RecoveryError::OtherChallenge))));
    assert!(post.opens(PASSWORD), "nothing changed");
    let answer = post.answer(&second);
    post.reset(&answer).unwrap();
}

#[test]
fn an_answer_serves_no_other_user_and_no_other_device() {
    let mut post = Post::new();
    let challenge = post.challenge();
    let answer = post.answer(&challenge);
    let other = post.department.join("Eva Prueba", Role::Care, SABAYA, &post.member.device).secrets;
    post.keyring.add_user(&other, PASSWORD, WEAK).unwrap();
    post.keyring.challenge(other.user).unwrap();
    let refused = post.keyring.reset_password(other.user, &answer, NEW, WEAK);
    assert!(matches!(refused, Err(KeyringError::Recovery(RecoveryError::OtherChallenge))));
    // The same user on another device.
    let folder = tempfile::tempdir().unwrap();
    let secrets = &post.member.secrets;
    let mut elsewhere =
        Keyring::create(folder.path(), secrets.department, DeviceKeys::random().device).unwrap();
    elsewhere.add_user(secrets, PASSWORD, WEAK).unwrap();
    elsewhere.challenge(secrets.user).unwrap();
    let refused = elsewhere.reset_password(secrets.user, &answer, NEW, WEAK);
    assert!(matches!(refused, Err(KeyringError::Recovery(RecoveryError::OtherChallenge))));
}

#[test]
fn an_escrow_under_another_users_or_devices_name_is_not_answered() {
    let mut post = Post::new();
    let other = post.department.join("Eva Prueba", Role::Care, SABAYA, &post.member.device).secrets;
    let elsewhere = post.department.member(Role::Registrar, SABAYA).device;
    let attach = elsewhere.attach(&post.department.log.department(), post.user());
    common::sign(&mut post.department.log, &post.member, attach).unwrap();
    let challenge = post.challenge();
    let mut of_other = challenge.clone();
    of_other.user = other.user;
    let mut from_elsewhere = challenge;
    from_elsewhere.device = elsewhere.device;
    for forged in [of_other, from_elsewhere] {
        let refused = post.department.authority.answer(&post.department.log, &forged).unwrap_err();
        assert!(matches!(refused, AuthorityError::Recovery(RecoveryError::DoesNotOpen)));
    }
}

#[test]
fn a_copied_challenge_file_without_the_answer_opens_nothing() {
    let mut post = Post::new();
    post.challenge();
    let mut thief = Keyring::load(post.folder.path()).unwrap();
    let challenge = thief.pending_challenge(post.user()).unwrap();
    // Another department's authority answers it, or a made-up answer comes: neither opens.
    let stranger = Department::new();
    let refused = stranger.authority.answer(&stranger.log, &challenge).unwrap_err();
    assert!(matches!(refused, AuthorityError::Recovery(RecoveryError::ForeignDepartment)));
    let pretended =
        stranger.authority.recovery().unwrap().answer(post.department.log.membership(), &challenge);
    assert_eq!(pretended.unwrap_err(), RecoveryError::DoesNotOpen);
    assert!(thief.unlock(&post.user().to_string(), "", NOW).is_err());
}

#[test]
fn the_escrow_opens_with_the_recovery_key_only() {
    let mut post = Post::new();
    let challenge = post.challenge();
    let membership = post.department.log.membership();
    let right = post.department.authority.recovery().unwrap();
    assert!(right.answer(membership, &challenge).is_ok());
    for _ in 0..5 {
        let wrong = Department::new().authority.remove_recovery().unwrap();
        assert_eq!(wrong.answer(membership, &challenge).unwrap_err(), RecoveryError::DoesNotOpen);
        assert!(wrong.drill(post.department.log.department(), &right.public()).is_err());
    }
}

#[test]
fn nobody_revoked_or_unknown_is_recovered() {
    let changes: [&dyn Fn(&mut Post); 3] = [
        &|post| drop(post.department.order(revoke_user(post.member.user()))),
        &|post| drop(post.department.order(revoke(Revoked::Device(post.member.device.device), &[]))),
        &|post| {
            let right =
                Revoked::Assignment { user: post.member.user(), role: Role::Care, place: SABAYA.to_owned() };
            post.department.order(revoke(right, &[]));
        },
    ];
    for change in changes {
        let mut post = Post::new();
        let challenge = post.challenge();
        change(&mut post);
        let refused = post.department.authority.answer(&post.department.log, &challenge).unwrap_err();
        assert!(matches!(refused, AuthorityError::Recovery(RecoveryError::NotAllowed)));
    }
}

#[test]
fn an_altered_challenge_or_answer_opens_nothing_even_with_a_fitting_check() {
    let mut post = Post::new();
    let challenge = post.challenge();
    let text = challenge.to_text();
    for (place, letter) in text.char_indices().filter(|(_, letter)| letter.is_ascii_alphanumeric()) {
        let other = if letter == '7' { '8' } else { '7' };
        let mut altered = text.clone();
        altered.replace_range(place..=place, &other.to_string());
        assert!(Challenge::from_text(&altered).is_err(), "letter {place}");
    }
    // Another public key in the same challenge: the answer serves neither it nor the device.
    let mut other = Post::new();
    let foreign = other.challenge();
    let refused = post.reset(&other.answer(&foreign));
    assert!(matches!(refused, Err(KeyringError::Recovery(RecoveryError::OtherChallenge))));
    assert!(post.opens(PASSWORD));
}

#[test]
fn the_new_password_keeps_the_rule() {
    let mut post = Post::new();
    let challenge = post.challenge();
    let answer = post.answer(&challenge);
    let user = post.user();
    let refused = post.keyring.reset_password(user, &answer, "short", WEAK);
    assert!(matches!(refused, Err(KeyringError::Password(PasswordProblem::TooShort))));
    post.reset(&answer).unwrap();
}

#[test]
fn a_reset_ends_the_delay_of_wrong_tries() {
    let mut post = Post::new();
    for _ in 0..8 {
        let _ = post.opens("wrong password");
    }
    let user = post.user().to_string();
    assert!(matches!(post.keyring.unlock(&user, PASSWORD, NOW), Err(UnlockError::TooSoon { .. })));
    let challenge = post.challenge();
    let answer = post.answer(&challenge);
    post.reset(&answer).unwrap();
    assert!(post.opens(NEW));
}

#[test]
fn typed_texts_are_read_in_any_case_with_any_spaces_and_dashes() {
    let mut post = Post::new();
    let challenge = post.challenge();
    let answer = post.answer(&challenge);
    let text = answer.to_text();
    assert!(text.starts_with("RESPUESTA:"));
    assert!(challenge.to_text().starts_with("RETO:"));
    let ways = [
        text.to_lowercase(),
        text.replace('-', " "),
        text.replace('-', ""),
        text.replace(':', " "),
        text.replace('-', "\n – "),
        text.replace(":", "§").replace('0', "o").replace('1', "l").replace('§', ":"),
    ];
    for way in ways {
        assert_eq!(Answer::from_text(&way).unwrap(), answer, "{way}");
    }
    assert_eq!(
        Challenge::from_text(&text).unwrap_err(),
        TypedError::OtherKind { expected: "RETO" },
        "one is told from the other"
    );
    assert_eq!(Answer::from_text(&text[..text.len() - 2]).unwrap_err(), TypedError::WrongCheck);
    assert_eq!(Answer::from_text("RESPUESTA:").unwrap_err(), TypedError::WrongCheck);
    assert_eq!(Answer::from_text("RESPUESTA:U").unwrap_err(), TypedError::WrongCharacter { position: 1 });
    assert_eq!(Answer::from_text(&format!("{text}0")).unwrap_err(), TypedError::TooLong);
    assert_eq!(Answer::from_text(&"RESPUESTA:0".repeat(10_000)).unwrap_err(), TypedError::TooLong);
    assert_eq!(Answer::from_text(&text.repeat(2)).unwrap_err(), TypedError::TooLong);
}

fn shares_of(department: &Department, needed: u8, many: u8) -> Vec<RecoveryShare> {
    let key = department.authority.recovery().unwrap();
    key.split(department.log.department(), needed, many).unwrap()
}

fn combine(department: &Department, shares: &[RecoveryShare]) -> Result<RecoveryKey, RecoveryError> {
    let public = department.log.membership().department().unwrap().recovery_public;
    RecoveryKey::combine(shares, department.log.department(), &public)
}

#[test]
fn any_shares_enough_make_the_key_and_fewer_make_nothing() {
    let department = Department::new();
    for (needed, many) in [(2, 2), (2, 3), (3, 5), (5, 5), (32, 32)] {
        let shares = shares_of(&department, needed, many);
        assert_eq!(shares.len(), usize::from(many));
        for start in 0..=usize::from(many - needed) {
            let chosen = &shares[start..start + usize::from(needed)];
            let key = combine(&department, chosen).unwrap();
            key.drill(department.log.department(), &department.authority.recovery_public()).unwrap();
            let fewer = combine(&department, &chosen[1..]);
            assert_eq!(fewer.unwrap_err(), RecoveryError::TooFewShares { needed: needed.max(2) });
        }
        let mut twice = shares[..usize::from(needed) - 1].to_vec();
        twice.push(shares[0].clone());
        assert!(combine(&department, &twice).is_err(), "one share twice is one");
        assert!(combine(&department, &shares).is_ok(), "all of them serve too");
    }
    let key = department.authority.recovery().unwrap();
    for (needed, many) in [(0, 3), (1, 3), (4, 3), (2, 33), (2, 255)] {
        let refused = key.split(department.log.department(), needed, many);
        assert_eq!(refused.unwrap_err(), RecoveryError::BadSplit);
    }
}

#[test]
fn fewer_shares_give_nothing_even_when_they_lie_about_how_many_are_needed() {
    let department = Department::new();
    let shares = shares_of(&department, 3, 5);
    let lying: Vec<RecoveryShare> = shares[..2]
        .iter()
        .map(|share| {
            let mut share = share.clone();
            share.needed = 2;
            share
        })
        .collect();
    assert_eq!(combine(&department, &lying).unwrap_err(), RecoveryError::WrongShares);
}

#[test]
fn an_altered_share_is_told_by_its_text_and_by_what_it_makes() {
    let department = Department::new();
    let shares = shares_of(&department, 2, 3);
    let text = shares[0].to_text();
    assert!(text.starts_with("PARTE:"));
    let read = RecoveryShare::from_text(&text.to_lowercase()).unwrap();
    assert!(combine(&department, &[read, shares[2].clone()]).is_ok());
    for (place, letter) in text.char_indices().filter(|(_, letter)| letter.is_ascii_alphanumeric()) {
        let other = if letter == '7' { '8' } else { '7' };
        let mut altered = text.to_string();
        altered.replace_range(place..=place, &other.to_string());
        assert!(RecoveryShare::from_text(&altered).is_err(), "letter {place}");
    }
    let mut moved = shares[0].clone();
    moved.index = 3;
    assert_eq!(combine(&department, &[moved, shares[1].clone()]).unwrap_err(), RecoveryError::WrongShares);
}

#[test]
fn shares_of_another_key_do_not_go_with_these() {
    let (ours, theirs) = (Department::new(), Department::new());
    let (one, other) = (shares_of(&ours, 2, 2), shares_of(&theirs, 2, 2));
    let mixed = combine(&ours, &[one[0].clone(), other[1].clone()]);
    assert_eq!(mixed.unwrap_err(), RecoveryError::MixedShares);
    assert_eq!(combine(&ours, &other).unwrap_err(), RecoveryError::MixedShares);
    // Shares of two splits of the same key make nothing together.
    let again = shares_of(&ours, 2, 2);
    assert_eq!(combine(&ours, &[one[0].clone(), again[1].clone()]).unwrap_err(), RecoveryError::WrongShares);
    let (none, shown) = (combine(&ours, &[]), format!("{one:?}"));
    assert_eq!(none.unwrap_err(), RecoveryError::TooFewShares { needed: 2 });
    assert!(!shown.contains("value"));
}

#[test]
fn an_authority_whose_key_lies_in_shares_answers_again_once_they_are_joined() {
    let mut post = Post::new();
    let place = post.folder.path().join("authority");
    let shares = shares_of(&post.department, 2, 3);
    let whole = post.department.authority.remove_recovery().unwrap();
    post.department.authority.save(&place).unwrap();
    let file = fs::read(place.join("authority-04.cbor")).unwrap();
    let challenge = post.challenge();
    post.department.authority = Authority::load(&place, "04").unwrap();
    let refused = post.department.authority.answer(&post.department.log, &challenge).unwrap_err();
    assert!(matches!(refused, AuthorityError::Recovery(RecoveryError::NoRecoveryKey)));
    let foreign = Department::new().authority.remove_recovery().unwrap();
    assert!(post.department.authority.restore_recovery(foreign).is_err());
    let joined = combine(&post.department, &shares[1..]).unwrap();
    assert_eq!(joined.public(), whole.public());
    post.department.authority.restore_recovery(joined).unwrap();
    let answer = post.answer(&challenge);
    post.reset(&answer).unwrap();
    post.department.authority.save(&place).unwrap();
    assert!(fs::read(place.join("authority-04.cbor")).unwrap().len() > file.len() + 30, "whole again");
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_and_never_a_panic(text in "(RETO|RESPUESTA|PARTE|reto)?:?[0-9A-Za-z \\-]{0,400}|\\PC{0,80}") {
        prop_assert!(Challenge::from_text(&text).is_err());
        prop_assert!(Answer::from_text(&text).is_err());
        prop_assert!(RecoveryShare::from_text(&text).is_err());
    }

    #[test]
    fn any_split_is_joined_by_any_of_its_parts(needed in 2_u8..6, extra in 0_u8..5, pick in any::<u64>()) {
        let department = Department::new();
        let mut shares = shares_of(&department, needed, needed + extra);
        let length = shares.len();
        shares.rotate_left((pick as usize) % length);
        shares.truncate(usize::from(needed));
        prop_assert!(combine(&department, &shares).is_ok());
        shares.pop();
        prop_assert!(combine(&department, &shares).is_err());
    }
}
