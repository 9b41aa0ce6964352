use std::collections::BTreeSet;

use posta_domain::synthetic::{Random, Synthetic};
use posta_domain::{
    Birth, Consultation, DocumentId, DocumentState, Enrollment, EnrollmentStatus, Fields, HouseholdRole,
    IdentityDocument, Kind, Person, Scalar, Sex, UNNAMED,
};

use crate::day;

fn maria() -> Person {
    Person {
        given_names: "María".into(),
        surname1: "Quispe".into(),
        surname2: "de la Cruz".into(),
        sex: Sex::Female,
        birth: Birth::parse("1990-05").unwrap(),
        nationality: "VE".into(),
        documents: vec![IdentityDocument {
            key: "a1".into(),
            kind: "passport".into(),
            country: "VE".into(),
            number: "123".into(),
            state: DocumentState::Expired,
            ..IdentityDocument::default()
        }],
        languages: BTreeSet::from(["es".to_owned()]),
        phone: "70000000".into(),
        residence: "040901".into(),
        registered_post: "pisiga".into(),
        registered_on: Some(day("2026-11-20")),
        household: "0b".repeat(16),
        household_role: Some(HouseholdRole::Head),
        same_day: true,
        ..Person::default()
    }
}

#[test]
fn a_person_reads_back_as_written() {
    let person = maria();
    let fields = person.to_fields();
    assert_eq!(Person::from_fields(&fields), person);
    assert_eq!(fields["document/a1/state"], Scalar::Text("vencido".into()));
    assert_eq!(fields["language/es"], Scalar::Flag(true));
    assert!(!fields.contains_key("guardian_name"), "what says nothing is not written");
}

#[test]
fn every_invented_person_reads_back_as_written() {
    let mut invented = Synthetic::new(3);
    for _ in 0..500 {
        let person = invented.person().to_person().unwrap();
        assert_eq!(Person::from_fields(&person.to_fields()), person);
    }
}

#[test]
fn an_edit_puts_only_what_changed() {
    let stored = maria().to_fields();
    let mut person = Person::from_fields(&stored);
    assert!(person.changes_from(&stored).is_empty());
    person.set("phone", "71111111").unwrap();
    person.set("surname2", "").unwrap();
    person.set("language/es", "no").unwrap();
    let expected = Fields::from([
        ("phone".to_owned(), "71111111".into()),
        ("surname2".to_owned(), "".into()),
        ("language/es".to_owned(), false.into()),
    ]);
    assert_eq!(person.changes_from(&stored), expected);
}

#[test]
fn an_edit_applied_to_what_was_stored_gives_the_wanted_person() {
    let mut random = Random::new(11);
    let mut invented = Synthetic::new(5);
    for _ in 0..300 {
        let mut stored = invented.person().to_person().unwrap().to_fields();
        let mut wanted = invented.person().to_person().unwrap();
        if random.percent(50) {
            wanted.documents.extend(Person::from_fields(&stored).documents);
            wanted.documents.sort_by(|a, b| a.key.cmp(&b.key));
        }
        let changes = wanted.changes_from(&stored);
        stored.extend(changes);
        assert_eq!(Person::from_fields(&stored), wanted);
        assert!(wanted.changes_from(&stored).is_empty());
    }
}

#[test]
fn a_removed_document_leaves_a_tombstone_and_may_come_back() {
    let mut stored = maria().to_fields();
    let mut person = maria();
    person.set("document/a1/removed", "sí").unwrap();
    let changes = person.changes_from(&stored);
    assert_eq!(changes, Fields::from([("document/a1/removed".to_owned(), true.into())]));
    stored.extend(changes);
    assert!(Person::from_fields(&stored).documents.is_empty());
    let back = maria().changes_from(&stored);
    assert_eq!(back, Fields::from([("document/a1/removed".to_owned(), false.into())]));
    stored.extend(back);
    assert_eq!(Person::from_fields(&stored), maria());
}

#[test]
fn fields_and_words_of_a_newer_version_are_left_alone() {
    let mut stored = maria().to_fields();
    stored.insert("household/role".into(), "head".into());
    stored.insert("sex".into(), "x".into());
    stored.insert("document/a1/state".into(), "en trámite".into());
    stored.insert("document/a1/series".into(), "B".into());
    stored.insert("birth".into(), "circa 1990".into());
    stored.insert("phone".into(), Scalar::Unreadable);
    let mut person = Person::from_fields(&stored);
    assert_eq!(person.sex, Sex::Other("x".into()));
    assert_eq!(person.documents[0].state, DocumentState::Other("en trámite".into()));
    person.set("residence", "040402").unwrap();
    let changes = person.changes_from(&stored);
    assert_eq!(changes, Fields::from([("residence".to_owned(), "040402".into())]));
}

