//! An attention given to a person. Confidential: it lives only in a care scope.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::fields::{Reader, Writer, changed_fields};
use crate::{DocumentId, Fields, Pack, Problem, text};

/// An attention given to a person.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Consultation {
    /// Who was attended.
    pub person: DocumentId,
    /// Code of the post.
    pub post: String,
    /// Day.
    pub on: Option<NaiveDate>,
    /// Why, by its code in the pack; own words are kept too.
    pub reason: String,
    /// Needs by their codes in the pack.
    pub needs: BTreeSet<String>,
    /// Free note, at most 4000 characters.
    pub note: String,
    /// Whether a member gives a reason before reading it. It asks for more care; it never gives or takes keys.
    pub restricted: bool,
}

impl Consultation {
    /// Reads flat fields; total and tolerant.
    pub fn from_fields(fields: &Fields) -> Self {
        let read = Reader(fields);
        Self {
            person: read.str("person").parse().unwrap_or_default(),
            post: read.text("post"),
            on: read.date("on"),
            reason: read.text("reason"),
            needs: read.set("need/"),
            note: read.text("note"),
            restricted: read.flag("restricted"),
        }
    }

    /// Writes flat fields, only those that say something.
    pub fn to_fields(&self) -> Fields {
        let mut write = Writer::default();
        if !self.person.is_none() {
            write.text("person", &self.person.to_string());
        }
        write.text("post", &self.post);
        write.date("on", self.on);
        write.text("reason", &self.reason);
        write.set("need/", &self.needs);
        write.text("note", &self.note);
        write.flag("restricted", self.restricted);
        write.0
    }

    /// The fields to put so that a document holding `stored` says what this says: only what differs.
    pub fn changes_from(&self, stored: &Fields) -> Fields {
        changed_fields(stored, &Self::from_fields(stored).to_fields(), &self.to_fields())
    }

    /// Sets one flat key from typed text.
    ///
    /// # Errors
    /// Codes `field_unknown`, `person_unreadable`, `date_unreadable`, `flag_unreadable`.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), Problem> {
        match key {
            "person" => self.person = crate::enrollment::person_id(value)?,
            "post" => self.post = text::line(value),
            "on" => self.on = text::date(key, value)?,
            "reason" => self.reason = text::line(value),
            "note" => self.note = text::note(value),
            "restricted" => self.restricted = text::flag(key, value)?,
            _ => {
                let code = key.strip_prefix("need/").filter(|code| text::is_code(code, 40));
                let Some(code) = code else {
                    return Err(Problem::error(crate::person::named(key), "field_unknown"));
                };
                if text::flag("need", value)? {
                    self.needs.insert(code.to_owned());
                } else {
                    self.needs.remove(code);
                }
            }
        }
        Ok(())
    }

    /// Problems on a day; only a missing person, and unusable text, block.
    pub fn problems(&self, pack: &Pack, today: NaiveDate) -> Vec<Problem> {
        let mut problems = Vec::new();
        text::check_line("post", &self.post, &mut problems);
        text::check_line("reason", &self.reason, &mut problems);
        text::check_note("note", &self.note, &mut problems);
        if self.person.is_none() {
            problems.push(Problem::error("person", "person_missing"));
        }
        let mut warn = |odd: bool, field: &str, code: &'static str| {
            if odd {
                problems.push(Problem::warning(field, code));
            }
        };
        warn(!self.post.is_empty() && pack.post(&self.post).is_none(), "post", "post_unknown");
        warn(self.on.is_some_and(|day| day > today), "on", "date_in_future");
        let strange = |code: &String| !pack.needs.iter().any(|known| known.code == *code);
        warn(self.needs.iter().any(strange), "needs", "need_unknown");
        let blank = self.reason.is_empty() && self.needs.is_empty() && self.note.is_empty();
        warn(blank, "reason", "consultation_blank");
        problems
    }
}
