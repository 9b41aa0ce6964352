//! What linkage proposed when the register was looked through last.

use posta_domain::DocumentId;
use rusqlite::{Row, named_params};

use super::ScopeFile;
use crate::batch_rows::{count_of, id_of};
use crate::error::Error;
use crate::transaction;

/// A proposal: two records that may be of one person.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposedPair {
    /// The smaller id.
    pub a: DocumentId,
    /// The other.
    pub b: DocumentId,
    /// Match weight, bits.
    pub weight: f64,
    /// 0 to 1.
    pub probability: f64,
    /// `certain` or `possible`.
    pub proposal: String,
    /// Codes, the strongest first.
    pub reasons: Vec<String>,
}

/// How often people of the register changed here, and how far that was looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looked {
    /// Changes so far.
    pub changes: i64,
    /// As it was when the register was looked through last.
    pub through: i64,
}

/// Proposals that nobody has decided yet, by what was proposed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Undecided {
    /// Of the certain ones.
    pub certain: u64,
    /// Of the possible ones.
    pub possible: u64,
}

/// A proposal waits for people while both are here, no decision of theirs holds, and they are not one by way of others.
const WAITS: &str =
    "NOT EXISTS (SELECT 1 FROM linkage WHERE linkage.person = pair.a AND linkage.other = pair.b
                         AND (linkage.decision NOT IN ('open', '') OR linkage.conflicts > 0))
    AND NOT EXISTS (SELECT 1 FROM linked AS one JOIN linked AS other ON other.head = one.head
                    WHERE one.person = pair.a AND other.person = pair.b)";

impl ScopeFile {
    /// Whether the register changed since it was looked through.
    pub fn looked(&self) -> Result<Looked, Error> {
        let mut sql = self.connection.prepare_cached("SELECT changes, through FROM looked")?;
        Ok(sql
            .query_row([], |row| Ok(Looked { changes: row.get("changes")?, through: row.get("through")? }))?)
    }

    /// Puts proposals in the place of those before. `through` is [`Looked::changes`] as it was before people were read.
    pub fn put_pairs(&self, pairs: &[ProposedPair], through: i64) -> Result<(), Error> {
        transaction::write(&self.connection, |writer| {
            writer.execute("DELETE FROM pair", [])?;
            let mut sql = writer.prepare_cached(
                "INSERT INTO pair (a, b, weight, probability, proposal, reasons)
                 SELECT :a, :b, :weight, :probability, :proposal, :reasons
                 WHERE EXISTS (SELECT 1 FROM document WHERE id = :a AND kind = 'person')
                   AND EXISTS (SELECT 1 FROM document WHERE id = :b AND kind = 'person')",
            )?;
            for pair in pairs {
                sql.execute(named_params! {
                    ":a": pair.a.as_bytes(), ":b": pair.b.as_bytes(), ":weight": pair.weight,
                    ":probability": pair.probability, ":proposal": pair.proposal,
                    ":reasons": pair.reasons.join(" "),
                })?;
            }
            writer.execute("UPDATE looked SET through = :through", named_params! { ":through": through })?;
            Ok(())
        })
    }

    /// What was proposed of two records.
    pub fn proposed(&self, a: &DocumentId, b: &DocumentId) -> Result<Option<ProposedPair>, Error> {
        let mut sql = self.connection.prepare_cached("SELECT * FROM pair WHERE a = :a AND b = :b")?;
        let mut rows = sql.query(named_params! { ":a": a.as_bytes(), ":b": b.as_bytes() })?;
        Ok(rows.next()?.map(pair_row).transpose()?)
    }

    /// A page of proposals that wait for people, the certain ones first, then by how likely they are.
    pub fn undecided_page(&self, offset: u32, limit: u32) -> Result<Vec<ProposedPair>, Error> {
        let sql = format!(
            "SELECT * FROM pair WHERE {WAITS} ORDER BY proposal <> 'certain', weight DESC, a, b
             LIMIT :limit OFFSET :offset"
        );
        let mut sql = self.connection.prepare_cached(&sql)?;
        let rows = sql.query_map(named_params! { ":limit": limit, ":offset": offset }, pair_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many proposals wait for people.
    pub fn undecided(&self) -> Result<Undecided, Error> {
        let sql = format!(
            "SELECT count(*) FILTER (WHERE proposal = 'certain') AS certain,
                    count(*) FILTER (WHERE proposal <> 'certain') AS possible
             FROM pair WHERE {WAITS}"
        );
        let mut sql = self.connection.prepare_cached(&sql)?;
        Ok(sql.query_row([], |row| {
            Ok(Undecided { certain: count_of(row, "certain")?, possible: count_of(row, "possible")? })
        })?)
    }
}

fn pair_row(row: &Row<'_>) -> rusqlite::Result<ProposedPair> {
    Ok(ProposedPair {
        a: id_of(row, "a")?,
        b: id_of(row, "b")?,
        weight: row.get("weight")?,
        probability: row.get("probability")?,
        proposal: row.get("proposal")?,
        reasons: super::row::split(&row.get::<_, String>("reasons")?, ' '),
    })
}
