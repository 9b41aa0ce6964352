//! What care teams tell of their weeks: written by their members before an exchange, read by supervisors.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};
use posta_domain::{Aggregate, Kind, Tallied, changed_fields};
use posta_identity::{ScopeId, Sensitivity};
use posta_store::{AggregateRow, Write};

use super::period::Period;
use crate::error::Error;
use crate::home::count;
use crate::open::Open;
use crate::scope::{Deed, OpenScope};
use crate::time::Moment;
use crate::view::{CareWeek, Figure, FigurePoint};

/// Whole weeks back that are told anew where their records changed.
const WEEKS: u64 = 26;
/// What is told of how much somebody knew is a multiple of this.
const ROUGH: u64 = 100;

impl Open {
    /// Tells of the weeks of the care teams that are open here, as far as they are over and something changed. Who lacks
    /// some of what a team has written tells nothing, and nobody takes back what somebody told who knew more. A failure
    /// keeps nobody from exchanging.
    pub(crate) fn tell_weeks(&self, now: Moment) -> Result<(), Error> {
        let Ok(registry) = self.registry() else { return Ok(()) };
        if self.desk.has_ended() {
            return Ok(());
        }
        if self.of(&Sensitivity::Care).next().is_none() {
            return Ok(());
        }
        let monday = now.today - Days::new(u64::from(now.today.weekday().num_days_from_monday()));
        let first = monday.checked_sub_days(Days::new(7 * WEEKS)).unwrap_or(monday);
        let stored = registry.file.aggregates(first, monday)?;
        let left_out = registry.file.saying_no_to_figures()?;
        let mut writes = Vec::new();
        for scope in self.of(&Sensitivity::Care) {
            if self.lacks_some_of(scope)? {
                continue;
            }
            scope.file.count_without(&left_out)?;
            scope.file.refresh_tallies()?;
            let (team, covers) = (scope.id.to_string(), coarse(scope.file.records_of_care()?));
            for back in 1..=WEEKS {
                let Some(week) = monday.checked_sub_days(Days::new(7 * back)) else { continue };
                let aggregate = Aggregate::of(&team, week, covers, &counts_of(scope, week)?);
                let of_week =
                    |row: &&AggregateRow| row.aggregate.scope == team && row.aggregate.week == Some(week);
                let known = stored.iter().filter(|row| self.is_theirs(row)).find(of_week);
                if known.map_or(aggregate.figures.is_empty(), |known| {
                    let mine = known.user == Some(self.desk.secrets.user);
                    stands(&known.aggregate, mine, &aggregate)
                }) {
                    continue;
                }
                let id = aggregate.id();
                let was = registry.file.document(&Kind::Aggregate, &id)?.map(|document| document.fields());
                let was = was.unwrap_or_default();
                let fields =
                    changed_fields(&was, &Aggregate::from_fields(&was).to_fields(), &aggregate.to_fields());
                writes.push(Write { kind: Kind::Aggregate, id, fields });
            }
        }
        if !writes.is_empty() {
            registry.commit(&self.desk, &[Deed { writes, draft: None }], now.at)?;
        }
        Ok(())
    }

    /// Whether the past of a team has not come yet, or something of it waits here.
    fn lacks_some_of(&self, scope: &OpenScope) -> Result<bool, Error> {
        let device = &self.desk.device;
        if device.wants_checkpoint(&scope.id)? || device.has_hollow(&scope.id)? {
            return Ok(true);
        }
        for (_, hash) in device.arrivals(&scope.id, 0)? {
            if !scope.file.is_applied(&hash)? && !scope.file.is_covered(&hash)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn is_theirs(&self, row: &AggregateRow) -> bool {
        let team: Option<ScopeId> = row.aggregate.scope.parse().ok();
        row.user.zip(team).is_some_and(|(user, team)| self.membership().may_write(user, team))
    }

    /// What teams told of the weeks that begin in a period. What somebody else wrote in a team's name does not count.
    pub(crate) fn care_figures(&self, period: Period) -> Result<Care, Error> {
        let mut care = Care::default();
        for row in self.registry()?.file.aggregates(period.from, period.to)? {
            if let (true, Some(week)) = (self.is_theirs(&row), row.aggregate.week) {
                care.add(week, row.aggregate);
            }
        }
        Ok(care)
    }

    /// The same of a period, and of as many weeks before: months have four or five.
    pub(super) fn care_and_before(&self, period: Period) -> Result<(Care, Care), Error> {
        let weeks = period.weeks();
        let first = period.from.checked_sub_days(Days::new(7 * weeks)).unwrap_or(period.from);
        let before = Period { from: first, to: period.from.pred_opt().unwrap_or(period.from) };
        Ok((self.care_figures(period)?, self.care_figures(before)?))
    }
}

/// Whether what was told of a week is not to be told anew: it says the same, or its writer knew more. Of two who know as
/// much the first one's word stands, so that they do not write in turn.
fn stands(known: &Aggregate, mine: bool, anew: &Aggregate) -> bool {
    known.figures == anew.figures || known.covers > anew.covers || (known.covers == anew.covers && !mine)
}

/// How much its writer knew, told so roughly that two weeks do not tell how many came between them.
fn coarse(records: u64) -> u64 {
    records - records % ROUGH
}

fn counts_of(scope: &OpenScope, week: NaiveDate) -> Result<Vec<(Tallied, String, u64)>, Error> {
    let mut counts: BTreeMap<(Tallied, String), u64> = BTreeMap::new();
    for what in Tallied::ALL.into_iter().filter(|what| what.is_of_care()) {
        for one in scope.file.tallies(what, week, week + Days::new(6))? {
            *counts.entry((what, one.trait_)).or_default() += one.n;
        }
    }
    Ok(counts.into_iter().map(|((what, trait_), n)| (what, trait_, n)).collect())
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn nobody_takes_back_what_somebody_told_who_knew_more_and_two_do_not_write_in_turn() {
        let week = "2026-11-23".parse().unwrap();
        let of = |covers, n| {
            Aggregate::of(&"ab".repeat(16), week, covers, &[(Tallied::Consultations, String::new(), n)])
        };
        let told = of(60, 12);
        assert!(stands(&told, false, &of(0, 0)), "of a newcomer without the past");
        assert!(stands(&told, true, &of(59, 11)));
        assert!(stands(&told, false, &of(60, 11)) && !stands(&told, true, &of(60, 11)));
        assert!(!stands(&told, false, &of(61, 13)));
        assert!(stands(&told, false, &of(75, 12)), "nothing new to tell");
        assert_eq!(
            [99, 100, 103, 199].map(coarse),
            [0, 100, 100, 100],
            "three of a week are not told by subtracting"
        );
    }
}
