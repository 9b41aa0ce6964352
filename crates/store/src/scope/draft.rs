//! Drafts: forms half filled in. A draft belongs to its user; the others see only that there is one.

use posta_identity::ids::UserId;
use rusqlite::{OptionalExtension, Row, named_params};

use super::ScopeFile;
use crate::batch_rows::id_of;
use crate::error::Error;
use crate::transaction::{self, Writer};

/// The id of a draft, drawn by the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DraftId(pub [u8; 16]);

impl From<[u8; 16]> for DraftId {
    fn from(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

/// A form half filled in.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// Whose it is.
    pub owner: UserId,
    /// Which form.
    pub kind: String,
    /// The form as JSON, kept as it is.
    pub json: String,
    /// Last saved, Unix seconds.
    pub at: i64,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Draft({:?})", self.id)
    }
}

/// What others see of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftNotice {
    /// Its id.
    pub id: DraftId,
    /// Whose it is.
    pub owner: UserId,
    /// Last saved, Unix seconds.
    pub at: i64,
}

impl ScopeFile {
    /// Saves a draft, in place of its state before.
    ///
    /// # Errors
    /// [`Error::NotTheOwner`] when the draft is another user's.
    pub fn save_draft(&self, draft: &Draft) -> Result<(), Error> {
        transaction::write(&self.connection, |writer| {
            let saved = writer.execute(
                "INSERT INTO draft (id, owner, kind, json, at) VALUES (:id, :owner, :kind, :json, :at)
                 ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, json = excluded.json, at = excluded.at
                 WHERE owner = excluded.owner",
                named_params! {
                    ":id": draft.id.0, ":owner": draft.owner.as_bytes(), ":kind": draft.kind,
                    ":json": draft.json, ":at": draft.at,
                },
            )?;
            if saved == 1 { Ok(()) } else { Err(Error::NotTheOwner) }
        })
    }

    /// A user's drafts, newest first.
    pub fn drafts(&self, owner: &UserId) -> Result<Vec<Draft>, Error> {
        let sql = "SELECT id, owner, kind, json, at FROM draft WHERE owner = :owner ORDER BY at DESC, id";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map(named_params! { ":owner": owner.as_bytes() }, draft_of)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// That others have drafts, and since when: nothing of what is in them.
    pub fn drafts_of_others(&self, owner: &UserId) -> Result<Vec<DraftNotice>, Error> {
        let sql = "SELECT id, owner, at FROM draft WHERE owner <> :owner ORDER BY at DESC, id";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map(named_params! { ":owner": owner.as_bytes() }, |row| {
            Ok(DraftNotice { id: id_of(row, "id")?, owner: id_of(row, "owner")?, at: row.get("at")? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One of a user's own drafts.
    pub fn draft(&self, owner: &UserId, id: &DraftId) -> Result<Option<Draft>, Error> {
        let sql = "SELECT id, owner, kind, json, at FROM draft WHERE owner = :owner AND id = :id";
        let mut sql = self.connection.prepare_cached(sql)?;
        let draft = sql.query_row(named_params! { ":owner": owner.as_bytes(), ":id": id.0 }, draft_of);
        Ok(draft.optional()?)
    }

    /// Removes one of a user's own drafts. Returns whether there was one.
    pub fn remove_draft(&self, owner: &UserId, id: &DraftId) -> Result<bool, Error> {
        transaction::write(&self.connection, |writer| remove(writer, owner, id))
    }
}

pub(super) fn remove(writer: &Writer<'_>, owner: &UserId, id: &DraftId) -> Result<bool, Error> {
    let sql = "DELETE FROM draft WHERE owner = :owner AND id = :id";
    Ok(writer.execute(sql, named_params! { ":owner": owner.as_bytes(), ":id": id.0 })? > 0)
}

/// A row of a damaged file, where `at` is the row's own number.
pub(super) fn salvaged_draft(row: &Row<'_>) -> rusqlite::Result<Draft> {
    Ok(Draft {
        id: id_of(row, "id")?,
        owner: id_of(row, "owner")?,
        kind: row.get("kind")?,
        json: row.get("json")?,
        at: row.get("saved_at")?,
    })
}

fn draft_of(row: &Row<'_>) -> rusqlite::Result<Draft> {
    Ok(Draft {
        id: id_of(row, "id")?,
        owner: id_of(row, "owner")?,
        kind: row.get("kind")?,
        json: row.get("json")?,
        at: row.get("at")?,
    })
}
