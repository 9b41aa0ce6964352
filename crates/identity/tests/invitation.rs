//! Codes, invitations, and the authority's file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Department, SABAYA, TURCO, WEAK, keys_of, open};
use posta_identity::{
    Authority, AuthorityError, Code, CodeError, CodeKeys, DeviceKeys, GrantRequest, Invitation,
    InvitationError, KdfCost, Role,
};

#[test]
fn a_code_is_read_back_however_it_is_typed() {
    for _ in 0..200 {
        let code = Code::random();
        let shown = code.to_string();
        assert_eq!(shown.len(), 19);
        assert!(shown.split('-').all(|group| group.len() == 4));
        let typed = [
            shown.clone(),
            shown.to_lowercase(),
            shown.replace('-', ""),
            format!("  {} ", shown.replace('-', " ")),
            shown.replace('0', "O").replace('1', "l"),
            shown.replace('0', "o").replace('1', "I"),
        ];
        for text in typed {
            assert!(Code::parse(&text) == Ok(code.clone()), "typed another way");
        }
    }
}

#[test]
fn a_code_keeps_all_its_eighty_bits() {
    for text in ["0000-0000-0000-0001", "8000-0000-0000-0000", "ZZZZ-ZZZZ-ZZZZ-ZZZZ", "0123-4567-89AB-CDEF"] {
        assert_eq!(Code::parse(text).unwrap().to_string(), text);
    }
}

#[test]
fn a_text_that_is_no_code_is_refused_with_its_place() {
    assert_eq!(Code::parse("").unwrap_err(), CodeError::WrongLength { found: 0 });
    assert_eq!(Code::parse("ABCD-EFGH-JKMN").unwrap_err(), CodeError::WrongLength { found: 12 });
    assert_eq!(Code::parse("ABCD-EFGH-JKMN-PQRST").unwrap_err(), CodeError::WrongLength { found: 17 });
    assert_eq!(Code::parse("ABCD-EFGH-JKMN-PQRU").unwrap_err(), CodeError::WrongCharacter { position: 16 });
    assert_eq!(Code::parse("ñBCD-EFGH-JKMN-PQRS").unwrap_err(), CodeError::WrongCharacter { position: 1 });
}

#[test]
fn code_keys_depend_on_code_and_cost_and_differ_from_each_other() {
    let code = Code::random();
    let keys = keys_of(&code);
    assert_eq!(keys.id, keys_of(&code).id);
    assert_eq!(keys.public(), keys_of(&code).public());
    assert_ne!(keys.id, keys_of(&Code::random()).id);
    let dearer = CodeKeys::derive(&code, KdfCost { memory_kib: 128, passes: 1 }).unwrap();
    assert_ne!(keys.id, dearer.id);
    assert_ne!(keys.seal_key.as_slice(), keys.sign.to_bytes());
}

#[test]
fn an_invitation_opens_with_its_code_and_carries_the_department() {
    let mut department = Department::new();
    let issued = department.invite("Ana Prueba", Role::Care, SABAYA);
    let (keys, invitation) = open(&issued);
    assert_eq!(keys.id, issued.id);
    assert_eq!(invitation.department, department.authority.department());
    assert_eq!(invitation.authority_public, department.authority.public());
    assert_eq!(invitation.grant, issued.grant);
    let log = invitation.log().unwrap();
    assert_eq!(log.head(), department.log.head());
    assert_eq!(issued.entries.len(), 3, "scope, epoch, grant");
}

#[test]
fn an_invitation_carries_the_keys_of_its_role_and_no_others() {
    let mut department = Department::new();
    let scopes = |invited: &posta_identity::IssuedInvitation| -> Vec<_> {
        open(invited).1.epoch_keys.iter().map(|(scope, _)| *scope).collect()
    };
    let sabaya = department.invite("Ana Prueba", Role::Care, SABAYA);
    let again = department.invite("Eva Prueba", Role::Care, SABAYA);
    let turco = department.invite("Luz Prueba", Role::Care, TURCO);
    let registrar = department.invite("Sol Prueba", Role::Registrar, SABAYA);
    let supervisor = department.invite("Paz Prueba", Role::Supervisor, "04");
    let membership = department.log.membership();
    let (registry, care) = (membership.registry(), membership.care_scope(SABAYA).unwrap());
    assert_eq!(scopes(&sabaya), [registry, care]);
    assert_eq!(scopes(&again), [registry, care]);
    assert_eq!(scopes(&turco), [registry, membership.care_scope(TURCO).unwrap()]);
    assert_eq!(scopes(&registrar), [registry]);
    assert_eq!(scopes(&supervisor), [registry, membership.audit()]);
    assert_eq!(again.entries.len(), 1, "the care scope is made once");
    let key = |invited| open(invited).1.epoch_keys[1].1.id;
    assert_eq!(key(&sabaya), key(&again));
    assert_eq!(Some(key(&sabaya)), membership.current_epoch(care));
}

