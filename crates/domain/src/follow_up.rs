//! Something to do about a person on a day (seguimiento): an item of the team's agenda. Confidential.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::fields::{Reader, Writer, changed_fields};
use crate::words::words;
use crate::{DocumentId, Fields, Pack, Problem, text};

words! {
    /// What became of it.
    FollowUpState, default Due {
        /// Still to do.
        Due = "pendiente",
        /// Done.
        Done = "hecho",
        /// The person was not found.
        NotFound = "no_localizada",
        /// Not needed any more.
        Dropped = "cancelado",
    }
}

/// An item of the agenda.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FollowUp {
    /// Who; none while it is not known who was attended.
    pub person: DocumentId,
    /// The consultation that it came from; may be none.
    pub consultation: DocumentId,
    /// The referral that it is about; may be none.
    pub referral: DocumentId,
    /// Day on which it is due.
    pub on: Option<NaiveDate>,
    /// Code of the post whose agenda it is in.
    pub post: String,
    /// Who is to do it, 32 hex digits of the user; blank: whoever is there.
    pub assignee: String,
    /// What is to be done, at most 200 characters.
    pub what: String,
    /// What became of it.
    pub state: FollowUpState,
    /// Day on which that was said.
    pub settled_on: Option<NaiveDate>,
    /// Who said so, as shown to people.
    pub settled_by: String,
    /// The times that the person was not found, by id: two of them that were written apart are two.
    pub tries: BTreeSet<String>,
}

/// Tries as older devices count them, each as one of its own.
fn counted(read: &Reader<'_>) -> impl Iterator<Item = String> {
    (0..read.number("tries").clamp(0, 100)).map(|number| format!("counted-{number}"))
}

impl FollowUp {
    /// Reads flat fields; total and tolerant.
    pub fn from_fields(fields: &Fields) -> Self {
        let read = Reader(fields);
        Self {
            person: read.str("person").parse().unwrap_or_default(),
            consultation: read.str("consultation").parse().unwrap_or_default(),
            referral: read.str("referral").parse().unwrap_or_default(),
            on: read.date("on"),
            post: read.text("post"),
            assignee: read.text("assignee"),
            what: read.text("what"),
            state: match read.str("state") {
                "" => FollowUpState::default(),
                word => FollowUpState::from_word(word),
            },
            settled_on: read.date("settled_on"),
            settled_by: read.text("settled_by"),
            tries: read.set("try/").into_iter().chain(counted(&read)).collect(),
        }
    }

    /// Writes flat fields, only those that say something.
    pub fn to_fields(&self) -> Fields {
        let mut write = Writer::default();
        for (key, id) in
            [("person", self.person), ("consultation", self.consultation), ("referral", self.referral)]
        {
            if !id.is_none() {
                write.text(key, &id.to_string());
            }
        }
        write.date("on", self.on);
        write.text("post", &self.post);
        write.text("assignee", &self.assignee);
        write.text("what", &self.what);
        write.text("state", self.state.as_str());
        write.date("settled_on", self.settled_on);
        write.text("settled_by", &self.settled_by);
        write.set("try/", self.tries.iter().filter(|id| !id.starts_with("counted-")));
        write.0
    }

    /// The fields to put so that a document holding `stored` says what this says: only what differs.
    pub fn changes_from(&self, stored: &Fields) -> Fields {
        changed_fields(stored, &Self::from_fields(stored).to_fields(), &self.to_fields())
    }

    /// Says what became of it. *No localizada* counts the try under a new id and moves it to `again`, if a day is given.
    ///
    /// # Errors
    /// Codes `follow_up_state_unknown`, `date_in_past` (`again` is before today).
    pub fn settle(
        &mut self,
        id: &str,
        state: &str,
        again: Option<NaiveDate>,
        by: &str,
        today: NaiveDate,
    ) -> Result<(), Problem> {
        let state = FollowUpState::from_word(&text::line(state));
        if matches!(state, FollowUpState::Other(_)) {
            return Err(Problem::error("state", "follow_up_state_unknown"));
        }
        if again.is_some_and(|day| day < today) {
            return Err(Problem::error("on", "date_in_past"));
        }
        if state == FollowUpState::NotFound {
            self.tries.insert(id.to_owned());
        }
        (self.settled_on, self.settled_by) = (Some(today), by.to_owned());
        self.state = state;
        if let (FollowUpState::NotFound, Some(day)) = (&self.state, again) {
            (self.on, self.state) = (Some(day), FollowUpState::Due);
        }
        Ok(())
    }

    /// Problems on a day; a missing person or day, and unusable text, block.
    pub fn problems(&self, pack: &Pack) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (key, value) in [("post", &self.post), ("what", &self.what), ("assignee", &self.assignee)] {
            text::check_line(key, value, &mut problems);
        }
        // Somebody attended without identity is found by their consultation.
        if self.person.is_none() && self.consultation.is_none() {
            problems.push(Problem::error("person", "person_missing"));
        }
        if self.on.is_none() {
            problems.push(Problem::error("on", "date_missing"));
        }
        if !self.post.is_empty() && pack.post(&self.post).is_none() {
            problems.push(Problem::warning("post", "post_unknown"));
        }
        problems
    }
}

impl std::fmt::Debug for FollowUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FollowUp").finish_non_exhaustive()
    }
}
