use std::collections::BTreeMap;

use posta_domain::{
    AttentionMode, Consultation, DocumentId, Fields, NeedSeen, NeedState, Pack, Part, Pregnancy, Signed,
    Urgency, part_of,
};
use proptest::prelude::*;

use crate::day;

const ANA: &str = "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a";
const BETO: &str = "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b";

fn written() -> Consultation {
    let mut consultation = Consultation {
        person: DocumentId([1; 16]),
        post: "pisiga".into(),
        on: Some(day("2026-11-29")),
        reason: "atencion_salud".into(),
        needs: ["salud", "alojamiento"].map(String::from).into(),
        mode: AttentionMode::Street,
        ..Consultation::default()
    };
    consultation.about_needs.insert(
        "alojamiento".into(),
        NeedSeen { urgency: Urgency::Soon, done: "Se llamó al albergue".into(), state: NeedState::Referred },
    );
    consultation.health.complaint = "Dolor de cabeza desde ayer".into();
    consultation.health.signs =
        BTreeMap::from([("temperature_tenths_c".into(), 385), ("oxygen_percent".into(), 91)]);
    consultation.health.pregnancy = Pregnancy::Yes;
    consultation.health.weeks = 20;
    consultation.health.chronic = ["diabetes".to_owned()].into();
    consultation.social.states = ["cansada".to_owned()].into();
    consultation.social.words = "Viaja con su hermana.".into();
    consultation.alerts = ["embarazo".to_owned()].into();
    consultation
}

#[test]
fn everything_of_a_consultation_makes_the_round_trip() {
    let mut consultation = written();
    consultation.sign(&Part::Health, ANA).unwrap();
    consultation.amend("k1", Part::Health, "La fiebre bajó a las 18.").unwrap();
    let fields = consultation.to_fields();
    assert!(Consultation::from_fields(&fields) == consultation);
    assert_eq!(consultation.changes_from(&fields), Fields::new());
    let pack = Pack::find("bo").unwrap();
    let problems = consultation.problems(pack, day("2026-11-29"));
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn an_older_record_reads_as_it_always_did() {
    let old: Fields = [
        ("person".to_owned(), "01010101010101010101010101010101".into()),
        ("need/salud".to_owned(), true.into()),
        ("note".to_owned(), "Vino por agua.".into()),
    ]
    .into();
    let read = Consultation::from_fields(&old);
    assert_eq!((read.mode.clone(), read.needs.len(), read.about_needs.len()), (AttentionMode::Post, 1, 0));
    assert_eq!(read.to_fields(), old);
}

#[test]
fn somebody_without_identity_is_attended_and_linked_later() {
    let pack = Pack::find("bo").unwrap();
    let mut consultation =
        Consultation { unidentified: true, called: "señora del bus de las 6".into(), ..written() };
    consultation.person = DocumentId::NONE;
    assert!(consultation.problems(pack, day("2026-11-29")).is_empty());
    let before = consultation.to_fields();
    consultation.person = DocumentId([9; 16]);
    assert_eq!(consultation.changes_from(&before).into_keys().collect::<Vec<_>>(), ["person"]);
    let nobody = Consultation { unidentified: false, person: DocumentId::NONE, ..written() };
    assert_eq!(nobody.problems(pack, day("2026-11-29"))[0].code, "person_missing");
}

#[test]
fn each_signs_their_part_and_the_other_part_goes_on() {
    let mut consultation = written();
    assert_eq!(consultation.sign(&Part::Health, "Ana").unwrap_err().code, "part_unknown");
    assert_eq!(Consultation::default().sign(&Part::Health, ANA).unwrap_err().code, "part_blank");
    consultation.sign(&Part::Health, ANA).unwrap();
    assert_eq!(consultation.sign(&Part::Health, ANA).unwrap_err().code, "part_signed");
    assert!(consultation.is_signed(&Part::Health) && !consultation.is_signed(&Part::Social));
    let before = consultation.clone();
    consultation.social.words = "Viaja con su hermana y un primo.".into();
    assert!(!consultation.changes_signed_parts(&before));
    assert_eq!(consultation.signatures_of(&Part::Health), [(ANA, Signed::Holds)]);
    consultation.sign(&Part::Social, BETO).unwrap();
    assert_eq!(consultation.signatures_of(&Part::Social), [(BETO, Signed::Holds)]);
}

#[test]
fn a_signed_part_is_amended_and_a_change_made_elsewhere_is_seen() {
    let mut consultation = written();
    assert_eq!(consultation.amend("a", Part::Health, "x").unwrap_err().code, "part_unsigned");
    consultation.sign(&Part::Health, ANA).unwrap();
    assert_eq!(consultation.amend("a", Part::Health, "  ").unwrap_err().code, "amendment_blank");
    assert_eq!(consultation.amend("a", Part::Health, &"x".repeat(4001)).unwrap_err().code, "text_too_long");
    consultation.amend("a", Part::Health, "Peso: 61 kg").unwrap();
    assert_eq!(consultation.amend("a", Part::Health, "otra vez").unwrap_err().code, "amendment_repeated");
    assert_eq!(
        consultation.signatures_of(&Part::Health),
        [(ANA, Signed::Holds)],
        "an addition changes nothing"
    );
    let before = consultation.clone();
    consultation.health.signs.insert("pulse_per_minute".into(), 88);
    assert!(consultation.changes_signed_parts(&before));
    assert_eq!(consultation.signatures_of(&Part::Health), [(ANA, Signed::ChangedSince)]);
    consultation.sign(&Part::Health, ANA).unwrap();
    assert_eq!(consultation.signatures_of(&Part::Health), [(ANA, Signed::Holds)], "signed anew");
}

#[test]
fn every_key_of_content_belongs_to_one_part() {
    let consultation = written();
    let general = ["person", "post", "on", "reason", "mode", "restricted", "unidentified", "called"];
    for key in consultation.to_fields().keys() {
        let goes_on = key.ends_with("/done") || key.ends_with("/state");
        assert_eq!(part_of(key).is_none(), goes_on || general.contains(&key.as_str()), "{key}");
    }
}

#[test]
fn a_sign_that_nobody_can_have_is_a_warning() {
    let mut consultation = written();
    consultation.health.signs.insert("temperature_tenths_c".into(), 3850);
    consultation.health.weeks = 50;
    let problems = consultation.problems(Pack::find("bo").unwrap(), day("2026-11-29"));
    let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["sign_unbelievable", "weeks_unbelievable"]);
}

