//! From the documents of the supervisor's office to their rows.

use std::collections::BTreeMap;

use posta_documents::Document;
use posta_domain::{Commitment, DocumentId, Fields, Kind, Meeting, Participant, Plan, Training, fold};
use rusqlite::named_params;

use super::project::{Story, day};
use super::project_conflict::{Undecided, project_conflicts};
use crate::error::Error;
use crate::transaction::Writer;

/// Fields of which two wrote different values without knowing each other. They are about nobody who was attended.
fn note_undecided(
    writer: &Writer<'_>,
    row: i64,
    kind: &Kind,
    id: &DocumentId,
    story: &Story,
    fields: &Fields,
) -> Result<(), Error> {
    let place = Undecided { row, kind, id, person: DocumentId::NONE, restricted: false };
    project_conflicts(writer, &place, story, fields, |_| true)
}

pub(super) fn project_training(
    writer: &Writer<'_>,
    row: i64,
    id: &DocumentId,
    document: &mut Document,
) -> Result<(), Error> {
    let story = Story::of(document);
    let fields = document.fields();
    let training = Training::from_fields(&fields);
    note_undecided(writer, row, &Kind::Training, id, &story, &fields)?;
    let themes: Vec<&str> = training.themes.iter().map(String::as_str).collect();
    writer.execute(
        "INSERT OR REPLACE INTO training
             (row, id, kind, title, themes, on_day, hours, city, department, institution, trainers, trained_by, state,
              note, recorded_by, recorded_at, updated_at, conflicts)
         VALUES (:row, :id, :kind, :title, :themes, :on_day, :hours, :city, :department, :institution, :trainers,
                 :trained_by, :state, :note, :recorded_by, :recorded_at, :updated_at, :conflicts)",
        named_params! {
            ":row": row, ":id": id.as_bytes(), ":kind": training.kind.as_str(), ":title": training.title,
            ":themes": themes.join(" "), ":on_day": day(training.on), ":hours": training.hours,
            ":city": training.city, ":department": training.department, ":institution": training.institution,
            ":trainers": training.trainers, ":trained_by": training.trained_by.as_bytes(),
            ":state": training.state.as_str(), ":note": training.note, ":recorded_by": story.by,
            ":recorded_at": story.at, ":updated_at": story.updated_at, ":conflicts": story.conflict_count(),
        },
    )?;
    Ok(())
}

pub(super) fn project_participant(
    writer: &Writer<'_>,
    row: i64,
    id: &DocumentId,
    document: &mut Document,
) -> Result<(), Error> {
    let story = Story::of(document);
    let fields = document.fields();
    let participant = Participant::from_fields(&fields);
    note_undecided(writer, row, &Kind::Participant, id, &story, &fields)?;
    writer.execute(
        "INSERT OR REPLACE INTO participant
             (row, id, training, name, sort_name, sex, role, institution, entry, entry_on, exit_answers, exit_on,
              withdrawn, recorded_by, recorded_at, updated_at, conflicts)
         VALUES (:row, :id, :training, :name, :sort_name, :sex, :role, :institution, :entry, :entry_on, :exit_answers,
                 :exit_on, :withdrawn, :recorded_by, :recorded_at, :updated_at, :conflicts)",
        named_params! {
            ":row": row, ":id": id.as_bytes(), ":training": participant.training.as_bytes(),
            ":name": participant.name, ":sort_name": fold(&participant.name), ":sex": participant.sex.as_str(),
            ":role": participant.role.as_str(), ":institution": participant.institution,
            ":entry": answers(&participant.entry), ":entry_on": day(participant.entry_on),
            ":exit_answers": answers(&participant.exit), ":exit_on": day(participant.exit_on),
            ":withdrawn": participant.withdrawn,
            ":recorded_by": story.by, ":recorded_at": story.at, ":updated_at": story.updated_at,
            ":conflicts": story.conflict_count(),
        },
    )?;
    Ok(())
}

/// Codes hold neither blanks nor signs.
fn answers(given: &BTreeMap<String, String>) -> String {
    let given: Vec<String> = given.iter().map(|(question, option)| format!("{question}={option}")).collect();
    given.join(" ")
}

