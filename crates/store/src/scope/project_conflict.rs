//! Fields with several values, one row each.

use posta_domain::{DocumentId, Fields, Kind, Person, Scalar, is_put_off};
use rusqlite::named_params;

use super::project::Story;
use crate::error::Error;
use crate::transaction::Writer;

/// The document whose fields they are.
pub(super) struct Undecided<'a> {
    pub row: i64,
    pub kind: &'a Kind,
    pub id: &'a DocumentId,
    pub person: DocumentId,
    pub restricted: bool,
}

pub(super) fn project_conflicts(
    writer: &Writer<'_>,
    place: &Undecided<'_>,
    story: &Story,
    fields: &Fields,
    is_open: impl Fn(&str) -> bool,
) -> Result<(), Error> {
    writer.execute("DELETE FROM conflict WHERE row = :row", named_params! { ":row": place.row })?;
    let mut sql = writer.prepare_cached(
        "INSERT INTO conflict (row, kind, id, person, field, critical, put_off, restricted, updated_at)
         VALUES (:row, :kind, :id, :person, :field, :critical, :put_off, :restricted, :updated_at)",
    )?;
    for conflict in story.conflicts.iter().filter(|one| is_open(&one.field)) {
        let values: Vec<String> = conflict.values.iter().map(|one| Scalar::to_typed(&one.value)).collect();
        sql.execute(named_params! {
            ":row": place.row, ":kind": place.kind.as_str(), ":id": place.id.as_bytes(),
            ":person": place.person.as_bytes(), ":field": conflict.field,
            ":critical": *place.kind == Kind::Person && Person::is_critical(&conflict.field),
            ":put_off": is_put_off(fields, &conflict.field, &values), ":restricted": place.restricted,
            ":updated_at": story.updated_at,
        })?;
    }
    Ok(())
}
