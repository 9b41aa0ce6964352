use posta_domain::{Birth, Consultation, DocumentId, Enrollment, Pack, Person, Problem};

use crate::day;

fn ana() -> Person {
    Person { given_names: "Ana".into(), birth: Birth::Year(1990), ..Person::default() }
}

fn problems(person: &Person) -> Vec<Problem> {
    person.problems(Pack::find("bo").unwrap(), day("2026-11-21"))
}

fn only(person: &Person) -> (String, &'static str, bool) {
    let mut found = problems(person);
    assert_eq!(found.len(), 1, "{found:?}");
    let problem = found.remove(0);
    (problem.field.clone(), problem.code, problem.is_error())
}

fn with(key: &str, value: &str) -> Person {
    let mut person = ana();
    person.set(key, value).unwrap();
    person
}

#[test]
fn a_person_with_only_a_name_is_good() {
    assert_eq!(problems(&ana()), []);
    assert_eq!(problems(&Person { name_undeclared: true, ..Person::default() }), []);
}

#[test]
fn only_a_few_things_block() {
    assert_eq!(only(&Person::default()), ("given_names".into(), "name_missing", true));
    assert_eq!(only(&with("birth", "2026-11-22")), ("birth".into(), "birth_in_future", true));
    assert_eq!(only(&with("birth", "1880")), ("birth".into(), "birth_too_long_ago", true));
    assert_eq!(only(&with("birth", "age:131@2026-11-21")), ("birth".into(), "birth_too_long_ago", true));
    assert_eq!(only(&with("nationality", "Bolivia")), ("nationality".into(), "country_shape", true));
    assert_eq!(only(&with("surname1", &"x".repeat(201))), ("surname1".into(), "text_too_long", true));
    assert_eq!(only(&with("surname1", "a\u{7}b")), ("surname1".into(), "control_character", true));
}

#[test]
fn everything_else_only_warns() {
    let mut undocumented = with("document/a1/kind", "passport");
    undocumented.without_documents = true;
    let mut number = with("document/a1/kind", "national_id");
    number.set("document/a1/country", "CL").unwrap();
    number.set("document/a1/number", "12531909-3").unwrap();
    for (person, code) in [
        (with("nationality", "QQ"), "country_unknown"),
        (with("residence", "999999"), "residence_unknown"),
        (with("birth", "2015"), "minor_without_guardian"),
        (with("guardian_person", "p7"), "guardian_person_unreadable"),
        (with("registered_on", "2027-01-01"), "date_in_future"),
        (with("registered_post", "nowhere"), "post_unknown"),
        (with("language/zzz", "true"), "language_unknown"),
        (with("phone", "12"), "phone_odd"),
        (with("sex", "x"), "sex_unknown_word"),
        (with("document/a1/kind", "carnet"), "document_kind_unknown"),
        (undocumented, "documents_present"),
        (number, "number_check_digit"),
    ] {
        let (_, found, blocks) = only(&person);
        assert_eq!((found, blocks), (code, false));
    }
}

#[test]
fn a_minor_with_a_guardian_is_good() {
    let mut child = with("birth", "2015");
    child.set("guardian_name", "María").unwrap();
    assert_eq!(problems(&child), []);
}

#[test]
fn no_problem_shows_a_value() {
    let mut person = with("nationality", "MARCADO");
    person.set("surname1", &"MARCADO".repeat(40)).unwrap();
    person.set("residence", "MARCADO").unwrap();
    person.set("document/a1/country", "MARCADO").unwrap();
    let found = problems(&person);
    assert_eq!(found.len(), 4);
    assert!(!format!("{found:?}").contains("MARCADO"));
    assert!(found.iter().all(|problem| !problem.to_string().contains("MARCADO")));
}

#[test]
fn an_enrollment_or_consultation_of_nobody_is_refused_and_the_rest_warns() {
    let today = day("2026-11-21");
    let found = Enrollment::default().problems(Pack::find("bo").unwrap(), today);
    assert_eq!(
        found.iter().map(|p| (p.code, p.is_error())).collect::<Vec<_>>(),
        [("person_missing", true), ("program_unknown", false)]
    );
    let person = DocumentId([1; 16]);
    let good = Enrollment { person, program: "sus".into(), post: "pisiga".into(), ..Enrollment::default() };
    assert_eq!(good.problems(Pack::find("bo").unwrap(), today), []);
    let mut attended = Consultation { person, reason: "orientacion".into(), ..Consultation::default() };
    assert_eq!(attended.problems(Pack::find("bo").unwrap(), today), []);
    attended.set("need/volar", "true").unwrap();
    attended.set("note", &"x".repeat(4001)).unwrap();
    let found = attended.problems(Pack::find("bo").unwrap(), today);
    assert_eq!(
        found.iter().map(|p| (p.code, p.is_error())).collect::<Vec<_>>(),
        [("text_too_long", true), ("need_unknown", false)]
    );
}

#[test]
fn a_record_printed_for_a_developer_shows_its_fields_and_not_their_content() {
    let mut person = with("surname1", "MARCADO");
    person.set("birth", "1987-06-05").unwrap();
    person.set("document/a1/number", "MARCADO").unwrap();
    let attended =
        Consultation { note: "MARCADO".into(), reason: "MARCADO".into(), ..Consultation::default() };
    let line =
        r#"{"kind":"person","given_names":"MARCADO","documents":[{"number":"MARCADO"}],"birth":"1987"}"#;
    let edit = r#"{"kind":"edit","id":"p1","set":{"phone":"MARCADO"}}"#;
    let parsed = [line, edit].map(|line| posta_domain::import::parse_line(line).unwrap());
    let shown = format!("{person:?} {:?} {:?} {attended:?} {parsed:?}", person.to_fields(), person.documents);
    assert!(shown.contains("surname1") && shown.contains("note"));
    assert!(!shown.contains("MARCADO") && !shown.contains("1987"), "{shown}");
}