#[test]
fn both_screens_show_the_words_of_the_grant_and_no_other_invitation_has_them() {
    let mut department = Department::new();
    let (issued, other) = (
        department.invite("Ana Prueba", Role::Care, SABAYA),
        department.invite("Ana Prueba", Role::Care, SABAYA),
    );
    let shown = Invitation::words_of(department.log.department(), &issued.grant);
    assert_eq!(open(&issued).1.words(), shown);
    assert_ne!(open(&other).1.words(), shown);
    assert_ne!(Invitation::words_of(Department::new().log.department(), &issued.grant), shown);
}

#[test]
fn a_wrong_code_does_not_open_an_invitation() {
    let mut department = Department::new();
    let issued = department.invite("Ana Prueba", Role::Registrar, SABAYA);
    let wrong = Invitation::open(&keys_of(&Code::random()), &issued.sealed);
    assert_eq!(wrong.unwrap_err(), InvitationError::DoesNotOpen);
}

#[test]
fn an_altered_or_cut_invitation_does_not_open() {
    let mut department = Department::new();
    let issued = department.invite("Ana Prueba", Role::Registrar, SABAYA);
    let keys = keys_of(&issued.code);
    for place in 1..issued.sealed.len() {
        let mut altered = issued.sealed.clone();
        altered[place] ^= 0x20;
        assert_eq!(Invitation::open(&keys, &altered).unwrap_err(), InvitationError::DoesNotOpen);
        assert_eq!(
            Invitation::open(&keys, &issued.sealed[..place]).unwrap_err(),
            InvitationError::DoesNotOpen
        );
    }
    let mut later = issued.sealed.clone();
    later[0] = 2;
    assert_eq!(Invitation::open(&keys, &later).unwrap_err(), InvitationError::UnsupportedVersion(2));
}

#[test]
fn an_invitation_that_contradicts_its_log_is_refused() {
    let mut department = Department::new();
    let first = department.invite("Ana Prueba", Role::Registrar, SABAYA);
    let second = department.invite("Eva Prueba", Role::Registrar, SABAYA);
    let (keys, honest) = open(&second);
    let changes: [fn(&mut Invitation, &Invitation); 5] = [
        |invitation, other| invitation.grant = other.grant,
        |invitation, other| invitation.user = other.user,
        |invitation, _| invitation.server_public = [0; 32],
        |invitation, _| invitation.tls_pin = posta_identity::Hash32::ZERO,
        |invitation, _| {
            invitation.entries.pop();
        },
    ];
    for change in changes {
        let mut forged = honest.clone();
        change(&mut forged, &open(&first).1);
        let sealed = forged.seal(&keys).unwrap();
        assert_eq!(Invitation::open(&keys, &sealed).unwrap_err(), InvitationError::Inconsistent);
    }
    let mut foreign = honest.clone();
    foreign.authority_public = Department::new().authority.public();
    assert!(matches!(Invitation::open(&keys, &foreign.seal(&keys).unwrap()), Err(InvitationError::Entry(_))));
}

#[test]
fn accepting_makes_fresh_keys_and_a_join_that_any_replica_takes() {
    let mut department = Department::new();
    let device = DeviceKeys::random();
    let issued = department.invite("Ana Prueba", Role::Care, SABAYA);
    let (keys, invitation) = open(&issued);
    let acceptance = invitation.accept(&keys, &device).unwrap();
    department.log.insert(&acceptance.join.encode()).unwrap();
    assert_eq!(department.log.head(), acceptance.log.head());
    let user = department.log.membership().user(issued.user).unwrap();
    assert_eq!(user.name, "Ana Prueba");
    assert_eq!(user.assignments, [posta_identity::Assignment { role: Role::Care, place: SABAYA.to_owned() }]);
    assert_eq!(user.sign_public, acceptance.secrets.sign_public());
    assert_eq!(user.seal_public, acceptance.secrets.seal.public());
    assert!(user.devices.contains(&device.device));
    assert_eq!(acceptance.secrets.epochs.len(), 2);
}

