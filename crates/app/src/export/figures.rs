//! Figures for DHIS2 and ADX: they name nobody.

use std::io::Write;

use chrono::{Datelike, Months, NaiveDate};
use posta_domain::{BELOW_OUTSIDE, MonthFigures, Tallied};
use posta_exports::{Aggregate, ExportError, Month, write_adx, write_dhis2};

use super::asked::{Asked, Form, bad};
use crate::error::Error;
use crate::figures::Table;
use crate::open::Open;

/// Code of our data set.
const DATA_SET: &str = "POSTA";

/// What leaves by month: data elements, and what they count.
const MEASURES: [(&str, Tallied); 2] = [("registered", Tallied::People), ("enrolled", Tallied::Enrollments)];
/// The traits that they are told apart by.
const CATEGORIES: [&str; 5] = ["sex", "age_band", "nationality", "outcome", "status"];

impl Open {
    /// The figures of the whole months that were asked for, or else of the last one, as they may leave: nothing under
    /// [`BELOW_OUTSIDE`], nor what would tell it, and nobody who does not want to be counted.
    ///
    /// # Errors
    /// [`Error::BadInput`]: `no_whole_month`; [`Error::Storage`].
    pub(super) fn figures_leaving(&self, asked: &Asked, today: NaiveDate) -> Result<Vec<Aggregate>, Error> {
        let file = &self.registry()?.file;
        file.refresh_tallies()?;
        let months = months(asked.from, asked.to, today);
        if months.is_empty() {
            return Err(bad("from", "no_whole_month"));
        }
        let mut figures = Vec::new();
        for month in months {
            let period = crate::figures::Period { from: month, to: end_of(month) };
            for (measure, what) in MEASURES {
                let table = Table::read(file, what, period, None, BELOW_OUTSIDE)?;
                // What was recorded without a post is of no place that another program knows.
                let named = table.posts().into_iter().filter(|post| !post.is_empty());
                for post in named.filter(|post| asked.post.is_empty() || asked.post == *post) {
                    self.leave(&table, what, measure, month, &post, &mut figures);
                }
            }
        }
        Ok(figures)
    }

    /// The figures of the whole department of those months, to be put together with those of others: as they may leave,
    /// and saying which are not told.
    ///
    /// # Errors
    /// As [`Open::figures_leaving`].
    pub(super) fn months_leaving(&self, asked: &Asked, today: NaiveDate) -> Result<MonthFigures, Error> {
        let months = months(asked.from, asked.to, today);
        if months.is_empty() {
            return Err(bad("from", "no_whole_month"));
        }
        self.month_figures(&months, today)
    }

    fn leave(
        &self,
        table: &Table,
        what: Tallied,
        measure: &str,
        month: NaiveDate,
        post: &str,
        figures: &mut Vec<Aggregate>,
    ) {
        let facility = self.desk.pack.post(post).and_then(|post| post.facility.clone());
        let org_unit = facility.unwrap_or_else(|| post.to_owned());
        let mut add = |trait_: &str, category: Vec<(String, String)>| {
            let Some(n) = table.figure(trait_, post).n.filter(|n| *n > 0) else { return };
            let (year, number) = (u16::try_from(month.year()), u8::try_from(month.month()));
            let Some(period) = year.ok().zip(number.ok()).map(|(year, month)| Month { year, month }) else {
                return;
            };
            let (measure, org_unit) = (measure.to_owned(), org_unit.clone());
            figures.push(Aggregate { org_unit, period, measure, category, value: n.into() });
        };
        add("", Vec::new());
        for name in CATEGORIES.into_iter().filter(|name| what.adds_up(name)) {
            for trait_ in table.values(name) {
                let value = trait_.split_once('=').map(|(_, value)| value).unwrap_or_default();
                let value = if value.is_empty() { "unknown" } else { value };
                add(&trait_, vec![(name.to_owned(), value.to_owned())]);
            }
        }
    }
}

/// The first days of the whole months within a period; with no beginning or end, the last whole month before today.
pub(super) fn months(from: Option<NaiveDate>, to: Option<NaiveDate>, today: NaiveDate) -> Vec<NaiveDate> {
    let this = today.with_day(1).unwrap_or(today);
    let last = this.checked_sub_months(Months::new(1)).unwrap_or(this);
    let (from, to) = (from.unwrap_or(last), to.unwrap_or_else(|| end_of(last)));
    let mut month = if from.day() == 1 { Some(from) } else { next(from) };
    let mut months = Vec::new();
    while let Some(first) = month.filter(|first| end_of(*first) <= to && months.len() < 12 * 30) {
        months.push(first);
        month = next(first);
    }
    months
}

fn next(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)?.checked_add_months(Months::new(1))
}

fn end_of(month: NaiveDate) -> NaiveDate {
    next(month).and_then(|next| next.pred_opt()).unwrap_or(month)
}

/// Writes figures in one of their forms.
pub(super) fn write_figures(
    to: impl Write,
    form: Form,
    at: i64,
    figures: &[Aggregate],
) -> Result<(), ExportError> {
    match form {
        Form::Adx => write_adx(to, DATA_SET, at, figures),
        _ => write_dhis2(to, DATA_SET, figures),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_months_leave_and_with_no_days_the_last_one() {
        let day = |text: &str| Some(text.parse::<NaiveDate>().unwrap());
        let today = day("2026-11-30").unwrap();
        let of = |from, to| months(from, to, today).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(of(None, None), ["2026-10-01"]);
        assert_eq!(of(day("2026-08-02"), day("2026-10-31")), ["2026-09-01", "2026-10-01"]);
        assert!(of(day("2026-11-01"), day("2026-11-29")).is_empty());
    }
}
