//! A person's way into a programme. The official act happens in the programme's own system: this prepares it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::fields::{Reader, Writer, changed_fields};
use crate::words::words;
use crate::{DocumentId, Fields, Pack, Problem, text};

words! {
    /// How far an enrollment has come.
    EnrollmentStatus, default Prepared {
        /// The file is ready at the post.
        Prepared = "preparada",
        /// Handed to the programme.
        Submitted = "presentada",
        /// Confirmed by the programme.
        Confirmed = "confirmada",
        /// Sent back with an observation.
        Observed = "observada",
    }
}

/// A person's way into a programme.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Enrollment {
    /// Who.
    pub person: DocumentId,
    /// Programme by its code in the pack: `sus`.
    pub program: String,
    /// Code of the post.
    pub post: String,
    /// Day.
    pub on: Option<NaiveDate>,
    /// How far it has come.
    pub status: EnrollmentStatus,
    /// Health facility by its official code; may be blank.
    pub facility: String,
    /// Who recorded it, as shown to people.
    pub recorder: String,
}

impl Enrollment {
    /// Reads flat fields; total and tolerant.
    pub fn from_fields(fields: &Fields) -> Self {
        let read = Reader(fields);
        Self {
            person: read.str("person").parse().unwrap_or_default(),
            program: read.text("program"),
            post: read.text("post"),
            on: read.date("on"),
            status: match read.str("status") {
                "" => EnrollmentStatus::default(),
                word => EnrollmentStatus::from_word(word),
            },
            facility: read.text("facility"),
            recorder: read.text("recorder"),
        }
    }

    /// Writes flat fields, only those that say something.
    pub fn to_fields(&self) -> Fields {
        let mut write = Writer::default();
        if !self.person.is_none() {
            write.text("person", &self.person.to_string());
        }
        write.text("program", &self.program);
        write.text("post", &self.post);
        write.date("on", self.on);
        write.text("status", self.status.as_str());
        write.text("facility", &self.facility);
        write.text("recorder", &self.recorder);
        write.0
    }

    /// The fields to put so that a document holding `stored` says what this says: only what differs.
    pub fn changes_from(&self, stored: &Fields) -> Fields {
        changed_fields(stored, &Self::from_fields(stored).to_fields(), &self.to_fields())
    }

    /// Sets one flat key from typed text.
    ///
    /// # Errors
    /// Codes `field_unknown`, `person_unreadable`, `date_unreadable`.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), Problem> {
        match key {
            "person" => self.person = person_id(value)?,
            "program" => self.program = text::line(value),
            "post" => self.post = text::line(value),
            "on" => self.on = text::date(key, value)?,
            "status" => {
                let word = text::line(value);
                self.status =
                    if word.is_empty() { Default::default() } else { EnrollmentStatus::from_word(&word) };
            }
            "facility" => self.facility = text::line(value),
            "recorder" => self.recorder = text::line(value),
            _ => return Err(Problem::error(crate::person::named(key), "field_unknown")),
        }
        Ok(())
    }

    /// Problems on a day; only a missing person, and unusable text, block.
    pub fn problems(&self, pack: &Pack, today: NaiveDate) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (key, value) in [
            ("program", self.program.as_str()),
            ("post", &self.post),
            ("status", self.status.as_str()),
            ("facility", &self.facility),
            ("recorder", &self.recorder),
        ] {
            text::check_line(key, value, &mut problems);
        }
        if self.person.is_none() {
            problems.push(Problem::error("person", "person_missing"));
        }
        let mut warn = |odd: bool, field: &str, code: &'static str| {
            if odd {
                problems.push(Problem::warning(field, code));
            }
        };
        warn(!pack.programs.iter().any(|known| known.code == self.program), "program", "program_unknown");
        warn(!self.post.is_empty() && pack.post(&self.post).is_none(), "post", "post_unknown");
        warn(self.on.is_some_and(|day| day > today), "on", "date_in_future");
        warn(matches!(self.status, EnrollmentStatus::Other(_)), "status", "status_unknown");
        let facility_known = self.facility.is_empty() || pack.facility(&self.facility).is_some();
        warn(!facility_known, "facility", "facility_unknown");
        problems
    }
}

/// The id of a person as typed.
pub(crate) fn person_id(typed: &str) -> Result<DocumentId, Problem> {
    typed.trim().parse().map_err(|_| Problem::error("person", "person_unreadable"))
}
