//! What is never shown, and the standard costs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Department, PASSWORD, SABAYA, WEAK, open};
use posta_identity::seal::{aead_open, aead_seal, hpke_open, hpke_seal};
use posta_identity::{
    DeviceId, DeviceKeys, EpochKey, FileKey, Hash32, KdfCost, Keyring, Role, ScopeId, SealError, SealSecret,
    ServerKeys, SessionKey,
};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn debug_output_shows_no_key_no_code_and_no_name() {
    let mut department = Department::new();
    let device = DeviceKeys::random();
    let issued = department.invite("Marcada Prueba", Role::Care, SABAYA);
    let (keys, invitation) = open(&issued);
    let acceptance = invitation.accept(&keys, &device).unwrap();
    department.log.insert(&acceptance.join.encode()).unwrap();
    let secrets = acceptance.secrets.clone();
    let server = ServerKeys::random();
    let session = SessionKey::start(&secrets, &device, "pisiga", 1, department.log.head());
    let folder = tempfile::tempdir().unwrap();
    let mut keyring = Keyring::create(folder.path(), secrets.department, device.device).unwrap();
    keyring.add_user(&secrets, PASSWORD, WEAK).unwrap();
    let file_key = FileKey::random();
    let membership = department.log.membership();
    let shown = [
        format!("{:?} {:?}", department.authority, department.log),
        format!("{issued:?} {invitation:?} {keys:?} {acceptance:?}"),
        format!("{secrets:?} {device:?} {server:?} {session:?} {:?}", session.certificate),
        format!("{keyring:?} {:?} {file_key:?} {:?}", keyring.users(), secrets.epochs),
        format!("{membership:?}"),
        department
            .log
            .entries()
            .iter()
            .map(|entry| format!("{:?}", posta_identity::Entry::decode(entry)))
            .collect(),
        format!("{:?}", keyring.unlock("Marcada Prueba", "wrong password", 0)),
    ]
    .concat();
    let code = issued.code.to_string();
    let mut hidden = vec![
        "Marcada".to_owned(),
        code.replace('-', ""),
        code,
        PASSWORD.to_owned(),
        file_key.pragma().to_string(),
    ];
    let mut keys_hidden: Vec<Vec<u8>> = vec![
        keys.seal_key.to_vec(),
        keys.sign.to_bytes().to_vec(),
        secrets.sign.to_bytes().to_vec(),
        secrets.seal.as_bytes().to_vec(),
        device.sign.to_bytes().to_vec(),
        device.seal.as_bytes().to_vec(),
        server.sign.to_bytes().to_vec(),
        session.sign.to_bytes().to_vec(),
        file_key.as_bytes().to_vec(),
    ];
    keys_hidden.extend(secrets.epochs.iter().map(|(_, key)| key.key.to_vec()));
    for key in &keys_hidden {
        hidden.push(hex(key));
        hidden.push(format!("{key:?}"));
        hidden.push(format!("{key:?}")[1..20].to_owned());
    }
    for secret in hidden {
        assert!(!shown.contains(&secret), "shown in {shown}");
    }
}

#[test]
fn no_key_and_no_password_lies_open_in_the_files() {
    let mut department = Department::new();
    let device = DeviceKeys::random();
    let secrets = department.join("Ana Prueba", Role::Care, SABAYA, &device).secrets;
    let folder = tempfile::tempdir().unwrap();
    let mut keyring = Keyring::create(folder.path(), secrets.department, device.device).unwrap();
    keyring.add_user(&secrets, PASSWORD, WEAK).unwrap();
    let (scope, epoch) = secrets.epochs[0].clone();
    let file_key = FileKey::random();
    keyring.add_file_key("device.posta", scope, &epoch, &file_key).unwrap();
    let secret: Vec<Vec<u8>> = vec![
        PASSWORD.as_bytes().to_vec(),
        secrets.sign.to_bytes().to_vec(),
        secrets.seal.as_bytes().to_vec(),
        secrets.epochs[0].1.key.to_vec(),
        secrets.epochs[1].1.key.to_vec(),
        file_key.as_bytes()[..32].to_vec(),
    ];
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for secret in &secret {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_slice()));
        }
    }
}

