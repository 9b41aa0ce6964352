//! Decisions about pairs, and which records are shown as one person by them.

use std::collections::{BTreeMap, BTreeSet};

use posta_documents::Document;
use posta_domain::{DocumentId, Linkage};
use rusqlite::named_params;

use super::project::Story;
use crate::batch_rows::id_of;
use crate::error::Error;
use crate::transaction::Writer;

/// What a row says that is no decision.
const NOTHING: &str = "";
/// Records that are shown as one at most: nobody is registered more often, so that more are a mistake or worse.
const MOST: usize = 100;

pub(super) fn project_linkage(
    writer: &Writer<'_>,
    row: i64,
    id: &DocumentId,
    document: &mut Document,
) -> Result<(), Error> {
    let story = Story::of(document);
    let linkage = Linkage::from_fields(&document.fields());
    let mut pair = pair_in(writer, row)?;
    pair.extend([linkage.person, linkage.other]);
    // What is no decision is kept by whom it names, so that it goes with them, and says nothing.
    let is_sound = linkage.is_sound(id);
    let decision = if is_sound { linkage.decision.as_str() } else { NOTHING };
    let conflicts = if is_sound { story.conflict_count() } else { 0 };
    writer.execute(
        "INSERT OR REPLACE INTO linkage
             (row, id, person, other, elsewhere, decision, recorded_by, recorded_at, updated_at, conflicts)
         VALUES (:row, :id, :person, :other, :elsewhere, :decision, :recorded_by, :recorded_at, :updated_at,
                 :conflicts)",
        named_params! {
            ":row": row, ":id": id.as_bytes(), ":person": linkage.person.as_bytes(),
            ":other": linkage.other.as_bytes(), ":elsewhere": linkage.elsewhere,
            ":decision": decision, ":recorded_by": story.by, ":recorded_at": story.at,
            ":updated_at": story.updated_at, ":conflicts": conflicts,
        },
    )?;
    project_linked(writer, &pair)
}

/// The two of a decision that is stored in a row; none where the row holds no decision.
pub(super) fn pair_in(writer: &Writer<'_>, row: i64) -> Result<Vec<DocumentId>, Error> {
    let mut sql = writer.prepare_cached("SELECT person, other FROM linkage WHERE row = :row")?;
    let mut rows = sql.query(named_params! { ":row": row })?;
    Ok(match rows.next()? {
        Some(row) => vec![id_of(row, "person")?, id_of(row, "other")?],
        None => Vec::new(),
    })
}

/// The person in a row; none where the row holds none.
pub(super) fn person_in(writer: &Writer<'_>, row: i64) -> Result<Option<DocumentId>, Error> {
    let mut sql = writer.prepare_cached("SELECT id FROM person WHERE row = :row")?;
    let mut rows = sql.query(named_params! { ":row": row })?;
    rows.next()?.map(|row| id_of(row, "id")).transpose().map_err(Error::from)
}

/// Notes that somebody is not of the register any more; what was proposed of them goes.
pub(super) fn note_gone(writer: &Writer<'_>, id: &DocumentId) -> Result<(), Error> {
    writer.execute("DELETE FROM pair WHERE a = :id OR b = :id", named_params! { ":id": id.as_bytes() })?;
    writer.execute("DELETE FROM elsewhere WHERE person = :id", named_params! { ":id": id.as_bytes() })?;
    note_person(writer, id)
}

/// Notes that somebody of the register is another than before, and where decisions name them, shows anew as one who is
/// one.
pub(super) fn note_person(writer: &Writer<'_>, id: &DocumentId) -> Result<(), Error> {
    writer.execute("UPDATE looked SET changes = changes + 1", [])?;
    let sql =
        "SELECT 1 AS here FROM linkage WHERE person = :id UNION ALL SELECT 1 FROM linkage WHERE other = :id";
    let is_named = writer.prepare_cached(sql)?.exists(named_params! { ":id": id.as_bytes() })?;
    if is_named { project_linked(writer, &[*id]) } else { Ok(()) }
}

/// Writes anew which records are shown as one, of those that decisions hold together with these. Where decisions
/// contradict each other all stay apart: who is right is for people to say.
pub(super) fn project_linked(writer: &Writer<'_>, seeds: &[DocumentId]) -> Result<(), Error> {
    let mut done = BTreeSet::new();
    for seed in seeds.iter().filter(|seed| !seed.is_none()) {
        if done.contains(seed) {
            continue;
        }
        let held = held_together(writer, *seed)?;
        take_apart(writer, &held)?;
        if held.len() <= MOST {
            put_together(writer, &held)?;
        }
        done.extend(held);
    }
    Ok(())
}

