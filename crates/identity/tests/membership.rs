//! The membership log: what enters it, and who may do what by it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Department, SABAYA, TURCO, open};
use posta_identity::signing::{SigningKey, public_of, random_key, sign};
use posta_identity::{
    DepartmentId, DeviceId, DeviceKeys, Entry, EntryBody, EntryError, Hash32, Inserted, Log, Revoked, Role,
    ScopeId, Sensitivity, UserId, mint_epoch,
};
use proptest::prelude::*;

fn grant_body(role: Role, place: &str) -> EntryBody {
    EntryBody::Grant {
        invitation: [7; 32],
        user: UserId::random(),
        name: "Ana Prueba".to_owned(),
        role,
        place: place.to_owned(),
        expires_hour: 1,
    }
}

/// A log whose authority's key the test holds.
fn bare_log() -> (Log, SigningKey) {
    let key = random_key();
    let mut log = Log::new(DepartmentId::of(&public_of(&key)));
    let body = EntryBody::Department {
        code: "04".to_owned(),
        name: "Oruro".to_owned(),
        pack: "bo".to_owned(),
        recovery_public: [0; 32],
    };
    log.append(body, &key).unwrap();
    (log, key)
}

#[test]
fn a_department_begins_with_its_registry_and_one_epoch() {
    let Department { authority, log } = Department::new();
    let membership = log.membership();
    assert_eq!(membership.department().unwrap().code, "04");
    assert_eq!(membership.department().unwrap().authority_public, authority.public());
    assert_eq!(membership.id(), authority.department());
    assert!(membership.server().is_some());
    assert_eq!(membership.scope(membership.registry()).unwrap().sensitivity, Sensitivity::Registry);
    assert_eq!(membership.epochs(membership.registry()).len(), 1);
    assert_eq!(log.tips().len(), 1);
}

#[test]
fn an_entry_with_any_byte_changed_is_refused() {
    let Department { log, .. } = Department::new();
    let entries = log.entries();
    let last = entries.last().unwrap();
    for place in 0..last.len() {
        let mut forged = last.clone();
        forged[place] ^= 1;
        let mut replica = Log::new(log.department());
        for entry in &entries[..entries.len() - 1] {
            replica.insert(entry).unwrap();
        }
        let head = replica.head();
        assert!(replica.insert(&forged).is_err(), "byte {place}");
        assert_eq!((replica.head(), replica.orphans()), (head, 0), "byte {place}");
    }
}

#[test]
fn an_entry_in_another_encoding_of_the_same_content_is_refused() {
    let (mut log, key) = bare_log();
    let body = EntryBody::Unknown { tag: 99, raw: vec![0xa0] };
    let entry = Entry::sign(log.department(), log.tips(), body, &key);
    let bytes = entry.encode();
    assert_eq!(bytes[0], 0x82, "an array of two");
    let longer = [&[0x98, 0x02], &bytes[1..]].concat();
    assert_eq!(log.insert(&longer), Err(EntryError::Malformed));
    let trailing = [bytes.as_slice(), &[0]].concat();
    assert_eq!(log.insert(&trailing), Err(EntryError::Malformed));
    assert_eq!(log.insert(&bytes), Ok(Inserted::New));
}

#[test]
fn only_the_authority_may_name_servers_scopes_epochs_and_grants() {
    let Department { mut log, .. } = Department::new();
    let bodies = [
        EntryBody::Server { server_public: [1; 32], tls_pin: Hash32::ZERO },
        EntryBody::Scope {
            scope: ScopeId::random(),
            place: SABAYA.to_owned(),
            sensitivity: Sensitivity::Care,
        },
        EntryBody::Epoch {
            scope: ScopeId::random(),
            epoch: Hash32::ZERO,
            sealed_to_recovery: vec![],
            inbox_public: [0; 32],
        },
        grant_body(Role::Care, SABAYA),
    ];
    let stranger = random_key();
    let head = log.head();
    for body in bodies {
        let forged = Entry::sign(log.department(), log.tips(), body, &stranger);
        assert_eq!(log.insert(&forged.encode()), Err(EntryError::SignerNotAllowed));
    }
    let other = EntryBody::Department {
        code: "04".to_owned(),
        name: "Otro".to_owned(),
        pack: "bo".to_owned(),
        recovery_public: [0; 32],
    };
    let forged = Entry::sign(log.department(), vec![], other, &stranger);
    assert_eq!(log.insert(&forged.encode()), Err(EntryError::SignerNotAllowed));
    assert_eq!(log.head(), head);
}

