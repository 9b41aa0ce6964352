//! Whether somebody is covered by a programme, by the rules of the country pack. Never a refusal: who is not covered is
//! told where to go.

pub(crate) mod ask;
pub(crate) mod condition;
mod decide;
pub(crate) mod rule;
pub(crate) mod situation;
pub(crate) mod truth;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{Birth, Sex};

words! {
    /// How far a group's right goes.
    Extent, default Integral {
        /// All services of the programme.
        Integral = "integral",
        /// Only those that the group's name says.
        Limited = "limitada",
    }
}

words! {
    /// What the rules say of somebody. None of these is a refusal.
    Outcome, default ToConfirm {
        /// Covered by at least one group.
        Covered = "cubierta",
        /// Something that would decide is not known yet.
        ToConfirm = "por_confirmar",
        /// No group covers: told where to go.
        Orientation = "orientacion",
    }
}

/// What is known of somebody when the rules are asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Birth, as precisely as known.
    pub birth: Birth,
    /// Sex as in the document.
    pub sex: Sex,
    /// Nationality, ISO 3166-1 alpha-2 or XXA; blank is not known.
    pub nationality: String,
    /// The day of the decision.
    pub on: NaiveDate,
    /// Answers by the fact's code in the pack; absent is not known.
    pub answers: BTreeMap<String, bool>,
}

/// A group that covers somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Code of the group in the pack, e.g. `under_5`; its name is in the list `groups`.
    pub code: String,
    /// How far its right goes.
    pub extent: Extent,
    /// Code of the norm that supports it; its name is in the list `norms`.
    pub source: String,
}

/// What the rules said, with the rules' date.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What they said.
    pub outcome: Outcome,
    /// The groups that cover, those of integral extent first.
    pub groups: Vec<Group>,
    /// Facts that would decide, the most deciding first; empty when it is decided. Of whom only limited groups cover,
    /// those that could add an integral one. Besides the asked facts it may name `birth`, `sex` and `nationality`,
    /// which are the person's own fields.
    pub ask: Vec<String>,
    /// Where to go, by codes of the list `orientations`; an emergency first.
    pub orientation: Vec<String>,
    /// Id of the pack that decided.
    pub pack: String,
    /// Its date.
    pub version: String,
    /// The day of the decision.
    pub on: NaiveDate,
}
