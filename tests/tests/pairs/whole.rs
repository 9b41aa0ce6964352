//! Everything that is shown or asked of a person is shown or asked of all their records.

use posta_app::Error;
use posta_app::view::{AuditFilter, ConsentDecision, ConsentInput, PersonInput, RegistrationInput};
use posta_tests::people::{newcomer, with_passport};
use posta_tests::world::{CARMEN, ELENA, LUIS};
use posta_tests::{Device, World};

use crate::decided::{OMAR, register, typed_again};

fn linked(world: &World) -> (Device, Device, String, String) {
    let (carmen, luis) = (world.device("pisiga", CARMEN), world.device("tambo", LUIS));
    let (one, other) = (register(&carmen, with_passport()), register(&luis, typed_again()));
    luis.sync();
    carmen.sync();
    carmen.app.decide_pair(&one, &other, "same").unwrap();
    (carmen, luis, one, other)
}

fn said(purpose: &str, decision: &str) -> ConsentInput {
    let decided = ConsentDecision { purpose: purpose.into(), decision: decision.into() };
    ConsentInput { decisions: vec![decided], language: "es".into(), ..ConsentInput::default() }
}

#[test]
fn what_was_attended_with_one_record_is_seen_with_the_other() {
    let world = World::new();
    let (carmen, _, one, other) = linked(&world);
    let attended = carmen.attend(&one, "control");
    assert!(carmen.reads(&other, &attended));
    let registered = carmen.person(&other).timeline.iter().filter(|event| event.kind == "registered").count();
    assert_eq!(registered, 2);
    carmen.app.decide_pair(&one, &other, "open").unwrap();
    assert!(!carmen.reads(&other, &attended) && carmen.reads(&one, &attended));
}

#[test]
fn printing_and_a_summary_are_noted_by_what_was_attended_with_any_record_and_never_by_the_person() {
    let world = World::new();
    let (carmen, _, one, other) = linked(&world);
    let attended = carmen.attend(&one, "control");
    carmen.app.note_printed(&other).unwrap();
    carmen.app.summary_offer(&other).unwrap();
    carmen.sync();
    let elena = world.device("oruro", ELENA);
    elena.sync();
    let rows = elena.app.audit_page(&AuditFilter { limit: 100, ..AuditFilter::default() }).unwrap().rows;
    let of = |act: &str| -> Vec<_> {
        rows.iter()
            .filter(|row| row.act == act)
            .map(|row| (row.sensitivity.clone(), row.record.clone()))
            .collect()
    };
    assert_eq!(of("printed"), [("care".to_owned(), attended.clone())]);
    assert!(of("opened").contains(&("care".to_owned(), attended)));
    assert!(rows.iter().all(|row| row.record != one && row.record != other), "no row tells who was attended");
}

#[test]
fn whoever_was_born_later_by_another_record_is_not_asked_as_an_adult() {
    let world = World::new();
    let (carmen, _, one, other) = linked(&world);
    let offered = |carmen: &Device| -> Vec<bool> {
        carmen.app.instruments(&one).unwrap().iter().map(|card| card.withheld.contains("age")).collect()
    };
    let before = offered(&carmen);
    carmen
        .app
        .edit_person(
            &other,
            &[
                posta_app::view::FieldEdit { field: "birth".into(), value: "2015-03-02".into() },
                posta_app::view::FieldEdit { field: "accompaniment".into(), value: "with_parent".into() },
            ],
        )
        .unwrap();
    let after = offered(&carmen);
    assert!(before.iter().zip(&after).all(|(before, after)| after >= before));
    let adults = |carmen: &Device| {
        carmen
            .app
            .instruments(&one)
            .unwrap()
            .into_iter()
            .filter(|card| card.from_years >= 18)
            .collect::<Vec<_>>()
    };
    assert!(adults(&carmen).iter().all(|card| !card.withheld.is_empty()), "{:?}", adults(&carmen));
}

#[test]
fn a_yes_with_another_record_that_knew_of_no_no_does_not_lift_it() {
    let world = World::new();
    let (carmen, luis) = (world.device("pisiga", CARMEN), world.device("tambo", LUIS));
    let (one, other) = (register(&carmen, with_passport()), register(&luis, typed_again()));
    carmen.app.record_consent(&one, &said("share_referral", "refused")).unwrap();
    luis.app.record_consent(&other, &said("share_referral", "given")).unwrap();
    luis.sync();
    carmen.sync();
    let stands = |record: &str| {
        let consents = carmen.person(record).consents;
        consents.into_iter().find(|one| one.purpose == "share_referral").unwrap().decision
    };
    assert_eq!((stands(&one).as_str(), stands(&other).as_str()), ("refused", "given"));
    carmen.app.decide_pair(&one, &other, "same").unwrap();
    assert_eq!((stands(&one).as_str(), stands(&other).as_str()), ("refused", "refused"));
    carmen.app.record_consent(&other, &said("share_referral", "given")).unwrap();
    assert_eq!(stands(&one), "given", "who was asked again, knowing of it, may say yes");
}