#[test]
fn entries_of_another_department_are_refused() {
    let mut ours = Department::new();
    let theirs = Department::new();
    for entry in theirs.log.entries() {
        assert_eq!(ours.log.insert(&entry), Err(EntryError::ForeignDepartment));
    }
    assert!(theirs.authority.sign(grant_body(Role::Care, SABAYA), &mut ours.log).is_err());
}

#[test]
fn only_a_first_entry_may_lack_parents() {
    let Department { mut log, .. } = Department::new();
    let rootless =
        Entry::sign(log.department(), vec![], EntryBody::Unknown { tag: 99, raw: vec![0xa0] }, &random_key());
    assert_eq!(log.insert(&rootless.encode()), Err(EntryError::Malformed));
}

#[test]
fn a_join_needs_the_invitation_key_and_proofs_of_both_keys() {
    let mut department = Department::new();
    let device = DeviceKeys::random();
    let issued = department.invite("Ana Prueba", Role::Registrar, SABAYA);
    let (keys, invitation) = open(&issued);
    let honest = invitation.accept(&keys, &device).unwrap().join;
    let log = &mut department.log;
    let sign = |body, key: &_| Entry::sign(honest.department, honest.parents.clone(), body, key).encode();

    let by_stranger = sign(honest.body.clone(), &random_key());
    assert_eq!(log.insert(&by_stranger), Err(EntryError::SignerNotAllowed));

    let forge = |change: &dyn Fn(&mut EntryBody)| {
        let mut body = honest.body.clone();
        change(&mut body);
        sign(body, &keys.sign)
    };
    let victim = DeviceKeys::random();
    let forgeries = [
        forge(&|body| {
            let EntryBody::Join { user_sign, .. } = body else { unreachable!() };
            *user_sign = public_of(&random_key());
        }),
        forge(&|body| {
            let EntryBody::Join { user_seal, .. } = body else { unreachable!() };
            *user_seal = [9; 32];
        }),
        forge(&|body| {
            let EntryBody::Join { device, .. } = body else { unreachable!() };
            *device = DeviceId::random();
        }),
        forge(&|body| {
            let EntryBody::Join { device, device_sign, .. } = body else { unreachable!() };
            (*device, *device_sign) = (victim.device, victim.sign_public());
        }),
        forge(&|body| {
            let EntryBody::Join { device_seal, .. } = body else { unreachable!() };
            *device_seal = [9; 32];
        }),
    ];
    for forged in forgeries {
        assert_eq!(log.insert(&forged), Err(EntryError::BadProof));
    }
    assert!(log.membership().user(issued.user).is_none());
    assert_eq!(log.insert(&honest.encode()), Ok(Inserted::New));
    assert!(log.membership().user(issued.user).is_some());
}

#[test]
fn a_proof_made_for_one_grant_serves_no_other() {
    let mut department = Department::new();
    let device = DeviceKeys::random();
    let first = department.join("Ana Prueba", Role::Registrar, SABAYA, &device);
    let issued = department.invite("Otra Prueba", Role::Care, SABAYA);
    let (keys, _) = open(&issued);
    let mut body = first.join.body.clone();
    let EntryBody::Join { grant, .. } = &mut body else { unreachable!() };
    *grant = issued.grant;
    let forged = Entry::sign(department.log.department(), department.log.tips(), body, &keys.sign);
    assert_eq!(department.log.insert(&forged.encode()), Err(EntryError::BadProof));
}

#[test]
fn a_grant_serves_once_and_every_replica_agrees_for_whom() {
    let mut department = Department::new();
    let issued = department.invite("Ana Prueba", Role::Registrar, SABAYA);
    let (keys, invitation) = open(&issued);
    let devices = [DeviceKeys::random(), DeviceKeys::random(), DeviceKeys::random()];
    let joins: Vec<Entry> =
        devices.iter().map(|device| invitation.accept(&keys, device).unwrap().join).collect();
    let winner = joins.iter().map(Entry::hash).min().unwrap();
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let mut log = department.log.clone();
        for place in order {
            log.insert(&joins[place].encode()).unwrap();
        }
        let membership = log.membership();
        assert_eq!(membership.grant(issued.grant).unwrap().used_by, Some(winner));
        assert_eq!(membership.devices().count(), 1);
        assert_eq!(membership.user(issued.user).unwrap().devices.len(), 1);
    }
}

