//! Session certificates, device and server keys.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Department, SABAYA};
use posta_identity::signing::{sign, verify};
use posta_identity::{
    Actor, CertificateError, DeviceId, DeviceKeys, KeysError, Role, ServerKeys, SessionCertificate,
    SessionKey, UserSecrets,
};

struct Desk {
    department: Department,
    device: DeviceKeys,
    user: UserSecrets,
}

impl Desk {
    fn new() -> Self {
        let mut department = Department::new();
        let device = DeviceKeys::random();
        let user = department.join("Ana Prueba", Role::Registrar, SABAYA, &device).secrets;
        Self { department, device, user }
    }

    fn start(&self, user: &UserSecrets, device: &DeviceKeys) -> SessionCertificate {
        SessionKey::start(user, device, "pisiga", 498_000, self.department.log.head()).certificate
    }

    fn verify(&self, certificate: &SessionCertificate) -> Result<(), CertificateError> {
        certificate.verify(self.department.log.membership())
    }
}

#[test]
fn a_session_of_a_known_user_on_its_device_holds_and_is_read_back() {
    let desk = Desk::new();
    let certificate = desk.start(&desk.user, &desk.device);
    assert_eq!(desk.verify(&certificate), Ok(()));
    let again = SessionCertificate::decode(&certificate.encode()).unwrap();
    assert_eq!(again, certificate);
    assert_eq!(desk.verify(&again), Ok(()));
    assert_eq!(again.actor(), Actor::of(&certificate.session_public));
    assert_eq!((again.post.as_str(), again.hour), ("pisiga", 498_000));
    assert_eq!(again.membership, desk.department.log.head());
}

#[test]
fn each_session_has_its_own_actor() {
    let desk = Desk::new();
    let actors: std::collections::BTreeSet<_> =
        (0..20).map(|_| desk.start(&desk.user, &desk.device).actor()).collect();
    assert_eq!(actors.len(), 20);
}

#[test]
fn a_session_of_an_unknown_user_is_refused() {
    let desk = Desk::new();
    let mut stranger = desk.user.clone();
    stranger.user = posta_identity::UserId::random();
    let certificate = desk.start(&stranger, &desk.device);
    assert_eq!(desk.verify(&certificate), Err(CertificateError::UnknownUser));
}

#[test]
fn a_session_on_an_unknown_device_is_refused() {
    let desk = Desk::new();
    let certificate = desk.start(&desk.user, &DeviceKeys::random());
    assert_eq!(desk.verify(&certificate), Err(CertificateError::UnknownDevice));
}

#[test]
fn a_session_of_a_user_who_never_joined_on_the_device_is_refused() {
    let mut desk = Desk::new();
    let elsewhere = DeviceKeys::random();
    desk.department.join("Eva Prueba", Role::Registrar, SABAYA, &elsewhere);
    let certificate = desk.start(&desk.user, &elsewhere);
    assert_eq!(desk.verify(&certificate), Err(CertificateError::UserNotOnDevice));
}

#[test]
fn a_session_certified_with_another_key_of_user_or_device_is_refused() {
    let desk = Desk::new();
    let mut imposter = desk.user.clone();
    imposter.sign = posta_identity::signing::random_key();
    let certificate = desk.start(&imposter, &desk.device);
    assert_eq!(desk.verify(&certificate), Err(CertificateError::BadSignature));
    let mut copy = desk.device.clone();
    copy.sign = posta_identity::signing::random_key();
    let certificate = desk.start(&desk.user, &copy);
    assert_eq!(desk.verify(&certificate), Err(CertificateError::BadSignature));
}

#[test]
fn a_session_of_another_department_is_refused() {
    let (ours, theirs) = (Desk::new(), Desk::new());
    let certificate = theirs.start(&theirs.user, &theirs.device);
    assert_eq!(ours.verify(&certificate), Err(CertificateError::ForeignDepartment));
}

#[test]
fn a_certificate_with_any_byte_changed_is_refused() {
    let desk = Desk::new();
    let bytes = desk.start(&desk.user, &desk.device).encode();
    for place in 0..bytes.len() {
        let mut forged = bytes.clone();
        forged[place] ^= 1;
        let holds = SessionCertificate::decode(&forged).and_then(|certificate| desk.verify(&certificate));
        assert!(holds.is_err(), "byte {place}");
    }
}

#[test]
fn a_session_signs_under_its_public_key_and_context_only() {
    let desk = Desk::new();
    let session = SessionKey::start(&desk.user, &desk.device, "pisiga", 1, desk.department.log.head());
    let signature = sign(&session.sign, "posta batch", b"header");
    let public = session.certificate.session_public;
    assert!(verify(&public, "posta batch", b"header", &signature).is_ok());
    assert!(verify(&public, "posta entry", b"header", &signature).is_err());
    assert!(verify(&public, "posta batch", b"another", &signature).is_err());
    assert!(verify(&[0; 32], "posta batch", b"header", &signature).is_err(), "a weak key");
}

#[test]
fn device_and_server_keys_are_read_back_and_damage_is_noticed() {
    let device = DeviceKeys::random();
    let again = DeviceKeys::from_bytes(&device.to_bytes()).unwrap();
    assert_eq!((again.device, again.sign_public()), (device.device, device.sign_public()));
    assert_eq!(again.seal.public(), device.seal.public());
    assert_eq!(device.device, DeviceId::of(&device.sign_public()));
    let server = ServerKeys::random();
    assert_eq!(ServerKeys::from_bytes(&server.to_bytes()).unwrap().public(), server.public());
    assert_eq!(DeviceKeys::from_bytes(&server.to_bytes()).unwrap_err(), KeysError::Damaged);
    assert_eq!(DeviceKeys::from_bytes(&device.to_bytes()[1..]).unwrap_err(), KeysError::Damaged);
    assert_eq!(DeviceKeys::from_bytes(&[0xa1, 0, 9]).unwrap_err(), KeysError::UnsupportedVersion(9));
}

#[test]
fn a_field_of_a_later_version_is_tolerated_and_signed() {
    let desk = Desk::new();
    let certificate = desk.start(&desk.user, &desk.device);
    let bytes = certificate.encode();
    let mut decoder = minicbor::Decoder::new(&bytes);
    decoder.array().unwrap();
    let payload = decoder.bytes().unwrap().to_vec();
    assert_eq!(payload[0], 0xa8, "a map of eight");
    let mut later = payload.clone();
    later[0] = 0xa9;
    later.extend_from_slice(&[0x18, 0x2a, 0x63, b'n', b'e', b'w']);
    let certified = |payload: &[u8], signed: &[u8]| {
        let mut bytes = Vec::new();
        let mut encoder = minicbor::Encoder::new(&mut bytes);
        encoder.array(3).unwrap().bytes(payload).unwrap();
        encoder.bytes(&sign(&desk.user.sign, "posta session by user", signed)).unwrap();
        encoder.bytes(&sign(&desk.device.sign, "posta session by device", signed)).unwrap();
        bytes
    };
    let read = SessionCertificate::decode(&certified(&later, &later)).unwrap();
    assert_eq!(desk.verify(&read), Ok(()));
    assert_eq!(read.actor(), certificate.actor());
    assert_eq!(read.encode(), certified(&later, &later), "kept as it came");
    let added = SessionCertificate::decode(&certified(&later, &payload)).unwrap();
    assert_eq!(desk.verify(&added), Err(CertificateError::BadSignature));
}
