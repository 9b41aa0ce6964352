//! The register as linkage asks it: built at the first question of a session, kept up to date with what is saved here, and
//! made anew after others' work came in. It lives in memory only.

use std::collections::BTreeSet;

use posta_domain::{Birth, DocumentId, Kind, Person, Sex};
use posta_linkage::{Decided, Index, Pair, Record};
use posta_store::{PersonRow, ScopeFile};

use crate::error::Error;

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

    /// Who may be the same person as the one of a record, the likeliest first.
    ///
    /// # Errors
    /// [`Error::Unreadable`]: the register cannot be read.
    pub fn ask(&mut self, file: &ScopeFile, record: &Record, limit: usize) -> Result<Vec<Pair>, Error> {
        let changed = std::mem::take(&mut self.changed);
        let index = match &mut self.index {
            Some(index) => {
                for id in changed {
                    match file.person(&id)? {
                        Some(row) => index.insert(&record_of_row(&row)),
                        None => drop(index.remove(&id.to_string())),
                    }
                }
                index
            }
            none => {
                let mut records = Vec::new();
                file.each_person(|row| records.push(record_of_row(&row)))?;
                none.insert(Index::build(&records))
            }
        };
        Ok(index.query(record, &Decided::default(), limit))
    }
}

fn record_of_row(row: &PersonRow) -> Record {
    let mut document = row.documents.first().map(String::as_str).unwrap_or_default().splitn(3, ' ');
    let (kind, country) = (document.next().unwrap_or_default(), document.next().unwrap_or_default());
    let birth = Birth::parse(&row.birth).unwrap_or_default();
    Record {
        record_id: row.id.to_string(),
        given_names: row.given_names.clone(),
        surname1: row.surname1.clone(),
        surname2: row.surname2.clone(),
        dob: day_of(birth),
        dob_approx: approximate(birth),
        sex: sex_of(&Sex::from_word(&row.sex)),
        nationality: row.nationality.clone(),
        doc_type: format!("{kind} {country}"),
        doc_number: document.next().unwrap_or_default().to_owned(),
        phone: row.phone.clone(),
        post: row.registered_post.clone(),
        enrolled_on: row.registered_on.clone(),
        group_id: row.household.clone(),
        ..Record::default()
    }
}

/// The person of a form, who is nobody of the register yet, within the family group that is being enrolled.
pub(crate) fn record_of_form(person: &Person, household: &str) -> Record {
    let document = person.documents.iter().find(|document| !document.number.is_empty());
    Record {
        given_names: person.given_names.clone(),
        surname1: person.surname1.clone(),
        surname2: person.surname2.clone(),
        dob: day_of(person.birth),
        dob_approx: approximate(person.birth),
        sex: sex_of(&person.sex),
        nationality: person.nationality.clone(),
        doc_type: document.map(|one| format!("{} {}", one.kind, one.country)).unwrap_or_default(),
        doc_number: document.map(|one| one.number.clone()).unwrap_or_default(),
        phone: person.phone.clone(),
        group_id: household.to_owned(),
        ..Record::default()
    }
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
