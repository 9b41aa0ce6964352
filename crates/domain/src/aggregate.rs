//! What a care team tells of a week: counts without anybody, for those who may not read its records. One document of the
//! registry for each team and week, so that the newer takes the place of the older.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use sha2::{Digest, Sha256};

use crate::fields::{Reader, Writer};
use crate::{BELOW_INSIDE, DocumentId, Fields, Grid, Tallied, suppress};

/// Longest text of all figures. Bytes.
const MOST: usize = 16 * 1024;
/// Says that some values of a trait are not told.
const HIDDEN: &str = "*";
/// Begins the line that says how much its writer knew.
const COVERS: &str = "covers";

/// Counts of one team and week.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aggregate {
    /// The team's scope, 32 hex digits.
    pub scope: String,
    /// Monday.
    pub week: Option<NaiveDate>,
    /// How many, by what is counted and trait (blank: all); a trait `name=*` says that values of it are not told. Nothing
    /// under [`BELOW_INSIDE`] is in it, nor what would tell it.
    pub figures: BTreeMap<(String, String), u64>,
    /// How many records of the team its writer had: who has fewer does not know better.
    pub covers: u64,
}

impl Aggregate {
    /// Counts of a week, with what may not be told left out.
    pub fn of(scope: &str, week: NaiveDate, covers: u64, counts: &[(Tallied, String, u64)]) -> Self {
        let mut figures = BTreeMap::new();
        for what in Tallied::ALL.into_iter().filter(|what| what.is_of_care()) {
            let of: Vec<(&str, u64)> = counts
                .iter()
                .filter(|(one, ..)| *one == what)
                .map(|(_, trait_, n)| (trait_.as_str(), *n))
                .collect();
            figures.extend(told(what, &of));
        }
        Self { scope: scope.to_owned(), week: Some(week), figures, covers }
    }

    /// The id of its document.
    pub fn id(&self) -> DocumentId {
        let week = self.week.map(|week| week.to_string()).unwrap_or_default();
        let hash = Sha256::new()
            .chain_update(b"posta aggregate 1")
            .chain_update(self.scope.as_bytes())
            .chain_update(week.as_bytes())
            .finalize();
        let mut id = [0; 16];
        id.iter_mut().zip(hash).for_each(|(byte, hash)| *byte = hash);
        DocumentId(id)
    }

    /// Whether a document of this id can be this aggregate: of a team and a Monday, with the id that follows from them.
    pub fn is_sound(&self, id: &DocumentId) -> bool {
        let monday = self.week.is_some_and(|week| week.weekday() == chrono::Weekday::Mon);
        monday && self.scope.len() == 32 && *id == self.id()
    }

    /// Reads flat fields; total and tolerant.
    pub fn from_fields(fields: &Fields) -> Self {
        let read = Reader(fields);
        let text = read.text("figures");
        let line = |line: &str| {
            let mut parts = line.split('\t');
            let (what, trait_, n) = (parts.next()?, parts.next()?, parts.next()?);
            Some(((what.to_owned(), trait_.to_owned()), n.parse().ok()?))
        };
        let mut figures: BTreeMap<(String, String), u64> =
            if text.len() > MOST { BTreeMap::new() } else { text.lines().filter_map(line).collect() };
        let covers = figures.remove(&(COVERS.to_owned(), String::new())).unwrap_or_default();
        Self { scope: read.text("scope"), week: read.date("week"), figures, covers }
    }

    /// Writes flat fields. All figures are one value: two that were written apart are never mixed.
    pub fn to_fields(&self) -> Fields {
        let covers = format!("{COVERS}\t\t{}", self.covers);
        let figures = self.figures.iter().map(|((what, trait_), n)| format!("{what}\t{trait_}\t{n}"));
        let lines: Vec<String> = std::iter::once(covers).chain(figures).collect();
        let mut write = Writer::default();
        write.text("scope", &self.scope);
        write.date("week", self.week);
        write.text("figures", &lines.join("\n"));
        write.0
    }
}

