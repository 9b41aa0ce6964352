use std::collections::{BTreeMap, BTreeSet};

use posta_domain::import::{ImportLine, parse_line};
use posta_domain::synthetic::{Random, Synthetic};
use posta_domain::{DocumentId, Pack, Person};

use crate::day;

#[test]
fn the_generator_is_the_published_one() {
    let mut random = Random::new(1_234_567);
    let bits = [random.bits(), random.bits(), random.bits()];
    assert_eq!(bits, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
}

#[test]
fn the_same_seed_gives_the_same_lines_and_another_seed_others() {
    let lines = |seed| Synthetic::new(seed).lines(50).collect::<Vec<_>>();
    assert_eq!(lines(1), lines(1));
    assert_ne!(lines(1), lines(2));
}

#[test]
fn every_line_reads_back_from_its_json() {
    for line in Synthetic::new(8).lines(300) {
        assert_eq!(parse_line(&serde_json::to_string(&line).unwrap()).unwrap(), line);
    }
}

#[test]
fn invented_records_have_no_errors_and_point_at_earlier_people() {
    let (pack, today) = (Pack::find("bo").unwrap(), day("2026-11-21"));
    let mut known = BTreeSet::new();
    let id = DocumentId([1; 16]);
    for line in Synthetic::new(2).lines(2000) {
        let problems = match &line {
            ImportLine::Person(line) => {
                assert!(known.insert(line.reference.clone()));
                // The family's key is the caller's own, as a guardian's is: whoever imports makes an id of it.
                line.to_person().unwrap().problems(pack, today)
            }
            ImportLine::Enrollment(line) => {
                assert!(known.contains(&line.person));
                line.to_enrollment(id).unwrap().problems(pack, today)
            }
            ImportLine::Consent(line) => {
                assert!(known.contains(&line.person));
                line.to_consent(id).unwrap().problems(today)
            }
            ImportLine::Consultation(line) => {
                assert!(known.contains(&line.person));
                line.to_consultation(id).unwrap().problems(pack, today)
            }
            ImportLine::Edit(_) => unreachable!("lines() makes no edits"),
        };
        let tolerated = ["minor_without_guardian", "household_unreadable"];
        assert!(problems.iter().all(|p| !p.is_error() && tolerated.contains(&p.code)), "{problems:?}");
    }
}

#[test]
fn invented_people_are_as_varied_as_those_at_a_border() {
    let mut invented = Synthetic::new(4);
    let people: Vec<Person> = (0..2000).map(|_| invented.person().to_person().unwrap()).collect();
    let share = |test: &dyn Fn(&Person) -> bool| people.iter().filter(|person| test(person)).count();
    assert!(share(&|p| p.without_documents) > 100);
    assert!(share(&|p| p.display_name().contains('ñ') || p.display_name().contains('Ñ')) > 100);
    assert!(share(&|p| p.display_name().contains('\'')) > 20);
    assert!(share(&|p| p.surname1.contains(' ')) > 50);
    assert!(share(&|p| p.birth.is_unknown()) > 5);
    assert!(share(&|p| p.birth.to_string().len() == 4) > 50);
    assert!(share(&|p| !p.guardian_name.is_empty()) > 100);
    assert!(share(&|p| !p.household.is_empty()) > 500);
    let countries: BTreeSet<&str> = people.iter().map(|person| person.nationality.as_str()).collect();
    assert_eq!(countries.len(), 7);
}

#[test]
fn no_number_of_a_document_comes_twice() {
    let mut invented = Synthetic::new(9);
    let mut seen = BTreeMap::new();
    for _ in 0..5000 {
        let line = invented.person();
        let Some(first) = line.documents.first().filter(|document| !document.number.is_empty()) else {
            continue;
        };
        let who = seen.insert((first.country.clone(), first.number.clone()), line.reference.clone());
        assert_eq!(who, None);
    }
}

#[test]
fn a_day_of_work_has_the_parts_it_was_asked_for() {
    let lines = Synthetic::new(1)
        .at(Pack::find("bo").unwrap().posts_of("040901"))
        .on(day("2026-11-19"))
        .day_of_work(60, 20, 40);
    let count = |test: fn(&ImportLine) -> bool| lines.iter().filter(|line| test(line)).count();
    assert_eq!(count(|line| matches!(line, ImportLine::Person(_))), 60);
    assert_eq!(count(|line| matches!(line, ImportLine::Enrollment(_))), 60);
    assert_eq!(count(|line| matches!(line, ImportLine::Consent(_))), 60);
    assert_eq!(count(|line| matches!(line, ImportLine::Consultation(_))), 20);
    assert_eq!(count(|line| matches!(line, ImportLine::Edit(_))), 40);
    for line in &lines {
        if let ImportLine::Edit(edit) = line {
            let mut person = Person::default();
            edit.typed().for_each(|(key, value)| person.set(key, value).unwrap());
        }
    }
    assert_eq!(Synthetic::new(1).day_of_work(0, 5, 5), []);
}
