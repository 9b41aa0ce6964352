//! Rows of the dupla's work, as lists and screens read them.

use chrono::NaiveDate;
use posta_domain::{AnswerCode, DocumentId, ReferralState, Service};
use rusqlite::{Row, named_params};

use super::project_care::code_name;
use super::row::{Origin, origin, shown_by_id, split};
use super::{ConsultationRow, ScopeFile};
use crate::batch_rows::id_of;
use crate::error::Error;

/// Answers to an instrument; what they are is in the document.
#[derive(Clone, PartialEq, Eq)]
pub struct ScreeningRow {
    /// Document id.
    pub id: DocumentId,
    /// Who.
    pub person: DocumentId,
    /// In which consultation; may be none.
    pub consultation: DocumentId,
    /// Instrument's code.
    pub instrument: String,
    /// `YYYY-MM-DD` or empty.
    pub on: String,
    /// Who, where, when.
    pub origin: Origin,
}

/// A referral in a list.
#[derive(Clone, PartialEq, Eq)]
pub struct ReferralRow {
    /// Document id.
    pub id: DocumentId,
    /// Who; none while it is not known who was attended.
    pub person: DocumentId,
    /// In which consultation; may be none.
    pub consultation: DocumentId,
    /// Post's code.
    pub post: String,
    /// `YYYY-MM-DD` or empty.
    pub on: String,
    /// Need's code.
    pub need: String,
    /// Entry of the directory; may be none.
    pub service: DocumentId,
    /// Its name at the time.
    pub service_name: String,
    /// Municipality's code.
    pub place: String,
    /// Municipality of the team that sent it; empty when it is this one's own.
    pub sent_from: String,
    /// Stored word.
    pub urgency: String,
    /// Where it stands.
    pub state: ReferralState,
    /// Whether its last answers differ.
    pub contradicted: bool,
    /// Who, where, when.
    pub origin: Origin,
}

/// An item of the agenda.
#[derive(Clone, PartialEq, Eq)]
pub struct FollowUpRow {
    /// Document id.
    pub id: DocumentId,
    /// Who; none while it is not known who was attended.
    pub person: DocumentId,
    /// In which consultation; may be none.
    pub consultation: DocumentId,
    /// About which referral; may be none.
    pub referral: DocumentId,
    /// Post's code.
    pub post: String,
    /// `YYYY-MM-DD` or empty.
    pub on: String,
    /// User in hex, or empty.
    pub assignee: String,
    /// What is to be done.
    pub what: String,
    /// Stored word.
    pub state: String,
    /// `YYYY-MM-DD` or empty.
    pub settled_on: String,
    /// How often the person was not found.
    pub tries: i64,
    /// Who, where, when.
    pub origin: Origin,
}

/// An entry of the directory.
#[derive(Clone, PartialEq, Eq)]
pub struct ServiceRow {
    /// Document id.
    pub id: DocumentId,
    /// What is known of it. Of a field in conflict, the value that Automerge shows.
    pub service: Service,
    /// Who, where, when.
    pub origin: Origin,
}

shown_by_id!(ScreeningRow ReferralRow FollowUpRow ServiceRow);

/// Which items of the agenda.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgendaFilter {
    /// Code of the post; empty: all.
    pub post: String,
    /// Due until this day.
    pub until: Option<NaiveDate>,
    /// Settled ones since this day come along.
    pub settled_since: Option<NaiveDate>,
}

const AUTHOR: &str = "coalesce(author.name, '') AS author_name, coalesce(author.post, '') AS author_post";

