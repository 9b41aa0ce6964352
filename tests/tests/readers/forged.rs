//! A referral that nobody of a team made, sealed to another team by whoever may append to its inbox.

use posta_domain::{DocumentId, Fields, HandedOn, Summary};
use posta_tests::Invited;
use posta_tests::world::{ANA, CARMEN, ELENA};
use serde_json::json;

use crate::paper::Paper;

const JULIA: Invited = Invited::new("Julia Poma", "care", "040101");

/// What the program of a team would tell the other, of a person that there is not.
fn told() -> Vec<u8> {
    let fields: Fields = [
        ("person", DocumentId([5; 16]).to_string()),
        ("need", "alojamiento".to_owned()),
        ("service_name", "Casa de nadie".to_owned()),
        ("place", "040101".to_owned()),
        ("origin", "040901".to_owned()),
        ("message", "MARCA-FALSA".to_owned()),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value.into()))
    .collect();
    json!({ "v": 1, "referral": DocumentId([6; 16]), "fields": fields }).to_string().into_bytes()
}

#[test]
fn a_referral_sealed_by_somebody_of_neither_team_is_set_aside_and_one_of_the_team_is_taken() {
    let mut paper = Paper::new();
    let (ana, carmen) = (paper.desk("ana", ANA), paper.desk("carmen", CARMEN));
    let (elena, julia) = (paper.desk("elena", ELENA), paper.desk("julia", JULIA));
    elena.meet(&carmen);
    elena.meet(&julia);
    elena.meet(&ana);
    julia.meet(&ana);
    julia.meet(&carmen);
    let of_julia = |found: usize, why: &str| {
        assert_eq!(julia.device.app.referrals(true).unwrap().len(), found, "{why}");
    };
    let team = julia.home().log().membership().care_scope(JULIA.place).unwrap();
    ana.home().seal_record(team, "referral", told());
    ana.carry_to(&julia);
    of_julia(0, "a registrar is of no team");
    let reasons: Vec<String> =
        julia.device.app.sync_view().unwrap().quarantine.into_iter().map(|one| one.reason).collect();
    assert_eq!(reasons, ["not_permitted"]);
    carmen.home().seal_record(team, "referral", told());
    carmen.carry_to(&julia);
    of_julia(1, "whoever is of the team that it names may say so");
}

#[test]
fn a_person_handed_on_by_somebody_of_no_team_is_set_aside() {
    let mut paper = Paper::new();
    let (ana, elena, julia) =
        (paper.desk("ana", ANA), paper.desk("elena", ELENA), paper.desk("julia", JULIA));
    elena.meet(&julia);
    elena.meet(&ana);
    julia.meet(&ana);
    let team = julia.home().log().membership().care_scope(JULIA.place).unwrap();
    let summary = Summary { name: "MARCA-FALSA".into(), ..Summary::default() };
    let handed = HandedOn { person: DocumentId([5; 16]), at: 1_700_000_000, summary };
    ana.home().seal_record(team, "handed_on", handed.encode());
    ana.carry_to(&julia);
    assert!(julia.device.app.notices().unwrap().is_empty());
    assert_eq!(julia.device.view().quarantine[0].reason, "not_permitted");
}
