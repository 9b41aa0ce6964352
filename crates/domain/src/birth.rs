//! A birth date as people know it: whole, by month, by year, or an age somebody estimated.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Problem;

/// When somebody was born, as precisely as it is known. Stored as one text.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Birth {
    /// Not known; stored as the empty text.
    #[default]
    Unknown,
    /// The whole date: `1990-05-17`.
    Date(NaiveDate),
    /// Year and month (1 to 12): `1990-05`.
    YearMonth {
        /// Year of the Gregorian calendar, 1000 to 9999.
        year: i32,
        /// Month, 1 to 12.
        month: u32,
    },
    /// Only the year: `1990`.
    Year(i32),
    /// An age somebody estimated on a day: `age:34@2026-11-21`.
    EstimatedAge {
        /// Whole years, 0 to 999.
        years: u32,
        /// The day of the estimate.
        on: NaiveDate,
    },
}

impl Birth {
    /// Reads the stored form, and what people type: `17/05/1990`, `05/1990` (day first).
    ///
    /// # Errors
    /// Code `birth_unreadable` when it is none of these.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        read(text.trim()).ok_or_else(|| Problem::error("birth", "birth_unreadable"))
    }

    /// The year of birth; for an estimated age the likelier of the two possible ones.
    pub fn year(&self) -> Option<i32> {
        match *self {
            Self::Unknown => None,
            Self::Date(date) => Some(date.year()),
            Self::YearMonth { year, .. } | Self::Year(year) => Some(year),
            Self::EstimatedAge { years, on } => on.year().checked_sub(i32::try_from(years).ok()?),
        }
    }

    /// Age in whole years on a day, the lowest that the known parts allow. None if unknown or born later.
    pub fn age_on(&self, day: NaiveDate) -> Option<u32> {
        match *self {
            Self::Unknown => None,
            Self::EstimatedAge { years, on } => Some(years.saturating_add(day.years_since(on).unwrap_or(0))),
            _ if self.earliest()? > day => None,
            _ => Some(day.years_since(self.latest()?).unwrap_or(0)),
        }
    }

    /// Whether under 18 on a day. None when the known parts do not decide it.
    pub fn is_minor_on(&self, day: NaiveDate) -> Option<bool> {
        let lowest = self.age_on(day)?;
        if lowest >= 18 {
            return Some(false);
        }
        let highest = match self {
            Self::EstimatedAge { .. } => lowest,
            _ => day.years_since(self.earliest()?)?,
        };
        (highest < 18).then_some(true)
    }

    /// Whether nothing is known.
    pub fn is_unknown(&self) -> bool {
        *self == Self::Unknown
    }

    /// The first day that the known parts allow.
    pub fn earliest(&self) -> Option<NaiveDate> {
        match *self {
            Self::Unknown => None,
            Self::Date(date) => Some(date),
            Self::YearMonth { year, month } => NaiveDate::from_ymd_opt(year, month, 1),
            Self::Year(year) => NaiveDate::from_ymd_opt(year, 1, 1),
            Self::EstimatedAge { years, on } => on
                .checked_sub_months(chrono::Months::new(years.saturating_add(1).saturating_mul(12)))?
                .succ_opt(),
        }
    }

    /// The last day that the known parts allow.
    pub fn latest(&self) -> Option<NaiveDate> {
        match *self {
            Self::Unknown => None,
            Self::Date(date) => Some(date),
            Self::YearMonth { year, month } => NaiveDate::from_ymd_opt(year, month, 1)?
                .checked_add_months(chrono::Months::new(1))?
                .pred_opt(),
            Self::Year(year) => NaiveDate::from_ymd_opt(year, 12, 31),
            Self::EstimatedAge { years, on } => {
                on.checked_sub_months(chrono::Months::new(years.saturating_mul(12)))
            }
        }
    }
}

fn read(text: &str) -> Option<Birth> {
    if text.is_empty() {
        return Some(Birth::Unknown);
    }
    if let Some(estimate) = text.strip_prefix("age:") {
        let (years, on) = estimate.split_once('@')?;
        return Some(Birth::EstimatedAge { years: number(years, 1..=3)?, on: date(on)? });
    }
    let typed: Vec<&str> = text.split(['/', '.']).collect();
    match typed.as_slice() {
        [day, month, year] => {
            let (day, month) = (number(day, 1..=2)?, number(month, 1..=2)?);
            return NaiveDate::from_ymd_opt(year_of(year)?, month, day).map(Birth::Date);
        }
        [month, year] => return year_month(year, number(month, 1..=2)?),
        _ => {}
    }
    let parts: Vec<&str> = text.split('-').collect();
    match parts.as_slice() {
        [year] => year_of(year).map(Birth::Year),
        [year, month] => year_month(year, number(month, 2..=2)?),
        _ => date(text).map(Birth::Date),
    }
}

fn year_month(year: &str, month: u32) -> Option<Birth> {
    let year = year_of(year)?;
    (1..=12).contains(&month).then_some(Birth::YearMonth { year, month })
}

/// Exactly `YYYY-MM-DD`, which chrono alone would read more loosely.
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return None };
    NaiveDate::from_ymd_opt(year_of(year)?, number(month, 2..=2)?, number(day, 2..=2)?)
}

fn year_of(text: &str) -> Option<i32> {
    number(text, 4..=4).filter(|year| *year >= 1000).and_then(|year| i32::try_from(year).ok())
}

fn number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
    (digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

impl fmt::Display for Birth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => Ok(()),
            Self::Date(date) => write!(f, "{date}"),
            Self::YearMonth { year, month } => write!(f, "{year:04}-{month:02}"),
            Self::Year(year) => write!(f, "{year:04}"),
            Self::EstimatedAge { years, on } => write!(f, "age:{years}@{on}"),
        }
    }
}

impl Serialize for Birth {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Birth {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