impl ScopeFile {
    /// Answers of a person to instruments, oldest first.
    pub fn screenings_of(&self, person: &DocumentId) -> Result<Vec<ScreeningRow>, Error> {
        let sql = format!(
            "SELECT screening.*, {AUTHOR} FROM screening LEFT JOIN author ON author.actor = screening.recorded_by
             WHERE person = :person ORDER BY on_day, recorded_at, id"
        );
        let mut sql = self.connection.prepare_cached(&sql)?;
        let rows = sql.query_map(named_params! { ":person": person.as_bytes() }, |row| {
            Ok(ScreeningRow {
                id: id_of(row, "id")?,
                person: id_of(row, "person")?,
                consultation: id_of(row, "consultation")?,
                instrument: row.get("instrument")?,
                on: row.get("on_day")?,
                origin: origin(row, "recorded_by", "recorded_at")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Referrals of a person, newest first.
    pub fn referrals_of(&self, person: &DocumentId) -> Result<Vec<ReferralRow>, Error> {
        let sql = format!(
            "SELECT referral.*, {AUTHOR} FROM referral LEFT JOIN author ON author.actor = referral.recorded_by
             WHERE person = :person ORDER BY recorded_at DESC, id"
        );
        let mut sql = self.connection.prepare_cached(&sql)?;
        let rows = sql.query_map(named_params! { ":person": person.as_bytes() }, referral_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Referrals, newest first; those that are over only when asked for.
    pub fn referrals(&self, with_over: bool, most: u32) -> Result<Vec<ReferralRow>, Error> {
        let sql = format!(
            "SELECT referral.*, {AUTHOR} FROM referral LEFT JOIN author ON author.actor = referral.recorded_by
             WHERE over = 0 OR :with_over ORDER BY recorded_at DESC, id LIMIT :most"
        );
        let mut sql = self.connection.prepare_cached(&sql)?;
        let rows = sql.query_map(named_params! { ":with_over": with_over, ":most": most }, referral_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The referrals that a code may name; which one it was made for is told by its secret.
    pub fn referrals_named(&self, code: &AnswerCode) -> Result<Vec<DocumentId>, Error> {
        let mut sql =
            self.connection.prepare_cached("SELECT id FROM referral WHERE code_name = :name ORDER BY id")?;
        let rows =
            sql.query_map(named_params! { ":name": code_name(code.name()) }, |row| id_of(row, "id"))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The answers by code that were written down, oldest first: id, code, when and where.
    pub fn referral_answers(&self) -> Result<Vec<(DocumentId, String, Origin)>, Error> {
        let sql = format!(
            "SELECT referral_answer.*, {AUTHOR}
             FROM referral_answer LEFT JOIN author ON author.actor = referral_answer.recorded_by
             ORDER BY recorded_at, id"
        );
        let mut sql = self.connection.prepare_cached(&sql)?;
        let rows = sql.query_map([], |row| {
            Ok((id_of(row, "id")?, row.get("code")?, origin(row, "recorded_by", "recorded_at")?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Follow-ups of a person, the earliest first.
    pub fn follow_ups_of(&self, person: &DocumentId) -> Result<Vec<FollowUpRow>, Error> {
        let sql = format!(
            "SELECT follow_up.*, {AUTHOR} FROM follow_up LEFT JOIN author ON author.actor = follow_up.recorded_by
             WHERE person = :person ORDER BY on_day, id"
        );
        let mut sql = self.connection.prepare_cached(&sql)?;
        let rows = sql.query_map(named_params! { ":person": person.as_bytes() }, follow_up_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The agenda, the earliest first.
    pub fn agenda(&self, filter: &AgendaFilter, most: u32) -> Result<Vec<FollowUpRow>, Error> {
        let sql = format!(
            "SELECT follow_up.*, {AUTHOR} FROM follow_up LEFT JOIN author ON author.actor = follow_up.recorded_by
             WHERE (:post = '' OR follow_up.post = :post)
               AND (state = 'pendiente' AND (:until = '' OR on_day <= :until)
                    OR state <> 'pendiente' AND :since <> '' AND settled_on >= :since)
             ORDER BY on_day, id LIMIT :most"
        );
        let text = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let mut sql = self.connection.prepare_cached(&sql)?;
        let named = named_params! {
            ":post": filter.post, ":until": text(filter.until), ":since": text(filter.settled_since), ":most": most,
        };
        Ok(sql.query_map(named, follow_up_row)?.collect::<Result<_, _>>()?)
    }

    /// The directory, by name; closed entries only when asked for.
    pub fn services(&self, with_closed: bool) -> Result<Vec<ServiceRow>, Error> {
        let sql = format!(
            "SELECT service.*, {AUTHOR} FROM service LEFT JOIN author ON author.actor = service.recorded_by
             WHERE closed = 0 OR :with_closed ORDER BY sort_name, service.row"
        );
        let mut sql = self.connection.prepare_cached(&sql)?;
        let rows = sql.query_map(named_params! { ":with_closed": with_closed }, service_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Consultations of somebody without identity that nobody has linked, newest first.
    pub fn consultations_to_link(&self) -> Result<Vec<ConsultationRow>, Error> {
        self.consultations_of(&DocumentId::NONE)
    }
}

fn referral_row(row: &Row<'_>) -> rusqlite::Result<ReferralRow> {
    Ok(ReferralRow {
        id: id_of(row, "id")?,
        person: id_of(row, "person")?,
        consultation: id_of(row, "consultation")?,
        post: row.get("post")?,
        on: row.get("on_day")?,
        need: row.get("need")?,
        service: id_of(row, "service")?,
        service_name: row.get("service_name")?,
        place: row.get("place")?,
        sent_from: row.get("origin")?,
        urgency: row.get("urgency")?,
        state: ReferralState::from_word(&row.get::<_, String>("state")?),
        contradicted: row.get("contradicted")?,
        origin: origin(row, "recorded_by", "recorded_at")?,
    })
}

fn follow_up_row(row: &Row<'_>) -> rusqlite::Result<FollowUpRow> {
    Ok(FollowUpRow {
        id: id_of(row, "id")?,
        person: id_of(row, "person")?,
        consultation: id_of(row, "consultation")?,
        referral: id_of(row, "referral")?,
        post: row.get("post")?,
        on: row.get("on_day")?,
        assignee: row.get("assignee")?,
        what: row.get("what")?,
        state: row.get("state")?,
        settled_on: row.get("settled_on")?,
        tries: row.get("tries")?,
        origin: origin(row, "recorded_by", "recorded_at")?,
    })
}

fn service_row(row: &Row<'_>) -> rusqlite::Result<ServiceRow> {
    let words = |column: &str| -> rusqlite::Result<std::collections::BTreeSet<String>> {
        Ok(split(&row.get::<_, String>(column)?, ' ').into_iter().collect())
    };
    let service = Service {
        name: row.get("name")?,
        kinds: words("kinds")?,
        offers: row.get("offers")?,
        attends: row.get("attends")?,
        hours: row.get("hours")?,
        contact: row.get("contact")?,
        address: row.get("address")?,
        place: row.get("place")?,
        coverage: words("coverage")?,
        verified_on: row.get::<_, String>("verified_on")?.parse().ok(),
        verified_by: row.get("verified_by")?,
        closed: row.get("closed")?,
    };
    Ok(ServiceRow { id: id_of(row, "id")?, service, origin: origin(row, "recorded_by", "recorded_at")? })
}
