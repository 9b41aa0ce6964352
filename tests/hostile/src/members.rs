//! The membership log, session certificates and invitations: forged, and by insiders who have keys.

use std::sync::OnceLock;

use posta_identity::ids::{DepartmentId, DeviceId, Hash32, ScopeId, UserId};
use posta_identity::{
    Assignment, CodeKeys, DeviceKeys, Entry, EntryBody, Invitation, Log, Role, SealSecret, Sensitivity,
    SessionCertificate, SigningKey, seal,
    signing::{self, public_of},
};

use crate::samples::session_public;

pub(crate) const PLACE: &str = "040901";

/// A synthetic department in which everything is the same every time.
pub(crate) struct World {
    pub log: Log,
    pub authority: SigningKey,
    pub scopes: Vec<ScopeId>,
    pub users: Vec<(UserId, SigningKey, Assignment)>,
    pub devices: Vec<DeviceKeys>,
    pub epochs: Vec<Hash32>,
}

pub(crate) fn key(byte: u8) -> SigningKey {
    SigningKey::from_bytes(&[byte; 32])
}

fn device_keys(byte: u8) -> DeviceKeys {
    DeviceKeys {
        device: DeviceId::of(&public_of(&key(byte))),
        sign: key(byte),
        seal: SealSecret::from_bytes([byte; 32]),
    }
}

/// The department's recovery key.
pub(crate) fn recovery_public() -> [u8; 32] {
    SealSecret::from_bytes([2; 32]).public()
}

pub(crate) fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(World::new)
}

impl World {
    fn new() -> Self {
        let authority = key(1);
        let department = DepartmentId::of(&public_of(&authority));
        let mut log = Log::new(department);
        let mut say = |body| log.append(body, &authority).unwrap().hash();
        say(EntryBody::Department {
            code: "04".into(),
            name: "Oruro".into(),
            pack: "bo".into(),
            recovery_public: recovery_public(),
        });
        say(EntryBody::Server { server_public: public_of(&key(3)), tls_pin: Hash32::of(b"certificate") });
        let sensitivities =
            [Sensitivity::Registry, Sensitivity::Care, Sensitivity::Protection, Sensitivity::Audit];
        let mut scopes = vec![ScopeId::registry_of(&department)];
        scopes.extend([ScopeId::from([11; 16]), ScopeId::from([12; 16]), ScopeId::audit_of(&department)]);
        for (scope, sensitivity) in scopes.iter().zip(sensitivities) {
            let place = if sensitivity == Sensitivity::Care || sensitivity == Sensitivity::Protection {
                PLACE
            } else {
                "04"
            };
            say(EntryBody::Scope { scope: *scope, place: place.into(), sensitivity });
        }
        let mut epochs = Vec::new();
        for (number, scope) in (0_u8..).zip(&scopes[1..]) {
            let epoch = Hash32::of(&[number]);
            epochs.push(epoch);
            say(EntryBody::Epoch {
                scope: *scope,
                epoch,
                sealed_to_recovery: vec![number; 80],
                inbox_public: SealSecret::from_bytes([number + 40; 32]).public(),
            });
        }
        let roles = [
            Role::Registrar,
            Role::Care,
            Role::Protection,
            Role::Supervisor,
            Role::Supervisor,
            Role::Administrator,
        ];
        let devices: Vec<DeviceKeys> = (90..93).map(device_keys).collect();
        let mut users = Vec::new();
        for (number, role) in (0_u8..).zip(roles) {
            let right = Assignment { role, place: place_of(number).into() };
            let (user, invitation) = (UserId::from([number + 100; 16]), key(number + 60));
            let grant = EntryBody::Grant {
                invitation: public_of(&invitation),
                user,
                name: format!("Persona {number}"),
                role: right.role.clone(),
                place: right.place.clone(),
                expires_hour: 500_000,
            };
            let grant = log.append(grant, &authority).unwrap().hash();
            let device = &devices[usize::from(number) % devices.len()];
            let join = join(&department, grant, &key(number + 120), number, device);
            log.append(join, &invitation).unwrap();
            users.push((user, key(number + 120), right));
        }
        Self { log, authority, scopes, users, devices, epochs }
    }
}

fn place_of(number: u8) -> &'static str {
    if number < 3 { PLACE } else { "04" }
}

/// A join with its proofs, as an invited device makes it.
pub(crate) fn join(
    department: &DepartmentId,
    grant: Hash32,
    user: &SigningKey,
    seal: u8,
    device: &DeviceKeys,
) -> EntryBody {
    let (user_sign, user_seal) = (public_of(user), SealSecret::from_bytes([seal + 1; 32]).public());
    let (device_sign, device_seal) = (device.sign_public(), device.seal.public());
    let message = [
        department.as_bytes().as_slice(),
        grant.as_bytes(),
        &user_sign,
        &user_seal,
        device.device.as_bytes(),
        &device_sign,
        &device_seal,
    ]
    .concat();
    EntryBody::Join {
        grant,
        user_sign,
        user_seal,
        device: device.device,
        device_sign,
        device_seal,
        user_proof: signing::sign(user, "posta join user", &message),
        device_proof: signing::sign(&device.sign, "posta join device", &message),
    }
}

