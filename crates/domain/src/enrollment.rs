//! A person's way into a programme. The official act happens in the programme's own system: this prepares it.

mod decided;
mod requirement_mark;
mod step;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::fields::{Reader, Writer, changed_fields};
use crate::words::words;
use crate::{DocumentId, Fields, Outcome, Pack, Problem, Scalar, text};

pub use requirement_mark::{RequirementSeen, RequirementState};

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
    /// What was answered of the facts that the programme asks, by their codes in the pack. Absent is not known.
    pub answers: BTreeMap<String, bool>,
    /// Days of the answers to facts that the pack lets grow old; of others, and of older programs, that of the
    /// decision counts.
    pub answered: BTreeMap<String, NaiveDate>,
    /// What the pack said; none before anybody asked it.
    pub outcome: Option<Outcome>,
    /// On what ground, by codes of groups in the pack.
    pub groups: BTreeSet<String>,
    /// Pack and version that said so: `bo 2026-11-29`.
    pub decided_with: String,
    /// Day of the decision.
    pub decided_on: Option<NaiveDate>,
    /// What was seen of the requirements, by their codes in the pack.
    pub requirements: BTreeMap<String, RequirementSeen>,
    /// The programme's own number; only of a confirmed enrollment.
    pub official_number: String,
    /// Why it came back, at most 200 characters; only of an observed one.
    pub observation: String,
    /// From which day on which facility; `facility` is the one of now, and among several of one day the last.
    pub facilities: BTreeSet<(NaiveDate, String)>,
    /// Code of the campaign that it was prepared in; may be blank.
    pub campaign: String,
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
            answers: read
                .items("fact/")
                .filter_map(|(code, value)| Some((code.to_owned(), value.as_flag()?)))
                .collect(),
            answered: read
                .items("fact_on/")
                .filter_map(|(code, day)| Some((code.to_owned(), crate::birth::date(day.as_text()?)?)))
                .collect(),
            outcome: match read.str("outcome") {
                "" => None,
                word => Some(Outcome::from_word(word)),
            },
            groups: read.set("group/"),
            decided_with: read.text("decided_with"),
            decided_on: read.date("decided_on"),
            requirements: requirement_mark::read_all(&read),
            official_number: read.text("official_number"),
            observation: read.text("observation"),
            facilities: read
                .items("facility_on/")
                .filter_map(|(rest, code)| {
                    // Of one move a day, as it was kept first, the code is not part of the key.
                    let day = rest.split_once('/').map_or(rest, |(day, _)| day);
                    Some((crate::birth::date(day)?, code.as_text()?.to_owned()))
                })
                .filter(|(_, code)| !code.is_empty())
                .collect(),
            campaign: read.text("campaign"),
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
        for (code, yes) in &self.answers {
            write.0.insert(format!("fact/{code}"), (*yes).into());
        }
        for (code, day) in &self.answered {
            write.date(&format!("fact_on/{code}"), Some(*day));
        }
        write.text("outcome", self.outcome.as_ref().map_or("", Outcome::as_str));
        write.set("group/", &self.groups);
        write.text("decided_with", &self.decided_with);
        write.date("decided_on", self.decided_on);
        requirement_mark::write_all(&self.requirements, &mut write);
        write.text("official_number", &self.official_number);
        write.text("observation", &self.observation);
        for (day, code) in &self.facilities {
            // A code that cannot be part of a key is kept by its day only.
            let of_key =
                if text::is_code(code, requirement_mark::CODE) { format!("/{code}") } else { String::new() };
            write.text(&format!("facility_on/{day}{of_key}"), code);
        }
        write.text("campaign", &self.campaign);
        write.0
    }

    /// The fields to put so that a document holding `stored` says what this says: only what differs.
    pub fn changes_from(&self, stored: &Fields) -> Fields {
        let mut changed = changed_fields(stored, &Self::from_fields(stored).to_fields(), &self.to_fields());
        // "No" is an answer too: what is not known any more is neither.
        for (key, value) in &mut changed {
            if key.strip_prefix("fact/").is_some_and(|code| !self.answers.contains_key(code)) {
                *value = Scalar::from("");
            }
        }
        changed
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
            "official_number" => self.official_number = text::line(value),
            "observation" => self.observation = text::line(value),
            "campaign" => self.campaign = text::line(value),
            _ => return self.set_item(key, value),
        }
        Ok(())
    }

    /// `fact/<code>` (blank takes the answer back), `requirement/<code>/state|by|on`.
    fn set_item(&mut self, key: &str, value: &str) -> Result<(), Problem> {
        if let Some(code) =
            key.strip_prefix("fact/").filter(|code| text::is_code(code, requirement_mark::CODE))
        {
            if text::line(value).is_empty() {
                self.answers.remove(code);
            } else {
                self.answers.insert(code.to_owned(), text::flag("fact", value)?);
            }
            return Ok(());
        }
        let unknown = || Problem::error(crate::person::named(key), "field_unknown");
        let (code, part) = requirement_mark::split(key).ok_or_else(unknown)?;
        let seen = self.requirements.entry(code.to_owned()).or_default();
        match part {
            "state" => seen.state = RequirementState::from_word(&text::line(value)),
            "by" => seen.by = text::line(value),
            _ => seen.on = text::date("on", value)?,
        }
        Ok(())
    }

    /// Moves to a facility on a day. The history keeps where it was before.
    pub fn move_to(&mut self, facility: &str, on: NaiveDate) {
        if let (true, false, Some(day)) = (self.facilities.is_empty(), self.facility.is_empty(), self.on) {
            self.facilities.insert((day, self.facility.clone()));
        }
        self.facility = text::line(facility);
        if !self.facility.is_empty() {
            self.facilities.insert((on, self.facility.clone()));
        }
    }

    /// Writes down what somebody saw of a requirement.
    ///
    /// # Errors
    /// Codes `requirement_unknown` (no code), `requirement_state_unknown`.
    pub fn mark(&mut self, code: &str, state: &str, by: &str, on: NaiveDate) -> Result<(), Problem> {
        if !text::is_code(code, requirement_mark::CODE) {
            return Err(Problem::error("requirement", "requirement_unknown"));
        }
        let state = RequirementState::from_word(state);
        if matches!(state, RequirementState::Other(_)) {
            return Err(Problem::error(format!("requirement/{code}/state"), "requirement_state_unknown"));
        }
        let seen = RequirementSeen { state, by: by.to_owned(), on: Some(on) };
        self.requirements.insert(code.to_owned(), seen);
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
        warn(matches!(self.outcome, Some(Outcome::Other(_))), "outcome", "outcome_unknown");
        let is_strange = |seen: &RequirementSeen| matches!(seen.state, RequirementState::Other(_));
        warn(self.requirements.values().any(is_strange), "requirement", "requirement_state_unknown");
        text::check_line("campaign", &self.campaign, &mut problems);
        self.check_step(&mut problems);
        problems
    }
}

/// The id of a person as typed.
pub(crate) fn person_id(typed: &str) -> Result<DocumentId, Problem> {
    typed.trim().parse().map_err(|_| Problem::error("person", "person_unreadable"))
}
