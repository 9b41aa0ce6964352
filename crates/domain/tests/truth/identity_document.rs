use posta_domain::{Birth, DocumentState, Fields, IdentityDocument, Pack, Person, Scalar, Sex};

use crate::day;

fn document(kind: &str, country: &str, number: &str, complement: &str) -> IdentityDocument {
    IdentityDocument {
        key: "a1".into(),
        kind: kind.into(),
        country: country.into(),
        number: number.into(),
        complement: complement.into(),
        ..IdentityDocument::default()
    }
}

fn codes(person: &Person) -> Vec<(String, &'static str)> {
    let problems = person.problems(Pack::find("bo").unwrap(), day("2026-11-29"));
    assert!(problems.iter().all(|problem| !problem.is_error()));
    problems.into_iter().map(|problem| (problem.field, problem.code)).collect()
}

fn with(document: IdentityDocument) -> Person {
    Person {
        given_names: "Ana María".into(),
        surname1: "Núñez".into(),
        surname2: "Mamani".into(),
        birth: Birth::Date(day("1991-02-10")),
        sex: Sex::Female,
        documents: vec![document],
        ..Person::default()
    }
}

/// Keys are stored for ever: what a device wrote yesterday must be found tomorrow.
#[test]
fn the_key_of_a_document_never_changes() {
    for (kind, country, number, key) in [
        ("bo_ci", "BO", "1234567", "55c384ee33"),
        ("bo_ci", "BO", "1234567-1A LP", "a08e6016b9"),
        ("national_id", "CL", "12.531.909-2", "d737b77318"),
        ("passport", "VE", "L898902C3", "0dfd46d163"),
        ("national_id", "BO", "1234567 1A", "775a2936d2"),
        ("", "", "", "08e34c07b5"),
    ] {
        assert_eq!(IdentityDocument::key_for(kind, country, number), key);
        assert_eq!(IdentityDocument::key_with_complement(kind, country, number, " "), key);
    }
}

#[test]
fn a_complement_written_apart_gives_the_key_of_the_number_that_held_it() {
    let old = IdentityDocument::key_for("bo_ci", "BO", "1234567-1A");
    for (number, complement) in [("1234567", "1A"), ("1234567 LP", "1a"), ("1234567-1A", "1A")] {
        assert_eq!(IdentityDocument::key_with_complement("bo_ci", "BO", number, complement), old);
    }
    assert_ne!(IdentityDocument::key_with_complement("bo_ci", "BO", "1234567", "1B"), old);
    assert_ne!(IdentityDocument::key_for("bo_ci", "BO", "1234567"), old);
}

#[test]
fn documents_are_the_same_by_their_number_and_complement() {
    let one = document("bo_ci", "BO", "1234567-1A LP", "");
    assert!(one.is_same_as(&document("national_id", "BO", "1.234.567", "1A")));
    assert!(!one.is_same_as(&document("bo_ci", "BO", "1234567", "")));
    assert!(!one.is_same_as(&document("passport", "BO", "1234567-1A", "")));
    assert!(
        document("passport", "VE", "l-898 902", "").is_same_as(&document("passport", "VE", "L898902", ""))
    );
    assert!(
        !document("passport", "VE", "L898902", "").is_same_as(&document("passport", "CO", "L898902", ""))
    );
    assert!(!document("passport", "VE", "", "").is_same_as(&document("passport", "VE", "", "")), "no number");
}

#[test]
fn complement_and_scanned_names_read_back_as_written() {
    let mut person = with(IdentityDocument {
        mrz_given: "ANA MARIA".into(),
        mrz_surname: "NUNEZ MAMANI".into(),
        state: DocumentState::Expired,
        ..document("bo_ci", "BO", "1234567", "1A")
    });
    let stored = person.to_fields();
    assert_eq!(stored["document/a1/complement"], Scalar::Text("1A".into()));
    assert_eq!(Person::from_fields(&stored), person);
    person.set("document/a1/complement", " 2b ").unwrap();
    person.set("document/a1/mrz_given", "ANA").unwrap();
    assert_eq!(
        (person.documents[0].complement.as_str(), person.documents[0].mrz_given.as_str()),
        ("2B", "ANA")
    );
    let expected = Fields::from([
        ("document/a1/complement".to_owned(), "2B".into()),
        ("document/a1/mrz_given".to_owned(), "ANA".into()),
    ]);
    assert_eq!(person.changes_from(&stored), expected);
    assert_eq!(person.given_names, "Ana María", "a scan never changes what was typed");
}

#[test]
fn a_part_of_a_newer_version_survives_beside_the_new_parts() {
    let mut stored = with(document("bo_ci", "BO", "1234567", "1A")).to_fields();
    stored.insert("document/a1/serial".into(), "B".into());
    let mut person = Person::from_fields(&stored);
    person.set("document/a1/complement", "").unwrap();
    assert_eq!(
        person.changes_from(&stored),
        Fields::from([("document/a1/complement".to_owned(), "".into())])
    );
}

#[test]
fn a_complement_where_none_belongs_or_that_contradicts_the_number_is_noticed() {
    assert_eq!(codes(&with(document("bo_ci", "BO", "1234567-1A LP", "1A"))), []);
    let odd = |document| codes(&with(document));
    let field = || "document/a1/complement".to_owned();
    assert_eq!(odd(document("bo_ci", "BO", "1234567", "A1")), [(field(), "complement_format")]);
    assert_eq!(odd(document("passport", "PE", "1234567", "1A")), [(field(), "complement_format")]);
    assert_eq!(odd(document("bo_ci", "BO", "1234567-1A", "1B")), [(field(), "complement_differs")]);
}

#[test]
fn a_number_that_tells_another_birth_or_sex_is_noticed() {
    let field = || "document/a1/number".to_owned();
    let mut person = with(document("national_id", "CU", "91021027775", ""));
    assert_eq!(codes(&person), []);
    person.sex = Sex::Male;
    assert_eq!(codes(&person), [(field(), "number_sex_differs")]);
    person.sex = Sex::Unknown;
    for (birth, differs) in [
        ("1991", false),
        ("1991-02", false),
        ("age:20@2026-01-01", false),
        ("", false),
        ("1991-03", true),
        ("1990", true),
    ] {
        person.birth = Birth::parse(birth).unwrap();
        let expected = if differs { vec![(field(), "number_birth_differs")] } else { vec![] };
        assert_eq!(codes(&person), expected, "{birth}");
    }
}

#[test]
fn scanned_names_that_are_others_are_noticed_and_another_spelling_is_not() {
    let scanned = |given: &str, surname: &str| {
        with(IdentityDocument {
            mrz_given: given.into(),
            mrz_surname: surname.into(),
            ..document("passport", "PE", "1", "")
        })
    };
    assert_eq!(codes(&scanned("ANA MARIA", "NUNXXEZ MAMANI")), []);
    assert_eq!(codes(&scanned("ANA", "NUNEZ MAMANI")), [], "cut");
    let expected = [("document/a1/mrz_surname".to_owned(), "name_differs_from_document")];
    assert_eq!(codes(&scanned("ANA MARIA", "QUISPE")), expected);
}

#[test]
fn one_part_alone_makes_a_document() {
    for part in ["number", "complement", "mrz_given", "mrz_surname"] {
        let fields = Fields::from([(format!("document/a1/{part}"), "X".into())]);
        assert_eq!(Person::from_fields(&fields).documents.len(), 1, "{part}");
    }
}
