//! At the counter of a post, somebody whom another post registered.

use posta_app::view::{IdentityDocumentView, PersonInput, RegistrationInput, SamePersonView};
use posta_tests::people::{newcomer, with_passport};
use posta_tests::world::{CARMEN, LUIS};
use posta_tests::{Device, World};

fn same(device: &Device, input: &PersonInput, household: &str) -> Vec<SamePersonView> {
    device.app.same_people(input, household, 5).unwrap()
}

fn registered(device: &Device, person: PersonInput, household: &str) -> String {
    let input = RegistrationInput {
        person,
        household: household.into(),
        household_role: "other".into(),
        ..RegistrationInput::default()
    };
    device.register(&input)
}

/// As the other post types her: without accents, one surname as it sounds, day and month of birth swapped, no papers.
fn typed_again() -> PersonInput {
    PersonInput {
        given_names: "yuleisi carolina".into(),
        surname1: "Rondon".into(),
        surname2: "Penia".into(),
        sex: "female".into(),
        birth: "1996-02-03".into(),
        nationality: "VE".into(),
        ..PersonInput::default()
    }
}

#[test]
fn somebody_whom_another_post_registered_is_proposed_with_the_reasons_while_she_is_typed() {
    let world = World::new();
    let (carmen, luis) = (world.device("pisiga", CARMEN), world.device("tambo", LUIS));
    for number in 0..40 {
        carmen.register(&newcomer(number));
    }
    assert!(same(&luis, &typed_again(), "").is_empty());
    let person = registered(&carmen, with_passport(), "");
    carmen.sync();
    luis.sync();
    let found = same(&luis, &typed_again(), "");
    assert_eq!(found[0].card.id, person);
    assert!(found[0].reasons.contains(&"birth_day_month_swapped".to_owned()), "{:?}", found[0].reasons);
    let twin = PersonInput { given_names: "Wilmer José".into(), sex: "male".into(), ..typed_again() };
    assert!(same(&luis, &twin, "").iter().all(|one| !one.certain), "a brother is not her");
}

#[test]
fn what_was_saved_a_moment_ago_is_known_and_what_was_corrected_too() {
    let world = World::new();
    let carmen = world.device("pisiga", CARMEN);
    assert!(same(&carmen, &with_passport(), "").is_empty());
    let person = registered(&carmen, with_passport(), "");
    let found = same(&carmen, &with_passport(), "");
    assert_eq!((found.len(), found[0].card.id.as_str(), found[0].certain), (1, person.as_str(), true));
    assert_eq!(found[0].reasons[0], "document_equal");
    carmen.edit(&person, &[("given_names", "Otra"), ("surname1", "Distinta"), ("surname2", "")]);
    let named = PersonInput { documents: Vec::new(), birth: String::new(), ..with_passport() };
    assert!(same(&carmen, &named, "").is_empty(), "the name that was corrected is hers no more");
}

#[test]
fn the_family_that_is_being_enrolled_is_not_each_other() {
    let world = World::new();
    let carmen = world.device("pisiga", CARMEN);
    let household = "0b".repeat(16);
    registered(&carmen, with_passport(), &household);
    let sister =
        PersonInput { given_names: "Yuleisy Andrea".into(), documents: Vec::new(), ..with_passport() };
    assert!(same(&carmen, &sister, &household).is_empty());
    assert_eq!(same(&carmen, &sister, "").len(), 1, "of another desk she may be");
    let again = PersonInput { documents: Vec::new(), ..with_passport() };
    assert_eq!(
        same(&carmen, &again, &household).len(),
        1,
        "who is entered twice into her own family is shown"
    );
}

#[test]
fn a_number_alone_and_each_of_several_papers_finds_its_person() {
    let world = World::new();
    let carmen = world.device("pisiga", CARMEN);
    let paper = |kind: &str, number: &str| IdentityDocumentView {
        kind: kind.into(),
        country: "VE".into(),
        number: number.into(),
        ..IdentityDocumentView::default()
    };
    let two = vec![paper("passport", "142000087"), paper("national_id", "24111222")];
    let person = registered(&carmen, PersonInput { documents: two, ..with_passport() }, "");
    for (kind, number) in [("passport", "142000087"), ("national_id", "24111222")] {
        let bare = PersonInput { documents: vec![paper(kind, number)], ..PersonInput::default() };
        let other_name =
            PersonInput { given_names: "Otra".into(), surname1: "Distinta".into(), ..bare.clone() };
        for input in [bare, other_name] {
            let found = same(&carmen, &input, "");
            assert_eq!(found[0].card.id, person);
            assert!(found[0].reasons.contains(&"document_equal".to_owned()), "{:?}", found[0].reasons);
        }
    }
}
