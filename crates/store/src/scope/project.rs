//! The one way from a document to its rows. Nothing else writes a projection.

use posta_documents::{Document, FieldConflict};
use posta_domain::{
    Commitment, Consent, ConsentDecision, Consultation, DocumentId, Enrollment, HouseholdRole, Kind, Outcome,
    Person, Plan, Purpose, RequirementSeen, RequirementState, fold, is_put_off_key, part_of,
};
use rusqlite::named_params;

use super::aggregate::project_aggregate;
use super::project_care::{
    project_answer, project_follow_up, project_referral, project_screening, project_service,
};
use super::project_conflict::{Undecided, project_conflicts};
use super::project_linkage::{note_gone, note_person, pair_in, person_in, project_linkage, project_linked};
use super::project_office::{
    project_commitment, project_meeting, project_participant, project_plan, project_training,
};
use super::project_shelf::{project_piece, project_publication};
use super::{ScopeFile, words};
use crate::error::Error;
use crate::transaction::{self, Writer};

/// Tables that are written from documents only: one row a document, of `conflict` one a field.
pub(super) const PROJECTED: [&str; 20] = [
    "person",
    "enrollment",
    "consent",
    "consultation",
    "screening",
    "referral",
    "referral_answer",
    "follow_up",
    "service",
    "conflict",
    "linkage",
    "linked",
    "aggregate",
    "training",
    "participant",
    "work_plan",
    "meeting",
    "commitment",
    "publication",
    "publication_piece",
];
/// Words by which rows are found, by their row numbers.
const WORDS: [&str; 2] = ["person_words", "publication_words"];

/// What a rebuild did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// Documents whose rows were written again.
    pub documents: u64,
    /// Documents that did not load and have no rows now.
    pub unreadable: u64,
}

impl ScopeFile {
    /// Drops every projection and writes it again from the documents. A document that does not load is left out, and
    /// named by [`ScopeFile::check`]: it does not stop the others.
    pub fn rebuild(&self) -> Result<Rebuilt, Error> {
        transaction::write(&self.connection, rebuild)
    }
}

/// Writes the rows of one document, in place of those before.
pub(super) fn project(
    writer: &Writer<'_>,
    row: i64,
    kind: &Kind,
    id: &DocumentId,
    document: &mut Document,
) -> Result<(), Error> {
    match kind {
        Kind::Person => project_person(writer, row, id, document),
        Kind::Enrollment => project_enrollment(writer, row, id, document),
        Kind::Consent => project_consent(writer, row, id, document),
        Kind::Consultation => project_consultation(writer, row, id, document),
        Kind::Screening => project_screening(writer, row, id, document),
        Kind::Referral => project_referral(writer, row, id, document),
        Kind::ReferralAnswer => project_answer(writer, row, id, document),
        Kind::FollowUp => project_follow_up(writer, row, id, document),
        Kind::Service => project_service(writer, row, id, document),
        Kind::Linkage => project_linkage(writer, row, id, document),
        Kind::Aggregate => project_aggregate(writer, row, id, document),
        Kind::Training => project_training(writer, row, id, document),
        Kind::Participant => project_participant(writer, row, id, document),
        Kind::Plan => project_plan(writer, row, id, document),
        Kind::Meeting => project_meeting(writer, row, id, document),
        Kind::Commitment => project_commitment(writer, row, id, document),
        Kind::Publication => project_publication(writer, row, id, document),
        Kind::PublicationPiece => project_piece(writer, row, id, document),
        Kind::Notice | Kind::Other(_) => Ok(()),
    }
}

/// Takes the rows of one document away.
pub(super) fn withdraw(writer: &Writer<'_>, row: i64) -> Result<(), Error> {
    let decided = pair_in(writer, row)?;
    let person = person_in(writer, row)?;
    for table in PROJECTED {
        writer.execute(&format!("DELETE FROM {table} WHERE row = :row"), named_params! { ":row": row })?;
    }
    for words in WORDS {
        writer.execute(&format!("DELETE FROM {words} WHERE rowid = :row"), named_params! { ":row": row })?;
    }
    project_linked(writer, &decided)?;
    person.map_or(Ok(()), |id| note_gone(writer, &id))
}

/// Leaves nothing of what was taken out in the pages of the search.
pub(super) fn sweep_words(writer: &Writer<'_>) -> Result<(), Error> {
    for words in WORDS {
        writer.execute(&format!("INSERT INTO {words} ({words}) VALUES ('optimize')"), [])?;
    }
    Ok(())
}

/// Whether a migration is on its way through a format that lacks some of the tables: the last one projects.
fn is_before_projections(writer: &Writer<'_>) -> Result<bool, Error> {
    let newest = PROJECTED.last().unwrap_or(&"");
    let sql = "SELECT count(*) AS tables FROM sqlite_schema WHERE type = 'table' AND name = :name";
    let tables: i64 = writer.query_row(sql, named_params! { ":name": newest }, |row| row.get("tables"))?;
    Ok(tables == 0)
}

