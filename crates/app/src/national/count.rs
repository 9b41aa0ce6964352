//! The own department's figures of a month, as they may leave it.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use posta_domain::{BELOW_OUTSIDE, CountedMonth, MonthFigures, Numbers, Tallied};

use crate::error::Error;
use crate::figures::{ALL, Period, Table};
use crate::open::Open;

impl Open {
    /// The figures of whole months, given by their first days.
    ///
    /// # Errors
    /// [`Error::Storage`], [`Error::Unreadable`].
    pub(crate) fn month_figures(
        &self,
        months: &[NaiveDate],
        today: NaiveDate,
    ) -> Result<MonthFigures, Error> {
        let file = &self.registry()?.file;
        file.refresh_tallies()?;
        let mut figures = MonthFigures::of(&self.desk.pack.id, &self.own_department());
        for month in months {
            let period = Period { from: *month, to: end_of(*month) };
            let mut kinds = BTreeMap::new();
            for what in Tallied::ALL.into_iter().filter(|what| !what.is_of_care()) {
                let table = Table::read(file, what, period, None, BELOW_OUTSIDE)?;
                kinds.insert(what.as_str().to_owned(), numbers(&table, what));
            }
            let care = self.care_figures(period)?;
            for what in Tallied::ALL.into_iter().filter(|what| what.is_of_care()) {
                let all = care.figure(what, "");
                if all.hidden == "unknown" {
                    continue;
                }
                // Only how many: of which kinds would have to be hidden anew, together with what the teams hid already.
                let whole = all.n.filter(|_| all.hidden.is_empty()).map(u64::from);
                let told = whole.filter(|n| *n == 0 || *n >= BELOW_OUTSIDE);
                kinds.insert(what.as_str().to_owned(), Numbers::from([(String::new(), told)]));
            }
            figures.months.insert(*month, CountedMonth { made_on: today, kinds });
        }
        Ok(figures)
    }
}

fn numbers(table: &Table, what: Tallied) -> Numbers {
    let traits = what.traits().iter().filter(|name| **name != "sex_age");
    let all = traits.flat_map(|name| table.values(name)).chain([String::new()]);
    all.map(|trait_| {
        let figure = table.figure(&trait_, ALL);
        (trait_, figure.n.map(u64::from))
    })
    .filter(|(trait_, n)| trait_.is_empty() || *n != Some(0))
    .collect()
}

pub(super) fn end_of(month: NaiveDate) -> NaiveDate {
    let next = month.checked_add_months(Months::new(1));
    next.and_then(|next| next.pred_opt()).unwrap_or(month)
}
