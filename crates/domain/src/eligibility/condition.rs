//! The small language of the packs: all, any and not over age, sex, nationality, asked facts and documents.

use serde::{Deserialize, Serialize};

/// A condition of a rule, as the pack writes it: `{"all": [{"age": {"below_years": 5}}, {"not": {"fact": "x"}}]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// All hold.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// Does not hold.
    Not(Box<Condition>),
    /// An asked fact, by its code.
    Fact(String),
    /// Age on the day of the decision.
    Age(AgeBand),
    /// Sex as in the document: `female` or `male`.
    Sex(String),
    /// Nationality is one of these, ISO 3166-1 alpha-2.
    Nationality(Vec<String>),
    /// Has a document of one of these kinds. Never in a rule: no paper is asked for to be covered.
    Document(Vec<String>),
    /// Whether there is any document at all. Never in a rule.
    Documents(Papers),
}

/// Whether somebody has any document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Papers {
    /// At least one.
    Some,
    /// None.
    None,
}

/// An age band; the lower end belongs to it, the upper does not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AgeBand {
    /// From so many whole years.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_years: Option<u16>,
    /// Below so many whole years.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below_years: Option<u16>,
    /// From so many whole months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_months: Option<u16>,
    /// Below so many whole months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below_months: Option<u16>,
}

impl AgeBand {
    /// First month of the band, counted from birth.
    pub(crate) fn from(&self) -> u32 {
        months(self.from_years, self.from_months).unwrap_or(0)
    }

    /// First month after the band; none when it has no end.
    pub(crate) fn below(&self) -> Option<u32> {
        months(self.below_years, self.below_months)
    }

    /// What is wrong with it.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        let twice = |years: Option<u16>, months: Option<u16>| years.is_some() && months.is_some();
        if twice(self.from_years, self.from_months) || twice(self.below_years, self.below_months) {
            return Err("an age in years and in months");
        }
        if self.from() == 0 && self.below().is_none() {
            return Err("an age without a bound");
        }
        if self.below().is_some_and(|below| below <= self.from()) {
            return Err("an age band that holds nobody");
        }
        Ok(())
    }
}

fn months(years: Option<u16>, months: Option<u16>) -> Option<u32> {
    years.map(|years| u32::from(years) * 12).or(months.map(u32::from))
}

impl Condition {
    /// The condition itself and all those within it.
    pub(crate) fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Condition)) {
        visit(self);
        match self {
            Self::All(inner) | Self::Any(inner) => inner.iter().for_each(|one| one.walk(visit)),
            Self::Not(inner) => inner.walk(visit),
            _ => {}
        }
    }
}