#[test]
fn the_standard_cost_is_128_mib_and_three_passes() {
    assert_eq!(KdfCost::STANDARD, KdfCost { memory_kib: 128 * 1024, passes: 3 });
    assert!(KdfCost::STANDARD.is_at_least(KdfCost::FLOOR));
    assert!(!KdfCost::weak_for_tests().is_at_least(KdfCost::FLOOR));
    let (less_memory, fewer_passes) =
        (KdfCost { memory_kib: 1024, passes: 64 }, KdfCost { memory_kib: 1024 * 1024, passes: 1 });
    assert!(!less_memory.is_at_least(KdfCost::FLOOR) && !fewer_passes.is_at_least(KdfCost::FLOOR));
}

#[test]
fn a_file_key_makes_a_raw_key_pragma() {
    let key = FileKey::from_bytes([0xab; 48]);
    assert_eq!(key.pragma().as_str(), format!("x'{}'", "ab".repeat(48)));
}

#[test]
fn what_is_sealed_opens_only_with_its_key_and_its_associated_data() {
    let key = EpochKey::random();
    let sealed = aead_seal(&key.key, b"place", b"text").unwrap();
    assert_eq!(aead_open(&key.key, b"place", &sealed).unwrap().as_slice(), b"text");
    assert_eq!(aead_open(&key.key, b"other", &sealed).unwrap_err(), SealError::DoesNotOpen);
    assert_eq!(aead_open(&EpochKey::random().key, b"place", &sealed).unwrap_err(), SealError::DoesNotOpen);
    assert_eq!(aead_open(&key.key, b"place", &sealed[..10]).unwrap_err(), SealError::DoesNotOpen);
    assert_ne!(sealed, aead_seal(&key.key, b"place", b"text").unwrap(), "each time another nonce");

    let secret = SealSecret::random();
    let sealed = hpke_seal(&secret.public(), b"info", b"place", b"text").unwrap();
    assert_eq!(hpke_open(&secret, b"info", b"place", &sealed).unwrap().as_slice(), b"text");
    assert_eq!(hpke_open(&secret, b"else", b"place", &sealed).unwrap_err(), SealError::DoesNotOpen);
    assert_eq!(hpke_open(&secret, b"info", b"other", &sealed).unwrap_err(), SealError::DoesNotOpen);
    let other = SealSecret::random();
    assert_eq!(hpke_open(&other, b"info", b"place", &sealed).unwrap_err(), SealError::DoesNotOpen);
    assert_eq!(hpke_open(&secret, b"info", b"place", &sealed[..20]).unwrap_err(), SealError::DoesNotOpen);
    assert_eq!(hpke_seal(&[0; 32], b"info", b"place", b"text").unwrap_err(), SealError::CannotSeal);
}

#[test]
fn ids_are_lowercase_hex_in_text_and_json_and_bytes_in_cbor() {
    let id = ScopeId::from([0x0a; 16]);
    let text = "0a".repeat(16);
    assert_eq!(id.to_string(), text);
    assert_eq!(format!("{id:?}"), text);
    assert_eq!(text.parse::<ScopeId>(), Ok(id));
    assert_eq!(text.to_uppercase().parse::<ScopeId>(), Ok(id));
    for wrong in ["", "0a", &"0a".repeat(17), &"zz".repeat(16), &"+a".repeat(16), &"ñ".repeat(16)] {
        assert!(wrong.parse::<ScopeId>().is_err());
    }
    assert_eq!(serde_json::to_string(&id).unwrap(), format!("\"{text}\""));
    assert_eq!(serde_json::from_str::<ScopeId>(&format!("\"{text}\"")).unwrap(), id);
    assert!(serde_json::from_str::<ScopeId>("\"0a\"").is_err());
    let bytes = minicbor::to_vec(id).unwrap();
    assert_eq!(bytes[0], 0x50, "sixteen bytes");
    assert_eq!(minicbor::decode::<ScopeId>(&bytes).unwrap(), id);
    assert_ne!(DeviceId::random(), DeviceId::random());
    assert_eq!(
        Hash32::of(b"").to_string(),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    assert_eq!(Hash32::of(b"ab"), Hash32::of_parts(&[b"a", b"b"]));
}