/// The log of the department as it began.
pub(crate) fn honest_log() -> Log {
    world().log.clone()
}

/// One entry from a stranger.
pub(crate) fn entry(bytes: &[u8]) {
    if let Ok(entry) = Entry::decode(bytes) {
        assert_eq!(entry.encode(), bytes);
        assert_eq!(entry.hash(), Hash32::of(bytes));
        let _ = (entry.verify(), format!("{entry:?}"));
        let again = Entry::sign(entry.department, entry.parents.clone(), entry.body.clone(), &key(1));
        assert!(Entry::decode(&again.encode()).is_ok());
        let mut log = honest_log();
        let _ = (log.insert(&again.encode()), log.membership());
    }
    let mut log = honest_log();
    let before = (log.head(), log.orphans());
    if log.insert(bytes).is_err() {
        assert_eq!((log.head(), log.orphans()), before, "a refused entry left a trace");
    }
}

pub(crate) fn entries() -> Vec<Vec<u8>> {
    honest_log().entries()
}

/// A certificate that somebody else brings.
pub(crate) fn certificate(bytes: &[u8]) {
    let Ok(certificate) = SessionCertificate::decode(bytes) else { return };
    assert_eq!(certificate.encode(), bytes);
    let _ = (certificate.actor(), format!("{certificate:?}"));
    let verdict = certificate.verify(world().log.membership());
    assert!(verdict.is_err() || certificate.user == world().users[0].0);
}

/// As a device of the first user makes it, for the session of [`crate::samples`].
pub(crate) fn honest_certificate() -> SessionCertificate {
    let world = world();
    let (user, sign, _) = &world.users[0];
    let device = &world.devices[0];
    let mut payload = minicbor::Encoder::new(Vec::new());
    payload.map(8).unwrap().u8(0).unwrap().u8(1).unwrap();
    payload.u8(1).unwrap().bytes(world.log.department().as_bytes()).unwrap();
    payload.u8(2).unwrap().bytes(user.as_bytes()).unwrap();
    payload.u8(3).unwrap().bytes(device.device.as_bytes()).unwrap();
    payload.u8(4).unwrap().bytes(&session_public()).unwrap();
    payload.u8(5).unwrap().str("pisiga").unwrap();
    payload.u8(6).unwrap().u32(498_000).unwrap();
    payload.u8(7).unwrap().bytes(world.log.head().as_bytes()).unwrap();
    let payload = payload.into_writer();
    let by_user = signing::sign(sign, "posta session by user", &payload);
    let by_device = signing::sign(&device.sign, "posta session by device", &payload);
    let mut outer = minicbor::Encoder::new(Vec::new());
    outer.array(3).unwrap().bytes(&payload).unwrap().bytes(&by_user).unwrap().bytes(&by_device).unwrap();
    let certificate = SessionCertificate::decode(&outer.into_writer()).unwrap();
    certificate.verify(world.log.membership()).unwrap();
    certificate
}

pub(crate) fn certificates() -> Vec<Vec<u8>> {
    vec![honest_certificate().encode()]
}

fn code_keys() -> CodeKeys {
    CodeKeys { id: [1; 16], seal_key: [2; 32].into(), sign: key(60) }
}

/// What a server that wants to be trusted answers to a code: raw, and sealed by somebody who has the code.
pub(crate) fn invitation(bytes: &[u8]) {
    let keys = code_keys();
    let _ = Invitation::open(&keys, bytes);
    let associated = [b"posta invitation".as_slice(), &[1], &keys.id].concat();
    let sealed = seal::aead_seal(&keys.seal_key, &associated, bytes).unwrap();
    let Ok(opened) = Invitation::open(&keys, &[&[1], sealed.as_slice()].concat()) else { return };
    assert_eq!(opened.department, DepartmentId::of(&opened.authority_public));
    let log = opened.log().unwrap();
    assert!(log.membership().grant(opened.grant).is_some());
    let _ = opened.accept(&keys, &world().devices[0]);
}

pub(crate) fn invitations() -> Vec<Vec<u8>> {
    let world = world();
    let entries: Vec<Vec<u8>> = world.log.entries().into_iter().take(10).collect();
    let grant = Hash32::of(entries.last().unwrap());
    let invitation = Invitation {
        authority_public: public_of(&world.authority),
        department: world.log.department(),
        server_public: public_of(&key(3)),
        tls_pin: Hash32::of(b"certificate"),
        grant,
        user: world.users[0].0,
        entries,
        epoch_keys: Vec::new(),
    };
    let keys = code_keys();
    let sealed = invitation.seal(&keys).unwrap();
    let associated = [b"posta invitation".as_slice(), &[1], &keys.id].concat();
    let plain = seal::aead_open(&keys.seal_key, &associated, &sealed[1..]).unwrap();
    vec![plain.to_vec()]
}
