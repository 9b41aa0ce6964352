//! The figures of a department by month, as they may leave it: what departments are put together with. Numbers without
//! anybody; what is small, or would tell what is, is not in them.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{BELOW_OUTSIDE, Tallied};

/// What the file says it is.
const FORMAT: &str = "posta-figures-1";
/// Longest file. Bytes.
pub const LONGEST_FIGURES: usize = 1024 * 1024;
/// Most months of one file, and of one department that are kept.
pub const MOST_MONTHS: usize = 36;
/// Most numbers of one month.
const MOST_NUMBERS: usize = 4000;
/// Longest trait. Bytes.
const LONGEST_TRAIT: usize = 80;
/// Above any number of people there are.
const MOST: u64 = 1_000_000_000;

/// The numbers of one kind of records by trait (blank: all of them); none where a number is not told.
pub type Numbers = BTreeMap<String, Option<u64>>;

/// Figures of one department.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthFigures {
    format: String,
    /// Id of the country pack.
    pub pack: String,
    /// The department's code in the pack.
    pub department: String,
    /// Numbers under this are not told.
    pub below: u64,
    /// By the first day of the month.
    pub months: BTreeMap<NaiveDate, CountedMonth>,
}

/// What was counted of one month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedMonth {
    /// Day on which it was counted.
    pub made_on: NaiveDate,
    /// By a word of [`Tallied`]. Words of later versions are kept.
    pub kinds: BTreeMap<String, Numbers>,
}

/// Why bytes are no figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FiguresError {
    /// Not a file of figures, or altered.
    #[error("this is no file of figures")]
    Malformed,
    /// Of a later version.
    #[error("the file of figures was made by a later version of the program")]
    Newer,
}