#[test]
fn a_device_may_have_several_users_and_keeps_its_keys() {
    let mut department = Department::new();
    let device = DeviceKeys::random();
    let ana = department.join("Ana Prueba", Role::Registrar, SABAYA, &device).secrets;
    let eva = department.join("Eva Prueba", Role::Care, SABAYA, &device).secrets;
    let membership = department.log.membership();
    let known = membership.device(device.device).unwrap();
    assert_eq!(known.sign_public, device.sign_public());
    assert_eq!(known.users.len(), 2);
    let care = membership.care_scope(SABAYA).unwrap();
    assert!(membership.may_hold(device.device, care));
    assert!(!membership.may_write(ana.user, care));
    assert!(membership.may_write(eva.user, care));
    assert_eq!(membership.scopes_for(ana.user), [membership.registry()]);
    assert_eq!(membership.scopes_for(eva.user), [membership.registry(), care]);
}

#[test]
fn orphans_wait_for_their_parents_and_have_no_effect_before() {
    let mut department = Department::new();
    department.join("Ana Prueba", Role::Care, SABAYA, &DeviceKeys::random());
    let entries = department.log.entries();
    let mut replica = Log::new(department.log.department());
    for (place, entry) in entries.iter().enumerate().skip(1).rev() {
        assert_eq!(replica.insert(entry), Ok(Inserted::Orphan), "entry {place}");
        assert_eq!(replica.insert(entry), Ok(Inserted::Known), "entry {place}");
    }
    assert_eq!((replica.len(), replica.membership().users().count()), (0, 0));
    assert_eq!(replica.insert(&entries[0]), Ok(Inserted::New));
    assert_eq!((replica.len(), replica.orphans()), (entries.len(), 0));
    assert_eq!(replica.head(), department.log.head());
    assert_eq!(replica.membership(), department.log.membership());
}

#[test]
fn an_unknown_body_is_kept_and_relayed_without_effect() {
    let (mut log, key) = bare_log();
    let before = log.membership().clone();
    let body = EntryBody::Unknown { tag: 99, raw: vec![0xa1, 0x00, 0x18, 0x2a] };
    let entry = Entry::sign(log.department(), log.tips(), body.clone(), &key);
    assert_eq!(log.insert(&entry.encode()), Ok(Inserted::New));
    assert_eq!(*log.membership(), before);
    assert_eq!(log.tips(), [entry.hash()]);
    let mut replica = Log::new(log.department());
    for entry in log.entries() {
        replica.insert(&entry).unwrap();
    }
    assert_eq!(replica.get(&entry.hash()).unwrap().body, body);
    assert_eq!(replica.head(), log.head());
}

#[test]
fn nobody_but_the_authority_adds_a_body_of_a_later_version() {
    let Department { mut log, .. } = Department::new();
    let head = log.head();
    let body = EntryBody::Unknown { tag: 99, raw: vec![0xa0] };
    let flood = Entry::sign(log.department(), log.tips(), body, &random_key());
    assert_eq!(log.insert(&flood.encode()), Err(EntryError::SignerNotAllowed));
    assert_eq!(log.head(), head);
}

#[test]
fn a_field_of_a_later_version_is_tolerated_and_signed() {
    let (mut log, key) = bare_log();
    let (department, tip) = (log.department(), log.tips()[0]);
    let payload = |extra: &[u8]| {
        let mut bytes = Vec::new();
        let mut encoder = minicbor::Encoder::new(&mut bytes);
        encoder.map(6).unwrap().u8(0).unwrap().u8(1).unwrap();
        encoder.u8(1).unwrap().bytes(department.as_bytes()).unwrap();
        encoder.u8(2).unwrap().array(1).unwrap().bytes(tip.as_bytes()).unwrap();
        encoder.u8(3).unwrap().array(2).unwrap().u8(99).unwrap().map(0).unwrap();
        encoder.u8(4).unwrap().bytes(&public_of(&key)).unwrap();
        encoder.u8(5).unwrap().bytes(extra).unwrap();
        bytes
    };
    let entry = |payload: &[u8], signature: &[u8; 64]| {
        let mut bytes = Vec::new();
        minicbor::Encoder::new(&mut bytes)
            .array(2)
            .unwrap()
            .bytes(payload)
            .unwrap()
            .bytes(signature)
            .unwrap();
        bytes
    };
    let signature = sign(&key, "posta entry", &payload(b"later"));
    assert_eq!(log.insert(&entry(&payload(b"other"), &signature)), Err(EntryError::BadSignature));
    let good = entry(&payload(b"later"), &signature);
    assert_eq!(log.insert(&good), Ok(Inserted::New));
    assert_eq!(log.entries().last().unwrap(), &good);
}

