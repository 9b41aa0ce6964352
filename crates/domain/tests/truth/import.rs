use posta_domain::DocumentId;
use posta_domain::import::{EditValue, ImportLine, Pointer, parse_line};

const PERSON: &str = r#"{"kind":"person","ref":"p1","given_names":"Ana","surname1":"Quispe","surname2":"Núñez",
"name_undeclared":false,"sex":"female","birth":"1990-05","nationality":"VE","documents":[{"kind":"passport","country":"VE",
"number":"X 12","state":"vigente"}],"without_documents":false,"languages":["es"],"phone":"7000","residence":"040901",
"guardian_name":"","guardian_relation":"","post":"pisiga","on":"2026-11-20"}"#;

fn refused(line: &str) -> (&'static str, Option<String>) {
    let error = parse_line(line).unwrap_err();
    (error.code, error.field)
}

#[test]
fn a_person_line_becomes_a_person() {
    let ImportLine::Person(line) = parse_line(PERSON).unwrap() else { panic!("a person") };
    let person = line.to_person().unwrap();
    assert_eq!(person.display_name(), "Ana Quispe Núñez");
    assert_eq!(person.birth.to_string(), "1990-05");
    assert_eq!((person.registered_post.as_str(), person.documents.len()), ("pisiga", 1));
    assert_eq!(person.documents[0].number, "X 12");
    assert!(
        person
            .problems(posta_domain::Pack::find("bo").unwrap(), crate::day("2026-11-21"))
            .iter()
            .all(|p| !p.is_error())
    );
}

#[test]
fn the_other_lines_become_their_records() {
    let id = DocumentId([9; 16]);
    let line =
        r#"{"kind":"enrollment","person":"p1","program":"sus","on":"2026-11-20","status":"observada"}"#;
    let ImportLine::Enrollment(line) = parse_line(line).unwrap() else { panic!("an enrollment") };
    assert_eq!(line.to_enrollment(id).unwrap().status.as_str(), "observada");
    let line = r#"{"kind":"enrollment","person":"p1","program":"sus","answers":{"disability":true,"resident":false},
"requirements":{"identity":"copy"},"status":"confirmada","official_number":" A 17 "}"#;
    let ImportLine::Enrollment(line) = parse_line(line).unwrap() else { panic!("an enrollment") };
    let enrollment = line.to_enrollment(id).unwrap();
    assert_eq!((enrollment.answers["disability"], enrollment.answers["resident"]), (true, false));
    assert_eq!(enrollment.requirements["identity"].state.as_str(), "copy");
    assert_eq!(enrollment.official_number, "A 17");
    let line = r#"{"kind":"consent","person":"p1","language":"ay","interpreter":true,
"purposes":{"register":"given","contact":"refused"}}"#;
    let ImportLine::Consent(line) = parse_line(line).unwrap() else { panic!("a consent") };
    let consent = line.to_consent(id).unwrap();
    assert_eq!((consent.purposes.len(), consent.interpreter, consent.mode.as_str()), (2, true, "oral"));
    let line = r#"{"kind":"consultation","person":"p1","reason":"orientacion","needs":["salud","salud"],"note":"a\nb"}"#;
    let ImportLine::Consultation(line) = parse_line(line).unwrap() else { panic!("a consultation") };
    let consultation = line.to_consultation(id).unwrap();
    assert_eq!((consultation.needs.len(), consultation.note.as_str()), (1, "a\nb"));
    let line = r#"{"kind":"edit","id":"p1","set":{"phone":"1","language/ay":true}}"#;
    let ImportLine::Edit(line) = parse_line(line).unwrap() else { panic!("an edit") };
    assert_eq!(line.typed().collect::<Vec<_>>(), [("language/ay", "true"), ("phone", "1")]);
    assert_eq!(line.set["phone"], EditValue::Text("1".into()));
}

