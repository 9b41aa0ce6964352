//! What a pack says of eligibility: rules with their norm, facts to ask, where to go.

use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::{Extent, Outcome};

/// A rule: a group of people that a programme covers. One a group and programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Code of the group, part of the flat key `group/<code>`.
    pub code: String,
    /// Programme by its code.
    pub program: String,
    /// Name of the group.
    pub name: String,
    /// How far the right goes.
    pub extent: Extent,
    /// Whether the extent was read in a source. Screens do not assert one that was not.
    pub extent_verified: bool,
    /// The norm by its code; only a verified one may support a rule.
    pub norm: String,
    /// Where the group was read.
    pub source: String,
    /// Who belongs to it.
    pub when: Condition,
    /// One sentence to the person.
    pub sentence: String,
}

/// A norm that rules rest on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Norm {
    /// Code.
    pub code: String,
    /// Name as people read it, e.g. of a law; a proper name, the same in every language.
    pub name: String,
    /// Whether it was found in a source; false: never shown, and no rule may rest on it.
    pub verified: bool,
    /// Where it was read.
    pub source: String,
}

/// A fact that is asked, or a field of the person that may be asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskedFact {
    /// Code, part of the flat key `fact/<code>`; `birth`, `sex` and `nationality` are the person's own fields.
    pub code: String,
    /// The question.
    pub name: String,
    /// Help for whoever asks; may be blank.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint: String,
    /// Of whom it may be asked; of others, unanswered, it is taken as no. Only age, sex and nationality may be named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_when: Option<Condition>,
    /// For how many days after that of the answer it counts: what passes, as an emergency does, is not known for ever.
    /// Left out, an answer counts until another takes its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_days: Option<u16>,
    /// Whether it is asked of everybody and before anything else, also where it changes no outcome: an emergency.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub always: bool,
}

/// Where somebody can go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Orientation {
    /// Code.
    pub code: String,
    /// Title.
    pub name: String,
    /// What to do there, one or two sentences.
    pub text: String,
    /// Outcomes that show it; empty means every one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<Outcome>,
    /// To whom it is shown; everybody when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Whether only a screen that names it shows it, e.g. the one that asks who accompanies a minor.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_hand: bool,
    /// Where it was read, or that it is the project's own.
    pub source: String,
}

/// A word of [`Outcome`] as people read it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeWord {
    /// Stored word.
    pub code: String,
    /// Name.
    pub name: String,
    /// One sentence to the person; for `cubierta` each group has its own.
    pub sentence: String,
    /// The sentence in its place where every group is limited; only `cubierta` needs one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub limited: String,
}
