//! From publications and the pieces of their PDFs to their rows.

use std::collections::BTreeSet;

use posta_documents::Document;
use posta_domain::{DocumentId, Kind, Publication, PublicationPiece, fold};
use rusqlite::named_params;

use super::project::Story;
use super::project_conflict::{Undecided, project_conflicts};
use crate::error::Error;
use crate::transaction::Writer;

pub(super) fn project_publication(
    writer: &Writer<'_>,
    row: i64,
    id: &DocumentId,
    document: &mut Document,
) -> Result<(), Error> {
    let story = Story::of(document);
    let fields = document.fields();
    let publication = Publication::from_fields(&fields);
    let place = Undecided { row, kind: &Kind::Publication, id, person: DocumentId::NONE, restricted: false };
    // Parts of texts are named by the text.
    project_conflicts(writer, &place, &story, &fields, |field| !field.contains('/'))?;
    let file = publication.file.as_ref();
    writer.execute(
        "INSERT OR REPLACE INTO publication
             (row, id, kind, title, sort_title, summary, language, date, source, has_text, file, bytes, pieces, withdrawn,
              recorded_by, recorded_at, updated_at, conflicts)
         VALUES (:row, :id, :kind, :title, :sort_title, :summary, :language, :date, :source, :has_text, :file, :bytes,
                 :pieces, :withdrawn, :recorded_by, :recorded_at, :updated_at, :conflicts)",
        named_params! {
            ":row": row, ":id": id.as_bytes(), ":kind": publication.kind.as_str(), ":title": publication.title,
            ":sort_title": fold(&publication.title), ":summary": publication.summary,
            ":language": publication.language, ":date": publication.date, ":source": publication.source,
            ":has_text": !publication.text.is_empty(), ":file": file.map_or("", |file| file.sha256.as_str()),
            ":bytes": file.map_or(0, |file| file.bytes), ":pieces": file.map_or(0, |file| file.pieces()),
            ":withdrawn": publication.withdrawn, ":recorded_by": story.by, ":recorded_at": story.at,
            ":updated_at": story.updated_at, ":conflicts": story.conflict_count(),
        },
    )?;
    writer.execute(
        "INSERT OR REPLACE INTO publication_words (rowid, words) VALUES (:row, :words)",
        named_params! { ":row": row, ":words": words_of(&publication) },
    )?;
    Ok(())
}

/// Every word of it, each once.
fn words_of(publication: &Publication) -> String {
    let folded = [&publication.title, &publication.summary, &publication.text].map(|text| fold(text));
    let words: BTreeSet<&str> = folded.iter().flat_map(|text| text.split(' ')).collect();
    words.into_iter().collect::<Vec<_>>().join(" ")
}

pub(super) fn project_piece(
    writer: &Writer<'_>,
    row: i64,
    id: &DocumentId,
    document: &mut Document,
) -> Result<(), Error> {
    let piece = PublicationPiece::from_fields(&document.fields());
    writer.execute("DELETE FROM publication_piece WHERE row = :row", named_params! { ":row": row })?;
    if !piece.is_at(id) {
        return Ok(());
    }
    writer.execute(
        "INSERT INTO publication_piece (row, publication, file, number) VALUES (:row, :publication, :file, :number)",
        named_params! {
            ":row": row, ":publication": piece.publication.as_bytes(), ":file": piece.sha256,
            ":number": piece.number,
        },
    )?;
    Ok(())
}
