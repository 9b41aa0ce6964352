use posta_domain::{Birth, DocumentState, Facts, IdentityDocument, Need, Pack};

use crate::day;

fn listed(birth: &str, nationality: &str) -> Vec<&'static str> {
    let facts = Facts {
        birth: Birth::parse(birth).unwrap(),
        nationality: nationality.to_owned(),
        on: day("2026-11-29"),
        ..Facts::default()
    };
    let pack = Pack::find("bo").unwrap();
    pack.requirements_for("sus", &facts, &[]).iter().map(|paper| paper.code.as_str()).collect()
}

#[test]
fn each_case_has_its_papers_and_the_proof_of_address_is_never_asked_for() {
    for (birth, nationality, first) in [
        ("1990", "VE", "identity_document"),
        ("1990", "BO", "national_card"),
        ("2026-11-20", "BO", "live_birth_certificate"),
        ("2026-11-20", "HT", "live_birth_certificate"),
        ("", "XXA", "identity_document"),
        ("", "", "identity_document"),
        ("1990", "", "identity_document"),
    ] {
        assert_eq!(listed(birth, nationality), [first, "proof_of_address"], "{birth} {nationality}");
    }
    let pack = Pack::find("bo").unwrap();
    assert_eq!(pack.requirement("proof_of_address").unwrap().need, Need::Optional);
}

#[test]
fn one_document_of_several_kinds_is_enough() {
    let paper = Pack::find("bo").unwrap().requirement("identity_document").unwrap();
    let document = |kind: &str| IdentityDocument {
        kind: kind.to_owned(),
        state: DocumentState::Copy,
        ..IdentityDocument::default()
    };
    for kind in ["passport", "national_id", "bo_ci", "bo_cie", "birth_certificate"] {
        assert!(paper.is_met_by(&[document("other"), document(kind)]), "{kind}");
    }
    // Any paper of a baby will do; nobody is sent for the certificate who has a passport.
    let baby = Pack::find("bo").unwrap().requirement("live_birth_certificate").unwrap();
    for kind in ["live_birth_certificate", "birth_certificate", "passport", "national_id", "bo_ci", "bo_cie"]
    {
        assert!(baby.is_met_by(&[document(kind)]), "{kind}");
    }
    assert!(!paper.is_met_by(&[document("other")]));
    assert!(!paper.is_met_by(&[]));
    let told = IdentityDocument { state: DocumentState::Declared, ..document("passport") };
    assert!(!paper.is_met_by(&[told]), "nobody has seen it");
}

#[test]
fn every_requirement_names_its_source() {
    for pack in Pack::all() {
        for paper in &pack.requirements {
            assert!(paper.source.len() > 20, "{}", paper.code);
        }
    }
}

#[test]
fn a_programme_that_asks_for_nothing_lists_nothing() {
    assert!(Pack::find("bo").unwrap().requirements_for("another", &Facts::default(), &[]).is_empty());
}
