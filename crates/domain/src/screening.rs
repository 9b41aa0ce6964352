//! Answers to an instrument. Confidential. What they add up to is told when they are read, never stored.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::fields::{Reader, Writer, changed_fields};
use crate::questionnaire::{Instrument, REFUSED};
use crate::{Birth, DocumentId, Fields, Pack, Problem, text};

/// Answers of one person to one instrument.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Screening {
    /// Who.
    pub person: DocumentId,
    /// The consultation in which it was asked; may be none.
    pub consultation: DocumentId,
    /// The instrument by its code in the pack.
    pub instrument: String,
    /// Version of its text.
    pub version: String,
    /// Code of the post.
    pub post: String,
    /// Day.
    pub on: Option<NaiveDate>,
    /// Codes of options by the question's `linkId`; `refused` for one that was not to be answered.
    pub answers: BTreeMap<String, String>,
}

impl Screening {
    /// Reads flat fields; total and tolerant.
    pub fn from_fields(fields: &Fields) -> Self {
        let read = Reader(fields);
        Self {
            person: read.str("person").parse().unwrap_or_default(),
            consultation: read.str("consultation").parse().unwrap_or_default(),
            instrument: read.text("instrument"),
            version: read.text("version"),
            post: read.text("post"),
            on: read.date("on"),
            answers: read
                .items("answer/")
                .filter_map(|(id, value)| Some((id.to_owned(), value.as_text()?.to_owned())))
                .filter(|(_, code)| !code.is_empty())
                .collect(),
        }
    }

    /// Writes flat fields, only those that say something.
    pub fn to_fields(&self) -> Fields {
        let mut write = Writer::default();
        for (key, id) in [("person", self.person), ("consultation", self.consultation)] {
            if !id.is_none() {
                write.text(key, &id.to_string());
            }
        }
        write.text("instrument", &self.instrument);
        write.text("version", &self.version);
        write.text("post", &self.post);
        write.date("on", self.on);
        for (id, code) in &self.answers {
            write.text(&format!("answer/{id}"), code);
        }
        write.0
    }

    /// The fields to put so that a document holding `stored` says what this says: only what differs.
    pub fn changes_from(&self, stored: &Fields) -> Fields {
        changed_fields(stored, &Self::from_fields(stored).to_fields(), &self.to_fields())
    }

    /// Problems; a missing person, an unknown instrument, and answers that are no options of it, block.
    pub fn problems(&self, pack: &Pack) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.person.is_none() {
            problems.push(Problem::error("person", "person_missing"));
        }
        let Some(instrument) = pack.instrument(&self.instrument) else {
            problems.push(Problem::error("instrument", "instrument_unknown"));
            return problems;
        };
        for (id, code) in &self.answers {
            let item = instrument.questionnaire.item.iter().find(|item| item.link_id == *id);
            let known = item.is_some_and(|item| code == REFUSED || item.points_of(code).is_some());
            if !known || !text::is_code(id, 20) {
                problems.push(Problem::error("answer", "answer_unknown"));
                break;
            }
        }
        if self.answers.is_empty() {
            problems.push(Problem::error("answer", "answers_missing"));
        }
        problems
    }
}

/// How far an estimated age may be from the true one. Years; an assumption of ours, as in record linkage.
pub const ESTIMATE_YEARS: u32 = 3;

impl Instrument {
    /// Whether it may be put to somebody born then: only if they surely are old enough. Whose age is not known is asked
    /// first; of an age that somebody estimated, what is for adults takes [`ESTIMATE_YEARS`] off.
    pub fn is_for(&self, birth: Birth, today: NaiveDate) -> bool {
        let from = u32::from(self.from_years);
        let doubt = match birth {
            Birth::EstimatedAge { .. } if from >= 18 => ESTIMATE_YEARS,
            _ => 0,
        };
        from == 0 || birth.age_on(today).is_some_and(|years| years >= from.saturating_add(doubt))
    }
}

impl std::fmt::Debug for Screening {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Screening").finish_non_exhaustive()
    }
}
