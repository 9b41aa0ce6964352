//! The table of who may read and write which scope and lane, and who may sign which entry. Every cell.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Department, Member, SABAYA, TURCO, cut, open, sign};
use posta_identity::signing::{SigningKey, random_key};
use posta_identity::{
    DeviceKeys, Entry, EntryBody, EntryError, FeedOrigin, Hash32, Incarnation, Inserted, Lane, Revoked, Role,
    ScopeId, Sensitivity, UserId,
};

const ROLES: [Role; 5] =
    [Role::Registrar, Role::Care, Role::Protection, Role::Supervisor, Role::Administrator];

struct Office {
    department: Department,
    /// In the order of [`ROLES`], all of Sabaya.
    members: Vec<Member>,
}

impl Office {
    fn new() -> Self {
        let mut department = Department::new();
        // The other municipality's scopes exist too.
        department.invite("Luz Prueba", Role::Care, TURCO);
        department.invite("Luz Prueba", Role::Protection, TURCO);
        let members = ROLES.map(|role| department.member(role, SABAYA)).into();
        Self { department, members }
    }

    fn scopes(&self) -> [ScopeId; 6] {
        let known = self.department.log.membership();
        [
            known.registry(),
            known.care_scope(SABAYA).unwrap(),
            known.care_scope(TURCO).unwrap(),
            known.protection_scope(SABAYA).unwrap(),
            known.protection_scope(TURCO).unwrap(),
            known.audit(),
        ]
    }
}

#[test]
fn each_role_reads_and_writes_what_the_table_says() {
    let office = Office::new();
    let known = office.department.log.membership();
    // registry, care of Sabaya, care of Turco, protection of Sabaya, protection of Turco, audit
    let read = [
        [true, false, false, false, false, false],
        [true, true, false, false, false, false],
        [true, false, false, true, false, false],
        [true, false, false, false, false, true],
        [false; 6],
    ];
    for (member, (role, read)) in office.members.iter().zip(ROLES.iter().zip(read)) {
        let (user, device) = (member.user(), member.device.device);
        for (scope, read) in office.scopes().into_iter().zip(read) {
            let (known_scope, lane) = known.lane(scope).unwrap();
            assert_eq!((known_scope.scope, lane), (scope, Lane::Main));
            let kind = &known_scope.sensitivity;
            let is_registry = *kind == Sensitivity::Registry;
            let is_audit = *kind == Sensitivity::Audit;
            let (inbox, checkpoint) = (scope.inbox(), scope.checkpoint());
            let lanes = [
                (scope, read, read && !is_audit),
                (inbox, read && !is_registry, !is_registry),
                // Whoever writes a checkpoint speaks for every author.
                (checkpoint, read, read && (!is_registry || *role == Role::Supervisor)),
            ];
            for (id, may_read, may_write) in lanes {
                assert_eq!(known.may_read(user, id), may_read, "{role} reads {kind} {:?}", known.lane(id));
                assert_eq!(known.may_hold(device, id), may_read, "{role} holds {kind} {:?}", known.lane(id));
                assert_eq!(known.may_write(user, id), may_write, "{role} writes {kind} {:?}", known.lane(id));
                assert_eq!(known.may_send(device, id), may_write, "{role} sends {kind} {:?}", known.lane(id));
            }
            assert_eq!(known.members(scope).contains(&user), read, "{role} of {kind}");
            assert_eq!(known.scopes_for(user).contains(&scope), read, "{role} of {kind}");
        }
        assert!(!known.may_read(user, ScopeId::random()) && !known.may_write(user, ScopeId::random()));
    }
    let stranger = UserId::random();
    for scope in office.scopes() {
        for id in [scope, scope.inbox(), scope.checkpoint()] {
            assert!(!known.may_read(stranger, id) && !known.may_write(stranger, id));
        }
    }
    assert!(known.lane(known.registry().inbox()).is_none(), "the registry is no secret, so it has no inbox");
}

