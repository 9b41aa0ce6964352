//! Rows of the projections, as lists and screens read them.

use posta_domain::DocumentId;
use posta_identity::ids::Actor;
use rusqlite::{OptionalExtension, Row, named_params};

use super::ScopeFile;
use crate::batch_rows::id_of;
use crate::error::Error;

/// Who made a document, where and when; when it last changed; what is undecided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The session that made it.
    pub actor: Actor,
    /// Its user's name by the membership log; empty while unknown.
    pub author: String,
    /// Code of the post where the session worked.
    pub post: String,
    /// First change, Unix seconds by the author's clock.
    pub at: i64,
    /// Last change, Unix seconds by its author's clock.
    pub updated_at: i64,
    /// Fields with more than one value.
    pub conflicts: u32,
}

/// A person in lists and search results. Of a field in conflict, the value that Automerge shows.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// Document id.
    pub id: DocumentId,
    /// "Given S1 S2"; empty for somebody without a known name.
    pub display_name: String,
    /// Given names.
    pub given_names: String,
    /// First surname.
    pub surname1: String,
    /// Second surname.
    pub surname2: String,
    /// Stored word.
    pub sex: String,
    /// As stored: "", "1990-05-17", "1990-05", "1990", "age:34@2026-11-21".
    pub birth: String,
    /// Year of birth, as far as known.
    pub birth_year: Option<i32>,
    /// Country code.
    pub nationality: String,
    /// Telephone as told.
    pub phone: String,
    /// Code of the municipality.
    pub residence: String,
    /// Identity documents, each "kind country number".
    pub documents: Vec<String>,
    /// Codes.
    pub languages: Vec<String>,
    /// Code of the post of registration.
    pub registered_post: String,
    /// Day of registration, `YYYY-MM-DD` or empty.
    pub registered_on: String,
    /// Id of the family group, or empty.
    pub household: String,
    /// Stored word, or empty.
    pub household_role: String,
    /// Attention the same day.
    pub same_day: bool,
    /// Who, where, when.
    pub origin: Origin,
}

/// An enrollment in a timeline.
#[derive(Clone, PartialEq, Eq)]
pub struct EnrollmentRow {
    /// Document id.
    pub id: DocumentId,
    /// Who.
    pub person: DocumentId,
    /// Programme's code.
    pub program: String,
    /// Post's code.
    pub post: String,
    /// `YYYY-MM-DD` or empty.
    pub on: String,
    /// Stored word.
    pub status: String,
    /// Facility's code.
    pub facility: String,
    /// As recorded.
    pub recorder: String,
    /// What the pack said, a stored word; empty before anybody asked it.
    pub outcome: String,
    /// Who, where, when.
    pub origin: Origin,
}

/// A conversation about consent. What was decided is in the document.
#[derive(Clone, PartialEq, Eq)]
pub struct ConsentRow {
    /// Document id.
    pub id: DocumentId,
    /// Who decided.
    pub person: DocumentId,
    /// `YYYY-MM-DD` or empty.
    pub on: String,
    /// Who, where, when.
    pub origin: Origin,
}

/// A consultation in a timeline.
#[derive(Clone, PartialEq, Eq)]
pub struct ConsultationRow {
    /// Document id.
    pub id: DocumentId,
    /// Who.
    pub person: DocumentId,
    /// Post's code.
    pub post: String,
    /// `YYYY-MM-DD` or empty.
    pub on: String,
    /// Reason's code.
    pub reason: String,
    /// Codes.
    pub needs: Vec<String>,
    /// Free text.
    pub note: String,
    /// Whether a member gives a reason before reading it.
    pub restricted: bool,
    /// Stored word: where they were attended.
    pub mode: String,
    /// Attended without identity.
    pub unidentified: bool,
    /// What the team calls them.
    pub called: String,
    /// Codes.
    pub alerts: Vec<String>,
    /// Who, where, when.
    pub origin: Origin,
}

/// Rows hold personal data: shown by id only.
macro_rules! shown_by_id {
    ($($row:ident)+) => {
        $(impl std::fmt::Debug for $row {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($row), "({})"), self.id)
            }
        })+
    };
}

pub(super) use shown_by_id;

shown_by_id!(PersonRow EnrollmentRow ConsentRow ConsultationRow);

impl ScopeFile {
    /// One person.
    pub fn person(&self, id: &DocumentId) -> Result<Option<PersonRow>, Error> {
        let sql = "SELECT row FROM document WHERE id = :id AND kind = 'person'";
        let row: Option<i64> = self
            .connection
            .prepare_cached(sql)?
            .query_row(named_params! { ":id": id.as_bytes() }, |row| row.get("row"))
            .optional()?;
        let Some(row) = row else { return Ok(None) };
        let mut sql = self.connection.prepare_cached(include_str!("person_by_row.sql"))?;
        Ok(sql.query_row(named_params! { ":row": row }, person_row).optional()?)
    }

