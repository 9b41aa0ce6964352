//! Instruments, what was answered and what it says.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Whether an instrument may be put to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct InstrumentCard {
    pub code: String,
    pub name: String,
    pub hint: String,
    /// Questions.
    pub questions: u32,
    /// "" when it may; else why not: `no_service` (nobody in the directory to refer to), `too_young`, `age_unknown`, `age_estimated`.
    pub withheld: String,
    /// From how many years of age.
    pub from_years: u32,
}

/// An instrument to read aloud, as validated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct QuestionnaireView {
    pub code: String,
    pub title: String,
    /// Of the text: the validated one, whatever the screen speaks.
    pub language: String,
    /// Read before the first question.
    pub purpose: String,
    /// The owner's notice.
    pub copyright: String,
    pub hint: String,
    pub version: String,
    pub items: Vec<QuestionnaireItem>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct QuestionnaireItem {
    pub id: String,
    pub text: String,
    pub options: Vec<QuestionnaireOption>,
    /// Asked only after one of these answers; empty: always.
    pub opened_by: Vec<ScreeningAnswer>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct QuestionnaireOption {
    pub code: String,
    pub label: String,
}

/// The answer to one question: a code of its options, or `refused`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ScreeningAnswer {
    pub item: String,
    pub code: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct ScreeningInput {
    pub person: String,
    /// Id of the consultation, or "".
    pub consultation: String,
    pub instrument: String,
    pub answers: Vec<ScreeningAnswer>,
    pub draft: String,
}

/// What answers say. Not a diagnosis.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct ScoreView {
    pub asked: u32,
    pub answered: u32,
    /// Only when every question is answered.
    pub total: Option<u32>,
    /// The highest that there is, with a total.
    pub most: u32,
    pub band: String,
    pub band_name: String,
    /// `yes`, `no`, or "" while not known.
    pub positive: String,
    /// `now`, `same_day`, or "".
    pub risk: String,
    /// The instrument to go on with when this one is positive, or "".
    pub leads_to: String,
    /// Whether the cut-off is a habit of places, not its owner's word.
    pub adjustable: bool,
}

/// Answers that were kept, with what they say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct ScreeningView {
    pub id: String,
    pub instrument: String,
    pub name: String,
    pub on: String,
    pub by: String,
    pub post: String,
    pub score: ScoreView,
}
