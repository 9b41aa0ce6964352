//! An attention given to a person. Confidential: it lives only in a care scope.

mod need;
mod part;
mod signature;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::fields::{Reader, Writer, changed_fields};
use crate::words::words;
use crate::{DocumentId, Fields, Pack, Problem, text};

pub use need::{NeedSeen, NeedState};
pub use part::{HealthPart, Part, Pregnancy, Sign, SocialPart};
pub use signature::{Amendment, Signed, part_of};

words! {
    /// Where somebody was attended.
    AttentionMode, default Post {
        /// At the post.
        Post = "post",
        /// On the street, at the crossing, at the bus terminal.
        Street = "street",
        /// In a shelter.
        Shelter = "shelter",
        /// By telephone.
        Phone = "phone",
    }
}

/// An attention given to a person.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Consultation {
    /// Who was attended; none while it is not known who it was.
    pub person: DocumentId,
    /// Attended without identity (*sin identificar*); the person may be linked later.
    pub unidentified: bool,
    /// What the team calls somebody without identity, at most 200 characters: never a name of theirs.
    pub called: String,
    /// Where they were attended.
    pub mode: AttentionMode,
    /// Code of the post.
    pub post: String,
    /// Day.
    pub on: Option<NaiveDate>,
    /// Why, by its code in the pack; own words are kept too.
    pub reason: String,
    /// Needs by their codes in the pack.
    pub needs: BTreeSet<String>,
    /// What is known of those needs.
    pub about_needs: BTreeMap<String, NeedSeen>,
    /// Of the health worker.
    pub health: HealthPart,
    /// Of the psychosocial worker.
    pub social: SocialPart,
    /// Alerts by their codes in the pack.
    pub alerts: BTreeSet<String>,
    /// Free note, at most 4000 characters.
    pub note: String,
    /// Whether a member gives a reason before reading it. It asks for more care; it never gives or takes keys.
    pub restricted: bool,
    /// What each user signed, by part and user (32 hex digits).
    pub signatures: BTreeMap<(Part, String), String>,
    /// What was added to signed parts, by id.
    pub amendments: BTreeMap<String, Amendment>,
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
            unidentified: read.flag("unidentified"),
            called: read.text("called"),
            mode: match read.str("mode") {
                "" => AttentionMode::default(),
                word => AttentionMode::from_word(word),
            },
            about_needs: need::read_all(&read),
            health: HealthPart::read(&read),
            social: SocialPart::read(&read),
            alerts: read.set("alert/"),
            signatures: signature::read_signatures(&read),
            amendments: signature::read_amendments(&read),
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
        write.flag("unidentified", self.unidentified);
        write.text("called", &self.called);
        if self.mode != AttentionMode::default() {
            write.text("mode", self.mode.as_str());
        }
        need::write_all(&self.about_needs, &mut write);
        self.health.write(&mut write);
        self.social.write(&mut write);
        write.set("alert/", &self.alerts);
        signature::write(self, &mut write);
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
        if self.person.is_none() && !self.unidentified {
            problems.push(Problem::error("person", "person_missing"));
        }
        text::check_line("called", &self.called, &mut problems);
        self.health.check(&mut problems);
        self.social.check(&mut problems);
        for (code, need) in &self.about_needs {
            text::check_line(&format!("about_need/{code}/done"), &need.done, &mut problems);
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
        let stranger = |code: &String| !pack.alerts.iter().any(|known| known.code == *code);
        warn(self.alerts.iter().any(stranger), "alerts", "alert_unknown");
        let is_blank = |part: &Part| !self.to_fields().keys().any(|key| part_of(key).as_ref() == Some(part));
        let blank = self.reason.is_empty() && is_blank(&Part::Health) && is_blank(&Part::Social);
        warn(blank, "reason", "consultation_blank");
        problems
    }
}