pub(super) fn project_plan(
    writer: &Writer<'_>,
    row: i64,
    id: &DocumentId,
    document: &mut Document,
) -> Result<(), Error> {
    let story = Story::of(document);
    let fields = document.fields();
    let plan = Plan::from_fields(&fields);
    note_undecided(writer, row, &Kind::Plan, id, &story, &fields)?;
    writer.execute(
        "INSERT OR REPLACE INTO work_plan
             (row, id, institution, sort_name, service, place, from_day, to_day, note, practices,
              recorded_by, recorded_at, updated_at, conflicts)
         VALUES (:row, :id, :institution, :sort_name, :service, :place, :from_day, :to_day, :note, :practices,
                 :recorded_by, :recorded_at, :updated_at, :conflicts)",
        named_params! {
            ":row": row, ":id": id.as_bytes(), ":institution": plan.institution,
            ":sort_name": fold(&plan.institution), ":service": plan.service.as_bytes(), ":place": plan.place,
            ":from_day": day(plan.from), ":to_day": day(plan.to), ":note": plan.note,
            ":practices": plan.practices.join("\n"), ":recorded_by": story.by, ":recorded_at": story.at,
            ":updated_at": story.updated_at, ":conflicts": story.conflict_count(),
        },
    )?;
    Ok(())
}

pub(super) fn project_meeting(
    writer: &Writer<'_>,
    row: i64,
    id: &DocumentId,
    document: &mut Document,
) -> Result<(), Error> {
    let story = Story::of(document);
    let fields = document.fields();
    let meeting = Meeting::from_fields(&fields);
    note_undecided(writer, row, &Kind::Meeting, id, &story, &fields)?;
    writer.execute(
        "INSERT OR REPLACE INTO meeting
             (row, id, kind, name, on_day, place, institution, women, men, other, agreements,
              recorded_by, recorded_at, updated_at, conflicts)
         VALUES (:row, :id, :kind, :name, :on_day, :place, :institution, :women, :men, :other, :agreements,
                 :recorded_by, :recorded_at, :updated_at, :conflicts)",
        named_params! {
            ":row": row, ":id": id.as_bytes(), ":kind": meeting.kind.as_str(), ":name": meeting.name,
            ":on_day": day(meeting.on), ":place": meeting.place, ":institution": meeting.institution,
            ":women": meeting.women, ":men": meeting.men, ":other": meeting.other,
            ":agreements": meeting.agreements, ":recorded_by": story.by, ":recorded_at": story.at,
            ":updated_at": story.updated_at, ":conflicts": story.conflict_count(),
        },
    )?;
    Ok(())
}

pub(super) fn project_commitment(
    writer: &Writer<'_>,
    row: i64,
    id: &DocumentId,
    document: &mut Document,
) -> Result<(), Error> {
    let story = Story::of(document);
    let fields = document.fields();
    let commitment = Commitment::from_fields(&fields);
    note_undecided(writer, row, &Kind::Commitment, id, &story, &fields)?;
    writer.execute(
        "INSERT OR REPLACE INTO commitment
             (row, id, subject, subject_kind, what, responsible, due, term, state, evidence,
              recorded_by, recorded_at, updated_at, conflicts)
         VALUES (:row, :id, :subject, :subject_kind, :what, :responsible, :due, :term, :state, :evidence,
                 :recorded_by, :recorded_at, :updated_at, :conflicts)",
        named_params! {
            ":row": row, ":id": id.as_bytes(), ":subject": commitment.of.as_bytes(),
            ":subject_kind": commitment.of_kind.as_str(), ":what": commitment.what,
            ":responsible": commitment.responsible, ":due": day(commitment.due),
            ":term": commitment.term.as_str(), ":state": commitment.state.as_str(),
            ":evidence": commitment.evidence, ":recorded_by": story.by, ":recorded_at": story.at,
            ":updated_at": story.updated_at, ":conflicts": story.conflict_count(),
        },
    )?;
    Ok(())
}
