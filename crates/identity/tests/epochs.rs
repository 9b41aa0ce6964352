//! Key epochs: making, sharing, rotation after somebody leaves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Department, Member, SABAYA, TURCO, open, revoke, revoke_user, sign};
use posta_identity::signing::random_key;
use posta_identity::{
    DeviceKeys, EntryBody, EntryError, EpochError, EpochKey, Revoked, Role, ScopeId, SealSecret, mint_epoch,
    share_epoch,
};

struct Team {
    department: Department,
    ana: Member,
    eva: Member,
    supervisor: Member,
    care: ScopeId,
}

impl Team {
    fn new() -> Self {
        let mut department = Department::new();
        let ana = department.member(Role::Care, SABAYA);
        let eva = department.member(Role::Care, SABAYA);
        let supervisor = department.member(Role::Supervisor, "04");
        let care = department.log.membership().care_scope(SABAYA).unwrap();
        Self { department, ana, eva, supervisor, care }
    }
}

fn holds(member: &mut Member, team: &Department, scope: ScopeId) -> bool {
    let known = team.log.membership();
    member.secrets.open_shares(known);
    let current = known.current_epoch(scope).unwrap();
    let held = member.secrets.epoch(scope, current).is_some();
    assert_eq!(held, member.secrets.latest_epoch(scope).is_some_and(|key| key.id == current));
    held
}

#[test]
fn members_of_a_first_epoch_lack_nothing() {
    let mut team = Team::new();
    let known = team.department.log.membership();
    for scope in [team.care, known.audit()] {
        assert!(!known.needs_rotation(scope));
        assert!(known.lacks_share(scope).is_empty());
    }
    assert!(holds(&mut team.ana, &team.department, team.care));
    let epoch = known.epoch(team.care, known.current_epoch(team.care).unwrap()).unwrap();
    let key = team.ana.secrets.latest_epoch(team.care).unwrap();
    assert_eq!(epoch.inbox_public, key.inbox().public());
}

#[test]
fn the_inbox_secret_is_another_for_each_epoch_and_is_not_the_key() {
    let (one, other) = (EpochKey::random(), EpochKey::random());
    assert_ne!(one.inbox().as_bytes(), other.inbox().as_bytes());
    assert_ne!(one.inbox().as_bytes(), &*one.key);
    assert_eq!(one.inbox().public(), EpochKey::from_key(*one.key).inbox().public());
}

#[test]
fn after_a_member_leaves_any_member_makes_an_epoch_that_the_leaver_cannot_open() {
    let mut team = Team::new();
    let before = team.department.log.membership().current_epoch(team.care).unwrap();
    sign(&mut team.department.log, &team.supervisor, revoke_user(team.eva.user())).unwrap();
    let known = team.department.log.membership();
    assert!(known.needs_rotation(team.care));
    assert_eq!(known.current_epoch(team.care), Some(before), "work goes on in the old one until then");
    assert!(!known.needs_rotation(known.audit()), "she never read it");

    let key = mint_epoch(&mut team.department.log, team.care, &team.ana.secrets.sign).unwrap();
    let known = team.department.log.membership();
    assert!(!known.needs_rotation(team.care));
    assert_eq!(known.current_epoch(team.care), Some(key.id));
    assert!(known.lacks_share(team.care).is_empty());
    assert!(holds(&mut team.ana, &team.department, team.care));
    assert!(!holds(&mut team.eva, &team.department, team.care));
    assert!(team.ana.secrets.epoch(team.care, before).is_some(), "the past stays readable");
    let entries = team.department.log.entries();
    assert!(!entries.iter().any(|entry| entry.windows(32).any(|window| window == &key.key[..])));
}

#[test]
fn the_end_of_a_right_or_of_a_device_asks_for_a_new_epoch_of_its_scopes_only() {
    let cases: [&dyn Fn(&Team) -> Revoked; 2] = [
        &|team| Revoked::Assignment { user: team.eva.user(), role: Role::Care, place: SABAYA.to_owned() },
        &|team| Revoked::Device(team.eva.device.device),
    ];
    for who in cases {
        let mut team = Team::new();
        let turco = team.department.member(Role::Care, TURCO);
        let who = who(&team);
        team.department.order(revoke(who, &[]));
        let known = team.department.log.membership();
        assert!(known.needs_rotation(team.care));
        assert!(!known.needs_rotation(known.care_scope(TURCO).unwrap()));
        assert!(known.may_read(turco.user(), known.care_scope(TURCO).unwrap()));
        assert!(!known.needs_rotation(known.registry()), "the server reads it anyway");
    }
}

