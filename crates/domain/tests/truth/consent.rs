//! Conversations about consent, and what holds after several.

use posta_domain::{Consent, ConsentDecision, ConsentMode, DocumentId, Purpose, Scalar};

use crate::day;

const PERSON: DocumentId = DocumentId([9; 16]);
const TODAY: &str = "2026-11-29";

fn said(n: u8, on: &str, decision: &str, replaces: &[u8]) -> (DocumentId, Consent) {
    let mut consent = Consent {
        person: PERSON,
        on: Some(day(on)),
        language: "es".into(),
        explained_by: "Ana".into(),
        replaces: replaces.iter().map(|n| DocumentId([*n; 16])).collect(),
        ..Consent::default()
    };
    consent.decide("share_facility", decision).unwrap();
    (DocumentId([n; 16]), consent)
}

fn holds(all: &[(DocumentId, Consent)]) -> (bool, u8) {
    let purpose = Purpose::ShareFacility;
    let leaves = Consent::consents(all, day(TODAY)).release(&purpose, ()).is_some();
    (leaves, Consent::standing(all, &purpose, day(TODAY)).map_or(0, |(id, _)| id.0[0]))
}

#[test]
fn a_conversation_reads_back_as_written() {
    let (_, mut consent) = said(1, "2026-11-20", "given", &[2, 3]);
    consent.mode = ConsentMode::Written;
    consent.interpreter = true;
    consent.assent = true;
    consent.caregiver = DocumentId([4; 16]);
    consent.decide("contact", "refused").unwrap();
    let fields = consent.to_fields();
    assert!(Consent::from_fields(&fields) == consent);
    assert_eq!(fields["purpose/contact"], Scalar::from("refused"));
    assert_eq!(fields["mode"], Scalar::from("written"));
}

#[test]
fn words_of_a_later_version_are_kept_and_count_as_no() {
    let (id, consent) = said(1, "2026-11-20", "given", &[]);
    let mut fields = consent.to_fields();
    fields.insert("purpose/share_facility".into(), "given_in_part".into());
    fields.insert("purpose/research".into(), "given".into());
    fields.insert("mode".into(), "signed_language".into());
    let read = Consent::from_fields(&fields);
    assert_eq!(read.purposes[&Purpose::ShareFacility], ConsentDecision::Other("given_in_part".into()));
    assert_eq!(read.to_fields(), fields);
    assert_eq!(holds(&[(id, read)]), (false, 1));
}

#[test]
fn who_changes_their_mind_the_same_day_is_believed() {
    let no = said(1, "2026-11-20", "refused", &[]);
    let yes = said(2, "2026-11-20", "given", &[1]);
    assert_eq!(holds(&[no.clone(), yes.clone()]), (true, 2));
    assert_eq!(holds(&[yes, no]), (true, 2));
    let yes = said(1, "2026-11-20", "given", &[]);
    let no = said(2, "2026-11-20", "withdrawn", &[1]);
    assert_eq!(holds(&[yes, no]), (false, 2));
}

#[test]
fn of_conversations_that_did_not_know_each_other_the_later_day_holds_and_of_one_day_the_stricter() {
    let no = said(1, "2026-11-20", "refused", &[]);
    let yes = said(2, "2026-11-21", "given", &[]);
    assert_eq!(holds(&[no.clone(), yes]), (true, 2));
    let same_day = said(3, "2026-11-20", "given", &[]);
    assert_eq!(holds(&[no.clone(), same_day.clone()]), (false, 1));
    // Whoever speaks to the person next settles it.
    let after = said(4, "2026-11-20", "given", &[1, 3]);
    assert_eq!(holds(&[no, same_day, after]), (true, 4));
}

#[test]
fn a_clock_that_runs_ahead_keeps_no_later_no_from_counting() {
    let ahead = said(1, "2031-01-01", "given", &[]);
    assert_eq!(holds(&[ahead.clone(), said(2, "2026-11-29", "withdrawn", &[1])]), (false, 2));
    assert_eq!(holds(&[ahead, said(3, "2026-11-29", "refused", &[])]), (false, 3));
}

#[test]
fn a_conversation_replaces_another_only_in_what_both_speak_of() {
    let yes = said(1, "2026-11-20", "given", &[]);
    let (id, mut other) = said(2, "2026-11-21", "given", &[1]);
    other.purposes.clear();
    other.decide("contact", "refused").unwrap();
    assert_eq!(holds(&[yes, (id, other)]), (true, 1));
}

#[test]
fn nothing_that_a_person_says_keeps_a_conversation_from_being_kept() {
    let (_, refused) = said(1, TODAY, "refused", &[]);
    assert!(refused.problems(day(TODAY)).is_empty());
    let blank = Consent { person: PERSON, ..Consent::default() };
    let found = blank.problems(day(TODAY));
    let codes: Vec<_> = found.iter().map(|problem| (problem.code, problem.is_error())).collect();
    assert_eq!(codes, [("consent_blank", true), ("consent_language_missing", false)]);
    let mut consent = Consent::default();
    assert_eq!(consent.decide("research", "given").unwrap_err().code, "purpose_unknown");
    assert_eq!(consent.decide("contact", "perhaps").unwrap_err().code, "consent_decision_unknown");
    assert!(!format!("{:?}", said(1, TODAY, "given", &[]).1).contains("Ana"));
}
