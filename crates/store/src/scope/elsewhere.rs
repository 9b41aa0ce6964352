//! What the server said last of people of other departments who may be people of this one.

use posta_domain::DocumentId;
use rusqlite::{Row, named_params};

use super::ScopeFile;
use super::row::split;
use crate::batch_rows::id_of;
use crate::error::Error;
use crate::transaction;

/// Somebody here, and the least that decides of somebody of another department.
#[derive(Clone, PartialEq)]
pub struct ElsewhereRow {
    /// Who it is about here.
    pub person: DocumentId,
    /// 32 hex digits that say nothing of anybody.
    pub reference: String,
    /// Match weight, bits.
    pub weight: f64,
    /// `certain` or `possible`.
    pub proposal: String,
    /// Codes, the strongest first.
    pub reasons: Vec<String>,
    /// Code of the other department.
    pub department: String,
    /// Of the name.
    pub initials: String,
    /// As far as known.
    pub birth_year: Option<i32>,
    /// Stored word.
    pub sex: String,
    /// Code of the post of registration.
    pub post: String,
    /// `YYYY-MM`, or empty.
    pub month: String,
    /// Whether they let what they told there be brought here.
    pub may_bring: bool,
    /// What the other department said of the pair; empty if nothing.
    pub theirs: String,
}

impl ScopeFile {
    /// Puts what the server said in the place of what it said before. `asked` is Unix seconds by its clock. Of people who
    /// are not here any more nothing is kept.
    pub fn put_elsewhere(&self, rows: &[ElsewhereRow], asked: i64) -> Result<(), Error> {
        transaction::write(&self.connection, |writer| {
            writer.execute("DELETE FROM elsewhere", [])?;
            let mut sql = writer.prepare_cached(
                "INSERT OR REPLACE INTO elsewhere (person, reference, weight, proposal, reasons, department, initials,
                                                   birth_year, sex, post, month, may_bring, theirs)
                 SELECT :person, :reference, :weight, :proposal, :reasons, :department, :initials, :birth_year, :sex,
                        :post, :month, :may_bring, :theirs
                 WHERE EXISTS (SELECT 1 FROM document WHERE id = :person AND kind = 'person')",
            )?;
            for row in rows {
                sql.execute(named_params! {
                    ":person": row.person.as_bytes(), ":reference": row.reference, ":weight": row.weight,
                    ":proposal": row.proposal, ":reasons": row.reasons.join(" "), ":department": row.department,
                    ":initials": row.initials, ":birth_year": row.birth_year, ":sex": row.sex, ":post": row.post,
                    ":month": row.month, ":may_bring": row.may_bring, ":theirs": row.theirs,
                })?;
            }
            writer.execute("UPDATE looked SET asked = :asked", named_params! { ":asked": asked })?;
            Ok(())
        })
    }

    /// Keeps nothing of other departments that was asked before a moment, Unix seconds: who was erased or withdrew there
    /// is not kept here.
    pub fn forget_elsewhere(&self, before: i64) -> Result<(), Error> {
        let asked = self.asked_elsewhere()?;
        if asked == 0 || asked >= before {
            return Ok(());
        }
        self.put_elsewhere(&[], 0)
    }

    /// What the server said last, the certain ones first, then by how likely they are.
    pub fn elsewhere(&self) -> Result<Vec<ElsewhereRow>, Error> {
        let sql = "SELECT * FROM elsewhere ORDER BY proposal <> 'certain', weight DESC, person, reference";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map([], elsewhere_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// When the server was asked last, Unix seconds by its clock; 0 if never.
    pub fn asked_elsewhere(&self) -> Result<i64, Error> {
        let mut sql = self.connection.prepare_cached("SELECT asked FROM looked")?;
        Ok(sql.query_row([], |row| row.get("asked"))?)
    }
}

fn elsewhere_row(row: &Row<'_>) -> rusqlite::Result<ElsewhereRow> {
    Ok(ElsewhereRow {
        person: id_of(row, "person")?,
        reference: row.get("reference")?,
        weight: row.get("weight")?,
        proposal: row.get("proposal")?,
        reasons: split(&row.get::<_, String>("reasons")?, ' '),
        department: row.get("department")?,
        initials: row.get("initials")?,
        birth_year: row.get("birth_year")?,
        sex: row.get("sex")?,
        post: row.get("post")?,
        month: row.get("month")?,
        may_bring: row.get("may_bring")?,
        theirs: row.get("theirs")?,
    })
}
