//! The part of a FHIR R4 Questionnaire that instruments need: choice items, their options, when one is asked.

use serde::Deserialize;

/// URL of the extension that gives an option its points.
pub(super) const ORDINAL: &str = "http://hl7.org/fhir/StructureDefinition/ordinalValue";

/// A FHIR R4 Questionnaire of choice items (hl7.org/fhir/R4/questionnaire.html). Elements that are not named here are
/// kept in the file for exports and not read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Questionnaire {
    /// `Questionnaire`.
    pub resource_type: String,
    /// Canonical URL.
    pub url: String,
    /// Version of the text.
    pub version: String,
    /// Machine name: the instrument's code.
    pub name: String,
    /// Title as people read it.
    pub title: String,
    /// Language of the text, ISO 639.
    pub language: String,
    /// The owner's notice, shown with the text and on every print.
    pub copyright: String,
    /// What is read aloud before the first question.
    #[serde(default)]
    pub purpose: String,
    /// The questions, in the order of the validated text.
    pub item: Vec<Item>,
}

/// One question with its options.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// Stable id within the questionnaire, part of the flat key `answer/<linkId>`.
    pub link_id: String,
    /// The question, as validated: not to be reworded.
    pub text: String,
    /// `choice`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The options, in order.
    #[serde(default)]
    pub answer_option: Vec<AnswerOption>,
    /// Asked only when one of these holds; always when there is none.
    #[serde(default)]
    pub enable_when: Vec<EnableWhen>,
}

/// An option of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AnswerOption {
    /// Its code and words.
    pub value_coding: Coding,
    /// Its points, by [`ORDINAL`].
    #[serde(default)]
    pub extension: Vec<Extension>,
}

/// A coded word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Coding {
    /// Whose code; may be absent for codes of our own.
    #[serde(default)]
    pub system: String,
    /// The code, stored as the answer.
    pub code: String,
    /// What is read.
    pub display: String,
}

/// An extension with a whole number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Extension {
    /// Which one.
    pub url: String,
    /// Points, from 0.
    #[serde(default)]
    pub value_decimal: u16,
}

/// When an item is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EnableWhen {
    /// `linkId` of an earlier question.
    pub question: String,
    /// `=`.
    pub operator: String,
    /// The answer that opens this one.
    pub answer_coding: Code,
}

/// Only the code of a coded word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Code {
    /// The code.
    pub code: String,
}

impl AnswerOption {
    /// The code that is stored.
    pub fn code(&self) -> &str {
        &self.value_coding.code
    }

    /// Points of this option; 0 when it has none.
    pub fn points(&self) -> u16 {
        self.extension.iter().find(|one| one.url == ORDINAL).map_or(0, |one| one.value_decimal)
    }
}

impl Item {
    /// Points of an answer; none when it is no option.
    pub fn points_of(&self, code: &str) -> Option<u16> {
        self.answer_option.iter().find(|option| option.code() == code).map(AnswerOption::points)
    }

    /// The most points that an answer can bring.
    pub fn most(&self) -> u16 {
        self.answer_option.iter().map(AnswerOption::points).max().unwrap_or_default()
    }
}
