//! The search: blind to accents, case and punctuation, any order of words, each by its beginning.

use std::collections::BTreeSet;

use rusqlite::named_params;

use super::query::Query;
use super::row::{PersonRow, person_row};
use super::{ScopeFile, words};
use crate::error::Error;

/// Candidates by whole words, and by beginnings, that are ranked. Newest first, so that for a beginning that a third
/// of all people share, the last ones registered come up.
const WHOLE: u32 = 150;
const BEGINNING: u32 = 250;

impl ScopeFile {
    /// People who meet every word of `text` (names, document numbers, telephone, year of birth), best first, at most
    /// `limit` (of at most 400). Any text may be asked; one without letters or digits finds nobody.
    pub fn search(&self, text: &str, limit: u32) -> Result<Vec<PersonRow>, Error> {
        let query = Query::parse(text);
        if query.is_empty() {
            return Ok(Vec::new());
        }
        let mut rows = self.candidates(&query, true, WHOLE)?;
        rows.extend(self.candidates(&query, false, BEGINNING.max(limit.min(400)))?);
        let mut found = Vec::with_capacity(rows.len());
        let mut sql = self.connection.prepare_cached(include_str!("person_by_row.sql"))?;
        for row in rows {
            let mut people = sql.query(named_params! { ":row": row })?;
            if let Some(person) = people.next()? {
                let person = person_row(person)?;
                let words = words::of_row(&person);
                let score = query.score(&words.iter().map(String::as_str).collect::<Vec<_>>());
                found.push((score, row, person));
            }
        }
        found.sort_by(|(a, a_row, _), (b, b_row, _)| b.cmp(a).then(b_row.cmp(a_row)));
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(found.into_iter().map(|(_, _, person)| person).collect())
    }

    fn candidates(&self, query: &Query, whole: bool, limit: u32) -> Result<BTreeSet<i64>, Error> {
        let sql =
            "SELECT rowid FROM person_words WHERE person_words MATCH :match ORDER BY rowid DESC LIMIT :limit";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql
            .query_map(named_params! { ":match": query.to_match(whole), ":limit": limit }, |row| {
                row.get("rowid")
            })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
