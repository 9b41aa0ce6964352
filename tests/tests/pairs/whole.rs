//! Everything that is shown or asked of a person is shown or asked of all their records.

use posta_app::Error;
use posta_app::view::{ConsentDecision, ConsentInput, PersonInput, RegistrationInput};
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
    let order = elena.app.order_erasure(&one, "request").unwrap();
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