#[test]
fn a_grant_that_cannot_be_made_leaves_the_log_as_it_was() {
    let mut department = Department::new();
    let head = department.log.head();
    let mut refuse = |name: &str, role: Role| {
        let request = GrantRequest { name, role, place: SABAYA, expires_hour: 1 };
        department.authority.grant(&mut department.log, &request, WEAK).unwrap_err()
    };
    assert!(matches!(refuse("  ", Role::Care), AuthorityError::BadName));
    assert!(matches!(refuse("Ana\nPrueba", Role::Care), AuthorityError::BadName));
    assert!(matches!(refuse(&"a".repeat(201), Role::Care), AuthorityError::BadName));
    assert!(matches!(refuse("Ana", Role::Other("auditor".to_owned())), AuthorityError::UnknownRole));
    assert_eq!(department.log.head(), head);

    let (mut authority, mut log) = Authority::create("05", "Potosí", "bo").unwrap();
    let request = GrantRequest { name: "Ana", role: Role::Care, place: "050101", expires_hour: 1 };
    let refused = authority.grant(&mut log, &request, WEAK).unwrap_err();
    assert!(matches!(refused, AuthorityError::NoServer));
    assert_eq!(log.len(), 5);
    let mut foreign = Department::new().log;
    let refused = authority.grant(&mut foreign, &request, WEAK).unwrap_err();
    assert!(matches!(refused, AuthorityError::ForeignLog));
}

#[test]
fn an_authority_is_read_back_whole_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("authority");
    let mut department = Department::new();
    let before = department.invite("Ana Prueba", Role::Care, SABAYA);
    department.authority.save(&place).unwrap();
    assert!(Authority::exists(&place, "04"));
    let mut again = Department { authority: Authority::load(&place, "04").unwrap(), log: department.log };
    assert_eq!(again.authority.public(), department.authority.public());
    let after = again.invite("Eva Prueba", Role::Care, SABAYA);
    assert_eq!(open(&before).1.epoch_keys[1].1.id, open(&after).1.epoch_keys[1].1.id);
}

#[test]
fn an_authority_that_was_not_saved_after_a_grant_finds_the_new_keys_in_the_log() {
    let mut department = Department::new();
    let stale = department.authority.clone();
    let before = department.invite("Ana Prueba", Role::Care, SABAYA);
    let mut again = Department { authority: stale, log: department.log };
    let after = again.invite("Eva Prueba", Role::Care, SABAYA);
    assert_eq!(open(&before).1.epoch_keys[1].1.key, open(&after).1.epoch_keys[1].1.key);
}

#[test]
fn an_authority_file_is_never_replaced_by_another_authority() {
    let folder = tempfile::tempdir().unwrap();
    let first = Department::new().authority;
    first.save(folder.path()).unwrap();
    first.save(folder.path()).unwrap();
    let refused = Department::new().authority.save(folder.path()).unwrap_err();
    assert!(matches!(refused, AuthorityError::Exists));
    let path = folder.path().join("authority-04.cbor");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[20] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    assert!(matches!(Authority::load(folder.path(), "04"), Err(AuthorityError::Damaged)));
    assert!(matches!(first.save(folder.path()), Err(AuthorityError::Damaged)));
    assert!(matches!(Authority::load(folder.path(), "05"), Err(AuthorityError::NotFound)));
    assert!(matches!(Authority::load(folder.path(), "../04"), Err(AuthorityError::BadCode)));
}

#[cfg(unix)]
#[test]
fn only_its_owner_reads_the_authority_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("authority");
    Department::new().authority.save(&place).unwrap();
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&place.join("authority-04.cbor")), 0o600);
    assert_eq!(mode(&place), 0o700);
    assert_eq!(std::fs::read_dir(&place).unwrap().count(), 1, "no temporary file is left");
}