#[test]
fn reading_fields_of_any_shape_never_fails() {
    let mut random = Random::new(1);
    let keys = [
        "given_names",
        "birth",
        "sex",
        "document//kind",
        "document/a/kind",
        "document/A/kind",
        "document/a",
        "document/",
        "language/",
        "language/es",
        "need/",
        "need/x",
        "registered_on",
        "person",
        "on",
        "status",
        "name_undeclared",
        "",
        "document/a/b/c",
        "document/ñ/kind",
    ];
    for _ in 0..2000 {
        let fields: Fields = (0..random.below(8))
            .map(|_| {
                let value = match random.below(5) {
                    0 => Scalar::Flag(true),
                    1 => Scalar::Number(-1),
                    2 => Scalar::Unreadable,
                    3 => Scalar::Text("2026-02-31".into()),
                    _ => Scalar::Text("ñ\u{0}/".into()),
                };
                (random.pick(&keys).to_owned(), value)
            })
            .collect();
        let person = Person::from_fields(&fields);
        let _ = person.problems(posta_domain::Pack::find("bo").unwrap(), day("2026-11-21"));
        assert_eq!(Person::from_fields(&person.to_fields()), person);
        let _ =
            (Enrollment::from_fields(&fields).to_fields(), Consultation::from_fields(&fields).to_fields());
    }
}

#[test]
fn enrollments_and_consultations_read_back_as_written() {
    let person = DocumentId([7; 16]);
    let enrollment = Enrollment {
        person,
        program: "sus".into(),
        post: "pisiga".into(),
        on: Some(day("2026-11-20")),
        status: EnrollmentStatus::Submitted,
        facility: "400107".into(),
        recorder: "Ana".into(),
        ..Enrollment::default()
    };
    assert_eq!(Enrollment::from_fields(&enrollment.to_fields()), enrollment);
    let mut consultation = Consultation { person, ..Consultation::default() };
    consultation.set("need/salud", "true").unwrap();
    consultation.set("note", "una línea\r\notra").unwrap();
    assert_eq!(consultation.note, "una línea\notra");
    let stored = consultation.to_fields();
    assert_eq!(Consultation::from_fields(&stored), consultation);
    consultation.set("restricted", "si").unwrap();
    let restricted = consultation.to_fields();
    assert_eq!(consultation.changes_from(&stored), Fields::from([("restricted".to_owned(), true.into())]));
    assert!(
        Consultation::from_fields(&restricted).restricted && !Consultation::from_fields(&stored).restricted
    );
    consultation.set("restricted", "no").unwrap();
    assert_eq!(
        consultation.changes_from(&restricted),
        Fields::from([("restricted".to_owned(), false.into())])
    );
    consultation.set("need/salud", "no").unwrap();
    assert_eq!(consultation.changes_from(&stored), Fields::from([("need/salud".to_owned(), false.into())]));
}

#[test]
fn typed_text_is_cleaned_the_same_way_everywhere() {
    let mut person = Person::default();
    person.set("given_names", "  Jose\u{301}   Luis ").unwrap();
    person.set("nationality", " ve ").unwrap();
    person.set("document/a1/country", "pe").unwrap();
    assert_eq!((person.given_names.as_str(), person.nationality.as_str()), ("José Luis", "VE"));
    assert_eq!(person.documents[0].country, "PE");
}

#[test]
fn a_key_that_does_not_exist_is_refused_and_changes_nothing() {
    let mut person = maria();
    for key in [
        "fone",
        "",
        "document/a1",
        "document/a1/colour",
        "document/A1/kind",
        "language/",
        "Ana Quispe",
        "need/salud",
    ] {
        let problem = person.set(key, "x").unwrap_err();
        assert_eq!(problem.code, "field_unknown", "{key}");
        assert!(!problem.to_string().contains("Quispe"));
    }
    assert_eq!(person.set("name_undeclared", "quizás").unwrap_err().code, "flag_unreadable");
    assert_eq!(person.set("registered_on", "1990").unwrap_err().code, "date_unreadable");
    assert_eq!(person, maria());
}

#[test]
fn a_name_is_shown_in_order_or_said_to_be_missing() {
    assert_eq!(maria().display_name(), "María Quispe de la Cruz");
    assert_eq!(Person { surname1: "Quispe".into(), ..Person::default() }.display_name(), "Quispe");
    assert_eq!(Person::default().display_name(), UNNAMED);
    assert!(!Person::default().is_identified_by_name());
}

#[test]
fn ids_and_kinds_read_back_as_written() {
    let id = DocumentId([0xab; 16]);
    assert_eq!(id.to_string(), "ab".repeat(16));
    assert_eq!(id.to_string().parse(), Ok(id));
    assert_eq!(format!("{id:?}"), id.to_string());
    for wrong in
        ["", "ab", &"zz".repeat(16), &format!("+{}", "a".repeat(31)), &"ab".repeat(17), &"ñ".repeat(16)]
    {
        assert!(wrong.parse::<DocumentId>().is_err());
    }
    for word in ["person", "enrollment", "consultation", "referral"] {
        assert_eq!(Kind::from_word(word).as_str(), word);
    }
    assert_eq!(Kind::from_word("workshop"), Kind::Other("workshop".into()));
}
