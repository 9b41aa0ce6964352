//! Fields with several values: the list, keeping both for later, what is held up, and who decided.

use posta_app::Error;
use posta_app::view::PersonView;
use posta_tests::people::with_passport;
use posta_tests::world::{ANA, CARMEN, LUIS};
use posta_tests::{Device, World};

use crate::decided::register;

/// Two posts that wrote two values of a field without knowing of each other, and both know now.
fn apart(field: &str, values: [&str; 2]) -> (World, Device, Device, String) {
    let world = World::new();
    let (carmen, luis) = (world.device("pisiga", CARMEN), world.device("tambo", LUIS));
    let person = register(&carmen, with_passport());
    carmen.sync();
    luis.sync();
    carmen.edit(&person, &[(field, values[0])]);
    luis.edit(&person, &[(field, values[1])]);
    for device in [&carmen, &luis, &carmen] {
        device.sync();
    }
    (world, carmen, luis, person)
}

fn rows(device: &Device, group: &str) -> Vec<(String, bool)> {
    let page = device.app.conflicts_page(group, 0, 10).unwrap();
    page.rows.into_iter().map(|row| (row.id, row.critical)).collect()
}

fn submit(device: &Device, person: &PersonView) -> Result<(), Error> {
    let enrollment = &person.enrollments[0].id;
    device.app.set_enrollment_status(enrollment, "presentada", "", "").map(drop)
}

#[test]
fn two_values_of_the_birth_hold_the_enrollment_up_until_somebody_decides() {
    let (_world, carmen, luis, person) = apart("birth", ["1996-03-12", "1995-03-02"]);
    assert_eq!(rows(&carmen, "open"), [(person.clone(), true)]);
    let view = carmen.person(&person);
    let conflict = view.conflicts.iter().find(|one| one.field == "birth").unwrap();
    assert!(conflict.critical);
    assert!(conflict.values.iter().all(|value| value.seen == ["passport"]), "{:?}", conflict.values);
    let refused = submit(&carmen, &view).unwrap_err();
    assert!(matches!(&refused, Error::BadInput(problems) if problems[0].code == "critical_undecided"));
    carmen.app.put_off_conflict("person", &person, "birth").unwrap();
    assert!(submit(&carmen, &view).is_err(), "also while both are kept");
    carmen.app.resolve_conflict("person", &person, "birth", "1995-03-02").unwrap();
    submit(&carmen, &view).unwrap();
    assert!(rows(&carmen, "open").is_empty() && rows(&carmen, "later").is_empty());
    let decided = carmen.person(&person).decided_conflicts;
    assert_eq!(decided.len(), 1);
    assert_eq!((decided[0].field.as_str(), decided[0].value.as_str()), ("birth", "1995-03-02"));
    assert_eq!(
        (decided[0].over.as_slice(), decided[0].author.as_str()),
        (&["1996-03-12".to_owned()][..], CARMEN.name)
    );
    carmen.sync();
    luis.sync();
    assert_eq!(luis.person(&person).decided_conflicts, decided);
}

#[test]
fn what_is_held_up_is_neither_chosen_nor_imported_as_presented() {
    let world = World::new();
    let (carmen, luis) = (world.device("pisiga", CARMEN), world.device("tambo", LUIS));
    let person = register(&carmen, with_passport());
    let enrollment = carmen.person(&person).enrollments[0].id.clone();
    carmen.app.set_enrollment_status(&enrollment, "presentada", "", "").unwrap();
    carmen.sync();
    luis.sync();
    luis.app.set_enrollment_status(&enrollment, "observada", "", "falta una copia").unwrap();
    carmen.app.set_enrollment_status(&enrollment, "confirmada", "12", "").unwrap();
    carmen.edit(&person, &[("birth", "1996-03-12")]);
    luis.edit(&person, &[("birth", "1995-03-02")]);
    for device in [&carmen, &luis, &carmen] {
        device.sync();
    }
    let held = |result: Result<_, Error>| match result {
        Err(Error::BadInput(problems)) => problems[0].code.clone(),
        other => panic!("{other:?}"),
    };
    let spaced = carmen.app.set_enrollment_status(&enrollment, " confirmada ", "12", "");
    assert_eq!(held(spaced), "critical_undecided");
    let chosen = carmen.app.resolve_conflict("enrollment", &enrollment, "status", "confirmada");
    assert_eq!(held(chosen), "critical_undecided");
    let line = serde_json::json!({ "kind": "enrollment", "person": person, "program": "sus", "status": "confirmada" });
    let line = line.to_string();
    let report = carmen.app.import(line.as_bytes()).unwrap();
    assert_eq!(report.rejected[0].reason, "critical_undecided", "{report:?}");
    carmen.app.resolve_conflict("enrollment", &enrollment, "status", "observada").unwrap();
    carmen.app.resolve_conflict("person", &person, "birth", "1995-03-02").unwrap();
    carmen.app.set_enrollment_status(&enrollment, "presentada", "", "").unwrap();
}

#[test]
fn both_values_are_kept_for_later_by_name_and_a_third_is_asked_again() {
    let (world, carmen, luis, person) = apart("phone", ["70000001", "70000002"]);
    assert_eq!(rows(&carmen, "open"), [(person.clone(), false)]);
    submit(&carmen, &carmen.person(&person)).unwrap();
    carmen.app.put_off_conflict("person", &person, "phone").unwrap();
    assert!(rows(&carmen, "open").is_empty());
    carmen.sync();
    luis.sync();
    assert_eq!(rows(&luis, "later"), [(person.clone(), false)]);
    let page = luis.app.conflicts_page("later", 0, 10).unwrap();
    assert_eq!((page.total, page.open, page.later), (1, 0, 1));
    let conflict = luis.person(&person).conflicts.remove(0);
    assert_eq!((conflict.values.len(), conflict.later.unwrap().author), (2, CARMEN.name.to_owned()));
    let ana = world.device("sabaya", ANA);
    ana.sync();
    let before = ana.person(&person);
    assert_eq!(before.conflicts.len(), 1);
    // Ana knows both values and decides, while Luis, who does not know of it, does too.
    ana.edit(&person, &[("phone", "70000003")]);
    luis.app.resolve_conflict("person", &person, "phone", "70000002").unwrap();
    for device in [&ana, &luis, &ana] {
        device.sync();
    }
    assert_eq!(rows(&ana, "open"), [(person.clone(), false)], "two other values");
    assert!(ana.person(&person).conflicts[0].later.is_none());
    assert!(matches!(ana.app.put_off_conflict("person", &person, "birth"), Err(Error::NotFound)));
    [&carmen, &luis, &ana].into_iter().for_each(Device::assert_sound);
}
