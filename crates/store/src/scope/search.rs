//! The search: blind to accents, case and punctuation, any order of words, each by its beginning.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, named_params};

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
        let mut ranked = rows
            .into_iter()
            .map(|row| Ok((self.score(&query, row)?, row)))
            .collect::<Result<Vec<(u32, i64)>, Error>>()?;
        // Best first; of equals, the one registered here last.
        ranked.sort_unstable_by(|a, b| b.cmp(a));
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut sql = self.connection.prepare_cached(include_str!("person_by_row.sql"))?;
        let mut found = Vec::with_capacity(ranked.len());
        // Whoever is one person comes once: by the record that fits best.
        let mut heads = BTreeSet::new();
        for (_, row) in ranked {
            if found.len() == limit {
                break;
            }
            let Some(person) = sql.query_row(named_params! { ":row": row }, person_row).optional()? else {
                continue;
            };
            if heads.insert(self.head_of(&person.id)?) {
                found.push(person);
            }
        }
        Ok(found)
    }

    /// How well a candidate meets the query, by the values that are shown of it.
    fn score(&self, query: &Query, row: i64) -> Result<u32, Error> {
        let sql = "SELECT sort_name, documents, phone, birth_year FROM person WHERE row = :row";
        let mut sql = self.connection.prepare_cached(sql)?;
        let mut people = sql.query(named_params! { ":row": row })?;
        let Some(person) = people.next()? else { return Ok(0) };
        let text = |column| Ok::<_, Error>(person.get_ref(column)?.as_str().unwrap_or_default());
        let names = text("sort_name")?.split(' ');
        if !query.has_digits() {
            return Ok(query.score(&names.collect::<Vec<_>>()));
        }
        let numbers = words::of_numbers(text("documents")?, text("phone")?, person.get("birth_year")?);
        Ok(query.score(&names.chain(numbers.iter().map(String::as_str)).collect::<Vec<_>>()))
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
