//! What care teams tell of their weeks: written by their members before an exchange, read by supervisors.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};
use posta_domain::{Aggregate, Kind, Tallied, changed_fields};
use posta_identity::{ScopeId, Sensitivity};
use posta_store::Write;

use super::period::Period;
use crate::error::Error;
use crate::home::count;
use crate::open::Open;
use crate::scope::Deed;
use crate::time::Moment;
use crate::view::{CareWeek, Figure, FigurePoint};

/// Whole weeks back that are told anew where their records changed.
const WEEKS: u64 = 26;

impl Open {
    /// Tells of the weeks of the care teams that are open here, as far as they are over and something changed. A failure
    /// keeps nobody from exchanging.
    pub(crate) fn tell_weeks(&self, now: Moment) -> Result<(), Error> {
        let Ok(registry) = self.registry() else { return Ok(()) };
        let monday = now.today - Days::new(u64::from(now.today.weekday().num_days_from_monday()));
        let mut writes = Vec::new();
        for scope in self.of(&Sensitivity::Care) {
            scope.file.refresh_tallies()?;
            for back in 1..=WEEKS {
                let Some(week) = monday.checked_sub_days(Days::new(7 * back)) else { continue };
                let period = Period { from: week, to: week + Days::new(6) };
                let mut counts: BTreeMap<(Tallied, String), u64> = BTreeMap::new();
                for what in Tallied::ALL.into_iter().filter(|what| what.is_of_care()) {
                    for one in scope.file.tallies(what, period.from, period.to)? {
                        *counts.entry((what, one.trait_)).or_default() += one.n;
                    }
                }
                let counts: Vec<(Tallied, String, u64)> =
                    counts.into_iter().map(|((what, trait_), n)| (what, trait_, n)).collect();
                let aggregate = Aggregate::of(&scope.id.to_string(), week, &counts);
                let id = aggregate.id();
                let stored = registry.file.document(&Kind::Aggregate, &id)?.map(|document| document.fields());
                let known = stored.as_ref().map(Aggregate::from_fields);
                // A week of nothing is told only where something was told of it.
                if known.is_none() && aggregate.figures.is_empty() || known.as_ref() == Some(&aggregate) {
                    continue;
                }
                let was = known.unwrap_or_default().to_fields();
                let fields = changed_fields(&stored.unwrap_or_default(), &was, &aggregate.to_fields());
                writes.push(Write { kind: Kind::Aggregate, id, fields });
            }
        }
        if !writes.is_empty() {
            registry.commit(&self.desk, &[Deed { writes, draft: None }], now.at)?;
        }
        Ok(())
    }

    /// What teams told of the whole weeks of a period. What somebody else wrote in a team's name does not count.
    pub(crate) fn care_figures(&self, period: Period) -> Result<Care, Error> {
        let last = period.to.checked_sub_days(Days::new(6)).unwrap_or(period.to);
        let mut care = Care::default();
        for row in self.registry()?.file.aggregates(period.from, last)? {
            let team: Option<ScopeId> = row.aggregate.scope.parse().ok();
            let is_theirs =
                row.user.zip(team).is_some_and(|(user, team)| self.membership().may_write(user, team));
            if let (true, Some(week)) = (is_theirs, row.aggregate.week) {
                care.add(week, row.aggregate);
            }
        }
        Ok(care)
    }
}

/// What was told of a period.
#[derive(Default)]
pub(crate) struct Care {
    told: BTreeMap<NaiveDate, Vec<Aggregate>>,
}

impl Care {
    fn add(&mut self, week: NaiveDate, aggregate: Aggregate) {
        self.told.entry(week).or_default().push(aggregate);
    }

    pub fn weeks(&self) -> Vec<CareWeek> {
        let week = |(week, told): (&NaiveDate, &Vec<Aggregate>)| CareWeek {
            week: week.to_string(),
            teams: count(told.len() as u64),
        };
        self.told.iter().map(week).collect()
    }

    /// At least so many where something is not told; unknown where nobody told anything.
    pub fn figure(&self, what: Tallied, trait_: &str) -> Figure {
        sum(self.told.values().flatten(), what, trait_)
    }

    pub fn series(&self, what: Tallied) -> Vec<FigurePoint> {
        let point = |(week, told): (&NaiveDate, &Vec<Aggregate>)| FigurePoint {
            at: week.to_string(),
            figure: sum(told.iter(), what, ""),
        };
        self.told.iter().map(point).collect()
    }

    /// The traits of a name that are told anywhere.
    pub fn values(&self, what: Tallied, name: &str) -> Vec<String> {
        let of = |key: &&(String, String)| {
            key.0 == what.as_str()
                && key.1.split_once('=').is_some_and(|(one, value)| one == name && value != "*")
        };
        let all = self.told.values().flatten().flat_map(|one| one.figures.keys().filter(of));
        let values: BTreeSet<&String> = all.map(|(_, trait_)| trait_).collect();
        values.into_iter().cloned().collect()
    }
}

fn sum<'a>(told: impl Iterator<Item = &'a Aggregate>, what: Tallied, trait_: &str) -> Figure {
    let hides = match trait_.split_once('=') {
        Some((name, _)) => format!("{name}=*"),
        None => "*".to_owned(),
    };
    let key = |trait_: &str| (what.as_str().to_owned(), trait_.to_owned());
    let (mut total, mut is_some, mut is_known) = (0, false, false);
    for one in told {
        is_known = true;
        match one.figures.get(&key(trait_)) {
            Some(n) => total += n,
            None => is_some |= one.figures.contains_key(&key(&hides)),
        }
    }
    let hidden = match (is_known, is_some) {
        (false, _) => return Figure { n: None, hidden: "unknown".to_owned() },
        (true, true) => "some",
        (true, false) => "",
    };
    Figure { n: Some(count(total)), hidden: hidden.to_owned() }
}