impl MonthFigures {
    /// Of a department, without months yet.
    pub fn of(pack: &str, department: &str) -> Self {
        Self {
            format: FORMAT.into(),
            pack: pack.into(),
            department: department.into(),
            below: BELOW_OUTSIDE,
            months: BTreeMap::new(),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`FiguresError`]; also when a day is no month, a number is small, or there are more than make sense.
    pub fn from_json(bytes: &[u8]) -> Result<Self, FiguresError> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
        }
        if bytes.len() > LONGEST_FIGURES {
            return Err(FiguresError::Malformed);
        }
        let head: Head = serde_json::from_slice(bytes).map_err(|_| FiguresError::Malformed)?;
        match head.format.as_str() {
            FORMAT => {}
            other if other.starts_with("posta-figures-") => return Err(FiguresError::Newer),
            _ => return Err(FiguresError::Malformed),
        }
        let figures: Self = serde_json::from_slice(bytes).map_err(|_| FiguresError::Malformed)?;
        if figures.is_sound() { Ok(figures) } else { Err(FiguresError::Malformed) }
    }

    fn is_sound(&self) -> bool {
        let number = |n: &Option<u64>| n.is_none_or(|n| n == 0 || (self.below..MOST).contains(&n));
        let is_trait = |text: &String| text.len() <= LONGEST_TRAIT && !text.chars().any(char::is_control);
        let month = |(month, counted): (&NaiveDate, &CountedMonth)| {
            let kinds = &counted.kinds;
            let all = kinds.values().flatten();
            month.day() == 1
                && kinds.values().map(BTreeMap::len).sum::<usize>() <= MOST_NUMBERS
                && kinds.keys().all(is_trait)
                && all.clone().all(|(name, n)| is_trait(name) && number(n))
        };
        self.below >= BELOW_OUTSIDE
            && self.months.len() <= MOST_MONTHS
            && self.department.len() <= LONGEST_TRAIT
            && self.months.iter().all(month)
    }

    /// Takes in another file of the same department: of each month what was counted last, by a clock that is not ahead of
    /// `today`. Returns how many months it was that.
    pub fn take(&mut self, other: &Self, today: NaiveDate) -> usize {
        let mut taken = 0;
        for (month, counted) in &other.months {
            let made_on = counted.made_on.min(today);
            if self.months.get(month).is_none_or(|kept| kept.made_on <= made_on) {
                self.months.insert(*month, CountedMonth { made_on, ..counted.clone() });
                taken += 1;
            }
        }
        while self.months.len() > MOST_MONTHS {
            self.months.pop_first();
        }
        taken
    }

    /// A number of a month: `None` when nothing of that month or kind is here, `Some(None)` when it is not told. A trait
    /// that is not there is nought.
    pub fn number(&self, month: NaiveDate, what: Tallied, trait_: &str) -> Option<Option<u64>> {
        let numbers = self.months.get(&month)?.kinds.get(what.as_str())?;
        Some(numbers.get(trait_).copied().unwrap_or(Some(0)))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn of(made_on: &str, month: &str, n: Option<u64>) -> MonthFigures {
        let mut figures = MonthFigures::of("bo", "04");
        let numbers = Numbers::from([(String::new(), Some(40)), ("sex=female".to_owned(), n)]);
        let kinds = BTreeMap::from([("people".to_owned(), numbers)]);
        figures.months.insert(day(month), CountedMonth { made_on: day(made_on), kinds });
        figures
    }

    #[test]
    fn a_file_comes_back_as_it_was_and_says_which_numbers_are_not_told() {
        let one = of("2026-11-30", "2026-10-01", None);
        let read = MonthFigures::from_json(&serde_json::to_vec(&one).unwrap()).unwrap();
        assert_eq!(read, one);
        let number = |trait_| read.number(day("2026-10-01"), Tallied::People, trait_);
        assert_eq!(
            (number(""), number("sex=female"), number("sex=male")),
            (Some(Some(40)), Some(None), Some(Some(0)))
        );
        assert_eq!(read.number(day("2026-10-01"), Tallied::Enrollments, ""), None);
        assert_eq!(read.number(day("2026-09-01"), Tallied::People, ""), None);
    }

    #[test]
    fn what_is_no_file_of_figures_or_tells_a_small_number_is_refused() {
        let json = |figures: &MonthFigures| serde_json::to_vec(figures).unwrap();
        let refused = |bytes: &[u8]| MonthFigures::from_json(bytes).unwrap_err();
        assert_eq!(refused(b"{}"), FiguresError::Malformed);
        assert_eq!(refused(br#"{"format":"posta-figures-2"}"#), FiguresError::Newer);
        assert_eq!(refused(&json(&of("2026-11-30", "2026-10-01", Some(9)))), FiguresError::Malformed);
        assert_eq!(refused(&json(&of("2026-11-30", "2026-10-02", Some(19)))), FiguresError::Malformed);
        let lax = MonthFigures { below: 1, ..of("2026-11-30", "2026-10-01", Some(9)) };
        assert_eq!(refused(&json(&lax)), FiguresError::Malformed);
        assert!(MonthFigures::from_json(&json(&of("2026-11-30", "2026-10-01", Some(10)))).is_ok());
    }

    #[test]
    fn a_file_of_a_clock_that_ran_ahead_is_corrected_by_the_next_one() {
        let mut kept = MonthFigures::of("bo", "04");
        assert_eq!(kept.take(&of("2030-01-01", "2026-10-01", Some(11)), day("2026-11-20")), 1);
        assert_eq!(kept.take(&of("2026-11-21", "2026-10-01", Some(29)), day("2026-11-21")), 1);
        assert_eq!(kept.take(&of("2026-11-19", "2026-10-01", Some(10)), day("2026-11-21")), 0);
        assert_eq!(kept.number(day("2026-10-01"), Tallied::People, "sex=female"), Some(Some(29)));
    }

    #[test]
    fn of_each_month_what_was_counted_last_is_kept_whatever_the_order_of_files() {
        let (old, new) = (of("2026-11-02", "2026-10-01", Some(11)), of("2026-11-30", "2026-10-01", Some(29)));
        for (first, then) in [(&old, &new), (&new, &old)] {
            let mut kept = first.clone();
            kept.take(then, day("2026-12-01"));
            assert_eq!(kept.number(day("2026-10-01"), Tallied::People, "sex=female"), Some(Some(29)));
        }
    }
}
