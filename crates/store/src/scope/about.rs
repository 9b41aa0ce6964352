//! What is kept about a person, of every kind.

use posta_domain::{DocumentId, Kind};
use rusqlite::named_params;

use super::ScopeFile;
use crate::batch_rows::id_of;
use crate::error::Error;

/// The table of a kind of document that is about a person; `None` of kinds that are about nobody, or are the person.
/// Every kind has to be told here: what is forgotten would survive an erasure.
fn table_about_persons(kind: &Kind) -> Option<&'static str> {
    match kind {
        Kind::Linkage => Some("linkage"),
        Kind::Enrollment => Some("enrollment"),
        Kind::Consent => Some("consent"),
        Kind::Consultation => Some("consultation"),
        Kind::Screening => Some("screening"),
        Kind::Referral => Some("referral"),
        Kind::FollowUp => Some("follow_up"),
        Kind::Person
        | Kind::Notice
        | Kind::ReferralAnswer
        | Kind::Service
        | Kind::Aggregate
        | Kind::Other(_) => None,
        // Of the office: about staff, allies and institutions.
        Kind::Training | Kind::Participant | Kind::Plan | Kind::Meeting | Kind::Commitment => None,
        Kind::Publication | Kind::PublicationPiece => None,
    }
}

impl ScopeFile {
    /// The documents of this scope that are about a person, kind by kind, the earliest first; not the person's own.
    pub fn documents_about(&self, person: &DocumentId) -> Result<Vec<(Kind, DocumentId)>, Error> {
        let mut found = Vec::new();
        for kind in Kind::WORDS.iter().map(|word| Kind::from_word(word)) {
            let Some(table) = table_about_persons(&kind) else { continue };
            let or_other = if kind == Kind::Linkage { "OR other = :person" } else { "" };
            let sql =
                format!("SELECT id FROM {table} WHERE person = :person {or_other} ORDER BY recorded_at, id");
            let mut sql = self.connection.prepare_cached(&sql)?;
            let rows =
                sql.query_map(named_params! { ":person": person.as_bytes() }, |row| id_of(row, "id"))?;
            for id in rows {
                found.push((kind.clone(), id?));
            }
        }
        Ok(found)
    }

    /// The restricted consultations.
    pub fn restricted_consultations(&self) -> Result<Vec<DocumentId>, Error> {
        let sql = "SELECT id FROM consultation WHERE restricted = 1 ORDER BY id";
        let mut sql = self.connection.prepare_cached(sql)?;
        let rows = sql.query_map([], |row| id_of(row, "id"))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What was made in a consultation of somebody without identity and is about another than the consultation is by now;
    /// with whom that is, none once a wrong link was taken back.
    pub fn made_about_another(&self) -> Result<Vec<(Kind, DocumentId, DocumentId)>, Error> {
        let mut found = Vec::new();
        for (kind, table) in
            [(Kind::Screening, "screening"), (Kind::Referral, "referral"), (Kind::FollowUp, "follow_up")]
        {
            let sql = format!(
                "SELECT made.id AS id, consultation.person AS person
                 FROM {table} AS made JOIN consultation ON consultation.id = made.consultation
                 WHERE consultation.unidentified = 1 AND made.person <> consultation.person
                 ORDER BY made.recorded_at, made.id"
            );
            let mut sql = self.connection.prepare_cached(&sql)?;
            for row in sql.query_map([], |row| Ok((id_of(row, "id")?, id_of(row, "person")?)))? {
                let (id, person) = row?;
                found.push((kind.clone(), id, person));
            }
        }
        Ok(found)
    }

    /// What was made in a consultation: answers to instruments, referrals, follow-ups of it and of those referrals.
    pub fn made_in(&self, consultation: &DocumentId) -> Result<Vec<(Kind, DocumentId)>, Error> {
        let of_it = "consultation = :consultation";
        let of_its_referral = "referral IN (SELECT id FROM referral WHERE consultation = :consultation)";
        let mut found = Vec::new();
        for (kind, table, wanted) in [
            (Kind::Screening, "screening", of_it.to_owned()),
            (Kind::Referral, "referral", of_it.to_owned()),
            (Kind::FollowUp, "follow_up", format!("{of_it} OR {of_its_referral}")),
        ] {
            let sql = format!("SELECT id FROM {table} WHERE {wanted} ORDER BY recorded_at, id");
            let mut sql = self.connection.prepare_cached(&sql)?;
            let named = named_params! { ":consultation": consultation.as_bytes() };
            for id in sql.query_map(named, |row| id_of(row, "id"))? {
                found.push((kind.clone(), id?));
            }
        }
        Ok(found)
    }
}
