//! A person's way into a programme: what decides, what is asked, which papers, how far it has come.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::IdentityDocumentView;

/// An answer to a question of a programme.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AnswerInput {
    /// Code of the fact in the pack.
    pub fact: String,
    pub yes: bool,
}

/// A requirement that somebody looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RequirementMark {
    pub code: String,
    /// `have`, `copy`, `missing`, `not_needed`.
    pub state: String,
}

/// An enrollment to be, of somebody who is registered already.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct EnrollmentInput {
    pub program: String,
    /// Facility code, or "".
    pub facility: String,
    pub answers: Vec<AnswerInput>,
    pub requirements: Vec<RequirementMark>,
    /// Code of the campaign; "" takes the one of this post and day, if any.
    pub campaign: String,
}

/// What decides, while a form is being filled in. Nothing of it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct EligibilityInput {
    pub program: String,
    /// As in the registration form.
    pub birth: String,
    pub sex: String,
    pub nationality: String,
    pub answers: Vec<AnswerInput>,
    pub documents: Vec<IdentityDocumentView>,
    /// Of the words in the answer: `es`, `pt`, `en`.
    pub language: String,
}

/// What a programme says of a case. It never refuses anybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct EligibilityView {
    /// `cubierta`, `por_confirmar`, `orientacion`; "" when nobody has decided yet.
    pub outcome: String,
    /// On what ground.
    pub groups: Vec<GroupView>,
    /// To the person.
    pub sentence: String,
    /// What is still to ask: what everybody is asked, then the most useful first.
    pub ask: Vec<QuestionView>,
    /// Where to go.
    pub orientation: Vec<OrientationView>,
    pub requirements: Vec<RequirementView>,
    /// Pack and version that decided, as `bo 2026-11-29`.
    pub version: String,
    /// Day of the decision.
    pub on: String,
    /// Another decision is kept: this one is of now, and nobody has kept it yet.
    pub stale: bool,
}

/// A ground on which somebody is covered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct GroupView {
    pub code: String,
    pub name: String,
    /// `integral`, `limited`; "" while nobody has read it in a source: then nothing is said of it.
    pub extent: String,
    /// Name of the norm that supports it.
    pub norm: String,
}

/// A question that would decide more.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct QuestionView {
    pub fact: String,
    pub text: String,
    pub hint: String,
}

/// Where to go with what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct OrientationView {
    pub code: String,
    pub title: String,
    pub text: String,
}

/// A paper of the checklist. A missing one never stops anything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct RequirementView {
    pub code: String,
    pub name: String,
    pub hint: String,
    /// It helps, and nobody has to bring it.
    pub optional: bool,
    /// Whether a document that the person showed serves for it.
    pub met: bool,
    /// `have`, `copy`, `missing`, `not_needed`; "" when nobody looked.
    pub state: String,
    /// Who looked.
    pub by: String,
    /// Day.
    pub on: String,
}

/// A facility from a day on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct FacilityStay {
    pub on: String,
    pub code: String,
    pub name: String,
}

/// One enrollment of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
pub struct EnrollmentView {
    pub id: String,
    pub program: String,
    pub program_name: String,
    /// `preparada`, `presentada`, `confirmada`, `observada`.
    pub status: String,
    /// The words that it may become next.
    pub next: Vec<String>,
    /// Only of a confirmed one.
    pub official_number: String,
    /// Only of an observed one.
    pub observation: String,
    pub facility: String,
    pub facility_name: String,
    /// The newest first.
    pub facilities: Vec<FacilityStay>,
    /// As of today.
    pub eligibility: EligibilityView,
    pub answers: Vec<AnswerInput>,
    /// Code of the campaign, or "".
    pub campaign: String,
    pub campaign_name: String,
    pub on: String,
    /// The record it is of, where that is another one of the same person; else "".
    pub source: String,
}