/// What a migration that adds columns ends with.
pub(crate) fn project_again(writer: &Writer<'_>) -> Result<(), Error> {
    rebuild(writer).map(drop)
}

pub(super) fn rebuild(writer: &Writer<'_>) -> Result<Rebuilt, Error> {
    if is_before_projections(writer)? {
        return Ok(Rebuilt::default());
    }
    for table in PROJECTED {
        writer.execute(&format!("DELETE FROM {table}"), [])?;
    }
    for words in WORDS {
        writer.execute(&format!("INSERT INTO {words} ({words}) VALUES ('delete-all')"), [])?;
    }
    let mut documents = writer.prepare("SELECT row, kind, id, saved FROM document ORDER BY row")?;
    let mut rows = documents.query([])?;
    let mut rebuilt = Rebuilt::default();
    while let Some(row) = rows.next()? {
        let kind = Kind::from_word(&row.get::<_, String>("kind")?);
        let id = crate::batch_rows::id_of(row, "id")?;
        match Document::load(&row.get::<_, Vec<u8>>("saved")?) {
            Ok(mut document) => {
                project(writer, row.get("row")?, &kind, &id, &mut document)?;
                rebuilt.documents += 1;
            }
            Err(_) => rebuilt.unreadable += 1,
        }
    }
    Ok(rebuilt)
}

fn follows_from_others(field: &str) -> bool {
    Enrollment::is_derived(field) || Plan::is_derived(field) || Commitment::is_derived(field)
}

/// Who made a document and when, when it last changed, how many of its fields have several values.
pub(super) struct Story {
    pub by: [u8; 16],
    pub at: i64,
    pub updated_at: i64,
    pub conflicts: Vec<FieldConflict>,
}

impl Story {
    pub fn of(document: &mut Document) -> Self {
        let (by, at) = document.first_change().unwrap_or_default();
        let updated_at = document.history().iter().map(|change| change.at).max().unwrap_or(at);
        let mut conflicts = document.conflicts();
        // Not what follows from another field, nor a mark beside one.
        conflicts.retain(|one| !follows_from_others(&one.field) && !is_put_off_key(&one.field));
        Self { by, at, updated_at, conflicts }
    }

    /// Fields that somebody has to decide, not those that follow from them.
    pub fn conflict_count(&self) -> u32 {
        u32::try_from(self.conflicts.len()).unwrap_or(u32::MAX)
    }
}

fn project_person(
    writer: &Writer<'_>,
    row: i64,
    id: &DocumentId,
    document: &mut Document,
) -> Result<(), Error> {
    let story = Story::of(document);
    let fields = document.fields();
    let person = Person::from_fields(&fields);
    let place = Undecided { row, kind: &Kind::Person, id, person: *id, restricted: false };
    project_conflicts(writer, &place, &story, &fields, |_| true)?;
    let name = if person.is_identified_by_name() { person.display_name() } else { String::new() };
    let sort_name = fold(&format!("{} {} {}", person.surname1, person.surname2, person.given_names));
    let papers: Vec<String> = person
        .documents
        .iter()
        .map(|paper| format!("{} {} {}", paper.kind, paper.country, paper.number))
        .collect();
    let languages: Vec<&str> = person.languages.iter().map(String::as_str).collect();
    writer.execute(
        include_str!("project_person.sql"),
        named_params! {
            ":row": row, ":id": id.as_bytes(), ":display_name": name, ":sort_name": sort_name,
            ":given_names": person.given_names, ":surname1": person.surname1, ":surname2": person.surname2,
            ":sex": person.sex.as_str(), ":birth": person.birth.to_string(), ":birth_year": person.birth.year(),
            ":nationality": person.nationality, ":phone": person.phone, ":residence": person.residence,
            ":documents": papers.join("\n"), ":languages": languages.join(" "),
            ":registered_post": person.registered_post, ":registered_on": day(person.registered_on),
            ":registered_by": story.by, ":registered_at": story.at, ":updated_at": story.updated_at,
            ":conflicts": story.conflict_count(), ":household": person.household,
            ":household_role": person.household_role.as_ref().map_or("", HouseholdRole::as_str),
            ":same_day": person.same_day,
        },
    )?;
    note_person(writer, id)?;
    let words = words::of_person(&person, &story.conflicts);
    writer.execute(
        "INSERT OR REPLACE INTO person_words (rowid, words) VALUES (:row, :words)",
        named_params! { ":row": row, ":words": words },
    )?;
    Ok(())
}

