//! What to bring: the papers that a programme asks for, by case. A missing one never stops a registration.

use serde::{Deserialize, Serialize};

use crate::eligibility::condition::Condition;
use crate::eligibility::situation::Situation;
use crate::eligibility::truth::Truth;
use crate::{DocumentState, Facts, IdentityDocument, Pack};

/// Whether a paper is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// The programme asks for it.
    #[default]
    Asked,
    /// It helps, and nobody has to bring it.
    Optional,
}

/// A paper of the checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// Code, part of the flat keys `requirement/<code>/...`.
    pub code: String,
    /// Programme by its code.
    pub program: String,
    /// Name.
    pub name: String,
    /// Help for person and registrar; may be blank.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint: String,
    /// Whether it is asked for or only helps.
    pub need: Need,
    /// Kinds of identity documents that serve; empty when it is none of those.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<String>,
    /// In which case; always when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Whether it is listed while the case is not known yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub presumed: bool,
    /// Where it was read.
    pub source: String,
}

impl Requirement {
    /// Whether one of these documents serves: one that somebody saw, not one that was only told of.
    pub fn is_met_by(&self, documents: &[IdentityDocument]) -> bool {
        let seen = documents.iter().filter(|document| document.state != DocumentState::Declared);
        seen.into_iter().any(|document| self.documents.contains(&document.kind))
    }
}

impl Pack {
    /// The checklist of a programme for somebody, in the order of the pack.
    pub fn requirements_for(
        &self,
        program: &str,
        facts: &Facts,
        documents: &[IdentityDocument],
    ) -> Vec<&Requirement> {
        let situation = Situation::new(self, facts, Some(documents));
        let listed = |requirement: &&Requirement| match requirement
            .when
            .as_ref()
            .map_or(Truth::Yes, |when| situation.judge(when))
        {
            Truth::Yes => true,
            Truth::No => false,
            Truth::NotKnown => requirement.presumed,
        };
        self.requirements.iter().filter(|one| one.program == program).filter(listed).collect()
    }
}
