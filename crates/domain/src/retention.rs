//! How long records are kept: a setting of the country pack, with where the number comes from.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// How long records of one sensitivity are kept before a supervisor is asked whether to erase them. Nothing is ever
/// erased because of its age alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Sensitivity of the scope: `registry`, `care`, `protection` or `audit`.
    pub code: String,
    /// Whole years after the last change, 1 to 100.
    pub years: u16,
    /// Whether somebody read the number in the norm itself; false: confirm it before relying on it.
    pub verified: bool,
    /// Where the number comes from.
    pub source: String,
}

impl Retention {
    /// What is wrong with a rule of a pack.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        if !matches!(self.code.as_str(), "registry" | "care" | "protection" | "audit") {
            return Err("a retention of no sensitivity");
        }
        if !(1..=100).contains(&self.years) {
            return Err("a retention needs 1 to 100 years");
        }
        if self.source.trim().is_empty() {
            return Err("a retention with no source");
        }
        Ok(())
    }

    /// The last day whose records have been kept long enough on `today`; none when that is before all calendars.
    pub fn kept_through(&self, today: NaiveDate) -> Option<NaiveDate> {
        today.checked_sub_months(Months::new(u32::from(self.years) * 12))
    }
}
