//! What this release wrote is read for ever: fixtures of every form of this crate. None of them is ever edited.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::path::PathBuf;

use common::{Department, PASSWORD, SABAYA, TURCO, WEAK, keys_of, revoke_user};
use posta_identity::{
    Code, DeviceKeys, Entry, IdSeed, Inserted, Invitation, Keyring, Log, Role, SealSecret,
    SessionCertificate, SessionKey, SignedSummary, Transfer, TransferRequest, Vouched,
};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/1").join(name)
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(path(name)).unwrap_or_else(|_| panic!("no fixture {name}"))
}

fn text(name: &str) -> String {
    String::from_utf8(fixture(name)).unwrap()
}

fn log() -> Log {
    let bytes = fixture("entries.bin");
    let mut rest = bytes.as_slice();
    let mut log: Option<Log> = None;
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let (entry, after) = after.split_at(u32::from_le_bytes(*length) as usize);
        let decoded = Entry::decode(entry).unwrap();
        assert_eq!(decoded.encode(), entry, "an entry is written as it was");
        let log = log.get_or_insert_with(|| Log::new(decoded.department));
        assert!(matches!(log.insert(entry), Ok(Inserted::New)));
        rest = after;
    }
    log.unwrap()
}

/// Makes the fixtures of a new format: `POSTA_NEW_FIXTURES=1`. Those that are there are left as they are.
fn make() {
    let missing = |name: &str| !path(name).exists();
    if std::env::var_os("POSTA_NEW_FIXTURES").is_none() || !missing("entries.bin") {
        return;
    }
    let put = |name: &str, bytes: &[u8]| fs::write(path(name), bytes).unwrap();
    let mut department = Department::new();
    let (member, second) = (department.member(Role::Care, SABAYA), department.member(Role::Registrar, TURCO));
    department.order(revoke_user(second.user()));
    let session =
        SessionKey::start(&member.secrets, &member.device, "pisiga", 498_700, department.log.head());
    put("certificate.bin", &session.certificate.encode());
    let issued = department.invite("Eva Prueba", Role::Care, SABAYA);
    put("invitation.bin", &issued.sealed);
    put("code.txt", issued.code.to_string().as_bytes());
    let summary =
        SignedSummary::sign(department.log.membership().id(), &member.device, b"a summary").unwrap();
    put("summary.txt", summary.to_text().as_bytes());
    let further = DeviceKeys::random();
    department.join("Otra", Role::Care, SABAYA, &further);
    let (request, opens) = TransferRequest::new(department.log.membership().id(), &further);
    put("transfer-request.txt", request.to_text().as_bytes());
    put("transfer-secret.bin", opens.as_bytes());
    let transfer = member.secrets.transfer(department.log.membership(), &request).unwrap();
    put("transfer.txt", transfer.to_text().as_bytes());
    put("device-keys.bin", &member.device.to_bytes());
    let folder = tempfile::tempdir().unwrap();
    let mut keyring =
        Keyring::create(folder.path(), member.secrets.department, member.device.device).unwrap();
    keyring.add_user(&member.secrets, PASSWORD, WEAK).unwrap();
    keyring.save().unwrap();
    for file in fs::read_dir(folder.path()).unwrap().flatten() {
        if file.file_name().to_string_lossy().starts_with("keyring") {
            fs::copy(file.path(), path(&file.file_name().to_string_lossy())).unwrap();
        }
    }
    let entries = department.log.entries();
    let bytes: Vec<u8> = entries
        .iter()
        .flat_map(|entry| [&u32::try_from(entry.len()).unwrap().to_le_bytes()[..], entry].concat())
        .collect();
    put("head.txt", department.log.head().to_string().as_bytes());
    put("entries.bin", &bytes);
}

#[test]
fn entries_of_the_first_release_make_the_same_log() {
    make();
    let log = log();
    assert_eq!(log.head().to_string(), text("head.txt"));
    assert_eq!(log.membership().users().count(), 3);
    assert_eq!(log.membership().users().filter(|user| user.active).count(), 2);
}

#[test]
fn a_session_certificate_of_the_first_release_still_holds_and_is_built_again_byte_by_byte() {
    make();
    let bytes = fixture("certificate.bin");
    let certificate = SessionCertificate::decode(&bytes).unwrap();
    certificate.verify(log().membership()).unwrap();
    assert_eq!((certificate.v, certificate.post.as_str(), certificate.hour), (1, "pisiga", 498_700));
    assert_eq!(SessionCertificate::from(certificate.parts()).encode(), bytes);
}

#[test]
fn an_invitation_and_its_code_of_the_first_release_still_open() {
    make();
    let keys = keys_of(&Code::parse(&text("code.txt")).unwrap());
    let invitation = Invitation::open(&keys, &fixture("invitation.bin")).unwrap();
    assert_eq!(invitation.log().unwrap().department(), log().department());
}

#[test]
fn a_summary_that_somebody_carries_since_the_first_release_is_still_vouched_for() {
    make();
    let summary = SignedSummary::from_text(&text("summary.txt")).unwrap();
    assert_eq!(summary.verify(log().membership()), Ok(Vouched::Yes));
    assert_eq!(summary.to_text(), text("summary.txt"));
    assert_eq!(summary.content, b"a summary");
}

#[test]
fn a_transfer_of_the_first_release_still_opens() {
    make();
    let request = TransferRequest::from_text(&text("transfer-request.txt")).unwrap();
    assert_eq!(request.to_text(), text("transfer-request.txt"));
    let transfer = Transfer::from_text(&text("transfer.txt")).unwrap();
    assert_eq!(transfer.to_text(), text("transfer.txt"));
    let secret = SealSecret::from_bytes(fixture("transfer-secret.bin").try_into().unwrap());
    let secrets = transfer.open(&request, &secret).unwrap();
    assert!(log().membership().user(secrets.user).is_some());
}

#[test]
fn a_keyring_of_the_first_release_still_opens() {
    make();
    let folder = tempfile::tempdir().unwrap();
    for file in fs::read_dir(path("")).unwrap().flatten() {
        if file.file_name().to_string_lossy().starts_with("keyring") {
            fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
        }
    }
    let mut keyring = Keyring::load(folder.path()).unwrap();
    let name = keyring.users()[0].name.clone();
    let secrets = keyring.unlock(&name, PASSWORD, 1_800_000_000).unwrap();
    let device = DeviceKeys::from_bytes(&fixture("device-keys.bin")).unwrap();
    assert_eq!((keyring.device(), secrets.place.as_str()), (device.device, SABAYA));
    assert_eq!(device.to_bytes().as_slice(), fixture("device-keys.bin"));
}

#[test]
fn a_seed_makes_the_same_ids_for_ever() {
    let seed = IdSeed { seed: [1; 16], first: 0, count: 3 };
    let ids: Vec<String> = seed
        .counters()
        .map(|counter| seed.id(counter).iter().map(|byte| format!("{byte:02x}")).collect())
        .collect();
    assert_eq!(ids, SEED_ONE);
}

const SEED_ONE: [&str; 3] = [
    "c953a377a2b44f2c8c59c8e1afad15e9",
    "cdfcc4a48dfc102a70568f1fe8339914",
    "ce062520516a820811db3db7b0da1b9b",
];
