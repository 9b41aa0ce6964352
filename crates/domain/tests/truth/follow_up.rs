use posta_domain::{DocumentId, Fields, FollowUp, FollowUpState, Pack, Service};

use crate::day;

fn due() -> FollowUp {
    FollowUp {
        person: DocumentId([1; 16]),
        on: Some(day("2026-12-02")),
        post: "pisiga".into(),
        what: "Ver si llegó al albergue".into(),
        ..FollowUp::default()
    }
}

#[test]
fn a_follow_up_is_done_in_one_act_and_says_who_and_when() {
    let mut follow_up = due();
    follow_up.settle("t1", "hecho", None, "Ana Quispe", day("2026-12-02")).unwrap();
    assert_eq!(follow_up.state, FollowUpState::Done);
    assert_eq!(
        (follow_up.settled_on, follow_up.settled_by.as_str()),
        (Some(day("2026-12-02")), "Ana Quispe")
    );
    assert!(FollowUp::from_fields(&follow_up.to_fields()) == follow_up);
    assert_eq!(follow_up.changes_from(&follow_up.to_fields()), Fields::new());
}

#[test]
fn who_was_not_found_is_looked_for_again_on_another_day_or_no_more() {
    let mut follow_up = due();
    let today = day("2026-12-02");
    assert_eq!(
        follow_up.settle("t1", "no_localizada", Some(day("2026-12-01")), "A", today).unwrap_err().code,
        "date_in_past"
    );
    follow_up.settle("t1", "no_localizada", Some(day("2026-12-05")), "A", today).unwrap();
    assert_eq!((follow_up.on, follow_up.tries.len()), (Some(day("2026-12-05")), 1));
    assert_eq!(follow_up.state, FollowUpState::Due);
    follow_up.settle("t2", "no_localizada", None, "A", day("2026-12-05")).unwrap();
    assert_eq!((follow_up.state.clone(), follow_up.tries.len()), (FollowUpState::NotFound, 2));
    assert_eq!(
        follow_up.settle("t3", "olvidado", None, "A", today).unwrap_err().code,
        "follow_up_state_unknown"
    );
}

#[test]
fn tries_that_an_older_device_counted_are_counted_still() {
    let mut fields = due().to_fields();
    fields.insert("tries".into(), 3.into());
    let mut follow_up = FollowUp::from_fields(&fields);
    follow_up.settle("t1", "no_localizada", None, "A", day("2026-12-05")).unwrap();
    assert_eq!(follow_up.tries.len(), 4);
    let puts = follow_up.changes_from(&fields);
    assert!(puts.contains_key("try/t1") && !puts.contains_key("tries"), "{:?}", puts.keys());
}

#[test]
fn a_person_and_a_day_are_all_it_needs() {
    let pack = Pack::find("bo").unwrap();
    assert!(due().problems(pack).is_empty());
    let codes: Vec<&str> = FollowUp::default().problems(pack).iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["person_missing", "date_missing"]);
}

#[test]
fn a_service_covers_what_it_says_or_its_own_municipality() {
    let shelter = Service { name: "Casa del Migrante".into(), place: "040101".into(), ..Service::default() };
    assert!(shelter.covers("040101") && !shelter.covers("040901"));
    let wide = Service { coverage: ["04".to_owned(), "020101".to_owned()].into(), ..shelter.clone() };
    assert!(wide.covers("040901") && wide.covers("020101") && !wide.covers("020105") && !wide.covers(""));
}

#[test]
fn a_service_that_nobody_asked_for_half_a_year_is_stale() {
    let today = day("2026-11-29");
    let asked = |on: &str| Service { verified_on: Some(day(on)), ..Service::default() };
    assert!(Service::default().is_stale(today) && asked("2026-06-01").is_stale(today));
    assert!(!asked("2026-06-02").is_stale(today) && !asked("2026-11-29").is_stale(today));
}

#[test]
fn a_service_makes_the_round_trip_and_says_what_it_lacks() {
    let pack = Pack::find("bo").unwrap();
    let service = Service {
        name: "Casa del Migrante".into(),
        kinds: ["albergue".to_owned()].into(),
        offers: "Dormir hasta tres noches; cena.".into(),
        attends: "Familias y mujeres".into(),
        hours: "Todos los días, 16 a 20".into(),
        contact: "2-5270000".into(),
        address: "Calle Junín 100".into(),
        place: "040101".into(),
        coverage: ["04".to_owned()].into(),
        verified_on: Some(day("2026-11-01")),
        verified_by: "Carmen Rocha".into(),
        closed: false,
    };
    assert_eq!(Service::from_fields(&service.to_fields()), service);
    assert_eq!(service.problems(pack, day("2026-11-29")), []);
    let codes: Vec<&str> =
        Service::default().problems(pack, day("2026-11-29")).iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["service_name_missing", "service_kind_missing", "service_unreachable"]);
}
