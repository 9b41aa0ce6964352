//! Handing a person on to the next team.

use posta_app::Error;
use posta_tests::world::CARMEN;

use crate::cast::{COMPLAINT, JULIA, NORA, OLGA, agree, cast};

#[test]
fn a_person_is_handed_on_to_another_team_with_what_they_chose_and_nobody_else_reads_it() {
    let cast = cast();
    let julia = cast.world.device("julia", JULIA);
    // A registrar works on the same device.
    julia.join(&cast.world.url(), &cast.world.code_for(NORA)).unwrap();
    julia.unlock(JULIA.name);
    julia.sync();
    cast.carmen.sync();
    cast.consultation();
    let choice = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>();
    let refused = cast.carmen.app.hand_on(&cast.person, JULIA.place, &choice(&["needs"]));
    assert!(matches!(refused, Err(Error::BadInput(problems)) if problems[0].code == "sharing_not_agreed"));
    agree(&cast.carmen, &cast.person, "share_referral", "given");
    let own = cast.carmen.app.hand_on(&cast.person, CARMEN.place, &choice(&["needs"]));
    assert!(matches!(own, Err(Error::BadInput(problems)) if problems[0].code == "team_own"));
    // Whoever is not sure that it was saved does it again.
    for _ in 0..2 {
        cast.carmen.app.hand_on(&cast.person, JULIA.place, &choice(&["needs"])).unwrap();
    }
    cast.carmen.sync();
    julia.sync();
    let notices = julia.app.notices().unwrap();
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert_eq!(julia.app.home().unwrap().notices, 1);
    let notice = &notices[0];
    assert_eq!((notice.kind.as_str(), notice.from.as_str(), notice.done), ("handed_on", CARMEN.name, false));
    assert_eq!(notice.post, "Pisiga");
    let items: Vec<&str> = notice.lines.iter().map(|line| line.item.as_str()).collect();
    assert_eq!(items, ["needs"]);
    let handed = julia.app.person(&cast.person).unwrap().handed;
    assert_eq!((handed.len(), &handed[0].id, &handed[0].lines), (1, &notice.id, &notice.lines));
    assert!(!format!("{notices:?}{handed:?}").contains(COMPLAINT));
    assert!(cast.carmen.app.person(&cast.person).unwrap().handed.is_empty(), "not even who handed on");
    julia.app.lock();
    julia.unlock(NORA.name);
    assert!(julia.app.person(&cast.person).unwrap().handed.is_empty());
    assert!(matches!(julia.app.notices(), Err(Error::NotAllowed)));
    julia.app.lock();
    julia.unlock(JULIA.name);
    julia.app.settle_notice(&notice.id).unwrap();
    // The same arrives once more after it was taken care of.
    cast.carmen.app.hand_on(&cast.person, JULIA.place, &choice(&["needs"])).unwrap();
    cast.carmen.sync();
    julia.sync();
    let notices = julia.app.notices().unwrap();
    assert_eq!((notices.len(), notices[0].done), (1, true), "{notices:?}");
    assert_eq!(julia.app.home().unwrap().notices, 0);
    julia.assert_sound();
}

#[test]
fn what_was_handed_on_goes_with_the_person_whom_two_supervisors_erase() {
    let cast = cast();
    let (julia, second) = (cast.world.device("julia", JULIA), cast.world.device("second", OLGA));
    let everybody = [&cast.elena, &second, &cast.carmen, &cast.rosa, &julia];
    everybody.iter().for_each(|device| drop(device.sync()));
    agree(&cast.carmen, &cast.person, "share_referral", "given");
    cast.carmen.app.hand_on(&cast.person, JULIA.place, &["name".to_owned()]).unwrap();
    cast.carmen.sync();
    julia.sync();
    assert_eq!(julia.app.notices().unwrap().len(), 1);
    let order = cast.elena.app.order_erasure(&cast.person, "request", &[]).unwrap().order;
    cast.elena.sync();
    second.sync();
    second.app.agree_erasure(&order).unwrap();
    for _ in 0..2 {
        second.sync();
        everybody.iter().for_each(|device| drop(device.sync()));
    }
    assert!(julia.app.notices().unwrap().is_empty());
    assert!(matches!(julia.app.person(&cast.person), Err(Error::Erased)));
}
