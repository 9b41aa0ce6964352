//! What a programme says of a case. (Stub until the pack's rules are here.)

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::words::words;
use crate::{Birth, Pack, Sex};

words! {
    /// What the pack says.
    Outcome, default ToConfirm {
        /// Covered.
        Covered = "cubierta",
        /// To confirm.
        ToConfirm = "por_confirmar",
        /// Orientation.
        Orientation = "orientacion",
    }
}

words! {
    /// How far.
    Extent, default Integral {
        /// All.
        Integral = "integral",
        /// Some.
        Limited = "limited",
    }
}

/// What is known of a case.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Birth.
    pub birth: Birth,
    /// Sex.
    pub sex: Sex,
    /// Nationality.
    pub nationality: String,
    /// Day.
    pub on: NaiveDate,
    /// Answers.
    pub answers: BTreeMap<String, bool>,
}

/// Group.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// Code.
    pub code: String,
    /// Extent.
    pub extent: Extent,
    /// Source.
    pub source: String,
}

/// Decision.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Decision {
    /// Outcome.
    pub outcome: Outcome,
    /// Groups.
    pub groups: Vec<Group>,
    /// Ask.
    pub ask: Vec<String>,
    /// Orientation.
    pub orientation: Vec<String>,
    /// Pack.
    pub pack: String,
    /// Version.
    pub version: String,
    /// Day.
    pub on: NaiveDate,
}

impl Pack {
    /// Decides.
    pub fn decide(&self, _program: &str, facts: &Facts) -> Decision {
        Decision { pack: self.id.clone(), version: self.version.clone(), on: facts.on, ..Decision::default() }
    }
}
