//! Counts of a period.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use posta_domain::Tallied;
use rusqlite::named_params;

use crate::error::Error;
use crate::scope::ScopeFile;

/// How many there are of a trait at a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Blank for all, or `name=value`.
    pub trait_: String,
    /// Post's code.
    pub post: String,
    /// How many.
    pub n: u64,
}

/// When a post was heard of last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Post's code.
    pub post: String,
    /// Day of the last record that counts.
    pub on: NaiveDate,
}

impl ScopeFile {
    /// Counts of a period, both days included, as [`ScopeFile::refresh_tallies`] left them; by trait, then post.
    pub fn tallies(&self, what: Tallied, from: NaiveDate, to: NaiveDate) -> Result<Vec<Counted>, Error> {
        let mut counts: BTreeMap<(String, String), u64> = BTreeMap::new();
        for (table, from, to) in spans(from, to) {
            let sql = format!(
                "SELECT trait, post, sum(n) AS n FROM {table}
                 WHERE what = :what AND at BETWEEN :from AND :to GROUP BY trait, post"
            );
            let mut sql = self.connection.prepare_cached(&sql)?;
            let mut rows = sql.query(named_params! { ":what": what.as_str(), ":from": from, ":to": to })?;
            while let Some(row) = rows.next()? {
                let n = u64::try_from(row.get::<_, i64>("n")?).unwrap_or_default();
                *counts.entry((row.get("trait")?, row.get("post")?)).or_default() += n;
            }
        }
        Ok(counts.into_iter().map(|((trait_, post), n)| Counted { trait_, post, n }).collect())
    }

    /// Counts of all by post, by day; with `by_month` by month (its first day), days at the ends of the period that are no
    /// whole month counted of their month.
    pub fn tally_series(
        &self,
        what: Tallied,
        from: NaiveDate,
        to: NaiveDate,
        by_month: bool,
    ) -> Result<Vec<(NaiveDate, String, u64)>, Error> {
        let days = || vec![("tally", from.to_string(), to.to_string())];
        let spans = if by_month { spans(from, to) } else { days() };
        let mut found = Vec::new();
        for (table, from, to) in spans {
            found.extend(self.totals_by(table, what, &from, &to)?);
        }
        Ok(found)
    }

    fn totals_by(
        &self,
        table: &str,
        what: Tallied,
        from: &str,
        to: &str,
    ) -> Result<Vec<(NaiveDate, String, u64)>, Error> {
        let sql = format!(
            "SELECT at, post, n FROM {table} WHERE what = :what AND at BETWEEN :from AND :to AND trait = ''"
        );
        let mut sql = self.connection.prepare_cached(&sql)?;
        let mut rows = sql.query(named_params! { ":what": what.as_str(), ":from": from, ":to": to })?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let mut at: String = row.get("at")?;
            if at.len() == 7 {
                at.push_str("-01");
            }
            let Ok(at) = at.parse() else { continue };
            found.push((at, row.get("post")?, u64::try_from(row.get::<_, i64>("n")?).unwrap_or_default()));
        }
        Ok(found)
    }

    /// The last day of each post on which somebody was registered who counts.
    pub fn heard(&self) -> Result<Vec<Heard>, Error> {
        let sql =
            "SELECT post, max(at) AS at FROM tally_month WHERE what = 'people' AND trait = '' GROUP BY post";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map([], |row| Ok((row.get("post")?, row.get("at")?)))?;
        let months: Vec<(String, String)> = rows.collect::<Result<_, _>>()?;
        let mut last = self.connection.prepare_cached(
            "SELECT max(at) AS at FROM tally WHERE what = 'people' AND trait = '' AND post = :post
             AND at BETWEEN :month || '-01' AND :month || '-31'",
        )?;
        let mut heard = Vec::new();
        for (post, month) in months {
            let at: Option<String> =
                last.query_row(named_params! { ":post": post, ":month": month }, |row| row.get("at"))?;
            if let Some(on) = at.and_then(|at| at.parse().ok()) {
                heard.push(Heard { post, on });
            }
        }
        Ok(heard)
    }
}

fn month(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}

/// The tables and what to read of each: whole months by month, the days before and after by day.
fn spans(from: NaiveDate, to: NaiveDate) -> Vec<(&'static str, String, String)> {
    let first = if from.day() == 1 { Some(from) } else { next_month(from) };
    let end = to.checked_add_days(Days::new(1)).and_then(|next| next.with_day(1));
    let (Some(first), Some(end)) = (first, end) else {
        return vec![("tally", from.to_string(), to.to_string())];
    };
    if first >= end {
        return vec![("tally", from.to_string(), to.to_string())];
    }
    let before = first.pred_opt().unwrap_or(first);
    let last = end.pred_opt().unwrap_or(end);
    let mut spans = vec![("tally_month", month(first), month(last))];
    if from < first {
        spans.push(("tally", from.to_string(), before.to_string()));
    }
    if end <= to {
        spans.push(("tally", end.to_string(), to.to_string()));
    }
    spans
}

fn next_month(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)?.checked_add_months(chrono::Months::new(1))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(from: &str, to: &str) -> Vec<String> {
        let spans = spans(from.parse().unwrap(), to.parse().unwrap());
        spans.into_iter().map(|(_, from, to)| format!("{from} {to}")).collect()
    }

    #[test]
    fn whole_months_are_read_by_month_and_the_days_around_them_by_day() {
        assert_eq!(read("2026-11-01", "2026-11-30"), ["2026-11 2026-11"]);
        assert_eq!(read("2026-11-02", "2026-11-30"), ["2026-11-02 2026-11-30"]);
        assert_eq!(read("2026-11-01", "2026-11-29"), ["2026-11-01 2026-11-29"]);
        let parts = ["2025-12 2026-02", "2025-11-15 2025-11-30", "2026-03-01 2026-03-09"];
        assert_eq!(read("2025-11-15", "2026-03-09"), parts);
        assert_eq!(read("2025-12-01", "2025-12-31"), ["2025-12 2025-12"]);
    }
}