#[test]
fn a_role_or_a_sensitivity_of_a_later_version_opens_nothing() {
    let mut office = Office::new();
    let user = office.members[0].user();
    let strange = ScopeId::random();
    let sensitivity = Sensitivity::Other("psychosocial".to_owned());
    office.department.order(EntryBody::Scope { scope: strange, place: SABAYA.to_owned(), sensitivity });
    let issued = office.department.invite("Ana Prueba", Role::Registrar, SABAYA);
    let (keys, mut invitation) = open(&issued);
    let later = EntryBody::Grant {
        invitation: keys.public(),
        user: UserId::random(),
        name: "Ana Prueba".to_owned(),
        role: Role::Other("auditor".to_owned()),
        place: SABAYA.to_owned(),
        expires_hour: 1,
    };
    invitation.grant = office.department.order(later).hash();
    invitation.entries = office.department.log.entries();
    let auditor = invitation.accept(&keys, &DeviceKeys::random()).unwrap();
    office.department.log.insert(&auditor.join.encode()).unwrap();
    let known = office.department.log.membership();
    assert!(known.user(auditor.secrets.user).is_some());
    for scope in office.scopes().into_iter().chain([strange]) {
        for id in [scope, scope.inbox(), scope.checkpoint()] {
            assert!(!known.may_read(auditor.secrets.user, id) && !known.may_write(auditor.secrets.user, id));
        }
        assert!(!known.may_sign(auditor.secrets.user, &epoch(scope)));
    }
    assert!(!known.may_read(user, strange) && !known.may_write(user, strange));
    assert!(known.lane(strange.inbox()).is_none() && known.lane(strange.checkpoint()).is_none());
}

fn epoch(scope: ScopeId) -> EntryBody {
    let (epoch, inbox_public) = (Hash32::of(scope.as_bytes()), [1; 32]);
    EntryBody::Epoch { scope, epoch, sealed_to_recovery: vec![1], inbox_public }
}

