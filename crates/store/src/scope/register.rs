//! The register: pages of people with filters, and counts.

use chrono::NaiveDate;
use rusqlite::{ToSql, named_params};

use super::ScopeFile;
use super::query::Query;
use super::row::{PersonRow, person_row};
use crate::batch_rows::count_of;
use crate::error::Error;

/// Which people a page of the register shows; all empty: everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegisterFilter {
    /// As in [`ScopeFile::search`]; empty: anybody.
    pub text: String,
    /// Code of the post of registration; empty: any.
    pub post: String,
    /// First day of registration.
    pub from: Option<NaiveDate>,
    /// Last day of registration.
    pub to: Option<NaiveDate>,
    /// Only people with fields in conflict.
    pub only_conflicts: bool,
}

/// How a page of the register is sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RegisterOrder {
    /// Last registered first.
    #[default]
    NewestFirst,
    /// First registered first.
    OldestFirst,
    /// By surnames, A to Z.
    Name,
    /// By surnames, Z to A.
    NameReversed,
    /// By post, then newest first.
    Post,
    /// The reverse of `Post`.
    PostReversed,
}

impl RegisterOrder {
    fn sql(self) -> &'static str {
        match self {
            Self::NewestFirst => "registered_at DESC, person.row DESC",
            Self::OldestFirst => "registered_at, person.row",
            Self::Name => "sort_name, person.row",
            Self::NameReversed => "sort_name DESC, person.row DESC",
            Self::Post => "registered_post, registered_at DESC, person.row",
            Self::PostReversed => "registered_post DESC, registered_at, person.row DESC",
        }
    }
}

/// A page of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterPage {
    /// The people of the page.
    pub rows: Vec<PersonRow>,
    /// How many meet the filter in all.
    pub total: u64,
}

/// What was done at a post on a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayCounts {
    /// People registered.
    pub registered: u64,
    /// People enrolled.
    pub enrollments: u64,
    /// Consultations.
    pub consultations: u64,
}

/// What the file holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// People.
    pub people: u64,
    /// People with an enrollment.
    pub enrollments: u64,
    /// Consultations.
    pub consultations: u64,
    /// Documents of any kind with fields in conflict.
    pub conflicts: u64,
}

impl ScopeFile {
    /// A page of the register, from `offset`, at most `limit` people.
    pub fn register_page(
        &self,
        filter: &RegisterFilter,
        order: RegisterOrder,
        offset: u32,
        limit: u32,
    ) -> Result<RegisterPage, Error> {
        let asked = Query::parse(&filter.text);
        if asked.is_empty() && !filter.text.trim().is_empty() {
            return Ok(RegisterPage { rows: Vec::new(), total: 0 });
        }
        let from = filter.from.map(|day| day.to_string());
        let to = filter.to.map(|day| day.to_string());
        let words = asked.to_match(false);
        // Of those who are one person, the first that is wanted stands for all.
        let mut conditions = vec!["TRUE"];
        let mut values: Vec<(&str, &dyn ToSql)> = Vec::new();
        if !asked.is_empty() {
            conditions.push("{p}.row IN (SELECT rowid FROM person_words WHERE person_words MATCH :words)");
            values.push((":words", &words));
        }
        if !filter.post.is_empty() {
            conditions.push("{p}.registered_post = :post");
            values.push((":post", &filter.post));
        }
        if let Some(from) = &from {
            conditions.push("{p}.registered_on >= :from");
            values.push((":from", from));
        }
        if let Some(to) = &to {
            conditions.push("{p}.registered_on <= :to AND {p}.registered_on <> ''");
            values.push((":to", to));
        }
        if filter.only_conflicts {
            conditions.push("{p}.conflicts > 0");
        }
        let wanted = once(&conditions.join(" AND "));
        let total = self
            .connection
            .prepare_cached(&format!("SELECT count(*) AS total FROM person WHERE {wanted}"))?
            .query_row(values.as_slice(), |row| count_of(row, "total"))?;
        let page = format!(
            "SELECT person.*, coalesce(author.name, '') AS author_name, coalesce(author.post, '') AS author_post
             FROM person LEFT JOIN author ON author.actor = person.registered_by
             WHERE {wanted} ORDER BY {} LIMIT :limit OFFSET :offset",
            order.sql()
        );
        values.push((":limit", &limit));
        values.push((":offset", &offset));
        let mut sql = self.connection.prepare_cached(&page)?;
        let rows = sql.query_map(values.as_slice(), person_row)?.collect::<Result<_, _>>()?;
        Ok(RegisterPage { rows, total })
    }

