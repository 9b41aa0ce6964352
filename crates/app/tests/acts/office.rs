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
    let hospital = app.save_plan(&plan("Hospital General"), None).unwrap().id;
    let meeting = MeetingInput {
        kind: "table".into(),
        name: "Mesa de salud".into(),
        on: "2025-03-01".into(),
        women: 9,
        men: 3,
        other: 1,
        ..MeetingInput::default()
    };
    let table = app.save_meeting(&meeting, None).unwrap().id;
    let short =
        CommitmentInput { term: "short".into(), ..commitment(&hospital, "Pintar el cartel", "2001-01-01") };
    let late = app.save_commitment(&short, None).unwrap();
    assert_eq!(late.warnings, []);
    let unsaid =
        app.save_commitment(&commitment(&hospital, "Formar a porteros", "2999-01-01"), None).unwrap();
    assert_eq!(unsaid.warnings[0].code, "commitment_term_missing");
    app.save_commitment(&commitment(&table, "Compartir el directorio", "2998-01-01"), None).unwrap();
    app.save_commitment(&commitment(&table, "Algún día", ""), None).unwrap();

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
    assert!(matches!(app.save_commitment(&short, None), Err(Error::NotAllowed)));

    device.unlock(DINA);
    let base = CommitmentInput { id: late.id.clone(), ..short };
    let done = CommitmentInput { state: "done".into(), evidence: "Foto".into(), ..base.clone() };
    app.save_commitment(&done, Some(&base)).unwrap();
    let view = app.plan(&hospital).unwrap();
    assert_eq!((view.card.open, view.card.done, view.card.overdue), (1, 1, 0));
    assert_eq!(view.commitments.iter().filter(|one| one.commitment == done).count(), 1);
    assert_eq!(app.meeting(&table).unwrap().commitments.len(), 2);
    assert!(matches!(app.save_commitment(&commitment("", "Nada", ""), None), Err(Error::NotFound)));
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
    let id = app.save_plan(&input, None).unwrap().id;
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
    let refused = app.save_plan(&PlanInput { service: "00".repeat(16), ..plan("Otra") }, None);
    assert!(refused.is_ok(), "no entry is none");
    let refused = app.save_plan(&PlanInput { service: "07".repeat(16), ..plan("Otra") }, None);
    assert!(matches!(refused, Err(Error::BadInput(problems)) if problems[0].code == "plan_service_unknown"));
}

#[test]
fn a_decalogue_keeps_its_order_and_ends_at_ten() {
    let device = Device::of_everybody();
    device.unlock(DINA);
    let app = &device.app;
    let practices: Vec<String> = (1..=10).map(|number| format!("Práctica {number}")).collect();
    let id =
        app.save_plan(&PlanInput { good_practices: practices.clone(), ..plan("Hospital") }, None).unwrap().id;
    assert_eq!(app.plan(&id).unwrap().card.plan.good_practices, practices);
    let fewer = vec!["Práctica 7".to_owned(), " ".into(), "Práctica 2".into()];
    let base = app.plan(&id).unwrap().card.plan;
    app.save_plan(&PlanInput { good_practices: fewer, ..base.clone() }, Some(&base)).unwrap();
    assert_eq!(app.plan(&id).unwrap().card.plan.good_practices, ["Práctica 7", "Práctica 2"]);
    let eleven: Vec<String> = (1..=11).map(|number| format!("Práctica {number}")).collect();
    let base = app.plan(&id).unwrap().card.plan;
    let refused = app.save_plan(&PlanInput { good_practices: eleven, ..base.clone() }, Some(&base));
    assert!(
        matches!(refused, Err(Error::BadInput(problems)) if problems[0].code == "plan_practices_too_many")
    );
}

fn refused(saved: Result<posta_app::view::Saved, Error>) -> Vec<(String, String)> {
    let Err(Error::BadInput(problems)) = saved else { panic!("it was kept, or refused for something else") };
    let errors = problems.into_iter().filter(|one| one.severity == "error");
    errors.map(|one| (one.field, one.code)).collect()
}

