//! People of a register as records to compare.

use posta_domain::{Birth, Person, Sex};

use crate::record::Record;

/// Documents of one person that are compared.
pub const DOCUMENTS: usize = 6;

/// A person once with each of their documents: two papers of different kinds speak neither for nor against. The id of each
/// record is that of the person, `#`, and which it is; [`person_of`] reads it. The family group is the group of the
/// enrollment: its members are not each other.
pub fn records_of(id: &str, person: &Person) -> Vec<Record> {
    let of = |number: usize, kind: String, document: String| Record {
        record_id: record_id(id, number),
        given_names: person.given_names.clone(),
        surname1: person.surname1.clone(),
        surname2: person.surname2.clone(),
        dob: day_of(person.birth),
        dob_approx: approximate(person.birth),
        sex: sex_of(&person.sex),
        nationality: person.nationality.clone(),
        doc_type: kind,
        doc_number: document,
        phone: person.phone.clone(),
        post: person.registered_post.clone(),
        enrolled_on: person.registered_on.map(|day| day.to_string()).unwrap_or_default(),
        group_id: person.household.clone(),
        ..Record::default()
    };
    let numbered = person.documents.iter().filter(|document| !document.number.is_empty()).take(DOCUMENTS);
    let mut records: Vec<Record> = numbered
        .enumerate()
        .map(|(place, one)| of(place, format!("{} {}", one.kind, one.country), one.number.clone()))
        .collect();
    if records.is_empty() {
        records.push(of(0, String::new(), String::new()));
    }
    records
}

/// The id of one record of a person.
pub fn record_id(person: &str, number: usize) -> String {
    format!("{person}#{number}")
}

/// The person whose record an id names.
pub fn person_of(record: &str) -> &str {
    record.split_once('#').map_or(record, |(person, _)| person)
}

fn day_of(birth: Birth) -> String {
    match birth {
        Birth::EstimatedAge { .. } => birth.year().map(|year| format!("{year:04}")).unwrap_or_default(),
        birth => birth.to_string(),
    }
}

fn approximate(birth: Birth) -> String {
    let is_estimate = matches!(birth, Birth::EstimatedAge { .. });
    if is_estimate { "1".into() } else { String::new() }
}

fn sex_of(sex: &Sex) -> String {
    match sex {
        Sex::Female | Sex::Male => sex.to_string(),
        _ => String::new(),
    }
}