/// What may be told of one kind of records.
fn told(what: Tallied, counts: &[(&str, u64)]) -> BTreeMap<(String, String), u64> {
    let number = |wanted: &str| counts.iter().find(|(trait_, _)| *trait_ == wanted).map_or(0, |(_, n)| *n);
    let mut numbers = vec![number("")];
    let mut places = vec![String::new()];
    for (trait_, n) in counts.iter().filter(|(trait_, _)| trait_.contains('=')) {
        numbers.push(*n);
        places.push((*trait_).to_owned());
    }
    let place = |trait_: &str| places.iter().position(|one| one == trait_);
    let row = |rows: Vec<usize>| Grid { rows: vec![rows], has_total_column: true, has_total_row: false };
    let mut grids = Vec::new();
    for name in what.traits() {
        let of = |trait_: &String| trait_.split_once('=').is_some_and(|(one, _)| one == *name);
        let values: Vec<usize> =
            places.iter().enumerate().filter(|(_, trait_)| of(trait_)).map(|(at, _)| at).collect();
        let whole = if what.adds_up(name) { Some("") } else { what.whole_of(name) };
        if let Some(whole) = whole.and_then(place) {
            grids.push(row(values.iter().copied().chain([whole]).collect()));
        }
        for at in values {
            let trait_ = places.get(at).map(String::as_str).unwrap_or_default();
            for parent in what.parents(trait_).iter().filter_map(|parent| place(parent)) {
                // What is left of the parent is nobody's number, and would be told all the same.
                let of = |at: usize| numbers.get(at).copied().unwrap_or_default();
                let rest = of(parent).saturating_sub(of(at));
                numbers.push(rest);
                grids.push(row(vec![at, numbers.len() - 1, parent]));
            }
        }
    }
    let hidden = suppress(&numbers, &grids, BELOW_INSIDE);
    let mut figures = BTreeMap::new();
    for ((trait_, n), hidden) in places.into_iter().zip(numbers).zip(hidden) {
        let name = trait_.split_once('=').map(|(name, _)| name.to_owned());
        let (trait_, n) = match (hidden, name) {
            (false, _) => (trait_, n),
            (true, Some(name)) => (format!("{name}={HIDDEN}"), 0),
            (true, None) => (HIDDEN.to_owned(), 0),
        };
        if hidden || n > 0 {
            figures.insert((what.as_str().to_owned(), trait_), n);
        }
    }
    figures
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn week() -> NaiveDate {
        "2026-11-23".parse().unwrap()
    }

    fn sample() -> Aggregate {
        let count = |trait_: &str, n| (Tallied::Needs, trait_.to_owned(), n);
        let counts = [
            count("", 43),
            count("need=salud", 30),
            count("need=alimentacion", 10),
            count("need=proteccion", 3),
        ];
        Aggregate::of(&"ab".repeat(16), week(), 70, &counts)
    }

    #[test]
    fn small_numbers_do_not_leave_a_team_and_it_says_that_there_are_some() {
        let figures = sample().figures;
        let of = |trait_: &str| figures.get(&("needs".to_owned(), trait_.to_owned())).copied();
        assert_eq!((of(""), of("need=salud")), (Some(43), Some(30)));
        assert_eq!(
            (of("need=proteccion"), of("need=alimentacion")),
            (None, None),
            "one would tell the other"
        );
        assert_eq!(of("need=*"), Some(0));
    }

    #[test]
    fn what_is_left_of_something_larger_is_not_told_either() {
        let count = |what, trait_: &str, n| (what, trait_.to_owned(), n);
        let of =
            |counts: &[(Tallied, String, u64)]| Aggregate::of(&"ab".repeat(16), week(), 70, counts).figures;
        // Two wait for another service than A.
        let figures = of(&[
            count(Tallied::Referrals, "", 40),
            count(Tallied::Referrals, "answer=none", 12),
            count(Tallied::Referrals, "answer=0-1", 28),
            count(Tallied::Referrals, "service=a", 30),
            count(Tallied::Referrals, "service=b", 10),
            count(Tallied::Referrals, "service_silent=a", 10),
            count(Tallied::Referrals, "service_silent=b", 2),
        ]);
        let told = |trait_: &str| figures.contains_key(&("referrals".to_owned(), trait_.to_owned()));
        assert!(!(told("answer=none") && told("service_silent=a")), "{figures:?}");
        assert!(!told("service_silent=b"));
        // One of eleven of a need is not met.
        let figures = of(&[
            count(Tallied::Needs, "", 30),
            count(Tallied::Needs, "need=salud", 11),
            count(Tallied::Needs, "need=alimentacion", 19),
            count(Tallied::Needs, "need_state=resuelta", 22),
            count(Tallied::Needs, "need_state=", 8),
            count(Tallied::Needs, "need_met=salud", 10),
            count(Tallied::Needs, "need_met=alimentacion", 12),
        ]);
        let told = |trait_: &str| figures.contains_key(&("needs".to_owned(), trait_.to_owned()));
        assert!(!(told("need=salud") && told("need_met=salud")), "{figures:?}");
    }

    #[test]
    fn it_comes_back_from_fields_and_its_id_says_whose_and_when() {
        let one = sample();
        assert_eq!(Aggregate::from_fields(&one.to_fields()), one);
        assert!(one.is_sound(&one.id()));
        let other = Aggregate { week: week().succ_opt(), ..one.clone() };
        assert!(!other.is_sound(&other.id()), "no Monday");
        assert!(!one.is_sound(&other.id()));
    }
}