fn project_enrollment(
    writer: &Writer<'_>,
    row: i64,
    id: &DocumentId,
    document: &mut Document,
) -> Result<(), Error> {
    let story = Story::of(document);
    let fields = document.fields();
    let enrollment = Enrollment::from_fields(&fields);
    let person = enrollment.person;
    let place = Undecided { row, kind: &Kind::Enrollment, id, person, restricted: false };
    project_conflicts(writer, &place, &story, &fields, |_| true)?;
    let groups: Vec<&str> = enrollment.groups.iter().map(String::as_str).collect();
    let is_missing = |seen: &(&String, &RequirementSeen)| seen.1.state == RequirementState::Missing;
    let missing: Vec<&str> =
        enrollment.requirements.iter().filter(is_missing).map(|(code, _)| code.as_str()).collect();
    writer.execute(
        "INSERT OR REPLACE INTO enrollment
             (row, id, person, program, post, on_day, status, facility, recorder, outcome, covered_groups, campaign,
              missing, recorded_by, recorded_at, updated_at, conflicts)
         VALUES (:row, :id, :person, :program, :post, :on_day, :status, :facility, :recorder, :outcome, :groups,
                 :campaign, :missing, :recorded_by, :recorded_at, :updated_at, :conflicts)",
        named_params! {
            ":row": row, ":id": id.as_bytes(), ":person": enrollment.person.as_bytes(),
            ":program": enrollment.program, ":post": enrollment.post, ":on_day": day(enrollment.on),
            ":status": enrollment.status.as_str(), ":facility": enrollment.facility,
            ":recorder": enrollment.recorder,
            ":outcome": enrollment.outcome.as_ref().map_or("", Outcome::as_str), ":groups": groups.join(" "),
            ":campaign": enrollment.campaign, ":missing": missing.join(" "),
            ":recorded_by": story.by, ":recorded_at": story.at,
            ":updated_at": story.updated_at, ":conflicts": story.conflict_count(),
        },
    )?;
    Ok(())
}

fn project_consent(
    writer: &Writer<'_>,
    row: i64,
    id: &DocumentId,
    document: &mut Document,
) -> Result<(), Error> {
    let story = Story::of(document);
    let consent = Consent::from_fields(&document.fields());
    let replaces: Vec<String> = consent.replaces.iter().map(ToString::to_string).collect();
    writer.execute(
        "INSERT OR REPLACE INTO consent
             (row, id, person, on_day, statistics, replaces, recorded_by, recorded_at, updated_at, conflicts)
         VALUES (:row, :id, :person, :on_day, :statistics, :replaces, :recorded_by, :recorded_at, :updated_at, :conflicts)",
        named_params! {
            ":row": row, ":id": id.as_bytes(), ":person": consent.person.as_bytes(),
            ":on_day": day(consent.on),
            ":statistics": consent.purposes.get(&Purpose::Statistics).map_or("", ConsentDecision::as_str),
            ":replaces": replaces.join(" "), ":recorded_by": story.by, ":recorded_at": story.at,
            ":updated_at": story.updated_at, ":conflicts": story.conflict_count(),
        },
    )?;
    Ok(())
}

fn project_consultation(
    writer: &Writer<'_>,
    row: i64,
    id: &DocumentId,
    document: &mut Document,
) -> Result<(), Error> {
    let story = Story::of(document);
    let fields = document.fields();
    let consultation = Consultation::from_fields(&fields);
    let (person, restricted) = (consultation.person, consultation.restricted);
    let place = Undecided { row, kind: &Kind::Consultation, id, person, restricted };
    // Of a part that was signed both values stand, and nobody decides.
    let is_open = |field: &str| {
        !field.starts_with("signed/") && part_of(field).is_none_or(|part| !consultation.is_signed(&part))
    };
    project_conflicts(writer, &place, &story, &fields, is_open)?;
    let needs: Vec<&str> = consultation.needs.iter().map(String::as_str).collect();
    let state = |code: &String| {
        let seen = consultation.about_needs.get(code).map(|seen| seen.state.clone()).unwrap_or_default();
        format!("{code}={}", seen.as_str())
    };
    let need_states: Vec<String> = consultation.needs.iter().map(state).collect();
    let alerts: Vec<&str> = consultation.alerts.iter().map(String::as_str).collect();
    writer.execute(
        "INSERT OR REPLACE INTO consultation
             (row, id, person, post, on_day, reason, needs, need_states, note, restricted, mode, unidentified, called, alerts,
              recorded_by, recorded_at, updated_at, conflicts)
         VALUES (:row, :id, :person, :post, :on_day, :reason, :needs, :need_states, :note, :restricted, :mode, :unidentified, :called,
                 :alerts, :recorded_by, :recorded_at, :updated_at, :conflicts)",
        named_params! {
            ":row": row, ":id": id.as_bytes(), ":person": consultation.person.as_bytes(),
            ":post": consultation.post, ":on_day": day(consultation.on), ":reason": consultation.reason,
            ":needs": needs.join(" "), ":need_states": need_states.join(" "), ":note": consultation.note, ":restricted": consultation.restricted,
            ":mode": consultation.mode.as_str(), ":unidentified": consultation.unidentified,
            ":called": consultation.called, ":alerts": alerts.join(" "), ":recorded_by": story.by,
            ":recorded_at": story.at, ":updated_at": story.updated_at, ":conflicts": story.conflict_count(),
        },
    )?;
    Ok(())
}

/// `YYYY-MM-DD`, or empty.
pub(super) fn day(day: Option<chrono::NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}
