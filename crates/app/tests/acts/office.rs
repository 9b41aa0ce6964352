//! Work plans, meetings, commitments and allies through the acts.

use posta_app::Error;
use posta_app::view::{CommitmentInput, MeetingInput, PlanInput, ServiceInput};

use crate::department::{Device, MadeUp};

const DINA: &str = "Dina Supervisa";
const BETO: &str = "Beto Atiende";

fn plan(institution: &str) -> PlanInput {
    PlanInput { institution: institution.into(), place: "040101".into(), ..PlanInput::default() }
}

fn commitment(of: &str, what: &str, due: &str) -> CommitmentInput {
    CommitmentInput {
        of: of.into(),
        what: what.into(),
        responsible: "Dirección".into(),
        due: due.into(),
        state: "open".into(),
        ..CommitmentInput::default()
    }
}

fn service(name: &str) -> ServiceInput {
    ServiceInput {
        name: name.into(),
        kinds: vec!["albergue".into()],
        contact: "2-5270000".into(),
        place: "040101".into(),
        ..ServiceInput::default()
    }
}

#[test]
fn what_was_agreed_is_followed_up_overdue_first_wherever_it_was_agreed() {
    let device = Device::of_everybody();
    device.unlock(DINA);
    let app = &device.app;
    let hospital = app.save_plan(&plan("Hospital General")).unwrap().id;
    let meeting = MeetingInput {
        kind: "table".into(),
        name: "Mesa de salud".into(),
        on: "2025-03-01".into(),
        women: 9,
        men: 3,
        other: 1,
        ..MeetingInput::default()
    };
    let table = app.save_meeting(&meeting).unwrap().id;
    let short =
        CommitmentInput { term: "short".into(), ..commitment(&hospital, "Pintar el cartel", "2001-01-01") };
    let late = app.save_commitment(&short).unwrap();
    assert_eq!(late.warnings, []);
    let unsaid = app.save_commitment(&commitment(&hospital, "Formar a porteros", "2999-01-01")).unwrap();
    assert_eq!(unsaid.warnings[0].code, "commitment_term_missing");
    app.save_commitment(&commitment(&table, "Compartir el directorio", "2998-01-01")).unwrap();
    app.save_commitment(&commitment(&table, "Algún día", "")).unwrap();

    device.unlock(BETO);
    let view = app.plans().unwrap();
    let due: Vec<_> = view
        .due
        .iter()
        .map(|one| (one.commitment.what.as_str(), one.overdue, one.of_name.as_str(), one.of_kind.as_str()))
        .collect();
    assert_eq!(
        due,
        [
            ("Pintar el cartel", true, "Hospital General", "plan"),
            ("Compartir el directorio", false, "Mesa de salud", "meeting"),
            ("Formar a porteros", false, "Hospital General", "plan"),
            ("Algún día", false, "Mesa de salud", "meeting"),
        ]
    );
    let card = &view.plans[0];
    assert_eq!((card.open, card.done, card.overdue, card.place_name.as_str()), (2, 0, 1, "Oruro, Oruro"));
    let card = &view.meetings[0];
    assert_eq!((card.participants, card.open, card.overdue), (13, 2, 0));
    assert!(matches!(app.save_commitment(&short), Err(Error::NotAllowed)));

    device.unlock(DINA);
    let done =
        CommitmentInput { id: late.id.clone(), state: "done".into(), evidence: "Foto".into(), ..short };
    app.save_commitment(&done).unwrap();
    let view = app.plan(&hospital).unwrap();
    assert_eq!((view.card.open, view.card.done, view.card.overdue), (1, 1, 0));
    assert_eq!(view.commitments.iter().filter(|one| one.commitment == done).count(), 1);
    assert_eq!(app.meeting(&table).unwrap().commitments.len(), 2);
    assert!(matches!(app.save_commitment(&commitment("", "Nada", "")), Err(Error::NotFound)));
    assert!(matches!(app.plan(&table), Err(Error::NotFound)));
}

#[test]
fn a_plan_says_when_its_ally_left_or_was_not_asked_for_half_a_year() {
    let clock = MadeUp::new();
    let device = Device::of_everybody_with(clock.clock());
    device.unlock(DINA);
    let app = &device.app;
    let shelter = app.save_service(&service("Casa del Migrante")).unwrap().id;
    let input = PlanInput { service: shelter.clone(), ..plan("Casa del Migrante") };
    let id = app.save_plan(&input).unwrap().id;
    let fresh = app.plan(&id).unwrap();
    assert!(!fresh.service_left && !fresh.service_stale);
    clock.pass_days(181);
    device.unlock(DINA);
    assert!(app.plan(&id).unwrap().service_stale);
    let stale = app.plans().unwrap().stale_services;
    assert_eq!((stale.len(), stale[0].id.as_str()), (1, shelter.as_str()));
    app.save_service(&ServiceInput { id: shelter.clone(), closed: true, ..service("Casa del Migrante") })
        .unwrap();
    let left = app.plan(&id).unwrap();
    assert!(left.service_left && !left.service_stale);
    let view = app.plans().unwrap();
    assert_eq!((view.allies_left, view.stale_services.len()), (vec!["Casa del Migrante".to_owned()], 0));
    clock.pass_days(366);
    device.unlock(DINA);
    assert_eq!(app.plans().unwrap().allies_left, Vec::<String>::new());
    let refused = app.save_plan(&PlanInput { service: "00".repeat(16), ..plan("Otra") });
    assert!(refused.is_ok(), "no entry is none");
    let refused = app.save_plan(&PlanInput { service: "07".repeat(16), ..plan("Otra") });
    assert!(matches!(refused, Err(Error::BadInput(problems)) if problems[0].code == "plan_service_unknown"));
}

#[test]
fn a_decalogue_keeps_its_order_and_ends_at_ten() {
    let device = Device::of_everybody();
    device.unlock(DINA);
    let app = &device.app;
    let practices: Vec<String> = (1..=10).map(|number| format!("Práctica {number}")).collect();
    let id = app.save_plan(&PlanInput { good_practices: practices.clone(), ..plan("Hospital") }).unwrap().id;
    assert_eq!(app.plan(&id).unwrap().card.plan.good_practices, practices);
    let fewer = vec!["Práctica 7".to_owned(), " ".into(), "Práctica 2".into()];
    app.save_plan(&PlanInput { id: id.clone(), good_practices: fewer, ..plan("Hospital") }).unwrap();
    assert_eq!(app.plan(&id).unwrap().card.plan.good_practices, ["Práctica 7", "Práctica 2"]);
    let eleven: Vec<String> = (1..=11).map(|number| format!("Práctica {number}")).collect();
    let refused = app.save_plan(&PlanInput { id, good_practices: eleven, ..plan("Hospital") });
    assert!(
        matches!(refused, Err(Error::BadInput(problems)) if problems[0].code == "plan_practices_too_many")
    );
}
