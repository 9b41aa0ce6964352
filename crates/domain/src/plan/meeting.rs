//! A meeting of a table or network of allies: who came, and what was agreed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::fields::{Reader, Writer, changed_fields};
use crate::words::words;
use crate::{Fields, Pack, Problem, fold, text};

/// More people than a meeting has.
const MOST_PEOPLE: u32 = 10_000;

words! {
    /// Whose meeting.
    MeetingKind, default Table {
        /// A table of institutions.
        Table = "table",
        /// A network of the community.
        Network = "network",
    }
}

/// A meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Meeting {
    /// Whose.
    pub kind: MeetingKind,
    /// Name of the table or network.
    pub name: String,
    /// Day.
    pub on: Option<NaiveDate>,
    /// Municipality.
    pub place: String,
    /// Who called it.
    pub institution: String,
    /// Women who took part.
    pub women: u32,
    /// Men.
    pub men: u32,
    /// Other people.
    pub other: u32,
    /// What was agreed, at most 4000 characters.
    pub agreements: String,
}

impl Meeting {
    /// Reads flat fields; total and tolerant.
    pub fn from_fields(fields: &Fields) -> Self {
        let read = Reader(fields);
        let count = |key: &str| u32::try_from(read.number(key)).unwrap_or_default();
        Self {
            kind: match read.str("kind") {
                "" => MeetingKind::default(),
                word => MeetingKind::from_word(word),
            },
            name: read.text("name"),
            on: read.date("on"),
            place: read.text("place"),
            institution: read.text("institution"),
            women: count("women"),
            men: count("men"),
            other: count("other"),
            agreements: read.text("agreements"),
        }
    }

    /// Writes flat fields, only those that say something.
    pub fn to_fields(&self) -> Fields {
        let mut write = Writer::default();
        write.text("kind", self.kind.as_str());
        write.text("name", &self.name);
        write.date("on", self.on);
        write.text("place", &self.place);
        write.text("institution", &self.institution);
        write.number("women", i64::from(self.women));
        write.number("men", i64::from(self.men));
        write.number("other", i64::from(self.other));
        write.text("agreements", &self.agreements);
        write.0
    }

    /// The fields to put so that a document holding `stored` says what this says: only what differs.
    pub fn changes_from(&self, stored: &Fields) -> Fields {
        changed_fields(stored, &Self::from_fields(stored).to_fields(), &self.to_fields())
    }

    /// How many took part.
    pub fn people(&self) -> u32 {
        self.women.saturating_add(self.men).saturating_add(self.other)
    }

    /// Problems on a day; a missing name or day, and unusable text, block.
    pub fn problems(&self, pack: &Pack, today: NaiveDate) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (key, value) in [("name", &self.name), ("institution", &self.institution), ("place", &self.place)]
        {
            text::check_line(key, value, &mut problems);
        }
        text::check_note("agreements", &self.agreements, &mut problems);
        let mut refuse = |wrong: bool, field: &str, code: &'static str| {
            if wrong {
                problems.push(Problem::error(field, code));
            }
        };
        refuse(self.name.is_empty(), "name", "meeting_name_missing");
        refuse(matches!(self.kind, MeetingKind::Other(_)), "kind", "meeting_kind_unknown");
        refuse(self.on.is_none(), "on", "meeting_day_missing");
        for (field, count) in [("women", self.women), ("men", self.men), ("other", self.other)] {
            refuse(count > MOST_PEOPLE, field, "meeting_count_odd");
        }
        let mut warn = |odd: bool, field: &str, code: &'static str| {
            if odd {
                problems.push(Problem::warning(field, code));
            }
        };
        warn(self.on.is_some_and(|day| day > today), "on", "date_in_future");
        warn(self.people() == 0, "women", "meeting_count_missing");
        warn(!self.place.is_empty() && pack.municipality(&self.place).is_none(), "place", "place_unknown");
        problems
    }
}

/// How many tables or networks met, and how many people they have. One that met several times, by the same name in the
/// same municipality, counts once, with the meeting to which most came: nobody knows who came twice.
pub fn tables_of<'a>(meetings: impl IntoIterator<Item = &'a Meeting>, kind: &MeetingKind) -> (u32, u32) {
    let mut largest: BTreeMap<(String, &str), u32> = BTreeMap::new();
    for meeting in meetings.into_iter().filter(|meeting| meeting.kind == *kind) {
        let people = largest.entry((fold(&meeting.name), meeting.place.as_str())).or_default();
        *people = (*people).max(meeting.people());
    }
    let count = u32::try_from(largest.len()).unwrap_or(u32::MAX);
    (count, largest.into_values().fold(0, u32::saturating_add))
}