#[test]
fn a_typing_slip_in_a_key_is_an_error_that_names_it() {
    assert_eq!(refused(r#"{"kind":"person","surname":"Quispe"}"#), ("key_unknown", Some("surname".into())));
    assert_eq!(
        refused(r#"{"kind":"person","documents":[{"nunmber":"1"}]}"#),
        ("key_unknown", Some("nunmber".into()))
    );
    assert_eq!(refused(r#"{"kind":"enrollment","person":"p1"}"#), ("key_missing", Some("program".into())));
    assert_eq!(refused(r#"{"kind":"edit","id":"p1"}"#), ("key_missing", Some("set".into())));
    assert_eq!(refused(r#"{"kind":"consent","person":"p1"}"#), ("key_missing", Some("purposes".into())));
}

#[test]
fn every_bad_line_has_its_code() {
    assert_eq!(refused(""), ("not_json", None));
    assert_eq!(refused("{"), ("not_json", None));
    assert_eq!(refused("[1]"), ("not_an_object", None));
    assert_eq!(refused("{}"), ("kind_missing", Some("kind".into())));
    assert_eq!(refused(r#"{"kind":"referral"}"#), ("kind_unknown", Some("kind".into())));
    assert_eq!(refused(r#"{"kind":3}"#), ("kind_unknown", Some("kind".into())));
    assert_eq!(refused(r#"{"kind":"person","phone":70000000}"#), ("wrong_type", Some("phone".into())));
    assert_eq!(refused(r#"{"kind":"person","languages":"es"}"#), ("wrong_type", Some("languages".into())));
    assert_eq!(refused(r#"{"kind":"person","documents":[1]}"#), ("wrong_type", Some("documents".into())));
    assert_eq!(refused(r#"{"kind":"edit","id":"p1","set":{"phone":1}}"#), ("wrong_type", Some("set".into())));
}

#[test]
fn a_key_written_twice_is_an_error_and_not_a_silent_choice() {
    assert_eq!(refused(r#"{"kind":"person","phone":"1","phone":"2"}"#).0, "key_repeated");
    assert_eq!(refused(r#"{"kind":"edit","id":"p1","set":{"phone":"1","phone":"2"}}"#).0, "key_repeated");
    let twice = r#"{"kind":"consent","person":"p1","purposes":{"contact":"given","contact":"refused"}}"#;
    assert_eq!(refused(twice).0, "key_repeated");
}

#[test]
fn no_error_repeats_a_value_of_the_line() {
    for line in [
        r#"{"kind":"MARCADO"}"#,
        r#"{"kind":"person","MARCADO Quispe":"x"}"#,
        r#"{"kind":"person","phone":["MARCADO"]}"#,
        r#"{"kind":"person","birth":"MARCADO"#,
    ] {
        let error = parse_line(line).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("MARCADO"));
    }
    let ImportLine::Person(line) = parse_line(r#"{"kind":"person","birth":"MARCADO"}"#).unwrap() else {
        panic!()
    };
    let problem = line.to_person().unwrap_err();
    assert_eq!(problem.code, "birth_unreadable");
    assert!(!format!("{problem} {problem:?}").contains("MARCADO"));
}

#[test]
fn a_byte_order_mark_and_blanks_around_a_line_do_no_harm() {
    assert!(parse_line("\u{feff} {\"kind\":\"person\",\"given_names\":\"Ana\"} \r").is_ok());
}

#[test]
fn the_same_document_in_two_lines_gets_the_same_key() {
    let line = |number: &str| {
        let text = format!(
            r#"{{"kind":"person","documents":[{{"kind":"bo_ci","country":"bo","number":"{number}"}}]}}"#
        );
        let ImportLine::Person(line) = parse_line(&text).unwrap() else { panic!() };
        line.to_person().unwrap().documents[0].key.clone()
    };
    assert_eq!(line("4.567.890"), line("4567890"));
    assert_ne!(line("4567890"), line("4567891"));
}

#[test]
fn a_pointer_is_an_id_or_an_earlier_line() {
    assert_eq!(Pointer::parse(&"ab".repeat(16)), Pointer::Id(DocumentId([0xab; 16])));
    assert_eq!(Pointer::parse("p1"), Pointer::Reference("p1".into()));
    assert_eq!(parse_line(PERSON).unwrap().reference(), Some("p1"));
}

#[cfg(feature = "schema")]
#[test]
fn the_schema_names_the_same_keys_as_the_reader() {
    let schema = posta_domain::import::schema();
    let kinds = schema["oneOf"].as_array().unwrap();
    assert_eq!(kinds.len(), 5);
    for kind in kinds {
        assert_eq!(kind["additionalProperties"], false);
        let word = kind["properties"]["kind"]["const"].as_str().unwrap();
        for key in kind["properties"].as_object().unwrap().keys().filter(|key| *key != "kind") {
            // A wrong type, not an unknown key: the reader knows it.
            let mut line = serde_json::json!({"kind": word, "person": "p", "program": "sus", "id": "p", "set": {}, "purposes": {}});
            let allowed = kind["properties"].as_object().unwrap();
            line.as_object_mut().unwrap().retain(|key, _| allowed.contains_key(key));
            line[key] = serde_json::json!(7);
            assert_eq!(refused(&line.to_string()), ("wrong_type", Some(key.clone())));
        }
    }
}
