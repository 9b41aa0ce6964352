//! Counts of a period as tables of which nothing small is told, by reading or subtracting.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use posta_domain::{Grid, Tallied, suppress};
use posta_store::{Counted, ScopeFile};

use super::period::{Grain, Period};
use crate::error::Error;
use crate::home::count;
use crate::view::Figure;

/// Begins what is no trait.
const REST: char = '~';
/// All posts together.
pub(crate) const ALL: &str = "*";

/// Counts by trait (blank: all; `at=` a point of the series) and post, and what of them is not shown.
#[derive(Default)]
pub(crate) struct Table {
    places: BTreeMap<(String, String), usize>,
    numbers: Vec<u64>,
    hidden: Vec<bool>,
    /// The only post that something was counted of: its numbers are those of all.
    lone: Option<String>,
}

impl Table {
    /// Reads what was counted of a period, and hides what is under `below`, with what would tell it. With a `grain` the
    /// series is part of it.
    pub fn read(
        file: &ScopeFile,
        what: Tallied,
        period: Period,
        grain: Option<Grain>,
        below: u64,
    ) -> Result<Self, Error> {
        let counted = file.tallies(what, period.from, period.to)?;
        let series = grain.map(|grain| series(file, what, period, grain)).transpose()?.unwrap_or_default();
        Ok(Self::of(what, counted, &series, below))
    }

    fn of(
        what: Tallied,
        counted: Vec<Counted>,
        series: &BTreeMap<(NaiveDate, String), u64>,
        below: u64,
    ) -> Self {
        let mut table = Self::default();
        for Counted { trait_, post, n } in counted {
            // By post only one trait at a time.
            if !trait_.starts_with("sex_age=") {
                table.add(&trait_, &post, n);
            }
            table.add(&trait_, ALL, n);
        }
        for ((at, post), n) in series {
            table.add(&format!("at={at}"), post, *n);
            table.add(&format!("at={at}"), ALL, *n);
        }
        table.lone = match table.posts().as_slice() {
            [lone] => Some(lone.clone()),
            _ => None,
        };
        let grids = table.grids(what);
        table.hidden = suppress(&table.numbers, &grids, below);
        table
    }

    fn add(&mut self, trait_: &str, post: &str, n: u64) {
        let place = self.place(trait_, post);
        if let Some(number) = self.numbers.get_mut(place) {
            *number += n;
        }
    }

    /// The place of a number, which is there from then on.
    fn place(&mut self, trait_: &str, post: &str) -> usize {
        let next = self.numbers.len();
        let place = *self.places.entry((trait_.to_owned(), post.to_owned())).or_insert(next);
        if place == next {
            self.numbers.push(0);
        }
        place
    }

    /// Posts by values for each trait whose values add up, and for the series; of other traits each value by posts; sexes by
    /// bands.
    fn grids(&mut self, what: Tallied) -> Vec<Grid> {
        let mut posts: Vec<String> = self.posts();
        posts.push(ALL.to_owned());
        let mut grids = Vec::new();
        for name in what.traits().iter().copied().chain(["at"]).filter(|name| *name != "sex_age") {
            let values = self.values(name);
            if values.is_empty() {
                continue;
            }
            if name == "at" || what.adds_up(name) {
                let columns: Vec<String> = values.into_iter().chain([String::new()]).collect();
                grids.push(self.grid(&posts, &columns));
            } else {
                for value in values {
                    for parent in what.parents(&value) {
                        let rest = self.rest(&value, &parent);
                        grids.push(self.grid(&posts, &[value.clone(), rest, parent]));
                    }
                }
            }
        }
        grids.extend(self.sexes_by_bands());
        grids
    }

    /// What is left of something larger: nobody's number, and told by subtraction all the same.
    fn rest(&mut self, value: &str, parent: &str) -> String {
        let rest = format!("{REST}{parent}{REST}{value}");
        for post in self.posts().into_iter().chain([ALL.to_owned()]) {
            let [of_value, of_parent] = [value, parent].map(|trait_| self.place(trait_, &post));
            let number = |at: usize| self.numbers.get(at).copied().unwrap_or_default();
            let n = number(of_parent).saturating_sub(number(of_value));
            let at = self.place(&rest, &post);
            if let Some(number) = self.numbers.get_mut(at) {
                *number = n;
            }
        }
        rest
    }

    fn grid(&mut self, posts: &[String], columns: &[String]) -> Grid {
        let mut row =
            |post: &String| columns.iter().map(|column| self.place(column, post)).collect::<Vec<usize>>();
        // With one post alone its row is that of all.
        let lone = if let [_, all] = posts { Some(vec![row(all)]) } else { None };
        let has_total_row = lone.is_none();
        let rows = lone.unwrap_or_else(|| posts.iter().map(row).collect());
        Grid { rows, has_total_column: true, has_total_row }
    }

    fn sexes_by_bands(&mut self) -> Option<Grid> {
        let part =
            |trait_: &str| trait_.split_once('=').map(|(_, value)| value.to_owned()).unwrap_or_default();
        let sexes: Vec<String> = self.values("sex").iter().map(|one| part(one)).collect();
        let bands: Vec<String> = self.values("age_band").iter().map(|one| part(one)).collect();
        if self.values("sex_age").is_empty() {
            return None;
        }
        let mut rows = Vec::new();
        for sex in &sexes {
            let mut row: Vec<usize> =
                bands.iter().map(|band| self.place(&format!("sex_age={sex}/{band}"), ALL)).collect();
            row.push(self.place(&format!("sex={sex}"), ALL));
            rows.push(row);
        }
        let mut last: Vec<usize> =
            bands.iter().map(|band| self.place(&format!("age_band={band}"), ALL)).collect();
        last.push(self.place("", ALL));
        rows.push(last);
        Some(Grid { rows, has_total_column: true, has_total_row: true })
    }

