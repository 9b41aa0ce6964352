//! Somebody who takes part in a training: staff or an ally, never somebody attended. Each is a document of their own, so
//! that two tablets may take two evaluations at once.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::fields::{Reader, Writer, changed_fields};
use crate::text::is_code;
use crate::words::words;
use crate::{DocumentId, Fields, Problem, TrainingQuestion, text};

/// Stands for "I do not know" among the options of every question: an answer like the others, and never the right one.
pub const DONT_KNOW: &str = "dont_know";
/// Longest code of a question or option that is read.
const LONGEST_CODE: usize = 40;

words! {
    /// As the participant says of themselves.
    ParticipantSex, default Unsaid {
        /// Nobody has said it.
        Unsaid = "",
        /// Woman.
        Woman = "woman",
        /// Man.
        Man = "man",
        /// Other.
        OtherSex = "other",
    }
}

words! {
    /// What a participant works as.
    ParticipantRole, default Unsaid {
        /// Nobody has said it.
        Unsaid = "",
        /// Health professional.
        Health = "health",
        /// Administrative staff.
        Administrative = "administrative",
        /// Of the community.
        Community = "community",
    }
}

words! {
    /// When an evaluation is answered.
    EvaluationMoment, default Entry {
        /// Before the training.
        Entry = "entry",
        /// After it.
        Exit = "exit",
    }
}

/// Somebody who takes part in one training.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Participant {
    /// In which training.
    pub training: DocumentId,
    /// Name, as on the certificate.
    pub name: String,
    /// As they say.
    pub sex: ParticipantSex,
    /// What they work as.
    pub role: ParticipantRole,
    /// Where they work.
    pub institution: String,
    /// Codes of options by question, before the training.
    pub entry: BTreeMap<String, String>,
    /// Day of those answers.
    pub entry_on: Option<NaiveDate>,
    /// Codes of options by question, after the training.
    pub exit: BTreeMap<String, String>,
    /// Day of those answers.
    pub exit_on: Option<NaiveDate>,
    /// Written down by mistake: in no count, and it can be taken back.
    pub withdrawn: bool,
}

impl Participant {
    /// Reads flat fields; total and tolerant. Answers whose codes are none are passed over.
    pub fn from_fields(fields: &Fields) -> Self {
        let read = Reader(fields);
        let answers = |prefix: &str| {
            let given =
                read.items(prefix).filter_map(|(question, option)| Some((question, option.as_text()?)));
            given
                .filter(|(question, option)| is_code(question, LONGEST_CODE) && is_code(option, LONGEST_CODE))
                .map(|(question, option)| (question.to_owned(), option.to_owned()))
                .collect()
        };
        Self {
            training: read.str("training").parse().unwrap_or_default(),
            name: read.text("name"),
            sex: ParticipantSex::from_word(read.str("sex")),
            role: ParticipantRole::from_word(read.str("role")),
            institution: read.text("institution"),
            entry: answers("entry/"),
            entry_on: read.date("entry_on"),
            exit: answers("exit/"),
            exit_on: read.date("exit_on"),
            withdrawn: read.flag("withdrawn"),
        }
    }

    /// Writes flat fields, only those that say something.
    pub fn to_fields(&self) -> Fields {
        let mut write = Writer::default();
        if !self.training.is_none() {
            write.text("training", &self.training.to_string());
        }
        write.text("name", &self.name);
        write.text("sex", self.sex.as_str());
        write.text("role", self.role.as_str());
        write.text("institution", &self.institution);
        for (prefix, answers) in [("entry", &self.entry), ("exit", &self.exit)] {
            for (question, option) in answers {
                write.text(&format!("{prefix}/{question}"), option);
            }
        }
        write.date("entry_on", self.entry_on);
        write.date("exit_on", self.exit_on);
        write.flag("withdrawn", self.withdrawn);
        write.0
    }

    /// The fields to put so that a document holding `stored` says what this says: only what differs.
    pub fn changes_from(&self, stored: &Fields) -> Fields {
        changed_fields(stored, &Self::from_fields(stored).to_fields(), &self.to_fields())
    }

    /// What was answered at a moment; empty before anything was.
    pub fn answers(&self, moment: &EvaluationMoment) -> &BTreeMap<String, String> {
        if *moment == EvaluationMoment::Exit { &self.exit } else { &self.entry }
    }

    /// Takes the answers of a moment, in place of those before.
    pub fn answer(&mut self, moment: &EvaluationMoment, answers: BTreeMap<String, String>, on: NaiveDate) {
        match moment {
            EvaluationMoment::Exit => (self.exit, self.exit_on) = (answers, Some(on)),
            _ => (self.entry, self.entry_on) = (answers, Some(on)),
        }
    }

    /// How many of these questions were answered right at a moment; none before it was answered. Not to know is not right.
    pub fn right(&self, moment: &EvaluationMoment, questions: &[&TrainingQuestion]) -> Option<u32> {
        let answers = self.answers(moment);
        if answers.is_empty() {
            return None;
        }
        let right = questions.iter().filter(|one| answers.get(&one.code) == Some(&one.right)).count();
        u32::try_from(right).ok()
    }

    /// How many of these questions were put at a moment: what [`Participant::right`] is out of. A question that came into
    /// the bank later was not put.
    pub fn asked(&self, moment: &EvaluationMoment, questions: &[&TrainingQuestion]) -> u32 {
        let answers = self.answers(moment);
        let asked = questions.iter().filter(|one| answers.contains_key(&one.code)).count();
        u32::try_from(asked).unwrap_or(u32::MAX)
    }

    /// Shares of right answers before and after, from 0 to 1, each of those of these questions that were put at that
    /// moment. None where one of the evaluations is missing, or none of these questions was put at one of them.
    pub fn shares(&self, questions: &[&TrainingQuestion]) -> Option<(f64, f64)> {
        let share = |moment: &EvaluationMoment| {
            let asked = Some(self.asked(moment, questions)).filter(|asked| *asked > 0)?;
            self.right(moment, questions).map(|right| f64::from(right) / f64::from(asked))
        };
        Some((share(&EvaluationMoment::Entry)?, share(&EvaluationMoment::Exit)?))
    }

    /// Problems; a missing name, sex, role or training, and unusable text, block.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (key, value) in [("name", &self.name), ("institution", &self.institution)] {
            text::check_line(key, value, &mut problems);
        }
        let mut refuse = |wrong: bool, field: &str, code: &'static str| {
            if wrong {
                problems.push(Problem::error(field, code));
            }
        };
        refuse(self.training.is_none(), "training", "training_missing");
        refuse(self.name.is_empty(), "name", "participant_name_missing");
        let sex = matches!(self.sex, ParticipantSex::Unsaid | ParticipantSex::Other(_));
        refuse(sex, "sex", "participant_sex_missing");
        let role = matches!(self.role, ParticipantRole::Unsaid | ParticipantRole::Other(_));
        refuse(role, "role", "participant_role_missing");
        problems
    }
}

/// Never the name or the answers.
impl std::fmt::Debug for Participant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Participant").finish_non_exhaustive()
    }
}
