//! A training of staff and allies: planned, held, with participants who are asked the same questions before and after.
//! It lives in the registry and is kept by supervisors; nothing in it is about anybody who was attended.

mod gain;
mod participant;
mod report;

use std::collections::BTreeSet;

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::fields::{Reader, Writer, changed_fields};
use crate::words::words;
use crate::{DocumentId, Fields, Pack, Problem, text};

pub use gain::{Gain, gain_of, student_t};
pub use participant::{DONT_KNOW, EvaluationMoment, Participant, ParticipantRole, ParticipantSex};
pub use report::{RoleCount, TrainingCounts, people_of};

/// Days before a renewal is due on which it is said.
pub const RENEWAL_NOTICE_DAYS: u64 = 60;
/// More hours than a training has.
const MOST_HOURS: u32 = 400;

words! {
    /// Who teaches.
    TrainingKind, default Course {
        /// Given by trainers of the programme.
        Course = "course",
        /// Given by somebody who was trained before, to their colleagues.
        Cascade = "cascade",
    }
}

words! {
    /// How far a training has come.
    TrainingState, default Planned {
        /// Still to be held.
        Planned = "planned",
        /// Held: it counts.
        Held = "held",
        /// It will not be held.
        Cancelled = "cancelled",
    }
}

/// A training.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Training {
    /// Who teaches.
    pub kind: TrainingKind,
    /// Title.
    pub title: String,
    /// Themes by code of the pack.
    pub themes: BTreeSet<String>,
    /// Day; the first of several.
    pub on: Option<NaiveDate>,
    /// Whole hours.
    pub hours: u32,
    /// City, in words.
    pub city: String,
    /// Department by its code of the pack; in words where the pack has it not.
    pub department: String,
    /// Institution that it is held for.
    pub institution: String,
    /// Who teaches, in words.
    pub trainers: String,
    /// Of a cascade, the participant of an earlier training who teaches here; none else.
    pub trained_by: DocumentId,
    /// How far it has come.
    pub state: TrainingState,
    /// At most 4000 characters.
    pub note: String,
}

impl Training {
    /// Reads flat fields; total and tolerant.
    pub fn from_fields(fields: &Fields) -> Self {
        let read = Reader(fields);
        Self {
            kind: match read.str("kind") {
                "" => TrainingKind::default(),
                word => TrainingKind::from_word(word),
            },
            title: read.text("title"),
            themes: read.set("theme/"),
            on: read.date("on"),
            hours: u32::try_from(read.number("hours")).unwrap_or_default(),
            city: read.text("city"),
            department: read.text("department"),
            institution: read.text("institution"),
            trainers: read.text("trainers"),
            trained_by: read.str("trained_by").parse().unwrap_or_default(),
            state: match read.str("state") {
                "" => TrainingState::default(),
                word => TrainingState::from_word(word),
            },
            note: read.text("note"),
        }
    }

    /// Writes flat fields, only those that say something.
    pub fn to_fields(&self) -> Fields {
        let mut write = Writer::default();
        write.text("kind", self.kind.as_str());
        write.text("title", &self.title);
        write.set("theme/", &self.themes);
        write.date("on", self.on);
        write.number("hours", i64::from(self.hours));
        write.text("city", &self.city);
        write.text("department", &self.department);
        write.text("institution", &self.institution);
        write.text("trainers", &self.trainers);
        if !self.trained_by.is_none() {
            write.text("trained_by", &self.trained_by.to_string());
        }
        write.text("state", self.state.as_str());
        write.text("note", &self.note);
        write.0
    }

    /// The fields to put so that a document holding `stored` says what this says: only what differs.
    pub fn changes_from(&self, stored: &Fields) -> Fields {
        changed_fields(stored, &Self::from_fields(stored).to_fields(), &self.to_fields())
    }

    /// Whether it was held.
    pub fn is_held(&self) -> bool {
        self.state == TrainingState::Held
    }

    /// Whether it counts in a period, of which both days belong to it.
    pub fn counts_in(&self, from: NaiveDate, to: NaiveDate) -> bool {
        self.is_held() && self.on.is_some_and(|day| (from..=to).contains(&day))
    }

    /// Day by which its people are to be trained again; none before it was held.
    pub fn renew_by(&self, pack: &Pack) -> Option<NaiveDate> {
        let held = self.on.filter(|_| self.is_held())?;
        held.checked_add_months(Months::new(pack.trainings.renew_months))
    }

    /// Whether its renewal is near or over on a day. Whether a later one has taken its place is for whoever knows all.
    pub fn is_to_renew(&self, pack: &Pack, today: NaiveDate) -> bool {
        let soon = today.checked_add_days(Days::new(RENEWAL_NOTICE_DAYS)).unwrap_or(today);
        self.renew_by(pack).is_some_and(|day| day <= soon)
    }

    /// Whether `later` renews this one: held after it for the same institution, with all its themes.
    pub fn is_renewed_by(&self, later: &Self) -> bool {
        later.is_held()
            && later.on > self.on
            && crate::fold(&later.institution) == crate::fold(&self.institution)
            && later.themes.is_superset(&self.themes)
    }

    /// Problems on a day; a missing title, a held training without a day that has come, and unusable text, block.
    pub fn problems(&self, pack: &Pack, today: NaiveDate) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (key, value) in [
            ("title", &self.title),
            ("city", &self.city),
            ("department", &self.department),
            ("institution", &self.institution),
            ("trainers", &self.trainers),
        ] {
            text::check_line(key, value, &mut problems);
        }
        text::check_note("note", &self.note, &mut problems);
        let mut refuse = |wrong: bool, field: &str, code: &'static str| {
            if wrong {
                problems.push(Problem::error(field, code));
            }
        };
        refuse(self.title.is_empty(), "title", "training_title_missing");
        refuse(matches!(self.kind, TrainingKind::Other(_)), "kind", "training_kind_unknown");
        refuse(matches!(self.state, TrainingState::Other(_)), "state", "training_state_unknown");
        refuse(self.is_held() && self.on.is_none(), "on", "training_day_missing");
        refuse(self.is_held() && self.on.is_some_and(|day| day > today), "on", "date_in_future");
        let unknown = self.themes.iter().any(|code| !pack.trainings.has_theme(code));
        refuse(unknown, "themes", "training_theme_unknown");
        let mut warn = |odd: bool, field: &str, code: &'static str| {
            if odd {
                problems.push(Problem::warning(field, code));
            }
        };
        warn(!self.is_held() && self.on.is_none(), "on", "training_day_missing");
        warn(self.themes.is_empty(), "themes", "training_theme_missing");
        let is_strange = !self.department.is_empty() && pack.department(&self.department).is_none();
        warn(is_strange, "department", "department_unknown");
        warn(self.hours == 0, "hours", "training_hours_missing");
        warn(self.hours > MOST_HOURS, "hours", "training_hours_odd");
        warn(self.institution.is_empty(), "institution", "training_institution_missing");
        let cascade = self.kind == TrainingKind::Cascade;
        warn(cascade && self.trained_by.is_none(), "trained_by", "training_trainer_missing");
        problems
    }
}