    /// The posts that something was counted of.
    pub fn posts(&self) -> Vec<String> {
        let posts: BTreeSet<&String> = self.places.keys().map(|(_, post)| post).collect();
        posts.into_iter().filter(|post| *post != ALL).cloned().collect()
    }

    /// The traits of a name, as they were counted anywhere.
    pub fn values(&self, name: &str) -> Vec<String> {
        let of = |trait_: &str| trait_.split_once('=').is_some_and(|(one, _)| one == name);
        self.places
            .keys()
            .filter(|(trait_, post)| post == ALL && of(trait_))
            .map(|(one, _)| one.clone())
            .collect()
    }

    /// A number as it may be shown.
    pub fn figure(&self, trait_: &str, post: &str) -> Figure {
        // One post alone is all posts.
        let is_lone = self.lone.as_deref() == Some(post);
        let post = if is_lone && self.places.contains_key(&(trait_.to_owned(), ALL.to_owned())) {
            ALL
        } else {
            post
        };
        let Some(place) = self.places.get(&(trait_.to_owned(), post.to_owned())) else {
            return Figure { n: Some(0), hidden: String::new() };
        };
        let n = self.numbers.get(*place).copied().unwrap_or_default();
        match self.hidden.get(*place) {
            Some(true) => Figure { n: None, hidden: "together".to_owned() },
            _ => Figure { n: Some(count(n)), hidden: String::new() },
        }
    }
}

/// Totals by the points of a series and post.
fn series(
    file: &ScopeFile,
    what: Tallied,
    period: Period,
    grain: Grain,
) -> Result<BTreeMap<(NaiveDate, String), u64>, Error> {
    let mut points = BTreeMap::new();
    for (at, post, n) in file.tally_series(what, period.from, period.to, grain == Grain::Month)? {
        *points.entry((grain.first(at), post)).or_default() += n;
    }
    Ok(points)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn counted(trait_: &str, post: &str, n: u64) -> Counted {
        Counted { trait_: trait_.to_owned(), post: post.to_owned(), n }
    }

    #[test]
    fn what_one_post_hides_is_not_told_by_the_others_and_the_total() {
        let counts = vec![
            counted("", "pisiga", 23),
            counted("sex=female", "pisiga", 20),
            counted("sex=male", "pisiga", 3),
            counted("", "oruro", 60),
            counted("sex=female", "oruro", 30),
            counted("sex=male", "oruro", 30),
        ];
        let table = Table::of(Tallied::People, counts, &BTreeMap::new(), 5);
        let shown = |trait_: &str, post: &str| table.figure(trait_, post).n;
        assert_eq!((shown("", "pisiga"), shown("", ALL)), (Some(23), Some(83)));
        assert_eq!((shown("sex=male", "pisiga"), shown("sex=female", "pisiga")), (None, None));
        assert_eq!((shown("sex=male", "oruro"), shown("sex=female", "oruro")), (None, None));
        assert_eq!((shown("sex=male", ALL), shown("sex=female", ALL)), (Some(33), Some(50)));
        assert_eq!(shown("sex=unknown", ALL), Some(0));
    }

    #[test]
    fn a_week_of_few_people_is_not_told_by_the_weeks_around_it() {
        let day = |day: &str| day.parse::<NaiveDate>().unwrap();
        let series = BTreeMap::from([
            ((day("2026-11-02"), "pisiga".to_owned()), 40),
            ((day("2026-11-09"), "pisiga".to_owned()), 2),
            ((day("2026-11-16"), "pisiga".to_owned()), 9),
        ]);
        let table = Table::of(Tallied::People, vec![counted("", "pisiga", 51)], &series, 5);
        let shown = |at: &str| table.figure(&format!("at={at}"), "pisiga").n;
        assert_eq!([shown("2026-11-02"), shown("2026-11-09"), shown("2026-11-16")], [Some(40), None, None]);
        assert_eq!(table.figure("at=2026-11-09", ALL).n, None, "one post is all posts");
        assert_eq!(table.figure("", "desaguadero").n, Some(0), "and another one is not");
    }

    #[test]
    fn what_is_left_of_all_who_miss_a_paper_is_not_told() {
        let of = |missing_one: u64| {
            let counts = vec![
                counted("", "pisiga", 40),
                counted("complete=no", "pisiga", 20),
                counted("complete=yes", "pisiga", 20),
                counted("missing=foto", "pisiga", missing_one),
                counted("", "oruro", 40),
                counted("complete=no", "oruro", 20),
                counted("complete=yes", "oruro", 20),
                counted("missing=foto", "oruro", 10),
            ];
            let table = Table::of(Tallied::Enrollments, counts, &BTreeMap::new(), 5);
            let shown = |trait_: &str| table.figure(trait_, "pisiga").n.is_some();
            (shown("missing=foto"), shown("complete=no"))
        };
        assert_eq!(of(10), (true, true));
        let (value, parent) = of(19);
        assert!(!(value && parent), "one misses another paper only");
    }
}
