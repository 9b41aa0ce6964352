//! Reading the inbox: records that anybody of the department sealed to this scope's members.

use posta_domain::DocumentId;
use posta_identity::ids::{Actor, DeviceId, Hash32, UserId};
use posta_protocol::{FeedId, InboxRecord};
use rusqlite::{OptionalExtension, Row, ToSql, named_params};

use super::candidate::Source;
use super::{ScopeFile, quarantine};
use crate::batch_rows::{count_of, hash_of, id_of, number};
use crate::error::Error;
use crate::transaction::{self, Writer};

/// A record of the inbox with who sealed it, as its batch proves.
#[derive(Clone, PartialEq, Eq)]
pub struct InboxRow {
    /// Names the record; a document made of it takes its id from this.
    pub hash: Hash32,
    /// What it is.
    pub kind: String,
    /// Who wrote it.
    pub user: UserId,
    /// The session that did.
    pub actor: Actor,
    /// On which device.
    pub device: DeviceId,
    /// Code of the post where the session worked; empty while unknown.
    pub post: String,
    /// The feed that carried it.
    pub feed: FeedId,
    /// Number of the batch in that feed.
    pub n: u64,
    /// As noted; before, the batch's hour. Unix seconds.
    pub at: i64,
    /// As noted; empty before.
    pub act: String,
    /// Whether it was taken care of.
    pub settled: bool,
    /// Its content, for the caller to read.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for InboxRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "InboxRow({})", self.hash)
    }
}

/// What the caller read in a record, to look it up by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InboxWords {
    /// When, Unix seconds by the writer's clock.
    pub at: i64,
    /// What was done; may be empty.
    pub act: String,
    /// What it is about, by opaque id.
    pub documents: Vec<DocumentId>,
}

/// Which records a page shows; all empty: every one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InboxFilter {
    /// Kind; empty: any.
    pub kind: String,
    /// Who wrote it.
    pub user: Option<UserId>,
    /// What was done; empty: anything.
    pub act: String,
    /// What it is about.
    pub document: Option<DocumentId>,
    /// Not before, Unix seconds.
    pub from: Option<i64>,
    /// Before, Unix seconds.
    pub until: Option<i64>,
    /// Only what was not taken care of.
    pub only_open: bool,
}

/// A page of records, the last first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxPage {
    /// The records of the page.
    pub rows: Vec<InboxRow>,
    /// How many meet the filter in all.
    pub total: u64,
}

const COLUMNS: &str = "SELECT inbox_record.*, coalesce(author.post, '') AS post,
           inbox_record.hash IN (SELECT hash FROM inbox_settled) AS settled
    FROM inbox_record LEFT JOIN author ON author.actor = inbox_record.actor";

impl ScopeFile {
    /// Records that meet a filter, the last first.
    pub fn inbox(&self, filter: &InboxFilter, offset: u32, limit: u32) -> Result<InboxPage, Error> {
        let mut conditions = vec!["TRUE"];
        let mut values: Vec<(&str, &dyn ToSql)> = Vec::new();
        let (user, document) = (filter.user.as_ref().map(|user| user.as_bytes()), filter.document);
        let document = document.as_ref().map(|document| document.as_bytes());
        if !filter.kind.is_empty() {
            conditions.push("inbox_record.kind = :kind");
            values.push((":kind", &filter.kind));
        }
        if let Some(user) = &user {
            conditions.push("inbox_record.user = :user");
            values.push((":user", user));
        }
        if !filter.act.is_empty() {
            conditions.push("inbox_record.act = :act");
            values.push((":act", &filter.act));
        }
        if let Some(document) = &document {
            conditions
                .push("inbox_record.row IN (SELECT record FROM inbox_subject WHERE document = :document)");
            values.push((":document", document));
        }
        if let Some(from) = &filter.from {
            conditions.push("inbox_record.at >= :from");
            values.push((":from", from));
        }
        if let Some(until) = &filter.until {
            conditions.push("inbox_record.at < :until");
            values.push((":until", until));
        }
        if filter.only_open {
            conditions.push("inbox_record.hash NOT IN (SELECT hash FROM inbox_settled)");
        }
        let wanted = conditions.join(" AND ");
        let total = self
            .connection
            .prepare_cached(&format!("SELECT count(*) AS total FROM inbox_record WHERE {wanted}"))?
            .query_row(values.as_slice(), |row| count_of(row, "total"))?;
        let page = format!(
            "{COLUMNS} WHERE {wanted}
             ORDER BY inbox_record.at DESC, inbox_record.hash LIMIT :limit OFFSET :offset"
        );
        values.push((":limit", &limit));
        values.push((":offset", &offset));
        let mut sql = self.connection.prepare_cached(&page)?;
        let rows = sql.query_map(values.as_slice(), inbox_row)?.collect::<Result<_, _>>()?;
        Ok(InboxPage { rows, total })
    }

