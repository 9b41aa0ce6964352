//! Records with fields that nobody has decided.

use posta_domain::{DocumentId, Kind};
use rusqlite::named_params;

use super::ScopeFile;
use super::row::split;
use crate::batch_rows::{count_of, id_of};
use crate::error::Error;

/// A record with undecided fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictRow {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: DocumentId,
    /// Whom it is about; none of somebody without identity.
    pub person: DocumentId,
    /// Flat keys.
    pub fields: Vec<String>,
    /// Whether one of them holds an enrollment up.
    pub critical: bool,
    /// Its last change, Unix seconds by its author's clock.
    pub updated_at: i64,
}

/// Which rows are told of.
macro_rules! told {
    () => {
        "restricted = 0 AND (:office OR kind NOT IN ('training', 'participant', 'plan', 'meeting', 'commitment', 'publication'))"
    };
}

impl ScopeFile {
    /// A page of records of which not all undecided fields were put off (or, with `put_off`, all were): those that hold an
    /// enrollment up first, then the last changed. Of restricted consultations nothing is told, and of what supervisors
    /// keep only with `office`.
    pub fn conflict_page(
        &self,
        office: bool,
        put_off: bool,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<ConflictRow>, Error> {
        let sql = concat!(
            "SELECT kind, id, person, group_concat(field, char(10)) AS fields, max(critical) AS critical,
                    max(updated_at) AS updated_at
             FROM conflict WHERE ",
            told!(),
            " GROUP BY row HAVING min(put_off) = :put_off
             ORDER BY critical DESC, updated_at DESC, id LIMIT :limit OFFSET :offset"
        );
        let mut sql = self.connection.prepare_cached(sql)?;
        let named =
            named_params! { ":office": office, ":put_off": put_off, ":limit": limit, ":offset": offset };
        let rows = sql.query_map(named, |row| {
            Ok(ConflictRow {
                kind: Kind::from_word(&row.get::<_, String>("kind")?),
                id: id_of(row, "id")?,
                person: id_of(row, "person")?,
                fields: split(&row.get::<_, String>("fields")?, '\n'),
                critical: row.get("critical")?,
                updated_at: row.get("updated_at")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many records [`ScopeFile::conflict_page`] has in all.
    pub fn conflict_count(&self, office: bool, put_off: bool) -> Result<u64, Error> {
        let sql = concat!(
            "SELECT count(*) AS total FROM (SELECT row FROM conflict WHERE ",
            told!(),
            " GROUP BY row HAVING min(put_off) = :put_off)"
        );
        let mut sql = self.connection.prepare_cached(sql)?;
        let named = named_params! { ":office": office, ":put_off": put_off };
        Ok(sql.query_row(named, |row| count_of(row, "total"))?)
    }

    /// Whether a field of a person holds their enrollments up, also if it was put off.
    pub fn is_held_up(&self, person: &DocumentId) -> Result<bool, Error> {
        let sql = "SELECT 1 AS here FROM conflict WHERE person = :person AND critical = 1";
        let mut sql = self.connection.prepare_cached(sql)?;
        Ok(sql.exists(named_params! { ":person": person.as_bytes() })?)
    }
}
