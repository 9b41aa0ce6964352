//! The open batch of an own feed: it grows on the shelf until it is offered, and only grows.

use posta_protocol::{BatchHeader, SignedBatch, open_body};
use rusqlite::{OptionalExtension, named_params};

use super::Shelved;
use crate::batch_rows::{batch_of, number};
use crate::error::Error;
use crate::transaction::Writer;

/// The row of the same own batch in another state, and whether that was offered: same place in the chain, same session.
pub(super) fn other_state(writer: &Writer<'_>, header: &BatchHeader) -> Result<Option<(i64, bool)>, Error> {
    let sql = "SELECT row, offered FROM batch
               WHERE scope = :scope AND feed = :feed AND n = :n AND previous = :previous AND session = :session
                 AND own = 1
               ORDER BY offered LIMIT 1";
    let mut sql = writer.prepare_cached(sql)?;
    let row = sql.query_row(
        named_params! {
            ":scope": header.scope.as_bytes(), ":feed": header.feed().as_bytes(), ":n": number(header.n),
            ":previous": header.previous.as_bytes(), ":session": header.session.as_bytes(),
        },
        |row| Ok((row.get("row")?, row.get("offered")?)),
    );
    Ok(row.optional()?)
}

/// Puts the batch in that row's place if it is a longer state of the same one.
pub(super) fn replace(
    writer: &Writer<'_>,
    row: i64,
    batch: &SignedBatch,
    header: &BatchHeader,
    changes: Option<u32>,
) -> Result<Shelved, Error> {
    match compare(writer, row, batch, header, changes)? {
        Growth::Longer => {}
        Growth::Shorter => return Ok(Shelved::Known),
        Growth::Other => return Err(Error::Batch("an own batch that is not a longer state of the one here")),
    }
    writer.execute(
        "UPDATE batch SET hash = :hash, changes = :changes, header = :header, signature = :signature, body = :body
         WHERE row = :row",
        named_params! {
            ":row": row, ":hash": batch.hash().as_bytes(), ":changes": changes,
            ":header": batch.header, ":signature": batch.signature, ":body": batch.body,
        },
    )?;
    Ok(Shelved::Replaced)
}

/// Whether the batch is an earlier state of what lies in that row: a damaged file may give such a one again.
pub(super) fn is_earlier(
    writer: &Writer<'_>,
    row: i64,
    batch: &SignedBatch,
    header: &BatchHeader,
    changes: Option<u32>,
) -> Result<bool, Error> {
    Ok(matches!(compare(writer, row, batch, header, changes)?, Growth::Shorter))
}

fn compare(
    writer: &Writer<'_>,
    row: i64,
    batch: &SignedBatch,
    header: &BatchHeader,
    changes: Option<u32>,
) -> Result<Growth, Error> {
    let sql = "SELECT changes, header, signature, body FROM batch WHERE row = :row";
    let (there, known) = writer.prepare_cached(sql)?.query_row(named_params! { ":row": row }, |row| {
        Ok((batch_of(row)?, row.get::<_, Option<u32>>("changes")?))
    })?;
    Ok(grows(&there, known, batch, header, changes))
}

enum Growth {
    Longer,
    Shorter,
    Other,
}

/// Compares two states of an open batch: by their changes when both can be read, else by the counts given.
fn grows(
    there: &SignedBatch,
    known: Option<u32>,
    batch: &SignedBatch,
    header: &BatchHeader,
    changes: Option<u32>,
) -> Growth {
    let before = there.decode_header().ok().and_then(|old| open_body(&old, &there.body, None).ok());
    let after = open_body(header, &batch.body, None).ok();
    match (before, after) {
        (Some(before), Some(after)) if after.starts_with(&before) => Growth::Longer,
        (Some(before), Some(after)) if before.starts_with(&after) => Growth::Shorter,
        (Some(_), Some(_)) => Growth::Other,
        _ if known.zip(changes).is_some_and(|(before, after)| after < before) => Growth::Shorter,
        _ => Growth::Longer,
    }
}