    /// One record.
    pub fn inbox_record(&self, hash: &Hash32) -> Result<Option<InboxRow>, Error> {
        let mut sql =
            self.connection.prepare_cached(&format!("{COLUMNS} WHERE inbox_record.hash = :hash"))?;
        Ok(sql.query_row(named_params! { ":hash": hash.as_bytes() }, inbox_row).optional()?)
    }

    /// Records of a kind that nobody has taken care of.
    pub fn open_inbox_records(&self, kind: &str) -> Result<u64, Error> {
        let sql = "SELECT count(*) AS total FROM inbox_record
                   WHERE kind = :kind AND hash NOT IN (SELECT hash FROM inbox_settled)";
        let mut sql = self.connection.prepare_cached(sql)?;
        Ok(sql.query_row(named_params! { ":kind": kind }, |row| count_of(row, "total"))?)
    }

    /// Who wrote records of a kind.
    pub fn inbox_users(&self, kind: &str) -> Result<Vec<UserId>, Error> {
        let sql = "SELECT DISTINCT user FROM inbox_record WHERE kind = :kind ORDER BY user";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map(named_params! { ":kind": kind }, |row| id_of(row, "user"))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// At most `limit` records whose words were not noted yet, in the order in which they came.
    pub fn inbox_to_note(&self, limit: u32) -> Result<Vec<InboxRow>, Error> {
        let mut sql = self.connection.prepare_cached(&format!(
            "{COLUMNS} WHERE inbox_record.noted = 0 ORDER BY inbox_record.row LIMIT :limit"
        ))?;
        let rows = sql.query_map(named_params! { ":limit": limit }, inbox_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Keeps what was read in records, all in one transaction. Records that are not here are passed over; one about
    /// an erased document goes, unless it is a noted act (kind `audit`).
    pub fn note_inbox(&self, words: &[(Hash32, InboxWords)]) -> Result<(), Error> {
        transaction::write(&self.connection, |writer| {
            for (hash, words) in words {
                writer.execute(
                    "UPDATE inbox_record SET at = :at, act = :act, noted = 1 WHERE hash = :hash",
                    named_params! { ":hash": hash.as_bytes(), ":at": words.at, ":act": words.act },
                )?;
                for document in &words.documents {
                    writer.execute(
                        "INSERT OR IGNORE INTO inbox_subject (record, document)
                         SELECT row, :document FROM inbox_record WHERE hash = :hash",
                        named_params! { ":hash": hash.as_bytes(), ":document": document.as_bytes() },
                    )?;
                    if is_any_erased(writer, document)? {
                        remove_about(writer, document)?;
                    }
                }
            }
            Ok(())
        })
    }

    /// Sets a record aside that does not read; the others of its batch stay. Returns whether it was here.
    pub fn refuse_inbox(&self, hash: &Hash32, reason: &str) -> Result<bool, Error> {
        let Some(row) = self.inbox_record(hash)? else { return Ok(false) };
        let source = Source { actor: row.actor, device: row.device, feed: row.feed, n: row.n, at: row.at };
        transaction::write(&self.connection, |writer| {
            quarantine::keep_record(writer, hash, &row.kind, reason, &source, &row.bytes)?;
            let sql = "DELETE FROM inbox_carrier
                       WHERE record IN (SELECT row FROM inbox_record WHERE hash = :hash)";
            writer.execute(sql, named_params! { ":hash": hash.as_bytes() })?;
            sweep(writer)?;
            Ok(true)
        })
    }

    /// Says that a record was taken care of. Returns whether that is new.
    pub fn settle_inbox(&self, hash: &Hash32, at: i64) -> Result<bool, Error> {
        transaction::write(&self.connection, |writer| {
            let sql = "INSERT OR IGNORE INTO inbox_settled (hash, at) VALUES (:hash, :at)";
            Ok(writer.execute(sql, named_params! { ":hash": hash.as_bytes(), ":at": at })? > 0)
        })
    }
}

/// Names a record by its place and content: the same on every reader, and in every state of an open batch.
fn name_of(source: &Source, place: usize, record: &InboxRecord) -> Hash32 {
    Hash32::of_parts(&[
        b"posta inbox record",
        source.feed.as_bytes(),
        &source.n.to_be_bytes(),
        &u64::try_from(place).unwrap_or(u64::MAX).to_be_bytes(),
        &u64::try_from(record.kind.len()).unwrap_or(u64::MAX).to_be_bytes(),
        record.kind.as_bytes(),
        &record.bytes,
    ])
}

/// Takes in the records of a batch; returns how many are new.
pub(super) fn take_in(
    writer: &Writer<'_>,
    batch: &Hash32,
    source: &Source,
    user: &UserId,
    records: &[InboxRecord],
) -> Result<u64, Error> {
    let mut new = 0;
    for (place, record) in records.iter().enumerate() {
        let hash = name_of(source, place, record);
        new += writer.execute(
            "INSERT OR IGNORE INTO inbox_record
                 (hash, kind, user, actor, device, feed, n, at, act, noted, bytes)
             VALUES (:hash, :kind, :user, :actor, :device, :feed, :n, :at, '', 0, :bytes)",
            named_params! {
                ":hash": hash.as_bytes(), ":kind": record.kind, ":user": user.as_bytes(),
                ":actor": source.actor.as_bytes(), ":device": source.device.as_bytes(),
                ":feed": source.feed.as_bytes(), ":n": number(source.n), ":at": source.at,
                ":bytes": record.bytes,
            },
        )? as u64;
        writer.execute(
            "INSERT OR IGNORE INTO inbox_carrier (batch, record)
             SELECT :batch, row FROM inbox_record WHERE hash = :hash",
            named_params! { ":batch": batch.as_bytes(), ":hash": hash.as_bytes() },
        )?;
    }
    Ok(new)
}

/// Takes out the records that no batch but this one carries.
pub(super) fn take_out(writer: &Writer<'_>, batch: &Hash32) -> Result<(), Error> {
    let sql = "DELETE FROM inbox_carrier WHERE batch = :batch";
    if writer.execute(sql, named_params! { ":batch": batch.as_bytes() })? > 0 {
        sweep(writer)?;
    }
    Ok(())
}

/// Whether a tombstone of any kind stands for an id.
fn is_any_erased(writer: &Writer<'_>, document: &DocumentId) -> Result<bool, Error> {
    let mut sql = writer.prepare_cached("SELECT 1 AS here FROM tombstone WHERE id = :id")?;
    Ok(sql.exists(named_params! { ":id": document.as_bytes() })?)
}

/// Removes the records about a document, but for what is noted of acts: that names it by its opaque id only.
pub(super) fn remove_about(writer: &Writer<'_>, document: &DocumentId) -> Result<(), Error> {
    let about = "SELECT inbox_record.row FROM inbox_record
                 JOIN inbox_subject ON inbox_subject.record = inbox_record.row
                 WHERE inbox_subject.document = :document AND inbox_record.kind <> 'audit'";
    let sql = format!("DELETE FROM inbox_carrier WHERE record IN ({about})");
    writer.execute(&sql, named_params! { ":document": document.as_bytes() })?;
    sweep(writer)
}

/// Removes what nothing carries.
fn sweep(writer: &Writer<'_>) -> Result<(), Error> {
    writer.execute("DELETE FROM inbox_subject WHERE record NOT IN (SELECT record FROM inbox_carrier)", [])?;
    writer.execute("DELETE FROM inbox_record WHERE row NOT IN (SELECT record FROM inbox_carrier)", [])?;
    Ok(())
}

fn inbox_row(row: &Row<'_>) -> rusqlite::Result<InboxRow> {
    Ok(InboxRow {
        hash: hash_of(row, "hash")?,
        kind: row.get("kind")?,
        user: id_of(row, "user")?,
        actor: id_of(row, "actor")?,
        device: id_of(row, "device")?,
        post: row.get("post")?,
        feed: id_of(row, "feed")?,
        n: count_of(row, "n")?,
        at: row.get("at")?,
        act: row.get("act")?,
        settled: row.get("settled")?,
        bytes: row.get("bytes")?,
    })
}