    /// People of the register in the order in which this file first held them, those after row `after` (0: from the
    /// first), at most `limit`, each with their row: however long the register, the next are found at once. Only the
    /// filter's post and days count; whoever is one person comes once.
    pub fn register_after(
        &self,
        filter: &RegisterFilter,
        after: i64,
        limit: u32,
    ) -> Result<Vec<(i64, PersonRow)>, Error> {
        let days = [filter.from, filter.to].map(|day| day.map(|day| day.to_string()).unwrap_or_default());
        let [from, to] = days;
        let wanted = once(
            "(:post = '' OR {p}.registered_post = :post) AND (:from = '' OR {p}.registered_on >= :from)
             AND (:to = '' OR ({p}.registered_on <= :to AND {p}.registered_on <> ''))",
        );
        let sql = format!(
            "SELECT person.*, coalesce(author.name, '') AS author_name, coalesce(author.post, '') AS author_post
             FROM person LEFT JOIN author ON author.actor = person.registered_by
             WHERE person.row > :after AND {wanted} ORDER BY person.row LIMIT :limit"
        );
        let mut sql = self.connection.prepare_cached(&sql)?;
        let asked = named_params! {
            ":post": filter.post, ":from": from, ":to": to, ":after": after, ":limit": limit
        };
        let rows = sql.query_map(asked, |row| Ok((row.get("row")?, person_row(row)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What was done at a post (any post when empty) on a day. Whoever is one person counts once.
    pub fn counts_for(&self, post: &str, day: NaiveDate) -> Result<DayCounts, Error> {
        let day = day.to_string();
        let count = |what: &str, table: &str, post_column: &str, day_column: &str| -> Result<u64, Error> {
            let at_post = if post.is_empty() { String::new() } else { format!("AND {post_column} = :post") };
            let sql = format!("SELECT {what} AS total FROM {table} WHERE {day_column} = :day {at_post}");
            let mut values: Vec<(&str, &dyn ToSql)> = vec![(":day", &day)];
            if !post.is_empty() {
                values.push((":post", &post));
            }
            let mut sql = self.connection.prepare_cached(&sql)?;
            Ok(sql.query_row(values.as_slice(), |row| count_of(row, "total"))?)
        };
        let people = "count(DISTINCT coalesce(linked.head, person.id))";
        let enrolled = "count(DISTINCT coalesce(linked.head, enrollment.person))";
        let person = "person LEFT JOIN linked ON linked.row = person.row";
        let enrollment = "enrollment LEFT JOIN linked ON linked.person = enrollment.person";
        Ok(DayCounts {
            registered: count(people, person, "registered_post", "registered_on")?,
            enrollments: count(enrolled, enrollment, "post", "on_day")?,
            consultations: count("count(*)", "consultation", "post", "on_day")?,
        })
    }

    /// What the file holds in all. Whoever is one person counts once, also among the enrolled.
    pub fn totals(&self) -> Result<Totals, Error> {
        let mut sql = self.connection.prepare_cached(include_str!("totals.sql"))?;
        Ok(sql.query_row(named_params! {}, |row| {
            Ok(Totals {
                people: count_of(row, "people")?,
                enrollments: count_of(row, "enrollments")?,
                consultations: count_of(row, "consultations")?,
                conflicts: count_of(row, "conflicts")?,
            })
        })?)
    }
}

/// A condition on people (`{p}` stands for the person) by which whoever is one person comes once.
fn once(wanted: &str) -> String {
    let (this, other) = (wanted.replace("{p}", "person"), wanted.replace("{p}", "other"));
    format!(
        "{this} AND NOT EXISTS (
             SELECT 1 FROM linked AS mine JOIN linked AS theirs ON theirs.head = mine.head
             JOIN person AS other ON other.row = theirs.row
             WHERE mine.row = person.row AND {other}
               AND (other.registered_at, other.id) < (person.registered_at, person.id))"
    )
}