/// All kinds of entries, with the signers that may make them in the order of [`ROLES`], then the authority.
fn entries(office: &mut Office) -> Vec<(&'static str, EntryBody, [bool; 6])> {
    const NOBODY: [bool; 6] = [false; 6];
    const AUTHORITY: [bool; 6] = [false, false, false, false, false, true];
    const CARE: [bool; 6] = [false, true, false, false, false, true];
    const PROTECTION: [bool; 6] = [false, false, true, false, false, true];
    const CARE_SUPERVISOR: [bool; 6] = [false, true, false, true, false, true];
    const PROTECTION_SUPERVISOR: [bool; 6] = [false, false, true, true, false, true];
    const SUPERVISOR: [bool; 6] = [false, false, false, true, false, true];
    const SUPERVISOR_ADMINISTRATOR: [bool; 6] = [false, false, false, true, true, true];
    let [registry, care, care_away, protection, protection_away, audit] = office.scopes();
    let erase_in = |scope| EntryBody::Erase {
        scope,
        kind: "person".to_owned(),
        document: [5; 16],
        basis: "request".to_owned(),
    };
    let erase = erase_in(registry);
    // An order that the authority gave and another supervisor agreed to.
    let agreed = office.department.order(erase.clone()).hash();
    let second = office.department.member(Role::Supervisor, "04");
    sign(&mut office.department.log, &second, EntryBody::Agree { order: agreed }).unwrap();
    // And one that waits for somebody to agree.
    let waiting = sign(&mut office.department.log, &second, erase.clone()).unwrap().hash();
    let known = office.department.log.membership();
    let share = |scope: ScopeId| EntryBody::Share {
        scope,
        epoch: known.current_epoch(scope).unwrap(),
        user: second.user(),
        sealed: vec![1],
    };
    let erased = |scope| EntryBody::Erased { order: agreed, scope, documents: vec![], batches: vec![] };
    let admit = |scope, lane| {
        let of = FeedOrigin { scope, lane, device: second.device.device, incarnation: Incarnation::random() };
        EntryBody::Admit { feed: of.feed(), n: 1, hash: Hash32::ZERO, of: Some(of) }
    };
    let mut of_another_feed = admit(care, Lane::Main);
    if let EntryBody::Admit { feed, .. } = &mut of_another_feed {
        feed[0] ^= 1;
    }
    let user = second.user();
    let revoke = |who: Revoked, destroy| EntryBody::Revoke { who, cuts: vec![cut(3)], destroy };
    let right = Revoked::Assignment { user, role: Role::Supervisor, place: "04".to_owned() };
    let device = second.device.device;
    let grant = EntryBody::Grant {
        invitation: [7; 32],
        user: UserId::random(),
        name: "Ana Prueba".to_owned(),
        role: Role::Care,
        place: SABAYA.to_owned(),
        expires_hour: 1,
    };
    let assign = EntryBody::Assign { user, role: Role::Care, place: SABAYA.to_owned() };
    let scope = EntryBody::Scope {
        scope: ScopeId::random(),
        place: SABAYA.to_owned(),
        sensitivity: Sensitivity::Care,
    };
    vec![
        ("server", EntryBody::Server { server_public: [1; 32], tls_pin: Hash32::ZERO }, AUTHORITY),
        ("scope", scope, AUTHORITY),
        ("grant", grant, AUTHORITY),
        ("assign", assign, AUTHORITY),
        ("unknown", EntryBody::Unknown { tag: 99, raw: vec![0xa0] }, AUTHORITY),
        ("epoch of registry", epoch(registry), AUTHORITY),
        ("epoch of care", epoch(care), CARE),
        ("epoch of care away", epoch(care_away), AUTHORITY),
        ("epoch of protection", epoch(protection), PROTECTION),
        ("epoch of protection away", epoch(protection_away), AUTHORITY),
        ("epoch of audit", epoch(audit), SUPERVISOR),
        ("epoch of nothing", epoch(ScopeId::random()), AUTHORITY),
        ("epoch of a lane", epoch(care.inbox()), AUTHORITY),
        ("share of registry", share(registry), AUTHORITY),
        ("share of care", share(care), CARE),
        ("share of care away", share(care_away), AUTHORITY),
        ("share of protection", share(protection), PROTECTION),
        ("share of audit", share(audit), SUPERVISOR),
        ("revoke a user", revoke(Revoked::User(user), false), SUPERVISOR_ADMINISTRATOR),
        ("revoke a device", revoke(Revoked::Device(device), false), SUPERVISOR_ADMINISTRATOR),
        ("revoke a right", revoke(right, false), SUPERVISOR_ADMINISTRATOR),
        ("destroy a device", revoke(Revoked::Device(device), true), AUTHORITY),
        ("admit", EntryBody::Admit { feed: [7; 16], n: 1, hash: Hash32::ZERO, of: None }, SUPERVISOR),
        ("admit in registry", admit(registry, Lane::Main), SUPERVISOR),
        ("admit in care", admit(care, Lane::Main), CARE_SUPERVISOR),
        ("admit in the inbox of care", admit(care, Lane::Inbox), CARE_SUPERVISOR),
        ("admit in the checkpoints of care", admit(care, Lane::Checkpoint), CARE_SUPERVISOR),
        ("admit in care away", admit(care_away, Lane::Main), SUPERVISOR),
        ("admit in the inbox of care away", admit(care_away, Lane::Inbox), SUPERVISOR),
        ("admit in protection", admit(protection, Lane::Main), PROTECTION_SUPERVISOR),
        ("admit in protection away", admit(protection_away, Lane::Main), SUPERVISOR),
        ("admit in audit", admit(audit, Lane::Inbox), SUPERVISOR),
        ("admit in a lane of a lane", admit(care.inbox(), Lane::Main), SUPERVISOR),
        ("admit another feed as one of care", of_another_feed, NOBODY),
        ("erase", erase, SUPERVISOR),
        ("agree", EntryBody::Agree { order: waiting }, SUPERVISOR),
        ("agree to nothing", EntryBody::Agree { order: Hash32::ZERO }, NOBODY),
        ("erased in registry", erased(registry), SUPERVISOR),
        ("erased in care", erased(care), CARE),
        ("erased in care away", erased(care_away), AUTHORITY),
        ("erased in protection", erased(protection), PROTECTION),
        ("erased in audit", erased(audit), NOBODY),
        ("erase in audit", erase_in(audit), NOBODY),
        ("erase in care", erase_in(care), SUPERVISOR),
        ("erase in a lane", erase_in(care.inbox()), NOBODY),
        ("attach somebody else", second.device.attach(&known.id(), user), NOBODY),
    ]
}

