//! Periods, the one before, and how a series goes through them.

use chrono::{Datelike, Days, Months, NaiveDate};

/// Most days of a period: no pack is older.
const MOST: i64 = 366 * 30;

/// A period, both days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Period {
    /// None where the days are none, or in the wrong order, or too far apart.
    pub fn read(from: &str, to: &str) -> Option<Self> {
        let period = Self { from: from.parse().ok()?, to: to.parse().ok()? };
        (0..MOST).contains(&(period.to - period.from).num_days()).then_some(period)
    }

    /// The same length before; of whole months the months before.
    pub fn before(self) -> Self {
        let next = self.to.checked_add_days(Days::new(1));
        if let Some(next) = next.filter(|next| next.day() == 1 && self.from.day() == 1) {
            let months =
                (next.year() - self.from.year()) * 12 + next.month() as i32 - self.from.month() as i32;
            let from = self.from.checked_sub_months(Months::new(months.unsigned_abs())).unwrap_or(self.from);
            return Self { from, to: self.from.pred_opt().unwrap_or(self.from) };
        }
        let days = Days::new((self.to - self.from).num_days().unsigned_abs() + 1);
        let back = |day: NaiveDate| day.checked_sub_days(days).unwrap_or(day);
        Self { from: back(self.from), to: back(self.to) }
    }

    /// Mondays within it.
    pub fn weeks(self) -> u64 {
        let ahead = (7 - u64::from(self.from.weekday().num_days_from_monday())) % 7;
        let days = (self.to - self.from).num_days().unsigned_abs() + 1;
        days.saturating_sub(ahead).div_ceil(7)
    }

    pub fn grain(self) -> Grain {
        match (self.to - self.from).num_days() {
            ..32 => Grain::Day,
            32..93 => Grain::Week,
            _ => Grain::Month,
        }
    }

    /// The first days of everything that a series of this period shows.
    pub fn points(self, grain: Grain) -> Vec<NaiveDate> {
        let mut points = Vec::new();
        let mut at = Some(grain.first(self.from));
        while let Some(day) = at.filter(|day| *day <= self.to) {
            points.push(day);
            at = grain.next(day);
        }
        points
    }
}

/// How a series goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grain {
    Day,
    Week,
    Month,
}

impl Grain {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// The first day of what a day is in.
    pub fn first(self, day: NaiveDate) -> NaiveDate {
        let back = match self {
            Self::Day => 0,
            Self::Week => u64::from(day.weekday().num_days_from_monday()),
            Self::Month => u64::from(day.day0()),
        };
        day.checked_sub_days(Days::new(back)).unwrap_or(day)
    }

    fn next(self, first: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day => first.succ_opt(),
            Self::Week => first.checked_add_days(Days::new(7)),
            Self::Month => first.checked_add_months(Months::new(1)),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn before(from: &str, to: &str) -> String {
        let before = Period::read(from, to).unwrap().before();
        format!("{} {}", before.from, before.to)
    }

    #[test]
    fn before_a_month_is_the_month_before_and_before_days_as_many_days() {
        assert_eq!(before("2026-11-01", "2026-11-30"), "2026-10-01 2026-10-31");
        assert_eq!(before("2026-01-01", "2026-03-31"), "2025-10-01 2025-12-31");
        assert_eq!(before("2026-11-23", "2026-11-29"), "2026-11-16 2026-11-22");
        assert_eq!(before("2026-11-01", "2026-11-01"), "2026-10-31 2026-10-31");
    }

    #[test]
    fn a_series_begins_with_the_week_or_month_that_the_period_begins_in() {
        let points = |from: &str, to: &str| {
            let period = Period::read(from, to).unwrap();
            period.points(period.grain()).iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(points("2026-11-29", "2026-12-01"), ["2026-11-29", "2026-11-30", "2026-12-01"]);
        assert_eq!(points("2026-10-01", "2026-11-10").first().unwrap(), "2026-09-28");
        assert_eq!(points("2026-01-15", "2026-12-31").len(), 12);
        assert!(Period::read("2026-12-01", "2026-11-01").is_none());
    }
}