    /// Everybody of the register, one after the other; the author's name and post are left out.
    pub fn each_person(&self, mut see: impl FnMut(PersonRow)) -> Result<(), Error> {
        let sql = "SELECT person.*, '' AS author_name, '' AS author_post FROM person ORDER BY row";
        let mut sql = self.connection.prepare_cached(sql)?;
        let mut rows = sql.query([])?;
        while let Some(row) = rows.next()? {
            see(person_row(row)?);
        }
        Ok(())
    }

    /// Enrollments of a person, newest first.
    pub fn enrollments_of(&self, person: &DocumentId) -> Result<Vec<EnrollmentRow>, Error> {
        let sql = "SELECT enrollment.*, coalesce(author.name, '') AS author_name,
                          coalesce(author.post, '') AS author_post
                   FROM enrollment LEFT JOIN author ON author.actor = enrollment.recorded_by
                   WHERE person = :person ORDER BY recorded_at DESC, id";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map(named_params! { ":person": person.as_bytes() }, |row| {
            Ok(EnrollmentRow {
                id: id_of(row, "id")?,
                person: id_of(row, "person")?,
                program: row.get("program")?,
                post: row.get("post")?,
                on: row.get("on_day")?,
                status: row.get("status")?,
                facility: row.get("facility")?,
                recorder: row.get("recorder")?,
                outcome: row.get("outcome")?,
                origin: origin(row, "recorded_by", "recorded_at")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// People of a family group, by registration; none for a blank group.
    pub fn household(&self, household: &str) -> Result<Vec<PersonRow>, Error> {
        let sql = "SELECT person.*, coalesce(author.name, '') AS author_name,
                          coalesce(author.post, '') AS author_post
                   FROM person LEFT JOIN author ON author.actor = person.registered_by
                   WHERE household = :household AND household <> '' ORDER BY registered_at, person.row";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map(named_params! { ":household": household }, person_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Conversations with a person about consent, newest first.
    pub fn consents_of(&self, person: &DocumentId) -> Result<Vec<ConsentRow>, Error> {
        let sql = "SELECT consent.*, coalesce(author.name, '') AS author_name,
                          coalesce(author.post, '') AS author_post
                   FROM consent LEFT JOIN author ON author.actor = consent.recorded_by
                   WHERE person = :person ORDER BY recorded_at DESC, id";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map(named_params! { ":person": person.as_bytes() }, |row| {
            Ok(ConsentRow {
                id: id_of(row, "id")?,
                person: id_of(row, "person")?,
                on: row.get("on_day")?,
                origin: origin(row, "recorded_by", "recorded_at")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Consultations of a person, newest first.
    pub fn consultations_of(&self, person: &DocumentId) -> Result<Vec<ConsultationRow>, Error> {
        let sql = "SELECT consultation.*, coalesce(author.name, '') AS author_name,
                          coalesce(author.post, '') AS author_post
                   FROM consultation LEFT JOIN author ON author.actor = consultation.recorded_by
                   WHERE person = :person ORDER BY recorded_at DESC, id";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map(named_params! { ":person": person.as_bytes() }, |row| {
            Ok(ConsultationRow {
                id: id_of(row, "id")?,
                person: id_of(row, "person")?,
                post: row.get("post")?,
                on: row.get("on_day")?,
                reason: row.get("reason")?,
                needs: split(&row.get::<_, String>("needs")?, ' '),
                note: row.get("note")?,
                restricted: row.get("restricted")?,
                mode: row.get("mode")?,
                unidentified: row.get("unidentified")?,
                called: row.get("called")?,
                alerts: split(&row.get::<_, String>("alerts")?, ' '),
                origin: origin(row, "recorded_by", "recorded_at")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Reads a row of `person` joined with its author.
pub(super) fn person_row(row: &Row<'_>) -> rusqlite::Result<PersonRow> {
    Ok(PersonRow {
        id: id_of(row, "id")?,
        display_name: row.get("display_name")?,
        given_names: row.get("given_names")?,
        surname1: row.get("surname1")?,
        surname2: row.get("surname2")?,
        sex: row.get("sex")?,
        birth: row.get("birth")?,
        birth_year: row.get("birth_year")?,
        nationality: row.get("nationality")?,
        phone: row.get("phone")?,
        residence: row.get("residence")?,
        documents: split(&row.get::<_, String>("documents")?, '\n'),
        languages: split(&row.get::<_, String>("languages")?, ' '),
        registered_post: row.get("registered_post")?,
        registered_on: row.get("registered_on")?,
        household: row.get("household")?,
        household_role: row.get("household_role")?,
        same_day: row.get("same_day")?,
        origin: origin(row, "registered_by", "registered_at")?,
    })
}

pub(super) fn origin(row: &Row<'_>, by: &str, at: &str) -> rusqlite::Result<Origin> {
    Ok(Origin {
        actor: id_of(row, by)?,
        author: row.get("author_name")?,
        post: row.get("author_post")?,
        at: row.get(at)?,
        updated_at: row.get("updated_at")?,
        conflicts: row.get("conflicts")?,
    })
}

pub(super) fn split(text: &str, separator: char) -> Vec<String> {
    text.split(separator).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