#[test]
fn a_form_undoes_nothing_that_others_wrote_of_a_plan_meanwhile_and_says_where_both_wrote() {
    let device = Device::of_everybody();
    device.unlock(DINA);
    let app = &device.app;
    let first =
        PlanInput { to: "2026-12-31".into(), good_practices: vec!["Saludar".into()], ..plan("Hospital") };
    let id = app.save_plan(&first, None).unwrap().id;
    let shown = app.plan(&id).unwrap().card.plan;
    // Meanwhile, as an exchange brings it.
    let theirs = PlanInput {
        to: "2027-06-30".into(),
        good_practices: vec!["Saludar".into(), "Orientar".into()],
        ..shown.clone()
    };
    app.save_plan(&theirs, Some(&shown)).unwrap();
    let mine = PlanInput { note: "Con la dirección".into(), ..shown.clone() };
    app.save_plan(&mine, Some(&shown)).unwrap();
    let kept = app.plan(&id).unwrap().card.plan;
    assert_eq!(kept, PlanInput { note: "Con la dirección".into(), ..theirs.clone() });

    let both = PlanInput { to: "2027-01-31".into(), note: "Otra".into(), ..shown.clone() };
    let moved = |field: &str| (field.to_owned(), "office_moved".to_owned());
    assert_eq!(refused(app.save_plan(&both, Some(&shown))), [moved("note"), moved("to")]);
    assert_eq!(app.plan(&id).unwrap().card.plan, kept, "nothing of it was written");
    let swapped = PlanInput { from: "2027-02-01".into(), ..shown.clone() };
    app.save_plan(&swapped, Some(&shown)).unwrap();
    let mut more: Vec<String> = (2..=10).map(|number| format!("Práctica {number}")).collect();
    more.insert(0, "Saludar".into());
    let more = PlanInput { good_practices: more, ..shown.clone() };
    let too_many = ("good_practices".to_owned(), "plan_practices_too_many".to_owned());
    assert_eq!(refused(app.save_plan(&more, Some(&shown))), [too_many], "with what a colleague added");
}

#[test]
fn a_commitment_that_is_said_to_be_done_keeps_what_others_changed_of_it_and_a_meeting_too() {
    let device = Device::of_everybody();
    device.unlock(DINA);
    let app = &device.app;
    let of = app.save_plan(&plan("Hospital"), None).unwrap().id;
    let id = app.save_commitment(&commitment(&of, "Pintar", "2026-01-01"), None).unwrap().id;
    let shown = app.plan(&of).unwrap().commitments[0].commitment.clone();
    let theirs = CommitmentInput { due: "2026-03-01".into(), ..shown.clone() };
    app.save_commitment(&theirs, Some(&shown)).unwrap();
    let done = CommitmentInput { state: "done".into(), evidence: "Foto".into(), ..shown.clone() };
    app.save_commitment(&done, Some(&shown)).unwrap();
    let kept = app.plan(&of).unwrap().commitments[0].commitment.clone();
    assert_eq!(
        (kept.id.as_str(), kept.due.as_str(), kept.state.as_str()),
        (id.as_str(), "2026-03-01", "done")
    );
    let dropped = CommitmentInput { state: "dropped".into(), ..shown.clone() };
    let moved = ("state".to_owned(), "office_moved".to_owned());
    assert_eq!(refused(app.save_commitment(&dropped, Some(&shown))), [moved]);
    let other = app.save_plan(&plan("Otra"), None).unwrap().id;
    let away = CommitmentInput { of: other, ..shown.clone() };
    assert!(matches!(app.save_commitment(&away, Some(&shown)), Err(Error::NotFound)));

    let table = MeetingInput {
        kind: "table".into(),
        name: "Mesa".into(),
        on: "2025-03-01".into(),
        women: 3,
        ..MeetingInput::default()
    };
    let id = app.save_meeting(&table, None).unwrap().id;
    let shown = app.meeting(&id).unwrap().card.meeting;
    app.save_meeting(&MeetingInput { women: 9, ..shown.clone() }, Some(&shown)).unwrap();
    app.save_meeting(&MeetingInput { men: 2, ..shown.clone() }, Some(&shown)).unwrap();
    let kept = app.meeting(&id).unwrap().card.meeting;
    assert_eq!((kept.women, kept.men), (9, 2));
    assert_eq!(refused(app.save_meeting(&MeetingInput { women: 0, ..shown.clone() }, Some(&shown))).len(), 1);
}
