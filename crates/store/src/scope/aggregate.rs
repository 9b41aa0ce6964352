//! What care teams tell of their weeks.

use chrono::NaiveDate;
use posta_documents::Document;
use posta_domain::{Aggregate, DocumentId};
use posta_identity::UserId;
use rusqlite::named_params;

use super::ScopeFile;
use super::project::day;
use crate::error::Error;
use crate::transaction::Writer;

/// One team's week.
#[derive(Clone, PartialEq, Eq)]
pub struct AggregateRow {
    /// Counts. Of two that were written apart, the one that Automerge shows, whole.
    pub aggregate: Aggregate,
    /// Who wrote the counts that stand: whoever reads them asks whether that user is of the team.
    pub user: Option<UserId>,
}

pub(super) fn project_aggregate(
    writer: &Writer<'_>,
    row: i64,
    id: &DocumentId,
    document: &mut Document,
) -> Result<(), Error> {
    let fields = document.fields();
    let aggregate = Aggregate::from_fields(&fields);
    // What names another team or week than its id does tells nothing.
    if !aggregate.is_sound(id) {
        return Ok(());
    }
    let value = fields.get("figures");
    let figures = value.and_then(|figures| figures.as_text()).unwrap_or_default();
    let puts = document.history();
    let stands = puts.iter().rev().find(|put| put.field == "figures" && Some(&put.value) == value);
    let by = stands.map(|put| put.actor).unwrap_or_default();
    writer.execute(
        "INSERT OR REPLACE INTO aggregate (row, id, team, week, figures, recorded_by)
         VALUES (:row, :id, :team, :week, :figures, :recorded_by)",
        named_params! {
            ":row": row, ":id": id.as_bytes(), ":team": aggregate.scope, ":week": day(aggregate.week),
            ":figures": figures, ":recorded_by": by,
        },
    )?;
    Ok(())
}

impl ScopeFile {
    /// What teams tell of the weeks that begin within a period.
    pub fn aggregates(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<AggregateRow>, Error> {
        let sql = "SELECT team, week, figures, author.user AS user FROM aggregate
                   LEFT JOIN author ON author.actor = aggregate.recorded_by
                   WHERE week BETWEEN :from AND :to ORDER BY week, team";
        let mut sql = self.connection.prepare_cached(sql)?;
        let named = named_params! { ":from": from.to_string(), ":to": to.to_string() };
        let rows = sql.query_map(named, |row| {
            let mut fields = posta_domain::Fields::new();
            for (key, column) in [("scope", "team"), ("week", "week"), ("figures", "figures")] {
                fields.insert(key.to_owned(), row.get::<_, String>(column)?.into());
            }
            let user = row.get::<_, Option<[u8; 16]>>("user")?.map(UserId::from);
            Ok(AggregateRow { aggregate: Aggregate::from_fields(&fields), user })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