#[test]
fn an_older_yes_that_is_imported_lifts_no_later_no_of_any_record() {
    let world = World::new();
    let (carmen, _, one, other) = linked(&world);
    carmen.app.record_consent(&other, &said("share_referral", "refused")).unwrap();
    let line = serde_json::json!({
        "kind": "consent", "person": one, "on": "2026-03-01", "language": "es", "purposes": { "share_referral": "given" }
    });
    let report = carmen.app.import(line.to_string().as_bytes()).unwrap();
    assert_eq!(report.consents, 1, "{report:?}");
    let consents = carmen.person(&one).consents;
    assert_eq!(consents.iter().find(|one| one.purpose == "share_referral").unwrap().decision, "refused");
}

#[test]
fn a_no_with_one_record_is_a_no_of_the_person() {
    let world = World::new();
    let (carmen, _, one, other) = linked(&world);
    carmen.app.record_consent(&one, &said("contact", "given")).unwrap();
    carmen.app.record_consent(&other, &said("contact", "refused")).unwrap();
    for record in [&one, &other] {
        let consents = carmen.person(record).consents;
        let contact: Vec<_> = consents.iter().filter(|one| one.purpose == "contact").collect();
        assert_eq!((contact.len(), contact[0].decision.as_str()), (1, "refused"));
    }
}

#[test]
fn the_family_of_every_record_is_the_family_and_each_comes_once() {
    let world = World::new();
    let (carmen, _, one, other) = linked(&world);
    let household = "0b".repeat(16);
    carmen.app.set_household(&other, &household, "head").unwrap();
    let child = RegistrationInput {
        person: PersonInput { birth: "2020".into(), ..newcomer(3).person },
        household: household.clone(),
        household_role: "child".into(),
        accompaniment: "with_parent".into(),
        ..RegistrationInput::default()
    };
    let child = carmen.register(&child);
    let members = carmen.person(&one).household_members;
    assert_eq!(members.iter().map(|one| one.card.id.as_str()).collect::<Vec<_>>(), [child.as_str()]);
    let of_child = carmen.person(&child).household_members;
    assert_eq!(of_child.len(), 1);
}

#[test]
fn whoever_is_erased_is_erased_with_every_record_and_nothing_is_left_of_what_was_decided() {
    let world = World::new();
    let (carmen, _, one, other) = linked(&world);
    // Ids are drawn: of several, some are before hers and some after.
    let others: Vec<String> = (0..8).map(|_| register(&carmen, typed_again())).collect();
    for third in &others {
        carmen.app.decide_pair(third, &one, "different").unwrap();
    }
    carmen.sync();
    let (elena, omar) = (world.device("oruro", ELENA), world.device("oruro2", OMAR));
    elena.sync();
    omar.sync();
    let unaware = elena.app.order_erasure(&one, "request", &[]).unwrap_err();
    assert!(matches!(&unaware, Error::BadInput(problems) if problems[0].code == "records_changed"));
    assert!(elena.app.erasures().unwrap().is_empty(), "nothing is ordered that was not shown");
    let order = elena.app.order_erasure(&one, "request", std::slice::from_ref(&other)).unwrap();
    assert_eq!(order.person, one);
    elena.sync();
    omar.sync();
    let orders = omar.app.erasures().unwrap();
    let mut named: Vec<_> = orders.iter().map(|order| order.person.clone()).collect();
    named.sort();
    assert_eq!(named, if one < other { [one.clone(), other.clone()] } else { [other.clone(), one.clone()] });
    for order in &orders {
        omar.app.agree_erasure(&order.order).unwrap();
    }
    for device in [&omar, &elena, &carmen] {
        device.sync();
    }
    for device in [&elena, &omar, &carmen] {
        assert!(!device.holds(&one) && !device.holds(&other));
        let left = device.person(&others[0]);
        assert!(left.sources.is_empty() && left.contradictions.is_empty());
        device.assert_sound();
    }
    assert_eq!(elena.app.pairs_page("decided", 0, 5).unwrap().total, 0);
    assert!(matches!(elena.app.pair(&others[0], &one), Err(Error::NotFound)));
}