proptest! {
    /// One writes and signs the health part, the other the psychosocial one, each on a device of their own, in any order.
    #[test]
    fn two_authors_on_two_devices_both_stay(
        health in "[a-z ]{1,40}", social in "[a-z ]{1,40}", temperature in 300..450_i64, order in any::<bool>(),
    ) {
        let start = written();
        let base = start.to_fields();
        let (mut one, mut other) = (start.clone(), start);
        one.health.complaint = format!("x{health}");
        one.health.signs.insert("temperature_tenths_c".into(), temperature);
        prop_assert!(one.sign(&Part::Health, ANA).is_ok());
        other.social.words = format!("x{social}");
        prop_assert!(other.sign(&Part::Social, BETO).is_ok());
        let mut changes = [one.changes_from(&base), other.changes_from(&base)];
        prop_assert!(changes[0].keys().all(|key| !changes[1].contains_key(key)), "they never meet in one key");
        if order {
            changes.reverse();
        }
        let mut merged = base;
        changes.into_iter().for_each(|change| merged.extend(change));
        let merged = Consultation::from_fields(&merged);
        prop_assert_eq!(&merged.health.complaint, &one.health.complaint);
        prop_assert_eq!(&merged.social.words, &other.social.words);
        prop_assert_eq!(merged.signatures_of(&Part::Health), vec![(ANA, Signed::Holds)]);
        prop_assert_eq!(merged.signatures_of(&Part::Social), vec![(BETO, Signed::Holds)]);
    }
}