#[test]
fn an_epoch_that_did_not_know_of_a_revocation_is_not_clean() {
    let mut team = Team::new();
    let mut away = team.department.branch();
    let unaware = mint_epoch(&mut away.log, team.care, &team.ana.secrets.sign).unwrap();
    team.department.order(revoke_user(team.eva.user()));
    team.department.merge(&away);
    let known = team.department.log.membership();
    assert!(known.needs_rotation(team.care));
    assert_eq!(known.current_epoch(team.care), Some(unaware.id));
    let clean = mint_epoch(&mut team.department.log, team.care, &team.ana.secrets.sign).unwrap();
    let known = team.department.log.membership();
    assert_eq!(known.current_epoch(team.care), Some(clean.id));
    assert!(!known.needs_rotation(team.care));
}

#[test]
fn a_clean_epoch_is_current_before_a_later_one_that_is_not() {
    let mut team = Team::new();
    let mut away = team.department.branch();
    for _ in 0..3 {
        mint_epoch(&mut away.log, team.care, &team.ana.secrets.sign).unwrap();
    }
    team.department.order(revoke_user(team.eva.user()));
    let clean = mint_epoch(&mut team.department.log, team.care, &team.ana.secrets.sign).unwrap();
    team.department.merge(&away);
    let known = team.department.log.membership();
    assert_eq!(known.epochs(team.care).len(), 5);
    assert_ne!(known.epochs(team.care).last().unwrap().epoch, clean.id);
    assert_eq!(known.current_epoch(team.care), Some(clean.id));
    assert!(holds(&mut team.ana, &team.department, team.care));
}

#[test]
fn two_epochs_made_at_once_are_both_legal_and_everybody_takes_the_same() {
    let mut team = Team::new();
    let mut away = team.department.branch();
    let keys = [
        mint_epoch(&mut team.department.log, team.care, &team.ana.secrets.sign).unwrap(),
        mint_epoch(&mut away.log, team.care, &team.eva.secrets.sign).unwrap(),
    ];
    let mut there = away.branch();
    there.merge(&team.department);
    team.department.merge(&away);
    let current = team.department.log.membership().current_epoch(team.care);
    assert_eq!(current, there.log.membership().current_epoch(team.care));
    assert!(keys.iter().any(|key| Some(key.id) == current));
    for member in [&mut team.ana, &mut team.eva] {
        assert!(holds(member, &team.department, team.care));
        for key in &keys {
            assert!(member.secrets.epoch(team.care, key.id).is_some());
        }
    }
}

#[test]
fn an_epoch_of_a_signer_who_was_revoked_meanwhile_has_no_effect() {
    let mut team = Team::new();
    let mut away = team.department.branch();
    let lost = mint_epoch(&mut away.log, team.care, &team.eva.secrets.sign).unwrap();
    team.department.order(revoke_user(team.eva.user()));
    team.department.merge(&away);
    let known = team.department.log.membership();
    assert!(known.epoch(team.care, lost.id).is_none());
    assert!(known.shares(team.ana.user()).next().is_none());
}

#[test]
fn whom_a_new_epoch_did_not_reach_is_named_and_gets_a_share() {
    let mut team = Team::new();
    let mut away = team.department.branch();
    let key = mint_epoch(&mut away.log, team.care, &team.ana.secrets.sign).unwrap();
    let mut luz = team.department.member(Role::Care, SABAYA);
    team.department.merge(&away);
    let known = team.department.log.membership();
    assert_eq!(known.current_epoch(team.care), Some(key.id));
    assert_eq!(known.lacks_share(team.care), [luz.user()]);
    assert!(!holds(&mut luz, &team.department, team.care));
    share_epoch(&mut team.department.log, team.care, &key, luz.user(), &team.eva.secrets.sign).unwrap();
    assert!(team.department.log.membership().lacks_share(team.care).is_empty());
    assert!(holds(&mut luz, &team.department, team.care));
}

#[test]
fn a_new_member_is_invited_with_the_epochs_that_members_made() {
    let mut team = Team::new();
    let key = mint_epoch(&mut team.department.log, team.care, &team.ana.secrets.sign).unwrap();
    let luz = team.department.member(Role::Care, SABAYA);
    assert_eq!(luz.secrets.latest_epoch(team.care).unwrap().id, key.id);
    assert_eq!(luz.secrets.epochs.iter().filter(|(scope, _)| *scope == team.care).count(), 2);
    // The authority might not have been able to open it, so a member shares it all the same.
    assert_eq!(team.department.log.membership().lacks_share(team.care), [luz.user()]);
}

