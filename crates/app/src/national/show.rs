//! A month of all departments together.

use std::collections::BTreeSet;

use chrono::{Datelike, Months, NaiveDate};
use posta_domain::{Indicator, MonthFigures, Pack, Tallied};

use crate::app::App;
use crate::error::Error;
use crate::figures::{percent, sort, unit_of, words_of};
use crate::home::count;
use crate::open::Open;
use crate::paper::bad;
use crate::permission::Act;
use crate::summary::Language;
use crate::time::Moment;
use crate::view::{Figure, FigureBreakdown, FigureCell, NationalDepartment, NationalFigure, NationalView};

/// Months back of the own department that can be asked for.
const BACK: u32 = 24;
/// A trait of which a list may be long: of it the largest are shown.
const CELLS: usize = 40;

impl App {
    /// The figures of a month (its first day; "" for the last one over) of all departments of the country that are here,
    /// with the month before. A number to which somebody does not tell their part says "at least".
    ///
    /// # Errors
    /// [`Error::BadInput`]: `month_unknown`; [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`].
    pub fn national_figures(&self, month: &str, language: &str) -> Result<NationalView, Error> {
        let now = self.now();
        self.read(|open| {
            open.allow(Act::SeeFigures)?;
            open.national(month, language, now)
        })
    }
}

/// All departments in the order of the pack; none where nothing of one is here.
type All<'a> = [(&'a posta_domain::Department, Option<MonthFigures>)];

impl Open {
    fn national(&self, month: &str, language: &str, now: Moment) -> Result<NationalView, Error> {
        let this = now.today.with_day(1).unwrap_or(now.today);
        let last = back(this, 1);
        let month = match month {
            "" => last,
            day => day
                .parse()
                .ok()
                .filter(|day: &NaiveDate| day.day() == 1 && *day < this)
                .ok_or_else(|| bad("month", "month_unknown"))?,
        };
        let (pack, own) = (self.desk.pack, self.own_department());
        let mut all = Vec::new();
        for department in &pack.departments {
            let figures = if department.code == own {
                Some(self.month_figures(&[back(month, 1), month], now.today)?)
            } else {
                self.figures_of(&department.code)?
            };
            all.push((department, figures));
        }
        let kept: BTreeSet<NaiveDate> = all
            .iter()
            .filter_map(|(_, figures)| figures.as_ref())
            .flat_map(|one| one.months.keys().copied())
            .collect();
        let own_months = (1..=BACK).map(|months| back(this, months));
        let mut months: Vec<NaiveDate> =
            kept.into_iter().chain(own_months).filter(|one| *one < this).collect();
        months.sort_unstable();
        months.dedup();
        let shown = Shown { open: self, pack, all: &all, month, language };
        Ok(NationalView {
            month: month.to_string(),
            months: months.iter().rev().map(ToString::to_string).collect(),
            below: count(posta_domain::BELOW_OUTSIDE),
            departments: all
                .iter()
                .map(|(department, figures)| shown.department(department, figures, &own))
                .collect(),
            figures: pack.indicators.iter().filter_map(|one| shown.figure(one)).collect(),
        })
    }
}

fn back(month: NaiveDate, months: u32) -> NaiveDate {
    month.checked_sub_months(Months::new(months)).unwrap_or(month)
}

struct Shown<'a> {
    open: &'a Open,
    pack: &'static Pack,
    all: &'a All<'a>,
    month: NaiveDate,
    language: &'a str,
}

impl Shown<'_> {
    fn department(
        &self,
        department: &posta_domain::Department,
        figures: &Option<MonthFigures>,
        own: &str,
    ) -> NationalDepartment {
        let counted = figures.as_ref().and_then(|figures| figures.months.get(&self.month));
        let of =
            |what| figures.as_ref().map_or_else(unknown, |one| figure_of(one.number(self.month, what, "")));
        NationalDepartment {
            code: department.code.clone(),
            name: department.name.clone(),
            own: department.code == own,
            made_on: counted.map(|counted| counted.made_on.to_string()).unwrap_or_default(),
            people: of(Tallied::People),
            enrolled: of(Tallied::Enrollments),
            attended: of(Tallied::Consultations),
        }
    }

    /// None of an indicator that departments do not let out.
    fn figure(&self, one: &Indicator) -> Option<NationalFigure> {
        let what = Tallied::from_word(&one.counts)?;
        if what.is_of_care() && !(one.with.is_empty() && one.of.is_empty()) {
            return None;
        }
        let is_part = !one.of.is_empty();
        let read = |month| {
            let figure = self.sum(month, what, &one.with);
            if is_part { percent(&figure, &self.sum(month, what, "")) } else { figure }
        };
        let traits = one.by.iter().filter(|name| !what.is_of_care() && *name != "sex_age");
        Some(NationalFigure {
            code: one.code.clone(),
            name: self.pack.name_of("indicators", &one.code, self.language).to_owned(),
            unit: unit_of(one, what).to_owned(),
            definition: words_of(self.pack, one, "indicators.definition", self.language),
            figure: read(self.month),
            before: read(back(self.month, 1)),
            breakdowns: traits.map(|name| self.breakdown(what, name)).collect(),
        })
    }

    /// At least so many where a department does not tell its part; not known where none tells anything.
    fn sum(&self, month: NaiveDate, what: Tallied, trait_: &str) -> Figure {
        let told = self.all.iter().filter_map(|(_, figures)| figures.as_ref()?.number(month, what, trait_));
        let (mut total, mut is_known, mut is_whole) = (0_u64, false, true);
        for number in told {
            is_known = true;
            match number {
                Some(n) => total = total.saturating_add(n),
                None => is_whole = false,
            }
        }
        match (is_known, is_whole, total) {
            (false, ..) => unknown(),
            (true, false, 0) => Figure { n: None, hidden: "together".into() },
            (true, false, _) => Figure { n: Some(count(total)), hidden: "some".into() },
            (true, true, _) => Figure { n: Some(count(total)), hidden: String::new() },
        }
    }

    fn breakdown(&self, what: Tallied, name: &str) -> FigureBreakdown {
        let counted = self.all.iter().filter_map(|(_, figures)| figures.as_ref()?.months.get(&self.month));
        let numbers = counted.filter_map(|month| month.kinds.get(what.as_str()));
        let of_name = |trait_: &'_ String| trait_.split_once('=').is_some_and(|(one, _)| one == name);
        let traits: BTreeSet<&String> =
            numbers.flat_map(|numbers| numbers.keys()).filter(|trait_| of_name(trait_)).collect();
        let mut cells: Vec<FigureCell> = traits
            .into_iter()
            .map(|trait_| {
                let code = trait_.split_once('=').map(|(_, value)| value).unwrap_or_default();
                FigureCell {
                    code: code.to_owned(),
                    name: self.open.word(name, code, self.language),
                    figure: self.sum(self.month, what, trait_),
                    before: self.sum(back(self.month, 1), what, trait_),
                }
            })
            .collect();
        sort(name, &mut cells);
        cells.truncate(CELLS);
        let words = Language::from_code(self.language).unwrap_or(Language::Spanish);
        FigureBreakdown { dimension: name.to_owned(), name: words.trait_word(name), cells }
    }
}

fn figure_of(number: Option<Option<u64>>) -> Figure {
    match number {
        None => unknown(),
        Some(None) => Figure { n: None, hidden: "together".into() },
        Some(Some(n)) => Figure { n: Some(count(n)), hidden: String::new() },
    }
}

fn unknown() -> Figure {
    Figure { n: None, hidden: "unknown".into() }
}
