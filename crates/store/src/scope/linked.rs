//! Who is shown as one person, and what was decided of pairs.

use posta_domain::{DocumentId, Linkage, LinkageDecision};
use rusqlite::{Row, named_params};

use super::ScopeFile;
use super::row::{Origin, origin};
use crate::batch_rows::{count_of, id_of};
use crate::error::Error;

/// A decision about a pair, as lists need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkageRow {
    /// Document id.
    pub id: DocumentId,
    /// The pair and what lists show of the decision meanwhile.
    pub linkage: Linkage,
    /// Who, where, when; with a conflict, two have decided differently.
    pub origin: Origin,
}

/// Which decisions a page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// Two people decided differently.
    Contradicted,
    /// Left for later.
    Later,
    /// Same or different.
    Decided,
}

impl Decided {
    fn sql(self) -> &'static str {
        match self {
            Self::Contradicted => "conflicts > 0",
            Self::Later => "conflicts = 0 AND decision = 'later'",
            Self::Decided => "conflicts = 0 AND decision IN ('same', 'different')",
        }
    }
}

const COLUMNS: &str = "SELECT linkage.*, coalesce(author.name, '') AS author_name,
                              coalesce(author.post, '') AS author_post
                       FROM linkage LEFT JOIN author ON author.actor = linkage.recorded_by";

impl ScopeFile {
    /// The records that are shown as one person with this one, and this one, the first registered first; none where it
    /// stands alone.
    pub fn linked_with(&self, person: &DocumentId) -> Result<Vec<DocumentId>, Error> {
        let sql = "SELECT linked.person AS id FROM linked JOIN person ON person.row = linked.row
                   WHERE head = (SELECT mine.head FROM linked AS mine WHERE mine.person = :person)
                   ORDER BY person.registered_at, person.id";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map(named_params! { ":person": person.as_bytes() }, |row| id_of(row, "id"))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The one that was registered first of those who are one person with this one; this one where it stands alone.
    pub fn head_of(&self, person: &DocumentId) -> Result<DocumentId, Error> {
        let sql = "SELECT head FROM linked WHERE person = :person";
        let mut sql = self.connection.prepare_cached(sql)?;
        let mut rows = sql.query(named_params! { ":person": person.as_bytes() })?;
        Ok(rows.next()?.map(|row| id_of(row, "head")).transpose()?.unwrap_or(*person))
    }

    /// Everything that was decided of somebody, also of somebody of another scope.
    pub fn linkages_of(&self, person: &DocumentId) -> Result<Vec<LinkageRow>, Error> {
        let sql = format!("{COLUMNS} WHERE person = :person OR other = :person ORDER BY recorded_at, id");
        let mut sql = self.connection.prepare_cached(&sql)?;
        let rows = sql.query_map(named_params! { ":person": person.as_bytes() }, linkage_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Who of this scope was said to be somebody of another one, and is here; the first such.
    pub fn linked_elsewhere(&self, reference: &str) -> Result<Option<DocumentId>, Error> {
        let sql = "SELECT linkage.person AS id FROM linkage JOIN person ON person.id = linkage.person
                   WHERE elsewhere = :reference AND elsewhere <> '' AND decision = 'same'
                   ORDER BY linkage.recorded_at, linkage.id";
        let mut sql = self.connection.prepare_cached(sql)?;
        let mut rows = sql.query(named_params! { ":reference": reference })?;
        Ok(rows.next()?.map(|row| id_of(row, "id")).transpose()?)
    }

    /// All decisions about two records that are both here.
    pub fn linkages(&self) -> Result<Vec<LinkageRow>, Error> {
        let sql = format!("{COLUMNS} WHERE elsewhere = '' ORDER BY id");
        let mut sql = self.connection.prepare_cached(&sql)?;
        let rows = sql.query_map([], linkage_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The family groups of those whom decisions name.
    pub fn households_of_decided(&self) -> Result<Vec<(DocumentId, String)>, Error> {
        let sql = "SELECT id, household FROM person WHERE household <> ''
                       AND (id IN (SELECT person FROM linkage) OR id IN (SELECT other FROM linkage))";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map([], |row| Ok((id_of(row, "id")?, row.get("household")?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A page of decisions about two records that are both here, the last made first, and how many there are in all.
    pub fn linkage_page(
        &self,
        which: Decided,
        offset: u32,
        limit: u32,
    ) -> Result<(Vec<LinkageRow>, u64), Error> {
        let wanted = format!("elsewhere = '' AND {}", which.sql());
        let sql = format!("SELECT count(*) AS total FROM linkage WHERE {wanted}");
        let total = self.connection.prepare_cached(&sql)?.query_row([], |row| count_of(row, "total"))?;
        let sql =
            format!("{COLUMNS} WHERE {wanted} ORDER BY updated_at DESC, id LIMIT :limit OFFSET :offset");
        let mut sql = self.connection.prepare_cached(&sql)?;
        let rows = sql.query_map(named_params! { ":limit": limit, ":offset": offset }, linkage_row)?;
        Ok((rows.collect::<Result<_, _>>()?, total))
    }
}

fn linkage_row(row: &Row<'_>) -> rusqlite::Result<LinkageRow> {
    Ok(LinkageRow {
        id: id_of(row, "id")?,
        linkage: Linkage {
            person: id_of(row, "person")?,
            other: id_of(row, "other")?,
            elsewhere: row.get("elsewhere")?,
            decision: LinkageDecision::from_word(&row.get::<_, String>("decision")?),
        },
        origin: origin(row, "recorded_by", "recorded_at")?,
    })
}