#[test]
fn each_entry_is_signed_by_those_whom_the_table_names_and_by_nobody_else() {
    let mut office = Office::new();
    let table = entries(&mut office);
    let log = &office.department.log;
    let known = log.membership();
    let try_with = |key: &SigningKey, body: &EntryBody| {
        let entry = Entry::sign(log.department(), log.tips(), body.clone(), key);
        log.clone().insert(&entry.encode())
    };
    for (name, body, may) in &table {
        for ((member, role), may) in office.members.iter().zip(&ROLES).zip(may) {
            let expected = if *may { Ok(Inserted::New) } else { Err(EntryError::SignerNotAllowed) };
            assert_eq!(try_with(&member.secrets.sign, body), expected, "{role}: {name}");
            assert_eq!(known.may_sign(member.user(), body), *may, "{role}: {name}");
        }
        assert_eq!(try_with(&random_key(), body), Err(EntryError::SignerNotAllowed), "a stranger: {name}");
        assert!(!known.may_sign(UserId::random(), body));
        let outcome = office.department.authority.sign(body.clone(), &mut log.clone());
        assert_eq!(outcome.is_ok(), may[5], "authority: {name}");
    }
}

#[test]
fn everybody_attaches_nobody_but_themselves_and_only_to_a_known_device_that_consents() {
    let mut office = Office::new();
    let shared = office.department.member(Role::Registrar, TURCO).device;
    let department = office.department.log.department();
    for member in &office.members {
        let body = shared.attach(&department, member.user());
        sign(&mut office.department.log, member, body).unwrap();
        let known = office.department.log.membership();
        assert!(known.user(member.user()).unwrap().devices.contains(&shared.device));
        assert!(known.device(shared.device).unwrap().users.contains(&member.user()));
    }
    let (one, other) = (&office.members[0], &office.members[1]);
    let log = &mut office.department.log;
    let for_other = shared.attach(&department, other.user());
    assert_eq!(sign(log, one, for_other).unwrap_err(), EntryError::SignerNotAllowed);
    let unknown = DeviceKeys::random().attach(&department, one.user());
    assert_eq!(sign(log, one, unknown).unwrap_err(), EntryError::SignerNotAllowed);
    let EntryBody::Attach { device_proof, .. } = shared.attach(&department, other.user()) else { panic!() };
    let stolen = EntryBody::Attach { user: one.user(), device: shared.device, device_proof };
    assert_eq!(sign(log, one, stolen).unwrap_err(), EntryError::SignerNotAllowed);
}

#[test]
fn an_entry_under_a_forged_signature_is_refused() {
    let mut office = Office::new();
    let supervisor = &office.members[3];
    let log = &mut office.department.log;
    let honest = Entry::sign(
        log.department(),
        log.tips(),
        common::revoke_user(UserId::random()),
        &supervisor.secrets.sign,
    );
    let bytes = honest.encode();
    for place in 0..bytes.len() {
        let mut forged = bytes.clone();
        forged[place] ^= 1;
        assert!(log.insert(&forged).is_err(), "byte {place}");
    }
    assert_eq!(log.insert(&bytes), Ok(Inserted::New));
}

#[test]
fn a_right_counts_from_when_it_is_known_to_the_signer() {
    let mut office = Office::new();
    let registrar = &office.members[0];
    let mut elsewhere = office.department.branch();
    office.department.order(EntryBody::Assign {
        user: registrar.user(),
        role: Role::Supervisor,
        place: "04".to_owned(),
    });
    let admit = EntryBody::Admit { feed: [7; 16], n: 1, hash: Hash32::ZERO, of: None };
    assert_eq!(
        sign(&mut elsewhere.log, registrar, admit.clone()).unwrap_err(),
        EntryError::SignerNotAllowed,
        "the assignment is not in the entry's past"
    );
    sign(&mut office.department.log, registrar, admit).unwrap();
    let known = office.department.log.membership();
    let rights = &known.user(registrar.user()).unwrap().assignments;
    assert_eq!(
        rights.iter().map(|right| right.role.clone()).collect::<Vec<_>>(),
        [Role::Registrar, Role::Supervisor]
    );
    assert!(known.may_read(registrar.user(), known.audit()));
}
