//! The signed text that a person carries to the next post.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Department, SABAYA};
use posta_identity::signing::BadSignature;
use posta_identity::{
    DeviceKeys, EntryBody, MAX_SIGNED_SUMMARY, Revoked, Role, SignedSummary, SignedSummaryError, TypedError,
    Vouched,
};

const CONTENT: &[u8] = b"a synthetic summary";

fn of(department: &Department, device: &DeviceKeys) -> SignedSummary {
    SignedSummary::sign(department.log.membership().id(), device, CONTENT).unwrap()
}

/// Printed and scanned.
fn carried(summary: &SignedSummary) -> SignedSummary {
    SignedSummary::from_text(&summary.to_text()).unwrap()
}

fn verify(department: &Department, summary: &SignedSummary) -> Result<Vouched, BadSignature> {
    carried(summary).verify(department.log.membership())
}

#[test]
fn a_summary_is_vouched_for_where_its_device_is_known_and_shown_everywhere() {
    let (mut department, other) = (Department::new(), Department::new());
    let member = department.member(Role::Care, SABAYA);
    let summary = of(&department, &member.device);
    assert!(carried(&summary) == summary);
    assert_eq!(carried(&summary).content, CONTENT);
    assert_eq!(verify(&department, &summary), Ok(Vouched::Yes));
    assert_eq!(verify(&other, &summary), Ok(Vouched::OtherDepartment));
    let unheard = of(&department, &DeviceKeys::random());
    assert_eq!(verify(&department, &unheard), Ok(Vouched::UnknownDevice));
}

#[test]
fn nothing_that_a_device_signed_is_vouched_for_once_it_was_cut_off() {
    let mut department = Department::new();
    let member = department.member(Role::Care, SABAYA);
    let summary = of(&department, &member.device);
    department.order(EntryBody::Revoke {
        who: Revoked::Device(member.device.device),
        cuts: Vec::new(),
        destroy: false,
    });
    assert_eq!(verify(&department, &summary), Ok(Vouched::Ended));
}

#[test]
fn a_forged_or_altered_summary_is_refused() {
    let mut department = Department::new();
    let member = department.member(Role::Care, SABAYA);
    let another = department.member(Role::Care, SABAYA);
    let summary = of(&department, &member.device);
    let (mut altered, mut in_another_name) = (summary.clone(), summary.clone());
    altered.content = b"another summary".to_vec();
    in_another_name.device = another.device.device;
    for forged in [altered, in_another_name] {
        assert_eq!(verify(&department, &forged), Err(BadSignature));
    }
    let text = summary.to_text();
    for place in "RESUMEN:".len()..text.len() {
        let mut letters = text.clone().into_bytes();
        letters[place] = if letters[place] == b'7' { b'8' } else { b'7' };
        let read = SignedSummary::from_text(std::str::from_utf8(&letters).unwrap());
        assert!(matches!(read, Err(SignedSummaryError::Text(TypedError::WrongCheck))), "{place}");
        assert!(SignedSummary::from_text(&text[..place]).is_err(), "{place}");
    }
}

#[test]
fn the_longest_text_is_of_a_code_that_old_cameras_read_and_no_longer_one_is_made() {
    let keys = DeviceKeys::random();
    let department = Department::new().log.membership().id();
    let longest = SignedSummary::sign(department, &keys, &[0xff; MAX_SIGNED_SUMMARY]).unwrap();
    let text = longest.to_text();
    // What a code of 81 modules a side holds of these letters, with correction M.
    assert!(text.len() <= 656, "{}", text.len());
    assert!(
        text.bytes().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == b':')
    );
    assert!(carried(&longest) == longest);
    assert!(SignedSummary::from_text(&format!(" {}\n", text.to_lowercase())).is_ok());
    let too_long = SignedSummary::sign(department, &keys, &[0; MAX_SIGNED_SUMMARY + 1]);
    assert_eq!(too_long.unwrap_err(), SignedSummaryError::TooLong);
    let endless = format!("RESUMEN:{}", "0".repeat(100_000));
    assert!(matches!(SignedSummary::from_text(&endless), Err(SignedSummaryError::Text(TypedError::TooLong))));
}

#[test]
fn other_texts_say_what_they_are() {
    for other in ["", "POSTA1-3M7Q2Z8V0KX4T9BRJ5WD1HCENG-6F2A", "RETO:00000", "https://example.org"] {
        let read = SignedSummary::from_text(other);
        assert!(matches!(read, Err(SignedSummaryError::Text(TypedError::OtherKind { .. }))), "{other}");
    }
}