#[test]
fn a_member_who_seals_rubbish_to_the_recovery_key_keeps_nobody_from_being_invited() {
    let mut team = Team::new();
    let body = EntryBody::Epoch {
        scope: team.care,
        epoch: EpochKey::random().id,
        sealed_to_recovery: vec![0; 80],
        inbox_public: SealSecret::random().public(),
    };
    sign(&mut team.department.log, &team.eva, body).unwrap();
    let luz = team.department.member(Role::Care, SABAYA);
    assert_eq!(luz.secrets.epochs.iter().filter(|(scope, _)| *scope == team.care).count(), 1);
}

#[test]
fn a_share_that_does_not_open_to_its_epoch_is_ignored() {
    let mut team = Team::new();
    let key = mint_epoch(&mut team.department.log, team.care, &team.ana.secrets.sign).unwrap();
    let mut luz = team.department.member(Role::Care, SABAYA);
    luz.secrets.epochs.clear();
    let mut pretended = EpochKey::random();
    pretended.id = key.id;
    share_epoch(&mut team.department.log, team.care, &pretended, luz.user(), &team.eva.secrets.sign).unwrap();
    assert!(!holds(&mut luz, &team.department, team.care));
    assert!(luz.secrets.epochs.is_empty(), "nor is another key taken for it");
    share_epoch(&mut team.department.log, team.care, &key, luz.user(), &team.ana.secrets.sign).unwrap();
    assert!(holds(&mut luz, &team.department, team.care));
}

#[test]
fn who_is_no_member_neither_makes_nor_shares_an_epoch() {
    let mut team = Team::new();
    let head = team.department.log.head();
    let refused = EpochError::Entry(EntryError::SignerNotAllowed);
    for signer in [&team.supervisor.secrets.sign, &random_key()] {
        assert_eq!(mint_epoch(&mut team.department.log, team.care, signer).unwrap_err(), refused);
        let key = team.ana.secrets.latest_epoch(team.care).unwrap().clone();
        let shared = share_epoch(&mut team.department.log, team.care, &key, team.eva.user(), signer);
        assert_eq!(shared.unwrap_err(), refused);
    }
    assert_eq!(team.department.log.head(), head, "nothing half made is left");
}

#[test]
fn no_invitation_brings_a_key_of_a_scope_that_its_role_cannot_read() {
    let mut team = Team::new();
    team.department.member(Role::Protection, SABAYA);
    for role in [Role::Registrar, Role::Care, Role::Protection, Role::Supervisor, Role::Administrator] {
        let issued = team.department.invite("Luz Prueba", role.clone(), SABAYA);
        let (keys, invitation) = open(&issued);
        let join = invitation.accept(&keys, &DeviceKeys::random()).unwrap().join;
        team.department.log.insert(&join.encode()).unwrap();
        let known = team.department.log.membership();
        for scope in known.scopes() {
            let brought = invitation.epoch_keys.iter().any(|(of, _)| *of == scope.scope);
            assert_eq!(brought, known.may_read(issued.user, scope.scope), "{role} of {}", scope.sensitivity);
        }
    }
}

#[test]
fn an_epoch_whose_inbox_is_another_than_its_keys_is_told_and_made_anew() {
    let mut team = Team::new();
    let (key, theirs) = (EpochKey::random(), SealSecret::random());
    let epoch = EntryBody::Epoch {
        scope: team.care,
        epoch: key.id,
        sealed_to_recovery: vec![],
        inbox_public: theirs.public(),
    };
    sign(&mut team.department.log, &team.eva, epoch).unwrap();
    let user = team.ana.user();
    share_epoch(&mut team.department.log, team.care, &key, user, &team.eva.secrets.sign).unwrap();
    let known = team.department.log.membership();
    assert_eq!(known.current_epoch(team.care), Some(key.id));
    assert_eq!(team.ana.secrets.open_shares(known), [(team.care, key.id)]);
    assert!(team.ana.secrets.sound_epoch(known, team.care).is_none(), "nothing is to be sealed to it");
    // What colleagues sealed with the key itself stays readable.
    assert!(team.ana.secrets.epoch(team.care, key.id).is_some());

    let anew = mint_epoch(&mut team.department.log, team.care, &team.ana.secrets.sign).unwrap();
    let known = team.department.log.membership();
    assert_eq!(team.ana.secrets.open_shares(known), [(team.care, key.id)]);
    assert_eq!(known.current_epoch(team.care), Some(anew.id));
    assert_eq!(team.ana.secrets.sound_epoch(known, team.care).map(|key| key.id), Some(anew.id));
}
