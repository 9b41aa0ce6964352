//! Erasing a person takes what the teams know of them too: consultations, screenings, referrals on both sides,
//! follow-ups, hand-overs.

use posta_app::view::{
    ConsentDecision, ConsentInput, FollowUpInput, ReferralInput, ScreeningAnswer, ScreeningInput,
    ServiceInput,
};
use posta_store::ScopeFile;
use posta_tests::people::newcomer;
use posta_tests::world::{CARMEN, ELENA};
use posta_tests::{Invited, ORURO};

use crate::paper::{Desk, Paper};

const HUGO: Invited = Invited::new("Hugo Supervisa", "supervisor", ORURO);
const JULIA: Invited = Invited::new("Julia Poma", "care", "040101");
const MARK: &str = "MARCA-BORRADA";

fn shelter(supervisor: &Desk) -> String {
    let service = ServiceInput {
        name: "Casa del Migrante".into(),
        kinds: vec!["albergue".into(), "salud_mental".into()],
        place: "040101".into(),
        coverage: vec![ORURO.into()],
        ..ServiceInput::default()
    };
    supervisor.device.app.save_service(&service).unwrap().id
}

/// A screening, a referral that the other team received, a follow-up.
fn tend(carmen: &Desk, person: &str, service: &str) {
    let app = &carmen.device.app;
    let decision = ConsentDecision { purpose: "share_referral".into(), decision: "given".into() };
    let agreed = ConsentInput { language: "es".into(), decisions: vec![decision], ..ConsentInput::default() };
    app.record_consent(person, &agreed).unwrap();
    let screening = ScreeningInput {
        person: person.into(),
        instrument: "phq2".into(),
        answers: vec![ScreeningAnswer { item: "1".into(), code: "LA6571-9".into() }],
        ..ScreeningInput::default()
    };
    app.record_screening(&screening).unwrap();
    let referral = ReferralInput {
        person: person.into(),
        need: "alojamiento".into(),
        service: service.into(),
        shares: vec!["name".into()],
        message: MARK.into(),
        ..ReferralInput::default()
    };
    let referral = app.create_referral(&referral).unwrap().id;
    app.step_referral(&referral, "enviada", "").unwrap();
    let follow_up = FollowUpInput {
        person: person.into(),
        on: "2030-01-01".into(),
        what: MARK.into(),
        ..FollowUpInput::default()
    };
    app.plan_follow_up(&follow_up).unwrap();
}

/// Documents about a person in the care scope of a desk.
fn kept_about(desk: &Desk, person: &str) -> usize {
    let home = desk.home();
    let scope = home.log().membership().care_scope(desk.user.place).unwrap();
    let (path, key) = home.scope_file(scope);
    let file = ScopeFile::open(&path, &key.unwrap()).unwrap();
    file.documents_about(&person.parse().unwrap()).unwrap().len()
}

#[test]
fn what_the_teams_know_of_an_erased_person_goes_with_them_on_both_sides_of_a_referral() {
    let mut paper = Paper::new();
    let (elena, hugo) = (paper.desk("elena", ELENA), paper.desk("hugo", HUGO));
    let (carmen, julia) = (paper.desk("carmen", CARMEN), paper.desk("julia", JULIA));
    elena.meet(&hugo);
    let service = shelter(&elena);
    elena.meet(&carmen);
    elena.meet(&julia);
    elena.carry_to(&carmen);
    let mut person = newcomer(0);
    person.person.given_names = MARK.into();
    let gone = carmen.device.register(&person);
    let kept = carmen.device.register(&newcomer(1));
    tend(&carmen, &gone, &service);
    carmen.device.attend(&kept, "otra nota");
    for desk in [&elena, &hugo, &julia] {
        carmen.carry_to(desk);
    }
    assert_eq!(julia.device.app.referrals(true).unwrap().len(), 1);
    assert!(julia.can_read(MARK) && carmen.can_read(MARK), "the search must find what is there");
    assert_eq!(kept_about(&carmen, &gone), 3);
    let order = elena.device.app.order_erasure(&gone, "request", &[]).unwrap().order;
    elena.carry_to(&hugo);
    hugo.device.app.agree_erasure(&order).unwrap();
    for _ in 0..2 {
        for desk in [&carmen, &julia, &elena] {
            hugo.meet(desk);
        }
    }
    for desk in [&carmen, &julia, &elena, &hugo] {
        assert!(!desk.can_read(MARK), "{}", desk.user.name);
        assert!(desk.device.holds(&kept));
        desk.device.assert_sound();
    }
    for desk in [&carmen, &julia] {
        assert_eq!(kept_about(desk, &gone), 0, "{}", desk.user.name);
        assert!(desk.device.app.referrals(true).unwrap().is_empty());
    }
    let timeline = carmen.device.person(&kept).timeline;
    assert!(timeline.iter().any(|entry| entry.note == "otra nota"));
}
