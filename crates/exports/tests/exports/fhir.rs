use std::collections::BTreeSet;

use posta_domain::{EnrollmentStatus, Purpose};
use posta_exports::{Bundle, Leaving};
use serde_json::{Value, json};

use crate::golden::compare;
use crate::people::{care, leaving, pack, subject, unknown};

fn bundle(people: &[Leaving]) -> Vec<u8> {
    let mut bundle = Bundle::begin(Vec::new(), 1_795_964_645, pack()).unwrap();
    for person in people {
        bundle.add(person).unwrap();
    }
    bundle.finish().unwrap()
}

fn resources(bundle: &Value, kind: &str) -> Vec<Value> {
    let all = bundle["entry"].as_array().unwrap().iter().map(|entry| entry["resource"].clone());
    all.filter(|resource| resource["resourceType"] == kind).collect()
}

fn whole() -> Value {
    let mut with_care = subject(&[]);
    with_care.care = care();
    serde_json::from_slice(&bundle(&[leaving(with_care), leaving(unknown())])).unwrap()
}

/// The file that `npm run fhir` gives to an independent validator.
#[test]
fn a_bundle_is_as_it_is_kept_and_as_the_validator_reads_it() {
    let mut with_care = subject(&[]);
    with_care.care = care();
    compare("bundle.json", &bundle(&[leaving(with_care), leaving(unknown())]));
}

#[test]
fn a_bundle_has_every_kind_of_resource_and_no_request_of_enrollment() {
    let whole = whole();
    assert_eq!((&whole["resourceType"], &whole["type"]), (&json!("Bundle"), &json!("collection")));
    let count = |kind: &str| resources(&whole, kind).len();
    for (kind, expected) in [
        ("Patient", 2),
        ("RelatedPerson", 1),
        ("Consent", 2),
        ("Coverage", 1),
        ("Task", 2),
        ("Encounter", 1),
        ("QuestionnaireResponse", 1),
        ("ServiceRequest", 1),
        ("Location", 1),
        ("Organization", 2),
        ("Provenance", 8),
        ("EnrollmentRequest", 0),
    ] {
        assert_eq!(count(kind), expected, "{kind}");
    }
}

#[test]
fn every_reference_leads_to_an_entry_and_every_entry_is_there_once() {
    let whole = whole();
    let urls: Vec<&str> =
        whole["entry"].as_array().unwrap().iter().map(|entry| entry["fullUrl"].as_str().unwrap()).collect();
    let known: BTreeSet<&str> = urls.iter().copied().collect();
    assert_eq!(known.len(), urls.len());
    let mut open = vec![&whole];
    let mut found = 0;
    while let Some(value) = open.pop() {
        match value {
            Value::Object(fields) => {
                if let Some(Value::String(to)) = fields.get("reference") {
                    assert!(known.contains(to.as_str()), "{to}");
                    found += 1;
                }
                open.extend(fields.values());
            }
            Value::Array(values) => open.extend(values),
            _ => {}
        }
    }
    assert!(found > 20, "{found}");
}

#[test]
fn documents_are_identifiers_by_country_and_a_birth_is_as_precise_as_it_is_known() {
    let patients = resources(&whole(), "Patient");
    let codes: Vec<&Value> = patients[0]["identifier"].as_array().unwrap()[1..]
        .iter()
        .map(|one| &one["type"]["coding"][0]["code"])
        .collect();
    assert_eq!(codes, [&json!("NNVEN"), &json!("PPN")]);
    assert_eq!(patients[0]["birthDate"], "2012-05");
    let nationality = &patients[0]["extension"][0]["extension"][0]["valueCodeableConcept"];
    assert_eq!(nationality["coding"][0]["code"], "VE");
    assert_eq!(patients[1]["birthDate"], "1992");
    assert!(patients[1]["_birthDate"]["extension"][0]["valueString"].as_str().unwrap().contains("34 años"));
    assert_eq!(patients[1]["name"][0]["text"], "Sin nombre declarado");
    assert_eq!(patients[1]["extension"][0]["extension"][0]["valueCodeableConcept"].get("coding"), None);
}

#[test]
fn a_coverage_is_a_draft_until_the_programme_confirms_it() {
    let status = |status: EnrollmentStatus| {
        let mut subject = subject(&[]);
        subject.enrollments[0].value.status = status;
        let written: Value = serde_json::from_slice(&bundle(&[leaving(subject)])).unwrap();
        let of = |kind: &str| resources(&written, kind)[0]["status"].as_str().unwrap().to_owned();
        (of("Coverage"), of("Task"))
    };
    let said = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(status(EnrollmentStatus::Prepared), said("draft", "ready"));
    assert_eq!(status(EnrollmentStatus::Observed), said("draft", "on-hold"));
    assert_eq!(status(EnrollmentStatus::Confirmed), said("active", "completed"));
}

#[test]
fn a_consent_says_of_each_purpose_what_was_said() {
    let written: Value =
        serde_json::from_slice(&bundle(&[leaving(subject(&[Purpose::Statistics]))])).unwrap();
    let consent = &resources(&written, "Consent")[0];
    assert_eq!(consent["status"], "active");
    let said: Vec<(&str, &str)> = consent["provision"]["provision"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["code"][0]["coding"][0]["code"].as_str().unwrap(), one["type"].as_str().unwrap()))
        .collect();
    assert!(said.contains(&("statistics", "deny")) && said.contains(&("share_facility", "permit")));
}

#[test]
fn no_bundle_holds_free_words_secrets_or_what_is_confidential() {
    let written = whole().to_string();
    for word in ["NOTA LIBRE", "PALABRAS LIBRES", "5ec7e7", "confidencial", "apoyo_social", "proteccion"] {
        assert!(!written.contains(word), "{word}");
    }
}
