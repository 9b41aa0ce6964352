//! What the owner of an instrument says of its scores, and what the programme does with them.

use serde::{Deserialize, Serialize};

use super::item::Questionnaire;
use crate::words::words;

words! {
    /// What a risk opens, at any total.
    RiskPath, default SameDay {
        /// Talk today, in private, with somebody of the team; make sure of safety; refer.
        SameDay = "same_day",
        /// Do not leave the person alone; emergency now.
        Now = "now",
    }
}

/// An instrument of the pack, with its questions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// Code: the file `questionnaire.<code>.json` holds its text.
    pub code: String,
    /// Short name as people read it.
    pub name: String,
    /// From how many whole years of age it is for; adults' instruments are not put to children.
    pub from_years: u16,
    /// Whether the total is shown: the sum of the points of all questions.
    pub total: bool,
    /// What a total means, by its owner; empty when it has no bands.
    #[serde(default)]
    pub bands: Vec<Band>,
    /// When it is positive: worth a conversation, not a diagnosis.
    pub positive: Positive,
    /// Whether the cut-off is a habit that each place may set, rather than its owner's word.
    #[serde(default)]
    pub adjustable: bool,
    /// Answers that open a path at any total.
    #[serde(default)]
    pub risk: Vec<RiskRule>,
    /// The kind of service that has to be in the directory before this is offered: nobody is asked what nobody answers.
    pub service: String,
    /// What whoever asks should know; may be blank.
    #[serde(default)]
    pub hint: String,
    /// The instrument that this one is the beginning of, offered when it is positive; may be blank.
    #[serde(default)]
    pub leads_to: String,
    /// LOINC codes of panel and total, for exports; may be blank.
    #[serde(default)]
    pub loinc_panel: String,
    /// As above.
    #[serde(default)]
    pub loinc_total: String,
    /// Where text, scoring and licence were read.
    pub source: String,
    /// The questions; read from its own file.
    #[serde(skip)]
    pub questionnaire: Questionnaire,
}

/// A range of totals, both ends in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Code, unique in the instrument.
    pub code: String,
    /// Lowest total.
    pub from: u16,
    /// Highest total.
    pub to: u16,
    /// Name.
    pub name: String,
}

/// When an instrument is positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Positive {
    /// From this total on, once every question is answered.
    TotalFrom(u16),
    /// As soon as one question has so many points.
    AnyFrom(u16),
    /// As soon as one question has so many points, or was refused (ASQ: a refusal counts as positive).
    AnyFromOrRefused(u16),
}

impl Default for Positive {
    fn default() -> Self {
        Self::TotalFrom(0)
    }
}

/// Answers that open a path at any total, also when the rest was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskRule {
    /// `linkId` of the questions.
    pub items: Vec<String>,
    /// From so many points in one of them.
    pub from: u16,
    /// Whether refusing to answer counts too.
    #[serde(default)]
    pub refused: bool,
    /// What opens.
    pub path: RiskPath,
}
