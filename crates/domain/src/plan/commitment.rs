//! Something that somebody agreed to do: an action of a work plan, or an agreement of a meeting.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::fields::{Reader, Writer, changed_fields};
use crate::words::words;
use crate::{DocumentId, Fields, Problem, text};

words! {
    /// What it belongs to.
    CommitmentOf, default Plan {
        /// A work plan.
        Plan = "plan",
        /// A meeting.
        Meeting = "meeting",
    }
}

words! {
    /// What became of it.
    CommitmentState, default Open {
        /// Still to do.
        Open = "open",
        /// Done.
        Done = "done",
        /// Given up.
        Dropped = "dropped",
    }
}

words! {
    /// How far ahead an action of a plan lies.
    CommitmentTerm, default Unsaid {
        /// Of a meeting's agreements, and where nobody said.
        Unsaid = "",
        /// Short.
        Short = "short",
        /// Medium.
        Medium = "medium",
        /// Long.
        Long = "long",
    }
}

/// A commitment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Commitment {
    /// The plan or meeting.
    pub of: DocumentId,
    /// Which of the two that is.
    pub of_kind: CommitmentOf,
    /// What is to be done, at most 4000 characters.
    pub what: String,
    /// Who does it, in words.
    pub responsible: String,
    /// By when.
    pub due: Option<NaiveDate>,
    /// How far ahead.
    pub term: CommitmentTerm,
    /// What became of it.
    pub state: CommitmentState,
    /// How one sees that it was done, at most 4000 characters.
    pub evidence: String,
}

impl Commitment {
    /// Reads flat fields; total and tolerant.
    pub fn from_fields(fields: &Fields) -> Self {
        let read = Reader(fields);
        Self {
            of: read.str("of").parse().unwrap_or_default(),
            of_kind: match read.str("of_kind") {
                "" => CommitmentOf::default(),
                word => CommitmentOf::from_word(word),
            },
            what: read.text("what"),
            responsible: read.text("responsible"),
            due: read.date("due"),
            term: CommitmentTerm::from_word(read.str("term")),
            state: match read.str("state") {
                "" => CommitmentState::default(),
                word => CommitmentState::from_word(word),
            },
            evidence: read.text("evidence"),
        }
    }

    /// Writes flat fields, only those that say something.
    pub fn to_fields(&self) -> Fields {
        let mut write = Writer::default();
        if !self.of.is_none() {
            write.text("of", &self.of.to_string());
        }
        write.text("of_kind", self.of_kind.as_str());
        write.text("what", &self.what);
        write.text("responsible", &self.responsible);
        write.date("due", self.due);
        write.text("term", self.term.as_str());
        write.text("state", self.state.as_str());
        write.text("evidence", &self.evidence);
        write.0
    }

    /// The fields to put so that a document holding `stored` says what this says: only what differs.
    pub fn changes_from(&self, stored: &Fields) -> Fields {
        changed_fields(stored, &Self::from_fields(stored).to_fields(), &self.to_fields())
    }

    /// Whether a field follows from another, so that nobody decides between two values of it.
    pub fn is_derived(field: &str) -> bool {
        field == "of_kind"
    }

    /// Whether it should have been done before a day, and was not.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.state == CommitmentState::Open && self.due.is_some_and(|due| due < today)
    }

    /// Problems; nothing to do, nothing that it belongs to, words of no list, and unusable text, block.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        text::check_line("responsible", &self.responsible, &mut problems);
        text::check_note("what", &self.what, &mut problems);
        text::check_note("evidence", &self.evidence, &mut problems);
        let mut refuse = |wrong: bool, field: &str, code: &'static str| {
            if wrong {
                problems.push(Problem::error(field, code));
            }
        };
        refuse(self.of.is_none(), "of", "commitment_of_missing");
        refuse(self.what.is_empty(), "what", "commitment_missing");
        refuse(matches!(self.state, CommitmentState::Other(_)), "state", "commitment_state_unknown");
        refuse(matches!(self.term, CommitmentTerm::Other(_)), "term", "commitment_term_unknown");
        let mut warn = |odd: bool, field: &str, code: &'static str| {
            if odd {
                problems.push(Problem::warning(field, code));
            }
        };
        let of_plan = self.of_kind == CommitmentOf::Plan;
        warn(of_plan && self.term == CommitmentTerm::Unsaid, "term", "commitment_term_missing");
        warn(self.responsible.is_empty(), "responsible", "commitment_responsible_missing");
        warn(self.due.is_none(), "due", "commitment_due_missing");
        let done = self.state == CommitmentState::Done;
        warn(done && self.evidence.is_empty(), "evidence", "commitment_evidence_missing");
        problems
    }
}