#[test]
fn a_later_version_of_the_entry_form_is_refused_by_its_number() {
    let mut bytes = Vec::new();
    let payload = [0xa1, 0x00, 0x02];
    minicbor::Encoder::new(&mut bytes).array(2).unwrap().bytes(&payload).unwrap().bytes(&[0; 64]).unwrap();
    assert_eq!(Log::new(DepartmentId::random()).insert(&bytes), Err(EntryError::UnsupportedVersion(2)));
}

#[test]
fn lacked_entries_bring_a_replica_up_to_date_in_one_pass() {
    let mut department = Department::new();
    let mut replica = Log::new(department.log.department());
    for entry in department.log.lacked_by(&[]) {
        assert_eq!(replica.insert(&entry), Ok(Inserted::New));
    }
    department.join("Ana Prueba", Role::Care, TURCO, &DeviceKeys::random());
    let mut unknown = replica.tips();
    unknown.push(Hash32::of(b"a tip that nobody here knows"));
    let lacked = department.log.lacked_by(&unknown);
    assert_eq!(lacked.len(), 4, "scope, epoch, grant, join");
    for entry in lacked {
        assert_eq!(replica.insert(&entry), Ok(Inserted::New));
    }
    assert_eq!(replica.head(), department.log.head());
    assert!(department.log.lacked_by(&replica.tips()).is_empty());
}

/// A log with concurrent branches: two copies of the authority work apart, users join, one grant is used twice.
fn branched_log() -> Log {
    let mut left = Department::new();
    let mut right = Department { authority: left.authority.clone(), log: left.log.clone() };
    let shared = DeviceKeys::random();
    left.join("Ana Prueba", Role::Care, SABAYA, &shared);
    right.join("Eva Prueba", Role::Care, SABAYA, &shared);
    right.join("Sol Prueba", Role::Supervisor, "04", &DeviceKeys::random());
    let issued = left.invite("Luz Prueba", Role::Registrar, TURCO);
    let (keys, invitation) = open(&issued);
    for _ in 0..2 {
        let join = invitation.accept(&keys, &DeviceKeys::random()).unwrap().join;
        left.log.insert(&join.encode()).unwrap();
    }
    let server = EntryBody::Server { server_public: [3; 32], tls_pin: Hash32::of(b"renewed") };
    right.authority.sign(server, &mut right.log).unwrap();
    left.merge(&right);
    let sol = left.member(Role::Supervisor, "04");
    let second = left.member(Role::Supervisor, "04");
    let eva = left.member(Role::Care, SABAYA);
    let care = left.log.membership().care_scope(SABAYA).unwrap();
    let mut right = left.branch();
    // Apart from each other: both sides revoke, admit, make epochs, order and carry out an erasure, attach.
    let erase = EntryBody::Erase {
        scope: care,
        kind: "consultation".to_owned(),
        document: [5; 16],
        basis: "request".to_owned(),
    };
    let order = common::sign(&mut left.log, &sol, erase).unwrap().hash();
    common::sign(&mut left.log, &second, EntryBody::Agree { order }).unwrap();
    let erased = EntryBody::Erased { order, scope: care, documents: vec![], batches: vec![Hash32::ZERO] };
    common::sign(&mut left.log, &eva, erased).unwrap();
    common::sign(&mut left.log, &sol, common::revoke_user(second.user())).unwrap();
    let attach = shared.attach(&left.log.department(), eva.user());
    common::sign(&mut left.log, &eva, attach).unwrap();
    mint_epoch(&mut left.log, care, &eva.secrets.sign).unwrap();
    common::sign(&mut right.log, &second, common::revoke_user(sol.user())).unwrap();
    let right_of_eva = Revoked::Assignment { user: eva.user(), role: Role::Care, place: SABAYA.to_owned() };
    common::sign(&mut right.log, &second, common::revoke(right_of_eva, &[common::cut(3)])).unwrap();
    let admit = EntryBody::Admit { feed: common::FEED, n: 5, hash: Hash32::ZERO, of: None };
    common::sign(&mut right.log, &second, admit).unwrap();
    right.order(EntryBody::Assign { user: eva.user(), role: Role::Registrar, place: TURCO.to_owned() });
    right.order(common::revoke(Revoked::Device(shared.device), &[common::cut(2)]));
    left.merge(&right);
    let merge = EntryBody::Unknown { tag: 99, raw: vec![0xa0] };
    left.authority.sign(merge, &mut left.log).unwrap();
    left.log
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn the_same_entries_in_any_order_make_the_same_membership(seed in prop::collection::vec(any::<u64>(), 64)) {
        let log = branched_log();
        let mut entries: Vec<Vec<u8>> = log.entries();
        let mut keyed: Vec<_> = entries.drain(..).zip(seed.iter().cycle()).enumerate()
            .map(|(place, (entry, key))| (key.wrapping_mul(place as u64 + 1), entry)).collect();
        keyed.sort();
        let mut replica = Log::new(log.department());
        for (_, entry) in &keyed {
            prop_assert!(replica.insert(entry).is_ok());
            let _ = replica.membership();
        }
        prop_assert_eq!(replica.orphans(), 0);
        prop_assert_eq!(replica.head(), log.head());
        prop_assert_eq!(replica.entries(), log.entries());
        prop_assert_eq!(replica.membership(), log.membership());
    }
}