/// Everybody whom decisions hold together with somebody, no further than one more than are ever shown as one.
fn held_together(writer: &Writer<'_>, seed: DocumentId) -> Result<Vec<DocumentId>, Error> {
    let mut sql = writer.prepare_cached(
        "SELECT other AS id FROM linkage WHERE person = :id AND decision = 'same' AND conflicts = 0
         UNION SELECT person FROM linkage WHERE other = :id AND decision = 'same' AND conflicts = 0",
    )?;
    let mut held = vec![seed];
    let mut seen = BTreeSet::from([seed]);
    let mut at = 0;
    while let Some(id) = held.get(at).copied().filter(|_| held.len() <= MOST) {
        at += 1;
        for next in sql.query_map(named_params! { ":id": id.as_bytes() }, |row| id_of(row, "id"))? {
            let next: DocumentId = next?;
            if !next.is_none() && seen.insert(next) {
                held.push(next);
            }
            if held.len() > MOST {
                break;
            }
        }
    }
    Ok(held)
}

/// None of these, nor of those who were shown as one with them, is any more.
fn take_apart(writer: &Writer<'_>, held: &[DocumentId]) -> Result<(), Error> {
    let mut sql = writer.prepare_cached(
        "DELETE FROM linked WHERE head = (SELECT mine.head FROM linked AS mine WHERE mine.person = :id)",
    )?;
    for id in held {
        sql.execute(named_params! { ":id": id.as_bytes() })?;
    }
    Ok(())
}

/// Somebody of a group, as far as it tells who is shown.
struct Held {
    row: i64,
    registered: (i64, DocumentId),
    household: String,
}

fn put_together(writer: &Writer<'_>, held: &[DocumentId]) -> Result<(), Error> {
    let mut here: BTreeMap<DocumentId, Held> = BTreeMap::new();
    let mut sql = writer.prepare_cached(
        "SELECT person.row AS row, registered_at, household FROM document JOIN person ON person.row = document.row
         WHERE document.id = :id AND document.kind = 'person'",
    )?;
    for id in held {
        let mut rows = sql.query(named_params! { ":id": id.as_bytes() })?;
        if let Some(row) = rows.next()? {
            let registered = (row.get("registered_at")?, *id);
            let found = Held { row: row.get("row")?, registered, household: row.get("household")? };
            here.insert(*id, found);
        }
    }
    let Some(head) = here.values().map(|one| one.registered).min().filter(|_| here.len() > 1) else {
        return Ok(());
    };
    if contradicts(writer, held, &here)? {
        return Ok(());
    }
    let mut sql =
        writer.prepare_cached("INSERT INTO linked (row, person, head) VALUES (:row, :person, :head)")?;
    for (id, one) in &here {
        sql.execute(named_params! { ":row": one.row, ":person": id.as_bytes(), ":head": head.1.as_bytes() })?;
    }
    Ok(())
}

/// Whether two of a group are said to be two people, are both said at once, or were enrolled together.
fn contradicts(
    writer: &Writer<'_>,
    held: &[DocumentId],
    here: &BTreeMap<DocumentId, Held>,
) -> Result<bool, Error> {
    let group: BTreeSet<DocumentId> = held.iter().copied().collect();
    let mut same: BTreeSet<(DocumentId, DocumentId)> = BTreeSet::new();
    let mut sql =
        writer.prepare_cached("SELECT person, other, decision, conflicts FROM linkage WHERE person = :id")?;
    for id in held {
        let mut rows = sql.query(named_params! { ":id": id.as_bytes() })?;
        while let Some(row) = rows.next()? {
            let pair: (DocumentId, DocumentId) = (id_of(row, "person")?, id_of(row, "other")?);
            if !group.contains(&pair.1) {
                continue;
            }
            let (decision, conflicts): (String, i64) = (row.get("decision")?, row.get("conflicts")?);
            match decision.as_str() {
                _ if conflicts > 0 => return Ok(true),
                "different" => return Ok(true),
                "same" => drop(same.insert(pair)),
                _ => {}
            }
        }
    }
    let mut enrolled: Vec<(&str, DocumentId)> = here
        .iter()
        .filter(|(_, one)| !one.household.is_empty())
        .map(|(id, one)| (one.household.as_str(), *id))
        .collect();
    enrolled.sort_unstable();
    let together = |one: &(&str, DocumentId), other: &(&str, DocumentId)| {
        one.0 == other.0 && !same.contains(&(one.1, other.1))
    };
    Ok(enrolled
        .iter()
        .enumerate()
        .any(|(at, one)| enrolled.iter().skip(at + 1).any(|other| together(one, other))))
}
