//! The knowledge shelf as lists and the search read it. Texts and pieces are read from their documents, one by one.

use posta_domain::{DocumentId, PublicationFile, PublicationKind};
use rusqlite::{Row, ToSql, named_params};

use super::ScopeFile;
use super::query::Query;
use crate::batch_rows::id_of;
use crate::error::Error;

/// Publications that one search gives, at most.
const MOST: u32 = 500;
/// What every list reads, with how many pieces of the file are here.
const ROWS: &str = "SELECT publication.*, (
                        SELECT count(*) FROM publication_piece AS piece
                        WHERE piece.publication = publication.id AND piece.file = publication.file
                          AND piece.number < publication.pieces
                    ) AS here
                    FROM publication";

/// A publication without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicationRow {
    /// Its document.
    pub id: DocumentId,
    /// What it is.
    pub kind: PublicationKind,
    /// Title.
    pub title: String,
    /// A sentence or two.
    pub summary: String,
    /// Code of its language.
    pub language: String,
    /// Year, month or day; blank where nobody knows.
    pub date: String,
    /// Who published it.
    pub source: String,
    /// Whether there is a text that can be read.
    pub has_text: bool,
    /// Its PDF.
    pub file: Option<PublicationFile>,
    /// How many pieces of that are here.
    pub here: u32,
    /// No longer shown to those who read.
    pub withdrawn: bool,
}

impl ScopeFile {
    /// Every publication, by title.
    pub fn publications(&self) -> Result<Vec<PublicationRow>, Error> {
        self.shelf(&format!("{ROWS} ORDER BY sort_title, row"), &[])
    }

    /// A publication.
    pub fn publication(&self, id: &DocumentId) -> Result<Option<PublicationRow>, Error> {
        let sql = format!("{ROWS} WHERE publication.id = :id");
        Ok(self.shelf(&sql, named_params! { ":id": id.as_bytes() })?.pop())
    }

    /// Publications that have every word of `text`, each by its beginning, in title, summary or text; the latest first, at
    /// most 500, none that is withdrawn. Any text may be asked; one without letters or digits finds nothing.
    pub fn search_publications(&self, text: &str) -> Result<Vec<PublicationRow>, Error> {
        let query = Query::parse(text);
        if query.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "{ROWS} WHERE withdrawn = 0 AND publication.row IN (
                 SELECT rowid FROM publication_words WHERE publication_words MATCH :match
             ) ORDER BY date DESC, sort_title, row LIMIT :most"
        );
        self.shelf(&sql, named_params! { ":match": query.to_match(false), ":most": MOST })
    }

    fn shelf(&self, sql: &str, named: &[(&str, &dyn ToSql)]) -> Result<Vec<PublicationRow>, Error> {
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map(named, publication_of)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn publication_of(row: &Row<'_>) -> rusqlite::Result<PublicationRow> {
    let (sha256, bytes): (String, u32) = (row.get("file")?, row.get("bytes")?);
    Ok(PublicationRow {
        id: id_of(row, "id")?,
        kind: PublicationKind::from_word(&row.get::<_, String>("kind")?),
        title: row.get("title")?,
        summary: row.get("summary")?,
        language: row.get("language")?,
        date: row.get("date")?,
        source: row.get("source")?,
        has_text: row.get("has_text")?,
        file: (bytes > 0).then_some(PublicationFile { sha256, bytes }),
        here: row.get("here")?,
        withdrawn: row.get("withdrawn")?,
    })
}
