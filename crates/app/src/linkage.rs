//! The register as linkage asks it: built at the first question of a session, kept up to date with what is saved here, and
//! made anew after others' work came in. It lives in memory only.

use std::collections::{BTreeMap, BTreeSet};

use posta_domain::{Birth, DocumentId, Kind, Person, Sex};
use posta_linkage::{Decided, Index, Pair, Record};
use posta_store::{PersonRow, ScopeFile};

use crate::error::Error;

/// Documents of one person that are compared. More are not kept from anything but this.
const DOCUMENTS: usize = 6;

/// What is known of the register.
#[derive(Default)]
pub(crate) struct Linkage {
    index: Option<Index>,
    /// Saved since the index was asked last.
    changed: BTreeSet<DocumentId>,
}

impl Linkage {
    /// Notes what was saved.
    pub fn note(&mut self, documents: &[(Kind, DocumentId)]) {
        if self.index.is_some() {
            self.changed
                .extend(documents.iter().filter(|(kind, _)| *kind == Kind::Person).map(|(_, id)| *id));
        }
    }

    /// Others' work came in, or something went: the register is read again at the next question.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Who may be the same person as the one of these records, the likeliest first, each once.
    ///
    /// # Errors
    /// [`Error::Unreadable`]: the register cannot be read; it is read anew at the next question.
    pub fn ask(&mut self, file: &ScopeFile, records: &[Record], limit: usize) -> Result<Vec<Pair>, Error> {
        let changed = std::mem::take(&mut self.changed);
        let index = match self.index.take() {
            Some(mut index) => {
                for id in changed {
                    for number in 0..DOCUMENTS {
                        index.remove(&id_of(&id, number));
                    }
                    let row = file.person(&id)?;
                    row.iter().flat_map(records_of_row).for_each(|record| index.insert(&record));
                }
                index
            }
            None => {
                let mut records = Vec::new();
                file.each_person(|row| records.extend(records_of_row(&row)))?;
                Index::build(&records)
            }
        };
        let decided = Decided::default();
        let asked = records.iter().flat_map(|record| index.query(record, &decided, limit * DOCUMENTS));
        let mut best: BTreeMap<DocumentId, Pair> = BTreeMap::new();
        for pair in asked {
            let Some(id) = person_of(&pair) else { continue };
            let known = best.entry(id).or_insert_with(|| pair.clone());
            if pair.weight > known.weight {
                *known = pair;
            }
        }
        self.index = Some(index);
        let mut pairs: Vec<Pair> = best.into_values().collect();
        pairs.sort_by(|one, other| other.weight.total_cmp(&one.weight));
        pairs.truncate(limit);
        Ok(pairs)
    }
}

/// The id of a record: of the person, and which of their documents it is made with.
fn id_of(person: &DocumentId, number: usize) -> String {
    format!("{person}#{number}")
}

/// Whom a pair with a form is about: the form has no id.
pub(crate) fn person_of(pair: &Pair) -> Option<DocumentId> {
    let id = if pair.id_a.is_empty() { &pair.id_b } else { &pair.id_a };
    id.split_once('#')?.0.parse().ok()
}

/// A person once with each of their documents: two papers of different kinds speak neither for nor against.
fn records_of_row(row: &PersonRow) -> Vec<Record> {
    let birth = Birth::parse(&row.birth).unwrap_or_default();
    let of = |number: usize, kind: &str, document: &str| Record {
        record_id: id_of(&row.id, number),
        given_names: row.given_names.clone(),
        surname1: row.surname1.clone(),
        surname2: row.surname2.clone(),
        dob: day_of(birth),
        dob_approx: approximate(birth),
        sex: sex_of(&Sex::from_word(&row.sex)),
        nationality: row.nationality.clone(),
        doc_type: kind.to_owned(),
        doc_number: document.to_owned(),
        phone: row.phone.clone(),
        post: row.registered_post.clone(),
        enrolled_on: row.registered_on.clone(),
        group_id: row.household.clone(),
        ..Record::default()
    };
    let numbered = row.documents.iter().filter_map(|text| {
        // "kind country number"
        let (kind, number) = text.match_indices(' ').nth(1).map(|(at, _)| text.split_at(at))?;
        Some((kind, number.trim())).filter(|(_, number)| !number.is_empty())
    });
    let mut records: Vec<Record> =
        numbered.take(DOCUMENTS).enumerate().map(|(place, (kind, number))| of(place, kind, number)).collect();
    if records.is_empty() {
        records.push(of(0, "", ""));
    }
    records
}

/// The person of a form, who is nobody of the register yet, within the family group that is being enrolled; once with each
/// document that was typed.
pub(crate) fn records_of_form(person: &Person, household: &str) -> Vec<Record> {
    let of = |kind: String, number: String| Record {
        given_names: person.given_names.clone(),
        surname1: person.surname1.clone(),
        surname2: person.surname2.clone(),
        dob: day_of(person.birth),
        dob_approx: approximate(person.birth),
        sex: sex_of(&person.sex),
        nationality: person.nationality.clone(),
        doc_type: kind,
        doc_number: number,
        phone: person.phone.clone(),
        group_id: household.to_owned(),
        ..Record::default()
    };
    let numbered = person.documents.iter().filter(|document| !document.number.is_empty()).take(DOCUMENTS);
    let mut records: Vec<Record> =
        numbered.map(|one| of(format!("{} {}", one.kind, one.country), one.number.clone())).collect();
    if records.is_empty() {
        records.push(of(String::new(), String::new()));
    }
    records
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