proptest! {
    #[test]
    fn bytes_that_are_no_entry_are_an_error_and_never_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(Entry::decode(&bytes).is_err());
        prop_assert!(Log::new(DepartmentId::random()).insert(&bytes).is_err());
    }
}

#[test]
fn a_key_under_two_users_is_judged_alike_in_whatever_order_its_joins_came() {
    use posta_identity::{DeviceId, Revoked, SealSecret, signing};
    for _ in 0..4 {
        let mut base = Department::new();
        let issued =
            [base.invite("Uno", Role::Registrar, common::SABAYA), base.invite("Dos", Role::Supervisor, "04")];
        let (key, seal, device) = (signing::random_key(), SealSecret::random(), DeviceKeys::random());
        let id = DeviceId::of(&device.sign_public());
        let joins = issued.each_ref().map(|issued| {
            let user_sign = signing::public_of(&key);
            let department = base.log.department();
            let message = [
                department.as_bytes().as_slice(),
                issued.grant.as_bytes(),
                &user_sign,
                &seal.public(),
                id.as_bytes(),
                &device.sign_public(),
                &device.seal.public(),
            ]
            .concat();
            let body = EntryBody::Join {
                grant: issued.grant,
                user_sign,
                user_seal: seal.public(),
                device: id,
                device_sign: device.sign_public(),
                device_seal: device.seal.public(),
                user_proof: signing::sign(&key, "posta join user", &message),
                device_proof: signing::sign(&device.sign, "posta join device", &message),
            };
            Entry::sign(department, base.log.tips(), body, &common::open(issued).0.sign)
        });
        let (mut one, mut other) = (base.branch(), base.branch());
        for place in [0, 1] {
            one.log.insert(&joins[place].encode()).unwrap();
            other.log.insert(&joins[1 - place].encode()).unwrap();
        }
        let who = Revoked::Device(DeviceId::random());
        let body = EntryBody::Revoke { who, cuts: vec![], destroy: false };
        let entry = Entry::sign(base.log.department(), one.log.tips(), body, &key).encode();
        // The user of the smaller join: only if that is the supervisor may the key revoke.
        let may = joins[1].hash() < joins[0].hash();
        assert_eq!(one.log.insert(&entry).is_ok(), may);
        assert_eq!(other.log.insert(&entry).is_ok(), may);
        assert_eq!(one.log.head(), other.log.head());
        assert!(one.log.membership() == other.log.membership());
    }
}

#[test]
fn an_attachment_that_is_known_already_is_refused() {
    let mut department = Department::new();
    let (one, other) = (
        department.member(Role::Registrar, common::SABAYA),
        department.member(Role::Registrar, common::SABAYA),
    );
    let id = department.log.department();
    let own = one.device.attach(&id, one.user());
    assert_eq!(common::sign(&mut department.log, &one, own).unwrap_err(), EntryError::SignerNotAllowed);
    let new = other.device.attach(&id, one.user());
    common::sign(&mut department.log, &one, new.clone()).unwrap();
    let length = department.log.len();
    assert_eq!(common::sign(&mut department.log, &one, new).unwrap_err(), EntryError::SignerNotAllowed);
    assert_eq!(department.log.len(), length);
}
