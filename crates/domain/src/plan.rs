//! A work plan with an institution: what was agreed to do and by when, its good practices, and the meetings of tables and
//! networks of allies. Kept by supervisors in the registry; about nobody who was attended.

mod commitment;
mod meeting;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::fields::{Reader, Writer, changed_fields};
use crate::{DocumentId, Fields, Pack, Problem, Scalar, fold, text};

pub use commitment::{Commitment, CommitmentOf, CommitmentState, CommitmentTerm};
pub use meeting::{Meeting, MeetingKind, tables_of};

/// Good practices of an institution, at most: a decalogue.
pub const MOST_PRACTICES: usize = 10;

/// A work plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Plan {
    /// With whom.
    pub institution: String,
    /// Its entry in the directory; may be none.
    pub service: DocumentId,
    /// Municipality.
    pub place: String,
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
    /// At most 4000 characters.
    pub note: String,
    /// Good practices in their order. Two who add one each apart have both.
    pub practices: Vec<String>,
}

/// The part of a key that stands for a practice: from its words, so that the same one written twice is one.
fn practice_key(practice: &str) -> String {
    let hash = Sha256::digest(fold(practice).as_bytes());
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

impl Plan {
    /// Reads flat fields; total and tolerant.
    pub fn from_fields(fields: &Fields) -> Self {
        let read = Reader(fields);
        let mut practices: Vec<(i64, String)> = Vec::new();
        for (key, value) in read.items("practice/") {
            let (Some(key), Some(text)) = (key.strip_suffix("/text"), value.as_text()) else { continue };
            if !text.is_empty() {
                practices.push((read.number(&format!("practice/{key}/place")), text.to_owned()));
            }
        }
        practices.sort();
        Self {
            institution: read.text("institution"),
            service: read.str("service").parse().unwrap_or_default(),
            place: read.text("place"),
            from: read.date("from"),
            to: read.date("to"),
            note: read.text("note"),
            practices: practices.into_iter().map(|(_, practice)| practice).collect(),
        }
    }

    /// Writes flat fields, only those that say something.
    pub fn to_fields(&self) -> Fields {
        let mut write = Writer::default();
        write.text("institution", &self.institution);
        if !self.service.is_none() {
            write.text("service", &self.service.to_string());
        }
        write.text("place", &self.place);
        write.date("from", self.from);
        write.date("to", self.to);
        write.text("note", &self.note);
        let by_key: BTreeMap<String, (i64, &String)> = (1..)
            .zip(&self.practices)
            .map(|(place, practice)| (practice_key(practice), (place, practice)))
            .collect();
        for (key, (place, practice)) in by_key {
            write.text(&format!("practice/{key}/text"), practice);
            write.number(&format!("practice/{key}/place"), place);
        }
        write.0
    }

    /// The fields to put so that a document holding `stored` says what this says: only what differs. A practice under a
    /// key that does not follow from its words, of another version, is left out of what is kept.
    pub fn changes_from(&self, stored: &Fields) -> Fields {
        let mut read = Self::from_fields(stored).to_fields();
        let kept = stored.iter().filter(|(key, value)| {
            key.starts_with("practice/")
                && key.ends_with("/text")
                && value.as_text().is_some_and(|text| !text.is_empty())
        });
        read.extend(kept.map(|(key, value)| (key.clone(), value.clone())));
        changed_fields(stored, &read, &self.to_fields())
    }

    /// What else is to be put so that practices that `put` takes away are gone: also those that stand under a key of
    /// another version, which does not follow from their words.
    pub fn also_gone(stored: &Fields, put: &Fields) -> Fields {
        let text = |key: &str, value: &Scalar| {
            key.strip_prefix("practice/")?.strip_suffix("/text")?;
            value.as_text().filter(|text| !text.is_empty()).map(practice_key)
        };
        let gone = |key: &str| put.get(&format!("practice/{key}/text")).is_some_and(|put| *put == "".into());
        let strays = stored.iter().filter(|(key, value)| text(key, value).is_some_and(|key| gone(&key)));
        strays.map(|(key, _)| (key.clone(), "".into())).collect()
    }

    /// Whether a field follows from others, so that nobody decides between two values of it: the order of the practices.
    pub fn is_derived(field: &str) -> bool {
        field.starts_with("practice/") && field.ends_with("/place")
    }

    /// Problems; a missing institution, days the wrong way round, more than ten practices, and unusable text, block.
    pub fn problems(&self, pack: &Pack) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (key, value) in [("institution", &self.institution), ("place", &self.place)] {
            text::check_line(key, value, &mut problems);
        }
        self.practices.iter().for_each(|one| text::check_line("good_practices", one, &mut problems));
        text::check_note("note", &self.note, &mut problems);
        let mut refuse = |wrong: bool, field: &str, code: &'static str| {
            if wrong {
                problems.push(Problem::error(field, code));
            }
        };
        refuse(self.institution.is_empty(), "institution", "plan_institution_missing");
        let swapped = matches!((self.from, self.to), (Some(from), Some(to)) if to < from);
        refuse(swapped, "to", "plan_days_swapped");
        refuse(self.practices.len() > MOST_PRACTICES, "good_practices", "plan_practices_too_many");
        if !self.place.is_empty() && pack.municipality(&self.place).is_none() {
            problems.push(Problem::warning("place", "place_unknown"));
        }
        problems
    }
}
