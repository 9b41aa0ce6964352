//! Documents as stored: saved bytes and heads, by kind and id.

use posta_documents::Document;
use posta_domain::{DocumentId, Kind};
use rusqlite::{Connection, OptionalExtension, named_params};

use super::{ScopeFile, project};
use crate::batch_rows::id_of;
use crate::error::Error;
use crate::transaction::Writer;

impl ScopeFile {
    /// A document with its whole history (about 16 KB of heap: drop it after use).
    ///
    /// # Errors
    /// [`Error::Document`] when the stored bytes do not load.
    pub fn document(&self, kind: &Kind, id: &DocumentId) -> Result<Option<Document>, Error> {
        let stored = stored(&self.connection, kind, id)?;
        Ok(stored.map(|(_, saved)| Document::load(&saved)).transpose()?)
    }

    /// Whether a document is here.
    pub fn holds(&self, kind: &Kind, id: &DocumentId) -> Result<bool, Error> {
        let sql = "SELECT 1 AS here FROM document WHERE id = :id AND kind = :kind";
        let mut sql = self.connection.prepare_cached(sql)?;
        Ok(sql.exists(named_params! { ":id": id.as_bytes(), ":kind": kind.as_str() })?)
    }

    /// Kinds and ids of all documents.
    pub fn documents(&self) -> Result<Vec<(Kind, DocumentId)>, Error> {
        let mut sql = self.connection.prepare_cached("SELECT kind, id FROM document ORDER BY row")?;
        let rows = sql
            .query_map([], |row| Ok((Kind::from_word(&row.get::<_, String>("kind")?), id_of(row, "id")?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Row number and saved bytes.
pub(super) fn stored(
    connection: &Connection,
    kind: &Kind,
    id: &DocumentId,
) -> Result<Option<(i64, Vec<u8>)>, Error> {
    let sql = "SELECT row, saved FROM document WHERE id = :id AND kind = :kind";
    let mut sql = connection.prepare_cached(sql)?;
    let found = sql.query_row(named_params! { ":id": id.as_bytes(), ":kind": kind.as_str() }, |row| {
        Ok((row.get("row")?, row.get("saved")?))
    });
    Ok(found.optional()?)
}

/// Keeps a document and its projection; returns its row. `row`: where it is, if it was here.
pub(super) fn keep(
    writer: &Writer<'_>,
    row: Option<i64>,
    kind: &Kind,
    id: &DocumentId,
    saved: &[u8],
    document: &mut Document,
) -> Result<i64, Error> {
    let heads = document.heads().concat();
    let row = match row {
        Some(row) => {
            writer.execute(
                "UPDATE document SET heads = :heads, saved = :saved WHERE row = :row",
                named_params! { ":row": row, ":heads": heads, ":saved": saved },
            )?;
            row
        }
        None => writer.insert(
            "INSERT INTO document (kind, id, heads, saved) VALUES (:kind, :id, :heads, :saved)",
            named_params! {
                ":kind": kind.as_str(), ":id": id.as_bytes(), ":heads": heads, ":saved": saved,
            },
        )?,
    };
    project::project(writer, row, kind, id, document)?;
    Ok(row)
}

/// Takes a document away with its rows. Only where nothing that counts is left of it, and for an erasure.
pub(super) fn remove(writer: &Writer<'_>, row: i64) -> Result<(), Error> {
    project::withdraw(writer, row)?;
    writer.execute("DELETE FROM outbox_document WHERE document = :row", named_params! { ":row": row })?;
    writer.execute("INSERT INTO leaving (document) VALUES (:row)", named_params! { ":row": row })?;
    writer.execute("DELETE FROM document WHERE row = :row", named_params! { ":row": row })?;
    writer.execute("DELETE FROM leaving", [])?;
    Ok(())
}
