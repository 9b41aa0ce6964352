//! The question bank of trainings: themes, questions with one right answer, and after how long to train again.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::files::{Files, whole};
use super::{Pack, PackError, Word};
use crate::text::is_code;
use crate::training::DONT_KNOW;

const FILE: &str = "trainings.json";
/// Longest code that becomes part of a flat key.
const LONGEST_CODE: usize = 40;
/// Months after which a training may be due again, at most.
const MOST_MONTHS: u32 = 120;

/// What people are trained in, and what they are asked before and after.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingBank {
    /// Months after which people are to be trained again.
    pub renew_months: u32,
    /// Themes.
    pub themes: Vec<Word>,
    /// Questions. One that is no longer asked stays, because answers to it are kept.
    pub questions: Vec<TrainingQuestion>,
}

/// A question with one right answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingQuestion {
    /// Code, part of the flat keys `entry/<code>` and `exit/<code>`.
    pub code: String,
    /// Code of its theme.
    pub theme: String,
    /// The question.
    pub text: String,
    /// What may be answered, in the order in which it is shown.
    pub options: Vec<TrainingOption>,
    /// Code of the right option. Never shown to whoever is asked.
    pub right: String,
    /// Where it was read, or that it is the project's own.
    pub source: String,
}

/// An answer that is offered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingOption {
    /// Code.
    pub code: String,
    /// The answer.
    pub text: String,
}

impl TrainingQuestion {
    /// Whether an option is one of its own.
    pub fn offers(&self, option: &str) -> bool {
        self.options.iter().any(|one| one.code == option)
    }

    /// Whether that is an answer to it: one of its own, or not to know.
    pub fn may_be_answered(&self, option: &str) -> bool {
        option == DONT_KNOW || self.offers(option)
    }
}

impl TrainingBank {
    /// The questions of some themes, theme by theme in the bank's order.
    pub fn questions_of(&self, themes: &BTreeSet<String>) -> Vec<&TrainingQuestion> {
        self.themes
            .iter()
            .filter(|theme| themes.contains(&theme.code))
            .flat_map(|theme| self.questions.iter().filter(|question| question.theme == theme.code))
            .collect()
    }

    /// Whether it has a theme.
    pub fn has_theme(&self, code: &str) -> bool {
        self.themes.iter().any(|theme| theme.code == code)
    }
}

impl Files<'_> {
    /// # Errors
    /// A theme or question that is blank, repeated or of nothing; one without two different options, without the right
    /// one among them, or without a source; months that nobody waits.
    pub(super) fn check_trainings(&self, pack: &Pack) -> Result<(), PackError> {
        let bank = &pack.trainings;
        if !(1..=MOST_MONTHS).contains(&bank.renew_months) {
            return Err(whole(FILE, "trainings are renewed after 1 to 120 months"));
        }
        let mut seen = BTreeSet::new();
        for theme in &bank.themes {
            if !is_code(&theme.code, LONGEST_CODE) || theme.name.trim().is_empty() {
                return Err(self.refuse(
                    FILE,
                    &theme.code,
                    "a theme without a code for keys, or without a name",
                ));
            }
            if !seen.insert(&theme.code) {
                return Err(self.refuse(FILE, &theme.code, "a repeated theme"));
            }
            if !bank.questions.iter().any(|question| question.theme == theme.code) {
                return Err(self.refuse(FILE, &theme.code, "a theme without questions"));
            }
        }
        let mut seen = BTreeSet::new();
        for question in &bank.questions {
            if let Some(reason) = fault_of(question, bank) {
                return Err(self.refuse(FILE, &question.code, reason));
            }
            if !seen.insert(&question.code) {
                return Err(self.refuse(FILE, &question.code, "a repeated question"));
            }
        }
        Ok(())
    }
}

fn fault_of(question: &TrainingQuestion, bank: &TrainingBank) -> Option<&'static str> {
    let blank = |text: &str| text.trim().is_empty();
    if !is_code(&question.code, LONGEST_CODE) || blank(&question.text) {
        return Some("a question without a code for keys, or without words");
    }
    if !bank.has_theme(&question.theme) {
        return Some("a question of no theme");
    }
    if blank(&question.source) {
        return Some("a question without a source");
    }
    let codes: BTreeSet<&str> = question.options.iter().map(|option| option.code.as_str()).collect();
    let odd = |option: &TrainingOption| !is_code(&option.code, LONGEST_CODE) || blank(&option.text);
    if codes.len() < 2 || codes.len() != question.options.len() || question.options.iter().any(odd) {
        return Some("a question without two different options that have code and words");
    }
    if question.offers(DONT_KNOW) {
        return Some("a question with an option of its own for not knowing, which every question has");
    }
    (!question.offers(&question.right)).then_some("a question whose right answer is none of its options")
}
